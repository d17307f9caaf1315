"""Questions to predict in the lesson on the bitter lesson."""

from __future__ import annotations

from typing import Any

from mlsys_course.chapters.ch01_introduction import eras
from mlsys_course.questions import question
from mlsys_course.units import Q_


def _five_points_later() -> Any:
    from mlsys_course.chapters.ch01_introduction.widgets.bitter_lesson import race

    gain, at_hand = Q_(8, "percent"), Q_(1e18, "FLOP")
    before, after = (race(Q_(expert, "percent"), gain, at_hand) for expert in (70, 75))
    return (after.crossing / before.crossing).to("").magnitude


@question(
    "four-plies-ahead",
    "The search looks four plies ahead. What share of the points does it win against the rules?",
    unit="percent",
    topic="search",
    explanation=(
        "Looking one ply ahead is about as good as the rules. Looking further is better, and costs several"
        " times as much for every ply."
    ),
)
def four_plies_ahead() -> float:
    """Play the lesson's games."""
    (player,) = eras.search.strength(depths=(4,), games=24)
    return 100 * player.score


@question(
    "search-without-judgement",
    "A search five plies deep, but without an evaluation, plays the rules. Does it win more than half of the "
    "points?",
    choices=["clearly more", "about half", "clearly less"],
    topic="search",
    explanation=(
        "More compute helps it, too. But at these depths the knowledge in the evaluation is worth more "
        "than several plies."
    ),
)
def search_without_judgement() -> str:
    """Play the lesson's games without an evaluation."""
    (player,) = eras.search.strength(depths=(5,), games=24, evaluation=None)
    if player.score > 0.6:
        return "clearly more"
    return "clearly less" if player.score < 0.4 else "about half"


@question(
    "unbeatable-player",
    "After enough games, which player is unbeatable?",
    choices=["the expert", "the imitator", "the one that plays itself", "nobody"],
    topic="search",
    explanation=(
        "The imitator inherits the gap of its expert: the rules know nothing of forks, two threats at "
        "once. Self-play has no expert to copy. It learned to answer forks without having a word for them."
    ),
)
def unbeatable_player() -> str:
    """Count the lines of play that beat each of them."""
    selfplay = eras.selfplay
    beaten = {
        "the expert": selfplay.measure(selfplay.expert).lost_lines,
        "the imitator": selfplay.measure(selfplay.imitate(1000)).lost_lines,
        "the one that plays itself": selfplay.progress((10_000,))[-1].lost_lines,
    }
    unbeaten = [player for player, lines in beaten.items() if lines == 0]
    return unbeaten[0] if unbeaten else "nobody"


@question(
    "five-points-later",
    "The experts improve their system by five points. How many times as much compute does the other side "
    "need now? (eight points for each tenfold compute)",
    unit="times",
    topic="growth",
    experiment=(
        "Let tenfold compute add 8 points in the explorer below, move the expert system from 70 to 75 "
        "percent, then compare."
    ),
    explanation=(
        "A tenfold buys eight points, so five of them take ten to the power of 5/8, not five eighths of ten."
    ),
)
def five_points_later() -> Any:
    """Compare where the two lines meet before and after."""
    return _five_points_later()


@question(
    "comparable-rows",
    "How many of the five rows measure the same task in the same way?",
    unit="rows",
    possible=(0, 5),
    topic="evidence",
    explanation=(
        "Three rows say top-5 accuracy, but what is published for the largest vision transformer is top-1:"
        " its first guess alone has to be right."
    ),
)
def comparable_rows() -> int:
    """Put the label of the erratum right, and count."""
    from mlsys_course import data

    table = data.performance_by_era()
    metric = table["metric"].mask(table["erratum"] == "I13", "top-1 accuracy")
    return int(table.assign(metric=metric).groupby(["task", "metric"]).size().max())


@question(
    "palms-operations",
    "How many operations does it take to train PaLM?",
    unit="FLOP",
    topic="scale",
    explanation="This point of the figure is right. Not all of them can be checked: GPT-4's is an estimate "
    "by outsiders.",
)
def palms_operations() -> Any:
    """Six operations for each parameter and token."""
    from mlsys_course import laws

    return laws.training_flops(Q_(540e9, "parameter"), Q_(780e9, "token"))
