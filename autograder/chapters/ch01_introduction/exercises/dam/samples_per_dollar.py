"""I4.4: how many samples a device processes for a dollar."""

from mlsys_course.exercise import exercise


@exercise(
    "samples_per_dollar",
    bank="I4.4",
    unit="sample/USD",
    rtol=0.01,
    points=2,
    scenario="samples_per_dollar",
    objective=1,
    bloom="Apply",
    anchors=("sec-introduction-defining-ml-systems-d4af", "eq-cost-scaling"),
    title="Samples per dollar",
    neighbours=("training_bill",),
)
def samples_per_dollar(rate, price):
    """Return the rate over the price: samples per time over dollars per time."""
    return rate / price


samples_per_dollar.answers(
    right=[
        "q.rate / q.price",
        "(q.rate / q.price).to('sample/USD')",
        "q.rate * ureg.hour / (q.price * ureg.hour)",
        "Q_(2.25e6, 'sample/USD')",
        "Q_(Decimal(2250000), 'sample/USD')",
    ],
    wrong={
        "inverted:price": ["Q_(2500 * 3600 * 4, 'sample/USD')"],
        "unit:missing": ["2250000", "2500 * 3600 / 4"],
        "scale:3600": ["Q_(625, 'sample/USD')"],
        "scale:60": ["Q_(37500, 'sample/USD')"],
        "unit:currency/sample": ["q.price / q.rate"],
        "dropped:price": ["Q_(9e6, 'sample/USD')"],
    },
)
