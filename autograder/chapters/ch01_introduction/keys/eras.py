"""Graded keys of the section on the eras of AI: the answers that are numbers."""

from typing import Any

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
    prompt=(
        "A mail contains word one and word two. Naive Bayes takes the words to be independent within each"
        " class. With which probability is the mail spam?"
    ),
    neighbours=("word_spam_probability",),
)
def spam_probability(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    """Return what spam claims over what both classes claim."""
    spam = prior * spam_1 * spam_2
    ham = (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


@spam_probability.misconception(
    "not-normalised",
    "This is what spam claims, prior times both likelihoods. It becomes a probability when it is divided by"
    " what spam and ham claim together.",
)
def _claim(prior: Any, spam_1: Any, spam_2: Any) -> Any:
    return prior * spam_1 * spam_2


@spam_probability.misconception(
    "complement", "This is the probability that the mail is ham; the question asks for spam."
)
def _ham_probability(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    ham = (1 - prior) * ham_1 * ham_2
    return ham / (ham + prior * spam_1 * spam_2)


@spam_probability.misconception(
    "odds-of-ham",
    "These are the odds, ham against spam. A probability is the part of the whole: spam against spam and ham"
    " together.",
)
def _odds_of_ham(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return (1 - prior) * ham_1 * ham_2 / (prior * spam_1 * spam_2)


@spam_probability.misconception(
    "prior-above-only",
    "The prior stands above the fraction line alone. Below it, each class's likelihoods are weighed as well.",
)
def _prior_above(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return prior * spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2)


@spam_probability.misconception(
    "dropped:prior",
    "The prior is left out, as if spam and ham were equally frequent. Weigh each class's likelihoods by how"
    " frequent the class is.",
)
def _no_prior(spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return spam_1 * spam_2 / (spam_1 * spam_2 + ham_1 * ham_2)


@spam_probability.misconception(
    "odds",
    "These are the odds, spam against ham. A probability is the part of the whole: spam against spam and"
    " ham together.",
)
def _odds(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return prior * spam_1 * spam_2 / ((1 - prior) * ham_1 * ham_2)


@spam_probability.misconception(
    "priors-swapped",
    "The two priors have changed places: the share of spam weighs the likelihoods of spam.",
)
def _swapped(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return (1 - prior) * spam_1 * spam_2 / ((1 - prior) * spam_1 * spam_2 + prior * ham_1 * ham_2)


@spam_probability.misconception(
    "prior-on-spam-only",
    "The prior weighs spam alone; the likelihoods of ham are weighed by the share of ham.",
)
def _ham_unweighed(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return prior * spam_1 * spam_2 / (prior * spam_1 * spam_2 + ham_1 * ham_2)


@spam_probability.misconception(
    "likelihoods-added",
    "The shares of the two words are added. Both words are in the mail, so that within a class their shares"
    " multiply.",
)
def _added(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    return prior * (spam_1 + spam_2) / (prior * (spam_1 + spam_2) + (1 - prior) * (ham_1 + ham_2))


@spam_probability.misconception(
    "mean-of-words",
    "This is the mean of what the two words say one by one. Evidence accumulates: multiply within each"
    " class, then compare the classes once.",
)
def _mean_of_words(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    first = prior * spam_1 / (prior * spam_1 + (1 - prior) * ham_1)
    second = prior * spam_2 / (prior * spam_2 + (1 - prior) * ham_2)
    return (first + second) / 2


@spam_probability.misconception(
    "prior-twice",
    "The prior is applied once for each word. It says how frequent spam is before any word is read, and"
    " counts once.",
)
def _prior_twice(prior: Any, spam_1: Any, ham_1: Any, spam_2: Any, ham_2: Any) -> Any:
    spam, ham = prior * prior * spam_1 * spam_2, (1 - prior) * (1 - prior) * ham_1 * ham_2
    return spam / (spam + ham)


@spam_probability.misconception("one-word-only", "Only one of the two words is used; the mail contains both.")
def _first_word(prior: Any, spam_1: Any, ham_1: Any) -> Any:
    return prior * spam_1 / (prior * spam_1 + (1 - prior) * ham_1)


@spam_probability.misconception("one-word-only", "Only one of the two words is used; the mail contains both.")
def _second_word(prior: Any, spam_2: Any, ham_2: Any) -> Any:
    return prior * spam_2 / (prior * spam_2 + (1 - prior) * ham_2)


@exercise(
    "cascade_saving",
    bank="I2.13",
    rtol=0.005,
    points=2,
    scenario="cascade",
    objective=2,
    bloom="Analyze",
    anchors="fn-viola-jones",
    title="What a cascade saves",
    prompt=(
        "A window without a face enters the first stage. Every stage costs the same and rejects the given"
        " share of such windows that reach it; a rejected window is not looked at again. How many stages"
        " would run without rejecting early, over how many run on average?"
    ),
)
def cascade_saving(stages: Any, rejected: Any) -> Any:
    """Return all stages over the expected number: a geometric series of the share that is passed on."""
    expected = (1 - (1 - rejected) ** stages) / rejected
    return stages / expected


@cascade_saving.misconception(
    "share-of-stages",
    "This lets every window run through one and the same part of the stages. Each stage sees only what all"
    " stages before it passed on: add up the shares that reach each stage.",
)
def _part_of_the_stages(rejected: Any) -> Any:
    return 1 / (1 - rejected)


@cascade_saving.misconception(
    "share-of-stages",
    "This lets every window run through one and the same part of the stages. Each stage sees only what all"
    " stages before it passed on: add up the shares that reach each stage.",
)
def _rejected_part(rejected: Any) -> Any:
    return 1 / rejected


@cascade_saving.misconception(
    "false-positives",
    "This is by how much the cascade cuts the non-faces that pass all stages. The question is how many"
    " stages run.",
)
def _reduction(stages: Any, rejected: Any) -> Any:
    return (1 - rejected) ** (-stages)


@cascade_saving.misconception(
    "one-stage-only",
    "This lets one stage alone run on every window. Some windows pass it and reach the next ones.",
)
def _one_stage(stages: Any) -> Any:
    return stages


@cascade_saving.misconception(
    "expected-stages",
    "This is how many stages run on average. The question is how many times fewer that is than all of them.",
)
def _expected(stages: Any, rejected: Any) -> Any:
    return (1 - (1 - rejected) ** stages) / rejected


@cascade_saving.misconception(
    "first-stage-missing",
    "The sum of the shares begins one stage too late, or only its last share is used. Every window runs"
    " through the first stage, so that the sum begins with 1; each stage adds the share that reaches it.",
)
def _shifted(stages: Any, rejected: Any) -> Any:
    return stages * rejected / ((1 - rejected) * (1 - (1 - rejected) ** stages))


@cascade_saving.misconception(
    "share-saved",
    "This is the share of the stages that is saved. The question asks for all stages over those that run.",
)
def _share_saved(stages: Any, rejected: Any) -> Any:
    return 1 - (1 - (1 - rejected) ** stages) / (rejected * stages)


@cascade_saving.misconception(
    "share-rejected",
    "This is the share of such windows that is rejected at some stage. The question is how many stages run.",
)
def _share_rejected(stages: Any, rejected: Any) -> Any:
    return 1 - (1 - rejected) ** stages


@cascade_saving.misconception(
    "stages-saved",
    "This is how many stages are saved on average. The question asks for all stages over those that run.",
)
def _stages_saved(stages: Any, rejected: Any) -> Any:
    return stages - (1 - (1 - rejected) ** stages) / rejected


@cascade_saving.misconception(
    "last-share",
    "This takes the share that leaves the last stage for the share of the work. A window costs something at"
    " every stage that it reaches.",
)
def _last_share(stages: Any, rejected: Any) -> Any:
    return stages / (1 - (1 - rejected) ** stages)


@cascade_saving.misconception(
    "pass-for-reject",
    "The share that a stage rejects and the share that it passes on have changed places.",
)
def _passed(stages: Any, rejected: Any) -> Any:
    return stages * (1 - rejected) / (1 - rejected**stages)


@cascade_saving.misconception(
    "first-stage-missing",
    "The first stage is missing from the sum: it runs on every window.",
)
def _without_first(stages: Any, rejected: Any) -> Any:
    return stages / ((1 - (1 - rejected) ** stages) / rejected - 1)


@cascade_saving.misconception(
    "linear",
    "Here each stage loses the same number of windows. It loses the same share of those that reach it, so"
    " the losses become smaller from stage to stage.",
)
def _linear(stages: Any, rejected: Any) -> Any:
    return 1 / (1 - rejected * (stages - 1) / 2)


@cascade_saving.misconception(
    "features-counted",
    "The features of a stage are counted in one of the two numbers only. Every stage evaluates as many, so"
    " they cancel.",
)
def _features(stages: Any, rejected: Any, features: Any) -> Any:
    return features * stages * rejected / (1 - (1 - rejected) ** stages)
