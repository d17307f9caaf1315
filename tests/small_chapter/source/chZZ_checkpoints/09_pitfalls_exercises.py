# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises: checkpoints
#
# **What you'll do:** size a checkpoint, and find how often to write one.
# **What you'll need:** the lesson named above, and about 20 minutes.
#
# Replace each `...` by your answer and run the cell, then the cell below it.

# %% nbgrader={"grade_id": "imports_pitfalls", "locked": true}
import numpy as np

from mlsys_course import Q_, check, scenario

# %% [markdown]
# ## What is saved

# %% nbgrader={"grade_id": "numbers_saved_state", "locked": true}
saved = scenario("saved_state")
saved

# %% [markdown]
# ## 1. Size
#
# How large is a checkpoint of `saved.weights`, with `saved.state` for each? Give `checkpoint_size`.

# %% nbgrader={"grade_id": "checkpoint_size", "solution": true}
checkpoint_size = ...
### BEGIN SOLUTION
checkpoint_size = (saved.weights * saved.state).to("TB")
### END SOLUTION

# %% nbgrader={"grade_id": "test_checkpoint_size", "grade": true, "locked": true}
check("checkpoint_size")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("checkpoint_size", checkpoint_size)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Time
#
# How long does it take to write it at `saved.bandwidth`? Give `checkpoint_write` as a time.

# %% nbgrader={"grade_id": "checkpoint_write", "solution": true}
checkpoint_write = ...
### BEGIN SOLUTION
checkpoint_write = (saved.weights * saved.state / saved.bandwidth).to("second")
### END SOLUTION

# %% nbgrader={"grade_id": "test_checkpoint_write", "grade": true, "locked": true}
check("checkpoint_write")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("checkpoint_write", checkpoint_write)
### END HIDDEN TESTS

# %% [markdown]
# ## A cluster that fails

# %% nbgrader={"grade_id": "numbers_failing_cluster", "locked": true}
q = scenario("failing_cluster")
q

# %% [markdown]
# ## 3. Between failures
#
# One GPU fails every `q.gpu_mtbf`; there are `q.gpus`. After which time does the run stop, in the mean? Give
# `cluster_mtbf`.

# %% nbgrader={"grade_id": "cluster_mtbf", "solution": true}
cluster_mtbf = ...
### BEGIN SOLUTION
cluster_mtbf = (q.gpu_mtbf / q.gpus).to("hour")
### END SOLUTION

# %% nbgrader={"grade_id": "test_cluster_mtbf", "grade": true, "locked": true}
check("cluster_mtbf")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("cluster_mtbf", cluster_mtbf)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. How often to save
#
# Writing a checkpoint takes `q.write`. Which interval loses least (@eq-checkpoints-interval)? Give `best_interval`.

# %% nbgrader={"grade_id": "best_interval", "solution": true}
best_interval = ...
### BEGIN SOLUTION
best_interval = np.sqrt(2 * q.write * q.gpu_mtbf / q.gpus).to("minute")
### END SOLUTION

# %% nbgrader={"grade_id": "test_best_interval", "grade": true, "locked": true}
check("best_interval")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("best_interval", best_interval)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. What is lost
#
# A team saves every `q.interval`. Which share of the time is lost, to writing and to work done again? Give
# `lost_share` as a fraction or in percent.

# %% nbgrader={"grade_id": "lost_share", "solution": true}
lost_share = ...
### BEGIN SOLUTION
lost_share = q.write / q.interval + q.interval * q.gpus / (2 * q.gpu_mtbf)
### END SOLUTION

# %% nbgrader={"grade_id": "test_lost_share", "grade": true, "locked": true}
check("lost_share")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("lost_share", lost_share)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. A whole run
#
# The run takes `q.duration`, saving every `q.interval`. How long does it write? Give `time_writing` as a time.

# %% nbgrader={"grade_id": "time_writing", "solution": true}
time_writing = ...
### BEGIN SOLUTION
time_writing = (q.duration * q.write / q.interval).to("hour")
### END SOLUTION

# %% nbgrader={"grade_id": "test_time_writing", "grade": true, "locked": true}
check("time_writing")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("time_writing", time_writing)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_interval", "locked": true}
# ## 7. Explain
#
# A colleague wants to save every minute, to be safe. In about a hundred words: what does that do to the run, and what
# decides the interval that loses least? Use your result from question 4. In a class, a person reads this answer; on
# your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: two losses pull in opposite directions, the time to write and the work done again after a failure.
# 1 point: the interval that loses least is longer than a minute, by the learner's own result, and it depends on the
# time between failures and the time to write.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_interval", "grade": true, "solution": true, "points": 2}
# ### BEGIN SOLUTION
# {{written.explain_interval}}
# ### END SOLUTION

# %%
check("explain_interval")
