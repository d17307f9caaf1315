"""I4.2: by which factor the cost of training grows."""

from mlsys_course.exercise import exercise


@exercise(
    "cost_factor",
    bank="I4.2",
    rtol=0.002,
    scenario="cost_scaling",
    objective=1,
    bloom="Apply",
    anchors="eq-cost-scaling",
    title="How the cost scales",
    prompt=(
        "The model, the dataset and the hardware's efficiency each change by a factor. By what factor "
        "does the cost of training change, new over old?"
    ),
    neighbours=("dataset_growth",),
)
def cost_factor(model, dataset, hardware):
    """Return model times dataset over hardware efficiency."""
    return model * dataset / hardware


cost_factor.answers(
    right=[
        "q.model * q.dataset / q.hardware",
        "(q.model / q.hardware) * q.dataset",
        "4",
        "Fraction(4)",
        "Q_(4.0, '')",
    ],
    wrong={
        "inverted:hardware": ["q.model * q.dataset * q.hardware", "9"],
        "dropped:hardware": ["q.model * q.dataset", "6"],
        "inverted": ["q.hardware / (q.model * q.dataset)", "0.25"],
        "dropped:model": ["q.dataset / q.hardware"],
        "dropped:dataset": ["q.model / q.hardware"],
        "sum-for-product": ["(q.model + q.dataset) / q.hardware"],
    },
)
