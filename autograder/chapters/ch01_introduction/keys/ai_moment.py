"""Graded keys of the section on the AI moment, Software 2.0 and the verification gap."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_MOMENT = "sec-introduction-ai-moment-37f1"
_SHIFT = "sec-introduction-datacentric-paradigm-shift-4eca"
_SYSTEMS = "sec-introduction-defining-ml-systems-d4af"
_GAP = "eq-verification-gap"


@exercise(
    "queries_per_second",
    bank="I1.1",
    unit="query/second",
    rtol=0.01,
    points=2,
    scenario="search_traffic",
    objective=3,
    bloom="Apply",
    anchors=_MOMENT,
    title="Queries per second",
    prompt="What is the average rate of queries, per second?",
)
def queries_per_second(searches: Any, span: Any) -> Any:
    """Return the queries over the time in which they come."""
    return searches / span


@exercise(
    "possible_images_digits",
    bank="I1.4",
    kind="integer",
    points=2,
    scenario="image_space",
    objective=3,
    bloom="Apply",
    anchors=(_GAP, _SHIFT),
    title="How large is the space of images?",
    prompt=(
        "Every value of every channel of every pixel can take so many levels. How many decimal digits has the"
        " number of possible images? An exact whole number."
    ),
    neighbours=("covered_fraction",),
)
def possible_images_digits(height: Any, width: Any, channels: Any, levels: Any) -> Any:
    """Return the digits of levels to the power of all values: their logarithm, cut off, plus one."""
    return np.floor(height * width * channels * np.log10(levels)) + 1


@possible_images_digits.misconception(
    "floor-alone",
    "This is the logarithm cut off, which is one digit short: 10 has the logarithm 1 and two digits.",
)
def _floor(height: Any, width: Any, channels: Any, levels: Any) -> Any:
    return np.floor(height * width * channels * np.log10(levels))


@possible_images_digits.misconception(
    "logarithm-itself", "This is the logarithm, not rounded; a number of digits is whole."
)
def _logarithm(height: Any, width: Any, channels: Any, levels: Any) -> Any:
    return height * width * channels * np.log10(levels)


@possible_images_digits.misconception(
    "channels-forgotten", "The channels are forgotten: each pixel has one value for each of them."
)
def _grey(height: Any, width: Any, levels: Any) -> Any:
    return np.floor(height * width * np.log10(levels)) + 1


@possible_images_digits.misconception(
    "bits-not-digits", "These are binary digits; the question asks for decimal ones."
)
def _bits(height: Any, width: Any, channels: Any, levels: Any) -> Any:
    return height * width * channels * np.log2(levels)


@possible_images_digits.misconception(
    "values-not-digits",
    "This is the number of values in one image, not the number of digits of the number of images.",
)
def _values(height: Any, width: Any, channels: Any) -> Any:
    return height * width * channels


@exercise(
    "exhaustive_test_time",
    bank="I1.6",
    unit="year",
    rtol=0.01,
    points=2,
    scenario="binary_images",
    objective=3,
    bloom="Apply",
    anchors=(_GAP, _SHIFT),
    title="Testing every small image once",
    prompt="Each pixel is black or white. How long does it take to test every such image once at this rate?",
)
def exhaustive_test_time(height: Any, width: Any, rate: Any) -> Any:
    """Return two to the number of pixels, over the tests per time."""
    return 2 ** (height * width) / rate


@exhaustive_test_time.misconception(
    "base-and-exponent-swapped",
    "The base and the exponent have changed places: two choices for each pixel multiply, pixel by pixel.",
)
def _swapped(height: Any, width: Any, rate: Any) -> Any:
    return (height * width) ** 2 / rate


@exhaustive_test_time.misconception(
    "one-side-only", "Only one side of the image is counted; every pixel doubles the number of images."
)
def _one_side(height: Any, width: Any, rate: Any) -> Any:
    return 2**height / rate


@exhaustive_test_time.misconception("one-pixel-short", "The exponent is one pixel short.")
def _short(height: Any, width: Any, rate: Any) -> Any:
    return 2 ** (height * width - 1) / rate


# --------------------------------------------------------------------------------------- I1.7: 1.0 or 2.0

_VERSIONS = {
    "a hand-written if-rule": "1.0",
    "the GCC compiler": "1.0",
    "debugging with a stack trace": "1.0",
    "a crash with an exception": "1.0",
    "logic that is written down": "1.0",
    "a labelled dataset": "2.0",
    "the training loop (SGD), in the role of the compiler": "2.0",
    "learned weights": "2.0",
    "a metric that degrades silently": "2.0",
    "debugging by looking at the distribution of the data": "2.0",
}


@exercise(
    "software_version",
    bank="I1.7",
    points=2,
    objective=3,
    bloom="Understand",
    anchors="tbl-software-1-vs-2",
    title="Software 1.0 or Software 2.0?",
    spec=Classification(
        items={
            "a hand-written if-rule": ("hand-written if-rule", "if-rule"),
            "the GCC compiler": ("GCC",),
            "debugging with a stack trace": ("stack trace",),
            "a crash with an exception": ("crash",),
            "logic that is written down": (),
            "a labelled dataset": ("labelled dataset", "labeled dataset"),
            "the training loop (SGD), in the role of the compiler": ("training loop", "the training loop"),
            "learned weights": ("weights",),
            "a metric that degrades silently": ("silent degradation",),
            "debugging by looking at the distribution of the data": ("data distribution",),
        },
        classes={"1.0": ("Software 1.0", "1", 1, 1.0), "2.0": ("Software 2.0", "2", 2, 2.0)},
        reconsider="Ask of each: does somebody write the behaviour down, or is it learned from data?",
        partial=True,
    ),
)
def software_version() -> dict[str, Any]:
    """Give each artefact the kind of software it belongs to."""
    return _VERSIONS


software_version.misconception(
    "columns-swapped", "The two kinds of software have changed places throughout."
)(lambda: {item: "1.0" if version == "2.0" else "2.0" for item, version in _VERSIONS.items()})
software_version.misconception(
    "training-code-is-1.0",
    "Something is put down to Software 1.0 because it is code. What matters is its role: here it compiles"
    " data to a program.",
)(lambda: {"the training loop (SGD), in the role of the compiler": "1.0"})
software_version.misconception(
    "weights-are-code", "What training produces is taken for something written by hand."
)(lambda: {"learned weights": "1.0"})
software_version.misconception(
    "failures-swapped", "The two ways to fail have changed places: one is loud, the other silent."
)(lambda: {"a crash with an exception": "2.0", "a metric that degrades silently": "1.0"})
software_version.misconception(
    "debugging-swapped",
    "The two ways to debug have changed places: one follows the program, the other the data.",
)(
    lambda: {
        "debugging with a stack trace": "2.0",
        "debugging by looking at the distribution of the data": "1.0",
    }
)
software_version.misconception(
    "data-is-not-source",
    "Data are taken for something other than source code; in Software 2.0 they are just that.",
)(lambda: {"a labelled dataset": "1.0"})


# ------------------------------------------------------------------------- I1.8, I1.10, I1.11: debt and mail


@exercise(
    "effort_factor",
    bank="I1.8",
    rtol=0.0005,
    points=2,
    scenario="technical_debt",
    objective=(3, 4),
    bloom="Apply",
    anchors=_SHIFT,
    title="If the model cost nothing",
    prompt=(
        "Let effort go with code, and let the machine learning part become free. By what factor would the"
        " whole effort shrink, old over new? Four significant figures."
    ),
)
def effort_factor(ml_share: Any) -> Any:
    """Return one over the share that remains."""
    return 1 / (1 - ml_share)


@effort_factor.misconception(
    "one-over-share", "This is one over the share that becomes free; the rest is what remains."
)
def _over_share(ml_share: Any) -> Any:
    return 1 / ml_share


@effort_factor.misconception(
    "share-itself",
    "This is the share that becomes free, as it was given; the question asks for the whole effort, old over"
    " new.",
)
def _share(ml_share: Any) -> Any:
    return ml_share


@effort_factor.misconception(
    "rest-over-share",
    "This is the rest over the share that becomes free; the question asks for all over the rest.",
)
def _rest_over_share(ml_share: Any) -> Any:
    return (1 - ml_share) / ml_share


@effort_factor.misconception(
    "remaining-share", "This is the share that remains; the question asks for old over new."
)
def _remains(ml_share: Any) -> Any:
    return 1 - ml_share


@effort_factor.misconception(
    "one-plus-share",
    "One plus the share is close, and not the same: the new effort is the base, and it is smaller. Or your"
    " result has fewer than four figures.",
)
def _one_plus(ml_share: Any) -> Any:
    return 1 + ml_share


@effort_factor.misconception("one-plus-rest", "This is one plus the share that remains.")
def _one_plus_rest(ml_share: Any) -> Any:
    return 2 - ml_share


@exercise(
    "misclassified_emails",
    bank="I1.10",
    unit="email/day",
    rtol=0.01,
    points=2,
    scenario="mail_filter",
    objective=3,
    bloom="Apply",
    anchors=_SYSTEMS,
    title="Mistakes of a good filter",
    prompt="A filter decides about all these emails. How many does it decide wrongly per day?",
    neighbours=("emails_in_flight",),
)
def misclassified_emails(volume: Any, accuracy: Any) -> Any:
    """Return the emails per day times the share that is decided wrongly."""
    return volume * (1 - accuracy)


@misclassified_emails.misconception(
    "divided-by-accuracy",
    "The emails are divided by the accuracy. Those decided wrongly are a share of all: what the accuracy"
    " leaves.",
)
def _over_accuracy(volume: Any, accuracy: Any) -> Any:
    return volume / accuracy


@misclassified_emails.misconception("correct-ones", "These are the emails that are decided rightly.")
def _correct(volume: Any, accuracy: Any) -> Any:
    return volume * accuracy


@exercise(
    "emails_in_flight",
    bank="I1.11",
    unit="email",
    rtol=0.01,
    points=2,
    scenario="mail_filter",
    objective=(4, 6),
    bloom="Analyze",
    anchors=_SYSTEMS,
    title="Emails in the filter at once",
    prompt=(
        "Each email is in the filter for its latency. By Little's law (number in a system = rate of arrival"
        " times time in it), how many emails are in it at once, on average?"
    ),
    neighbours=("misclassified_emails",),
)
def emails_in_flight(volume: Any, latency: Any) -> Any:
    """Return the rate of arrival times the time in the filter."""
    return volume * latency


@emails_in_flight.misconception(
    "mistakes-only", "These are the emails in the filter that it decides wrongly; all others are in it, too."
)
def _mistakes_only(volume: Any, latency: Any, accuracy: Any) -> Any:
    return volume * latency * (1 - accuracy)
