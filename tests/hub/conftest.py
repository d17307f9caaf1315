"""A hub for the tests of this folder; without ``make test-hub`` they are skipped with the reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

import lab
import machine


@pytest.fixture(scope="session")
def environments() -> machine.Environments:
    """Return what is installed for the hub."""
    if reason := lab.why_not():
        pytest.skip(reason)
    try:
        return machine.install()
    except machine.Missing as error:
        pytest.skip(f"no hub here: {error}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with lab.chromium() as started:
        yield started
