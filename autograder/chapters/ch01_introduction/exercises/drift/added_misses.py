"""I5.2: how many more pedestrians a fleet misses in a day when its detector finds a few percent fewer."""

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "added_misses",
    bank="I5.2",
    unit="1/day",
    points=2,
    scenario="detector",
    objective=(3, 7),
    bloom="Apply",
    anchors=(
        "sec-introduction-ml-vs-traditional-software-e19a",
        "sec-introduction-deployment-case-studies-636f",
    ),
    title="A little worse, over a whole fleet",
)
def added_misses(before, after, cars, hours, speed, density):
    """Count the pedestrians that all cars meet in a day, and take the share that is missed only now."""
    return cars * hours * speed * density * (before - after)


added_misses.misconception(
    "all-misses",
    "This counts all pedestrians missed now. Subtract those that were already missed at the start.",
    lambda after, cars, hours, speed, density: cars * hours * speed * density * (1 - after),
)

added_misses.misconception(
    "misses-at-the-start",
    "This counts the pedestrians missed at the start. The question asks how many more are missed now.",
    lambda before, cars, hours, speed, density: cars * hours * speed * density * (1 - before),
)

added_misses.misconception(
    "one-car",
    "This is one car. Multiply by the number of cars in the fleet.",
    lambda before, after, hours, speed, density: hours * speed * density * (before - after),
)

added_misses.misconception(
    "relative-loss",
    "You take the loss as a share of those found at the start. It is a share of all pedestrians.",
    lambda before, after, cars, hours, speed, density: (
        cars * hours * speed * density * (before - after) / before
    ),
)

added_misses.misconception(
    "round-the-clock",
    "You let the cars drive 24 hours a day. Use the hours they are on the road.",
    lambda before, after, cars, speed, density: (
        cars * Q_(24, "hour/day") * speed * density * (before - after)
    ),
)

_MET = "q.cars * q.hours * q.speed * q.density"

added_misses.answers(
    right=[
        f"{_MET} * (q.before - q.after)",
        f"({_MET} * (q.before - q.after)).to('1/hour')",
        f"met = {_MET}\nadded_misses = met * (1 - q.after) - met * (1 - q.before)",
        "Q_(28_800, '1/day')",
        "Q_(20, '1/minute')",
    ],
    wrong={
        "all-misses": [f"{_MET} * (1 - q.after)", "Q_(43_200, '1/day')"],
        "misses-at-the-start": [f"{_MET} * (1 - q.before)", "Q_(14_400, '1/day')"],
        "one-car": ["q.hours * q.speed * q.density * (q.before - q.after)"],
        "relative-loss": [f"{_MET} * (q.before - q.after) / q.before"],
        "round-the-clock": ["q.cars * Q_(24, 'hour/day') * q.speed * q.density * (q.before - q.after)"],
        "unit:missing": ["28_800"],
        "unit:length/time": ["q.cars * q.hours * q.speed"],
    },
)
