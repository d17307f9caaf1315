"""A term is closed: one file holds it, the folder holds nothing of it, and no interruption loses anything."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import TOP, Course
from nbgrader.api import Gradebook
from test_lms_collect import needs_sandbox

from autograder import closing
from autograder.__main__ import main
from autograder.grading import holdings

pytestmark = [pytest.mark.usefixtures("warm_workers"), needs_sandbox, pytest.mark.timeout(300)]

NAMES = ("quincey_vamp", "zoë-quirk")
ROSTER = (
    "id,first_name,last_name,email,section,lms_user_id\n"
    "quincey_vamp,Quincey,Vamplew,qv@x.org,A,90817263\n"
    "zoë-quirk,Zoë,Quirkson,zq@x.org,B,90817264\n"
)
SECRETS = [*NAMES, "Quincey", "Vamplew", "Quirkson", "qv@x.org", "90817263"]


def git(root: Path, *words: str) -> str:
    who = {f"GIT_{role}_{what}": "x@x.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    who |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=root, env=os.environ | who, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course after a term: graded, marked by hand, exported, with an odd submission."""
    course = small_course(tmp_path_factory.mktemp("term") / "course")
    shutil.copy(TOP / ".gitignore", course.root)
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "the course"]):
        git(course.root, *step)
    (course.root / "autograder" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    for name in NAMES:
        course.submit(name, NOTEBOOK, course.perfect(NOTEBOOK, **{WRITTEN: f"By {name}."}))
    odd = course.folder(NAMES[0])
    (odd / "link").symlink_to("/etc/hostname")
    (odd / os.fsdecode(b"not \xff utf-8")).write_bytes(b"\0\1")
    os.link(odd / f"{NOTEBOOK}.ipynb", odd / "the same.txt")
    os.mkfifo(odd / "pipe")
    run(course.root, "grade")
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        grade = gradebook.find_grade(WRITTEN, NOTEBOOK, course.assignment, NAMES[0])
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    run(course.root, "grade")
    run(course.root, "export", "moodle")
    with contextlib.chdir(course.root):
        subprocess.run(["nbgrader", "export"], check=True, capture_output=True)
    shutil.copy(course.root / "autograder/gradebook.db", course.root / "autograder/gradebook.db.2026-01-01")
    assert git(course.root, "status", "--porcelain", "--untracked-files=all") == ""
    return course.root


@pytest.fixture
def root(graded: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", str(graded), str(tmp_path / "course")], check=True)
    return tmp_path / "course"


def run(root: Path, *words: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.chdir(root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        return main(list(words)), said.getvalue()


def close(root: Path, *words: str) -> tuple[int, str]:
    return run(root, "close-term", "--to", str(root.parent / "term.tar.gz"), *words)


def standing(root: Path) -> dict[str, bytes | None]:
    """Return every file of the folder but git's and the note."""
    found: dict[str, bytes | None] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(".git/") and not path.is_dir() and closing.NOTE not in path.name:
            found[name] = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    return found


def told(files: Mapping[str, bytes | None], words: Iterable[str]) -> list[str]:
    """Return the words that stand in a name or a file."""
    text = b"".join(os.fsencode(name) + b"\n" + (content or b"") for name, content in files.items())
    return [word for word in words if word.encode() in text]


def archived(path: Path) -> dict[str, bytes | None]:
    with tarfile.open(path) as archive:
        files = {m.name: archive.extractfile(m) if m.isreg() else None for m in archive if not m.isdir()}
        return {name: file.read() if file else None for name, file in files.items()}


def test_the_archive_holds_the_term_and_the_folder_the_course(root: Path) -> None:
    before = standing(root)
    status, said = close(root)
    assert status == 0 and "Nothing is done yet" in said and "autograder/submitted/: " in said
    assert standing(root) == before and not (root.parent / "term.tar.gz").exists()

    (root / "course.toml").write_text((root / "course.toml").read_text().replace('"2026"', '"x"'))
    (root / "names.csv").write_text("who\n")
    status, said = close(root, "--yes")
    assert status == 0, said
    assert "2 students" in said and "see whether they name students: names.csv" in said
    left = standing(root)
    assert set(left) == set(git(root, "ls-files", "--cached", "--others").split("\n")) - {""}
    assert git(root, "status", "--porcelain").split() == ["M", "course.toml", "??", "names.csv"]
    assert told(left, SECRETS) == []

    target = root.parent / "term.tar.gz"
    assert target.stat().st_mode & 0o777 == 0o600
    held = archived(target)
    gone = {name: content for name, content in before.items() if name not in left}
    assert {name: held[name] for name in gone} == gone
    manifest = json.loads(held.pop("MANIFEST.json") or b"")
    assert manifest["version"]["commit"] == git(root, "rev-parse", "HEAD").strip()
    assert {"nbgrader", "mlsys-autograder"} <= set(manifest["version"]["packages"])
    course = {name for name in held if name.startswith("course/")}
    assert course == {"course/course.toml", "course/names.csv", "course/nbgrader_config.py"}
    assert set(held) == set(gone) | course

    assert close(root, "--yes")[1].startswith(f"{target} is there already")
    target.rename(target.with_name("kept.tar.gz"))
    assert close(root, "--yes") == (1, "There is nothing of a class here.\n")
    # The next term begins with an empty gradebook.
    Course(root).submit("new", NOTEBOOK, Course(root).blank(NOTEBOOK))
    assert run(root, "grade")[0] == 0
    coursedir = Course(root).coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert [student.id for student in gradebook.students] == ["new"]


@pytest.mark.parametrize("with_git", [True, False])
def test_nothing_of_the_course_is_taken_for_the_class_s(
    top: Path, tracked: list[Path], tmp_path: Path, with_git: bool
) -> None:
    """Whatever lies in ``autograder/`` today: also what is no Python, and also where git is not there."""
    course = tmp_path / "course"
    for path in tracked:
        if path.parts[0] == "autograder" or len(path.parts) == 1:
            (course / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(top / path, course / path)
    if with_git:
        (course / "autograder" / "no python").mkdir()
        (course / "autograder" / "no python" / "of ours.yaml").touch()
        git(course, "init", "-q")
        git(course, "add", "-A")
    coursedir = Course(course).coursedir()
    assert holdings.of_class(coursedir) == []
    (course / "autograder" / "marks of a new kind").mkdir()
    assert holdings.of_class(coursedir) == [course / "autograder" / "marks of a new kind"]


class Stop(BaseException):
    """The machine is switched off."""


def cut(patch: pytest.MonkeyPatch, name: str, at: int) -> None:
    """Inject: the Nth removal, or the Nth file written to the archive, is the last thing that happens."""
    where, original = {
        "unlink": (Path, Path.unlink), "rmdir": (Path, Path.rmdir), "add": (closing, closing._add),
        "replace": (closing.os, os.replace),
    }[name]  # fmt: skip
    attribute = "_add" if name == "add" else name
    count = 0

    def counted(*arguments: object, **more: object) -> object:
        nonlocal count
        count += 1
        if count >= at:
            raise Stop
        call: Callable[..., object] = original
        return call(*arguments, **more)

    patch.setattr(where, attribute, counted)


@pytest.mark.parametrize(
    ("name", "at"),
    [("add", 1), ("add", 9), ("replace", 1), ("replace", 2), ("unlink", 2), ("unlink", 9), ("unlink", 25),
     ("rmdir", 1), ("rmdir", 6)],
)  # fmt: skip
def test_an_interrupted_close_loses_nothing_and_goes_on(root: Path, name: str, at: int) -> None:
    before, target = standing(root), root.parent / "term.tar.gz"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Stop):
        cut(patch, name, at)
        close(root, "--yes")
    left = standing(root)
    for path in root.parent.glob(".*.partial"):  # the machine went off: nobody cleaned up
        path.unlink()
    if target.exists():
        held = archived(target)
        assert all(
            content in (left.get(path, b"?"), held.get(path, b"?")) for path, content in before.items()
        )
    else:
        assert left == before
    if target.exists() and not (root / "autograder" / closing.NOTE).exists():
        assert left == before, "nothing is removed without the note"
        target.unlink()
    elif target.exists():
        status, said = close(root)
        assert status == 0 and "Closing was interrupted" in said
        assert standing(root) == left
    status, said = close(root, "--yes")
    assert status == 0, said
    held = archived(target)
    now = standing(root)
    assert all(now.get(path, held.get(path)) == content for path, content in before.items())
    assert not (root / "autograder" / closing.NOTE).exists()
    assert not [path for path in now if path.startswith("autograder/")]


def test_what_was_written_meanwhile_is_not_removed(root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Stop):
        cut(patch, "unlink", 5)
        close(root, "--yes")
    late = root / "autograder" / "submitted" / "late" / "comer.txt"
    late.parent.mkdir(parents=True)
    late.write_text("mine")
    left = standing(root)
    status, said = close(root, "--yes")
    assert status == 1 and "is not in the archive as it stands here" in said
    assert standing(root) == left
    shutil.rmtree(late.parent)
    (root.parent / "term.tar.gz").rename(root.parent / "away")
    status, said = close(root, "--yes")
    assert status == 1 and "is not there as it was" in said
    (root.parent / "away").rename(root.parent / "term.tar.gz")
    assert close(root, "--yes")[0] == 0


def test_a_damaged_archive_is_noticed_before_anything_is_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Injected: the disk loses a byte of the archive, and the gradebook's copy is no database."""
    before, write = standing(root), closing.write_archive

    def lossy(target: Path, *more: object) -> None:
        call: Callable[..., None] = write
        call(target, *more)
        with target.open("r+b") as file:
            file.seek(target.stat().st_size // 2)
            file.write(b"\0\0\0\0")

    monkeypatch.setattr(closing, "write_archive", lossy)
    status, said = close(root, "--yes")
    assert status == 1 and "The archive" in said
    assert standing(root) == before and list(root.parent.glob("*term*")) == []
    monkeypatch.undo()
    (root / "autograder" / "gradebook.db").write_bytes(b"no database" * 1000)
    status, said = close(root, "--yes")
    assert status == 1 and "gradebook.db" in said and set(standing(root)) == set(before)


def test_nobody_is_interrupted_and_nothing_goes_where_students_are(root: Path) -> None:
    before = standing(root)
    assert "inside the course's folder" in run(root, "close-term", "--to", str(root / "x.tar.gz"), "--yes")[1]
    assert run(root, "close-term", "--to", "../from_here.tar.gz")[0] == 0
    connection = sqlite3.connect(root / "autograder" / "gradebook.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.MonkeyPatch.context() as patch:
        connect = sqlite3.connect
        patch.setattr(
            closing.sqlite3, "connect", lambda path, timeout=0, **how: connect(path, timeout=0, **how)
        )
        status, said = close(root, "--yes")
    connection.close()
    assert status == 1 and "cannot be locked" in said
    lock = "import fcntl, sys; file = open(sys.argv[1]); fcntl.flock(file, 2); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", lock, root / "autograder" / "autograded" / ".lock"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        other.stdout.readline()
        status, said = close(root, "--yes")
        other.communicate(b"\n")
    assert status == 1 and "grading or collecting right now" in said
    assert standing(root) == before


def test_a_folder_that_lies_elsewhere_is_emptied_there(root: Path) -> None:
    submitted = root / "autograder" / "submitted"
    submitted.rename(root.parent / "large disk")
    submitted.symlink_to(root.parent / "large disk")
    before = standing(root.parent / "large disk")
    assert close(root, "--yes")[0] == 0
    assert list((root.parent / "large disk").iterdir()) == [] and submitted.is_symlink()
    held = archived(root.parent / "term.tar.gz")
    assert {path: held[f"autograder/submitted/{path}"] for path in before} == before


def test_one_student_goes_from_everywhere(root: Path) -> None:
    """Also from the roster; what stays is named."""
    partial = root / "autograder" / "downloaded" / ".partial-x"
    partial.mkdir(parents=True)
    (partial / "quincey_vamp.ipynb").write_text("{}")
    said = run(root, "forget", "quincey_vamp")[1]
    for part in (
        "the line in autograder/roster.csv",
        "downloaded/.partial-x",
        "grades.csv",
        "for_moodle.csv",
    ):
        assert part in said
    assert "gradebook.db.2026-01-01 is a copy of the gradebook, which still has quincey_vamp" in said
    assert run(root, "forget", "quincey_vamp", "--yes")[0] == 0
    (root / "autograder" / "gradebook.db.2026-01-01").unlink()
    left = standing(root)
    assert told(left, ["quincey_vamp", "Quincey", "Vamplew", "qv@x.org", "90817263"]) == []
    with (root / "autograder" / "roster.csv").open(encoding="utf-8") as file:
        assert [row["last_name"] for row in csv.DictReader(file)] == ["Quirkson"]
    assert told(left, [NAMES[1]]) == [NAMES[1]]
