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
# # Exercises: the AI moment
#
# **What you'll do:** put numbers to the scale the chapter opens with, tell Software 1.0 from 2.0,
# and measure the verification gap.
# **What you'll need:** the lesson `01_ai_moment`, and about 45 minutes.
#
# How it works: replace each `...` by your answer and run the cell, then the cell below it. `check`
# tells you whether you are on track. Answers with a unit are quantities: `Q_(3, "query/second")`,
# or what you get when you compute with quantities; queries and emails are units of their own. Any
# equivalent unit counts. Rounding to three significant figures is fine unless a question asks for
# more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_ai_moment", "locked": true}
import math

import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## Your numbers: a search engine

# %% nbgrader={"grade_id": "numbers_search_traffic", "locked": true}
traffic = scenario("search_traffic")
traffic

# %% [markdown]
# ## 1. Queries per second
#
# `traffic.searches` come in `traffic.span`. What is the average rate, in queries per second?

# %% nbgrader={"grade_id": "queries_per_second", "solution": true}
queries_per_second = ...
### BEGIN SOLUTION
queries_per_second = (traffic.searches / traffic.span).to("query/second")
### END SOLUTION

# %% nbgrader={"grade_id": "test_queries_per_second", "grade": true, "locked": true}
check("queries_per_second", queries_per_second)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("queries_per_second", queries_per_second)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Software 1.0 or Software 2.0?
#
# Give each artefact the column of @tbl-software-1-vs-2 it belongs to: `"1.0"` or `"2.0"`. Part of
# the points for part of the artefacts.

# %% nbgrader={"grade_id": "software_version", "solution": true}
software_version = {
    "a hand-written if-rule": ...,
    "the GCC compiler": ...,
    "debugging with a stack trace": ...,
    "a crash with an exception": ...,
    "logic that is written down": ...,
    "a labelled dataset": ...,
    "the training loop (SGD), in the role of the compiler": ...,
    "learned weights": ...,
    "a metric that degrades silently": ...,
    "debugging by looking at the distribution of the data": ...,
}
### BEGIN SOLUTION
from autograder import solution
software_version = solution("software_version")
### END SOLUTION

# %% nbgrader={"grade_id": "test_software_version", "grade": true, "locked": true}
check("software_version", software_version)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("software_version", software_version)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: the space of images

# %% nbgrader={"grade_id": "numbers_image_space", "locked": true}
space = scenario("image_space")
space

# %% [markdown]
# ## 3. How large is the space of images?
#
# An image has `space.height` times `space.width` pixels with `space.channels` channels each, and
# every channel has one of `space.levels` levels (@eq-verification-gap). How many decimal digits
# has the number of possible images? An exact whole number. (The number itself is no help: Python
# writes out at most a few thousand digits. A logarithm tells how many there are.)

# %% nbgrader={"grade_id": "possible_images_digits", "solution": true}
possible_images_digits = ...
### BEGIN SOLUTION
values = space.height * space.width * space.channels
possible_images_digits = math.floor(values * math.log10(space.levels)) + 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_possible_images_digits", "grade": true, "locked": true}
check("possible_images_digits", possible_images_digits)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("possible_images_digits", possible_images_digits)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: very small images

# %% nbgrader={"grade_id": "numbers_binary_images", "locked": true}
small = scenario("binary_images")
small

# %% [markdown]
# ## 4. Testing every small image once
#
# Now take images of only `small.height` times `small.width` pixels, each black or white, and test
# every possible one once, at `small.rate`. How long does that take?

# %% nbgrader={"grade_id": "exhaustive_test_time", "solution": true}
exhaustive_test_time = ...
### BEGIN SOLUTION
exhaustive_test_time = (2 ** (small.height * small.width) / small.rate).to("year")
### END SOLUTION

# %% nbgrader={"grade_id": "test_exhaustive_test_time", "grade": true, "locked": true}
check("exhaustive_test_time", exhaustive_test_time)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("exhaustive_test_time", exhaustive_test_time)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a mature system

# %% nbgrader={"grade_id": "numbers_technical_debt", "locked": true}
debt = scenario("technical_debt")
debt

# %% [markdown]
# ## 5. If the model cost nothing
#
# Let effort go with code, and let the share `debt.ml_share`, the machine learning itself, become
# free. By what factor would the whole effort shrink, old over new? A plain number with four
# significant figures.

# %% nbgrader={"grade_id": "effort_factor", "solution": true}
effort_factor = ...
### BEGIN SOLUTION
effort_factor = (1 / (1 - debt.ml_share)).to("").magnitude
### END SOLUTION

# %% nbgrader={"grade_id": "test_effort_factor", "grade": true, "locked": true}
check("effort_factor", effort_factor)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("effort_factor", effort_factor)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a spam filter

# %% nbgrader={"grade_id": "numbers_mail_filter", "locked": true}
mail = scenario("mail_filter")
mail

# %% [markdown]
# ## 6. Mistakes of a good filter
#
# A filter decides about `mail.volume`, and the share `mail.accuracy` of its decisions is right. How
# many emails does it decide wrongly per day?

# %% nbgrader={"grade_id": "misclassified_emails", "solution": true}
misclassified_emails = ...
### BEGIN SOLUTION
misclassified_emails = (mail.volume * (1 - mail.accuracy)).to("email/day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_misclassified_emails", "grade": true, "locked": true}
check("misclassified_emails", misclassified_emails)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("misclassified_emails", misclassified_emails)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Emails in the filter at once
#
# Each email is in the filter for `mail.latency`. By Little's law (number in a system = rate of
# arrival times time in it), how many emails are in it at once, on average?

# %% nbgrader={"grade_id": "emails_in_flight", "solution": true}
emails_in_flight = ...
### BEGIN SOLUTION
emails_in_flight = (mail.volume * mail.latency).to("email")
### END SOLUTION

# %% nbgrader={"grade_id": "test_emails_in_flight", "grade": true, "locked": true}
check("emails_in_flight", emails_in_flight)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("emails_in_flight", emails_in_flight)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_verification", "locked": true}
# ## 8. Explain
#
# A manager asks for a test suite that guarantees the image classifier. In two to four sentences: why
# is there none, and what takes its place? Use your results of questions 3 and 4. A person reads this
# answer.
#
# ### BEGIN MARK SCHEME
# 1 point: the number of possible inputs is so large that no test set covers a share worth naming.
# 1 point: the learner's own results of questions 3 and 4 are used.
# 1 point: statistical statements before release and monitoring in production take the place of a
# proof.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_verification", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# The number of possible images has hundreds of thousands of digits, as question 3 shows, and even
# images of a few black and white pixels would take centuries to test one by one, as question 4
# shows. A test set is therefore a sample, and it supports statements about error rates, not a
# guarantee. What takes the place of a proof is monitoring in production.
# ### END SOLUTION
