"""I1.12: the wrong line in a calculation of what lies in spam folders."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_spam_folder",
    bank="I1.12",
    unit="minute",
    points=2,
    scenario="spam_folder",
    objective=3,
    bloom="Evaluate",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Find the wrong line: what lies in the spam folder",
    spec=Debugging(
        lines=(
            "spam_mails = folder.volume * folder.spam",
            "good_mails = folder.volume - spam_mails",
            "spam_caught = spam_mails * folder.caught",
            "good_held_back = good_mails * folder.false_positive",
            "in_the_folder = spam_caught + good_held_back",
            "share_of_good = good_held_back / good_mails",
            "emails_to_read = 1 / share_of_good",
            "reading_time = emails_to_read * folder.glance",
        ),
        wrong=6,
        mended="share_of_good = good_held_back / in_the_folder",
        scenario="folder",
        because="it takes the share of good emails that are held back for the share of good emails in the folder.",
        innocent={
            2: "Line 2 is right: whatever is no spam is a good email.",
            7: (
                "Line 7 is right: if one email in n is good, you read n to find one. The share it uses is"
                " the wrong one."
            ),
        },
    ),
)
def bug_spam_folder(spam, caught, false_positive, glance):
    """Read all that lies in the folder for each good email in it."""
    held_back = (1 - spam) * false_positive
    return (spam * caught + held_back) / held_back * glance


bug_spam_folder.misconception(
    "spam-for-each-good-one",
    "You count only the time for the spam. Whoever reads the folder reads the good emails in it, too.",
    lambda spam, caught, false_positive, glance: spam * caught / ((1 - spam) * false_positive) * glance,
)

_GOOD = "(1 - q.spam) * q.false_positive"
_ALL = f"(q.spam * q.caught + {_GOOD})"
_TIME = f"{_ALL} / ({_GOOD}) * q.glance"

bug_spam_folder.answers(
    right=[
        f"(6, {_TIME})",
        f"[6, ({_TIME}).to('hour')]",
        f"('line 6', {_TIME})",
        "(6, Q_(0.319, 'minute'))",
        "{'line': 6, 'value': Q_(19.14, 'second')}",
    ],
    wrong={
        "as-it-stands": ["(6, q.glance / q.false_positive)", "(6, Q_(1.11, 'minute'))"],
        "line:after": [f"(7, {_TIME})", "(8, Q_(1.11, 'minute'))"],
        "line:aside": [f"(5, {_TIME})", f"(3, {_TIME})"],
        "line:before": [f"(2, {_TIME})", "(4, Q_(0.319, 'minute'))"],
        "other-line|unit:none": [f"(6, {_ALL} / ({_GOOD}))"],
        "unit:missing": ["(6, 0.319)"],
        "debugging:shape": ["6"],
        "debugging:open": ["(6, ...)"],
    },
)
