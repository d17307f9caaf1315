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
# # Exercises: silent degradation, drift and retraining
#
# **What you'll do:** measure what a system loses in silence, write the Degradation Equation and a
# divergence as functions, catch the chapter in a contradiction, and decide when to retrain.
# **What you'll need:** the lesson `05_drift`, and about 55 minutes. <!-- literal: minutes -->
#
# How it works: replace each `...` by your answer and run the cell, then the cell below it. `check`
# tells you whether you are on track. Answers with a unit are quantities: `Q_(3, "week")`, or what you
# get when you compute with quantities. Rounding to three significant figures is fine unless a question asks
# for more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_drift", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, scenario

# %% [markdown]
# ## 1. How much worse is a little worse?
#
# A perception system looks for pedestrians (@sec-introduction-ml-vs-traditional-software-e19a). Months
# go by, the seasons change, no error is logged.

# %% nbgrader={"grade_id": "numbers_detector", "locked": true}
detector = scenario("detector")
detector

# %% [markdown]
# At the start it found `detector.before` of all pedestrians, now it finds `detector.after`. How many
# times as many pedestrians does it miss now as before? A plain number.

# %% nbgrader={"grade_id": "misses_growth", "solution": true}
misses_growth = ...
### BEGIN SOLUTION
misses_growth = (1 - detector.after) / (1 - detector.before)
### END SOLUTION

# %% nbgrader={"grade_id": "test_misses_growth", "grade": true, "locked": true}
check("misses_growth", misses_growth)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("misses_growth", misses_growth)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The Degradation Equation as a function
#
# Write @eq-degradation as a function of the initial accuracy `acc0` (a fraction), the sensitivity
# `lam` (accuracy lost per unit of divergence) and the divergence `div`. The straight line of the
# equation ends somewhere: an accuracy is never below 0.

# %% nbgrader={"grade_id": "degraded_accuracy", "solution": true}
def degraded_accuracy(acc0, lam, div):
    """Return the accuracy that is left when the data have drifted by div."""
    ### BEGIN SOLUTION
    return max(acc0 - lam * div, 0)
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_degraded_accuracy", "grade": true, "locked": true}
check("degraded_accuracy", degraded_accuracy)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("degraded_accuracy", degraded_accuracy)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A recommender that nobody retrains
#
# The chapter's last section (@sec-introduction-fallacies-pitfalls-230d) lets a recommendation system
# lose the same number of percentage points every month.

# %% nbgrader={"grade_id": "numbers_drift", "locked": true}
q = scenario("drift")
q

# %% [markdown]
# The system starts at `q.start` and loses `q.rate`. How accurate is it after `q.duration`? A fraction,
# or a quantity in percent. Keep one decimal: the chapter rounds its result to whole percent, and then
# the start, the loss and the end that it prints do not agree with one another.

# %% nbgrader={"grade_id": "drifted_accuracy", "solution": true}
drifted_accuracy = ...
### BEGIN SOLUTION
drifted_accuracy = (q.start - q.rate * q.duration).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_drifted_accuracy", "grade": true, "locked": true}
check("drifted_accuracy", drifted_accuracy)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("drifted_accuracy", drifted_accuracy)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Two stories about one system
#
# The chapter tells of such a system twice: in the section on software that fails in silence, and in the
# one on fallacies. Both times it calls on the Degradation Equation.

# %% nbgrader={"grade_id": "numbers_drift_reports", "locked": true}
reports = scenario("drift_reports")
reports

# %% [markdown]
# In the first report the system falls from `reports.start` below `reports.level` within
# `reports.duration`. In the second it loses `reports.rate`. Take the slowest constant loss per month
# that makes the first report true. How many times the loss of the second report is it? A plain number.

# %% nbgrader={"grade_id": "loss_ratio", "solution": true}
loss_ratio = ...
### BEGIN SOLUTION
slowest = (reports.start - reports.level) / reports.duration
loss_ratio = slowest / reports.rate
### END SOLUTION

# %% nbgrader={"grade_id": "test_loss_ratio", "grade": true, "locked": true}
check("loss_ratio", loss_ratio)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("loss_ratio", loss_ratio)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. A divergence as a function
#
# One choice for the $D$ of @eq-degradation is the Kullback-Leibler divergence. Write it, in nats, for
# two lists of shares `p` and `q` over the same bins:
#
# $$D_{KL}(p \,\|\, q) = \sum_i p_i \ln\frac{p_i}{q_i}$$
#
# A bin with $p_i = 0$ adds nothing. A bin with $q_i = 0$ where $p_i$ is above 0 makes the divergence
# infinite (`np.inf`). Lists cannot be divided: turn them into arrays first, or go through them with
# `zip`.

# %% nbgrader={"grade_id": "kl_divergence", "solution": true}
def kl_divergence(p, q):
    """Return the Kullback-Leibler divergence of p from q in nats."""
    ### BEGIN SOLUTION
    total = 0.0
    for now, before in zip(p, q, strict=True):
        if now > 0:
            total += now * np.log(now / before) if before > 0 else np.inf
    return total
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_kl_divergence", "grade": true, "locked": true}
check("kl_divergence", kl_divergence)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("kl_divergence", kl_divergence)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. When is retraining due?
#
# Labels arrive late, often never; a divergence can be measured today. So the divergence triggers the
# retraining: when $D > \tau$.

# %% nbgrader={"grade_id": "numbers_drift_budget", "locked": true}
budget = scenario("drift_budget")
budget

# %% [markdown]
# The accuracy may fall by `budget.tolerance`. It follows the Degradation Equation with the sensitivity
# `budget.sensitivity` (accuracy as a fraction, per unit of divergence). The divergence starts at 0 and
# grows by `budget.growth`. After which time is retraining due? Do not round to whole weeks.

# %% nbgrader={"grade_id": "retraining_due", "solution": true}
retraining_due = ...
### BEGIN SOLUTION
threshold = budget.tolerance / budget.sensitivity
retraining_due = (threshold / budget.growth).to("week")
### END SOLUTION

# %% nbgrader={"grade_id": "test_retraining_due", "grade": true, "locked": true}
check("retraining_due", retraining_due)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("retraining_due", retraining_due)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. The sawtooth of retraining

# %% nbgrader={"grade_id": "numbers_retraining", "locked": true}
plan = scenario("retraining")
plan

# %% [markdown]
# A model starts at `plan.start` and loses `plan.rate`, until it is retrained, every `plan.period`; then
# it is as good as at the start. Draw its accuracy over `plan.span`, and a horizontal line at
# `plan.alarm`. The lowest values, right before each retraining, must show. Label both axes.
#
# `np.linspace` makes many points in time, `t % period` is the time since the last retraining, and
# `plan.start.to("percent").magnitude` is a plain number to draw with. Part of the points for part of
# the picture; the curve weighs most.

# %% nbgrader={"grade_id": "retraining_plot", "solution": true}
retraining_plot = ...
### BEGIN SOLUTION
loss = plan.rate.to("percentage_point/month").magnitude
months = np.linspace(0, plan.span.to("month").magnitude, 2001)  # literal: fine enough to look like a line
since = months % plan.period.to("month").magnitude
figure, axes = plt.subplots()
axes.plot(months, plan.start.to("percent").magnitude - loss * since, label="accuracy")
axes.axhline(plan.alarm.to("percent").magnitude, color="black", linestyle="--", label="alarm")
axes.set_xlabel("time (months)")
axes.set_ylabel("accuracy (%)")
axes.legend()
retraining_plot = figure
### END SOLUTION

# %% nbgrader={"grade_id": "test_retraining_plot", "grade": true, "locked": true}
check("retraining_plot", retraining_plot)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("retraining_plot", retraining_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. How often should it be retrained?
#
# Knowing when to retrain is a matter of money, too. Retraining often is dear, and so is a stale model.

# %% nbgrader={"grade_id": "numbers_retraining_cost", "locked": true}
bill = scenario("retraining_cost")
bill

# %% [markdown]
# One retraining costs `bill.cost`. Each percentage point below the fresh accuracy costs `bill.penalty`,
# and the model loses `bill.rate`. With which time between two retrainings is the total cost per month
# lowest? Do not round it to whole months. (Write the cost per month as a function of that time first. Over one period the
# model is, on average, half as far below its fresh accuracy as it is at the end.)

# %% nbgrader={"grade_id": "retraining_period", "solution": true}
retraining_period = ...
### BEGIN SOLUTION
# cost / T + penalty * rate * T / 2 is lowest where its two terms are equal.
retraining_period = np.sqrt(2 * bill.cost / (bill.penalty * bill.rate)).to("month")
### END SOLUTION

# %% nbgrader={"grade_id": "test_retraining_period", "grade": true, "locked": true}
check("retraining_period", retraining_period)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("retraining_period", retraining_period)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_skew", "locked": true}
# ## 9. Explain
#
# Question 4 found that the chapter's two stories cannot both be ordinary drift. In three to five
# sentences: why does the Degradation Equation alone not predict the first story, what other cause does
# the chapter itself name for it, and how would you tell, on the day after the fall began, whether it is
# that cause or drift? Use your result of question 4. A person reads this answer.
#
# ### BEGIN MARK SCHEME
# 1 point: the equation predicts nothing without a sensitivity and a measured divergence, and neither is
# given; or: it is a straight line for small shifts, and this fall is a large one. The learner's own
# ratio is used to say that the stories differ by far.
# 1 point: training-serving skew, the same feature computed in two ways, is named as the other cause: a
# defect in the system, not a change of the world.
# 1 point: a test that tells them apart: compare features logged in serving with the same features computed
# by the training code, or look at whether the fall began at a deployment and at once. Drift is gradual
# and shows in the raw input too; retraining cures drift, and leaves skew as it is.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_skew", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# The equation gives a loss only when a sensitivity and a divergence are put in, and the story gives
# neither; a fall many times as fast as the other story's cannot be called what the equation predicts,
# and such a large shift is outside its straight line anyway. The chapter names training-serving skew:
# the features are computed in one way in training and in another in serving. That is a defect and not a
# change of the world. I would take requests logged in production, compute their features with the
# training pipeline, and compare the two. If they differ, it is skew, and it began with a release; if
# they agree and the raw input itself has moved away from the training data, it is drift.
# ### END SOLUTION
