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
    "You count every token of the corpus. The model is trained on fewer tokens: use those.",
    lambda coefficient, parameters, corpus: coefficient * parameters * corpus,
)

training_compute.misconception(
    "forward-only",
    "This is the forward pass only, a third of the work. The backward pass takes twice as much again.",
    lambda coefficient, parameters, tokens: coefficient * parameters * tokens / 3,
)

training_compute.misconception(
    "backward-only",
    "This is the backward pass only, two thirds of the work. Add the forward pass.",
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
