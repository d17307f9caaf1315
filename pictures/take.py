"""Take the README's pictures anew, from the course as it runs in JupyterLab.

    python pictures/take.py [FOLDER]

Two pictures, twice as sharp as a plain screen, in JupyterLab's light theme: an explorer with two knobs moved,
and an exercise whose answer leaves a factor out, with the diagnosis below it.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

import lab  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

SHARPNESS = 2
SCREEN = {"width": 1000, "height": 1400}
CHAPTER = "ch01_introduction"
EXERCISES = f"release/{CHAPTER}/06_iron_law_exercises.ipynb"
ANSWER = 'training_days = (q.training_ops / (q.gpus * q.peak)).to("day")'  # the efficiency is left out
MARGIN = 8


def explorer(server: lab.Server) -> str:
    """Make a notebook of one explorer, at a setting where all three terms are there to see."""
    shown = 'explore_iron_law().move(device="H100", ops="96 GFLOP")'
    return server.add("explorer.ipynb", f"from mlsys_course import explore_iron_law\n\n{shown}")


def diagnosis(server: lab.Server) -> str:
    """Make a notebook of an exercise's first question, wrongly answered."""
    notebook = nbformat.read(ROOT / EXERCISES, as_version=4)
    last = next(at for at, cell in enumerate(notebook.cells) if cell.id == "test_training_days")
    notebook.cells = notebook.cells[: last + 1]
    next(cell for cell in notebook.cells if cell.id == "training_days").source = ANSWER
    path = server.root / EXERCISES
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return EXERCISES


def photograph(notebook: lab.Notebook, parts: Sequence[Any]) -> bytes:
    """Return the part of the page that holds all of these, with a margin, as a PNG of few colours."""
    page = notebook.page
    parts[0].scroll_into_view_if_needed()
    boxes = [part.bounding_box() for part in parts]
    left, top = (min(box[side] for box in boxes) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    image = ImageOps.expand(image, SHARPNESS * MARGIN, "white")
    made = io.BytesIO()
    image.quantize(128).save(made, "PNG", optimize=True)
    return made.getvalue()


def opened(browser: Any, server: lab.Server, name: str) -> lab.Notebook:
    """Open a notebook, run it, and put away what is beside it."""
    notebook = lab.Notebook(browser, server, name, sharpness=SHARPNESS)
    notebook.page.set_viewport_size(SCREEN)
    notebook.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    notebook.run_all()
    # The frame and the buttons of the cell at hand are no part of what is shown.
    notebook.page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
    notebook.page.mouse.move(0, 0)
    return notebook


def take(folder: Path) -> dict[str, bytes]:
    """Take both pictures, write them into a folder and return them by name."""
    taken = {}
    with (
        tempfile.TemporaryDirectory() as root,
        tempfile.TemporaryDirectory() as home,
        lab.chromium() as browser,
    ):
        server = lab.Server(Path(root), Path(home))
        try:
            server.copy(ROOT / "course.toml")
            notebook = opened(browser, server, explorer(server))
            shown = notebook.explorers().first
            shown.locator("img").wait_for()
            taken["explorer.png"] = photograph(notebook, [shown])
            notebook.close()
            notebook = opened(browser, server, diagnosis(server))
            cells = notebook.panel.locator(".jp-Notebook .jp-Cell").all()
            taken["diagnosis.png"] = photograph(notebook, cells[-3:])
            notebook.close()
        finally:
            server.stop()
    for name, content in taken.items():
        (folder / name).write_bytes(content)
    return taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Take the README's pictures anew.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    for name, content in take(parser.parse_args().folder).items():
        print(f"{name}: {len(content) / 1000:.0f} kB")
