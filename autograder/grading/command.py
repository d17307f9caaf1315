"""``python -m autograder grade``: a class from submissions to scores, feedback and a report."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.building import release
from autograder.grading import report
from autograder.grading import sandbox as _sandbox
from autograder.grading.convert import UNSAFE, Outcome, TrustedAutograde
from autograder.grading.export import SafeCsvExport

CONFIG = "nbgrader_config.py"


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
    own.CourseDirectory.db_url = f"sqlite:///{root / folder / 'gradebook.db'}"
    return own


def _has_submissions(root: Path, config: Config, assignment: str) -> bool:
    folder = root / config.CourseDirectory.get("submitted_directory", "submitted")
    return folder.is_dir() and any((entry / assignment).exists() for entry in folder.iterdir())


def main(
    assignment: str,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    sample: bool = False,
    sandbox: bool = True,
) -> int:
    """Grade a class and print its table.

    Parameters
    ----------
    assignment : str
        The assignment, ``ch01_introduction``.
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

    Returns
    -------
    int
        0 when every submission was graded, 1 when some need attention, 3 where the sandbox cannot
        start.
    """
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    root = course_root()
    os.chdir(root)
    if not sandbox:
        print(UNSAFE, file=sys.stderr)
    elif scheduler is None and (reason := _sandbox_problem()) is not None:
        print(reason, file=sys.stderr)
        return 3
    config = load_config(root)
    sample = sample or not _has_submissions(root, config, assignment)
    if sample:
        config = sample_config(config, root)
    coursedir = CourseDirectory(config=config)
    api = NbGraderAPI(coursedir=coursedir, config=config)
    started = time.perf_counter()
    if sample:
        _prepare_sample(api, coursedir, config, root, assignment)
    else:
        release.generate(root, assignment, coursedir.db_url)
    print(f"released: {assignment}")
    # The sample class is made anew each time, so it is graded anew as well.
    try:
        outcomes = _autograde(coursedir, config, assignment, jobs, scheduler, force or sample, sandbox)
    except NbGraderException as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error.__cause__, _sandbox.SandboxUnavailable) else 1
    print(f"graded: {len(outcomes)} submissions in {time.perf_counter() - started:.1f} s")
    feedback: dict[str, Any] = {"success": True}
    if any(outcome.graded for outcome in outcomes):
        feedback = api.generate_feedback(assignment, force=True)
    if not feedback["success"]:
        print(f"feedback could not be written: {str(feedback.get('error'))[-300:]}", file=sys.stderr)
    folder = Path(coursedir.format_path(coursedir.autograded_directory, "+", "+")).parent.parent.parent
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        result = report.collect(gradebook, assignment, outcomes)
        export = SafeCsvExport(to=str(folder / "scores.csv"), assignment=[assignment])
        export.export(gradebook)
    result.write(folder / "report.html")
    print()
    print(result.table())
    where = folder.relative_to(root) if folder.is_relative_to(root) else folder
    print(f"\n{where}/scores.csv, {where}/report.html, {where}/feedback/")
    return 1 if result.attention or not feedback["success"] else 0


def _sandbox_problem() -> str | None:
    return _sandbox.probe()


def _prepare_sample(
    api: NbGraderAPI, coursedir: CourseDirectory, config: Config, root: Path, assignment: str
) -> None:
    """Release the assignment into the sample's own gradebook and let its class hand in."""
    from autograder.sample import set_due_date, write_class

    # On a fresh clone the folder of the gradebook is not there yet, and SQLite makes no folders.
    (root / "autograder" / "sample").mkdir(exist_ok=True)
    outcome = api.generate_assignment(assignment, force=True)
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
) -> list[Outcome]:
    coursedir.assignment_id = assignment
    step = TrustedAutograde(coursedir=coursedir, config=config)
    step.log.setLevel(logging.ERROR)
    step.force, step.jobs, step.scheduler, step.sandbox = force, jobs or 0, scheduler or "", sandboxed
    try:
        step.start()
    except NbGraderException as error:
        if not step.outcomes:
            raise
        print(error, file=sys.stderr)
    return step.outcomes
