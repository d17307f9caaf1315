"""Practice exercises of the section on the eras of AI."""

import random
from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function

_SYMBOLIC = "sec-introduction-symbolic-ai-era-logic-bottleneck-a250"
_EXPERT = "sec-introduction-expert-systems-era-knowledge-bottleneck-f928"
_STATISTICAL = "sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5"
_DEEP = "sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02"

# ---------------------------------------------------------------------------------- I2.1, I2.2: symbolic AI


def _problem(draw: random.Random) -> tuple[float, float]:
    return float(draw.randint(10, 90)), float(draw.choice((5, 8, 12, 25, 30, 40, 60)))


@exercise(
    "student_customers",
    bank="I2.1",
    rtol=1e-4,
    objective=2,
    bloom="Apply",
    anchors=_SYMBOLIC,
    title="A word problem as a function",
    prompt=(
        "The number of customers is twice the square of pct per cent of the number of advertisements. Write"
        " the number of customers as a function student_customers(ads, pct), and give the function to"
        " .answer(...)."
    ),
    spec=Function(
        cases=[(45, 20), (10, 50), (100, 1)],
        edges=[
            Edge("limit:ads=0", (0, 20), "There are no advertisements."),
            Edge("limit:pct=100", (7, 100), "All advertisements count."),
        ],
        generate=_problem,
    ),
)
def student_customers(ads, pct):  # type: ignore[no-untyped-def]
    """Return twice the square of a part of the advertisements."""
    return 2 * (pct / 100 * ads) ** 2


student_customers.misconception(
    "twice-inside", "Twice is inside the square there: square first, then double."
)(lambda ads, pct: (2 * pct / 100 * ads) ** 2)
student_customers.misconception(
    "square-of-ads-only", "Only the number of advertisements is squared; the square is of the whole part."
)(lambda ads, pct: 2 * pct / 100 * ads**2)
student_customers.misconception("dropped:square", "The square is missing.")(
    lambda ads, pct: 2 * pct / 100 * ads
)
student_customers.misconception("percent:pct", "Per cent means hundredths: divide pct by a hundred.")(
    lambda ads, pct: 2 * (pct * ads) ** 2
)
student_customers.misconception("dropped:twice", "Twice is missing.")(lambda ads, pct: (pct / 100 * ads) ** 2)
student_customers.misconception("square-of-pct-only", "Only the percentage is squared.")(
    lambda ads, pct: 2 * (pct / 100) ** 2 * ads
)


@exercise(
    "rules_for_all_cases",
    bank="I2.2",
    kind="integer",
    scenario="rule_base",
    objective=2,
    bloom="Apply",
    anchors=_SYMBOLIC,
    title="One rule for every case",
    prompt=(
        "A case is described by yes-or-no features. A table is to hold one rule for every combination of"
        " all of them. How many rules is that?"
    ),
)
def rules_for_all_cases(features: Any) -> Any:
    """Return the number of combinations."""
    return 2**features


@rules_for_all_cases.misconception(
    "squared", "The exponent and the base have changed places: every feature doubles the number of cases."
)
def _squared(features: Any) -> Any:
    return features**2


@rules_for_all_cases.misconception(
    "doubled-once", "This gives every feature its two values, but combines no feature with another."
)
def _twice(features: Any) -> Any:
    return 2 * features


@rules_for_all_cases.misconception("pairs", "This combines features in pairs; a case names all of them.")
def _pairs(features: Any) -> Any:
    return features * (features - 1) / 2


@rules_for_all_cases.misconception("pairs", "This combines features in pairs; a case names all of them.")
def _pairs_with_themselves(features: Any) -> Any:
    return features * (features + 1) / 2


@rules_for_all_cases.misconception(
    "permutations", "This counts the orders in which the features can stand, not the values they can have."
)
def _orders(features: Any) -> Any:
    import math

    return float(math.factorial(int(features)))


@rules_for_all_cases.misconception(
    "empty-case-left-out", "The combination in which every feature is a no counts too."
)
def _without_zero(features: Any) -> Any:
    return 2**features - 1


# -------------------------------------------------------------------------- I2.3, I2.4, I2.5, I2.7: MYCIN


@exercise(
    "combined_support",
    bank="I2.3",
    rtol=0.002,
    scenario="two_rules",
    objective=2,
    bloom="Apply",
    anchors=_EXPERT,
    title="Two rules that agree",
    prompt=(
        "The first and the second rule both support the hypothesis. What is their combined certainty factor?"
    ),
    neighbours=("conflicting_support",),
)
def combined_support(first: Any, second: Any) -> Any:
    """Return the first factor, and the second's part of the doubt that is left."""
    return first + second * (1 - first)


@combined_support.misconception(
    "sum",
    "The two factors are added, which may give more than certainty. The second rule takes away only a part"
    " of the doubt that the first one leaves.",
)
def _sum(first: Any, second: Any) -> Any:
    return first + second


@combined_support.misconception(
    "mean", "This is the mean: a second rule that agrees would make you less certain."
)
def _mean(first: Any, second: Any) -> Any:
    return (first + second) / 2


@combined_support.misconception(
    "product", "This is the product: two rules that agree would make you less certain than one."
)
def _product(first: Any, second: Any) -> Any:
    return first * second


@combined_support.misconception("maximum", "This is the larger of the two: the other rule would add nothing.")
def _maximum(first: Any, second: Any) -> Any:
    return np.maximum(first, second)


@combined_support.misconception(
    "doubt", "This is the doubt that both rules leave; what they take away is asked for."
)
def _doubt(first: Any, second: Any) -> Any:
    return (1 - first) * (1 - second)


@exercise(
    "rule_conclusion",
    bank="I2.4",
    rtol=0.002,
    scenario="one_rule",
    objective=2,
    bloom="Apply",
    anchors=_EXPERT,
    title="What a rule concludes",
    prompt=(
        "A rule has three premises, joined by AND, that hold with different certainty. With which certainty"
        " factor does MYCIN draw its conclusion?"
    ),
)
def rule_conclusion(strength: Any, infection: Any, site: Any, portal: Any) -> Any:
    """Return the rule's factor times that of its weakest premise."""
    return strength * np.minimum(np.minimum(infection, site), portal)


@rule_conclusion.misconception(
    "premises-multiplied",
    "The premises are multiplied, as if they were independent probabilities. MYCIN takes AND to be as"
    " certain as the weakest premise.",
)
def _premises_multiplied(strength: Any, infection: Any, site: Any, portal: Any) -> Any:
    return strength * infection * site * portal


@rule_conclusion.misconception(
    "premises-averaged", "The mean of the premises is taken; AND is as certain as the weakest premise."
)
def _premises_averaged(strength: Any, infection: Any, site: Any, portal: Any) -> Any:
    return strength * (infection + site + portal) / 3


@rule_conclusion.misconception(
    "strongest-premise", "The strongest premise is taken, which would be OR; AND takes the weakest."
)
def _strongest(strength: Any, infection: Any, site: Any, portal: Any) -> Any:
    return strength * np.maximum(np.maximum(infection, site), portal)


@rule_conclusion.misconception(
    "premises-ignored",
    "The premises are taken for certain; they are not, and the rule is no more certain than they are.",
)
def _ignored(strength: Any) -> Any:
    return strength


@rule_conclusion.misconception(
    "strength-ignored",
    "The rule's own factor is left out: even with certain premises it only suggests its conclusion.",
)
def _rule_ignored(infection: Any, site: Any, portal: Any) -> Any:
    return np.minimum(np.minimum(infection, site), portal)


@exercise(
    "conflicting_support",
    bank="I2.5",
    rtol=0.002,
    scenario="two_rules",
    objective=2,
    bloom="Apply",
    anchors=_EXPERT,
    title="Two rules that conflict",
    prompt=(
        "The first rule supports the hypothesis, another one argues against it. Combine the two by the rule"
        " of later MYCIN and EMYCIN: their sum over 1 minus the smaller magnitude."
    ),
    neighbours=("combined_support",),
)
def conflicting_support(first: Any, against: Any) -> Any:
    """Return the sum over one less the smaller magnitude."""
    return (first + against) / (1 - np.minimum(np.abs(first), np.abs(against)))


@conflicting_support.misconception(
    "first-mycin",
    "This is belief less disbelief, as the first MYCIN had it. The later rule divides that by one less the"
    " smaller magnitude.",
)
def _difference(first: Any, against: Any) -> Any:
    return first + against


@conflicting_support.misconception(
    "same-sign-formula", "This is the formula for two rules that agree; these two have unlike signs."
)
def _agreeing(first: Any, against: Any) -> Any:
    return first + against * (1 - first)


@conflicting_support.misconception("product", "The two factors are multiplied.")
def _product_of_both(first: Any, against: Any) -> Any:
    return first * against


@conflicting_support.misconception("mean", "This is the mean of the two factors.")
def _mean_of_both(first: Any, against: Any) -> Any:
    return (first + against) / 2


@conflicting_support.misconception(
    "larger-magnitude", "The larger magnitude stands in the denominator; the smaller one belongs there."
)
def _larger(first: Any, against: Any) -> Any:
    return (first + against) / (1 - np.maximum(np.abs(first), np.abs(against)))


@conflicting_support.misconception(
    "sign-in-minimum",
    "The smaller of the two numbers stands in the denominator, sign and all; the smaller magnitude belongs"
    " there.",
)
def _signed(first: Any, against: Any) -> Any:
    return (first + against) / (1 - np.minimum(first, against))


@conflicting_support.misconception(
    "magnitudes-added",
    "The sign of the rule that argues against is lost: both are taken to support the hypothesis.",
)
def _unsigned(first: Any, against: Any) -> Any:
    return first - against * (1 - first)


@exercise(
    "rule_pairs",
    bank="I2.7",
    kind="integer",
    scenario="rule_base",
    objective=2,
    bloom="Apply",
    anchors=_EXPERT,
    title="Pairs of rules to check",
    prompt=(
        "Every rule has to be compared with every other one, once. How many different pairs of rules is that?"
    ),
)
def rule_pairs(rules: Any) -> Any:
    """Return the number of unordered pairs."""
    return rules * (rules - 1) / 2


@rule_pairs.misconception("with-itself", "This compares each rule with itself too, and every pair twice.")
def _square(rules: Any) -> Any:
    return rules**2


@rule_pairs.misconception("ordered-pairs", "This counts every pair twice: A with B is B with A.")
def _ordered(rules: Any) -> Any:
    return rules * (rules - 1)


@rule_pairs.misconception("neighbours-only", "This compares each rule with the next one only.")
def _next_only(rules: Any) -> Any:
    return rules - 1


@rule_pairs.misconception("linear", "This is the number of rules, not of pairs.")
def _rules(rules: Any) -> Any:
    return rules


@rule_pairs.misconception(
    "half-the-square", "A rule is not compared with itself: one less in the second factor."
)
def _half_square(rules: Any) -> Any:
    return rules**2 / 2


@rule_pairs.misconception("with-itself", "This compares each rule with itself too.")
def _with_itself(rules: Any) -> Any:
    return rules * (rules + 1) / 2


# -------------------------------------------------------------------------------------- I2.8: one word


@exercise(
    "word_spam_probability",
    bank="I2.8",
    rtol=0.002,
    scenario="spam_word",
    objective=2,
    bloom="Apply",
    anchors=_STATISTICAL,
    title="How much a word says",
    prompt=(
        "Of all mails that contain the word, which part is spam? (The chapter's P(spam given word): its"
        " frequency in spam over its frequency in all mails.)"
    ),
)
def word_spam_probability(spam_with: Any, ham_with: Any) -> Any:
    """Return spam mails with the word over all mails with it."""
    return spam_with / (spam_with + ham_with)


@word_spam_probability.misconception(
    "odds", "These are the odds, spam against ham. Compare spam with all mails that contain the word."
)
def _odds(spam_with: Any, ham_with: Any) -> Any:
    return spam_with / ham_with


@word_spam_probability.misconception(
    "likelihood",
    "This is the part of the spam that contains the word. The question goes the other way round: the part"
    " of the mails with the word that is spam.",
)
def _likelihood(spam_with: Any, spam_mails: Any) -> Any:
    return spam_with / spam_mails


@word_spam_probability.misconception("ham-given-word", "This is the part that is ham.")
def _ham(spam_with: Any, ham_with: Any) -> Any:
    return ham_with / (spam_with + ham_with)


@word_spam_probability.misconception(
    "all-mails", "This divides by all mails; only those that contain the word are of interest."
)
def _of_all(spam_with: Any, spam_mails: Any, ham_mails: Any) -> Any:
    return spam_with / (spam_mails + ham_mails)


@word_spam_probability.misconception(
    "word-frequency", "This is the part of all mails that contain the word, spam or not."
)
def _frequency(spam_with: Any, ham_with: Any, spam_mails: Any, ham_mails: Any) -> Any:
    return (spam_with + ham_with) / (spam_mails + ham_mails)


@word_spam_probability.misconception(
    "equal-priors",
    "This compares the shares of the word within spam and within ham, as if there were as much spam as ham."
    " The question counts mails.",
)
def _shares(spam_with: Any, ham_with: Any, spam_mails: Any, ham_mails: Any) -> Any:
    return spam_with / spam_mails / (spam_with / spam_mails + ham_with / ham_mails)


# ------------------------------------------------------------------------------------- I2.11: perceptron


@exercise(
    "xor_accuracy",
    bank="I2.11",
    rtol=0.002,
    scenario="corners",
    objective=2,
    bloom="Understand",
    anchors="fn-early",
    title="The best a perceptron can do on XOR",
    prompt=(
        "A perceptron draws one straight line through the square. On which part of the corners can it be"
        " right at most, when their labels are those of XOR? A fraction."
    ),
)
def xor_accuracy(corners: Any) -> Any:
    """Return all corners but one."""
    return (corners - 1) / corners


@xor_accuracy.misconception(
    "separable",
    "That would be a line that separates XOR's labels. Try to draw it: opposite corners have equal labels.",
)
def _all(corners: Any) -> Any:
    return corners / corners


@xor_accuracy.misconception(
    "chance", "That is what guessing reaches. A line can cut off a single corner, and then does better."
)
def _half(corners: Any) -> Any:
    return 2 / corners


@xor_accuracy.misconception("error-rate", "That is the part it gets wrong.")
def _error(corners: Any) -> Any:
    return 1 / corners


@xor_accuracy.misconception("count", "That is the number of corners; a part of all corners is asked for.")
def _count(corners: Any) -> Any:
    return corners - 1


# -------------------------------------------------------------------------------- I2.14, I2.15: AlexNet


@exercise(
    "error_reduction",
    bank="I2.14",
    unit="percent",
    rtol=0.015,
    scenario="top5_errors",
    objective=2,
    bloom="Apply",
    anchors=(_DEEP, "alexnet-breakthrough"),
    title="A smaller error",
    prompt="By which part of the older entry's error is the new error smaller? (A relative reduction.)",
)
def error_reduction(old_error: Any, new_error: Any) -> Any:
    """Return the drop over the old error."""
    return (old_error - new_error) / old_error


@error_reduction.misconception(
    "percentage-points",
    "This is the drop in percentage points. Relative to the old error means: divided by it.",
)
def _points(old_error: Any, new_error: Any) -> Any:
    return old_error - new_error


@error_reduction.misconception("new-as-base", "This divides by the new error; the old one is the base.")
def _new_base(old_error: Any, new_error: Any) -> Any:
    return (old_error - new_error) / new_error


@error_reduction.misconception("share:remaining", "This is what remains of the error, not what is gone.")
def _remaining(old_error: Any, new_error: Any) -> Any:
    return new_error / old_error


@error_reduction.misconception(
    "accuracy-gain",
    "This is the gain in accuracy relative to the old accuracy; the question is about the error.",
)
def _accuracy(old_error: Any, new_error: Any) -> Any:
    return (old_error - new_error) / (1 - old_error)


@error_reduction.misconception("ratio", "This is how many times larger the old error was.")
def _ratio(old_error: Any, new_error: Any) -> Any:
    return old_error / new_error


@exercise(
    "weights_memory",
    bank="I2.15",
    unit="MB",
    rtol=0.01,
    scenario="weights_in_memory",
    objective=(2, 5),
    bloom="Apply",
    anchors="fig-alexnet",
    title="Memory for the weights",
    prompt="How much memory do the weights of the whole network take?",
)
def weights_memory(parameters: Any, bytes_per_parameter: Any) -> Any:
    """Return parameters times their size."""
    return parameters * bytes_per_parameter


@weights_memory.misconception(
    "per-gpu", "This is what each of the GPUs holds. The question is about the whole network."
)
def _each(parameters: Any, bytes_per_parameter: Any, gpus: Any) -> Any:
    return parameters * bytes_per_parameter / gpus


@weights_memory.misconception(
    "copied-to-gpus", "This gives every GPU a copy. They share one network, each with its part."
)
def _copies(parameters: Any, bytes_per_parameter: Any, gpus: Any) -> Any:
    return parameters * bytes_per_parameter * gpus


# -------------------------------------------------------------------------------------- I2.17: timeline


@exercise(
    "mention_change",
    bank="I2.17",
    unit="percent",
    rtol=0.0025,
    scenario="mention_share",
    objective=2,
    bloom="Analyze",
    anchors="fig-ai-timeline",
    title="Did interest fall?",
    prompt=(
        "By how much did the share of mentions change from the first to the last year of the span, relative"
        " to the first year? Negative where it fell. (To a tenth of a percent.)"
    ),
)
def mention_change(start_share: Any, end_share: Any) -> Any:
    """Return new over old, less one."""
    return end_share / start_share - 1


@mention_change.misconception("ratio", "This is the ratio of the two shares: what is left, not the change.")
def _left(start_share: Any, end_share: Any) -> Any:
    return end_share / start_share


@mention_change.misconception(
    "end-as-base", "This divides by the share at the end; the beginning is the base."
)
def _end_base(start_share: Any, end_share: Any) -> Any:
    return 1 - start_share / end_share


@mention_change.misconception(
    "end-as-base",
    "This divides by the share at the end, and the sign is turned round; the beginning is the base.",
)
def _end_base_turned(start_share: Any, end_share: Any) -> Any:
    return start_share / end_share - 1


@mention_change.misconception(
    "absolute-difference",
    "This is the difference of the two shares. Relative means: divided by the first one.",
)
def _absolute(start_share: Any, end_share: Any) -> Any:
    return end_share - start_share


@mention_change.misconception("sign", "The sign is turned round: new less old, so that a fall is negative.")
def _turned(start_share: Any, end_share: Any) -> Any:
    return 1 - end_share / start_share


@mention_change.misconception(
    "per-year", "This is the change for each year of the span; the whole span is asked for."
)
def _per_year(start_share: Any, end_share: Any, start_year: Any, end_year: Any) -> Any:
    return (end_share / start_share - 1) / (end_year - start_year)
