"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def top() -> Path:
    """Return the top of the repository."""
    return TOP


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Return the files of the repository, relative to its top: new ones count, ignored ones do not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (TOP / name).is_file()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI nothing is skipped: what a test needs is installed, or the run fails."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which on CI counts as failed. {reason}"
    return report


def pytest_configure() -> None:
    """Let tests that start commands find those of this environment first."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep)[:1]:
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])
