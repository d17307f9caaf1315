"""Who is in the course: the roster as people keep it, and names that are not on it or look alike."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.grading import roster, sandbox
from mlsys_course import course as settings
from mlsys_course.scenarios import pick

pytestmark = pytest.mark.usefixtures("warm_workers")

HEAD = "id,first_name,last_name,email,section,lms_user_id\n"
needs_sandbox = pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")


# -- the file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "zoë,Zoë,O'Brien,z@x.org,A,17\n").encode(),
        b"\xef\xbb\xbf" + (HEAD + 'zoë,"Zoë","O\'Brien",z@x.org,A,17\r\n').encode(),
        (HEAD + "zoë,Zoë,O'Brien,z@x.org,A,17\n").replace(",", ";").encode("cp1252"),
        (HEAD + "zoë,Zoë,O'Brien,z@x.org,A,17\n").replace(",", "\t").encode("utf-16"),
        b"\n\nLMS_User_ID, ID ,E-mail,Last Name,First name,section,email\n"
        + "17,zoë,?,O'Brien,Zoë,A,z@x.org\n".encode(),
    ],
    ids=["plain", "mark and quotes", "semicolons of Windows", "tabs in UTF-16", "another order"],
)
def test_it_is_read_however_a_spreadsheet_wrote_it(content: bytes) -> None:
    found = roster.read(content)
    assert found.faults == ()
    assert found.students == {"zoë": roster.Student("zoë", "Zoë", "O'Brien", "z@x.org", "A", "17")}


def test_bad_lines_are_named_by_number_and_the_others_count() -> None:
    content = HEAD + "a\n,no,id\n\nb/c\na,again\n" + 'd,"x\ny",z\n' + "e,1,2,3,4,5,6,7\n<b>\nf\n"
    found = roster.read(content.encode())
    assert set(found.students) == {"a", "d", "f"} and found.students["d"].first_name == "x y"
    assert [fault.partition(":")[0] for fault in found.faults] == [
        "line 3", "line 5", "line 6", "line 9", "line 10",
    ]  # fmt: skip
    assert found.faults[2] == "line 6: a is on line 2 already"


def test_an_open_quote_ends_the_reading_and_is_named() -> None:
    found = roster.read((HEAD + 'a\n"b,c\nd\n').encode())
    assert set(found.students) == {"a"}
    assert found.faults[0].startswith("line 3: ")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"name,email\nada,a@x\n", b"\x00\x01\x02"])
def test_a_file_without_ids_is_no_roster(content: bytes) -> None:
    with pytest.raises(roster.RosterError, match="id"):
        roster.read(content)


def test_a_roster_that_is_too_large_is_said_to_be(tmp_path: Path) -> None:
    coursedir = CourseDirectory(root=str(tmp_path))
    path = tmp_path / "autograder" / "roster.csv"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(roster.MAX_BYTES + (4 << 20))
    with pytest.raises(roster.RosterError, match="has 20 MiB, and at most 16 MiB are read"):
        roster.load(coursedir)


# -- the numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["U29", " u29", "u29 "])
def test_case_form_and_spaces_do_not_change_the_numbers(name: str) -> None:
    personal = settings.Course(personal=True)
    rows = [pick(personal, "ch", f"s{number}", "u29", 200) for number in range(20)]
    assert rows == [pick(personal, "ch", f"s{number}", name, 200) for number in range(20)]
    assert rows != [pick(personal, "ch", f"s{number}", "u28", 200) for number in range(20)]
    assert pick(personal, "ch", "s", "Zoe\u0308", 10**6) == pick(personal, "ch", "s", "zo\u00eb", 10**6)


# -- a class ------------------------------------------------------------------------------------------------


def grade(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", *arguments)


def hand_in(course: Course, *students: str) -> None:
    for student in students:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))


def scores(course: Course) -> dict[str, dict[str, str]]:
    with (course.root / "autograder" / "scores.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def students(course: Course) -> set[str]:
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return {student.id for student in gradebook.students}


def attention(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [
        line.strip()
        for line in done.stdout.partition("Needs attention")[2].splitlines()[1:]
        if line[:2] == "  "
    ]


@needs_sandbox
@pytest.mark.timeout(300)
def test_everybody_of_the_roster_has_a_row_and_nobody_else_gets_in_unasked(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada", "U29", "stranger", "zoe\u0308")
    path = course.root / "autograder" / "roster.csv"
    path.write_text(
        HEAD + "ada,Ada,Lovelace,ada@x.org,A,71\nu29\nzo\u00eb\nabsent,Abe\n,x\n", encoding="utf-8"
    )
    done = grade(course)
    assert done.returncode == 1, done.stderr
    asked = attention(done)
    assert len(asked) == 4 and asked[0] == "autograder/roster.csv: line 6: there is no id"
    assert "the roster has no 'U29', but 'u29' (upper and lower case differ)" in asked[1]
    assert "mv autograder/submitted/U29 autograder/submitted/u29" in asked[1]
    assert asked[2].startswith("stranger: nobody of this id is on the roster")
    assert "two Unicode forms of the same letters" in asked[3]
    assert students(course) == {"ada", "u29", "zo\u00eb", "absent"}
    found = scores(course)
    assert (found["ada"]["last_name"], found["ada"]["email"]) == ("Lovelace", "ada@x.org")
    assert float(found["ada"]["score"]) > 0 and found["ada"]["problem"] == ""
    for student in ("u29", "absent", "zo\u00eb"):
        assert found[student]["score"] == found[student]["raw_score"] == ""
        assert "nothing handed in" in found[student]["problem"]
    assert "absent" in (course.root / "autograder" / "report.html").read_text(encoding="utf-8")
    assert "Not handed in (3)" in done.stdout
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert gradebook.find_student("ada").lms_user_id == "71"
    # The answers: one folder renamed, one student entered.
    submitted = course.root / "autograder" / "submitted"
    (submitted / "U29").rename(submitted / "u29")
    path.write_text(HEAD + "ada\nu29\nzo\u00eb\nabsent\nstranger\n", encoding="utf-8")
    again = grade(course)
    assert len(attention(again)) == 1 and "two Unicode forms" in attention(again)[0]
    assert {name for name, row in scores(course).items() if row["score"]} == {"ada", "u29", "stranger"}
    assert scores(course)["ada"]["last_name"] == "Lovelace"  # what a roster leaves empty stays


@needs_sandbox
@pytest.mark.timeout(300)
def test_without_a_roster_look_alikes_are_graded_and_asked_about(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada", "u29", "U29")
    done = grade(course)
    assert done.returncode == 1
    asked = attention(done)
    assert [line.partition(":")[0] for line in asked] == ["U29", "u29"]
    assert all("if they are two, list both in the roster" in line for line in asked)
    assert all(row["score"] for row in scores(course).values())
    (course.root / "autograder" / "roster.csv").write_text("id\nada\nu29\nU29\n")
    assert grade(course).returncode == 0


@needs_sandbox
@pytest.mark.timeout(300)
def test_a_run_for_one_student_lists_nobody_else(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    course.submit("bob", NOTEBOOK, "{broken")
    first = grade(course)
    assert first.returncode == 1 and len(attention(first)) == 1
    done = grade(course, "--student", "ada")
    assert done.returncode == 0, done.stdout
    assert attention(done) == [] and "1 need attention as before" in done.stdout
    assert "bob" in (course.root / "autograder" / "report.html").read_text()
    assert grade(course, "--student", "bob").returncode == 1


@needs_sandbox
@pytest.mark.timeout(300)
def test_a_roster_that_is_none_stops_with_one_line(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    (course.root / "autograder" / "roster.csv").write_text("name\nada\n")
    done = grade(course)
    assert done.returncode == 1 and ASSIGNMENT in done.stdout
    assert done.stderr.startswith("autograder/roster.csv needs one column id in its first line")
    assert len(done.stderr.splitlines()) == 1


@needs_sandbox
@pytest.mark.timeout(300)
def test_personal_numbers_go_out_with_the_assignment_and_come_back(tmp_path: Path) -> None:
    """Released, fetched, opened under another spelling of the id, handed in: the numbers are the same."""
    course = small_course(tmp_path / "class")
    path = course.root / "course.toml"
    path.write_text(path.read_text().replace("personal = false", "personal = true"))
    outcome = course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert outcome.returncode == 0, outcome.stderr
    released = course.root / "release" / ASSIGNMENT
    assert sorted(file.name for file in released.iterdir()) == sorted([f"{NOTEBOOK}.ipynb", "course.toml"])
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    home.mkdir()
    flag = f"--Exchange.root={exchange}"
    done = course.run("nbgrader", "release_assignment", ASSIGNMENT, flag, "--course=mlsys")
    assert done.returncode == 0, done.stderr
    environment = {**os.environ, "HOME": str(home), "JUPYTERHUB_USER": "ADA"}
    fetched = subprocess.run(
        [sys.executable, "-m", "nbgrader", "fetch_assignment", ASSIGNMENT, flag, "--course=mlsys"],
        cwd=home, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert fetched.returncode == 0, fetched.stderr
    folder = home / ASSIGNMENT
    assert (folder / "course.toml").read_bytes() == (released / "course.toml").read_bytes()
    show = "from mlsys_course import scenario; q = scenario('iron_law'); print(q.row, (q.gpus, q.efficiency))"

    def numbers(**who: str) -> str:
        environment = {key: value for key, value in os.environ.items() if key != "JUPYTERHUB_USER"}
        done = subprocess.run(
            [sys.executable, "-c", show],
            cwd=folder, env={**environment, **who}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout or done.stderr.splitlines()[-1]

    assert "I do not know who you are" in numbers()
    own = numbers(JUPYTERHUB_USER="ADA")
    assert own == numbers(JUPYTERHUB_USER="ada") and not own.startswith("0 ")
    (home / "course.toml").write_text('course_id = "mlsys"\nstudent_id = "ada"\n')
    assert numbers() == own
    hand_in(course, "ada")
    (course.folder("ada") / "course.toml").write_bytes((released / "course.toml").read_bytes())
    (course.root / "autograder" / "roster.csv").write_text("id\nada\n")
    done = grade(course)
    said = course.cell_text("ada", NOTEBOOK, "test_training_days")
    assert f"numbers: row {own.split()[0]} of iron_law" in said
    assert "course.toml" not in done.stdout, done.stdout
