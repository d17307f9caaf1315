"""Practice in JupyterLab: a table is filled in and a function is written, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab import Notebook, Server
from test_lessons import violations

pytestmark = pytest.mark.core
Opener = Callable[[str], Notebook]

ASK = (
    "from mlsys_course import practice\nsession = practice('dam', seed=1)\n"
    "while session.exercise.name != '{0}':\n    session.next()\nsession"
)


def test_a_table_and_a_function_take_the_keyboard(lab_server: Server, open_notebook: Opener) -> None:
    cells = [ASK.format(name) for name in ("busy_table", "training_bill", "stage_order")]
    notebook = open_notebook(lab_server.add("practice/practice.ipynb", *cells))
    notebook.run_all()
    assert notebook.errors() == []
    table, code, order = notebook.panel.locator(".jp-OutputArea-output:has(button)").all()
    order.get_by_label("network").wait_for()
    assert violations(notebook) == []
    keyboard = notebook.page.keyboard
    table.get_by_label("storage: busy").focus()
    for number in range(6):
        keyboard.type("1" if number % 2 == 0 else "0")
        keyboard.press("Tab")
    keyboard.press("Enter")  # on the button Check
    table.get_by_role("status").get_by_text("busy").wait_for()
    function = code.get_by_label("Function")
    function.focus()
    keyboard.press("Control+a")
    keyboard.type("def training_bill(images, epochs, rate, price):\n")
    keyboard.type("    return images * epochs / rate * price")
    assert function.input_value().count("\n") == 1
    keyboard.press("Tab")
    keyboard.press("Enter")
    code.get_by_role("status").get_by_text("An hour has 3,600 seconds").wait_for()
    for number, label in enumerate(("disk", "network", "decoding", "GPU"), 1):
        order.get_by_label(label).select_option(str(number))
    order.get_by_role("button", name="Check").press("Enter")
    order.get_by_role("status").get_by_text("right at the first try").wait_for()
    assert violations(notebook) == []
