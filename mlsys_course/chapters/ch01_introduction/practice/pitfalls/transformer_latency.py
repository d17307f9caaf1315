"""I9.14: how long a vision transformer takes where a convolutional network was."""

from mlsys_course.exercise import exercise


@exercise(
    "transformer_latency",
    bank="I9.14",
    unit="millisecond",
    rtol=0.005,
    scenario="bigger_model",
    objective=(4, 6),
    bloom="Analyze",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "eq-intro-iron-law"),
    title="What the better algorithm costs",
    prompt=(
        "A convolutional network spends the given times on moving data, on computing and on overhead, one "
        "after another. A vision transformer moves more data and does more operations by the given "
        "factors; the overhead stays. How long does it take?"
    ),
)
def transformer_latency(data, compute, overhead, data_factor, ops_factor):
    """Scale each term of the Iron Law by its own factor."""
    return data * data_factor + compute * ops_factor + overhead


transformer_latency.misconception(
    "everything-times-operations",
    "You multiply everything by the factor of the operations. Each term has its own factor, and the "
    "overhead has none.",
    lambda data, compute, overhead, ops_factor: (data + compute + overhead) * ops_factor,
)

transformer_latency.misconception(
    "everything-times-data",
    "You multiply everything by the factor of the data. Each term has its own factor, and the overhead "
    "has none.",
    lambda data, compute, overhead, data_factor: (data + compute + overhead) * data_factor,
)

transformer_latency.misconception(
    "both-factors",
    "You multiply the two factors with each other. Each belongs to its own term.",
    lambda data, compute, overhead, data_factor, ops_factor: (
        (data + compute + overhead) * data_factor * ops_factor
    ),
)

transformer_latency.answers(
    right=[
        "q.data * q.data_factor + q.compute * q.ops_factor + q.overhead",
        "Q_(23, 'millisecond')",
        "Q_(0.023, 'second')",
        "Q_(23_000, 'microsecond')",
        "moving = q.data * q.data_factor\n"
        "computing = q.compute * q.ops_factor\n"
        "transformer_latency = (moving + computing + q.overhead).to('second')",
    ],
    wrong={
        "everything-times-operations": ["(q.data + q.compute + q.overhead) * q.ops_factor", "Q_(28, 'ms')"],
        "both-factors": ["(q.data + q.compute + q.overhead) * q.data_factor * q.ops_factor", "Q_(84, 'ms')"],
        "everything-times-data": ["(q.data + q.compute + q.overhead) * q.data_factor"],
        "swapped:data_factor,ops_factor|swapped:data,compute|everything-times-data": [
            "q.data * q.ops_factor + q.compute * q.data_factor + q.overhead",
        ],
        "dropped:overhead": ["q.data * q.data_factor + q.compute * q.ops_factor", "Q_(22, 'ms')"],
        "dropped:ops_factor": ["q.data * q.data_factor + q.compute + q.overhead"],
        "dropped:data_factor": ["q.data + q.compute * q.ops_factor + q.overhead"],
        "max-for-sum": ["max(q.data * q.data_factor, q.compute * q.ops_factor) + q.overhead"],
        "unit:missing": ["23"],
        "value:none": ["None"],
    },
)
