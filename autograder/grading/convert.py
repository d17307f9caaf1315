"""nbgrader's autograde step, made safe: what `nbgrader autograde` and the formgrader's button run.

``nbgrader_config.py`` puts `TrustedAutograde` in the place of nbgrader's own class. It keeps
nbgrader's rules (which submissions to process, timestamps, late penalties, the gradebook and its
manual scores) and replaces the two steps that trust a submission: copying it and running it.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import rmtree
from traitlets import Bool, Dict, Integer, Unicode

from autograder.grading import workers
from autograder.grading.admission import Admitted, Inadmissible, admit, show_name
from autograder.grading.execution import Graded, Task
from autograder.grading.limits import Limits
from autograder.grading.sandbox import SandboxUnavailable
from autograder.grading.template import Template, build
from mlsys_course import course as _course


@dataclass
class Outcome:
    """What became of one submission.

    Parameters
    ----------
    student : str
        The student's id.
    graded : dict of str to Graded
        By notebook.
    notes : list of str
        What was put right.
    problem : str or None
        Why it could not be graded; one line.
    """

    student: str
    graded: dict[str, Graded] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None


class _SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's own way to save scores, in one transaction: a submission is saved whole or not at all."""

    def save(self, gradebook: Gradebook, node: Any, resources: dict[str, Any]) -> None:
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.gradebook = names["student"], gradebook
        for index, cell in enumerate(node.cells):
            self.preprocess_cell(cell, resources, index)


@contextmanager
def _one_transaction(gradebook: Gradebook) -> Iterator[None]:
    """Hold back nbgrader's commits after every cell until all is saved."""
    session = gradebook.db
    session.commit = session.flush
    try:
        yield
    except BaseException:
        del session.commit
        session.rollback()
        raise
    del session.commit
    session.commit()


class TrustedAutograde(Autograde):  # type: ignore[misc]
    """Autograde without trusting a submission."""

    jobs = Integer(0, help="Processes to grade with; 0 is one per core.").tag(config=True)
    scheduler = Unicode("", help="Address of a Dask scheduler to grade on.").tag(config=True)
    sandbox = Bool(True, help="Run students' code in a sandbox. False gives it your own rights.").tag(
        config=True
    )

    limits = Dict({}, help="Limits on one submission; see autograder.grading.limits.Limits.").tag(config=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes: list[Outcome] = []

    # -- which submissions ------------------------------------------------------------------------

    def init_notebooks(self) -> None:
        """List the submissions; names are taken literally, whatever characters they hold."""
        self.assignments: dict[str, list[str]] = {}
        self.notebooks: list[str] = []
        root = Path(self.coursedir.format_path(self._input_directory, "+", "+")).parent.parent
        wanted = self.coursedir.student_id
        if not root.is_absolute():
            root = Path(self.coursedir.root) / root
        entries = sorted(os.scandir(root), key=lambda e: e.name) if root.is_dir() else []
        for entry in entries:
            if entry.name.startswith(".") or not (
                entry.name == wanted or fnmatch.fnmatchcase(entry.name, wanted)
            ):
                continue
            folder = self.coursedir.format_path(
                self._input_directory, entry.name, self.coursedir.assignment_id
            )
            if entry.is_symlink() or not os.path.lexists(folder):
                continue
            self.assignments[folder] = [entry.name]
        if not self.assignments:
            message = f"No submissions of {self.coursedir.assignment_id!r} in {root}."
            self.log.error(message)
            raise NbGraderException(message)

    # -- grading ----------------------------------------------------------------------------------

    def convert_notebooks(self) -> None:
        """Grade every submission; what cannot be graded costs nobody else anything."""
        assignment = self.coursedir.assignment_id
        self._clear_partial()
        templates = self._templates(assignment)
        limits = Limits(**self.limits)
        course = _course.load(Path(self.coursedir.root))
        pending = [
            names[0]
            for _, names in sorted(self.assignments.items())
            if self._due(assignment, names[0], templates)
        ]
        count = len(pending) * len(templates)
        try:
            with workers.executor(self._jobs(count), self.scheduler, self.sandbox) as pool:
                for student, admitted, futures, problem in self._ahead(
                    pool, pending, assignment, templates, course, limits
                ):
                    self.outcomes.append(self._finish(assignment, student, admitted, futures, problem))
        except SandboxUnavailable as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from error
        failed = [outcome for outcome in self.outcomes if outcome.problem]
        for outcome in failed:
            self.log.error("%s: %s", show_name(outcome.student), outcome.problem)
        if failed:
            raise NbGraderException(f"{len(failed)} of {len(self.outcomes)} submissions need attention.")

    def _jobs(self, notebooks: int) -> int:
        return min(self.jobs or os.cpu_count() or 1, max(1, notebooks // 3))

    def _due(self, assignment: str, student: str, templates: dict[str, Template]) -> bool:
        """Ask nbgrader's own rule whether a submission is to be processed (again)."""
        self.notebooks = [f"{name}.ipynb" for name in templates]
        return bool(self.init_destination(assignment, student))

    def _ahead(
        self,
        pool: Executor,
        students: list[str],
        assignment: str,
        templates: dict[str, Template],
        course: _course.Course,
        limits: Limits,
    ) -> Iterator[tuple[str, Admitted, dict[str, Future[Graded]], str | None]]:
        """Keep the workers busy a few submissions ahead of the one being saved."""
        queue: list[tuple[str, Admitted, dict[str, Future[Graded]], str | None]] = []
        expected = {name: list(template.by_id) for name, template in templates.items()}
        for student in students:
            folder = Path(self.coursedir.format_path(self._input_directory, student, assignment))
            admitted, problem, futures = Admitted(), None, {}
            try:
                admitted = admit(folder, expected)
                for name, content in admitted.notebooks.items():
                    task = Task(student, content, templates[name], admitted.files, course, limits)
                    futures[name] = pool.submit(workers.grade_task, task)
            except Inadmissible as error:
                problem = str(error)
            queue.append((student, admitted, futures, problem))
            if len(queue) > 16:
                yield queue.pop(0)
        yield from queue

    def _finish(
        self,
        assignment: str,
        student: str,
        admitted: Admitted,
        futures: dict[str, Future[Graded]],
        problem: str | None,
    ) -> Outcome:
        """Save one submission: gradebook in one transaction, then the autograded folder in one rename."""
        outcome = Outcome(student, notes=list(admitted.notes), problem=problem)
        for name, future in futures.items():
            try:
                outcome.graded[name] = future.result()
            except SandboxUnavailable:
                raise
            except Inadmissible as error:
                outcome.problem = f"{name}.ipynb: {error}"
            except Exception as error:
                self.log.debug("while grading %s", show_name(student), exc_info=True)
                outcome.problem = f"{name}.ipynb: {type(error).__name__}: {error}"[:400]
        for name, graded in outcome.graded.items():
            outcome.notes += [f"{name}: {note}" for note in graded.notes]
        if outcome.graded:
            try:
                self._save(assignment, outcome, admitted)
            except Exception as error:
                self.log.debug("while saving %s", show_name(student), exc_info=True)
                outcome.problem = f"graded, but not saved: {type(error).__name__}: {error}"[:400]
        return outcome

    def _save(self, assignment: str, outcome: Outcome, admitted: Admitted) -> None:
        student, coursedir = outcome.student, self.coursedir
        source = self._format_source(assignment, student)
        destination = Path(self._format_dest(assignment, student))
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._autograded_root()))
        nodes = {}
        for name, graded in outcome.graded.items():
            nodes[name] = nbformat.reads(graded.notebook, as_version=4)
            (partial / f"{name}.ipynb").write_text(graded.notebook, encoding="utf-8")
        for path, content in admitted.files.items():
            target = partial / path
            # Kept for the TA to look at; a name that two files of an archive fight for is no reason to fail.
            with contextlib.suppress(OSError):
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    file.write(content)
        stamp = coursedir.get_existing_timestamp(source)
        if stamp:
            shutil.copy(Path(source) / "timestamp.txt", partial / "timestamp.txt")
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook, _one_transaction(gradebook):
            gradebook.update_or_create_student(student)
            extra = {"timestamp": stamp} if stamp else {}
            with gradebook.db.no_autoflush:  # nbgrader links the parts of a new submission before it is added
                gradebook.update_or_create_submission(assignment, student, **extra)
            saver = _SaveGrades(parent=self)
            for name, node in nodes.items():
                names = {"notebook": name, "assignment": assignment, "student": student}
                saver.save(gradebook, node, {"nbgrader": {**names, "db_url": coursedir.db_url}})
            self._zero_missing(gradebook, assignment, student, set(nodes))
        for name, node in nodes.items():
            names = {
                "notebook": name,
                "assignment": assignment,
                "student": student,
                "db_url": coursedir.db_url,
            }
            AssignLatePenalties(parent=self).preprocess(node, {"nbgrader": names})
        if destination.exists():
            rmtree(str(destination))
        destination.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, destination)
        self.set_permissions(assignment, student)

    def _zero_missing(self, gradebook: Gradebook, assignment: str, student: str, present: set[str]) -> None:
        """Give a notebook that was not handed in zero points, as nbgrader does."""
        for notebook in gradebook.find_assignment(assignment).notebooks:
            if notebook.name in present:
                continue
            for grade in gradebook.find_submission_notebook(notebook.name, assignment, student).grades:
                grade.auto_score = 0
                grade.needs_manual_grade = False

    # -- what was handed out ----------------------------------------------------------------------

    def _templates(self, assignment: str) -> dict[str, Template]:
        """Read the assignment's cells out of the gradebook, in the order of the released notebooks."""
        templates = {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                notebooks = gradebook.find_assignment(assignment).notebooks
            except MissingEntry:
                notebooks = []
            for notebook in notebooks:
                points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
                known = {
                    cell.name: {
                        "source": cell.source,
                        "checksum": cell.checksum,
                        "cell_type": cell.cell_type,
                        "max_score": points.get(cell.name),
                    }
                    for cell in notebook.source_cells
                }
                folder = self.coursedir.format_path(self.coursedir.release_directory, ".", assignment)
                path = Path(folder) / f"{notebook.name}.ipynb"
                if not path.is_file():
                    raise NbGraderException(
                        f"{path} is missing: run `nbgrader generate_assignment {assignment}` first."
                    )
                released = nbformat.read(path, as_version=4)
                templates[notebook.name] = build(assignment, notebook.name, released, known)
        if not templates:
            raise NbGraderException(
                f"The gradebook knows no assignment {assignment!r}: run `nbgrader generate_assignment {assignment}` first."
            )
        return templates

    def _autograded_root(self) -> Path:
        root = Path(self.coursedir.format_path(self.coursedir.autograded_directory, "+", "+")).parent.parent
        root.mkdir(parents=True, exist_ok=True)
        return root

    def _clear_partial(self) -> None:
        """Remove what a run that was killed had not finished."""
        for left in self._autograded_root().glob(".partial-*"):
            rmtree(str(left))
