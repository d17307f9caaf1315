"""I3.2: how many operations a training run takes."""

from mlsys_course.exercise import exercise


@exercise(
    "training_compute",
    bank="I3.2",
    unit="FLOP",
    rtol=0.01,
    points=2,
    scenario="model_and_corpus",
    objective=(2, 4),
    bloom="Apply",
    anchors=("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "gpt3-scale-stats"),
    title="Work of a training run",
    neighbours=("corpus_size",),
)
def training_compute(coefficient, parameters, tokens):
    """Return the work per parameter and token, times parameters, times tokens."""
    return coefficient * parameters * tokens


training_compute.misconception(
    "corpus-for-tokens",
    "This counts every token of the corpus. The model is trained on the tokens it is shown, which are fewer.",
    lambda coefficient, parameters, corpus: coefficient * parameters * corpus,
)

training_compute.misconception(
    "forward-only",
    "This is the work of the forward pass, a third of the whole: the backward pass takes twice as much.",
    lambda coefficient, parameters, tokens: coefficient * parameters * tokens / 3,
)

training_compute.misconception(
    "backward-only",
    "This is the work of the backward pass, two thirds of the whole: the forward pass belongs to it.",
    lambda coefficient, parameters, tokens: coefficient * parameters * tokens * 2 / 3,
)

training_compute.answers(
    right=[
        "q.coefficient * q.parameters * q.tokens",
        "(q.coefficient * q.parameters * q.tokens).to('ZFLOP')",
        "Q_(6 * q.parameters.magnitude * q.tokens.magnitude, 'FLOP')",
        "Q_(3.15e23, 'FLOP')",
        "Q_(315, 'ZFLOP')",
    ],
    wrong={
        "corpus-for-tokens": ["q.coefficient * q.parameters * q.corpus", "Q_(5.25e23, 'FLOP')"],
        "forward-only": ["Q_(2, 'FLOP/parameter/token') * q.parameters * q.tokens", "Q_(1.05e23, 'FLOP')"],
        "backward-only": ["Q_(4, 'FLOP/parameter/token') * q.parameters * q.tokens", "Q_(2.1e23, 'FLOP')"],
        "dropped:coefficient": ["Q_(5.25e22, 'FLOP')"],
        "unit:parameter*token": ["q.parameters * q.tokens"],
        "unit:missing": ["3.15e23"],
    },
)
