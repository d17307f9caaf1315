"""The detector of bad layouts finds what it is there for, and nothing in a good figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import layout
import pytest

from mlsys_course.widgets.drawing import Bars, mark, panel
from mlsys_course.widgets.picture import new_figure, styled


@styled
def faults(spoil: Callable[[Any], Any]) -> list[str]:
    figure = new_figure()
    axes = panel(figure, top=0.85)
    bars = Bars(axes, (0, 1), (0, 1))
    bars.set([1, 2], ["one", "two"], gap=0.05)
    axes.plot([0, 1, 3], [0.5, 1, 1.2], label="line")
    axes.set(xlim=(0, 3), ylim=(-0.5, 1.5), xlabel="Length (m)", title="A good figure")
    mark(axes, "o", "black").set_data([3], [1.5])
    axes.legend(loc="lower right")
    spoil(axes)
    return layout.Drawn(figure).faults()


def test_a_good_figure_has_no_faults() -> None:
    assert faults(lambda axes: None) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda axes: axes.text(2.9, 1, "words that go on"), "'words that go on' stands outside"),
        (lambda axes: axes.text(1.06, 0, "onto"), "'one' and 'onto' stand on top of each other"),
        (lambda axes: axes.text(2.9, 1, "halved", clip_on=True), "the words 'halved' leaves its axes"),
        (lambda axes: axes.set_xlim(0, 1.5), "a bar"),
        (lambda axes: axes.plot([1, 9], [1, 1]), "a line"),
        (lambda axes: axes.scatter([1, 9], [1, 1]), "points"),
        (lambda axes: axes.plot([3], [1], "x", markersize=12), "a mark"),
        (lambda axes: mark(axes, "x", "black").set_data([4], [1]), "a mark"),
        (lambda axes: axes.set_ylabel("a label much longer than the figure is high " * 2), "outside"),
        (lambda axes: axes.set_xticks([1, 1.05], ["early", "late"]), "'early' and 'late' stand on top"),
    ],
)  # fmt: skip
def test_each_fault_is_found(spoil: Callable[[Any], Any], said: str) -> None:
    assert any(said in fault for fault in faults(spoil)), faults(spoil)


def test_tick_labels_that_nobody_sees_do_not_count() -> None:
    def ticks(axes: Any) -> None:
        axes.set_xticks([0, 1, 9, 9.1], ["0", "1", "far", "away"])
        axes.set_xlim(0, 3)

    assert faults(ticks) == []
