"""I2.10: naive Bayes as the logarithm of the odds of spam, as a function."""

import math
import random
from collections.abc import Sequence

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function

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
    anchors="sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5",
    title="A spam filter in one function",
    spec=Function(
        gives="one number, the log-odds of spam",
        cases=[
            (["win", "free"], {"win": 180, "free": 100}, {"win": 20, "free": 50}, 300, 700),
            (["notes"], {"notes": 4, "win": 90}, {"notes": 120, "win": 3}, 200, 450),
            (["win", "win", "free"], {"win": 80, "free": 60}, {"win": 9, "free": 30}, 400, 250),
        ],
        edges=[
            Edge(
                "limit:no-words",
                ([], {"win": 80}, {"win": 9}, 300, 700),
                "The email has no words, so that only the prior speaks.",
            ),
            Edge(
                "limit:unseen-word",
                (["new"], {"win": 80}, {"win": 9}, 300, 700),
                "No email of either class has shown the word.",
            ),
            Edge(
                "limit:unseen-in-ham",
                (["win"], {"win": 80}, {}, 300, 700),
                "One class has never shown the word.",
            ),
            Edge(
                "limit:long-mail",
                (_LONG, {"meeting": 3, "notes": 4}, {"meeting": 210, "notes": 160}, 300, 700),
                "The email has hundreds of words: a product of so many small numbers is rounded to zero, a "
                "sum of their logarithms is not.",
            ),
        ],
        generate=_mail,
        independent=False,
        borrowed=["eras.spam.NaiveBayes.log_odds"],
    ),
)
def spam_log_odds(words, spam_counts, ham_counts, n_spam, n_ham):
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


def _variant(**options):
    return lambda *mail: _log_odds(*mail, **options)


def _odds(*mail) -> float:
    return math.exp(_log_odds(*mail))


def _probability(*mail) -> float:
    return 1 / (1 + math.exp(-_log_odds(*mail)))


def _spam_only(words, spam_counts, ham_counts, n_spam, n_ham) -> float:
    return math.log(n_spam / (n_spam + n_ham)) + sum(
        math.log((spam_counts.get(word, 0) + 1) / (n_spam + 2)) for word in words
    )


def _prior_smoothed(*mail) -> float:
    n_spam, n_ham = mail[3:]
    return _log_odds(*mail, prior=0.0) + math.log((n_spam + 1) / (n_ham + 1))


def _prior_per_word(*mail) -> float:
    return _log_odds(*mail, prior=float(len(mail[0])))


def _absent_too(words, spam_counts, ham_counts, n_spam, n_ham) -> float:
    total = _log_odds(words, spam_counts, ham_counts, n_spam, n_ham)
    for word in sorted({*spam_counts, *ham_counts} - {*words}):
        spam = (spam_counts.get(word, 0) + 1) / (n_spam + 2)
        ham = (ham_counts.get(word, 0) + 1) / (n_ham + 2)
        total += math.log(1 - spam) - math.log(1 - ham)
    return total


def _by_vocabulary(words, spam_counts, ham_counts, n_spam, n_ham) -> float:
    return _log_odds(
        words, spam_counts, ham_counts, n_spam, n_ham, classes=float(len({*spam_counts, *ham_counts}))
    )


def _per_word_total(words, spam_counts, ham_counts, n_spam, n_ham) -> float:
    total = math.log(n_spam / n_ham)
    for word in words:
        total += math.log((spam_counts.get(word, 0) + 1) / (sum(spam_counts.values()) + 2))
        total -= math.log((ham_counts.get(word, 0) + 1) / (sum(ham_counts.values()) + 2))
    return total


def _counts_without_mails(words, spam_counts, ham_counts, n_spam, n_ham) -> float:
    return math.log(n_spam / n_ham) + sum(
        math.log((spam_counts.get(w, 0) + 1) / (ham_counts.get(w, 0) + 1)) for w in words
    )


spam_log_odds.misconception(
    "dropped:prior",
    "You leave out the prior: add how frequent spam is before any word is read.",
    _variant(prior=0.0),
)

spam_log_odds.misconception(
    "dropped:smoothing",
    "You add nothing to the counts. A word that one class has never shown would then decide alone.",
    _variant(add=0.0, classes=0.0),
)

spam_log_odds.misconception(
    "smoothing:numerator-only",
    "You add one to the count but nothing to the number of emails. Add two to the number of emails.",
    _variant(classes=0.0),
)

spam_log_odds.misconception(
    "smoothing:one-below",
    "You add one to the number of emails. A word is in an email or not, so add two.",
    _variant(classes=1.0),
)

spam_log_odds.misconception(
    "smoothing:denominator-only",
    "You add two to the number of emails but nothing to the count. Add one to the count.",
    _variant(add=0.0),
)

spam_log_odds.misconception(
    "smoothing:vocabulary",
    "You add the number of known words to the number of emails. That belongs to a model that counts words,"
    " not emails.",
    _by_vocabulary,
)

spam_log_odds.misconception(
    "counts:words",
    "You divide by all word counts of the class. Divide by its number of emails.",
    _per_word_total,
)

spam_log_odds.misconception(
    "dropped:mails",
    "You compare the raw counts of the two classes. Divide each by the emails of its class.",
    _counts_without_mails,
)

spam_log_odds.misconception(
    "repeated-once",
    "You count a word that is listed twice only once: add its logarithms each time.",
    _variant(once=True),
)

spam_log_odds.misconception("odds", "Those are the odds. Take their natural logarithm.", _odds)

spam_log_odds.misconception(
    "probability",
    "That is the probability of spam. The question asks for the logarithm of the odds.",
    _probability,
)

spam_log_odds.misconception(
    "spam-only",
    "That is only the spam side. Subtract the logarithms of the ham side.",
    _spam_only,
)

spam_log_odds.misconception(
    "prior-smoothed", "You smooth the prior, too. Smooth only the words.", _prior_smoothed
)

spam_log_odds.misconception(
    "prior-per-word",
    "You add the prior once for every word: add it once for the whole email.",
    _prior_per_word,
)

spam_log_odds.misconception(
    "absent-words",
    "You count words that are not in the email. Go through the words of the email only.",
    _absent_too,
)

spam_log_odds.misconception(
    "prior-inverted",
    "Your prior is upside down. Put spam over ham, as everywhere else.",
    _variant(prior=-1.0),
)

_ARGS = "words, spam_counts, ham_counts, n_spam, n_ham"
_SPAM = "(spam_counts.get(w, 0) + 1) / (n_spam + 2)"
_HAM = "(ham_counts.get(w, 0) + 1) / (n_ham + 2)"


def _with_body(body: str, before: str = "import math") -> str:
    """Write spam_log_odds with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{before}\ndef spam_log_odds({_ARGS}):\n{lines}"


def _summed(
    spam: str = _SPAM, ham: str = _HAM, prior: str = "math.log(n_spam / n_ham)", words: str = "words"
) -> str:
    return _with_body(f"return {prior} + sum(math.log({spam}) - math.log({ham}) for w in {words})")


spam_log_odds.answers(
    right=[
        _summed(),
        _with_body(
            "total = math.log(n_spam) - math.log(n_ham)\n"
            "for w in words:\n"
            f"    total += math.log(({_SPAM}) / ({_HAM}))\n"
            "return total"
        ),
        _with_body(
            "spam = np.array([spam_counts.get(w, 0) for w in words], float)\n"
            "ham = np.array([ham_counts.get(w, 0) for w in words], float)\n"
            "terms = np.log((spam + 1) / (n_spam + 2)) - np.log((ham + 1) / (n_ham + 2))\n"
            "return np.log(n_spam / n_ham) + terms.sum()"
        ),
        _with_body(
            "claims = []\n"
            "for counts, n in ((spam_counts, n_spam), (ham_counts, n_ham)):\n"
            "    claim = math.log(n / (n_spam + n_ham))\n"
            "    for word in words:\n"
            "        claim += math.log(((counts[word] if word in counts else 0) + 1) / (n + 2))\n"
            "    claims.append(claim)\n"
            "return claims[0] - claims[1]"
        ),
        _with_body(
            "from collections import Counter\n"
            "return math.log(n_spam / n_ham) + sum(\n"
            f"    times * math.log({_SPAM} / ({_HAM})) for w, times in Counter(words).items())"
        ),
    ],
    wrong={
        "dropped:prior": [_summed(prior="0")],
        "dropped:smoothing": [_summed("spam_counts.get(w, 0) / n_spam", "ham_counts.get(w, 0) / n_ham")],
        "smoothing:numerator-only": [
            _summed("(spam_counts.get(w, 0) + 1) / n_spam", "(ham_counts.get(w, 0) + 1) / n_ham")
        ],
        "smoothing:one-below": [
            _summed("(spam_counts.get(w, 0) + 1) / (n_spam + 1)", "(ham_counts.get(w, 0) + 1) / (n_ham + 1)")
        ],
        "smoothing:denominator-only": [
            _summed("spam_counts.get(w, 0) / (n_spam + 2)", "ham_counts.get(w, 0) / (n_ham + 2)")
        ],
        "smoothing:vocabulary": [
            _summed(
                "(spam_counts.get(w, 0) + 1) / (n_spam + len(set(spam_counts) | set(ham_counts)))",
                "(ham_counts.get(w, 0) + 1) / (n_ham + len(set(spam_counts) | set(ham_counts)))",
            )
        ],
        "counts:words": [
            _summed(
                "(spam_counts.get(w, 0) + 1) / (sum(spam_counts.values()) + 2)",
                "(ham_counts.get(w, 0) + 1) / (sum(ham_counts.values()) + 2)",
            )
        ],
        "dropped:mails": [_summed("(spam_counts.get(w, 0) + 1)", "(ham_counts.get(w, 0) + 1)")],
        "repeated-once": [_summed(words="set(words)")],
        "odds": [
            _with_body(
                f"odds = n_spam / n_ham\nfor w in words:\n    odds *= ({_SPAM}) / ({_HAM})\nreturn odds"
            )
        ],
        "probability": [
            _with_body(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return spam / (spam + ham)"
            )
        ],
        "spam-only": [
            _with_body(f"return math.log(n_spam / (n_spam + n_ham)) + sum(math.log({_SPAM}) for w in words)")
        ],
        "prior-smoothed": [_summed(prior="math.log((n_spam + 1) / (n_ham + 1))")],
        "prior-per-word": [
            _with_body(f"return sum(math.log(n_spam / n_ham) + math.log({_SPAM} / ({_HAM})) for w in words)")
        ],
        "prior-inverted": [_summed(prior="math.log(n_ham / n_spam)")],
        "absent-words": [
            _with_body(
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
            _with_body(
                f"return math.log(n_ham / n_spam) + sum(math.log({_HAM}) - math.log({_SPAM}) for w in words)"
            )
        ],
        "log:10-for-natural|log:natural-for-10": [
            _summed(prior="math.log10(n_spam / n_ham)").replace("math.log(", "math.log10(")
        ],
        "limit:long-mail": [
            _with_body(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return math.log(spam / ham)"
            ),
            _with_body(
                "spam, ham = n_spam, n_ham\n"
                "for w in words:\n"
                f"    spam, ham = spam * {_SPAM}, ham * {_HAM}\n"
                "return math.log(spam) - math.log(ham)"
            ),
        ],
        "limit:unseen-word|limit:unseen-in-ham": [_summed().replace(".get(w, 0)", "[w]")],
        "limit:unseen-word": [_summed(words="[w for w in words if w in spam_counts or w in ham_counts]")],
        "function:no-return": [
            _with_body(f"print(sum(math.log({_SPAM}) - math.log({_HAM}) for w in words))")
        ],
        "function:raises": [f"def spam_log_odds({_ARGS}):\n    return logarithm(n_spam / n_ham)"],
        "function:called": ["3.68"],
        "constant": [_with_body("return 3.677")],
        "not-attempted": ["...", _with_body("return ...")],
    },
)
