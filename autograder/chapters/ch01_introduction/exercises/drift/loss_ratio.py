"""I5.5: how many times as fast the one report's accuracy falls as the other's."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "loss_ratio",
    bank="I5.5",
    rtol=0.005,
    points=2,
    scenario="drift_reports",
    objective=(7, 3),
    bloom="Apply",
    anchors=(
        "sec-introduction-ml-vs-traditional-software-e19a",
        "eq-degradation",
        "sec-introduction-fallacies-pitfalls-230d",
        "drift-fallacy",
    ),
    title="Two stories about one system",
)
def loss_ratio(start, level, duration, rate):
    """Return loss per month over loss per month."""
    return (start - level) / duration / rate


loss_ratio.misconception(
    "rate-not-ratio",
    "This is the loss per month in the first report. Divide it by the loss per month in the other report.",
    lambda start, level, duration: ((start - level) / duration).to("percentage_point/month").magnitude,
)

loss_ratio.misconception(
    "relative-fall-alone",
    "This is the fall as a share of the accuracy at the start. Compare the percentage points lost each "
    "month.",
    lambda start, level: (start - level) / start,
)

loss_ratio.misconception(
    "from-hundred",
    "You count the fall from 100 percent. The first report says at which accuracy the system starts.",
    lambda level, duration, rate: (1 - level) / duration / rate,
)

loss_ratio.misconception(
    "compounded",
    "You take a share of what is left each month. The question has a constant loss per month.",
    lambda start, level, duration, rate: (
        (1 - (level / start) ** (Q_(1, "month") / duration)) / (rate * Q_(1, "month"))
    ),
)

loss_ratio.misconception(
    "dropped:duration",
    "This divides the whole fall by one month's loss. First find what the first report loses in a month.",
    lambda start, level, rate: (start - level) / rate / Q_(1, "month"),
)

loss_ratio.misconception(
    "relative-loss",
    "You take the fall as a share of the accuracy at the start but compare it with percentage points. Use"
    " percentage points for both.",
    lambda start, level, duration, rate: (start - level) / start / duration / rate,
)

loss_ratio.misconception(
    "level-not-loss",
    "You take the accuracy that remains for the accuracy that is lost.",
    lambda level, duration, rate: level / duration / rate,
)

loss_ratio.misconception(
    "start-not-loss",
    "You let the accuracy fall to zero. The first report says at which accuracy it ends.",
    lambda start, duration, rate: start / duration / rate,
)

loss_ratio.misconception(
    "difference",
    "This is the difference of the two losses. The question asks how many times as large one is as the "
    "other.",
    lambda start, level, duration, rate: (
        ((start - level) / duration - rate).to("percentage_point/month").magnitude
    ),
)

loss_ratio.misconception(
    "levels-compared",
    "This compares the accuracies at the end of the two reports. Compare what they lose each month.",
    lambda start, level, duration, rate: (start - rate * duration) / level,
)

loss_ratio.answers(
    right=[
        "(q.start - q.level) / q.duration / q.rate",
        "((q.start - q.level) / (q.duration * q.rate)).to('').magnitude",
        "per_month = (q.start - q.level) / q.duration\nloss_ratio = per_month / q.rate",
        "9.375",
        "9.38",
        "Fraction(75, 8)",
        "7.5 / 0.8",
    ],
    wrong={
        "relative-fall-alone": ["(q.start - q.level) / q.start"],
        "from-hundred": ["(1 - q.level) / (q.duration * q.rate)", "12.5"],
        "compounded": ["14.76"],
        "dropped:duration": ["56.25", "((q.start - q.level) / q.rate).to('month').magnitude"],
        "rate-not-ratio": [
            "7.5",
            "((q.start - q.level) / q.duration).to('percentage_point/month').magnitude",
        ],
        "relative-loss": ["(q.start - q.level) / q.start / q.duration / q.rate", "11.03"],
        "level-not-loss": ["q.level / q.duration / q.rate", "8.333"],
        "start-not-loss": ["q.start / q.duration / q.rate", "17.7"],
        "difference": ["((q.start - q.level) / q.duration - q.rate).to('percentage_point/month').magnitude"],
        "levels-compared": ["(q.start - q.rate * q.duration) / q.level", "2.005"],
        "inverted": ["q.rate * q.duration / (q.start - q.level)", "0.1067"],
        "unit:time": ["(q.start - q.level) / q.rate"],
        "unit:frequency|unit:1/time": ["(q.start - q.level) / q.duration"],
        "value:text": ["'9.4 times'"],
        "value:none": ["None"],
    },
)
