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
# # A lesson
#
# What you'll do: turn knobs. What you'll learn: patience. What you'll need: 10 minutes.

# %%
from mlsys_course import explore_amdahl

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()

# %%
explore_amdahl()
