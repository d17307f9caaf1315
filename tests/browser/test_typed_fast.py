"""Who types and clicks faster than the kernel answers is judged by what stood in the box at each click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab import Notebook, Server

pytestmark = pytest.mark.core
Opener = Callable[[str], Notebook]

# A callback that takes its time keeps whatever runs the callbacks of this notebook from the next ones.
BUSY = (
    "import time, ipywidgets\nwork = ipywidgets.Button(description='Work')\n"
    "work.on_click(lambda _: time.sleep(3))\nwork"
)
NUMBER = "from mlsys_course import predict\npredict('How far?', unit='km')"
CHOICE = "predict('Which?', choices=['data', 'compute', 'memory'])"


def test_each_click_judges_what_stood_in_the_box(lab_server: Server, open_notebook: Opener) -> None:
    notebook = open_notebook(lab_server.add("fast.ipynb", BUSY, NUMBER, CHOICE))
    notebook.run_all()
    panel = notebook.panel
    number = panel.get_by_label("My prediction (km)")
    choice = panel.get_by_label("My prediction", exact=True)
    keep_number, keep_choice = panel.get_by_role("button", name="Keep it").all()
    panel.get_by_role("button", name="Work").click()
    for typed in ("1", "2", "3"):
        number.fill(typed)
        keep_number.click()
    number.fill("4")
    number.press("Enter")
    for chosen in ("data", "compute", "memory"):
        choice.select_option(chosen)
        keep_choice.click()
    for said in (
        "Your guess: 1 km. It is kept. Later you said 2 km, 3 km, 4 km.",
        "Your guess: data. It is kept. Later you said compute, memory.",
    ):
        panel.get_by_role("status").get_by_text(said).wait_for()
