"""The students' archive: complete, installable, reproducible, and without a trace of the staff's half."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from autograder import bundle
from autograder.written import question

FIXED = {"README.md", "START.ipynb", "LICENSE", "course.toml", "environment.yml", "pyproject.toml"}


@pytest.fixture
def course(top: Path, tracked: list[Path], tmp_path: Path) -> Path:
    copy = tmp_path / "course"
    for path in tracked:
        if path.parts[0] not in {"tests", "benchmarks"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(top / path, copy / path)
    return copy


@pytest.fixture
def unpacked(course: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle.build(course))) as file:
        file.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / bundle.FOLDER


def test_it_holds_what_students_need_and_nothing_else(unpacked: Path, tracked: list[Path]) -> None:
    expected = FIXED | {
        path.as_posix()
        for path in tracked
        if path.parts[0] in {"mlsys_course", "release"}
        or (path.parts[0] == "notebooks" and path.suffix != ".py")
    }
    found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert found == expected
    assert {path.split("/")[0] for path in found} == FIXED | {"mlsys_course", "notebooks", "release"}


def test_its_settings_do_not_know_the_staff_package(unpacked: Path) -> None:
    for name in FIXED - {"LICENSE"}:
        assert "autograder" not in (unpacked / name).read_text(encoding="utf-8")
    settings = tomllib.loads((unpacked / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(settings) == {"build-system", "project", "tool"} and set(settings["tool"]) == {"hatch"}
    assert settings["project"]["name"] == "mlsys-course"
    environment = yaml.safe_load((unpacked / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert pip == ["jupyterlab>=4.4,<5", "ipywidgets>=8.1,<9", "-e ."]


def test_the_same_files_give_the_same_bytes(course: Path) -> None:
    first = bundle.build(course)
    for path in course.rglob("*"):
        os.utime(path, (1, 1))
    assert bundle.build(course) == first


def _leak_marker(course: Path) -> str:
    path = next((course / "release").rglob("*.ipynb"))
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] += "\n### BEGIN " + "HIDDEN TESTS"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return "marker"


def _leak_source(course: Path) -> str:
    path = next((course / "source").rglob("*.ipynb"))
    shutil.copy(path, next((course / "release").rglob("*.ipynb")))
    return "solution"


def _leak_master(course: Path) -> str:
    path = next((course / "source").rglob("*_exercises.py"))
    shutil.copy(path, next((course / "release").rglob("*.ipynb")).parent)
    return f"{path.name} is of no kind that goes to students"


def _leak_beside_an_own_notebook(course: Path) -> str:
    for top in ("source", "release"):
        (course / top / "own").mkdir()
        shutil.copy(next((course / "release").rglob("*.ipynb")), course / top / "own" / "week1.ipynb")
    (course / "release" / "own" / "helper.py").write_text("### BEGIN SOLUTION\n", encoding="utf-8")
    return "release/own/helper.py: holds a marker of a solution"


def _leak_written(course: Path) -> str:
    """Something that a learner reads only after their own answer, in a file of the package."""
    path = next((course / "autograder" / "chapters").glob("*/written/*.toml"))
    sentence = question(path.stem).why.split(". ")[0]
    target = next((course / "mlsys_course" / "chapters").glob("*/contract.json"))
    content = json.loads(target.read_text(encoding="utf-8"))
    content.append({"name": sentence.replace(" ", "  ")})
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return "contract.json: holds what a written question's list or answers say"


def _leak_written_in_a_lesson(course: Path) -> str:
    path = next((course / "autograder" / "chapters").glob("*/written/*.toml"))
    target = next((course / "notebooks").rglob("*.ipynb"))
    notebook = json.loads(target.read_text(encoding="utf-8"))
    words = question(path.stem).checks[0].question.split()
    notebook["cells"][0]["source"] = ["# A lesson\n", *(f"{word}\n" for word in words)]
    target.write_text(json.dumps(notebook), encoding="utf-8")
    return f"{target.name}: holds what a written question's list or answers say"


def _leak_student(course: Path) -> str:
    path = course / "course.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('student_id = ""', 'student_id = "ada"'))
    return "names a student"


def _leak_link(course: Path) -> str:
    (course / "notebooks" / "keys.md").symlink_to(course / "autograder" / "chapters" / "__init__.py")
    return "is a link"


def _not_built(course: Path) -> str:
    shutil.rmtree(course / "release")
    return "make build"


@pytest.mark.parametrize(
    "spoil",
    [
        *(_leak_marker, _leak_source, _leak_master, _leak_beside_an_own_notebook),
        *(_leak_written, _leak_written_in_a_lesson),
        *(_leak_student, _leak_link, _not_built),
    ],
)
def test_it_stops_before_anything_goes_out_that_must_not(course: Path, spoil: Callable[[Path], str]) -> None:
    sentence = spoil(course)
    with pytest.raises((bundle.BundleError, SyntaxError)) as stopped:
        bundle.build(course)
    assert sentence in str(stopped.value)


def test_modules_beside_an_own_notebook_go_along(course: Path) -> None:
    _leak_beside_an_own_notebook(course)
    (course / "release" / "own" / "helper.py").write_text("n = 42\n", encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(bundle.build(course))) as archive:
        assert archive.read(f"{bundle.FOLDER}/release/own/helper.py") == b"n = 42\n"


def test_a_failed_run_writes_no_archive(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _leak_student(course)
    build = bundle.build
    monkeypatch.setattr(bundle, "build", lambda: build(course))
    assert bundle.main(tmp_path / "out" / "students.zip") == 1
    assert "names a student" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_installs_by_itself_and_checks_what_a_student_may_know(unpacked: Path, tmp_path: Path) -> None:
    environment = {name: os.environ[name] for name in os.environ if name[:6] not in {"PYTHON", "VIRTUA"}}
    python = tmp_path / "env" / "bin" / "python"
    uv = str(Path(sys.executable).with_name("uv"))
    code = (
        "from mlsys_course import Q_, check\n"
        "from importlib.util import find_spec\n"
        "print([name for name in ('autograder', 'nbgrader') if find_spec(name)])\n"
        "for answer in (Q_('2 byte'), Q_('1 day')):\n"
        "    result = check('training_days', answer)\n"
        "    print(result.accepted, result.cause)\n"
        "from mlsys_course.help import available\n"
        "tries = [check('training_days', Q_(2 + one, 'byte')) for one in range(8)]\n"
        "print([available('training_days'), *(one.help for one in tries if one.help)])\n"
        "print('Said:', check('explain_bottleneck'))\n"
    )
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(python.parents[1])],
        [uv, "pip", "install", "--quiet", "--python", str(python), "-e", "."],
        [str(python), "-c", code],
    ):
        run = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    staff, wrong_unit, wrong_value, helped = [line for line in run.stdout.splitlines() if line[:1] in "[TF"]
    assert staff == "[]"
    assert wrong_unit.startswith("False unit:")
    # One day is far off, but only the grader may say so.
    assert wrong_value == "True None"
    assert helped == "[False]"  # whatever was tried
    assert "Said: A person reads this answer: no program checks it." in run.stdout
