"""What a beginner's slip is answered with: the message must say what to do next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from autograder.marking import exercises
from mlsys_course import Q_, check, checking
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise


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


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("efficiency_table", (pd.DataFrame({"a": [1], "b": [2]}), 2), "has no columns 'Model', "),
        ("runs_table", pd.DataFrame(), "It has no columns at all."),
        ("runs_table", [1, 2, 3], "Its columns have no names."),
        ("stage_order", {"disk": 1, "network": 1, "decoding": 2, "GPU": 3}, "use each of 1 to 4 once"),
        ("deployment_tier", pd.DataFrame(), "a table with 0 columns. Give two"),
        ("drift_bill", Q_(4.383e6, "query"), "4.383 million queries is a number of queries, but"),
        ("training_days", Q_(7, "FLOP/s"), "7 FLOP/s measures operations per time, but"),
        ("added_misses", 3, "the question asks for a number per day or a unit"),
    ],
)
def test_a_refusal_can_be_read_aloud(name: str, answer: Any, said: str) -> None:
    assert said in check(name, answer).message


@pytest.mark.parametrize("one", [one for one in exercises() if one.scalar], ids=lambda one: one.name)
def test_no_rounded_answer_is_praised_for_it(one: Exercise) -> None:
    """What is rounded where the question says not to is no safe way to do it."""
    rows = range(min(4, len(one.table.rows))) if one.table else [None]
    for row in rows:
        numbers = one.table.row(row) if one.table and row is not None else None
        right = one.answer(numbers)
        rounded = round(right.to(one.unit) if one.unit and hasattr(right, "to") else float(right))
        result = judge(one, rounded, numbers)
        assert result.accepted or not re.search(r"\b(safe|fine|well done)\b", result.message), result


def test_one_line_is_counted_in_the_singular() -> None:
    lines = plt.plot([1, 2], [1, 2])
    assert check("training_days_plot", lines).message.startswith("You drew 1 line. The question asks for 3.")
    plt.close()


def _form_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_full_checker", lambda: None)


def _of_the_right_form() -> list[tuple[str, Any]]:
    """Answers that have the form of the question and are wrong: nonsense, one of each kind."""
    first = {one.kind: one for one in exercises() if one.graded}
    days, graph, sorted_in = first["quantity"], first["graph"], first["classification"]
    function, claims, table = first["function"], first["claims"], first["dataframe"]
    right = table.answer()
    return [
        (days.name, 1e-3 * days.answer()),
        (
            function.name,
            lambda *args: function.key(*args) if contract_of(function).shape["returns"] != "number" else 7,
        ),
        (graph.name, {(b, a) for a, b in graph.key()}),
        (sorted_in.name, dict.fromkeys(sorted_in.key(), next(iter(sorted_in.spec.classes)))),
        (claims.name, {c: (True, 1.0) if isinstance(v, tuple) else True for c, v in claims.key().items()}),
        (table.name, (right[0] * 1, 1) if isinstance(right, tuple) else right),
        (first["plot"].name, plt.plot([1, 2], [3, 4])),
    ]


def test_a_look_at_the_form_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    _form_alone(monkeypatch)
    for name, answer in _of_the_right_form():
        result = check(name, answer)
        assert not result.judged, result
        assert str(result).startswith(f"{name}: form checked only.")
        assert result.message.endswith(
            "has the right form. Whether it is right is judged when your work is graded."
        )
        page = result._repr_html_()
        assert "#5e5e5e" in page and "#1b7837" not in page and "accepted" not in page + str(result)
    plt.close("all")


@pytest.mark.parametrize("folder", ["notebooks", "release", "source"])
def test_no_notebook_promises_what_a_student_package_alone_does_not_do(top: Path, folder: str) -> None:
    found = [
        path for path in (top / folder).rglob("*.ipynb") if "on track" in path.read_text(encoding="utf-8")
    ]
    assert found == []
