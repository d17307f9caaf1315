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
# # The Bitter Lesson: expertise and compute
#
# The lessons on the eras of AI, [rules and experts](02_eras.ipynb) and [learning](02_eras_learning.ipynb), showed four
# eras, each with something that people did by hand. Richard Sutton's essay of 2019 draws a line through all of them
# (@sec-introduction-bitter-lesson-79c7): in the long run, general methods that can use more compute win over methods
# built on what people know. Here you let the two kinds play against each other, measure what compute buys, and then
# look at the chapter's own evidence with a ruler.
#
# **What you'll do**
#
# - let a deeper and deeper search play against rules written by hand;
# - let one program learn a game by playing itself, and another by copying an expert;
# - find where compute overtakes expertise, and what that point depends on;
# - read the chapter's table and figure of scale, and recompute one of its points.
#
# **What you'll learn**
#
# - to measure compute in positions, games and operations, and strength against it;
# - to explain why progress is plotted on a logarithmic axis, and what that means for the bill;
# - to tell what the Bitter Lesson claims from what it does not.
#
# **What you'll need**: the two lessons on the eras, logarithms, and 40 minutes. Run the cells in order with Shift+Enter.

# %%
from mlsys_course import (
    after_guess,
    constants,
    data,
    define,
    eras,
    explore_bitter_lesson,
    explore_search,
    figures,
    plots,
    practice,
    predict,
)

# %% [markdown]
# ## Search against rules
#
# *10 minutes.* The game is four in a row on a small board. One player follows a handful of rules: win if you can,
# block if you must, do not prepare the other's win, stay near the middle. It never looks further than one move. The
# other one searches: it tries its moves, the answers to them, the answers to those, and so on for a number of *plies*
# (moves of one side). Count the positions it examines: that is its compute, and it is the same on every machine.

# %%
print(eras.search.Position().play(2).play(3).play(2))
print("rules:", eras.search.Rules().choose(eras.search.Position()))

# %% [markdown]
# Each depth plays the same games, from both sides. A draw counts half.

# %%
predict("four-plies-ahead")

# %%
searched = eras.search.strength(depths=(1, 2, 3, 4, 5), games=24)
# told: 46 is a share of points won, 15.1 a number of positions
with after_guess("four-plies-ahead"):
    for player in searched:
        print(
            f"{player.depth} plies, "
            f"{player.positions_per_move:6.1f} positions a move: "
            f"{player.score:.0%} of the points "
            f"({player.wins} won, {player.draws} drawn, "
            f"{player.losses} lost)"
        )

# %% [markdown]
# With so few games the numbers jump a little: differences of a game or two mean nothing.
#
# Is this compute alone? The searcher has to judge the positions where it stops, and it does that with an evaluation that
# somebody wrote: open lines are good, longer ones better. Take the evaluation away, so that all positions look alike
# unless somebody has won.

# %%
predict("search-without-judgement")

# %%
# told: 46 is a share of points won
# told: 90 is the share of the points five plies deep
unguided = eras.search.strength(
    depths=(1, 2, 3, 4, 5), games=24, evaluation=None
)
plots.strength(searched, unguided)

# %% [markdown]
# Deep Blue was both: a huge search *and* an evaluation of thousands of patterns that experts had tuned. The chapter's
# sentence that it won *not by encoding chess strategies* goes too far. The lesson is a smaller one: the part that
# could grow was the search.
#
# How deep does compute reach? Every ply multiplies the positions by the number of moves. Cutting branches that cannot
# matter (*alpha-beta pruning*) helps: at its very best, it is as if a position had only the square root of that many
# moves.

# %%
explore_search()

# %% [markdown]
# 1. Make the computer ten times faster, twice. What did each step add?
# 2. Give chess the same compute as Go. Which game can be searched to a useful depth?
# 3. What rate would Go need for ten plies without pruning?
#
# <details><summary>Answers</summary>
#
# 1. The same: every tenfold adds the same fraction of a ply, wherever you start.
# 2. Chess. Each ply costs far fewer positions there, so the same compute sees deeper.
# 3. One far beyond the end of the slider: ten plies of Go are 250 multiplied by itself ten times. <!-- literal: the
#    moves of the explorer -->
#
# </details>

# %% [markdown]
# Depth is the logarithm of compute. A thousand times the compute adds the same few plies wherever you are on the
# axis. In Go that was never enough: search needed a better judge of positions, and nobody could write one down. So it
# was learned.
#
# ## Learning from nothing, and from an expert
#
# *8 minutes.* Noughts and crosses is small enough to measure exactly: if a player always answers in the same way, you
# can go through every line of play that an opponent may choose, and count those that beat it. Zero means unbeatable.
#
# An expert wrote rules for it: win, block, centre, corner, side. An imitator copies the moves of the expert from
# recorded games. A third player knows nothing but the rules of the game, and plays against itself.

# %%
predict("unbeatable-player")

# %%
selfplay = eras.selfplay
with after_guess("unbeatable-player"):
    expert = selfplay.measure(selfplay.expert)
    print(f"expert: {expert.lost_lines} of {expert.lines} lines beat it")
    for games in (10, 100, 1000):
        copied = selfplay.measure(selfplay.imitate(games))
        print(
            f"imitator, {games:6} of the expert's games: "
            f"{copied.lost_lines} lines"
        )
    for point in selfplay.progress((0, 100, 1000, 10_000)):  # literal: enough games for this seed
        print(
            f"self-play, {point.games:6} games: {point.lost_lines} lines, "
            f"{point.positions} positions known"
        )

# %% [markdown]
# Compare the two after as many games as the imitator has seen, and again after ten times as many. (Some of the moves
# are random, so the numbers vary, too: try `selfplay.progress((1000,), seed=4)`. Some runs still lose a few lines
# after all these games.)
#
# A head start does not hurt, at first. Here the program learns from the expert's games before it plays itself:

# %%
start = selfplay.values_of_expert_games(1000)
for point in selfplay.progress((0, 100, 1000), values=start):
    print(
        f"expert's games first, {point.games:6} games of self-play: "
        f"{point.lost_lines} lines"
    )

# %% [markdown]
# After a hundred games this one is far ahead of self-play without help. After a thousand the two are about equal:
# what the expert gave it was time. AlphaGo began in this way, with 30 million positions from games that people had
# played, before it played itself; only its successor AlphaGo Zero began with nothing (@fn-alphago; the two papers in
# Nature, 2016 and 2017). The chapter's sentence on AlphaGo describes the successor; a later edition puts that right.
# <!-- literal: number of the 2016 paper -->
#
# ## Where compute overtakes
#
# *8 minutes.* Draw both stories as two lines. An expert system is as good as its experts, whatever the machine. A
# general method starts below and gains, say, the same number of percentage points with every tenfold compute. Both
# assumptions are strong. Where do the lines meet?

# %%
predict("five-points-later")

# %%
explore_bitter_lesson()

# %%
from mlsys_course import Q_
from mlsys_course.widgets.bitter_lesson import race

gain, at_hand = Q_(8, "percent"), Q_(1e18, "FLOP")
before = race(Q_(70, "percent"), gain, at_hand)
after = race(Q_(75, "percent"), gain, at_hand)

# %% [markdown]
# 1. With the compute you have at the start, which would you build today? After how many doublings does that change?
# 2. Halve the gain. By how much does the crossing move? Why is that more than twice?
# 3. Make the expert system nearly perfect. Does the general method still get there within the picture?
#
# <details><summary>Answers</summary>
#
# 1. The expert system. After about nine doublings the general method is ahead.
# 2. With half the gain the method needs twice as many *powers of ten*. Doubling an exponent squares the factor; it
#    does not double it.
# 3. Yes. Even the most accurate expert system is overtaken, only later: the method keeps gaining, the expert stands
#    still.
#
# </details>

# %% [markdown]
# How long do these doublings take? The points of @fig-ai-training-compute-growth are runs that somebody paid for:

# %%
compute = data.training_compute()
trend = figures.fit_growth(compute["year"], compute["training_flop"])
print(
    "compute of the large runs doubles every "
    f"{trend.doubling_months:.1f} months"
)
for state in (before, after):
    years = state.doublings * trend.doubling_months / 12
    print(
        f"expert system at {state.expert:.0f}: "
        f"{state.doublings:.1f} doublings away, "
        f"{years:.1f} years at this pace"
    )

# %% [markdown]
# That is the bitter part. Five points may be years of an expert's work. The other side gains them within two years by
# waiting for larger machines, as long as somebody goes on paying. (No such curve goes on for ever. And it is no help
# to a project that must work next month.)
#
# ## The chapter's evidence
#
# *10 minutes.* The chapter supports the lesson with a table (@tbl-ai-evolution-performance) and a figure.

# %%
table = data.performance_by_era()  # told: 84.6 is AlexNet's accuracy as the chapter prints it
table[["era", "task", "metric", "printed_low", "printed_high", "resources"]]

# %% [markdown]
# Read down the columns before you believe the trend. Which rows can be compared with each other?

# %%
predict("comparable-rows")

# %% [markdown]
# The number published for the largest vision transformer, {{VIT_G_TOP1_ACCURACY.quantity:.2f}}, is not the kind of
# accuracy that its row says: *top-1* counts the first guess alone, where top-5 allows five
# ({{VIT_G_TOP1_ACCURACY.reference}}, {{VIT_G_TOP1_ACCURACY.date}}; row I13 of `data.errata()`). A rating, the two
# accuracies and a score on multiple-choice questions share no scale, so the table cannot show that performance rose
# from the first row to the last. The two comparable rows do rise, less steeply than printed (the lesson on
# [learning](02_eras_learning.ipynb) looked at their percentages). The last column does show something: the way from
# one processor to a cluster.
#
# The figure carries the argument better:

# %%
figures.plot_training_compute()

# %% [markdown]
# Are its points right? One can be checked from outside. Training takes about
# {{TRAINING_OPS_PER_PARAM_TOKEN.quantity.magnitude:.0f}} floating-point operations for each parameter and each token
# that the model is trained on: two forward, four backward
# (@sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02 gives only the total for GPT-3; in the exercises
# you work it out). The paper on PaLM (arXiv:2204.02311) gives 540 billion parameters and 780 billion tokens.
# <!-- literal: the paper's two numbers -->

# %%
predict("palms-operations")

# %%
parameters, tokens = Q_(540e9, "parameter"), Q_(780e9, "token")  # literal: the paper
palm = constants.TRAINING_OPS_PER_PARAM_TOKEN * parameters * tokens
drawn = compute.set_index("model")["training_flop"]["PaLM"]
with after_guess("palms-operations"):
    print(
        f"computed {palm.to('FLOP'):.3g}, "
        f"drawn in the figure {Q_(drawn, 'FLOP'):.3g}"
    )

# %% [markdown]
# Not every point can be checked: GPT-4's maker published nothing. AlexNet's is more than twice what its layers need.
# On an axis of so many powers of ten neither changes the picture. That is why people use such an axis, and why you
# should not draw up a budget on one.
#
# And the bill? The chapter speaks of thousands of megawatt-hours for a model of GPT-3's size and cites a paper. The
# paper says {{GPT3_TRAINING_ENERGY.quantity.to("MWh").magnitude:,.0f}} megawatt-hours. Double the compute once more,
# on the same machines, and you double this.
#
# ## What the lesson does not say
#
# *2 minutes.*
#
# - Not that knowledge is useless. Somebody wrote the evaluation, the layers of a network, the loss. Knowledge that helps
#   to *use* compute lasts; knowledge that replaces it does not.
# - Not that compute is enough. A general method needs data, and they do not double on their own.
# - Not that the expert system is wrong today. Left of the crossing it is the better choice.
# - And it moves the work: whoever wants to gain from compute has to build, feed and run the machines. That is
#   the subject of the rest of the book.

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Search gains with compute, and depth is only the logarithm of it. A good evaluation is worth several plies.
# - An imitator inherits the gaps of its expert. Self-play needs more games to pass both, but it has no such ceiling.
# - Where compute overtakes expertise depends on the gain per tenfold compute, and it depends on it exponentially.
# - A trend in a table needs rows on one scale. Check a point of a figure from outside whenever you can.
# - A training run takes a constant times the parameters times the tokens, in operations.
#
# ## Words of this section
#
# Ask for any of them: `define("bitter lesson")`.

# %%
define(
    "bitter lesson",
    "self-play",
    "Elo rating",
    "MMLU",
    "foundation model",
    "order of magnitude",
)

# %% [markdown]
# ## Practise
#
# Practise as long as you like. Each question comes with fresh numbers, tells you which mistake is behind a wrong
# answer, and shows you the way to the right one when you ask. Nothing here is graded.

# %%
practice("bitter_lesson")

# %% [markdown]
# ## Now the exercises
#
# [Exercises on the Bitter Lesson](../../release/ch01_introduction/03_bitter_lesson_exercises.ipynb): the work of a
# training run, the distance between two of them, the depth of a search, the crossing as a number and as a drawing,
# five claims on scale, and a wrong line to find. They check themselves and tell you what went wrong.
