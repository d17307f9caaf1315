"""Questions to predict in the lesson on the AI moment."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.questions import question
from mlsys_course.units import Q_


@question(
    "three-models-in-a-chain",
    "How often is the whole answer right?",
    unit="percent",
    topic="chances",
    explanation=lambda: (
        f"The shares multiply: 0.95 three times over leaves about {0.95**3:.0%}. No line of code is wrong, "
        "and still every seventh answer is."
    ),
    within=0.02,
)
def three_models_in_a_chain() -> Any:
    """Three models, each right in 95 of 100 cases."""
    return Q_(100 * math.prod([0.95] * 3), "percent")


@question(
    "devices-for-a-quintillion",
    "How many H100s, at full peak, does it take to do a quintillion operations in ten milliseconds?",
    unit="GPU",
    topic="scale",
    explanation=(
        "Far more than anybody puts behind one question. Either it takes fewer operations or it takes longer."
    ),
    within=0.2,
)
def devices_for_a_quintillion() -> float:
    """Operations over time, over the rate of one device."""
    from mlsys_course import hardware

    needed = Q_(1e18, "FLOP") / Q_(10, "ms") / hardware.find("H100").peak_fp16
    return float(needed.to("").magnitude)


@question(
    "sensor-without-a-unit",
    "The new sensors send Fahrenheit. What happens?",
    choices=["an exception", "a warning", "it goes on and is often wrong"],
    topic="silent failure",
    explanation=(
        "It fails in silence. The rule would have failed just as silently: it knows nothing of units either."
    ),
)
def sensor_without_a_unit() -> str:
    """Compare the verdicts of a rule on the same temperatures in both units."""
    wrong = 0
    for celsius in range(10, 40):
        try:
            wrong += (celsius > 28) != (celsius * 9 / 5 + 32 > 28)
        except TypeError:
            return "an exception"
    return "it goes on and is often wrong" if wrong else "a warning"


@question(
    "six-by-six-pixels",
    "And all pictures of 6 by 6 pixels: how many hours?",
    unit="hour",
    topic="scale",
    experiment="Set the explorer below to 6 by 6 pixels, then compare.",
    explanation="Eleven pixels more double the number of pictures eleven times.",
)
def six_by_six_pixels() -> Any:
    """Return the black-and-white pictures over the tests a second."""
    from mlsys_course.chapters.ch01_introduction.widgets.verification_gap import RATE

    return Q_(2**36 / RATE, "second").to("hour").magnitude


@question(
    "no-mistake-in-a-thousand",
    "A model makes no mistake in 1,000 images. How high can its error rate still be?",
    unit="percent",
    topic="chances",
    explanation=(
        "It is about three divided by the number of images. How many images are possible does not matter "
        "at all: that is the good news about statistics."
    ),
    within=0.2,
)
def no_mistake_in_a_thousand() -> float:
    """Error rate at which a test of 1,000 without any mistake still has a probability of 5 percent."""
    return 100 * (1 - float(0.05 ** (1 / 1000)))
