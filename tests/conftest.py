"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import chosen
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


@pytest.fixture(scope="session")
def _worker_pools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Return what `Runner` gets its worker processes from, and have them stay from one run to the next."""
    from autograder.grading import workers

    make, folder = workers.Runner._pool, str(tmp_path_factory.mktemp("workers"))
    pools: dict[workers.Settings, ProcessPoolExecutor] = {}

    def pool(runner: workers.Runner, jobs: int, run: str) -> AbstractContextManager[ProcessPoolExecutor]:
        pool = pools.get(runner.settings)
        if pool is None or pool._broken:
            pool = pools[runner.settings] = make(runner, 2, folder)
        return nullcontext(pool)

    yield pool
    for one in pools.values():
        one.shutdown()


@pytest.fixture(scope="module")
def warm_workers(_worker_pools: Callable[..., Any]) -> Iterator[None]:
    """Grade a module's classes in processes that run already: to start them takes most of a small run.

    The runs differ in nothing else. What is about starting, failing or the environment starts its own.
    """
    from autograder.grading import workers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers.Runner, "_pool", _worker_pools)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI nothing is skipped: what a test needs is installed, or the run fails."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which on CI counts as failed. {reason}"
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of one chapter."""
    parser.addoption("--chapter", metavar="NAME", help="only what is about this chapter")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the chapter; let tests that start commands find those of this environment first."""
    chosen.NAME = config.getoption("--chapter")
    if chosen.NAME is not None:
        try:
            chosen.chapters()
        except LookupError as error:
            raise pytest.UsageError(f"--chapter: {error}") from None
        config.pluginmanager.register(OneChapter())
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep)[:1]:
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


class OneChapter:
    """Leaves out what is not about the chosen chapter, also outside the tests' folder, where doctests are."""

    @staticmethod
    def belongs(path: Path) -> bool:
        """Say whether a file is the chapter's: its modules, its own tests, the generic suites."""
        inside = path.relative_to(TOP).parts
        if inside[0] != "tests":
            return inside[1:3] == ("chapters", chosen.NAME)
        return len(inside) > 2 and inside[1] in {"every_chapter", "browser", chosen.NAME}

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave files unread."""
        unread = collection_path.is_file() and collection_path.name != "conftest.py"
        return True if unread and not self.belongs(collection_path) else None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect what a generic suite says of core, and of what the chapter does not have."""

        def about_it(item: pytest.Item) -> bool:
            skipped = item.get_closest_marker("skip")
            empty = skipped and skipped.kwargs.get("reason", "").startswith("got empty parameter set")
            return not (empty or item.get_closest_marker("core"))

        kept = [item for item in items if about_it(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
