"""nbgrader's autograde step, made safe: what `nbgrader autograde` and the formgrader's button run.

``nbgrader_config.py`` puts `TrustedAutograde` in the place of nbgrader's own class. It keeps
nbgrader's rules (which submissions to process, timestamps, late penalties, the gradebook and its
manual scores) and replaces the two steps that trust a submission: copying it and running it.
"""

from __future__ import annotations

import contextlib
import csv
import difflib
import fcntl
import fnmatch
import hashlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import parse_utc, rmtree
from traitlets import Bool, Dict, Integer, Unicode

from autograder.grading import workers
from autograder.grading.admission import Admitted, Inadmissible, admit, check_student, read_file, show_name
from autograder.grading.execution import Graded, Task
from autograder.grading.export import harmless
from autograder.grading.limits import Limits
from autograder.grading.outcome import ATTENTION, DIGEST, Change, Outcome
from autograder.grading.report import remember
from autograder.grading.sandbox import SandboxUnavailable
from autograder.grading.template import Template, build
from mlsys_course import course as _course


@dataclass
class _Work:
    """One submission on its way."""

    student: str
    admitted: Admitted = field(default_factory=Admitted)
    tasks: dict[str, tuple[Task, Future[Graded]]] = field(default_factory=dict)
    problem: str | None = None
    digest: str = ""


STAMP = "timestamp.txt"
UNSAFE = "WARNING: no sandbox. Every submission runs with your own rights on this machine."
_INERT = frozenset([".csv", ".gif", ".jpeg", ".jpg", ".json", ".md", ".npy", ".npz", ".png", ".tsv", ".txt"])


def _inert(path: str) -> str:
    """Return the name under which a student's file is kept: none that a browser or Python would run."""
    parts = [part.lstrip(".") or "_" for part in PurePosixPath(path).parts]
    name = "/".join(parts)
    return name if PurePosixPath(name).suffix.lower() in _INERT else f"{name}.txt"


def _stamp(folder: Path) -> datetime | None:
    """Return when a submission was handed in; None where no regular file says so in nbgrader's form."""
    content = read_file(folder / STAMP, STAMP, [])
    if content is None or len(content) > 100:
        return None
    try:
        stamp: datetime = parse_utc(content.decode("ascii").strip())
    except (ValueError, OverflowError):
        return None
    return stamp


def _unread_stamp(folder: Path) -> str | None:
    """Say what is wrong with a timestamp that is there and says nothing."""
    content = read_file(folder / STAMP, STAMP, [])
    if content is None or _stamp(folder) is not None:
        return None
    given = show_name(content[:40].decode("utf-8", "replace").strip())
    return f"{STAMP} says {given}, which is no time; write it as 2026-03-01 10:00:00 UTC"


def _digest(folder: Path) -> str:
    """Return a digest of the files of a submission: it changes when one of them does."""
    found = hashlib.sha256()
    walk = (Path(top, name) for top, _, names in os.walk(folder) for name in names)
    for path in sorted(itertools.islice(walk, 10_000)):
        relative = os.fsencode(path.relative_to(folder))
        content = hashlib.sha256(read_file(path, path.name, []) or b"").digest()
        found.update(len(relative).to_bytes(4, "big") + relative + content)
    return found.hexdigest()


def _misplaced(folder: Path, assignment: str, others: set[str]) -> str | None:
    """Say where a student's notebooks lie when they are not in the folder of the assignment."""
    names = sorted({entry.name for entry in os.scandir(folder)} - others)
    close = [
        name for name in names if difflib.get_close_matches(_plain(name), [_plain(assignment)], cutoff=0.8)
    ]
    loose = [name for name in names if name.lower().endswith(".ipynb")]
    if not (close or loose):
        return None
    held = ", ".join(show_name(name) for name in [*close, *loose][:3])
    return f"there is no folder {assignment}, but {held}: rename or move it, and grade again"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _key_versions(folder: Path) -> dict[str, str]:
    """Return the keys' versions by which an autograded submission was graded, by test cell."""
    found: dict[str, str] = {}
    for path in folder.glob("*.ipynb"):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            found |= json.loads(path.read_text(encoding="utf-8"))["metadata"].get("mlsys", {}).get("keys", {})
    return found


def _scores(gradebook: Gradebook, assignment: str, student: str) -> dict[str, float]:
    """Return the scores that the machine gave before, by cell."""
    return {
        grade.name: grade.auto_score
        for notebook in gradebook.find_submission(assignment, student).notebooks
        for grade in notebook.grades
        if grade.auto_score is not None
    }


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
        released = {
            p.parent.name
            for p in Path(self.coursedir.root, self.coursedir.release_directory).glob("*/*.ipynb")
        }
        entries = sorted(os.scandir(root), key=lambda e: e.name) if root.is_dir() else []
        for entry in entries:
            if entry.name.startswith(".") or not (
                entry.name == wanted or fnmatch.fnmatchcase(entry.name, wanted)
            ):
                continue
            folder = self.coursedir.format_path(
                self._input_directory, entry.name, self.coursedir.assignment_id
            )
            if entry.is_symlink() or not entry.is_dir():
                if entry.name.lower().endswith(".ipynb"):
                    where = f"{self.coursedir.submitted_directory}/STUDENT/{self.coursedir.assignment_id}/"
                    self.outcomes.append(
                        Outcome(entry.name, problem=f"a notebook of nobody: put it in {where}")
                    )
                continue
            if os.path.lexists(folder):
                self.assignments[folder] = [entry.name]
            elif problem := _misplaced(Path(entry.path), self.coursedir.assignment_id, released):
                self.outcomes.append(Outcome(entry.name, problem=problem))
        if not self.assignments:
            message = f"No submissions of {self.coursedir.assignment_id!r} in {root}."
            for outcome in self.outcomes:
                message += f" {show_name(outcome.student)}: {outcome.problem}."
            self.log.error(message)
            raise NbGraderException(message)

    # -- grading ----------------------------------------------------------------------------------

    def convert_notebooks(self) -> None:
        """Grade every submission; what cannot be graded costs nobody else anything."""
        assignment = self.coursedir.assignment_id
        if not self.sandbox:
            self.log.error(UNSAFE)
        with self._alone():
            self._clear_partial()
            templates = self._templates(assignment)
            limits = Limits(**self.limits)
            course = _course.load(Path(self.coursedir.root))
            pending = [
                names[0] for _, names in sorted(self.assignments.items()) if self._due(assignment, names[0])
            ]
            count = len(pending) * len(templates)
            self._remember(assignment, self.outcomes)  # what lies in the wrong place
            try:
                with workers.executor(self._jobs(count), self.scheduler, self.sandbox) as pool:
                    for work in self._ahead(pool, pending, assignment, templates, course, limits):
                        self.outcomes.append(self._finish(pool, assignment, work))
                        self._remember(assignment, self.outcomes[-1:])
            except (SandboxUnavailable, workers.ClusterUnavailable) as error:
                self.log.error(str(error))
                raise NbGraderException(str(error)) from error
        failed = [outcome for outcome in self.outcomes if outcome.problem]
        for outcome in failed:
            self.log.error("%s: %s", show_name(outcome.student), outcome.problem)
        if failed:
            raise NbGraderException(f"{len(failed)} of {len(self.outcomes)} submissions need attention.")

    def _remember(self, assignment: str, outcomes: list[Outcome]) -> None:
        """Keep what a later report needs, also when this run is killed; marks do not wait for it."""
        try:
            remember(self.coursedir, assignment, outcomes)
        except OSError as error:
            self.log.warning("The notes of this run are not kept for later reports: %s", error.strerror)

    def _jobs(self, notebooks: int) -> int:
        return min(self.jobs or os.cpu_count() or 1, max(1, notebooks // 3))

    def _due(self, assignment: str, student: str) -> bool:
        """Say whether a submission is to be processed: nbgrader's rule, or its files are not those graded."""
        if student in self.coursedir.student_id_exclude.split(","):
            return False
        done = Path(self._format_dest(assignment, student))
        if self.force or not done.is_dir() or (done / ATTENTION).exists():
            return True
        source = Path(self._format_source(assignment, student))
        new, old = _stamp(source), _stamp(done)
        if new is not None and old is not None and new > old:
            return True
        # Files put in by hand seldom bring a new timestamp with them.
        graded_from = read_file(done / DIGEST, DIGEST, [])
        return graded_from is not None and graded_from.decode("ascii", "replace") != _digest(source)

    def _ahead(
        self,
        pool: Executor,
        students: list[str],
        assignment: str,
        templates: dict[str, Template],
        course: _course.Course,
        limits: Limits,
    ) -> Iterator[_Work]:
        """Keep the workers busy a few submissions ahead of the one being saved."""
        queue: list[_Work] = []
        expected = {name: list(template.by_id) for name, template in templates.items()}
        handed_out = self._handed_out(assignment)
        for student in students:
            folder = Path(self.coursedir.format_path(self._input_directory, student, assignment))
            work = _Work(student)
            try:
                check_student(student)
                work.digest = _digest(folder)
                work.admitted = admit(folder, expected)
                files = work.admitted.files | handed_out
                for name, content in work.admitted.notebooks.items():
                    task = Task(student, content, templates[name], files, course, limits)
                    work.tasks[name] = task, workers.submit(pool, task)
            except Inadmissible as error:
                work.problem = str(error)
            except OSError as error:
                work.problem = f"it cannot be read: {error.strerror}"
            queue.append(work)
            if len(queue) > 16:
                yield queue.pop(0)
        yield from queue

    def _finish(self, pool: Executor, assignment: str, work: _Work) -> Outcome:
        """Save one submission: gradebook in one transaction, then the autograded folder in one rename."""
        student = work.student
        outcome = Outcome(student, notes=list(work.admitted.notes), problem=work.problem)
        if unread := _unread_stamp(Path(self._format_source(assignment, student))):
            outcome.notes.append(unread)
        for name, (task, future) in work.tasks.items():
            try:
                outcome.graded[name] = workers.result(future, task, self.sandbox)
            except SandboxUnavailable:
                raise
            except Inadmissible as error:
                outcome.blame(f"{name}.ipynb: {error}")
            except Exception as error:
                self.log.debug("while grading %s", show_name(student), exc_info=True)
                outcome.blame(f"{name}.ipynb: {type(error).__name__}: {error}"[:400])
        for name, graded in outcome.graded.items():
            outcome.notes += [f"{name}: {note}" for note in graded.notes]
            for cell, fault in graded.faults.items():
                outcome.blame(f"{name}.ipynb, {cell}: {fault}")
        if outcome.graded:
            try:
                self._save(assignment, outcome, work)
            except Exception as error:
                self.log.debug("while saving %s", show_name(student), exc_info=True)
                outcome.blame(f"graded, but not saved: {type(error).__name__}: {error}"[:400])
        return outcome

    def _save(self, assignment: str, outcome: Outcome, work: _Work) -> None:
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._autograded_root()))
        try:
            self._save_in(partial, assignment, outcome, work)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        self.set_permissions(assignment, outcome.student)

    def _save_in(self, partial: Path, assignment: str, outcome: Outcome, work: _Work) -> None:
        admitted = work.admitted
        student, coursedir = outcome.student, self.coursedir
        source = Path(self._format_source(assignment, student))
        destination = Path(self._format_dest(assignment, student))
        nodes = {}
        for name, graded in outcome.graded.items():
            nodes[name] = nbformat.reads(graded.notebook, as_version=4)
            (partial / f"{name}.ipynb").write_text(graded.notebook, encoding="utf-8")
        for name in admitted.notebooks.keys() - nodes.keys():
            earlier = read_file(destination / f"{name}.ipynb", name, [])
            if earlier is not None:
                (partial / f"{name}.ipynb").write_bytes(earlier)
                outcome.blame(f"{name}.ipynb: the marks of the version before stand")
        (partial / DIGEST).write_text(work.digest)
        for path, content in admitted.files.items():
            target = partial / _inert(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        stamp = _stamp(source)
        if stamp is not None:
            (partial / STAMP).write_text(f"{stamp.strftime('%Y-%m-%d %H:%M:%S.%f')} UTC")
        if outcome.problem:
            (partial / ATTENTION).write_text(outcome.problem, encoding="utf-8")
        keys_before = _key_versions(destination)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook, _one_transaction(gradebook):
            gradebook.update_or_create_student(student)
            extra = {"timestamp": stamp} if stamp else {}
            with gradebook.db.no_autoflush:  # nbgrader links the parts of a new submission before it is added
                gradebook.update_or_create_submission(assignment, student, **extra)
            before = _scores(gradebook, assignment, student)
            saver = _SaveGrades(parent=self)
            for name, node in nodes.items():
                names = {"notebook": name, "assignment": assignment, "student": student}
                saver.save(gradebook, node, {"nbgrader": {**names, "db_url": coursedir.db_url}})
            self._flag(gradebook, assignment, outcome)
            self._zero_missing(gradebook, assignment, outcome, set(admitted.notebooks), before)
            self._compare(outcome, before, keys_before)
        for name, node in nodes.items():
            names = {
                "notebook": name,
                "assignment": assignment,
                "student": student,
                "db_url": coursedir.db_url,
            }
            AssignLatePenalties(parent=self).preprocess(node, {"nbgrader": names})
        destination.parent.mkdir(parents=True, exist_ok=True)
        aside = partial.with_name(f"{partial.name}-before")
        if destination.exists():
            os.replace(destination, aside)
        try:
            os.replace(partial, destination)
        except OSError:
            if aside.exists():
                aside.rename(destination)
            raise
        if aside.exists():
            rmtree(str(aside))

    def _flag(self, gradebook: Gradebook, assignment: str, outcome: Outcome) -> None:
        """Ask a TA to look at the answers that could not be marked."""
        for name, graded in outcome.graded.items():
            for cell in graded.faults:
                grade = gradebook.find_grade(cell, name, assignment, outcome.student)
                grade.needs_manual_grade = True

    def _compare(self, outcome: Outcome, before: dict[str, float], keys: dict[str, str]) -> None:
        """Note which scores are not what they were, and keep a record of it beside the gradebook."""
        for graded in outcome.graded.values():
            now = nbformat.reads(graded.notebook, as_version=4).metadata.get("mlsys", {}).get("keys", {})
            outcome.changes += [
                Change(outcome.student, cell, before[cell], score, (keys.get(cell), now.get(cell)))
                for cell, score in graded.scores.items()
                if cell in before and before[cell] != score
            ]
        if outcome.changes:
            path = self._autograded_root().parent / "changes.csv"
            new = not path.exists()
            with path.open("a", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                if new:
                    writer.writerow(["time", "student", "cell", "before", "after", "why"])
                stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
                for change in outcome.changes:
                    row = [stamp, change.student, change.cell, change.before, change.after, change.why]
                    writer.writerow([harmless(value) for value in row])

    def _zero_missing(
        self,
        gradebook: Gradebook,
        assignment: str,
        outcome: Outcome,
        present: set[str],
        before: dict[str, float],
    ) -> None:
        """Give a notebook that was not handed in zero points, as nbgrader does, and say so."""
        missing = [n.name for n in gradebook.find_assignment(assignment).notebooks if n.name not in present]
        for name in missing:
            for grade in gradebook.find_submission_notebook(name, assignment, outcome.student).grades:
                grade.auto_score = 0
                grade.needs_manual_grade = False
                if before.get(grade.name):
                    versions = (None, None)
                    outcome.changes.append(
                        Change(outcome.student, grade.name, before[grade.name], 0.0, versions)
                    )
        if missing:
            outcome.notes.append(f"not handed in, so 0 points: {', '.join(missing)}")

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
                f"The gradebook knows no assignment {assignment!r}: run `nbgrader "
                f"generate_assignment {assignment}` first."
            )
        return templates

    def _handed_out(self, assignment: str) -> dict[str, bytes]:
        """Return the data files handed out with the notebooks: these count, not a student's copies."""
        folder = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", assignment))
        files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".ipynb"]
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in files
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep two runs from grading into the same folder at one time."""
        with (self._autograded_root() / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise NbGraderException(
                    "This class is being graded by another run; wait until that has ended."
                ) from None
            yield

    def _autograded_root(self) -> Path:
        root = Path(self.coursedir.format_path(self.coursedir.autograded_directory, "+", "+")).parent.parent
        root.mkdir(parents=True, exist_ok=True)
        return root

    def _clear_partial(self) -> None:
        """Remove what a run that was killed had not finished."""
        for left in self._autograded_root().glob(".partial-*"):
            rmtree(str(left))
