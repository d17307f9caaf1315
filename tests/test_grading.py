"""Grading through the real nbgrader: its command, its API, its gradebook, its feedback, its export."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest
from grading_course import ASSIGNMENT, Course

from autograder import chapters
from autograder.building.variants import answer_cells
from autograder.grading import sandbox
from autograder.sample import answers

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("grading"),  # one class, graded once
    pytest.mark.timeout(900),
]

SIX = "06_iron_law_exercises"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a class that has been graded: all kinds of honest submissions."""
    course, known = Course.make(tmp_path_factory.mktemp("course")), chapters.load()
    for name in course.names:
        course.submit("perfect", name, course.perfect(name))
        course.submit("blank", name, course.blank(name))
        source = course.source(name)
        for number in range(4):
            text = answers(source, lambda entry, n=number: entry.right[n % len(entry.right)])
            course.submit(f"right_{number}", name, course.perfect(name, **text))
        for exercise in _autograded(course, name):
            wrong = answers(
                source,
                lambda entry, only=known[exercise].known: (
                    next(iter(entry.wrong.values()))[0] if entry is only else None
                ),
            )
            course.submit(_mistaken(course, name, exercise), name, course.perfect(name, **wrong))
    noisy = {"training_days": "import warnings, sys\nwarnings.warn('careful')\nprint('x', file=sys.stderr)\n"}
    noisy["training_days"] += "training_days = q.training_ops / (q.gpus * q.peak * q.efficiency)"
    course.submit("noisy", SIX, course.perfect(SIX, **noisy))
    broken = {"training_days": "training_days = undefined_name + 1"}
    course.submit("broken", SIX, course.perfect(SIX, **broken))
    outcomes = course.autograde()
    assert [o.student for o in outcomes if o.problem] == []
    return course


def _autograded(course: Course, name: str) -> list[str]:
    known = chapters.load()
    return [cell for cell in answer_cells(course.source(name)) if cell in known]


def _mistaken(course: Course, name: str, exercise: str) -> str:
    """Return who has this exercise wrong and the rest of its notebook right; one mistake a notebook."""
    return f"wrong_{_autograded(course, name).index(exercise)}"


def test_a_perfect_submission_gets_every_point(course: Course) -> None:
    """The reference answers are worth full marks, cell by cell."""
    assert course.scores("perfect") == course.maxima()


def test_a_blank_submission_gets_nothing_and_no_traceback(course: Course) -> None:
    """Every test says that nothing was attempted, and the notebook runs to its end."""
    assert set(course.scores("blank").values()) == {0.0}
    for name in course.names:
        notebook = course.autograded("blank", name)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert not [output for output in outputs if output.output_type == "error"]
        for exercise in _autograded(course, name):
            assert "not attempted yet" in course.cell_text("blank", name, f"test_{exercise}")


def test_the_check_of_all_answers_keeps_quiet_where_it_is_graded(tmp_path: Path) -> None:
    """The tests say it all; nothing is judged a second time, in the student's process."""
    course = Course.make(tmp_path, (SIX,))
    course.submit("ada", SIX, course.perfect(SIX))
    course.autograde()
    assert course.scores("ada") == course.maxima()
    (cell,) = [one for one in course.autograded("ada", SIX).cells if one.source.endswith("check_all()")]
    assert cell.outputs == [] and cell.execution_count


@pytest.mark.parametrize("number", range(4))
def test_every_right_form_gets_every_point(course: Course, number: int) -> None:
    """Other units, numeric types and styles lose nothing."""
    lost = {c: s for c, s in course.scores(f"right_{number}").items() if s != course.maxima()[c]}
    assert lost == {}


def test_a_wrong_answer_loses_its_own_test_and_no_other(course: Course) -> None:
    """Each known mistake costs points in its own test cell alone, and its cause is named there."""
    maxima, exercises = course.maxima(), chapters.load()
    for name in course.names:
        for exercise in _autograded(course, name):
            assert exercises[exercise].known is not None, f"{exercise} has no known answers"
            scores = course.scores(_mistaken(course, name, exercise))
            own = {f"test_{e}" for e in _autograded(course, name)}
            assert own <= set(scores)
            lost = [cell for cell in own if scores[cell] < maxima[cell]]
            assert lost == [f"test_{exercise}"]


def test_warnings_and_stderr_cost_nothing(course: Course) -> None:
    """What the student's code prints or warns does not change the score."""
    assert course.scores("noisy")["test_training_days"] == course.maxima()["test_training_days"]


def test_a_cell_that_stops_costs_its_own_points_and_says_why(course: Course) -> None:
    """An exception in one answer cell leaves the others alone, and the test names it."""
    scores, maxima = course.scores("broken"), course.maxima()
    six = {f"test_{name}" for name in _autograded(course, SIX)}
    assert [cell for cell in six if scores[cell] < maxima[cell]] == ["test_training_days"]
    assert "NameError" in course.cell_text("broken", SIX, "test_training_days")


def test_feedback_shows_the_diagnosis_and_no_hidden_test(course: Course) -> None:
    """The feedback pages name the mistake, and show neither the hidden tests nor anything to load."""
    student = _mistaken(course, SIX, "training_days")
    outcome = course.api().generate_feedback(ASSIGNMENT, student)
    assert outcome["success"], outcome
    pages = list((course.root / "autograder" / "feedback" / student).rglob("*.html"))
    assert len(pages) == len(list(course.folder(student).glob("*.ipynb")))
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "not yet right" in text
    assert "HIDDEN TESTS" not in text and "autograder" not in text
    assert not re.search(r"<script|https?://(?!www\.w3\.org)[^\s\"'<]*\.(?:js|css)", text)


def test_the_commands_of_nbgrader_give_the_same_scores(course: Course, tmp_path: Path) -> None:
    """``nbgrader autograde`` and ``nbgrader export`` go the trusted way, too."""
    before = course.scores("right_1")
    done = course.run("nbgrader", "autograde", ASSIGNMENT, "--student", "right_1", "--force")
    assert done.returncode == 0, done.stderr
    assert course.scores("right_1") == before
    done = course.run("nbgrader", "export", "--to", str(tmp_path / "grades.csv"))
    assert done.returncode == 0, done.stderr
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["perfect"]["raw_score"]) == sum(course.maxima().values())
    assert rows["perfect"]["needs_manual_grade"] == "yes"


def test_the_formgraders_button_goes_the_trusted_way(course: Course) -> None:
    """The API that the formgrader calls grades with the same class."""
    before = course.scores("noisy")
    outcome = course.run(
        sys.executable,
        "-c",
        "from nbgrader.apps import NbGraderAPI; from nbgrader.coursedir import CourseDirectory;"
        "from autograder.grading.command import load_config; from pathlib import Path;"
        "config = load_config(Path.cwd());"
        "api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config);"
        f"result = api.autograde({ASSIGNMENT!r}, 'noisy'); print(result['success'])",
    )
    assert outcome.stdout.strip().endswith("True"), outcome.stdout + outcome.stderr
    assert course.scores("noisy") == before


def test_manual_scores_and_comments_survive_grading_again(course: Course) -> None:
    """A TA's points and comment stay when the submission is graded again."""
    from nbgrader.api import Gradebook

    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        grade = gradebook.find_grade("explain_utilisation", SIX, ASSIGNMENT, "perfect")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        comment = gradebook.find_comment("explain_utilisation", SIX, ASSIGNMENT, "perfect")
        comment.manual_comment = "Well argued."
        gradebook.db.commit()
    course.autograde("perfect")
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        grade = gradebook.find_grade("explain_utilisation", SIX, ASSIGNMENT, "perfect")
        assert grade.manual_score == 2.0
        comment = gradebook.find_comment("explain_utilisation", SIX, ASSIGNMENT, "perfect")
        assert comment.manual_comment == "Well argued."
