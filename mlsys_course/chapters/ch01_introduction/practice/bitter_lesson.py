"""Practice exercises of the section on the Bitter Lesson."""

from typing import Any

from mlsys_course.exercise import exercise

_SECTION = "sec-introduction-bitter-lesson-79c7"
_DEEP = "sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02"
_TABLE = "tbl-ai-evolution-performance"


@exercise(
    "petaflops_days",
    bank="I3.1",
    rtol=0.01,
    scenario="petaflops_day",
    objective=(2, 4),
    bloom="Apply",
    anchors=(_DEEP, "gpt3-scale-stats"),
    title="A run in petaFLOP/s-days",
    prompt=(
        "A petaFLOP/s-day is what a petaFLOP/s machine does in a day. How many of them does the run take? A"
        " plain number."
    ),
)
def petaflops_days(training_ops: Any, rate: Any, span: Any) -> Any:
    """Return the work of the run over the work of one petaFLOP/s-day."""
    return training_ops / (rate * span)


@exercise(
    "corpus_size",
    bank="I3.3",
    unit="GB",
    rtol=0.01,
    scenario="model_and_corpus",
    objective=(2, 5),
    bloom="Apply",
    anchors=(_DEEP, "gpt3-scale-stats"),
    title="Size of the corpus",
    prompt="How large is the corpus, at the chapter's assumption on bytes per token?",
    neighbours=("training_compute",),
)
def corpus_size(corpus: Any, bytes_per_token: Any) -> Any:
    """Return tokens times bytes per token."""
    return corpus * bytes_per_token


@exercise(
    "device_day_ratio",
    bank="I3.4",
    rtol=0.01,
    scenario="alexnet_to_gpt4",
    objective=2,
    bloom="Apply",
    anchors=_TABLE,
    title="Device-days, new over old",
    prompt="How many times as many device-days did the new run take as the old one? A plain number.",
    neighbours=("run_orders",),
)
def device_day_ratio(new_days: Any, old_devices: Any, old_days: Any) -> Any:
    """Return the new device-days over the old ones."""
    return new_days / (old_devices * old_days)


@exercise(
    "wall_time",
    bank="I3.6",
    unit="day",
    rtol=0.01,
    scenario="gpt4_run",
    objective=4,
    bloom="Apply",
    anchors=_TABLE,
    title="From device-days to days",
    prompt="The device-days are spread evenly over this many devices. How long does the run take?",
    neighbours=("implied_utilisation",),
)
def wall_time(device_days: Any, devices: Any) -> Any:
    """Return device-days over devices."""
    return device_days / devices


@exercise(
    "positions_examined",
    bank="I3.8",
    rtol=0.01,
    scenario="game_search",
    objective=2,
    bloom="Apply",
    anchors=_SECTION,
    title="Positions for one move",
    prompt="How many positions does the machine examine in the time it has for a move? A plain number.",
    neighbours=("search_depth",),
)
def positions_examined(rate: Any, time: Any) -> Any:
    """Return rate times time."""
    return rate * time


@exercise(
    "expected_score",
    bank="I3.10",
    rtol=0.02,
    scenario="elo",
    objective=2,
    bloom="Apply",
    anchors=_TABLE,
    title="What an Elo rating predicts",
    prompt=(
        "By Elo's formula the expected score is one over one plus ten to the power of the rating difference"
        " (the other's less one's own) over 400. What is expected of the player against the opponent? A plain"
        " number from 0 to 1."
    ),
)
def expected_score(player: Any, opponent: Any) -> Any:
    """Return Elo's expected score of the player."""
    return 1 / (1 + 10 ** ((opponent - player) / 400))


@expected_score.misconception("opponents-score", "This is what is expected of the opponent.")
def _opponents(player: Any, opponent: Any) -> Any:
    return 1 / (1 + 10 ** ((player - opponent) / 400))


@expected_score.misconception(
    "rating-share", "This is the player's share of both ratings; Elo's formula takes their difference."
)
def _share(player: Any, opponent: Any) -> Any:
    return player / (player + opponent)


@expected_score.misconception(
    "rating-ratio", "This is one rating over the other; Elo's formula takes their difference."
)
def _ratio(player: Any, opponent: Any) -> Any:
    return player / opponent


@expected_score.misconception("base-e", "The power of e is taken; Elo's formula has the power of ten.")
def _natural(player: Any, opponent: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp((opponent - player) / 400))
