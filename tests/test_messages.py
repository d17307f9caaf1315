"""What a beginner's slip is answered with: the message must say what to do next."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pytest

from mlsys_course import check


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("model_flop_utilisation", "30%", "Q_(30, 'percent')"),
        ("dataset_growth", "20 percent", "Q_(20, "),
        ("gpus_for_deadline", "1024", "without quotation marks: 1024"),
        ("gpus_for_deadline", 1000.5, "1,000.5 is no whole number"),
        ("alphafold_bill", "100 $", "Q_(100, 'USD')"),
        ("which_are_times", [True], "1 entry that does not say which item it is for"),
        ("which_are_times", [True, False], "2 entries that do not say which item they are for"),
        (None, 3, "name in quotation marks"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(name: Any, answer: Any, said: str) -> None:
    result = check(name, answer)
    assert not result.accepted
    assert said in result.message


def test_one_line_is_counted_in_the_singular() -> None:
    lines = plt.plot([1, 2], [1, 2])
    assert check("training_days_plot", lines).message.startswith("1 line is drawn; the question has 3.")
    plt.close()
