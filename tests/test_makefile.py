"""The verbs people type."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.__main__ import main
from mlsys_course.chapters import names

INSTALLED = ".venv/installed"


def _make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make where the environment counts as set up."""
    return subprocess.run(
        ["make", "--no-print-directory", "-o", INSTALLED, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def clone(top: Path, tracked: list[Path], tmp_path: Path) -> Path:
    copy = tmp_path / "clone"
    for path in tracked:
        if path.parts[0] != "tests":
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(top / path, copy / path)
    (copy / ".venv").symlink_to(top / ".venv")
    return copy


def test_make_alone_lists_every_verb_with_a_sentence(top: Path) -> None:
    listed = dict(re.findall(r"(?m)^make ([a-z-]+) +(\S.*)$", _make(top).stdout))
    parts = {"check-style", "check-types", "check-masters", "check-rules"}
    verbs = set(re.findall(r"(?m)^([a-z-]+):(?!=)", (top / "Makefile").read_text(encoding="utf-8")))
    assert set(listed) == verbs - parts
    assert {"lab", "grade", "test", "build", "check", "assess", "bundle", "clean"} <= set(listed)


@pytest.mark.timeout(600)  # types are looked up from nothing on a fresh machine
@pytest.mark.parametrize("part", ["check-style", "check-types", "check-masters"])
def test_style_and_types_hold(top: Path, part: str) -> None:
    """The fourth part of `make check`, the authoring rules, has its tests in test_building.py."""
    done = _make(top, part)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("verb", ["build", "check", "test", "scenarios", "assess", "messages", "coverage"])
def test_a_verb_takes_a_chapter_and_knows_which_there_are(top: Path, verb: str) -> None:
    (name, *_) = names()
    done = _make(top, "--dry-run", verb, f"CHAPTER={name}")
    assert done.returncode == 0, done.stderr
    assert f"--chapter {name}" in done.stdout
    assert "--chapter" not in _make(top, "--dry-run", verb).stdout

    refused = _make(top, verb, "CHAPTER=ch00_nowhere")
    assert refused.returncode == 2
    assert f"There is no chapter 'ch00_nowhere'. There are: {' '.join(names())}" in refused.stderr


def test_a_check_of_one_chapter_looks_into_its_folders_alone(top: Path) -> None:
    (name, *_) = names()
    done = _make(top, "--dry-run", "check", f"CHAPTER={name}")
    assert (
        f"ruff check --quiet \\\n\tmlsys_course/chapters/{name} autograder/chapters/{name} notebooks/{name}"
        in (done.stdout)
    )
    assert f"mypy --no-error-summary mlsys_course/chapters/{name} autograder/chapters/{name}\n" in done.stdout
    assert f"find notebooks/{name} source/{name} -name" in done.stdout
    everything = _make(top, "--dry-run", "check").stdout
    assert name not in everything and "find notebooks source -name" in everything


@pytest.mark.parametrize("verb", ["build", "check", "scenarios", "assess", "messages", "coverage"])
def test_the_command_refuses_an_unknown_chapter(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    typo = names()[0][:-1]
    assert main([verb, "--chapter", typo]) == 2
    said = capsys.readouterr()
    assert said.err == (
        f"There is no chapter {typo!r}. Did you mean {names()[0]!r}? There are: {', '.join(names())}.\n"
    )


def test_the_learners_copies_are_made_and_what_is_theirs_is_never_overwritten(clone: Path) -> None:
    assert _make(clone, "lab", "ARGS=--version").returncode == 0
    lesson = clone / "work" / "notebooks" / "ch01_introduction" / "06_iron_law.ipynb"
    exercises = clone / "work" / "release" / "ch01_introduction" / "06_iron_law_exercises.ipynb"
    assert lesson.read_bytes() == (clone / lesson.relative_to(clone / "work")).read_bytes()
    assert exercises.exists()
    assert not list((clone / "work").rglob("*.py"))

    lesson.write_text("my own work")
    exercises.unlink()
    assert _make(clone, "lab", "ARGS=--version").returncode == 0
    assert lesson.read_text() == "my own work"
    assert exercises.exists(), "what is new in the course is added"


def test_cleaning_keeps_work_and_grades(clone: Path) -> None:
    kept = [
        "work/notebooks/mine.ipynb",
        "work/__pycache__/mine.pyc",
        "autograder/gradebook.db",
        "autograder/submitted/ada/a.ipynb",
        "autograder/feedback/ada/a.html",
    ]
    gone = ["dist/student-bundle.zip", "autograder/sample/gradebook.db", "mlsys_course/__pycache__/units.pyc"]
    for name in [*kept, *gone]:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text("x")
    assert _make(clone, "clean").returncode == 0
    assert [name for name in kept if not (clone / name).exists()] == []
    assert [name for name in gone if (clone / name).exists()] == []
    assert (clone / ".venv" / "bin" / "python").exists()


def test_launch_links_lead_to_every_lesson_of_the_named_repository(top: Path) -> None:
    run = _make(top, "links", "REPO=ada/mlsys-course")
    assert run.returncode == 0, run.stderr
    paths = re.findall(r"/v2/gh/ada/mlsys-course/HEAD\?urlpath=lab/tree/([^)]+)\)", run.stdout)
    lessons = {path.relative_to(top).as_posix() for path in top.glob("notebooks/*/*.ipynb")}
    assert lessons and set(paths) == {"START.ipynb", *lessons}


@pytest.mark.parametrize("name", ["", "course", "ada/", "/course", "a/b/c", "ada/$(touch pwned)", "ada/b c"])
def test_launch_links_without_a_repository_say_what_to_type(top: Path, name: str) -> None:
    run = _make(top, "links", f"REPO={name}")
    assert run.returncode != 0
    assert "make links REPO=owner/name" in run.stderr
    assert not run.stdout


def test_without_python_the_first_line_says_what_to_install(clone: Path) -> None:
    (clone / ".venv").unlink()
    run = subprocess.run(
        ["make", INSTALLED, "PYTHON="], cwd=clone, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert run.returncode != 0
    assert run.stderr.startswith("No Python 3.11 or newer found.")


@pytest.mark.parametrize(("ci", "status"), [("true", 2), ("", 0)])
def test_a_missing_tool_stops_ci_and_nobody_else(clone: Path, tmp_path: Path, ci: str, status: int) -> None:
    # A machine with neither the browser nor the rights to install it.
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "sh", "id", "echo", "env"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (clone / ".venv").unlink()
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 0\n")
    (clone / ".venv" / "bin" / "python").chmod(0o755)
    run = subprocess.run(
        [str(shutil.which("make")), "-o", INSTALLED, "test-browser"],
        cwd=clone,
        env={"PATH": str(tools), "CI": ci},
        capture_output=True,
        text=True,
    )
    assert run.returncode == status, run.stderr
    assert "As root: apt-get install chromium libatomic1" in run.stderr


def test_setting_up_says_how_long_it_takes_and_how_far_it_is(top: Path, tmp_path: Path) -> None:
    """With a uv that takes its time; the README says the same times."""
    course, tools = tmp_path / "course", tmp_path / "tools"
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "autograder/pyproject.toml"):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / name, course / name)
    tools.mkdir()
    installs = (
        "#!/bin/sh\n"
        '[ "$1" = --version ] && { echo uv; exit; }\n'
        'case "$*" in *requirements.lock) sleep 6.5; exit;; esac\n'
        "site=$(echo .venv/lib/python*/site-packages); mkdir -p $site/one-1.dist-info\n"
        "echo > $site/jupyter.py\n"
    )
    (tools / "uv").write_text(installs)
    (tools / "uv").chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    done = subprocess.run(
        ["make", "--no-print-directory", INSTALLED],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, *progress, last = done.stdout.splitlines()
    times = dict(
        re.findall(r"(?m)^setup-with-(\w+) := (.+)$", (top / "Makefile").read_text(encoding="utf-8"))
    )
    assert first == f"Setting up .venv with uv, once: {times['uv']}."
    assert any(
        re.fullmatch(r"  \d+ s: \d+ packages are in place, \d+ files compiled", one) for one in progress
    )
    assert re.fullmatch(r"Set up in \d+ s\.", last)
    readme = " ".join((top / "README.md").read_text(encoding="utf-8").split())
    assert set(times) == {"uv", "pip"} and all(time in readme for time in times.values())
