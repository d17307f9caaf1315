"""Right and wrong answers of the section on the AI moment."""

from __future__ import annotations

from autograder.answers import corpus

corpus(
    "queries_per_second",
    right=[
        "q.searches / q.span",
        "(q.searches / q.span).to('query/second')",
        "Q_(98380, 'query/second')",
        "Q_(98.38, 'query/millisecond')",
        "Q_(5.9028e6, 'query/minute')",
    ],
    wrong={
        "scale:60": ["Q_(5902777.8, 'query/second')"],
        "scale:3600": ["Q_(3.5417e8, 'query/second')"],
        "scale:24": ["Q_(2361111.1, 'query/second')"],
        "scale:86400": ["Q_(8.5e9, 'query/second')"],
        "unit:missing": ["98380"],
        "unit:sample": ["q.searches"],
    },
)

corpus(
    "possible_images_digits",
    right=[
        "len(str(q.levels ** (q.height * q.width * q.channels))) if q.height < 20 else "
        "math.floor(q.height * q.width * q.channels * math.log10(q.levels)) + 1",
        "np.floor(q.height * q.width * q.channels * np.log10(q.levels)) + 1",
        "int(q.height * q.width * q.channels * math.log10(q.levels)) + 1",
        "362508",
        "Decimal(362508)",
    ],
    wrong={
        "floor-alone": ["math.floor(q.height * q.width * q.channels * math.log10(q.levels))", "362507"],
        "logarithm-itself": ["q.height * q.width * q.channels * math.log10(q.levels)", "362507.545"],
        "channels-forgotten": ["math.floor(q.height * q.width * math.log10(q.levels)) + 1", "120836"],
        "bits-not-digits": ["q.height * q.width * q.channels * math.log2(q.levels)", "1204224"],
        "values-not-digits": ["q.height * q.width * q.channels", "150528"],
        "log:ln": ["math.floor(q.height * q.width * q.channels * math.log(q.levels)) + 1"],
        "rounding:none": ["q.height * q.width * q.channels * np.log10(q.levels) + 1"],
    },
)

corpus(
    "covered_fraction",
    right=[
        "np.log10(q.test_images) - q.height * q.width * q.channels * np.log10(q.levels)",
        "math.log10(q.test_images) - math.log10(q.levels) * q.height * q.width * q.channels",
        "-362502.8",
        "Decimal('-362502.8')",
    ],
    wrong={
        "sign": [
            "q.height * q.width * q.channels * np.log10(q.levels) - np.log10(q.test_images)",
            "362502.8",
        ],
        "log-of-values": ["np.log10(q.test_images) - np.log10(q.height * q.width * q.channels)"],
        "dropped:channels": ["np.log10(q.test_images) - q.height * q.width * np.log10(q.levels)"],
        "log:ln": ["np.log(q.test_images) - q.height * q.width * q.channels * np.log(q.levels)"],
        "inverted:levels|sum-for-difference": [
            "np.log10(q.test_images) + q.height * q.width * q.channels * np.log10(q.levels)"
        ],
    },
)

corpus(
    "exhaustive_test_time",
    right=[
        "2 ** (q.height * q.width) / q.rate",
        "(2.0 ** (q.height * q.width) / q.rate).to('day')",
        "Q_(584.5, 'year')",
        "Q_(213504, 'day')",
        "Q_(1.8447e10, 'second')",
    ],
    wrong={
        "base-and-exponent-swapped": ["(q.height * q.width) ** 2 / q.rate"],
        "one-side-only": ["2 ** q.height / q.rate"],
        "one-pixel-short": ["2 ** (q.height * q.width - 1) / q.rate", "Q_(292.27, 'year')"],
        "unit:missing": ["584.5"],
        "unit:1/time": ["q.rate / 2 ** (q.height * q.width)"],
    },
)

_RIGHT = {
    "a hand-written if-rule": "1.0",
    "the GCC compiler": "1.0",
    "debugging with a stack trace": "1.0",
    "a crash with an exception": "1.0",
    "logic that is written down": "1.0",
    "a labelled dataset": "2.0",
    "the training loop (SGD), in the role of the compiler": "2.0",
    "learned weights": "2.0",
    "a metric that degrades silently": "2.0",
    "debugging by looking at the distribution of the data": "2.0",
}

corpus(
    "software_version",
    right=[
        repr(_RIGHT),
        repr({item: float(version) for item, version in _RIGHT.items()}),
        repr({item: f"Software {version}" for item, version in reversed(_RIGHT.items())}),
        f"pd.Series({_RIGHT!r})",
        repr({item: version[0] for item, version in _RIGHT.items()}),
    ],
    wrong={
        "columns-swapped": [repr({item: "1.0" if v == "2.0" else "2.0" for item, v in _RIGHT.items()})],
        "all-one-class": [repr(dict.fromkeys(_RIGHT, "2.0"))],
        "training-code-is-1.0": [
            repr({**_RIGHT, "the training loop (SGD), in the role of the compiler": "1.0"})
        ],
        "weights-are-code": [repr({**_RIGHT, "learned weights": "1.0"})],
        "failures-swapped": [
            repr({**_RIGHT, "a crash with an exception": "2.0", "a metric that degrades silently": "1.0"})
        ],
        "data-is-not-source": [repr({**_RIGHT, "a labelled dataset": "1.0"})],
    },
)

corpus(
    "effort_factor",
    right=[
        "1 / (1 - q.ml_share)",
        "(1 / (1 - q.ml_share)).to('').magnitude",
        "1.053",
        "Fraction(20, 19)",
        "1.0526",
    ],
    wrong={
        "rest-over-share": ["(1 - q.ml_share) / q.ml_share", "19"],
        "one-over-share": ["1 / q.ml_share", "20"],
        "remaining-share": ["1 - q.ml_share", "0.95"],
        "one-plus-share": ["1 + q.ml_share", "1.05"],
        "one-plus-rest": ["1.95"],
        "share-itself": ["q.ml_share", "0.05"],
    },
)

corpus(
    "misclassified_emails",
    right=[
        "q.volume * (1 - q.accuracy)",
        "(q.volume * (1 - q.accuracy)).to('email/second')",
        "Q_(1.21e8, 'email/day')",
        "Q_(1400.5, 'email/second')",
        "q.volume - q.volume * q.accuracy",
    ],
    wrong={
        "divided-by-accuracy": ["q.volume / q.accuracy"],
        "correct-ones": ["q.volume * q.accuracy", "Q_(1.2088e11, 'email/day')"],
        "scale:10": ["Q_(1.21e9, 'email/day')"],
        "scale:100": ["Q_(1.21e10, 'email/day')"],
        "dropped:accuracy|scale:1000": ["q.volume"],
        "unit:missing": ["1.21e8"],
    },
)

corpus(
    "emails_in_flight",
    right=[
        "q.volume * q.latency",
        "(q.volume * q.latency).to('email')",
        "Q_(70023, 'email')",
        "Q_(70000, 'email')",
        "Q_(70.0, 'kiloemail')",
    ],
    wrong={
        "mistakes-only": ["q.volume * q.latency * (1 - q.accuracy)"],
        "scale:1000": ["Q_(7.0023e7, 'email')"],
        "inverted:latency": ["Q_(2.8009e7, 'email')"],
        "dropped:latency": ["Q_(1400463, 'email')"],
        "unit:missing": ["70023"],
        "unit:sample/time^2": ["q.volume / q.latency"],
    },
)

corpus(
    "peak_ratio",
    right=["q.gpu / q.cpu", "(q.gpu / q.cpu).to('').magnitude", "989", "988", "Fraction(989)"],
    wrong={
        "inverted": ["q.cpu / q.gpu", "0.0010111"],
        "sibling:A100_FLOPS_FP16_TENSOR|sibling:A100": ["312"],
        "sibling:H100_FLOPS_FP8_TENSOR|sibling:H100_FLOPS_FP16_TENSOR_SPARSE": ["1979"],
        "sibling:H100_FLOPS_TF32": ["494"],
        "unit:operation/time": ["q.gpu"],
    },
)

corpus(
    "quintillion_time",
    right=["q.ops / q.peak", "(q.ops / q.peak).to('minute')", "Q_(1011, 'second')", "Q_(16.85, 'minute')"],
    wrong={
        "unit:1/time": ["q.peak / q.ops"],
        "sibling:A100_FLOPS_FP16_TENSOR|sibling:A100": ["Q_(3205.1, 'second')"],
        "scale:1000": ["Q_(1.0111, 'second')"],
        "unit:missing": ["1011"],
        "inverted": ["Q_(0.000989, 'second')"],
    },
)

corpus(
    "emails_per_year",
    right=["q.volume", "q.volume.to('email/year')", "Q_(4.42e13, 'email/year')", "Q_(1.21e11, 'email/day')"],
    wrong={
        "spam-only": ["q.volume * q.spam"],
        "without-spam": ["(q.volume * (1 - q.spam)).to('email/year')"],
        "scale:30.4375": ["Q_(1.452e12, 'email/year')"],
        "scale:365.25|scale:unconverted": ["Q_(1.21e11, 'email/year')"],
        "scale:1000": ["Q_(4.4165e16, 'email/year')"],
        "unit:missing": ["4.42e13"],
        "unit:sample": ["Q_(4.42e13, 'email')"],
    },
)
