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
# **What you'll do:** draw up budgets for systems of the scale the chapter opens with, tell Software 1.0
# from 2.0, measure the verification gap, and find the mistake in somebody's calculation.
# **What you'll need:** the lesson named above, and about 60 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "query/second")`, or what you get when you compute with quantities; queries and emails are units
# of their own. Any equivalent unit counts. Rounding to three significant figures is fine unless a question asks for
# more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_ai_moment", "locked": true}
import math

import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## Your numbers: a search engine
#
# The chapter opens with the number of queries that a search engine answers in a day. Suppose that a
# language model writes every answer:

# %% nbgrader={"grade_id": "numbers_search_traffic", "locked": true}
traffic = scenario("search_traffic")
traffic

# %% [markdown]
# ## 1. A language model behind every query
#
# On average `traffic.searches` come in; in the busiest hour the rate is `traffic.peak_factor` times that. An answer
# is `traffic.answer` long, and each of its tokens takes `traffic.work` for every one of the model's
# `traffic.parameters`. One GPU reaches the share `traffic.efficiency` of `traffic.peak`. Count these operations and
# nothing else. What is the smallest number of GPUs that keeps up in the busiest hour? A plain whole number; round at
# the very end.

# %% nbgrader={"grade_id": "gpus_for_search", "solution": true}
gpus_for_search = ...
### BEGIN SOLUTION
tokens = traffic.searches * traffic.peak_factor * traffic.answer
tokens_of_one_gpu = traffic.peak * traffic.efficiency / (traffic.work * traffic.parameters)
gpus_for_search = int(np.ceil((tokens / tokens_of_one_gpu).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_gpus_for_search", "grade": true, "locked": true}
check("gpus_for_search")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("gpus_for_search", gpus_for_search)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Software 1.0 or Software 2.0?
#
# Give each artefact the column of @tbl-software-1-vs-2 it belongs to: `"1.0"` or `"2.0"`. You get part of the points
# for part of the artefacts.

# %% nbgrader={"grade_id": "software_version", "solution": true}
software_version = {
    "learned weights": ...,
    "a crash with an exception": ...,
    "a hand-written if-rule": ...,
    "a labelled dataset": ...,
    "a metric that degrades silently": ...,
    "logic that is written down": ...,
    "debugging by looking at the distribution of the data": ...,
    "the GCC compiler": ...,
    "the training loop (SGD), in the role of the compiler": ...,
    "debugging with a stack trace": ...,
}
### BEGIN SOLUTION
from autograder import solution
software_version = solution("software_version")
### END SOLUTION

# %% nbgrader={"grade_id": "test_software_version", "grade": true, "locked": true}
check("software_version")
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
# An image has `space.height` times `space.width` pixels with `space.channels` channels each, and every channel has
# one of `space.levels` levels (@eq-verification-gap). How many decimal digits does the number of possible images
# have? An exact whole number. (The number itself is no help: Python writes out at most a few thousand digits. A
# logarithm tells you how many there are.)

# %% nbgrader={"grade_id": "possible_images_digits", "solution": true}
possible_images_digits = ...
### BEGIN SOLUTION
values = space.height * space.width * space.channels
possible_images_digits = math.floor(values * math.log10(space.levels)) + 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_possible_images_digits", "grade": true, "locked": true}
check("possible_images_digits")
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
# ## 4. The bill for testing every small image once
#
# Now take images of only `small.height` times `small.width` pixels, each black or white, and test every possible one
# once. `small.gpus` GPUs share the work; each of them tests `small.rate` and draws `small.power` as long as the test
# runs. What does the electricity cost, at `small.electricity`? Leave out rent, cooling and all other computers.

# %% nbgrader={"grade_id": "exhaustive_test_bill", "solution": true}
exhaustive_test_bill = ...
### BEGIN SOLUTION
images = 2.0 ** (small.height * small.width)
duration = images / (small.gpus * small.rate)
energy = duration * small.gpus * small.power
exhaustive_test_bill = (energy * small.electricity).to("USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_exhaustive_test_bill", "grade": true, "locked": true}
check("exhaustive_test_bill")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("exhaustive_test_bill", exhaustive_test_bill)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a mature system

# %% nbgrader={"grade_id": "numbers_technical_debt", "locked": true}
debt = scenario("technical_debt")
debt

# %% [markdown]
# ## 5. What a ready-made model saves
#
# `debt.engineers` engineers work on a system for `debt.span`. The share `debt.ml_share` of their work is machine
# learning; all the rest is the other work (data, serving, monitoring, glue code). A ready-made model takes away the
# share `debt.bought` of the machine learning. But fitting it in makes extra work: the share `debt.glue` of the other
# work. How much work is saved in all? Give it as a time: one engineer working for a month is a month, and the number
# of engineers is a plain number.

# %% nbgrader={"grade_id": "effort_saved", "solution": true}
effort_saved = ...
### BEGIN SOLUTION
work = debt.engineers * debt.span
gone = work * debt.ml_share * debt.bought
on_top = work * (1 - debt.ml_share) * debt.glue
effort_saved = (gone - on_top).to("month")
### END SOLUTION

# %% nbgrader={"grade_id": "test_effort_saved", "grade": true, "locked": true}
check("effort_saved")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("effort_saved", effort_saved)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a spam filter

# %% nbgrader={"grade_id": "numbers_mail_filter", "locked": true}
mail = scenario("mail_filter")
mail

# %% [markdown]
# ## 6. People behind a very good filter
#
# A filter sees `mail.volume`; the share `mail.spam` of it is spam, the rest is good email. It wrongly holds back the
# share `mail.false_positive` of the good email. For the share `mail.appeals` of that, the recipient asks somebody to
# take a look, and each time that takes a person `mail.effort`. Everybody works `mail.shift`, every day. What is the
# smallest number of people who can keep up? A plain whole number; round at the very end.

# %% nbgrader={"grade_id": "appeal_reviewers", "solution": true}
appeal_reviewers = ...
### BEGIN SOLUTION
held_back = mail.volume * (1 - mail.spam) * mail.false_positive
requests = held_back * mail.appeals
appeal_reviewers = int(np.ceil((requests * mail.effort / mail.shift).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_appeal_reviewers", "grade": true, "locked": true}
check("appeal_reviewers")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("appeal_reviewers", appeal_reviewers)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Servers for the busiest hour
#
# Each email is in the filter for `mail.latency`. By Little's law, the number of emails in it at once is the rate at
# which they come times the time that each is in it. In the busiest hour emails come at `mail.peak_factor` times the
# mean rate. One server can work on `mail.slots` at once, and on average the share `mail.load` of these places may be
# taken. What is the smallest number of servers? A plain whole number; round at the very end.

# %% nbgrader={"grade_id": "filter_servers", "solution": true}
filter_servers = ...
### BEGIN SOLUTION
at_once = mail.volume * mail.peak_factor * mail.latency
filter_servers = int(np.ceil((at_once / (mail.slots * mail.load)).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_filter_servers", "grade": true, "locked": true}
check("filter_servers")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("filter_servers", filter_servers)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Find the wrong line
#
# How long do you have to read in a spam folder until a good email turns up? The numbers:

# %% nbgrader={"grade_id": "numbers_spam_folder", "locked": true}
folder = scenario("spam_folder")
folder

# %% [markdown]
# Somebody has worked it out in eight lines: for each good email in the folder, you look at everything that lies
# there. The units fit, but one line is wrong. Run the cell: what it shows in the end is not the reading time.

# %% nbgrader={"grade_id": "lines_bug_spam_folder", "locked": true}
spam_mails = folder.volume * folder.spam  # 1
good_mails = folder.volume - spam_mails  # 2
spam_caught = spam_mails * folder.caught  # 3
good_held_back = good_mails * folder.false_positive  # 4
in_the_folder = spam_caught + good_held_back  # 5
share_of_good = good_held_back / good_mails  # 6
emails_to_read = 1 / share_of_good  # 7
reading_time = emails_to_read * folder.glance  # 8
reading_time

# %% [markdown]
# Which line makes the mistake, and what is the reading time for one good email once you put that line right and leave
# the others as they are? Give the pair `(number of the line, reading time)`, the second as a quantity. Each is worth
# half of the points.

# %% nbgrader={"grade_id": "bug_spam_folder", "solution": true}
bug_spam_folder = (..., ...)
### BEGIN SOLUTION
good_among_all = good_held_back / (spam_caught + good_held_back)
bug_spam_folder = (6, (folder.glance / good_among_all).to("minute"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_spam_folder", "grade": true, "locked": true}
check("bug_spam_folder")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_spam_folder", bug_spam_folder)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_verification", "locked": true}
# ## 9. Explain
#
# A manager asks for a test suite that guarantees the image classifier. In about a hundred words: why is there none,
# and what takes its place? Use your results from questions 3 and 4. In a class, a person reads this answer; on your
# own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: the number of possible inputs is so large that no test set covers a share worth naming.
# 1 point: the learner's own results of questions 3 and 4 are used.
# 1 point: statistical statements before release and monitoring in production take the place of a
# proof.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_verification", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_verification}}
# ### END SOLUTION

# %%
check("explain_verification")
