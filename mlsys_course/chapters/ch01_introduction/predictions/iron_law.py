"""Questions to predict in the lesson on the Iron Law."""

from __future__ import annotations

from typing import Any

from mlsys_course.questions import question
from mlsys_course.units import Q_


def _token_time(device: str) -> Any:
    """Return the time of one token of GPT-2 for one user, as the lesson sets it up."""
    from mlsys_course import constants, hardware, laws, models

    chip: Any = hardware.find(device)
    gpt2: Any = models.find("GPT-2")
    return laws.iron_law(
        gpt2.parameters * constants.BYTES_FP16,
        chip.memory_bandwidth,
        gpt2.parameters * Q_(2, "FLOP/parameter"),
        chip.peak_fp16,
        0.45,
        Q_(0.5, "ms"),
    )


@question(
    "training-on-our-cluster",
    "How long does the training take on these GPUs?",
    unit="day",
    topic="scale",
    explanation="You will work it out below: operations over the rate that all GPUs reach together.",
    within=0.3,
)
def training_on_our_cluster() -> Any:
    """Train GPT-3 on 512 H100s at 40 percent of their peak."""
    from mlsys_course import constants, hardware, laws

    peak = hardware.find("H100").peak_fp16
    return laws.training_time(constants.GPT3_TRAINING_OPS, 512, peak, 0.4)


@question(
    "one-token-on-an-h100",
    "One token on an H100 instead of an A100: how many times as fast?",
    unit="times",
    topic="speed",
    experiment="Switch the device to H100 in the explorer below, then compare.",
    explanation=(
        "The compute term was tiny to begin with, the bandwidth grew less than the peak, and the overhead "
        "did not shrink at all."
    ),
)
def one_token_on_an_h100() -> Any:
    """Return the time on the one over the time on the other."""
    return _token_time("A100") / _token_time("H100")


@question(
    "overlap-at-most",
    "How much faster can overlap make a task, at most?",
    unit="times",
    topic="speed",
    experiment="Move the operations in the explorer below until the two lines differ most, then compare.",
    explanation=(
        "The sum of two terms is at most twice the longer one, and it is exactly twice where they are "
        "equal. Overhead does not overlap, so it only makes the gain smaller."
    ),
)
def overlap_at_most() -> float:
    """Let a compute term of any length run beside a data term of 1."""
    return max((1 + 2.0**power) / max(1, 2.0**power) for power in range(-5, 6))


@question(
    "tokens-paid-for",
    "How many tokens do the operations of the run pay for?",
    unit="token",
    topic="scale",
    explanation=lambda: _tokens_in_the_paper(),
)
def tokens_paid_for() -> Any:
    """Return the operations over those for each parameter and token."""
    from mlsys_course import constants

    return constants.GPT3_TRAINING_OPS.quantity / (Q_(6, "FLOP/parameter/token") * constants.GPT3_PARAMS)


def _tokens_in_the_paper() -> str:
    from mlsys_course.constants import GPT3_CORPUS_TOKENS, GPT3_TRAINING_TOKENS

    return (
        f"That is close to {GPT3_TRAINING_TOKENS.value / 1e9:.0f} billion, the number that the paper gives "
        f"for the training. The chapter's {GPT3_CORPUS_TOKENS.value / 1e9:.0f} billion are the corpus that "
        "the training sampled from."
    )


@question(
    "the-published-estimate",
    "What makes the published estimate longer than the chapter's?",
    choices=["more tokens", "more operations per token", "a lower peak", "waiting for data"],
    topic="speed",
    explanation=(
        "Their run does not keep the results of the forward pass; it computes them again during the "
        "backward pass. Nobody is wrong: a quarter of their operations repeat work already done."
    ),
)
def the_published_estimate() -> str:
    """Look which change brings the chapter's days to those that were published."""
    from mlsys_course import constants, laws

    def days(ops_per_parameter_token: float, tokens: Any) -> float:
        ops = Q_(ops_per_parameter_token, "FLOP/parameter/token") * constants.GPT3_PARAMS * tokens
        time = laws.training_time(
            ops, constants.GPT3_TRAINING_GPUS, constants.A100_FLOPS_FP16_TENSOR, constants.GPT3_EFFICIENCY
        )
        return float(time.to("day").magnitude)

    trained, published = constants.GPT3_TRAINING_TOKENS, constants.GPT3_MEGATRON_DAYS.quantity.magnitude
    reached = constants.GPT3_MEGATRON_ACHIEVED.quantity / constants.A100_FLOPS_FP16_TENSOR.quantity
    used = float(reached.to("").magnitude)
    causes = {
        "more tokens": days(6, constants.GPT3_CORPUS_TOKENS),
        "more operations per token": days(6 + 2, trained),
        "a lower peak": days(6, trained) * constants.GPT3_EFFICIENCY.value / used,
    }
    return min(causes, key=lambda cause: abs(causes[cause] - published))
