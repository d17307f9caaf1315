"""The budgets of the exercises, worked out by hand in plain numbers: no units and no key had a part in it."""

from __future__ import annotations

import math

import pytest

from autograder import grade_answer
from mlsys_course.units import Q_

DAY, HOUR, GIB = 86_400.0, 3_600.0, 2.0**30

BUDGETS: dict[str, tuple[float, str]] = {
    "gpus_for_search": (
        math.ceil(8.5e9 / DAY * 2.5 * 200 * 2 * 8e9 / (0.35 * 989e12)),
        "",
    ),
    "exhaustive_test_bill": (2**64 / 1e9 * 400 / 3.6e6 * 0.12, "USD"),
    "effort_saved": (40 * 12 * (0.05 * 0.80 - 0.95 * 0.03), "month"),
    "appeal_reviewers": (math.ceil(121e9 * 0.55 * 0.001 * 0.005 * 3 / (7 * 60)), ""),
    "filter_servers": (math.ceil(121e9 / DAY * 2 * 0.050 / (32 * 0.7)), ""),
    "tokens_per_dollar": (
        (16 * GIB - 3e9) / (2 * 48 * 1600 * 2 * 1024) / (16 * GIB / 320e9) * HOUR / 0.6,
        "token/USD",
    ),
    "alphafold_bill": (200e6 * (1.1 / 60 * 2.5 + 100e-6 * 400 * 0.09), "USD"),
    "cars_per_night": (math.floor(min(8, 4 * 25 / 8, 20) * 10 * HOUR / (19e3 * 8 * 0.05)), ""),
    "added_misses": (100 * 8 * 30 * 12 * 0.10, "1/day"),
    "drift_bill": (1e6 * 365.25 / 12 * 6 * 0.01 * 0.024, "USD"),
    "spotter_life": (0.225 * 3 / (4 * (200e3 * 160e-12 + 20e6 * 20e-12) + 0.3e-3) / 24, "day"),
    "alarm_engineers": (math.ceil(500 * 60 * 0.0027 * 5 / 60 * 24 / 6.5), ""),
}


@pytest.mark.parametrize("name", BUDGETS)
def test_the_budget_comes_out(name: str) -> None:
    value, unit = BUDGETS[name]
    result = grade_answer(name, Q_(value, unit) if unit else value)
    assert result.accepted and result.score == 1, result


LINES: dict[str, tuple[int, float, str]] = {
    "bug_spam_folder": (6, (0.30 * 0.60 + 0.70 * 0.03) / (0.70 * 0.03) * 2 / 60, "minute"),
    "bug_rules": (4, (180 * 179 / 2 - 150 * 149 / 2) * 2 / 60 / (4 * 10), "week"),
    "bug_elo": (3, 1e4 * 2 ** (850 / 60) / 1e6 * 25 / 1000 * 50 * 3 / 60, "kWh"),
    "bug_waiting_gpu": (
        4,
        90 * 1_281_167 * (110 / 150_000 - 1 / 2500) / HOUR * 4,
        "USD",
    ),
    "bug_fraud": (2, 5e5 * 0.001 * 0.9 * (1 - 0.9**5) * 80 * 365.25 / 4, "USD"),
    "bug_savings": (
        4,
        4 * 3.14e23 / 312e12 * (1 / 0.45 - 1 / 0.6) / HOUR,
        "USD",
    ),
    "bug_camera": (
        5,
        15 / (0.5 + 2.5 * 30 * 0.6e9 / (35e12 * 0.01)),
        "hour",
    ),
    "bug_sweep": (3, 20 * 4 * 1e22 / 150e12 / HOUR / 2 ** (36 / 24) / 2 ** (36 / 16), "USD"),
    "bug_farm": (
        2,
        15 / (1e-3 + 0.499 * (100 * 20 * 144 + 2 * 150e3 * 0.65 + 500e3) * 8 / 50e3 / DAY) / 24,
        "day",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_the_mended_line_comes_out(name: str) -> None:
    line, value, unit = LINES[name]
    result = grade_answer(name, (line, Q_(value, unit)))
    assert result.accepted and result.score == 1, result
