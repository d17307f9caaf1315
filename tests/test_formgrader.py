"""The formgrader starts with the course's settings, where explanations are marked by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def server(top: Path, tmp_path: Path) -> Iterator[str]:
    """Return the address of a Jupyter server on a course of its own, without its closing slash."""
    root, runtime = tmp_path / "course", tmp_path / "home" / "runtime"
    for name in ("source", "release"):
        shutil.copytree(top / name, root / name)
    (root / "autograder").mkdir()
    for name in ("nbgrader_config.py", "course.toml"):
        shutil.copy(top / name, root)
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += ["--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", f"--ServerApp.root_dir={root}"]
    environment = {**os.environ, "HOME": str(tmp_path / "home"), "JUPYTER_RUNTIME_DIR": str(runtime)}
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=file, stderr=file)
    try:
        for _ in range(600):
            known = list(runtime.glob(f"jpserver-{process.pid}.json"))
            if known and known[0].stat().st_size:
                break
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield str(json.loads(known[0].read_text())["url"]).rstrip("/")
    finally:
        process.terminate()
        process.wait(30)


def test_the_formgrader_lists_the_assignment(server: str) -> None:
    with urllib.request.urlopen(f"{server}/formgrader") as answer:
        assert "Manual Grading" in answer.read().decode()
    with urllib.request.urlopen(f"{server}/formgrader/api/assignments") as answer:
        (assignment,) = json.loads(answer.read())
    assert assignment["name"] == "ch01_introduction"
    assert assignment["source_path"] == "source/ch01_introduction"
