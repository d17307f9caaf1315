"""The strict codec: what honest children send arrives unchanged, and nothing else gets in or hurts."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import math
import os
import struct
from typing import Any

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from matplotlib.figure import Figure

from autograder.grading.child.encoding import Encoder
from autograder.grading.child.reviving import revive
from autograder.grading.child.wire import MAX_FRAME, Tagged, WireError, pack, unpack
from autograder.grading.codec import (
    CodecError,
    Decoder,
    Frames,
    GraphContent,
    Missing,
    Unreadable,
    encode_argument,
    frame,
)
from mlsys_course.kinds.plot.content import FigureContent
from mlsys_course.kinds.plot.describing import describe
from mlsys_course.units import Q_, registry

matplotlib.use("agg")
EXAMPLES = int(os.environ.get("MLSYS_FUZZ_EXAMPLES", "100"))
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def cross(value: Any) -> Any:
    """Send a value from a child to the grader."""
    return Decoder().decode(pack(Encoder([]).answer(value)))


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, float | complex):
        return one == other or (one != one and other != other)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return (
            len(one) == len(other)
            and all(map(same, one.keys(), other.keys()))
            and all(map(same, one.values(), other.values()))
        )
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
        )
    return bool(one == other)


# -- honest values ------------------------------------------------------------------------------------------

numbers = st.integers(-(10**40), 10**40) | st.floats() | st.complex_numbers()
exact = st.decimals(allow_nan=False) | st.fractions()
texts = st.text(st.characters(codec="utf-8"))
plain = st.none() | st.just(...) | st.booleans() | numbers | exact | texts | st.binary()
keys = st.integers() | texts | st.tuples(st.integers(), texts) | st.fractions()
nested = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(inner, inner)
        | st.dictionaries(keys, inner, max_size=5)
        | st.sets(keys, max_size=5)
        | st.frozensets(keys, max_size=5)
    ),
    max_leaves=20,
)


@fuzz
@given(nested)
def test_plain_values_arrive_unchanged(value: Any) -> None:
    assert same(cross(value), value)


dtypes = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="<")
    | hnp.unsigned_integer_dtypes(endianness="<")
    | hnp.floating_dtypes(endianness="<", sizes=(16, 32, 64))
    | hnp.complex_number_dtypes(endianness="<", sizes=(64, 128))
)


@fuzz
@given(hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)))
def test_arrays_arrive_unchanged(value: Any) -> None:
    arrived = cross(value)
    assert same(arrived, value)
    assert arrived.flags.writeable


@fuzz
@given(nested)
def test_arguments_arrive_in_the_child_unchanged(value: Any) -> None:
    assert same(revive(unpack(pack(encode_argument(value)))), value)


@pytest.mark.parametrize(
    "value",
    [
        np.float64(0.1), np.float32(0.1), np.int8(-3), np.bool_(True), np.str_("text"), np.uint64(2**63),
        np.complex64(1 + 2j), np.datetime64("2020-01-01"),
    ],
    ids=repr,
)  # fmt: skip
def test_numpy_scalars_keep_their_type(value: Any) -> None:
    assert same(cross(value), value)


def test_byte_order_and_extended_precision_become_ordinary() -> None:
    assert cross(np.array([1, 2], dtype=">i4")).dtype == np.dtype("<i4")
    assert cross(np.longdouble(0.5)) == np.float64(0.5)
    assert same(cross(np.array(["ab", "c"])), np.array(["ab", "c"]))
    assert cross(np.array([1, "a", None], dtype=object)).tolist() == [1, "a", None]


@pytest.mark.parametrize(
    "quantity",
    [
        Q_(25.28, "day"), Q_(312e12, "FLOP/s"), Q_(80, "GiB"), Q_(1, ""), Q_(6, "FLOP/parameter/token"),
        Q_(25, "percent"), Q_(4, "USD/hour"), Q_(decimal.Decimal("0.1"), "TB/s"),
        Q_(fractions.Fraction(1, 3), "km"), Q_(2, "m**0.5"),
    ],
    ids=str,
)  # fmt: skip
def test_quantities_arrive_in_our_registry(quantity: Any) -> None:
    arrived = cross(quantity)
    assert arrived == quantity
    assert arrived._REGISTRY is registry()
    assert type(arrived.magnitude) is type(quantity.magnitude)
    assert (arrived + quantity).units == quantity.units


def test_quantity_of_another_registry_is_read_by_the_names_of_its_units() -> None:
    import pint

    theirs = pint.UnitRegistry()
    assert cross(theirs.Quantity(3, "km/hour")) == Q_(3, "km/hour")
    theirs.define("smoot = 1.7 meter")
    answer = cross(theirs.Quantity(3, "smoot"))
    assert isinstance(answer, Unreadable)
    assert "smoot" in answer.reason


def test_arrays_of_quantities_and_units_alone() -> None:
    arrived = cross(Q_(np.array([1.0, 2.0]), "GB/s"))
    assert arrived.to("MB/s").magnitude.tolist() == [1000.0, 2000.0]
    assert cross(Q_(1, "byte").units) == Q_(1, "byte")


def test_constants_arrive_as_their_quantity() -> None:
    from mlsys_course import constants

    constant = next(iter(constants.registry.values()))
    assert cross(constant) == constant.quantity


def test_members_of_enumerations_have_name_and_value() -> None:
    class Axis(enum.Enum):
        DATA = "data"
        MACHINE = 3

    class Tier(enum.StrEnum):
        EDGE = "edge"

    arrived = cross([Axis.DATA, Axis.MACHINE, Tier.EDGE, Axis.DATA])
    assert [member.name for member in arrived] == ["DATA", "MACHINE", "EDGE", "DATA"]
    assert [member.value for member in arrived] == ["data", 3, "edge", "data"]
    assert all(isinstance(member, enum.Enum) for member in arrived)
    assert arrived[0] == arrived[3]


def test_subclasses_of_builtin_types_arrive_as_these_without_running_their_methods() -> None:
    def explode(*args: Any) -> Any:
        raise AssertionError("a method of the student's class was called")

    traps = dict.fromkeys(
        ("__int__", "__float__", "__str__", "__repr__", "__iter__", "__eq__", "__index__", "__len__"), explode
    ) | dict.fromkeys(("__getattribute__", "__reduce__", "__getitem__", "items"), explode)
    for base, value in ((int, 7), (float, 2.5), (str, "abc"), (tuple, (1, 2)), (list, [1]), (dict, {"a": 1})):
        assert cross(type("Mine", (base,), dict(traps))(value)) == value


def test_tables_arrive_unchanged() -> None:
    frame_ = pd.DataFrame(
        {
            "Model": ["AlexNet", "VGG-11"],
            "Year": [2012, 2014],
            "Factor": [1.0, np.nan],
            "Old": [True, False],
            "When": pd.to_datetime(["2012-01-01", "2014-02-03"]),
            "Kind": pd.Categorical(["a", "b"]),
            "Count": pd.array([1, None], dtype="Int64"),
            "Mixed": [1, "x"],
        }
    )
    for table in (
        frame_,
        frame_.set_index("Model"),
        frame_.set_index(["Model", "Year"]),
        frame_[[]],
        frame_[:0],
    ):
        pd.testing.assert_frame_equal(cross(table), table, check_categorical=False)
    pd.testing.assert_series_equal(cross(frame_["Factor"]), frame_["Factor"])
    pd.testing.assert_frame_equal(
        revive(unpack(pack(encode_argument(frame_)))), frame_, check_categorical=False
    )
    pd.testing.assert_frame_equal(cross(frame_.T), frame_.T)


def test_dates_graphs_and_nothing() -> None:
    for value in (
        datetime.date(2020, 2, 3),
        datetime.datetime(2020, 2, 3, 4, 5, 6, 789),
        datetime.timedelta(3, 4, 5),
    ):
        assert cross(value) == value
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    assert cross(graph) == GraphContent(True, ("a", "b", "c"), (("a", "b"), ("b", "c")))
    assert cross(graph).is_directed()
    assert cross({"a": ["b"], "b": []}) == {"a": ["b"], "b": []}
    assert cross(pd.NA) is pd.NA


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (os, "module"),
        ((n for n in [1]), "list"),
        (map(str, [1]), "list"),
        (object(), "type"),
        (10**5000, "digits"),
        ("x" * 2_000_000, "too long"),
        (list(range(200_000)), "values"),
        (np.zeros(3_000_000), "too large"),
        (np.ma.masked_array([1], [True]), "masked"),
        (pd.DataFrame(np.zeros((1, 500))), "too wide"),
        ({frozenset({1}): 1, (1, object()): 2}, "keys"),
        (decimal.Decimal("1e999999"), "digits"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_cross_says_why(value: Any, said: str) -> None:
    answer = cross(value)
    assert isinstance(answer, Unreadable)
    assert said in answer.reason


def test_cycles_and_deep_nesting_are_named() -> None:
    loop: list[Any] = []
    loop.append(loop)
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    assert "contains itself" in cross(loop).reason
    assert "nested" in cross(deep).reason


def test_objects_whose_own_code_fails_are_unreadable() -> None:
    class Sly(pd.DataFrame):
        @property
        def columns(self) -> Any:
            raise SystemError("no")

    assert isinstance(cross(Sly({"a": [1]})), Unreadable)


# -- figures ------------------------------------------------------------------------------------------------


def drawn() -> tuple[Figure, Any]:
    figure = Figure()
    axes = figure.subplots()
    axes.loglog([64, 16384], [404.5, 1.58], "--", label="0.3")
    axes.axhline(25, color="red")
    axes.axvline(1024)
    axes.axvspan(1974, 1980, alpha=0.3)
    axes.scatter([1, 2], [3, 4], label="points", c=["#ff0000", "#0000ff"])
    axes.hlines([5], 1, 10)
    axes.fill_between([1, 2], [1, 1], [2, 3])
    axes.bar([10], [7])
    axes.annotate("peak", xy=(1024, 25.28), xytext=(12, 12), textcoords="offset points", arrowprops={})
    axes.text(2000, 30, "note")
    axes.set_xlabel("GPUs")
    axes.set_ylabel("training time in days")
    axes.set_title("Training")
    axes.legend()
    return figure, axes


def test_a_figure_crosses_as_what_is_drawn() -> None:
    figure, axes = drawn()
    here = describe(figure)
    there = cross(axes)
    assert isinstance(there, FigureContent)
    assert there == here
    content = there.axes[0]
    assert (content.x.scale, content.y.scale, content.x.label, content.title) == (
        "log",
        "log",
        "GPUs",
        "Training",
    )
    assert content.lines[0].x == (64.0, 16384.0)
    assert content.lines[0].linestyle == "--"
    assert [line.kind for line in content.lines] == ["data", "horizontal", "vertical"]
    assert content.lines[1].y == (25.0, 25.0)
    assert content.lines[2].x == (1024.0, 1024.0)
    band = next(area for area in content.areas if area.kind == "vertical band")
    assert (band.x0, band.x1) == (1974, 1980)
    bar = next(area for area in content.areas if area.kind == "rectangle")
    assert (bar.x0, bar.x1, bar.y1) == pytest.approx((9.6, 10.4, 7))
    assert content.points[0].x == (1.0, 2.0)
    assert content.points[0].colors == ("#ff0000", "#0000ff")
    assert content.segments[0].segments == (((1.0, 10.0), (5.0, 5.0)),)
    peak, note = content.texts
    assert (peak.text, peak.x, peak.y, peak.annotation) == ("peak", 1024.0, 25.28, True)
    assert peak.text_x > 1024
    assert (note.x, note.text_x) == pytest.approx((2000, 2000))
    assert content.legend == ("0.3", "points")


def test_what_plotting_returns_stands_for_its_figure() -> None:
    figure, axes = drawn()
    content = describe(figure)
    line = axes.lines[0]
    for handle in (line, [line], (line, line), axes.containers[0], np.array([[axes]]), figure):
        assert cross(handle) == content
    assert cross({"one": axes})["one"] == content
    frame_ = pd.DataFrame({"year": [1950, 1951], "share": [0.1, 0.2]})
    assert cross(frame_.plot(x="year", y="share")).axes[0].lines[0].y == (0.1, 0.2)


def test_dates_and_categories_on_an_axis_are_told() -> None:
    figure = Figure()
    first, second = figure.subplots(2)
    first.plot([datetime.date(1970, 1, 2), datetime.date(1970, 1, 3)], [1, 2])
    second.bar(["cloud", "edge"], [1, 2])
    content = cross(figure)
    assert content.axes[0].x.kind == "date"
    assert content.axes[0].lines[0].x == (1.0, 2.0)
    assert content.axes[1].x.kind == "category"
    assert content.axes[1].x.categories == ("cloud", "edge")


def test_describe_refuses_what_is_no_drawing() -> None:
    for value in (3, "text", [], None):
        with pytest.raises(TypeError, match="figure or axes"):
            describe(value)


# -- hostile bytes ------------------------------------------------------------------------------------------


def attempt(data: bytes) -> Any:
    """Decode bytes; anything but a value or a `CodecError` is a failure."""
    try:
        return Decoder(lambda number, name, parameters: number).decode(data)
    except CodecError:
        return None


@fuzz
@given(st.binary(max_size=300))
def test_random_bytes_never_hurt(data: bytes) -> None:
    attempt(data)


TAGS = sorted(Decoder._READERS)
_wild_leaf = plain | st.sampled_from(
    ["<f8", "|b1", "<U4", "<M8[ns]", "O", "byte", "a b", "FLOP", "NaN", "1e9"]
)
wild = st.recursive(
    _wild_leaf,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(
            st.sampled_from(["values", "index", "name", "names", "id", "edges", "columns", "type"]), inner
        )
        | st.builds(Tagged, st.sampled_from(TAGS), inner)
    ),
    max_leaves=12,
)


def tree_bytes(tree: Any) -> bytes:
    try:
        return pack(_packable(tree))
    except WireError:
        return b""


def _packable(tree: Any) -> Any:
    if isinstance(tree, Tagged):
        return Tagged(tree.name, _packable(tree.payload))
    if isinstance(tree, list | tuple):
        return type(tree)([_packable(item) for item in tree])
    if isinstance(tree, dict):
        return {str(key): _packable(item) for key, item in tree.items()}
    if isinstance(tree, decimal.Decimal | fractions.Fraction):
        return str(tree)
    return tree


@fuzz
@given(wild)
def test_wild_trees_never_hurt(tree: Any) -> None:
    attempt(tree_bytes(tree))


_ints = st.integers(-3, 5) | st.sampled_from([2**31, 2**63, -(2**63), 10**18])
_dtypes = st.sampled_from(["<f8", "<i8", "|b1", "<M8[s]", "|O", "V8"])
_columns = st.builds(Tagged, st.sampled_from(["range", "tuples", "column"]), st.lists(_ints))
_many = st.lists(plain)
_units = st.lists(st.tuples(texts | st.just("meter"), _ints | st.floats()).map(list))
payloads = {
    "ndarray": st.tuples(_dtypes, st.lists(_ints), st.binary()),
    "npscalar": st.tuples(st.sampled_from(["<f8", "<f2", "|u1", "<c16", "x"]), st.binary(max_size=20)),
    "strarray": st.tuples(st.lists(_ints), st.lists(texts | _ints)),
    "objarray": st.tuples(st.lists(_ints), st.lists(plain)),
    "quantity": st.tuples(plain, _units),
    "decimal": texts | st.from_regex(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,9})?"),
    "fraction": st.tuples(_ints, _ints),
    "datetime": texts | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"),
    "date": st.from_regex(r"\d{4}-\d\d-\d\d"),
    "timedelta": st.tuples(_ints, _ints, _ints),
    "dict": st.lists(plain),
    "set": st.lists(plain),
    "index": st.fixed_dictionaries({"values": _columns, "names": _many}),
    "series": st.fixed_dictionaries({"values": _columns, "index": plain, "name": plain}),
    "enum": st.fixed_dictionaries({"class": texts, "name": texts, "value": plain}),
    "graph": st.fixed_dictionaries({"directed": st.booleans(), "nodes": _many, "edges": _many}),
    "figure": st.fixed_dictionaries(
        {"axes": _many.map(tuple), "title": texts, "texts": st.just(()), "legend": st.just(())}
    ),
    "function": st.fixed_dictionaries(
        {"id": _ints, "name": texts, "parameters": st.none() | st.lists(texts)}
    ),
}  # fmt: skip


@fuzz
@given(st.sampled_from(sorted(payloads)).flatmap(lambda tag: st.tuples(st.just(tag), payloads[tag])))
def test_nearly_right_payloads_never_hurt(case: tuple[str, Any]) -> None:
    tag, payload = case
    as_list = list(payload) if isinstance(payload, tuple) else payload
    attempt(tree_bytes(Tagged(tag, as_list)))


@fuzz
@given(nested, st.data())
def test_damaged_frames_never_hurt(value: Any, data: Any) -> None:
    body = bytearray(pack(Encoder([]).answer(value)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    attempt(bytes(body[: data.draw(st.integers(0, len(body)))] if data.draw(st.booleans()) else bytes(body)))


def length(count: int) -> bytes:
    return struct.pack(">I", count)


def tagged(name: str, payload: Any) -> bytes:
    return pack(Tagged(name, payload))


BOMBS = {
    "a list said to be long": b"l" + length(2**32 - 1),
    "lists in lists": (b"l" + length(1)) * 100_000 + b"N",
    "tags in tags": (b"x" + length(4) + b"dict") * 100_000 + b"N",
    "many empty lists": b"l" + length(1_000_000) + b"l\0\0\0\0" * 1_000_000,
    "a number of a million digits": b"i" + length(500_000) + b"\x7f" * 500_000,
    "a key twice": b"m" + length(2) + 2 * (length(1) + b"aN"),
    "surrogates": b"s" + length(3) + "\ud800".encode("utf-8", "surrogatepass"),
    "colliding keys": tagged("set", [n * (2**61 - 1) for n in range(50_000)]),
    "colliding dictionary": tagged("dict", [part for n in range(20_000) for part in (n * (2**61 - 1), 0)]),
    "colliding list": pack([n * (2**61 - 1) for n in range(50_000)]),
    "colliding fractions": pack([Tagged("fraction", [n * (2**61 - 1) + 1, 1]) for n in range(5_000)]),
    "colliding index": tagged(
        "index",
        {"values": Tagged("column", ["object", [n * (2**61 - 1) for n in range(20_000)]]), "names": [None]},
    ),
    "many unknown units": pack([Tagged("quantity", [1, [[f"zz{n}", 1]]]) for n in range(10_000)]),
    "many members": pack([Tagged("enum", {"class": "E", "name": f"m{n}", "value": n}) for n in range(5_000)]),
    "colliding tuples": tagged("set", [(n * (2**61 - 1),) for n in range(20_000)]),
    "huge shape": tagged("ndarray", ["<f8", [2**40, 2**40], b""]),
    "empty but huge": tagged("ndarray", ["<f8", [0, 2**60], b""]),
    "negative shape": tagged("ndarray", ["<f8", [-1], b"\0" * 8]),
    "pickled objects": tagged("ndarray", ["|O", [1], b"\0" * 8]),
    "structured type": tagged("ndarray", ["<f8,<f8", [1], b"\0" * 16]),
    "one long text among many": tagged("strarray", [[20_001], ["x" * 900_000] + [""] * 20_000]),
    "long range": tagged("index", {"values": Tagged("range", [0, 10**15, 1]), "names": [None]}),
    "decimal of a billion digits": tagged("decimal", "1E+999999999"),
    "units as an expression": tagged("quantity", [1, [["meter * (10 ** 9) ** 9", 1]]]),
    "unit with a call": tagged("quantity", [1, [["__import__('os')", 1]]]),
    "endless exponent": tagged("quantity", [1, [["meter", 10**9]]]),
    "infinite exponent": tagged("quantity", [1, [["meter", math.inf]]]),
    "text as magnitude": tagged("quantity", ["1", [["meter", 1]]]),
    "a reserved member": tagged("enum", {"class": "E", "name": "mro", "value": 1}),
    "a dunder member": tagged("enum", {"class": "E", "name": "__class__", "value": 1}),
    "long timedelta": tagged("timedelta", [10**30, 0, 0]),
    "fraction over nothing": tagged("fraction", [1, 0]),
    "unknown kind": tagged("pickle", b"cos\nsystem\n"),
    "function out of range": tagged("function", {"id": -1, "name": "f", "parameters": None}),
    "wrong figure": tagged("figure", {"axes": (1,), "title": "", "texts": (), "legend": ()}),
    "table of uneven columns": tagged(
        "frame",
        {
            "columns": {"values": Tagged("range", [0, 2, 1]), "names": [None]},
            "index": {"values": Tagged("range", [0, 3, 1]), "names": [None]},
            "values": [Tagged("ndarray", ["<f8", [1], b"\0" * 8])] * 2,
        },
    ),
}


@pytest.mark.timeout(60)  # they run for many minutes where work is not bounded
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name: str) -> None:
    answer = attempt(BOMBS[name])
    if not name.startswith("many"):
        assert answer is None or isinstance(answer, Unreadable), answer


def test_bool_arrays_hold_only_true_and_false() -> None:
    arrived = attempt(tagged("ndarray", ["|b1", [2], b"\x07\x00"]))
    assert arrived.tolist() == [True, False]
    assert arrived.view(np.uint8).tolist() == [1, 0]


def test_frames_are_cut_and_bounded() -> None:
    frames = Frames(1000)
    stream = b"".join(frame(n) for n in range(5))
    got = [body for at in range(len(stream)) for body in frames.feed(stream[at : at + 1])]
    assert [unpack(body) for body in got] == list(range(5))
    with pytest.raises(CodecError):
        list(Frames(1000).feed(length(1001)))
    with pytest.raises(CodecError):
        list(Frames(MAX_FRAME).feed(b"\xff\xff\xff\xff"))


def test_functions_and_drawings_are_no_arguments() -> None:
    for value in (print, [print], object(), {"a": object()}, drawn()[0]):
        with pytest.raises(TypeError, match="plain data"):
            encode_argument(value)


def test_missing_names_are_missing() -> None:
    assert Decoder().decode(tagged("missing", "days")) == Missing("days")
