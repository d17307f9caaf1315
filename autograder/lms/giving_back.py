"""``python -m autograder give-back FROM [ASSIGNMENT]``: feedback in a zip file, named as the LMS names it.

The LMS finds whose a file is by the name that it gave to the submission, so the download is read once more.
Moodle takes the zip file under *Upload multiple feedback files in a zip*, Canvas under *Upload submissions*.
"""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.grading import report
from autograder.grading.admission import show_name
from autograder.lms import LmsError, course, downloads
from autograder.lms.collect import Placing, plain
from autograder.lms.downloads import Entry, Reading


@dataclass
class GivenBack:
    """What went into the zip file.

    Parameters
    ----------
    target : Path
        The file.
    students : list of str
        Whose pages are in it.
    without : list of str
        Who handed in and has no page.
    unknown : list of str
        Names of the download that are nobody's; one line each.
    """

    target: Path
    students: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def give_back(coursedir: CourseDirectory, assignment: str, source: Path) -> GivenBack:
    """Write the zip file.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment : str
        The assignment.
    source : Path
        The download of its submissions, as `collect` takes it.

    Returns
    -------
    GivenBack

    Raises
    ------
    LmsError
        If the download cannot be read, or no page of anybody in it is there.
    """
    top = report.page_folder(coursedir)
    placing = Placing(course.people(coursedir), {})
    staging = Path(tempfile.mkdtemp(prefix=".partial-"))
    try:
        entries = downloads.read(source, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    found = GivenBack(top)
    files: dict[str, Path] = {}
    lms = ""
    for student, own in _by_student(entries, placing, found).items():
        folder = Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
        pages = sorted(folder.glob("*.html"))
        if not pages:
            found.without.append(student)
            continue
        lms = own[0][0].lms
        found.students.append(student)
        files |= {_named(page, own): page for page in pages}
    if not files:
        raise LmsError(
            f"There is no feedback on {assignment} for anybody in {show_name(source.name)}: "
            f"make grade ASSIGNMENT={assignment} makes it"
        )
    found.target = top / f"for_{lms}_feedback.zip"
    new = found.target.with_name(f".{found.target.name}.new")
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in sorted(files.items()):
            archive.write(page, name)
    os.replace(new, found.target)
    return found


def _by_student(
    entries: Iterable[Entry], placing: Placing, found: GivenBack
) -> dict[str, list[tuple[Reading, Entry]]]:
    """Return what each student handed in, the latest file last; what is nobody's is said once."""
    placed: dict[str, list[tuple[Reading, Entry]]] = {}
    unknown: dict[str, str] = {}
    for entry in entries:
        ways = downloads.readings(entry.outer)
        if not ways:
            unknown[entry.outer] = f"{show_name(entry.outer)}: no name of a submission in Canvas or Moodle"
            continue
        way, student, why = placing.of(ways)
        if student is None:
            unknown[entry.outer] = f"{show_name(entry.outer)}: {why}"
            continue
        own = placed.setdefault(student, [])
        if own and own[0][0].sender != way.sender:
            unknown[entry.outer] = (
                f"{show_name(entry.outer)}: several senders seem to be {show_name(student)}"
            )
            continue
        own.append((way, entry))
    found.unknown += unknown.values()
    return {student: sorted(own, key=lambda one: one[0].file) for student, own in sorted(placed.items())}


def _named(page: Path, own: list[tuple[Reading, Entry]]) -> str:
    """Return a page's name in the zip file: that of the submission, the page in the notebook's place."""
    if own[0][0].lms == "moodle":
        way, entry = own[0]
        return f"{entry.outer.removesuffix(way.rest)}{'' if way.rest else '/'}{page.name}"
    same = [entry.outer for way, entry in own if plain(page.stem) in plain(way.rest)]
    way, entry = own[-1]
    outer = same[-1] if same else entry.outer
    rest = next(way.rest for way, entry in own if entry.outer == outer)
    return f"{outer.removesuffix(rest)}{page.name}"


def main(source: str, named: str | None = None) -> int:
    """Write the zip file and say whose pages are in it; return the command's exit status.

    Parameters
    ----------
    source : str
        The download.
    named : str, optional
        The assignment; default: the only one.
    """
    path = Path(source).expanduser().absolute()

    def work(coursedir: CourseDirectory) -> int:
        if not source:
            raise LmsError("Say which download the submissions came in: make give-back FROM=download.zip")
        assignment = course.assignment(coursedir, named, f"make give-back FROM={shlex.quote(source)}")
        found = give_back(coursedir, assignment, path)
        where = os.path.relpath(found.target, coursedir.root)
        print(f"{where}: feedback on {assignment} for {len(found.students)} students")
        attention = [
            *(f"{show_name(student)}: no feedback; handed in, and not graded" for student in found.without),
            *found.unknown,
        ]
        if attention:
            print(f"\nNeeds attention ({len(attention)}):")
            for line in attention:
                print(f"  {line}")
        return 1 if attention else 0

    return course.run(work)
