"""I3.1: a training run in petaFLOP/s-days."""

from mlsys_course.exercise import exercise


@exercise(
    "petaflops_days",
    bank="I3.1",
    rtol=0.01,
    scenario="petaflops_day",
    objective=(2, 4),
    bloom="Apply",
    anchors=("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "gpt3-scale-stats"),
    title="A run in petaFLOP/s-days",
    prompt=(
        "A petaFLOP/s-day is what a petaFLOP/s machine does in a day. How many of them does the run take? "
        "A plain number."
    ),
)
def petaflops_days(training_ops, rate, span):
    """Return the work of the run over the work of one petaFLOP/s-day."""
    return training_ops / (rate * span)


petaflops_days.answers(
    right=[
        "q.training_ops / (q.rate * q.span)",
        "(q.training_ops / Q_(1, 'PFLOP/s*day')).to('').magnitude",
        "3634.3",
        "Q_(3634, '')",
        "np.float64(3634.26)",
    ],
    wrong={
        "scale:86400": ["3.14e8"],
        "scale:24": ["87222.2"],
        "scale:1000": ["3.6343"],
        "unit:time": ["q.training_ops / q.rate"],
        "inverted": ["q.rate * q.span / q.training_ops"],
    },
)
