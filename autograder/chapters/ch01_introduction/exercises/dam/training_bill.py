"""I4.5: what a training run costs."""

from mlsys_course.exercise import exercise


@exercise(
    "training_bill",
    bank="I4.5",
    unit="USD",
    rtol=0.01,
    points=2,
    scenario="samples_per_dollar",
    objective=1,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "sec-introduction-defining-ml-systems-d4af"),
    title="The bill of a training run",
    neighbours=("samples_per_dollar",),
)
def training_bill(epochs, images, rate, price):
    """Return the time that all samples take, times the price per time."""
    return epochs * images / rate * price


training_bill.answers(
    right=[
        "q.epochs * q.images / q.rate * q.price",
        "(q.epochs * q.images / q.rate * q.price).to('USD')",
        "q.epochs * q.images / (q.rate / q.price)",
        "Q_(51.2, 'USD')",
        "Q_(51.25, 'dollar')",
    ],
    wrong={
        "dropped:epochs": ["q.images / q.rate * q.price", "Q_(0.569, 'USD')"],
        "dropped:price": ["Q_(12.81, 'USD')", "Q_(46122, 'USD')"],
        "scale:3600": [
            "Q_((q.epochs * q.images / q.rate).to('second').magnitude * q.price.to('USD/hour').magnitude, 'USD')"
        ],
        "unit:time": ["q.epochs * q.images / q.rate"],
        "unit:missing": ["51.25"],
        "inverted:price": ["Q_(12.812 / 4, 'USD')"],
    },
)
