"""I2.9: how likely a mail with two words is spam."""

from mlsys_course.exercise import exercise


@exercise(
    "spam_probability",
    bank="I2.9",
    rtol=0.002,
    points=2,
    scenario="spam_mail",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5",
    title="Is a mail with two words spam?",
    neighbours=("word_spam_probability",),
)
def spam_probability(prior, spam_1, ham_1, spam_2, ham_2):
    """Return what spam claims over what both classes claim."""
    spam = prior * spam_1 * spam_2
    ham = (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


spam_probability.misconception(
    "not-normalised",
    "This is what spam claims, prior times both likelihoods. It becomes a probability when it is divided "
    "by what spam and ham claim together.",
    lambda prior, spam_1, spam_2: prior * spam_1 * spam_2,
)


def _ham_probability(prior, spam_1, ham_1, spam_2, ham_2):
    ham = (1 - prior) * ham_1 * ham_2
    return ham / (ham + prior * spam_1 * spam_2)


spam_probability.misconception(
    "complement",
    "This is the probability that the mail is ham; the question asks for spam.",
    _ham_probability,
)

spam_probability.misconception(
    "odds-of-ham",
    "These are the odds, ham against spam. A probability is the part of the whole: spam against spam and "
    "ham together.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (1 - prior) * ham_1 * ham_2 / (prior * spam_1 * spam_2),
)

spam_probability.misconception(
    "prior-above-only",
    "The prior stands above the fraction line alone. Below it, each class's likelihoods are weighed as well.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: prior * spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2),
)

spam_probability.misconception(
    "dropped:prior",
    "The prior is left out, as if spam and ham were equally frequent. Weigh each class's likelihoods by "
    "how frequent the class is.",
    lambda spam_1, ham_1, spam_2, ham_2: spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2),
)

spam_probability.misconception(
    "odds",
    "These are the odds, spam against ham. A probability is the part of the whole: spam against spam and "
    "ham together.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: prior * spam_1 * spam_2 / ((1 - prior) * ham_1 * ham_2),
)

spam_probability.misconception(
    "priors-swapped",
    "The two priors have changed places: the share of spam weighs the likelihoods of spam.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (
        (1 - prior) * spam_1 * spam_2 / ((1 - prior) * spam_1 * spam_2 + prior * ham_1 * ham_2)
    ),
)

spam_probability.misconception(
    "prior-on-spam-only",
    "The prior weighs spam alone; the likelihoods of ham are weighed by the share of ham.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (
        prior * spam_1 * spam_2 / (prior * spam_1 * spam_2 + ham_1 * ham_2)
    ),
)

spam_probability.misconception(
    "likelihoods-added",
    "The shares of the two words are added. Both words are in the mail, so that within a class their "
    "shares multiply.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (
        prior * (spam_1 + spam_2) / (prior * (spam_1 + spam_2) + (1 - prior) * (ham_1 + ham_2))
    ),
)


def _mean_of_words(prior, spam_1, ham_1, spam_2, ham_2):
    first = prior * spam_1 / (prior * spam_1 + (1 - prior) * ham_1)
    second = prior * spam_2 / (prior * spam_2 + (1 - prior) * ham_2)
    return (first + second) / 2


spam_probability.misconception(
    "mean-of-words",
    "This is the mean of what the two words say one by one. Evidence accumulates: multiply within each "
    "class, then compare the classes once.",
    _mean_of_words,
)


def _prior_twice(prior, spam_1, ham_1, spam_2, ham_2):
    spam, ham = prior * prior * spam_1 * spam_2, (1 - prior) * (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


spam_probability.misconception(
    "prior-twice",
    "The prior is applied once for each word. It says how frequent spam is before any word is read, and "
    "counts once.",
    _prior_twice,
)

spam_probability.misconception(
    "one-word-only",
    "Only one of the two words is used; the mail contains both.",
    lambda prior, spam_1, ham_1: prior * spam_1 / (prior * spam_1 + (1 - prior) * ham_1),
)

spam_probability.misconception(
    "one-word-only",
    "Only one of the two words is used; the mail contains both.",
    lambda prior, spam_2, ham_2: prior * spam_2 / (prior * spam_2 + (1 - prior) * ham_2),
)

_SPAM = "q.prior * q.spam_1 * q.spam_2"
_HAM = "(1 - q.prior) * q.ham_1 * q.ham_2"

spam_probability.answers(
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
