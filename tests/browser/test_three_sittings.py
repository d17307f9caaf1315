"""A learner alone on three evenings: begins at START, closes, comes back, and goes on on another machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab import Notebook, Server
from test_lessons import move

from autograder.building import notebooks, variants
from mlsys_course import launch
from mlsys_course.chapters import names
from mlsys_course.memory import travel
from mlsys_course.start import START, _pages_below

pytestmark = pytest.mark.slow
TOP = Path(__file__).resolve().parents[2]
(CHAPTER, *_) = names()


@contextmanager
def evening(browser: Any, root: Path, home: Path, path: str = START) -> Iterator[Notebook]:
    """Launch the course in a folder, open a notebook, and look in the end that nothing went wrong."""
    launch.deliver(TOP, root)
    launch.write_start(root)
    server = Server(root, home, JUPYTER_CONFIG_PATH=launch.environment()["JUPYTER_CONFIG_PATH"])
    try:
        notebook = Notebook(browser, server, path)
        yield notebook
        notebook.close()
    finally:
        server.stop()
    assert notebook.problems == []


def save(notebook: Notebook) -> None:
    notebook.page.wait_for_timeout(1000)  # a face follows within a third of a second
    notebook.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    notebook.page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")


def add(notebook: Notebook, source: str) -> None:
    """Write a cell at the end and run it."""
    notebook.page.evaluate(
        """source => {
          const model = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
          model.insertCell(model.cells.length, {cell_type: 'code', source, metadata: {}, outputs: []});
          const widget = window.jupyterapp.shell.currentWidget.content;
          widget.activeCellIndex = widget.widgets.length - 1;
          return window.jupyterapp.commands.execute('notebook:run-cell');
        }""",
        source,
    )


@pytest.mark.timeout(1200)
def test_everything_is_there_on_the_third_evening(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    root, home = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("home")
    launch.deliver(TOP, root)
    everything = _pages_below(root)
    lesson = everything[0]
    graded = next(one for one in everything if one.graded)

    # The first evening: from START into the first lesson; one guess, one knob, saved.
    with evening(browser, root, home) as notebook:
        notebook.panel.locator(".mlsys-home").get_by_text(f"Begin here: {lesson.title}").wait_for()
        notebook.panel.locator(".mlsys-home table a").first.click()
        panel = notebook.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        panel.get_by_role("heading", level=1).get_by_text(lesson.title).wait_for()
        notebook.panel = panel
        notebook.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget.sessionContext?.session?.kernel?.status === 'idle'"
        )
        notebook.run_all()
        assert notebook.errors() == []
        box = panel.locator(".jp-OutputArea-output:has(button:text-is('Keep it'))").first
        if (field := box.locator("input[type=text]")).count():
            field.first.fill("3")
            field.first.press("Enter")
        else:
            box.locator("select").first.select_option(index=1)
            box.get_by_role("button", name="Keep it").click()
        box.get_by_text("Your guess: ").first.wait_for()
        explorer = notebook.explorers().first
        before = explorer.locator("img").get_attribute("alt")
        move(explorer.locator(".noUi-handle, select").first)
        explorer.locator(f'img:not([alt="{before}"])').wait_for()
        shown = str(explorer.locator("img").get_attribute("alt"))
        save(notebook)

    # The second: the server is new. The lesson is as it was, and an exercise is answered wrong, then right.
    with evening(browser, root, home, lesson.path) as notebook:
        faces = notebook.panel.locator(".mlsys-face:visible")
        faces.last.wait_for()
        assert notebook.panel.get_by_text("model not found").count() == 0
        faces.get_by_text("Your guess: ").first.wait_for()
        assert shown in [one.get_attribute("alt") for one in faces.locator("img").all()]
    source = notebooks.load(TOP / "source" / CHAPTER / Path(graded.path).name)
    answers = variants.solutions(source)
    name = graded.exercises[0]
    mine = nbformat.read(root / graded.path, 4)
    (cell,) = [c for c in mine.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name]
    for answer, said in ((f"{name} = 1", f"{name}: not yet right"), (answers[name], f"{name}: accepted")):
        cell.source = answer
        nbformat.write(mine, root / graded.path)
        with evening(browser, root, home, graded.path) as notebook:
            notebook.run_all()
            notebook.panel.get_by_text(said).first.wait_for()
            save(notebook)
    with evening(browser, root, home) as notebook:
        board = notebook.panel.locator(".mlsys-home")
        board.get_by_text("Continue here:").wait_for()
        row = board.locator("tr").filter(has_text=graded.title).first.inner_text()
        assert f"1 of {len(graded.exercises)}" in row
        add(notebook, "from mlsys_course import take_my_work_along\ntake_my_work_along()")
        with notebook.page.expect_download() as download:
            notebook.panel.get_by_role("link", name="Download").click()
        download.value.save_as(tmp_path / travel.ARCHIVE)

    # The third: a machine that has never seen the learner.
    fresh, stranger = tmp_path_factory.mktemp("fresh"), tmp_path_factory.mktemp("stranger")
    with evening(browser, fresh, stranger) as notebook:
        notebook.panel.locator(".mlsys-home").get_by_text("Begin here:").wait_for()
        add(notebook, "from mlsys_course import bring_my_work_back\nbring_my_work_back()")
        with notebook.page.expect_file_chooser() as chooser:
            notebook.panel.get_by_role("button", name="Choose").click()
        chooser.value.set_files(tmp_path / travel.ARCHIVE)
        notebook.panel.get_by_role("status").get_by_text("Your progress is back.").wait_for()
    with evening(browser, fresh, stranger) as notebook:
        board = notebook.panel.locator(".mlsys-home")
        board.get_by_text("Continue here:").wait_for()
        assert board.locator("tr").filter(has_text=graded.title).first.inner_text() == row
        add(notebook, "from mlsys_course import progress\nprogress()")
        notebook.panel.locator(".mlsys-progress").get_by_text(name).first.wait_for()
    with evening(browser, fresh, stranger, lesson.path) as notebook:
        faces = notebook.panel.locator(".mlsys-face:visible")
        faces.last.wait_for()
        faces.get_by_text("Your guess: ").first.wait_for()
        assert notebook.panel.get_by_text("model not found").count() == 0
