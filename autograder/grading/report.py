"""The report of a class: a table on the screen, and a page for the TA."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder import chapters
from autograder.grading import roster as _roster
from autograder.grading.admission import show_name
from autograder.grading.lateness import seconds_late
from autograder.grading.outcome import ATTENTION, DIGEST, Outcome
from autograder.grading.template import marked_by_key, tested_name
from autograder.grading.unmarked import unmarked


@dataclass(frozen=True)
class Line:
    """One student of the table.

    Parameters
    ----------
    student : str
        The student's id.
    scores : tuple of (float or None)
        Points by notebook; None for one without a mark, empty where nothing has been graded.
    total : float or None
        Points after a late penalty; None where something has no mark.
    late, manual : bool
        Whether it came late; whether answers wait for a TA.
    notes : int
        How many notes there are.
    problem : str
        Why it, or a part of it, could not be graded; "" where all is well.
    feedback : str or None
        The feedback's folder as an address relative to the page.
    """

    student: str
    scores: tuple[float | None, ...]
    total: float | None
    late: bool
    manual: bool
    notes: int
    problem: str = ""
    feedback: str | None = None


class Problem(NamedTuple):
    """A submission that a TA has to look at."""

    student: str
    problem: str


class Before(NamedTuple):
    """What a submission has at one time: its total, and what tells its files from other ones."""

    total: float
    files: Any


@dataclass(frozen=True)
class Report:
    """How a class stands after a run.

    Parameters
    ----------
    assignment : str
        The assignment.
    notebooks : tuple of str
        Its notebooks, the columns of the table.
    maximum : float
        Full marks.
    lines : tuple of Line
        One per student.
    outcomes : tuple of Outcome
        The submissions processed in this run.
    notes : tuple of (str, str)
        The whole class's notes, each with its student.
    made : mapping of str to mapping
        The whole class's mistakes: by student and test cell the cause, and what the student was told.
    absent : tuple of str
        Students who handed in something, but not this assignment.
    before : mapping of str to Before
        What the students had before this run.
    files : mapping of str to object
        What tells the files graded now from other ones, by student.
    changes_file : str
        Where the single scores that changed are listed.
    faults : tuple of Problem
        What is wrong with a file of the course, such as the roster.
    only : str, optional
        The one student this run was for: under the table, others are not listed again.
    inside : tuple of str
        The instructor's own tests, which ran in the students' own processes.
    bound : str
        What held the memory of submissions in this run; "" where that is not known.
    dropped : tuple of str
        Students who have left the course: they are in the gradebook, and in nothing here.
    """

    assignment: str
    notebooks: tuple[str, ...]
    maximum: float
    lines: tuple[Line, ...]
    outcomes: tuple[Outcome, ...]
    notes: tuple[tuple[str, str], ...] = ()
    made: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    before: Mapping[str, Before] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    changes_file: str = "changes.csv"
    faults: tuple[Problem, ...] = ()
    only: str | None = None
    inside: tuple[str, ...] = ()
    bound: str = ""
    dropped: tuple[str, ...] = ()

    @property
    def attention(self) -> list[Problem]:
        """The submissions that could not be graded, or not wholly."""
        found = {line.student: line.problem for line in self.lines if line.student not in self.absent}
        for outcome in self._current:
            found[outcome.student] = found.get(outcome.student) or outcome.problem or ""
        return [
            *self.faults,
            *(Problem(student, problem) for student, problem in sorted(found.items()) if problem),
        ]

    @property
    def _current(self) -> list[Outcome]:
        """What this run made of those who are in the course."""
        return [outcome for outcome in self.outcomes if outcome.student not in self.dropped]

    @property
    def asked_for(self) -> list[Problem]:
        """What needs attention of what this run was for."""
        return [p for p in self.attention if self.only in (None, p.student)]

    @property
    def problems(self) -> dict[str, str]:
        """By student, why it, or a part of it, could not be graded; "" where all is well."""
        return {line.student: line.problem for line in self.lines}

    def changes(self) -> list[str]:
        """Return one line for every student whose scores are not what they were."""
        now = {line.student: line for line in self.lines}
        told = []
        for outcome in self.outcomes:
            line = now.get(outcome.student)
            if not outcome.changes or line is None or line.total is None:
                continue
            moved = sum(change.after - change.before for change in outcome.changes)
            files = self.files.get(outcome.student)
            before = self.before.get(outcome.student, Before(line.total - moved, files))
            new_keys = sum(c.keys[0] is not None and c.keys[0] != c.keys[1] for c in outcome.changes)
            why = "new submission" if before.files != files else "graded again"
            if new_keys:
                why += f", {new_keys} {'key' if new_keys == 1 else 'keys'} changed"
            told.append(
                f"{show_name(outcome.student)}: {why}, {points(before.total)} -> {points(line.total)} "
                f"(details in {self.changes_file})"
            )
        return told

    def heads(self) -> list[str]:
        """Return the heads of the table's columns."""
        return [
            "student",
            *(name.removesuffix("_exercises") for name in self.notebooks),
            "total",
            "late",
            "to grade by hand",
            "notes",
        ]

    def row(self, line: Line) -> list[str]:
        """Return one student's row of the table."""
        scores = ["" if score is None else points(score) for score in line.scores] or [""] * len(
            self.notebooks
        )
        return [
            show_name(line.student),
            *scores,
            "" if line.total is None else f"{points(line.total)} / {points(self.maximum)}",
            "late" if line.late else "",
            "yes" if line.manual else "",
            str(line.notes or ""),
        ]

    def _notes_by_kind(self) -> list[str]:
        """Return one line for every kind of note of this run: those that differ in numbers only are one."""
        kinds: dict[str, list[tuple[str, str]]] = {}
        for outcome in self._current:
            for note in dict.fromkeys(map(one_line, outcome.notes)):
                kinds.setdefault(re.sub(r"\d+", "0", note), []).append((show_name(outcome.student), note))
        lines = []
        for found in kinds.values():
            students = list(dict.fromkeys(student for student, _ in found))
            who = ", ".join(students[:_NAMED])
            if len(students) > _NAMED:
                who = f"{len(students)} students ({who}, ...)"
            example = "for example, " if len({note for _, note in found}) > 1 else ""
            lines.append(f"{who}: {example}{found[0][1]}")
        return lines

    def table(self) -> str:
        """Return the table for the screen, and below it what is new."""
        rows = [self.heads(), *(self.row(line) for line in self.lines)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        text = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        text.insert(1, "  ".join("-" * width for width in widths))
        text += [f"  note, {line}" for line in self._notes_by_kind()]
        changes = self.changes()
        if changes:
            text.append(f"\nOther scores than before ({len(changes)}):")
            text += [f"  {change}" for change in changes]
        if self.absent:
            text.append(f"\nNot handed in ({len(self.absent)}): {', '.join(map(show_name, self.absent))}")
        if self.dropped:
            left = ", ".join(map(show_name, self.dropped))
            text.append(f"\nDropped, so in no table ({len(self.dropped)}): {left}")
        if self.inside:
            text.append(f"\n{INSIDE} ({len(self.inside)}): {', '.join(self.inside)}")
        if mine := self.asked_for:
            text.append(f"\nNeeds attention ({len(mine)}):")
            text += [f"  {line}" for line in _by_kind(mine)]
        if others := len(self.attention) - len(mine):
            text.append(f"\nOf the others, {others} need attention as before: see the report.")
        return "\n".join(text)


_NAMED = 3  # students of a line that stands for many


def _by_kind(problems: Sequence[Problem]) -> list[str]:
    """Return a line for each problem, or one for many that differ in names and numbers only.

    Examples
    --------
    >>> _by_kind([Problem("ada", "no notebook: see ada/x"), Problem("bob", "2 files are damaged")])
    ['ada: no notebook: see ada/x', 'bob: 2 files are damaged']
    >>> _by_kind([Problem(f"s{n}", f"no notebook: see s{n}/x") for n in range(49)])
    ['49 students (s0, s1, s2, ...; all are in the report): for example, s0: no notebook: see s0/x']
    """
    kinds: dict[str, list[Problem]] = {}
    for one in problems:
        bare = re.sub(r"\d+", "0", one_line(one.problem).replace(show_name(one.student), "\0"))
        kinds.setdefault(bare, []).append(one)
    lines = []
    for found in kinds.values():
        listed = [f"{show_name(student)}: {one_line(problem)}" for student, problem in found]
        if len(found) > _NAMED:
            who = ", ".join(show_name(one.student) for one in found[:_NAMED])
            listed = [f"{len(found)} students ({who}, ...; all are in the report): for example, {listed[0]}"]
        lines += listed
    return lines


INSIDE = "Marked inside the student's own process, which can change what these tests say of itself"


def points(score: float) -> str:
    """Return points as people write them: at most two decimals.

    >>> points(22.3321), points(8.0), points(-0.001)
    ('22.33', '8', '0')
    """
    return f"{round(score, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def one_line(text: str) -> str:
    """Return text without what cannot be shown or would break a line."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean.encode("utf-8", "replace").decode("utf-8")


# -- what is kept of earlier runs -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Kept:
    """What is kept of one graded submission: its notes, and by test cell a mistake's cause and sentence."""

    notes: tuple[str, ...] = ()
    mistakes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_VERDICT = re.compile(
    r"\w+: (?P<verdict>accepted in part|accepted|not yet right|right in part|not attempted yet)\. ?"
)
_LONGEST = 400


def _step(coursedir: CourseDirectory, directory: str) -> Path:
    """Return the folder of one of nbgrader's steps."""
    folder = Path(coursedir.format_path(directory, "+", "+")).parent.parent
    return folder if folder.is_absolute() else Path(coursedir.root) / folder


def _digest(notebooks: Mapping[str, bytes]) -> str:
    """Return what tells the notebooks of one grading from those of another."""
    whole = hashlib.sha256()
    for name, content in sorted(notebooks.items()):
        whole.update(f"{name}\n{len(content)}\n".encode() + content)
    return whole.hexdigest()


def _notebooks(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}


def _told(notebook: str | bytes) -> dict[str, tuple[str, str]]:
    """Return the verdict and the sentence that each test cell of an autograded notebook shows."""
    found = {}
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        for cell in json.loads(notebook)["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if not about.get("grade") or about.get("solution"):
                continue
            for output in cell.get("outputs", []):
                if output["output_type"] == "error" and about["grade_id"] not in found:
                    found[about["grade_id"]] = "", f"{output['ename']}: {output['evalue']}"[:_LONGEST]
                text = "".join(output.get("data", {}).get("text/plain", ""))
                if output["output_type"] == "display_data" and (match := _VERDICT.match(text)):
                    found[about["grade_id"]] = match["verdict"], text[match.end() :][:_LONGEST]
    return found


def _of_outcome(outcome: Outcome) -> _Kept:
    """Return what is kept of a submission just graded; right answers are no mistakes."""
    mistakes = {}
    for graded in outcome.graded.values():
        told = _told(graded.notebook)
        for cell, cause in graded.causes.items():
            if cause is not None or not graded.scores.get(cell):
                mistakes[cell] = cause or "unexplained", told.get(cell, ("", ""))[1]
    return _Kept(tuple(outcome.notes), mistakes)


def _of_notebooks(notebooks: Mapping[str, bytes], exercises: Mapping[str, str]) -> _Kept:
    """Return what the autograded notebooks alone tell: causes only where the sentence gives them away."""
    mistakes = {}
    for content in notebooks.values():
        for cell, (verdict, sentence) in _told(content).items():
            if verdict != "accepted":
                known = _sentences(exercises.get(cell, "")).items()
                cause = next((cause for cause, message in known if message in sentence), "not recorded")
                mistakes[cell] = "not-attempted" if verdict == "not attempted yet" else cause, sentence
    return _Kept((), mistakes)


def _sentences(exercise: str) -> dict[str, str]:
    """Return the sentences that an exercise has for its own causes."""
    found = chapters.load().get(exercise)
    if found is None:
        return {}
    accepted = {form.cause: form.message for form in found.accepted}
    return accepted | {form.cause: form.message for form in found.misconceptions}


def _record(coursedir: CourseDirectory, assignment: str) -> Path:
    return _step(coursedir, coursedir.autograded_directory) / f".report-{assignment}.json"


def _load(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(coursedir: CourseDirectory, assignment: str, outcomes: Sequence[Outcome]) -> None:
    """Keep notes, causes and problems for the reports of later runs, beside the autograded notebooks.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment : str
        The assignment.
    outcomes : sequence of Outcome
        The submissions of a run. What is kept counts as long as the autograded notebooks are those of
        this run: the formgrader's button, for one, replaces them.
    """
    path = _record(coursedir, assignment)
    if not outcomes or not path.parent.is_dir():
        return
    records = _load(path)
    for outcome in outcomes:
        student = outcome.student
        if outcome.graded:
            kept = _of_outcome(outcome)
            graded = {name: one.notebook.encode() for name, one in outcome.graded.items()}
            records[student] = {"of": _digest(graded), "notes": kept.notes, "mistakes": kept.mistakes}
        else:
            records[student] = {**records.get(student, {}), "ungraded": outcome.problem or ""}
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(records), encoding="utf-8")
    os.replace(new, path)


def _recall(
    records: Mapping[str, Any], student: str, folder: Path, exercises: Mapping[str, str]
) -> tuple[_Kept, str]:
    """Return what is kept of a student's submission, and its problem."""
    record = records.get(student, {})
    notebooks = _notebooks(folder)
    if not notebooks:
        return _Kept(), str(record.get("ungraded", ""))
    problem = ""
    with contextlib.suppress(OSError):
        problem = (folder / ATTENTION).read_text(encoding="utf-8", errors="replace")[:2000]
    if record.get("of") == _digest(notebooks):
        mistakes = {cell: (cause, said) for cell, (cause, said) in record["mistakes"].items()}
        return _Kept(tuple(record["notes"]), mistakes), problem
    return _of_notebooks(notebooks, exercises), problem


# -- who has handed in what -----------------------------------------------------------------------------


def autograded(coursedir: CourseDirectory, student: str, assignment: str) -> Path:
    """Return the folder of a student's autograded notebooks."""
    return _step(coursedir, coursedir.autograded_directory) / student / assignment


def handed_in(coursedir: CourseDirectory) -> dict[str, list[str]]:
    """Return what is in each student's folder of submissions; links are named, not followed."""
    root = _step(coursedir, coursedir.submitted_directory)
    found: dict[str, list[str]] = {}
    if root.is_dir():
        for entry in os.scandir(root):
            if not entry.name.startswith(".") and (entry.is_dir() or entry.is_symlink()):
                names = [] if entry.is_symlink() else os.listdir(entry.path)
                found[entry.name] = sorted(name for name in names if not name.startswith("."))
    return found


def assignments(coursedir: CourseDirectory) -> list[str]:
    """Return the course's assignments: the folders of ``source/`` that hold notebooks."""
    root = Path(coursedir.root) / coursedir.source_directory
    return sorted({path.parent.name for path in root.glob("[!.]*/*.ipynb")})


def _missing(coursedir: CourseDirectory, assignment: str) -> dict[str, str]:
    """Return what is wrong with the folders that do not hold this assignment; "" where nothing is."""
    known, root = set(assignments(coursedir)), _step(coursedir, coursedir.submitted_directory)
    found = {}
    for student, names in handed_in(coursedir).items():
        if assignment in names:
            continue
        odd = [show_name(name) for name in names if name not in known]
        found[student] = ""
        if (root / student).is_symlink():
            found[student] = "the student's folder is a link, which is not followed"
        elif odd:
            more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""
            found[student] = f"there is no folder {assignment}, but {', '.join(odd[:3])}{more}"
    return found


# -- all together ---------------------------------------------------------------------------------------


def _total(submission: Any) -> float:
    return max(0.0, float(submission.score) - (submission.late_submission_penalty or 0.0))


def _files(coursedir: CourseDirectory | None, assignment: str, submission: Any) -> tuple[Any, str]:
    """Return what tells one version of a submission from another: its time, and the digest of its files."""
    digest = ""
    if coursedir is not None:
        folder = _step(coursedir, coursedir.autograded_directory) / submission.student.id / assignment
        with contextlib.suppress(OSError):
            digest = (folder / DIGEST).read_text(encoding="utf-8", errors="replace")
    return submission.timestamp, digest


def standing(gradebook: Gradebook, assignment: str, coursedir: CourseDirectory) -> dict[str, Before]:
    """Return how every submission stands, to be compared with how it stands after a run."""
    try:
        submissions = gradebook.assignment_submissions(assignment)
    except MissingEntry:
        return {}
    return {s.student.id: Before(_total(s), _files(coursedir, assignment, s)) for s in submissions}


def collect(
    gradebook: Gradebook,
    assignment: str,
    outcomes: Sequence[Outcome],
    coursedir: CourseDirectory | None = None,
    before: Mapping[str, Before] | None = None,
    unwritten: Mapping[str, str] | None = None,
) -> Report:
    """Put a class's report together: what the gradebook says is what counts.

    Parameters
    ----------
    gradebook : Gradebook
        The scores.
    assignment : str
        The assignment.
    outcomes : sequence of Outcome
        The submissions of this run.
    coursedir : CourseDirectory, optional
        The class's folders. With them the report covers everybody who handed in, whenever that was
        graded; without, the gradebook and this run.
    before : mapping of str to Before, optional
        What `standing` said before the run.
    unwritten : mapping of str to str, optional
        By student, what is wrong with the feedback.
    """
    found = gradebook.find_assignment(assignment)
    names = tuple(sorted(notebook.name for notebook in found.notebooks))
    exercises = {
        cell.name: tested_name(cell.source or "") or ""
        for notebook in found.notebooks
        for cell in notebook.source_cells
    }
    submissions = {s.student.id: s for s in gradebook.assignment_submissions(assignment)}
    kept = {outcome.student: _of_outcome(outcome) for outcome in outcomes}
    problems = {outcome.student: outcome.problem or "" for outcome in outcomes}
    absent: dict[str, str] = {}
    links: dict[str, str] = {}
    faults: tuple[Problem, ...] = ()
    dropped: frozenset[str] = frozenset()
    if coursedir is not None:
        absent = {s: why for s, why in _missing(coursedir, assignment).items() if s not in submissions}
        records = _load(_record(coursedir, assignment))
        graded = {outcome.student for outcome in outcomes if outcome.graded}
        there = handed_in(coursedir)
        for student in (submissions.keys() | there.keys()) - absent.keys():
            links |= _link(coursedir, student, assignment)
            folder = _step(coursedir, coursedir.autograded_directory) / student / assignment
            if student not in graded:
                earlier, problem = _recall(records, student, folder, exercises)
                notes = (*kept.get(student, earlier).notes, *(earlier.notes if student in kept else ()))
                kept[student] = _Kept(notes, earlier.mistakes)
                problems.setdefault(student, problem)
            if student not in submissions:
                problems[student] = problems[student] or _ungraded(folder, student)
        course = _roster.load(coursedir)
        if course is not None:
            faults = tuple(Problem(course.name, fault) for fault in course.faults)
            absent |= {s: "" for s in course.students if s not in submissions and s not in there}
            dropped = course.dropped
            absent = {s: why for s, why in absent.items() if s not in dropped}
        asked = _roster.questions(there, course, submissions, coursedir.submitted_directory)
        for student, question in asked.items():
            if question not in problems.get(student, ""):
                problems[student] = "; ".join(filter(None, [problems.get(student), question]))
        # A notebook of nobody has its line under the table, but is no student.
        problems = {s: why for s, why in problems.items() if s in submissions or s in there}
        for student, why in absent.items():
            problems[student] = problems.get(student) or why or f"nothing handed in for {assignment}"
    for student, why in (unwritten or {}).items():
        problems[student] = "; ".join(filter(None, [problems.get(student), why]))
    blank = unmarked(gradebook, assignment)
    kept = {student: one for student, one in kept.items() if student not in dropped}
    lines = []
    for student in sorted((submissions.keys() | problems.keys()) - dropped):
        count, problem = len(kept.get(student, _Kept()).notes), problems.get(student, "")
        submission = submissions.get(student)
        if submission is None:
            lines.append(Line(student, (), None, False, False, count, problem))
            continue
        without = blank.get(student, set())
        scores = {notebook.name: round(notebook.score, 2) for notebook in submission.notebooks}
        lines.append(
            Line(
                student,
                tuple(None if name in without else scores.get(name, 0.0) for name in names),
                None if without else round(_total(submission), 2),
                seconds_late(submission) > 0,
                bool(submission.needs_manual_grade),
                count,
                problem,
                links.get(student),
            )
        )
    return Report(
        assignment,
        names,
        round(found.max_score, 2),
        tuple(lines),
        tuple(outcomes),
        tuple((student, note) for student, one in sorted(kept.items()) for note in one.notes),
        {student: one.mistakes for student, one in kept.items()},
        tuple(sorted(student for student, why in absent.items() if not why)),
        before or {},
        {student: _files(coursedir, assignment, one) for student, one in submissions.items()},
        _changes_file(coursedir),
        faults,
        dropped=tuple(sorted(dropped)),
        inside=tuple(sorted(cell for notebook in found.notebooks for cell in _inside(notebook))),
    )


def _ungraded(folder: Path, student: str) -> str:
    """Say why somebody who handed in is not in the gradebook."""
    if not folder.is_dir():
        return "not graded yet"
    name = shlex.quote(student)
    return (
        "graded once, but no longer in the gradebook: to delete all that is left of the student, "
        f"python -m autograder forget {name}; to grade again, make grade ARGS=--student={name}"
    )


def _inside(notebook: Any) -> set[str]:
    """Return a notebook's test cells that no key marks, out of the gradebook."""
    tests = {cell.name for cell in notebook.grade_cells} - {cell.name for cell in notebook.solution_cells}
    return {
        cell.name
        for cell in notebook.source_cells
        if cell.name in tests and cell.cell_type == "code" and not marked_by_key(cell.source or "")
    }


def _changes_file(coursedir: CourseDirectory | None) -> str:
    name = "changes.csv"
    return os.path.relpath(page_folder(coursedir) / name, coursedir.root) if coursedir is not None else name


def _link(coursedir: CourseDirectory, student: str, assignment: str) -> dict[str, str]:
    """Return the address of a student's feedback, seen from the report; none where there is none."""
    folder = _step(coursedir, coursedir.feedback_directory) / student / assignment
    if not folder.is_dir():
        return {}
    return {student: f"./{quote(os.path.relpath(folder, page_folder(coursedir)), errors='replace')}/"}


def page_folder(coursedir: CourseDirectory) -> Path:
    """Return where a class's report, scores and changes go: beside its autograded folder."""
    return _step(coursedir, coursedir.autograded_directory).parent
