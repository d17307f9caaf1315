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

# %% nbgrader={"grade_id": "lines_wrong_line", "locked": true}
work = 3  # 1
hours = work + 3  # 2
hours

# %% nbgrader={"grade_id": "wrong_line", "solution": true}
wrong_line = (..., ...)
### BEGIN SOLUTION
wrong_line = (2, 3 * 2)
### END SOLUTION

# %% nbgrader={"grade_id": "test_wrong_line", "grade": true, "locked": true}
check("wrong_line")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("wrong_line", wrong_line)
### END HIDDEN TESTS
