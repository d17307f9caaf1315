"""How numbers, units and quantities look to a reader, whatever they are."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_course import constants, readable
from mlsys_course.units import Q_, ureg

_WORDS = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _read(text: str) -> float:
    """Read a number back as a person would."""
    match = re.fullmatch(
        r"(-?)(?:([\d,]*\.?\d+)(?: × )?)?(?:10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?(?: (million|billion|trillion))?", text
    )
    assert match, text
    mantissa = float((match[2] or "1").replace(",", ""))
    power = 10.0 ** int(match[3].translate(_PLAIN)) if match[3] else 1.0
    return (-1 if match[1] else 1) * mantissa * power * _WORDS.get(match[4] or "", 1)


NUMBERS = st.floats(-1e300, 1e300) | st.integers() | st.floats(-1e9, 1e9) | st.integers(-(10**10), 10**10)


@given(NUMBERS, st.sampled_from([2, 3, 4, 6]))
def test_a_number_is_true_to_its_figures_and_short(number: float, figures: int) -> None:
    text = readable.number(number, figures)
    assert _read(text) == pytest.approx(number, rel=10.0**-figures * 5.001, abs=1e-300)
    assert not re.search(r"e[+-]?\d|_", text)
    assert len(text) <= 17
    digits = re.sub(r"10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|\D", "", text).strip("0")
    assert len(digits) <= figures or (number == int(number) and abs(number) < 1e9)


# A bare exponent, a name of code, "1 days", two spaces, a times sign without one.
_UGLY = r"e[+-]?\d|_| 1/|(?<![\d.,])1 (?!million|billion|trillion)[a-z ]+s\b(?!/)|  |×10"
UNITS = [
    "day",
    "month",
    "query",
    "token",
    "percent",
    "percentage_point",
    "GPU",
    "FLOP",
    "GB",
    "USD",
    "1/s",
    "bit",
    "query/day",
    "day*query",
    "byte/parameter",
    "TFLOP/s",
    "meter/s**2",
    "image/USD",
    "degC",
    "count",
    "",
]


@given(st.floats(-1e30, 1e30) | st.integers(-(10**12), 10**12), st.sampled_from(UNITS))
def test_a_quantity_reads_well_whatever_it_is(magnitude: float, unit: str) -> None:
    for text in (str(Q_(magnitude, unit)), readable.amount(Q_(magnitude, unit)), f"{Q_(magnitude, unit)!r}"):
        assert not re.search(_UGLY, text), text
        assert " %" in text if unit == "percent" else "%" not in text
        number = re.match(r"-?[\d,.]*(?: ?× )?(?:10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?(?: [mbt][a-z]*illion)?", text)
        assert number and number[0]
    if unit in ("day", "month", "token", "GPU"):
        text = readable.quantity(Q_(magnitude, unit))
        assert text.endswith(unit) == (text in (f"1 {unit}", f"-1 {unit}")), text


@given(
    st.floats(1e-3, 1e24),
    st.sampled_from(["FLOP", "byte", "second", "ms", "joule", "W", "FLOP/s", "byte/s", "Wh"]),
)
def test_an_amount_keeps_its_value_and_its_number_is_short(magnitude: float, unit: str) -> None:
    given_ = Q_(magnitude, unit)
    sized = readable._well_sized(given_)
    assert (sized / given_).to("").magnitude == pytest.approx(1, rel=1e-9)
    if 1e-9 < abs(given_.to_base_units().magnitude) < 1e24 and "second" not in str(sized.units):
        assert 0.9 <= sized.magnitude < 1001 or sized.dimensionality == {"[time]": 1} or sized.magnitude < 1


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Q_(6, "month"), "6 months"),
        (Q_(1, "month"), "1 month"),
        (Q_(1.0, "day"), "1 day"),
        (Q_(0.5, "day"), "0.5 days"),
        (Q_(25, "day"), "25 days"),
        (Q_(1e18, "FLOP"), "10¹⁸ FLOP"),
        (Q_(10_000, "1/s"), "10,000/s"),
        (Q_(1e4, "ms"), "10,000 ms"),
        (Q_(8.5e9, "query/day"), "8.5 billion queries/day"),
        (Q_(8_500_000_000, "day*query"), "8.5 billion query·days"),
        (Q_(0.8, "percentage_point"), "0.8 percentage points"),
        (Q_(1, "percentage_point/month"), "1 percentage point/month"),
        (Q_(36974.4, "percent"), "36,970 %"),
        (Q_(1024, "GPU"), "1,024 GPUs"),
        (Q_(1, "GPU"), "1 GPU"),
        (Q_(8, "bit"), "8 bits"),
        (Q_(8, "Gbit"), "8 Gbit"),
        (Q_(3, "count"), "3"),
        (Q_(1281167, "image"), "1,281,167 images"),
        (Q_(np.array([1, 2.5]), "day"), "[1, 2.5] days"),
        (constants.GPT3_PARAMS, "175 billion parameters"),
    ],
)
def test_known_cases(quantity: object, text: str) -> None:
    assert readable.quantity(quantity) == str(quantity) == text


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (">12", "      2.5 GB"),
        ("<12", "2.5 GB      "),
        ("^12", "   2.5 GB   "),
        ("12", "      2.5 GB"),
        ("*>12", "******2.5 GB"),
        ("12.2f", "     2.50 GB"),
        (".0f", "2 GB"),
        (",.3f", "2.500 GB"),
        ("+.1f", "+2.5 GB"),
        (".1e", "2.5 × 10⁰ GB"),
        ("~P", "2.5 GB"),
        ("P", "2.5 gigabyte"),
        ("C", "2.5 gigabyte"),
    ],
)
def test_formats_of_python_hold(spec: str, text: str) -> None:
    assert format(Q_(2.5, "GB"), spec) == text


def test_a_percentage_has_one_sign_or_is_refused() -> None:
    assert f"{Q_(0.25, ''):.1%}" == f"{Q_(25, 'percent'):.1%}" == f"{Q_(250, 'permille'):.1%}" == "25.0%"
    assert f"{Q_(25, 'percent'):.1f}" == "25.0 %"
    with pytest.raises(ValueError, match="2.5 GB is no share of one"):
        f"{Q_(2.5, 'GB'):.1%}"
    with pytest.raises(ValueError, match="is no format of a number"):
        f"{Q_(2.5, 'GB'):s}"


@pytest.mark.parametrize("spec", [".0f", ",.0f", ".3g", "e", ".2e", "", "g"])
@given(magnitude=st.floats(1e-30, 1e30))
def test_no_format_writes_an_exponent_as_a_computer_does(spec: str, magnitude: float) -> None:
    assert not re.search(r"e[+-]?\d", format(magnitude * ureg.FLOP, spec))


def test_it_is_light() -> None:
    code = "import sys, mlsys_course.readable; print('numpy' in sys.modules, 'pint' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.split() == ["False", "False"]
