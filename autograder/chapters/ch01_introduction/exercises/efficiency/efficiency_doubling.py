"""I8.1: the doubling time of algorithmic efficiency."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "efficiency_doubling",
    bank="I8.1",
    unit="month",
    rtol=0.015,
    points=2,
    scenario="algorithmic_gain",
    objective=5,
    bloom="Apply",
    anchors=("fig-algo-efficiency", "sec-introduction-efficiency-framework-8dd4"),
    title="Doubling time of algorithmic efficiency",
)
def efficiency_doubling(gain, span):
    """Return the time over the number of doublings."""
    return span / np.log2(gain)


efficiency_doubling.misconception(
    "claimed-span",
    "You spread the gain over the span in the text. The first and the last network lie closer together in"
    " time.",
    lambda gain, claimed_span: claimed_span / np.log2(gain),
)

efficiency_doubling.misconception(
    "published-fit",
    "This is the published time, fitted to many networks. Use the first and the last network alone.",
    lambda halving: halving,
)

efficiency_doubling.misconception(
    "half-the-gain",
    "You take half of the gain for the number of doublings. Each doubling multiplies by two, so take the "
    "logarithm to base two.",
    lambda gain, span: 2 * span / gain,
)

efficiency_doubling.answers(
    right=[
        "q.span / np.log2(q.gain)",
        "(q.span * math.log(2) / math.log(q.gain)).to('month')",
        "doublings = np.log10(q.gain) / np.log10(2)\nefficiency_doubling = q.span / doublings",
        "Q_(15.121, 'month')",
        "Q_(15.1, 'month')",
        "Q_(1.26, 'year')",
        "Q_(460.25, 'day')",
    ],
    wrong={
        "dropped:log": ["q.span / q.gain", "Q_(1.8607, 'month')"],
        "log:log10": ["q.span / np.log10(q.gain)", "Q_(50.232, 'month')"],
        "log:ln": ["q.span / np.log(q.gain)", "Q_(21.815, 'month')"],
        "claimed-span": ["q.claimed_span / np.log2(q.gain)", "Q_(17.53, 'month')"],
        "published-fit": ["q.halving", "Q_(16, 'month')"],
        "half-the-gain": ["q.span / (q.gain / 2)"],
        "unit:label|unit:year-for-month|scale:12": ["Q_(1.26, 'month')"],
        "stopped:span|dropped:gain": ["q.span"],
        "unit:missing": ["15.12", "np.log2(q.gain)"],
        "value:text": ["'15 months'"],
        "value:none": ["None"],
    },
)
