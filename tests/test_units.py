"""The unit registry: what it knows, what it refuses, and how it says so."""

from __future__ import annotations

import copy
import itertools
import operator
import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_course import units
from mlsys_course.units import Q_, IncompatibleUnitsError, UnknownUnitError, ureg

# One unit per dimension, taken from the registry itself so that a new dimension joins the tests.
BASE_UNITS = sorted({unit.name for unit in ureg._units.values() if unit.is_base and unit.reference})
BASE_UNITS = [name for name in BASE_UNITS if not ureg.Unit(name).dimensionless]
PAIRS = list(itertools.permutations(BASE_UNITS, 2))
SYMBOL = {name: f"{ureg.Unit(name):~P}" for name in BASE_UNITS}


def test_the_dimensions_of_machine_learning_are_all_there() -> None:
    assert {"bit", "FLOP", "parameter", "token", "sample", "USD", "second", "meter"} <= set(BASE_UNITS)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_pair_of_dimensions_refuses_to_mix(first: str, second: str) -> None:
    one, other = Q_(3, first), Q_(5, second)
    attempts = {
        "add": lambda: one + other,
        "subtract": lambda: one - other,
        "compare": lambda: one < other,
        "convert": lambda: one.to(second),
        "combine": lambda: np.maximum(one, other),
    }
    for action, attempt in attempts.items():
        with pytest.raises(pint.DimensionalityError) as caught:
            attempt()
        sentence = str(caught.value)
        assert sentence.startswith(f"You cannot {action} "), sentence
        assert SYMBOL[first] in sentence and SYMBOL[second] in sentence, sentence
        assert "[" not in sentence and sentence.endswith("."), sentence
    with pytest.raises(IncompatibleUnitsError):
        one += other


@pytest.mark.parametrize("unit", BASE_UNITS)
def test_a_plain_number_and_a_unit_refuse_to_mix(unit: str) -> None:
    one = Q_(3, unit)
    attempts = [
        lambda: one + 5,
        lambda: 5 + one,
        lambda: one - 5,
        lambda: 5 - one,
        lambda: one < 5,
        lambda: one >= 5,
        lambda: one.to(""),
        lambda: Q_(5, "").to(unit),
        lambda: np.log10(one),
        lambda: one + Q_(25, "percent"),
    ]
    for attempt in attempts:
        with pytest.raises(pint.DimensionalityError) as caught:
            attempt()
        assert "a plain number" in str(caught.value)
        assert SYMBOL[unit] in str(caught.value)
    with pytest.raises(pint.DimensionalityError, match="is not a plain number"):
        float(one)


def test_the_chapters_sentence_is_true() -> None:
    with pytest.raises(IncompatibleUnitsError) as caught:
        Q_(1, "byte") + Q_(1, "FLOP")
    assert str(caught.value) == (
        "You cannot add FLOP to B: FLOP counts operations, B measures information. Divide the bytes by "
        "a bandwidth (byte/s) and the FLOP by a rate (FLOP/s): both become times, and times add up."
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("FLOP", "TFLOP/s", "multiply the rate by a time"),
        ("joule", "watt", "multiply the rate by a time"),
        ("byte", "byte/parameter", "differ by parameters"),
        ("TFLOP/s", "GB/s", "operations per time"),
        ("pJ/byte", "watt", "energy per information"),
        ("byte/token", "USD", "information per token"),
        ("USD", "hour", "4 USD/hour"),
    ],
)
def test_sentences_say_what_links_two_units(first: str, second: str, words: str) -> None:
    with pytest.raises(IncompatibleUnitsError, match=words):
        Q_(1, first) + Q_(1, second)


def test_errors_survive_pickling() -> None:
    with pytest.raises(IncompatibleUnitsError) as caught:
        Q_(1, "byte") + Q_(1, "FLOP")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(UnknownUnitError) as unknown:
        Q_(1, "TFLOPS")
    assert str(pickle.loads(pickle.dumps(unknown.value))) == str(unknown.value)


@pytest.mark.parametrize("unit", ["$", "k$", "€", "$/hour"])
def test_a_currency_sign_is_named_with_the_unit_to_write(unit: str) -> None:
    for attempt in (lambda: Q_(100, unit), lambda: Q_(f"100 {unit}"), lambda: Q_(1, "USD").to(unit)):
        with pytest.raises(UnknownUnitError, match="Money is counted in 'USD'"):
            attempt()


@pytest.mark.parametrize("unit", ["3 day", "day/", "day-hours", "100"])
def test_what_is_no_unit_is_refused_in_a_sentence(unit: str) -> None:
    with pytest.raises(UnknownUnitError, match="cannot be read as a unit"):
        Q_(1, unit)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1 GB", "1e9 byte"),
        ("1 GiB", "1073741824 byte"),
        ("1 KiB", "1024 byte"),
        ("1 kB", "1000 byte"),
        ("1 KB", "1000 byte"),
        ("1 TB", "8 Tbit"),
        ("1 PB", "1000 TB"),
        ("1 B", "8 bit"),
        ("1 Gb", "1 Gbit"),
        ("1 gigabit", "1 Gbit"),
        ("8 Mb", "1 MB"),
        ("1 MAC", "2 FLOP"),
        ("1 TMAC", "2 TFLOP"),
        ("1 ZFLOP", "1e21 FLOP"),
        ("1 PFLOP/s", "1000 TFLOP/s"),
        ("1 TOP", "1 TFLOP"),
        ("1 Bparam", "1e9 parameter"),
        ("1 image", "1 sample"),
        ("1 query", "1 sample"),
        ("1 request", "1 email"),
        ("5 queries", "5 sample"),
        ("25 percent", "0.25"),
        ("25 %", "0.25"),
        ("3 percentage_point", "0.03"),
        ("1024 GPU", "1024"),
        ("7 count", "7"),
        ("1 day", "24 hour"),
        ("1 week", "7 day"),
        ("1 year", "365.25 day"),
        ("12 month", "1 year"),
        ("1 kWh", "3.6 MJ"),
        ("1 Ah", "3600 ampere*second"),
        ("1 tonne", "1000 kg"),
        ("429 gCO2/kWh", "429 g/kWh"),
        ("1 km", "1000 m"),
        ("100 cent", "1 dollar"),
        ("3 mAh * V", "10.8 J"),
    ],
)
def test_units_mean_what_people_expect(left: str, right: str) -> None:
    one, other = Q_(left), Q_(right)
    assert one.is_compatible_with(other)
    assert (one / other).to("").magnitude == pytest.approx(1)


def test_temperatures_convert_with_their_offset() -> None:
    assert Q_(80, "degF").to("degC").magnitude == pytest.approx(26.67, abs=0.01)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("TFLOPS", "'TFLOP/s'"),
        ("mB", "did you mean 'MB'"),
        ("mbit", "did you mean 'Mbit'"),
        ("gb", "Did you mean 'Gb'"),
        ("GBs", "'GB/s' a rate"),
        ("Gbps", "'Gbit/s'"),
        ("GBps", "'GB/s'"),
        ("kwh", "Did you mean 'kWh'"),
        ("b", "'byte'"),
        ("secnd", "Did you mean 'second'"),
        ("zzzzzz", "units.txt"),
    ],
)
def test_an_unknown_unit_is_answered_with_a_suggestion(given: str, words: str) -> None:
    with pytest.raises(pint.UndefinedUnitError) as caught:
        Q_(3, given)
    assert words in str(caught.value)
    with pytest.raises(AttributeError):
        getattr(ureg, given)


@pytest.mark.parametrize(
    ("product", "shown"),
    [
        (lambda: Q_(3.14e23, "FLOP") / (1024 * Q_(312, "TFLOP/s") * 0.45), "2.184 million s"),
        (lambda: Q_(1, "GB") / Q_(1, "MB/s"), "1,000 s"),
        (lambda: Q_(4, "USD/hour") * Q_(25, "day"), "2,400 USD"),
        (lambda: Q_(25, "percent") * Q_(4, "GB"), "1 GB"),
        (lambda: Q_(25, "percent") * 2, "50 %"),
        (lambda: Q_(50, "percent") * Q_(50, "percent"), "0.25"),
        (lambda: Q_(225, "mAh") * Q_(3, "volt") / Q_(1, "mW"), "2.43 million s"),
        (lambda: Q_(15, "Wh") / Q_(0.3, "watt"), "180,000 s"),
        (lambda: Q_(6, "FLOP/parameter/token") * Q_(175, "Bparam") * Q_(300e9, "token"), "3.15 × 10²³ FLOP"),
        (lambda: Q_(2500, "image/s") / Q_(4, "USD/hour"), "2.25 million images/USD"),
        (lambda: Q_(429, "gCO2/kWh") * Q_(1, "MWh"), "429,000 gCO2"),
        (lambda: Q_(5, "GB") / Q_(5, "GB"), "1"),
    ],
)
def test_products_come_in_simple_units(product: object, shown: str) -> None:
    assert str(product()) == shown  # type: ignore[operator]


@given(
    st.floats(1e-6, 1e6),
    st.floats(1e-6, 1e6),
    st.sampled_from(
        ["GB", "TB/hour", "TFLOP/s", "percent", "day", "kWh", "image/s", "USD/hour", "byte/parameter"]
    ),
    st.sampled_from(["MB", "minute", "GFLOP", "hour", "watt", "sample/day", "cent", "Bparam", "permille"]),
)
def test_simplifying_never_changes_a_value(a: float, b: float, first: str, second: str) -> None:
    one, other = Q_(a, first), Q_(b, second)
    for operation in (operator.mul, operator.truediv):
        result = operation(one, other)
        expected = operation(one.to_base_units().magnitude, other.to_base_units().magnitude)
        assert result.to_base_units().magnitude == pytest.approx(expected, rel=1e-9)


def test_numpy_functions_work_on_quantities() -> None:
    assert np.maximum(Q_(1, "GB"), Q_(1, "GiB")) == Q_(1, "GiB")
    assert np.log10(Q_(1000, "")) == 3
    assert np.ceil(Q_(4.2, "day")) == Q_(5, "day")
    assert str(np.linspace(Q_(1, "s"), Q_(2, "s"), 3)) == "[1, 1.5, 2] s"
    assert np.sum(np.array([1, 2]) * Q_(3, "token")) == Q_(9, "token")
    assert (np.array([64, 128]) * ureg.token).to("token").magnitude.tolist() == [64, 128]


def test_equality_and_sums() -> None:
    assert Q_(1, "GB") == Q_(1000, "MB")
    assert Q_(1, "GB") != Q_(1, "FLOP")
    assert sum([Q_(1, "GB"), Q_(2, "GB")]) == Q_(3, "GB")
    assert 1 - Q_(25, "percent") == 0.75
    assert hash(Q_(1, "GB")) == hash(Q_(1e9, "byte"))


def test_ways_to_make_a_quantity_agree() -> None:
    for one in (Q_(3, "GB"), 3 * ureg.GB, Q_("3 GB"), ureg("3 GB"), Q_(Q_(3, "GB"))):
        assert one == Q_(3, "GB")
        assert isinstance(one, Q_) and isinstance(one, pint.Quantity) and isinstance(one, units.Quantity)
    assert pint.Quantity(3, "FLOP") + Q_(1, "FLOP") == Q_(4, "FLOP")


def test_quantities_survive_copies_and_pickles() -> None:
    rate = Q_(312, "TFLOP/s")
    assert pickle.loads(pickle.dumps(rate)) == rate == copy.deepcopy(rate)
    array = np.array([1.0, 2.0]) * ureg.GB
    assert (pickle.loads(pickle.dumps(array)) == array).all()


def test_a_quantity_is_unpickled_in_a_process_that_never_used_units() -> None:
    code = "import pickle,sys; q = pickle.loads(sys.stdin.buffer.read()); print(q, q.to('PFLOP/s'))"
    run = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(Q_(312, "TFLOP/s")), capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == "312 TFLOP/s 0.312 PFLOP/s"


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Q_(25.2784, "day"), "25.28 days"),
        (Q_(1281167, "image"), "1,281,167 images"),
        (Q_(312, "TFLOP/s"), "312 TFLOP/s"),
        (Q_(0.45, ""), "0.45"),
        (Q_(2, "byte/parameter"), "2 B/parameter"),
        (Q_(3.14e23, "FLOP"), "3.14 × 10²³ FLOP"),
        (Q_(6.5e-6, "joule"), "6.5 × 10⁻⁶ J"),
        (Q_(-4.8, "percentage_point"), "-4.8 percentage points"),
        (Q_(np.float64(7.25), "hour"), "7.25 h"),
    ],
)
def test_quantities_are_printed_for_a_reader(quantity: pint.Quantity[float], shown: str) -> None:
    assert str(quantity) == f"{quantity}" == shown
    assert quantity._repr_html_() == shown.replace("&", "&amp;")


def test_formats_keep_the_short_unit() -> None:
    assert f"{Q_(25.2784, 'day'):.1f}" == "25.3 days"
    assert f"{Q_(3e12, 'FLOP/s'):#.3g}" == "3 TFLOP/s"
    assert f"{Q_(2, 'TB/s'):C}" == "2 terabyte/second"


def test_importing_builds_no_registry() -> None:
    code = (
        "import mlsys_course.units as u, mlsys_course.constants, mlsys_course.hardware, mlsys_course.models, "
        "mlsys_course.laws; print(u.registry.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "0"


def test_importing_loads_nothing_heavy_beyond_pint() -> None:
    code = (
        "import sys, pint; before = set(sys.modules); import mlsys_course.units, mlsys_course.constants, "
        "mlsys_course.hardware, mlsys_course.models, mlsys_course.laws; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    heavy = {"pandas", "matplotlib", "ipywidgets", "IPython", "scipy", "autograder", "nbgrader", "networkx"}
    assert not heavy & set(run.stdout.split())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Q_(12, 5, "week"), 'A decimal has a point, not a comma: Q_(12.5, "week").'),
        (lambda: Q_("12,5 week"), "write 12.5 in '12,5 week'"),
        (lambda: Q_("12,5", "week"), "write 12.5 in '12,5'"),
        (lambda: Q_("3.000,5 week"), "write 3000.5 in"),
        (lambda: ureg("12,5 week"), "write 12.5 in"),
        (lambda: Q_(), 'as in Q_(12.5, "week")'),
        (lambda: Q_(""), "The text is empty."),
        (lambda: Q_(12, "weaks"), "Did you mean 'week'?"),
        (lambda: Q_(12, 5), "The unit is a text in quotation marks, not 5"),
        (lambda: Q_(12, ["week"]), "The unit is a text in quotation marks, not ['week']"),
        (lambda: Q_(12, ...), "The unit is a text in quotation marks, not ..."),
        (lambda: Q_("week", 12), 'The number comes first, then its unit: Q_(12, "week").'),
        (lambda: Q_("12 5 week"), "two numbers stand side by side, 12 and 5"),
        (lambda: Q_("12;5 week"), "two numbers stand side by side, 12 and 5"),
        (lambda: Q_("twelve", "week"), "'twelve' is no number"),
        (lambda: Q_("3 GB", "MB"), "'3 GB' has a unit of its own"),
        (lambda: Q_(12, "week", "day"), "3 things were given, and Q_ takes two."),
        (lambda: Q_(3, unit="week"), 'Write the unit without unit=, as in Q_(3, "week").'),
        (lambda: Q_(None, "week"), "None is no number."),
        (lambda: Q_(..., "week"), "... is no number."),
        (lambda: Q_(True, "week"), "True is no number."),
        (lambda: Q_({1: 2}, "week"), "{1: 2} is no number."),
        (lambda: Q_(print, "week"), "a function is no number."),
    ],
)
def test_what_makes_no_quantity_is_told_what_to_write(call: Any, said: str) -> None:
    """In a sentence of ours, and never as another number than the one that was meant."""
    with pytest.raises((TypeError, ValueError, UnknownUnitError)) as raised:
        call()
    assert said in str(raised.value)
    assert not any(word in str(raised.value) for word in ("Quantity", "UnitsContainer", "magnitude", "self"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,500 week", 12500),
        ("1,234,567.5 week", 1234567.5),
        ("3e2 week", 300),
        ("1/4 week", 0.25),
        ("-2.5 week", -2.5),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read(text: str, number: float) -> None:
    assert Q_(text).to("week").magnitude == pytest.approx(number)
    assert Q_("12", "week") == Q_(12, "week") == Q_(12, units="week")
    assert Q_("3 1/second").to("1/second").magnitude == 3
