"""The section on the eras of AI: its functions, the bottlenecks, the timeline and the claims."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims, Classification, Edge, Function, Plot
from mlsys_course.kinds import plot as drawn

_EXPERT = "sec-introduction-expert-systems-era-knowledge-bottleneck-f928"
_STATISTICAL = "sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5"

# ------------------------------------------------------------------------------------------ I2.6 combine_cf


def _two_factors(draw: random.Random) -> tuple[float, float]:
    """Draw two factors of any sign, none near certainty."""
    return tuple(  # type: ignore[return-value]
        round(draw.uniform(0.1, 0.9), 2) * draw.choice((-1, 1)) for _ in range(2)
    )


@exercise(
    "combine_cf",
    bank="I2.6",
    rtol=1e-4,
    points=3,
    objective=2,
    bloom="Create",
    anchors=_EXPERT,
    title="Certainty factors, combined",
    prompt=(
        "Write the combination of two certainty factors a and b (from -1 to 1) as later MYCIN and EMYCIN"
        " had it: both at least 0: a + b(1 - a); both at most 0: a + b(1 + a); unlike signs: (a + b) over 1"
        " minus the smaller magnitude. The pair 1 and -1 is not asked for."
    ),
    spec=Function(
        cases=[(0.7, -0.4), (0.7, 0.6), (-0.5, -0.4), (-0.3, 0.8), (0.35, -0.6)],
        edges=[
            Edge("limit:a=0", (0, 0.4), "One rule says nothing, so that only the other one counts."),
            Edge("limit:b=0", (-0.4, 0), "One rule says nothing, so that only the other one counts."),
            Edge("limit:a=1", (1, 0.3), "One rule is certain already."),
            Edge("limit:a=-1", (-1, -0.3), "One rule is certain that it is not so."),
            Edge("limit:balanced", (0.6, -0.6), "The two rules outweigh each other."),
        ],
        generate=_two_factors,
    ),
)
def combine_cf(a, b):  # type: ignore[no-untyped-def]
    """Return the combined certainty factor."""
    if a >= 0 and b >= 0:
        return a + b * (1 - a)
    if a <= 0 and b <= 0:
        return a + b * (1 + a)
    return (a + b) / (1 - min(abs(a), abs(b)))


def _by_sign(positive: Any, negative: Any, unlike: Any) -> Any:
    """Return a function put together from one formula for each pair of signs."""

    def combined(a: float, b: float) -> float:
        formula = positive if a >= 0 and b >= 0 else negative if a <= 0 and b <= 0 else unlike
        return float(formula(a, b))

    return combined


def _for(a: float, b: float) -> float:
    return a + b * (1 - a)


def _against(a: float, b: float) -> float:
    return a + b * (1 + a)


def _unlike(a: float, b: float) -> float:
    return (a + b) / (1 - min(abs(a), abs(b)))


for _cause, _message, _wrong in (
    (
        "one-formula",
        "The formula for two positive factors is used for all signs: look at the two other cases.",
        _for,
    ),
    (
        "first-mycin",
        (
            "Unlike signs are simply added, as the first MYCIN did; later MYCIN divides by 1 minus the"
            " smaller magnitude."
        ),
        _by_sign(_for, _against, lambda a, b: a + b),
    ),
    (
        "negative-pair",
        (
            "Two negative factors get the formula for two positive ones: two rules against must add up to"
            " more than one of them, and never to more than certainty."
        ),
        _by_sign(_for, _for, _unlike),
    ),
    (
        "unlike-as-positive",
        "Unlike signs get the formula for two positive factors.",
        _by_sign(_for, _against, _for),
    ),
    (
        "unlike-as-negative",
        "Unlike signs get the formula for two negative factors.",
        _by_sign(_for, _against, _against),
    ),
    ("sum", "The two factors are added, whatever their signs.", lambda a, b: a + b),
    (
        "clipped-sum",
        (
            "The two factors are added and cut off at certainty: two rules of middling strength would make"
            " certain."
        ),
        lambda a, b: max(-1.0, min(1.0, a + b)),
    ),
    (
        "mean",
        "That is the mean: a second rule that agrees would make you less certain.",
        lambda a, b: (a + b) / 2,
    ),
    (
        "product",
        "That is the product: two rules that agree would make you less certain.",
        lambda a, b: a * b,
    ),
    (
        "stronger-only",
        "Only the stronger of the two counts there; the other one has no effect.",
        lambda a, b: max(a, b, key=abs),
    ),
    ("larger-only", "Only the larger number counts there.", max),
    (
        "sign-in-minimum",
        "In the denominator stands the smaller number, sign and all; the smaller magnitude belongs there.",
        _by_sign(_for, _against, lambda a, b: (a + b) / (1 - min(a, b))),
    ),
    (
        "larger-magnitude",
        "In the denominator stands the larger magnitude; the smaller one belongs there.",
        _by_sign(_for, _against, lambda a, b: (a + b) / (1 - max(abs(a), abs(b)))),
    ),
    (
        "denominator-plus",
        "The denominator is 1 plus the smaller magnitude; it is 1 minus that.",
        _by_sign(_for, _against, lambda a, b: (a + b) / (1 + min(abs(a), abs(b)))),
    ),
    (
        "unlike-everywhere",
        "The formula for unlike signs is used for all signs.",
        _unlike,
    ),
    (
        "cases-exchanged",
        "The formulas for two positive and two negative factors have changed places.",
        _by_sign(_against, _for, _unlike),
    ),
    (
        "signs-lost",
        "The signs are lost: a rule against the hypothesis is taken for one that supports it.",
        lambda a, b: abs(a) + abs(b) * (1 - abs(a)),
    ),
):
    combine_cf.misconception(_cause, _message)(_wrong)


# --------------------------------------------------------------------------------------- I2.10 spam_log_odds

_VOCABULARY = ("win", "free", "prize", "meeting", "notes", "lunch", "report", "offer")
_Counts = dict[str, int]
_Mail = tuple[list[str], _Counts, _Counts, int, int]


def _mail(draw: random.Random) -> _Mail:
    """Draw a mail of known words, and how many mails of each class hold them."""
    spam = {word: draw.randint(3, 150) for word in _VOCABULARY}
    ham = {word: draw.randint(3, 150) for word in _VOCABULARY}
    words = draw.sample(_VOCABULARY, draw.randint(2, 4))
    return words, spam, ham, draw.randint(200, 700), draw.randint(200, 900)


_LONG = [word for word in ("meeting", "notes") for _ in range(250)]


@exercise(
    "spam_log_odds",
    bank="I2.10",
    rtol=1e-4,
    points=3,
    objective=2,
    bloom="Create",
    anchors=_STATISTICAL,
    title="A spam filter in one function",
    prompt=(
        "Write naive Bayes as the natural logarithm of the odds of spam against ham: n_spam and n_ham mails"
        " were seen, spam_counts and ham_counts say how many of them contain a word. P(word given class) is"
        " (mails of the class with the word + 1) / (mails of the class + 2); the prior odds are n_spam :"
        " n_ham, without smoothing. Every listed word counts as often as it is listed, a word that is in no"
        " count has the count 0, words that are not listed do not count. A mail of hundreds of words must"
        " come out as well."
    ),
    spec=Function(
        cases=[
            (["win", "free"], {"win": 180, "free": 100}, {"win": 20, "free": 50}, 300, 700),
            (["notes"], {"notes": 4, "win": 90}, {"notes": 120, "win": 3}, 200, 450),
            (["win", "win", "free"], {"win": 80, "free": 60}, {"win": 9, "free": 30}, 400, 250),
        ],
        edges=[
            Edge(
                "limit:no-words",
                ([], {"win": 80}, {"win": 9}, 300, 700),
                "The mail has no words, so that only the prior speaks.",
            ),
            Edge(
                "limit:unseen-word",
                (["new"], {"win": 80}, {"win": 9}, 300, 700),
                "No mail of either class has shown the word.",
            ),
            Edge(
                "limit:unseen-in-ham",
                (["win"], {"win": 80}, {}, 300, 700),
                "One class has never shown the word.",
            ),
            Edge(
                "limit:long-mail",
                (_LONG, {"meeting": 3, "notes": 4}, {"meeting": 210, "notes": 160}, 300, 700),
                "The mail has hundreds of words: a product of so many small numbers is rounded to zero, a"
                " sum of their logarithms is not.",
            ),
        ],
        generate=_mail,
        independent=False,
    ),
)
def spam_log_odds(words, spam_counts, ham_counts, n_spam, n_ham):  # type: ignore[no-untyped-def]
    """Return the log-odds: the prior's, and what each word adds."""
    return _log_odds(words, spam_counts, ham_counts, n_spam, n_ham)


def _log_odds(
    words: Sequence[str],
    spam_counts: _Counts,
    ham_counts: _Counts,
    n_spam: int,
    n_ham: int,
    *,
    prior: float = 1.0,
    add: float = 1.0,
    classes: float = 2.0,
    once: bool = False,
) -> float:
    """Return log-odds; the options turn it into what a learner may have written instead."""
    listed = sorted(set(words)) if once else words
    total = prior * math.log(n_spam / n_ham)
    for word in listed:
        spam = (spam_counts.get(word, 0) + add) / (n_spam + classes)
        ham = (ham_counts.get(word, 0) + add) / (n_ham + classes)
        total += math.log(spam) - math.log(ham)
    return total


def _variant(**options: Any) -> Any:
    return lambda *mail: _log_odds(*mail, **options)


def _odds(*mail: Any) -> float:
    return math.exp(_log_odds(*mail))


def _probability(*mail: Any) -> float:
    return 1 / (1 + math.exp(-_log_odds(*mail)))


def _spam_only(words: Any, spam_counts: Any, ham_counts: Any, n_spam: Any, n_ham: Any) -> float:
    return math.log(n_spam / (n_spam + n_ham)) + sum(
        math.log((spam_counts.get(word, 0) + 1) / (n_spam + 2)) for word in words
    )


def _prior_smoothed(*mail: Any) -> float:
    n_spam, n_ham = mail[3:]
    return _log_odds(*mail, prior=0.0) + math.log((n_spam + 1) / (n_ham + 1))


def _prior_per_word(*mail: Any) -> float:
    return _log_odds(*mail, prior=float(len(mail[0])))


def _absent_too(words: Any, spam_counts: Any, ham_counts: Any, n_spam: Any, n_ham: Any) -> float:
    total = _log_odds(words, spam_counts, ham_counts, n_spam, n_ham)
    for word in sorted({*spam_counts, *ham_counts} - {*words}):
        spam = (spam_counts.get(word, 0) + 1) / (n_spam + 2)
        ham = (ham_counts.get(word, 0) + 1) / (n_ham + 2)
        total += math.log(1 - spam) - math.log(1 - ham)
    return total


def _by_vocabulary(words: Any, spam_counts: Any, ham_counts: Any, n_spam: Any, n_ham: Any) -> float:
    return _log_odds(
        words, spam_counts, ham_counts, n_spam, n_ham, classes=float(len({*spam_counts, *ham_counts}))
    )


def _per_word_total(words: Any, spam_counts: Any, ham_counts: Any, n_spam: Any, n_ham: Any) -> float:
    total = math.log(n_spam / n_ham)
    for word in words:
        total += math.log((spam_counts.get(word, 0) + 1) / (sum(spam_counts.values()) + 2))
        total -= math.log((ham_counts.get(word, 0) + 1) / (sum(ham_counts.values()) + 2))
    return total


def _counts_without_mails(words: Any, spam_counts: Any, ham_counts: Any, n_spam: Any, n_ham: Any) -> float:
    return math.log(n_spam / n_ham) + sum(
        math.log((spam_counts.get(w, 0) + 1) / (ham_counts.get(w, 0) + 1)) for w in words
    )


for _cause, _message, _wrong in (
    (
        "dropped:prior",
        "The prior is missing: how frequent spam is before any word is read counts too.",
        _variant(prior=0.0),
    ),
    (
        "dropped:smoothing",
        "Nothing is added to the counts: a word that one class has never shown would decide alone.",
        _variant(add=0.0, classes=0.0),
    ),
    (
        "smoothing:numerator-only",
        "One is added to the count, but nothing to the number of mails.",
        _variant(classes=0.0),
    ),
    (
        "smoothing:one-below",
        "The number of mails is raised by one; a word is there or not, so it is raised by two.",
        _variant(classes=1.0),
    ),
    (
        "smoothing:denominator-only",
        "Two are added to the number of mails, but nothing to the count.",
        _variant(add=0.0),
    ),
    (
        "smoothing:vocabulary",
        (
            "The number of mails is raised by the number of known words. That belongs to another model,"
            " which counts words and not mails."
        ),
        _by_vocabulary,
    ),
    (
        "counts:words",
        "The counts are divided by all counts of the class; the question divides by its mails.",
        _per_word_total,
    ),
    (
        "dropped:mails",
        "The counts of the two classes are compared as they are: divide each by the mails of its class.",
        _counts_without_mails,
    ),
    (
        "repeated-once",
        "A word that is listed twice counts once there.",
        _variant(once=True),
    ),
    ("odds", "Those are the odds; their natural logarithm is asked for.", _odds),
    (
        "probability",
        "That is the probability of spam; the logarithm of the odds is asked for.",
        _probability,
    ),
    (
        "spam-only",
        "That is the logarithm of what spam claims; it has to be compared with what ham claims.",
        _spam_only,
    ),
    ("prior-smoothed", "The prior is smoothed too; the question smooths the words only.", _prior_smoothed),
    ("prior-per-word", "The prior counts once for every word; it counts once.", _prior_per_word),
    (
        "absent-words",
        "Words that are not in the mail count too there; in this question they do not.",
        _absent_too,
    ),
    (
        "prior-inverted",
        "The prior is upside down: spam over ham, like everything else.",
        _variant(prior=-1.0),
    ),
):
    spam_log_odds.misconception(_cause, _message)(_wrong)


# ------------------------------------------------------------------------------------ I2.12 train_perceptron

_Points = list[list[float]]


def _cloud(draw: random.Random) -> tuple[_Points, list[int]]:
    """Draw points on both sides of a line that misses them by a margin, so that few rounds suffice."""
    size = draw.choice((2, 2, 3))
    while True:
        normal = [draw.choice((-2, -1, 1, 2)) for _ in range(size)]
        shift = draw.choice((-2, -1, 1, 2))
        points: _Points = []
        labels: list[int] = []
        while len(points) < 10:
            point = [float(draw.randint(-4, 4)) for _ in range(size)]
            side = sum(n * x for n, x in zip(normal, point, strict=True)) + shift
            if abs(side) >= 2:
                points.append(point)
                labels.append(int(side > 0))
        if 3 <= sum(labels) <= 7 and _rounds(points, labels) <= 12:
            return points, labels


def _learn(points: _Points, labels: Sequence[int], epochs: int = 100) -> tuple[tuple[float, ...], float, int]:
    weights, bias = [0.0] * len(points[0]), 0.0
    for epoch in range(1, epochs + 1):
        mistakes = 0
        for point, label in zip(points, labels, strict=True):
            error = label - int(sum(w * x for w, x in zip(weights, point, strict=True)) + bias > 0)
            if error:
                mistakes += 1
                weights = [w + error * x for w, x in zip(weights, point, strict=True)]
                bias += error
        if not mistakes:
            return tuple(weights), bias, epoch
    return tuple(weights), bias, epochs + 1


def _rounds(points: _Points, labels: Sequence[int]) -> int:
    return _learn(points, labels)[2]


@cache
def _separable(points: tuple[tuple[float, ...], ...], labels: tuple[int, ...]) -> bool:
    return _rounds([list(point) for point in points], labels) <= 100


def _after_one_round(points: _Points, labels: Sequence[int], weights: Sequence[float], bias: float) -> bool:
    """Say whether weights are those after the first round, whatever the size of a learner's steps."""
    once, shift, _ = _learn(points, labels, 1)
    mine, theirs = (*weights, bias), (*once, shift)
    size, length = math.hypot(*mine), math.hypot(*theirs)
    return size > 0 < length and all(
        abs(a / size - b / length) <= 1e-9 for a, b in zip(mine, theirs, strict=True)
    )


def _above(weights: Sequence[float], bias: float, point: Sequence[float]) -> tuple[bool, bool]:
    """Say whether w.x + b is above 0 in some order of its terms, and whether in all of them.

    A learner's sum and ours may differ in their last digit; on a line that digit decides.
    """
    terms = [*(w * x for w, x in zip(weights, point, strict=True)), bias]
    found = {math.fsum(terms) > 0, *(sum(order) > 0 for order in itertools.permutations(terms))}
    return any(found), all(found)


def _separates(args: tuple[Any, ...], result: Any) -> tuple[str, str] | None:
    """Judge weights and bias by what they do with the points."""
    points, labels = args[:2]
    weights, bias = result
    if len(weights) != len(points[0]):
        return (
            "perceptron:weights",
            "There must be one weight for each coordinate of a point, and the bias apart.",
        )
    if not all(map(math.isfinite, (*weights, bias))):
        return "perceptron:not-finite", "The weights have grown beyond all numbers."
    if not _separable(tuple(map(tuple, points)), tuple(labels)):
        return None  # no line does it: it is enough to come to an end
    sides = [_above(weights, bias, point) for point in points]
    if all(some if label else not every for (some, every), label in zip(sides, labels, strict=True)):
        return None
    values = [math.fsum((*(w * x for w, x in zip(weights, p, strict=True)), bias)) for p in points]
    ones = [v for v, label in zip(values, labels, strict=True) if label]
    zeros = [v for v, label in zip(values, labels, strict=True) if not label]
    if not any(weights) and not bias:
        return "perceptron:never-updates", "Weights and bias are still zero: every mistake must move them."
    if not any(weights):
        return (
            "perceptron:bias-only",
            "The weights are still zero: a mistake moves the weights too, not the bias alone.",
        )
    if _after_one_round(points, labels, weights, bias):
        return (
            "perceptron:one-round",
            (
                "These are the weights after one round: go on until a round passes without a mistake. Does a"
                " return stand inside the loop over the rounds?"
            ),
        )
    if ones and zeros and min(ones) >= 0 >= max(zeros) and not max(zeros) == 0 == min(ones):
        return (
            "perceptron:on-the-line",
            "A point labelled 1 lies on the line; w.x + b must be above 0 there.",
        )
    if ones and zeros and sum(ones) / len(ones) < sum(zeros) / len(zeros):
        return (
            "perceptron:sign",
            (
                "The points labelled 1 lie farther on the wrong side than those labelled 0: a mistake moves"
                " your weights away from where they should go."
            ),
        )
    if not bias:
        return (
            "perceptron:no-bias",
            "The bias is 0: a line through the origin cannot separate these points.",
        )
    if min(values) > 0:
        return (
            "perceptron:all-ones",
            "Every point comes out as 1. Move the weights after a mistake only, and in both directions.",
        )
    if max(values) <= 0:
        return (
            "perceptron:all-zeros",
            "Every point comes out as 0. A point labelled 1 that comes out as 0 must move the weights.",
        )
    return (
        "perceptron:not-separated",
        (
            "The line leaves a point on the wrong side, although these points can be separated. Go through"
            " all of them again and again, until a round passes without a mistake."
        ),
    )


_SQUARE = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


@exercise(
    "train_perceptron",
    bank="I2.12",
    rtol=1e-4,
    points=3,
    objective=2,
    bloom="Create",
    anchors="fn-early",
    title="A perceptron that learns",
    prompt=(
        "Write the training of a perceptron. X is a list of points (lists of coordinates), y their labels,"
        " 0 or 1. Return (weights, bias) such that w.x + b > 0 exactly for the points labelled 1, wherever"
        " a line can separate them; any such weights count. Where no line can, the function must come to an"
        " end all the same: epochs is the most rounds."
    ),
    spec=Function(
        cases=[
            # The first points tell most mistakes apart: one round, no bias, moves in one direction only.
            ([[-1.0, 0.0], [-1.0, 2.0], [2.0, 1.0], [1.0, 2.0]], [0, 1, 0, 1]),
            (_SQUARE, [0, 0, 0, 1]),
            (_SQUARE, [1, 1, 1, 0]),
            (_SQUARE, [0, 1, 1, 1]),
            ([[2.0, 1.0], [3.0, 4.0], [-1.0, -2.0], [-2.0, 0.0], [0.0, -3.0]], [1, 1, 0, 0, 0]),
        ],
        edges=[
            Edge("limit:one-class", (_SQUARE, [1, 1, 1, 1]), "All points are labelled 1."),
            Edge("limit:other-class", (_SQUARE, [0, 0, 0, 0]), "All points are labelled 0."),
            Edge(
                "limit:one-coordinate",
                ([[1.0], [2.0], [4.0], [5.0]], [0, 0, 1, 1]),
                "Points have one coordinate.",
            ),
            Edge(
                "limit:not-separable",
                (_SQUARE, [0, 1, 1, 0]),
                "No line separates these points; come to an end.",
            ),
        ],
        generate=_cloud,
        count=8,
        independent=False,
        judge_result=_separates,
    ),
)
def train_perceptron(X, y, epochs=100):  # type: ignore[no-untyped-def]
    """Return weights and bias after the last round, or after the first one without a mistake."""
    weights, bias, _ = _learn(X, y, epochs)
    return weights, bias


# -------------------------------------------------------------------------------------- I2.16 era_bottleneck

_BRITTLE, _ENTRY, _FEATURES, _SCALE = (
    "brittleness",
    "knowledge entry",
    "feature engineering",
    "compute and data scale",
)
_BOTTLENECKS = {
    "Symbolic AI": _BRITTLE,
    "Expert systems": _ENTRY,
    "Statistical learning": _FEATURES,
    "Deep learning": _SCALE,
    "a word problem is rephrased and gets no answer": _BRITTLE,
    "two specialists dictate rules that contradict each other": _ENTRY,
    "a filter cannot use what nobody thought of measuring": _FEATURES,
    "the network waits until there are cards with enough memory": _SCALE,
}


@exercise(
    "era_bottleneck",
    bank="I2.16",
    points=1,
    objective=2,
    bloom="Understand",
    anchors=(
        "tbl-ai-evolution-strengths",
        "sec-introduction-ai-paradigm-evolution-ae2b",
        "sec-introduction-prelearning-era-logic-knowledge-bottlenecks-f312",
    ),
    title="What held each era back?",
    prompt=(
        "Give each era, and each incident, the bottleneck it belongs to: brittleness, knowledge entry,"
        " feature engineering, or compute and data scale. Part of the point for part of the items."
    ),
    spec=Classification(
        items={
            "Symbolic AI": ("symbolic", "logic"),
            "Expert systems": ("expert",),
            "Statistical learning": ("statistical",),
            "Deep learning": ("deep",),
            "a word problem is rephrased and gets no answer": ("word problem",),
            "two specialists dictate rules that contradict each other": ("two specialists",),
            "a filter cannot use what nobody thought of measuring": ("a filter",),
            "the network waits until there are cards with enough memory": ("the network waits",),
        },
        classes={
            _BRITTLE: ("brittle", "rules break", "logic", "logic bottleneck"),
            _ENTRY: ("knowledge", "knowledge acquisition", "knowledge bottleneck"),
            _FEATURES: ("features", "manual features", "manual preprocessing"),
            _SCALE: ("compute & data scale", "compute", "data scale", "scale", "infrastructure"),
        },
        reconsider=(
            "Ask of each what people still had to do by hand: write the rules, bring in the knowledge,"
            " choose the features, or provide machines and data."
        ),
        partial=True,
    ),
)
def era_bottleneck() -> dict[str, Any]:
    """Give each era and incident its bottleneck."""
    return _BOTTLENECKS


era_bottleneck.misconception(
    "rules-are-knowledge",
    "Symbolic AI and expert systems have changed places: both are made of rules, but what fails first"
    " differs. Logic breaks at an unforeseen input; an expert's knowledge has to be brought in rule by"
    " rule.",
)(lambda: {"Symbolic AI": _ENTRY, "Expert systems": _BRITTLE})

era_bottleneck.misconception(
    "features-are-scale",
    "Statistical and deep learning have changed places: the one needs people to choose the features, the"
    " other learns them and needs machines and data for it.",
)(lambda: {"Statistical learning": _SCALE, "Deep learning": _FEATURES})

era_bottleneck.misconception(
    "rules-are-all-brittle",
    "Expert systems are held back by brittleness there. They are brittle too; what stopped them was getting"
    " knowledge in, and keeping it free of contradictions.",
)(lambda: {"Expert systems": _BRITTLE})

era_bottleneck.misconception(
    "contradiction-is-brittle",
    "Rules that contradict each other are put down to brittleness: they come from what several people know.",
)(lambda: {"two specialists dictate rules that contradict each other": _BRITTLE})

era_bottleneck.misconception(
    "rephrasing-is-knowledge",
    "A rephrased sentence is put down to missing knowledge: nothing new has to be known, only another"
    " wording read.",
)(lambda: {"a word problem is rephrased and gets no answer": _ENTRY})

era_bottleneck.misconception(
    "measuring-is-data",
    "What nobody thought of measuring is put down to scale: more of the same data would not hold it either.",
)(lambda: {"a filter cannot use what nobody thought of measuring": _SCALE})

era_bottleneck.misconception(
    "measuring-is-knowledge",
    "What nobody thought of measuring is put down to knowledge entry: the filter learns its rules, but only"
    " over the features it is given.",
)(lambda: {"a filter cannot use what nobody thought of measuring": _ENTRY})

era_bottleneck.misconception(
    "statistics-needs-scale",
    "Statistical learning is held back by scale there: it did with moderate data, but with features made by"
    " hand.",
)(lambda: {"Statistical learning": _SCALE})

era_bottleneck.misconception(
    "deep-learning-needs-features",
    "Deep learning is held back by feature engineering there, which is what it did away with.",
)(lambda: {"Deep learning": _FEATURES})


# ------------------------------------------------------------------------------------ I2.18 winters_plot

_WINTERS = ((1974.0, 1980.0), (1987.0, 1993.0))


@cache
def _series() -> tuple[list[float], list[float]]:
    """Return years and shares of the timeline."""
    from mlsys_course import data

    frame: Any = data.ai_timeline()
    return [float(year) for year in frame["year"]], [float(share) for share in frame["mention_share"]]


def _timeline_checks() -> list[Any]:
    years, shares = _series()
    peak = years[shares.index(max(shares))]
    return [
        drawn.Series(
            years,
            shares,
            rtol=0.005,
            joined=True,
            what="yearly shares",
            in_y=(
                *drawn.PERCENT,
                drawn.Drawn(1e6, ("million", "ppm", "1e-6", "1e6", "10⁶", "10^6"), "parts per million"),
                drawn.Drawn(1e4, ("1e-4", "10^-4", "10⁻⁴", "10^{-4}"), "units of a ten-thousandth"),
            ),
        ),
        drawn.Bands(
            _WINTERS,
            what="winters",
            wrong=[
                (
                    "band-between",
                    "The years between the two winters are shaded, which were a summer.",
                    1980,
                    1987,
                )
            ],
        ),
        drawn.Annotation(
            peak,
            any_of=("1988", "peak", "max", "high", "top"),
            what="note at the peak year",
        ),
        drawn.Label("x", ["year", "time", "date"], "that it counts years"),
        drawn.Label("y", ["share", "mention", "percent", "%", "gram", "fraction"], "which share it shows"),
    ]


@exercise(
    "winters_plot",
    bank="I2.18",
    points=3,
    objective=2,
    bloom="Create",
    anchors="fig-ai-timeline",
    title="Seventy years of mentions, with the winters",
    prompt=(
        "Draw the share of mentions against the year as a line, shade both winters from their first to"
        " their last year, and write a note at the year in which the share peaks. Label both axes. Part of"
        " the points for part of the picture."
    ),
    spec=Plot(_timeline_checks, partial=True),
)
def winters_plot() -> Any:
    """Draw the timeline."""
    from matplotlib.figure import Figure

    years, shares = _series()
    axes = Figure(layout="constrained").add_subplot()
    axes.plot(years, shares, color="black")
    for first, last in _WINTERS:
        axes.axvspan(first, last, facecolor="0.88", edgecolor="0.6", hatch="//")
    highest = shares.index(max(shares))
    axes.annotate(f"peak {years[highest]:.0f}", (years[highest], shares[highest]))
    axes.set_xlabel("Year")
    axes.set_ylabel("Share of n-grams that mention AI")
    return axes.figure


# ---------------------------------------------------------------------------------------- I2.19 era_claims


@exercise(
    "era_claims",
    bank="I2.19",
    points=3,
    objective=2,
    bloom="Evaluate",
    anchors=("fig-ai-timeline", "fig-alexnet", "tbl-ai-evolution-performance"),
    title="Do the numbers bear it out?",
    prompt=(
        "For each claim say whether the data support it, and give the value you computed, to three"
        " significant digits: {claim: (True or False, value)}. Part of the points for part of the claims."
    ),
    spec=Claims(
        claims={
            "first_winter": (
                "mentions of AI fell over the first winter, 1974 to 1980 (value: change in percent of 1974)"
            ),
            "second_winter": (
                "mentions of AI fell over the second winter, 1987 to 1993 (value: change in percent of 1987)"
            ),
            "highest_today": (
                "interest is at its highest in the last year of the series (value: last share over highest"
                " share)"
            ),
            "alexnet_accuracy": (
                "with a top-5 error of 15.3 percent, AlexNet's top-5 accuracy is 84.6 percent (value:"
                " accuracy in percent)"
            ),
            "hand_made_features": (
                "with hand-made features, statistical learning reached at most 60 percent top-5 accuracy on"
                " ImageNet; the runner-up of 2012 had 26.2 percent error (value: its accuracy in percent)"
            ),
            "sixty_million": (
                "AlexNet as drawn has more than 60 million parameters (value: parameters in millions)"
            ),
            "first_map": (
                "a kernel of 11 pixels, moved in steps of 4 over 224 pixels without padding, stands at 55"
                " places (value: (pixels - kernel) / step + 1, not rounded)"
            ),
        },
        rtol=0.0011,
        units={
            "first_winter": "percent",
            "second_winter": "percent",
            "alexnet_accuracy": "percent",
            "hand_made_features": "percent",
        },
        reconsider="Compute it once more, from the data and not from the text.",
        partial=True,
    ),
)
def era_claims() -> dict[str, tuple[bool, float]]:
    """Recompute each claim."""
    from mlsys_course import constants
    from mlsys_course.chapters.ch01_introduction.eras import alexnet

    years, shares = _series()
    share = dict(zip(years, shares, strict=True))
    error = constants.get("ALEXNET_TOP5_ERROR").quantity.to("percent").magnitude
    runner_up = constants.get("ILSVRC2012_RUNNER_UP_TOP5_ERROR").quantity.to("percent").magnitude
    return {
        "first_winter": (False, 100 * (share[1980] / share[1974] - 1)),
        "second_winter": (True, 100 * (share[1993] / share[1987] - 1)),
        "highest_today": (False, shares[-1] / max(shares)),
        "alexnet_accuracy": (False, 100 - float(error)),
        "hand_made_features": (False, 100 - float(runner_up)),
        "sixty_million": (True, alexnet.parameters() / 1e6),
        "first_map": (False, float(alexnet.map_size(224, 11, 4))),
    }


era_claims.misconception(
    "shading-believed",
    "The shading of a figure is believed: compare the shares of the first and the last year of each winter.",
)(lambda: {"first_winter": (True, -84.58)})

era_claims.misconception(
    "caption-of-today",
    "The last years rise steeply, but they are not the highest: look for the largest share of all.",
)(lambda: {"highest_today": (True, 1.0)})

era_claims.misconception(
    "table-believed",
    "A number of the table is believed: error and accuracy make a whole together.",
)(lambda: {"alexnet_accuracy": (True, 84.6)})

era_claims.misconception(
    "range-believed",
    "The range in the table is believed: the runner-up's features were made by hand, and its error is known.",
)(lambda: {"hand_made_features": (True, 60.0)})

era_claims.misconception(
    "rounded-map",
    "Places are counted before the division is done: 55 needs padding, or a larger input.",
)(lambda: {"first_map": (True, 55.0)})

era_claims.misconception(
    "one-tower-counted",
    "The parameters are not counted as drawn: each stream of a split layer sees only its own half of the"
    " maps.",
)(lambda: {"sixty_million": (False, 62.378)})

era_claims.misconception(
    "forgot-plus-one",
    "The first place is missing: a kernel that cannot move at all still stands at one.",
)(lambda: {"first_map": (False, 53.25)})

era_claims.misconception(
    "ratio-for-change",
    "A ratio is given where the change is asked for: subtract the whole.",
)(lambda: {"first_winter": (False, 184.58), "second_winter": (True, 59.84)})

era_claims.misconception(
    "error-for-accuracy",
    "The error is given where the accuracy is asked for.",
)(lambda: {"alexnet_accuracy": (False, 15.3), "hand_made_features": (False, 26.2)})

era_claims.misconception(
    "highest-inverted",
    "The ratio is upside down: the last share over the highest one.",
)(lambda: {"highest_today": (False, 1.1265)})
