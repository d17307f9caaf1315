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
# # The Iron Law of ML systems
#
# The Iron Law of the Introduction (@sec-introduction-iron-law-ml-systems-c32a) puts the speed of every machine
# learning system into one line. Here you work with that line until you can say, before you buy or tune anything, what
# it will change.
#
# **What you'll do**
#
# - split the time of a task into a data, a compute and an overhead term, with units that check themselves;
# - predict what a faster chip buys you, turn three knobs, and see;
# - work out the training time of a model of GPT-3's size, and find two places where the chapter's figures do not
#   fit together.
#
# **What you'll learn**
#
# - to say which of the three terms limits a system, and what it is worth to improve another one;
# - when overlapping data movement with computation helps, and by how much at most;
# - to ask of every efficiency: efficiency of what?
#
# **What you'll need**: the chapter beside you, arithmetic, and 40 minutes. No knowledge of GPUs is
# assumed. Run the cells in order with Shift+Enter.

# %%
from mlsys_course import (
    Q_,
    after_guess,
    explore_iron_law,
    explore_units,
    hardware,
    laws,
    models,
    plots,
    practice,
    predict,
)
from mlsys_course.constants import (
    A100_FLOPS_FP16_TENSOR,
    BYTES_FP16,
    GPT3_EFFICIENCY,
    GPT3_MEGATRON_ACHIEVED,
    GPT3_PARAMS,
    GPT3_TRAINING_GPUS,
    GPT3_TRAINING_OPS,
    GPT3_TRAINING_TOKENS,
)

# %% [markdown]
# ## Before anything else, a guess
#
# *2 minutes.* GPT-3's training took {{GPT3_TRAINING_OPS.quantity:.3g}}. Suppose 512 H100 GPUs share the work; each is
# sold as able to do {{H100_FLOPS_FP16_TENSOR.quantity:.0f}}, and in practice reaches 40 percent of that. How long
# does the training take? <!-- literal: a cluster of our own -->
#
# Do not calculate. Is it hours, weeks, years? Type a number of days and press *Keep it*. Even a wrong guess is worth
# more than none: it is kept, and you will meet it again.

# %%
predict("training-on-our-cluster")

# %% [markdown]
# ## One time, three terms
#
# *7 minutes.* A task moves data, does arithmetic, and pays an overhead. The Iron Law (@eq-intro-iron-law) adds the
# three times up:
#
# $$T = \underbrace{\frac{D_{vol}}{BW}}_{\text{data}} + \underbrace{\frac{O}{R_{peak}\cdot\eta}}_{\text{compute}}
# + \underbrace{L_{lat}}_{\text{overhead}}$$
#
# | symbol | what it is | unit | whose decision |
# |---|---|---|---|
# | $D_{vol}$ | data moved | byte | model, precision, data pipeline |
# | $BW$ | bandwidth of memory or network | byte/s | the hardware you buy |
# | $O$ | operations, where one multiply-accumulate counts as 2 | FLOP | model, batch, number of tokens |
# | $R_{peak}$ | the rate on the data sheet | FLOP/s | the hardware you buy |
# | $\eta$ | the part of that rate you reach, above 0 and at most 1 | none | your software |
# | $L_{lat}$ | launching, scheduling, waiting for the network | s | your system |
#
# Bytes and FLOP are different things, so they cannot be added. Type a formula into the field and press Enter: each step
# shows its unit, units that cancel are struck out, and a dashed box marks the step that goes wrong.

# %%
explore_units(
    "D + O",
    "ms",
    D=Q_(3, "GB"),
    BW=Q_(2, "TB/s"),
    O=Q_(3, "GFLOP"),
    R=Q_(300, "TFLOP/s"),
    eta=Q_(45, "percent"),
    L=Q_(0.5, "ms"),
)

# %% [markdown]
# 1. Turn the sum into the data term plus the compute term. What cancels in each?
# 2. Add the overhead, and you have the whole Iron Law.
# 3. What does the unit say when you multiply by the bandwidth instead of dividing by it?
#
# <details><summary>Answers</summary>
#
# 1. `D/BW + O/(R*eta)`: gigabytes cancel against terabytes, GFLOP against TFLOP. What is left is a time in both, so
#    the sum is allowed.
# 2. `D/BW + O/(R*eta) + L`.
# 3. `D*BW` is information squared per time. That is no time: the unit gives the slip away before any number does.
#
# </details>

# %% [markdown]
# Now a real task: **one token of GPT-2** on one A100, for one user. The model has {{GPT2_PARAMS.value / 1e9:.1f}}
# billion parameters, stored in half precision. To produce a token, the device fetches every parameter from memory
# once and uses it in one multiply-accumulate. Its numbers come with their source:

# %%
a100 = hardware.find("A100")
gpt2 = models.find("GPT-2")
a100.memory_bandwidth

# %%
data = gpt2.parameters * BYTES_FP16
ops = gpt2.parameters * Q_(2, "FLOP/parameter")
# assumed: launching the work and collecting the token
overhead = Q_(0.5, "ms")
efficiency = 0.45

data_term = data / a100.memory_bandwidth
compute_term = ops / (a100.peak_fp16 * efficiency)

print("data     ", data_term.to("ms"))
print("compute  ", compute_term.to("ms"))
print("overhead ", overhead)
total = laws.iron_law(
    data, a100.memory_bandwidth, ops, a100.peak_fp16, efficiency, overhead
)
print("together ", total.to("ms"))

# %% [markdown]
# The arithmetic that the A100 is famous for takes about one part in
# {{(GPT2_PARAMS * BYTES_FP16 / A100_MEM_BW) / (GPT2_PARAMS * Q_(2, "FLOP/parameter") / (A100_FLOPS_FP16_TENSOR * 0.45)):.0f}}
# of the time it takes to fetch the weights. This system waits for its memory.
#
# ## What does a faster chip buy?
#
# *9 minutes.* The H100 is the A100's successor. Its peak is {{H100_FLOPS_FP16_TENSOR / A100_FLOPS_FP16_TENSOR:.1f}}
# times as high, its memory bandwidth {{H100_MEM_BW / A100_MEM_BW:.1f}} times. Everything else stays the same: the
# token, the efficiency, the overhead. Predict before you look.

# %%
predict("one-token-on-an-h100")

# %% [markdown]
# Then try it. The upper line shows the three terms one after another; the dashed mark is where you started. The lower
# line belongs to the next section. The text below the picture says in words what it shows. Each step of the
# *Operations* slider doubles or halves them.
#
# 1. Switch the device to H100. Which bar shrank, and which did not?
# 2. Back on the A100, raise the efficiency from 45 to 90 percent. What did doubling it buy? <!-- literal: positions of the slider -->
# 3. A batch of users shares one fetch of the weights: twice the users, twice the operations, the same data.
#    How often can you double before the compute term is the longest?

# %%
explore_iron_law()

# %% [markdown]
# <details><summary>Answers</summary>
#
# 1. Data and compute shrank. The overhead did not: it belongs to the system, not to the chip.
# 2. Next to nothing: it saves half of a term that was about a hundredth of the whole.
# 3. Six times. With the seventh doubling the compute term is the longest.
#
# </details>

# %% [markdown]
# If you look at the peak alone, you expect {{H100_FLOPS_FP16_TENSOR / A100_FLOPS_FP16_TENSOR:.1f}}. This answers the
# chapter's checkpoint question, *which term does doubling $R_{peak}$ improve?* Only the compute term, and the total
# only by the share of that term. Where the share is a hundredth, a chip of infinite speed would still save just a
# hundredth. The same bound governs every optimisation; the chapter's fallacies and pitfalls
# (@sec-introduction-fallacies-pitfalls-230d) call it Amdahl's Law.
#
# Which term is the longest depends on the task, not on the chip alone:
#
# | task | longest term | what helps |
# |---|---|---|
# | a language model answering one user | data: all weights for each token | smaller weights, more bandwidth, bigger batches |
# | a convolutional network on a batch of images | compute: each weight is used many times | a higher peak, better $\eta$ |
# | a tiny model answering single requests | overhead | fewer launches, less software in between |
#
# ## Overlap
#
# *7 minutes.* While the chip computes on one block of weights, it can already fetch the next. Then the data term and
# the compute term run side by side, and only the longer of the two counts (@eq-intro-iron-law-pipelined):
#
# $$T_{pipelined} = \max\left(\frac{D_{vol}}{BW},\ \frac{O}{R_{peak}\cdot\eta}\right) + L_{lat}$$
#
# This is the lower of the explorer's two lines. How much faster can overlap make a task, at most?

# %%
predict("overlap-at-most")

# %% [markdown]
# Move the operations until the two lines differ most. How do the data bar and the compute bar compare there? The
# second knob is now the overhead: what does it do to the gain?

# %%
explore_iron_law("ops", "latency")

# %% [markdown]
# <details><summary>Answers</summary>
#
# They are equally long there. More overhead makes the gain smaller: it comes on top in either line, and nothing
# overlaps with it.
#
# </details>

# %% [markdown]
# Over a range of batch sizes, the gain comes and goes. The next cell draws the time of one step, which makes one
# token for each user in the batch.

# %%
import numpy as np

batch = 2.0 ** np.arange(0, 13)
step = (
    data,
    a100.memory_bandwidth,
    ops * batch,
    a100.peak_fp16,
    efficiency,
    overhead,
)
additive = laws.iron_law(*step).to("ms").magnitude
pipelined = laws.iron_law_pipelined(*step).to("ms").magnitude
plots.step_times(batch, additive, pipelined)

# %% [markdown]
# Left of the dotted line the chip waits for memory; right of it, memory waits for the chip. Overlap helps most where
# neither waits much. That is also where it pays to tune a system for balance.
#
# ## Training a model of GPT-3's size
#
# *6 minutes.* When a training run takes weeks, engineers hide the data and overhead terms behind the compute term as
# well as they can. What is left is spread over $N$ GPUs. (GPT-3 itself was trained on V100s. The chapter takes
# {{GPT3_TRAINING_GPUS.value:,}} A100s, and so do the exercises; here are the H100s of the beginning.)
#
# $$T = \frac{O}{N \cdot R_{peak} \cdot \eta}$$

# %%
GPT3_TRAINING_OPS

# %%
our_gpus, our_efficiency = 512, 0.4  # literal: a cluster of our own
h100 = hardware.find("H100").peak_fp16
cluster_time = laws.training_time(
    GPT3_TRAINING_OPS, our_gpus, h100, our_efficiency
)
print(
    "together they do",
    (our_gpus * our_efficiency * h100.quantity).to("PFLOP/s"),
)
with after_guess("training-on-our-cluster"):
    print("the run takes", cluster_time.to("day"))

# %% [markdown]
# The units did the conversions. You did not have to remember how many seconds a day has, or what tera stands for.
#
# Before you run the next cell, say what each line will print. What doubling the GPUs does is clear. But does doubling
# the efficiency do the same?

# %%
with after_guess("training-on-our-cluster"):
    for gpus, eta in [(1, 1), (2, 1), (1, 2)]:
        time = laws.training_time(
            GPT3_TRAINING_OPS, gpus * our_gpus, h100, eta * our_efficiency
        )
        print(f"{gpus} x GPUs, {eta} x efficiency: {time.to('day'):.1f}")

# %% [markdown]
# In the formula the two are the same factor. On the bill they are not: twice the GPUs for half the time cost as much
# as before, while twice the efficiency halves the bill. (And a real cluster of twice the size rarely keeps its
# efficiency.) What a realistic step in efficiency is worth, from {{GPT3_EFFICIENCY.value:.0%}} to
# {{GPT3_EFFICIENCY_IMPROVED.value:.0%}}, you work out in the exercises.
#
# ## Find out: how many tokens?
#
# *4 minutes.* The chapter says that GPT-3 *consumed* about {{GPT3_CORPUS_TOKENS.value / 1e9:.0f}} billion tokens. It
# also gives the operations: {{GPT3_TRAINING_OPS.quantity:.3g}}. The two can be checked against each other, because
# training costs about 6 FLOP per parameter and token: 2 on the way forward, 4 on the way back. <!-- literal: the rule 6 N D -->
#
# GPT-3 has {{GPT3_PARAMS.value / 1e9:.0f}} billion parameters. Put your calculation in place of the three dots. The
# unit that comes out tells you whether it is the right one.

# %%
work = Q_(6, "FLOP/parameter/token")
paid_for = ...
predict("tokens-paid-for").record(paid_for)

# %% [markdown]
# The chapter's {{GPT3_CORPUS_TOKENS.value / 1e9:.0f}} billion are the corpus that the training sampled from. With
# that many training tokens the run would have needed
# {{Q_(6, "FLOP/parameter/token") * GPT3_PARAMS * GPT3_CORPUS_TOKENS / GPT3_TRAINING_OPS:.2f}} times the operations,
# and that much more time. A corpus is what you have; training tokens are what you paid for. (Source:
# {{GPT3_TRAINING_TOKENS.reference}}, {{GPT3_TRAINING_TOKENS.date}}, tables 2.1 and 2.2.)
#
# ## Find out: {{GPT3_EFFICIENCY.value:.0%}} of what?
#
# *5 minutes.* The authors of Megatron-LM measured {{GPT3_MEGATRON_ACHIEVED.quantity:.0f}} on each of
# {{GPT3_TRAINING_GPUS.value:,}} A100s while training a model of this size, and estimate
# {{GPT3_MEGATRON_DAYS.quantity.magnitude:.0f}} days for the whole run. That rate is
# {{GPT3_MEGATRON_ACHIEVED / A100_FLOPS_FP16_TENSOR:.0%}} of the peak, the very efficiency that the chapter uses, on
# the same GPUs. Yet the chapter's run is done more than a week earlier. Who is wrong?

# %%
predict("the-published-estimate")

# %% [markdown]
# To save memory, their run does not keep the results of the forward pass. What does that change? The next cells work
# it out.

# %%
recomputing = work + Q_(2, "FLOP/parameter/token")
done = recomputing * GPT3_PARAMS * GPT3_TRAINING_TOKENS
redone = laws.training_time(
    done, GPT3_TRAINING_GPUS, A100_FLOPS_FP16_TENSOR, GPT3_EFFICIENCY
)
with after_guess("the-published-estimate"):
    print(redone.to("day"))  # told: 33.81 is a time in days

# %%
hardware_utilisation = GPT3_MEGATRON_ACHIEVED / A100_FLOPS_FP16_TENSOR
with after_guess("the-published-estimate"):
    print(f"busy:   {hardware_utilisation.magnitude:.1%} of the peak")
    print(
        f"useful: {(work / recomputing).magnitude:.0%} "
        "of what they were busy with"
    )

# %% [markdown]
# These two numbers answer different questions:
#
# - **Hardware utilisation (HFU)** counts every operation the chips did. It says how busy they were.
# - **Model utilisation (MFU)** counts only what the model needs, 6 FLOP per parameter and token. It says how soon you
#   are done. <!-- literal: the rule 6 N D -->
#
# The chapter's answer holds for a *model* utilisation of {{GPT3_EFFICIENCY.value:.0%}}, which is better than that run
# reached. When $O$ counts the model's work, $\eta$ has to be the MFU. Plan with a data sheet's peak and an HFU, and
# you will be late. (Sources: {{GPT3_MEGATRON_DAYS.reference}}, {{GPT3_MEGATRON_DAYS.date}}; {{PALM_MFU.reference}},
# {{PALM_MFU.date}}, which introduced the MFU and reports both: {{PALM_MFU.value:.1%}} and {{PALM_HFU.value:.1%}}.)
#
# ## Your predictions
#
# Here they are, the wrong ones included. Which term, or which count, had you left out?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Time is data over bandwidth, plus operations over the rate you really reach, plus overhead. Add times, never bytes
#   and FLOP.
# - Find the longest term first. If you improve another one, you gain at most that one's share.
# - Overlap replaces the sum of data and compute with the longer of the two: a factor of 2 at most, and only where
#   they are balanced.
# - A training time is operations over $N \cdot R_{peak} \cdot \eta$. In it, efficiency does what more GPUs do, but
#   costs less.
# - Check published numbers against each other. Ask which tokens, which operations, which utilisation.
#
# ## Words of this section
#
# - **Data term** $D_{vol}/BW$: the time to move the data. **Compute term** $O/(R_{peak}\,\eta)$: the time to
#   calculate. **Overhead term** $L_{lat}$: what is left when there is nothing to move and nothing to calculate.
# - **Additive** and **pipelined** form: the terms one after another, or data and compute side by side.
# - **FLOP**: one floating-point operation; a multiply-accumulate (MAC) is 2. **FLOP/s**: a rate. <!-- literal: the definition of a MAC -->
# - **Efficiency** $\eta$: reached rate over peak rate. **MFU**: with the model's operations counted. **HFU**: with all
#   operations counted, recomputation too.
# - **Bottleneck**: the term that takes the most time.
#
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("iron_law")

# %% [markdown]
# ## Appendix: run a cell of the book
#
# The chapter's numbers come from Python cells in its source, which import a package called `mlsys`. After
# `from mlsys_course import book` these imports work here, too, with the constants of this course: copy a cell of the
# chapter below this one and run it. `help(book)` says what is different.

# %%
from mlsys_course import book

# as the chapter's first cell does
book.registry.start_chapter("vol1:introduction")

# %%
from mlsys import Hardware, Models
from mlsys.constants import TFLOPs, second
from mlsys.formatting import fmt

v100, bert = Hardware.Cloud.V100, Models.Language.BERT_Large
print(
    "A V100 reaches up to "
    f"{fmt(v100.peak_flops, TFLOPs / second, precision=0)} TFLOP/s."
)
print(
    "BERT-Large takes "
    f"{fmt(bert.size_in_bytes(), 'MB', precision=0)} MB in FP16."
)
print(v100.peak_flops.reference)

# %% [markdown]
# ## Now the exercises
#
# [Exercises on the Iron Law](../../release/ch01_introduction/06_iron_law_exercises.ipynb): training days, days saved, the
# Iron Law as a function, which expressions are times at all, and a wrong line to find. They check themselves and tell you what went wrong.
