"""I7.9: how long a coin cell lasts."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "battery_life",
    bank="I7.9",
    unit="day",
    scenario="coin_cell",
    objective=(5, 6),
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", "tbl-lighthouse-examples"),
    title="How long a cell lasts",
    prompt="The sensor draws its power without a break. How long does the cell last?",
)
def battery_life(charge, voltage, power):
    """Return the energy in the cell over the power."""
    return charge * voltage / power


battery_life.misconception(
    "voltage-ignored",
    "You leave out the voltage, as if the power were a current. Charge times voltage is energy.",
    lambda charge, power: charge * Q_(1, "volt") / power,
)

battery_life.misconception(
    "energy-for-time",
    "This is the energy in the cell with another unit. Divide it by the power.",
    lambda charge, voltage: charge * voltage / Q_(1, "milliwatt") / 1000 * 24,
)

battery_life.answers(
    right=[
        "q.charge * q.voltage / q.power",
        "(q.charge * q.voltage / q.power).to('day')",
        "Q_(28.1, 'day')",
        "Q_(675, 'hour')",
        "Q_(2_430_000, 'second')",
        "energy = (q.charge * q.voltage).to('joule')\nbattery_life = energy / q.power",
        "Q_(4.018, 'week')",
    ],
    wrong={
        "voltage-ignored": ["q.charge * Q_(1, 'volt') / q.power", "Q_(9.375, 'day')", "Q_(225, 'hour')"],
        "scale:1000": ["Q_(675, 'second') * 3.6", "Q_(28_125, 'day')"],
        "scale:24": ["Q_(675, 'day')", "Q_(28.1, 'hour')"],
        "unit:missing": ["28.1", "675"],
        "unit:energy": ["q.charge * q.voltage", "Q_(0.675, 'watt_hour')"],
        "unit:current*time^2/energy": ["q.charge / q.power"],
        "operator:voltage|inverted:voltage|voltage:divides": ["Q_(3.125, 'day')"],
        "value:text": ["'28 days'"],
        "value:none": ["None"],
    },
)
