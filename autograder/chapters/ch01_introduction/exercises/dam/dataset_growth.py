"""I4.3: how much the dataset may grow for what better hardware saves."""

from mlsys_course.exercise import exercise


@exercise(
    "dataset_growth",
    bank="I4.3",
    unit="percent",
    rtol=0.01,
    points=2,
    scenario="cost_scaling",
    objective=1,
    bloom="Apply",
    anchors=("eq-cost-scaling", "sec-introduction-defining-ml-systems-d4af"),
    title="What better hardware pays for",
    neighbours=("cost_factor",),
)
def dataset_growth(efficiency_gain, model_growth):
    """Return what the gain leaves after the model's growth (eq-cost-scaling)."""
    return (1 + efficiency_gain) / (1 + model_growth) - 1


dataset_growth.misconception(
    "model-ignored",
    "This is the gain of the hardware alone. The larger model uses up a part of it.",
    lambda efficiency_gain, model_growth: efficiency_gain + 0 * model_growth,
)

dataset_growth.misconception(
    "one-missing",
    "You divide the gain itself by the model's factor. Turn the gain into a factor first: add one.",
    lambda efficiency_gain, model_growth: efficiency_gain / (1 + model_growth),
)

dataset_growth.misconception(
    "new-as-base",
    "You divide by the new size of the dataset. Growth is a share of the old size.",
    lambda efficiency_gain, model_growth: 1 - (1 + model_growth) / (1 + efficiency_gain),
)

dataset_growth.misconception(
    "percentages-subtracted",
    "You subtract one percentage from the other. Turn both into growth factors and divide.",
    lambda efficiency_gain, model_growth: efficiency_gain - model_growth,
)

dataset_growth.misconception(
    "percentages-added",
    "You add the two percentages. A larger model costs more, so it leaves less for the data.",
    lambda efficiency_gain, model_growth: efficiency_gain + model_growth,
)

dataset_growth.misconception(
    "factors-multiplied",
    "You multiply the two growth factors. A larger model costs more: divide by its factor.",
    lambda efficiency_gain, model_growth: (1 + efficiency_gain) * (1 + model_growth) - 1,
)

dataset_growth.misconception(
    "factor-not-growth",
    "This is the factor by which the dataset may grow. The question asks for the growth: subtract one.",
    lambda efficiency_gain, model_growth: (1 + efficiency_gain) / (1 + model_growth),
)

dataset_growth.misconception(
    "ratio-of-percentages",
    "You divide the two percentages. Turn each into a growth factor first: add one.",
    lambda efficiency_gain, model_growth: efficiency_gain / model_growth,
)

dataset_growth.answers(
    right=[
        "(1 + q.efficiency_gain) / (1 + q.model_growth) - 1",
        "((1 + q.efficiency_gain.to('').magnitude) / (1 + q.model_growth.to('').magnitude) - 1) * ureg.dimensionless",
        "0.2",
        "Q_(20, 'percent')",
        "Fraction(132, 110) - 1",
        "np.float64(1.32) / 1.1 - 1",
    ],
    wrong={
        "one-missing": ["q.efficiency_gain / (1 + q.model_growth)"],
        "new-as-base": ["1 - (1 + q.model_growth) / (1 + q.efficiency_gain)"],
        "model-ignored": ["q.efficiency_gain", "0.32"],
        "percentages-subtracted": ["q.efficiency_gain - q.model_growth", "Q_(22, 'percent')"],
        "percentages-added": ["q.efficiency_gain + q.model_growth", "0.42"],
        "factors-multiplied": ["(1 + q.efficiency_gain) * (1 + q.model_growth) - 1"],
        "factor-not-growth": ["(1 + q.efficiency_gain) / (1 + q.model_growth)", "1.2"],
        "ratio-of-percentages": ["q.efficiency_gain / q.model_growth", "3.2"],
    },
)
