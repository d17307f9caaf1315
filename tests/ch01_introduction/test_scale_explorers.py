"""The models behind the explorers of the AI moment and the Bitter Lesson, by their laws and limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import Q_
from mlsys_course.chapters.ch01_introduction.widgets.bitter_lesson import explore_bitter_lesson, race
from mlsys_course.chapters.ch01_introduction.widgets.search import GAMES, explore_search, look_ahead
from mlsys_course.chapters.ch01_introduction.widgets.verification_gap import (
    PIXELS,
    explore_verification_gap,
    gap,
)

# ------------------------------------------------------------------------------------- expertise and compute

percent = st.floats(35, 95).map(lambda share: Q_(share, "percent"))
gains = st.floats(2, 20).map(lambda share: Q_(share, "percent"))


@settings(max_examples=60, deadline=None)
@given(percent, gains, st.floats(10, 26))
def test_both_are_equal_at_the_crossing(expert: object, gain: object, exponent: float) -> None:
    found = race(expert, gain, Q_(10**exponent, "FLOP"))
    there = race(expert, gain, found.crossing)
    assert there.lead == pytest.approx(0, abs=1e-6)
    assert there.doublings == pytest.approx(0, abs=1e-6)
    assert race(expert, gain, 10 * found.crossing).lead > 0 > race(expert, gain, found.crossing / 10).lead
    doubled = found.compute * 2.0**found.doublings
    assert (doubled / found.crossing).to("").magnitude == pytest.approx(1)


def test_tenfold_compute_adds_the_gain_until_all_is_right() -> None:
    one = race(Q_(70, "percent"), Q_(8, "percent"), Q_(1e15, "FLOP"))
    ten = race(Q_(70, "percent"), Q_(8, "percent"), Q_(1e16, "FLOP"))
    assert one.general == pytest.approx(38)
    assert ten.general - one.general == pytest.approx(8)
    assert race(Q_(70, "percent"), Q_(8, "percent"), Q_(1e40, "FLOP")).general == 100


def test_the_text_says_who_is_ahead() -> None:
    explorer = explore_bitter_lesson()
    assert explorer.text.startswith("With 1 EFLOP, the expert system is ahead, 70 % to 54 %.")
    assert "must still double" in explorer.text
    late = explorer.move(compute=Q_(1e24, "FLOP"))
    assert "the general method is ahead" in late.text
    assert "is past that point" in late.text
    equal = explore_bitter_lesson().move(expert="60 %", gain="10 %", compute=Q_(1e17, "FLOP"))
    assert "both are equal" in equal.text.splitlines()[0]


def test_a_race_without_gain_or_compute_is_refused() -> None:
    with pytest.raises(ValueError, match="give more than 0"):
        race(Q_(70, "percent"), Q_(0, "percent"), Q_(1e15, "FLOP"))
    with pytest.raises(ValueError, match="give one above zero"):
        race(Q_(70, "percent"), Q_(5, "percent"), Q_(0, "FLOP"))


# ---------------------------------------------------------------------------------------------- search depth


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 300), st.integers(1, 12))
def test_depth_counts_how_often_the_moves_multiply(moves: int, plies: int) -> None:
    found = look_ahead(moves, Q_(float(moves**plies), "1/minute"), Q_(60, "second"))
    assert found.full == pytest.approx(plies)
    assert found.pruned == pytest.approx(2 * plies)
    tenfold = look_ahead(moves, found.rate, 10 * found.time)
    assert tenfold.full - found.full == pytest.approx(found.per_tenfold)


def test_the_same_compute_reaches_less_deep_where_there_are_more_moves() -> None:
    depths = [look_ahead(moves, Q_(1000, "1/second"), Q_(1, "minute")).full for moves in GAMES.values()]
    assert depths == sorted(depths, reverse=True)
    text = explore_search().move(game="Go").text
    assert "takes 250 times the positions in Go; pruned perfectly, 15.8 times" in text


def test_a_search_needs_moves_and_positions() -> None:
    with pytest.raises(ValueError, match="give 2 or more"):
        look_ahead(1, Q_(10, "1/second"), Q_(1, "second"))
    with pytest.raises(ValueError, match="less than one position"):
        look_ahead(35, Q_(0.1, "1/second"), Q_(1, "second"))


# ------------------------------------------------------------------------------------------ verification gap


@pytest.mark.parametrize("pixel", PIXELS.values(), ids=PIXELS)
@pytest.mark.parametrize("side", [1, 3, 8])
def test_logarithms_agree_with_exact_integers(side: int, pixel: tuple[int, int]) -> None:
    channels, levels = pixel
    exact = levels ** (channels * side * side)
    found = gap(side, pixel, 1000)
    assert found.log_space == pytest.approx(math.log10(exact))
    assert found.log_seconds == pytest.approx(math.log10(exact) - 6)
    assert found.log_covered == pytest.approx(min(0, 3 - math.log10(exact)))


def test_two_more_pixels_on_a_side_are_many_more_images() -> None:
    explorer = explore_verification_gap()
    assert "16 values in an image, 2 levels each: 65,536 images" in explorer.text
    assert "takes 34 s." in explorer.move(side="5 pixels").text
    assert "takes 19 h." in explorer.move(side="6 pixels").text
    assert "takes 18 years." in explorer.move(side="7 pixels").text


def test_small_and_large_spaces_are_said_in_words() -> None:
    explorer = explore_verification_gap().move(side="2 pixels", tests="10 images")
    assert "covers at most 62 %" in explorer.text
    assert "covers all, if no image comes twice" in explorer.move(tests="100 images").text
    large = explorer.move(side="224 pixels", pixel="colour, 3 channels of 256").text
    assert "150,528 values in an image" in large
    assert "with about 360,000 digits" in large


def test_nothing_to_test_is_refused() -> None:
    for side, pixel, tests in ((0, (1, 2), 1), (2, (1, 1), 1), (2, (0, 2), 1), (2, (1, 2), 0)):
        with pytest.raises(ValueError, match="give at least one pixel"):
            gap(side, pixel, tests)
