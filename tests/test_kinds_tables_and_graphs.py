"""Tables and graphs in the forms people have them in, and what was done to a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import grade_answer
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.kinds import Frame, Graph
from mlsys_course.reading import check_contract
from mlsys_course.result import Result


def make(key: Callable[[], Any], spec: Any, rtol: float = 1e-3) -> Exercise:
    """An exercise outside the registry, so that no name of the course is taken."""
    return Exercise(
        key, "t", "I0.0", spec.kind, None, rtol, 0.0, 1.0, None, (5,), "Apply", (), "", "", spec, False
    )


def ask(exercise: Exercise, answer: Any) -> Result:
    return judge(exercise, answer, None)


MODELS = ["AlexNet", "VGG-11", "GoogLeNet", "ResNet-18", "EfficientNet-B0"]
YEARS = [2012.5, 2014.7, 2014.75, 2015.9, 2019.4]
FACTORS = [1.0, 0.8, 4.5, 2.9, 44.5]
COLUMNS = {
    "Model": (),
    "Year": (),
    "Efficiency_Factor": ("factor",),
    "Compute_Needed": (),
    "Gain_vs_Previous": (),
}


def table(factors: list[float] = FACTORS) -> pd.DataFrame:
    frame = pd.DataFrame({"Model": MODELS, "Year": YEARS, "Efficiency_Factor": factors})
    frame["Compute_Needed"] = 1 / frame["Efficiency_Factor"]
    frame["Gain_vs_Previous"] = frame["Efficiency_Factor"] / frame["Efficiency_Factor"].shift()
    return frame


def efficiency(also: str = "") -> Exercise:
    def key() -> Any:
        return (table(), 2) if also else table()

    exercise = make(key, Frame(COLUMNS, "Model", ordered=True, also=also))

    def monotone() -> Any:
        wrong = table()
        wrong["Gain_vs_Previous"] = wrong["Gain_vs_Previous"].clip(lower=1)
        return (wrong, 0) if also else wrong

    exercise.misconception(
        "assumes-improvement", "Each model is taken for better than the one before.", monotone
    )
    return exercise


def changed(column: str, change: Callable[[pd.Series], Any]) -> pd.DataFrame:
    frame = table()
    frame[column] = change(frame[column])
    return frame


@pytest.mark.parametrize(
    "answer",
    [
        table(),
        table().set_index("Model"),
        table().set_index("Model").rename_axis(index=None),
        table().set_index("Year", drop=False),
        table().assign(extra=1),
        table()[list(COLUMNS)[::-1]],
        table().rename(columns=str.lower),
        table().rename(columns=lambda c: c.replace("_", " ")),
        table().rename(columns={"Efficiency_Factor": "factor"}),
        table().astype(dict.fromkeys(("Year", "Efficiency_Factor", "Compute_Needed"), "float32")),
        table().round({"Compute_Needed": 5, "Gain_vs_Previous": 4}),
        table().convert_dtypes(),
        table().set_axis([9, 8, 7, 6, 5]),
        table().to_dict("list"),
        table().to_dict("records"),
        table().assign(Efficiency_Factor=[1, 0.8, 4.5, 2.9, np.float64(44.5)]),
        table().assign(Model=table()["Model"].str.upper()),
    ],
)
def test_any_form_of_the_table_is_accepted(answer: Any) -> None:
    result = ask(efficiency(), answer)
    assert result.accepted, result


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (
            changed("Compute_Needed", lambda c: 1 / c),
            "frame:copied:Compute_Needed|frame:inverted:Compute_Needed",
        ),
        (changed("Gain_vs_Previous", lambda c: 1 / c), "frame:inverted:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: c - 1), "frame:minus-one:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: 100 * (c - 1)), "frame:percent-change:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: c.fillna(0)), "frame:filled:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: c.fillna(1)), "frame:filled:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: c.shift(-1)), "frame:shifted:Gain_vs_Previous"),
        (changed("Gain_vs_Previous", lambda c: c.clip(lower=1)), "assumes-improvement"),
        (changed("Compute_Needed", lambda c: c * 100), "frame:scale:100:Compute_Needed"),
        (changed("Efficiency_Factor", lambda c: c.cumsum()), "frame:cumulative:Efficiency_Factor"),
        (changed("Efficiency_Factor", lambda c: sorted(c)), "frame:sorted:Efficiency_Factor"),
        (changed("Efficiency_Factor", lambda c: c + 0.3), "frame:values:Efficiency_Factor"),
        (changed("Compute_Needed", lambda c: c.astype(str) + " x"), "frame:text:Compute_Needed"),
        (table().sort_values("Efficiency_Factor"), "frame:order"),
        (table().sort_values("Year", ascending=False), "frame:order"),
        (table().drop(columns="Compute_Needed"), "frame:columns"),
        (table().rename(columns={"Compute_Needed": "Compute"}), "frame:columns"),
        (table().dropna(), "frame:rows"),
        (table().iloc[1:], "frame:rows"),
        (pd.concat([table(), table()]), "frame:rows"),
        (table().assign(Model=list("abcde")), "frame:names"),
        (table()["Year"], "frame:series"),
        (pd.DataFrame(), "frame:columns"),
        (None, "none"),
        (3.5, "type"),
        ("table", "type"),
        (table, "type"),
        ([], "empty"),
        (..., "not-attempted"),
        (float("nan"), "type"),
    ],
)
def test_what_was_done_to_a_wrong_table(answer: Any, cause: str) -> None:
    result = ask(efficiency(), answer)
    assert not result.accepted and result.cause in cause.split("|"), result
    assert "\n" not in result.message


def test_two_columns_may_each_have_a_mistake() -> None:
    answer = table().assign(
        Compute_Needed=lambda t: 100 * t.Compute_Needed, Gain_vs_Previous=lambda t: t.Gain_vs_Previous - 1
    )
    result = ask(efficiency(), answer)
    assert result.cause == "frame:scale:100:Compute_Needed+frame:minus-one:Gain_vs_Previous"
    assert "not a fraction? The column Gain_vs_Previous is 1 too small everywhere" in result.message
    assert "?." not in result.message and ".." not in result.message


def test_a_column_may_show_a_known_way_beside_another_mistake() -> None:
    exercise = efficiency()
    exercise.misconception(
        "next-row", "Gain_vs_Previous compares with the next row.",
        lambda: table().assign(
            Gain_vs_Previous=lambda t: t.Efficiency_Factor.shift(-1) / t.Efficiency_Factor
        ),
    )  # fmt: skip
    answer = exercise.misconceptions[-1].wrong()
    assert ask(exercise, answer).cause == "next-row"
    result = ask(exercise, answer.assign(Compute_Needed=lambda t: 100 * t.Compute_Needed))
    assert result.cause == "frame:scale:100:Compute_Needed+next-row"


def test_row_order_is_free_unless_asked_for() -> None:
    exercise = make(lambda: table(), Frame(COLUMNS, "Model"))
    assert ask(exercise, table().sample(frac=1, random_state=3)).accepted


def test_a_number_beside_the_table() -> None:
    exercise = efficiency("the number of steps backwards")
    for right in ((table(), 2), [table(), np.int64(2)], (2.0, table())):
        assert ask(exercise, right).accepted
    assert ask(exercise, (table(), 0)).cause == "assumes-improvement"
    assert ask(exercise, (table(), 7)).cause == "frame:also"
    assert ask(exercise, table()).cause == "frame:also"
    assert ask(exercise, (table(), "two")).cause == "frame:also"
    assert ask(exercise, (..., ...)).cause in ("frame:also", "not-attempted")


def test_missing_columns_are_named_with_what_is_there() -> None:
    message = ask(efficiency(), table().rename(columns={"Compute_Needed": "Computed"})).message
    assert "Compute_Needed" in message and "Computed" in message


def test_no_message_holds_a_value_of_the_column() -> None:
    message = ask(efficiency(), changed("Compute_Needed", lambda c: c + 0.01)).message
    for value in table()["Compute_Needed"]:
        assert f"{value:.3g}" not in message


@given(
    st.one_of(
        st.dictionaries(st.sampled_from([*COLUMNS, "x"]), st.lists(st.floats() | st.text(), max_size=5)),
        st.lists(st.dictionaries(st.sampled_from(list(COLUMNS)), st.none() | st.integers()), max_size=4),
        st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=3),
    )
)  # fmt: skip
@settings(deadline=None)
def test_nothing_raises(answer: Any) -> None:
    for result in (ask(efficiency(), answer), check_contract(contract_of(efficiency()), answer)):
        assert not result.accepted and result.cause and result.message


# -------------------------------------------------------------------------------------------------- graphs

EDGES = [
    ("collection", "preparation"),
    ("preparation", "training"),
    ("training", "evaluation"),
    ("evaluation", "deployment"),
    ("deployment", "monitoring"),
    ("evaluation", "preparation"),
    ("monitoring", "collection"),
]


class Crossed:
    """What the sandbox makes of a networkx graph."""

    def __init__(self, edges: list[tuple[str, str]], directed: bool) -> None:
        self.edges, self.directed = tuple(edges), directed

    def is_directed(self) -> bool:
        return self.directed


@pytest.mark.parametrize(
    "answer",
    [
        EDGES, set(EDGES), tuple(EDGES), frozenset(EDGES), [list(e) for e in EDGES], np.array(EDGES),
        nx.DiGraph(EDGES), nx.MultiDiGraph(EDGES), Crossed(EDGES, True),
        {a: [d for c, d in EDGES if c == a] for a, _ in EDGES},
        {a: {d: {} for c, d in EDGES if c == a} for a, _ in EDGES},
        nx.to_dict_of_lists(nx.DiGraph(EDGES)),
        [f"{a} -> {b}" for a, b in EDGES],
        [f"{a} → {b}" for a, b in EDGES],
        [(a, b, "step") for a, b in EDGES],
        [*EDGES, EDGES[0]],
        [(f"Data {a}" if a == "collection" else a.title(), b.upper()) for a, b in EDGES],
        {"nodes": ["collection"], "edges": EDGES},
        nx.to_pandas_edgelist(nx.DiGraph(EDGES)),
        nx.to_pandas_adjacency(nx.DiGraph(EDGES)),
    ],
)  # fmt: skip
def test_any_form_of_the_graph_is_accepted(answer: Any) -> None:
    result = grade_answer("lifecycle", answer)
    assert result.accepted, result


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (EDGES[:5], "waterfall"),
        ([*EDGES[:6], ("monitoring", "training")], "retrains-on-old-data"),
        ([*EDGES[:4], ("evaluation", "preparation"), ("monitoring", "training")], "retrains-on-old-data"),
        ([(b, a) for a, b in EDGES], "graph:reversed"),
        (nx.Graph(EDGES), "graph:undirected"),
        (Crossed(EDGES, False), "graph:undirected"),
        ([{a, b} for a, b in EDGES], "graph:undirected"),
        ([*EDGES, ("training", "training")], "graph:self-loop"),
        ([*EDGES, ("training", "retirement")], "graph:node"),
        ([("collection",)], "graph:edge"),
        (["collection"], "graph:edge"),
        ([1, 2], "graph:edge"),
        ([], "empty"),
        (None, "none"),
        (float("nan"), "type"),
        (..., "not-attempted"),
        ([(..., ...)], "not-attempted"),
        ([*EDGES[:3], ("evaluation", "monitoring")], "graph:no-loop"),
    ],
)
def test_what_a_wrong_graph_draws(answer: Any, cause: str) -> None:
    result = grade_answer("lifecycle", answer)
    assert not result.accepted and result.cause == cause, result


def test_counts_do_not_name_the_edges() -> None:
    result = grade_answer("lifecycle", [*EDGES, ("training", "collection")])
    assert result.cause == "graph:extra"
    assert "training" not in result.message and "collection" not in result.message


def test_a_key_with_a_strange_node_is_refused_at_once() -> None:
    with pytest.raises(ExerciseError, match="does not name"):
        contract_of(make(lambda: {("a", "b")}, Graph(["a"])))
