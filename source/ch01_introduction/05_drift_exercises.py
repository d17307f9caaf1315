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
# divergence as functions, catch the chapter in a contradiction, decide when to retrain, and find the mistake in
# somebody's calculation.
# **What you'll need:** the lesson named above, and about 70 minutes. <!-- literal: minutes -->
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "week")`, or what you get when you compute with quantities. Rounding to three significant figures
# is fine unless a question asks for more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_drift", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, scenario

# %% [markdown]
# ## 1. A little worse, over a whole fleet
#
# A perception system looks for pedestrians (@sec-introduction-ml-vs-traditional-software-e19a). Months
# go by, the seasons change, no error is logged.

# %% nbgrader={"grade_id": "numbers_detector", "locked": true}
detector = scenario("detector")
detector

# %% [markdown]
# At the start the detector found `detector.before` of all pedestrians, now it finds `detector.after`.
# `detector.cars` cars are on the road `detector.hours`, at the mean speed `detector.speed`, and a car meets
# `detector.density` on its way. How many more pedestrians does the fleet miss in a day now than it did at the
# start? Give a number per time, such as `Q_(3, "1/day")`; pedestrians are a plain number.

# %% nbgrader={"grade_id": "added_misses", "solution": true}
added_misses = ...
### BEGIN SOLUTION
met = detector.cars * detector.hours * detector.speed * detector.density
added_misses = (met * (detector.before - detector.after)).to("1/day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_added_misses", "grade": true, "locked": true}
check("added_misses")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("added_misses", added_misses)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The Degradation Equation as a function
#
# Write @eq-degradation as a function of the initial accuracy `acc0` (a fraction), the sensitivity
# `lam` (accuracy lost per unit of divergence) and the divergence `div`. The straight line of the
# equation ends somewhere: an accuracy is never below 0.

# %% nbgrader={"grade_id": "degraded_accuracy", "solution": true}
def degraded_accuracy(acc0, lam, div):
    """Return the accuracy left when the data have drifted by div."""
    ### BEGIN SOLUTION
    return max(acc0 - lam * div, 0)
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_degraded_accuracy", "grade": true, "locked": true}
check("degraded_accuracy")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("degraded_accuracy", degraded_accuracy)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. What nobody notices, in money
#
# The chapter's last section (@sec-introduction-fallacies-pitfalls-230d) lets a recommendation system
# lose the same number of percentage points every month.

# %% nbgrader={"grade_id": "numbers_drift_sales", "locked": true}
sales = scenario("drift_sales")
sales

# %% [markdown]
# The system starts at `sales.start` and loses `sales.rate`, evenly, from day to day and not in monthly steps. It
# makes `sales.requests`, and each right recommendation earns `sales.value`. For `sales.duration` nobody retrains it.
# How much less does it earn in all that time than it would have earned at its initial accuracy? A month is a twelfth
# of a year, 30.44 days. <!-- literal: a convention, no input -->

# %% nbgrader={"grade_id": "drift_bill", "solution": true}
drift_bill = ...
### BEGIN SOLUTION
mean_loss = sales.rate * sales.duration / 2
drift_bill = (sales.requests * sales.duration * mean_loss * sales.value).to("USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_drift_bill", "grade": true, "locked": true}
check("drift_bill")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("drift_bill", drift_bill)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Two stories about one system
#
# The chapter tells the story of such a system twice: in the section on software that fails in silence, and in the one
# on fallacies. Both times it appeals to the Degradation Equation.

# %% nbgrader={"grade_id": "numbers_drift_reports", "locked": true}
reports = scenario("drift_reports")
reports

# %% [markdown]
# In the first report the system falls from `reports.start` below `reports.level` within `reports.duration`. In the
# second it loses `reports.rate`. Take the slowest constant loss per month that makes the first report true. How many
# times as large is it as the loss in the second report? A plain number.

# %% nbgrader={"grade_id": "loss_ratio", "solution": true}
loss_ratio = ...
### BEGIN SOLUTION
slowest = (reports.start - reports.level) / reports.duration
loss_ratio = slowest / reports.rate
### END SOLUTION

# %% nbgrader={"grade_id": "test_loss_ratio", "grade": true, "locked": true}
check("loss_ratio")
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
# A bin with $p_i = 0$ adds nothing. A bin with $q_i = 0$ where $p_i$ is above 0 makes the divergence infinite
# (`np.inf`). You cannot divide lists: turn them into arrays first, or go through them with `zip`.

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
check("kl_divergence")
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
# `budget.sensitivity` (accuracy as a fraction, per unit of divergence). The divergence starts at 0 and grows by
# `budget.growth`. When is retraining due? Do not round to whole weeks.

# %% nbgrader={"grade_id": "retraining_due", "solution": true}
retraining_due = ...
### BEGIN SOLUTION
threshold = budget.tolerance / budget.sensitivity
retraining_due = (threshold / budget.growth).to("week")
### END SOLUTION

# %% nbgrader={"grade_id": "test_retraining_due", "grade": true, "locked": true}
check("retraining_due")
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
# A model starts at `plan.start` and loses `plan.rate`. Every `plan.period` it is retrained, and then it is as good as
# at the start. Draw its accuracy over `plan.span`, and a horizontal line at `plan.alarm`. The lowest values, right
# before each retraining, must be visible. Label both axes.
#
# `np.linspace` makes many points in time, `t % period` is the time since the last retraining, and
# `plan.start.to("percent").magnitude` is a plain number to draw with. You get part of the points for part of the
# picture; the curve weighs most.

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
check("retraining_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("retraining_plot", retraining_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. How often should it be retrained?
#
# Knowing when to retrain is a matter of money, too. Retraining often is expensive, and so is a stale model.

# %% nbgrader={"grade_id": "numbers_retraining_cost", "locked": true}
bill = scenario("retraining_cost")
bill

# %% [markdown]
# One retraining costs `bill.cost`. Each percentage point below the fresh accuracy costs `bill.penalty`, and the model
# loses `bill.rate`. How long should the time between two retrainings be, to make the total cost per month as low as
# possible? Do not round it to whole months. (Write the cost per month as a function of that time first. Over one
# period the model is, on average, half as far below its fresh accuracy as it is at the end.)

# %% nbgrader={"grade_id": "retraining_period", "solution": true}
retraining_period = ...
### BEGIN SOLUTION
# cost / T + penalty * rate * T / 2 is lowest where its two terms are equal.
retraining_period = np.sqrt(2 * bill.cost / (bill.penalty * bill.rate)).to("month")
### END SOLUTION

# %% nbgrader={"grade_id": "test_retraining_period", "grade": true, "locked": true}
check("retraining_period")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("retraining_period", retraining_period)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Find the wrong line
#
# Fraudsters learn, and a detector that nobody retrains loses a share of what it still finds in every quarter.

# %% nbgrader={"grade_id": "numbers_fraud_detector", "locked": true}
fraud = scenario("fraud_detector")
fraud

# %% [markdown]
# The last training was `fraud.age` ago. Some frauds get through only now. Somebody has worked out, in eight lines,
# what these cost in a quarter. The units fit, but one line is wrong. Run the cell: what it shows in the end is not
# what they cost.

# %% nbgrader={"grade_id": "lines_bug_fraud", "locked": true}
quarters = fraud.age / fraud.quarter  # 1
found_now = fraud.found * (1 - fraud.loss * quarters)  # 2
frauds = fraud.payments * fraud.share  # 3
missed_before = frauds * (1 - fraud.found)  # 4
missed_now = frauds * (1 - found_now)  # 5
missed_more = missed_now - missed_before  # 6
damage = missed_more * fraud.amount  # 7
damage_of_a_quarter = damage * fraud.quarter  # 8
damage_of_a_quarter

# %% [markdown]
# Which line makes the mistake, and what is the damage of a quarter once you put that line right and leave the others
# as they are? Give the pair `(number of the line, damage)`, the second as a quantity. Each is worth half of the
# points. A month is a twelfth of a year, 30.44 days. <!-- literal: a convention, no input -->

# %% nbgrader={"grade_id": "bug_fraud", "solution": true}
bug_fraud = (..., ...)
### BEGIN SOLUTION
still_found = fraud.found * (1 - fraud.loss) ** (fraud.age / fraud.quarter).to("").magnitude
lost = frauds * (fraud.found - still_found) * fraud.amount
bug_fraud = (2, (lost * fraud.quarter).to("USD"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_fraud", "grade": true, "locked": true}
check("bug_fraud")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_fraud", bug_fraud)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_skew", "locked": true}
# ## 10. Explain
#
# A fraud detector found nine frauds in ten. On the Tuesday when a new version of the app went out, that share fell
# to two in three, in all countries at once, and it has stayed there since. The amounts, shops and hours of the
# incoming payments are distributed as before. The team proposes to retrain once a week. In about a hundred words:
# is this drift, what else may it be, which comparison would you make the next day to find out, and what would the
# weekly retraining change in either case? Say how long such a fall would take at the slower pace of question 4, and
# use that. In a class, a person reads this answer; on your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: not drift: it came at once, with a release, everywhere, and the raw input has not moved. The learner's
# own figure makes the point: at the pace of the second report such a fall (about 23 points) takes years
# (23 over the monthly rate), not a day.
# 1 point: training-serving skew or a broken feature: the same feature is computed otherwise in the new version.
# The test: take logged payments, compute their features by the training code as well, and compare; or roll
# the release back for a part of the traffic.
# 1 point: retraining mends drift, where the world has changed. It hides or keeps a defect: trained on the broken
# feature the model learns to do without it, and the defect stays.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_skew", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_skew}}
# ### END SOLUTION

# %%
check("explain_skew")
