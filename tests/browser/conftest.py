"""One JupyterLab server and one Chromium for all browser tests of a session.

`open_notebook(path)` opens a notebook that `lab_server` serves and fails the test afterwards when the page
had a console error or a failed request. `course` is the server with the built notebooks on it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import lab

TOP = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, and skip it with the reason where there is no browser."""
    reason = lab.why_not()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Server]:
    """Return a running JupyterLab on an empty folder; put notebooks in with `add` and `copy`."""
    server = lab.Server(tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("home"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def course(lab_server: lab.Server) -> lab.Server:
    """Return the server with what `make lab` puts before a learner."""
    for folder in ("notebooks", "release"):
        for path in sorted((TOP / folder).rglob("*")):
            if path.is_file() and path.suffix != ".py":
                lab_server.copy(path, str(path.relative_to(TOP)))
    for name in ("course.toml", "START.ipynb"):
        lab_server.copy(TOP / name)
    return lab_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with lab.chromium() as started:
        yield started


@pytest.fixture
def open_notebook(browser: Any, lab_server: lab.Server) -> Iterator[Callable[[str], lab.Notebook]]:
    """Return a function that opens a notebook of the server's folder in JupyterLab."""
    opened: list[lab.Notebook] = []

    def opener(path: str) -> lab.Notebook:
        opened.append(lab.Notebook(browser, lab_server, path))
        return opened[-1]

    yield opener
    for notebook in opened:
        notebook.close()
    problems = [problem for notebook in opened for problem in notebook.problems]
    assert not problems, "\n".join(problems)
