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
# # Data, algorithm, machine
#
# The chapter defines an ML system by three parts that limit one another (@sec-introduction-defining-ml-systems-d4af):
# the data it learns from, the algorithm that learns, and the machine that runs both. Here you use the three to make a
# diagnosis: which one is it this time?
#
# **What you'll do**
#
# - try remedies on sick systems and see which of them help;
# - make a stage of a pipeline faster and watch the bottleneck move;
# - work out what a dollar buys, and what becomes of it with a larger model.
#
# **What you'll learn**
#
# - to name the axis that limits a system before spending money on another;
# - why the slowest stage sets the pace, and how idle the others are;
# - to scale a bill with the model, the data and the hardware.
#
# **What you'll need**: the chapter beside you, arithmetic, and 35 minutes. Run the cells in order with Shift+Enter.

# %%
from mlsys_course import (
    Q_,
    constants,
    define,
    explore_bottleneck,
    explore_dam,
    explore_samples_per_dollar,
    laws,
    practice,
    predict,
)

# %% [markdown]
# ## Three axes, one limit
#
# *8 minutes.* The triangle of @fig-ai-triad says that no corner can be moved alone, and @tbl-dam-taxonomy gives each
# a role: data are the fuel, the algorithm is the blueprint, the machine is the engine. To diagnose a symptom, ask
# which corner would have to change for it to go away:
#
# | if the cure would be … | … the limit is |
# |---|---|
# | different, more, fresher or cleaner examples | Data |
# | another model, loss, optimiser or kind of layer | Algorithm |
# | more memory, bandwidth, arithmetic or power | Machine |
#
# Predict first. A team's model does well on its examples and badly on new ones, and it has few examples. The team
# doubles its hardware.

# %%
predict("twice-the-hardware")

# %%
explore_dam()

# %% [markdown]
# The picture is about language models. It uses a fit to more than 400 real training runs (Hoffmann and others, 2022, <!-- literal: the paper's number -->
# *Training Compute-Optimal Large Language Models*). The *loss* says how badly the model predicts the next token: lower is better.
# Each bar shows what ten times as much of one axis would change. The numbers of the fit are constants with a source
# (display `constants.HOFFMANN_LOSS_FLOOR`), still unverified; a replication of 2024 gets others from the same runs.
#
# 1. At the start, what do more operations change? Why?
# 2. Give the model more and more text. When is another axis the limit, and which?
# 3. Now leave the operations alone and make the model larger. Find a place where that makes things *worse*.
#
# <details><summary>Answers</summary>
#
# 1. Nothing: the model has read all its text already. Faster hardware only gets to the end sooner: the limit is *Data*.
# 2. First *Algorithm*: so much text is more than this small model can make use of. At the end of the slider the operations run
#    out before the text does: then it is *Machine*.
# 3. With all the text, the fewest operations and a large model. Every parameter must be computed for every token, so a larger model
#    reads less text. A good blueprint does not help an engine that cannot finish it.
#
# </details>

# %% [markdown]
# In practice the symptoms come without labels. A *machine* that is too slow looks like a model that has not
# converged; *data* that have aged look like an algorithm that suddenly makes mistakes.
#
# ## The bottleneck moves
#
# *10 minutes.* Look into the machine. Training images are read from storage, decoded and augmented, and then the GPU
# computes. The three work at the same time, like stations on a line, so the line runs at the rate of its slowest
# station:
#
# $$\text{throughput} = \min(\text{storage}, \text{preprocessing}, \text{GPU})$$
#
# Suppose the GPU is already the fastest of the three, and you replace it with one four times as fast.

# %%
predict("four-times-the-gpu")

# %%
explore_bottleneck()

# %% [markdown]
# 1. Make the GPU faster and faster. What happens to the time it waits?
# 2. Now make *storage* faster, step by step. When does the bottleneck move, and where to?
# 3. Which two stages must become faster, so that the GPU is never idle?
#
# <details><summary>Answers</summary>
#
# 1. It only waits longer. The line still runs at the rate of storage.
# 2. As soon as storage overtakes preprocessing. From there on, faster storage buys nothing; the next cell shows where
#    that is.
# 3. Storage and preprocessing: both have to reach the rate of the GPU.
#
# </details>

# %%
from mlsys_course.widgets.bottleneck import flow

stages = {
    "storage": Q_(1500, "sample/s"),
    "preprocessing": Q_(2000, "sample/s"),
    "GPU": Q_(2400, "sample/s"),
}
for factor in (1, 1.2, 1.5, 2):
    state = flow(stages, "storage", factor)
    print(
        f"storage x {factor}: {state.throughput:,.0f} samples per second, "
        f"limited by {state.bottleneck}"
    )

# %% [markdown]
# Each cure works until the next stage is the slowest. That is the *moving bottleneck*: you do not optimise a system
# by one decision but by a series of them, each after a new measurement. Amdahl's law says the same of stages
# that follow one another; it waits in [Five pillars, fallacies and pitfalls](09_pitfalls.ipynb).
#
# A stage that feeds a GPU needs a bandwidth, too. With images of a hundred kilobytes, this is what the GPU could take
# in:

# %%
size = Q_(100, "kB/sample")
print(
    (stages["GPU"] * size).to("MB/s"),
    "or",
    (stages["GPU"] * size).to("Gbit/s"),
)

# %% [markdown]
# ## What a dollar buys
#
# *9 minutes.* You rent the machine by the hour, so its rate has a price. Take a GPU that processes 2,000 images a
# second at {{CLOUD_GPU_TRAINING_PER_HOUR.quantity:.0f}}. Where does that price come from? Display the constant and it
# tells you. Then see what a dollar buys:

# %%
constants.CLOUD_GPU_TRAINING_PER_HOUR

# %%
laws.samples_per_dollar(
    Q_(2000, "sample/s"), constants.CLOUD_GPU_TRAINING_PER_HOUR
)

# %% [markdown]
# What does a larger project cost? The chapter scales it (@eq-cost-scaling):
#
# $$\text{Cost} \propto \frac{\text{Model} \times \text{Dataset}}{\text{Hardware efficiency}}$$
#
# A word of warning. If you measure hardware efficiency in samples per dollar, you count the model twice: a larger
# model already makes each sample more expensive. The relation holds when the efficiency is in *operations* per
# dollar. The units show it: samples over (samples per dollar) are dollars already, and no factor is missing.

# %%
run = Q_(1e6, "sample") / Q_(1e5, "sample/USD")
print(run, "- a cost without any model in it")

# %%
explore_samples_per_dollar()

# %% [markdown]
# 1. Double the model. What does the dollar buy now, and what does the run cost?
# 2. Make the hardware five times as efficient. For the old price, how far can the model grow? And how far can model
#    and dataset grow together?
# 3. Grow model and dataset together, as scaling does. How does the cost grow?
#
# <details><summary>Answers</summary>
#
# 1. Half as many samples, so the same dataset costs twice as much.
# 2. The solid line is the old price. It reaches five times the model, *or* five times the dataset, but only a little
#    more than twice both: the square root of five. Growth in both directions eats up a gain quickly.
# 3. With the square: twice the model on twice the dataset is four times the cost.
#
# </details>

# %% [markdown]
# ## Your predictions
#
# Here they are, the wrong ones included. Which of them took a part of the system for the whole?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Three axes, one limit at a time: ask what would cure the symptom, then look at that axis.
# - Stages that work at the same time run at the rate of the slowest; the others wait.
# - A cure moves the bottleneck. Measure again before the next one.
# - Cost grows with model times data, divided by the efficiency of the hardware in operations per dollar.
#
# ## Words of this section
#
# - **AI Triad, D·A·M taxonomy**: data, algorithm and machine, and the question which of them is the limit.
# - **Bottleneck**: the stage or axis that sets the pace. **Throughput**: samples per time of the whole.
# - **Samples per dollar**: how much a rented machine processes for its price.
#
# You can ask for any of the chapter's words:

# %%
define("bottleneck")

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("dam")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on data, algorithm and machine](../../release/ch01_introduction/04_dam_exercises.ipynb): twelve symptoms to
# diagnose, what a dollar buys of text and of proteins, a depot for self-driving cars, a bottleneck and a wrong line to
# find, and the weights of a large model to place. They check themselves and tell you what went wrong.
