"""Scores that go back to Canvas and Moodle, through nbgrader's export and the command."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, TESTS, WRITTEN, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook
from test_lms_collect import needs_sandbox

from autograder.__main__ import main
from autograder.grading.export import SafeCsvExport
from autograder.grading.roster import Student
from autograder.lms.scores import Scores, fill, fresh

pytestmark = pytest.mark.usefixtures("warm_workers")

PEOPLE = {
    "ann": Student("ann", "Ann", "Lee", "ann@x.org", "A", "71"),
    "bob": Student("bob", "Bob", "Stone", "bob@x.org", "A", "99"),
    "zoe": Student("zoe", "Zoë", "O'Brien", "zoe@x.org", "B", "5"),
    "here": Student("here", "Only", "Here", "", "B", ""),
    "gone": Student("gone", "Gone", "Girl", "gone@x.org", "B", "44", "dropped"),
}
POINTS = Scores("training", 24.0, {"ann": 20.5, "bob": 0.0, "here": 3.0, "gone": 24.0}, waiting=["zoe"])
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Warm-up (16),training (17),Final Score
,,,,,,Manual Posting,
    Points Possible,,,,,10.00,20.00,(read only)
"=Lee, Ann",71,s71,ann,A,9,,
"Stone, Bob",99,s99,bob,A,9,1,
"O'Brien, Zoë",5,s5,zoe,B,,,
"Girl, Gone",44,s44,gone,B,,,
"New, Ann",72,s72,new,B,,,
"Student, Test",900,,,A,,,
"""
MOODLE = """\
"First name","Last name","ID number","Email address","Assignment: training (Real)","Last downloaded"
Ann,Lee,ann,ann@x.org,-,1
Bob,Stone,,bob@x.org,7.00,1
Zoë,O'Brien,,,-,1
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"
"Participant 4711","Ann Lee",ann@x.org,"Submitted",,20.00,-
"Participant 4712","Bob Stone",,"Submitted",1.00,20.00,-
"""


def test_canvas_gradebook_is_filled_in() -> None:
    sheet = fill(CANVAS.encode(), PEOPLE, POINTS)
    assert sheet.rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "training (17)"]
    assert sheet.rows[2] == ["    Points Possible", "", "", "", "", "20.00"]
    assert {row[1]: row[-1] for row in sheet.rows[3:]} == {
        "71": "20.5", "99": "0", "5": "", "44": "", "72": "", "900": "",
    }  # fmt: skip
    assert sheet.rows[3][0] == "'=Lee, Ann" and sheet.filled == 2
    assert sorted(sheet.problems) == [
        "Girl, Gone: in the LMS's file, and dropped here (gone)",
        "New, Ann: in the LMS's file, and not here",
        "here: here, and not in the LMS's file, though it has 3 points",
        "the LMS gives 20 points for training, the course 24",
    ]


def test_moodles_files_are_filled_in() -> None:
    sheet = fill(MOODLE.encode("utf-16"), PEOPLE, POINTS)
    assert [row[-1] for row in sheet.rows] == ["Assignment: training (Real)", "20.5", "0", ""]
    assert len(sheet.rows[0]) == 5
    sheet = fill(WORKSHEET.encode(), PEOPLE, POINTS)
    assert [row[4] for row in sheet.rows] == ["Grade", "20.5", "0"]
    assert sheet.rows[1][0] == "Participant 4711" and sheet.rows[1][6] == "-"


@pytest.mark.parametrize(
    ("grades", "worksheet"),
    [
        (
            "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: training (Punkte)",
            "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung",
        ),
        (
            "Prénom;Nom;Numéro d’identification;Adresse de courriel;Devoir: training (Brut)",
            "Identifiant;Nom complet;Adresse de courriel;Statut;Note",
        ),
        (
            "Nombre;Apellido(s);Número de ID;Dirección de correo;Tarea: training (Real)",
            "Identificador;Nombre completo;Dirección de correo;Estado;Calificación",
        ),
    ],
)
def test_moodles_files_in_another_language_are_filled_in(grades: str, worksheet: str) -> None:
    sheet = fill(f"{grades}\nAnn;Lee;ann;ann@x.org;-\nBob;Stone;;bob@x.org;-\n".encode(), PEOPLE, POINTS)
    assert [row[-1] for row in sheet.rows] == [grades.split(";")[-1], "20.5", "0"]
    line = "Teilnehmer/in 4711;Ann Lee;ann@x.org;-;"
    sheet = fill(f"{worksheet}\n{line}\n".encode(), PEOPLE, POINTS)
    assert [row[4] for row in sheet.rows] == [worksheet.split(";")[-1], "20.5"]
    named = fill(
        b"Etunimi;Sukunimi;Posti;training\nAnn;Lee;ann@x.org;\n", PEOPLE, POINTS,
        meanings={"Etunimi": "first name", "Sukunimi": "last name", "Posti": "email address"},
    )  # fmt: skip
    assert named.rows[1][-1] == "20.5"


def test_without_a_file_the_roster_says_who_there_is() -> None:
    sheet = fresh("canvas", PEOPLE, POINTS)
    assert sheet.rows[1][-1] == "24" and [row[1] for row in sheet.rows[2:]] == ["71", "99", "5", ""]
    assert [row[-1] for row in sheet.rows[2:]] == ["20.5", "0", "", "3"]
    assert sheet.problems == ["here: the roster has no lms_user_id, by which the LMS knows them"]
    sheet = fresh("moodle", PEOPLE, POINTS)
    assert sheet.rows[1] == ["Ann", "Lee", "ann", "ann@x.org", "20.5"]


def test_one_name_is_not_one_person() -> None:
    text = "Student,ID,SIS Login ID,Section,training\n" + '"Lee, Ann",1234,other,A,\n"Lee, Ann",71,ann,A,\n'
    sheet = fill(text.encode(), PEOPLE, POINTS)
    assert [row[-1] for row in sheet.rows[1:]] == ["", "20.5"]
    twice = text + '"Lee, Ann",71,ann,B,\n'
    sheet = fill(twice.encode(), PEOPLE, POINTS)
    assert [row[-1] for row in sheet.rows[1:]] == ["", "", ""]
    assert sum("several lines seem to be ann" in problem for problem in sheet.problems) == 2
    text = "First name,Last name,ID number,Email address,training\n"
    namesakes = text + "Ann,Lee,,other@x.org,\nAnn,Lee,,ann@x.org,\nAnn,Lee,,,\n"
    assert [row[-1] for row in fill(namesakes.encode(), PEOPLE, POINTS).rows[1:]] == ["", "20.5", ""]


def graded(root: Path) -> Course:
    """Return a class of four: right, right and marked by hand, nothing handed in, dropped."""
    course = small_course(root)
    roster = "id,first_name,last_name,email,section,lms_user_id,status\n"
    for one in PEOPLE.values():
        cells = (one.id, one.first_name, one.last_name, one.email, one.section, one.lms_user_id, one.status)
        roster += ",".join(cells) + "\n"
    (root / "autograder" / "roster.csv").write_text(roster, encoding="utf-8")
    for name in ("ann", "bob", "gone"):
        course.submit(name, NOTEBOOK, course.perfect(NOTEBOOK, **{WRITTEN: "By hand, please."}))
    run(course, "grade")
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for name in ("bob", "gone"):
            grade = gradebook.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, name)
            grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    return course


def run(course: Course, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command, out, err = [*map(str, arguments)], io.StringIO(), io.StringIO()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(command)
    return subprocess.CompletedProcess(command, status, out.getvalue(), err.getvalue())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_sandbox
@pytest.mark.timeout(600)
def test_a_class_goes_back(tmp_path: Path) -> None:
    course = graded(tmp_path / "class")
    source = tmp_path / "canvas's.csv"
    source.write_text(CANVAS.replace("training (17)", f"{ASSIGNMENT} (17)"), encoding="utf-8-sig")
    target = course.root / "autograder" / "for_canvas.csv"
    dry = run(course, "export", source, "--dry-run")
    assert dry.returncode == 1 and not target.exists() and "nothing is written" in dry.stdout
    done = run(course, "export", source)
    assert done.stderr == "" and "1 blank, for answers wait for a person: ann" in done.stdout
    assert "2 blank, for nothing is graded: here, zoe" in done.stdout
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        bob = gradebook.find_submission(ASSIGNMENT, "bob").score
        SafeCsvExport(to=str(tmp_path / "scores.csv")).export(gradebook)
    scores = {row["ID"]: row[f"{ASSIGNMENT} (17)"] for row in table(target)}
    assert float(scores["99"]) == pytest.approx(bob, abs=0.01) and bob > 0
    assert {number: scores[number] for number in ("71", "5", "44", "72")} == dict.fromkeys(
        ("71", "5", "44", "72"), ""
    )
    # The same through nbgrader's own command, and in Moodle's form.
    for lms, name in (("canvas", "CanvasExport"), ("moodle", "MoodleExport")):
        to = tmp_path / f"{lms}.csv"
        done = course.run("nbgrader", "export", f"--exporter=autograder.lms.scores.{name}", f"--to={to}")
        assert done.returncode == 0, done.stderr
        points = [row[ASSIGNMENT] for row in table(to)]
        assert [p for p in points if p] == ([f"{course_maximum(course):g}"] if lms == "canvas" else []) + [
            scores["99"]
        ]
    # Each notebook and each exercise has a column, blank where there is no score.
    rows = {row["student_id"]: row for row in table(course.root / "autograder" / "scores.csv")}
    assert {name: row["lms_user_id"] for name, row in rows.items()} == {
        "ann": "71", "bob": "99", "zoe": "5", "here": "",
    }  # fmt: skip
    for test in TESTS:
        assert float(rows["ann"][f"{NOTEBOOK}/{test}"]) > 0 and rows["zoe"][f"{NOTEBOOK}/{test}"] == ""
    assert rows["ann"][f"{NOTEBOOK}/{WRITTEN}"] == "" and rows["zoe"][NOTEBOOK] == ""
    now = {row["student_id"]: row for row in table(tmp_path / "scores.csv")}
    assert float(now["bob"][f"{NOTEBOOK}/{WRITTEN}"]) == 1.5 and float(now["bob"][NOTEBOOK]) == round(bob, 2)


def course_maximum(course: Course) -> float:
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return float(gradebook.find_assignment(ASSIGNMENT).max_score)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "This is no gradebook of Canvas"),
        (
            "Student,ID,Section,other (1)\nx,1,A,\n",
            "no column 'training': say which one is meant with --column",
        ),
        ("Student,ID,training (1),training (2)\nx,1,,\n", "several columns"),
    ],
)
def test_a_file_without_the_column_is_refused(text: str, said: str) -> None:
    with pytest.raises(Exception, match="(?s)" + said.replace("(", r"\(")):
        fill(text.encode(), PEOPLE, POINTS)


def test_a_column_of_another_name_is_named() -> None:
    text = "Student,ID,SIS Login ID,Section,First sheet (1)\n" + '"Lee, Ann",71,ann,A,\n'
    assert fill(text.encode(), PEOPLE, POINTS, "First sheet").rows[1][-1] == "20.5"
