"""The budget board in JupyterLab, once its sheets are filled in: axe finds nothing, in light and dark."""

from __future__ import annotations

from collections.abc import Callable

from lab import Notebook, Server
from test_lessons import violations

Opener = Callable[[str], Notebook]

SHEETS = {
    "Waymo": ("Link of the depot", "40 Gbit/s"),
    "FarmBeats": ("Photos a day", "900"),
    "AlphaFold": ("GPUs that predict", "a few"),  # no number: the board says so
}
OWN = (
    ("answer in time", "80 ms", "100 ms"),
    ("memory", "12 GB", "8 GB"),
    ("energy", "3 Wh", "2 hours"),
    ("storage", "much", "1 TB"),
)
THEMES = ("JupyterLab Light", "JupyterLab Dark")


def test_filled_sheets_lock_nobody_out_in_either_theme(lab_server: Server, open_notebook: Opener) -> None:
    cell = "from mlsys_course import explore_budget\nexplore_budget({0!r})"
    cells = [cell.format(name) for name in (*SHEETS, "yours")]
    notebook = open_notebook(lab_server.add("budgets.ipynb", *cells))
    notebook.run_all()
    assert notebook.errors() == []
    *sheets, own = notebook.panel.locator(".mlsys-typed").all()
    for board, (label, typed) in zip(sheets, SHEETS.values(), strict=True):
        before = board.get_by_role("status").inner_text()
        board.get_by_label(label).fill(typed)
        board.get_by_label(label).press("Enter")
        notebook.page.wait_for_function(
            "([board, before]) => board.querySelector('[role=status]').innerText !== before",
            arg=[board.element_handle(), before],
        )
    for row, texts in enumerate(OWN, 1):
        for place, text in enumerate(texts):
            field = own.get_by_label(("uses", "allowed")[place - 1]).nth(row - 1) if place else None
            field = field or own.get_by_label(f"Row {row}")
            field.fill(text)
            field.press("Enter")
    own.get_by_text("Only like can be compared with like").first.wait_for()
    own.get_by_text("does not fit").first.wait_for()
    arrows: list[str] = []
    for theme in THEMES:
        notebook.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
        )
        notebook.page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
        assert violations(notebook) == [], theme
        arrows.append(sheets[0].locator("select").evaluate("list => getComputedStyle(list).backgroundImage"))
    notebook.page.set_viewport_size({"width": 800, "height": 900})
    notebook.page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    notebook.page.wait_for_function("() => document.querySelector('.jp-NotebookPanel').clientWidth > 700")
    row = [own.get_by_label(name).first.bounding_box()["y"] for name in ("Row 1", "uses", "allowed")]
    assert len(set(row)) == 1, "the boxes of one row stand below each other"
    assert "e0e0e0" in arrows[1] and arrows[0] != arrows[1], "a black arrow on a black page"
