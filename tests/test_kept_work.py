"""What a student typed into a cell of the course is kept: it runs where it stood, in sight of everybody."""

from __future__ import annotations

import copy
import html
import json
import re
from typing import Any

import nbformat
import pytest
from adversarial.kit import cell
from grading_course import ASSIGNMENT, Course
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from autograder.grading import sandbox
from autograder.grading.outcome import Outcome
from autograder.grading.repair import typed

IRON = "06_iron_law_exercises"
DAYS = "training_days = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day')"
STUB = "training_days = ..."
CEIL = (
    "gpus_for_deadline = math.ceil((q.training_ops / (q.deadline * q.peak * q.efficiency)).to('').magnitude)"
)
PROSE = "Half of the peak is lost while weights wait for memory, so a run takes about twice as long."


def _answer_in_test(made: Any) -> None:
    cell(made, "training_days").source = STUB
    cell(made, "test_training_days").source = f"{DAYS}\n{cell(made, 'test_training_days').source}"


def _answer_below_the_check(made: Any) -> None:
    cell(made, "training_days").source = STUB
    cell(made, "test_training_days").source += f"\n{DAYS}"


def _answer_for_the_test(made: Any) -> None:
    cell(made, "training_days").source = STUB
    cell(made, "test_training_days").source = DAYS


def _needs_the_rest(made: Any) -> None:
    cell(made, "training_days").source = STUB
    test = cell(made, "test_training_days")
    test.source = f"for _ in range(1):\n    {DAYS}\n    {test.source}"


def _import_in_locked(made: Any) -> None:
    cell(made, "gpus_for_deadline").source = CEIL
    cell(made, "imports_iron_law").source += "\nimport math"


def _import_above_locked(made: Any) -> None:
    cell(made, "gpus_for_deadline").source = CEIL
    top = cell(made, "imports_iron_law")
    top.source = f"import math\n{top.source}"


def _helper_below_the_numbers(made: Any) -> None:
    """It needs what the locked cell makes, and takes a name that an earlier one holds otherwise."""
    cell(made, "training_days").source = "training_days = days"
    cell(made, "numbers_iron_law").source += f"\n{DAYS.replace('training_days', 'days')}"
    made.cells.insert(
        1, new_code_cell("class q:\n    training_ops = gpus = peak = efficiency = np.float64(1)")
    )


def _copied_locked(made: Any) -> None:
    cell(made, "gpus_for_deadline").source = CEIL
    again = copy.deepcopy(cell(made, "imports_iron_law"))
    again.source += "\nimport math"
    made.cells.insert(3, again)


def _retyped_test(made: Any) -> None:
    cell(made, "training_days").source = STUB
    test = cell(made, "test_training_days")
    at = made.cells.index(test)
    made.cells[at] = new_code_cell(f"{DAYS}\n{test.source}")


def _retyped_locked(made: Any) -> None:
    cell(made, "gpus_for_deadline").source = CEIL
    top = cell(made, "imports_iron_law")
    made.cells[made.cells.index(top)] = new_code_cell(f"{top.source}\nimport math")


def _prose_in_question(made: Any) -> None:
    cell(made, "explain_utilisation").source = "YOUR ANSWER HERE"
    cell(made, "ask_utilisation").source += f"\n\n{PROSE}"


def _more_prose_in_question(made: Any) -> None:
    cell(made, "explain_utilisation").source = "And the rest."
    cell(made, "ask_utilisation").source += f"\n\n{PROSE}"


def _prose_for_question(made: Any) -> None:
    cell(made, "explain_utilisation").source = "YOUR ANSWER HERE"
    cell(made, "ask_utilisation").source = PROSE


def _prose_in_markdown(made: Any) -> None:
    question = next(c for c in made.cells if c.source.startswith("## 2."))
    question.source += f"\n\n{PROSE}"


def _picture_of_ones_own(made: Any) -> None:
    made.cells.append(
        new_markdown_cell(f"{PROSE} ![p](attachment:p.png)", attachments={"p.png": {"image/png": PIXEL}})
    )


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
BEFORE, BELOW = "was kept, as a cell before it", "was kept, as a cell below it"
KEPT: dict[str, tuple[Any, str, str | None]] = {
    # what somebody does: how, what has to be seen, the note
    "answer_in_test": (_answer_in_test, DAYS, f"typed into test_training_days {BEFORE}"),
    "answer_below_check": (_answer_below_the_check, DAYS, f"typed into test_training_days {BEFORE}"),
    "answer_for_test": (_answer_for_the_test, DAYS, f"typed into test_training_days {BEFORE}"),
    "needs_the_rest": (_needs_the_rest, f"for _ in range(1):\n    {DAYS}", f"test_training_days {BEFORE}"),
    "import_in_locked": (_import_in_locked, "import math", f"typed into imports_iron_law {BELOW}"),
    "import_above_locked": (_import_above_locked, "import math", f"typed into imports_iron_law {BEFORE}"),
    "helper": (_helper_below_the_numbers, "days = (q.training_ops", f"typed into numbers_iron_law {BELOW}"),
    "copied_locked": (_copied_locked, "import math", f"typed into imports_iron_law {BELOW}"),
    "retyped_test": (_retyped_test, DAYS, "1 missing course cells were put back: test_training_days"),
    "retyped_locked": (
        _retyped_locked,
        "import math",
        "1 missing course cells were put back: imports_iron_law",
    ),
    "prose_in_question": (_prose_in_question, PROSE, "ask_utilisation counts as explain_utilisation"),
    "more_prose": (_more_prose_in_question, PROSE, "ask_utilisation counts as explain_utilisation"),
    "prose_for_question": (_prose_for_question, PROSE, "ask_utilisation counts as explain_utilisation"),
    "prose_in_markdown": (_prose_in_markdown, PROSE, None),
    "picture": (_picture_of_ones_own, PROSE, None),
}


def _claims_its_points(made: Any) -> None:
    cell(made, "training_days").source = STUB
    text = "def grade(*a): return 99.0\ndef check(*a): return 99.0\nimport builtins\n"
    cell(made, "test_training_days").source = f"{text}builtins.grade = grade\n99.0"


def _rebinds_an_answer(made: Any) -> None:
    cell(made, "training_days").source = STUB
    cell(
        made, "test_training_days"
    ).source = "class T(float): pass\ntraining_days = T('nan')\nraise SystemExit(0)"


def _ends_the_process(made: Any) -> None:
    cell(made, "test_training_days").source = "import os\nos._exit(0)"


def _other_numbers(made: Any) -> None:
    """A locked cell that was changed: the course's own has the last word."""
    cell(made, "numbers_iron_law").source = "class q:\n    training_ops = gpus = peak = efficiency = 1\nq"


HOSTILE = {
    "claims": (_claims_its_points, {"test_training_days"}),
    "rebinds": (_rebinds_an_answer, {"test_training_days"}),
    "ends": (_ends_the_process, None),
    "numbers": (_other_numbers, set()),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, dict[str, Outcome]]:
    """Grade a class of people who typed into the course's cells."""
    if (reason := sandbox.probe()) is not None:
        pytest.skip(f"no sandbox: {reason}")
    course = Course.make(tmp_path_factory.mktemp("class"), (IRON,))
    for student, (change, *_) in {**KEPT, **HOSTILE}.items():
        made = course.perfect(IRON)
        change(made)
        course.submit(student, IRON, made)
    outcomes = {outcome.student: outcome for outcome in course.autograde()}
    for student in KEPT:
        made = course.api().generate_feedback(ASSIGNMENT, student, force=True)
        assert made["success"], made
    return course, outcomes


pytestmark = [pytest.mark.usefixtures("warm_workers"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("student", KEPT)
def test_it_gets_its_points(graded: tuple[Course, dict[str, Outcome]], student: str) -> None:
    course, outcomes = graded
    assert course.scores(student) == course.maxima()
    assert outcomes[student].problem is None
    note = KEPT[student][2]
    assert note is None or any(note in one for one in outcomes[student].notes), outcomes[student].notes


@pytest.mark.parametrize("student", KEPT)
def test_it_is_in_sight_for_everybody(graded: tuple[Course, dict[str, Outcome]], student: str) -> None:
    course, _ = graded
    text = KEPT[student][1]
    notebook = course.autograded(student, IRON)
    assert sum(text in one.source for one in notebook.cells) == 1

    def visible(page: str) -> bool:
        words = "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
        return "".join(text.split()) in words

    (page,) = (course.root / "autograder" / "feedback" / student).rglob("*.html")
    assert visible(page.read_text(encoding="utf-8"))
    shown, _ = HTMLExporter().from_notebook_node(notebook)
    assert visible(shown)


@pytest.mark.parametrize("student", ["prose_in_question", "more_prose", "prose_for_question"])
def test_prose_in_a_question_is_the_written_answer(
    graded: tuple[Course, dict[str, Outcome]], student: str
) -> None:
    course, _ = graded
    written = cell(course.autograded(student, IRON), "explain_utilisation").source
    assert written == (f"{PROSE}\n\nAnd the rest." if student == "more_prose" else PROSE)
    asked = cell(course.autograded(student, IRON), "ask_utilisation").source
    master = nbformat.read(course.root / "source" / ASSIGNMENT / f"{IRON}.ipynb", as_version=4)
    assert asked == cell(master, "ask_utilisation").source and PROSE not in asked
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        grade = gradebook.find_grade("explain_utilisation", IRON, ASSIGNMENT, student)
        assert grade.needs_manual_grade and grade.auto_score is None


def test_a_picture_of_ones_own_is_kept(graded: tuple[Course, dict[str, Outcome]]) -> None:
    course, _ = graded
    last = course.autograded("picture", IRON).cells[-1]
    assert last.attachments == {"p.png": {"image/png": PIXEL}}


@pytest.mark.parametrize("student", HOSTILE)
def test_hostile_text_in_a_course_cell_gains_nothing(
    graded: tuple[Course, dict[str, Outcome]], student: str
) -> None:
    course, outcomes = graded
    lost, scores, maxima = HOSTILE[student][1], course.scores(student), course.maxima()
    notes = " | ".join(outcomes[student].notes)
    assert "was kept, as a cell before it" in notes and "restored" in notes
    if lost is None:  # what it had before its process ended
        assert scores["test_training_days"] == 0 and all(scores[name] <= maxima[name] for name in maxima)
    else:
        assert scores == {name: 0.0 if name in lost else points for name, points in maxima.items()}


@pytest.mark.parametrize(
    ("source", "released", "kept"),
    [
        ("check('a')", "check('a')", ""),
        ("  check( 'a' )\n\n", "check('a')", ""),
        ("a = 1\ncheck('a')", "check('a')", "a = 1"),
        ("check('a')\n# why\na = 1", "check('a')", "# why\na = 1"),
        ("if True:\n    check('a')", "check('a')", "if True:\n    check('a')"),
        ("a = (1 +\ncheck('a')", "check('a')", "a = (1 +\ncheck('a')"),
        ("", "check('a')", ""),
        ("x = '\0'", "x = 1", "x = '\0'"),
    ],
)
def test_what_was_typed_is_told_from_the_course(source: str, released: str, kept: str) -> None:
    assert typed(source, released, "code") == kept


def test_a_cell_of_an_earlier_version_was_not_typed_by_a_student() -> None:
    from nbgrader.utils import compute_checksum
    from test_repair import mend, submission

    made = submission()
    for one in made.cells:
        if one.id in ("test_alpha", "imports"):
            one.source = f"{one.source}  # as it was last year\nold_{one.id} = 1"
            one.metadata.nbgrader["checksum"] = compute_checksum(one)
    result = mend(json.loads(json.dumps(made)))
    assert not any("old_" in one.source for one in result.cells)
    assert not any("typed" in note for note in result.notes)
    assert any("another version of the course" in note for note in result.notes)
