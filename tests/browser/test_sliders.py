"""The sliders of an explorer are equally long, whatever their values say."""

from __future__ import annotations

from collections.abc import Callable

from lab import Notebook, Server

_LONG = "all => all.map(one => Math.round(one.getBoundingClientRect().width))"


def test_sliders_of_one_explorer_are_equally_long(
    lab_server: Server, open_notebook: Callable[[str], Notebook]
) -> None:
    cell = "from mlsys_course import explore_drift\nexplore_drift()"
    notebook = open_notebook(lab_server.add("sliders.ipynb", cell))
    notebook.run_all()
    sliders = notebook.panel.locator(".mlsys-knob > .slider-container")
    sliders.first.wait_for()
    lengths = sliders.evaluate_all(_LONG)
    assert len(lengths) > 1 and max(lengths) - min(lengths) <= 1, lengths
