"""Right and wrong answers of the section on pitfalls: the quantities and numbers."""

from autograder.answers import corpus

_TOTAL = "(q.preprocessing + q.inference + q.postprocessing)"
_NEW = "(q.preprocessing + q.inference / q.speedup + q.postprocessing)"
_REST = "(q.preprocessing + q.postprocessing)"

corpus(
    "latency_reduction",
    right=[
        f"(q.inference - q.inference / q.speedup) / {_TOTAL}",
        f"((q.inference - q.inference / q.speedup) / {_TOTAL}).to('percent')",
        f"1 - ({_NEW} / {_TOTAL}).to('').magnitude",
        "old = q.preprocessing + q.inference + q.postprocessing\n"
        "new = old - q.inference * (1 - 1 / q.speedup)\n"
        "latency_reduction = (old - new) / old",
        "0.2308",
        "0.231",
        "Q_(23, 'percent')",
        "Fraction(30, 130)",
        "np.float64(30) / 130",
    ],
    wrong={
        "local-improvement": ["1 - 1 / q.speedup", "0.667", "Q_(66.7, 'percent')"],
        "new-as-base": [f"{_TOTAL} / {_NEW} - 1", "Q_(30, 'percent')", "0.3"],
        "inference-share": [f"q.inference / {_TOTAL}", "0.346"],
        "remaining-share": [f"{_NEW} / {_TOTAL}", "Q_(76.9, 'percent')"],
        "speedup-of-whole": [f"{_TOTAL} / {_NEW}", "1.3"],
        "share-over-speedup": [f"q.inference / q.speedup / {_TOTAL}"],
        "dropped:postprocessing": [
            "(q.inference - q.inference / q.speedup) / (q.preprocessing + q.inference)"
        ],
        "unit:percent|scale:100": ["23.077", "23.1"],
        "unit:time": ["q.inference - q.inference / q.speedup", "Q_(30, 'millisecond')"],
        "sign": [f"(q.inference / q.speedup - q.inference) / {_TOTAL}", "Q_(-23.08, 'percent')"],
        "value:text": ["'23 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "speedup_limit",
    right=[
        f"{_TOTAL} / {_REST}",
        f"({_TOTAL} / {_REST}).to('').magnitude",
        f"1 / (1 - q.inference / {_TOTAL})",
        f"1 + (q.inference / {_REST}).to('').magnitude",
        "1.529",
        "1.53",
        "130 / 85",
        "Fraction(130, 85)",
        "Decimal('1.5294')",
    ],
    wrong={
        "component-speedup": ["q.speedup"],
        "one-over-share": [f"{_TOTAL} / q.inference", "2.89"],
        "finite-speedup": [f"{_TOTAL} / {_NEW}", "1.3"],
        "multiplied": [f"q.speedup * {_TOTAL} / {_NEW}", "3.9"],
        "ratio:time": [f"{_REST} / {_TOTAL}", "0.654"],
        "gain": [f"q.inference / {_REST}", "0.529"],
        "dropped:postprocessing": ["(q.preprocessing + q.inference) / q.preprocessing", "1.75"],
        "unit:time": [_TOTAL],
        "value:infinite": ["math.inf"],
        "value:text": ["'one and a half'"],
    },
)

corpus(
    "preprocessing_budget",
    right=[
        "q.target - q.inference / q.speedup - q.postprocessing",
        "(q.target - (q.inference / q.speedup + q.postprocessing)).to('second')",
        "Q_(30, 'millisecond')",
        "Q_(0.03, 'second')",
        "Q_(30_000, 'microsecond')",
        "faster = q.inference / q.speedup\npreprocessing_budget = q.target - q.postprocessing - faster",
    ],
    wrong={
        "dropped:postprocessing": ["q.target - q.inference / q.speedup", "Q_(55, 'millisecond')"],
        "dropped:speedup": ["q.target - q.inference - q.postprocessing"],
        "dropped:inference,speedup": ["q.target - q.postprocessing", "Q_(45, 'millisecond')"],
        "scaled": [f"q.target * q.preprocessing / {_NEW}", "Q_(42, 'millisecond')"],
        "scaled-old": [f"q.target * q.preprocessing / {_TOTAL}", "Q_(32.3, 'millisecond')"],
        "all-shrunk": ["q.target - (q.inference + q.postprocessing) / q.speedup"],
        "inverted:speedup": ["q.target - q.inference * q.speedup - q.postprocessing"],
        "sum-for-difference": ["q.target - q.inference / q.speedup + q.postprocessing"],
        "unit:missing": ["30", "30.0"],
        "scale:1000": ["Q_(30, 'second')"],
        "value:text": ["'30 ms'"],
    },
)

_TESTS = "(q.period / q.interval).to('').magnitude"

corpus(
    "false_alarms",
    right=[
        "q.metrics * (q.period / q.interval) * q.probability",
        f"q.metrics * {_TESTS} * q.probability",
        "1944",
        "1940.0",
        "500 * 24 * 60 * 0.0027",
        "tests = (q.period / q.interval).to('') * q.metrics\nfalse_alarms = tests * q.probability",
        "Fraction(1944)",
        "np.int64(1944)",
    ],
    wrong={
        "per-test-round": ["q.metrics * q.probability", "1.35"],
        "probability-rounded": ["500 * 1440 * 0.003", "2160"],
        "per-hour": ["q.metrics * (Q_(1, 'hour') / q.interval) * q.probability", "81"],
        "dropped:metrics": [f"{_TESTS} * q.probability", "3.888"],
        "one-sided": [f"q.metrics * {_TESTS} * q.probability / 2", "972"],
        "all-tests": [f"q.metrics * {_TESTS}", "720000"],
        "inverted:interval|scale:1440": ["500 * 1440 * 1440 * 0.0027"],
        "unit:time": ["q.metrics * q.period * q.probability"],
        "complement:probability": [f"q.metrics * {_TESTS} * (1 - q.probability)"],
        "value:text": ["'1944 alarms'"],
        "value:none": ["None"],
    },
)

corpus(
    "drift_window",
    right=[
        "int(np.ceil(2 * (q.coefficient / q.distance) ** 2))",
        "np.ceil(2 * (q.coefficient / q.distance) ** 2)",
        "math.ceil(2 * float(q.coefficient) ** 2 / q.distance ** 2)",
        "n = 1\nwhile not q.distance > q.coefficient * np.sqrt(2 / n):\n    n += 1\ndrift_window = n",
        "1480",
        "Decimal(1480)",
        "np.float64(1480.0)",
    ],
    wrong={
        "rounding:down": ["np.floor(2 * (q.coefficient / q.distance) ** 2)", "1479"],
        "rounding:none": ["2 * (q.coefficient / q.distance) ** 2", "1479.68"],
        "dropped:2": ["np.ceil((q.coefficient / q.distance) ** 2)", "740"],
        "halved": ["np.ceil((q.coefficient / q.distance) ** 2 / 2)", "370"],
        "both-windows": ["np.ceil(4 * (q.coefficient / q.distance) ** 2)"],
        "not-squared": ["np.ceil(2 * q.coefficient / q.distance)", "55"],
        "half-squared": ["np.ceil(np.sqrt(2) * q.coefficient / q.distance)", "39"],
        "off-by-one": ["np.ceil(2 * (q.coefficient / q.distance) ** 2) + 1", "1481"],
        "value:text": ["'1480'"],
        "value:none": ["None"],
    },
)

corpus(
    "minority_accuracy",
    right=[
        "(q.overall - q.share * q.majority) / (1 - q.share)",
        "((q.overall - q.share * q.majority) / (1 - q.share)).to('percent')",
        "Q_(77, 'percent')",
        "0.77",
        "rest = 1 - q.share\n"
        "errors = (1 - q.overall) - q.share * (1 - q.majority)\n"
        "minority_accuracy = 1 - errors / rest",
        "(95 - 0.9 * 97) / 0.1 / 100",
        "Fraction(77, 100)",
    ],
    wrong={
        "mirrored": ["2 * q.overall - q.majority", "Q_(93, 'percent')", "0.93"],
        "not-divided": ["q.overall - q.share * q.majority", "0.077"],
        "overall": ["q.overall", "Q_(95, 'percent')"],
        "shares-exchanged": ["(q.overall - (1 - q.share) * q.majority) / q.share", "0.9478", "0.948"],
        "majority": ["q.majority"],
        "multiplied": ["q.overall * q.majority", "0.9215"],
        "error-rate": ["1 - (q.overall - q.share * q.majority) / (1 - q.share)", "0.23"],
        "error-over-accuracy": ["1 - (1 - q.overall) / (1 - q.share)", "Q_(50, 'percent')"],
        "scale:100": ["77", "77.0"],
        "unit:time": ["Q_(77, 'second')"],
        "value:text": ["'77 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "preprocessing_share",
    right=[
        "q.rise / (q.factor - 1)",
        "(q.rise / (q.factor - 1)).to('percent')",
        "Q_(20, 'percent')",
        "0.2",
        "Fraction(1, 5)",
        "growth = q.factor - 1\npreprocessing_share = q.rise.to('').magnitude / growth",
    ],
    wrong={
        "divided-by-factor": ["q.rise / q.factor", "Q_(13.33, 'percent')"],
        "rise-is-share": ["q.rise", "0.4"],
        "new-cost": ["q.factor * q.rise / (q.factor - 1)", "Q_(60, 'percent')"],
        "total-over-factor": ["(1 + q.rise) / q.factor", "Q_(46.7, 'percent')"],
        "share-of-new": ["q.factor * q.rise / (q.factor - 1) / (1 + q.rise)"],
        "scale:100": ["20"],
        "value:text": ["'20 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "upload_time",
    right=[
        "q.rate * q.hours / q.link",
        "(q.rate * q.hours / q.link).to('hour')",
        "Q_(33.8, 'hour')",
        "Q_(1.407, 'day')",
        "Q_(121_600, 'second')",
        "volume = q.rate * q.hours\nupload_time = volume / q.link.to('TB/hour')",
    ],
    wrong={
        "unit:missing": ["33.8"],
        "scale:8|dropped:hours": ["Q_(4.222, 'hour')"],
        "scale:8": ["q.rate * q.hours / q.link / 8", "q.rate * q.hours / q.link * 8"],
        "sibling:WAYMO_DATA_PER_HOUR_LOW": ["Q_(1.778, 'hour')"],
        "unit:length": ["Q_(33.8, 'meter')"],
        "unit:information": ["q.rate * q.hours"],
        "unit:none": ["q.rate / q.link"],
        "scale:3600": ["Q_(121_600, 'hour')"],
        "value:none": ["None"],
    },
)

corpus(
    "download_time",
    right=[
        "q.size / q.link",
        "(q.size / q.link).to('second')",
        "Q_(80, 'second')",
        "Q_(80_000, 'millisecond')",
        "Q_(1.333, 'minute')",
        "bits = q.size.to('kbit')\ndownload_time = bits / q.link",
    ],
    wrong={
        "scale:8": ["q.size / q.link / 8", "Q_(10, 'second')"],
        "bytes-doubled|scale:8": ["8 * q.size / q.link", "Q_(640, 'second')"],
        "scale:64": ["Q_(1.25, 'second')"],
        "scale:1000": ["Q_(0.08, 'second')", "Q_(80, 'millisecond')"],
        "inverted": ["Q_((q.link / q.size).to('1/second').magnitude, 'second')"],
        "unit:missing": ["80", "10"],
        "unit:frequency|unit:1/time": ["q.link / q.size"],
        "unit:information": ["q.size"],
        "value:text": ["'80 s'"],
    },
)

corpus(
    "extra_distance",
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

corpus(
    "memory_ratio",
    right=[
        "q.phone / q.microcontroller",
        "(q.phone / q.microcontroller).to('').magnitude",
        "4e6",
        "4_194_304",
        "Fraction(8 * 10**9, 2 * 10**3)",
        "round(q.phone.to('byte').magnitude / q.microcontroller.to('byte').magnitude)",
    ],
    wrong={
        "scale:1000": ["4000", "4e9"],
        "used:flash|used:flash-for-microcontroller": ["q.phone / q.flash", "250_000"],
        "inverted": ["(q.microcontroller / q.phone).to('').magnitude"],
        "unit:information": ["q.phone - q.microcontroller", "q.phone"],
        "scale:unconverted|scale:1000000": [
            "4",
            "q.phone.magnitude / q.microcontroller.magnitude",
        ],
        "value:text": ["'4 million'"],
        "value:none": ["None"],
    },
)

for _name, _right, _wrong in (
    (
        "error_growth",
        ["25", "25.0", "0.25 / 0.01", "Fraction(25)"],
        {"ratio:accuracy": ["1.32"], "points": ["24"], "inverted": ["0.04"], "relative-drop": ["0.2424"]},
    ),
    (
        "sentiment_error_growth",
        ["3.333", "3.33", "0.2 / 0.06", "Fraction(10, 3)"],
        {"ratio:accuracy": ["1.175"], "points": ["14"], "inverted": ["0.3"], "relative-drop": ["0.1489"]},
    ),
):
    corpus(
        _name,
        right=[
            "(1 - q.production) / (1 - q.benchmark)",
            "((1 - q.production) / (1 - q.benchmark)).to('').magnitude",
            f"before = 1 - q.benchmark\nafter = 1 - q.production\n{_name} = after / before",
            *_right,
        ],
        wrong={
            "ratio:accuracy": ["q.benchmark / q.production", *_wrong["ratio:accuracy"]],
            "points": ["(q.benchmark - q.production).to('percent').magnitude", *_wrong["points"]],
            "inverted": ["(1 - q.benchmark) / (1 - q.production)", *_wrong["inverted"]],
            "relative-drop": ["(q.benchmark - q.production) / q.benchmark", *_wrong["relative-drop"]],
            "stopped:production|error-rate|complement:production|dropped:benchmark": ["1 - q.production"],
            "unit:time": ["Q_(3, 'second')"],
            "value:none": ["None"],
        },
    )

corpus(
    "transformer_latency",
    right=[
        "q.data * q.data_factor + q.compute * q.ops_factor + q.overhead",
        "Q_(23, 'millisecond')",
        "Q_(0.023, 'second')",
        "Q_(23_000, 'microsecond')",
        "moving = q.data * q.data_factor\n"
        "computing = q.compute * q.ops_factor\n"
        "transformer_latency = (moving + computing + q.overhead).to('second')",
    ],
    wrong={
        "everything-times-operations": ["(q.data + q.compute + q.overhead) * q.ops_factor", "Q_(28, 'ms')"],
        "both-factors": ["(q.data + q.compute + q.overhead) * q.data_factor * q.ops_factor", "Q_(84, 'ms')"],
        "everything-times-data": ["(q.data + q.compute + q.overhead) * q.data_factor"],
        "swapped:data_factor,ops_factor|swapped:data,compute|everything-times-data": [
            "q.data * q.ops_factor + q.compute * q.data_factor + q.overhead",
        ],
        "dropped:overhead": ["q.data * q.data_factor + q.compute * q.ops_factor", "Q_(22, 'ms')"],
        "dropped:ops_factor": ["q.data * q.data_factor + q.compute + q.overhead"],
        "dropped:data_factor": ["q.data + q.compute * q.ops_factor + q.overhead"],
        "max-for-sum": ["max(q.data * q.data_factor, q.compute * q.ops_factor) + q.overhead"],
        "unit:missing": ["23"],
        "value:none": ["None"],
    },
)

corpus(
    "expected_failures",
    right=[
        "q.gpus * q.duration / q.mttf",
        "(q.gpus * q.duration / q.mttf).to('').magnitude",
        "12.43",
        "12.4",
        "1024 * 25.28 * 24 / 50_000",
        "between = q.mttf / q.gpus\nexpected_failures = (q.duration / between).to('')",
    ],
    wrong={
        "dropped:gpus": ["q.duration / q.mttf", "0.01213"],
        "scale:24|scale:unconverted": ["0.5177", "q.gpus * q.duration.magnitude / q.mttf.magnitude"],
        "time-between": ["q.mttf.to('hour').magnitude / q.gpus", "48.83"],
        "inverted": ["q.mttf / (q.gpus * q.duration)", "0.0805"],
        "unit:time": ["q.mttf / q.gpus", "q.gpus * q.duration"],
        "value:text": ["'12 failures'"],
        "value:none": ["None"],
    },
)

_BOTH = "(q.old * (1 - q.old) + q.feared * (1 - q.feared))"

corpus(
    "canary_time",
    right=[
        f"(q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) ** 2 / q.rate",
        f"n = (q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) ** 2\n"
        "canary_time = (n / q.rate).to('minute')",
        "Q_(19.3, 'minute')",
        "Q_(1157.7, 'second')",
        "Q_(1158, 'second')",
    ],
    wrong={
        "dropped:rate": ["Q_(38.59, 'minute')"],
        "dropped:power": [
            f"q.z_alpha ** 2 * {_BOTH} / (q.feared - q.old) ** 2 / q.rate",
            "Q_(9.445, 'minute')",
        ],
        "one-variance": [
            "(q.z_alpha + q.z_beta) ** 2 * q.old * (1 - q.old) / (q.feared - q.old) ** 2 / q.rate",
            "Q_(6.475, 'minute')",
        ],
        "other-variance": [
            "(q.z_alpha + q.z_beta) ** 2 * q.feared * (1 - q.feared) / (q.feared - q.old) ** 2 / q.rate",
        ],
        "squares-added": [f"(q.z_alpha ** 2 + q.z_beta ** 2) * {_BOTH} / (q.feared - q.old) ** 2 / q.rate"],
        "not-squared:difference|dropped:square": [
            f"(q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) / q.rate",
            "Q_(0.193, 'minute')",
        ],
        "scale:60": ["Q_(1157.7, 'minute')"],
        "unit:missing": ["19.3"],
        "value:none": ["None"],
    },
)

_PARTS = {
    "I": ("Introduction", "ML Systems", "ML Workflow", "Data Engineering"),
    "II": ("Neural Computation", "Network Architectures", "Frameworks", "Training"),
    "III": ("Data Selection", "Model Compression", "HW Acceleration", "Benchmarking"),
    "IV": ("Model Serving", "ML Operations", "Responsible Engineering", "Conclusion"),
}
_PART_OF = {chapter: part for part, chapters in _PARTS.items() for chapter in chapters}

corpus(
    "book_part",
    right=[
        repr(_PART_OF),
        repr({chapter: f"Part {part}" for chapter, part in _PART_OF.items()}),
        repr({chapter: list(_PARTS).index(part) + 1 for chapter, part in _PART_OF.items()}),
        repr({part: list(chapters) for part, chapters in _PARTS.items()}),
        f"pd.Series({_PART_OF!r})",
    ],
    wrong={
        "measuring-is-deploying": [repr({**_PART_OF, "Benchmarking": "IV"})],
        "data-selection-is-foundation": [repr({**_PART_OF, "Data Selection": "I"})],
        "frameworks-are-foundation": [repr({**_PART_OF, "Frameworks": "I"})],
        "data-engineering-is-building": [repr({**_PART_OF, "Data Engineering": "II"})],
        "serving-is-optimising": [repr({**_PART_OF, "Model Serving": "III"})],
        "all-one-class": [repr(dict.fromkeys(_PART_OF, "I"))],
        "class:unknown": [repr({**_PART_OF, "Conclusion": "V"})],
        "item:missing": [repr(dict(list(_PART_OF.items())[:-1]))],
        "none": ["None"],
    },
)
