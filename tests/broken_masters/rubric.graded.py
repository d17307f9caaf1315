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
# # Exercises

# %% [markdown] nbgrader={"grade_id": "ask_why", "locked": true}
# Why?

# %% [markdown] nbgrader={"grade_id": "explain_why", "grade": true, "points": 2, "solution": true}
# ### BEGIN SOLUTION
# {{written.explain_why}}
# ### END SOLUTION

# %%
check("explain_why")
