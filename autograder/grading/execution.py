"""Grading one notebook: bytes in, bytes out.

The student's cells run in a sandboxed child; at each test cell the named answers cross as data and
the test runs here, in the trusted process. Nothing the child prints or shows is used for scoring, but for
an instructor's own tests (`autograder.grading.own`), which run in the child.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, cast

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from autograder.grading import given, overrides, own
from autograder.grading.admission import Expected, File, admit, show_name
from autograder.grading.codec import Missing, Unreadable
from autograder.grading.forkserver import ForkServer, room
from autograder.grading.limits import Limits
from autograder.grading.notebook_file import Inadmissible, squeeze
from autograder.grading.outputs import CellRun
from autograder.grading.pages import safe_attachments
from autograder.grading.process import Child, MachineFailed
from autograder.grading.repair import Cell, repair
from autograder.grading.sandbox import SandboxUnavailable
from autograder.grading.template import Template, TemplateCell, tested_name
from autograder.grading.testing import Tested, UntestableCell, exercises, run_test
from autograder.marking import key_version
from mlsys_course.course import Course
from mlsys_course.deadline import Expired, within
from mlsys_course.diagnosis.formula import Code
from mlsys_course.help.saved import EARLIER_STUBS
from mlsys_course.reading import Unusable
from mlsys_course.result import Result

NBGRADER_SCHEMA = 3
OPEN_SECONDS = 60.0
REPAIR_SECONDS = 30.0
MAX_OUTPUT = 32 * 2**20
USED_UP = 0.001
"""Seconds left of a submission's time that are none."""


@dataclass(frozen=True)
class Task:
    """All that grading one submission needs.

    Parameters
    ----------
    student : str
        The student's id.
    files : tuple of File
        What was handed in, unopened.
    templates : mapping of str to Template
        What the course handed out, by notebook.
    handed_out : mapping of str to bytes
        Data files of the course: these count, not a student's copies.
    course : Course
        The course's settings; with ``personal`` the student's own numbers are asked for.
    limits : Limits
        What the student's code may use, for all notebooks together.
    only : tuple of str
        Only these notebooks; empty: all that were handed in.
    alone : bool
        Whether nothing else is graded meanwhile: the second and last try.
    memory : int
        Bytes it may have while others run beside it; 0: what `limits` says.
    overrides : tuple of Override
        Points that the staff has given to answers of this assignment.
    """

    student: str
    files: tuple[File, ...]
    templates: Mapping[str, Template]
    handed_out: Mapping[str, bytes]
    course: Course
    limits: Limits
    only: tuple[str, ...] = ()
    alone: bool = False
    memory: int = 0
    overrides: tuple[overrides.Override, ...] = ()


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Parameters
    ----------
    notebook : str
        The autograded notebook as JSON, with outputs and nbgrader's metadata.
    scores : dict of str to float
        Points by test cell.
    causes : dict of str to str or None
        The diagnosis's slug by test cell.
    notes : tuple of str
        What was repaired, and how the run went.
    faults : dict of str to str
        Test cells whose answer could not be marked, with the reason: a TA has to look.
    inside : tuple of str
        The instructor's own test cells: their points were given inside the student's process.
    wall, cpu : float
        Seconds that the student's code took.
    kept : dict
        What the report of the class needs: by test cell ``answers``, by answer cell ``texts`` (see
        `autograder.grading.given`).
    """

    notebook: str
    scores: dict[str, float]
    causes: dict[str, str | None]
    notes: tuple[str, ...] = field(default=())
    faults: dict[str, str] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    wall: float = 0.0
    cpu: float = 0.0
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass
class Marked:
    """What came of one submission.

    Parameters
    ----------
    graded : dict of str to Graded
        By notebook.
    present : tuple of str
        The notebooks that were handed in, graded or not.
    files : dict of str to bytes
        The student's other files.
    notes : list of str
        What was put right or left out.
    problems : list of str
        Why a TA has to look: what could not be read or marked, and what nobody can decide but a person.
    failed : dict of str to str
        The notebooks that the machine failed, and how: nothing is known of their marks.
    wall, cpu : float
        Seconds that the student's code took.
    """

    graded: dict[str, Graded] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    wall: float = 0.0
    cpu: float = 0.0


def grade_submission(task: Task, server: Callable[[], ForkServer]) -> Marked:
    """Grade one submission: open what was handed in, run it, mark it.

    Parameters
    ----------
    task : Task
        The submission.
    server : callable
        Gives a fork server that lives.

    Returns
    -------
    Marked
        Whatever is wrong with the submission stands in it.
    """
    marked = Marked()
    expected = {name: _expected(template) for name, template in task.templates.items()}
    try:
        admitted = within(OPEN_SECONDS, lambda: admit(task.files, expected))
    except Inadmissible as error:
        marked.problems.append(str(error))
        return marked
    except (Expired, RecursionError, MemoryError) as error:
        marked.problems.append(f"its files are too large or too tangled to be opened ({_why(error)})")
        return marked
    marked.present, marked.files = tuple(admitted.notebooks), admitted.files
    marked.notes, marked.problems = admitted.notes, admitted.doubts
    for name, content in admitted.notebooks.items():
        if task.only and name not in task.only:
            continue
        left = dataclasses.replace(
            task.limits,
            total_wall=max(task.limits.total_wall - marked.wall, USED_UP),
            total_cpu=max(task.limits.total_cpu - marked.cpu, USED_UP),
        )
        one = dataclasses.replace(task, limits=left)
        try:
            graded = grade_notebook(one, name, content, admitted.files, server)
        except Inadmissible as error:
            marked.problems.append(f"{name}.ipynb: {error}")
            continue
        except MachineFailed as failure:
            marked.failed[name] = str(failure)
            marked.wall += failure.wall
            marked.cpu += failure.cpu
            continue
        except UntestableCell as error:
            marked.problems.append(f"{name}.ipynb: a test of the course fails by itself: {error}")
            continue
        marked.graded[name] = graded
        marked.wall += graded.wall
        marked.cpu += graded.cpu
    return marked


def _why(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _expected(template: Template) -> Expected:
    """Return what tells a notebook of the assignment from other files."""
    known = [*(cell.released for cell in template.cells), *EARLIER_STUBS]
    return Expected(frozenset(template.by_id), frozenset(map(squeeze, known)))


def grade_notebook(
    task: Task, name: str, content: bytes, files: Mapping[str, bytes], server: Callable[[], ForkServer]
) -> Graded:
    """Grade one notebook of a submission.

    Raises
    ------
    Inadmissible
        If the file is no notebook.
    MachineFailed
        If the sandbox, the fork server or the memory gave way, and not the student's code.
    UntestableCell
        If a test of the course fails by itself.
    """
    template = task.templates[name]
    try:
        repaired = within(REPAIR_SECONDS, lambda: repair(content, template))
    except (Expired, RecursionError, MemoryError) as error:
        raise Inadmissible(f"the file is too large or too tangled to be read ({_why(error)})") from None
    run = _Run(task, template, repaired.cells, list(repaired.notes))
    if task.limits.total_wall <= USED_UP or task.limits.total_cpu <= USED_UP:
        run.lose("the time of the whole submission was used up before it")
        run.everything(None)
        return run.result()
    beside = _beside(task, files, run.notes)
    try:
        child = server().open(beside, task.limits, memory=task.memory)
    except (RuntimeError, OSError) as error:
        if isinstance(error, SandboxUnavailable):
            raise
        raise MachineFailed(str(error)) from error
    with child:
        try:
            run.check(child)
            run.everything(child)
            run.check(child)
        except MachineFailed as failure:
            failure.wall, failure.cpu = child.wall_used, child.cpu_used
            raise
        run.wall, run.cpu = child.wall_used, child.cpu_used
    return run.result()


def _beside(task: Task, files: Mapping[str, bytes], notes: list[str]) -> dict[str, bytes]:
    """Return the files that lie beside a notebook: the course's, and as many of the student's as fit."""
    beside = {**task.handed_out, "course.toml": _course_file(task)}
    left = room(task.limits) - sum(map(len, beside.values()))
    for path, content in _apart(files, beside).items():
        if len(content) <= left:
            beside[path] = content
            left -= len(content)
        else:
            notes.append(
                f"{show_name(path)} was not laid beside the notebook: the course's data files and the "
                f"student's together exceed {room(task.limits) >> 20} MiB"
            )
    return beside


def _apart(files: Mapping[str, bytes], handed_out: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the student's files but those that stand where the course has a folder, or below its files."""
    taken = set(handed_out)
    folders = {str(parent) for path in taken for parent in PurePosixPath(path).parents}
    return {
        path: content
        for path, content in files.items()
        if path not in taken | folders
        and not any(str(parent) in taken for parent in PurePosixPath(path).parents)
    }


def _course_file(task: Task) -> bytes:
    """Return the ``course.toml`` the child sees: the grader says whose numbers are asked for."""
    settings = {
        "course_id": task.course.course_id,
        "salt": task.course.salt,
        "student_id": task.student,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    lines.append(f"personal = {'true' if task.course.personal else 'false'}")
    return "\n".join(lines).encode("utf-8", "replace")


class _Run:
    """One run of one notebook."""

    def __init__(self, task: Task, template: Template, cells: list[Cell], notes: list[str]) -> None:
        self.task, self.template, self.cells, self.notes = task, template, cells, notes
        self.wall = self.cpu = 0.0
        self.outputs: dict[int, list[Any]] = {}
        self.counts: dict[int, int | None] = {}
        self.errors: dict[int, CellRun] = {}
        self.tested: dict[int, Tested] = {}
        self.inside: dict[int, own.Inside] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.lost: str | None = None
        self._left = MAX_OUTPUT

    def everything(self, child: Child | None) -> None:
        """Run all cells in order; then give what failed for the sake of order a second chance."""
        waiting: list[int] = []  # cells go over together, up to the next test and with the names it reads
        for index, cell in enumerate(self.cells):
            if cell.cell_type != "code":
                continue
            if cell.template is not None and cell.template.role == "test":
                if cell.template.own:
                    self._stretch(child, waiting)
                    self._run_inside(index, child)
                else:
                    self._test(index, child, waiting)
                waiting = []
            elif cell.source.strip():
                waiting.append(index)
        self._stretch(child, waiting)
        again = [
            i for i, run in self.errors.items() if run.error is not None and run.error.ename == "NameError"
        ]
        unsettled = [i for i, tested in self.tested.items() if not tested.settled]
        if self.lost is None and (again or unsettled):
            left = again
            while left:  # one that runs now may be what another was waiting for
                self._stretch(child, left)
                still = [index for index in left if index in self.errors]
                left = still if len(still) < len(left) else []
            repeated = [i for i in again if i not in self.errors]
            if repeated:
                self.notes.append(f"{len(repeated)} cells ran only after later ones (order of definition)")
            for index in unsettled:
                self._test(index, child)
            late = [i for i in unsettled if self.tested[i].settled]
            if late and not repeated:
                self.notes.append(f"{len(late)} answers were defined below their tests; read at the end")

    def _stretch(
        self, child: Child | None, indices: Sequence[int], names: Iterable[str] | None = None
    ) -> Mapping[str, Any]:
        """Run cells, and return what the names hold after them: nothing once the process has ended."""
        if self.lost is not None or child is None:
            return {}
        done = child.stretch([self.cells[index].source for index in indices], names)
        self.check(child)
        for index, run in zip(indices, done.runs, strict=False):
            if run.killed:
                self.lose(f"the notebook's process ended in cell {index + 1}: {done.ended}")
            self._record(index, run)
        if done.ended is not None and self.lost is None:
            begun = len(done.runs) < len(indices)
            where = f"in cell {indices[len(done.runs)] + 1}" if begun else "while an answer was read"
            self.lose(f"the notebook's process ended {where}: {done.ended}")
        return done.answers

    def lose(self, why: str) -> None:
        """Note why nothing more of it is run."""
        self.lost = why
        self.notes.append(why)

    def _record(self, index: int, run: CellRun) -> None:
        if run.timed_out:
            self.notes.append(f"cell {index + 1} ran too long and was stopped")
        template = self.cells[index].template
        if index in self.inside and template is not None:
            told = own.mark(template.source, template.points, run)
            self.inside[index] = told
            if told.note:
                self.notes.append(f"{template.grade_id} {told.note}")
        self._left -= sum(len(json.dumps(output)) for output in run.outputs)
        if self._left < 0:
            run = dataclasses.replace(run, outputs=[_CUT])
        self.outputs[index] = [nbformat.from_dict(output) for output in run.outputs]
        self.counts[index] = run.execution_count
        self.errors.pop(index, None)
        if run.error is not None and index not in self.inside:
            self.errors[index] = run

    def _test(self, index: int, child: Child | None, before: Sequence[int] = ()) -> None:
        """Run the cells before a test, and then the test on what it reads."""
        template = self.cells[index].template
        assert template is not None
        arrived = self._stretch(child, before, template.names)
        answers = {name: self._usable(name, arrived.get(name, Missing(name))) for name in template.names}
        self.tested[index] = run_test(
            template.source, answers, template.points, self._student, self.task.course, self._written(index)
        )
        self.check(child)  # it may have gone while its functions were called
        self._override(index, template)
        for result in self.tested[index].results:
            self.notes += result.notes

    def _override(self, index: int, template: TemplateCell) -> None:
        """Give an answer the points that the staff decided on, and keep what tells it from other answers."""
        tested, cell = self.tested[index], template.grade_id
        if cell is None:
            return
        cause = tested.results[-1].cause if tested.results else None
        known = overrides.fingerprint(tested.given, self._code(template.names), tested.row)
        decided = overrides.for_answer(self.task.overrides, cell, self.task.student, known, cause)
        if decided is not None:
            self.tested[index] = overrides.applied(tested, decided, template.points)
        self.answers[cell] = {
            "answer": known,
            "cause": cause,
            "points": template.points,
            "reason": decided.said if decided is not None else "",
        }

    def _code(self, names: Sequence[str]) -> str:
        """Return the code of the cells that answer a test; all of it where no cell has the answer's name."""
        code = [cell for cell in self.cells if cell.cell_type == "code"]
        named = [cell for cell in code if cell.template is not None and cell.template.grade_id in names]
        return "\n".join(cell.source for cell in named or code)

    def _written(self, test: int) -> dict[str, Code]:
        """Return the text of the cells above a test that give its answers their values."""
        template = self.cells[test].template
        above = [
            cell
            for cell in self.cells[:test]
            if cell.cell_type == "code" and (cell.template is None or cell.template.role != "test")
        ]
        found = {}
        for place, cell in enumerate(above):
            name = cell.template.grade_id if cell.template is not None else None
            if name is not None and template is not None and name in template.names:
                found[name] = Code(cell.source, tuple(one.source for one in above[:place]))
        return found

    def _run_inside(self, index: int, child: Child | None) -> None:
        """Run an instructor's own test where the student's cells run; it is not there before its time."""
        template = self.cells[index].template
        assert template is not None
        fault = own.fault_of(template.source)
        if fault is None and self.lost is None:
            self.inside[index] = own.Inside(0.0, "NotebookEnded")
            self._stretch(child, [index])
            return
        self.inside[index] = own.Inside(0.0, None if fault else "NotebookEnded", fault=fault)
        why = f"Not run: {fault or self.lost}."
        self.outputs[index] = [new_output("error", ename="NotRun", evalue=why, traceback=[why])]

    def check(self, child: Child | None) -> None:
        """Stop where the machine gave way.

        Raises
        ------
        MachineFailed
            If the child was ended by something else than what it did. Where that can't be told, it counts as
            its own doing when it happens again alone: a process may end itself, a machine seldom does so.
        """
        fault = child.fault if child is not None else None
        if fault is not None and (fault.certain or not self.task.alone):
            raise MachineFailed(fault.why)

    @property
    def _student(self) -> str | None:
        return self.task.student if self.task.course.personal else None

    def _usable(self, name: str, answer: Any) -> Any:
        if isinstance(answer, Missing) or (self.lost is not None and isinstance(answer, Unreadable)):
            return Unusable("undefined", self._why_missing(name))
        if isinstance(answer, Unreadable):
            return Unusable("unreadable", f"{name} cannot be read: {answer.reason}")
        return answer

    def _why_missing(self, name: str) -> str:
        """Say why a name has no value: the answer cell stopped, or it is defined nowhere."""
        if self.lost is not None:
            return f"{name} has no value, because {self.lost}."
        for index, run in self.errors.items():
            template = self.cells[index].template
            if template is not None and template.grade_id == name and run.error is not None:
                what = f"{run.error.ename}: {run.error.evalue[:300]}"
                return (
                    f"{name} has no value: your cell stopped with {what}. "
                    "Run it from the top and mend that first."
                )
        return f"{name} is not defined when its test runs. Keep the answer's name as the question gives it."

    def result(self) -> Graded:
        """Put the autograded notebook together."""
        notebook = new_notebook(metadata={"kernelspec": dict(self.template.metadata.get("kernelspec", {}))})
        scores, causes, faults, keys = {}, {}, {}, {}
        inside: list[str] = []
        answers: dict[str, Any] = {}
        for index, cell in enumerate(self.cells):
            node = self._node(index, cell)
            notebook.cells.append(node)
            if index in self.tested and cell.template is not None and cell.template.grade_id:
                tested = self.tested[index]
                grade_id = cell.template.grade_id
                scores[grade_id] = tested.score
                causes[grade_id] = tested.results[-1].cause if tested.results else None
                keys[grade_id] = version_of(cell.template.source)
                answers[grade_id] = {**tested.given, "cause": causes[grade_id]}
                if tested.fault:
                    faults[grade_id] = tested.fault
            if index in self.inside and cell.template is not None and cell.template.grade_id:
                told, grade_id = self.inside[index], cell.template.grade_id
                inside.append(grade_id)
                scores[grade_id], causes[grade_id] = told.score, told.cause
                keys[grade_id] = own.version(cell.template.source)
                if told.fault:
                    faults[grade_id] = told.fault
        notebook.metadata["mlsys"] = {"keys": keys, "inside": inside, "answers": self.answers}
        notes = tuple(dict.fromkeys(self.notes))
        kept = {"answers": answers, "texts": self._texts()}
        return Graded(
            nbformat.writes(notebook), scores, causes, notes, faults, tuple(inside), self.wall, self.cpu, kept
        )

    def _texts(self) -> dict[str, list[Any]]:
        """Return digests of the cells that the student filled in."""
        return {
            cell.template.grade_id: given.text(cell.source)
            for cell in self.cells
            if cell.template is not None
            and cell.template.grade_id
            and cell.template.role in ("answer", "written", "task")
            and not cell.template.untouched(cell.source)
        }

    def _node(self, index: int, cell: Cell) -> NotebookNode:
        meta = _metadata(cell) if cell.template is not None and cell.template.grade_id else {}
        cell_id = (cell.template.grade_id if meta and cell.template else None) or f"cell-{index:04d}"
        if cell.cell_type == "code":
            node = new_code_cell(cell.source, metadata=meta, execution_count=self.counts.get(index))
            node.outputs = self._test_outputs(index) if index in self.tested else self.outputs.get(index, [])
        elif cell.cell_type == "markdown":
            node = new_markdown_cell(cell.source, metadata=meta)
            attachments = safe_attachments(cell.attachments)
            if attachments:
                node.attachments = attachments
        else:
            node = new_raw_cell(cell.source, metadata=meta)
        node.id = cell_id[:64]
        return cast(NotebookNode, node)

    def _test_outputs(self, index: int) -> list[Any]:
        """Return the diagnosis, and the points in the form that nbgrader reads."""
        tested = self.tested[index]
        outputs = [
            new_output("display_data", data={"text/plain": repr(result), "text/html": result._repr_html_()})
            for result in tested.results
        ]
        if tested.evidence:
            shown = f'<small class="evidence">{html.escape(tested.evidence)}</small>'
            outputs.append(
                new_output("display_data", data={"text/plain": tested.evidence, "text/html": shown})
            )
        number = new_output("execute_result", data={"text/plain": repr(tested.score)}, execution_count=1)
        return [*outputs, number]


_CUT = {"output_type": "stream", "name": "stderr", "text": "[left out: this notebook puts out too much]\n"}


def version_of(source: str) -> str | None:
    """Return the version of the key that a test cell marks by; None where it marks by none."""
    exercise = exercises().get(tested_name(source) or "")
    return key_version(exercise) if exercise is not None else None


def _metadata(cell: Cell) -> dict[str, Any]:
    """Return nbgrader's metadata as the gradebook has it; an untouched written answer keeps its checksum."""
    from nbgrader import utils

    template = cell.template
    assert template is not None and template.grade_id is not None
    meta: dict[str, Any] = {
        "schema_version": NBGRADER_SCHEMA,
        "grade_id": template.grade_id,
        "grade": template.role in ("test", "written"),
        "solution": template.role in ("answer", "written"),
        "locked": template.role in ("test", "locked"),
        "task": template.role == "task",
        "cell_type": template.cell_type,
        "checksum": template.checksum,
    }
    if template.role in ("test", "written", "task"):
        meta["points"] = template.points
    if template.role in ("answer", "written") and cell.source.strip() == template.released.strip():
        node = NotebookNode(
            cell_type=cell.cell_type, source=cell.source, metadata=NotebookNode(nbgrader=NotebookNode(meta))
        )
        meta["checksum"] = utils.compute_checksum(node)
    return {"nbgrader": meta}


__all__ = ["Graded", "MachineFailed", "Marked", "Result", "Task", "UntestableCell", "grade_submission"]
