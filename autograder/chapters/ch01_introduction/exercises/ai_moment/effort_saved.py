"""I1.8: what a model that costs nothing saves of a whole project."""

from mlsys_course.exercise import exercise


@exercise(
    "effort_saved",
    bank="I1.8",
    unit="month",
    points=2,
    scenario="technical_debt",
    objective=3,
    bloom="Analyze",
    anchors="sec-introduction-datacentric-paradigm-shift-4eca",
    title="What a ready-made model saves",
)
def effort_saved(engineers, span, ml_share, bought, glue):
    """Take what comes on top of the other work from what goes of the machine learning."""
    return engineers * span * (ml_share * bought - (1 - ml_share) * glue)


effort_saved.misconception(
    "glue-forgotten",
    "This is the work that the bought model takes away. Subtract the extra work of fitting it in.",
    lambda engineers, span, ml_share, bought: engineers * span * ml_share * bought,
)

effort_saved.misconception(
    "glue-of-the-whole",
    "You take the extra work as a share of all the work. It is a share of the work that is not machine "
    "learning.",
    lambda engineers, span, ml_share, bought, glue: engineers * span * (ml_share * bought - glue),
)

effort_saved.misconception(
    "glue-of-the-model",
    "You take the extra work as a share of the machine learning. It is a share of all the other work, "
    "which is far larger.",
    lambda engineers, span, ml_share, bought, glue: engineers * span * ml_share * (bought - glue),
)

effort_saved.misconception(
    "all-of-the-model",
    "You remove all of the machine learning. The bought model replaces only a share of it.",
    lambda engineers, span, ml_share, glue: engineers * span * (ml_share - (1 - ml_share) * glue),
)

effort_saved.misconception(
    "added",
    "You add the extra work to what is saved. It reduces the saving: subtract it.",
    lambda engineers, span, ml_share, bought, glue: (
        engineers * span * (ml_share * bought + (1 - ml_share) * glue)
    ),
)

effort_saved.misconception(
    "one-engineer",
    "This is what one engineer saves. Multiply by the number of engineers on the project.",
    lambda span, ml_share, bought, glue: span * (ml_share * bought - (1 - ml_share) * glue),
)

_ALL = "q.engineers * q.span"
_GLUE = "(1 - q.ml_share) * q.glue"

effort_saved.answers(
    right=[
        f"{_ALL} * (q.ml_share * q.bought - {_GLUE})",
        f"({_ALL} * q.ml_share * q.bought - {_ALL} * {_GLUE}).to('year')",
        f"work = {_ALL}\nlearning = work * q.ml_share\n"
        "effort_saved = learning * q.bought - (work - learning) * q.glue",
        "Q_(5.52, 'month')",
        "Q_(0.46, 'year')",
    ],
    wrong={
        "glue-forgotten": [f"{_ALL} * q.ml_share * q.bought", "Q_(19.2, 'month')"],
        "glue-of-the-whole": [f"{_ALL} * (q.ml_share * q.bought - q.glue)", "Q_(4.8, 'month')"],
        "glue-of-the-model": [f"{_ALL} * q.ml_share * (q.bought - q.glue)", "Q_(18.48, 'month')"],
        "all-of-the-model": [f"{_ALL} * (q.ml_share - {_GLUE})", "Q_(10.32, 'month')"],
        "added": [f"{_ALL} * (q.ml_share * q.bought + {_GLUE})"],
        "one-engineer": [f"q.span * (q.ml_share * q.bought - {_GLUE})"],
        "dropped:span|scale:12": ["Q_(0.46, 'month')"],
        "unit:missing": ["5.52"],
        "unit:plain|unit:dimensionless|unit:none": [
            f"Q_((q.ml_share * q.bought - {_GLUE}).to('').magnitude, 'percent')"
        ],
    },
)
