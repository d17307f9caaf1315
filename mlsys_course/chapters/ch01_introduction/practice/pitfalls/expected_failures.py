"""I9.19: how many failures a long run has to expect."""

from mlsys_course.exercise import exercise


@exercise(
    "expected_failures",
    bank="I9.19",
    scenario="failing_gpus",
    objective=(8, 4),
    bloom="Apply",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="Failures in a long run",
    prompt=(
        "Training systems: each GPU of a cluster fails, on average, once in its mean time to failure, "
        "independently of the others, and is replaced at once. How many failures do you expect during the "
        "run? A plain number, not rounded."
    ),
)
def expected_failures(gpus, mttf, duration):
    """Return device-time over mean time to failure."""
    return gpus * duration / mttf


expected_failures.misconception(
    "time-between",
    "This is the time between two failures of the cluster. The question asks how many failures the run has.",
    lambda gpus, mttf: mttf.to("hour").magnitude / gpus,
)

expected_failures.answers(
    right=[
        "q.gpus * q.duration / q.mttf",
        "(q.gpus * q.duration / q.mttf).to('').magnitude",
        "12.43",
        "12.4",
        "1024 * 25.28 * 24 / 50_000",
        "between = q.mttf / q.gpus\nexpected_failures = (q.duration / between).to('')",
    ],
    wrong={
        "dropped:gpus": ["q.duration / q.mttf", "0.01213"],
        "scale:24|scale:unconverted": ["0.5177", "q.gpus * q.duration.magnitude / q.mttf.magnitude"],
        "time-between": ["q.mttf.to('hour').magnitude / q.gpus", "48.83"],
        "inverted": ["q.mttf / (q.gpus * q.duration)", "0.0805"],
        "unit:time": ["q.mttf / q.gpus", "q.gpus * q.duration"],
        "value:text": ["'12 failures'"],
        "value:none": ["None"],
    },
)
