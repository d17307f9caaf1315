"""I4.11: the wrong line in a calculation of what a GPU costs that waits for data."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_waiting_gpu",
    bank="I4.11",
    unit="USD",
    points=2,
    scenario="training_feed",
    objective=1,
    bloom="Evaluate",
    anchors=("tbl-dam-taxonomy", "fig-ai-triad"),
    title="Find the wrong line: a GPU that waits",
    spec=Debugging(
        lines=(
            "images_read = feed.storage / feed.image_size",
            "reading = feed.images / images_read",
            "computing = feed.images / feed.gpu",
            "epoch_time = reading + computing",
            "run_time = feed.epochs * epoch_time",
            "waiting_share = 1 - computing / epoch_time",
            "run_bill = run_time * feed.price",
            "waiting_bill = waiting_share * run_bill",
        ),
        wrong=4,
        mended="epoch_time = np.maximum(reading, computing)",
        scenario="feed",
        because="it adds the times of two parts that work at the same time.",
        innocent={
            6: (
                "Line 6 is right: what is not computing is waiting. One of the two times it uses is "
                "already wrong."
            ),
            7: "Line 7 is right: you pay for a GPU while it waits, too. The time it uses is already wrong.",
        },
    ),
)
def bug_waiting_gpu(storage, image_size, gpu, images, epochs, price):
    """Pay for the time in which storage holds the GPU up."""
    reading = images / (storage / image_size)
    computing = images / gpu
    return epochs * (np.maximum(reading, computing) - computing) * price


bug_waiting_gpu.misconception(
    "working-gpu",
    "That is what you pay for the GPU's work. The question asks what you pay for its waiting.",
    lambda gpu, images, epochs, price: epochs * images / gpu * price,
)

_READ = "q.images * q.image_size / q.storage"
_WAIT = f"q.epochs * ({_READ} - q.images / q.gpu) * q.price"

bug_waiting_gpu.answers(
    right=[
        f"(4, {_WAIT})",
        f"[4, ({_WAIT}).to('USD')]",
        f"(4.0, q.price * q.epochs * (np.maximum({_READ}, q.images / q.gpu) - q.images / q.gpu))",
        "(4, Q_(42.7, 'USD'))",
        "{'line': 4, 'value': Q_(42.7, 'USD')}",
    ],
    wrong={
        "as-it-stands": [f"(4, q.epochs * {_READ} * q.price)"],
        "working-gpu": ["(4, q.epochs * q.images / q.gpu * q.price)"],
        "line:after": [f"(5, {_WAIT})", f"(6, {_WAIT})", f"(7, {_WAIT})", f"(8, {_WAIT})"],
        "line:before": [f"(1, {_WAIT})", f"(2, {_WAIT})", f"(3, {_WAIT})"],
        "unit:time": [f"(4, {_READ} - q.images / q.gpu)"],
        "unit:missing": ["(4, 42.7)"],
        "debugging:shape": ["4"],
    },
)
