"""The roster out of files as Canvas and Moodle write them, and what becomes of those who leave."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import Course
from nbgrader.api import Gradebook
from test_lms_collect import bare, needs_sandbox

from autograder.__main__ import main
from autograder.grading import roster
from autograder.lms import LmsError, people

pytestmark = pytest.mark.usefixtures("warm_workers")

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Training (17),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,24.00,(read only)
"Lee, Ann",71,s0071,ann,ML 1 and Tutorial A,,
"O'Brien, Zoë",5,s0005,zoe,ML 1,20,
"Student, Test",900,,,ML 1,,
"=cmd(), Kim",8,s0008,kim,ML 2,,
Madonna,9,s0009,mdn,ML 2,,
"""
MOODLE = """\
"First name","Last name","ID number",Institution,"Email address","Assignment: Training (Real)"
Ann,Lee,0071,,ann@x.org,-
Zoë,O'Brien,0005,,zoe@x.org,20.00
"""


def run(course: Course, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command, out, err = ["roster", *map(str, arguments)], io.StringIO(), io.StringIO()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(command)
    return subprocess.CompletedProcess(command, status, out.getvalue(), err.getvalue())


def file(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "the class's grades.csv"
    path.write_bytes(text.encode(encoding))
    return path


def listed(course: Course) -> dict[str, roster.Student]:
    found = roster.load(course.coursedir())
    assert found is not None and found.faults == ()
    return dict(found.students)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_canvas_gradebook_becomes_the_roster(tmp_path: Path, encoding: str) -> None:
    course = bare(tmp_path, "")
    (course.root / "autograder" / "roster.csv").unlink()
    source = file(tmp_path, CANVAS, encoding)
    before = sorted(path.name for path in (tmp_path / "autograder").iterdir())
    assert "4 new, by SIS Login ID" in run(course, source, "--dry-run").stdout
    assert sorted(path.name for path in (tmp_path / "autograder").iterdir()) == before
    done = run(course, source)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert listed(course) == {
        "ann": roster.Student("ann", "Ann", "Lee", "", "ML 1 and Tutorial A", "71"),
        "zoe": roster.Student("zoe", "Zoë", "O'Brien", "", "ML 1", "5"),
        "kim": roster.Student("kim", "Kim", "'=cmd()", "", "ML 2", "8"),
        "mdn": roster.Student("mdn", "", "Madonna", "", "ML 2", "9"),
    }
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert {s.id: s.lms_user_id for s in gradebook.students} == {
            "ann": "71",
            "zoe": "5",
            "kim": "8",
            "mdn": "9",
        }
    content = (tmp_path / "autograder" / "roster.csv").read_bytes()
    assert "nothing has changed" in run(course, source).stdout
    assert (tmp_path / "autograder" / "roster.csv").read_bytes() == content


def test_moodle_participants_become_the_roster(tmp_path: Path) -> None:
    course = bare(tmp_path, "")
    (course.root / "autograder" / "roster.csv").unlink()
    assert run(course, file(tmp_path, MOODLE)).returncode == 0
    assert listed(course)["0071"] == roster.Student("0071", "Ann", "Lee", "ann@x.org")
    assert set(listed(course)) == {"0071", "0005"}
    (course.root / "autograder" / "roster.csv").unlink()
    assert run(course, file(tmp_path, MOODLE), "--id", "Email address").returncode == 0
    assert set(listed(course)) == {"ann@x.org", "zoe@x.org"}


@pytest.mark.parametrize(
    "heads",
    [
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Gruppen",
        "Prénom;Nom de famille;Numéro d’identification;Adresse de courriel;Groupes",
        "Nombre;Apellido(s);Número de ID;Dirección de correo;Grupos",
        "Nome;Cognome;Codice identificativo;Indirizzo email;Gruppi",
        "Nome;Sobrenome;Número de identificação;Endereço de email;Grupos",
        "Voornaam;Achternaam;ID-nummer;E-mailadres;Groepen",
    ],
)
def test_moodle_in_another_language_becomes_the_same_roster(heads: str) -> None:
    found = people.read(f"{heads}\nZoë;O'Brien;0005;zoe@x.org;B\n".encode())
    assert found.lms == "moodle" and not found.faults
    assert found.people[0].id == "0005"
    assert found.people[0].values == {
        "first_name": "Zoë", "last_name": "O'Brien", "email": "zoe@x.org", "section": "B"
    }  # fmt: skip


def test_in_a_language_that_is_not_known_the_columns_are_named(tmp_path: Path) -> None:
    course = bare(tmp_path, "")
    (course.root / "autograder" / "roster.csv").unlink()
    source = file(tmp_path, "Etunimi,Sukunimi,Sähköpostiosoite\nAnn,Lee,ann@x.org\n")
    meanings = ["Etunimi=first name", "Sukunimi=Last name", "sähköpostiosoite=email address"]
    heads = [word for one in meanings for word in ("--head", one)]
    done = run(course, source, *heads)
    assert done.returncode == 0, done.stderr
    assert listed(course) == {"ann@x.org": roster.Student("ann@x.org", "Ann", "Lee", "ann@x.org")}
    for wrong, said in (("Etunimi", "write it as HEAD=MEANING"), ("Nimi=first name", "has no such column")):
        done = run(course, source, "--head", wrong)
        assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_later_file_adds_changes_and_drops_and_keeps_what_is_the_staffs(tmp_path: Path) -> None:
    course = bare(
        tmp_path,
        "id,first_name,last_name,email,section,lms_user_id,tutor\n"
        "al,Ann,Lee,,old,71,T1\nzoe,Zoe,OBrien,z@x.org,,,T2\nleft,Lou,Left,,,33,\nkim,,,,,8,\n",
    )
    done = run(course, file(tmp_path, CANVAS))
    assert done.returncode == 0, done.stdout
    now = listed(course)
    assert set(now) == {"al", "zoe", "left", "kim", "mdn"}
    assert now["al"] == roster.Student("al", "Ann", "Lee", "", "ML 1 and Tutorial A", "71")  # keeps its id
    assert now["zoe"].email == "z@x.org" and now["zoe"].lms_user_id == "5"
    assert now["left"].status == roster.DROPPED and now["left"].lms_user_id == "33"
    assert "1 new" in done.stdout and "1 dropped, since they are not in the file: left" in done.stdout
    assert "al: section old -> ML 1 and Tutorial A" in done.stdout
    with (tmp_path / "autograder" / "roster.csv").open(encoding="utf-8", newline="") as text:
        assert [row["tutor"] for row in csv.DictReader(text)] == ["T1", "T2", "", "", ""]
    back = run(course, file(tmp_path, CANVAS + '"Left, Lou",33,s0033,ll,ML 1,,\n'))
    assert "1 back: left" in back.stdout and listed(course)["left"].status == ""
    only = "\n".join(CANVAS.splitlines()[:4]) + "\n"
    assert "dropped" not in run(course, file(tmp_path, only), "--add-only").stdout
    assert all(not one.status for one in listed(course).values())


def test_nobody_becomes_somebody_else(tmp_path: Path) -> None:
    course = bare(
        tmp_path,
        "id,email,lms_user_id\nann,ann@x.org,1\nbob,bob@x.org,99\n",
    )
    done = run(
        course,
        file(
            tmp_path,
            "Student,ID,SIS Login ID,Email\n"
            '"Lee, Ann",71,ann,\n'  # the id of one, the number of another
            '"Stone, B",98,new,bob@x.org\n'  # the address of one, another account
            '"Stone, Bo",99,BOB,\n'
            '"Stone, Bob",97,Bob,\n'  # looks like somebody
            '"No, Login",96,,\n'
            '"Formula, A",95,=1,\n'
            '"Path, A",94,a/b,\n'
            '"Twice, A",93,two,\n"Twice, B",93,two,\n',
        ),
    )
    assert done.returncode == 1
    now = listed(course)
    assert set(now) == {"ann", "bob", "new", "two"} and all(not one.status for one in now.values())
    assert (
        now["bob"].last_name == "Stone" and now["bob"].first_name == "Bo" and now["new"].lms_user_id == "98"
    )
    lines = [line.strip() for line in done.stdout.partition("Needs attention")[2].splitlines()[1:]]
    assert [line.partition(":")[0] for line in lines] == [
        "line 6",
        "line 2",
        "line 5",
        "line 7",
        "line 8",
        "line 10",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("name,mail\na,b\n", "This is no file of Canvas"),
        ("Etunimi,Sukunimi\na,b\n", '--head "Etunimi=first name"'),
        ("Vorname,Nachname\na,b\n", "no column that tells them apart"),
        ("Nom,Nachname,E-mail\na,b,c\n", "Several columns could be the last name: Nom, Nachname"),
        ("Student,ID,SIS Login ID\n  Points Possible,,\n", "has no students"),
        ('Student,ID\n"a\n', "no students"),
    ],
)
def test_a_file_that_is_none_changes_nothing(tmp_path: Path, text: str, said: str) -> None:
    course = bare(tmp_path)
    content = (tmp_path / "autograder" / "roster.csv").read_bytes()
    done = run(course, file(tmp_path, text))
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert (tmp_path / "autograder" / "roster.csv").read_bytes() == content
    with pytest.raises(LmsError):
        people.read(text.encode())


def test_a_roster_with_a_bad_line_is_mended_first(tmp_path: Path) -> None:
    course = bare(tmp_path, "id,status\nann,\nbob,gone\n")
    done = run(course, file(tmp_path, CANVAS))
    assert done.returncode == 1 and "its status is 'gone'" in done.stderr
    assert (tmp_path / "autograder" / "roster.csv").read_text() == "id,status\nann,\nbob,gone\n"


@needs_sandbox
@pytest.mark.timeout(600)
def test_whoever_leaves_is_in_the_gradebook_and_in_no_table(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    for name in ("ann", "zoe", "kim"):
        course.submit(name, NOTEBOOK, course.perfect(NOTEBOOK, training_days="training_days = 1"))
    assert run(course, file(tmp_path, CANVAS)).returncode == 0
    done = course.run(sys.executable, "-m", "autograder", "grade")
    assert done.returncode == 0, done.stderr

    def rows(path: Path) -> list[str]:
        with path.open(encoding="utf-8", newline="") as text:
            return sorted(row["student_id"] for row in csv.DictReader(text))

    scores = course.root / "autograder" / "scores.csv"
    assert rows(scores) == ["ann", "kim", "mdn", "zoe"]
    without = "\n".join(line for line in CANVAS.splitlines() if "Kim" not in line)
    assert run(course, file(tmp_path, without)).returncode == 0
    done = course.run(sys.executable, "-m", "autograder", "grade")
    assert rows(scores) == ["ann", "mdn", "zoe"]
    assert "Dropped, so in no table (1): kim" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("kim")] == []
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert gradebook.find_submission(course.assignment, "kim").score > 0
    done = course.run("nbgrader", "export", f"--to={tmp_path / 'grades.csv'}")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "grades.csv") == ["ann", "mdn", "zoe"]
