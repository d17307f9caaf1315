"""Right and wrong answers of the section on the eras of AI: the answers that are numbers."""

from autograder.answers import corpus

_SPAM = "q.prior * q.spam_1 * q.spam_2"
_HAM = "(1 - q.prior) * q.ham_1 * q.ham_2"

corpus(
    "spam_probability",
    right=[
        f"{_SPAM} / ({_SPAM} + {_HAM})",
        f"1 / (1 + {_HAM} / ({_SPAM}))",
        f"odds = {_SPAM} / ({_HAM})\nspam_probability = odds / (1 + odds)",
        f"np.float64({_SPAM} / ({_SPAM} + {_HAM}))",
        (
            "import math\n"
            "log_odds = math.log(q.prior / (1 - q.prior)) + math.log(q.spam_1 / q.ham_1) + math.log(q.spam_2 / q.ham_2)\n"
            "spam_probability = 1 / (1 + math.exp(-log_odds))"
        ),
        "0.885",
        "Q_(88.5, 'percent')",
    ],
    wrong={
        "odds-of-ham": [f"{_HAM} / ({_SPAM})", "0.1296"],
        "prior-above-only": [f"{_SPAM} / (q.spam_1 * q.spam_2 + q.ham_1 * q.ham_2)"],
        "not-normalised": [_SPAM, "0.0054"],
        "dropped:prior": [
            "q.spam_1 * q.spam_2 / (q.spam_1 * q.spam_2 + q.ham_1 * q.ham_2)",
            "0.947",
        ],
        "odds": [f"{_SPAM} / ({_HAM})", "7.714"],
        "priors-swapped": [
            (
                "(1 - q.prior) * q.spam_1 * q.spam_2 / ((1 - q.prior) * q.spam_1 * q.spam_2 + q.prior *"
                " q.ham_1 * q.ham_2)"
            ),
            "0.977",
        ],
        "prior-on-spam-only": [f"{_SPAM} / ({_SPAM} + q.ham_1 * q.ham_2)"],
        "likelihoods-added": [
            "q.prior * (q.spam_1 + q.spam_2) / (q.prior * (q.spam_1 + q.spam_2) "
            "+ (1 - q.prior) * (q.ham_1 + q.ham_2))"
        ],
        "one-word-only": [
            "q.prior * q.spam_1 / (q.prior * q.spam_1 + (1 - q.prior) * q.ham_1)",
            "q.prior * q.spam_2 / (q.prior * q.spam_2 + (1 - q.prior) * q.ham_2)",
        ],
        "prior-twice": [
            "spam, ham = q.prior**2 * q.spam_1 * q.spam_2, (1 - q.prior) ** 2 * q.ham_1 * q.ham_2\n"
            "spam_probability = spam / (spam + ham)"
        ],
        "mean-of-words": [
            "one = q.prior * q.spam_1 / (q.prior * q.spam_1 + (1 - q.prior) * q.ham_1)\n"
            "two = q.prior * q.spam_2 / (q.prior * q.spam_2 + (1 - q.prior) * q.ham_2)\n"
            "spam_probability = (one + two) / 2"
        ],
        "complement": [f"{_HAM} / ({_SPAM} + {_HAM})", "0.1148"],
        "scale:100": ["88.5"],
        "value:none": ["None"],
        "value:text": ["'0.885'"],
    },
)

_PASSED = "(1 - q.rejected)"

corpus(
    "cascade_saving",
    right=[
        f"q.stages / ((1 - {_PASSED}**q.stages) / q.rejected)",
        f"q.stages * q.rejected / (1 - {_PASSED}**q.stages)",
        f"q.stages / sum({_PASSED}**k for k in range(q.stages))",
        (
            "reaching, run = 1.0, 0.0\n"
            "for stage in range(q.stages):\n"
            "    run += reaching\n"
            "    reaching *= 1 - q.rejected\n"
            "cascade_saving = q.stages / run"
        ),
        f"q.stages * q.features / (q.features * np.sum({_PASSED} ** np.arange(q.stages)))",
        "5.00",
    ],
    wrong={
        "share-rejected": [f"1 - {_PASSED}**q.stages"],
        "stages-saved": [f"q.stages - (1 - {_PASSED}**q.stages) / q.rejected", "8.002"],
        "share-of-stages": [f"1 / {_PASSED}", "1 / q.rejected", "2"],
        "false-positives": [f"1 / {_PASSED}**q.stages", "1024"],
        "one-stage-only": ["q.stages", "10"],
        "expected-stages": [f"(1 - {_PASSED}**q.stages) / q.rejected", "1.998"],
        "last-share|first-stage-missing": [f"q.stages / (1 - {_PASSED}**q.stages)"],
        "first-stage-missing": [
            f"q.stages / ((1 - {_PASSED}**q.stages) / q.rejected - 1)",
            f"q.stages / sum({_PASSED}**k for k in range(1, q.stages + 1))",
            "10.01",
        ],
        "share-saved": [f"1 - (1 - {_PASSED}**q.stages) / (q.rejected * q.stages)", "0.8002"],
        "linear|share-of-stages": ["1 / (1 - q.rejected * (q.stages - 1) / 2)"],
        "features-counted": [f"q.features * q.stages * q.rejected / (1 - {_PASSED}**q.stages)"],
        "value:none": ["None"],
    },
)

# ------------------------------------------------------------------------------------------------ practice

corpus(
    "student_customers",
    right=[
        "def student_customers(ads, pct):\n    return 2 * (pct / 100 * ads) ** 2",
        "lambda ads, pct: 2 * (ads * pct / 100) ** 2",
        (
            "def student_customers(ads, pct):\n"
            "    part = Fraction(int(pct * 100), 10_000) * int(ads)\n"
            "    return 2 * part * part"
        ),
        "def student_customers(ads, pct):\n    return np.float64(2) * np.square(0.01 * pct * ads)",
        "def student_customers(n, p):\n    share = p / 100\n    return 2 * share**2 * n**2",
    ],
    wrong={
        "twice-inside": ["def student_customers(ads, pct):\n    return (2 * pct / 100 * ads) ** 2"],
        "square-of-ads-only": ["def student_customers(ads, pct):\n    return 2 * pct / 100 * ads**2"],
        "square-of-pct-only": ["def student_customers(ads, pct):\n    return 2 * (pct / 100) ** 2 * ads"],
        "dropped:square": ["def student_customers(ads, pct):\n    return 2 * pct / 100 * ads"],
        "percent:pct": ["def student_customers(ads, pct):\n    return 2 * (pct * ads) ** 2"],
        "dropped:twice": ["def student_customers(ads, pct):\n    return (pct / 100 * ads) ** 2"],
        "constant": ["def student_customers(ads, pct):\n    return 162"],
        "function:called": ["162"],
        "function:no-return": ["def student_customers(ads, pct):\n    print(2 * (pct / 100 * ads) ** 2)"],
        "integer-division": ["def student_customers(ads, pct):\n    return 2 * (pct / 100 * ads) ** 2 // 1"],
    },
)

corpus(
    "rules_for_all_cases",
    right=["2**q.features", "2**20", "1_048_576", "np.power(2, q.features)", "1 << 20", "1048576.0"],
    wrong={
        "squared": ["q.features**2", "400"],
        "doubled-once": ["2 * q.features", "40"],
        "pairs": ["q.features * (q.features - 1) / 2", "190", "210"],
        "permutations": ["math.factorial(20)"],
        "empty-case-left-out": ["2**q.features - 1", "1_048_575"],
        "base:10": ["10**q.features"],
        "value:none": ["None"],
    },
)

corpus(
    "combined_support",
    right=[
        "q.first + q.second * (1 - q.first)",
        "q.first + q.second - q.first * q.second",
        "1 - (1 - q.first) * (1 - q.second)",
        "0.88",
        "Q_(88, 'percent')",
        "Fraction(88, 100)",
    ],
    wrong={
        "sum": ["q.first + q.second", "1.3"],
        "mean": ["(q.first + q.second) / 2", "0.65"],
        "product": ["q.first * q.second", "0.42"],
        "maximum": ["np.maximum(q.first, q.second)", "0.7"],
        "doubt": ["(1 - q.first) * (1 - q.second)", "0.12"],
        "neighbour:conflicting_support": ["0.5"],
        "scale:100": ["88"],
    },
)

_WEAKEST = "np.minimum(np.minimum(q.infection, q.site), q.portal)"

corpus(
    "rule_conclusion",
    right=[
        f"q.strength * {_WEAKEST}",
        "q.strength * min(q.infection, q.site, q.portal)",
        "0.56",
        "Q_(56, 'percent')",
        "weakest = sorted([q.infection, q.site, q.portal])[0]\nrule_conclusion = weakest * q.strength",
    ],
    wrong={
        "premises-multiplied": ["q.strength * q.infection * q.site * q.portal", "0.504"],
        "premises-averaged": ["q.strength * (q.infection + q.site + q.portal) / 3", "0.63"],
        "strongest-premise|premises-ignored": ["0.7"],
        "strongest-premise": ["q.strength * max(q.infection, q.site, q.portal)"],
        "premises-ignored|strongest-premise": ["q.strength"],
        "strength-ignored": [_WEAKEST, "0.8"],
        "value:none": ["None"],
    },
)

_LOWER = "np.minimum(np.abs(q.first), np.abs(q.against))"

corpus(
    "conflicting_support",
    right=[
        f"(q.first + q.against) / (1 - {_LOWER})",
        "(q.first + q.against) / (1 - min(abs(q.first), abs(q.against)))",
        "0.5",
        "Q_(50, 'percent')",
        (
            "belief, disbelief = q.first, -q.against\n"
            "conflicting_support = (belief - disbelief) / (1 - min(belief, disbelief))"
        ),
    ],
    wrong={
        "first-mycin": ["q.first + q.against", "0.3"],
        "same-sign-formula": ["q.first + q.against * (1 - q.first)", "0.58"],
        "product": ["q.first * q.against", "-0.28"],
        "mean": ["(q.first + q.against) / 2", "0.15"],
        "larger-magnitude": ["(q.first + q.against) / (1 - np.maximum(np.abs(q.first), np.abs(q.against)))"],
        "sign-in-minimum": ["(q.first + q.against) / (1 - np.minimum(q.first, q.against))"],
        "magnitudes-added": ["q.first - q.against * (1 - q.first)", "0.82"],
        "neighbour:combined_support": ["0.88"],
        "sign": [f"-(q.first + q.against) / (1 - {_LOWER})"],
    },
)

corpus(
    "rule_pairs",
    right=[
        "q.rules * (q.rules - 1) / 2",
        "q.rules * (q.rules - 1) // 2",
        "math.comb(600, 2)",
        "179_700",
        "sum(range(600))",
        "179700.0",
    ],
    wrong={
        "with-itself": ["q.rules**2", "360_000", "q.rules * (q.rules + 1) / 2"],
        "ordered-pairs": ["q.rules * (q.rules - 1)", "359_400"],
        "linear": ["q.rules", "600"],
        "neighbours-only": ["q.rules - 1"],
        "half-the-square": ["q.rules**2 / 2", "180_000"],
        "value:none": ["None"],
    },
)

corpus(
    "word_spam_probability",
    right=[
        "q.spam_with / (q.spam_with + q.ham_with)",
        "1 - q.ham_with / (q.spam_with + q.ham_with)",
        "1 / (1 + q.ham_with / q.spam_with)",
        "0.9",
        "Q_(90, 'percent')",
        "Fraction(180, 200)",
    ],
    wrong={
        "odds": ["q.spam_with / q.ham_with", "9"],
        "likelihood": ["q.spam_with / q.spam_mails", "0.18"],
        "ham-given-word": ["q.ham_with / (q.spam_with + q.ham_with)", "0.1"],
        "all-mails": ["q.spam_with / (q.spam_mails + q.ham_mails)", "0.09"],
        "word-frequency|ham-given-word": [
            "(q.spam_with + q.ham_with) / (q.spam_mails + q.ham_mails)",
        ],
        "unit:sample": ["q.spam_with", "Q_(180, 'email')"],
        "scale:100": ["90"],
    },
)

corpus(
    "xor_accuracy",
    right=[
        "(q.corners - 1) / q.corners",
        "0.75",
        "3 / 4",
        "Q_(75, 'percent')",
        "Fraction(3, 4)",
        "np.mean([1, 1, 1, 0])",
    ],
    wrong={
        "separable": ["q.corners / q.corners", "1", "1.0"],
        "chance": ["q.labelled_one / q.corners", "0.5"],
        "error-rate": ["1 / q.corners", "0.25"],
        "count": ["q.corners - 1", "3"],
        "scale:100": ["75"],
    },
)

corpus(
    "error_reduction",
    right=[
        "(q.old_error - q.new_error) / q.old_error",
        "1 - q.new_error / q.old_error",
        "Q_(41.6, 'percent')",
        "Q_(42, 'percent')",
        "0.416",
        "((q.old_error - q.new_error) / q.old_error).to('percent')",
    ],
    wrong={
        "percentage-points": ["q.old_error - q.new_error", "Q_(10.9, 'percent')"],
        "new-as-base": ["(q.old_error - q.new_error) / q.new_error", "Q_(71.2, 'percent')"],
        "share:remaining": ["q.new_error / q.old_error", "Q_(58.4, 'percent')"],
        "accuracy-gain": ["(q.old_error - q.new_error) / (1 - q.old_error)", "Q_(14.8, 'percent')"],
        "ratio": ["q.old_error / q.new_error"],
        "sign": ["(q.new_error - q.old_error) / q.old_error"],
    },
)

corpus(
    "weights_memory",
    right=[
        "q.parameters * q.bytes_per_parameter",
        "(q.parameters * q.bytes_per_parameter).to('GB')",
        "Q_(240, 'MB')",
        "Q_(0.24, 'GB')",
        "Q_(228.9, 'MiB')",
        "Q_(1920, 'megabit')",
    ],
    wrong={
        "per-gpu": ["q.parameters * q.bytes_per_parameter / q.gpus"],
        "copied-to-gpus": ["q.parameters * q.bytes_per_parameter * q.gpus"],
        "scale:8": ["8 * q.parameters * q.bytes_per_parameter", "Q_(1920, 'MB')"],
        "unit:parameter": ["q.parameters"],
        "unit:missing": ["240"],
        "scale:1000": ["Q_(240, 'GB')"],
        "dropped:bytes_per_parameter|sibling:BYTES_INT8": ["Q_(60, 'MB')"],
    },
)

corpus(
    "mention_change",
    right=[
        "q.end_share / q.start_share - 1",
        "(q.end_share - q.start_share) / q.start_share",
        "Q_(-40.2, 'percent')",
        "-0.4016",
        "Q_(100 * (q.end_share / q.start_share - 1), 'percent')",
    ],
    wrong={
        "ratio": ["q.end_share / q.start_share", "Q_(59.8, 'percent')"],
        "end-as-base": [
            "1 - q.start_share / q.end_share",
            "q.start_share / q.end_share - 1",
            "Q_(67.1, 'percent')",
        ],
        "absolute-difference": ["q.end_share - q.start_share"],
        "sign": ["1 - q.end_share / q.start_share", "Q_(40.2, 'percent')"],
        "per-year": ["(q.end_share / q.start_share - 1) / (q.end_year - q.start_year)"],
        "scale:100": ["Q_(-0.402, 'percent')"],
    },
)
