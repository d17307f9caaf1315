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
# **What you'll do:** diagnose systems with the D·A·M taxonomy, work out what a dollar buys, and
# follow the bottleneck as it moves.
# **What you'll need:** the lesson `04_dam`, and about 50 minutes.
#
# How it works: replace each `...` by your answer and run the cell, then the cell below it. `check`
# tells you whether you are on track. Answers with a unit are quantities: `Q_(3, "USD")`, or what
# you get when you compute with quantities. Any equivalent unit counts. Rounding to three
# significant figures is fine unless a question asks for more. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_dam", "locked": true}
import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## 1. Which axis is the bottleneck?
#
# Give each symptom the axis of @tbl-dam-taxonomy on which it has to be mended: `"Data"`,
# `"Algorithm"` or `"Machine"`. Part of the points for part of the symptoms.

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
check("symptom_axis", symptom_axis)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("symptom_axis", symptom_axis)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a run that grows
#
# By @eq-cost-scaling the cost of training goes with the model times the dataset, over the
# hardware's efficiency.

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
check("dataset_growth", dataset_growth)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("dataset_growth", dataset_growth)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: a GPU by the hour

# %% nbgrader={"grade_id": "numbers_samples_per_dollar", "locked": true}
rented = scenario("samples_per_dollar")
rented

# %% [markdown]
# ## 3. Samples per dollar
#
# A GPU processes images at `rented.rate` and costs `rented.price`. How many samples does a dollar
# buy? Give samples per USD; one image is one sample.

# %% nbgrader={"grade_id": "samples_per_dollar", "solution": true}
samples_per_dollar = ...
### BEGIN SOLUTION
samples_per_dollar = (rented.rate / rented.price).to("sample/USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_samples_per_dollar", "grade": true, "locked": true}
check("samples_per_dollar", samples_per_dollar)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("samples_per_dollar", samples_per_dollar)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. The bill of a training run
#
# All `rented.images` images of the training set are shown `rented.epochs` times on this GPU. What
# does that cost?

# %% nbgrader={"grade_id": "training_bill", "solution": true}
training_bill = ...
### BEGIN SOLUTION
training_bill = (rented.epochs * rented.images / rented.rate * rented.price).to("USD")
### END SOLUTION

# %% nbgrader={"grade_id": "test_training_bill", "grade": true, "locked": true}
check("training_bill", training_bill)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_bill", training_bill)
### END HIDDEN TESTS

# %% [markdown]
# ## Your numbers: three stages

# %% nbgrader={"grade_id": "numbers_pipeline", "locked": true}
stages = scenario("pipeline")
stages

# %% [markdown]
# ## 5. A faster GPU in the same pipeline
#
# Storage, preprocessing and GPU work at the same time, at `stages.storage`, `stages.preprocessing`
# and `stages.gpu`. The GPU becomes `stages.factor` times as fast. What is the throughput of the
# whole now?

# %% nbgrader={"grade_id": "pipeline_rate", "solution": true}
pipeline_rate = ...
### BEGIN SOLUTION
pipeline_rate = min(stages.storage, stages.preprocessing, stages.gpu * stages.factor)
### END SOLUTION

# %% nbgrader={"grade_id": "test_pipeline_rate", "grade": true, "locked": true}
check("pipeline_rate", pipeline_rate)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("pipeline_rate", pipeline_rate)
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
check("bottleneck", bottleneck)
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
# number. Mind that GiB and GB are different units.

# %% nbgrader={"grade_id": "gpus_for_weights", "solution": true}
gpus_for_weights = ...
### BEGIN SOLUTION
weights = large.parameters * large.bytes_per_parameter
gpus_for_weights = int(np.ceil((weights / large.memory).to("").magnitude))
### END SOLUTION

# %% nbgrader={"grade_id": "test_gpus_for_weights", "grade": true, "locked": true}
check("gpus_for_weights", gpus_for_weights)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("gpus_for_weights", gpus_for_weights)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_moving_bottleneck", "locked": true}
# ## 8. Explain
#
# A team buys GPUs that are several times as fast, and training hardly becomes faster. In two to
# four sentences: how do you find out why, and what does the D·A·M triangle (@fig-ai-triad) say
# about the money spent? Use your result of question 5. A person reads this answer.
#
# ### BEGIN MARK SCHEME
# 1 point: measure the rate of every stage; the slowest one sets the throughput.
# 1 point: a faster GPU moves the bottleneck (to storage or preprocessing) instead of removing it;
# the learner's own result of question 5 is used.
# 1 point: the axes depend on one another, so the next dollar belongs to the stage that limits now.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_moving_bottleneck", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# I would measure what each stage can do by itself and compare: the slowest one sets the pace. In
# question 5 the storage was slower than the GPU before and after, so the faster GPU only waits
# longer. The three axes depend on one another, and money on an axis that does not limit the system
# buys nothing until the one that does is mended.
# ### END SOLUTION
