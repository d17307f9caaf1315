"""nbgrader's autograde step, made safe: what `nbgrader autograde` and the formgrader's button run.

``nbgrader_config.py`` puts `TrustedAutograde` in the place of nbgrader's own class. It keeps
nbgrader's rules (which submissions to process, timestamps, late penalties, the gradebook and its
manual scores) and replaces the two steps that trust a submission: copying it and running it.
"""

from __future__ import annotations

import contextlib
import difflib
import fcntl
import fnmatch
import hashlib
import itertools
import json
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import rmtree
from traitlets import Bool, Dict, Float, Integer, Unicode

from autograder import stopping
from autograder.grading import (
    cgroups,
    changes,
    dates,
    disputes,
    given,
    lateness,
    roster,
    times,
    trouble,
    workers,
)
from autograder.grading.admission import File, check_student, collect, read_file, show_name
from autograder.grading.execution import Graded, Marked, Task
from autograder.grading.forkserver import room
from autograder.grading.handmarks import SaveGrades, answers_in
from autograder.grading.limits import Limits
from autograder.grading.notebook_file import Inadmissible
from autograder.grading.outcome import ATTENTION, DIGEST, Change, Outcome
from autograder.grading.overrides import Override
from autograder.grading.progress import Progress
from autograder.grading.report import remember
from autograder.grading.sandbox import SandboxUnavailable
from autograder.grading.template import Template, build
from autograder.grading.times import Stamp
from autograder.grading.watch import Watch
from mlsys_course import course as _course


@dataclass
class _Work:
    """One submission on its way: what is read of its folder before anything is opened."""

    student: str
    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    digest: str = ""
    stamp: Stamp = field(default_factory=Stamp)


STAMP = "timestamp.txt"
_OF_EACH = 1 << 20  # bytes beside a notebook that are kept for the student's own files
COSTLY = 60.0
"""Seconds of running from which on the report says what a submission took, or half of what it may."""
UNSAFE = "WARNING: no sandbox. Every submission runs with your own rights on this machine."
_INERT = frozenset([".csv", ".gif", ".jpeg", ".jpg", ".json", ".md", ".npy", ".npz", ".png", ".tsv", ".txt"])


def _inert(path: str) -> str:
    """Return the name under which a student's file is kept: none that a browser or Python would run."""
    parts = [part.lstrip(".") or "_" for part in PurePosixPath(path).parts]
    name = "/".join(parts)
    return name if PurePosixPath(name).suffix.lower() in _INERT else f"{name}.txt"


def inert_names(paths: Iterable[str]) -> dict[str, str]:
    """Return a safe name for each of a student's files; names stay apart that were apart.

    Examples
    --------
    >>> inert_names(["a.html", ".a.html", "run.py"])
    {'a.html': 'a.html.txt', '.a.html': 'a.html~2.txt', 'run.py': 'run.py.txt'}
    """
    taken = {STAMP}
    folders: set[str] = set()
    found = {}
    for path in paths:
        wanted = PurePosixPath(_inert(path))
        for number in itertools.count(1):
            name = wanted if number == 1 else wanted.with_name(f"{wanted.stem}~{number}{wanted.suffix}")
            above = {str(parent).casefold() for parent in name.parents} - {"."}
            key = str(name).casefold()
            if key not in taken and key not in folders and not above & taken:
                break
        taken.add(key)
        folders |= above
        found[path] = str(name)
    return found


def _stamp(folder: Path) -> Stamp:
    """Return when a submission was handed in, or why what should say so cannot be read."""
    content = read_file(folder / STAMP, STAMP, [])
    if content is not None:
        return times.read(content)
    if not os.path.lexists(folder / STAMP):
        return Stamp()
    return Stamp(problem=f"{STAMP} is no file that can be read; put one there that says {times.EXAMPLE}")


def _digest(files: Iterable[File]) -> str:
    """Return a digest of the files of a submission: it changes when one of them does."""
    found = hashlib.sha256()
    for file in files:
        for part in (os.fsencode(file.path), file.content, file.unread.encode()):
            found.update(hashlib.sha256(part).digest())
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


def _command(student: str) -> str:
    """Return the command that grades one student again."""
    return f"make grade ARGS={shlex.quote('--student=' + shlex.quote(student))}"


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


def _blank(gradebook: Gradebook, assignment: str, student: str, notebooks: Iterable[str]) -> None:
    """Leave notebooks without a mark: the zero of one that was missing is none of one that is there."""
    for name in notebooks:
        for grade in gradebook.find_submission_notebook(name, assignment, student).grades:
            grade.auto_score = None


def _with_points(node: NotebookNode, graded: Graded) -> NotebookNode:
    """Put the points of an instructor's own tests where nbgrader reads them, in place of their outputs.

    nbgrader would take a warning for 0 points, and stop at more than the maximum.
    """
    for cell in node.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in graded.inside:
            points = {"text/plain": repr(graded.scores[grade_id])}
            cell.outputs = [new_output("execute_result", data=points, execution_count=1)]
    return node


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

    groups = Bool(True, help="Put each submission into a memory cgroup where this machine has such.").tag(
        config=True
    )
    reserve = Integer(
        0, help="Without cgroups: bytes of memory to be left over; 0: 256 MiB, or a quarter of what is free."
    ).tag(config=True)
    slack = Float(
        240.0, help="Seconds for opening and marking a submission on top of the limits of its code."
    ).tag(config=True)

    limits = Dict({}, help="Limits on one submission; see autograder.grading.limits.Limits.").tag(config=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes: list[Outcome] = []
        self.progress: Progress | None = None

    @trouble.said_in_one_sentence
    def start(self) -> None:
        """Grade the submissions that are asked for.

        Raises
        ------
        NbGraderException
            If the gradebook cannot be used, there is nothing to grade, or a submission needs attention.
        """
        super().start()

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
        self._refuse_strangers()
        if not self.assignments:
            message = f"No submissions of {self.coursedir.assignment_id!r} in {root}."
            for outcome in self.outcomes:
                message += f" {show_name(outcome.student)}: {outcome.problem}."
            self.log.error(message)
            raise NbGraderException(message)

    def _refuse_strangers(self) -> None:
        """Take out whoever the roster does not know: nobody enters the gradebook before a TA was asked."""
        course = roster.load(self.coursedir)
        if course is None:
            return
        names = [names[0] for names in self.assignments.values()]
        asked = roster.questions(names, course, folder=self.coursedir.submitted_directory)
        for folder, (name,) in list(self.assignments.items()):
            if name in asked:
                del self.assignments[folder]
                self.outcomes.append(Outcome(name, problem=asked[name]))

    # -- grading ----------------------------------------------------------------------------------

    def convert_notebooks(self) -> None:
        """Grade every submission; what cannot be graded costs nobody else anything."""
        assignment = self.coursedir.assignment_id
        if not self.sandbox:
            self.log.error(UNSAFE)
        dates.load(self.config)  # a line of it that cannot be read is said before anybody is graded
        with self._alone():
            self._clear_partial()
            templates = self._templates(assignment)
            limits = Limits(**self.limits)
            handed_out = self._handed_out(assignment, limits)
            course = _course.load(Path(self.coursedir.root))
            pending = [
                names[0] for _, names in sorted(self.assignments.items()) if self._due(assignment, names[0])
            ]
            decided = disputes.load(self.coursedir, assignment)
            cgroups.sweep()
            self._remember(assignment, self.outcomes)  # what lies in the wrong place
            settings = workers.Settings(self.sandbox, self.groups, self.slack, Watch(self.reserve))
            runner = workers.Runner(self._jobs(len(pending)), self.scheduler, settings)
            works: dict[str, _Work] = {}
            try:
                common = (templates, handed_out, course, limits, decided)
                tasks = self._tasks(pending, works, assignment, *common)
                misplaced = len(self.outcomes)
                if self.progress is not None:
                    self.progress(0, len(pending))
                with contextlib.closing(runner.run(tasks)) as done:
                    for task, marked in done:
                        with stopping.held():
                            self._finish(assignment, works.pop(task.student), marked)
                        if self.progress is not None:
                            self.progress(len(self.outcomes) - misplaced, len(pending), self.outcomes)
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

    def _jobs(self, submissions: int) -> int:
        return max(1, min(self.jobs or os.cpu_count() or 1, submissions))

    def _due(self, assignment: str, student: str) -> bool:
        """Say whether a submission is to be processed: nbgrader's rule, or its files are not those graded."""
        if student in self.coursedir.student_id_exclude.split(","):
            return False
        try:
            return self._changed(assignment, student)
        except Exception:  # what cannot be looked at is looked at when it is graded, and named there
            self.log.debug("while looking at %s", show_name(student), exc_info=True)
            return True

    def _changed(self, assignment: str, student: str) -> bool:
        """Say whether a submission is not the one that was graded, or had a problem then."""
        done = Path(self._format_dest(assignment, student))
        if self.force or not done.is_dir() or (done / ATTENTION).exists():
            return True
        source = Path(self._format_source(assignment, student))
        new, old = _stamp(source).time, _stamp(done).time
        if new is not None and old is not None and new > old:
            return True
        # Files put in by hand seldom bring a new timestamp with them.
        if disputes.is_due(done, student, disputes.load(self.coursedir, assignment)):
            return True
        graded_from = read_file(done / DIGEST, DIGEST, [])
        return graded_from is not None and graded_from.decode("ascii", "replace") != _digest(
            collect(source)[0]
        )

    def _tasks(
        self,
        students: list[str],
        works: dict[str, _Work],
        assignment: str,
        templates: dict[str, Template],
        handed_out: dict[str, bytes],
        course: _course.Course,
        limits: Limits,
        decided: tuple[Override, ...],
    ) -> Iterator[Task]:
        """Yield a task for each submission whose files can be read; finish the others at once."""
        for student in students:
            work = _Work(student)
            try:
                self._read(assignment, work)
            except Inadmissible as error:
                work.problem = str(error)
            except OSError as error:
                work.problem = f"it cannot be read: {error.strerror or error}"
            except Exception as error:
                self.log.debug("while reading %s", show_name(student), exc_info=True)
                work.problem = f"it cannot be read ({type(error).__name__}: {error})"[:400]
            if work.problem is not None:
                self._finish(assignment, work, Marked())
                continue
            works[student] = work
            files = tuple(work.files)
            yield Task(student, files, templates, handed_out, course, limits, overrides=decided)
            work.files.clear()

    def _read(self, assignment: str, work: _Work) -> None:
        """Read the files of a submission, and understand nothing of them but the time."""
        check_student(work.student)
        folder = Path(self.coursedir.format_path(self._input_directory, work.student, assignment))
        work.files, work.notes = collect(folder)
        work.digest = _digest(work.files)
        work.stamp = _stamp(folder)

    def _finish(self, assignment: str, work: _Work, marked: Marked) -> None:
        """Save one submission; whatever is wrong with it costs nobody else anything."""
        outcome = Outcome(work.student, dict(marked.graded), [*work.notes, *marked.notes], work.problem)
        try:
            self._judge(outcome, work, marked)
            if outcome.graded:
                self._save(assignment, outcome, work, marked)
            else:
                self._blank_in_gradebook(assignment, outcome.student, marked)
        except Exception as error:
            self.log.debug("while saving %s", show_name(work.student), exc_info=True)
            why = trouble.sentence(error) or f"{type(error).__name__}: {error}"
            outcome.blame(f"graded, but not saved: {why}"[:400])
            outcome.blame(f"try again: {_command(work.student)}")
            outcome.unmarked = sorted({*outcome.unmarked, *outcome.graded})
            outcome.graded = {}
        if outcome.problem and not outcome.graded:
            self._mark_needy(assignment, outcome)
        self.outcomes.append(outcome)
        self._remember(assignment, [outcome])

    def _without_a_mark(self, assignment: str, student: str, marked: Marked) -> list[str]:
        """Return the notebooks that were handed in and have no mark, now or of a version before."""
        before = Path(self._format_dest(assignment, student))
        missing = sorted(set(marked.present) - marked.graded.keys())
        return [name for name in missing if read_file(before / f"{name}.ipynb", name, []) is None]

    def _blank_in_gradebook(self, assignment: str, student: str, marked: Marked) -> None:
        """Take back the zeros of notebooks that have been handed in since, where nothing else is saved."""
        names = self._without_a_mark(assignment, student, marked)
        if not names:
            return
        coursedir = self.coursedir
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook, _one_transaction(gradebook):
            try:
                _blank(gradebook, assignment, student, names)
            except MissingEntry:
                self.log.debug("%s is not in the gradebook yet", show_name(student))

    def _mark_needy(self, assignment: str, outcome: Outcome) -> None:
        """Have the next run look again at a submission whose earlier marks stand for now."""
        done = Path(self._format_dest(assignment, outcome.student))
        if done.is_dir():
            with contextlib.suppress(OSError):
                (done / ATTENTION).unlink(missing_ok=True)  # autograded files are not for writing
                (done / ATTENTION).write_text(outcome.problem or "", encoding="utf-8")

    def _judge(self, outcome: Outcome, work: _Work, marked: Marked) -> None:
        """Say in the outcome what a TA has to know."""
        if work.stamp.problem:
            outcome.blame(f"{work.stamp.problem}; until then it counts as in time")
        for problem in marked.problems:
            outcome.blame(problem)
        for name, why in marked.failed.items():
            outcome.blame(
                f"{name}.ipynb has no mark: {why}. It was tried twice; it is the machine, not the student. "
                f"Try again: {_command(outcome.student)}"
            )
            outcome.unmarked.append(name)
        for name, graded in outcome.graded.items():
            outcome.notes += [f"{name}: {note}" for note in graded.notes]
            for cell, fault in graded.faults.items():
                outcome.blame(f"{name}.ipynb, {cell}: {fault}")
        if marked.wall > min(COSTLY, Limits(**self.limits).total_wall / 2):
            outcome.notes.append(f"running it took {marked.wall:.0f} s")

    def _save(self, assignment: str, outcome: Outcome, work: _Work, marked: Marked) -> None:
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._autograded_root()))
        try:
            self._save_in(partial, assignment, outcome, work, marked)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        self.set_permissions(assignment, outcome.student)

    def _save_in(self, partial: Path, assignment: str, outcome: Outcome, work: _Work, marked: Marked) -> None:
        student, coursedir = outcome.student, self.coursedir
        destination = Path(self._format_dest(assignment, student))
        nodes, answers, earlier_answers = {}, {}, given.load(destination)
        for name, graded in outcome.graded.items():
            answers[name] = graded.kept
            nodes[name] = _with_points(nbformat.reads(graded.notebook, as_version=4), graded)
            (partial / f"{name}.ipynb").write_text(graded.notebook, encoding="utf-8")
        for name in sorted(set(marked.present) - nodes.keys()):
            earlier = read_file(destination / f"{name}.ipynb", name, [])
            if earlier is not None:
                (partial / f"{name}.ipynb").write_bytes(earlier)
                answers[name] = earlier_answers.get(name, {})
                outcome.blame(f"{name}.ipynb: the marks of the version before stand")
        (partial / DIGEST).write_text(work.digest)
        given.save(partial, answers)
        kept = inert_names(marked.files)
        for path, content in marked.files.items():
            target = partial / kept[path]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        stamp = work.stamp.time
        if stamp is not None:
            (partial / STAMP).write_text(f"{stamp.strftime('%Y-%m-%d %H:%M:%S.%f')} UTC")
        if outcome.problem:
            (partial / ATTENTION).write_text(outcome.problem, encoding="utf-8")
        keys_before, answers_before = _key_versions(destination), answers_in(destination)
        decided_before = disputes.reasons_in(destination)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook, _one_transaction(gradebook):
            gradebook.update_or_create_student(student)
            # Without a time that of the attempt before goes, too: it is not this one's.
            with gradebook.db.no_autoflush:  # nbgrader links the parts of a new submission before it is added
                gradebook.update_or_create_submission(assignment, student, timestamp=stamp)
            before = _scores(gradebook, assignment, student)
            saver = SaveGrades(parent=self)
            for name, node in nodes.items():
                names = {"notebook": name, "assignment": assignment, "student": student}
                resources = {"nbgrader": {**names, "db_url": coursedir.db_url}}
                saver.save(gradebook, node, resources, answers_before.get(name, {}))
            self._flag(gradebook, assignment, outcome)
            self._zero_missing(gradebook, assignment, outcome, set(marked.present), before)
            _blank(gradebook, assignment, student, self._without_a_mark(assignment, student, marked))
            self._compare(outcome, before, keys_before, decided_before)
            lateness.settle(gradebook, assignment, self.config, student, record=bool(before))
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

    def _compare(
        self, outcome: Outcome, before: dict[str, float], keys: dict[str, str], decided: dict[str, str]
    ) -> None:
        """Note which scores are not what they were, and keep a record of it beside the gradebook."""
        for graded in outcome.graded.values():
            about = nbformat.reads(graded.notebook, as_version=4).metadata.get("mlsys", {})
            now, reasons = about.get("keys", {}), disputes.reasons(about)
            outcome.changes += [
                Change(
                    outcome.student,
                    cell,
                    before[cell],
                    score,
                    (keys.get(cell), now.get(cell)),
                    disputes.what_changed(decided.get(cell, ""), reasons.get(cell, "")),
                )
                for cell, score in graded.scores.items()
                if cell in before and before[cell] != score
            ]
        if outcome.changes:
            changes.append(
                self._autograded_root().parent / changes.NAME,
                ((one.student, one.cell, one.before, one.after, one.why) for one in outcome.changes),
            )

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
                language = released.metadata.get("kernelspec", {}).get("language", "python")
                if language.lower() != "python":
                    raise NbGraderException(f"{path} is in {language}: only notebooks in Python are graded.")
                templates[notebook.name] = build(assignment, notebook.name, released, known)
        if not templates:
            raise NbGraderException(
                f"The gradebook knows no assignment {assignment!r}: run `nbgrader "
                f"generate_assignment {assignment}` first."
            )
        return templates

    def _handed_out(self, assignment: str, limits: Limits) -> dict[str, bytes]:
        """Return the data files handed out with the notebooks: these count, not a student's copies."""
        folder = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", assignment))
        files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
            and path.suffix != ".ipynb"
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
        sizes = {name: path.stat().st_size for name, path in files.items()}
        most = room(limits) - _OF_EACH
        if sum(sizes.values()) > most or len(sizes) > limits.scratch_files // 2:
            largest = max(sizes, key=lambda name: sizes[name])
            raise NbGraderException(
                f"The data files of {folder} do not fit beside a notebook: {len(sizes)} files of "
                f"{sum(sizes.values()) / 2**20:.1f} MiB in all; at most {limits.scratch_files // 2} files of "
                f"{most >> 20} MiB do. The largest is {largest}, {sizes[largest] / 2**20:.1f} MiB: keep "
                f"fewer rows of it in source/, and run `nbgrader generate_assignment {assignment} --force`."
            )
        return {name: path.read_bytes() for name, path in files.items()}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep two runs from grading into the same folder at one time."""
        path = self._autograded_root() / ".lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except PermissionError:  # another TA's file: it can be locked all the same
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with open(descriptor) as file:
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
