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
# # Exercises: pitfalls, deployment and the five pillars
#
# **What you'll do:** find out what a local speed-up is worth end to end, write Amdahl's law, and
# place systems, feedback loops and responsibilities.
# **What you'll need:** the lesson `09_pitfalls`, and about 50 minutes.
#
# How it works: replace each `...` by your answer and run the cell, then the cell below it. `check`
# tells you whether you are on track. Answers with a unit are quantities: `Q_(3, "millisecond")`, or
# what you get when you compute with quantities. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_pitfalls", "locked": true}
import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## Your numbers
#
# A service answers a request in three stages, one after the other.

# %% nbgrader={"grade_id": "numbers_amdahl", "locked": true}
q = scenario("amdahl")
q

# %% [markdown]
# ## 1. What a faster model is worth
#
# Preprocessing takes `q.preprocessing`, inference `q.inference`, postprocessing `q.postprocessing`.
# Inference becomes `q.speedup` times as fast. By which share of the old end-to-end latency does the
# latency fall? A fraction, or a quantity in percent.

# %% nbgrader={"grade_id": "latency_reduction", "solution": true}
latency_reduction = ...
### BEGIN SOLUTION
total = q.preprocessing + q.inference + q.postprocessing
latency_reduction = ((q.inference - q.inference / q.speedup) / total).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_latency_reduction", "grade": true, "locked": true}
check("latency_reduction", latency_reduction)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("latency_reduction", latency_reduction)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The ceiling
#
# Suppose inference cost no time at all. How many times faster would the service be, end to end, old
# latency over new? A plain number.

# %% nbgrader={"grade_id": "speedup_limit", "solution": true}
speedup_limit = ...
### BEGIN SOLUTION
rest = q.preprocessing + q.postprocessing
speedup_limit = ((rest + q.inference) / rest).to("").magnitude
### END SOLUTION

# %% nbgrader={"grade_id": "test_speedup_limit", "grade": true, "locked": true}
check("speedup_limit", speedup_limit)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("speedup_limit", speedup_limit)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A budget for preprocessing
#
# Inference has become `q.speedup` times as fast, and the whole must fit into `q.target`. How long
# may preprocessing take? A time.

# %% nbgrader={"grade_id": "preprocessing_budget", "solution": true}
preprocessing_budget = ...
### BEGIN SOLUTION
preprocessing_budget = q.target - q.inference / q.speedup - q.postprocessing
### END SOLUTION

# %% nbgrader={"grade_id": "test_preprocessing_budget", "grade": true, "locked": true}
check("preprocessing_budget", preprocessing_budget)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("preprocessing_budget", preprocessing_budget)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Amdahl's law as a function
#
# The share `p` (from 0 to 1) of the time becomes `s` times as fast. Write the speedup of the whole,
# old time over new. `s` may be infinite, or below 1 when the part got slower.

# %% nbgrader={"grade_id": "amdahl", "solution": true}
def amdahl(p, s):
    """Return the speedup of the whole when the share p becomes s times as fast."""
    ### BEGIN SOLUTION
    return 1 / ((1 - p) + p / s)
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_amdahl", "grade": true, "locked": true}
check("amdahl", amdahl)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("amdahl", amdahl)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Where should it run?
#
# Give each system its tier of @tbl-efficiency-priorities: `"cloud"`, `"edge"`, `"mobile"` or
# `"TinyML"`. Part of the points for part of the systems.

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
deployment_tier = {
    "LLM chat, 350 GB": "cloud",
    "brake decision <10 ms": "edge",
    "wake word 1 mW": "TinyML",
    "AR filter on phone 3 W": "mobile",
    "protein folding batch": "cloud",
    "vibration sensor coin cell": "TinyML",
    "factory vision, no uplink, 60 W": "edge",
    "offline translation app": "mobile",
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_deployment_tier", "grade": true, "locked": true}
check("deployment_tier", deployment_tier)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("deployment_tier", deployment_tier)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Whose problem is it?
#
# Give each trouble the pillar of @fig-pillars that owns it: `"Data Engineering"`,
# `"Training Systems"`, `"Deployment Infrastructure"`, `"Operations and Monitoring"` or
# `"Ethics and Governance"`. Part of the points for part of the troubles.

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
pillar_owner = {
    "sensor records must be validated before they enter the dataset": "Data Engineering",
    "GPU failures mid-run": "Training Systems",
    "p99 inference latency too high on the phone tier": "Deployment Infrastructure",
    "silent accuracy decay in production": "Operations and Monitoring",
    "subgroup error gap": "Ethics and Governance",
    "lineage: from a label back to its source record": "Data Engineering",
    "fitting the model to an edge device before launch": "Deployment Infrastructure",
    "loan refused and nobody can give the applicant a reason": "Ethics and Governance",
    "hyper-parameter tuning at scale": "Training Systems",
    "alert fatigue": "Operations and Monitoring",
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_pillar_owner", "grade": true, "locked": true}
check("pillar_owner", pillar_owner)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("pillar_owner", pillar_owner)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_pitfall", "locked": true}
# ## 7. Explain
#
# A team spends a quarter on making inference faster and reports the speed-up of inference. In two to
# four sentences: what should they have measured first, and what would it have told them? Use your
# results of questions 1 and 2. A person reads this answer.
#
# ### BEGIN MARK SCHEME
# 1 point: the share of inference in the end-to-end time (a profile of the whole) comes first.
# 1 point: the share bounds the gain, however fast inference becomes; the learner's own ceiling of
# question 2 is used.
# 1 point: a better target follows, here the stage with the largest share.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_pitfall", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# They should have profiled the whole request first and looked at the share of inference in it. That
# share bounds what any speed-up of inference can give: in question 2 even free inference leaves the
# other stages, and the service becomes only about one and a half times as fast. Preprocessing is the
# largest stage, so the quarter would have been better spent there.
# ### END SOLUTION
