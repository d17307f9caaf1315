"""``python -m autograder grade``: a class from submissions to scores, feedback and a report."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder import desk, stopping
from autograder.building import release
from autograder.building.masters import BuildError
from autograder.grading import (
    cgroups,
    changes,
    dates,
    disputes,
    feedback,
    forget,
    lateness,
    report,
    roster,
    trouble,
)
from autograder.grading import sandbox as _sandbox
from autograder.grading.admission import check_student, show_name
from autograder.grading.convert import UNSAFE, TrustedAutograde
from autograder.grading.export import SafeCsvExport
from autograder.grading.notebook_file import Inadmissible
from autograder.grading.outcome import Outcome
from autograder.grading.progress import Progress
from mlsys_course import chapters

CONFIG = "nbgrader_config.py"
NOTHING_YET = "Stopped before anything was graded; make grade begins again."
NEEDY = "need attention."  # how a run ends that did all it could


def course_root(start: Path | None = None) -> Path:
    """Return the folder with ``nbgrader_config.py``, at or above `start` (default: here).

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise FileNotFoundError(f"No {CONFIG} at or above {here}: run this inside the course's folder.")


def load_config(root: Path) -> Config:
    """Read the course's ``nbgrader_config.py``."""
    config: Config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def sample_config(config: Config, root: Path) -> Config:
    """Return the settings of the sample class: the same source, everything else in a folder of its own."""
    own = Config(config)
    folder = "autograder/sample"
    for step in ("release", "submitted", "autograded", "feedback"):
        own.CourseDirectory[f"{step}_directory"] = f"{folder}/{step}"
    own.RosterFile.path = f"{folder}/roster.csv"
    own.CourseDirectory.db_url = f"sqlite:///{root / folder / 'gradebook.db'}"
    return own


class _WrongCall(Exception):
    """What was asked for is not there; the text is one line."""


def _listed(names: Collection[str]) -> str:
    """Return names in a line that does not get endless."""
    shown = [show_name(name) for name in sorted(names)]
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def _check_assignment(coursedir: CourseDirectory, assignment: str) -> None:
    known = report.assignments(coursedir)
    if assignment not in known:
        there = f"there is: {_listed(known)}" if known else "source/ holds none"
        raise _WrongCall(f"No assignment {show_name(assignment)!r} here; {there}")


def _only_assignment(coursedir: CourseDirectory, sample: bool) -> str:
    """Return the assignment that is meant where none is named: the only one handed in, or the only one."""
    known = report.assignments(coursedir)
    names = set() if sample else {name for own in report.handed_in(coursedir).values() for name in own}
    handed_in = names.intersection(known)
    # The sample class has chapters only; an instructor's own assignment waits for submissions.
    possible = handed_in or set(known).intersection(chapters.names()) or set(known)
    if not possible:
        raise _WrongCall("There is no assignment to grade: source/ holds none")
    if len(possible) > 1:
        what = "were handed in" if handed_in else "are there"
        raise _WrongCall(
            f"Several assignments {what}: {_listed(possible)}. Say which: "
            f"make grade ASSIGNMENT={min(possible)}"
        )
    return min(possible)


def _has_submissions(coursedir: CourseDirectory, assignment: str) -> bool:
    """Say whether there is anything to grade; an empty folder is no class, but a misnamed one is an error."""
    folder = Path(coursedir.root) / coursedir.submitted_directory
    entries = [p for p in folder.iterdir() if not p.name.startswith(".")] if folder.is_dir() else []
    if not entries:
        return False
    handed_in = report.handed_in(coursedir)
    if not any(assignment in names for names in handed_in.values()):
        found = {f"{student}/{name}" for student, names in handed_in.items() for name in names[:2]}
        where = coursedir.submitted_directory
        raise _WrongCall(
            f"No submissions of {assignment} in {where}: "
            f"it holds {_listed(found or {entry.name for entry in entries})}, "
            f"where {where}/<student>/{assignment}/*.ipynb is expected"
        )
    return True


def _check_student(coursedir: CourseDirectory, assignment: str, student: str) -> None:
    handed_in, where = report.handed_in(coursedir), coursedir.submitted_directory
    if student not in handed_in:
        raise _WrongCall(f"No student {show_name(student)!r} in {where}; there is: {_listed(handed_in)}")
    if assignment not in handed_in[student]:
        found = _listed(handed_in[student]) or "nothing"
        raise _WrongCall(f"No {assignment} of {show_name(student)} in {where}: its folder holds {found}")
    try:
        check_student(student)
    except Inadmissible as error:
        raise _WrongCall(f"{show_name(student)}: {error}") from None


def main(
    assignment: str | None = None,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    sample: bool = False,
    sandbox: bool = True,
    student: str | None = None,
) -> int:
    """Grade a class and print its table.

    Parameters
    ----------
    assignment : str, optional
        The assignment, which is the folder of a chapter; default: the only one handed in, or the only one.
    jobs : int, optional
        Processes; default one per core.
    scheduler : str, optional
        Address of a Dask scheduler.
    force : bool
        Grade again what is graded already.
    sample : bool
        Grade the bundled sample class even where there are submissions.
    sandbox : bool
        False runs students' code with your own rights.
    student : str, optional
        Grade only this student, graded already or not; the table is still that of the class.

    Returns
    -------
    int
        0 when every submission was graded, 1 when some need attention or the call was wrong, 3 where the
        sandbox cannot start.
    """
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    root = course_root()
    os.chdir(root)
    if not sandbox:
        print(UNSAFE, file=sys.stderr)
    elif scheduler is None and (reason := _sandbox_problem()) is not None:
        print(reason, file=sys.stderr)
        return 3
    try:
        return _grade(root, assignment, jobs, scheduler, force, sample, sandbox, student)
    except (_WrongCall, trouble.GradebookError) as error:
        print(error, file=sys.stderr)
        return 1
    except (BuildError, NbGraderException, OSError, SQLAlchemyError) as error:
        if isinstance(error.__cause__, _sandbox.SandboxUnavailable):
            print(error, file=sys.stderr)
            return 3
        known = trouble.sentence(error)
        if known is None and isinstance(error, SQLAlchemyError):
            raise
        print(known or error, file=sys.stderr)
        return 1


def forget_main(student: str, yes: bool = False) -> int:
    """Remove a student and all their data, or say what that would be; return the command's exit status."""
    root = course_root()
    os.chdir(root)
    try:
        return forget.forget(CourseDirectory(config=load_config(root)), student, yes)
    except trouble.GradebookError as error:
        print(error, file=sys.stderr)
    except (NbGraderException, OSError, SQLAlchemyError) as error:
        print(trouble.sentence(error) or error, file=sys.stderr)
    return 1


def due_main(assignment: str | None = None, time: str | None = None) -> int:
    """Say when assignments are due, or set it; return the command's exit status.

    Parameters
    ----------
    assignment : str, optional
        Which one; default: all.
    time : str, optional
        When it is due from now on; ``none`` removes the date.
    """

    def work(coursedir: CourseDirectory) -> None:
        if assignment is not None:
            _check_assignment(coursedir, assignment)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            if assignment is not None and time is not None:
                dates.set_due(gradebook, assignment, time)
                lateness.settle(gradebook, assignment, coursedir.config)
            for name in [assignment] if assignment is not None else report.assignments(coursedir):
                for line in dates.listed(coursedir, gradebook, name):
                    print(line)
        print(_NEXT)

    return at_the_desk(work)


def extend_main(student: str, assignment: str, time: str, reason: str = "") -> int:
    """Give a student until later, or with ``none`` take it back; return the command's exit status.

    Parameters
    ----------
    student, assignment : str
        Who, and for what.
    time : str
        Until when, or how much longer.
    reason : str
        Why.
    """

    def work(coursedir: CourseDirectory) -> None:
        _check_assignment(coursedir, assignment)
        course = roster.load(coursedir)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            known = set(course.students) if course else {one.id for one in gradebook.students}
            if student not in known | report.handed_in(coursedir).keys():
                raise _WrongCall(f"No student {show_name(student)!r} here; there is: {_listed(known)}")
            dates.extend(coursedir, gradebook, student, assignment, time, reason)
            lateness.settle(gradebook, assignment, coursedir.config, student)
            for line in dates.listed(coursedir, gradebook, assignment, student):
                print(line)
        print(_NEXT)

    return at_the_desk(work)


def at_the_desk(work: Callable[[CourseDirectory], None], *refusals: type[Exception]) -> int:
    """Do a small command's work; what goes wrong is one line. Return the command's exit status.

    Parameters
    ----------
    work : callable
        Takes nbgrader's folders, and prints.
    *refusals : type
        Further exceptions whose sentence is the answer.
    """
    root = course_root()
    os.chdir(root)
    coursedir = CourseDirectory(config=load_config(root))
    expected: tuple[type[Exception], ...] = (_WrongCall, trouble.GradebookError, *refusals)
    try:
        trouble.check_gradebook(coursedir.db_url)
        work(coursedir)
    except expected as error:
        print(error, file=sys.stderr)
        return 1
    except (NbGraderException, OSError, SQLAlchemyError) as error:
        print(trouble.sentence(error) or error, file=sys.stderr)
        return 1
    return 0


def override_main(options: argparse.Namespace) -> int:
    """Give, take back or list overrides; return the command's exit status.

    Parameters
    ----------
    options : Namespace
        Of the command line: see ``python -m autograder override --help``.
    """
    asked = options.withdraw is None and options.student is not None
    if asked and None in (options.question, options.points, options.reason):
        print(_OVERRIDE, file=sys.stderr)
        return 2

    def work(coursedir: CourseDirectory) -> None:
        if options.withdraw is not None:
            print(disputes.withdraw(coursedir, options.withdraw))
        elif not asked:
            print("\n".join(disputes.listed(coursedir)) or "No overrides so far.")
        else:
            assignment = options.assignment or _only_assignment(coursedir, sample=False)
            _check_assignment(coursedir, assignment)
            print(disputes.give(
                coursedir, assignment, options.student, options.question, options.points, options.reason,
                options.by, everybody=options.everybody, diagnosis=options.diagnosis,
            ))  # fmt: skip

    return at_the_desk(work)


_NEXT = "The next make grade brings tables and feedback up to date."
_OVERRIDE = (
    "An override takes the student, the question, the points and the reason: python -m autograder override "
    'ada training_days --points 2 --reason "The question can be read like this, too."'
)


def _grade(
    root: Path,
    named: str | None,
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    sample: bool,
    sandbox: bool,
    student: str | None,
) -> int:
    config = load_config(root)
    coursedir = CourseDirectory(config=config)
    assignment = _only_assignment(coursedir, sample) if named is None else named
    _check_assignment(coursedir, assignment)
    sample = sample or not _has_submissions(coursedir, assignment)
    if sample and assignment not in chapters.names():
        place = f"{coursedir.submitted_directory}/<student>/{assignment}/*.ipynb"
        raise _WrongCall(
            f"{assignment} is no chapter, so it has no sample class; its submissions go to {place}"
        )
    if sample:
        config = sample_config(config, root)
        coursedir = CourseDirectory(config=config)
    elif student is not None:
        _check_student(coursedir, assignment, student)
    trouble.check_gradebook(
        coursedir.db_url, os.path.relpath(coursedir.db_url.removeprefix("sqlite:///"), root)
    )
    _make_gradebook(coursedir)
    api = NbGraderAPI(coursedir=coursedir, config=config)
    started = time.perf_counter()
    if sample:
        _prepare_sample(api, coursedir, config, root, assignment)
        if student is not None:
            _check_student(coursedir, assignment, student)
    else:
        release.generate(root, assignment, coursedir.db_url)
    print(f"released: {assignment}")
    course = roster.load(coursedir)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        if course is not None:
            roster.enrol(gradebook, course)
        before = report.standing(gradebook, assignment, coursedir)
    # The sample class is made anew each time, so it is graded anew as well.
    again = force or sample or student is not None
    outcomes = _autograde(coursedir, config, assignment, jobs, scheduler, again, sandbox, student)
    stopping.say(
        "Stopped: all marks are in the gradebook, but feedback and report may be those of before; "
        "make grade brings them up to date."
    )
    graded = sum(bool(outcome.graded) for outcome in outcomes)
    things = "submission" if graded == 1 else "submissions"
    print(f"graded: {graded} {things} in {time.perf_counter() - started:.1f} s")
    bound = None if scheduler else cgroups.describe(TrustedAutograde(config=config).groups)
    if bound:
        print(bound)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        changes.note_hand_marks(gradebook, assignment, coursedir)
        lateness.settle(gradebook, assignment, config)
    progress = Progress("feedback pages of students made:")
    try:
        made = feedback.bring_up_to_date(coursedir, assignment, jobs=jobs, progress=progress)
    finally:
        progress.end()
    if made.students:
        count = len(made.students)
        print(f"feedback: pages of {count} {'student' if count == 1 else 'students'} made")
    folder = report.page_folder(coursedir)
    unwritten = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        result = report.collect(gradebook, assignment, outcomes, coursedir, before, made.problems)
        result = dataclasses.replace(result, only=student, bound=bound or "")
        export = SafeCsvExport(to=str(folder / "scores.csv"), assignment=[assignment])
        export.problems = result.problems
        export.dropped = course.dropped if course is not None else ()
        try:
            export.export(gradebook)
        except OSError as error:
            unwritten.append(trouble.sentence(error))
        print()
        print(result.table())
        figures = desk.figures(gradebook, coursedir, result)
    try:
        desk.write(result, figures, folder)
    except OSError as error:
        unwritten.append(trouble.sentence(error))
    where = folder.relative_to(root) if folder.is_relative_to(root) else folder
    print(f"\n{where}/scores.csv, {where}/report.html, {where}/report/, {where}/feedback/")
    for problem in unwritten:
        print(problem, file=sys.stderr)
    return 1 if result.asked_for or unwritten else 0


def _sandbox_problem() -> str | None:
    return _sandbox.probe()


def _make_gradebook(coursedir: CourseDirectory) -> None:
    """Make the gradebook where there is none, whole or not at all: nbgrader starts a slow command for it."""
    prefix = "sqlite:///"
    if not coursedir.db_url.startswith(prefix):
        return
    path = Path(coursedir.db_url.removeprefix(prefix))
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)  # not there on a fresh clone, and SQLite makes no folders
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with stopping.out_of_reach(), Gradebook(f"{prefix}{new}", coursedir.course_id):
            pass
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def _prepare_sample(
    api: NbGraderAPI, coursedir: CourseDirectory, config: Config, root: Path, assignment: str
) -> None:
    """Release the assignment into the sample's own gradebook and let its class hand in."""
    from autograder.sample import set_due_date, write_class

    outcome = api.generate_assignment(assignment, force=True)
    stopping.check()  # nbgrader's API catches everything
    if not outcome["success"]:
        raise NbGraderException(
            f"{assignment} could not be released: {outcome.get('error') or outcome.get('log')}"
        )
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        set_due_date(gradebook, assignment)
    count = write_class(root, config, assignment)
    print(f"sample class: {count} submissions in autograder/sample/submitted")


def _autograde(
    coursedir: CourseDirectory,
    config: Config,
    assignment: str,
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    sandboxed: bool,
    student: str | None,
) -> list[Outcome]:
    coursedir.assignment_id = assignment
    everybody, coursedir.student_id = coursedir.student_id, student or coursedir.student_id
    step = TrustedAutograde(coursedir=coursedir, config=config)
    step.log.setLevel(logging.ERROR)
    step.force, step.jobs, step.scheduler, step.sandbox = force, jobs or 0, scheduler or "", sandboxed
    step.progress = progress = Progress()
    stopping.say(lambda: _stopped(progress, force, student))
    try:
        step.start()
    except NbGraderException as error:
        # What lies in the wrong place is known before anything is graded.
        if not any(outcome.graded for outcome in step.outcomes) and not str(error).endswith(NEEDY):
            step.outcomes.clear()
            raise
        print(error, file=sys.stderr)
    finally:
        step.progress.end()
        coursedir.student_id = everybody
    return step.outcomes


def _stopped(progress: Progress, force: bool, student: str | None) -> str:
    """Say what a run that is stopped while it grades has done, and how to go on."""
    if student is not None and not progress.done:
        return f"Stopped before {show_name(student)} was graded; the same again does it."
    if not progress.total:
        return NOTHING_YET
    left = progress.total - progress.done
    done = f"Stopped: {progress.done} of {progress.total} submissions are graded and in the gradebook"
    if not left:
        return f"{done}; make grade brings feedback and report up to date."
    if force:
        return f"{done}, the others are as they were; the same again begins with the first."
    return f"{done}; make grade goes on with the other {left}."
