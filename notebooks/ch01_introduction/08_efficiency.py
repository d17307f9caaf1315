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
# # Efficiency, and the appetite for compute
#
# Scale drives progress, says the Bitter Lesson, and few can pay for scale. The chapter's answer is a framework of
# three efficiencies (@sec-introduction-efficiency-framework-8dd4), and two figures that seem to contradict each
# other: every result becomes cheaper, and yet the bill grows. Here you take both figures apart.
#
# **What you'll do**
#
# - place techniques on three tracks: algorithms, compute, data;
# - measure how fast algorithms save compute, and how fast the demand for it grows, from the figures' own data;
# - find out what *faster than Moore's law* means, by turning three knobs;
# - check five sentences of the chapter against its numbers.
#
# **What you'll learn**
#
# - to turn growth into doubling times and back, and to compare only like with like;
# - to name the window and the points behind every growth rate;
# - why efficiency does not end the demand for compute, and what would.
#
# **What you'll need**: the chapter beside you, logarithms, and 40 minutes. Run the cells in order with
# Shift+Enter.

# %%
import math

import pandas as pd
from IPython.display import display

from mlsys_course import (
    Q_,
    after_guess,
    constants,
    data,
    define,
    explore_efficiency,
    figures,
    laws,
    practice,
    predict,
)
from mlsys_course.readable import number

# %% [markdown]
# ## Three tracks
#
# *6 minutes.* What does a result take? So many operations, on a machine that does so many a second, for a model that
# needs so many samples. You can improve each of the three, and each belongs to one corner of the D·A·M taxonomy
# (@tbl-dam-taxonomy):
#
# | dimension | corner | question | examples |
# |---|---|---|---|
# | algorithmic efficiency | algorithm | how little work does the result need? | pruning, quantization, distillation, MobileNet |
# | compute efficiency | machine | how much of the machine's ability is used? | GPUs and TPUs, tensor cores, kernel fusion |
# | data selection | data | how much does each sample teach? | transfer learning, active learning, deduplication |
#
# @fig-evolution-efficiency follows the three from 1980 on. Each goes through three ages, and their names say what was
# scarce:
#
# | track | until 2010 | until 2022 | since |
# |---|---|---|---|
# | algorithms | algorithmic efficiency | deep learning | modern efficiency |
# | compute | general-purpose computing | accelerated computing | sustainable computing |
# | data | data scarcity | big data | data-centric AI |
#
# The figure draws the three side by side with the same borders. The text beside it puts them in order: algorithms
# first, then compute, data last. Both cannot be the whole story; borders that fall in the same year for all three are
# just convenient to draw. (The caption's timeline ends in 2023, and the last age of each track runs on.)
#
# One warning before you sort techniques yourself. What counts is not where the idea runs, but which number it makes
# smaller. Kernel fusion is software, and leaves the model's operations as they are: the machine waits less. Transfer
# learning reuses a *model*, and saves *samples*. Quantization changes the model, but it pays off where the machine
# has units for few bits: many techniques need a second dimension to help.

# %%
define("data selection")

# %% [markdown]
# ## How fast do algorithms save?
#
# *8 minutes.* Fix the result: AlexNet's accuracy on ImageNet. How much training compute does it take to get there,
# year by year? Hernandez and Brown measured that; @fig-algo-efficiency draws ten of their points.

# %%
networks = data.algorithmic_efficiency()
networks

# %% [markdown]
# The last network needs {{ALGORITHMIC_EFFICIENCY_GAIN.value:.1f}} times less than the first one. Take one from the
# middle of the table, MobileNet-v1, and guess before you compute: how fast did efficiency double up to then?

# %%
predict("doubling-until-mobilenet")

# %%
figures.plot_algorithmic_efficiency()

# %% [markdown]
# On this logarithmic axis, equal steps are equal factors, and exponential growth is a straight line. The chapter draws the
# same points on a linear axis, where the early ones lie flat on the floor.
#
# A doubling time is the time that passed, divided by the number of doublings in it: $T_2 = T / \log_2 G$. Two points
# are enough, if you say which two:

# %%
first = networks.iloc[0]
some = networks.set_index("model").loc["MobileNet-v1"]
elapsed = Q_(some["year"] - first["year"], "year")
gain = some["efficiency_factor"] / first["efficiency_factor"]
doubling = laws.doubling_time(1, gain, elapsed).to("month")
with after_guess("doubling-until-mobilenet"):
    print(
        f"{gain:.1f} times in {elapsed:.1f}: doubles every {doubling:.1f}"
    )

# %% [markdown]
# The published {{ALGORITHMIC_EFFICIENCY_HALVING_TIME.quantity.magnitude:.0f}} months are the authors' fit to more
# points; what the first and the *last* point of the figure give, you find in the exercises. According to the text,
# the whole gain took *eight years*. That would be:

# %%
whole_gain = constants.ALGORITHMIC_EFFICIENCY_GAIN.value
print(laws.doubling_time(1, whole_gain, Q_(8, "year")).to("month"))  # literal: the text's eight years

# %% [markdown]
# One year more makes the doubling time two months longer: look at the ends of an axis before you divide by its
# length. (The figure's axis ends in 2020, but its last point does not lie there.)
#
# The text also says that *each successive* network needs dramatically less. Go through the table row by row. How many
# of the nine steps go backwards?

# %%
predict("steps-that-go-backwards")

# %%
step = networks["efficiency_factor"] / networks["efficiency_factor"].shift()
networks.assign(gain_vs_previous=step.round(2))

# %% [markdown]
# Against Moore's law over the same time:

# %%
moore = laws.growth_factor(elapsed, constants.MOORE_DOUBLING_TIME.quantity)
print(f"algorithms {gain:.1f} times, Moore's law {moore:.1f} times")

# %% [markdown]
# This much of the chapter's claim is true: for this task, better algorithms gave more than better chips. But mind
# what it is about: one task, images, at the accuracy of 2012.
#
# ## How fast does the demand grow?
#
# *8 minutes.* @fig-ai-training-compute-growth fixes nothing. It shows what large training runs took, in the year they
# were made. The caption says that this grew by $10^8$ from AlexNet to GPT-4. Did it? You check that in an exercise.
# Here take PaLM, which came a year before GPT-4, and predict what the figure's own points say:

# %%
predict("from-alexnet-to-palm")

# %%
figures.plot_training_compute()

# %%
runs = data.training_compute().set_index("model")
alexnet = runs.loc["AlexNet", "training_flop"]
palm = runs.loc["PaLM", "training_flop"]
with after_guess("from-alexnet-to-palm"):
    print(f"{number(palm / alexnet)} times")

# %% [markdown]
# ### Three growth rates in one chapter
#
# According to the text, training compute doubles every {{AI_COMPUTE_DOUBLING_TIME.quantity.magnitude:.1f}} months.
# The legend of the figure says about six. A fit to the points gives a third number, and each era alone gives yet
# another:

# %%
table = data.training_compute()
dashed = 12 * math.log10(2) / math.log10(figures.CHAPTER_COMPUTE_TREND)
all_points = figures.fit_growth(table["year"], table["training_flop"])
print(f"the chapter's dashed line  {dashed:.2f} months")
print(f"a fit to all 15 points     {all_points.doubling_months:.2f} months")
early = table[table["era"] == "Deep Learning"]
for said, part in (
    ("the Deep Learning era", early),
    ("without AlphaGo Zero", early[early["model"] != "AlphaGoZero"]),
):
    fit = figures.fit_growth(part["year"], part["training_flop"])
    years = f"{part['year'].min()} to {part['year'].max()}"
    print(
        f"{said:26} {fit.doubling_months:.2f} months "
        f"({len(part)} points, {years})"
    )

# %% [markdown]
# None of them is wrong. The first two are lines through the same points, drawn in different ways; the others look at
# other windows. OpenAI measured {{AI_COMPUTE_DOUBLING_TIME.quantity.magnitude:.1f}} months on the largest runs from
# 2012 to the end of 2017 ({{AI_COMPUTE_DOUBLING_TIME.reference}}). The caption says that the Transformer era
# *accelerated* the trend. See what a single point, AlphaGo Zero, does to the era before. Whether the later era is
# faster you find out in the exercises. A growth rate without its window is half a number.
#
# Try the text's sentence: *five orders of magnitude from 2012 to 2018, doubling every
# {{AI_COMPUTE_DOUBLING_TIME.quantity.magnitude:.1f}} months*. Do the three numbers in this sentence fit together?
# Begin with four of the six years: how many orders do they give?

# %%
predict("four-years-of-doubling")

# %%
fast = constants.AI_COMPUTE_DOUBLING_TIME.quantity
span = Q_(4, "year")  # literal: 2012 to 2016
with after_guess("four-years-of-doubling"):
    print(
        "four years give a factor of "
        f"{number(laws.growth_factor(span, fast))}"
    )

# %% [markdown]
# Two more years are to come, and an exercise asks what all six give. The measurement ends with 2017; the text extends
# it to 2018, and @fn-moores-law to 2019.
#
# ## Faster than Moore's law
#
# *6 minutes.* The chapter divides {{MOORE_DOUBLING_TIME.quantity.magnitude:.0f}} months by
# {{AI_COMPUTE_DOUBLING_TIME.quantity.magnitude:.1f}} and says that demand doubles roughly seven times *faster*. That
# is true of the doublings. But after four years, say, by what factor has demand outgrown the chips?

# %%
predict("demand-over-chips")

# %%
chip_time, four = constants.MOORE_DOUBLING_TIME.quantity, Q_(4, "year")
demand_growth = laws.growth_factor(four, fast)
chip_growth = laws.growth_factor(four, chip_time)
print(
    f"ratio of the doubling times {(chip_time / fast).to('').magnitude:.1f}"
)
with after_guess("demand-over-chips"):
    print(
        f"demand {demand_growth:,.0f} times, chips {chip_growth:.0f} times"
    )

# %% [markdown]
# ## The efficiency paradox
#
# *8 minutes.* Now put both figures on one axis. You need three paces: how fast demand doubles, how fast the work for
# a fixed result halves, and how fast the compute that a dollar buys doubles. Take Moore's law for the last one,
# assuming that prices follow it. Everything begins at 1.
#
# Predict first. Algorithms now improve twice as fast as before. What happens to the price of the largest run?

# %%
predict("price-of-the-largest-run")

# %%
explore_efficiency()

# %% [markdown]
# 1. Turn only the second knob. Which line moves?
# 2. At what pace of demand does the largest run cost as much as in the first year? Explain that with the third knob.
# 3. Set demand to {{AI_COMPUTE_DOUBLING_TIME.quantity.magnitude:.1f}} months for all twelve years. What would the largest
#    run cost? Why did that pace have to end?
#
# <details><summary>Answers</summary>
#
# 1. The price of the first year's result. The largest run does not become cheaper, because demand decides how much
#    compute it takes.
# 2. When demand doubles as slowly as what a dollar buys, which is the third knob. Then the two cancel.
# 3. Tens of billions of times the first price. Nobody has that much money: the pace ends where the budget does.
#
# </details>

# %% [markdown]
# Since Jevons and coal, economists have known what happens when people use a resource more efficiently: they use more
# of it. The chapter calls it the efficiency paradox. Efficiency is no way to spend less; it decides what you get for
# what you spend.
#
# How did the field pay for PaLM, ten years after AlexNet? Split the growth into what chips gave and the rest:

# %%
years = Q_(10, "year")  # literal: 2012 to 2022
chips = laws.growth_factor(years, chip_time)
rest = palm / alexnet / chips
print(
    f"growth {number(palm / alexnet)} = Moore's law {number(chips)} "
    f"x the rest {number(rest)}"
)
effective = math.log10(palm / alexnet * whole_gain)
print(
    "with better algorithms on top: "
    f"{effective:.1f} orders of effective compute"
)

# %% [markdown]
# Most of it is neither chips nor algorithms. It is more devices, devices made for the purpose, longer runs, better
# utilisation: in one word, money. (Carrying the gain on AlexNet's task over to language is a rough guess, so trust
# the sum only to its order of magnitude.) That part cannot grow forever, and that is why the other two matter.
#
# ## Five sentences, recomputed
#
# *2 minutes.* Here are the sentences of this lesson as the course's list of errata has them, each with the edition it
# comes from and what a later one says instead. Some are wrong numbers, some just words that go too far:

# %%
errata = data.errata().set_index("id")
with pd.option_context("display.max_colwidth", None):
    display(
        errata.loc[
            ["I14", "I15", "I16", "I17", "I18"],
            ["kind", "claim", "data_give", "edition", "mended"],
        ]
    )

# %% [markdown]
# ## Your predictions
#
# Here they are, the wrong ones included. Where did a logarithm mislead you, and where did you miss one?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Three efficiencies: less work (algorithm), better used machines (compute), better chosen samples (data).
# - A doubling time is time divided by $\log_2$ of the growth. Name the window and the points, or the number says
#   nothing.
# - A ratio of doubling times is not a ratio of growth: doublings multiply.
# - The same accuracy became cheaper and the largest run more expensive. Both figures are right: one fixes the result,
#   the other does not.
# - Efficiency decides what you get for the money. It does not decide how much is spent.
#
# ## Words of this section
#
# - **Algorithmic efficiency**: how little computation reaches a given quality. **Compute efficiency**: how much of the
#   hardware's ability is used. **Data selection**: the same quality from fewer, better chosen samples.
# - **Pruning**, **quantization**, **distillation**: fewer weights, fewer bits, a small model that imitates a large one.
# - **Moore's law**: transistors on a chip double about every two years. **Doubling time**: the time in which something
#   that grows exponentially doubles.
# - **Efficiency paradox**: savings on each result are spent on larger ones.
#
# You can ask for any of the chapter's words:

# %%
define("efficiency paradox")

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("efficiency")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on the efficiency framework](../../release/ch01_introduction/08_efficiency_exercises.ipynb): techniques
# on their tracks, a table and two figures from the chapter's data, growth rates, six more claims to check against the
# figures, a wrong line to find, and a paradox to explain. They check themselves and tell you what went wrong.
