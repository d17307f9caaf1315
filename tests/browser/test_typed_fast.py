"""Who types and clicks faster than the kernel answers is judged by what stood in the box at each click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


# A kernel with subshells may handle a click before the value that was sent ahead of it; here it always does.
LATE = """
import asyncio, ipywidgets

def late(kind):
    at_once = kind.set_state
    def set_state(field, state):
        if {'value', 'index'} & set(state):
            asyncio.get_running_loop().call_later(1, at_once, field, state)
        else:
            at_once(field, state)
    kind.set_state = set_state

late(ipywidgets.Text), late(ipywidgets.Dropdown)
"""
PRACTICE = """
from mlsys_course import practice
session = practice('iron_law', seed=0)
while not session.exercise.unit or session.exercise.unit == 'percent':
    session.next()
session
"""


def test_a_click_brings_what_stands_in_the_boxes(lab_server: Server, open_notebook: Opener) -> None:
    asked = NUMBER.replace("far", "long"), CHOICE.replace("Which", "What")  # nothing is kept of them yet
    notebook = open_notebook(lab_server.add("late.ipynb", LATE, *asked, PRACTICE))
    notebook.run_all()
    panel = notebook.panel
    number = panel.get_by_label("My prediction (km)")
    choice = panel.get_by_label("My prediction", exact=True)
    keep_number, keep_choice = panel.get_by_role("button", name="Keep it").all()
    status = panel.get_by_role("status")

    def type_into(field: Any, text: str) -> None:
        field.click()
        field.press("Control+a")
        field.press_sequentially(text, delay=30)

    type_into(number, "1/0")
    keep_number.click()
    panel.get_by_role("alert").get_by_text("divides by zero").wait_for()
    for typed, told in (("9", "Your guess: 9 km."), ("19", "said 19 km."), ("-3", "said 19 km, -3 km.")):
        type_into(number, typed)
        keep_number.click()
        status.get_by_text(told).wait_for()
    type_into(number, "4")
    number.press("Enter")
    status.get_by_text("said 19 km, -3 km, 4 km.").wait_for()
    for chosen, told in (("data", "Your guess: data."), ("memory", "Later you said memory.")):
        choice.select_option(chosen)
        keep_choice.click()
        status.get_by_text(told).wait_for()
    for value, unit in (("3.571", "percent"), ("0.2976", "furlongs")):
        type_into(panel.get_by_label("Number"), value)
        type_into(panel.get_by_label("Unit"), unit)
        panel.get_by_role("button", name="Check", exact=True).click()
        status.get_by_text(unit).wait_for()
