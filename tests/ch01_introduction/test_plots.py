"""The pictures of the lessons: room for all words and marks, and a text that says what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import layout
import numpy as np
import pytest

from mlsys_course import figures, laws, plots
from mlsys_course.chapters.ch01_introduction.eras import viola_jones
from mlsys_course.widgets.picture import Picture, styled

RANDOM = np.random.default_rng(1)
CELSIUS = RANDOM.normal(24, 6, 400)
BATCH = 2.0 ** np.arange(13)


def players(*scores: float) -> list[SimpleNamespace]:
    return [SimpleNamespace(positions_per_move=4.0**at, score=score) for at, score in enumerate(scores)]


def found() -> Picture:
    scene, places = viola_jones.scene(people=6, seed=1)
    return plots.detections(scene, places, viola_jones.train(sizes=(1, 2)).scan(scene), viola_jones.WINDOW)


DRIFT = np.linspace(0, 0.5, 25)
PICTURES: dict[str, Callable[[], Picture]] = {
    "ai_timeline": figures.plot_ai_timeline,
    "algorithmic_efficiency": figures.plot_algorithmic_efficiency,
    "training_compute": figures.plot_training_compute,
    "readings": lambda: plots.sensor_readings(CELSIUS, CELSIUS * 9 / 5 + 32, 28),
    "the same readings": lambda: plots.sensor_readings(CELSIUS, CELSIUS, -3),
    "detections": found,
    "memory": plots.card_memory,
    "strength": lambda: plots.strength(players(0.4, 0.6, 0.8, 1.0), players(0.5, 0.5, 0.0)),
    "drift": lambda: plots.accuracy_against_drift(DRIFT, 0.99 - DRIFT, 0.99 - DRIFT**2, slice(0, 4)),
    "steps": lambda: plots.step_times(BATCH, 2 + 0.02 * BATCH, np.maximum(1.9, 0.5 + 0.02 * BATCH)),
    "late gain": lambda: plots.step_times(BATCH, 2 + BATCH, 1.9 + 0.9 * BATCH),
    "amdahl": lambda: plots.amdahl_curves([0.46, 0.5, 0.9, 0.99]),
    "one share": lambda: plots.amdahl_curves([0.5]),
}


@pytest.mark.parametrize("name", PICTURES)
def test_everything_has_room(name: str) -> None:
    picture = PICTURES[name]()
    assert styled(layout.Drawn)(picture.figure).faults() == []
    assert len(picture.alt.split()) > 15
    for axes in picture.figure.axes:
        assert axes.get_xlabel() and axes.get_ylabel()


def test_texts_follow_the_numbers() -> None:
    other = plots.step_times(BATCH, 2 + BATCH, np.full(13, 2.0)).alt
    assert "furthest apart at a batch of 4096" in other
    assert "Squares mark the 7 months" in plots.accuracy_against_drift(DRIFT, DRIFT, DRIFT, slice(0, 7)).alt
    curves = plots.amdahl_curves([0.25, 0.75]).figure.axes[0].lines
    assert curves[1].get_ydata()[-1] == pytest.approx(laws.amdahl_speedup(0.75, 1000))
    with pytest.raises(ValueError, match="one to 4 shares above 0 and below 1"):
        plots.amdahl_curves([0.5, 1.0])
