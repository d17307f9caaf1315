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

# %% nbgrader={"grade_id": "with_numbers", "solution": true}
with_numbers = ...
### BEGIN SOLUTION
with_numbers = 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_with_numbers", "grade": true, "locked": true}
check("with_numbers")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("with_numbers", with_numbers)
### END HIDDEN TESTS
