"""What a learner did in JupyterLab is there another day."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from lab import Notebook, Server

from mlsys_course.chapters import names
from mlsys_course.memory import place

pytestmark = pytest.mark.core
Opener = Callable[[str], Notebook]
(CHAPTER, *_) = names()
KEPT = "from mlsys_course import progress\nprogress()"


def test_a_lesson_keeps_predictions_in_the_learners_folder(lab_server: Server, open_notebook: Opener) -> None:
    cells = [
        "from mlsys_course import predict\nasked = predict('How far?', unit='km')\nasked",
        "asked.compare(7)",
        KEPT,
    ]
    path = lab_server.add(f"kept/notebooks/{CHAPTER}/lesson.ipynb", *cells)
    notebook = open_notebook(path)
    notebook.run_all()
    field = notebook.panel.get_by_label("My prediction (km)")
    field.fill("5")
    notebook.panel.get_by_role("button", name="Keep it").click()
    notebook.panel.get_by_text("You predicted 5 km; it is 7 km.").wait_for()
    file = lab_server.root / "kept" / place.FILE
    kept = json.loads(file.read_text())["predictions"]["How far?"]
    assert (kept["guesses"][0]["guess"], kept["truth"], kept["topic"]) == (5, 7, f"{CHAPTER}/lesson")
    other = open_notebook(lab_server.add(f"kept/release/{CHAPTER}/exercises.ipynb", KEPT))
    other.run_all()
    other.panel.locator(".mlsys-progress").get_by_text("How far?").wait_for()
    other.panel.locator(".mlsys-progress").get_by_text(str(file)).wait_for()
    assert not [
        found for found in (lab_server.root / "kept").rglob("*progress*") if found.parent != file.parent
    ]
