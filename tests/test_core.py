"""Core holds for every chapter: none of its lines names one."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.building import core
from mlsys_course import chapters


def test_core_names_no_chapter(top: Path) -> None:
    assert core.names_of_chapters(top) == []
    looked_at = {path.as_posix() for path in core.files(top)}
    assert {
        "Makefile",
        "autograder/chapters/__init__.py",
        "autograder/grading/templates/feedback/index.html.j2",
        "autograder/pyproject.toml",
        "mlsys_course/chapters/__init__.py",
        "mlsys_course/units.py",
        "nbgrader_config.py",
    } <= looked_at
    assert not [path for path in looked_at if path.split("/")[1:3] == ["chapters", chapters.names()[0]]]


@pytest.mark.parametrize(
    ("path", "line", "named"),
    [
        ("mlsys_course/x.py", "x = 'ch07_training'", "ch07_training"),
        (
            "mlsys_course/x.py",
            f"from mlsys_course.chapters.{chapters.names()[0]} import eras",
            chapters.names()[0],
        ),
        ("mlsys_course/chapters/x.py", f"# see {chapters.names()[0]}/practice", chapters.names()[0]),
        ("autograder/building/x.py", '"""Such as ``I6.1``."""', "I6.1"),
        ("autograder/building/x.py", 'codes = ["I14"]', "I14"),
        ("autograder/building/deep/x.toml", "bank = 'I6.10.2'", "I6.10.2"),
        ("Makefile", "ASSIGNMENT = ch01_x", "ch01_x"),
        ("pyproject.toml", 'exclude = ["source/ch01_x"]', "ch01_x"),
    ],
)
def test_a_line_of_core_that_names_a_chapter_is_refused(
    tmp_path: Path, path: str, line: str, named: str
) -> None:
    """The letter of the first chapter is I: the code's form, not a list, is what is refused."""
    for package in ("mlsys_course/chapters", "autograder/building/deep", "autograder/submitted/ada/ch01_x"):
        (tmp_path / package).mkdir(parents=True)
    for package in ("mlsys_course/chapters", "autograder/building"):
        (tmp_path / package / "__init__.py").touch()
    for harmless in (
        "autograder/submitted/ada/ch01_x/x.py",
        "mlsys_course/_names.pyi",
        "autograder/README.md",
        f"mlsys_course/chapters/{chapters.names()[0]}/x.py",
    ):
        (tmp_path / harmless).parent.mkdir(exist_ok=True)
        (tmp_path / harmless).write_text("ch01_x and 'I6.1'\n")
    (tmp_path / "pyproject.toml").write_text('ignore = ["I001"]\n')
    assert core.names_of_chapters(tmp_path) == []
    (tmp_path / path).write_text(f"# first\n{line}\n")
    (sentence,) = core.names_of_chapters(tmp_path)
    assert sentence.startswith(f"{path}:2: names {named}. ") and sentence.endswith("[core]")
