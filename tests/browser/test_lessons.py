"""What a learner meets in JupyterLab: lessons run, knobs move pictures, predictions uncover answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from chosen import chapters, explorers, files, one_of_each_chapter
from lab import Notebook, Server

from mlsys_course.chapters import Chapter

LESSONS = files("notebooks", "*.ipynb")
Opener = Callable[[str], Notebook]


def move(control: Any) -> None:
    """Move a knob as a hand on the keyboard would, to an end where it is not."""
    if control.evaluate("control => control.tagName") == "SELECT":
        control.select_option(
            index=control.evaluate("control => control.selectedIndex ? 0 : control.length - 1")
        )
    else:
        at_end = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
        control.press("Home" if at_end else "End")


def move_each_knob(notebook: Notebook, explorer: Any) -> None:
    """Move every knob of an explorer; picture and read-out follow, and say the same."""
    from playwright.sync_api import expect

    picture, words = explorer.locator("img"), explorer.locator(".mlsys-read-out")
    controls = explorer.locator(".noUi-handle, select").all()
    assert 1 <= len(controls) <= 3
    assert explorer.locator("label").count() >= len(controls)
    for control in controls:
        source, alt, text = picture.get_attribute("src"), picture.get_attribute("alt"), words.inner_text()
        move(control)
        explorer.locator(f'img:not([src="{source}"])').wait_for()
        expect(words).not_to_have_text(text, use_inner_text=True, timeout=60_000)
        assert picture.get_attribute("alt") != alt
        drawn = picture.evaluate("image => image.complete && image.naturalWidth > 100")
        assert drawn, "the new picture is not shown"


def test_lessons_are_built() -> None:
    assert LESSONS, "There is no built lesson under notebooks/. Run: make build"


# Every lesson runs in a kernel, and every explorer below follows its knobs, on every change.
@pytest.mark.parametrize("path", one_of_each_chapter(LESSONS))
def test_lesson_runs_to_its_end(course: Server, open_notebook: Opener, path: Path) -> None:
    notebook = open_notebook(str(path))
    notebook.run_all()
    assert notebook.errors() == []
    assert violations(notebook) == []
    for explorer in notebook.explorers().all():
        explorer.locator("img").wait_for()
        move_each_knob(notebook, explorer)
    links = notebook.panel.locator(".jp-RenderedMarkdown a[href*='.ipynb']")
    for link in links.all():
        _, _, target = urlsplit(link.get_attribute("href") or "").path.partition("/files/")
        assert (course.root / unquote(target)).is_file(), f"{link.inner_text()!r} leads nowhere: {target}"
    links.last.click()
    notebook.page.locator(".jp-NotebookPanel").nth(1).locator(".jp-Cell").first.wait_for()


def violations(notebook: Notebook) -> list[Any]:
    """Return what axe finds in the outputs; JupyterLab around them is not ours."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # ipywidgets gives its sliders no accessible name; the read-out speaks it instead. pandas leaves the
    # corner of its tables empty.
    others = [[".noUi-handle"], [".dataframe"]]
    parts = {"include": [[".jp-OutputArea-output"]], "exclude": others}
    found = axe.Axe().run(notebook.page, context=parts).response["violations"]
    return [(one["help"], [node["html"][:200] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize(
    "chapter", [one for one in chapters() if explorers(one)], ids=lambda chapter: chapter.name
)
def test_explorers_follow_their_knobs_and_lock_nobody_out(
    lab_server: Server, open_notebook: Opener, chapter: Chapter
) -> None:
    """All explorers of a chapter on one page: axe finds nothing in them, and each follows its knobs."""
    names = explorers(chapter)
    cells = [f"from mlsys_course import {name}\n{name}()" for name in names]
    notebook = open_notebook(lab_server.add(f"{chapter.name}_explorers.ipynb", *cells))
    notebook.run_all()
    assert notebook.errors() == []
    found = notebook.explorers().all()
    assert len(found) == len(names)
    for explorer in found:
        explorer.locator("img").wait_for()
        beyond = explorer.evaluate("box => box.scrollWidth - box.clientWidth")
        assert beyond <= 0, f"{beyond} pixels have to be scrolled to"
    assert violations(notebook) == []
    for explorer in found:
        move_each_knob(notebook, explorer)


@pytest.mark.core
def test_explorers_to_type_into_need_the_keyboard_alone(lab_server: Server, open_notebook: Opener) -> None:
    """A formula and a row of one's own: Enter shows what follows, Tab leads on; axe finds nothing."""
    cells = [
        "from mlsys_course import explore_units\nexplore_units()",
        "from mlsys_course.widgets.board import Board\nBoard([], 'yours')",
    ]
    notebook = open_notebook(lab_server.add("typed.ipynb", *cells))
    notebook.run_all()
    assert notebook.errors() == []
    formula, board = notebook.panel.locator(".mlsys-typed").all()
    formula.get_by_text("it should be a time").wait_for()
    assert violations(notebook) == []
    field = formula.get_by_label("Formula")
    field.focus()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type("data / link + 3 [GB]")
    notebook.page.keyboard.press("Enter")
    formula.get_by_text("only like can be added to like").first.wait_for()
    assert "marked as wrong" in (formula.locator("img").get_attribute("alt") or "")
    board.get_by_label("allowed").first.focus()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type("50 ms")
    notebook.page.keyboard.press("Enter")
    board.get_by_text("does not fit", exact=True).wait_for()
    notebook.page.keyboard.press("Tab")
    notebook.page.keyboard.type("memory")
    assert board.get_by_label("Row 2").input_value() == "memory"
    assert violations(notebook) == []


@pytest.mark.core
def test_prediction_uncovers_the_answer(lab_server: Server, open_notebook: Opener) -> None:
    cells = [
        "from mlsys_course import predict\nasked = predict('How fast?', unit='times')\nasked",
        "asked.compare(1.75)",
    ]
    notebook = open_notebook(lab_server.add("predict.ipynb", *cells))
    notebook.run_all()
    answer = notebook.panel.locator(".mlsys-prediction").last
    answer.get_by_text("covered").wait_for()
    field = notebook.panel.get_by_label("My prediction (times)")
    field.fill("fast")
    notebook.panel.get_by_role("button", name="Keep it").click()
    notebook.panel.get_by_role("alert").get_by_text("Type one, such as 3").wait_for()
    field.fill("")
    field.press_sequentially("3.5")
    field.press("Enter")
    answer.get_by_text("Your guess: 3.5 times. Answer: 1.75 times.").wait_for()
    assert notebook.panel.get_by_role("alert").count() == 0


@pytest.mark.core
def test_predictions_and_pictures_lock_nobody_out(lab_server: Server, open_notebook: Opener) -> None:
    cells = [
        "from mlsys_course import predict\nasked = predict('How fast?', unit='times')\nasked",
        "asked.compare(1.75)",
        "predict('Which?', choices=['data', 'compute'])",
        "from mlsys_course.widgets.picture import Picture, new_figure\n"
        "Picture(new_figure(), 'Nothing at all, in white.')",
    ]
    notebook = open_notebook(lab_server.add("axe.ipynb", *cells))
    notebook.run_all()
    notebook.panel.locator("img[alt='Nothing at all, in white.']").wait_for()
    assert violations(notebook) == []
