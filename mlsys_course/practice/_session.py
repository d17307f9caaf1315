"""A practice session: draws exercises with fresh numbers, diagnoses, works them out, keeps the score."""

from __future__ import annotations

import ast
import contextlib
import html
import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from mlsys_course import kinds, memory, readable
from mlsys_course.chapters import Chapter
from mlsys_course.diagnosis import judge
from mlsys_course.exercise import Exercise, load_section
from mlsys_course.help import formulas
from mlsys_course.practice import due
from mlsys_course.practice._inputs import STYLE, Numbers, Text, input_for
from mlsys_course.reading import typed
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.result import NOT_ATTEMPTED, UNCHECKED, Result
from mlsys_course.scenarios import Scenario, _short
from mlsys_course.widgets.face import Faced, asleep
from mlsys_course.widgets.fields import carries


class Practice(Faced):
    """One learner's session on one section; made by `mlsys_course.practice`.

    Attributes
    ----------
    chapter : Chapter
        The chapter.
    section : str
        The section.
    exercise : Exercise
        The exercise being asked.
    numbers : Scenario or None
        Its numbers.
    """

    def __init__(
        self,
        chapter: Chapter | None,
        section: str,
        seed: int | None = None,
        pool: Sequence[Exercise] | None = None,
    ) -> None:
        self.section = section
        self._due = pool is not None
        self._draw = random.Random(seed)
        self._pool = list(pool) if pool is not None else load_section(chapter, section) if chapter else []
        if chapter is not None and not self._pool:
            others = [one for one in chapter.sections if load_section(chapter, one)]
            raise LookupError(
                f"The section {section!r} of {chapter.name} has no exercises to practise yet. "
                + (f"These have some: {', '.join(others)}." if others else "No section of it has any.")
            )
        self._waiting: list[Exercise] = []
        self._asked = self._solved = 0
        self._counted = False
        self._tries = 0
        self.exercise: Exercise
        self.numbers: Scenario | None
        self.next()

    @property
    def question(self) -> str:
        """The question in words."""
        unit = ""
        if self.exercise.unit:
            unit = f" Answer in {in_prose(self.exercise.unit)} or any equivalent unit."
        title = self.exercise.title if self.exercise.title.endswith("?") else f"{self.exercise.title}."
        return f"{self.heading}{title} {self.exercise.prompt}{unit}"

    @property
    def heading(self) -> str:
        """What is due and where, in a session of what is due; empty in that of a section."""
        if not self._due:
            return ""
        counts = Counter(exercise.section for exercise in self._pool)
        places = ", ".join(f"{section} ({count})" for section, count in sorted(counts.items()))
        return f"Due today: {readable.counted(len(self._pool), 'exercise')}, from {places}. "

    @property
    def score(self) -> str:
        """How many of the questions so far were right at the first try, and what mastery still takes."""
        if not self._asked:
            return f"nothing answered yet{self._mastery}"
        return f"{self._solved} of {self._asked} right at the first try{self._mastery}"

    @property
    def chapter(self) -> Chapter:
        """The chapter of the exercise that is asked."""
        return self.exercise.chapter

    @property
    def place(self) -> str:
        """Chapter and section of the exercise that is asked, a slash between them."""
        return f"{self.chapter.name}/{self.exercise.section}"

    @property
    def _mastery(self) -> str:
        row = due.in_a_row(self.place)
        if due.mastered(self.place):
            return "; you have mastered this section"
        return f"; {row} in a row, and {due.IN_A_ROW} in a row master the section" if row else ""

    def next(self) -> Practice:
        """Ask another exercise, with fresh numbers; each comes up once before any comes again."""
        if not self._waiting:
            self._waiting = self._draw.sample(self._pool, len(self._pool))
        self.exercise = self._waiting.pop()
        table = self.exercise.table
        self.numbers = table.row(self._draw.randrange(len(table.rows))) if table else None
        self._counted = False
        self._tries = 0
        self._said = ""
        self._refresh()
        return self

    def answer(self, value: Any, unit: str | None = None) -> Result:
        """Answer the question.

        Parameters
        ----------
        value : object
            The answer: a number, a quantity, or whatever the question asks for.
        unit : str, optional
            Unit of a plain number, such as ``"day"``.

        Returns
        -------
        Result
            Whether it is right and, if not, which mistake gives it. The first try counts.
        """
        if unit and unit.strip():
            try:
                value = _with_unit(value, typed.read(f"1 {unit.strip()}"))
            except typed.Unclear as question:
                return self._ask(str(question))
        result = judge(self.exercise, value, self.numbers)
        if not self._counted and result.cause not in (NOT_ATTEMPTED, UNCHECKED):
            self._asked += 1
            self._solved += result.accepted
            self._counted = True
            self._remember(result.accepted)
        if not result.accepted and result.cause not in (NOT_ATTEMPTED, UNCHECKED):
            self._tries += 1
            more = self._more_help()
            result = replace(result, remarks=(*result.remarks, *more))
        return result

    def _more_help(self) -> tuple[str, ...]:
        """Return what is said beside the mistake, more with every try: where to look, an offer, blanks."""
        if self._tries < 2:
            return ()
        steps = kinds.part(self.exercise.kind, "helping").steps(self.exercise, self.numbers)
        if self._tries == 2:
            return (f"Where to look: {steps[0].text}",)
        if self._tries == 3:
            return (
                "Third try. The worked answer shows every step with your numbers: ask for it when you like.",
            )
        if self._tries == 4:
            return (f"Fourth try. {steps[1].text}", *steps[1].lines)
        return (
            f"Try {self._tries}. Read the worked answer now, then take the next question: this kind comes "
            "back with fresh numbers.",
        )

    def _remember(self, right: bool) -> None:
        memory.practised(self.exercise.bank, right, right, self.place)
        due.review(self.exercise.bank, right, self.place)

    def worked(self) -> str:
        """Return the worked answer; from then on this question does not count."""
        if not self._counted:
            self._asked += 1
            self._counted = True
            self._remember(False)
        right = self.exercise.answer(self.numbers)
        if not self.exercise.scalar:
            lines = ["An answer:", definition(right) if callable(right) else _listed(right)]
            if self.exercise.parameters:
                lines += ["These lines compute it:", definition(self.exercise.key)]
            return "\n".join(lines)
        lines = [f"{self.exercise.name} = {formula(self.exercise)}"]
        if self.numbers is not None:
            used = [self.numbers.inputs[name] for name in self.exercise.parameters]
            lines += [f"  {item.name} = {item.written}   ({item.label})" for item in used]
        lines.append(f"  = {self._in_digits(right)}")
        return "\n".join(lines)

    def _in_digits(self, right: Any) -> str:
        """Return a right answer in the unit asked for, with as many digits as it takes to be right."""
        from mlsys_course.units import Q_

        value = right if hasattr(right, "to") else Q_(right, "")  # a share, which is asked for in per cent
        magnitude = float(value.to(self.exercise.unit or "").magnitude)
        for digits in (6, 9, 12):
            rounded = Q_(float(f"{magnitude:.{digits}g}"), self.exercise.unit or "")
            if judge(self.exercise, rounded, self.numbers).accepted:
                break
        return readable.quantity(rounded, digits)

    def __repr__(self) -> str:
        numbers = f"\n{self.numbers!r}" if self.numbers is not None else ""
        form = "number, unit" if self.exercise.scalar else _FORMS.get(self.exercise.kind, "…")
        given = form.format(name=self.exercise.name)
        return f"{self.question}{numbers}\n(answer with .answer({given}); {self.score})"

    # -- the widget -----------------------------------------------------------------------------------------

    @cached_property
    def _panel(self) -> Any:
        import ipywidgets as widgets

        room, question, said = widgets.VBox(), widgets.HTML(), widgets.HTML()
        check, show, another = (
            widgets.Button(description=text, layout={"width": "auto"})
            for text in ("Check", "Worked answer", "Next")
        )

        def say(content: str) -> None:
            self._said = content + html.escape(self.score)
            said.value = _live(self._said)
            self.changed()

        def read(_: Any) -> None:
            say(self._given()._repr_html_())

        def work(_: Any) -> None:
            say(f"<pre style='white-space: pre-wrap; word-break: normal'>{html.escape(self.worked())}</pre>")

        def turn(_: Any) -> None:
            said.value = ""
            self.next()
            fit()

        def fit() -> None:
            """Give the input that the kind of answer takes."""
            self._input = input_for(self.exercise, self.numbers, check.click)
            row = widgets.HBox(self._input.boxes, layout={"flex_flow": "row wrap"})
            room.children = (
                [row] if isinstance(self._input, Numbers) else [widgets.HTML(STYLE), *self._input.boxes]
            )

        carries(check).on_click(read)
        show.on_click(work)
        another.on_click(turn)
        self._question_box = question
        panel = widgets.VBox([question, room, widgets.HBox([check, show, another]), said])
        fit()
        self._refresh()
        return panel

    def _given(self) -> Result:
        """Judge what stands in the input, or ask back."""
        if isinstance(self._input, Numbers | Text):
            text, unit = self._input.typed
            return self._read(text, unit) if text.strip() else self._ask(self._input.empty)
        try:
            # What a function prints while it is tried goes nowhere: there is no cell to print it in.
            with contextlib.redirect_stdout(io.StringIO()):
                return self.answer(self._input.answer())
        except typed.Unclear as question:
            return self._ask(str(question))

    def _read(self, text: str, unit: str) -> Result:
        """Read what was typed: a number, with its unit beside it or behind it, or a Python literal."""
        if not self.exercise.scalar:
            try:
                return self.answer(ast.literal_eval(text.strip()), unit)
            except (ValueError, SyntaxError):
                return self.answer(text)
        try:
            given = typed.read(text)
            if unit.strip():
                if given.unit and typed.unit_of(given.unit) != typed.unit_of(unit):
                    return self._ask(f"The number says {given.unit}, the unit says {unit}. Which one is it?")
                given = typed.read(text if given.unit else f"{text} {unit}")
            asked = self.exercise.unit
            if asked not in (None, "percent") and not given.unit and not self.exercise.bare:
                return self._ask(
                    f"{text.strip()} of what? Write the unit as well: {in_prose(asked or '')}, or "
                    "another one of the same kind."
                )
            return self.answer(_with_unit(1.0, given) if given.unit else given.value)
        except typed.Unclear as question:
            return self._ask(str(question))

    def _ask(self, question: str) -> Result:
        """Return a question back, which is no try."""
        return Result(False, 0.0, UNCHECKED, question, self.exercise.name)

    def face(self) -> str:
        """Return the question, its numbers, what was said last and the score, as HTML for any page."""
        numbers = self.numbers._repr_html_() if self.numbers is not None else ""
        said = f"<div>{self._said or html.escape(self.score)}</div>"
        return f"<p>{html.escape(self.question)}</p>{numbers}{said}{asleep('practise on')}"

    @property
    def widget(self) -> Any:
        """What JupyterLab shows."""
        return self._panel

    def _refresh(self) -> None:
        self.changed()
        box = self.__dict__.get("_question_box")
        if box is not None:
            numbers = self.numbers._repr_html_() if self.numbers is not None else ""
            box.value = f"<p>{html.escape(self.question)}</p>{numbers}"


_FORMS = {
    "classification": "{{item: choice, …}}",
    "dataframe": "a DataFrame",
    "function": "{name}",
}


def _with_unit(value: Any, given: typed.Typed) -> Any:
    """Return a value times what was typed: ``12.4`` and "trillion emails/year" make a quantity."""
    unit = typed.unit_of(given.unit)
    if unit is None:
        raise typed.Unclear(f"{given.unit!r} is no unit I know. Write it in full, such as hours or GB/s.")
    return (value * given.value if given.value != 1 else value) * unit


def _live(content: str) -> str:
    return f'<div role="status" aria-live="polite">{content}</div>'


def formula(exercise: Exercise) -> str:
    """Return the formula of a key as text, with the steps that lead to it.

    A factor of one, by which a key says that only the unit changes, is not printed.

    Examples
    --------
    >>> from mlsys_course.exercise import find
    >>> formula(find("additional_gpus"))
    'np.ceil(gpus * better_efficiency / efficiency - gpus)'
    >>> formula(find("emails_per_year"))
    'volume, in emails/year'
    """
    steps = [
        node.value if isinstance(node, ast.Return) and node.value else node
        for node in formulas.statements(exercise.key)
        if not isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    text = "; ".join(map(ast.unparse, steps))
    return f"{text}, in {in_prose(exercise.unit or '')}" if isinstance(steps[-1], ast.Name) else text


def definition(function: Callable[..., Any]) -> str:
    """Return a function's own lines: no decorator and no docstring.

    Examples
    --------
    >>> from mlsys_course.exercise import find
    >>> print(definition(find("student_customers").answer(None)))
    def student_customers(ads, pct):
        return 2 * (pct / 100 * ads) ** 2
    """
    return ast.unparse(formulas.definition(function))


def _listed(value: Any) -> str:
    """Return a table of choices one line each, a table in columns, anything else as it prints."""
    if hasattr(value, "to_string"):
        return str(value.to_string(index=False, float_format="{:.4g}".format))
    if isinstance(value, dict):
        return "\n".join(f"  {key}: {_short(item)}" for key, item in value.items())
    return str(_short(value))
