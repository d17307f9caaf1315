"""Right and wrong answers of the section on data, algorithm and machine."""

from __future__ import annotations

from autograder.answers import corpus

_RIGHT = {
    "label noise rises after a vendor change": "Data",
    "matrix products fall back to one CPU core": "Machine",
    "training loss stays high, and more data does not help": "Algorithm",
    "the larger model no longer fits in GPU memory": "Machine",
    "users adopt new slang": "Data",
    "one class has 50 examples, another 50,000": "Data",
    "gradients vanish in 60 layers": "Algorithm",
    "the phone throttles when it gets warm": "Machine",
    "the test split holds duplicates of training images": "Data",
    "a plain MLP is used on images": "Algorithm",
    "the network card is saturated in the all-reduce": "Machine",
    "no snow scenes before a launch in New York": "Data",
}


def _with(**changes: str) -> str:
    """Write the answer with all items of one axis moved to another."""
    return repr({item: changes.get(axis, axis) for item, axis in _RIGHT.items()})


def _but(item: str, axis: str) -> str:
    return repr({**_RIGHT, item: axis})


corpus(
    "symptom_axis",
    right=[
        repr(_RIGHT),
        repr({item: axis.lower() for item, axis in _RIGHT.items()}),
        repr({item: axis[0] for item, axis in reversed(_RIGHT.items())}),
        f"pd.Series({_RIGHT!r})",
        repr(list(_RIGHT.items())),
    ],
    wrong={
        "everything-is-hardware|all-one-class": [repr(dict.fromkeys(_RIGHT, "Machine"))],
        "everything-is-the-model|all-one-class": [repr(dict.fromkeys(_RIGHT, "Algorithm"))],
        "everything-is-data|all-one-class": [repr(dict.fromkeys(_RIGHT, "Data"))],
        "data-blamed-on-model": [_with(Data="Algorithm")],
        "model-blamed-on-data": [_with(Algorithm="Data")],
        "memory-is-model": [_but("the larger model no longer fits in GPU memory", "Algorithm")],
        "drift-is-model": [_but("users adopt new slang", "Algorithm")],
        "leak-is-model": [_but("the test split holds duplicates of training images", "Algorithm")],
    },
)

corpus(
    "dataset_growth",
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

corpus(
    "samples_per_dollar",
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

corpus(
    "training_bill",
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

corpus(
    "pipeline_rate",
    right=[
        "min(q.storage, q.preprocessing, q.gpu * q.factor)",
        "np.minimum(np.minimum(q.storage, q.preprocessing), q.gpu * q.factor)",
        "sorted([q.storage, q.preprocessing, q.gpu * q.factor])[0]",
        "Q_(1800, 'sample/second')",
        "Q_(108000, 'image/minute')",
    ],
    wrong={
        "gpu-rate": ["q.gpu * q.factor", "Q_(10000, 'sample/second')"],
        "whole-speeds-up": ["min(q.storage, q.preprocessing, q.gpu) * q.factor", "Q_(7200, 'sample/second')"],
        "stages-in-turn": ["1 / (1 / q.storage + 1 / q.preprocessing + 1 / (q.gpu * q.factor))"],
        "dropped:storage": ["min(q.preprocessing, q.gpu * q.factor)"],
        "mean-of-stages": ["(q.storage + q.preprocessing + q.gpu * q.factor) / 3"],
        "unit:missing": ["1800"],
    },
)


def _function(body: str) -> str:
    return f"def bottleneck(rates):\n    {body}"


corpus(
    "bottleneck",
    right=[
        _function("name = min(rates, key=rates.get)\n    return name, rates[name]"),
        _function("return min(rates.items(), key=lambda pair: pair[1])"),
        _function("return sorted(rates.items(), key=lambda pair: pair[1])[0]"),
        _function("series = pd.Series(rates)\n    return series.idxmin(), series.min()"),
        _function("slowest = min(rates.values())\n    for name, rate in rates.items():\n"
                  "        if rate == slowest:\n            return [name, rate]"),
    ],
    wrong={
        "fastest-stage": [_function("name = max(rates, key=rates.get)\n    return name, rates[name]")],
        "first-stage": [_function("return next(iter(rates.items()))")],
        "last-stage": [_function("return list(rates.items())[-1]")],
        "smallest-name": [_function("return min(rates.items())")],
        "mean-rate": [_function("return min(rates, key=rates.get), sum(rates.values()) / len(rates)")],
        "harmonic-rate": [_function("return min(rates, key=rates.get), 1 / sum(1 / r for r in rates.values())")],
        "order-of-pair": [_function("return min(rates.values()), min(rates, key=rates.get)")],
        "function:type": [
            _function("return min(rates, key=rates.get)"),
            _function("return min(rates.values())"),
        ],
        "function:no-return": [_function("print(min(rates.items(), key=lambda pair: pair[1]))")],
    },
)  # fmt: skip

corpus(
    "gpus_for_weights",
    right=[
        "np.ceil((q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude)",
        "math.ceil((q.parameters * q.bytes_per_parameter / q.memory).to(''))",
        "int(-(-(q.parameters * q.bytes_per_parameter).to('byte').magnitude // q.memory.to('byte').magnitude))",
        "5",
        "np.int64(5)",
        "Decimal(5)",
    ],
    wrong={
        "rounding:down": [
            "math.floor((q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude)",
            "4",
        ],
        "rounding:none": ["(q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude", "4.0745"],
        "sibling:BYTES_FP32": ["9"],
        "dropped:bytes_per_parameter": ["3"],
        "unit:information": ["q.parameters * q.bytes_per_parameter"],
    },
)

corpus(
    "cost_factor",
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

corpus(
    "feed_bandwidth",
    right=[
        "q.gpu * q.image_size",
        "(q.gpu * q.image_size).to('MB/s')",
        "Q_(2.2, 'Gbit/s')",
        "Q_(275, 'MB/s')",
        "Q_(0.275, 'GB/s')",
    ],
    wrong={
        "scale:1000": ["Q_(275000, 'MB/s')", "Q_(275, 'kB/s')"],
        "scale:8": ["Q_(2200, 'MB/s')", "Q_(275, 'Mbit/s')", "Q_(34.375, 'MB/s')"],
        "unit:sample^2/information*time": ["q.gpu / q.image_size"],
        "unit:missing": ["275"],
        "inverted:image_size+scale:1000000": ["Q_(22727.3, 'MB/s')"],
    },
)

corpus(
    "gpu_busy",
    right=[
        "q.storage / q.image_size / q.gpu",
        "(q.storage / (q.image_size * q.gpu)).to('percent')",
        "0.545",
        "Q_(54.5, 'percent')",
        "Fraction(150000, 275000)",
    ],
    wrong={
        "idle-share": ["1 - (q.storage / q.image_size / q.gpu).to('').magnitude", "0.4545"],
        "inverted": ["q.gpu * q.image_size / q.storage", "1.8333"],
        "gpu-is-bottleneck": ["1.0"],
        "scale:8": ["0.06818"],
        "unit:percent|scale:100": ["54.545"],
        "unit:sample/information|unit:sample/time": ["q.storage / q.image_size"],
    },
)
