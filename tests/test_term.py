"""A term leaves nothing that git would take along: names and marks are the class's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, TOP, Course
from test_lms_collect import download, needs_sandbox
from test_lms_people import CANVAS
from test_lms_scores import run

pytestmark = pytest.mark.usefixtures("warm_workers")


def git(course: Course, *arguments: str) -> str:
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        who |= {f"GIT_{role}_NAME": "x", f"GIT_{role}_EMAIL": "x@x.org"}
    done = subprocess.run(
        ["git", *arguments], cwd=course.root, env=os.environ | who, capture_output=True, text=True, check=True
    )
    return done.stdout


@needs_sandbox
@pytest.mark.timeout(900)
def test_a_term_leaves_nothing_untracked(tmp_path: Path) -> None:
    course = small_course(tmp_path / "class")
    shutil.copy(TOP / ".gitignore", course.root)
    git(course, "init", "-q")
    git(course, "add", "-A")
    git(course, "commit", "-qm", "the course")
    right = course.perfect(NOTEBOOK)
    source = tmp_path / "canvas.csv"
    source.write_text(CANVAS.replace("Training (17)", f"{ASSIGNMENT} (17)"), encoding="utf-8")
    files: dict[str, bytes | str] = {
        f"leeann_LATE_71_1_{NOTEBOOK}.ipynb": json.dumps(right),
        f"obrienzoë_5_2_{NOTEBOOK}.ipynb": json.dumps(course.blank(NOTEBOOK)),
        f"kimcmd_8_3_{NOTEBOOK}.ipynb": "{broken",
    }
    steps: list[tuple[str, ...]] = [
        ("roster", str(source)),
        ("due", ASSIGNMENT, "2026-03-01 12:00"),
        ("extend", "zoe", ASSIGNMENT, "2 days"),
        ("collect", str(download(tmp_path, files))),
        ("grade",),
        ("collect", str(download(tmp_path, {f"leeann_71_9_{NOTEBOOK}-1.ipynb": json.dumps(right)}, "2.zip"))),
        ("grade", "--force"),
        ("export", str(source)),
        ("export", "moodle"),
        ("forget", "zoe", "--yes"),
    ]
    for step in steps:
        run(course, *step)
        assert git(course, "status", "--porcelain", "--untracked-files=all") == "", step
        if step[0] == "export":
            assert list((course.root / "autograder").glob("for_*.csv"))
    for command in (("nbgrader", "export"), ("nbgrader", "db", "upgrade")):
        assert course.run(*command).returncode == 0
        assert git(course, "status", "--porcelain", "--untracked-files=all") == "", command
    kept = {path.name for path in (course.root / "autograder").iterdir()}
    assert {"downloaded", "extensions.csv", "roster.csv"} <= kept
    assert not {"for_canvas.csv", "for_moodle.csv"} & kept  # they name the one who was removed
