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
# # Saving too often, losing too much
#
# A long run is interrupted; what was not saved is gone (@sec-checkpoints). Saving takes time as well. Here you find
# the interval between the two pitfalls (@sec-checkpoints-pitfalls).
#
# **What you'll do**: read an interruption log, move an interval, practise.
#
# **What you'll learn**: why a large cluster fails often, and how often to save.
#
# **What you'll need**: square roots, and 15 minutes. Run the cells in order with Shift+Enter.

# %%
from mlsys_course import data, define, explore_checkpoints
from mlsys_course import practice, predict

# %% [markdown]
# ## Many machines, one run
#
# Any machine that fails stops the run (@sec-checkpoints-failures), so the time between failures of a cluster is that
# of one machine over their number (@eq-checkpoints-mtbf). Two runs have published what happened to them
# (@tbl-checkpoints-runs). How often was the larger one interrupted?

# %%
predict("interruptions-of-a-large-run")

# %%
runs = data.interruptions().set_index("run")
runs

# %% [markdown]
# The chapter says otherwise; its errata say what the table gives:

# %%
data.errata()[["claim", "data_give"]]

# %% [markdown]
# ## How often to save
#
# With each failure half an interval is lost on average, and each interval pays for one checkpoint
# (@sec-checkpoints-interval). The sum is least at the interval of @eq-checkpoints-interval:
#
# $$\tau = \sqrt{2 \, \delta \, M}$$

# %%
explore_checkpoints()

# %% [markdown]
# 1. Find the interval that loses least on the smallest cluster, then on the largest.
# 2. Make writing faster. Does the best interval become longer or shorter?

# %%
define("checkpoint")

# %% [markdown]
# ## Practise

# %%
practice("pitfalls")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on checkpoints](../../release/chZZ_checkpoints/09_pitfalls_exercises.ipynb): a checkpoint to size, a cluster
# to wait for, an interval to choose.
