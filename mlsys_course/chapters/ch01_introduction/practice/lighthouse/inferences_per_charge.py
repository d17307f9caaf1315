"""I7.8: how many inferences one charge of a battery allows."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "inferences_per_charge",
    bank="I7.8",
    scenario="phone_inference",
    objective=(5, 6),
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", "tbl-lighthouse-examples"),
    title="Inferences on one charge",
    prompt="How many inferences does the battery pay for, if it does nothing else? A plain number.",
)
def inferences_per_charge(battery, power, latency):
    """Return the energy in the battery over the energy of one inference."""
    return battery / (power * latency)


inferences_per_charge.misconception(
    "milliseconds-as-seconds",
    "You take the milliseconds for seconds. Let the units convert them.",
    lambda battery, power, latency: battery / (power * latency * 1000),
)

inferences_per_charge.misconception(
    "watt-hours-as-joules",
    "You take the watt-hours for joules. Let the units convert them.",
    lambda battery, power, latency: battery / 3600 / (power * latency),
)

inferences_per_charge.misconception(
    "latency-ignored",
    "This is how many seconds the battery lasts. Divide by the time of one inference.",
    lambda battery, power: battery / (power * Q_(1, "second")),
)

inferences_per_charge.misconception(
    "power-ignored",
    "You let the network draw one watt. Use the power that is given.",
    lambda battery, latency: battery / (Q_(1, "watt") * latency),
)

inferences_per_charge.misconception(
    "power-multiplied",
    "You multiply by the power. An inference costs power times time: divide by both.",
    lambda battery, power, latency: battery * power / (latency * Q_(1, "watt**2")),
)

inferences_per_charge.answers(
    right=[
        "q.battery / (q.power * q.latency)",
        "(q.battery / (q.power * q.latency)).to('').magnitude",
        "3_600_000",
        "3.6e6",
        "each = (q.power * q.latency).to('joule')\ninferences_per_charge = q.battery.to('joule') / each",
        "(q.battery / q.power).to('s') / q.latency.to('s')",
        "Fraction(3_600_000)",
    ],
    wrong={
        "watt-hours-as-joules": ["q.battery.magnitude / (q.power.magnitude * q.latency.magnitude / 1000)"],
        "watt-hours-as-joules|scale:3600": ["1000"],
        "latency-ignored": ["(q.battery / q.power).to('s').magnitude", "180_000"],
        "milliseconds-as-seconds|scale:1000": ["3600"],
        "milliseconds-as-seconds": [
            "q.battery.to('joule').magnitude / (q.power.magnitude * q.latency.magnitude)"
        ],
        "power-ignored": ["q.battery.to('joule').magnitude / q.latency.to('s').magnitude"],
        "unit:time": ["q.battery / q.power"],
        "unit:energy": ["q.power * q.latency"],
        "inverted": ["q.power * q.latency / q.battery"],
        "scale:unconverted|watt-hours-as-joules+milliseconds-as-seconds|scale:3600+scale:1000|scale:3.6e+06": [
            "1.0"
        ],
        "value:text": ["'3.6 million'"],
        "value:none": ["None"],
    },
)
