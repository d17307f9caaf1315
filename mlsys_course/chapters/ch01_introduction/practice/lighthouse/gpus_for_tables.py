"""I7.18: how many GPUs it takes to hold the embedding tables."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "gpus_for_tables",
    bank="I7.18",
    kind="integer",
    scenario="table_memory",
    objective=5,
    bloom="Apply",
    anchors="tbl-lighthouse-examples",
    title="GPUs that hold the tables",
    prompt=(
        "What is the smallest number of GPUs whose memories together hold the tables, and nothing else? A "
        "whole number."
    ),
)
def gpus_for_tables(tables, memory):
    """Return the size of the tables over the memory of one GPU, rounded up."""
    return np.ceil(tables / memory)


gpus_for_tables.misconception(
    "decimal-gigabytes",
    "You take a GiB for a GB. GPU memory is counted in powers of two, disks in powers of ten.",
    lambda tables, memory: np.ceil(tables / memory * 1.024**3 - 1e-9),
)

gpus_for_tables.answers(
    right=[
        "np.ceil(q.tables / q.memory)",
        "np.ceil((q.tables / q.memory).to('').magnitude)",
        "math.ceil(q.tables.to('byte').magnitude / q.memory.to('byte').magnitude)",
        "150",
        "150.0",
        "np.int64(150)",
        "Decimal(150)",
    ],
    wrong={
        "rounding:down": ["np.floor((q.tables / q.memory).to('').magnitude)", "149"],
        "rounding:none": ["q.tables / q.memory", "149.01"],
        "decimal-gigabytes": ["160"],
        "decimal-gigabytes|scale:unconverted|scale:1024": [
            "math.ceil(round(q.tables.to('GB').magnitude / q.memory.magnitude, 6))"
        ],
        "scale:8:tables": ["math.ceil(8 * (q.tables / q.memory).to('').magnitude)"],
        "off-by-one": ["np.ceil((q.tables / q.memory).to('').magnitude) + 1", "151"],
        "unit:information": ["q.tables"],
        "value:text": ["'150 GPUs'"],
        "value:none": ["None"],
    },
)
