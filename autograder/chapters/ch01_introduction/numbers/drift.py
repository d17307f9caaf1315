"""Numbers of the section on silent degradation, drift and retraining."""

import random

from autograder.scenarios import OneOf, Parameter, Together, declare

declare(
    "detector",
    title="A fleet whose pedestrian detector is watched over some months",
    parameters={
        "before": Parameter("share of the pedestrians found at the start", "percent"),
        "after": Parameter("share of the pedestrians found now", "percent"),
        "cars": Parameter("number of cars (an assumption)"),
        "hours": Parameter("time a car is on the road in a day (an assumption)", "hour/day"),
        "speed": Parameter("mean speed of a car (an assumption)", "km/hour"),
        "density": Parameter("pedestrians that a car meets on its way (an assumption)", "1/km"),
    },
    book=(95, 85, 100, 8, 30, 12),
    vary=[
        OneOf("before", (90, 91, 92, 93, 94, 95, 96, 96.5, 97)),
        OneOf("after", tuple(range(72, 95))),
        OneOf("cars", (40, 60, 100, 150, 250, 300)),
        OneOf("hours", (6, 7, 8, 9, 10, 11)),
        OneOf("speed", (18, 20, 24, 27, 30, 36)),
        OneOf("density", (2.5, 4, 6, 9, 12, 15)),
    ],
    require=lambda before, after: 2 <= before - after <= 20 and (100 - after) / (100 - before) > 1.4,
)

declare(
    "drift",
    title="A recommendation system that nobody retrains",
    parameters={
        "start": Parameter("accuracy at the start", "percent"),
        "rate": Parameter("accuracy lost, the same in every month", "percentage_point/month"),
        "duration": Parameter("time since the start", "month"),
        "alarm": Parameter("accuracy at which an alarm is due", "percent"),
    },
    book=("DRIFT_START_ACCURACY", "DRIFT_LOSS_PER_MONTH", 6, 82),
    vary=[
        OneOf("start", ("DRIFT_START_ACCURACY", 82, 84, 86, 88, 90, 92, 93, 94)),
        OneOf("rate", ("DRIFT_LOSS_PER_MONTH", 0.6, 0.7, 0.9, 1.1, 1.2, 1.3, 1.4)),
        OneOf("duration", (4, 5, 6, 7, 8, 9, 10, 11)),
        OneOf("alarm", tuple(range(76, 91))),
    ],
    require=lambda start, rate, alarm: 2 * rate < start - alarm < 12 * rate and start - alarm <= 8,
)

declare(
    "drift_sales",
    title="A recommender that nobody retrains, and what its right answers earn",
    parameters={
        "start": Parameter("accuracy at the start", "percent"),
        "rate": Parameter("accuracy lost, the same in every month", "percentage_point/month"),
        "duration": Parameter("time since the start", "month"),
        "requests": Parameter("recommendations (an assumption)", "query/day"),
        "value": Parameter("what a right recommendation earns (an assumption)", "USD/query"),
    },
    book=("DRIFT_START_ACCURACY", "DRIFT_LOSS_PER_MONTH", 6, 1e6, 0.01),
    vary=[
        OneOf("start", ("DRIFT_START_ACCURACY", 82, 84, 86, 88, 90, 92)),
        OneOf("rate", ("DRIFT_LOSS_PER_MONTH", 0.6, 0.7, 0.9, 1.1, 1.2, 1.3)),
        OneOf("duration", (5, 6, 7, 8, 9, 10, 11)),
        OneOf("requests", (2e5, 5e5, 8e5, 1e6, 3e6, 7e6, 2e7)),
        OneOf("value", (0.002, 0.005, 0.008, 0.01, 0.03)),
    ],
)

declare(
    "drift_reports",
    title="Two reports about the same recommendation system",
    parameters={
        "start": Parameter("accuracy at the start, in both reports", "percent"),
        "level": Parameter("accuracy below which it falls in the first report", "percent"),
        "duration": Parameter("time that the first report speaks of", "month"),
        "rate": Parameter("accuracy lost each month in the second report", "percentage_point/month"),
    },
    book=("DRIFT_START_ACCURACY", 40, 6, "DRIFT_LOSS_PER_MONTH"),
    vary=[
        OneOf("start", ("DRIFT_START_ACCURACY", 80, 82, 88, 90, 92, 94)),
        OneOf("level", (35, 38, 40, 45, 48, 50, 55, 60)),
        OneOf("duration", (4, 5, 6, 7, 8, 9)),
        OneOf("rate", ("DRIFT_LOSS_PER_MONTH", 0.4, 0.5, 0.6, 0.7, 0.9, 1.1, 1.2)),
    ],
    require=lambda start, level, duration, rate: (start - level) / duration > 3 * rate,
)


def _shares(bins: int, draw: random.Random) -> list[float]:
    """Return shares in whole percent, no bin empty and no two equal."""
    while True:
        cuts = sorted(draw.sample(range(1, 20), bins - 1))
        parts = [5 * (high - low) for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
        if len(set(parts)) >= bins - 1:
            return [part / 100 for part in parts]


def _pairs(count: int) -> list[tuple[list[float], list[float]]]:
    """Return pairs of distributions over four bins; two bins win, two lose, and shares move both ways."""
    draw = random.Random("distributions")
    found: list[tuple[list[float], list[float]]] = []
    while len(found) < count:
        before, now = _shares(4, draw), _shares(4, draw)
        changes = [b - a for a, b in zip(before, now, strict=True)]
        carried = [sum(changes[: i + 1]) for i in range(3)]
        if (
            sum(change > 0.01 for change in changes) == sum(change < -0.01 for change in changes) == 2
            and max(carried) > 0.01
            and min(carried) < -0.01
        ):
            found.append((before, now))
    return found


declare(
    "distributions",
    title="Ages of the users in four groups, from the youngest to the oldest",
    parameters={
        "training": Parameter("share of each group in the training data"),
        "today": Parameter("share of each group today"),
    },
    book=([0.4, 0.3, 0.2, 0.1], [0.25, 0.2, 0.3, 0.25]),
    vary=[Together(("training", "today"), _pairs(2000))],
)

declare(
    "drift_budget",
    title="A model whose input drifts at a steady pace",
    parameters={
        "tolerance": Parameter("accuracy that may be lost before the model is retrained", "percentage_point"),
        "sensitivity": Parameter("accuracy lost per unit of divergence, a fraction"),
        "growth": Parameter("growth of the divergence", "1/week"),
    },
    book=(5, 0.4, 0.01),
    vary=[
        OneOf("tolerance", (2, 2.5, 3, 4, 5, 6, 7, 8)),
        OneOf("sensitivity", (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.6, 0.7, 0.75)),
        OneOf("growth", (0.004, 0.005, 0.006, 0.007, 0.008, 0.009, 0.01, 0.012, 0.014, 0.015)),
    ],
    require=lambda tolerance, sensitivity, growth: 4 < tolerance / 100 / sensitivity / growth < 52,
)

declare(
    "retraining",
    title="A model that is retrained at regular intervals",
    parameters={
        "start": Parameter("accuracy of a freshly trained model", "percent"),
        "rate": Parameter("accuracy lost, the same in every month", "percentage_point/month"),
        "period": Parameter("time from one retraining to the next", "month"),
        "span": Parameter("time to be looked at", "month"),
        "alarm": Parameter("accuracy at which an alarm is due", "percent"),
    },
    book=("DRIFT_START_ACCURACY", "DRIFT_LOSS_PER_MONTH", 3, 24, 82),
    vary=[
        OneOf("start", ("DRIFT_START_ACCURACY", 84, 86, 88, 90, 91, 92, 93, 94)),
        OneOf("rate", ("DRIFT_LOSS_PER_MONTH", 0.6, 0.7, 0.9, 1.1, 1.2, 1.3)),
        Together(("period", "span"), ((3, 24), (4, 24), (3, 18), (4, 20), (5, 20), (5, 25), (4, 28))),
        OneOf("alarm", tuple(range(76, 92))),
    ],
    require=lambda start, rate, period, alarm: 0.3 < start - rate * period - alarm < 2.5,
)

declare(
    "retraining_cost",
    title="What staleness costs, and what retraining costs",
    parameters={
        "cost": Parameter("price of one retraining", "USD"),
        "penalty": Parameter(
            "price of each percentage point below the fresh accuracy", "USD/percentage_point/month"
        ),
        "rate": Parameter("accuracy lost, the same in every month", "percentage_point/month"),
    },
    book=(3000, 500, "DRIFT_LOSS_PER_MONTH"),
    vary=[
        OneOf("cost", (1500, 2000, 2400, 3000, 3600, 4000, 5000, 6000, 8000, 9000)),
        OneOf("penalty", (200, 250, 300, 400, 500, 600, 750, 900)),
        OneOf("rate", ("DRIFT_LOSS_PER_MONTH", 0.4, 0.5, 0.6, 0.7, 0.9, 1.2)),
    ],
    require=lambda cost, penalty, rate: 1.5 < (2 * cost / penalty / rate) ** 0.5 < 12,
)

declare(
    "ab_test",
    title="Two models side by side, each with users of its own",
    parameters={
        "old": Parameter("accuracy of the old model", "percent"),
        "drop": Parameter("difference in accuracy that must not be missed", "percentage_point"),
        "z_alpha": Parameter("quantile for the level of significance, two-sided"),
        "z_beta": Parameter("quantile for the power"),
    },
    book=("DRIFT_START_ACCURACY", 1, 1.96, 1.2816),
    vary=[
        OneOf("old", ("DRIFT_START_ACCURACY", *range(70, 96))),
        OneOf("drop", (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.4, 1.5, 1.6, 2)),
        OneOf("z_alpha", (1.96, 2.576)),
        OneOf("z_beta", (0.8416, 1.2816)),
    ],
)

declare(
    "fraud_detector",
    title="A fraud detector that nobody retrains",
    parameters={
        "found": Parameter("share of the frauds found at the start (an assumption)", "percent"),
        "loss": Parameter("share of what it still finds that it loses in every quarter", "percent"),
        "age": Parameter("time since the last training", "month"),
        "quarter": Parameter("a quarter of a year", "month"),
        "payments": Parameter("payments (an assumption)", "1/day"),
        "share": Parameter("share of the payments that are frauds (an assumption)", "percent"),
        "amount": Parameter("amount of a fraud (an assumption)", "USD"),
    },
    book=(90, 10, 15, 3, 5e5, 0.1, 80),
    vary=[
        OneOf("found", (82, 85, 88, 90, 92, 94)),
        OneOf("loss", (7, 8, 9, 10)),
        OneOf("age", (15, 18, 21, 24, 27, 30)),
        OneOf("payments", (8e4, 2e5, 3e5, 5e5, 9e5, 2e6)),
        OneOf("share", (0.05, 0.08, 0.1, 0.15, 0.2)),
        OneOf("amount", (40, 60, 80, 120, 150, 220)),
    ],
)
