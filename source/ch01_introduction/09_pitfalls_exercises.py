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
# # Exercises: lifecycle, deployment, five pillars, fallacies and pitfalls
#
# **What you'll do:** draw the life of an ML system, find out what a local speed-up is worth end to
# end, place systems and responsibilities, calculate for three of the pillars, check the chapter, and find
# the mistake in somebody's calculation.
# **What you'll need:** the two lessons named above, and about 80 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "millisecond")`, or what you get when you compute with quantities. Any equivalent unit counts,
# and so does rounding to three significant figures. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_pitfalls", "locked": true}
import numpy as np

from mlsys_course import Q_, check, constants, data, scenario

# %% [markdown]
# ## 1. The life of an ML system
#
# @fig-ml_lifecycle_overview has six stages: `"collection"`, `"preparation"`, `"training"`,
# `"evaluation"`, `"deployment"` and `"monitoring"`. Give its arrows as a list of pairs,
# `[("from", "to"), ...]`: the way forward, and the two ways back that set it apart from ordinary
# software. A dictionary from a stage to its successors, or a networkx `DiGraph`, will do too.

# %% nbgrader={"grade_id": "lifecycle", "solution": true}
lifecycle = ...
### BEGIN SOLUTION
forward = [
    ("collection", "preparation"),
    ("preparation", "training"),
    ("training", "evaluation"),
    ("evaluation", "deployment"),
    ("deployment", "monitoring"),
]
lifecycle = [*forward, ("evaluation", "preparation"), ("monitoring", "collection")]
### END SOLUTION

# %% nbgrader={"grade_id": "test_lifecycle", "grade": true, "locked": true}
check("lifecycle")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("lifecycle", lifecycle)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. What a faster model is worth
#
# A service answers a request in three stages, one after the other. Its numbers:

# %% nbgrader={"grade_id": "numbers_amdahl", "locked": true}
q = scenario("amdahl")
q

# %% [markdown]
# Preprocessing takes `q.preprocessing`, inference `q.inference`, postprocessing `q.postprocessing`. Inference becomes
# `q.speedup` times as fast. By what share of the old end-to-end latency does the latency fall? A fraction, or a
# quantity in percent.

# %% nbgrader={"grade_id": "latency_reduction", "solution": true}
latency_reduction = ...
### BEGIN SOLUTION
total = q.preprocessing + q.inference + q.postprocessing
latency_reduction = ((q.inference - q.inference / q.speedup) / total).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_latency_reduction", "grade": true, "locked": true}
check("latency_reduction")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("latency_reduction", latency_reduction)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. Amdahl's law as a function
#
# The share `p` (from 0 to 1) of the time becomes `s` times as fast. Return the speedup of the whole: old time over
# new. `s` may be infinite, or below 1 when the part got slower.

# %% nbgrader={"grade_id": "amdahl", "solution": true}
def amdahl(p, s):
    """Return the speedup when the share p becomes s times as fast."""
    ### BEGIN SOLUTION
    return 1 / ((1 - p) + p / s)
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_amdahl", "grade": true, "locked": true}
check("amdahl")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("amdahl", amdahl)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Where should it run?
#
# Give each system its tier of @tbl-efficiency-priorities: `"cloud"`, `"edge"`, `"mobile"` or `"TinyML"`. You get part
# of the points for part of the systems.

# %% nbgrader={"grade_id": "deployment_tier", "solution": true}
deployment_tier = {
    "LLM chat, 350 GB": ...,
    "brake decision <10 ms": ...,
    "wake word 1 mW": ...,
    "AR filter on phone 3 W": ...,
    "protein folding batch": ...,
    "vibration sensor coin cell": ...,
    "factory vision, no uplink, 60 W": ...,
    "offline translation app": ...,
}
### BEGIN SOLUTION
from autograder import solution
deployment_tier = solution("deployment_tier")
### END SOLUTION

# %% nbgrader={"grade_id": "test_deployment_tier", "grade": true, "locked": true}
check("deployment_tier")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("deployment_tier", deployment_tier)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Whose problem is it?
#
# Give each trouble the pillar of @fig-pillars that owns it: `"Data Engineering"`, `"Training Systems"`,
# `"Deployment Infrastructure"`, `"Operations and Monitoring"` or `"Ethics and Governance"`. You get part of the
# points for part of the troubles.

# %% nbgrader={"grade_id": "pillar_owner", "solution": true}
pillar_owner = {
    "sensor records must be validated before they enter the dataset": ...,
    "GPU failures mid-run": ...,
    "p99 inference latency too high on the phone tier": ...,
    "silent accuracy decay in production": ...,
    "subgroup error gap": ...,
    "lineage: from a label back to its source record": ...,
    "fitting the model to an edge device before launch": ...,
    "loan refused and nobody can give the applicant a reason": ...,
    "hyper-parameter tuning at scale": ...,
    "alert fatigue": ...,
}
### BEGIN SOLUTION
from autograder import solution
pillar_owner = solution("pillar_owner")
### END SOLUTION

# %% nbgrader={"grade_id": "test_pillar_owner", "grade": true, "locked": true}
check("pillar_owner")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("pillar_owner", pillar_owner)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Operations: alarms without a cause
#
# The next three questions each belong to one pillar (@fig-pillars), and each has numbers of its own.

# %% nbgrader={"grade_id": "numbers_alarms", "locked": true}
watch = scenario("alarms")
watch

# %% [markdown]
# A team watches `watch.metrics` independent metrics, day and night. Each is tested once every `watch.interval` and
# gives an alarm when it lies more than `watch.sigma` standard deviations off, on either side. While nothing is wrong,
# that happens in a test with `watch.probability`. An engineer takes `watch.handling` to find out that an alarm is
# false, and works `watch.shift`, every day. What is the smallest number of engineers who can deal with all false
# alarms, on average? A plain whole number; round at the very end.

# %% nbgrader={"grade_id": "alarm_engineers", "solution": true}
alarm_engineers = ...
### BEGIN SOLUTION
alarms = watch.metrics / watch.interval * watch.probability
alarm_engineers = int(np.ceil((alarms * watch.handling / watch.shift).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_alarm_engineers", "grade": true, "locked": true}
check("alarm_engineers")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("alarm_engineers", alarm_engineers)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Data engineering: how much data does a drift test need?

# %% nbgrader={"grade_id": "numbers_drift_window", "locked": true}
window = scenario("drift_window")
window

# %% [markdown]
# Take two windows of $n$ records each, one from training and one from production, and compare them by their
# Kolmogorov-Smirnov distance $d$. The test calls them different if
#
# $$d > c\,\sqrt{2 / n}$$
#
# with the coefficient $c$ in `window.coefficient`. What is the smallest $n$ at which a distance of
# `window.distance` counts as drift? A whole number.

# %% nbgrader={"grade_id": "drift_window", "solution": true}
drift_window = ...
### BEGIN SOLUTION
drift_window = int(np.ceil(2 * (window.coefficient / window.distance) ** 2))
### END SOLUTION

# %% nbgrader={"grade_id": "test_drift_window", "grade": true, "locked": true}
check("drift_window")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("drift_window", drift_window)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Ethics and governance: what an average hides

# %% nbgrader={"grade_id": "numbers_subgroups", "locked": true}
report = scenario("subgroups")
report

# %% [markdown]
# A report says: `report.overall` of all predictions are right. For the majority group, `report.share`
# of all users, it is `report.majority`. How accurate is the system for everybody else? A fraction,
# or a quantity in percent.

# %% nbgrader={"grade_id": "minority_accuracy", "solution": true}
minority_accuracy = ...
### BEGIN SOLUTION
rest = 1 - report.share
minority_accuracy = ((report.overall - report.share * report.majority) / rest).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_minority_accuracy", "grade": true, "locked": true}
check("minority_accuracy")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("minority_accuracy", minority_accuracy)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Do the chapter's own data support it?
#
# Eight claims from the whole chapter. For each say whether the chapter's **own data** support it, `True` or `False`,
# and give the value that you computed, as a pair: `(True, value)`. The data support a claim if the value lies within
# 10 percent of it; for an order of magnitude, within half an order. Give orders of magnitude as log10. You get part
# of the points for part of the claims. <!-- literal: when a claim counts as supported -->
#
# - `gpt3_25_days`: GPT-3 takes 25 days on 1,024 A100 at an efficiency of 0.45, by the chapter's own formula (the
#   published run computes part of its operations twice and takes longer); in days (`constants.GPT3_TRAINING_OPS`,
#   `GPT3_TRAINING_GPUS`, `A100_FLOPS_FP16_TENSOR`, `GPT3_EFFICIENCY`)
# - `compute_1e8`: training compute grew by 8 orders of magnitude from AlexNet to GPT-4 (`data.training_compute()`,
#   @fig-ai-training-compute-growth)
# - `nine_orders`: GPT-4 took 9 orders of magnitude more device-days than AlexNet (`data.performance_by_era()`,
#   @tbl-ai-evolution-performance)
# - `five_orders`: doubling every 3.4 months from 2012 to 2018 makes 5 orders of magnitude
#   (`constants.AI_COMPUTE_DOUBLING_TIME`)
# - `first_winter_fell`: mentions of AI fell during the first winter; the change from its first year to its last, in
#   percent (`data.ai_timeline()`, @fig-ai-timeline)
# - `error_reduction_42`: AlexNet reduced the error of the runner-up by 42 percent of it; in percent
#   (`constants.ALEXNET_TOP5_ERROR`, `ILSVRC2012_RUNNER_UP_TOP5_ERROR`)
# - `efficiency_16_months`: from the first row to the last, the compute that a task requires halves every 16 months;
#   in months (`data.algorithmic_efficiency()`, @fig-algo-efficiency)
# - `recommender_40`: losing 0.8 points a month, a recommender falls from 85 below 40 percent in six months; the
#   accuracy after them, in percent (`constants.DRIFT_START_ACCURACY`, `DRIFT_LOSS_PER_MONTH`)
#   <!-- literal: the claims, as the chapter makes them -->

# %% nbgrader={"grade_id": "book_claims", "solution": true}
book_claims = {
    "gpt3_25_days": (..., ...),
    "compute_1e8": (..., ...),
    "nine_orders": (..., ...),
    "five_orders": (..., ...),
    "first_winter_fell": (..., ...),
    "error_reduction_42": (..., ...),
    "efficiency_16_months": (..., ...),
    "recommender_40": (..., ...),
}
### BEGIN SOLUTION
rate = constants.GPT3_TRAINING_GPUS * constants.A100_FLOPS_FP16_TENSOR * constants.GPT3_EFFICIENCY
days = (constants.GPT3_TRAINING_OPS / rate).to("day")
compute = data.training_compute().set_index("model")["training_flop"]
device_days = data.performance_by_era()["device_days"].dropna()
doublings = (Q_(2018 - 2012, "year") / constants.AI_COMPUTE_DOUBLING_TIME).to("").magnitude  # literal: the claim's years
mentions = data.ai_timeline()
winter = mentions[mentions["winter"] == "first"]["mention_share"]
runner_up = constants.ILSVRC2012_RUNNER_UP_TOP5_ERROR
efficiency = data.algorithmic_efficiency()
gain = efficiency["efficiency_factor"].iloc[-1] / efficiency["efficiency_factor"].iloc[0]
span = Q_(efficiency["year"].iloc[-1] - efficiency["year"].iloc[0], "year")
lost = constants.DRIFT_LOSS_PER_MONTH * Q_(6, "month")  # literal: six months, as the claim says
book_claims = {
    "gpt3_25_days": (True, days),
    "compute_1e8": (False, np.log10(compute["GPT-4"] / compute["AlexNet"])),
    "nine_orders": (False, np.log10(device_days.iloc[-1] / device_days.iloc[0])),
    "five_orders": (False, doublings * np.log10(2)),
    "first_winter_fell": (False, Q_(winter.iloc[-1] / winter.iloc[0] - 1, "").to("percent")),
    "error_reduction_42": (True, (1 - constants.ALEXNET_TOP5_ERROR.quantity / runner_up).to("percent")),
    "efficiency_16_months": (True, (span / np.log2(gain)).to("month")),
    "recommender_40": (False, (constants.DRIFT_START_ACCURACY - lost).to("percent")),
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_book_claims", "grade": true, "locked": true}
check("book_claims")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("book_claims", book_claims)
### END HIDDEN TESTS

# %% [markdown]
# ## 10. Find the wrong line
#
# FarmBeats' devices stand in fields without a cable (@sec-introduction-deployment-case-studies-636f): a battery, a
# radio, a thin link. When the sun stays away, the battery has to last.

# %% nbgrader={"grade_id": "numbers_farm", "locked": true}
farm = scenario("farm")
farm

# %% [markdown]
# The sensors report. A small model on the device looks at the pictures, throws the share `farm.discarded` of them
# away and sends the others. Now and then a new model comes in over the same link. Somebody has worked out in eight
# lines how long the battery lasts without sun. The units fit, but one line is wrong. Run the cell: what it shows in
# the end is not that time.

# %% nbgrader={"grade_id": "lines_bug_farm", "locked": true}
readings = farm.sensors * farm.reading / farm.interval  # 1
pictures = farm.photos * farm.photo * farm.discarded  # 2
updates = farm.model / farm.update  # 3
traffic = readings + pictures + updates  # 4
radio_on = traffic / farm.link  # 5
radio_off = 1 - radio_on  # 6
mean_power = radio_on * farm.active + radio_off * farm.asleep  # 7
lasts = farm.battery / mean_power  # 8
lasts

# %% [markdown]
# Which line makes the mistake, and how long does the battery last once you put that line right and leave the others
# as they are? Give the pair `(number of the line, time)`, the second as a quantity. Each is worth half of the points.

# %% nbgrader={"grade_id": "bug_farm", "solution": true}
bug_farm = (..., ...)
### BEGIN SOLUTION
sent_pictures = farm.photos * (1 - farm.discarded) * farm.photo
on_air = (readings + sent_pictures + updates) / farm.link
lasting = farm.battery / (on_air * farm.active + (1 - on_air) * farm.asleep)
bug_farm = (2, lasting.to("day"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_farm", "grade": true, "locked": true}
check("bug_farm")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_farm", bug_farm)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_pitfall", "locked": true}
# ## 11. Explain
#
# A team spends a quarter on making inference faster and reports the speed-up of inference. In about a hundred
# words: what should they have measured first, and what would it have told them? Use your result from question 2,
# and what your function from question 3 says when `s` is infinite. In a class, a person reads this answer; on your
# own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: the share of inference in the end-to-end time (a profile of the whole) comes first.
# 1 point: the share bounds the gain, however fast inference becomes; the learner's own ceiling, from
# the function with an infinite s, is used.
# 1 point: a better target follows, here the stage with the largest share.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_pitfall", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_pitfall}}
# ### END SOLUTION

# %%
check("explain_pitfall")

# %% [markdown] nbgrader={"grade_id": "ask_pillars", "locked": true}
# ## 12. Explain
#
# A bank's model decides about loans. It was trained in one country and now serves a second one. The alarms have
# been silent, the mean accuracy looks as it did before, but customers in the second country complain that they are
# refused without a reason. In about a hundred words: follow this trouble through three of the five pillars
# (@fig-pillars). Say for each of the three what it should have delivered, which of your results of questions 6 to 8
# shows how to look, and how its gap became the next one's trouble. In a class, a person reads this answer; on your
# own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: three pillars, each with a duty of its own that fits: Data Engineering (compare the records of the new
# country with the training data, keep the lineage), Training Systems (train and evaluate on both),
# Deployment Infrastructure (roll out in steps, with a canary), Operations and Monitoring (metrics for each
# country, alarms that somebody reads), Ethics and Governance (accuracy for each group, a reason for each refusal).
# 1 point: at least two own results are used for what they say: what one group's accuracy is while the mean looks
# fine (question 8), how many records a drift test needs (question 7), how many people false alarms take
# (question 6).
# 1 point: the pillars depend on one another: a gap of one is named as the cause of the next one's trouble, such as no
# count of the groups in the data, hence no metric for them, hence nobody who could be told.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_pillars", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_pillars}}
# ### END SOLUTION

# %%
check("explain_pillars")
