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
# # The AI moment: programs made of data
#
# The book opens with a claim (@sec-introduction): building machine learning systems is a different kind of engineering.
# This lesson takes the two reasons it gives and turns each into something you can run: a system that is only probably
# right and still has to obey physics (@sec-introduction-ai-moment-37f1), and programs whose source is data
# (@sec-introduction-datacentric-paradigm-shift-4eca).
#
# **What you'll do**
#
# - follow one spoken question through a chain of models, and watch its accuracy and its time;
# - write a small program twice, once as a rule and once from data, and break both;
# - count all possible images, and find out how many of them a test set covers;
# - work out what a test set can promise, and what it cannot.
#
# **What you'll learn**
#
# - to name the two sides of the dual mandate and to put a number on each;
# - to tell Software 1.0 from Software 2.0 by how they fail and how you repair them;
# - to explain why testing an ML system gives a bound and not a proof.
#
# **What you'll need**: the chapter beside you, powers and logarithms, and 40 minutes. Run the cells in order with
# Shift+Enter. Where a cell asks for a prediction, guess first. Your guess is kept, right or wrong, and then you see
# the answer.

# %%
from mlsys_course import (
    Q_,
    after_guess,
    constants,
    data,
    define,
    explore_verification_gap,
    hardware,
    plots,
    practice,
    predict,
)

# %% [markdown]
# ## Two mandates at once
#
# *8 minutes.* You ask your phone a question. One model turns sound into text, one finds out what you want, one writes
# the answer. Suppose each of them is right 95 times out of 100, whatever the others do.
# <!-- literal: an assumption -->

# %%
predict("three-models-in-a-chain")

# %%
steps = {"speech": 0.95, "intent": 0.95, "answer": 0.95}
right = 1.0
with after_guess("three-models-in-a-chain"):
    for step, share in steps.items():
        right *= share
        print(f"after {step}: {right:.1%} right")

# %% [markdown]
# Nothing is broken here. That is the first mandate: the parts are *probably* right, and somebody has to manage the
# rest.
#
# The second one is physics. The chapter speaks of quintillions of operations ($10^{18}$), often within milliseconds. Can
# one device do that?

# %%
device = hardware.find("H100")
print(device.peak_fp16)

# %%
predict("devices-for-a-quintillion")

# %%
work, deadline = Q_(1e18, "FLOP"), Q_(10, "ms")
devices = (work / deadline / device.peak_fp16).to("").magnitude
with after_guess("devices-for-a-quintillion"):
    print(f"{devices:,.0f} devices")

# %% [markdown]
# The chapter's own example, a query to ChatGPT, takes trillions. How long do both take?

# %%
for name, operations in (
    ("a trillion", Q_(1e12, "FLOP")),
    ("a quintillion", Q_(1e18, "FLOP")),
):
    seconds = (operations / device.peak_fp16).to("second").magnitude
    print(f"{name}: {seconds:,.3f} s on one device")

# %% [markdown]
# At its full peak, one device does a trillion in about a millisecond. A quintillion takes it a million times as long,
# far too long for an answer. Counts that large belong to training, where many devices work for weeks.
#
# One of the chapter's examples puts both into one car. Tesla's collision avoidance, it says, runs dozens of neural
# networks on cameras, radar and ultrasonic sensors, and has to turn all of it into one decision within milliseconds.
# Each network is only probably right, and so is each sensor. And at 30 metres a second the car travels another 30
# centimetres while the program thinks for ten milliseconds. <!-- literal: a fast car -->
#
# Be right, and be possible: the chapter calls the two together the **dual mandate**. They pull against each other. A
# larger model is right more often, but it takes more time, memory and energy. The weaker side decides: a right answer
# too late is useless, and so is a fast wrong one.
#
# Behind these numbers stand three things, the D·A·M of the lesson
# [Data, algorithm, machine](04_dam.ipynb): *data* to learn from, an *algorithm* that learns, and a *machine* that
# computes.
#
# ## The same program, twice
#
# *12 minutes.* Andrej Karpathy called programs that people write Software 1.0, and programs that are learned from data
# Software 2.0. The chapter compares them in @tbl-software-1-vs-2:

# %%
data.software_1_vs_2()

# %% [markdown]
# It is easy to nod at a table. So build both. A greenhouse has to open its windows when it is too hot. The gardener
# did this by hand for a year, and somebody wrote down the temperature each time.

# %%
import numpy as np

rng = np.random.default_rng(1)
celsius = rng.normal(24, 6, 400)
# the gardener's feeling
opened = celsius + rng.normal(0, 1.5, celsius.size) > 28


def rule(temperature):
    """Software 1.0: somebody writes the logic down."""
    return float(temperature) > 30


def train(temperatures, labels, seed):
    """Software 2.0: stochastic gradient descent finds the logic."""
    centre, spread = temperatures.mean(), temperatures.std()
    weight, bias, order = 0.0, 0.0, np.random.default_rng(seed)
    for step, i in enumerate(order.integers(len(temperatures), size=5000)):
        scaled = (temperatures[i] - centre) / spread
        guess = 1 / (1 + np.exp(-(weight * scaled + bias)))
        rate = 2 / (1 + step / 500)
        weight += rate * (labels[i] - guess) * scaled
        bias += rate * (labels[i] - guess)
    return centre - spread * bias / weight  # above this the guess is "open"


def accuracy(threshold, temperatures, labels):
    return np.mean((temperatures > threshold) == labels)


# %%
print(
    "rule: opens above 30 degrees, "
    f"agrees with the gardener in {accuracy(30, celsius, opened):.1%}"
)
for seed in (0, 1, 2):
    threshold = train(celsius, opened, seed)
    print(
        f"trained, seed {seed}: opens above {threshold:.2f} degrees, "
        f"agrees in {accuracy(threshold, celsius, opened):.1%}"
    )

# %% [markdown]
# Nobody told the second program what "hot" means. The training loop took the place of the compiler, and the data took
# the place of the source. The comparison is not exact: the same data gave three programs, one for each seed, and no
# compiler does that. But the three behave alike: they agree with the gardener about equally often.
#
# **How do they fail?** First a sensor that sends no number.

# %%
for message in ("31.5", "n/a"):
    try:
        print(message, "->", "open" if rule(message) else "closed")
    except ValueError as error:
        print(message, "-> ValueError:", error)

# %% [markdown]
# Loud: it stops, and says where. Now the sensors are replaced. The new ones send Fahrenheit, and nobody tells the
# program. A new summer, the same trained program:

# %%
predict("sensor-without-a-unit")

# %%
summer = rng.normal(24, 6, 400)
wanted = summer + rng.normal(0, 1.5, summer.size) > 28
readings = summer * 9 / 5 + 32
learned = train(celsius, opened, seed=0)
with after_guess("sensor-without-a-unit"):
    print(f"before: {accuracy(learned, summer, wanted):.1%} right")
    print(
        f"now:    {accuracy(learned, readings, wanted):.1%} right, "
        "and nothing was raised"
    )

# %% [markdown]
# In Software 2.0 the *inputs* carry the meaning, and there are far more of them than anybody can read.
#
# **How do you find the fault?** Stepping through the code shows nothing: every line does what it did before. So look
# at how the data are distributed.

# %%
plots.sensor_readings(celsius, readings, learned)

# %% [markdown]
# One look is enough. **And how do you repair it?** In Software 1.0 you edit the code. Here the code stays, and you edit
# the source, which is the data:

# %%
repaired = train(celsius * 9 / 5 + 32, opened, seed=0)
print(
    f"trained on converted data: opens above {repaired:.1f}, "
    f"right in {accuracy(repaired, readings, wanted):.1%}"
)

# %% [markdown]
# Try it: make one in five of the gardener's notes wrong (flip some values in a copy of `opened`) and train again. The
# program runs as smoothly as ever. What changes?
#
# <details><summary>Answer</summary>
#
# It agrees with the notes only about three times out of four: no rule can agree with notes that are wrong one time in
# five. The threshold jumps about from seed to seed, too. And nothing is raised: from bad data you get a worse program,
# in silence.
#
# </details>

# %% [markdown]
# In a real system the few lines of `train` are the small part. The chapter's example on technical debt puts the model
# at about 5 percent of the code; the rest brings data to it and watches what comes out. (In the exercises you work
# out what a ready-made model would save.) <!-- literal: the chapter's share -->
#
# ## How many images are there?
#
# *10 minutes.* Could you test such a program completely? With Software 1.0 and few inputs, yes. Take the smallest
# interesting input of a vision model: a picture of a few pixels, each black or white. At a million tests a second all
# pictures of 5 by 5 pixels take about half a minute. <!-- literal: computed by the explorer below -->

# %%
predict("six-by-six-pixels")

# %%
explore_verification_gap()

# %% [markdown]
# 1. How long do 7 by 7 pixels take? What does one pixel more on each side do to the exponent?
# 2. Go to an image as a classifier sees it, in colour, 224 pixels wide. What share of all images does the test set
#    still cover? <!-- literal: the chapter's image -->
# 3. Make the test set as large as you can. How far does its line move, and how far does the other one?
#
# <details><summary>Answers</summary>
#
# 1. About eighteen years. A picture of 7 by 7 has thirteen more pixels than one of 6 by 6, and each of them doubles
#    the number of pictures. <!-- literal: the sides of the question -->
# 2. Next to nothing: written out, the share is a decimal point followed by hundreds of thousands of zeros.
# 3. One power of ten for each step. The other line does not move at all, and that is the point.
#
# </details>

# %% [markdown]
# The chapter writes this as @eq-verification-gap:
#
# $$\text{gap} = \text{all inputs} - \text{inputs tested} \approx \text{all inputs}$$
#
# The last sign says it all: what you tested drops out. No budget changes that. (A detail: the number of images that
# the chapter gives for ImageNet's test set belongs to another set.)

# %%
errata = data.errata().set_index("id")
print(errata.loc["I09", "claim"])
for name, images in (
    ("test", constants.IMAGENET_TEST_IMAGES),
    ("validation", constants.IMAGENET_VALIDATION_IMAGES),
):
    print(f"the {name} set: {images.quantity.magnitude:,.0f} images")

# %% [markdown]
# Most of these images are noise that no camera will ever send. That helps less than you might think: the ones that
# could arrive are still far too many, and nobody can say beforehand which of them will.
#
# ## What a test set does promise
#
# *8 minutes.* A sample proves nothing, but it sets a bound. Suppose a model makes no mistake at all in $n$ test
# images, drawn at random from those it will meet. If its true error rate were $p$, that would happen with probability
# $(1-p)^n$. The test cannot rule out an error rate at which this still happens 5 times in 100; the largest of these
# is the bound. <!-- literal: the usual level -->

# %%
predict("no-mistake-in-a-thousand")

# %%
def largest_error(tests, doubt=0.05):
    """Error rate at which no mistake still has the probability `doubt`."""
    return 1 - doubt ** (1 / tests)


with after_guess("no-mistake-in-a-thousand"):
    for tests in (100, 1000, 10_000, 100_000):  # literal: sizes of test sets
        bound = largest_error(tests)
        print(
            f"{tests:7,} images without a mistake: "
            f"error rate below {bound:.4%}, about 3/n = {3 / tests:.4%}"  # told: 0.3000 is three over n
        )

# %% [markdown]
# Check the bound by experiment: many models with exactly that error rate take the test.

# %%
passed = rng.binomial(1000, largest_error(1000), size=20_000) == 0  # literal: how many models take the test
print(
    f"{passed.mean():.1%} of the models with this error rate "
    "pass without a mistake"
)

# %% [markdown]
# The bad news hides in a few small words: *drawn from those it will meet*. The greenhouse had a test set, too:

# %%
print(
    f"same sensors: {accuracy(learned, summer, wanted):.1%}, "
    f"new sensors: {accuracy(learned, readings, wanted):.1%}"
)

# %% [markdown]
# The bound was true, but for a world that is gone. A test before the release says nothing about the day when the
# inputs change. This is why the chapter replaces *guaranteed correctness* with *statistical reliability*, and
# verification beforehand with monitoring in production. A very simple monitor would have been enough here:

# %%
usual, spread = celsius.mean(), celsius.std()
for name, arriving in (("same sensors", summer), ("new sensors", readings)):
    for count in (1, 20):
        standard_error = spread / np.sqrt(count)
        distance = (arriving[:count].mean() - usual) / standard_error
        print(
            f"{name}, mean of {count:2} readings: "
            f"{distance:+6.1f} standard errors from the usual"
        )

# %% [markdown]
# It needs no labels and very few readings, because this change is so large. Smaller ones come in
# [Silent degradation, drift and retraining](05_drift.ipynb).

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - The dual mandate: predictions are only probably right, and time, memory and energy are limited. You can put
#   numbers on both.
# - In a chain of models the shares of right answers multiply.
# - You edit Software 2.0 through its data. It fails without a sound, and you find the fault in a distribution.
# - There are so many possible inputs that what you tested drops out. Testing bounds the error rate by about $3/n$ ...
# - ... for inputs like those of the test. For the others you have to watch.
#
# ## Words of this section
#
# Ask for any of them: `define("verification gap")`.

# %%
define(
    "dual mandate",
    "D·A·M taxonomy",
    "Software 1.0",
    "Software 2.0",
    "stochastic gradient descent",
    "technical debt",
    "data-centric computing",
    "verification gap",
    "observability",
    "silent degradation",
)

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("ai_moment")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on the AI moment](../../release/ch01_introduction/01_ai_moment_exercises.ipynb): the GPUs behind a
# search engine, Software 1.0 or 2.0, the digits of the space of images, the bill for testing the small ones, people and
# servers behind a good filter, and a wrong line to find. They check themselves and tell you what went wrong.
