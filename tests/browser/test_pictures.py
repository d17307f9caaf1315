"""The README's pictures come from the course as it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TAKE = Path(__file__).resolve().parents[2] / "pictures" / "take.py"


@pytest.mark.slow
def test_both_pictures_can_be_taken_anew(tmp_path: Path) -> None:
    # A process of its own, as make has it: Playwright allows one driver at a time, and other tests hold it.
    done = subprocess.run([sys.executable, TAKE, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    taken = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(taken) == ["diagnosis.png", "explorer.png"]
    for content in taken.values():
        assert content.startswith(b"\x89PNG") and 10_000 < len(content) < 200_000
