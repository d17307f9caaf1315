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
    title="Is an email with two words spam?",
    neighbours=("word_spam_probability",),
)
def spam_probability(prior, spam_1, ham_1, spam_2, ham_2):
    """Return what spam claims over what both classes claim."""
    spam = prior * spam_1 * spam_2
    ham = (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


spam_probability.misconception(
    "not-normalised",
    "This is only the spam side, prior times both likelihoods. Divide it by the sum of the spam side and "
    "the ham side.",
    lambda prior, spam_1, spam_2: prior * spam_1 * spam_2,
)


def _ham_probability(prior, spam_1, ham_1, spam_2, ham_2):
    ham = (1 - prior) * ham_1 * ham_2
    return ham / (ham + prior * spam_1 * spam_2)


spam_probability.misconception(
    "complement",
    "This is the probability of ham. The question asks for spam.",
    _ham_probability,
)

spam_probability.misconception(
    "odds-of-ham",
    "These are the odds of ham against spam. Divide the spam side by the sum of both sides.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (1 - prior) * ham_1 * ham_2 / (prior * spam_1 * spam_2),
)

spam_probability.misconception(
    "prior-above-only",
    "You use the prior in the numerator only. Weigh each class in the denominator, too.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: prior * spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2),
)

spam_probability.misconception(
    "dropped:prior",
    "You leave out the prior, as if spam and ham were equally frequent. Weigh each class by how frequent "
    "it is.",
    lambda spam_1, ham_1, spam_2, ham_2: spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2),
)

spam_probability.misconception(
    "odds",
    "These are the odds of spam against ham. Divide the spam side by the sum of both sides.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: prior * spam_1 * spam_2 / ((1 - prior) * ham_1 * ham_2),
)

spam_probability.misconception(
    "priors-swapped",
    "The two priors have changed places. Weigh the words' shares in spam by the share of spam.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (
        (1 - prior) * spam_1 * spam_2 / ((1 - prior) * spam_1 * spam_2 + prior * ham_1 * ham_2)
    ),
)

spam_probability.misconception(
    "prior-on-spam-only",
    "You weigh only spam by its prior. Weigh ham by the share of ham.",
    lambda prior, spam_1, ham_1, spam_2, ham_2: (
        prior * spam_1 * spam_2 / (prior * spam_1 * spam_2 + ham_1 * ham_2)
    ),
)

spam_probability.misconception(
    "likelihoods-added",
    "You add the shares of the two words. Both words are in the email, so multiply them within a class.",
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
    "This is the mean of what each word says alone. Multiply within each class first, then compare the "
    "classes.",
    _mean_of_words,
)


def _prior_twice(prior, spam_1, ham_1, spam_2, ham_2):
    spam, ham = prior * prior * spam_1 * spam_2, (1 - prior) * (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


spam_probability.misconception(
    "prior-twice",
    "You apply the prior once for each word. Apply it once for the whole email.",
    _prior_twice,
)

spam_probability.misconception(
    "one-word-only",
    "You use only one of the two words. The email contains both.",
    lambda prior, spam_1, ham_1: prior * spam_1 / (prior * spam_1 + (1 - prior) * ham_1),
)

spam_probability.misconception(
    "one-word-only",
    "You use only one of the two words. The email contains both.",
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
