"""A class of thirty as a term has it: who they are, what they hand in, and what the LMS makes of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.building.release import in_memory
from autograder.building.variants import fill, solutions
from autograder.lms.collect import plain

CHAPTER, SECTION, OWN = "ch01_introduction", "06_iron_law_exercises", "week2"
NUMBERS = range(1, 31)
FIRST = ("Wilhelmina", "Zoëlina", "Ambrosius", "Philippa", "Tancredo", "Renfield")
LAST = ("Quirkson", "Vamplew", "O'Jotun", "Nightshade", "Mistrale")
DAYS = 'training_days = (q.training_ops / (q.gpus * q.peak * {})).to("day")'
OPEN = "..."


def student(number: int) -> str:
    """Return an id."""
    return f"s{number:02d}"


def name(number: int) -> tuple[str, str]:
    """Return first and last name."""
    return FIRST[(number - 1) % 6], LAST[(number - 1) // 6]


def lms_id(number: int) -> int:
    """Return the number that Canvas has for somebody."""
    return 4471700 + number


def section(number: int) -> str:
    """Return the section: two teaching assistants have one each."""
    return "A" if number <= 16 else "B"


def canvas_gradebook(numbers: Iterable[int], points: float) -> str:
    """Return the gradebook as Canvas exports it."""
    text = io.StringIO()
    rows = csv.writer(text)
    columns = [f"{CHAPTER} (17)", f"{OWN} (18)"]
    rows.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *columns])
    rows.writerow(["    Points Possible", "", "", "", "", f"{points:.2f}", "5.00"])
    for number in numbers:
        first, last = name(number)
        rows.writerow([f"{last}, {first}", lms_id(number), "", student(number), section(number), "", ""])
    return text.getvalue()


def maximum(top: Path) -> float:
    """Return the points of the whole chapter, of which the class hands in one section."""
    return sum(
        cell.metadata.get("nbgrader", {}).get("points", 0)
        for path in (top / "source" / CHAPTER).glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    )


def chapter_answers(number: int) -> dict[str, str] | None:
    """Return the answers that are not the reference; None for a notebook that nobody touched."""
    if 13 <= number <= 18:
        return {"training_days": DAYS.format("1.0")}
    if 19 <= number <= 22:
        return {"training_days": f"{DAYS.format('q.efficiency')}.magnitude"}
    if 23 <= number <= 25:
        return {
            "which_are_times": f"which_are_times = {OPEN}",
            "training_claims": f"training_claims = {OPEN}",
        }
    return None if number == 27 else {}


def chapter_notebook(top: Path, number: int) -> str:
    """Return what somebody hands in of the chapter's section."""
    source = nbformat.read(top / "source" / CHAPTER / f"{SECTION}.ipynb", as_version=4)
    changed = chapter_answers(number)
    made = in_memory(source)
    if changed is not None:
        made = fill(made, {**solutions(source), **changed})
    return json.dumps(made)


def _cell(grade_id: str, source: str, points: float | None = None) -> Any:
    about: dict[str, Any] = {
        "grade_id": grade_id, "schema_version": 3, "task": False,
        "solution": points is None, "grade": points is not None, "locked": points is not None,
    }  # fmt: skip
    if points is not None:
        about["points"] = points
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": about})


def own_source() -> Any:
    """Return an instructor's own notebook: asserts, a hidden one, and partial credit by a last expression."""
    made = new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    made.cells = [
        new_markdown_cell("# Squares and means", id="title"),
        _cell(
            "squares",
            "def squares(n):\n    ### BEGIN SOLUTION\n    return [k * k for k in range(1, n + 1)]\n"
            "    ### END SOLUTION",
        ),
        _cell(
            "test_squares",
            "assert squares(3) == [1, 4, 9]\n### BEGIN HIDDEN TESTS\nassert squares(1) == [1]\n"
            "### END HIDDEN TESTS",
            3,
        ),
        _cell(
            "mean", "def mean(x):\n    ### BEGIN SOLUTION\n    return sum(x) / len(x)\n    ### END SOLUTION"
        ),
        _cell(
            "test_mean",
            "### BEGIN HIDDEN TESTS\n2 if mean([1, 2, 3, 6]) == 3 else 1 if mean([2, 4]) == 3 else 0\n"
            "### END HIDDEN TESTS",
            2,
        ),
    ]
    return made


def own_notebook(number: int) -> str | None:
    """Return what somebody hands in of the own assignment; None for nothing."""
    if number in (27, 28, 29):
        return None
    answers = {
        "squares": "def squares(n):\n    return [k * k for k in range(1, n + 1)]",
        "mean": "def mean(x):\n    return sum(x) / len(x)",
    }
    if 21 <= number <= 25:
        answers["squares"] = "def squares(n):\n    return [k * k for k in range(n)]"
    if number == 30:  # the median
        answers["mean"] = "def mean(x):\n    return (sorted(x)[len(x) // 2 - 1] + sorted(x)[len(x) // 2]) / 2"
    return json.dumps(fill(in_memory(own_source()), answers))


def _outer(number: int, late: bool = False) -> str:
    first, last = name(number)
    return f"{plain(last)}{plain(first)}{'_LATE' if late else ''}_{lms_id(number)}_{5000 + number}"


def _zip(path: Path, files: Iterator[tuple[str, str]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for where, content in files:
            archive.writestr(where, content)


def write(lms: Path, top: Path, points: float) -> None:
    """Write all that the LMS gives the staff in a term.

    Parameters
    ----------
    lms : Path
        The folder it goes to.
    top : Path
        The course.
    points : float
        What the LMS takes for the maximum of the chapter.
    """
    lms.mkdir()
    handed_in = [number for number in NUMBERS if number != 26]

    def canvas() -> Iterator[tuple[str, str]]:
        for number in handed_in:
            if section(number) == "A":
                yield f"{_outer(number, number == 3)}_{SECTION}.ipynb", chapter_notebook(top, number)

    def moodle() -> Iterator[tuple[str, str]]:
        for number in handed_in:
            if section(number) == "B":
                whole = chapter_notebook(top, number)
                content = whole[: len(whole) // 2] if number == 30 else whole
                first, last = name(number)
                yield f"{first} {last}_{number}_assignsubmission_file_/{SECTION}.ipynb", content

    def own() -> Iterator[tuple[str, str]]:
        for number in NUMBERS:
            if (content := own_notebook(number)) is not None:
                yield f"{_outer(number)}_squares.ipynb", content

    _zip(lms / "canvas.zip", canvas())
    _zip(lms / "moodle.zip", moodle())
    _zip(lms / "week2.zip", own())
    (lms / "s30.ipynb").write_text(chapter_notebook(top, 30), encoding="utf-8")
    nbformat.write(own_source(), lms / "squares.ipynb")
    (lms / "canvas.csv").write_text(canvas_gradebook(NUMBERS, points), encoding="utf-8")
    later = [number for number in NUMBERS if number != 29]
    (lms / "canvas_later.csv").write_text(canvas_gradebook(later, points), encoding="utf-8")
