"""I9.8: how much farther a car travels while the cloud decides."""

from mlsys_course.exercise import exercise


@exercise(
    "extra_distance",
    bank="I9.8",
    unit="meter",
    rtol=0.005,
    scenario="decision_distance",
    objective=6,
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", "fn-latency"),
    title="Metres a decision costs",
    prompt=(
        "A car decides on board within the edge latency, or asks the cloud and waits for the cloud "
        "latency. How much farther does it travel until the decision, at the given speed?"
    ),
)
def extra_distance(speed, edge, cloud):
    """Return speed times the additional time."""
    return speed * (cloud - edge)


extra_distance.misconception(
    "edge-distance",
    "This is how far the car travels before a decision on board. The question asks how much farther it "
    "travels with the cloud.",
    lambda speed, edge: speed * edge,
)

extra_distance.answers(
    right=[
        "q.speed * (q.cloud - q.edge)",
        "q.speed * q.cloud - q.speed * q.edge",
        "Q_(2.7, 'meter')",
        "Q_(0.0027, 'kilometer')",
        "Q_(270, 'centimeter')",
        "(q.speed * (q.cloud - q.edge)).to('meter')",
    ],
    wrong={
        "dropped:edge": ["q.speed * q.cloud", "Q_(3, 'meter')"],
        "edge-distance": ["q.speed * q.edge", "Q_(0.3, 'meter')"],
        "sum-for-difference": ["q.speed * (q.cloud + q.edge)", "Q_(3.3, 'meter')"],
        "sign": ["q.speed * (q.edge - q.cloud)"],
        "scale:1000|scale:unconverted": ["Q_(2700, 'meter')", "Q_(2.7, 'millimeter')"],
        "unit:time": ["q.cloud - q.edge"],
        "unit:missing": ["2.7"],
        "value:none": ["None"],
    },
)
