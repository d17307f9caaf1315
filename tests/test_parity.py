"""Our scores are stock nbgrader's, to the last point, wherever stock is fair.

Where it is not, ours differ on purpose:

- a test cell that writes to stderr (a numpy warning while a student's function is called): stock gives 0;
- a student's copy of a question's cells: stock stops and leaves that student and all later ones ungraded;
- a student's own code that breaks a test in its own kernel (a rebound ``abs``, a patched ``check``): stock
  gives what the broken test gives;
- an answer given below its test: stock marks the stub, ours the answer, with a note;
- tests deleted or edited, metadata lost: stock may give 0 or stop, ours restores them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, TESTS, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.converters import Autograde

from autograder.grading import sandbox
from autograder.sample import answers
from mlsys_course.exercise import Answers

pytestmark = [
    pytest.mark.xdist_group("parity"),  # one class
    pytest.mark.timeout(900),  # stock nbgrader starts a kernel for each submission
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]


def stock(course: Course, student: str = "*") -> None:
    """Grade as nbgrader does without us: tests in the student's own kernel."""
    coursedir = course.coursedir()
    coursedir.assignment_id, coursedir.student_id = ASSIGNMENT, student
    step = Autograde(coursedir=coursedir, config=course.config)
    step.force = True
    step.start()


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a class of honest submissions: right in several forms, wrong in several ways, blank, broken."""
    course = small_course(tmp_path_factory.mktemp("parity"))
    source = course.source(NOTEBOOK)
    course.submit("perfect", NOTEBOOK, course.perfect(NOTEBOOK))
    course.submit("blank", NOTEBOOK, course.blank(NOTEBOOK))
    course.submit("broken", NOTEBOOK, course.perfect(NOTEBOOK, training_days="training_days = undefined"))
    for number in range(2):
        right = answers(source, lambda known, n=number: known.right[(n + 1) % len(known.right)])
        course.submit(f"right{number}", NOTEBOOK, course.perfect(NOTEBOOK, **right))
        wrong = answers(source, lambda known, n=number: _wrong(known, n))
        course.submit(f"wrong{number}", NOTEBOOK, course.perfect(NOTEBOOK, **wrong))
    return course


def _wrong(known: Answers, number: int) -> str:
    texts = [text for forms in known.wrong.values() for text in forms]
    return texts[number % len(texts)]


def test_scores_are_those_of_stock_nbgrader(course: Course) -> None:
    """Cell by cell, the gradebook holds the same points."""
    students = [path.name for path in sorted((course.root / "autograder" / "submitted").iterdir())]
    stock(course)
    theirs: dict[str, Any] = {student: course.scores(student) for student in students}
    course.autograde()
    ours = {student: course.scores(student) for student in students}
    assert ours == theirs
    assert set(ours["perfect"]) == {f"test_{name}" for name in TESTS}
    assert sum(ours["perfect"].values()) > sum(ours["wrong0"].values())


def test_a_warning_costs_points_in_stock_and_none_here(tmp_path: Path) -> None:
    """The first of the exceptions, so that this list stays true."""
    course = small_course(tmp_path)
    source = next(c.source for c in course.perfect(NOTEBOOK).cells if "def iron_law" in c.source)
    body = source.replace("    return", "    warnings.warn('careful')\n    return")
    course.submit("warns", NOTEBOOK, course.perfect(NOTEBOOK, iron_law=f"import warnings\n{body}"))
    stock(course)
    assert course.scores("warns")["test_iron_law"] == 0.0
    course.autograde()
    assert course.scores("warns") == course.maxima()
