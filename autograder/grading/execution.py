"""Grading one notebook: bytes in, bytes out.

The student's cells run in a sandboxed child; at each test cell the named answers cross as data and
the test runs here, in the trusted process. Nothing the child prints or shows is used for scoring.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from autograder.grading.admission import Inadmissible
from autograder.grading.codec import Missing, Unreadable
from autograder.grading.deadline import Expired, within
from autograder.grading.forkserver import ForkServer
from autograder.grading.limits import Limits
from autograder.grading.outputs import CellRun
from autograder.grading.pages import safe_attachments
from autograder.grading.process import Child
from autograder.grading.repair import Cell, repair
from autograder.grading.template import Template, tested_name
from autograder.grading.testing import Tested, UntestableCell, exercises, run_test
from autograder.marking import key_version
from mlsys_course.course import Course
from mlsys_course.reading import Unusable
from mlsys_course.result import Result

NBGRADER_SCHEMA = 3
REPAIR_SECONDS = 30.0
MAX_OUTPUT = 32 * 2**20


@dataclass(frozen=True)
class Task:
    """All that grading one notebook needs.

    Parameters
    ----------
    student : str
        The student's id.
    content : bytes
        The submitted file.
    template : Template
        What the course handed out.
    files : mapping of str to bytes
        Data files that the student's code may read.
    course : Course
        The course's settings; with ``personal`` the student's own numbers are asked for.
    limits : Limits
        What the student's code may use.
    """

    student: str
    content: bytes
    template: Template
    files: Mapping[str, bytes]
    course: Course
    limits: Limits


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
    """

    notebook: str
    scores: dict[str, float]
    causes: dict[str, str | None]
    notes: tuple[str, ...] = field(default=())
    faults: dict[str, str] = field(default_factory=dict)


def grade_notebook(task: Task, server: ForkServer) -> Graded:
    """Grade one notebook.

    Raises
    ------
    Inadmissible
        If the file is no notebook.
    UntestableCell
        If a test of the course fails by itself.
    """
    try:
        with within(REPAIR_SECONDS):
            repaired = repair(task.content, task.template)
    except (Expired, RecursionError, MemoryError) as error:
        raise Inadmissible(
            f"the file is too large or too tangled to be read ({error or type(error).__name__})"
        ) from None
    run = _Run(task, repaired.cells, list(repaired.notes))
    files = {**task.files, "course.toml": _course_file(task)}
    with server.open(files, task.limits) as child:
        run.everything(child)
    return run.result()


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

    def __init__(self, task: Task, cells: list[Cell], notes: list[str]) -> None:
        self.task, self.cells, self.notes = task, cells, notes
        self.outputs: dict[int, list[Any]] = {}
        self.counts: dict[int, int | None] = {}
        self.errors: dict[int, CellRun] = {}
        self.tested: dict[int, Tested] = {}
        self.lost: str | None = None
        self._left = MAX_OUTPUT

    def everything(self, child: Child) -> None:
        """Run all cells in order; then give what failed for the sake of order a second chance."""
        waiting: list[int] = []  # cells go over together, up to the next test and with the names it reads
        for index, cell in enumerate(self.cells):
            if cell.cell_type != "code":
                continue
            if cell.template is not None and cell.template.role == "test":
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
        self, child: Child, indices: Sequence[int], names: Iterable[str] | None = None
    ) -> Mapping[str, Any]:
        """Run cells, and return what the names hold after them: nothing once the process has ended."""
        if self.lost is not None:
            return {}
        done = child.stretch([self.cells[index].source for index in indices], names)
        for index, run in zip(indices, done.runs, strict=False):
            if run.killed:
                self._lose(f"in cell {index + 1}", done.ended)
            self._record(index, run)
        if done.ended is not None and self.lost is None:
            begun = len(done.runs) < len(indices)
            where = f"in cell {indices[len(done.runs)] + 1}" if begun else "while an answer was read"
            self._lose(where, done.ended)
        return done.answers

    def _lose(self, where: str, why: str | None) -> None:
        self.lost = f"the notebook's process ended {where}: {why}"
        self.notes.append(self.lost)

    def _record(self, index: int, run: CellRun) -> None:
        if run.timed_out:
            self.notes.append(f"cell {index + 1} ran too long and was stopped")
        self._left -= sum(len(json.dumps(output)) for output in run.outputs)
        if self._left < 0:
            run = dataclasses.replace(run, outputs=[_CUT])
        self.outputs[index] = [nbformat.from_dict(output) for output in run.outputs]
        self.counts[index] = run.execution_count
        self.errors.pop(index, None)
        if run.error is not None:
            self.errors[index] = run

    def _test(self, index: int, child: Child, before: Sequence[int] = ()) -> None:
        """Run the cells before a test, and then the test on what it reads."""
        template = self.cells[index].template
        assert template is not None
        arrived = self._stretch(child, before, template.names)
        answers = {name: self._usable(name, arrived.get(name, Missing(name))) for name in template.names}
        self.tested[index] = run_test(
            template.source, answers, template.points, self._student, self.task.course
        )

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
        notebook = new_notebook(
            metadata={"kernelspec": dict(self.task.template.metadata.get("kernelspec", {}))}
        )
        scores, causes, faults, keys = {}, {}, {}, {}
        for index, cell in enumerate(self.cells):
            node = self._node(index, cell)
            notebook.cells.append(node)
            if index in self.tested and cell.template is not None and cell.template.grade_id:
                tested = self.tested[index]
                grade_id = cell.template.grade_id
                scores[grade_id] = tested.score
                causes[grade_id] = tested.results[-1].cause if tested.results else None
                keys[grade_id] = version_of(cell.template.source)
                if tested.fault:
                    faults[grade_id] = tested.fault
        notebook.metadata["mlsys"] = {"keys": keys}
        return Graded(nbformat.writes(notebook), scores, causes, tuple(dict.fromkeys(self.notes)), faults)

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


__all__ = ["Graded", "Result", "Task", "UntestableCell", "grade_notebook"]
