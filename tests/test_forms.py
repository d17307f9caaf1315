"""One answer in the many forms that people keep it in; what a form cannot say costs no more than itself."""

from __future__ import annotations

import datetime
import inspect
import math
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import sympy

from autograder import chapters, grade_answer
from autograder.grading.child.encoding import Encoder
from autograder.grading.child.wire import pack
from autograder.grading.codec import Decoder
from autograder.marking import exercises
from mlsys_course import Q_
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise, find
from mlsys_course.kinds.dataframe.judging import tolerance
from mlsys_course.reading._foreign import own

EVERY = {one.name: one for one in exercises()}


def of_kind(kind: str, **about: Any) -> list[Exercise]:
    return [
        one
        for one in EVERY.values()
        if one.kind == kind and all(getattr(one.spec, name) == value for name, value in about.items())
    ]


def crossed(answer: Any) -> Any:
    """Return what arrives of an answer where it is graded."""
    return Decoder().decode(pack(Encoder([]).answer(answer)))


# ------------------------------------------------------------------------------------------------- numbers


class Symbolic:
    """Stands for a number of a library of symbols, which knows its value and says so."""

    is_number = True

    def __init__(self, value: float) -> None:
        self.value = value

    def __float__(self) -> float:
        return float(self.value)


@pytest.mark.parametrize("exercise", of_kind("quantity"), ids=lambda one: one.name)
def test_a_span_of_time_is_a_time(exercise: Exercise) -> None:
    right = exercise.answer()
    if not hasattr(right, "check") or not right.check("[time]"):
        return
    seconds = float(right.to("second").magnitude)
    if seconds < 1e9 and seconds > 1e-3:
        forms = [datetime.timedelta(seconds=seconds), pd.Timedelta(seconds=seconds)]
        forms.append(np.timedelta64(round(seconds * 1e9), "ns"))
        for form in forms:
            assert grade_answer(exercise.name, form).accepted, form


def test_spans_of_numpy_have_their_own_units() -> None:
    assert own(np.timedelta64(36, "h")) == Q_(36, "hour")
    assert own(np.timedelta64(3, "M")) == Q_(3, "month")
    assert own(np.timedelta64(1500, "ms")).to("s").magnitude == pytest.approx(1.5)
    assert math.isnan(own(np.timedelta64("NaT")))


@pytest.mark.parametrize("exercise", [*of_kind("number"), *of_kind("integer")], ids=lambda one: one.name)
def test_a_number_of_another_library_is_a_number(exercise: Exercise) -> None:
    right = exercise.answer()
    value = float(getattr(right, "magnitude", right))
    form = Symbolic(value)
    if exercise.unit is None:
        assert grade_answer(exercise.name, form).accepted
        assert grade_answer(exercise.name, crossed(form)).accepted


def test_numbers_of_sympy() -> None:
    assert own(sympy.Rational(1, 4)) == 0.25
    assert own(sympy.Integer(7)) == 7
    assert own(2 * sympy.pi) == pytest.approx(math.tau)
    exercise = of_kind("number")[0]
    right = sympy.Float(float(exercise.answer()))
    assert grade_answer(exercise.name, right).accepted
    assert grade_answer(exercise.name, crossed(right)).accepted
    left = grade_answer(exercise.name, sympy.Symbol("x") * 2)
    assert left.cause == "value:symbols" and "it still holds x" in left.message


def test_symbols_that_are_left_are_named() -> None:
    class Left(Symbolic):
        is_number = False
        free_symbols = {"s", "p"}

    result = grade_answer(of_kind("number")[0].name, Left(3))
    assert result.cause == "value:symbols"
    assert "it still holds p, s" in result.message


@pytest.mark.parametrize("exercise", of_kind("integer"), ids=lambda one: one.name)
def test_a_whole_number_that_was_calculated_is_whole(exercise: Exercise) -> None:
    right = float(exercise.answer())
    for near in (right * (1 + 2e-15), right * (1 - 1e-12), math.nextafter(right, 0)):
        assert grade_answer(exercise.name, near).accepted
    if right < 1e6:
        assert not grade_answer(exercise.name, right + 1e-3).accepted


@pytest.mark.parametrize("exercise", of_kind("quantity"), ids=lambda one: one.name)
def test_a_rate_may_leave_out_what_it_counts(exercise: Exercise) -> None:
    right = exercise.answer()
    counts = {"[sample]": "sample", "[token]": "token"}
    counted = [c for c in counts if getattr(right, "dimensionality", {}).get(c) == 1]
    if len(counted) != 1 or len(right.dimensionality) < 2:
        return
    bare = right / Q_(1, counts[counted[0]])
    result = grade_answer(exercise.name, bare)
    assert result.accepted and result.cause == "unit:coefficient", result
    assert not grade_answer(exercise.name, 2 * bare).accepted
    if bare.check("1/[time]"):
        assert grade_answer(exercise.name, bare.to("hertz")).accepted


@pytest.mark.parametrize("text", ["25,3", "1,024", "3,5e3"])
def test_a_comma_is_asked_about(text: str) -> None:
    for exercise in (of_kind("quantity")[0], of_kind("number")[0]):
        message = grade_answer(exercise.name, text).message
        assert "decimal point" in message
        assert "Q_(2" not in message and "253" not in message and "1024" not in message


@pytest.mark.parametrize(
    ("text", "unit"), [("606.7 Stunden", "Stunden"), ("51.25 EUR", "EUR"), ("3 jours", "jours")]
)
def test_an_unknown_unit_is_named_and_no_other_put_in_its_place(text: str, unit: str) -> None:
    for exercise in of_kind("quantity")[:12]:
        message = grade_answer(exercise.name, text).message
        assert f"{unit!r} is no unit that is known here" in message
        assert text.split()[0] not in message.replace(f"'{text}'", "")


@pytest.mark.parametrize("value", [3.14e23, 4.5e9])
def test_what_str_makes_of_a_quantity_is_known(value: float) -> None:
    exercise = next(one for one in of_kind("quantity") if one.unit == "FLOP")
    message = grade_answer(exercise.name, str(Q_(value, "FLOP"))).message
    assert "what str() or an f-string makes of a quantity. Give the quantity itself." in message


# ----------------------------------------------------------------------------------------------- functions


@pytest.mark.parametrize("exercise", of_kind("function"), ids=lambda one: one.name)
def test_a_function_may_take_its_arguments_by_name_only(exercise: Exercise) -> None:
    parameters = inspect.signature(exercise.key).parameters
    names = list(parameters)
    takes = [n if p.default is p.empty else f"{n}={p.default!r}" for n, p in parameters.items()]
    for order in (takes, takes[::-1]):
        space: dict[str, Any] = {"key": exercise.key}
        exec(f"def mine(*, {', '.join(order)}): return key({', '.join(names)})", space)
        assert grade_answer(exercise.name, space["mine"]).accepted
    exec(
        f"def mine({names[0]}, *, {', '.join([*takes[1:], 'more=1'])}): return key({', '.join(names)})", space
    )
    assert len(names) < 2 or grade_answer(exercise.name, space["mine"]).accepted
    exec("def mine(*, other): return 1", space)
    assert grade_answer(exercise.name, space["mine"]).cause == "function:arity"


@pytest.mark.parametrize("exercise", of_kind("function"), ids=lambda one: one.name)
def test_several_values_may_be_quantities_and_their_order_counts(exercise: Exercise) -> None:
    wanted = contract_of(exercise).shape["returns"]
    if not isinstance(wanted, list) or set(wanted) != {"text", "number"}:
        return

    def with_units(*args: Any) -> Any:
        return tuple(
            v if isinstance(v, str) else Q_(v / 1000, "kilosample/second") for v in exercise.key(*args)
        )

    assert grade_answer(exercise.name, with_units).accepted
    result = grade_answer(exercise.name, lambda *args: exercise.key(*args)[::-1])
    assert result.cause in {"function:order", "order", *(m.cause for m in exercise.misconceptions)}


# -------------------------------------------------------------------------------------------------- graphs


def neighbours(edges: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start, end in edges:
        found.setdefault(start, []).append(end)
    return found


EDGES: dict[str, Callable[[list[tuple[str, str]]], Any]] = {
    "view": lambda e: nx.DiGraph(e).edges,
    "view with data": lambda e: nx.DiGraph(e).edges(data=True),
    "edges of many": lambda e: nx.MultiDiGraph(e).edges,
    "out edges": lambda e: nx.DiGraph(e).out_edges,
    "adjacency": lambda e: nx.DiGraph(e).adj,
    "successors": lambda e: nx.DiGraph(e).succ,
    "records": lambda e: [{"from": a, "to": b} for a, b in e],
    "records of more": lambda e: [{"weight": 1, "target": b, "source": a} for a, b in e],
    "columns": lambda e: {"from": [a for a, _ in e], "to": [b for _, b in e]},
    "weights": lambda e: dict.fromkeys(e, 1.0),
    "dictionary": neighbours,
    "dictionary of dictionaries": lambda e: nx.to_dict_of_dicts(nx.DiGraph(e)),
    "node-link data": lambda e: nx.node_link_data(nx.DiGraph(e)),
    "table": lambda e: pd.DataFrame(e, columns=["from", "to"]),
    "table of more": lambda e: pd.DataFrame([(1, b, a) for a, b in e], columns=["w", "target", "source"]),
    "adjacency table": lambda e: nx.to_pandas_adjacency(nx.DiGraph(e)),
    "adjacency table with gaps": lambda e: nx.to_pandas_adjacency(nx.DiGraph(e)).replace(0.0, np.nan),
    "series": lambda e: pd.Series([b for _, b in e], index=[a for a, _ in e]),
    "array": np.array,
    "arrows": lambda e: "\n".join(f"{a} --> {b}" for a, b in e),
    "dot": lambda e: "digraph G {\n" + "".join(f'  "{a}" -> "{b}";\n' for a, b in e) + "}\n",
    "generator": lambda e: ((a, b) for a, b in e),
}


@pytest.mark.parametrize("form", EDGES)
def test_edges_in_every_form(form: str) -> None:
    for exercise in of_kind("graph"):
        edges = sorted(tuple(edge) for edge in exercise.key())
        assert grade_answer(exercise.name, EDGES[form](edges)).accepted
        assert not grade_answer(exercise.name, EDGES[form](edges[1:])).accepted
        if form != "generator":  # which can be gone through once
            assert grade_answer(exercise.name, crossed(EDGES[form](edges))).accepted


# --------------------------------------------------------------------------------------------- item by item


@pytest.mark.parametrize("exercise", of_kind("claims", partial=True), ids=lambda one: one.name)
def test_a_value_that_cannot_be_read_leaves_its_verdict(exercise: Exercise) -> None:
    right = exercise.key()
    valued = [claim for claim, entry in right.items() if isinstance(entry, tuple)]
    if not valued:
        return
    texts = {c: (e[0], f"about {e[1]}") if c in valued else e for c, e in right.items()}
    result = grade_answer(exercise.name, texts)
    assert result.score == pytest.approx(1 - 0.5 * len(valued) / len(right), abs=1e-4)
    assert result.cause == "claim:value" and valued[0] in result.message
    one = {**right, valued[0]: (right[valued[0]][0], object())}
    assert grade_answer(exercise.name, one).score == pytest.approx(1 - 0.5 / len(right), abs=1e-4)


@pytest.mark.parametrize("exercise", of_kind("claims"), ids=lambda one: one.name)
def test_claims_in_order_and_in_rows(exercise: Exercise) -> None:
    right = exercise.key()
    rows = [(c, *(e if isinstance(e, tuple) else (e, None))) for c, e in right.items()]
    for form in (list(right.values()), rows, pd.DataFrame(rows, columns=["claim", "verdict", "value"])):
        assert grade_answer(exercise.name, form).accepted


def _one(accepted: Any) -> Any:
    return accepted[0] if isinstance(accepted, tuple) else accepted


@pytest.mark.parametrize("exercise", of_kind("classification"), ids=lambda one: one.name)
def test_what_is_open_is_named_and_the_rest_counts(exercise: Exercise) -> None:
    right = {item: _one(accepted) for item, accepted in exercise.answer().items()}
    first, *rest = right
    for gap in (None, ...):
        result = grade_answer(exercise.name, {**right, first: gap})
        assert f"{len(rest)} of {len(right)} answered. Still open: {first!r}" in result.message
        assert (result.score > 0) is exercise.spec.partial
    result = grade_answer(exercise.name, {**right, "something else": right[first]})
    assert result.accepted and result.remarks == ("One extra entry was ignored.",)


# -------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("exercise", of_kind("dataframe"), ids=lambda one: one.name)
def test_a_year_is_not_near_another_one(exercise: Exercise) -> None:
    made = exercise.answer()
    table, *beside = made if isinstance(made, tuple) else (made,)
    years = [c for c in table.columns if c.casefold() == "year"]
    for year in years:
        for wrong in (table[year] + 1, table[year] * 0 + 2020, table[year].round(-1)):
            shifted = table.assign(**{year: wrong})
            assert not grade_answer(exercise.name, (shifted, *beside) if beside else shifted).accepted
        near = table.assign(**{year: table[year] + 1e-3})
        assert grade_answer(exercise.name, (near, *beside) if beside else near).accepted


def test_the_tolerance_of_dates_and_temperatures_does_not_depend_on_their_zero() -> None:
    kelvin, celsius = pd.Series([293.15, 313.15]), pd.Series([20.0, 40.0])
    assert tolerance("temperature", kelvin, 0.01) == tolerance("temperature", celsius, 0.01)
    days = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-11"]))
    assert tolerance("start", days, 0.01).atol == pytest.approx(0.1)
    assert tolerance("rate", celsius, 0.01).rtol == 0.01


def test_the_exercises_tried_here_exist() -> None:
    assert chapters.load()
    for kind in ("graph", "claims", "dataframe", "integer", "number"):
        assert of_kind(kind), kind
    assert find(of_kind("graph")[0].bank)
