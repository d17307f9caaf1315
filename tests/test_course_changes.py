"""The course, the gradebook and the machine change under a class: one sentence each, and nothing lost."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbformat.v4 import new_code_cell

from autograder.grading import sandbox, trouble

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("course_changes"),
]


def grade(course: Course, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", *arguments, **extra)


def hand_in(course: Course, *students: str) -> None:
    for student in students:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(course: Course, how: Callable[[nbformat.NotebookNode], None]) -> Path:
    path = course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    how(notebook)
    nbformat.write(notebook, path)
    return path


def add(notebook: nbformat.NotebookNode) -> None:
    about = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": 1,
        "schema_version": 3,
    }
    cell = new_code_cell("assert True", metadata={"nbgrader": {**about, "grade_id": "test_new_one"}})
    notebook.cells.append(cell)


def remove(notebook: nbformat.NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if "test_training_days" not in str(c.metadata)]


@pytest.mark.parametrize("how", [add, remove], ids=["added", "removed"])
def test_an_exercise_that_comes_or_goes_is_one_sentence_and_release_stays(
    tmp_path: Path, how: Callable[[nbformat.NotebookNode], None]
) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    assert grade(course).returncode == 0
    before, source = files(course.root / "release"), edit(course, lambda notebook: None).read_bytes()
    edit(course, how)
    for command in (["make grade"], ["nbgrader"]):
        done = (
            grade(course)
            if command == ["make grade"]
            else course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
        )
        assert done.returncode == 1
        assert files(course.root / "release") == before
        said = done.stderr
        assert "has submissions already" in said or command == ["nbgrader"]
    done = grade(course)
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
    assert ("test_new_one" if how is add else "test_training_days") in done.stderr
    # The first way out.
    kept = (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_bytes(source)
    assert grade(course).returncode == 0
    if how is add:
        return
    # The second one.
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_bytes(kept)
    done = course.run("nbgrader", "db", "assignment", "remove", ASSIGNMENT, "--force")
    assert done.returncode == 0, done.stderr
    done = grade(course, ASSIGNMENT, "--force")
    assert "graded: 1 submission" in done.stdout and "test_training_days" not in course.scores("ada")


def test_a_release_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    before = files(course.root / "release")
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_text("{broken")
    done = grade(course)
    assert done.returncode == 1 and files(course.root / "release") == before


# -- the gradebook ------------------------------------------------------------------------------------------


def sql(course: Course, *commands: str) -> None:
    with sqlite3.connect(course.root / "autograder" / "gradebook.db") as connection:
        for command in commands:
            connection.execute(command)
    connection.close()


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    (line,) = done.stderr.splitlines()
    return line


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a graded class of two, in a folder whose name has brackets."""
    course = small_course(tmp_path_factory.mktemp("x") / "ML [2026] {a}")
    hand_in(course, "ada", "bob")
    done = grade(course)
    assert done.returncode == 0, done.stdout + done.stderr
    return course


def test_brackets_in_the_path_of_the_course_mean_nothing(graded: Course) -> None:
    assert sum(graded.scores("ada").values()) > 0
    pages = list((graded.root / "autograder" / "feedback").rglob("*.html"))
    assert len(pages) == 2
    assert (graded.root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").is_file()


def test_an_older_gradebook_is_said_and_upgraded_by_the_command_that_is_named(graded: Course) -> None:
    """The command finds its tools, although nothing of the environment is on the path."""
    here = str(Path(sys.executable).parent)
    before = graded.scores("ada")
    sql(  # as nbgrader 0.6 left it
        graded,
        "CREATE TABLE old (id VARCHAR(32) PRIMARY KEY, name VARCHAR(128) NOT NULL, duedate DATETIME)",
        "INSERT INTO old SELECT id, name, duedate FROM assignment",
        "DROP TABLE assignment",
        "ALTER TABLE old RENAME TO assignment",
        "DROP TABLE course",
        "ALTER TABLE student DROP COLUMN lms_user_id",
        "UPDATE alembic_version SET version_num = '167914646830'",
    )
    said = one_line(grade(graded))
    assert "made by an older nbgrader (it lacks " in said and "and 1 more column" in said
    assert "made by an older nbgrader" in one_line(graded.run("nbgrader", "export", "--log-level", "ERROR"))
    assert ".venv/bin/nbgrader db upgrade" in said
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != here)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "upgrade"],
        cwd=graded.root, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert grade(graded).returncode == 0 and graded.scores("ada") == before


def test_a_gradebook_that_lacks_what_its_version_has_is_damaged(graded: Course) -> None:
    path = graded.root / "autograder" / "gradebook.db"
    kept = path.read_bytes()
    sql(graded, "ALTER TABLE grade DROP COLUMN extra_credit")
    said = one_line(grade(graded))
    assert "is damaged (it lacks grade.extra_credit" in said
    path.write_bytes(b"no database at all, but long enough to be read as one" * 100)
    assert "is damaged" in one_line(grade(graded))
    path.write_bytes(kept)
    assert grade(graded).returncode == 0


@pytest.mark.parametrize("command", ["autograde", "generate_assignment", "generate_feedback"])
def test_nbgraders_own_commands_say_it_too(graded: Course, command: str) -> None:
    path = graded.root / "autograder" / "gradebook.db"
    kept = path.read_bytes()
    sql(graded, "ALTER TABLE grade DROP COLUMN extra_credit")
    try:
        done = graded.run(sys.executable, "-m", "nbgrader", command, ASSIGNMENT, "--force")
    finally:
        path.write_bytes(kept)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert done.stderr.count("autograder/gradebook.db is damaged (it lacks grade.extra_credit") == 1


def test_a_locked_gradebook_is_said(graded: Course) -> None:
    connection = sqlite3.connect(graded.root / "autograder" / "gradebook.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        said = one_line(grade(graded))
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    assert "is locked by another program" in said and "run the same again" in said


def test_a_full_disk_leaves_the_earlier_report(graded: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Injected: the file's place is taken by a folder, and the disk is full."""
    report = graded.root / "autograder" / "report.html"
    before = report.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(trouble.os, "replace", full)
    with pytest.raises(OSError) as raised:
        trouble.write(report, "x")
    assert report.read_bytes() == before and not list(report.parent.glob(".*.new"))
    assert "report.html cannot be written, the disk is full" in str(trouble.sentence(raised.value))
    monkeypatch.undo()
    report.unlink()
    report.mkdir()
    try:
        done = grade(graded)
        assert done.returncode == 1 and "ada" in done.stdout and "report.html: Is a directory" in done.stderr
    finally:
        report.rmdir()
    assert grade(graded).returncode == 0


def test_a_lock_file_of_another_ta_is_no_wall(graded: Course) -> None:
    lock = graded.root / "autograder" / "autograded" / ".lock"
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "being graded by another run" in one_line(grade(graded))
    assert grade(graded).returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1"])
def test_a_terminal_that_cannot_show_a_name_still_shows_the_table(graded: Course, encoding: str) -> None:
    """And the student's folder keeps its name."""
    hand_in(graded, "Łucja")
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade"],
        cwd=graded.root, env={**os.environ, **plain}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert b"\\u0141ucja" in done.stdout and b"ada" in done.stdout
    assert sum(graded.scores("Łucja").values()) > 0
    forgotten = graded.run(sys.executable, "-m", "autograder", "forget", "Łucja", "--yes")
    assert forgotten.returncode == 0, forgotten.stderr


# -- somebody leaves ----------------------------------------------------------------------------------------


def test_one_command_removes_a_student_and_first_says_what(graded: Course) -> None:
    hand_in(graded, "zed zed")
    changes = graded.root / "autograder" / "changes.csv"
    changes.write_text("time,student,cell,before,after,why\n1,zed zed,c,0,1,x\n2,ada,c,0,1,x\n")
    assert grade(graded).returncode == 0
    top = graded.root / "autograder"
    before = files(top)
    said = graded.run(sys.executable, "-m", "autograder", "forget", "zed zed")
    assert said.returncode == 0, said.stderr
    for part in (
        "submitted/zed zed/",
        "autograded/zed zed/",
        "feedback/zed zed/",
        "1 submission",
        "changes.csv",
    ):
        assert part in said.stdout
    assert "python -m autograder forget 'zed zed' --yes" in said.stdout
    assert files(top) == before
    done = graded.run(sys.executable, "-m", "autograder", "forget", "zed zed", "--yes")
    assert done.returncode == 0, done.stderr
    left = files(top)
    assert [name for name, content in left.items() if b"zed zed" in content or "zed zed" in name] == []
    assert changes.read_text().splitlines()[1:] == ["2,ada,c,0,1,x"]
    assert {name for name in before if "/ada/" in name} <= set(left)
    again = graded.run(sys.executable, "-m", "autograder", "forget", "ZED zed")
    assert again.returncode == 1 and "nothing of 'ZED zed' here" in again.stderr
    wrong = graded.run(sys.executable, "-m", "autograder", "forget", "ADA", "--yes")
    assert wrong.returncode == 1 and "Did you mean 'ada'?" in wrong.stderr
    for odd in ("..", ".", "a/b", ""):
        assert graded.run(sys.executable, "-m", "autograder", "forget", odd, "--yes").returncode == 1
    assert grade(graded).returncode == 0 and sum(graded.scores("ada").values()) > 0
