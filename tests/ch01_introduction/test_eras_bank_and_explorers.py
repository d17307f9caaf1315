"""The section on the eras: the bank is asked, and the explorers' models are the eras' own."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import grade_answer
from mlsys_course import Q_, data, eras
from mlsys_course.chapters.ch01_introduction.eras import mycin, perceptron, spam, viola_jones
from mlsys_course.chapters.ch01_introduction.widgets.cascade import run_stages
from mlsys_course.chapters.ch01_introduction.widgets.certainty import combine_two, explore_certainty
from mlsys_course.chapters.ch01_introduction.widgets.perceptron import MOST_ROUNDS, after_rounds
from mlsys_course.chapters.ch01_introduction.widgets.spam import MAILS, explore_spam, weigh
from mlsys_course.chapters.ch01_introduction.widgets.student import WORDINGS, explore_student, parse
from mlsys_course.chapters.ch01_introduction.widgets.timeline import explore_timeline, span

# -------------------------------------------------------------------------------------------------- the bank


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("I2.2", 1_048_576, {400: "squared", 40: "doubled-once", 210: "pairs"}),
        ("I2.3", 0.88, {1.3: "sum", 0.65: "mean", 0.42: "product", 0.7: "maximum"}),
        ("I2.4", 0.56, {0.504: "premises-multiplied", 0.63: "premises-averaged", 0.8: "strength-ignored"}),
        ("I2.5", 0.5, {0.3: "first-mycin", 0.58: "same-sign-formula", -0.28: "product", 0.15: "mean"}),
        ("I2.7", 179_700, {360_000: "with-itself", 359_400: "ordered-pairs", 600: "linear"}),
        ("I2.8", 0.9, {9: "odds", 0.18: "likelihood", 0.1: "ham-given-word", 0.072: "all-mails"}),
        ("I2.9", 0.88525, {0.0054: "not-normalised", 0.94737: "dropped:prior", 7.7143: "odds"}),
        ("I2.11", 0.75, {1: "separable", 0.5: "chance", 0.25: "error-rate"}),
        ("I2.13", 2.2885, {1.4286: "share-of-stages", 12.143: "false-positives", 7: "one-stage-only"}),
    ],
)
def test_the_banks_numbers(code: str, right: float, wrong: dict[float, str]) -> None:
    assert grade_answer(code, right).accepted
    for answer, cause in wrong.items():
        result = grade_answer(code, answer)
        assert not result.accepted and result.cause == cause, (answer, result)


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        (
            "I2.14",
            Q_(41.603, "percent"),
            {10.9: "percentage-points", 71.242: "new-as-base", 58.397: "share:remaining"},
        ),
        (
            "I2.17",
            Q_(-40.159, "percent"),
            {59.841: "ratio", 67.109: "end-as-base", -0.010475: "absolute-difference"},
        ),
    ],
)
def test_the_banks_percentages(code: str, right: Any, wrong: dict[float, str]) -> None:
    assert grade_answer(code, right).accepted
    for answer, cause in wrong.items():
        result = grade_answer(code, Q_(answer, "percent"))
        assert not result.accepted and result.cause == cause, (answer, result)


def test_weights_of_alexnet() -> None:
    for right in (Q_(240, "MB"), Q_(228.88, "MiB"), Q_(2.4e8, "byte")):
        assert grade_answer("I2.15", right).accepted
    assert not grade_answer("I2.15", Q_(480, "MB")).accepted


# ------------------------------------------------------------------------------------------- perceptron key


def test_any_separating_line_is_accepted() -> None:
    """Weights, order of the terms and learning rate are the learner's own."""

    def with_rate(rate: float) -> Any:
        def train_perceptron(X: Any, y: Any, epochs: int = 100) -> Any:
            run = perceptron.train(X, y, epochs, rate)
            return run.weights, run.bias

        return train_perceptron

    for rate in (0.1, 0.3, 1.0, 7.0):
        assert grade_answer("I2.12", with_rate(rate)).accepted, rate


def test_a_line_with_a_margin_of_rounding_errors_only_is_no_line() -> None:
    def train_perceptron(X: Any, y: Any, epochs: int = 100) -> Any:
        return [0.0] * len(X[0]), 0.0

    assert grade_answer("I2.12", train_perceptron).cause == "perceptron:never-updates"


# --------------------------------------------------------------------------------------- certainty factors

factors = st.floats(-1, 1).map(lambda value: round(value, 3))


@settings(max_examples=100, deadline=None)
@given(factors, factors, st.sampled_from(["emycin", "mycin"]))
def test_combination_does_not_depend_on_the_order(a: float, b: float, method: mycin.Method) -> None:
    one, other = combine_two(a, b, method), combine_two(b, a, method)
    if one.combined is None:
        assert other.combined is None and {a, b} == {-1.0, 1.0}
        return
    assert other.combined == pytest.approx(one.combined)
    assert -1 <= one.combined <= 1
    if a * b > 0:
        assert abs(one.combined) >= max(abs(a), abs(b)) - 1e-9


def test_certainty_against_certainty_is_said() -> None:
    explorer = explore_certainty().move(first="CF +1", second="CF -1")
    assert explorer.state.combined is None and "no combined factor" in explorer.text
    explorer.move(method="the first MYCIN (belief minus disbelief)")
    assert explorer.state.combined == 0


# ---------------------------------------------------------------------------------------------- perceptron


@pytest.mark.parametrize("labels", [perceptron.AND, perceptron.OR, perceptron.NAND, perceptron.XOR])
def test_rounds_are_those_of_a_run_that_goes_on(labels: tuple[int, ...]) -> None:
    weights, bias = [0.0, 0.0], 0.0
    for number in range(1, MOST_ROUNDS + 1):
        wrong = 0
        for (x1, x2), label in zip(perceptron.CORNERS, labels, strict=True):
            error = label - int(weights[0] * x1 + weights[1] * x2 + bias > 0)
            weights, bias = [weights[0] + error * x1, weights[1] + error * x2], bias + error
            wrong += abs(error)
        state = after_rounds(labels, number)
        assert (state.weights, state.bias) == (tuple(weights), bias)
        assert state.mistakes[number - 1] == wrong
    assert after_rounds(labels, MOST_ROUNDS).right == (2 if labels == perceptron.XOR else 4)


def test_too_many_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="rounds is 0 to 12, you gave 13"):
        after_rounds(perceptron.AND, 13)


# ---------------------------------------------------------------------------------------------------- spam


def test_a_weighing_adds_up_to_the_filters_odds() -> None:
    for mail in MAILS.values():
        state = weigh(mail)
        odds = state.prior + sum(state.added)
        assert state.probability == pytest.approx(1 / (1 + math.exp(-odds)))
        assert state.probability == pytest.approx(spam.learn(spam.mails("train")).probability(mail))
        assert state.unseen == tuple(w for w, count in zip(state.words, state.seen, strict=True) if not count)


def test_a_word_never_seen_leaves_no_probability_without_smoothing() -> None:
    explorer = explore_spam().move(mail="Zygote symposium programme", smoothing="pseudo-count 0")
    assert explorer.state.probability is None and "0/0" in explorer.text
    explorer.move(smoothing="pseudo-count 1")
    assert explorer.state.probability is not None and "words have never been seen" in explorer.text
    with pytest.raises(ValueError, match="even number from 2 to 60, you gave 3"):
        weigh("free", 1, 3)


# ------------------------------------------------------------------------------------------------- cascade


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 16), st.floats(0, 1), st.sampled_from([1.0, 2.0]))
def test_a_cascade_is_a_geometric_series(stages: int, rejected: float, growth: float) -> None:
    state = run_stages(stages, rejected, growth)
    assert state.stages_run == pytest.approx(viola_jones.expected_stages(stages, 1 - rejected))
    assert 1 - 1e-12 <= state.saving <= state.whole + 1e-9
    assert state.passing == pytest.approx((1 - rejected) ** stages)


def test_what_is_no_cascade_is_refused() -> None:
    for bad in ((0, 0.5, 1.0), (3, 1.5, 1.0), (3, 0.5, 0.0)):
        with pytest.raises(ValueError, match="stages is 1 or more"):
            run_stages(*bad)


# ------------------------------------------------------------------------------------------------ timeline


def test_spans_are_those_of_the_data() -> None:
    share = data.ai_timeline().set_index("year").mention_share
    for first, last in ((1974, 1980), (1987, 1993), (1993, 1987), (2019, 1950)):
        state = span(first, last)
        early, late = sorted((first, last))
        assert (state.first, state.last) == (early, late)
        assert state.change == pytest.approx(share[late] / share[early] - 1)
    assert span(1950, 2019).top_year == 1988
    with pytest.raises(ValueError, match="runs from 1950 to 2019; you gave 2020"):
        span(1950, 2020)


def test_a_winter_is_called_by_its_name() -> None:
    explorer = explore_timeline()
    assert "first AI winter" in explorer.text and "rose by 84.6 %" in explorer.text
    explorer.move(one="year 1993", other="year 1987")
    assert "second AI winter" in explorer.text and "fell by 40.2 %" in explorer.text
    assert "single year" in explorer.move(one="year 1987").text


# ------------------------------------------------------------------------------------------------- STUDENT


@pytest.mark.parametrize(("ads", "share"), [(45, 20), (10, 50), (100, 5)])
def test_equations_hold_for_other_numbers(ads: int, share: int) -> None:
    state = parse("as printed", ads, share)
    assert state.value == pytest.approx(2 * (share / 100 * ads) ** 2)
    texts = [node.text for node in state.tree]
    assert texts[0] == "=" and f"{share}" in texts
    for index, node in enumerate(state.tree):
        assert (node.parent is None) == (index == 0)
        if node.parent is not None:
            assert state.tree[node.parent].y == node.y - 1


def test_wordings_without_a_rule_have_no_tree() -> None:
    understood = {attempt.change: attempt.understood for attempt in eras.student.attempts()}
    for wording in WORDINGS:
        state = parse(wording)
        assert bool(state.tree) == understood[wording] == (state.value is not None)
    explorer = explore_student().move(wording="a verb that no rule knows")
    assert explorer.text.startswith("No answer.") and "no rule fits" in explorer.alt
    with pytest.raises(ValueError, match="no wording 'in French'"):
        parse("in French")
