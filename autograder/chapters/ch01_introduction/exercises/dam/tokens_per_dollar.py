"""I4.4: how many tokens a dollar buys where the cache of keys and values fills a GPU's memory."""

import numpy as np

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "tokens_per_dollar",
    bank="I4.4",
    unit="token/USD",
    points=3,
    scenario="text_service",
    objective=(1, 5),
    bloom="Analyze",
    anchors=("sec-introduction-defining-ml-systems-d4af", "eq-cost-scaling", "tbl-lighthouse-examples"),
    title="Tokens per dollar",
)
def tokens_per_dollar(
    parameters,
    bytes_per_parameter,
    kept,
    layers,
    width,
    bytes_per_number,
    context,
    made,
    memory,
    bandwidth,
    price,
):
    """Fill the memory that the weights leave with sequences, and pay for reading all of it once a step."""
    cache = kept * layers * width * bytes_per_number * context
    sequences = (memory - parameters * bytes_per_parameter) / cache
    return sequences * made * bandwidth / (memory * price)


tokens_per_dollar.accept(
    "whole-sequences",
    "You count whole sequences, as a real GPU would have. The question fills the memory to the last byte.",
    lambda parameters, bytes_per_parameter, kept, layers, width, bytes_per_number, context, made, memory,
    bandwidth, price: (
        made * bandwidth / price
        / (
            kept * layers * width * bytes_per_number * context
            + parameters * bytes_per_parameter
            / np.floor(
                (memory - parameters * bytes_per_parameter)
                / (kept * layers * width * bytes_per_number * context)
            )
        )
    ),
)  # fmt: skip

tokens_per_dollar.misconception(
    "weights-alone-read",
    "You read only the weights in each step. A step also reads the cache of every sequence.",
    lambda parameters, bytes_per_parameter, kept, layers, width, bytes_per_number, context, made, memory,
    bandwidth, price: (
        (memory - parameters * bytes_per_parameter)
        / (kept * layers * width * bytes_per_number * context)
        * made * bandwidth / (parameters * bytes_per_parameter * price)
    ),
)  # fmt: skip

tokens_per_dollar.misconception(
    "weights-forgotten",
    "You leave the weights out of the memory or out of what is read. They count in both.",
    lambda kept, layers, width, bytes_per_number, context, made, bandwidth, price: (
        made * bandwidth / (kept * layers * width * bytes_per_number * context * price)
    ),
)

tokens_per_dollar.misconception(
    "one-sequence",
    "You count one sequence on the GPU. All sequences that fit share one reading of the weights.",
    lambda parameters, bytes_per_parameter, kept, layers, width, bytes_per_number, context, made, bandwidth,
    price: (
        made * bandwidth
        / ((parameters * bytes_per_parameter + kept * layers * width * bytes_per_number * context) * price)
    ),
)  # fmt: skip

tokens_per_dollar.misconception(
    "keys-alone",
    "You keep one number for each layer and column. Keep two: a key and a value.",
    lambda parameters, bytes_per_parameter, layers, width, bytes_per_number, context, made, memory, bandwidth,
    price: (
        (memory - parameters * bytes_per_parameter)
        / (Q_(1, "1/token") * layers * width * bytes_per_number * context)
        * made * bandwidth / (memory * price)
    ),
)  # fmt: skip

tokens_per_dollar.misconception(
    "per-step",
    "These are the steps that a dollar buys. Each step makes one token for every sequence.",
    lambda made, memory, bandwidth, price: made * bandwidth / (memory * price),
)

_SET_UP = (
    "weights = q.parameters * q.bytes_per_parameter\n"
    "cache = q.kept * q.layers * q.width * q.bytes_per_number * q.context\n"
)
_FILL = "n = (q.memory - weights) / cache\n"
_STEP = "step = (weights + n * cache) / q.bandwidth\n"
_PAY = "tokens_per_dollar = (n * q.made / (step * q.price)).to('token/USD')"

tokens_per_dollar.answers(
    right=[
        _SET_UP + _FILL + _STEP + _PAY,
        _SET_UP + _FILL + "step = q.memory / q.bandwidth\n" + _PAY,
        _SET_UP + _FILL + _STEP + "rate = n * q.made / step\ntokens_per_dollar = rate / q.price",
        _SET_UP + "n = np.floor(((q.memory - weights) / cache).to('').magnitude)\n" + _STEP + _PAY,
        "Q_(5.038e6, 'token/USD')",
        "Q_(5.04, 'Mtoken/USD')",
    ],
    wrong={
        "weights-alone-read": [_SET_UP + _FILL + "step = weights / q.bandwidth\n" + _PAY],
        "weights-forgotten": [
            _SET_UP + _FILL + "step = n * cache / q.bandwidth\n" + _PAY,
            _SET_UP + "n = q.memory / cache\nstep = q.memory / q.bandwidth\n" + _PAY,
        ],
        "one-sequence": [_SET_UP + "n = 1\n" + _STEP + _PAY],
        "keys-alone": [_SET_UP.replace("q.kept", "Q_(1, '1/token')") + _FILL + _STEP + _PAY],
        "per-step": [_SET_UP + _FILL + _STEP + "tokens_per_dollar = q.made / (step * q.price)"],
        "unit:token/time": [_SET_UP + _FILL + _STEP + "tokens_per_dollar = n * q.made / step"],
        "unit:missing": ["5.038e6"],
        "scale:3600": ["Q_(1399.4, 'token/USD')"],
    },
)
