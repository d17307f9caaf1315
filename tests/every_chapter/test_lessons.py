"""The index of the lessons says of each what its master says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chosen import TOP, files

LESSONS = files("notebooks", "*.py")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_index_of_the_lessons_is_right(path: Path) -> None:
    """notebooks/README.md lists every lesson with its number, title and minutes."""
    index = (TOP / "notebooks" / "README.md").read_text(encoding="utf-8")
    text = (TOP / path).read_text(encoding="utf-8")
    title = re.search(r"^# # (.+)$", text, re.MULTILINE)
    needs = text.index("What you'll need")
    minutes = re.search(r"(\d+) minutes", text[needs : needs + 300])
    assert title and minutes
    link = f"{path.parent.name}/{path.stem}.ipynb"
    row = next(line for line in index.splitlines() if link in line)
    assert title[1] in row and f"{minutes[1]} min" in row, row
