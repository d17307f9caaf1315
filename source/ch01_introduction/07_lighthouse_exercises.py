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
# how long a coin cell feeds one, find the mistake in somebody's calculation, and put the five Lighthouse models under the roof of an accelerator.
# **What you'll need:** the lesson named above, and about 70 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "joule")`, or what you get when you compute with quantities. Any equivalent unit counts, and so
# does rounding to three significant figures. Names must stay as they are. One multiply-accumulate, `MAC`, is 2 FLOP;
# the units know that.

# %% nbgrader={"grade_id": "imports_lighthouse", "locked": true}
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display

from mlsys_course import (
    Q_,
    check,
    constants,
    hardware,
    models,
    scenario,
    ureg,
)

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
# The chapter says that moving a byte from memory often takes a hundred times as much energy as an operation on it
# (@eq-energy-cost). Test that. One access costs `q.access` and fetches one whole word; one operation costs
# `q.per_op`. How many operations cost as much as one access? A plain number, or a number of FLOP.

# %% nbgrader={"grade_id": "multiplications_per_access", "solution": true}
multiplications_per_access = ...
### BEGIN SOLUTION
multiplications_per_access = (q.access / q.per_op).to("FLOP")
### END SOLUTION

# %% nbgrader={"grade_id": "test_multiplications_per_access", "grade": true, "locked": true}
check("multiplications_per_access")
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
# `net.per_byte`. Then `net.macs` are done, at `net.per_mac` each. Count nothing else. What share of the energy goes
# into moving the weights? A fraction, or a quantity in percent.

# %% nbgrader={"grade_id": "movement_share", "solution": true}
movement_share = ...
### BEGIN SOLUTION
moving = net.parameters * net.bytes_per_parameter * net.per_byte
computing = net.macs * net.per_mac
movement_share = (moving / (moving + computing)).to("percent")
### END SOLUTION

# %% nbgrader={"grade_id": "test_movement_share", "grade": true, "locked": true}
check("movement_share")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("movement_share", movement_share)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A keyword spotter on a coin cell
#
# Where there is no socket, energy decides. Here is one of the five Lighthouse models on a battery the size of a
# button:

# %% nbgrader={"grade_id": "numbers_keyword_spotter", "locked": true}
spotter = scenario("keyword_spotter")
spotter

# %% [markdown]
# The device draws `spotter.listening` all the time. On top of that the network runs at `spotter.runs`: each run
# fetches all `spotter.parameters`, of `spotter.bytes_per_parameter` each, at `spotter.per_byte`, and does
# `spotter.ops` at `spotter.per_op`. The cell holds `spotter.charge` at `spotter.voltage`, and the device can use all
# of it. How long does the cell last?

# %% nbgrader={"grade_id": "spotter_life", "solution": true}
spotter_life = ...
### BEGIN SOLUTION
moved = spotter.parameters * spotter.bytes_per_parameter * spotter.per_byte
computed = spotter.ops * spotter.per_op
mean = spotter.runs * (moved + computed) + spotter.listening
spotter_life = (spotter.charge * spotter.voltage / mean).to("day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_spotter_life", "grade": true, "locked": true}
check("spotter_life")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("spotter_life", spotter_life)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. What the memory lets through
#
# A language model makes text on an accelerator, one token for each sequence of a batch in every step:

# %% nbgrader={"grade_id": "numbers_decode_roofline", "locked": true}
text = scenario("decode_roofline")
text

# %% [markdown]
# In every step each weight, of `text.bytes_per_parameter`, is read from memory once, at `text.bandwidth`, and does
# `text.work` for each of the `text.sequences`. The device can do `text.peak` at most, and arithmetic alone would
# reach all of it ($\eta = 1$). What rate of operations can it attain (the roofline)?

# %% nbgrader={"grade_id": "attainable_rate", "solution": true}
attainable_rate = ...
### BEGIN SOLUTION
intensity = text.sequences * text.work / text.bytes_per_parameter
attainable_rate = np.minimum(text.peak, intensity * text.bandwidth).to("TFLOP/s")
### END SOLUTION

# %% nbgrader={"grade_id": "test_attainable_rate", "grade": true, "locked": true}
check("attainable_rate")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("attainable_rate", attainable_rate)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. The batch that fills the device
#
# The same model, the same device, $\eta = 1$, any batch you like: the weights are still read once per step. What is
# the smallest number of sequences that makes the device compute-bound? A plain whole number.

# %% nbgrader={"grade_id": "batch_to_ridge", "solution": true}
batch_to_ridge = ...
### BEGIN SOLUTION
ridge = text.peak / text.bandwidth
intensity_of_one = text.work / text.bytes_per_parameter
batch_to_ridge = np.ceil((ridge / intensity_of_one).to("").magnitude)
### END SOLUTION

# %% nbgrader={"grade_id": "test_batch_to_ridge", "grade": true, "locked": true}
check("batch_to_ridge")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("batch_to_ridge", batch_to_ridge)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Memory-bound or compute-bound?
#
# Now an H100, computing in FP16 at its full peak ($\eta = 1$). It reads the weights (FP16) once per batch; count no
# other traffic. A language model uses each weight in one multiply-accumulate per sequence; DLRM does 1 FLOP for each
# byte it reads; you find the other models' work for one input in their records. Is each case bound by `"memory"` or
# by `"compute"`? You get part of the points for part of the cases.

# %% nbgrader={"grade_id": "numbers_roofline_bound", "locked": true}
device = hardware.find("H100")
display(device, *models.lighthouse())

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
check("roofline_bound")
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
check("roofline")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("roofline", roofline)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Five models under one roof
#
# Draw the roofline of an A100 in FP16, at $\eta = 1$, as a line, over the `intensities` below, both axes logarithmic
# and labelled with their units. On it, draw the five models of @tbl-lighthouse-examples at batch 1, as points with
# their names beside them or in a legend: the weights (FP16) are read once, GPT-2 does one multiply-accumulate with
# each weight, and take 1 FLOP/byte for DLRM. You get part of the points for part of the picture. Store the figure (or
# its axes) in `lighthouse_roofline`.

# %% nbgrader={"grade_id": "numbers_lighthouse_roofline", "locked": true}
a100 = hardware.find("A100")
intensities = np.logspace(-1, 4, 201)  # literal: the range of the plot, in FLOP/byte
resnet, mobilenet, kws = (
    models.find(name) for name in ("ResNet-50", "MobileNetV2", "KWS")
)

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
check("lighthouse_roofline")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("lighthouse_roofline", lighthouse_roofline)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Find the wrong line
#
# MobileNetV2 stands for latency and power together (@tbl-lighthouse-examples). How long does a phone's battery last
# if the phone runs such a network on every picture of its camera?

# %% nbgrader={"grade_id": "numbers_phone_camera", "locked": true}
camera = scenario("phone_camera")
camera

# %% [markdown]
# For each picture the network does `camera.macs`, at the share `camera.efficiency` of `camera.peak`. While it runs
# the phone draws `camera.busy_power`, and `camera.idle_power` until the next picture comes. Somebody has worked out
# in eight lines how long the battery lasts. The units fit, but one line is wrong. Run the cell: what it shows in the
# end is not the battery's life.

# %% nbgrader={"grade_id": "lines_bug_camera", "locked": true}
rate = camera.peak * camera.efficiency  # 1
latency = camera.macs / rate  # 2
frame_time = 1 / camera.frames  # 3
busy_share = latency / frame_time  # 4
mean_power = (camera.busy_power + camera.idle_power) / 2  # 5
energy_of_a_frame = mean_power * frame_time  # 6
frames_of_a_charge = camera.battery / energy_of_a_frame  # 7
battery_life = frames_of_a_charge * frame_time  # 8
battery_life

# %% [markdown]
# Which line makes the mistake, and how long does the battery last once you put that line right and leave the others
# as they are? Give the pair `(number of the line, time)`, the second as a quantity. Each is worth half of the points.

# %% nbgrader={"grade_id": "bug_camera", "solution": true}
bug_camera = (..., ...)
### BEGIN SOLUTION
extra = (camera.busy_power - camera.idle_power) * latency * camera.frames
bug_camera = (5, (camera.battery / (camera.idle_power + extra)).to("hour"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_camera", "grade": true, "locked": true}
check("bug_camera")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_camera", bug_camera)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_compute_bound", "locked": true}
# ## 10. Explain
#
# A team serves the language model of question 4 on the device of that question. It is offered a new device with
# twice the peak and the same memory, at the same bandwidth, for a higher price. In about a hundred words: what does
# the new device change for the batch of question 4, what does it change about your result of question 5, and when
# would you buy it? Name the two intensities that you compare (FLOP per byte). In a class, a person reads this
# answer; on your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: the intensity of the batch (sequences times work over bytes per weight) lies below the ridge point (peak
# over bandwidth), both with the learner's own numbers: memory-bound, so twice the peak changes nothing there.
# 1 point: the ridge point doubles, and with it the batch of question 5 (own result, about twice).
# 1 point: a condition under which it is worth its price: batches above the old ridge (many users at once, and
# memory for their sequences), or work that is compute-bound, such as reading prompts or training; otherwise
# bandwidth, or fewer bytes per weight, is what to buy.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_compute_bound", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_compute_bound}}
# ### END SOLUTION

# %%
check("explain_compute_bound")
