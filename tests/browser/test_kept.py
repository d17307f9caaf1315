"""What a learner did in JupyterLab is there another day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab import Notebook, Server
from nbconvert import HTMLExporter
from page_elements import Elements

from mlsys_course.chapters import exports, find, names
from mlsys_course.memory import place
from mlsys_course.widgets import face

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
    notebook.panel.locator(".mlsys-prediction").get_by_text("Your guess: 5 km. Answer: 7 km.").wait_for()
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


EXPLORER = next(name for name in sorted(exports()) if name.startswith("explore_"))
SECTION = find(CHAPTER).sections[0]
LESSON = [
    "from mlsys_course import predict\nasked = predict('How high?', unit='m')\nasked",
    "asked.compare(7)",
    f"from mlsys_course import {EXPLORER}\nexplorer = {EXPLORER}()\nexplorer",
    f"from mlsys_course import practice\npractice({SECTION!r}, chapter={CHAPTER!r})",
]
GONE = "model not found"


def _first_evening(notebook: Notebook) -> str:
    """Predict, move a knob, save; return the picture's text alternative."""
    notebook.run_all()
    panel = notebook.panel
    panel.locator(".mlsys-explorer img").wait_for()
    assert panel.locator(".mlsys-face:visible").count() == 0, "the face is seen beside the live view"
    panel.get_by_label("My prediction (m)").fill("5")
    panel.get_by_role("button", name="Keep it").click()
    picture = notebook.explorers().first.locator("img")
    start = picture.get_attribute("alt")
    control = notebook.explorers().first.locator(".noUi-handle, select").last
    if control.evaluate("control => control.tagName") == "SELECT":
        control.select_option(index=1)
    else:
        control.press("End")
    notebook.explorers().first.locator(f"img:not([alt={json.dumps(start)}])").wait_for()
    shown = str(picture.get_attribute("alt"))
    panel.locator(f".mlsys-face img[alt={json.dumps(shown)}]").wait_for(state="attached")
    notebook.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    assert notebook.explorers().first.is_visible(), "saving takes the view from under one's hands"
    return shown


def _another_evening(notebook: Notebook, alt: str) -> None:
    faces = notebook.panel.locator(".mlsys-face:visible")
    faces.last.wait_for()
    assert notebook.panel.get_by_text(GONE).count() == 0
    assert faces.count() == len(LESSON)
    faces.first.get_by_text("Your guess: 5 m.").wait_for()
    faces.get_by_text("Your guess: 5 m. Answer: 7 m.").wait_for()
    picture = faces.locator(f"img[alt={json.dumps(alt)}]")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    assert faces.get_by_text("Run this cell").count() == 3


def test_a_lesson_that_is_reopened_is_a_lesson(
    browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Save, close, stop the server, start it again, open: trusted as one's own, else untrusted."""
    root = tmp_path_factory.mktemp("root")
    evenings = [tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("stranger")]
    server = Server(root, evenings[0])
    try:
        notebook = Notebook(browser, server, server.add("lesson.ipynb", *LESSON))
        alt = _first_evening(notebook)
        notebook.close()
    finally:
        server.stop()
    assert notebook.problems == []
    saved = nbformat.read(root / "lesson.ipynb", 4)
    views = [one for cell in saved.cells for one in cell.outputs if "widget" in "".join(one.get("data", {}))]
    assert views == [], "a view is saved whose model is gone"
    _is_whole_as_a_page(root / "lesson.ipynb", alt)
    for home in evenings:  # the second one has another key: there the notebook is not trusted
        server = Server(root, home)
        try:
            notebook = Notebook(browser, server, "lesson.ipynb")
            _another_evening(notebook, alt)
            if home is evenings[0]:
                notebook.run_all()
                notebook.panel.locator(".mlsys-explorer img").wait_for()
                notebook.panel.get_by_text("Your guess: 5 m. Answer: 7 m.").first.wait_for()
                assert notebook.panel.locator(".mlsys-face:visible").count() == 0
            notebook.close()
        finally:
            server.stop()
        assert notebook.problems == []


SAVED = """async given => {
  const container = window._JUPYTERLAB['mlsys-course'];
  await container.init({});
  const { default: [plugin] } = (await container.get('./extension'))();
  const model = { toJSON: () => given };
  plugin.activate({ docRegistry: { addWidgetExtension: (_, made) => made.createNew({}, { model }) } });
  return [model.toJSON(), given];
}"""


def test_what_is_not_ours_is_saved_as_it_is(browser: Any) -> None:
    """The part of JupyterLab leaves out what is marked, and nothing else; the page's notebook stays whole."""

    def live(**metadata: Any) -> dict[str, Any]:
        data = {face.VIEW: {"model_id": "x"}}
        return {"output_type": "display_data", "data": data, "metadata": metadata}

    own = [live(), live(mlsys_course="other"), {"output_type": "stream", "name": "stdout", "text": "x"}]
    marked = live(**face.LIVE)
    cells: list[dict[str, Any]] = [{"cell_type": "markdown"}, {"outputs": own}]
    whole = {"cells": [*cells, {"outputs": [marked, *own, marked]}], "metadata": {"a": 1}}
    page = browser.new_page()
    page.add_script_tag(path=Path(face.__file__).parent / "lab" / "static" / "remoteEntry.js")
    saved, given = page.evaluate(SAVED, whole)
    page.close()
    assert saved == {"cells": [*cells, {"outputs": own}], "metadata": {"a": 1}}
    assert given == whole


def _is_whole_as_a_page(path: Path, alt: str) -> None:
    """What nbconvert makes of it has the pictures and the texts, and needs nothing from elsewhere."""
    html, _ = HTMLExporter(template_name="basic").from_filename(str(path))
    page = Elements(html)
    assert alt in [attributes.get("alt") for tag, attributes in page.found if tag == "img"]
    assert "Your guess: 5 m. Answer: 7 m." in page.text
    assert all(str(attributes.get("src", "data:")).startswith("data:") for tag, attributes in page.found)


def test_work_is_taken_along_and_brought_back_in_one_click_each(
    lab_server: Server, open_notebook: Opener, tmp_path: Path
) -> None:
    """As on Binder: a machine that forgets, and then a fresh one."""
    go = "from mlsys_course import {0}\n{0}()"
    cells = ["from mlsys_course import predict\npredict('How deep?', unit='m').record(4)"]
    old = open_notebook(
        lab_server.add(f"old/notebooks/{CHAPTER}/lesson.ipynb", *cells, go.format("take_my_work_along"))
    )
    old.run_all()
    with old.page.expect_download() as download:
        old.panel.get_by_role("link", name="Download").click()
    file = tmp_path / "work.zip"
    download.value.save_as(file)
    new = open_notebook(
        lab_server.add(f"new/notebooks/{CHAPTER}/start.ipynb", go.format("bring_my_work_back"), KEPT)
    )
    new.run_all()
    with new.page.expect_file_chooser() as chooser:
        new.panel.get_by_role("button", name="Choose").click()
    chooser.value.set_files(file)
    new.panel.get_by_role("status").get_by_text("Your progress is back.").wait_for()
    root = lab_server.root / "new"
    assert "How deep?" in json.loads((root / place.FILE).read_text())["predictions"]
    assert (root / "notebooks" / CHAPTER / "lesson.ipynb").is_file()
