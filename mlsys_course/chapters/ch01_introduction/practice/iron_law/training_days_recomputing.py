"""I6.17: how many days the training takes with activation recomputation."""

from mlsys_course.exercise import exercise


@exercise(
    "training_days_recomputing",
    bank="I6.17",
    unit="day",
    rtol=0.015,
    scenario="recomputation_time",
    objective=4,
    bloom="Analyze",
    anchors="gpt3-training",
    title="Days to train with activation recomputation",
    prompt="How long does the run take with recomputation, at the given hardware utilisation?",
)
def training_days_recomputing(recomputing, parameters, tokens, gpus, peak, utilisation):
    """Return the work with recomputation over the rate that is reached."""
    return recomputing * parameters * tokens / (gpus * peak * utilisation)


training_days_recomputing.misconception(
    "forward-only",
    "You count only the forward pass. Training also goes backward, and recomputation adds another forward"
    " pass.",
    lambda coefficient, parameters, tokens, gpus, peak, utilisation: (
        coefficient / 3 * parameters * tokens / (gpus * peak * utilisation)
    ),
)

_DONE = "(q.gpus * q.peak * q.utilisation)"

training_days_recomputing.answers(
    right=[
        f"q.recomputing * q.parameters * q.tokens / {_DONE}",
        "Q_(33.8, 'day')",
        "Q_(34, 'day')",
        "Q_(811.5, 'hour')",
        f"work = q.parameters * q.tokens * q.recomputing\ntraining_days_recomputing = (work / "
        f"{_DONE}).to('week')",
    ],
    wrong={
        "used:coefficient-for-recomputing|sibling:TRAINING_OPS_PER_PARAM_TOKEN": [
            f"q.coefficient * q.parameters * q.tokens / {_DONE}",
            "Q_(25.36, 'day')",
        ],
        "dropped:utilisation": [
            "q.recomputing * q.parameters * q.tokens / (q.gpus * q.peak)",
            "Q_(15.2, 'day')",
        ],
        "used:corpus-for-tokens|sibling:GPT3_CORPUS_TOKENS": [
            f"q.recomputing * q.parameters * q.corpus / {_DONE}",
            "Q_(56.4, 'day')",
        ],
        "dropped:gpus": ["q.recomputing * q.parameters * q.tokens / (q.peak * q.utilisation)"],
        "forward-only|sibling:FORWARD_OPS_PER_PARAM_TOKEN": ["Q_(8.453, 'day')"],
        "doubled:utilisation|per:utilisation": [
            f"q.recomputing * q.parameters * q.tokens / {_DONE} / q.utilisation"
        ],
        "scale:24": [f"Q_((q.recomputing * q.parameters * q.tokens / {_DONE}).to('hour').magnitude, 'day')"],
    },
)
