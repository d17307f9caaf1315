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
# # Five pillars, fallacies and pitfalls
#
# The last part of the Introduction asks who looks after an ML system (@sec-introduction-fivepillar-framework-8118) and
# which beliefs make it fail (@sec-introduction-fallacies-pitfalls-230d). Here you put numbers on both.
#
# **What you'll do**
#
# - work out how often something fails in a large cluster, and compare that with a run that somebody kept a record of;
# - test six beliefs against the laws that contradict them;
# - find out, with Amdahl's law, what a local improvement is worth overall.
#
# **What you'll learn**
#
# - to give each of the five pillars a number it works with;
# - to ask of every improvement: what share of the whole does it touch?
#
# **What you'll need**: the chapter beside you, arithmetic, and 25 minutes. Run the cells in order with
# Shift+Enter.

# %%
import pandas as pd
from IPython.display import display

from mlsys_course import (
    Q_,
    after_guess,
    calibration,
    constants,
    data,
    define,
    explore_amdahl,
    laws,
    plots,
    practice,
    predict,
)

# %% [markdown]
# ## Five pillars
#
# *5 minutes.* Someone has to answer for each line of a budget. The chapter divides the work into five disciplines
# (@fig-pillars, @sec-introduction-five-engineering-disciplines-fa08). None of them is a matter of taste: each has
# numbers.
#
# | pillar | its question | a number it works with |
# |---|---|---|
# | Data Engineering | are the data what we think they are? | records needed before drift can be told from chance |
# | Training Systems | does the run finish, at what cost? | failures to expect in a run |
# | Deployment Infrastructure | does it answer, everywhere, in time? | how long a canary must run |
# | Operations and Monitoring | is it still right? | false alarms a day |
# | Ethics and Governance | right for whom, and who answers for it? | accuracy for each group, not on average |
#
# Work one of them out. A GPU fails on average once in {{GPU_MTTF.quantity.to("hour").magnitude:,.0f}} hours (the
# book's assumption). That is more than five years. How often does something fail in a cluster?

# %%
predict("hours-between-failures")

# %%
for cluster in (8, 1024):  # literal: one server, and GPT-3's cluster in the chapter
    print(
        f"{cluster:5,} GPUs: a failure every "
        f"{constants.GPU_MTTF.quantity / cluster:,.1f}"
    )

# %% [markdown]
# One team kept a record of such a run: Llama 3's training on a cluster of this size (Grattafiori and others, 2024,
# table 5).

# %%
stops, days = 419, Q_(54, "day")  # literal: the paper's unexpected interruptions
between = (days * 16_384 / stops).to("hour")  # literal: its GPUs
print(f"Llama 3: {between:,.0f} of one GPU between two stops")

# %% [markdown]
# The book's assumption predicts the number of these stops well. But they have all kinds of causes, and the paper puts
# only 58.7 percent of them down to the GPUs: a GPU alone fails less often than the book assumes.
# <!-- literal: the paper's share -->
#
# What is rare for one device happens every day to many. If you plan a long run without checkpoints, you plan to start
# again.
#
# The pillars are not the stages of the lifecycle, and not the corners of the D·A·M triangle
# (@sec-introduction-connecting-components-lifecycle-disciplines-d372). Silent decay *shows* in monitoring, but its
# cause lies in the data and its cure in training. Still, one team must own it, or nobody does. The book itself
# follows the same order (@sec-introduction-book-organization-0b64, @tbl-book-structure): foundations, building,
# optimising, deploying.
#
# ## Six beliefs
#
# *5 minutes.* @sec-introduction-fallacies-pitfalls-230d lists six of them. Here they are, one line each, with what
# you can compute in this course to test them:
#
# | belief | what to compute |
# |---|---|
# | a better algorithm makes a better system | the Iron Law, term by term: more data and more operations for a little accuracy |
# | an ML system is software with a model in it | the gap between inputs tested and inputs possible ([The AI moment](01_ai_moment.ipynb)) |
# | a high score on the benchmark means ready | errors in production over errors on the benchmark |
# | make the parts faster, one by one | Amdahl's law, below |
# | deploy once | the degradation equation ([Silent degradation](05_drift.ipynb)) |
# | knowing machine learning is enough | any of the budgets of the lesson before |
#
# Many of the section's percentages come without a source, and one of them appears twice, with two values. The course
# keeps a list of such places and recomputes each of them:

# %%
errata = data.errata().set_index("id")
with pd.option_context("display.max_colwidth", None):
    display(
        errata.loc[
            ["I30", "I34"],
            ["kind", "claim", "data_give", "edition", "mended"],
        ]
    )

# %% [markdown]
# ## Amdahl's law
#
# *8 minutes.* The fourth belief deserves its law. In the chapter's service, a request is preprocessed, answered by
# the model, and postprocessed, one step after the other. The team makes the model three times as fast. How much
# faster does the request become? Predict, then see.

# %%
predict("inference-three-times-as-fast")

# %%
explore_amdahl()

# %% [markdown]
# 1. Set inference to 3 times. How much of that gain reaches the user? <!-- literal: the chapter's speedup -->
# 2. Let inference take no time at all. Which stage should have been next?
# 3. Make preprocessing half as fast instead. What does that cost?
#
# <details><summary>Answers</summary>
#
# 1. Much less than three times: the other two stages take as long as ever. <!-- literal: the chapter's speedup -->
# 2. Preprocessing, the longest of those that are left.
# 3. The whole request takes longer by exactly what preprocessing took before: nearly half of the old time.
#
# </details>

# %%
chapter = {  # literal: the chapter's service, in milliseconds
    "preprocessing": Q_(60, "ms"),
    "inference": Q_(45, "ms"),
    "postprocessing": Q_(25, "ms"),
}
share = chapter["inference"] / sum(chapter.values())
with after_guess("inference-three-times-as-fast"):
    print(
        "the whole request: "
        f"{laws.amdahl_speedup(share, 3):.2f} times as fast"
    )

# %% [markdown]
# With $p$ the share of the old time that becomes $s$ times as fast,
#
# $$S = \frac{1}{(1 - p) + p / s} \qquad\text{and at most}\qquad \frac{1}{1 - p}$$
#
# The second formula is the one you want before you start any work: it needs no $s$, only a profile. Here it is for
# four shares:

# %%
plots.amdahl_curves([float(share.magnitude), 0.5, 0.9, 0.99])

# %% [markdown]
# Even if a part takes nine tenths of the time, the whole cannot become more than ten times as fast. And once you make
# a bottleneck faster, it is soon no longer the bottleneck: the D·A·M triangle
# of [Data, algorithm, machine](04_dam.ipynb) in one formula.
#
# You can also explore a service of your own: `explore_amdahl({"network": Q_(80, "ms"), "model": Q_(20, "ms")})`.

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
# - Five pillars, each with numbers of its own. What is rare for one device happens every day to many.
# - Before making a part faster, measure its share: the whole becomes at most $1/(1-p)$ times as fast.
#
# This closes the chapter (@sec-introduction-summary-385d): constraints drive architecture.
#
# ## Words of this section
#
# - **Canary**: a new version that gets a small part of the requests first. **Over-the-air update**: a new model by radio.
# - **Five-pillar framework**: data engineering, training systems, deployment infrastructure, operations and monitoring,
#   ethics and governance. **Data lineage**: from a label back to its source record.
# - **Amdahl's law**: what a faster part is worth to the whole. **Share** $p$: the part's time divided by the time of
#   the whole, before the change.
#
# You can ask for any of the chapter's words:

# %%
define("over-the-air update")

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("pitfalls")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on lifecycle, deployment, pillars and pitfalls](../../release/ch01_introduction/09_pitfalls_exercises.ipynb):
# the lifecycle as a graph, Amdahl's law as a function, tiers and pillars, three numbers of the pillars, eight claims of
# the chapter put to the test, and a wrong line to find. They check themselves and tell you what went wrong.
