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
# # Exercises: data, algorithm, machine
#
# **What you'll do:** diagnose systems with the D·A·M taxonomy, work out what a dollar buys of text and of
# proteins, follow the bottleneck as it moves, and find the mistake in somebody's calculation.
# **What you'll need:** the lesson named above, and about 65 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "USD")`, or what you get when you compute with quantities. Any equivalent unit counts. Rounding
# to three significant figures is fine unless a question asks for more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_dam", "locked": true}
import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## 1. Which axis is the bottleneck?
#
# Give each symptom the axis of @tbl-dam-taxonomy where you would have to cure it: `"Data"`, `"Algorithm"` or
# `"Machine"`. You get part of the points for part of the symptoms.

# %% nbgrader={"grade_id": "symptom_axis", "solution": true}
symptom_axis = {
    "label noise rises after a vendor change": ...,
    "matrix products fall back to one CPU core": ...,
    "training loss stays high, and more data does not help": ...,
    "the larger model no longer fits in GPU memory": ...,
    "users adopt new slang": ...,
    "one class has 50 examples, another 50,000": ...,
    "gradients vanish in 60 layers": ...,
    "the phone throttles when it gets warm": ...,
    "the test split holds duplicates of training images": ...,
    "a plain MLP is used on images": ...,
    "the network card is saturated in the all-reduce": ...,
    "no snow scenes before a launch in New York": ...,
}
### BEGIN SOLUTION
from autograder import solution
symptom_axis = solution("symptom_axis")
### END SOLUTION

# %% nbgrader={"grade_id": "test_symptom_axis", "grade": true, "locked": true}
check("symptom_axis")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("symptom_axis", symptom_axis)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a run that grows
#
# By @eq-cost-scaling the cost of training grows with the model times the dataset, divided by the hardware's
# efficiency.

# %% nbgrader={"grade_id": "numbers_cost_scaling", "locked": true}
growth = scenario("cost_scaling")
growth

# %% [markdown]
# ## 2. What better hardware pays for
#
# The hardware's efficiency rises by `growth.efficiency_gain` and the model grows by
# `growth.model_growth`. By how much may the dataset grow at the same cost? Give the growth as a share of
# the dataset's old size (twice the size would be a growth of 1): a fraction, or a quantity in percent.

# %% nbgrader={"grade_id": "dataset_growth", "solution": true}
dataset_growth = ...
### BEGIN SOLUTION
dataset_growth = (1 + growth.efficiency_gain) / (1 + growth.model_growth) - 1
### END SOLUTION

# %% nbgrader={"grade_id": "test_dataset_growth", "grade": true, "locked": true}
check("dataset_growth")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("dataset_growth", dataset_growth)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a GPU that writes
#
# A language model makes text token by token. For every token that it has read or written, and for every
# layer, it keeps two rows of numbers, a *key* and a *value*, each as wide as the model: its KV cache. The
# cache of every sequence lies in the GPU's memory beside the weights.

# %% nbgrader={"grade_id": "numbers_text_service", "locked": true}
text = scenario("text_service")
text

# %% [markdown]
# ## 3. Tokens per dollar
#
# The weights are `text.parameters` of `text.bytes_per_parameter` each. A token keeps `text.kept` numbers for each of
# `text.layers` layers and `text.width` columns, each of `text.bytes_per_number`; every sequence is `text.context`
# long. Fill the memory `text.memory` that the weights leave with sequences, to the last byte (do not round their
# number). In every step, the GPU reads everything in its memory once, at `text.bandwidth`, and each sequence gets
# `text.made`; nothing else takes time. The GPU costs `text.price`. How many tokens does a dollar buy?

# %% nbgrader={"grade_id": "tokens_per_dollar", "solution": true}
tokens_per_dollar = ...
### BEGIN SOLUTION
weights = text.parameters * text.bytes_per_parameter
cache = text.kept * text.layers * text.width * text.bytes_per_number * text.context
sequences = (text.memory - weights) / cache
step_time = (weights + sequences * cache) / text.bandwidth
tokens_per_dollar = (sequences * text.made / (step_time * text.price)).to("token/USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_tokens_per_dollar", "grade": true, "locked": true}
check("tokens_per_dollar")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("tokens_per_dollar", tokens_per_dollar)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a database of proteins
#
# AlphaFold predicted the structures of nearly all known proteins, and anybody may download them
# (@sec-introduction-deployment-case-studies-636f).

# %% nbgrader={"grade_id": "numbers_protein_database", "locked": true}
proteins = scenario("protein_database")
proteins

# %% [markdown]
# ## 4. The bill of a protein database
#
# `proteins.predictions` are made once. Each takes one GPU `proteins.prediction_time`; `proteins.gpus` GPUs
# share the work, and each costs `proteins.gpu_price` while it works. The result is stored in files of the size
# `proteins.file`. Then `proteins.copies` copies of all the files leave the cloud, at
# `proteins.transfer_price`. What do the predictions and the copies cost together?

# %% nbgrader={"grade_id": "alphafold_bill", "solution": true}
alphafold_bill = ...
### BEGIN SOLUTION
gpu_time = proteins.predictions * proteins.prediction_time
sent = proteins.predictions * proteins.file * proteins.copies
alphafold_bill = (gpu_time * proteins.gpu_price + sent * proteins.transfer_price).to("USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_alphafold_bill", "grade": true, "locked": true}
check("alphafold_bill")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("alphafold_bill", alphafold_bill)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a depot for self-driving cars
#
# By day Waymo's cars record what their sensors see (@sec-introduction-deployment-case-studies-636f). At night part of
# it goes to the data centre: the depot reads the cars' disks, its link carries the data, and the data centre takes
# them in, all three at the same time.

# %% nbgrader={"grade_id": "numbers_depot", "locked": true}
depot = scenario("depot")
depot

# %% [markdown]
# ## 5. A faster link for the depot
#
# A car records `depot.rate` for `depot.shift`, and the share `depot.kept` of that is sent. The depot reads the disks
# at `depot.disks`, and the data centre takes in `depot.ingest`, both for all cars together. The link used to carry
# `depot.link`; now it is `depot.factor` times as fast. How many cars get all their data through in `depot.night`? A
# whole number: do not count a car whose data are only partly through.

# %% nbgrader={"grade_id": "cars_per_night", "solution": true}
cars_per_night = ...
### BEGIN SOLUTION
of_one_car = depot.rate * depot.shift * depot.kept
pace = min(depot.disks, depot.link * depot.factor, depot.ingest)
cars_per_night = int(np.floor((pace * depot.night / of_one_car).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_cars_per_night", "grade": true, "locked": true}
check("cars_per_night")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("cars_per_night", cars_per_night)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Find the bottleneck
#
# Write a function that takes a dictionary from a stage's name to its rate, for stages that work at
# the same time, and returns two things: the name of the bottleneck and the throughput of the whole.

# %% nbgrader={"grade_id": "bottleneck", "solution": true}
def bottleneck(rates):
    """Return the name of the slowest stage and the throughput."""
    ### BEGIN SOLUTION
    name = min(rates, key=rates.get)
    return name, rates[name]
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_bottleneck", "grade": true, "locked": true}
check("bottleneck")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bottleneck", bottleneck)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a large model

# %% nbgrader={"grade_id": "numbers_weights", "locked": true}
large = scenario("weights_on_gpus")
large

# %% [markdown]
# ## 7. GPUs that hold the weights
#
# A model has `large.parameters`, each stored in `large.bytes_per_parameter`. What is the smallest
# number of GPUs with `large.memory` each that holds the weights, and nothing else? A plain whole
# number.

# %% nbgrader={"grade_id": "gpus_for_weights", "solution": true}
gpus_for_weights = ...
### BEGIN SOLUTION
weights = large.parameters * large.bytes_per_parameter
gpus_for_weights = int(np.ceil((weights / large.memory).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_gpus_for_weights", "grade": true, "locked": true}
check("gpus_for_weights")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("gpus_for_weights", gpus_for_weights)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Find the wrong line
#
# What does a GPU cost while it waits for data? The images come from storage, and reading and computing go
# on at the same time. The numbers:

# %% nbgrader={"grade_id": "numbers_training_feed", "locked": true}
feed = scenario("training_feed")
feed

# %% [markdown]
# Somebody has worked out, in eight lines, which part of the whole run's bill goes into waiting. The units fit, but
# one line is wrong. Run the cell: what it shows in the end is not that part.

# %% nbgrader={"grade_id": "lines_bug_waiting_gpu", "locked": true}
images_read = feed.storage / feed.image_size  # 1
reading = feed.images / images_read  # 2
computing = feed.images / feed.gpu  # 3
epoch_time = reading + computing  # 4
run_time = feed.epochs * epoch_time  # 5
waiting_share = 1 - computing / epoch_time  # 6
run_bill = run_time * feed.price  # 7
waiting_bill = waiting_share * run_bill  # 8
waiting_bill

# %% [markdown]
# Which line makes the mistake, and what does the waiting cost once you put that line right and leave the others as
# they are? Give the pair `(number of the line, amount of money)`, the second as a quantity. Each is worth half of the
# points.

# %% nbgrader={"grade_id": "bug_waiting_gpu", "solution": true}
bug_waiting_gpu = (..., ...)
### BEGIN SOLUTION
slower = max(reading, computing)
waiting = feed.epochs * (slower - computing)
bug_waiting_gpu = (4, (waiting * feed.price).to("USD"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_waiting_gpu", "grade": true, "locked": true}
check("bug_waiting_gpu")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_waiting_gpu", bug_waiting_gpu)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_moving_bottleneck", "locked": true}
# ## 9. Explain
#
# A team buys GPUs that are several times as fast, and training hardly becomes faster. In about a hundred words: how
# do you find out why, and what does the D·A·M triangle (@fig-ai-triad) say about the money spent? Compare it with
# the depot of question 5: by what factor does the faster link raise the number of cars, and why is that not the
# factor of the link? In a class, a person reads this answer; on your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: measure the rate of every part; the slowest one sets the throughput.
# 1 point: the depot is used with the learner's own numbers: the faster link moves the bottleneck to the disks,
# so that the cars grow by less than the factor (the ratio of disks to old link). For the GPUs likewise.
# 1 point: the axes depend on one another, so the next dollar belongs to the part that limits now.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_moving_bottleneck", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_moving_bottleneck}}
# ### END SOLUTION

# %%
check("explain_moving_bottleneck")
