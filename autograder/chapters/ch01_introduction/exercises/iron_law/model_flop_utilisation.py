"""I6.18: the model FLOP utilisation of a finished run."""

from mlsys_course.exercise import exercise


@exercise(
    "model_flop_utilisation",
    bank="I6.18",
    rtol=0.01,
    points=2,
    scenario="recomputation",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Model FLOP utilisation of a finished run",
)
def model_flop_utilisation(coefficient, parameters, tokens, gpus, peak, duration):
    """Return the work the model needs over work the cluster could have done."""
    return coefficient * parameters * tokens / (gpus * peak * duration)


model_flop_utilisation.misconception(
    "hardware-utilisation",
    "You count the recomputed operations, which gives the hardware utilisation. Count only the work that "
    "the model needs.",
    lambda recomputing, parameters, tokens, gpus, peak, duration: (
        recomputing * parameters * tokens / (gpus * peak * duration)
    ),
)

_MODEL = "q.coefficient * q.parameters * q.tokens"
_CLUSTER = "(q.gpus * q.peak * q.duration)"

model_flop_utilisation.answers(
    right=[
        f"{_MODEL} / {_CLUSTER}",
        f"({_MODEL} / {_CLUSTER}).to('percent')",
        "0.3356",
        "0.336",
        "Q_(33.6, 'percent')",
        "np.float64(0.3356)",
    ],
    wrong={
        "hardware-utilisation": [f"q.recomputing * q.parameters * q.tokens / {_CLUSTER}", "0.44751"],
        "inverted": [f"{_CLUSTER} / ({_MODEL})", "2.98"],
        "dropped:gpus": [f"{_MODEL} / (q.peak * q.duration)", "343.7"],
        "rounding:coarse": ["0.34", "Q_(34, 'percent')"],
        "input:utilisation": ["q.utilisation"],
        "used:corpus-for-tokens|sibling:GPT3_CORPUS_TOKENS": [
            f"q.coefficient * q.parameters * q.corpus / {_CLUSTER}",
            "0.559",
        ],
        "scale:100": ["33.56"],
        "complement": [f"1 - {_MODEL} / {_CLUSTER}"],
        "unit:operation": [_MODEL],
        "unit:time": [f"{_MODEL} / (q.gpus * q.peak)"],
    },
)
