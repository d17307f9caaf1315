"""The TA's desk: what a class did not understand, as a page, as CSV and as pandas tables.

=================  ======================================================================
`marks`            the marks out of the gradebook
`figures`          what is worked out of them: `of_class` gives all tables of an assignment
`causes`           why points were lost, with one anonymous answer each
`likeness`         answers with somebody else's numbers, equal submissions
`page`             the class report
`student_page`     a page about one student, to talk over
`markup`           how the pages are written
=================  ======================================================================

Examples
--------
The five hardest exercises of an assignment::

    from nbgrader.coursedir import CourseDirectory

    from autograder import desk
    from autograder.grading.command import course_root, load_config

    coursedir = CourseDirectory(config=load_config(course_root()))
    desk.of_class(coursedir, assignment).exercises.nsmallest(5, "difficulty")
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from autograder.desk.figures import Figures, figures, of_class
from autograder.desk.page import page
from autograder.desk.student_page import student_page
from autograder.grading import trouble
from autograder.grading.report import Report

__all__ = ["FOLDER", "Figures", "figures", "of_class", "page", "student_page", "write"]

FOLDER = "report"
"""Where the tables and the students' pages are, beside ``report.html``."""


def write(report: Report, found: Figures, folder: Path) -> None:
    """Write the class report, its tables and the students' pages.

    Parameters
    ----------
    report : Report
        The class after a run.
    found : Figures
        Its figures.
    folder : Path
        Where ``report.html`` goes; the rest goes to ``report/<assignment>/`` beside it.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    own = folder / FOLDER / report.assignment
    students = own / "students"
    students.mkdir(parents=True, exist_ok=True)
    address = f"./{FOLDER}/{quote(report.assignment, errors='replace')}"
    trouble.write(folder / "report.html", page(report, found, address))
    found.write(own)
    counted, written = set(found.students.student), set()
    for line in report.lines:
        if line.student in counted:
            path = students / f"{line.student}.html"
            trouble.write(path, student_page(report, found, line, "../../.."))
            written.add(path)
    for left in set(students.glob("*.html")) - written:
        left.unlink()
