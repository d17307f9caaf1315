"""A whole lesson, run, predicted and saved in JupyterLab, is a lesson for somebody who only reads it."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from chosen import TOP, chapters
from lab import Notebook, Server

from mlsys_course.chapters import Chapter
from mlsys_course.widgets.face import VIEW

KEEP = ".jp-OutputArea-output:has(button:text-is('Keep it'))"


def _predict_all(notebook: Notebook) -> None:
    for box in notebook.panel.locator(KEEP).all():
        if (field := box.locator("input[type=text]")).count():
            field.first.fill("3")
        else:
            box.locator("select").first.select_option(index=1)
        box.get_by_role("button", name="Keep it").click()
        box.get_by_text("Your guess: ").first.wait_for()


# A chapter that asks for no predictions need not have a lesson that comes alive.
@pytest.mark.parametrize(
    "chapter",
    [one for one in chapters() if (one.folder / "predictions").is_dir()],
    ids=lambda chapter: chapter.name,
)
def test_a_whole_lesson_is_read_without_a_kernel(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, chapter: Chapter
) -> None:
    """Saved, and opened by somebody else's JupyterLab, which does not trust it."""
    root = tmp_path_factory.mktemp("root")
    source = min((TOP / "notebooks" / chapter.name).glob("*.ipynb"))
    server = Server(root, tmp_path_factory.mktemp("home"))
    try:
        path = server.copy(source, f"notebooks/{chapter.name}/{source.name}")
        notebook = Notebook(browser, server, path)
        notebook.run_all()
        assert notebook.errors() == []
        _predict_all(notebook)
        notebook.page.wait_for_timeout(1000)  # a face follows within a third of a second
        notebook.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        notebook.page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
        notebook.close()
    finally:
        server.stop()
    assert notebook.problems == []
    outputs = [one for cell in nbformat.read(root / path, 4).cells for one in cell.get("outputs", [])]
    data = [one.get("data", {}) for one in outputs]
    faces = [one["text/html"] for one in data if 'class="mlsys-face' in one.get("text/html", "")]
    assert faces and not [one for one in data if VIEW in one]
    server = Server(root, tmp_path_factory.mktemp("stranger"))
    try:
        notebook = Notebook(browser, server, path)
        shown = notebook.panel.locator(".mlsys-face:visible")
        shown.last.wait_for()
        assert shown.count() == len(faces) and notebook.panel.get_by_text("model not found").count() == 0
        guesses = [face for face in faces if "Your guess: " in face]
        assert len(guesses) == sum("to predict" in face for face in faces), "a prediction lost its guess"
        words = [re.sub(r"\W+", "", text) for text in shown.all_inner_texts()]
        assert all(words), "a face says nothing"
        for picture in shown.locator("img").all():
            assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
        notebook.close()
    finally:
        server.stop()
    assert notebook.problems == []
