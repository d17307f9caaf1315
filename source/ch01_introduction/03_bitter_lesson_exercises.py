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
# # Exercises: the Bitter Lesson
#
# **What you'll do:** count what scale took, from the chapter's own table and figure, find where
# compute overtakes expertise, and find the mistake in somebody's calculation.
# **What you'll need:** the lesson named above, and about 60 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "FLOP")`, or what you get when you compute with quantities. FLOP are floating-point operations,
# and one multiply-accumulate is two of them. Rounding to three significant figures is fine unless a question asks for
# more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_bitter_lesson", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, constants, data, scenario, ureg

# %% [markdown]
# ## Your numbers: a language model

# %% nbgrader={"grade_id": "numbers_model_and_corpus", "locked": true}
language = scenario("model_and_corpus")
language

# %% [markdown]
# ## 1. How much work is a training run?
#
# Forward and backward pass together take `language.coefficient` for each of `language.parameters` and each of the
# `language.tokens` that the model is trained on. How many operations is that? The table also holds numbers that you
# do not need.

# %% nbgrader={"grade_id": "training_compute", "solution": true}
training_compute = ...
### BEGIN SOLUTION
training_compute = language.coefficient * language.parameters * language.tokens
### END SOLUTION

# %% nbgrader={"grade_id": "test_training_compute", "grade": true, "locked": true}
check("training_compute")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_compute", training_compute)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: two runs, a decade apart

# %% nbgrader={"grade_id": "numbers_two_runs", "locked": true}
runs = scenario("alexnet_to_gpt4")
runs

# %% [markdown]
# ## 2. How many orders of magnitude?
#
# The new run took `runs.new_days` device-days at a peak of `runs.new_peak`. The old one ran on `runs.old_devices`
# devices for `runs.old_days`, at a peak of `runs.old_peak` each. Count all at peak. How many orders of magnitude
# (log10) lie between their operations? A plain number; do not round it to a whole one. The chapter's text gives a
# number, too: compare.

# %% nbgrader={"grade_id": "run_orders", "solution": true}
run_orders = ...
### BEGIN SOLUTION
old = runs.old_devices * runs.old_days * runs.old_peak
run_orders = np.log10((runs.new_days * runs.new_peak / old).to("").magnitude)
### END SOLUTION

# %% nbgrader={"grade_id": "test_run_orders", "grade": true, "locked": true}
check("run_orders")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("run_orders", run_orders)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a run that two sources describe

# %% nbgrader={"grade_id": "numbers_implied", "locked": true}
large_run = scenario("gpt4_run")
large_run

# %% [markdown]
# ## 3. What the two sources imply
#
# @fig-ai-training-compute-growth gives a run `large_run.training_ops`, and @tbl-ai-evolution-performance gives it
# `large_run.device_days` device-days on devices with the peak `large_run.peak`. What share of the peak must it have
# reached? A fraction, or a quantity in percent.

# %% nbgrader={"grade_id": "implied_utilisation", "solution": true}
implied_utilisation = ...
### BEGIN SOLUTION
possible = large_run.device_days * large_run.peak
implied_utilisation = (large_run.training_ops / possible).to("").magnitude
### END SOLUTION

# %% nbgrader={"grade_id": "test_implied_utilisation", "grade": true, "locked": true}
check("implied_utilisation")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("implied_utilisation", implied_utilisation)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a machine that plays

# %% nbgrader={"grade_id": "numbers_search", "locked": true}
game = scenario("game_search")
game

# %% [markdown]
# ## 4. How deep does a search reach?
#
# Each position of a game has `game.moves` moves. A machine follows every line, without pruning, to the same depth,
# and judges the positions at the ends of these lines: `game.positions` of them. (The positions on the way are not
# counted.) How deep does it reach? Count in plies (moves of one side), and do not round.

# %% nbgrader={"grade_id": "search_depth", "solution": true}
search_depth = ...
### BEGIN SOLUTION
search_depth = np.log(game.positions) / np.log(game.moves)
### END SOLUTION

# %% nbgrader={"grade_id": "test_search_depth", "grade": true, "locked": true}
check("search_depth")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("search_depth", search_depth)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: expertise and compute

# %% nbgrader={"grade_id": "numbers_crossover", "locked": true}
race = scenario("expert_and_general")
race

# %% [markdown]
# ## 5. Where compute overtakes expertise
#
# An expert system has the accuracy `race.expert`, whatever the compute. A general method has `race.general` at
# `race.start`, and `race.gain` more (percentage points) for every tenfold compute. At what compute are they equal?

# %% nbgrader={"grade_id": "crossover_compute", "solution": true}
crossover_compute = ...
### BEGIN SOLUTION
steps = ((race.expert - race.general) / race.gain).to("").magnitude
crossover_compute = race.start * 10**steps
### END SOLUTION

# %% nbgrader={"grade_id": "test_crossover_compute", "grade": true, "locked": true}
check("crossover_compute")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("crossover_compute", crossover_compute)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. The crossing, drawn
#
# Draw both accuracies in percent against the compute for the numbers below: one line each, from `lowest` to
# `highest`, the compute on a logarithmic axis, axes labelled, and a legend that calls one line the expert system and
# the other the general method. You get part of the points for part of the picture. Store the figure (or its axes) in
# `crossover_plot`.

# %% nbgrader={"grade_id": "numbers_crossover_plot", "locked": true}
lowest, highest = Q_(1e15, "FLOP"), Q_(1e22, "FLOP")  # literal: the range of the plot
expert_accuracy = 80  # literal: percent, whatever the compute
accuracy_at_lowest, gain_per_tenfold = 40, 8  # literal: percent, and percentage points

# %% nbgrader={"grade_id": "crossover_plot", "solution": true}
crossover_plot = ...
### BEGIN SOLUTION
compute = np.logspace(np.log10(lowest.magnitude), np.log10(highest.magnitude))
general = accuracy_at_lowest + gain_per_tenfold * np.log10(compute / lowest.magnitude)
crossover_plot, axes = plt.subplots()
axes.semilogx(compute, np.full_like(compute, expert_accuracy), "--", label="expert system")
axes.semilogx(compute, general, label="general method")
axes.set_xlabel("compute (FLOP)")
axes.set_ylabel("accuracy (%)")
axes.legend()
### END SOLUTION

# %% nbgrader={"grade_id": "test_crossover_plot", "grade": true, "locked": true}
check("crossover_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("crossover_plot", crossover_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Do the numbers support the story of scale?
#
# For each claim compute the value and say whether the chapter's own numbers support it: `(True, value)` or
# `(False, value)`. A sum must be exact, a product within 10 percent, an order of magnitude within half an order (give
# it as log10). You get part of the points for part of the claims.
#
# - `accuracy_and_error`: the accuracy that @tbl-ai-evolution-performance gives AlexNet and the error
#   that the text gives it add up to all images (give the sum, in percent)
# - `tokens_500e9`: GPT-3's parameters, the tokens of the text (five hundred billion) and six operations for each pair give
#   `constants.GPT3_TRAINING_OPS` (give the product)
# - `tokens_300e9`: the same with three hundred billion tokens
# - `device_days_5`: GPT-4's device-days are five orders of magnitude more than AlexNet's
#   (give the orders)
# - `figure_7`: the points of AlexNet and GPT-4 in @fig-ai-training-compute-growth
#   (`data.training_compute()`) lie seven orders apart (give the orders)

# %% nbgrader={"grade_id": "scale_claims", "solution": true}
scale_claims = {
    "accuracy_and_error": ...,
    "tokens_500e9": ...,
    "tokens_300e9": ...,
    "device_days_5": ...,
    "figure_7": ...,
}
### BEGIN SOLUTION
per_pair = constants.TRAINING_OPS_PER_PARAM_TOKEN * constants.GPT3_PARAMS
alexnet_days = constants.ALEXNET_GPUS * constants.ALEXNET_TRAINING_DAYS
orders = np.log10((constants.GPT4_TRAINING_GPU_DAYS / alexnet_days).to("").magnitude)
points = np.log10((constants.GPT4_TRAINING_OPS / constants.ALEXNET_TRAINING_OPS).to("").magnitude)
scale_claims = {
    "accuracy_and_error": (False, 84.6 + 15.3),  # literal: as printed
    "tokens_500e9": (False, (per_pair * Q_(500e9, "token")).to("FLOP").magnitude),  # literal: as printed
    "tokens_300e9": (True, (per_pair * Q_(300e9, "token")).to("FLOP").magnitude),  # literal: as printed
    "device_days_5": (True, orders),
    "figure_7": (True, points),
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_scale_claims", "grade": true, "locked": true}
check("scale_claims")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("scale_claims", scale_claims)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Find the wrong line
#
# A program plays better when it examines more positions. How much energy does a better game take?

# %% nbgrader={"grade_id": "numbers_stronger_search", "locked": true}
player = scenario("stronger_search")
player

# %% [markdown]
# Each time the program examines twice as many positions in the same time, its rating rises by `player.per_doubling`.
# It runs on processors that each examine `player.processor_rate`. Somebody has worked out in eight lines how much
# energy one game takes at the rating `player.wanted`. The units fit, but one line is wrong. Run the cell: what it
# shows in the end is not that energy.

# %% nbgrader={"grade_id": "lines_bug_elo", "locked": true}
gap = player.wanted - player.rating  # 1
doublings = gap / player.per_doubling  # 2
faster = 2 * doublings  # 3
rate_needed = player.rate * faster  # 4
processors = rate_needed / player.processor_rate  # 5
power = processors * player.processor_power  # 6
game_time = player.moves * player.move_time  # 7
energy = power * game_time  # 8
energy

# %% [markdown]
# Which line makes the mistake, and how much energy does a game take once you put that line right and leave the others
# as they are? Give the pair `(number of the line, energy)`, the second as a quantity. Each is worth half of the
# points.

# %% nbgrader={"grade_id": "bug_elo", "solution": true}
bug_elo = (..., ...)
### BEGIN SOLUTION
examined = player.rate * 2 ** (gap / player.per_doubling)
drawn = examined / player.processor_rate * player.processor_power
bug_elo = (3, (drawn * game_time).to("kWh"))
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_elo", "grade": true, "locked": true}
check("bug_elo")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_elo", bug_elo)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_bitter_lesson", "locked": true}
# ## 9. Explain
#
# In about a hundred words: why can an expert system be the better choice today and the worse one in ten years,
# although it does not change? Use your result from question 5, and name one thing that the simple model there
# leaves out. In a class, a person reads this answer; on your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: the general method improves with compute while the expert system stays where it is, so
# the order depends on the compute that is at hand.
# 1 point: the learner's own crossing of question 5 is used.
# 1 point: one sensible omission: data, the cost of compute or energy, returns that diminish,
# expertise that helps to use compute.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_bitter_lesson", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_bitter_lesson}}
# ### END SOLUTION

# %%
check("explain_bitter_lesson")
