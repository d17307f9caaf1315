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
# # Lifecycle, deployment, and three budgets
#
# The Introduction leaves the model and looks at everything around it: how a system lives
# (@sec-introduction-ml-system-lifecycle-849f), where it runs (@sec-introduction-deployment-spectrum-a38c), and what
# it must not run out of there. Here you put numbers on all three.
#
# **What you'll do**
#
# - send an alarm to different stages of the lifecycle and see which way back helps;
# - put models on four tiers, and ask how far away a computer may be;
# - fill in the budgets of three deployments until they fit.
#
# **What you'll learn**
#
# - to say what monitoring must lead to, and why;
# - to let memory, time and power choose the tier, the hardest limit first;
# - to find the line of a budget that decides everything.
#
# **What you'll need**: the chapter beside you, arithmetic, and 45 minutes. Run the cells in order with
# Shift+Enter.

# %%
from mlsys_course import (
    Q_,
    after_guess,
    calibration,
    constants,
    data,
    define,
    explore_budget,
    explore_deployment,
    explore_latency,
    explore_lifecycle,
    predict,
)
from mlsys_course.eras import budgets

# %% [markdown]
# ## The life of an ML system
#
# *8 minutes.* The chapter calls the whole discipline AI engineering: building dependable systems out of parts that
# behave statistically (@sec-introduction-defining-ai-engineering-19ce). Ordinary software is designed, written,
# tested, deployed and then maintained. An ML system goes through six stages (@fig-ml_lifecycle_overview,
# @sec-introduction-ml-development-lifecycle-4ea0) and then does not stop:
#
# collection → preparation → training → evaluation → deployment → monitoring
#
# Two ways lead back. A model that is not good enough never reaches its users. And a model that was good enough
# ages, because the world moves away from its data. The degradation equation (@eq-degradation)
# puts that into numbers; the chapter's recommender starts at
# {{DRIFT_START_ACCURACY.quantity.magnitude:.0f}} percent and loses
# {{DRIFT_LOSS_PER_MONTH.quantity.magnitude:.1f}} percentage points a month.
#
# Suppose somebody looks at the accuracy once a month. When 3 points are lost, an alarm goes off, and the team trains
# the model again on the data it has. That takes a month.

# %%
predict("care-without-new-data")

# %%
explore_lifecycle()

# %% [markdown]
# 1. At the start an alarm leads nowhere. Let it lead to *training again, on the old data*. How many new models
#    were deployed, and what did they change?
# 2. Let it lead to *new data*. What is the lowest accuracy now?
# 3. Look only every six months. How long does the system stay below its limit, and who notices?
#
# <details><summary>Answers</summary>
#
# 1. Twenty, and they changed nothing: the accuracy falls along the same line.
# 2. About the limit. Each new model starts afresh, so the accuracy never falls much below it.
# 3. About twice as long as with a look every month, and nobody notices until the next look.
#
# </details>

# %%
from mlsys_course.widgets.lifecycle import live

monthly = Q_(1, "month")
old_data = live(
    "Training", constants.DRIFT_LOSS_PER_MONTH.quantity, monthly
)
new_data = live(
    "Collection", constants.DRIFT_LOSS_PER_MONTH.quantity, monthly
)
with after_guess("care-without-new-data"):
    for name, life in (("old data", old_data), ("new data", new_data)):
        print(
            f"{name}: {life.mean:.1f} % on average, "
            f"{len(life.deployed)} new models, "
            f"{life.below:.1f} months below {life.limit:.0f} %"
        )

# %% [markdown]
# Training again means work, and deploying again means risk. If nothing is gained, why do either? That is why the
# figure's outer loop leads back to *collection*, not to *training*. The inner one leads back to *preparation*: as
# long as nothing has changed outside, take a second look at the data you have.
#
# The chapter speaks of cycles that feed themselves. In a **virtuous cycle** good data make a good model, a good model
# makes people use it, and their use brings better data. The vicious one has the same arrows: poor data, poor answers,
# fewer users, poorer data. Which of the two a team is in depends on the arrow from monitoring to collection, the one
# you just switched.
#
# The model in this explorer is simple. Real decay is neither linear nor announced, and you seldom know the accuracy
# at once: the labels come later. [Silent degradation, drift and retraining](05_drift.ipynb) is about that.
#
# ## Where it runs
#
# *8 minutes.* The same lifecycle looks different in each place (@sec-introduction-deployment-shapes-lifecycle-7667).
# The chapter sorts the places by what is scarce there (@tbl-efficiency-priorities):

# %%
tiers = data.deployment_tiers()
tiers[["context", "tier", "primary_constraint", "efficiency_focus"]]

# %% [markdown]
# On a microcontroller, you count memory in kilobytes. The chapter says that it has about a millionth of a
# smartphone's. Test that with an Arduino Uno, and a phone in the middle of the chapter's range:

# %%
phone = tiers[tiers["tier"] == "mobile"].iloc[0]
phone_memory = Q_(
    (phone["memory_low_byte"] + phone["memory_high_byte"]) / 2, "byte"
)
print(phone_memory.to("GB"), "against", constants.ARDUINO_UNO_RAM)
ratio = (phone_memory / constants.ARDUINO_UNO_RAM).to("").magnitude
print(f"{ratio:,.0f} times")

# %% [markdown]
# So *a millionth* is generous, and it is true of that chip's working memory, not of its flash.
#
# Three questions choose a tier, the hardest first. Does the model fit into the memory? Does the answer come in time,
# including the way to the computer and back? Is there power for it? Predict: a self-driving car must recognise
# something in an image within 10 milliseconds. On which of the four tiers can ResNet-50 do that?

# %%
predict("resnet-in-ten-milliseconds")

# %%
explore_deployment()

# %% [markdown]
# 1. Let the deadline grow. When is the cloud fast enough, too?
# 2. Which model fits onto the microcontroller, and with which weights? How much energy does one answer cost there,
#    and how much in the cloud?
# 3. GPT-3 fits into none of these devices, whatever the weights. What does the cloud have that this picture leaves
#    out?
#
# <details><summary>Answers</summary>
#
# 1. From the first position that is longer than the network's time for the way there and back.
# 2. Keyword spotting, with weights of a byte or less. An answer costs hundreds of times as much energy there as in
#    the cloud, but this does not count the way to the cloud.
# 3. Many devices: it spreads the weights of one model over several of them.
#
# </details>

# %% [markdown]
# How far away may a computer be? In fibre, light travels {{SPEED_OF_LIGHT_FIBER.quantity.to("km/s").magnitude:,.0f}}
# kilometres a second. <!-- literal: the unit is a second -->

# %%
explore_latency()

# %% [markdown]
# Few systems live on one tier. In a **hybrid deployment** a voice assistant listens for its wake word on the device,
# where that is quick and nobody else hears it, and sends only what comes after it to the cloud. A car decides on
# board, uploads what it saw, and gets a better model back at night. So you choose what goes over the line, and not
# only by bandwidth: **privacy** may forbid raw data to leave the device at all. **Federated learning** is one answer.
# Every device trains on its own data and sends the change of the weights, not the data; a server averages the
# changes. How much does it send, for a model of a million weights in FP32 and a thousand photos of a megabyte each?
# <!-- literal: a device of our own -->

# %%
update = (Q_(1e6, "parameter") * constants.BYTES_FP32).to("MB")
photo_data = (Q_(1000, "sample") * Q_(1, "MB/sample")).to("GB")
print(
    f"sent: {update:.0f} of weights instead of {photo_data:.0f} of photos"
)

# %% [markdown]
# It does not cure everything. It sends that many bytes in every round of training, and a model can betray its
# examples: in a *membership inference attack* somebody asks it questions until they know whether a certain record was
# in the training data (@fn-inference). Noise added on purpose (*differential privacy*) makes that harder, and the
# model a little worse.
#
# Go back to the explorer. Set the deadline of a car, and move the computer away until the answer is late. Then give
# the voice assistant its 100 milliseconds. <!-- literal: the chapter's deadlines --> Physics would let its computer
# sit on another continent; in practice switches, queues and radio take most of the time. In one place the chapter
# allows 50 to 100 milliseconds for the network, in another 50 to 200, without naming the path.
# <!-- literal: the chapter's two ranges -->
#
# ## Three budgets
#
# *10 minutes.* The chapter's three cases (@sec-introduction-deployment-case-studies-636f) are far apart, and each is
# a list of things that must not run out: bytes, time, energy. Each row of the board compares what you use with what
# you are allowed. Every number is yours to change: type a new one, with its unit, and press Enter.
#
# **Waymo.** A car records up to {{WAYMO_DATA_PER_HOUR_HIGH.quantity.magnitude:.0f}} terabytes an hour, by the
# chapter's constant (it cites no source, so take it as an upper limit), for one shift a day. Guess first, then look.

# %%
predict("upload-in-one-night")

# %%
explore_budget("Waymo")

# %% [markdown]
# Two rows do not fit. You know the one about the cloud: it is too far away. For the other one, change *Link of the
# depot* until the row fits. Try links that you could buy.

# %% [markdown]
# **FarmBeats.** Soil sensors, a model below
# 500 kilobytes, and a link that the chapter describes as kilobits a second. <!-- literal: the chapter's figure -->
# The chapter names no device; the budget assumes an ESP32, a common microcontroller.

# %%
explore_budget("FarmBeats")

# %% [markdown]
# One row does not fit. The data sheet of this chip says {{ESP32_RAM.quantity:.0f}}, but only
# {{ESP32_DATA_RAM.quantity:.0f}} of them can hold data, and the system needs some of those
# ({{ESP32_DATA_RAM.reference}}). So a model at the chapter's upper limit has to stay in flash or shrink.
#
# 1. With half as many bits for each weight, the model is half as large. Does everything fit then?
# 2. The farmer wants more pictures. At how many photos a day does the battery no longer outlast two weeks of bad
#    weather?
# 3. Just before that, which row is the tightest?
#
# <details><summary>Answers</summary>
#
# 1. Yes: half of the chapter's limit is less than the memory of the device.
# 2. At 47: 46 still fit, about one every half hour. <!-- literal: the board says it, and a test asks it -->
# 3. The battery's. It is not the processor or the link that empties it, but the radio's time on air. So let the model
#    look at the photos where they are taken, and send only what it saw.
#
# </details>

# %% [markdown]
# **AlphaFold.** No deadline in milliseconds, no battery. Instead a database of two hundred million
# structures.

# %%
predict("gpus-for-every-structure")

# %%
explore_budget("AlphaFold", campaign="3 months")

# %% [markdown]
# Change *GPUs that predict* until the row fits.

# %% [markdown]
# What about a system of your own? Take one that you use every day, type in what it must not run out of, and let the
# board name the row that decides.

# %%
explore_budget("yours")

# %% [markdown]
# The chapter says that training took weeks. The paper says one week, and then four days of fine-tuning. Even at their
# power limit, the training chips alone took no more than:

# %%
# a chip has two cores
chips = float(budgets.FACTS["ALPHAFOLD_TPU_CORES"]) / 2
training_time = budgets.FACTS["ALPHAFOLD_TRAINING_TIME"].quantity
print(
    budgets.training_energy(
        chips, constants.TPUV3_TDP.quantity, training_time
    ).to("MWh")
)

# %% [markdown]
# Latency sends Waymo to the edge, energy keeps FarmBeats small, and throughput takes AlphaFold into the data centre.
# The tightest line of the budget decides, and improving any other line changes nothing.

# %% [markdown]
# ## Your predictions
#
# Here they are, the wrong ones included. Which of them went wrong because you looked at only one part of the system?

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# And here are all your predictions so far, from every lesson. How far off were you, and on which topics?

# %%
calibration()

# %% [markdown]
# ## What to remember
#
# - The lifecycle has two ways back. What monitoring finds must lead to new data; training again on old data cures
#   nothing.
# - Memory first, then time with the way included, then power: the first that fails rules a tier out.
# - A deployment is a budget, and its tightest line decides. Fill it in before you build.
#
# ## Words of this section
#
# - **ML lifecycle**: the six stages, and the two ways back. **Monitoring**: watching what is deployed.
# - **Cloud, edge, mobile, TinyML**: places to run, from megawatts to milliwatts.
# - **Hybrid deployment**: one system on several tiers. **Federated learning**: training where the data are, and sending
#   changes of the weights.
#
# You can ask for any of the chapter's words:

# %%
define("federated learning")

# %% [markdown]
# ## Now the next lesson
#
# Go on with [five pillars, fallacies and pitfalls](09_pitfalls.ipynb). The exercises on both lessons come after it.
