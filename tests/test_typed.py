"""What people type into a box is read as they mean it, or asked about; never changed in silence."""

from __future__ import annotations

import asyncio
import math

import ipywidgets
import pytest
from apart import without_loop
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlsys_course import Q_, chapters, practice, predict, readable
from mlsys_course.reading.typed import Unclear, read, read_in, unit_of
from mlsys_course.widgets.fields import text_field

quick = settings(max_examples=200, deadline=None)
FINITE = st.floats(min_value=1e-12, max_value=1e24, allow_nan=False) | st.just(0.0)
ABOUT = st.sampled_from(
    ["", "~", "~ ", "≈", "about ", "About ", "roughly ", "ca. ", "I guess about ", "maybe "]
)


@quick
@given(
    FINITE,
    ABOUT,
    st.sampled_from([repr, "{:.6e}".format, "{:.6E}".format, "{:,.3f}".format, "{:_.3f}".format]),
)
def test_a_number_is_read_as_any_program_writes_it(value: float, about: str, write: object) -> None:
    text = write(value)  # type: ignore[operator]
    assert read(about + text).value == pytest.approx(float(text.replace(",", "").replace("_", "")), rel=1e-12)


@quick
@given(FINITE)
def test_a_number_is_read_as_the_course_prints_it(value: float) -> None:
    assert read(readable.number(value)).value == pytest.approx(value, rel=6e-4)


@quick
@given(st.floats(1, 9.99), st.integers(-30, 30), st.sampled_from(["*", " * ", "x", " x ", "×", " · "]))
def test_powers_of_ten(mantissa: float, power: int, times: str) -> None:
    number = f"{mantissa:.2f}"
    wanted = float(f"{number}e{power}")
    for raised in (f"10^{power}", f"10**{power}", f"10^({power})", readable.power_of_ten(power)):
        assert read(f"{number}{times}{raised}").value == pytest.approx(wanted, rel=1e-9)
        assert read(raised).value == pytest.approx(10.0**power, rel=1e-9)


@quick
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_fractions_are_parts(top: int, bottom: int) -> None:
    for text in (f"{top}/{bottom}", f"{top} / {bottom}", f"{top:,} in {bottom:,}", f"{top} out of {bottom}"):
        assert read(text).value == top / bottom
        assert read_in(text, "percent") == pytest.approx(100 * top / bottom)


@quick
@given(
    st.integers(0, 10**7), st.text("0123456789", min_size=1, max_size=8), st.sampled_from(["", " days", " %"])
)
@example(0, "5", "")
@example(85, "7", " %")
@example(0, "500", "")
def test_a_comma_that_may_be_decimal_is_asked_about(whole: int, decimals: str, unit: str) -> None:
    text = f"{whole},{decimals}{unit}"
    if len(decimals) == 3 and 0 < whole < 1000:  # thousands, as everywhere in the course
        assert read(text).value == int(f"{whole}{decimals}")
    else:
        with pytest.raises(Unclear, match=rf"comma.*write {whole}\.{decimals}"):
            read(text)


@pytest.mark.parametrize("text", ["1.000,5", "12,5,3", "1.000.000", "5,", "1,00,000", ",5", "1,234,5"])
def test_other_ways_to_set_signs_are_asked_about(text: str) -> None:
    with pytest.raises(Unclear):
        read(text)


@quick
@given(
    st.integers(1, 1000),
    st.integers(1, 1000),
    st.sampled_from([" to ", "-", " - ", "–", " or ", "..", " ± ", " days to "]),
    ABOUT,
)
def test_two_numbers_are_asked_about(one: int, other: int, between: str, about: str) -> None:
    for text in (
        f"{about}{one}{between}{other}",
        f"{about}{one}{between}{other} days",
        f"between {one} and {other}",
    ):
        with pytest.raises(Unclear, match="Which single one"):
            read_in(text, "day")


@pytest.mark.parametrize("text", ["> 5", "at least 5 days", "<5", "more than 5", "up to 5", "≥ 5"])
def test_an_open_end_is_asked_about(text: str) -> None:
    with pytest.raises(Unclear, match="Which one number"):
        read_in(text, "day")


@quick
@given(
    st.floats(0.001, 1e6),
    st.sampled_from(
        [
            ("d", "day"), ("Days", "day"), ("h", "hour"), ("HOURS", "hour"), ("wk", "week"),
            ("yrs", "year"), ("y", "year"), ("mo", "month"), ("min", "minute"), ("secs", "second"),
            ("ms", "ms"),
        ]
    ),
    st.sampled_from(["day", "hour", "year", "second"]),
)  # fmt: skip
def test_a_unit_of_the_same_kind_is_converted(value: float, written: tuple[str, str], unit: str) -> None:
    text, meant = written
    for blank in ("", " "):
        got = read_in(f"{value:.3f}{blank}{text}", unit)
        assert got == pytest.approx(Q_(float(f"{value:.3f}"), meant).to(unit).magnitude)


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("50 %", "percent", 50), ("50%", "", 0.5), ("50 per cent", "percent", 50),
        ("half", "percent", 50), ("half a percent", "percent", 0.5), ("two thirds", "percent", 200 / 3),
        ("½", "percent", 50), ("1½", "day", 1.5), ("2/3", "", 2 / 3), ("3x", "times", 3),
        ("x3", "times", 3), ("3-fold", "times", 3), ("twice", "times", 2), ("three times", "times", 3),
        ("0.5 times", "percent", 50), ("200 %", "times", 2), ("8.5 billion", "token", 8.5e9),
        ("8.5 billion tokens", "token", 8.5e9), ("a million", "", 1e6), ("5k", "USD", 5000),
        ("$5", "USD", 5), ("$5M", "USD", 5e6), ("5 dollars", "USD", 5), ("20 GPUs", "devices", 20),
        ("3 rows", "rows", 3), ("a dozen", "", 12), ("10 emails per year", "email/year", 10),
        ("3 GB per second", "MB/s", 3000), ("10 FLOPS", "FLOP/s", 10), ("3 × 10⁹ FLOP/s", "GFLOP/s", 3),
        ("1 000 000", "", 1e6), ("−5", "", -5), ("25 days?", "day", 25), (".5", "", 0.5),
        ("615 tons", "t", 615), ("1 ton", "kg", 1000), ("2 metric tons", "t", 2),
    ],
)  # fmt: skip
def test_ways_to_say_it(text: str, unit: str, wanted: float) -> None:
    assert read_in(text, unit) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("25 GB", "day", "amount of information. The question asks for a time, in days"),
        ("25 dyas", "day", "no unit I know. Did you mean 'days'"),
        ("3 GB", "rows", "amount of information. The question asks for a number of rows"),
        ("0.3", "percent", "Is that 0.3 % or 30 %"),
        ("", "day", "empty"),
        ("many", "", "cannot be read as a number"),
        ("1/0", "", "divides by zero"),
        ("1e400", "", "too large"),
        ("9^99999", "", "too large"),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, unit: str, said: str) -> None:
    with pytest.raises(Unclear, match=said):
        read_in(text, unit)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30) | st.text("0123456789.,+-*/^x×eE %~ dayskM⁹½", max_size=15))
def test_anything_else_is_a_sentence(text: str) -> None:
    for unit in ("", "day", "percent", "rows"):
        try:
            assert math.isfinite(read_in(text, unit))
        except Unclear as question:
            assert str(question)[-1] in ".?" and len(str(question)) < 300


def test_units_in_words() -> None:
    assert unit_of("hours") == unit_of("h") and unit_of("nonsense") is None and unit_of("") is None


# ---- the fields


def enter(field: object) -> None:
    """Press Enter, as the browser reports it."""
    message = {"content": {"data": {"method": "custom", "content": {"event": "submit"}}}, "buffers": []}
    field._handle_msg(message)  # type: ignore[attr-defined]


@without_loop
def test_enter_commits_what_was_typed_before_it() -> None:
    """The browser reports the key before the value; a value that stands there already is not reported."""
    kept: list[str] = []

    async def type_and_press() -> None:
        field = text_field("Number", "", lambda: kept.append(field.value))
        field.value = "2"  # left and come back to
        assert kept == []
        enter(field)
        field.value = "25"
        assert kept == ["25"]
        enter(field)
        await asyncio.sleep(0.5)
        assert kept == ["25", "25"]

    asyncio.run(type_and_press())


@without_loop
def test_enter_commits_where_nothing_waits() -> None:
    kept: list[str] = []
    field = text_field("Number", "", lambda: kept.append(field.value))
    field.value = "3"
    enter(field)
    assert kept == ["3"]


def held_back(box: ipywidgets.Widget) -> list[str]:
    """Return the fields of a box whose new value may reach the kernel after the click that follows it."""
    if isinstance(box, ipywidgets.Box):
        return [label for child in box.children for label in held_back(child)]
    if not isinstance(box, (ipywidgets.Text, ipywidgets.Textarea, ipywidgets.Dropdown)):
        return []
    at_every_key = getattr(box, "continuous_update", False)
    return [] if "mlsys-in-order" in box._dom_classes and not at_every_key else [box.description]


@pytest.mark.parametrize(
    "place", [(one.name, section) for one in map(chapters.find, chapters.names()) for section in one.sections]
)
def test_no_field_with_a_button_is_told_of_late(place: tuple[str, str]) -> None:
    """A click that came before the value would be judged by the value before."""
    chapter, section = place
    session = practice(section, chapter=chapter, seed=0)
    for _ in session._pool:
        assert held_back(session.widget) == [], session.exercise.name
        session.next()
        del session._panel


def test_no_field_of_a_prediction_is_told_of_late() -> None:
    for box in (predict("How far is it?", unit="km"), predict("Which is it?", choices=["this", "that"])):
        assert held_back(box.widget) == []
    plain = ipywidgets.VBox([ipywidgets.Text(description="plain"), ipywidgets.HTML()])
    assert held_back(plain) == ["plain"]
