"""Both packages build, install apart from each other, and hold what they should and no more."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mlsys_course import __version__

pytestmark = pytest.mark.xdist_group("packaging")  # the wheels are built once

RUNTIME = ("submitted", "downloaded", "autograded", "feedback", "report", "solution", "sample")


@pytest.fixture(scope="module")
def tree(top: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which a class has been graded."""
    copy = tmp_path_factory.mktemp("tree")
    for path in tracked:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / path, copy / path)
    for folder in RUNTIME:
        left = copy / "autograder" / folder / "ada" / "ch01_introduction"
        left.mkdir(parents=True)
        (left / "helper.py").write_text("mine = 1\n")
    tables = ("scores", "changes", "roster", "extensions", "for_canvas", "for_moodle")
    for name in ("gradebook.db", "gradebook.db-wal", "report.html", *(f"{table}.csv" for table in tables)):
        (copy / "autograder" / name).write_text("marks")
    return copy


@pytest.fixture(scope="module")
def wheels(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("wheels")
    for project in (tree, tree / "autograder"):
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, project],
            check=True,
            capture_output=True,
        )
    return {path.name.split("-")[0]: path for path in out.glob("*.whl")}


def _members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return {name for name in file.namelist() if ".dist-info/" not in name}


def _metadata(wheel: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(wheel) as file:
        name = next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        message = Parser().parsestr(file.read(name).decode())
    return {key: message.get_all(key, []) for key in ("Requires-Dist", "License-File", "Name")}


def test_the_student_wheel_holds_the_student_package_with_its_data_and_nothing_else(
    wheels: dict[str, Path], tracked: list[Path]
) -> None:
    expected = {path.as_posix() for path in tracked if path.parts[0] == "mlsys_course"}
    beside = {name for name in _members(wheels["mlsys_course"]) if ".data/" in name}
    assert _members(wheels["mlsys_course"]) - beside == expected
    # What JupyterLab reads, so that live views stay out of saved notebooks.
    lab = "share/jupyter/labextensions/mlsys-course"
    assert {name.partition(".data/data/")[2] for name in beside} == {
        f"{lab}/package.json", f"{lab}/install.json", f"{lab}/static/remoteEntry.js",
    }  # fmt: skip
    with zipfile.ZipFile(wheels["mlsys_course"]) as file:
        package = next(name for name in beside if name.endswith("package.json"))
        assert json.loads(file.read(package))["version"] == __version__
    assert {"mlsys_course/units.txt", "mlsys_course/py.typed"} <= expected


def test_the_staff_wheel_holds_the_staff_package_and_no_students_files(
    wheels: dict[str, Path], tracked: list[Path]
) -> None:
    expected = {path.as_posix() for path in tracked if path.parts[0] == "autograder"}
    assert _members(wheels["mlsys_autograder"]) == expected - {"autograder/pyproject.toml"}


def test_the_student_wheel_asks_for_nothing_that_only_staff_has(wheels: dict[str, Path]) -> None:
    wanted = {Requirement(line).name for line in _metadata(wheels["mlsys_course"])["Requires-Dist"]}
    assert wanted == {"fsrs", "ipywidgets", "matplotlib", "numpy", "pandas", "pint"}


def test_the_student_wheel_works_without_the_repository(wheels: dict[str, Path], tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheels["mlsys_course"]) as file:
        file.extractall(site)
    # -S: nothing of this environment's editable installs; its libraries alone are put behind the wheel.
    libraries = str(Path(pytest.__file__).parents[1])
    code = (
        f"import sys; sys.path[:0] = [{str(site)!r}]; sys.path.append({libraries!r})\n"
        "import mlsys_course\n"
        "from mlsys_course import Q_\n"
        "print(mlsys_course.__file__, float(Q_('2 MAC').to('FLOP').magnitude))\n"
        "try:\n"
        "    import autograder\n"
        "except ImportError:\n"
        "    print('alone')\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout.split() == [str(site / "mlsys_course" / "__init__.py"), "4.0", "alone"], run.stderr


def test_the_staff_wheel_declares_its_checker_and_its_helper(wheels: dict[str, Path]) -> None:
    with zipfile.ZipFile(wheels["mlsys_autograder"]) as file:
        name = next(name for name in file.namelist() if name.endswith("entry_points.txt"))
        assert file.read(name).decode().split() == [
            "[mlsys_course.checkers]",
            "diagnosis",
            "=",
            "autograder.checker:checker",
            "[mlsys_course.helpers]",
            "keys",
            "=",
            "autograder.checker:with_key",
            "written",
            "=",
            "autograder.written:question",
        ]


def test_both_packages_are_installed_for_every_folder_and_the_checker_is_found(
    tmp_path: Path, top: Path
) -> None:
    code = (
        "import autograder, mlsys_course\n"
        "from importlib.metadata import entry_points\n"
        "checker, = entry_points(group='mlsys_course.checkers')\n"
        "print(autograder.__file__, mlsys_course.__file__, callable(checker.load()))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    expected = [str(top / name / "__init__.py") for name in ("autograder", "mlsys_course")]
    assert run.stdout.split() == [*expected, "True"], run.stderr


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0]


def _imported(top: Path, tracked: list[Path], package: str) -> dict[str, str]:
    """Return what the modules of a package import from outside the standard library, and one that does."""
    found = {}
    for path in tracked:
        if path.parts[0] == package and path.suffix == ".py":
            for name in _imports(ast.parse((top / path).read_text(encoding="utf-8"))):
                found[name] = path.as_posix()
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names}


def _project(path: Path) -> dict[str, object]:
    settings: dict[str, dict[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return settings["project"]


def _names(project: dict[str, object]) -> set[str]:
    extras = project.get("optional-dependencies", {})
    assert isinstance(extras, dict)
    lines = [*project["dependencies"], *(line for extra in extras.values() for line in extra)]  # type: ignore[misc]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize(
    ("package", "file", "own"),
    [
        # IPython comes with ipywidgets, whose displays it is.
        ("mlsys_course", "pyproject.toml", {"mlsys_course", "IPython"}),
        ("autograder", "autograder/pyproject.toml", {"autograder"}),
    ],
)
def test_what_a_package_imports_is_declared(
    top: Path, tracked: list[Path], package: str, file: str, own: set[str]
) -> None:
    declared = _names(_project(top / file))
    homes = metadata.packages_distributions()
    undeclared = {
        name: where
        for name, where in _imported(top, tracked, package).items()
        if name not in own and not declared & {canonicalize_name(home) for home in homes.get(name, [name])}
    }
    assert not undeclared


def test_the_student_package_imports_nothing_of_the_staff(top: Path, tracked: list[Path]) -> None:
    staff = {"autograder", "nbgrader", "nbclient", "nbconvert", "jupytext", "nbformat"}
    assert not staff & set(_imported(top, tracked, "mlsys_course"))


def _locked(top: Path) -> dict[str, Requirement]:
    text = (top / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [Requirement(line.split(" --hash")[0]) for line in text.splitlines() if line]
    return {canonicalize_name(pin.name): pin for pin in pins}


def test_everything_in_the_lock_has_a_version_a_hash_and_no_address(top: Path) -> None:
    text = (top / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^-", text), "options such as an index or a local project do not belong there"
    for line in text.replace("\\\n", " ").splitlines():
        assert re.match(r"[a-z0-9.-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *$", line), line


def test_the_lock_answers_every_dependency(top: Path) -> None:
    settings = tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8"))
    staff = tomllib.loads((top / "autograder" / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *settings["project"]["dependencies"],
        *settings["dependency-groups"]["dev"],
        *staff["project"]["dependencies"],
    ]
    locked = _locked(top)
    for line in wanted:
        requirement = Requirement(line)
        if requirement.name == "mlsys-course":
            continue
        pin = locked.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{line} is not in requirements.lock: run make lock"
        version = str(pin.specifier).removeprefix("==")
        assert version in requirement.specifier, f"{pin} is outside {line}: run make lock"


def test_the_lock_holds_no_heavy_framework(top: Path) -> None:
    assert not {"torch", "tensorflow", "jax"} & set(_locked(top))
    assert not [name for name in _locked(top) if name.startswith("nvidia")]
