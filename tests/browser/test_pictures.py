"""The README's pictures come from the course as it runs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

TAKE = Path(__file__).resolve().parents[2] / "pictures" / "take.py"


@pytest.mark.slow
def test_both_pictures_can_be_taken_anew(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("take", TAKE)
    assert spec is not None and spec.loader is not None
    take = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(take)
    taken = take.take(tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == sorted(taken) == ["diagnosis.png", "explorer.png"]
    for content in taken.values():
        assert content.startswith(b"\x89PNG") and 10_000 < len(content) < 200_000
