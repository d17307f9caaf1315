"""A kind of answers is one folder: nothing else names it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.building import exports
from mlsys_course import kinds
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise, ExerciseError, exercise
from mlsys_course.reading import check_contract

ESSAY = {
    "__init__.py": "",
    "spec.py": """
from dataclasses import dataclass

__all__ = ["Essay"]


@dataclass(frozen=True)
class Essay:
    most: int
    kind = "essay"

    def shape(self, exercise):
        return {"most": self.most}
""",
    "reading.py": """
from mlsys_course.reading import Reading, Refusal


def read(contract, answer):
    if not isinstance(answer, str):
        raise Refusal("type", f"{contract.name} is no text.")
    if len(answer.split()) > contract.shape["most"]:
        raise Refusal("long", f"Use at most {contract.shape['most']} words.")
    return Reading(answer, "Your essay")
""",
    "judging.py": """
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.kinds.essay.reading import read
from mlsys_course.result import Result


def judge(exercise, answer, scenario):
    said = read(contract_of(exercise), answer).value
    right = exercise.key() in said
    return Result(right, float(right), None if right else "beside", "Read.", exercise.name)
""",
}


def _forget() -> None:
    kinds.folders.cache_clear()
    kinds.specs.cache_clear()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place beside the course's own kinds."""
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    _forget()
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(("mlsys_course.kinds.essay",))]:
        del sys.modules[name]
    monkeypatch.undo()
    _forget()


def _write(room: Path, name: str, files: dict[str, str]) -> None:
    (room / name).mkdir()
    for file, text in files.items():
        (room / name / file).write_text(text, encoding="utf-8")


def _essay() -> Exercise:
    spec: Any = vars(kinds)["__getattr__"]("Essay")(3)
    return Exercise(
        lambda: "drift", "t", "I0.0", spec.kind, None, 0.01, 0.0, 1.0, None, (5,), "Apply", (), "", "", spec,
        False,
    )  # fmt: skip


def test_adding_a_kind_is_adding_a_folder(room: Path) -> None:
    _write(room, "essay", ESSAY)
    asked = _essay()
    assert kinds.folders()["essay"] == "essay"
    assert judge(asked, "data drift", None).accepted
    assert judge(asked, "the moon", None).cause == "beside"
    assert judge(asked, "it is data drift", None).cause == "long"
    assert contract_of(asked).shape == {"most": 3}
    assert check_contract(contract_of(asked), "the moon").accepted
    assert check_contract(contract_of(asked), 7).cause == "type"
    assert b"from mlsys_course.kinds.essay.spec import Essay as Essay" in exports.files()[exports.SPECS]
    assert "Essay" in dir(kinds)


def test_two_folders_cannot_serve_one_kind(room: Path) -> None:
    _write(room, "essay", {**ESSAY, "__init__.py": 'KINDS = ("graph",)'})
    with pytest.raises(ValueError, match="'graph' stands twice: in essay and in graph"):
        kinds.folders()


def test_two_kinds_cannot_export_one_name(room: Path) -> None:
    _write(room, "essay", {**ESSAY, "spec.py": '__all__ = ["Plot"]\nPlot = 1'})
    with pytest.raises(ValueError, match="'Plot' stands twice"):
        kinds.specs()


def test_an_unknown_kind_gets_a_sentence() -> None:
    with pytest.raises(LookupError, match="There is no kind of answer 'plots'. Did you mean 'plot'"):
        kinds.part("plots", "judging")
    with pytest.raises(
        ExerciseError, match="x: there is no kind of answer 'qantity'. Did you mean 'quantity'"
    ):
        exercise("x", bank="I0.0", kind="qantity")
    with pytest.raises(ImportError, match="cannot import name 'Plotting'"):
        exec("from mlsys_course.kinds import Plotting", {})


@pytest.mark.parametrize(
    "statement, silent",
    [
        ("import mlsys_course", ["mlsys_course.kinds", "mlsys_course.exercise"]),
        (
            "import mlsys_course.kinds.plot.content",
            ["mlsys_course.kinds.plot.checks", "mlsys_course.exercise", "mlsys_course.chapters", "pint"],
        ),
        (
            "import mlsys_course.kinds.plot.describing",
            ["mlsys_course.exercise", "mlsys_course.diagnosis", "matplotlib", "numpy", "pint"],
        ),
        ("import mlsys_course.exercise", ["mlsys_course.kinds.plot.checks", "mlsys_course.diagnosis"]),
        ("from mlsys_course.kinds import folders; folders()", ["mlsys_course.kinds.plot.view"]),
        (
            "from mlsys_course.kinds import Function",
            ["mlsys_course.kinds.function.judging", "mlsys_course.kinds.plot.view", "matplotlib"],
        ),
    ],
)
def test_nothing_is_loaded_that_was_not_asked_for(statement: str, silent: list[str]) -> None:
    code = f"{statement}; import sys; print(*[m for m in {silent!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
