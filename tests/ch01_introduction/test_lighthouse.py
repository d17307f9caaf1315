"""The section on energy, Lighthouse models, roofline: its keys against figures, its explorers' models."""

from __future__ import annotations

import math
from typing import Any

import pytest

from autograder import grade_answer
from autograder.chapters import load
from mlsys_course import Q_, constants, explore_energy, explore_fleet, explore_roofline, hardware
from mlsys_course.chapters.ch01_introduction.widgets.energy import energy_bill
from mlsys_course.chapters.ch01_introduction.widgets.fleet import plan_run
from mlsys_course.chapters.ch01_introduction.widgets.roofline import intensity, under_the_roof

# Worked out by hand from the figures of the book, in the question's unit.
BY_HAND = {
    "I7.1": 197,
    "I7.2": 172.97,
    "I7.3": 46.487,
    "I7.4": 20.908,
    "I7.5": 53.333,
    "I7.6": 13.868,
    "I7.7": 149.25,
    "I7.8": 3_600_000,
    "I7.9": 28.125,
    "I7.10": 153.02,
    "I7.11": 295.22,
    "I7.12": 960.94,
    "I7.13": 4.665,
    "I7.14": 402,
    "I7.17": 12.8,
    "I7.18": 150,
}


@pytest.mark.parametrize("bank", BY_HAND)
def test_figures_worked_out_by_hand_are_right(bank: str) -> None:
    unit = next(e.unit for e in load().values() if e.bank == bank)
    value = BY_HAND[bank]
    assert grade_answer(bank, Q_(value, unit) if unit else value).accepted


@pytest.mark.parametrize("bank", BY_HAND)
def test_a_third_more_is_wrong(bank: str) -> None:
    unit = next(e.unit for e in load().values() if e.bank == bank)
    value = BY_HAND[bank] * 4 / 3
    value = round(value) if bank in ("I7.14", "I7.18") else value
    assert not grade_answer(bank, Q_(value, unit) if unit else value).accepted


# --------------------------------------------------------------------------------------- explorers' models


def test_batch_shares_the_fetch_and_nothing_else() -> None:
    alone, together = energy_bill("ResNet-50"), energy_bill("ResNet-50", batch=32)
    assert together.moving == pytest.approx(alone.moving / 32)
    assert together.computing == pytest.approx(alone.computing)


@pytest.mark.parametrize(("precision", "factor"), [("FP32", 43.2), ("FP16", 145.5), ("INT8", 800)])
def test_a_byte_in_multiplications(precision: str, factor: float) -> None:
    assert energy_bill("GPT-2", precision).byte_in_multiplications == pytest.approx(factor, rel=0.01)


@pytest.mark.parametrize("call", [lambda: energy_bill("GPT-2", batch=0), lambda: under_the_roof("A100", 0)])
def test_an_empty_batch_is_refused(call: Any) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        call()


def test_models_without_known_work_are_refused() -> None:
    for call in (lambda: energy_bill("DLRM"), lambda: intensity("GPT-4", constants.BYTES_FP16)):
        with pytest.raises(LookupError, match="work of"):
            call()


def test_resnet_is_compute_bound_on_one_device_and_not_on_the_other() -> None:
    bounds = {name: under_the_roof(name).places[0].bound for name in ("A100", "H100")}
    assert bounds == {"A100": "compute", "H100": "memory"}
    assert under_the_roof("H100", 2).places[0].bound == "compute"


def test_nothing_stands_above_the_roof_and_only_tables_ignore_the_batch() -> None:
    for device in (one for one in hardware.devices if one.memory_bandwidth):
        try:
            one, many = under_the_roof(device.name), under_the_roof(device.name, 64)
        except LookupError:
            continue
        for roof in (one, many):
            for place in roof.places:
                assert place.rate == pytest.approx(min(roof.peak, place.intensity * roof.bandwidth))
                assert (place.bound == "compute") == (place.intensity >= roof.ridge)
        still = [b.name for a, b in zip(one.places, many.places, strict=True) if a.intensity == b.intensity]
        assert still == ["DLRM"]


def test_devices_without_a_bandwidth_are_refused() -> None:
    with pytest.raises(LookupError, match="bandwidth of the Coral"):
        under_the_roof("Coral")


def _plan(**changed: Any) -> Any:
    given = {
        "ops": constants.GPT3_TRAINING_OPS,
        "device": "A100",
        "gpus": 1024,
        "efficiency": 0.45,
        "pue": constants.PUE_TYPICAL,
        "intensity": constants.CARBON_US_AVG,
        "price": constants.CLOUD_GPU_TRAINING_PER_HOUR,
    }
    return plan_run(**{**given, **changed}).numbers


@pytest.mark.parametrize(
    ("changed", "ratios"),
    [
        ({"gpus": 2048}, (0.5, 1, 1, 1)),
        ({"efficiency": Q_(90, "percent")}, (0.5, 0.5, 0.5, 0.5)),
        ({"pue": 2.8}, (1, 1, 2, 2)),
        ({"intensity": Q_(858, "gCO2/kWh")}, (1, 1, 1, 2)),
        ({"price": Q_(2, "USD/hour")}, (1, 0.5, 1, 1)),
    ],
)
def test_each_lever_of_a_run_moves_what_it_should(changed: dict[str, Any], ratios: tuple[float, ...]) -> None:
    before, after = _plan(), _plan(**changed)
    for name, ratio in zip(before, ratios, strict=True):
        assert math.isclose(after[name], before[name] * ratio), name


def test_wrong_starts_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="Did you mean 'grid'"):
        explore_fleet("grids")
    with pytest.raises(ValueError, match="begins with one of"):
        explore_energy("GPT-3")
    with pytest.raises(LookupError, match="Did you mean 'A100'"):
        explore_roofline("A10O")
