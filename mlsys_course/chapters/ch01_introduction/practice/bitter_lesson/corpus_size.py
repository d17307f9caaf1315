"""I3.3: how large the corpus is in bytes."""

from mlsys_course.exercise import exercise


@exercise(
    "corpus_size",
    bank="I3.3",
    unit="GB",
    rtol=0.01,
    scenario="model_and_corpus",
    objective=(2, 5),
    bloom="Apply",
    anchors=("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "gpt3-scale-stats"),
    title="Size of the corpus",
    prompt="How large is the corpus, at this number of bytes per token?",
    neighbours=("training_compute",),
)
def corpus_size(corpus, bytes_per_token):
    """Return tokens times bytes per token."""
    return corpus * bytes_per_token


corpus_size.answers(
    right=[
        "q.corpus * q.bytes_per_token",
        "(q.corpus * q.bytes_per_token).to('TB')",
        "Q_(700, 'GB')",
        "Q_(5600, 'Gbit')",
        "Q_(651.93, 'GiB')",
    ],
    wrong={
        "dropped:bytes_per_token": ["Q_(500, 'GB')"],
        "scale:1.073741824": ["Q_(651.93, 'GB')"],
        "scale:8": ["Q_(5600, 'GB')"],
        "inverted:bytes_per_token": ["Q_(357.14, 'GB')"],
        "unit:token": ["q.corpus"],
        "unit:missing": ["700"],
    },
)
