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

# %% nbgrader={"grade_id": "run_days", "solution": true}
run_days = ...
### BEGIN SOLUTION
run_days = 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_run_days", "grade": true, "locked": true}
check("run_days")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("run_days", run_days)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "explain_why", "grade": true, "points": 2, "solution": true}
# ### BEGIN SOLUTION
# {{written.explain_why}}
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# One point for the reason.
# ### END MARK SCHEME

# %%
check("explain_why")
