"""Feedback follows the gradebook, costs nobody else anything, and a mark given by hand stays given."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograder.grading import feedback, layout, pages, sandbox

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("feedback"),
]

STUDENTS = ("ada", "bob", "cyd")
PROSE = "explain_utilisation"


def grade(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", *arguments)


def page(course: Course, student: str) -> Path:
    return course.root / "autograder" / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"


def text(course: Course, student: str) -> str:
    return page(course, student).read_text(encoding="utf-8")


def change(course: Course, how: Callable[[Gradebook], None]) -> None:
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        how(gradebook)
        gradebook.db.commit()


def mark(gradebook: Gradebook, student: str = "ada", score: float = 2.0) -> None:
    found = gradebook.find_grade(PROSE, NOTEBOOK, ASSIGNMENT, student)
    found.manual_score, found.needs_manual_grade = score, False


def comment(gradebook: Gradebook) -> None:
    gradebook.find_comment(PROSE, NOTEBOOK, ASSIGNMENT, "ada").manual_comment = "Well argued."


def due(gradebook: Gradebook) -> None:
    gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-01 00:00:00 UTC")


def extend(gradebook: Gradebook) -> None:
    for student in STUDENTS[1:]:
        gradebook.find_submission(ASSIGNMENT, student).extension = timedelta(days=365)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a graded class in which whoever is late has no points."""
    course = small_course(tmp_path_factory.mktemp("class"))
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    for student in STUDENTS:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
        (course.folder(student) / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC")
    done = grade(course)
    assert "feedback: pages of 3 students made" in done.stdout, done.stdout + done.stderr
    return course


@pytest.mark.parametrize(
    ("how", "whose", "words"),
    [
        (mark, {"ada"}, "2.0 / 3.0"),
        (comment, {"ada"}, "Well argued."),
        (lambda gradebook: mark(gradebook, score=2.5), {"ada"}, "2.5 / 3.0"),
        (due, set(STUDENTS), "taken off for lateness"),
        (extend, set(STUDENTS[1:]), None),
    ],
    ids=["mark", "comment", "other mark", "due date", "extension"],
)
def test_what_changes_in_the_gradebook_changes_the_pages_of_exactly_those(
    course: Course, how: Callable[[Gradebook], None], whose: set[str], words: str | None
) -> None:
    before = {student: page(course, student).stat().st_mtime_ns for student in STUDENTS}
    change(course, how)
    done = grade(course)
    assert done.returncode == 0, done.stdout + done.stderr
    after = {student: page(course, student).stat().st_mtime_ns for student in STUDENTS}
    assert {student for student in STUDENTS if after[student] != before[student]} == whose
    for student in whose:
        assert words is None or words in text(course, student)
    if how is extend:
        assert "lateness" not in text(course, "bob") and "lateness" in text(course, "ada")
        assert "lateness" not in text(course, "cyd")


def test_a_deleted_folder_is_made_again_and_the_others_stay(course: Course) -> None:
    before = text(course, "bob")
    times = {student: page(course, student).stat().st_mtime_ns for student in ("ada", "cyd")}
    page(course, "bob").unlink()
    assert grade(course).returncode == 0
    assert text(course, "bob") == before
    assert times == {student: page(course, student).stat().st_mtime_ns for student in ("ada", "cyd")}


def test_a_removed_student_costs_nobody_else_the_feedback(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    for student in ("ada", "gone"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    assert grade(course).returncode == 0
    removed = course.run("nbgrader", "db", "student", "remove", "gone", "--force")
    assert removed.returncode == 0, removed.stderr
    change(course, mark)
    done = grade(course)
    assert "2.0 / 3.0" in text(course, "ada"), done.stdout + done.stderr
    assert "python -m autograder forget gone" in done.stdout


# -- a mark by hand, and grading again ----------------------------------------------------------------------


def waits(course: Course, student: str) -> tuple[float | None, bool]:
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        found = gradebook.find_grade(PROSE, NOTEBOOK, ASSIGNMENT, student)
        return found.manual_score, bool(found.needs_manual_grade)


def test_an_unchanged_answer_keeps_its_mark_and_stays_done(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    notebook = course.perfect(NOTEBOOK)
    course.submit("ada", NOTEBOOK, notebook)
    course.autograde(jobs=1)
    assert waits(course, "ada") == (None, True)
    change(course, mark)
    course.autograde(jobs=1)
    assert waits(course, "ada") == (2.0, False)
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK, training_days="training_days = 3"))
    course.autograde(jobs=1)
    assert waits(course, "ada") == (2.0, False)  # another answer changed, not this one
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK, **{PROSE: "Something else."}))
    course.autograde(jobs=1)
    assert waits(course, "ada") == (2.0, True)


def test_a_test_that_a_ta_overruled_waits_again_only_when_the_code_is_another(tmp_path: Path) -> None:
    course, cell = small_course(tmp_path), "test_training_days"

    def overrule(gradebook: Gradebook) -> None:
        found = gradebook.find_grade(cell, NOTEBOOK, ASSIGNMENT, "ada")
        found.manual_score, found.needs_manual_grade = 1.0, False

    def open_again() -> bool:
        coursedir = course.coursedir()
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return bool(gradebook.find_grade(cell, NOTEBOOK, ASSIGNMENT, "ada").needs_manual_grade)

    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK, training_days="training_days = 3"))
    course.autograde(jobs=1)
    change(course, overrule)
    course.autograde(jobs=1)
    assert not open_again()
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK, training_days="training_days = 4"))
    course.autograde(jobs=1)
    assert open_again()


# -- pages made to choke ------------------------------------------------------------------------------------

HEAVY = {
    "matrix": "$$\\begin{matrix}" + "a&" * 15_000 + "a\\end{matrix}$$",
    "attributes": "<b " + " ".join(f"a{number}=1" for number in range(90_000)) + ">x</b>",
    "style": '<b style="color:' + "(" * 5000 + '">x</b>',
}


def test_heavy_pages_cost_their_own_student_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = small_course(tmp_path)
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    for student, heavy in HEAVY.items():
        notebook = course.perfect(NOTEBOOK)
        notebook.cells += [new_markdown_cell(f"{heavy}\n\nNumber {number}") for number in range(4)]
        course.submit(student, NOTEBOOK, notebook)
    course.autograde(jobs=2)
    started = time.monotonic()
    made = feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT)
    took = time.monotonic() - started
    assert made.problems == {} and set(made.students) == {"ada", *HEAVY}
    assert took < len(HEAVY) * 3 * layout.CPU_SECONDS  # it ends at all; each has one budget
    for student in HEAVY:
        assert "Number 3" in text(course, student) and "Score: <strong>" in text(course, student)
    assert "Shown as plain text" in text(course, "matrix")
    assert "Shown as plain text" not in text(course, "ada")


def test_a_process_that_dies_is_followed_by_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever kills the process that lays out: the second one lays nothing out."""
    course = small_course(tmp_path)
    notebook = course.perfect(NOTEBOOK)
    notebook.cells.append(new_markdown_cell("**bold** " * 3))
    course.submit("ada", NOTEBOOK, notebook)
    course.autograde(jobs=1)
    first = feedback._Student.start

    def start(self: Any) -> None:
        first(self)
        if not self._plain:
            self._process.kill()

    monkeypatch.setattr(feedback._Student, "start", start)
    made = feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT)
    assert made.problems == {}
    assert "**bold** **bold**" in text(course, "ada") and "Shown as plain text" in text(course, "ada")


def test_a_page_that_cannot_be_made_is_named_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = small_course(tmp_path)
    for student in ("ada", "bob"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    course.autograde(jobs=1)
    first = feedback._Student.start

    def start(self: Any) -> None:
        first(self)
        if self.name == "ada":
            self._process.kill()

    with monkeypatch.context() as broken:
        broken.setattr(feedback._Student, "start", start)
        made = feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT)
    assert set(made.problems) == {"ada"} and NOTEBOOK in made.problems["ada"]
    assert "Score: <strong>" in text(course, "ada") and "could not be laid out" in text(course, "ada")
    assert "could not be laid out" not in text(course, "bob")
    again = feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT)
    assert (again.students, again.problems) == (["ada"], {})


def test_a_folder_in_the_place_of_a_page_costs_nothing(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    for student in ("ada", "bob"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    odd = course.folder("ada") / f"{NOTEBOOK}.html"
    odd.mkdir()
    (odd / "x.txt").write_text("x")
    done = grade(course)
    assert "Score: <strong>" in text(course, "ada") and "Score: <strong>" in text(course, "bob")
    assert "Needs attention" not in done.stdout, done.stdout


def test_only_pages_and_what_the_exchange_reads_go_back(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    for name, content in {
        "timestamp.txt": "2026-03-01 10:00:00 UTC",
        "submission_secret.txt": "abc",
        "own.txt": "x",
    }.items():
        (course.folder("ada") / name).write_text(content)
    course.autograde(jobs=1)
    done = course.run("nbgrader", "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in page(course, "ada").parent.iterdir()} == {
        f"{NOTEBOOK}.html",
        "timestamp.txt",
        "submission_secret.txt",
        ".made-from",
    }


def test_one_budget_holds_for_all_pieces() -> None:
    with pages.budget(0.0):
        assert "Shown as plain text" in pages.markdown_html("**a**")
    assert pages.markdown_html("**a**") == "<p><strong>a</strong></p>"


def test_the_page_says_whom_to_write_to_and_what_to_send(tmp_path: Path) -> None:
    """As `course.toml` has it; pages are made again when that changes. What to send stands on the page."""
    course = small_course(tmp_path)
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK, training_days='training_days = Q_(7, "day")'))
    course.autograde(jobs=1)
    settings = course.root / "course.toml"
    empty = settings.read_text(encoding="utf-8")
    said = {
        "": "Write to your TA and send",
        "ta@example.edu": 'Write to <a href="mailto:ta@example.edu">ta@example.edu</a> and send',
        "<b>Ada</b> & Co.": "Write to &lt;b&gt;Ada&lt;/b&gt; &amp; Co. and send",
    }
    for contact, line in said.items():
        settings.write_text(empty.replace('contact = ""', f'contact = "{contact}"'), encoding="utf-8")
        assert feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT).students == ["ada"]
        assert feedback.bring_up_to_date(course.coursedir(), ASSIGNMENT).students == []
        assert line in text(course, "ada")
    page = text(course, "ada")
    assert "<code>test_training_days</code>" in page and "read: 7 day" in page and "key: version " in page
