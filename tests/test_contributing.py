"""The six steps of CONTRIBUTING.md, followed to the letter in a copy of the course."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

STEP = re.compile(r"(?m)^### \d\. ")
BLOCK = re.compile(r"(?:`(?P<file>[\w/.]+\.py)`:\n\n)?```(?P<kind>\w*)\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def clone(top: Path, tracked: list[Path], tmp_path: Path) -> Path:
    """Return a copy of the course, with an environment in which the copy is what is imported."""
    copy = tmp_path / "clone"
    for path in tracked:
        if path.parts[0] not in {"tests", "benchmarks"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(top / path, copy / path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    (site,) = (copy / ".venv" / "lib").glob("python*/site-packages")
    libraries = Path(pytest.__file__).parents[1]
    (site / "copy.pth").write_text(f"{copy}\n{libraries}\n")
    return copy


def _run(clone: Path, *command: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, f"{' '.join(command)}:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    return run.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_six_steps_make_an_exercise(top: Path, clone: Path) -> None:
    text = (top / "CONTRIBUTING.md").read_text(encoding="utf-8")
    guide = text[text.index("## An exercise, in six steps") : text.index("## A constant")]
    steps = STEP.split(guide)[1:]
    assert len(steps) == 6
    followed = []
    python = str(clone / ".venv" / "bin" / "python")
    for step in steps:
        for block in BLOCK.finditer(step):
            if block["file"]:
                path = clone / block["file"]
                path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n\n\n" + block["text"])
                followed.append(block["file"])
            else:
                for line in block["text"].split("\n")[:-1]:
                    assert line.startswith("make ")
                    verb = line.removeprefix("make ")
                    followed.append(verb)
                    if verb == "scenarios":
                        # The one table that the new exercise uses.
                        code = "from autograder.scenarios import write_all; write_all(['iron_law'])"
                        _run(clone, python, "-c", code)
                    elif verb == "check":
                        # The build has just held the rules against it; what is left is the style.
                        written = [name for name in followed if name.endswith(".py")]
                        _run(clone, sys.executable, "-m", "ruff", "check", "--quiet", *written)
                    elif verb == "assess":
                        # The new exercise alone; the others have tests of their own.
                        code = "from autograder.assess import main; raise SystemExit(main(['idle_cost']))"
                        assert "idle_cost" in _run(clone, python, "-c", code)
                    else:
                        assert verb == "build"
                        # Running all notebooks is what the tests of building do.
                        _run(clone, "make", "-o", ".venv/installed", "build", "ARGS=--no-execute")
    folder = "ch01_introduction"
    assert followed == [
        f"autograder/keys/{folder}/iron_law.py",
        "autograder/corpus/iron_law.py",
        "scenarios",
        f"source/{folder}/06_iron_law_exercises.py",
        "build",
        "assess",
        "check",
    ]

    released = (clone / "release" / folder / "06_iron_law_exercises.ipynb").read_text(encoding="utf-8")
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(released)["cells"]}
    assert cells["idle_cost"] == "idle_cost = ...\n# YOUR CODE HERE"
    assert cells["test_idle_cost"] == 'check("idle_cost", idle_cost)'
    contracts = "".join(path.read_text() for path in (clone / "mlsys_course" / "contracts").glob("*.json"))
    assert "idle_cost" in contracts

    code = (
        "import autograder, mlsys_course\n"
        "from mlsys_course import Q_\n"
        "from autograder import grade_answer\n"
        "print(autograder.__file__, grade_answer('I6.90', Q_(2250, 'USD/hour')).score)\n"
        "print(grade_answer('idle_cost', Q_(9102, 'USD/hour')).cause)\n"
    )
    where, score, cause = _run(clone, python, "-c", code).split()
    assert where == str(clone / "autograder" / "__init__.py") != autograder.__file__
    assert (score, cause) == ("1.0", "per-operation-reached")
