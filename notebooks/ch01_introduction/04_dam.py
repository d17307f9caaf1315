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
# The chapter defines an ML system by three parts that limit one another
# (@sec-introduction-defining-ml-systems-d4af): the data it learns from, the algorithm that learns, and the machine
# that runs both. Here you use the three as a diagnosis: which one is it this time?
#
# **What you'll do**
#
# - try remedies on sick systems and see which of them help;
# - make a stage of a pipeline faster and watch the bottleneck move;
# - work out what a dollar buys, and what a larger model does to that.
#
# **What you'll learn**
#
# - to name the axis that limits a system before spending money on another;
# - why the slowest stage sets the pace, and how idle the others are;
# - to scale a bill with model, data and hardware.
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
# a role: data are the fuel, the algorithm is the blueprint, the machine is the engine. A diagnosis asks of a symptom
# which corner would have to change for it to go away:
#
# | if the cure would be … | … the limit is |
# |---|---|
# | other, more, fresher or cleaner examples | Data |
# | another model, loss, optimiser or kind of layer | Algorithm |
# | more memory, bandwidth, arithmetic or power | Machine |
#
# Predict first. A team's model scores well on its examples and badly on new ones, and there are few examples. The team
# doubles its hardware.

# %%
predict("twice-the-hardware")

# %%
explore_dam()

# %% [markdown]
# The picture is about language models. It uses a fit to more than 400 real training runs (Hoffmann and others, 2022, <!-- literal: the paper's number -->
# *Training Compute-Optimal Large Language Models*). The *loss* says how badly the model predicts the next token: lower is better.
# Each bar shows what ten times as much of one axis would change.
#
# 1. At the start, what do more operations change, and why?
# 2. Give the model more and more text. When is another axis the limit, and which?
# 3. Now make the model larger while the operations stay. Find a place where that makes things *worse*.
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
#
# In practice nobody labels the axis for you. A *machine* that is too slow looks like a model that has not converged;
# *data* that have aged look like an algorithm that suddenly makes mistakes.
#
# ## The bottleneck moves
#
# *10 minutes.* Look into the machine. Training images are read from storage, decoded and augmented, and then the GPU
# computes. The three work at the same time, like stations on a line, so the line runs at the rate of its slowest
# station:
#
# $$\text{throughput} = \min(\text{storage}, \text{preprocessing}, \text{GPU})$$
#
# Suppose the GPU is the fastest of the three already, and it is replaced by one four times as fast.

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
# 2. As soon as storage overtakes preprocessing. From there on more storage buys nothing; the next cell shows where that is.
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
    print(f"storage x {factor}: {state.throughput:,.0f} samples per second, limited by {state.bottleneck}")

# %% [markdown]
# Each cure works until the next stage is the slowest one. That is the *moving bottleneck*: optimising a system is not
# one decision but a series of them, each after a new measurement. Amdahl's law in lesson 9 says the same of stages
# that follow one another.
#
# A stage that feeds a GPU has a bandwidth, too. With images of a hundred kilobytes, what the GPU could take is:

# %%
size = Q_(100, "kB/sample")
print((stages["GPU"] * size).to("MB/s"), "or", (stages["GPU"] * size).to("Gbit/s"))

# %% [markdown]
# ## What a dollar buys
#
# *9 minutes.* The machine is rented by the hour, so its rate has a price. A GPU that processes 2,000 images a second at
# {{CLOUD_GPU_TRAINING_PER_HOUR.quantity:.0f}} (the constant's source: display it) gives, for a dollar:

# %%
constants.CLOUD_GPU_TRAINING_PER_HOUR

# %%
laws.samples_per_dollar(Q_(2000, "sample/s"), constants.CLOUD_GPU_TRAINING_PER_HOUR)

# %% [markdown]
# What does a larger project cost? The chapter scales it (@eq-cost-scaling):
#
# $$\text{Cost} \propto \frac{\text{Model} \times \text{Dataset}}{\text{Hardware efficiency}}$$
#
# One word of care. If hardware efficiency were measured in samples per dollar, the model would be counted twice: a larger
# model already makes each sample more expensive. The relation holds with an efficiency in *operations* per dollar. Units
# show it: samples over (samples per dollar) are dollars already, and no factor is missing.

# %%
run = Q_(1e6, "sample") / Q_(1e5, "sample/USD")
print(run, "- a cost without any model in it")

# %%
explore_samples_per_dollar()

# %% [markdown]
# 1. Double the model. What does the dollar buy now, and what does the run cost?
# 2. Make the hardware five times as efficient. How far can the model grow for the old price? And model and dataset together?
# 3. Grow model and dataset together, as scaling does. How does the cost grow?
#
# <details><summary>Answers</summary>
#
# 1. Half as many samples, so the same dataset costs twice as much.
# 2. The solid line is the old price. It reaches five times the model, *or* five times the dataset, but only a little more than
#    twice of both: the square root of five. Growth in both directions uses up a gain quickly.
# 3. With the square: twice of both is four times the cost.
#
# </details>
#
# ## Your predictions
#
# Wrong ones included. Which of them took a part of the system for the whole?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Three axes, one limit at a time: ask what would cure the symptom, then look at that axis.
# - Stages that work at the same time run at the rate of the slowest; the others wait.
# - A cure moves the bottleneck. Measure again before the next one.
# - Cost goes with model times data over the efficiency of the hardware, in operations per dollar.
#
# ## Words of this section
#
# - **AI Triad, D·A·M taxonomy**: data, algorithm and machine, and the question which of them limits.
# - **Bottleneck**: the stage or axis that sets the pace. **Throughput**: samples per time of the whole.
# - **Samples per dollar**: what a rented machine processes for its price.
#
# Any of the chapter's words can be asked for:

# %%
define("bottleneck")

# %% [markdown]
# ## Practise
#
# As long as you like: each question comes with fresh numbers, names the mistake behind a wrong answer, and shows
# the way to the right one when you ask. Nothing here is graded.

# %%
practice("dam")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on data, algorithm and machine](../../release/ch01_introduction/04_dam_exercises.ipynb): twelve symptoms to
# diagnose, what a dollar buys of text and of proteins, a depot for self-driving cars, a bottleneck and a wrong line to
# find, and the weights of a large model to place. They check themselves and tell you what went wrong.
