"""A private copy: its own history and numbers, and newer versions of the course that git merges into it."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from autograder import private_course
from autograder.private_course import HONEST, PrivateCourseError, make

PUBLIC = {
    "README.md": "a course\n",
    "course.toml": '# settings\ncourse_id = "mlsys"\npersonal = false\nsalt = "2026"\n',
    "source/one.py": "x = 1\ny = 2\nz = 3\n",
    "gone.txt": "old\n",
}


def git(folder: Path, *words: str) -> str:
    signed = ("-c", "user.name=t", "-c", "user.email=t@localhost")
    return subprocess.run(
        ["git", "-C", str(folder), *signed, *words], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "public"
    for name, text in PUBLIC.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "public history")
    monkeypatch.setattr(private_course, "_build", lambda target: None)  # the true one: see below
    return folder


def test_the_copy_has_its_own_history_numbers_and_salt(public: Path, tmp_path: Path) -> None:
    (public / "not-tracked.csv").write_text("grades")
    said = make(tmp_path / "mine", public)
    copy = tmp_path / "mine"
    assert "public history" not in git(copy, "log", "--all", "--format=%s")
    settings = tomllib.loads((copy / "course.toml").read_text(encoding="utf-8"))
    make(tmp_path / "other", public)
    other = tomllib.loads((tmp_path / "other" / "course.toml").read_text(encoding="utf-8"))
    assert settings["personal"] is True and settings["course_id"] == "mlsys"
    assert len({settings["salt"], other["salt"], "2026"}) == 3
    assert not (copy / "not-tracked.csv").exists()
    assert git(copy, "status", "--porcelain") == ""
    assert git(copy, "branch", "--show-current").strip() == "main"
    assert HONEST in said


def test_the_folder_may_be_named_from_here(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(public)
    make(Path("../mine"), public)
    assert (tmp_path / "mine" / "course.toml").exists()
    with pytest.raises(PrivateCourseError, match="lies inside the public course"):
        make(Path("../public/inside"), public)


def test_a_newer_version_is_merged_with_what_the_class_has_changed(public: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mine"
    make(copy, public)
    (copy / "source" / "one.py").write_text("x = 10\ny = 2\nz = 3\n")
    (copy / "source" / "ours.py").write_text("an exercise of our own\n")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "-m", "ours")

    assert make(copy, public) == [f"{copy} has this version of the course already."]
    (public / "source" / "one.py").write_text("x = 1\ny = 2\nz = 30\n")
    (public / "gone.txt").unlink()
    git(public, "commit", "--quiet", "-am", "newer")
    said = "\n".join(make(copy, public))
    assert "git merge upstream" in said
    assert (copy / "source" / "one.py").read_text() == "x = 10\ny = 2\nz = 3\n"  # nothing is merged unasked
    git(copy, "merge", "--quiet", "--no-edit", "upstream")
    assert (copy / "source" / "one.py").read_text() == "x = 10\ny = 2\nz = 30\n"
    assert (copy / "source" / "ours.py").exists() and not (copy / "gone.txt").exists()
    assert tomllib.loads((copy / "course.toml").read_text())["personal"] is True


def test_nothing_is_overwritten(public: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.tex").write_text("mine")
    with pytest.raises(PrivateCourseError, match="is no private course"):
        make(full, public)
    with pytest.raises(PrivateCourseError, match="lies inside the public course"):
        make(public / "inside", public)
    copy = tmp_path / "mine"
    make(copy, public)
    (copy / "README.md").write_text("not committed")
    with pytest.raises(PrivateCourseError, match="not committed"):
        make(copy, public)
    assert (copy / "README.md").read_text() == "not committed"
    (public / "README.md").write_text("changed")
    with pytest.raises(PrivateCourseError, match="Commit them, or put them back"):
        make(tmp_path / "third", public)
    assert not (tmp_path / "third").exists()


def test_the_whole_course_is_built_with_personal_numbers(tmp_path: Path) -> None:
    top = tmp_path / "clone"
    here = Path(__file__).resolve().parents[1]
    top.mkdir()
    git(top, "init", "--quiet")
    for name in git(here, "ls-files", "-z", "--cached").split("\0"):
        if name and (here / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_bytes((here / name).read_bytes())
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "-m", "the course")
    copy = tmp_path / "mine"
    make(copy, top)
    handed_out = sorted((copy / "release").glob("*/course.toml"))
    assert handed_out and git(copy, "status", "--porcelain") == ""
    own = tomllib.loads((copy / "course.toml").read_text(encoding="utf-8"))
    for path in handed_out:
        assert tomllib.loads(path.read_text(encoding="utf-8"))["salt"] == own["salt"]
    released = sorted(path.parent.name for path in (copy / "release").glob("*/*.ipynb"))
    assert {path.parent.name for path in handed_out} == set(released)
