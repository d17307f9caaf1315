# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises: the eras of AI
#
# **What you'll do:** write the three systems' own arithmetic (MYCIN's certainty factors, a spam filter, a
# perceptron that learns), find out what a cascade saves, draw seventy years of interest in AI, test what the
# chapter says about them, and find the mistake in somebody's calculation. <!-- literal: the length of the series -->
# **What you'll need:** the two lessons named above, and about 75 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Rounding to three
# significant figures is fine unless a question asks for more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_eras", "locked": true}
import math

import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, constants, data, scenario
from mlsys_course.eras import alexnet

# %% [markdown]
# ## 1. Two rules, one hypothesis
#
# Combine two certainty factors `a` and `b`, each from -1 (certainly not) to 1 (certainly), as the later versions of
# MYCIN did:
#
# | signs | combined |
# |---|---|
# | both at least 0 | `a + b(1 - a)` |
# | both at most 0 | `a + b(1 + a)` |
# | unlike | `(a + b)` over 1 minus the smaller of the two magnitudes |
#
# You need not handle 1 and -1 together, certainty against certainty. Your function is tried on many pairs, 0 and 1
# among them.

# %% nbgrader={"grade_id": "combine_cf", "solution": true}
def combine_cf(a, b):
    """Return the combined certainty factor of two rules."""
    ### BEGIN SOLUTION
    if a >= 0 and b >= 0:
        return a + b * (1 - a)
    if a <= 0 and b <= 0:
        return a + b * (1 + a)
    return (a + b) / (1 - min(abs(a), abs(b)))
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_combine_cf", "grade": true, "locked": true}
check("combine_cf")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("combine_cf", combine_cf)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Is this email spam?
#
# A filter has learned from labelled emails how often two words occur:

# %% nbgrader={"grade_id": "numbers_spam_mail", "locked": true}
q = scenario("spam_mail")
q

# %% [markdown]
# A new email contains both words. Before it is read, it is spam with the probability `q.prior`. Naive Bayes takes the
# words to be independent within spam and within ham. What is the probability that the email is spam? A fraction, or a
# quantity in percent.

# %% nbgrader={"grade_id": "spam_probability", "solution": true}
spam_probability = ...
### BEGIN SOLUTION
spam_claims = q.prior * q.spam_1 * q.spam_2
ham_claims = (1 - q.prior) * q.ham_1 * q.ham_2
spam_probability = spam_claims / (spam_claims + ham_claims)
### END SOLUTION

# %% nbgrader={"grade_id": "test_spam_probability", "grade": true, "locked": true}
check("spam_probability")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("spam_probability", spam_probability)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. The filter in one function
#
# Now for emails of any length. Return the natural logarithm of the odds, spam against ham:
#
# - `n_spam` and `n_ham` emails were seen; their ratio is the prior odds, without smoothing;
# - `spam_counts` and `ham_counts` are dictionaries: how many emails of the class contain a word. A word that is in no
#   dictionary has the count 0;
# - P(word given class) = (emails of the class that contain the word + 1) / (emails of the class + 2);
# - `words` is a list; a word counts as often as it is listed, and words that are not listed do not count.
#
# It must also work for an email of hundreds of words.

# %% nbgrader={"grade_id": "spam_log_odds", "solution": true}
def spam_log_odds(words, spam_counts, ham_counts, n_spam, n_ham):
    """Return the natural logarithm of P(spam | email) / P(ham | email)."""
    ### BEGIN SOLUTION
    log_odds = math.log(n_spam) - math.log(n_ham)
    for word in words:
        spam = (spam_counts.get(word, 0) + 1) / (n_spam + 2)
        ham = (ham_counts.get(word, 0) + 1) / (n_ham + 2)
        log_odds += math.log(spam) - math.log(ham)
    return log_odds
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_spam_log_odds", "grade": true, "locked": true}
check("spam_log_odds")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("spam_log_odds", spam_log_odds)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. A perceptron that learns
#
# `X` is a list of points, each a list of coordinates, and `y` their labels, 0 or 1. Return `(weights, bias)`, with
# one weight for each coordinate in a list or an array, such that $w \cdot x + b > 0$ exactly for the points whose
# label is 1. All weights that do this count, whatever your learning rate. Where no line can separate the points, the
# function must still come to an end: it goes through them at most `epochs` times.

# %% nbgrader={"grade_id": "train_perceptron", "solution": true}
def train_perceptron(X, y, epochs=100):  # literal: rounds enough for these points
    """Return weights and bias of a line that separates the two classes."""
    ### BEGIN SOLUTION
    points = np.array(X, dtype=float)
    weights, bias = np.zeros(points.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for point, label in zip(points, y, strict=True):
            error = label - int(weights @ point + bias > 0)
            weights = weights + error * point
            bias = bias + error
            mistakes += abs(error)
        if mistakes == 0:
            break
    return weights, bias
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_train_perceptron", "grade": true, "locked": true}
check("train_perceptron")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("train_perceptron", train_perceptron)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. What does a cascade save?
#
# A detector in the manner of Viola and Jones looks at a window in stages, one after the other:

# %% nbgrader={"grade_id": "numbers_cascade", "locked": true}
cascade = scenario("cascade")
cascade

# %% [markdown]
# Nearly all windows of a picture show no face. Of those that reach a stage, it rejects the share `cascade.rejected`,
# and a rejected window is not looked at again. All `cascade.stages` stages cost the same. By what factor does
# rejecting early cut the number of stages that run on an average window without a face? Count the windows that pass
# every stage by mistake, too. A plain number. The table also holds a number that you do not need.

# %% nbgrader={"grade_id": "cascade_saving", "solution": true}
cascade_saving = ...
### BEGIN SOLUTION
reaching = (1 - cascade.rejected) ** np.arange(cascade.stages)
cascade_saving = cascade.stages / reaching.sum()
### END SOLUTION

# %% nbgrader={"grade_id": "test_cascade_saving", "grade": true, "locked": true}
check("cascade_saving")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("cascade_saving", cascade_saving)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. What held each era back?
#
# Give each era, and each incident, the bottleneck it belongs to (@tbl-ai-evolution-strengths): `"brittleness"`,
# `"knowledge entry"`, `"feature engineering"` or `"compute and data scale"`. You get part of the point for part of
# the items.

# %% nbgrader={"grade_id": "era_bottleneck", "solution": true}
era_bottleneck = {
    "Statistical learning": ...,
    "the network waits until there are cards with enough memory": ...,
    "Symbolic AI": ...,
    "two specialists dictate rules that contradict each other": ...,
    "Deep learning": ...,
    "a word problem is rephrased and gets no answer": ...,
    "Expert systems": ...,
    "a filter cannot use what nobody thought of measuring": ...,
}
### BEGIN SOLUTION
from autograder import solution
era_bottleneck = solution("era_bottleneck")
### END SOLUTION

# %% nbgrader={"grade_id": "test_era_bottleneck", "grade": true, "locked": true}
check("era_bottleneck")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("era_bottleneck", era_bottleneck)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Summers and winters
#
# The series behind @fig-ai-timeline: what share of n-grams mentions artificial intelligence, year by year.

# %% nbgrader={"grade_id": "numbers_timeline", "locked": true}
timeline = data.ai_timeline()[["year", "mention_share"]]
winters = data.ai_winters()
winters

# %% [markdown]
# Draw `timeline.mention_share` against `timeline.year` as a line. Shade both winters, each from its first to its last
# year, and write a note at the year in which the share is highest. Label both axes. Store the figure (or its axes) in
# `winters_plot`. You get part of the points for part of the picture.

# %% nbgrader={"grade_id": "winters_plot", "solution": true}
winters_plot = ...
### BEGIN SOLUTION
winters_plot, drawing = plt.subplots()
drawing.plot(timeline.year, timeline.mention_share, color="black")
for winter in winters.itertuples():
    drawing.axvspan(winter.start_year, winter.end_year, facecolor="0.88", hatch="//")
highest = timeline.loc[timeline.mention_share.idxmax()]
drawing.annotate(f"peak in {highest.year:.0f}", (highest.year, highest.mention_share))
drawing.set_xlabel("year")
drawing.set_ylabel("share of n-grams that mention AI")
### END SOLUTION

# %% nbgrader={"grade_id": "test_winters_plot", "grade": true, "locked": true}
check("winters_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("winters_plot", winters_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Do the numbers bear it out?
#
# For each claim, say whether the data support it and give the value you computed, to three significant figures or
# more: `(True, value)` or `(False, value)`. You get part of the points for part of the claims. What you need is in
# `timeline`, in `constants`, in `alexnet`, or in the claim itself.
#
# | claim | what is claimed | value |
# |---|---|---|
# | `first_winter` | mentions of AI fell over the first winter, 1974 to 1980 (@fig-ai-timeline) | change in percent of the share in 1974: from 4 to 3 would be -25 |
# | `second_winter` | mentions of AI fell over the second winter, 1987 to 1993 | change in percent of the share in 1987 |
# | `highest_today` | interest is at its highest in the last year of the series | share in the last year over highest share |
# | `alexnet_accuracy` | with a top-5 error of 15.3 percent, AlexNet's top-5 accuracy is 84.6 percent (@tbl-ai-evolution-performance) | accuracy in percent |
# | `hand_made_features` | with hand-made features, statistical learning reached at most 60 percent top-5 accuracy on ImageNet; the runner-up of 2012 had 26.2 percent error | the runner-up's accuracy in percent |
# | `sixty_million` | AlexNet as drawn has more than 60 million parameters (@fig-alexnet) | parameters in millions |
# | `first_map` | a kernel of 11 pixels, moved in steps of 4 over 224 pixels without padding, stands at 55 places | (pixels - kernel) / step + 1, not rounded <!-- literal: the claims are the chapter's --> |

# %% nbgrader={"grade_id": "era_claims", "solution": true}
era_claims = {
    "first_winter": ...,
    "second_winter": ...,
    "highest_today": ...,
    "alexnet_accuracy": ...,
    "hand_made_features": ...,
    "sixty_million": ...,
    "first_map": ...,
}
### BEGIN SOLUTION
share = timeline.set_index("year").mention_share
first, second = ((w.start_year, w.end_year) for w in winters.itertuples())
alexnet_error = constants.ALEXNET_TOP5_ERROR.quantity.to("percent").magnitude
runner_up_error = constants.ILSVRC2012_RUNNER_UP_TOP5_ERROR.quantity.to("percent").magnitude
whole = Q_(1, "").to("percent").magnitude
era_claims = {
    "first_winter": (False, whole * (share[first[1]] / share[first[0]] - 1)),
    "second_winter": (True, whole * (share[second[1]] / share[second[0]] - 1)),
    "highest_today": (False, share.iloc[-1] / share.max()),
    "alexnet_accuracy": (False, whole - alexnet_error),
    "hand_made_features": (False, whole - runner_up_error),
    "sixty_million": (True, alexnet.parameters() / 1e6),  # literal: millions
    "first_map": (False, float(alexnet.map_size(224, 11, 4))),  # literal: the claim's own
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_era_claims", "grade": true, "locked": true}
check("era_claims")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("era_claims", era_claims)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Find the wrong line
#
# Rules can contradict one another, so experts compare every new rule with all others. A base of rules in the manner
# of MYCIN is to grow:

# %% nbgrader={"grade_id": "numbers_growing_rules", "locked": true}
base = scenario("growing_rules")
base

# %% [markdown]
# The experts have compared the `base.rules` rules with one another, pair by pair. Now the base grows by the share
# `base.growth`, and they have to check every new pair. Somebody has worked out in eight lines how many weeks that
# takes them. The units fit, but one line is wrong. Run the cell: what it shows in the end is not that time.

# %% nbgrader={"grade_id": "lines_bug_rules", "locked": true}
pairs_before = base.rules * (base.rules - 1) / 2  # 1
rules_added = base.rules * base.growth  # 2
rules_after = base.rules + rules_added  # 3
pairs_after = pairs_before * (1 + base.growth)  # 4
pairs_new = pairs_after - pairs_before  # 5
work = pairs_new * base.check  # 6
hours_of_all = base.experts * base.hours  # 7
weeks_needed = work / hours_of_all  # 8
weeks_needed

# %% [markdown]
# Which line makes the mistake, and how long do the experts take once you put that line right and leave the others as
# they are? Give the pair `(number of the line, time)`, the second as a quantity. Each is worth half of the points.

# %% nbgrader={"grade_id": "bug_rules", "solution": true}
bug_rules = (..., ...)
### BEGIN SOLUTION
with_old_ones = rules_added * base.rules
among_new_ones = rules_added * (rules_added - 1) / 2
checking = (with_old_ones + among_new_ones) * base.check
bug_rules = (4, (checking / (base.experts * base.hours)).to("week"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_rules", "grade": true, "locked": true}
check("bug_rules")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_rules", bug_rules)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_bottleneck", "locked": true}
# ## 10. Explain
#
# Take two systems that follow one another in this section, such as MYCIN and the spam filter, or the cascade and
# AlexNet. In about a hundred words: which bottleneck of the older one did the newer one remove, what does it need
# instead, and what have you computed or seen run that shows it? In a class, a person reads this answer; on your
# own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: the bottleneck of the older system is named and is the right one (brittleness, knowledge entry, feature
# engineering), in terms of what people had to do by hand.
# 1 point: the newer system's own demand is named (labelled data, good features, compute and memory), so that the
# bottleneck has moved and not vanished.
# 1 point: a result of the lesson or of these exercises is used as evidence, with its number or what was seen.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_bottleneck", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_bottleneck}}
# ### END SOLUTION

# %%
check("explain_bottleneck")
