// Marking together on nbgrader's page of a submission: points to click, comments to use again, who marked what,
// and a question before anything is overwritten that somebody else has saved since this page was opened.
//
// It stands on what nbgrader's page has: its models of marks and comments (`formgrader.grades`, `.comments`),
// which save themselves, and its fields. What they send goes to the handlers of autograder.formgrader.
(function () {
  "use strict";

  // Formulas are MathML here. nbgrader's page waits for MathJax all the same, and has no keyboard without it.
  window.MathJax = { Hub: { Startup: { signal: { Interest: (tell) => setTimeout(() => tell("End")) } } } };

  const NAME = "mlsys-marks-as";
  let about = null;
  let pending = 0;

  // -- small things ---------------------------------------------------------------------------------------

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function until(holds) {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (holds()) {
          clearInterval(timer);
          resolve();
        }
      }, 30);
    });
  }

  function shownPoints(points) {
    if (points === null || points === undefined || points === "") {
      return "no points";
    }
    return `${Number(points)} ${Number(points) === 1 ? "point" : "points"}`;
  }

  function marksAs() {
    return about.certain ? about.by : localStorage.getItem(NAME) || about.by;
  }

  // nbgrader's page takes the Tab key for itself: it moves between what has this class.
  function reachable(element) {
    element.classList.add("tabbable");
    $(element).on("focus", () => {
      formgrader.last_selected = $(element);
      formgrader.setCurrentIndex();
    });
    return element;
  }

  // -- who marks ------------------------------------------------------------------------------------------

  function addName() {
    const bar = make("div", { className: "mlsys-marker" });
    if (about.certain) {
      bar.append("You mark as ", make("strong", { textContent: about.by }), ".");
    } else {
      const field = make("input", { type: "text", id: "mlsys-marks-as", value: marksAs(), maxLength: 60 });
      field.autocomplete = "name";
      field.addEventListener("change", () => {
        localStorage.setItem(NAME, field.value.trim());
        field.value = marksAs();
      });
      const label = make("label", { htmlFor: field.id, textContent: "You mark as" });
      bar.append(label, field);
    }
    document.querySelector("body > .container").prepend(bar);
  }

  // -- one answer -----------------------------------------------------------------------------------------

  class Answer {
    constructor(name, grade, comment) {
      this.name = name;
      this.grade = grade;
      this.comment = comment;
      this.about = about.cells[name] || { rubric: [], reuse: [], marked: [] };
      this.ticked = null; // what was clicked here; it counts as long as the points are its sum
      const panel = document.getElementById(name) || document.getElementById(`${name}-comment`);
      this.panel = panel.closest(".nbgrader_cell");
      this.box = make("div", { className: "mlsys-marking" });
      this.who = make("p", { className: "mlsys-who" });
      this.who.setAttribute("role", "status");
      this.boxes = [];
      if (grade) {
        grade.set({ marked: this.about.marked }, { silent: true });
        watch(grade, this, (one) => shownPoints(one.manual_score), ["manual_score", "extra_credit"]);
        grade.on("change", () => this.show());
        if (comment && this.about.rubric.length) {
          this.addPoints();
        }
      }
      if (comment) {
        watch(comment, this, (one) => one.manual_comment || "(no comment)", ["manual_comment"]);
        this.addReuse();
      }
      const footer = this.panel.querySelector(".panel-footer") || this.panel.querySelector(".panel-body");
      footer.prepend(this.box);
      this.show();
    }

    addPoints() {
      const group = make("fieldset", {}, make("legend", { textContent: "Points of the mark scheme" }));
      for (const point of this.about.rubric) {
        const box = reachable(make("input", { type: "checkbox" }));
        $(box).on("change", () => this.tick());
        this.boxes.push(box);
        const worth = make("strong", { textContent: `${point.points} ` });
        group.append(make("label", {}, box, worth, point.text));
      }
      this.box.append(group);
    }

    addReuse() {
      if (!this.about.reuse.length) {
        return;
      }
      const choice = make("select", { id: `${this.name}-reuse` });
      choice.append(make("option", { value: "", textContent: "choose one" }));
      this.about.reuse.forEach((text, index) => {
        const short = text.replace(/\s+/g, " ");
        const shown = short.length > 100 ? `${short.slice(0, 99)}…` : short;
        choice.append(make("option", { value: index, textContent: shown }));
      });
      $(reachable(choice)).on("change", () => {
        const text = this.about.reuse[choice.value];
        choice.value = "";
        if (text === undefined) {
          $(document).trigger("finished_saving");
          return;
        }
        const mine = this.written().trimEnd();
        if (mine.includes(text)) {
          return;
        }
        this.comment.save({ manual_comment: mine ? `${mine}\n\n${text}` : text });
      });
      const label = make("label", { htmlFor: choice.id, textContent: "Use a comment again: " });
      this.box.append(make("div", {}, label, " ", choice));
    }

    // What is in the field now, saved or not.
    written() {
      const field = document.getElementById(`${this.name}-comment`);
      return field ? field.value : this.comment.get("manual_comment") || "";
    }

    sum(texts) {
      const points = this.about.rubric.filter((point) => texts.includes(point.text));
      const whole = points.reduce((total, point) => total + point.points, 0);
      return Math.min(whole, this.grade.get("max_score"));
    }

    tick() {
      const points = this.about.rubric;
      const ticked = points.filter((point, index) => this.boxes[index].checked);
      const made = points.flatMap((point) => [point.yes, point.no]);
      const own = this.written().split("\n").filter((line) => !made.includes(line)).join("\n").trim();
      const lines = points.map((point) => (ticked.includes(point) ? point.yes : point.no)).join("\n");
      this.ticked = ticked.map((point) => point.text);
      this.grade.save({
        manual_score: this.sum(this.ticked),
        extra_credit: this.grade.get("extra_credit"),
      });
      this.comment.save({ manual_comment: own ? `${lines}\n\n${own}` : lines });
    }

    // The points that the present mark stands for; none where somebody has typed another number.
    rubric() {
      const score = this.grade.get("manual_score");
      const last = (this.grade.get("marked") || [])[0];
      for (const texts of [this.ticked, last && last.rubric]) {
        if (texts && score !== null && this.sum(texts) === Number(score)) {
          return texts;
        }
      }
      return [];
    }

    show() {
      if (!this.grade) {
        return;
      }
      const texts = this.rubric();
      this.about.rubric.forEach((point, index) => {
        if (this.boxes[index]) {
          this.boxes[index].checked = texts.includes(point.text);
        }
      });
      const score = this.grade.get("manual_score");
      const marked = this.grade.get("marked") || [];
      const times = marked.map((one) => `${one.by}, ${one.time}: ${shownPoints(one.points)}`);
      this.who.textContent = marked.length ? `Marked by ${times.slice(0, 3).join("; before that by ")}.` : "";
      if (marked.length && score !== null && Number(marked[0].points) !== Number(score)) {
        this.who.textContent += ` The ${shownPoints(score)} of now come from elsewhere.`;
      }
      if (marked.length && !this.who.isConnected) {
        this.box.prepend(this.who);
      }
    }
  }

  // -- saving ---------------------------------------------------------------------------------------------

  function count(more) {
    pending += more;
    document.body.dataset.saving = pending > 0 ? "yes" : "no";
  }

  function watch(model, answer, shown, fields) {
    model.toJSON = function () {
      const data = { ...this.attributes, marker: marksAs() };
      delete data.marked;
      if (fields[0] === "manual_score") {
        data.rubric = answer.ticked && answer.sum(answer.ticked) === Number(data.manual_score) ? answer.ticked : [];
      }
      return data;
    };
    model.on("request", () => count(1));
    model.on("sync", () => count(-1));
    model.on("error", (one, answered) => {
      count(-1);
      let told = {};
      try {
        told = JSON.parse(answered.responseText);
      } catch (error) {
        told = { problem: "the server does not answer" };
      }
      if (answered.status !== 409) {
        ask("This was not saved", [told.problem || `the server says ${answered.status}`], [["Try again", () => model.save()], ["Close", () => {}]]);
        return;
      }
      const mine = Object.fromEntries(fields.map((field) => [field, model.get(field)]));
      const last = (told.marked || [])[0];
      const who = last ? `${last.by} saved this at ${last.time}` : "Somebody saved this";
      const theirs = shown(told);
      const choices = [["Keep theirs", () => { answer.ticked = null; model.set(told); }]];
      const save = (values) => () => { model.set({ version: told.version }, { silent: true }); model.save(values); };
      choices.push(["Use mine", save(mine)]);
      if (fields[0] === "manual_comment" && told.manual_comment && mine.manual_comment) {
        const both = `${told.manual_comment}\n\n${mine.manual_comment}`;
        choices.push(["Keep both", save({ manual_comment: both })]);
      }
      ask(
        `Somebody was faster: ${answer.name}`,
        [`${who}, after you had opened this page:`, { quote: theirs }, "Yours is not saved yet:", { quote: shown(mine) }],
        choices,
      );
    });
  }

  let asked = Promise.resolve();
  let open = 0;

  // One question after the other.
  function ask(title, said, choices) {
    open += 1;
    asked = asked.then(() => new Promise((resolve) => {
      const heading = make("h2", { id: "mlsys-conflict-title", textContent: title });
      const dialog = make("dialog", { className: "mlsys-conflict" }, heading);
      dialog.setAttribute("aria-labelledby", heading.id);
      for (const part of said) {
        dialog.append(part.quote === undefined
          ? make("p", { textContent: part })
          : make("blockquote", { textContent: part.quote }));
      }
      for (const [text, act] of choices) {
        const button = make("button", { type: "button", textContent: text });
        button.addEventListener("click", () => {
          dialog.close();
          dialog.remove();
          open -= 1;
          act();
          resolve();
        });
        dialog.append(button);
      }
      // nbgrader's page listens to keys, and would take them away from the buttons; Escape decides nothing.
      dialog.addEventListener("keydown", (event) => event.stopPropagation());
      dialog.addEventListener("cancel", (event) => event.preventDefault());
      document.body.append(dialog);
      dialog.showModal();
    }));
  }

  // -- leaving --------------------------------------------------------------------------------------------

  // A field saves itself when it is left, also by a click on a link: that may not be cut off, nor refused unseen.
  function followSaved(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target) {
      return;
    }
    event.preventDefault();
    setTimeout(async () => {
      await until(() => pending <= 0 && !open);
      window.location = link.href;
    });
  }

  async function start() {
    const answer = await fetch(`${base_url}/api/marking/${submission_id}`);
    if (!answer.ok) {
      return;
    }
    about = await answer.json();
    await until(() => window.formgrader && formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded);
    addName();
    const names = new Set([...formgrader.grades.pluck("name"), ...formgrader.comments.pluck("name")]);
    for (const name of names) {
      if (document.getElementById(name) || document.getElementById(`${name}-comment`)) {
        new Answer(name, formgrader.grades.findWhere({ name }), formgrader.comments.findWhere({ name }));
      }
    }
    formgrader.setIndexFromUrl();
    document.querySelector("nav").addEventListener("click", followSaved);
    window.addEventListener("beforeunload", (event) => {
      if (pending > 0 || open) {
        event.preventDefault();
      }
    });
    document.body.dataset.marking = "ready";
    count(0);
  }

  window.addEventListener("load", start);
})();
