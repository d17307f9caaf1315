"""What the web edition is made of: nothing unverified, no key in a course for credit."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chosen import TOP

from autograder.web import site as web
from autograder.web import wheels
from autograder.web.pyodide import Pyodide, WebError, cache

TOOLS = TOP / web.TOOLS
pytestmark = [
    pytest.mark.xdist_group("web"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (TOOLS / "installed").is_file(), reason="no tools for the web edition: make web"),
]


def test_the_workflow_publishes_what_make_web_writes() -> None:
    workflow = yaml.safe_load((TOP / ".github" / "workflows" / "pages.yml").read_text())
    steps = workflow["jobs"]["publish"]["steps"]
    assert "make web" in [step.get("run") for step in steps]
    assert [step["with"]["path"] for step in steps if "path" in step.get("with", {})] == [str(web.TARGET)]


@pytest.fixture
def pyodide() -> Pyodide:
    return Pyodide(cache(), TOOLS)


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file below a folder, and each file within its wheels."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield path.relative_to(folder).as_posix(), content
            if path.suffix == ".whl":
                with zipfile.ZipFile(io.BytesIO(content)) as wheel:
                    for name in wheel.namelist():
                        yield f"{path.name}/{name}", wheel.read(name)


def test_a_site_for_credit_holds_no_key_and_every_file_is_in_its_lock(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    web.build(folder, TOOLS, credit=True)
    files = dict(everything(folder))
    assert not [name for name in files if "autograder" in name]
    for mark in (b"BEGIN SOLUTION", b"BEGIN HIDDEN", b"from autograder import grade"):
        assert not [name for name, content in files.items() if mark in content and name.endswith(".ipynb")]
    python = folder / "live" / "static" / "pyodide"
    lock = json.loads((python / "pyodide-lock.json").read_text())["packages"]
    assert wheels.KEYS not in lock
    for entry in lock.values():
        content = (python / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert set(entry["depends"]) <= set(lock)
    beside = {"pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"}
    assert {path.name for path in python.iterdir()} == {one["file_name"] for one in lock.values()} | beside
    assert sum(len(content) for name, content in files.items() if ".whl/" not in name) < 90_000_000


def test_a_site_takes_the_place_of_the_old_one_only_when_it_is_whole(tmp_path: Path) -> None:
    old = tmp_path / "site"
    old.mkdir()
    (old / "index.html").write_text("yesterday's")
    with pytest.raises(WebError, match="make web puts them there"):
        web.build(old, tmp_path / "nothing")
    assert (old / "index.html").read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [old]


def test_a_file_that_differs_or_is_not_in_the_lock_is_not_used(pyodide: Pyodide, tmp_path: Path) -> None:
    (name,) = pyodide.fetch(["six"])
    kept = tmp_path / f"pyodide-{pyodide.version}" / name
    kept.parent.mkdir()
    kept.write_bytes(b"something else")
    (tmp_path / f"pyodide-{pyodide.version}.tgz").write_bytes(
        (pyodide.cache / f"pyodide-{pyodide.version}.tgz").read_bytes()
    )
    other = Pyodide(tmp_path, TOOLS)
    with pytest.raises(WebError, match=f"{name} differs"):
        other.fetch(["six"])
    assert not kept.exists()
    with pytest.raises(WebError, match="nbgrader is not in the lock"):
        other.fetch(["nbgrader"])
    (tmp_path / f"pyodide-{pyodide.version}.tgz").write_bytes(b"not what npm has")
    with pytest.raises(WebError, match="has the integrity"):
        Pyodide(tmp_path, TOOLS).fetch(["six"])


def test_what_is_needed_and_cannot_be_had_stops_the_build(pyodide: Pyodide) -> None:
    def needing(requirement: str) -> wheels.Wheel:
        metadata = f"Metadata-Version: 2.3\nName: needy\nVersion: 1\nRequires-Dist: {requirement}\n"
        return wheels._wheel("needy", "1", {}, {"METADATA": metadata})

    with pytest.raises(WebError, match="needy needs nbgrader, which Pyodide"):
        wheels.site_lock(pyodide, [needing("nbgrader")], [], TOP, TOOLS)
    with pytest.raises(WebError, match="needy needs numpy>=99, but"):
        wheels.site_lock(pyodide, [needing("numpy>=99")], [], TOP, TOOLS)


def test_the_keys_judge_without_anything_that_builds_or_grades(tmp_path: Path) -> None:
    wheel = wheels.keys_wheel(TOP, "1.0.0")
    assert wheel == wheels.keys_wheel(TOP, "1.0.0")
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "mlsys_course").symlink_to(TOP / "mlsys_course")
    code = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"nbgrader", "nbformat", "jupytext", "nbclient", "nbconvert", "sqlalchemy"}:
            raise ImportError(f"{name} is not there")
sys.meta_path.insert(0, Refused())
import autograder
assert autograder.__file__.startswith(sys.argv[1]), autograder.__file__
from mlsys_course import Q_, check
from autograder.written import question
wrong = check("training_days", Q_(11.375, "day"))
assert not wrong.accepted and "efficiency" in wrong.message, wrong
assert check("training_days", Q_(25.28, "day")).accepted
assert len(question("explain_utilisation").checks) >= 3
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    environment = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
