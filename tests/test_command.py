"""Which assignment `make grade` means where none is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading import command

ONE, TWO = "ch01_first", "ch02_second"


def course(root: Path, sources: list[str], handed_in: list[str]) -> CourseDirectory:
    for name in sources:
        (root / "source" / name).mkdir(parents=True)
        (root / "source" / name / "a.ipynb").touch()
    for place in handed_in:
        (root / "submitted" / place).mkdir(parents=True)
    (root / "nbgrader_config.py").touch()
    return CourseDirectory(config=Config({"CourseDirectory": {"root": str(root)}}))


@pytest.mark.parametrize(
    ("sources", "handed_in", "sample", "meant"),
    [
        ([ONE], [], False, ONE),
        ([ONE], [f"ada/{ONE}"], False, ONE),
        ([ONE, TWO], [f"ada/{TWO}", f"bob/{TWO}"], False, TWO),
        ([ONE, TWO], [f"ada/{TWO}", "bob/ch02-second"], False, TWO),
        ([ONE], ["ada/misnamed"], False, ONE),
        ([ONE], [f"ada/{TWO}"], True, ONE),
    ],
)
def test_the_only_assignment_is_meant(
    tmp_path: Path, sources: list[str], handed_in: list[str], sample: bool, meant: str
) -> None:
    assert command._only_assignment(course(tmp_path, sources, handed_in), sample) == meant


@pytest.mark.parametrize(
    ("sources", "handed_in", "sample", "sentence"),
    [
        ([], [], False, "There is no assignment to grade: source/ holds none"),
        (
            [ONE, TWO],
            [],
            False,
            f"Several assignments are there: {ONE}, {TWO}. Say which: make grade ASSIGNMENT={ONE}",
        ),
        (
            [ONE, TWO],
            [f"ada/{TWO}"],
            True,
            f"Several assignments are there: {ONE}, {TWO}. Say which: make grade ASSIGNMENT={ONE}",
        ),
        (
            [ONE, TWO, "ch03_third"],
            [f"ada/{TWO}", "bob/ch03_third"],
            False,
            f"Several assignments were handed in: {TWO}, ch03_third. Say which: make grade ASSIGNMENT={TWO}",
        ),
    ],
)
def test_several_assignments_are_listed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sources: list[str],
    handed_in: list[str],
    sample: bool,
    sentence: str,
) -> None:
    course(tmp_path, sources, handed_in)
    monkeypatch.chdir(tmp_path)
    assert command.main(sample=sample, sandbox=False) == 1
    assert capsys.readouterr().err.splitlines()[-1] == sentence
