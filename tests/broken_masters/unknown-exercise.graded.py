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

# %% nbgrader={"grade_id": "run_day", "solution": true}
run_day = ...
### BEGIN SOLUTION
run_day = 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_run_day", "grade": true, "locked": true}
check("run_day")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("run_day", run_day)
### END HIDDEN TESTS
