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
# # Energy, Lighthouse models, roofline
#
# The end of the chapter's section on the Iron Law (@sec-introduction-iron-law-ml-systems-c32a) adds a fourth term,
# energy, and introduces five models that the book will follow from here on. You work out what each of them runs out
# of first, and when the chapter's own sentences about them are true.
#
# **What you'll do**
#
# - pay for moving and computing in joules, and test the claim that a byte costs a hundred operations;
# - place the five Lighthouse models under the roof of an accelerator, and move them around;
# - work out the days, dollars, megawatt-hours and tonnes of a training run.
#
# **What you'll learn**
#
# - to tell from two numbers, operations and bytes, whether a system waits for its memory or its arithmetic;
# - why "this model is compute-bound" is not yet a sentence;
# - to ask of every count of operations: multiply-accumulates, or FLOP?
#
# **What you'll need**: the chapter beside you, [The Iron Law of ML systems](06_iron_law.ipynb), and 40 minutes.
# Run the cells in order with Shift+Enter.

# %%
from mlsys_course import (
    Q_,
    after_guess,
    constants,
    define,
    explore_energy,
    explore_fleet,
    explore_roofline,
    hardware,
    laws,
    models,
    practice,
    predict,
)
from mlsys_course.constants import (
    BYTES_FP16,
    BYTES_FP32,
    ENERGY_DRAM_PER_BYTE,
    ENERGY_MAC_FP32,
    ENERGY_MULTIPLY_FP32,
)

# %% [markdown]
# ## The energy tax
#
# *8 minutes.* A phone has a battery and a data centre has a bill. Both pay for joules, not for seconds, and a task
# uses up joules in two ways (@eq-energy-cost):
#
# $$E = D_{vol}\cdot E_{move} + O\cdot E_{compute}$$
#
# Moving a byte costs $E_{move}$, each operation costs $E_{compute}$. The chapter says that moving a byte often costs
# a hundred times as much as a floating-point operation. You have the numbers to test that. They come from an older
# process (45 nm), so trust only their orders of magnitude. <!-- literal: the process of the source -->

# %%
print("to fetch a byte:", ENERGY_DRAM_PER_BYTE.quantity)
print("to multiply:    ", ENERGY_MULTIPLY_FP32.quantity)

# %%
predict("a-byte-in-multiplications")

# %% [markdown]
# Here are both numbers, with their source and a note:

# %%
with after_guess("a-byte-in-multiplications"):
    for energy in (ENERGY_DRAM_PER_BYTE, ENERGY_MULTIPLY_FP32):
        print(f"{energy.label}: {energy.quantity}")
        print(f"  {energy.note}")
        print(f"  Source: {energy.reference}, {energy.date}")

# %% [markdown]
# Which operation counts as *an* operation? Here is the same byte, priced in other operations of the same table:

# %%
operations = {
    "multiply, FP32": ENERGY_MULTIPLY_FP32,
    "add, FP32": constants.ENERGY_ADD_FP32,
    "multiply, FP16": constants.ENERGY_MULTIPLY_FP16,
    "add, FP16": constants.ENERGY_ADD_FP16,
    "multiply, INT8": constants.ENERGY_MULTIPLY_INT8,
}
with after_guess("a-byte-in-multiplications"):
    for name, cost in operations.items():
        print(
            f"{name}: "
            f"{(ENERGY_DRAM_PER_BYTE / cost).to('FLOP/byte').magnitude:.0f}"
        )

# %% [markdown]
# It is well over a hundred for anything cheaper than an FP32 multiplication. So the chapter's round figure is fair,
# but it needs to name the operation. And memory is not read byte by byte: an access fetches a whole word. What that
# does to the ratio is the first exercise. (Source: {{ENERGY_MULTIPLY_FP32.reference}},
# {{ENERGY_MULTIPLY_FP32.date}}.)
#
# Whether movement *dominates* is another question, because you can use a number many times once you have fetched it.
# Take **MobileNetV2** and one image. It fetches all its weights once; then it does
# {{MOBILENETV2_MACS.value / 1e9:.1f}} billion multiply-accumulates with {{MOBILENETV2_PARAMS.value / 1e6:.1f}}
# million weights.

# %%
predict("energy-that-goes-into-moving")

# %%
mobilenet = models.find("MobileNetV2")
moving = (mobilenet.parameters * BYTES_FP32 * ENERGY_DRAM_PER_BYTE).to("mJ")
computing = (mobilenet.macs * ENERGY_MAC_FP32).to("mJ")
with after_guess("energy-that-goes-into-moving"):
    print(f"moving    {moving:.1f}\ncomputing {computing:.1f}")

# %% [markdown]
# That was a single image. Now move the knobs:
#
# 1. Raise the batch. What happens to the two parts, and why does only one of them shrink?
# 2. Go back to a batch of one and switch to GPT-2. By how much does movement dominate now?
# 3. For GPT-2, find the batch at which moving and computing cost about the same.
# 4. Switch to INT8. Both parts shrink; which one shrinks more, and what does that do to the share?

# %%
explore_energy()

# %% [markdown]
# <details><summary>Answers</summary>
#
# 1. Moving shrinks with every doubling, because one fetch of the weights serves the whole batch. The arithmetic stays
#    the same: each input still needs its own.
# 2. Almost everything is movement: one token uses each weight once.
# 3. At about 128. <!-- literal: a position of the slider -->
# 4. The arithmetic shrinks more, because an integer multiplication is so cheap. So the share of movement *grows*.
#
# </details>

# %% [markdown]
# "Movement dominates" says how often you use a number once it is there. A language model answering one user fetches
# each weight for a single multiply-accumulate; a convolution slides each weight over the whole image. The real bill
# is higher than this one: activations, the caches on the chip, and everything that draws power while it waits come on
# top.
#
# ## Five models, five bottlenecks
#
# *5 minutes.* The chapter follows five models through the whole book, each chosen because it runs out of
# something else first (@tbl-lighthouse-examples). Before you run the next cell: what does each of them run
# out of?

# %%
predict("what-dlrm-runs-out-of")

# %%
with after_guess("what-dlrm-runs-out-of"):
    for model in models.lighthouse():
        print(f"{model.name:17} {model.bottleneck}")

# %% [markdown]
# DLRM looks up rows of tables. Assume {{DLRM_EMBEDDING_ENTRIES.value / 1e9:.0f}} billion rows of
# {{DLRM_EMBEDDING_DIM.quantity.magnitude:.0f}} numbers in FP32, which is modest. How large are the tables, and how
# many A100s does it take to hold them and nothing else?

# %%
dlrm = models.find("DLRM")
tables = (dlrm.embedding_entries * dlrm.embedding_dim * BYTES_FP32).to("TB")
a100 = hardware.find("A100")
print(tables)
print(
    f"{(tables / a100.memory).to('').magnitude:.2f} A100s, to be rounded up"
)

# %% [markdown]
# The chapter calls the five *detectives*: they question the Iron Law, which it also calls the **Silicon Contract**
# between algorithm and machine. An algorithm may ask for as many operations and bytes as it likes; the contract says
# what that costs.
#
# **GPT-2** asks for more bytes than its weights. To make the next token it needs something from every token before
# it, and it works that out only once: in every layer, it keeps a *key* and a *value* for each token in memory. This
# is the **KV cache**. How large is it for one text of 1,000 tokens, in FP16? <!-- literal: a round length -->

# %%
predict("kv-cache-of-gpt-2")

# %%
text_length = Q_(1000, "token")  # literal: a round length
kept = 2 * constants.GPT2_LAYERS * constants.GPT2_HIDDEN_DIM.quantity  # literal: a key and a value
per_token = kept * Q_(2, "byte/token")
with after_guess("kv-cache-of-gpt-2"):
    print(
        f"{per_token.to('kB/token'):.0f} for each token, "
        f"{(per_token * text_length).to('MB'):.0f} for the text"
    )
    print(
        "the weights are "
        f"{(models.find('GPT-2').parameters * BYTES_FP16).to('GB'):.0f}"
    )

# %% [markdown]
# For every new token the model reads all of it: more of the same kind of work, waiting for memory.
#
# Two of the five run on batteries. **MobileNetV2** has to be fast *and* frugal. The chapter gives a phone 10 to 100
# milliseconds for an image, at 100 to 500 milliwatts; a server may take 200 watts and is done within a millisecond.
# Which of the two uses less energy for an image? <!-- literal: the chapter's figures -->

# %%
predict("phone-or-server")

# %%
phone = [
    (Q_(power, "mW") * Q_(time, "ms")).to("mJ").magnitude
    for power, time in ((100, 10), (500, 100))
]
server = (Q_(200, "watt") * Q_(1, "ms")).to("mJ").magnitude
with after_guess("phone-or-server"):
    print(
        f"phone: {phone[0]:.0f} to {phone[1]:.0f} mJ, "
        f"server: up to {server:.0f} mJ"
    )

# %% [markdown]
# Energy is not all that counts: the latency is what a user feels, so MobileNetV2 stands for both numbers at once. Its operations, {{MOBILENETV2_MACS.value / 1e9:.1f}} billion
# multiply-accumulates, are an eighth of a second of work, even for a processor with 5 billion FLOP a second, and its
# {{MOBILENETV2_PARAMS.value / 1e6:.1f}} million weights are a seventh of ResNet-50's. <!-- literal: a slow processor of our own -->
#
# The **keyword spotter** has about {{KWS_DSCNN_PARAMS.quantity.magnitude:,.0f}} weights and listens day and night.
# The question is not how fast it is but how many milliwatts it draws, because a coin cell is soon empty. You work
# that out when you practise.
#
# ## The roof
#
# *10 minutes.* In the pipelined form of the Iron Law (@eq-intro-iron-law-pipelined) the longer of two times
# counts: moving, $D_{vol}/BW$, or computing, $O/(R_{peak}\cdot\eta)$. Divide the operations by that time and you get the
# rate a device can *attain*. A roofline is drawn for the best case, $\eta = 1$:
#
# $$R = \min\left(R_{peak},\ \frac{O}{D_{vol}}\cdot BW\right)$$
#
# $O/D_{vol}$ is the **arithmetic intensity**: operations for each byte moved. It is the only property of the task
# that counts. Drawn against it, the attainable rate is a slope that ends under a flat roof. The two meet at the
# **ridge point**, $R_{peak}/BW$ at $\eta = 1$: a task to the left of it is memory-bound, a task to the right
# compute-bound.

# %%
ridge = {
    name: laws.ridge_point(
        hardware.find(name).peak_fp16, hardware.find(name).memory_bandwidth
    )
    for name in ("V100", "H100", "B200")
}
for name, point in ridge.items():
    print(f"{name}: {point:.0f}")

# %% [markdown]
# For each byte that an H100 fetches it must do
# {{laws.ridge_point(H100_FLOPS_FP16_TENSOR, H100_MEM_BW).magnitude:.0f}} operations, or part of it waits. Where does
# **GPT-2** stand, in FP16, answering one user? Each weight has two bytes and takes part in one multiply-accumulate,
# which is 2 FLOP. <!-- literal: the definition of a MAC -->

# %%
predict("gpt-2-under-the-roof")

# %%
intensity = Q_(2, "FLOP/parameter") / BYTES_FP16
h100 = hardware.find("H100")
gpt2 = laws.roofline(intensity, h100.peak_fp16, h100.memory_bandwidth)
with after_guess("gpt-2-under-the-roof"):
    print(intensity.to("FLOP/byte"), "->", gpt2.performance, gpt2.bound)

# %% [markdown]
# One more guess before all five models appear. The chapter calls ResNet-50 the purest probe of the compute term. Take one
# image, FP16, the weights alone, and $\eta = 1$.

# %%
predict("where-resnet-is-compute-bound")

# %% [markdown]
# All five models stand under the roof below. Try:
#
# 1. Raise the batch. Four marks move to the right and one stays. Which one, and why?
# 2. At what batch does GPT-2 reach the ridge of the A100? (You work out the exact number in the exercises.)
# 3. Go back to a batch of 1 and switch the device from A100 to CPU. Which models change sides, and are they any
#    faster for it?
# 4. Store the weights in INT4. Who gains?

# %%
explore_roofline()

# %% [markdown]
# <details><summary>Answers</summary>
#
# 1. DLRM stays. Every user needs different rows of its tables, so a batch shares no fetch.
# 2. Between the last position below the ridge and the next one. The exact number is yours to find.
# 3. MobileNetV2 and keyword spotting become compute-bound. They are not faster; on the contrary: the roof came down,
#    the models did not move.
# 4. GPT-2 and the two small models: their weights arrive sooner. ResNet-50 was under the flat part already, and DLRM,
#    which fetches rows of a table instead of weights, stays where it is.
#
# </details>

# %% [markdown]
# This picture counts only the weights. Activations add bytes, and so does the cache that a language model keeps for
# every single sequence. They push the marks to the left: a large batch helps less than the picture promises.
#
# ## Find out: is ResNet-50 compute-bound?
#
# *6 minutes.* You guessed before you saw the picture. Here is the calculation:

# %%
resnet = models.find("ResNet-50")
resnet_intensity = resnet.ops / (resnet.parameters * BYTES_FP16)
with after_guess("where-resnet-is-compute-bound"):
    print(f"ResNet-50: {resnet_intensity.to('FLOP/byte'):.1f}")
    for name in ("V100", "B200"):
        chip = hardware.find(name)
        bound = laws.roofline(
            resnet_intensity, chip.peak_fp16, chip.memory_bandwidth
        ).bound
        print(f"{name}: ridge {ridge[name]:.1f}, bound by {bound}")

# %% [markdown]
# Device and batch decide. But there is a third blank in such a sentence, and we filled it without saying so: $\eta$.
# In [The Iron Law of ML systems](06_iron_law.ipynb) the software reached 45 percent of a peak, not all of it. Take half:
# <!-- literal: that lesson's efficiency -->

# %%
b200 = hardware.find("B200")
lower = laws.ridge_point(b200.peak_fp16, b200.memory_bandwidth, 0.5)
with after_guess("where-resnet-is-compute-bound"):
    print(f"B200 at half its peak: ridge {lower:.1f}")

# %% [markdown]
# Software that wastes half of the arithmetic needs fewer operations per byte to keep the rest busy. Now the same
# image on the same device is bound by compute, and it is no faster for that. Whenever somebody says *bound by*, ask
# about $\eta$, too. In the exercises on rooflines it is 1.
#
# And there is a fourth blank. Many tables give ResNet-50
# {{RESNET50_MACS.value / 1e9:.1f}} billion "FLOPs" that are multiply-accumulates. Take them at their word:

# %%
operations = Q_(resnet.macs.quantity.to("MAC").magnitude, "FLOP")
taken_at_their_word = operations / (resnet.parameters * BYTES_FP16)
v100 = hardware.find("V100")
bound = laws.roofline(
    taken_at_their_word, v100.peak_fp16, v100.memory_bandwidth
).bound
with after_guess("where-resnet-is-compute-bound"):
    print(f"{taken_at_their_word.to('FLOP/byte'):.1f}", bound, sep="\n")

# %% [markdown]
# A factor of two in the counting reverses the verdict. The data sheet counts a multiply-accumulate as two operations,
# so you have to count the model's work the same way: 1 MAC is 2 FLOP, everywhere in this course.
# <!-- literal: the definition of a MAC -->
#
# ## What does a training run take?
#
# *7 minutes.* From one image to {{GPT3_TRAINING_OPS.quantity:.3g}}. The chapter speaks of *thousands* of
# megawatt-hours for models at GPT-3's scale (@sec-introduction-bitter-lesson-79c7). Suppose
# 2,048 H100s do it at 35 percent of their peak, and each draws its full {{H100_TDP.quantity:.0f}} all the
# time. (The exercises take the chapter's A100s.) <!-- literal: a cluster of our own -->

# %%
predict("energy-of-a-training-run")

# %%
gpus, efficiency = 2048, 0.35  # literal: a cluster of our own
duration = laws.training_time(
    constants.GPT3_TRAINING_OPS, gpus, h100.peak_fp16, efficiency
)
at_the_gpus = (duration * gpus * h100.tdp).to("MWh")
with after_guess("energy-of-a-training-run"):
    print(f"{duration.to('day'):.1f}, {at_the_gpus:.0f}")

# %% [markdown]
# The run that really took place, on older V100s, is estimated by {{GPT3_TRAINING_ENERGY.reference}},
# {{GPT3_TRAINING_ENERGY.date}}.
#
# Before you move anything: which of GPUs, efficiency and grid changes the *energy*?

# %%
predict("twice-the-gpus")

# %%
explore_fleet()

# %% [markdown]
# - A larger cluster spends more of its time on communication, so its efficiency rarely stays the same.
# - Efficiency changes everything: days, dollars, energy, carbon.
# - The grid changes only the carbon, and by a larger factor than the efficiency does.
#
# `explore_fleet("device", "centre", "grid")` gives you two more knobs. Ask each of them the same question.

# %% [markdown]
# ## Your predictions
#
# Here they are, the wrong ones included. What had you left out: the reuse, the batch, or the counting?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Energy is bytes times energy per byte plus operations times energy per operation. A byte from memory costs as much
#   as tens of multiplications, an FP32 word as much as more than a hundred.
# - Movement dominates where you rarely use a number that you have fetched. Batches and convolutions use it often.
# - Compare operations per byte with the ridge point: left of it a system waits for memory, right of it for
#   arithmetic. The device and the batch decide, not the model's name.
# - Each Lighthouse model isolates one bottleneck: throughput, bandwidth, capacity, latency and power, power alone.
# - 1 MAC is 2 FLOP. Ask before you divide. <!-- literal: the definition of a MAC -->
# - GPUs buy time; efficiency buys time, money and energy; the grid decides how much carbon.
#
# ## Words of this section

# %%
define(
    "energy tax",
    "arithmetic intensity",
    "roofline model",
    "Lighthouse model",
    "Silicon Contract",
    "KV cache",
    "multiply-accumulate",
)

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("lighthouse")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on energy, Lighthouse models and the roofline](../../release/ch01_introduction/07_lighthouse_exercises.ipynb):
# an access in multiplications, a keyword spotter's coin cell, the batch that fills a device, the roofline as a function
# and as a picture, and a wrong line to find. They check themselves and tell you what went wrong.
