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
# # Exercises: energy, Lighthouse models, roofline
#
# **What you'll do:** price memory accesses in multiplications, find out where a network's energy goes and
# what a training run takes from the grid, and put the five Lighthouse models under the roof of an accelerator.
# **What you'll need:** the lesson `07_lighthouse`, and about 55 minutes.
#
# How it works: replace each `...` by your answer and run the cell, then the cell below it. `check` tells you
# whether you are on track. Answers with a unit are quantities: `Q_(3, "joule")`, or what you get when you
# compute with quantities. Any equivalent unit counts, and so does rounding to three significant figures. Names
# must stay as they are. One multiply-accumulate, `MAC`, is 2 FLOP; the units know that.

# %% nbgrader={"grade_id": "imports_lighthouse", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, constants, hardware, models, scenario, ureg

# %% [markdown]
# ## Your numbers
#
# Questions name their numbers, and tables like this one hold them. Use them by name, so that their units come
# along. A table may hold numbers that a question does not need.

# %% nbgrader={"grade_id": "numbers_energy_tax", "locked": true}
q = scenario("energy_tax")
q

# %% [markdown]
# ## 1. An access, in multiplications
#
# The chapter says that moving a byte from memory often takes a hundred times the energy of an operation on
# it (@eq-energy-cost). Test that. One access costs `q.access` and fetches one whole word; one operation costs
# `q.per_op`. How many operations cost as much as one access? A plain number, or a number of FLOP.

# %% nbgrader={"grade_id": "multiplications_per_access", "solution": true}
multiplications_per_access = ...
### BEGIN SOLUTION
multiplications_per_access = (q.access / q.per_op).to("FLOP")
### END SOLUTION

# %% nbgrader={"grade_id": "test_multiplications_per_access", "grade": true, "locked": true}
check("multiplications_per_access", multiplications_per_access)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("multiplications_per_access", multiplications_per_access)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Does movement always dominate?
#
# @eq-energy-cost calls the energy of movement the dominant term. Here is a network to try it on:

# %% nbgrader={"grade_id": "numbers_inference_energy", "locked": true}
net = scenario("inference_energy")
net

# %% [markdown]
# One input, batch 1: all `net.parameters`, each of `net.bytes_per_parameter`, are fetched from memory once, at
# `net.per_byte`. Then `net.macs` are done, at `net.per_mac` each. Nothing else is counted. Which share of the
# energy goes into moving the weights? A fraction, or a quantity in percent.

# %% nbgrader={"grade_id": "movement_share", "solution": true}
movement_share = ...
### BEGIN SOLUTION
moving = net.parameters * net.bytes_per_parameter * net.per_byte
computing = net.macs * net.per_mac
movement_share = (moving / (moving + computing)).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_movement_share", "grade": true, "locked": true}
check("movement_share", movement_share)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("movement_share", movement_share)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. The energy of a training run
#
# The chapter speaks of thousands of megawatt-hours (`sec-introduction-bitter-lesson-79c7`). Work out what a
# run takes:

# %% nbgrader={"grade_id": "numbers_run_energy", "locked": true}
run = scenario("run_energy")
run

# %% [markdown]
# The run does `run.training_ops` on `run.gpus` GPUs with the peak `run.peak`, of which `run.efficiency` is
# reached. Every GPU draws `run.power` all the time, whether it computes or waits. How much energy do the GPUs
# take?

# %% nbgrader={"grade_id": "run_energy", "solution": true}
run_energy = ...
### BEGIN SOLUTION
duration = run.training_ops / (run.gpus * run.peak * run.efficiency)
run_energy = (duration * run.gpus * run.power).to("MWh")
### END SOLUTION

# %% nbgrader={"grade_id": "test_run_energy", "grade": true, "locked": true}
check("run_energy", run_energy)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("run_energy", run_energy)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. What the memory lets through
#
# A language model makes text on an accelerator, one token for each sequence of a batch in every step:

# %% nbgrader={"grade_id": "numbers_decode_roofline", "locked": true}
text = scenario("decode_roofline")
text

# %% [markdown]
# In every step each weight, of `text.bytes_per_parameter`, is read from memory once, at `text.bandwidth`, and
# does `text.work` for each of the `text.sequences`. The device can do `text.peak` at most, and arithmetic alone would
# reach all of it ($\eta = 1$). Which rate of operations can it attain (the roofline)?

# %% nbgrader={"grade_id": "attainable_rate", "solution": true}
attainable_rate = ...
### BEGIN SOLUTION
intensity = text.sequences * text.work / text.bytes_per_parameter
attainable_rate = np.minimum(text.peak, intensity * text.bandwidth).to("TFLOP/s")
### END SOLUTION

# %% nbgrader={"grade_id": "test_attainable_rate", "grade": true, "locked": true}
check("attainable_rate", attainable_rate)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("attainable_rate", attainable_rate)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. The batch that fills the device
#
# The same model, the same device, $\eta = 1$, any batch you like: the weights are still read once per step. What is the
# smallest number of sequences with which the device is compute-bound? A plain whole number.

# %% nbgrader={"grade_id": "batch_to_ridge", "solution": true}
batch_to_ridge = ...
### BEGIN SOLUTION
ridge = text.peak / text.bandwidth
intensity_of_one = text.work / text.bytes_per_parameter
batch_to_ridge = np.ceil((ridge / intensity_of_one).to("").magnitude)
### END SOLUTION

# %% nbgrader={"grade_id": "test_batch_to_ridge", "grade": true, "locked": true}
check("batch_to_ridge", batch_to_ridge)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("batch_to_ridge", batch_to_ridge)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Memory-bound or compute-bound?
#
# Now an H100, computing in FP16 at its full peak ($\eta = 1$). The weights (FP16) are read once per batch, and no other
# traffic is counted.
# A language model uses each weight in one multiply-accumulate per sequence; DLRM does 1 FLOP for each byte it
# reads; the other models' work for one input stands in their records. Is each case bound by `"memory"` or by
# `"compute"`? Part of the points for part of the cases.

# %% nbgrader={"grade_id": "numbers_roofline_bound", "locked": true}
device = hardware.find("H100")
print(device)
for model in models.lighthouse():
    print(model)

# %% nbgrader={"grade_id": "roofline_bound", "solution": true}
roofline_bound = {
    "ResNet-50, batch 1": ...,
    "ResNet-50, batch 2": ...,
    "GPT-2, batch 1": ...,
    "GPT-2, batch 512": ...,
    "MobileNetV2, batch 1": ...,
    "MobileNetV2, batch 8": ...,
    "KWS, batch 1": ...,
    "DLRM, batch 1": ...,
}
### BEGIN SOLUTION
from autograder import solution
roofline_bound = solution("roofline_bound")
### END SOLUTION

# %% nbgrader={"grade_id": "test_roofline_bound", "grade": true, "locked": true}
check("roofline_bound", roofline_bound)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("roofline_bound", roofline_bound)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. The roofline as a function
#
# Write a function of the arithmetic intensity `ai` (FLOP/byte), the `peak` (FLOP/s, reached in full: $\eta = 1$) and the
# bandwidth `bw` (byte/s), all plain numbers. It returns two things: the attainable rate in FLOP/s, and the text `"memory"` or
# `"compute"` for what bounds it. At the ridge itself it says `"compute"`.

# %% nbgrader={"grade_id": "roofline", "solution": true}
def roofline(ai, peak, bw):
    """Return the attainable rate in FLOP/s, and "memory" or "compute"."""
    ### BEGIN SOLUTION
    fed = ai * bw
    return min(peak, fed), "memory" if fed < peak else "compute"
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_roofline", "grade": true, "locked": true}
check("roofline", roofline)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("roofline", roofline)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Five models under one roof
#
# Draw the roofline of an A100 in FP16, at $\eta = 1$, as a line, over the `intensities` below, both axes logarithmic and
# labelled with their units. On it, draw the five models of @tbl-lighthouse-examples at batch 1, as points with
# their names beside them or in a legend: the weights (FP16) are read once, GPT-2 does one multiply-accumulate
# with each weight, and take 1 FLOP/byte for DLRM. Part of the points for part of the picture. Store the figure
# (or its axes) in `lighthouse_roofline`.

# %% nbgrader={"grade_id": "numbers_lighthouse_roofline", "locked": true}
a100 = hardware.find("A100")
intensities = np.logspace(-1, 4, 201)  # literal: the range of the plot, in FLOP/byte
resnet, mobilenet, kws = (models.find(name) for name in ("ResNet-50", "MobileNetV2", "KWS"))

# %% nbgrader={"grade_id": "lighthouse_roofline", "solution": true}
lighthouse_roofline = ...
### BEGIN SOLUTION
peak = a100.peak_fp16.to("TFLOP/s").magnitude
bandwidth = a100.memory_bandwidth.to("TB/s").magnitude


def under_the_roof(ai):
    return np.minimum(peak, ai * bandwidth)


def intensity_of(model):
    return (model.ops / (model.parameters * constants.BYTES_FP16)).to("FLOP/byte").magnitude


points = {
    "ResNet-50": intensity_of(resnet),
    "GPT-2": 1,
    "DLRM": 1,
    "MobileNetV2": intensity_of(mobilenet),
    "KWS": intensity_of(kws),
}
lighthouse_roofline, axes = plt.subplots()
axes.loglog(intensities, under_the_roof(intensities), color="black")
for number, (name, ai) in enumerate(points.items()):
    axes.plot(ai, under_the_roof(ai), "o")
    aside = (8, -12 * (number % 2))  # literal: from the point to its name, in points
    axes.annotate(name, (ai, under_the_roof(ai)), xytext=aside, textcoords="offset points")
axes.set_xlabel("arithmetic intensity (FLOP/byte)")
axes.set_ylabel("attainable rate (TFLOP/s)")
### END SOLUTION

# %% nbgrader={"grade_id": "test_lighthouse_roofline", "grade": true, "locked": true}
check("lighthouse_roofline", lighthouse_roofline)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("lighthouse_roofline", lighthouse_roofline)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_compute_bound", "locked": true}
# ## 9. Explain
#
# The chapter takes ResNet-50 for a probe of the compute term "in its purest form". In three to five
# sentences: when is that so, and when not? Use your results of questions 6 and 8, name the device, the batch
# and the intensity you mean, and say what becomes of the verdict for somebody who reads the model's
# multiply-accumulates as FLOP. A person reads this answer.
#
# ### BEGIN MARK SCHEME
# 1 point: bound by what depends on intensity against ridge point, so on device and batch, not on the model's
# name.
# 1 point: at batch 1 the intensity (about 160 FLOP/byte, weights alone) lies just above the ridge point of the
# A100 (about 153) and below that of the H100 (about 295); from batch 2 it is compute-bound on both.
# 1 point: read as FLOP, the multiply-accumulates give half the intensity (about 80), and the verdict on the
# A100 turns to memory-bound.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_compute_bound", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# What bounds a model is its operations per byte against the ridge point of the device, not its name. With one
# image ResNet-50 does about 160 FLOP for each byte of its FP16 weights: just above the ridge point of an A100,
# 153, but well below the 295 of an H100, where it waits for memory. A batch of two doubles the operations over
# the same weights and makes it compute-bound on both. Whoever takes its 4.1 billion multiply-accumulates for
# FLOP finds 80 FLOP/byte and calls it memory-bound on the A100 as well.
# ### END SOLUTION
