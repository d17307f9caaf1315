"""What a class did not understand: the report's figures, its pages, and what they never show."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT, TOP, Course, empty_gradebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder import chapters, desk
from autograder.building.release import in_memory
from autograder.building.variants import fill
from autograder.desk import causes
from autograder.desk.figures import FEW
from autograder.grading import given, sandbox
from autograder.grading.command import load_config
from autograder.grading.report import collect
from autograder.sample import answers
from mlsys_course import course as settings
from mlsys_course import scenarios
from mlsys_course.exercise import Answers
from mlsys_course.units import Q_

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("desk"),
]

SIZE = 32
CANARY = "canary flies <script>alert(1)</script>"
BEFORE = "a_before"
PAIR = ("s10", "s11")
"""Two who hand in the same wrong answers, which nobody else has, and the same written answer."""


def grade(course: Course) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", ASSIGNMENT)


def own(number: int, source: Any) -> dict[str, str]:
    """Return one student's answer cells: some right, some with a known mistake, some left open."""
    chance = random.Random(number)
    skill = 0.25 + 0.7 * number / SIZE

    def choose(known: Answers) -> str | None:
        texts = [text for forms in known.wrong.values() for text in forms]
        return None if chance.random() < skill else chance.choice(texts)

    cells = answers(source, choose, ASSIGNMENT)
    for name in list(cells):
        if name.startswith("explain_"):
            words = ["work", "rate", "time", "overhead", "utilisation", "peak", "batch", "memory"]
            cells[name] = f"Number {number}: " + " ".join(chance.choices(words, k=40))
        elif chance.random() < 0.05:
            del cells[name]
    return cells


def hand_in(course: Course) -> None:
    source = course.source(NOTEBOOK)
    shared = {
        "training_days": "training_days = Q_(12.3456789, 'day')",
        "days_saved": "days_saved = Q_(3.3333333, 'day')",
        "gpus_for_deadline": "gpus_for_deadline = 77771",
        "model_flop_utilisation": "model_flop_utilisation = 0.0123456",
    }
    for number in range(SIZE):
        student, cells = f"s{number:02}", own(number, source)
        if student in PAIR:
            same = own(10, source)
            cells = {**same, **shared}
        if number == 5:
            cells |= {
                "training_days": f"training_days = {CANARY!r}",
                "which_are_times": f"which_are_times = {{{CANARY!r}: {CANARY!r}}}",
                "iron_law": f"def iron_law(*_, **__):\n    raise ValueError({CANARY!r})",
                "days_saved": f"days_saved = {CANARY!r}.nothing",
            }
        course.submit(student, NOTEBOOK, fill(in_memory(source), cells))
        (course.folder(student) / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC")
    course.submit("broken", NOTEBOOK, "{no notebook")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a class of 32, graded: one dropped, one absent, one broken, one answer that the machine owes."""
    made = Course.make(tmp_path_factory.mktemp("class"), (NOTEBOOK,))
    hand_in(made)
    roster = made.root / "autograder" / "roster.csv"
    everybody = [f"s{number:02}" for number in range(SIZE)]
    roster.write_text("id,section\n" + "".join(f"{s},A\n" for s in [*everybody, "absent", "broken"]))
    assert grade(made).returncode == 1  # the broken one needs attention
    left = "id,section,status\ns00,A,dropped\n"
    roster.write_text(left + "".join(f"{s},A,\n" for s in [*everybody[1:], "absent", "broken"]))
    coursedir = made.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for student in everybody[:20]:
            found = gradebook.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, student)
            found.manual_score, found.needs_manual_grade = float(int(student[1:]) % 4), False
        for one in gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "s31").grades:
            one.auto_score = None  # as it is left where no process brought a mark back
        earlier = gradebook.add_assignment(BEFORE, duedate=datetime(2026, 1, 1, tzinfo=UTC))
        gradebook.db.commit()
        gradebook.add_notebook("n", BEFORE)
        gradebook.add_grade_cell("test_x", "n", BEFORE, max_score=10, cell_type="code")
        for number, student in enumerate(everybody[:30]):
            gradebook.add_submission(BEFORE, student)
            gradebook.find_grade("test_x", "n", BEFORE, student).auto_score = float(number % 11)
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 4, 1, tzinfo=UTC))
        gradebook.db.commit()
        assert earlier.name == BEFORE
    grade(made)
    return made


@pytest.fixture(scope="module")
def figures(course: Course) -> desk.Figures:
    return desk.of_class(course.coursedir(), ASSIGNMENT)


@pytest.fixture(scope="module")
def marks(course: Course) -> pd.DataFrame:
    """Return the marks straight from the gradebook's tables: whoever is on the roster, where there is one."""
    with sqlite3.connect(course.root / "autograder" / "gradebook.db") as connection:
        frame = pd.read_sql(
            "SELECT submitted_assignment.student_id AS student, base_cell.name AS cell, "
            "grade.auto_score AS auto, grade.manual_score AS manual, grade.needs_manual_grade AS waits, "
            "grade_cells.max_score AS maximum FROM grade "
            "JOIN base_cell ON grade.cell_id = base_cell.id "
            "JOIN grade_cells ON grade_cells.id = base_cell.id "
            "JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
            "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
            "JOIN assignment ON submitted_assignment.assignment_id = assignment.id "
            f"WHERE assignment.name = '{ASSIGNMENT}'",
            connection,
        )
    frame["points"] = frame.manual.where(frame.manual.notna(), frame.auto)
    frame["exercise"] = frame.cell.str.removeprefix("test_")
    frame = frame[(frame.student != "s00") & frame.points.notna() & (frame.waits == 0)]
    return frame.assign(share=frame.points / frame.maximum)


def test_the_figures_of_every_exercise_are_those_of_the_gradebook(
    figures: desk.Figures, marks: pd.DataFrame
) -> None:
    """Worked out once more by pandas, in another way: from SQL, without the report's own tables."""
    shown = figures.exercises.set_index("exercise")
    groups = marks.groupby("exercise")
    assert set(shown.index) == set(groups.groups) and len(shown) >= 10
    pd.testing.assert_series_equal(shown.students.sort_index(), groups.size(), check_names=False)
    for name, expected in (
        ("mean", groups.points.mean()),
        ("difficulty", groups.share.mean()),
        ("success", groups.share.agg(lambda share: (share >= 1).mean())),
    ):
        pd.testing.assert_series_equal(shown[name].sort_index(), expected, check_names=False)
    wide = marks.pivot(index="student", columns="exercise", values="points")
    tests = wide.drop(columns=WRITTEN).dropna()
    assert len(tests) == SIZE - 2  # all but the one who left and the one without a mark
    for name in tests:
        expected = tests[name].corr(tests.drop(columns=name).sum(axis=1))
        assert shown.discrimination[name] == pytest.approx(expected, nan_ok=True), name
    written = wide[WRITTEN].dropna()
    together = tests.sum(axis=1)[written.index]
    assert shown.discrimination[WRITTEN] == pytest.approx(written.corr(together))
    assert shown.discrimination[tests.columns].notna().sum() > 5


def test_mastery_totals_and_change_are_those_of_the_gradebook(
    course: Course, figures: desk.Figures, marks: pd.DataFrame
) -> None:
    known = chapters.load(ASSIGNMENT)
    numbers = marks.exercise.map(lambda name: known[name].objective if name in known else ())
    each = marks.assign(objective=numbers).explode("objective").dropna(subset="objective")
    sums = each.groupby(["objective", "student"])[["points", "maximum"]].sum()
    share = (sums.points / sums.maximum).unstack("objective")
    shown = figures.objectives.set_index("objective")
    assert list(shown.index) == [str(number) for number in sorted(share.columns)]
    for number in share:
        column = share[number].dropna()
        assert shown["mean"][str(number)] == pytest.approx(column.mean())
        assert shown.mastered[str(number)] == pytest.approx((column >= 0.8).mean())
    own_mastery = figures.mastery.set_index("student")
    pd.testing.assert_frame_equal(
        own_mastery.sort_index(), share.rename(columns=str).loc[own_mastery.index].sort_index(),
        check_names=False, check_column_type=False,
    )  # fmt: skip
    scores = pd.read_csv(course.root / "autograder" / "scores.csv").set_index("student_id")
    scores = scores[scores.score.notna()]
    percent = 100 * scores.score / scores.max_score
    students = figures.students.set_index("student")
    got = students.percent.dropna()
    assert set(got.index) == set(percent.index) == {f"s{n:02}" for n in range(1, SIZE - 1)}
    assert np.allclose(got, percent[got.index], atol=0.02)
    bins = pd.cut(got, range(0, 101, 10), right=False).value_counts(sort=False)
    assert list(figures.distribution.students) == list(bins)
    assert figures.previous == BEFORE
    for number in range(1, 30):
        row = students.loc[f"s{number:02}"]
        assert row.before == pytest.approx(100 * (number % 11) / 10)
        assert row.change == pytest.approx(row.percent - row.before)
    assert np.isnan(students.change["s30"])


def test_who_is_left_out_is_said(course: Course, figures: desk.Figures) -> None:
    left = dict(zip(figures.left_out.student, figures.left_out.why, strict=True))
    assert left == {
        "s00": "dropped",
        "absent": "handed in nothing",
        "broken": "could not be graded",
    }
    assert set(figures.students.student) == {f"s{number:02}" for number in range(1, SIZE)}
    text = page(course)
    assert (
        "The figures rest on 31 students; 3 left out: 1 could not be graded, 1 dropped, 1 handed in nothing"
        in text
    )
    with Gradebook(course.coursedir().db_url) as gradebook:
        found = [one for one in gradebook.assignment_submissions(ASSIGNMENT) if one.student.id != "s00"]
        waiting = sum(grade.needs_manual_grade for one in found for n in one.notebooks for grade in n.grades)
    assert 5 < waiting <= 12 and f"{waiting} written answers still to be marked" in text
    assert "answers without a mark, which the machine owes" in text


def page(course: Course) -> str:
    text = (course.root / "autograder" / "report.html").read_text(encoding="utf-8")
    return text.replace("<wbr>", "")


class Cells(HTMLParser):
    """The rows of the table with a caption."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.caption, self.rows, self._in, self._text = caption, list[list[str]](), False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr" and self._in:
            self.rows.append([])
        elif tag in ("td", "th", "caption", "span"):
            self._text = self._text + " " if tag == "span" else ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self._in = self._text == self.caption
        elif tag in ("td", "th") and self._in:
            self.rows[-1].append(self._text.strip())


def rows(text: str, caption: str) -> list[list[str]]:
    parser = Cells(caption)
    parser.feed(text)
    return parser.rows[1:]


def test_page_and_csv_show_the_same_figures(course: Course, figures: desk.Figures) -> None:
    shown = {row[0].split()[0]: row for row in rows(page(course), "Exercises, section by section")}
    assert set(shown) == set(figures.exercises.exercise)
    for row in figures.exercises.itertuples():
        cells = shown[row.exercise]
        assert cells[2].rstrip("*") == str(row.students)
        assert (cells[3], cells[4]) == (f"{100 * row.success:.0f} %", f"{100 * row.difficulty:.0f} %")
        assert cells[5] == f"{row.discrimination:.2f}".replace("-", "−"), cells
    folder = course.root / "autograder" / "report" / ASSIGNMENT
    for name, frame in figures.tables().items():
        again = pd.read_csv(folder / f"{name}.csv", dtype={"objective": str, "objectives": str})
        assert list(again.columns) == [str(head) for head in frame.columns]
        assert len(again) == len(frame), name
        for head in frame.select_dtypes("number"):
            assert np.allclose(again[str(head)].astype(float), frame[head].astype(float), equal_nan=True), (
                head
            )


def test_causes_are_counted_and_have_one_value_and_no_text(course: Course, figures: desk.Figures) -> None:
    counted = figures.answers[figures.answers.counts & figures.answers.cause.notna()]
    expected = counted.groupby(["exercise", "cause"]).size()
    got = figures.causes.set_index(["exercise", "cause"]).students
    pd.testing.assert_series_equal(got.sort_index(), expected, check_names=False)
    assert (figures.causes.students.diff().dropna() <= 0).all()
    tried = figures.causes[~figures.causes.cause.isin(causes.NO_TRY)]
    assert (tried.example != "").sum() > len(tried) / 3
    everything = [page(course)]
    folder = course.root / "autograder" / "report" / ASSIGNMENT
    everything += [path.read_text(encoding="utf-8") for path in folder.glob("*.csv")]
    kept = course.root / "autograder" / "autograded" / "s05" / ASSIGNMENT / given.FILE
    everything.append(kept.read_text())
    assert not [text for text in everything if "canary" in text.casefold()]
    talk = (folder / "students" / "s05.html").read_text(encoding="utf-8")
    assert "canary" in talk and "<script" not in talk


def test_the_pair_stands_out_and_nobody_else(course: Course, figures: desk.Figures) -> None:
    alike = {row.kind: row for row in figures.likeness.itertuples()}
    assert set(alike) == {"equal wrong answers", "equal texts"} and len(figures.likeness) == 2
    for row in alike.values():
        assert row.students == "s10, s11" and row.why_it_may_be_innocent
    assert {"training_days", "days_saved", "gpus_for_deadline", "model_flop_utilisation"} <= set(
        alike["equal wrong answers"].exercises.split(", ")
    )
    assert WRITTEN in alike["equal texts"].exercises
    assert "It proves nothing" in page(course)


def test_every_student_has_a_page_and_one_who_left_loses_it(course: Course) -> None:
    folder = course.root / "autograder" / "report" / ASSIGNMENT / "students"
    assert {path.stem for path in folder.iterdir()} == {f"s{number:02}" for number in range(1, SIZE)}
    text = (folder / "s01.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "Where to begin" in text and f"{BEFORE}: 10 %" in text
    assert f"../../../feedback/s01/{ASSIGNMENT}/" in text
    done = course.run(sys.executable, "-m", "autograder", "forget", "s30", "--yes")
    assert done.returncode == 0, done.stderr
    left = course.root / "autograder"
    assert not (left / "report").exists() and not (left / "report.html").exists()
    grade(course)
    assert not (folder / "s30.html").exists() and (folder / "s29.html").exists()
    assert "s30.html" not in page(course) and "rest on 30 students" in page(course)


def test_a_small_class_is_told_so(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    for student in ("ada", "bob"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    course.submit("eve", NOTEBOOK, course.blank(NOTEBOOK))
    grade(course)
    figures = desk.of_class(course.coursedir(), ASSIGNMENT)
    assert figures.exercises.discrimination.isna().all() and (figures.exercises.look == "").all()
    assert f"Fewer than {FEW} students" in page(course) and "<td>3*</td>" not in page(course)
    assert [row[5] for row in rows(page(course), "Exercises, section by section")] == ["–"] * 4


def test_a_class_of_which_nothing_could_be_graded_has_a_report(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    course.submit("eve", NOTEBOOK, "{no notebook")
    done = grade(course)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert "The figures rest on 0 students; 1 left out: 1 could not be graded" in page(course)


@pytest.mark.parametrize("students", [0, 2, 12])
@pytest.mark.parametrize("cells", ["none", "own test", "written", "task"])
def test_an_assignment_without_keys_has_figures_and_pages(tmp_path: Path, cells: str, students: int) -> None:
    """An instructor's own: tests of their own, answers and tasks marked by hand, or nothing to mark."""
    shutil.copy(TOP / "nbgrader_config.py", tmp_path)
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "gradebook.db").write_bytes(empty_gradebook())
    coursedir = CourseDirectory(config=load_config(tmp_path))
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        gradebook.add_assignment("own")
        gradebook.add_notebook("n", "own")
        if cells == "task":
            gradebook.add_task_cell("x", "n", "own", max_score=4, cell_type="markdown")
        elif cells != "none":
            kind = "code" if cells == "own test" else "markdown"
            gradebook.add_grade_cell("x", "n", "own", max_score=4, cell_type=kind)
        for number in range(students):
            gradebook.add_student(f"s{number}")
            gradebook.add_submission("own", f"s{number}")
            if cells != "none":
                grade_of = gradebook.find_grade("x", "n", "own", f"s{number}")
                grade_of.manual_score, grade_of.needs_manual_grade = number % 3 * 2.0, False
        gradebook.db.commit()
        found = collect(gradebook, "own", (), coursedir)
        figures = desk.figures(gradebook, coursedir, found)
    desk.write(found, figures, tmp_path)
    text = (tmp_path / "report.html").read_text()
    assert f"The figures rest on {students} student" in text
    assert len(list((tmp_path / "report" / "own" / "students").iterdir())) == students
    if cells != "none" and students == 12:
        assert figures.exercises.difficulty.tolist() == [0.5]
        assert figures.exercises.discrimination.isna().all()  # there is nothing else to compare with


def test_an_answer_to_somebody_elses_numbers_is_named(tmp_path: Path) -> None:
    """Only where everybody has numbers of their own; a known mistake with one's own numbers is none."""
    course = small_course(tmp_path)
    toml = tmp_path / "course.toml"
    toml.write_text(toml.read_text().replace("personal = false", "personal = true"))
    loaded = settings.load(tmp_path)
    exercise = chapters.load(ASSIGNMENT)["training_days"]
    table = scenarios.table("iron_law")
    rows_of = {
        s: scenarios.pick(loaded, table.chapter, table.name, s, len(table.rows)) for s in ("ann", "ben", "cy")
    }
    assert len(set(rows_of.values())) == 3
    ann = exercise.answer(table.row(rows_of["ann"])).m_as("day")
    for student, text in {
        "ann": "q.training_ops / (q.gpus * q.peak * q.efficiency)",
        "ben": f"Q_({ann!r}, 'day')",
        "cy": "q.training_ops / (q.gpus * q.peak)",
    }.items():
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK, training_days=f"training_days = {text}"))
    grade(course)
    found = desk.of_class(course.coursedir(), ASSIGNMENT).likeness
    found = found[found.kind == "somebody else's numbers"]
    assert [(row.students, row.exercises) for row in found.itertuples()] == [("ben: ann", "training_days")]


@pytest.mark.parametrize(
    ("name", "answer", "shown"),
    [
        ("training_days", Q_(25.28, "day"), "25.28 days"),
        ("training_days", "25.28 days", None),
        ("training_days", 25, "25"),
        ("training_days", "my guess is days", None),
        ("training_days", ["of course"], None),
        ("which_are_times", {"data/bandwidth": True, "mine": False}, None),
        ("which_are_times", lambda: 1, None),
        ("training_days", np.zeros(10_000), None),
        ("training_days", float("nan"), "nan"),
        ("training_days", 10**400, None),
    ],
)
def test_only_numbers_units_and_the_questions_words_are_written_out(
    name: str, answer: Any, shown: str | None
) -> None:
    kept = given.read(chapters.load(ASSIGNMENT)[name], answer, 0)
    assert kept.get("shown") == shown
    assert "guess" not in str(kept)


def test_equal_answers_are_equal_whatever_their_order() -> None:
    exercise = chapters.load(ASSIGNMENT)["which_are_times"]
    one = given.read(exercise, {"data/bandwidth": True, "ops/peak": True}, None)
    other = given.read(exercise, {"ops/peak": True, "data/bandwidth": True}, None)
    third = given.read(exercise, {"ops/peak": True, "data/bandwidth": False}, None)
    assert one["same"] == other["same"] != third["same"]
