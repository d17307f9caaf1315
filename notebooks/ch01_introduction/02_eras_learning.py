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
# # The eras of AI, run: learning
#
# The second half of the Introduction's history (@sec-introduction-ai-paradigm-evolution-ae2b): from the 1990s on,
# systems learned what nobody could write down. Run three of them, see what each still needs from people, and count
# what it costs.
#
# **What you'll do**
#
# - train a spam filter, and get past it with one letter;
# - scan a picture for faces with a cascade, and find out what rejecting early saves;
# - add up AlexNet, layer by layer, and find out why it has two halves.
#
# **What you'll learn**
#
# - to name the bottleneck of the last two eras (@tbl-ai-evolution-strengths) and to show it with an experiment;
# - how naive Bayes and a cascade work, well enough to write them yourself;
# - to check a table against its own data.
#
# **What you'll need**: the chapter beside you, [rules and experts](02_eras.ipynb), a little probability, and
# 45 minutes. Run the cells in order with Shift+Enter.

# %%
from mlsys_course import (
    after_guess,
    data,
    define,
    eras,
    explore_cascade,
    explore_spam,
    plots,
    practice,
    predict,
)

# %% [markdown]
# ## Statistical learning: the word never seen
#
# *7 minutes.* In the 1990s email filters stopped listing forbidden words and began to count
# (@sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5). For each word: what share of the
# spam contains it, and what share of the rest (the *ham*)? Naive Bayes multiplies, for all words of an email,
#
# $$\frac{P(\text{spam} \mid \text{email})}{P(\text{ham} \mid \text{email})}
# = \frac{P(\text{spam})}{P(\text{ham})} \prod_{\text{words}} \frac{P(\text{word} \mid \text{spam})}{P(\text{word} \mid \text{ham})}$$
#
# and in logarithms the product is a sum, one term for each word. A small corpus comes with the course. Both kinds of
# filter face the same test emails.

# %%
train, test = eras.spam.mails("train"), eras.spam.mails("test")
learned = eras.spam.learn(train)
print("forbidden words:", eras.spam.evaluate(None, test))
print("naive Bayes:    ", eras.spam.evaluate(learned, test))

# %% [markdown]
# Nobody told the second filter a single word. It needed examples instead. With more of them it knows more words, and
# it gets better as long as they help:

# %%
for point in eras.spam.learning_curve():
    print(
        f"{point.mails:3} emails: accuracy {point.accuracy:.0%}, "
        f"{point.vocabulary:.0f} words known"
    )

# %% [markdown]
# (With so few emails this shows the idea; it says little about real filters.) So what is left to do by hand? Look at
# what the filter gets wrong. Then try the explorer: *Claim your free prize*, and the same email in disguise.

# %%
for mail in test:
    if learned.classify(mail.text) != mail.label:
        print(f"{mail.label}: {mail.text}")

# %%
explore_spam()

# %% [markdown]
# 1. Weigh the disguised email. Which words carry it now?
# 2. Set the smoothing to zero. What happens to the verdict on the disguised email? (The cure is to add one pseudo-email
#    to each count: *Laplace smoothing*.)
# 3. Learn from fewer emails. What happens to the words that were rare?
#
# <details><summary>Answers</summary>
#
# 1. The undisguised ones, *your* and *now*. The three disguised words have never been seen, so they say nothing.
# 2. No probability comes out: a word that neither class has ever shown leaves 0/0. A word that only one class has
#    shown would decide everything alone.
# 3. Most of them become words never seen. The verdict then rests on the few that are left, and on the prior.
#
# </details>

# %% [markdown]
# For the filter, `pr1ze` and `prize` have nothing in common, because an engineer decided that a feature is a word as it is
# spelled. The statistics are learned; what they are about is not. This is the **feature engineering bottleneck**.

# %%
for word in ("prize", "pr1ze"):
    print(
        f"{word}: seen in {learned.seen(word)} emails, "
        f"adds {learned.contribution(word):+.2f}"
    )

# %% [markdown]
# ## Features by hand, at speed
#
# *6 minutes.* Good features could take you far. The detector of Viola and Jones (2001, @fn-viola-jones) found faces
# in real time on an ordinary CPU. Its features are differences of rectangles. An *integral image* gives the sum over
# any rectangle in four look-ups, and training picks a few features out of very many:

# %%
window = eras.viola_jones.WINDOW
print("pixels in a window: ", window**2)
print("features to pick from:", len(eras.viola_jones.features(window)))
detector = eras.viola_jones.train()  # a few seconds
print(
    "features picked, by stage:",
    [len(stage.stumps) for stage in detector.stages],
)

# %% [markdown]
# The stages stand in a row, a *cascade*: a window that one stage rejects is never looked at again. The "faces" here
# are small drawings with noise, hidden in a cluttered picture. Nobody knows how large a face will be, so the window
# slides over the picture at many sizes, each a quarter larger than the one before.

# %%
predict("work-a-cascade-saves")

# %%
scene, places = eras.viola_jones.scene(people=6, seed=1)
scan = detector.scan(scene)
print("faces found:", scan.found(places), "of", len(places))
print("windows entering each stage:", scan.entering)
with after_guess("work-a-cascade-saves"):
    print(
        "features on an average window: "
        f"{scan.features_per_window:.2f} of {detector.size}"
    )

# %%
plots.detections(scene, places, scan, window)

# %% [markdown]
# What are the scales worth? Here is the same picture, magnified two and three times:

# %%
for factor in (1, 2, 3):
    large = scene.repeat(factor, axis=0).repeat(factor, axis=1)
    there = [(factor * row, factor * column) for row, column in places]
    small_only = detector.scan(large, scales=[1])
    every = detector.scan(large)
    print(
        f"{factor} times as large: "
        f"{small_only.found(there)} faces with the smallest window alone, "
        f"{every.found(there)} with all scales, "
        f"{every.entering[0] / small_only.entering[0]:.1f} "
        "times the windows"
    )

# %% [markdown]
# Two things help: every stage rejects a good part of the windows, and the expensive stages come last. The explorer
# lets you try them one at a time.

# %%
explore_cascade()

# %% [markdown]
# 1. Let every stage cost the same. What does it save to reject more windows at each stage?
# 2. Go back to the start, and let each stage cost twice as much as the one before. Which helps more, this order or
#    rejecting more?
# 3. In which stage is most of the work now, and why is it not the last one?
#
# <details><summary>Answers</summary>
#
# 1. Less than you might hope: the first stage sees every window, so the factor can never pass the number of stages.
# 2. The order. It takes the factor from 5 to about 100: the expensive last stages hardly ever run.
# 3. In all of them alike: half as many windows reach each next stage, and each window costs twice as much there.
#
# </details>

# %% [markdown]
# Now look again at what people contributed: the rectangles, the drawings to learn from, the order of the stages. The
# method finds faces because experts knew what a face looks like. For the next kind of object they would start again.
#
# That is what computer vision usually looked like then (the chapter's example *Traditional Computer Vision
# Pipeline*): an expert writes a program that turns pixels into a few telling numbers, and only the last step is
# learned. Two such programs became famous. **SIFT** describes the surroundings of corners and blobs in a way that
# finds them again at another size. **HOG**, a *histogram of oriented gradients*, asks: in which directions does the
# brightness change? It fits into four lines:

# %%
import numpy as np


def hog(image, bins=6):
    """Share of the brightness changes in each range of directions."""
    down, across = np.gradient(image)
    # dark to light counts like light to dark
    direction = np.degrees(np.arctan2(down, across)) % 180
    counts, _ = np.histogram(
        direction, bins, range=(0, 180), weights=np.hypot(down, across)
    )
    return counts / counts.sum()


# eyes and mouth, without the outline
inner = eras.viola_jones.faces(200)[:, 2:10, 2:10]
drawn = {
    "faces": inner,
    "the same, turned by 90 degrees": np.rot90(inner, axes=(1, 2)),
}
for name, images in drawn.items():
    described = np.mean([hog(image) for image in images], axis=0)
    print(f"{name:31}", " ".join(f"{share:4.0%}" for share in described))

# %% [markdown]
# 64 pixels have become six numbers, and they are enough to tell these two groups apart: eyes and mouths run across.
# On numbers like these a **support vector machine** (SVM) draws the boundary that keeps the greatest distance from
# the examples on both sides. The boundary is learned, and learned well. But somebody decided that six directions are
# what counts. <!-- literal: 8 x 8 pixels -->
#
# ## Deep learning: the memory of one card
#
# *6 minutes.* In 2012 AlexNet learned its features from pixels, and the question became what that costs
# (@sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02, @fig-alexnet). Here is the network as the
# figure draws it, layer by layer. One multiply-accumulate (MAC) is 2 FLOP:

# %%
import pandas as pd

alexnet = pd.DataFrame(eras.alexnet.table())
alexnet[["name", "maps", "size", "outputs"]]

# %%
predict("alexnets-parameters")

# %%
dense = alexnet.name.str.startswith("fc")
with after_guess("alexnets-parameters"):
    print(f"parameters: {eras.alexnet.parameters():,}")
    print(
        "in the dense layers: "
        f"{alexnet.parameters[dense].sum() / alexnet.parameters.sum():.0%} "
        "of the parameters"
    )
    print(
        "in the convolutions: "
        f"{alexnet.macs[~dense].sum() / alexnet.macs.sum():.0%} "
        "of the operations"
    )

# %%
alexnet

# %% [markdown]
# The count lands just above the chapter's {{ALEXNET_PARAMS.value / 1e6:.0f}} million. The drawing has two streams that barely talk
# to each other. The reason the chapter gives is the memory of one GTX 580, {{GTX580_MEM_CAPACITY.quantity:.0f}}. Weights alone are not
# the problem:

# %%
memory = eras.alexnet.memory_per_gpu(batch=128, gpus=1)  # literal: AlexNet's batch
for item in (
    "weights",
    "gradients",
    "momentum",
    "activations",
    "activation_gradients",
    "workspace",
):
    print(f"{item:>20}: {getattr(memory, item) / 1e6:6.0f} MB")
print(
    f"{'together':>20}: {memory.total / 1e6:6.0f} MB, "
    f"{memory.share:.0%} of one card"
)
plain = eras.alexnet.memory_per_gpu(batch=128, gpus=1, unrolled=False)  # literal: AlexNet's batch
print(
    f"{'without workspace':>20}: {plain.total / 1e6:6.0f} MB, "
    f"{plain.share:.0%} of one card"
)

# %% [markdown]
# Training keeps every layer's output for the way back, once for each image of the batch. The workspace is our
# assumption: a common way to compute a convolution, then and now, copies all its input patches into one matrix, and
# this is that matrix for the largest convolution. Without it a third of the card is free. By this count one card is
# *tight*, not impossible, and it leaves out what the driver and the display need. The paper says that memory limited
# the size of the networks that could be trained, and spread this one over two cards.

# %%
plots.card_memory()

# %% [markdown]
# So the network's shape followed the hardware: the halves of the drawing are the two cards. That is what the chapter
# calls **systems co-design**, and it shows the new bottleneck: compute and data scale.
#
# While we are here, check two of the chapter's numbers. AlexNet's entry had a top-5 error of
# {{ALEXNET_TOP5_ERROR.quantity:.1f}}, the runner-up's {{ILSVRC2012_RUNNER_UP_TOP5_ERROR.quantity:.1f}}. (The entry
# averaged the answers of seven networks; a single one, such as we counted, had
# {{ALEXNET_SINGLE_TOP5_ERROR.quantity:.1f}}.) The table of performances (@tbl-ai-evolution-performance) prints
# accuracies:

# %%
performance = data.performance_by_era()  # told: 84.6 is AlexNet's accuracy as the chapter prints it
performance[["era", "task", "metric", "printed_low", "printed_high"]]

# %%
from mlsys_course.constants import (
    ALEXNET_TOP5_ERROR,
    ILSVRC2012_RUNNER_UP_TOP5_ERROR,
)

printed = performance.set_index("era").printed_high["Deep learning"]
alexnet_error = ALEXNET_TOP5_ERROR.quantity.to("percent").magnitude
runner_up = ILSVRC2012_RUNNER_UP_TOP5_ERROR.quantity.to("percent").magnitude
printed_best = performance.set_index("era").printed_high
claimed_best = printed_best["Statistical learning"]
print(
    "printed accuracy and error together: "
    f"{printed + alexnet_error:.1f} percent"
)
print(
    "that of hand-made features and the runner-up's error: "
    f"{claimed_best + runner_up:.1f} percent"
)
print(
    "error relative to the runner-up's: "
    f"{100 * (alexnet_error / runner_up - 1):+.1f} percent"
)

# %% [markdown]
# An accuracy and its error should add up to the whole. The first pair misses by a slip in the last digit. The second
# pair misses by a lot: the entry that AlexNet beat used hand-made features, and it had done much better than the
# table says such features could. In the exercises you work out how much better. AlexNet's lead was large, but not as
# large as the table makes it.
#
# ## One bottleneck after another
#
# *2 minutes.* Each era took over the work that stopped the one before, and asked for something new:
#
# | era | what people did by hand | where it stopped, in these lessons | what the next one asked for |
# |---|---|---|---|
# | symbolic AI | the rules | *a fifth* instead of a percentage | experts |
# | expert systems | the knowledge | two rules for and against | examples |
# | statistical learning | the features | `pr1ze` | more examples, more arithmetic |
# | deep learning | machines and data | one card's memory | systems engineering |
#
# Chess and Go tell the same story once more, with compute in the leading role: that is the next lesson.

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - A filter learns only from the features it is given: somebody decided what a word is.
# - Rejecting early saves most of the work: the cheap stage sees everything, the expensive one almost nothing.
# - Deep learning makes its own features and pays for them in memory, operations and data. Its shapes follow the
#   machine.
# - Check tables against their own data: an error and an accuracy should add up to the whole.
#
# ## Words of this section
#
# Ask for any of them: `define("naive Bayes")`.

# %%
define(
    "naive Bayes",
    "Laplace smoothing",
    "feature engineering",
    "support vector machine",
    "SIFT",
    "HOG",
    "integral image",
    "attentional cascade",
    "AlexNet",
    "systems co-design",
)

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded. One question asks for a
# function: its box takes the lines you would write in a cell.

# %%
practice("eras")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on the eras of AI](../../release/ch01_introduction/02_eras_exercises.ipynb): certainty factors, the spam filter
# and the perceptron as functions of your own, what a cascade saves, the timeline with its claims, and a wrong line
# to find. They check themselves and tell you what went wrong.
