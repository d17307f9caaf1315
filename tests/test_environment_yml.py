"""environment.yml: what students with conda and Binder get.

No conda channel is assumed and no image is built: the file is parsed, its pip section is installed into a
fresh environment in which a lesson runs, and repo2docker is asked what it would do.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement


@pytest.fixture(scope="module")
def settings(top: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((top / "environment.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def pip_section(settings: dict[str, Any]) -> list[str]:
    (section,) = (entry["pip"] for entry in settings["dependencies"] if isinstance(entry, dict))
    return list(section)


@pytest.fixture(scope="module")
def clone(top: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("clone")
    for path in tracked:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / path, copy / path)
    return copy


def test_conda_gives_python_and_pip_and_pip_gives_the_rest(
    settings: dict[str, Any], pip_section: list[str]
) -> None:
    assert set(settings) == {"name", "channels", "dependencies"}
    assert [entry for entry in settings["dependencies"] if isinstance(entry, str)] == ["python=3.11", "pip"]
    assert [line for line in pip_section if line.startswith("-")] == ["-e .", "-e ./autograder"]


def test_the_ranges_are_wide_enough_for_a_year_of_releases(pip_section: list[str]) -> None:
    ranges = {
        requirement.name: requirement.specifier
        for requirement in (Requirement(line) for line in pip_section if not line.startswith("-"))
    }
    for name, inside, outside in [
        ("jupyterlab", ["4.4.0", "4.99"], ["5.0"]),
        ("ipywidgets", ["8.1.0", "8.99"], ["9.0"]),
    ]:
        assert [version in ranges[name] for version in [*inside, *outside]] == [True, True, False]


def test_repo2docker_takes_it(clone: Path) -> None:
    assert not [name for name in ("binder", ".binder") if (clone / name).exists()]
    run = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(clone)],
        capture_output=True,
        text=True,
        cwd=clone,
    )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-2000:]
    assert "Building conda environment for python=3.11" in said
    # Editable installs need the whole repository before the environment is made.
    assert said.index(" src/ ${REPO_DIR}/") < said.index('--file "environment.yml"')


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_its_pip_section_makes_an_environment_in_which_the_lesson_runs(
    clone: Path, pip_section: list[str], tmp_path: Path
) -> None:
    environment = {name: os.environ[name] for name in os.environ if name[:6] not in {"PYTHON", "VIRTUA"}}
    python = tmp_path / "env" / "bin" / "python"
    uv = str(Path(sys.executable).with_name("uv"))
    (clone / "section.txt").write_text("\n".join(pip_section))
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(python.parents[1])],
        [uv, "pip", "install", "--quiet", "--python", str(python), "-r", "section.txt"],
    ):
        run = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr

    environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    environment["HOME"] = str(tmp_path)
    lesson = "notebooks/ch01_introduction/06_iron_law.ipynb"
    run = subprocess.run(
        [python, "-m", "jupyter", "nbconvert", "--execute", "--to", "notebook", "--output", "ran", lesson],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    ran = json.loads((clone / lesson).with_name("ran.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in ran["cells"] for output in cell.get("outputs", [])]
    assert outputs
    kinds = {output.get("name", output["output_type"]) for output in outputs}
    assert not kinds & {"error", "stderr"}

    code = "from mlsys_course import Q_, check; print(check('training_days', Q_('2 byte')).cause)"
    run = subprocess.run(
        [python, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    # A checker is found, so the mistake is named.
    assert run.stdout.split()[-1].startswith("unit:"), run.stdout + run.stderr
