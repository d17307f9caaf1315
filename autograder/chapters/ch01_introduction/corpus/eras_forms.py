"""Answers to the eras' functions, classification, plot and claims."""

from __future__ import annotations

from autograder.answers import corpus


def _cf(body: str) -> str:
    """Write combine_cf with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"def combine_cf(a, b):\n{lines}"


_SAME = (
    "if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nif a <= 0 and b <= 0:\n    return a + b * (1 + a)\n"
)
_RIGHT_CF = _SAME + "return (a + b) / (1 - min(abs(a), abs(b)))"


def _then(last: str) -> str:
    """Write combine_cf with a right function inside and something done to its result."""
    inner = "\n".join(f"    {line}" for line in _RIGHT_CF.splitlines())
    return _cf(f"def right(a, b):\n{inner}\n{last}")


corpus(
    "combine_cf",
    right=[
        _cf(_RIGHT_CF),
        _cf(
            "if a * b < 0:\n"
            "    return (a + b) / (1 - min(abs(a), abs(b)))\n"
            "if a + b < 0:\n"
            "    return -(1 - (1 + a) * (1 + b))\n"
            "return 1 - (1 - a) * (1 - b)"
        ),
        _cf(
            "if a < 0 and b < 0:\n"
            "    return -combine_cf(-a, -b)\n"
            "if a >= 0 and b >= 0:\n"
            "    return a + b - a * b\n"
            "smaller = sorted([abs(a), abs(b)])[0]\n"
            "return np.float64((a + b) / (1 - smaller))"
        ),
        (
            "lambda x, y: x + y - x * y if min(x, y) >= 0 else x + y + x * y if max(x, y) <= 0 "
            "else (x + y) / (1 - min(abs(x), abs(y)))"
        ),
        _cf("a, b = Fraction(str(a)), Fraction(str(b))\n" + _RIGHT_CF),
        _cf("print(a, b)\n" + _RIGHT_CF),
    ],
    wrong={
        "one-formula": [_cf("return a + b * (1 - a)"), _cf("return 1 - (1 - a) * (1 - b)")],
        "first-mycin": [_cf(_SAME + "return a + b")],
        "negative-pair": [_cf(_RIGHT_CF.replace("(1 + a)", "(1 - a)"))],
        "unlike-as-positive": [_cf(_SAME + "return a + b * (1 - a)")],
        "unlike-as-negative": [
            _cf("if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nreturn a + b * (1 + a)")
        ],
        "sum": [_cf("return a + b")],
        "clipped-sum": [_cf("return max(-1, min(1, a + b))"), _cf("return float(np.clip(a + b, -1, 1))")],
        "mean": [_cf("return (a + b) / 2")],
        "product": [_cf("return a * b")],
        "stronger-only": [_cf("return a if abs(a) > abs(b) else b")],
        "larger-only": [_cf("return max(a, b)")],
        "sign-in-minimum": [_cf(_SAME + "return (a + b) / (1 - min(a, b))")],
        "larger-magnitude": [_cf(_SAME + "return (a + b) / (1 - max(abs(a), abs(b)))")],
        "denominator-plus": [_cf(_SAME + "return (a + b) / (1 + min(abs(a), abs(b)))")],
        "unlike-everywhere": [
            _cf("return (a + b) / (1 - min(abs(a), abs(b))) if abs(a) + abs(b) != 2 else 1")
        ],
        "cases-exchanged": [
            _cf(
                "if a < 0 and b < 0:\n"
                "    return a + b * (1 - a)\n"
                "if a > 0 and b > 0:\n"
                "    return a + b * (1 + a)\n"
                "return (a + b) / (1 - min(abs(a), abs(b)))"
            )
        ],
        "signs-lost": [_cf("return abs(a) + abs(b) * (1 - abs(a))")],
        "sign": [_then("return -right(a, b)")],
        "rounded": [_then("return round(right(a, b), 1)")],
        "function:no-return": [_cf(_SAME)],
        "function:called": ["0.5"],
        "function:arity": ["def combine_cf(factors):\n    return max(factors)"],
        "function:raises": [_cf(_SAME + "return (a + b) / (1 - minimum(abs(a), abs(b)))")],
        "none": ["None"],
        "not-attempted": ["...", _cf("return ...")],
    },
)

# ---------------------------------------------------------------------------------------------------- spam

_ARGS = "words, spam_counts, ham_counts, n_spam, n_ham"
_SPAM = "(spam_counts.get(w, 0) + 1) / (n_spam + 2)"
_HAM = "(ham_counts.get(w, 0) + 1) / (n_ham + 2)"


def _filter(body: str, before: str = "import math") -> str:
    """Write spam_log_odds with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{before}\ndef spam_log_odds({_ARGS}):\n{lines}"


def _sum(
    spam: str = _SPAM, ham: str = _HAM, prior: str = "math.log(n_spam / n_ham)", words: str = "words"
) -> str:
    return _filter(f"return {prior} + sum(math.log({spam}) - math.log({ham}) for w in {words})")


corpus(
    "spam_log_odds",
    right=[
        _sum(),
        _filter(
            "total = math.log(n_spam) - math.log(n_ham)\n"
            "for w in words:\n"
            f"    total += math.log(({_SPAM}) / ({_HAM}))\n"
            "return total"
        ),
        _filter(
            "spam = np.array([spam_counts.get(w, 0) for w in words], float)\n"
            "ham = np.array([ham_counts.get(w, 0) for w in words], float)\n"
            "terms = np.log((spam + 1) / (n_spam + 2)) - np.log((ham + 1) / (n_ham + 2))\n"
            "return np.log(n_spam / n_ham) + terms.sum()"
        ),
        _filter(
            "claims = []\n"
            "for counts, n in ((spam_counts, n_spam), (ham_counts, n_ham)):\n"
            "    claim = math.log(n / (n_spam + n_ham))\n"
            "    for word in words:\n"
            "        claim += math.log(((counts[word] if word in counts else 0) + 1) / (n + 2))\n"
            "    claims.append(claim)\n"
            "return claims[0] - claims[1]"
        ),
        _filter(
            "from collections import Counter\n"
            "return math.log(n_spam / n_ham) + sum(\n"
            f"    times * math.log({_SPAM} / ({_HAM})) for w, times in Counter(words).items())"
        ),
    ],
    wrong={
        "dropped:prior": [_sum(prior="0")],
        "dropped:smoothing": [_sum("spam_counts.get(w, 0) / n_spam", "ham_counts.get(w, 0) / n_ham")],
        "smoothing:numerator-only": [
            _sum("(spam_counts.get(w, 0) + 1) / n_spam", "(ham_counts.get(w, 0) + 1) / n_ham")
        ],
        "smoothing:one-below": [
            _sum("(spam_counts.get(w, 0) + 1) / (n_spam + 1)", "(ham_counts.get(w, 0) + 1) / (n_ham + 1)")
        ],
        "smoothing:denominator-only": [
            _sum("spam_counts.get(w, 0) / (n_spam + 2)", "ham_counts.get(w, 0) / (n_ham + 2)")
        ],
        "smoothing:vocabulary": [
            _sum(
                "(spam_counts.get(w, 0) + 1) / (n_spam + len(set(spam_counts) | set(ham_counts)))",
                "(ham_counts.get(w, 0) + 1) / (n_ham + len(set(spam_counts) | set(ham_counts)))",
            )
        ],
        "counts:words": [
            _sum(
                "(spam_counts.get(w, 0) + 1) / (sum(spam_counts.values()) + 2)",
                "(ham_counts.get(w, 0) + 1) / (sum(ham_counts.values()) + 2)",
            )
        ],
        "dropped:mails": [_sum("(spam_counts.get(w, 0) + 1)", "(ham_counts.get(w, 0) + 1)")],
        "repeated-once": [_sum(words="set(words)")],
        "odds": [
            _filter(f"odds = n_spam / n_ham\nfor w in words:\n    odds *= ({_SPAM}) / ({_HAM})\nreturn odds")
        ],
        "probability": [
            _filter(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return spam / (spam + ham)"
            )
        ],
        "spam-only": [
            _filter(f"return math.log(n_spam / (n_spam + n_ham)) + sum(math.log({_SPAM}) for w in words)")
        ],
        "prior-smoothed": [_sum(prior="math.log((n_spam + 1) / (n_ham + 1))")],
        "prior-per-word": [
            _filter(f"return sum(math.log(n_spam / n_ham) + math.log({_SPAM} / ({_HAM})) for w in words)")
        ],
        "prior-inverted": [_sum(prior="math.log(n_ham / n_spam)")],
        "absent-words": [
            _filter(
                "total = math.log(n_spam / n_ham)\n"
                "for w in set(spam_counts) | set(ham_counts) | set(words):\n"
                f"    p, q = {_SPAM}, {_HAM}\n"
                "    if w in words:\n"
                "        total += words.count(w) * (math.log(p) - math.log(q))\n"
                "    else:\n"
                "        total += math.log(1 - p) - math.log(1 - q)\n"
                "return total"
            )
        ],
        "sign": [
            _filter(
                f"return math.log(n_ham / n_spam) + sum(math.log({_HAM}) - math.log({_SPAM}) for w in words)"
            )
        ],
        "log:10-for-natural|log:natural-for-10": [
            _sum(prior="math.log10(n_spam / n_ham)").replace("math.log(", "math.log10(")
        ],
        "limit:long-mail": [
            _filter(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return math.log(spam / ham)"
            ),
            _filter(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return math.log(spam) - math.log(ham)"
            ),
        ],
        "limit:unseen-word|limit:unseen-in-ham": [_sum().replace(".get(w, 0)", "[w]")],
        "limit:unseen-word": [_sum(words="[w for w in words if w in spam_counts or w in ham_counts]")],
        "function:no-return": [_filter(f"print(sum(math.log({_SPAM}) - math.log({_HAM}) for w in words))")],
        "function:raises": [f"def spam_log_odds({_ARGS}):\n    return logarithm(n_spam / n_ham)"],
        "function:called": ["3.68"],
        "constant": [_filter("return 3.677")],
        "not-attempted": ["...", _filter("return ...")],
    },
)

# ----------------------------------------------------------------------------------------------- perceptron


def _perceptron(
    update: str = "w = [wi + error * xi for wi, xi in zip(w, x)]\nb += error",
    *,
    start: str = "w, b = [0.0] * len(X[0]), 0.0",
    rounds: str = "epochs",
    condition: str = "> 0",
    result: str = "w, b",
) -> str:
    moved = "\n".join(f"                {line}" for line in update.splitlines())
    return (
        "def train_perceptron(X, y, epochs=100):\n"
        f"    {start}\n"
        f"    for _ in range({rounds}):\n"
        "        wrong = 0\n"
        "        for x, t in zip(X, y):\n"
        f"            out = int(sum(wi * xi for wi, xi in zip(w, x)) + b {condition})\n"
        "            error = t - out\n"
        "            if error:\n"
        "                wrong += 1\n"
        f"{moved}\n"
        "        if not wrong:\n"
        "            break\n"
        f"    return {result}"
    )


corpus(
    "train_perceptron",
    right=[
        _perceptron(),
        _perceptron("w = [wi + 0.1 * error * xi for wi, xi in zip(w, x)]\nb += 0.1 * error"),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    X, y = np.asarray(X, float), np.asarray(y)\n"
            "    w, b = np.zeros(X.shape[1]), 0.0\n"
            "    for _ in range(epochs):\n"
            "        for x, t in zip(X, y):\n"
            "            step = 0.1 * (t - int(w @ x + b > 0))\n"
            "            w, b = w + step * x, b + step\n"
            "    return w, b"
        ),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    A = np.hstack([np.ones((len(X), 1)), np.array(X, float)])\n"
            "    s = 2 * np.array(y) - 1\n"
            "    v = np.zeros(A.shape[1])\n"
            "    for _ in range(1000):\n"
            "        bad = np.flatnonzero(s * (A @ v) <= 0)\n"
            "        if not len(bad):\n"
            "            break\n"
            "        v = v + s[bad[0]] * A[bad[0]]\n"
            "    return list(v[1:]), float(v[0])"
        ),
        _perceptron(start="w, b = [0.3] * len(X[0]), -0.7", result="(tuple(w), b)"),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    # pocket: the best line so far\n"
            "    w, b, best = [0] * len(X[0]), 0, None\n"
            "    for _ in range(epochs):\n"
            "        missed = [(x, t) for x, t in zip(X, y) if (sum(p * q for p, q in zip(w, x)) + b > 0) != t]\n"
            "        if best is None or len(missed) < best[0]:\n"
            "            best = len(missed), list(w), b\n"
            "        if not missed:\n"
            "            break\n"
            "        x, t = missed[0]\n"
            "        w, b = [p + (2 * t - 1) * q for p, q in zip(w, x)], b + 2 * t - 1\n"
            "    return best[1], best[2]"
        ),
    ],
    wrong={
        "perceptron:never-updates": [
            "def train_perceptron(X, y, epochs=100):\n    return [0.0] * len(X[0]), 0.0",
            _perceptron("pass"),
        ],
        "perceptron:bias-only": [_perceptron("b += error")],
        "perceptron:no-bias": [_perceptron("w = [wi + error * xi for wi, xi in zip(w, x)]")],
        "perceptron:sign": [_perceptron("w = [wi - error * xi for wi, xi in zip(w, x)]\nb -= error")],
        "perceptron:all-ones": [
            "def train_perceptron(X, y, epochs=100):\n"
            "    X, y = np.array(X), np.array(y)\n"
            "    return (X * y[:, None]).sum(axis=0), float(y.sum())"
        ],
        "perceptron:all-zeros": [_perceptron(start="w, b = [0.1] * len(X[0]), -50.0", rounds="1")],
        "perceptron:one-round": [
            _perceptron(rounds="1"),
            _perceptron(
                rounds="1", update="w = [wi + 0.1 * error * xi for wi, xi in zip(w, x)]\nb += 0.1 * error"
            ),
            _perceptron().replace("    return w, b", "        return w, b"),
        ],
        "perceptron:on-the-line": [_perceptron(condition=">= 0")],
        "perceptron:weights": [_perceptron(result="[b, *w], b")],
        "function:type": [
            _perceptron(result="w"),
            _perceptron(result="[b, *w]"),
            _perceptron(result="out"),
        ],
        "order": [_perceptron(result="b, w")],
        "function:no-return": [_perceptron().replace("    return w, b", "    print(w, b)")],
        "function:raises": [_perceptron(start="w, b = np.zeros(X.shape[1]), 0.0")],
        "function:called": ["([2.0, 1.0], -2.0)"],
        "function:arity": ["def train_perceptron(X):\n    return X, 0"],
        "none": ["None"],
        "not-attempted": ["...", "def train_perceptron(X, y, epochs=100):\n    return ..."],
    },
)

# --------------------------------------------------------------------------------------------- bottlenecks

_BRITTLE, _ENTRY, _FEATURES, _SCALE = (
    "brittleness",
    "knowledge entry",
    "feature engineering",
    "compute and data scale",
)
_RIGHT = {
    "Symbolic AI": _BRITTLE,
    "Expert systems": _ENTRY,
    "Statistical learning": _FEATURES,
    "Deep learning": _SCALE,
    "a word problem is rephrased and gets no answer": _BRITTLE,
    "two specialists dictate rules that contradict each other": _ENTRY,
    "a filter cannot use what nobody thought of measuring": _FEATURES,
    "the network waits until there are cards with enough memory": _SCALE,
}


def _but(**changes: str) -> str:
    """Write the right answer with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _RIGHT, strict=True))
    return repr({**_RIGHT, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "era_bottleneck",
    right=[
        repr(_RIGHT),
        repr({item: value.upper() for item, value in _RIGHT.items()}),
        repr({item.lower(): value.replace(" ", "-") for item, value in reversed(_RIGHT.items())}),
        f"pd.Series({_RIGHT!r})",
        f"pd.DataFrame({{'item': {list(_RIGHT)!r}, 'bottleneck': {list(_RIGHT.values())!r}}})",
        _but(a="brittle", b="knowledge acquisition", d="compute & data scale", h="infrastructure"),
        repr(list(_RIGHT.values())),
    ],
    wrong={
        "rules-are-knowledge|swapped:brittleness-knowledge entry": [_but(a=_ENTRY, b=_BRITTLE)],
        "features-are-scale|swapped:feature engineering-compute and data scale": [
            _but(c=_SCALE, d=_FEATURES)
        ],
        "rules-are-all-brittle": [_but(b=_BRITTLE)],
        "contradiction-is-brittle": [_but(f=_BRITTLE)],
        "rephrasing-is-knowledge": [_but(e=_ENTRY)],
        "measuring-is-data": [_but(g=_SCALE)],
        "measuring-is-knowledge": [_but(g=_ENTRY)],
        "statistics-needs-scale": [_but(c=_SCALE)],
        "deep-learning-needs-features": [_but(d=_FEATURES)],
        "all-one-class": [repr(dict.fromkeys(_RIGHT, _BRITTLE))],
        "item:missing": [repr({k: v for k, v in _RIGHT.items() if k != "Deep learning"})],
        "class:unknown": [_but(d="money")],
        "type:number": ["4"],
        "none": ["None"],
        "not-attempted": ["...", repr(dict.fromkeys(_RIGHT, 0)).replace("0", "...")],
    },
)

# ------------------------------------------------------------------------------------------------- the plot

_SET_UP = """
from mlsys_course import data

frame = data.ai_timeline()
fig, ax = plt.subplots()
"""
_BANDS = "ax.axvspan(1974, 1980, alpha=0.3)\nax.axvspan(1987, 1993, alpha=0.3)\n"
_NOTE = "ax.annotate('peak: 1988', (1988, frame.mention_share.max()))\n"
_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Share of n-grams that mention AI')\nwinters_plot = fig"


def _timeline(
    line: str = "ax.plot(frame.year, frame.mention_share)",
    bands: str = _BANDS,
    note: str = _NOTE,
    labels: str = _LABELS,
) -> str:
    return f"{_SET_UP}{line}\n{bands}{note}{labels}"


corpus(
    "winters_plot",
    right=[
        _timeline(),
        _timeline(
            "frame.plot(x='year', y='mention_share', ax=ax)",
            "for row in data.ai_winters().itertuples():\n"
            "    ax.axvspan(row.start_year, row.end_year, color='0.9')\n",
        ),
        _timeline("ax.plot(frame['year'], 100 * frame['mention_share'], 'k.-')").replace(
            "Share of", "Percent of"
        ),
        _timeline(
            bands=(
                "top = frame.mention_share.max()\n"
                "for low, high in [(1974, 1980), (1987, 1993)]:\n"
                "    ax.fill_between([low, high], 0, top, alpha=0.2)\n"
            )
        ),
        _timeline(
            note="ax.text(1988, frame.mention_share.max(), 'maximum')\n",
            labels=_LABELS.replace("= fig", "= ax"),
        ),
        _timeline(
            note=(
                "best = frame.loc[frame.mention_share.idxmax()]\n"
                "ax.annotate(f'{best.year:.0f}', xy=(best.year, best.mention_share), xytext=(2000, 2.5e-4),\n"
                "            arrowprops={'arrowstyle': '->'})\n"
            )
        ),
        "import seaborn as sns\n" + _timeline("sns.lineplot(frame, x='year', y='mention_share', ax=ax)"),
    ],
    wrong={
        "plot:x-missing": [_timeline("ax.plot(frame.mention_share)")],
        "plot:off-by-one": [_timeline("ax.plot(frame.year + 1, frame.mention_share)")],
        "plot:swapped": [_timeline("ax.plot(frame.mention_share, frame.year)")],
        "plot:sorted": [_timeline("ax.plot(frame.year, sorted(frame.mention_share))")],
        "plot:not-joined": [_timeline("ax.scatter(frame.year, frame.mention_share)")],
        "plot:points-missing": [_timeline("ax.plot(frame.year[20:], frame.mention_share[20:])")],
        "plot:cumulative": [_timeline("ax.plot(frame.year, frame.mention_share.cumsum())")],
        "band-between": [_timeline(bands="ax.axvspan(1980, 1987, alpha=0.3)\n")],
        "plot:no-bands": [_timeline(bands="")],
        "plot:band": [
            _timeline(bands="ax.axvspan(1974, 1980, alpha=0.3)\n"),
            _timeline(bands="ax.axvspan(1974, 1993)\n"),
        ],
        "plot:no-annotation": [_timeline(note="")],
        "plot:annotation-place": [_timeline(note="ax.annotate('peak', (1984, 1.6e-4))\n")],
        "plot:label-x": [_timeline(labels=_LABELS.replace("'Year'", "'x'"))],
        "plot:label-y": [
            _timeline(labels=_LABELS.replace("ax.set_ylabel('Share of n-grams that mention AI')", "pass"))
        ],
        "plot:blank": [_SET_UP + "winters_plot = fig"],
        "none": ["None", "plt.close('all')\nwinters_plot = plt.show()"],
        "type": ["'a plot'"],
        "not-attempted": ["..."],
    },
)

# ----------------------------------------------------------------------------------------------- the claims

_CLAIMS: dict[str, tuple[bool, float | None]] = {
    "first_winter": (False, 84.6),
    "second_winter": (True, -40.2),
    "highest_today": (False, 0.888),
    "alexnet_accuracy": (False, 84.7),
    "hand_made_features": (False, 73.8),
    "sixty_million": (True, 60.965),
    "first_map": (False, 54.25),
}


def _claims(**changes: tuple[bool, float | None]) -> str:
    return repr({**_CLAIMS, **changes})


corpus(
    "era_claims",
    right=[
        repr(_CLAIMS),
        (
            "from mlsys_course import data\n"
            "frame = data.ai_timeline().set_index('year')\n"
            "share = frame.mention_share\n"
            "from mlsys_course.eras import alexnet\n"
            "era_claims = {\n"
            "    'first_winter': (share[1980] > share[1974] and False, Q_(share[1980] / share[1974] - 1, '')),\n"
            "    'second_winter': (bool(share[1993] < share[1987]), 100 * (share[1993] / share[1987] - 1)),\n"
            "    'highest_today': (False, share.iloc[-1] / share.max()),\n"
            "    'alexnet_accuracy': (False, 100 - 15.3),\n"
            "    'hand_made_features': (False, Q_(73.8, 'percent')),\n"
            "    'sixty_million': (True, alexnet.parameters() / 1e6),\n"
            "    'first_map': (False, (224 - 11) / 4 + 1),\n"
            "}"
        ),
        _claims(first_winter=(False, 0.84583), second_winter=(True, -0.40159)),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        _claims(sixty_million=(True, 61.0), first_map=(False, 54.3)),
    ],
    wrong={
        "shading-believed": [_claims(first_winter=(True, -84.58))],
        "verdict-against-value": [_claims(first_winter=(True, 84.6))],
        "caption-of-today": [_claims(highest_today=(True, 1.0))],
        "table-believed": [_claims(alexnet_accuracy=(True, 84.6))],
        "range-believed": [_claims(hand_made_features=(True, 60.0))],
        "rounded-map": [_claims(first_map=(True, 55.0))],
        "one-tower-counted": [_claims(sixty_million=(True, 62.378))],
        "forgot-plus-one": [_claims(first_map=(False, 53.25))],
        "ratio-for-change": [_claims(first_winter=(False, 184.58)), _claims(second_winter=(True, 59.84))],
        "error-for-accuracy": [
            _claims(alexnet_accuracy=(False, 15.3)),
            _claims(hand_made_features=(False, 26.2)),
        ],
        "highest-inverted|value:highest_today:inverted": [_claims(highest_today=(False, 1.1265))],
        "value:sixty_million:scale": [_claims(sixty_million=(True, 60965224.0))],
        "value:second_winter": [_claims(second_winter=(True, -38.0))],
        "trusts-the-text": [repr({claim: (True, value) for claim, (_, value) in _CLAIMS.items()})],
        "trusts-nothing": [repr({claim: (False, value) for claim, (_, value) in _CLAIMS.items()})],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
