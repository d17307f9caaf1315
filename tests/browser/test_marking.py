"""Two graders in the formgrader: points to click, comments to use again, nothing overwritten in silence."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook
from test_formgrader import serve

from autograder import written
from autograder.formgrader import record
from autograder.grading import sandbox

pytestmark = [
    pytest.mark.core,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

STUDENTS = ("ada", "bob")
BOX = f".nbgrader_cell:has(#{WRITTEN}) .mlsys-marking"
WHO = f"{BOX} .mlsys-who"
SCORE = f"#{WRITTEN}"
COMMENT = f"#{WRITTEN}-comment"
DIALOG = "dialog.mlsys-conflict"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = small_course(tmp_path_factory.mktemp("marking") / "course")
    for student in STUDENTS:
        answer = course.perfect(NOTEBOOK, **{WRITTEN: "Team B is first."})
        course.submit(student, NOTEBOOK, answer)
    done = course.run(sys.executable, "-m", "autograder", "grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return course


@pytest.fixture(scope="module")
def address(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(course.root, tmp_path_factory.mktemp("server")) as found:
        yield found


class Grader:
    """A person at a browser of their own."""

    def __init__(self, browser: Any, name: str, problems: list[str]) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 1000})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: problems.append(str(error)))
        self.name = name

    def opens(self, address: str, course: Course, student: str) -> Any:
        """Open a student's submission, and say once who marks."""
        self.page.goto(f"{address}/formgrader/submissions/{number(course, student)}/?index=0")
        self.page.wait_for_selector("body[data-marking=ready]")
        if self.page.locator("#mlsys-marks-as").input_value() != self.name:
            self.page.fill("#mlsys-marks-as", self.name)
            self.page.press("#mlsys-marks-as", "Enter")
        return self.page


@pytest.fixture
def graders(browser: Any) -> Iterator[tuple[Grader, Grader]]:
    problems: list[str] = []
    tim, uma = Grader(browser, "tim", problems), Grader(browser, "uma", problems)
    yield tim, uma
    tim.context.close()
    uma.context.close()
    assert problems == []


def gradebook(course: Course) -> Any:
    coursedir = course.coursedir()
    return closing(Gradebook(coursedir.db_url, coursedir.course_id))


def number(course: Course, student: str) -> str:
    with gradebook(course) as opened:
        return str(opened.find_submission_notebook(NOTEBOOK, ASSIGNMENT, student).id)


def mark(course: Course, student: str) -> tuple[float | None, str]:
    with gradebook(course) as opened:
        grade = opened.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, student)
        comment = opened.find_comment(WRITTEN, NOTEBOOK, ASSIGNMENT, student)
        return grade.manual_score, comment.manual_comment or ""


def settled(page: Any) -> None:
    """Wait until everything is saved."""
    page.wait_for_selector("body[data-saving=no]")


def accessible(page: Any) -> None:
    """Nothing is found by axe in what is ours; nbgrader's own page is nbgrader's."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    ours = [[place] for place in (".mlsys-marking", ".mlsys-marker", DIALOG) if page.locator(place).count()]
    found = axe.Axe().run(page, context={"include": ours}).response["violations"]
    assert found == [], found


def test_a_click_gives_points_and_a_comment_that_the_student_reads(
    course: Course, address: str, graders: tuple[Grader, Grader]
) -> None:
    tim, uma = graders
    checks = written.question(WRITTEN).checks
    page = tim.opens(address, course, "ada")
    boxes = page.locator(f"{BOX} input[type=checkbox]")
    assert boxes.count() == len(checks)
    page.fill(COMMENT, "See section 3.")
    page.press(COMMENT, "Tab")
    settled(page)
    boxes.nth(0).check()
    settled(page)
    boxes.nth(2).focus()
    page.keyboard.press("Space")
    settled(page)
    points = checks[0].points + checks[2].points
    score, comment = mark(course, "ada")
    assert score == points
    assert comment.endswith("See section 3.")
    for index, check in enumerate(checks):
        got = f"{check.points:g}" if index in (0, 2) else "0"
        assert f"- {got} of {check.points:g} point" in comment and check.question in comment
    assert "tim" in page.locator(WHO).inner_text() and f"{points:g} points" in page.locator(WHO).inner_text()
    accessible(page)
    assert course.run(sys.executable, "-m", "autograder", "grade").returncode == 0

    # The next grader sees what was ticked and by whom, and can use the comment again.
    page = uma.opens(address, course, "ada")
    assert [box.is_checked() for box in boxes_of(page)] == [index in (0, 2) for index in range(len(checks))]
    assert "Marked by tim" in page.locator(WHO).inner_text()
    page = uma.opens(address, course, "bob")
    page.select_option(f"#{WRITTEN}-reuse", label="See section 3.")
    settled(page)
    assert mark(course, "bob") == (None, "See section 3.")

    # What a person typed is nobody's ticks.
    page = uma.opens(address, course, "ada")
    page.fill(SCORE, "0.25")
    page.press(SCORE, "Tab")
    settled(page)
    assert not any(box.is_checked() for box in boxes_of(page))
    assert "Marked by uma" in page.locator(WHO).inner_text() and "tim" in page.locator(WHO).inner_text()

    done = course.run(sys.executable, "-m", "autograder", "grade")
    assert done.returncode == 0, done.stdout + done.stderr
    feedback = course.root / "autograder" / "feedback" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.html"
    text = feedback.read_text(encoding="utf-8")
    assert "See section 3." in text and checks[0].question in text and "0.25 / 3" in text
    with (course.root / "autograder" / "changes.csv").open(encoding="utf-8") as file:
        why = [row["why"] for row in csv.DictReader(file) if row["cell"] == WRITTEN]
    assert why == ["marked by hand by uma"]  # a first mark is no change


def boxes_of(page: Any) -> list[Any]:
    return list(page.locator(f"{BOX} input[type=checkbox]").all())


@pytest.mark.parametrize(("choice", "left"), [("Keep theirs", 1.0), ("Use mine", 2.0)])
def test_the_second_is_told_before_anything_is_overwritten(
    course: Course, address: str, graders: tuple[Grader, Grader], choice: str, left: float
) -> None:
    clear(course, "bob")
    tim, uma = graders
    slow, fast = tim.opens(address, course, "bob"), uma.opens(address, course, "bob")
    fast.fill(SCORE, "1")
    fast.press(SCORE, "Tab")
    settled(fast)
    slow.fill(SCORE, "2")
    # Leaving by a link does not slip past.
    before = slow.url.split("?")[0]
    slow.locator("nav li.next a").click()
    dialog = slow.locator(DIALOG)
    dialog.wait_for()
    assert mark(course, "bob")[0] == 1.0 and slow.url.split("?")[0] == before
    said = dialog.inner_text()
    assert "uma saved this" in said and "1 point" in said and "2 points" in said
    accessible(slow)
    dialog.get_by_role("button", name=choice).click()
    slow.wait_for_url(lambda url: url.split("?")[0] != before)
    assert mark(course, "bob")[0] == left
    by = [entry.by for entry in record.read(record.path_of(course.coursedir())) if entry.student == "bob"]
    assert by[-1] == ("uma" if choice == "Keep theirs" else "tim")


def test_two_comments_can_both_be_kept(course: Course, address: str, graders: tuple[Grader, Grader]) -> None:
    clear(course, "bob")
    tim, uma = graders
    slow, fast = tim.opens(address, course, "bob"), uma.opens(address, course, "bob")
    for page, text in ((fast, "Which number?"), (slow, "Say why.")):
        page.fill(COMMENT, text)
        page.press(COMMENT, "Tab")
        settled(page)
    slow.locator(DIALOG).get_by_role("button", name="Keep both").click()
    settled(slow)
    assert mark(course, "bob")[1] == "Which number?\n\nSay why."
    assert slow.input_value(COMMENT) == "Which number?\n\nSay why."


def test_what_cannot_be_saved_is_said(course: Course, address: str, graders: tuple[Grader, Grader]) -> None:
    """The file of marks is a folder, as if the disk refused: no mark without who gave it."""
    clear(course, "bob")
    page = graders[0].opens(address, course, "bob")
    path: Path = record.path_of(course.coursedir())
    aside = path.rename(path.with_suffix(".aside"))
    path.mkdir()
    try:
        page.fill(SCORE, "2")
        page.press(SCORE, "Tab")
        page.locator(DIALOG).wait_for()
        assert mark(course, "bob")[0] is None
    finally:
        path.rmdir()
        aside.rename(path)
    page.locator(DIALOG).get_by_role("button", name="Try again").click()
    settled(page)
    assert mark(course, "bob")[0] == 2.0


def clear(course: Course, student: str) -> None:
    with gradebook(course) as opened:
        opened.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, student).manual_score = None
        opened.find_comment(WRITTEN, NOTEBOOK, ASSIGNMENT, student).manual_comment = None
        opened.db.commit()
