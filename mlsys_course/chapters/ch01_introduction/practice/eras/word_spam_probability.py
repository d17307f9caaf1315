"""I2.8: how likely a mail with one word is spam."""

from mlsys_course.exercise import exercise


@exercise(
    "word_spam_probability",
    bank="I2.8",
    rtol=0.002,
    scenario="spam_word",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5",
    title="How much a word says",
    prompt=(
        "Of all emails that contain the word, what part is spam? (The chapter's P(spam given word): its "
        "frequency in spam over its frequency in all emails.)"
    ),
)
def word_spam_probability(spam_with, ham_with):
    """Return spam mails with the word over all mails with it."""
    return spam_with / (spam_with + ham_with)


word_spam_probability.misconception(
    "odds",
    "These are the odds of spam against ham. Divide spam by all emails that contain the word.",
    lambda spam_with, ham_with: spam_with / ham_with,
)

word_spam_probability.misconception(
    "likelihood",
    "This is the part of the spam that contains the word. Divide by all emails that contain the word instead.",
    lambda spam_with, spam_mails: spam_with / spam_mails,
)

word_spam_probability.misconception(
    "ham-given-word",
    "This is the part that is ham. The question asks for spam.",
    lambda spam_with, ham_with: ham_with / (spam_with + ham_with),
)

word_spam_probability.misconception(
    "all-mails",
    "You divide by all emails. Divide by those that contain the word.",
    lambda spam_with, spam_mails, ham_mails: spam_with / (spam_mails + ham_mails),
)

word_spam_probability.misconception(
    "word-frequency",
    "This is the part of all emails that contain the word, spam or not. The question asks which part of "
    "those is spam.",
    lambda spam_with, ham_with, spam_mails, ham_mails: (spam_with + ham_with) / (spam_mails + ham_mails),
)

word_spam_probability.misconception(
    "equal-priors",
    "You compare the word's shares within spam and within ham, as if there were as much spam as ham. "
    "Count the emails instead.",
    lambda spam_with, ham_with, spam_mails, ham_mails: (
        spam_with / spam_mails / (spam_with / spam_mails + ham_with / ham_mails)
    ),
)

word_spam_probability.answers(
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
        "all-mails": ["q.spam_with / (q.spam_mails + q.ham_mails)", "0.072"],
        "word-frequency|ham-given-word": [
            "(q.spam_with + q.ham_with) / (q.spam_mails + q.ham_mails)",
        ],
        "unit:sample": ["q.spam_with", "Q_(180, 'email')"],
        "scale:100": ["90"],
    },
)
