"""I1.13: how often a chain of models is right."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "chain_right",
    bank="I1.13",
    unit="percent",
    rtol=0.004,
    scenario="model_chain",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-ai-moment-37f1",
    title="A chain of three models",
    prompt=(
        "A spoken question goes through three models, one after the other. Each is right as often as its "
        "number says, whatever the others do, and the answer is right only if all three are. How often is the "
        "answer right? A fraction, or a quantity in percent."
    ),
)
def chain_right(speech, intent, answer):
    """Return the product of the shares."""
    return speech * intent * answer


chain_right.misconception(
    "weakest-model",
    "This is the share of the weakest model. The other two make mistakes as well, and theirs come on top.",
    lambda speech, intent, answer: np.minimum(np.minimum(speech, intent), answer),
)

chain_right.misconception(
    "mean-of-models",
    "This is the mean of the three. A chain is never better than its weakest model.",
    lambda speech, intent, answer: (speech + intent + answer) / 3,
)

chain_right.misconception(
    "errors-added",
    "You add up the three errors. Where two models fail at the same question you count it twice: multiply the "
    "shares that are right.",
    lambda speech, intent, answer: speech + intent + answer - 2,
)

chain_right.misconception(
    "some-model-right",
    "This is how often at least one of the three is right. The answer needs all of them.",
    lambda speech, intent, answer: 1 - (1 - speech) * (1 - intent) * (1 - answer),
)

chain_right.misconception(
    "all-wrong",
    "This is how often all three are wrong at once. Multiply the shares that are right.",
    lambda speech, intent, answer: (1 - speech) * (1 - intent) * (1 - answer),
)

chain_right.misconception(
    "chain-wrong",
    "This is how often the chain goes wrong. The question asks how often it is right.",
    lambda speech, intent, answer: 1 - speech * intent * answer,
)

chain_right.answers(
    right=[
        "q.speech * q.intent * q.answer",
        "(q.speech * q.intent * q.answer).to('percent')",
        "0.6048",
        "Q_(60.5, 'percent')",
        "right = q.speech\nfor share in (q.intent, q.answer):\n    right = right * share\nchain_right = right",
    ],
    wrong={
        "weakest-model": ["min(q.speech, q.intent, q.answer)", "Q_(80, 'percent')"],
        "mean-of-models": ["(q.speech + q.intent + q.answer) / 3", "0.8467"],
        "errors-added": ["1 - ((1 - q.speech) + (1 - q.intent) + (1 - q.answer))", "0.54"],
        "some-model-right": ["1 - (1 - q.speech) * (1 - q.intent) * (1 - q.answer)", "0.9968"],
        "all-wrong": ["(1 - q.speech) * (1 - q.intent) * (1 - q.answer)"],
        "chain-wrong": ["1 - q.speech * q.intent * q.answer", "0.3952"],
        "dropped:answer": ["q.speech * q.intent"],
        "scale:100|unit:percent": ["60.48"],
        "value:text": ["'60 %'"],
        "value:none": ["None"],
    },
)
