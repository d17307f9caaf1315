"""What a TA reads: the table, the page and the scores of a class, run after run."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook

from autograder import desk
from autograder.grading import sandbox
from autograder.grading.outcome import Change, Outcome
from autograder.grading.progress import Progress
from autograder.grading.report import Before, Line, Report

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("report"),
]

BROKEN = "the file is not a notebook"


def hand_in(course: Course, student: str, day: int | None = 1, **changed: str) -> None:
    course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK, **changed))
    if day is not None:
        (course.folder(student) / "timestamp.txt").write_text(f"2026-03-0{day} 10:00:00 UTC")


def grade(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", *arguments)


def page(course: Course) -> str:
    return (course.root / "autograder" / "report.html").read_text(encoding="utf-8")


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, subprocess.CompletedProcess[str]]:
    """Return a graded class: right, wrong, repaired, broken, misnamed, and one that handed in nothing."""
    course = small_course(tmp_path_factory.mktemp("class"))
    hand_in(course, "ada")
    hand_in(course, "bob", training_days="training_days = q.gpus")
    hand_in(course, "dan é", training_days="training_days = q.gpus")
    notebook = course.perfect(NOTEBOOK)
    notebook.cells = [c for c in notebook.cells if "test_training_days" not in str(c.metadata)]
    course.submit("ann", NOTEBOOK, notebook)
    course.submit("carol", NOTEBOOK, "{broken")
    submitted = course.root / "autograder" / "submitted"
    (submitted / "eve" / "ch1_introduction").mkdir(parents=True)
    (submitted / "fay").mkdir()
    (submitted / "stray.ipynb").write_text("{}")
    return course, grade(course)


def test_a_run_with_nothing_new_changes_no_report(
    graded: tuple[Course, subprocess.CompletedProcess[str]],
) -> None:
    """Notes, mistakes and problems are those of the class, whenever it was graded."""
    course, first = graded
    assert first.returncode == 1, first.stderr
    before = page(course)
    assert "unit:missing" in before and "1 missing course cells were put back" in before and BROKEN in before
    scores = (course.root / "autograder" / "scores.csv").read_text()
    again = grade(course)
    assert again.returncode == 1, again.stderr
    assert page(course) == before
    assert (course.root / "autograder" / "scores.csv").read_text() == scores


def test_a_class_graded_without_a_record_has_its_mistakes(
    graded: tuple[Course, subprocess.CompletedProcess[str]],
) -> None:
    """The autograded notebooks alone tell who made which mistake, as far as the sentence gives it away."""
    course = graded[0]
    record = course.root / "autograder" / "autograded" / f".report-{ASSIGNMENT}.json"
    kept = record.read_bytes()
    coursedir = course.coursedir()
    try:
        record.write_text("[no json")
        causes = desk.of_class(coursedir, ASSIGNMENT).causes
    finally:
        record.write_bytes(kept)
    (row,) = [row for row in causes.itertuples() if row.exercise == "training_days"]
    assert row.students == 2 and "has no unit" in row.told


def test_every_student_has_a_row_that_hides_nothing(
    graded: tuple[Course, subprocess.CompletedProcess[str]],
) -> None:
    course = graded[0]
    found = rows(course.root / "autograder" / "scores.csv")
    assert "stray.ipynb: a notebook of nobody" in graded[1].stdout
    assert set(found) == {"ada", "ann", "bob", "carol", "dan é", "eve", "fay"}
    assert list(found["ada"])[-1] == "problem"
    assert (found["ada"]["score"], found["ada"]["problem"]) == ("7.0", "")
    for student, problem in (("carol", BROKEN), ("eve", "ch1_introduction"), ("fay", "nothing handed in")):
        assert found[student]["score"] == found[student]["raw_score"] == "", student
        assert problem in found[student]["problem"]
    done = course.run("nbgrader", "export", "--to", str(course.root / "export.csv"))
    assert done.returncode == 0, done.stderr
    exported = rows(course.root / "export.csv")
    assert BROKEN in exported["carol"]["problem"] and exported["bob"] == found["bob"]


def test_links_lead_to_the_feedback(graded: tuple[Course, subprocess.CompletedProcess[str]]) -> None:
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if name == "href")

    Links().feed(page(graded[0]))
    graded_ones = ("ada", "ann", "bob", "dan%20%C3%A9")
    assert [link for link in found if "feedback" in link] == [
        f"./feedback/{student}/{ASSIGNMENT}/" for student in graded_ones
    ]
    assert [link for link in found if "students/" in link] == [
        f"./report/{ASSIGNMENT}/students/{student}.html" for student in graded_ones
    ]
    for link in found:
        if link.startswith("./"):
            assert (graded[0].root / "autograder" / unquote(link)).exists(), link


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ch02_foo"], f"No assignment 'ch02_foo' here; there is: {ASSIGNMENT}"),
        (["--student=zoe"], "No student 'zoe' in autograder/submitted; there is: ada, ann, bob, carol,"),
        (["--student", "eve"], f"No {ASSIGNMENT} of eve in autograder/submitted: its folder holds ch1_intro"),
    ],
)
def test_a_wrong_call_costs_one_line(
    graded: tuple[Course, subprocess.CompletedProcess[str]], arguments: list[str], said: str
) -> None:
    done = grade(graded[0], *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(said) and done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_misnamed_folder_is_no_reason_to_grade_the_sample(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    (tmp_path / "autograder" / "submitted" / "ada" / "ch1_introduction").mkdir(parents=True)
    done = grade(course)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "ada/ch1_introduction" in done.stderr and f"<student>/{ASSIGNMENT}/*.ipynb" in done.stderr
    assert not (tmp_path / "autograder" / "sample").exists()


def test_one_student_is_graded_again_and_the_table_is_the_class(tmp_path: Path) -> None:
    """The others stay as they were; whatever changed is one line."""
    course = small_course(tmp_path)
    for student in ("ada", "bob"):
        hand_in(
            course, student, training_days="training_days = q.gpus", which_are_times="which_are_times = {}"
        )
    assert grade(course).returncode == 0
    for student in ("ada", "bob"):  # in the place of the old ones, with the old time
        hand_in(course, student)
    done = grade(course, "--student=ada")
    assert done.returncode == 0, done.stderr
    assert "graded: 1 submission " in done.stdout
    now = rows(tmp_path / "autograder" / "scores.csv")
    before = now["bob"]["score"]
    assert (float(now["ada"]["score"]), float(before)) == (7.0, 3.0)
    assert [line.split()[:2] for line in done.stdout.splitlines() if line.startswith(("ada", "bob"))] == [
        ["ada", "7"],
        ["bob", "3"],
    ]
    assert "ada: new submission, 3 -> 7" in done.stdout
    assert "unit:missing" in page(course)  # bob's
    done = grade(course)
    assert "  bob: new submission, 3 -> 7 (details in autograder/changes.csv)\n" in done.stdout
    assert done.stdout.count("bob:") == 1 and "ada:" not in done.stdout


def test_changes_say_why_in_one_line() -> None:
    changes = [
        Change("a", "test_x", 1.0, 2.0001, ("k1", "k2")),
        Change("a", "test_y", 0.0, 26.006999999999998, ("k", "k")),
    ]
    outcome = Outcome("a", changes=changes)
    line = Line("a", (28.007,), 28.007, False, False, 0)
    report = Report("ch01", ("n",), 163.0, (line,), (outcome,), before={"a": Before(1.0, None)})
    assert report.changes() == ["a: graded again, 1 key changed, 1 -> 28.01 (details in changes.csv)"]


def test_notes_are_one_line_for_each_kind() -> None:
    """Many students of one kind of note take one line; notes of another kind keep their own."""
    outcomes = [Outcome(f"s{n}", notes=[f"n: {n + 2} cells were put back"]) for n in range(49)]
    outcomes += [Outcome("t", notes=["n: the process ended"]), Outcome("u", notes=["n: the process ended"])]
    report = Report("ch01", ("n",), 1.0, (), tuple(outcomes))
    assert [line for line in report.table().splitlines() if "note" in line][1:] == [
        "  note, 49 students (s0, s1, s2, ...): for example, n: 2 cells were put back",
        "  note, t, u: n: the process ended",
    ]


def test_a_terminal_has_one_line_of_progress_and_a_log_a_few() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    times = [float(second) for second in range(101)]
    shown, logged = Terminal(), io.StringIO()
    for stream in (shown, logged):
        clock = iter(times)
        progress = Progress(stream=stream, clock=lambda clock=clock: next(clock))  # type: ignore[misc]
        for done in range(1, 101):
            progress(done, 100, [Outcome("eve", problem="broken")] if done > 50 else [])
        progress.end()
    assert "\n" not in shown.getvalue() and shown.getvalue().count("graded") == 100
    assert not shown.getvalue().rsplit("\r", 2)[1].strip()  # taken off again
    lines = logged.getvalue().splitlines()
    assert len(lines) == 3 and lines[0] == "graded 30 of 100, 1.0 per second, about 70 s left"
    assert lines[2].endswith("about 10 s left; needs attention: eve")


def test_a_notebook_without_a_mark_is_blank_and_so_is_the_sum(tmp_path: Path) -> None:
    """What the machine failed is no zero: in the table, the page, the scores and nbgrader's export."""
    course = small_course(tmp_path)
    hand_in(course, "ada")
    hand_in(course, "bob")
    assert grade(course).returncode == 0
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        found = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "bob")
        for one in found.grades:
            one.auto_score = None  # as it is left where no process brought a mark back
        gradebook.db.commit()
    done = grade(course)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("bob")]
    assert not any(character.isdigit() for character in line)
    row = page(course).split('<a href="./feedback/bob/', 1)[1].split("</tr>", 1)[0]
    assert "<td" in row and ">0<" not in row and "/ 7" not in row
    assert course.run("nbgrader", "export", "--to", str(course.root / "export.csv")).returncode == 0
    for path in (course.root / "autograder" / "scores.csv", course.root / "export.csv"):
        assert rows(path)["bob"]["score"] == rows(path)["bob"]["raw_score"] == ""
        assert float(rows(path)["ada"]["score"]) > 0
    assert grade(course, "--student", "bob").returncode == 0
    assert float(rows(course.root / "autograder" / "scores.csv")["bob"]["score"]) > 0
