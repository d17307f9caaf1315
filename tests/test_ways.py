"""From every notebook there is a way on, wherever the notebooks lie."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder import bundle
from autograder.building import ways
from mlsys_course import launch

LINK = re.compile(r"\[([^\]]+)\]\(([^)#]+\.ipynb)[^)]*\)")


def page(title: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                f"# {title}\n\n**What you'll learn**\n\n- to add;\n- to see\n  more.\n\n**End**"
            ),
            nbformat.v4.new_code_cell("1"),
        ]
    )


def said(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    _, own, *more = notebook.cells
    assert own.source == "1" and len(more) in (1, 3)
    assert ["check_all" in cell.source for cell in more[:-1]] == [False, True][: len(more) - 1]
    return notebook.cells[0].source, notebook.cells[-1].source


def test_the_way_follows_from_the_order_of_the_files() -> None:
    """Two lessons may share one notebook of exercises, and one may have none."""
    names = ("01_a", "02_b", "02_c", "03_d")
    lessons = {Path("notebooks/ch/" + name + ".ipynb"): page(name[3:].upper()) for name in names}
    graded = {
        Path(f"source/ch/{name}_exercises.ipynb"): page(f"Exercises {name}") for name in ("01_a", "02_b")
    }
    ways.add(lessons, graded)
    top, end = said(lessons[Path("notebooks/ch/02_c.ipynb")])
    assert [name for name, _ in LINK.findall(top)] == ["← B", "Start", "The exercises of this lesson", "D →"]
    assert "](../../release/ch/02_b_exercises.ipynb)" in top and "](../../START.ipynb)" in top
    assert "- to add;\n- to see\n  more." in end and "**End**" not in end
    assert [to for _, to in LINK.findall(end)] == ["../../release/ch/02_b_exercises.ipynb", "03_d.ipynb"]
    first, last = (
        said(lessons[Path("notebooks/ch/01_a.ipynb")]),
        said(lessons[Path("notebooks/ch/03_d.ipynb")]),
    )
    assert "←" not in first[0] and "→" not in last[0] and "the map of the course" in last[1]
    top, end = said(graded[Path("source/ch/01_a_exercises.ipynb")])
    assert "[Lesson: A](../../notebooks/ch/01_a.ipynb)" in top and "(02_b_exercises.ipynb)" in top
    assert [to for _, to in LINK.findall(end)][-1] == "../../notebooks/ch/02_b.ipynb", "on to the next lesson"
    top, end = said(graded[Path("source/ch/02_b_exercises.ipynb")])
    assert "Lesson: B" in top and "Lesson: C" in top and "the map of the course" in end


def dead(folder: Path, rooms: tuple[str, ...]) -> list[str]:
    found = []
    notebooks = [path for room in rooms for path in sorted((folder / room).rglob("*.ipynb"))]
    assert len(notebooks) > 5
    for path in notebooks:
        for cell in nbformat.read(path, 4).cells:
            for _, to in LINK.findall(cell.source) if cell.cell_type == "markdown" else ():
                if "://" not in to and not (path.parent / to).is_file():
                    found.append(f"{path.relative_to(folder)}: {to}")
    return found


def test_links_hold_in_the_repository(top: Path) -> None:
    assert dead(top, ("notebooks", "release", "source")) == []


def test_links_hold_in_a_learners_copies(top: Path, tmp_path: Path) -> None:
    launch.deliver(top, tmp_path)
    launch.write_start(tmp_path)
    assert dead(tmp_path, ("notebooks", "release")) == []


def test_links_hold_in_the_students_archive(top: Path, tmp_path: Path) -> None:
    archive = tmp_path / "students.zip"
    archive.write_bytes(bundle.build(top))
    zipfile.ZipFile(archive).extractall(tmp_path)
    assert dead(tmp_path / bundle.FOLDER, ("notebooks", "release")) == []


@pytest.mark.timeout(300)
def test_in_a_fetched_assignment_no_link_is_dead(top: Path, tmp_path: Path) -> None:
    """Through nbgrader's own exchange: exercises lead to exercises, and lessons are named."""
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    home.mkdir()
    for assignment in sorted((top / "release").iterdir()):
        if not any(assignment.glob("*.ipynb")):
            continue
        for verb, where in (("release_assignment", top), ("fetch_assignment", home)):
            options = [assignment.name, "--course", "mlsys", f"--Exchange.root={exchange}"]
            run = subprocess.run(
                [sys.executable, "-m", "nbgrader", verb, *options], cwd=where, capture_output=True, text=True
            )
            assert run.returncode == 0, run.stderr
        fetched = sorted((home / assignment.name).glob("*.ipynb"))
        assert [path.name for path in fetched] == [path.name for path in sorted(assignment.glob("*.ipynb"))]
        for path in fetched:
            here, there = nbformat.read(path, 4), nbformat.read(assignment / path.name, 4)
            assert [one.id for one in here.cells] == [one.id for one in there.cells]
            changed = [a.id for a, b in zip(here.cells, there.cells, strict=True) if a != b]
            assert set(changed) <= {here.cells[0].id, ways.END_CELL}
            top_line, end = here.cells[0].source.splitlines()[-1], here.cells[-1].source
            lesson = path.stem.removesuffix("_exercises")
            assert "START.ipynb" not in top_line + end and "| |" not in top_line
            assert re.search(rf"Lesson: [^|]+ \(`{lesson}\w*`\)", top_line) and "What comes next" in end
    assert dead(home, (".",)) == []


@pytest.mark.parametrize("name", ["11_x", "1_x", "intro"])
def test_numbers_are_read_as_numbers(name: str) -> None:
    lessons = {Path(f"notebooks/ch/{one}.ipynb"): page(one) for one in (name, "111_y")}
    graded = {Path(f"source/ch/{name}_exercises.ipynb"): page("Exercises")}
    ways.add(lessons, graded)
    assert "exercises of this lesson" in said(lessons[Path(f"notebooks/ch/{name}.ipynb")])[0]
    assert "exercises of this lesson" not in said(lessons[Path("notebooks/ch/111_y.ipynb")])[0]
