"""The index of the lessons says of each what its master says."""

from __future__ import annotations

import ast
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


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_difference_of_two_shares_is_printed_in_percentage_points(path: Path) -> None:
    """95 percent that become 93 have lost 2 percentage points; 2 percent of them would be 1.9."""
    tree = ast.parse((TOP / path).read_text(encoding="utf-8"))
    wrong = [
        ast.unparse(part)
        for part in ast.walk(tree)
        if isinstance(part, ast.FormattedValue)
        and isinstance(part.value, ast.BinOp)
        and isinstance(part.value.op, ast.Sub)
        and not isinstance(part.value.left, ast.Constant)
        and part.format_spec is not None
        and "%" in ast.unparse(part.format_spec)
    ]
    assert wrong == []
