"""Quantities in numpy's functions and pandas' columns: as the operators do it, or refused in words."""

from __future__ import annotations

import functools
import math
import operator
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import constants
from mlsys_course.units import Q_, IncompatibleUnitsError, ureg

# Every ufunc of numpy, and the other functions a learner may call on numbers.
UFUNCS = {f.__name__: f for f in vars(np).values() if isinstance(f, np.ufunc) and f.signature is None}
NAMES_OF_ONE = """
sum mean median std var min max ptp prod cumsum cumprod diff sort argsort argmax argmin average
nansum nanmean nanmedian nanstd nanmax nanmin nanprod ediff1d gradient flip unique ravel squeeze
atleast_1d copy transpose count_nonzero nonzero any all isfinite isnan trapezoid zeros_like
ones_like real imag angle around round fix nan_to_num diag array asarray histogram
corrcoef cov cumulative_sum vstack hstack dstack column_stack stack
"""
NAMES_OF_TWO = """
dot vdot inner outer cross kron allclose isclose array_equal isin setdiff1d union1d intersect1d
append concatenate polyval convolve correlate searchsorted trapezoid minimum maximum fmin fmax hypot
heaviside copysign logaddexp matmul vecdot
"""
# Rounding depends on the unit that is counted in, by its nature: 4.2 days are 5, 100.8 hours are 101.
ROUNDING = {"ceil", "floor", "rint", "trunc", "fix", "round", "around", "modf"}
OF_ONE: dict[str, Callable[[Any], Any]] = {
    name: getattr(np, name) for name in NAMES_OF_ONE.split() if hasattr(np, name)
}
OF_ONE |= {
    "roll": lambda x: np.roll(x, 1),
    "rot90": lambda x: np.rot90(x.reshape(3, 1)),
    "trace": lambda x: np.trace(np.diag(x)),
    "clip": lambda x: np.clip(x, x[0], x[1]),
    "percentile": lambda x: np.percentile(x, 50),
    "quantile": lambda x: np.quantile(x, 0.9),
    "repeat": lambda x: np.repeat(x, 2),
    "tile": lambda x: np.tile(x, 2),
    "reshape": lambda x: np.reshape(x, (3, 1)),
    "resize": lambda x: np.resize(x, 5),
    "take": lambda x: np.take(x, [0, 2]),
    "delete": lambda x: np.delete(x, 0),
    "insert": lambda x: np.insert(x, 0, x[0]),
    "full": lambda x: np.full(3, x[0]),
    "full_like": lambda x: np.full_like(x, x[0]),
    "fromiter": lambda x: np.fromiter(x, float),
    "array of scalars": lambda x: np.array([x[0], x[1]]),
    "array of floats": lambda x: np.array([x[0], x[1]], dtype=float),
    "list summed": lambda x: np.sum([x[0], x[1]]),
    "list averaged": lambda x: np.mean([x[0], x[1]]),
    "list at its largest": lambda x: np.max([x[0], x[1]]),
    "vectorize": lambda x: np.vectorize(lambda one: one + one)(x),
    "apply_along_axis": lambda x: np.apply_along_axis(np.sum, 0, x),
    "piecewise": lambda x: np.piecewise(x, [x > x[0]], [1, 2]),
    "polyfit": lambda x: np.polyfit([1, 2, 3], x, 1),
    "polyval": lambda x: np.polyval([1, 2], x),
    "convolve": lambda x: np.convolve(x, [1, 2]),
    "digitize": lambda x: np.digitize(x, x),
    "bincount": lambda x: np.bincount(x),
    "random": lambda x: np.random.default_rng(0).normal(x, 1),
    "isclose to itself": lambda x: np.isclose(x, x),
    "linalg.norm": np.linalg.norm,
    "fft": np.fft.fft,
    "add.reduce": np.add.reduce,
    "maximum.reduce": np.maximum.reduce,
    "add.accumulate": np.add.accumulate,
    "arange": lambda x: np.arange(x[0], x[2], x[0]),
    "arange of one": lambda x: np.arange(x[0]),
    "float64": lambda x: np.float64(x[0]),
}
OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    name: getattr(np, name) for name in NAMES_OF_TWO.split() if hasattr(np, name)
}
OF_TWO |= {
    "concatenate": lambda x, y: np.concatenate([x, y]),
    "stack": lambda x, y: np.stack([x, y]),
    "hstack": lambda x, y: np.hstack([x, y]),
    "vstack": lambda x, y: np.vstack([x, y]),
    "column_stack": lambda x, y: np.column_stack([x, y]),
    "where": lambda x, y: np.where([True, False, True], x, y),
    "select": lambda x, y: np.select([[True, False, False]], [x], y),
    "choose": lambda x, y: np.choose([0, 1, 0], [x, y]),
    "interp": lambda x, y: np.interp(x[1], x, y),
    "linspace": lambda x, y: np.linspace(x[0], y[2], 3),
    "logspace": lambda x, y: np.logspace(x[0], y[2], 3),
    "geomspace": lambda x, y: np.geomspace(x[0], y[2], 3),
    "average": lambda x, y: np.average(x, weights=y),
    "cov": lambda x, y: np.cov(x, y),
    "corrcoef": lambda x, y: np.corrcoef(x, y),
    "einsum": lambda x, y: np.einsum("i,i", x, y),
    "tensordot": lambda x, y: np.tensordot(x, y, 1),
    "full": lambda x, y: np.full(2, x[0]) + y[:2],
    "full_like": lambda x, y: np.full_like(x, y[0]),
    "array of both": lambda x, y: np.array([x[0], y[0]]).sum(),
    "sum of both": lambda x, y: np.sum([x[0], y[0]]),
    "max of both": lambda x, y: np.max([x[0], y[0]]),
    "meshgrid": lambda x, y: np.meshgrid(x, y),
    "array times quantity": lambda x, y: np.array([x[0], x[1]]) * y[0],
    "quantity over array": lambda x, y: y[0] / np.array([x[0], x[1]]),
}


def _refused(attempt: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """Return what an attempt gives, or the error; numpy's own warnings about numbers are not looked at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("error", pint.UnitStrippedWarning)
        try:
            return attempt(), None
        except Exception as error:
            return None, error


def _in_words(error: BaseException | None) -> bool:
    """Say whether an error, or what it was raised from, is a sentence of the course."""
    while error is not None:
        text = str(error)
        ours = isinstance(error, IncompatibleUnitsError) or type(error).__module__.startswith("mlsys_course")
        ours = ours or text.startswith("You cannot calculate with ")
        if (
            ours
            and text.endswith(".")
            and not re.search(r"<class|\[\w+\]|ufunc|__|pint|DimensionalityError", text)
        ):
            return True
        error = error.__cause__
    return False


def _numbers(result: Any) -> Any:
    """Flatten a result to base units: [(number, unit)], for comparison."""
    if isinstance(result, (tuple, list)):
        return [item for one in result for item in _numbers(one)]
    if isinstance(result, pint.Quantity):
        base = result.to_base_units()
        unit = str(dict(base.dimensionality) or "")
        return [(complex(number), unit) for number in np.ravel(base.magnitude)]
    if isinstance(result, np.ndarray) and result.dtype == object:
        return [item for one in result.ravel() for item in _numbers(one)]
    if isinstance(result, (pd.Series, pd.DataFrame, pd.Index)):
        return _numbers(result.to_numpy())
    if result is None or isinstance(result, str):
        return [(result, "")]
    return [(complex(number), "") for number in np.ravel(result)]


def _same(one: Any, other: Any) -> bool:
    first, second = _numbers(one), _numbers(other)
    return len(first) == len(second) and all(
        unit == unit_ and (a == b or (a != a and b != b) or abs(a - b) <= 1e-6 * max(abs(a), abs(b)))
        for (a, unit), (b, unit_) in zip(first, second, strict=True)
    )


def _agree(name: str, function: Callable[..., Any], written: list[tuple[Any, ...]]) -> None:
    """Assert that a function gives the same however its arguments are written, or refuses each in words."""
    results = [_refused(functools.partial(function, *args)) for args in written]
    for args, (result, error) in zip(written, results, strict=True):
        if all(isinstance(one, pint.Quantity) for one in args):
            assert error is None or _in_words(error), (name, type(error), str(error))
            assert (error is None) == (results[0][1] is None), (name, results)
        if error is None and results[0][1] is None:
            assert _same(result, results[0][0]), (name, results)


VALUES = np.array([2.0, 3.0, 7.0])
GB, MB = VALUES * ureg.GB, (1000 * VALUES) * ureg.MB
PERCENT, FRACTION, PLAIN = (25 * VALUES) * ureg.percent, Q_(VALUES / 4, ""), VALUES / 4
FLOP, TFLOP = (1e12 * VALUES) * ureg.FLOP, VALUES * ureg.TFLOP


@pytest.mark.parametrize("name", sorted({*OF_ONE, *(name for name, f in UFUNCS.items() if f.nin == 1)}))
def test_a_function_of_one_argument_heeds_the_unit_or_refuses(name: str) -> None:
    function = OF_ONE.get(name) or UFUNCS[name]
    if name not in ROUNDING:
        _agree(name, function, [(GB,), (MB,)])
        if name in UFUNCS:
            _agree(name, function, [(GB[0],), (MB[0],), (Q_(2000.0, "MB"),)])
            _agree(name, function, [(PERCENT[0],), (FRACTION[0],), (0.5,)])
        _agree(name, function, [(PERCENT,), (FRACTION,)])
    else:
        for one in (GB, GB[0], PERCENT):
            result, error = _refused(functools.partial(function, one))
            assert error is not None and _in_words(error) or result is not None


@pytest.mark.parametrize("name", sorted({*OF_TWO, *(name for name, f in UFUNCS.items() if f.nin == 2)}))
def test_a_function_of_two_arguments_heeds_their_units_or_refuses(name: str) -> None:
    function = OF_TWO.get(name) or UFUNCS[name]
    _agree(name, function, [(GB, GB), (GB, MB), (MB, GB), (MB, MB)])
    _agree(name, function, [(GB, TFLOP), (MB, FLOP), (GB, FLOP)])
    _agree(name, function, [(GB, PERCENT), (GB, FRACTION), (MB, PERCENT), (GB, PLAIN)])
    _agree(name, function, [(PERCENT, MB), (FRACTION, GB), (PLAIN, GB)])
    _agree(name, function, [(PERCENT, PERCENT), (FRACTION, FRACTION), (PERCENT, PLAIN), (PLAIN, FRACTION)])
    if name in UFUNCS:
        _agree(name, function, [(GB[0], GB[1]), (GB[0], MB[1]), (MB[0], GB[1])])
        _agree(name, function, [(GB[0], PERCENT[1]), (MB[0], FRACTION[1]), (GB[0], 0.75)])


OPERATORS = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.divide: operator.truediv,
    np.floor_divide: operator.floordiv,
    np.remainder: operator.mod,
    np.divmod: divmod,
    np.power: operator.pow,
    np.less: operator.lt,
    np.greater_equal: operator.ge,
    np.equal: operator.eq,
    np.not_equal: operator.ne,
}
UNITS = ["GB", "MB", "FLOP", "percent", "", "day", "GPU", "TB/s", "USD/hour", "byte/parameter"]
QUANTITIES = st.one_of(
    st.builds(Q_, st.floats(0.5, 9), st.sampled_from(UNITS)),
    st.builds(Q_, st.integers(1, 9), st.sampled_from(UNITS)),
    st.sampled_from([constants.BYTES_FP16, constants.A100_FLOPS_FP16]),
    st.floats(0.5, 9),
    st.integers(1, 9),
)


@settings(max_examples=60)
@given(st.sampled_from(sorted(OPERATORS, key=str)), QUANTITIES, QUANTITIES)
def test_numpys_name_for_an_operator_gives_what_the_operator_gives(
    function: Any, one: Any, other: Any
) -> None:
    by_operator, error = _refused(lambda: OPERATORS[function](one, other))
    by_name, refusal = _refused(lambda: function(one, other))
    assert (error is None) == (refusal is None), (error, refusal)
    if error is None:
        assert _same(by_operator, by_name)
        if isinstance(by_operator, pint.Quantity):
            assert by_operator.units == by_name.units
    elif isinstance(one, pint.Quantity) or isinstance(other, pint.Quantity):
        assert _in_words(error) and _in_words(refusal), (error, refusal)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(OPERATORS, key=str)),
    QUANTITIES,
    QUANTITIES,
    st.sampled_from(["left", "right", "both"]),
)
def test_a_column_gives_what_its_values_give(function: Any, one: Any, other: Any, side: str) -> None:
    operation: Any = OPERATORS[function]
    if function is np.divmod or (function is np.power and one == 1):
        return  # pandas has no divmod of two columns, and takes 1 to any power for 1
    item = lambda x: x.quantity if hasattr(x, "quantity") else x  # noqa: E731
    columns: dict[str, Callable[[], Any]] = {
        "left": lambda: operation(pd.Series([item(one)] * 2), other),
        "right": lambda: operation(one, pd.Series([item(other)] * 2)),
        "both": lambda: operation(pd.Series([item(one)] * 2), pd.Series([item(other)] * 2)),
    }
    value, error = _refused(lambda: operation(one, other))
    column, refusal = _refused(columns[side])
    assert (error is None) == (refusal is None), (error, refusal)
    if error is None:
        assert _same([value, value], column)
    elif any(isinstance(x, pint.Quantity) for x in (one, other)):
        assert _in_words(refusal), refusal


TABLE = pd.DataFrame(
    {"name": ["a", "b", "b"], "size": [1.0, 2.0, 4.0], "count": [3, 1, 2]}, index=list("xyz")
)
SIZES = TABLE["size"] * Q_(3, "GB")


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        (lambda: TABLE["size"] * Q_(3, "GB"), GB[:0].tolist() + [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: Q_(3, "GB") * TABLE["size"], [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: np.multiply(TABLE["size"], Q_(3, "GB")), [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: TABLE["size"].mul(Q_(3, "GB")), [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: pd.Series([1, 2, 4] * Q_(3, "GB")), [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: TABLE["size"] * [3, 3, 3] * ureg.GB, [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: TABLE["size"] * np.array([3, 3, 3]) * ureg.GB, [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: TABLE.assign(b=[1, 2, 4] * Q_(3, "GB"))["b"], [Q_(3, "GB"), Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: SIZES.sum(), [Q_(21, "GB")]),
        (lambda: SIZES.max(), [Q_(12, "GB")]),
        (lambda: SIZES.min(), [Q_(3, "GB")]),
        (lambda: np.sum(SIZES), [Q_(21, "GB")]),
        (lambda: SIZES.sum() / len(SIZES), [Q_(7, "GB")]),
        (lambda: SIZES + Q_(1000, "MB"), [Q_(4, "GB"), Q_(7, "GB"), Q_(13, "GB")]),
        (lambda: SIZES.cumsum(), [Q_(3, "GB"), Q_(9, "GB"), Q_(21, "GB")]),
        (lambda: SIZES / SIZES.sum() * 21, [3, 6, 12]),
        (lambda: SIZES / Q_(3, "GB/s"), [Q_(1, "s"), Q_(2, "s"), Q_(4, "s")]),
        (lambda: Q_(5000, "MB") < SIZES, [False, True, True]),
        (lambda: Q_(5000, "MB") < SIZES, [False, True, True]),
        (lambda: SIZES[Q_(5, "GB") < SIZES], [Q_(6, "GB"), Q_(12, "GB")]),
        (lambda: SIZES.sort_values(ascending=False), [Q_(12, "GB"), Q_(6, "GB"), Q_(3, "GB")]),
        (lambda: TABLE["size"] * Q_(50, "percent"), [0.5, 1, 2]),
        (lambda: TABLE[["size", "count"]] * Q_(1, "GB"), [Q_(n, "GB") for n in (1, 3, 2, 1, 4, 2)]),
        (lambda: (TABLE[["size", "count"]] * Q_(1, "GB")).sum(), [Q_(7, "GB"), Q_(6, "GB")]),
        (lambda: SIZES.groupby(TABLE["name"]).sum(), [Q_(3, "GB"), Q_(18, "GB")]),
        (lambda: TABLE["size"].map(lambda x: x * Q_(3, "GB")).sum(), [Q_(21, "GB")]),
        (lambda: TABLE["size"] * constants.BYTES_FP16, [Q_(n, "byte/parameter") for n in (2, 4, 8)]),
        (lambda: constants.BYTES_FP16 * TABLE["size"], [Q_(n, "byte/parameter") for n in (2, 4, 8)]),
        (lambda: pd.Index([1, 2]) * Q_(3, "GB"), [Q_(3, "GB"), Q_(6, "GB")]),
    ],
)
def test_columns_keep_their_unit(attempt: Callable[[], Any], expected: list[Any]) -> None:
    result, error = _refused(attempt)
    assert error is None, error
    assert _same(result, expected), result


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: TABLE["size"] * Q_(3, "GB") + TABLE["size"] * Q_(5, "FLOP"),
        lambda: SIZES + 1,
        lambda: 1 + SIZES,
        lambda: SIZES + TABLE["size"],
        lambda: TABLE["size"] < SIZES,
        lambda: Q_(1, "FLOP") < SIZES,
        lambda: SIZES < 3,
        lambda: TABLE["size"] + Q_(1, "GB"),
        lambda: TABLE["size"].add(Q_(1, "GB")),
        lambda: TABLE[["size", "count"]] + Q_(1, "GB"),
        lambda: TABLE * Q_(1, "GB"),
        lambda: SIZES.mean(),
        lambda: SIZES.median(),
        lambda: SIZES.std(),
        lambda: SIZES.var(),
        lambda: np.mean(SIZES),
        lambda: (TABLE[["size"]] * Q_(1, "GB")).mean(),
        lambda: SIZES.groupby(TABLE["name"]).mean(),
        lambda: SIZES.agg("mean"),
        lambda: pd.Series([Q_(3, "GB"), Q_(5, "FLOP")]).sum(),
        lambda: pd.Series([Q_(3, "GB"), Q_(5, "FLOP")]).mean(),
        lambda: pd.Series([Q_(3, "GB"), Q_(5, "FLOP")]).max(),
        lambda: SIZES.astype(float),
        lambda: SIZES**SIZES,
        lambda: SIZES // 2,
        lambda: np.log(SIZES),
        lambda: np.where([True, False, True], SIZES, Q_(1, "GB")),
        lambda: pd.to_numeric(SIZES),
        lambda: SIZES.to_numpy(float),
        lambda: SIZES.map(float),
        lambda: SIZES.skew(),
        lambda: SIZES.sem(),
        lambda: SIZES.corr(SIZES),
        lambda: SIZES.cov(SIZES),
        lambda: SIZES.clip(Q_(1, "GB"), Q_(5, "GB")),
        lambda: SIZES.to_frame().corr(),
        lambda: SIZES.groupby(TABLE["name"]).median(),
        lambda: SIZES.to_frame().pivot_table(index=TABLE["name"]),
        lambda: pd.Series([Q_(3, "GB")], dtype=float),
        lambda: pd.qcut(SIZES, 2),
    ],
)
def test_what_a_column_cannot_do_with_units_is_refused_in_words(attempt: Callable[[], Any]) -> None:
    result, error = _refused(attempt)
    assert error is not None, result
    # Before version 3 pandas looks at the values itself in some of its functions, and asks none of them.
    by_pandas = pd.__version__ < "3" and isinstance(error, TypeError) and "to numeric" in str(error)
    assert _in_words(error) or by_pandas, (type(error), error)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: SIZES.rolling(2).mean(),
        lambda: SIZES.expanding().mean(),
        lambda: SIZES.ewm(1).mean(),
        lambda: SIZES.nlargest(1),
        lambda: SIZES.to_frame().nlargest(1, "size"),
        lambda: SIZES.interpolate(),
        lambda: SIZES.plot(),
        lambda: pd.cut(SIZES, 2),
    ],
)
def test_what_pandas_gives_to_columns_of_numbers_alone_never_comes_without_its_unit(
    attempt: Callable[[], Any],
) -> None:
    """pandas refuses these by the column's type, before it asks any value."""
    result, error = _refused(attempt)
    assert error is not None, result


@pytest.mark.parametrize(
    ("attempt", "shown"),
    [
        (lambda: pd.Series([Q_(1e18, "FLOP"), Q_(25.2784, "day")]), ["10¹⁸ FLOP", "25.28 days"]),
        (lambda: pd.DataFrame({"size": TABLE["size"] * Q_(1234.5678, "GB")}), ["1,235 GB", "4,938 GB"]),
        (lambda: (TABLE["size"] * Q_(1e23, "FLOP")).to_frame(), ["10²³ FLOP", "4 × 10²³ FLOP"]),
    ],
)
def test_a_printed_table_shows_quantities_as_they_are_read(
    attempt: Callable[[], Any], shown: list[str]
) -> None:
    table = attempt()
    for text in (str(table), table.to_frame().to_html() if table.ndim == 1 else table.to_html()):
        assert all(one in text for one in shown) and "e+" not in text, text


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: len(Q_(3, "GB")), "3 GB is a single quantity, so it has no length. To take the numbers"),
        (lambda: pd.to_numeric(SIZES), "column.map(lambda x: x.to('GB').magnitude)"),
        (lambda: 2 ** Q_(3, "GB"), "An exponent is a plain number, and GB measures information"),
        (lambda: Q_(3, "GB") ** Q_(3, "FLOP"), "An exponent is a plain number"),
        (lambda: Q_(3, "GB") // 2, "depends on the unit"),
        (lambda: Q_(3, "GB") % 2, "depends on the unit"),
        (lambda: divmod(Q_(3, "GB"), 2), "depends on the unit"),
        (lambda: Q_(3, "GB") // Q_(2, "FLOP"), "how often FLOP fits into GB"),
        (lambda: Q_(20, "degC") * 2, "calculate in kelvin"),
        (lambda: Q_(20, "degC") + Q_(3, "degC"), "calculate in kelvin"),
        (lambda: np.multiply(Q_(20, "degC"), 2), "calculate in kelvin"),
        (lambda: np.log(Q_(3, "GB")), "so it is not a plain number"),
        (lambda: np.repeat(Q_(3, "GB"), 2), "np.repeat cannot keep the unit GB"),
        (lambda: np.add.reduce(GB), "np.add.reduce cannot keep the unit GB"),
        (lambda: np.zeros(3).__imul__(Q_(1, "GB")), "Write a = a * x"),
        (lambda: float(Q_(3, "GB")), "is not a plain number"),
        (lambda: np.asarray(GB, dtype=float), "is not a plain number"),
        (lambda: Q_(3, "GB").foo, "A quantity has no 'foo'"),
        (lambda: Q_(3, "GB") * "3", "the text '3'"),
        (lambda: "3" * Q_(3, "GB"), "the text '3'"),
        (lambda: Q_(3, "GB") + None, "and None"),
    ],
)
def test_what_has_no_meaning_is_said_in_words(attempt: Callable[[], Any], words: str) -> None:
    with pytest.raises(Exception, match=re.escape(words)):
        attempt()


def test_a_temperature_is_read_with_its_number() -> None:
    for text in ("20 degC", "20 celsius", " 2e1 degC ", "20*degC"):
        assert Q_(text) == Q_(20, "degC"), text
    assert Q_("-4.5 degF") == Q_(-4.5, "degF")
    assert ureg("20 degC").to("kelvin").magnitude == pytest.approx(293.15)
    assert (Q_("30 degC") - Q_("20 degC")).to("kelvin").magnitude == pytest.approx(10)


def test_whole_parts_of_one_kind_are_counted() -> None:
    assert Q_(3, "GB") // Q_(700, "MB") == 4
    assert math.ceil(Q_(3, "GB") / Q_(700, "MB")) == np.ceil(np.divide(Q_(3, "GB"), Q_(700, "MB"))) == 5
    assert Q_(250, "percent") // 1 == 2
