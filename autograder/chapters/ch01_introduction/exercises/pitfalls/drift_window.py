"""I9.21: how many records a drift test needs."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "drift_window",
    bank="I9.21",
    kind="integer",
    points=2,
    scenario="drift_window",
    objective=(8, 7),
    bloom="Apply",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="How much data does a drift test need?",
)
def drift_window(distance, coefficient):
    """Solve distance = coefficient * sqrt(2 / n) for n, rounded up."""
    return np.ceil(2 * (coefficient / distance) ** 2)


drift_window.misconception(
    "dropped:2",
    "You leave out the 2 under the root. Both windows are samples, so both are uncertain.",
    lambda distance, coefficient: np.ceil((coefficient / distance) ** 2),
)

drift_window.misconception(
    "halved",
    "You divide by the 2 where you should multiply. Solve the inequality for n again.",
    lambda distance, coefficient: np.ceil((coefficient / distance) ** 2 / 2),
)

drift_window.misconception(
    "both-windows",
    "This counts the records of both windows. The question asks for the size of one.",
    lambda distance, coefficient: np.ceil(4 * (coefficient / distance) ** 2),
)

drift_window.misconception(
    "not-squared",
    "You forgot to square. The n is under a root, so square both sides.",
    lambda distance, coefficient: np.ceil(2 * coefficient / distance),
)

drift_window.misconception(
    "half-squared",
    "Only a part is squared. Square both sides of the inequality before solving it for n.",
    lambda distance, coefficient: np.ceil(np.sqrt(2) * coefficient / distance),
)

drift_window.answers(
    right=[
        "int(np.ceil(2 * (q.coefficient / q.distance) ** 2))",
        "np.ceil(2 * (q.coefficient / q.distance) ** 2)",
        "math.ceil(2 * float(q.coefficient) ** 2 / q.distance ** 2)",
        "n = 1\nwhile not q.distance > q.coefficient * np.sqrt(2 / n):\n    n += 1\ndrift_window = n",
        "1480",
        "Decimal(1480)",
        "np.float64(1480.0)",
    ],
    wrong={
        "rounding:down": ["np.floor(2 * (q.coefficient / q.distance) ** 2)", "1479"],
        "rounding:none": ["2 * (q.coefficient / q.distance) ** 2", "1479.68"],
        "dropped:2": ["np.ceil((q.coefficient / q.distance) ** 2)", "740"],
        "halved": ["np.ceil((q.coefficient / q.distance) ** 2 / 2)", "370"],
        "both-windows": ["np.ceil(4 * (q.coefficient / q.distance) ** 2)"],
        "not-squared": ["np.ceil(2 * q.coefficient / q.distance)", "55"],
        "half-squared": ["np.ceil(np.sqrt(2) * q.coefficient / q.distance)", "39"],
        "off-by-one": ["np.ceil(2 * (q.coefficient / q.distance) ** 2) + 1", "1481"],
        "value:text": ["'1480'"],
        "value:none": ["None"],
    },
)
