"""Right and wrong answers of the section on pitfalls: the quantities and numbers."""

from autograder.corpus import corpus

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
