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
# # The eras of AI, run: rules and experts
#
# The Introduction's history of AI (@sec-introduction-ai-paradigm-evolution-ae2b) tells seventy years as one
# bottleneck after another. Here each of its systems is small enough to read and real enough to run. You will see
# every one of them work, and then you will see where it fails. This lesson runs the systems that people told what to
# do; the next one runs those that learned it.
#
# **What you'll do**
#
# - check the chapter's first curve against its own data;
# - solve a word problem as STUDENT did, and lose the answer by changing three words;
# - let MYCIN reason, ask it why, and give it two rules that disagree;
# - train a perceptron, and find what no line can learn.
#
# **What you'll learn**
#
# - to name the bottleneck of the first two eras (@tbl-ai-evolution-strengths) and to show it with an experiment;
# - how certainty factors and a perceptron work, well enough to write them yourself;
# - to check a figure against its own data.
#
# **What you'll need**: the chapter beside you, a little probability, and 35 minutes. Run the cells in
# order with Shift+Enter.

# %%
from mlsys_course import (
    after_guess,
    define,
    dialogue,
    eras,
    explore_certainty,
    explore_perceptron,
    explore_student,
    explore_timeline,
    figures,
    predict,
)

# %% [markdown]
# ## Summers and winters
#
# *5 minutes.* The chapter opens its history with a curve: how often books mention artificial intelligence, year by year,
# with two *AI winters* shaded (@fig-ai-timeline). In a winter, interest is said to fall. Guess before you look.

# %%
predict("first-ai-winter")

# %% [markdown]
# The explorer starts with the first winter. Move both years to the second one, 1987 to 1993, and compare. Then look for the
# year of the peak, and for the level of the last year.

# %%
explore_timeline()

# %% [markdown]
# Here is what a reader might take away from the figure, put to the test:

# %%
with after_guess("first-ai-winter"):
    for claim in figures.timeline_claims():
        print(f"{claim.text}: {'yes' if claim.supported else 'no'}")

# %% [markdown]
# Shaded winters and a text beside them invite a reader to see dips. The numbers say what is there.
#
# ## Symbolic AI: the rule that is not there
#
# The first two eras wrote their knowledge down (@sec-introduction-prelearning-era-logic-knowledge-bottlenecks-f312):
# first as rules, then as the facts and rules of experts.
#
# The field got its name in the summer of 1956, at a workshop in Dartmouth that John McCarthy had organised. Its hope:
# if the rules of thought can be written down, a machine can follow them. What the machine would need for that, memory
# and arithmetic, hardly came up (@fn-dartmouth-conference). One of the pioneers took another road. Arthur Samuel at
# IBM wrote a program that played checkers against itself, thousands of games, and used the results to adjust how it
# judged a position. In 1959 he called this **machine learning** (@fn-arthur-samuel). You will meet his idea again, as
# self-play, in [The Bitter Lesson](03_bitter_lesson.ipynb). But the main road led through rules first.
#
# *7 minutes.* STUDENT (1964) read algebra problems in English
# (@sec-introduction-symbolic-ai-era-logic-bottleneck-a250). Its trick was to know no grammar at all: it replaced some
# words, cut the text into simple sentences, and looked for a handful of patterns. Ours works the same way, with fewer
# patterns:

# %%
solution = eras.student.solve(eras.student.CUSTOMERS)
dialogue(
    ("Problem", eras.student.CUSTOMERS),
    ("Equations", "\n".join(map(str, solution.equations))),
    *(("STUDENT", note) for note in solution.assumptions),
    ("STUDENT", solution.answer),
)

# %% [markdown]
# Read the assumption it made: *the number of advertisements* and *the number of advertisements he runs* are two
# different names, and the program had to guess that they mean the same thing.
#
# It could do more. Daniel Bobrow, who wrote it, showed it off with problems like these:

# %%
turns = []
for problem in eras.student.CLASSICS.values():
    solved_one = eras.student.solve(problem)
    turns += [("Problem", problem), ("STUDENT", solved_one.answer)]
    turns += [("STUDENT", note) for note in solved_one.assumptions]
dialogue(*turns)

# %% [markdown]
# For the car it needed a fact that is not in the text, so somebody had built it in: the distance is the gas
# consumption times the number of gallons.
#
# Here is the advertisement problem in six wordings. You would solve every one of them.

# %%
wordings = enumerate(eras.student.REPHRASINGS, start=1)
dialogue(*(f"{number}. {text}" for number, (_, text) in wordings))

# %%
predict("six-wordings")

# %% [markdown]
# Here they are one by one, with what is different in each:

# %%
with after_guess("six-wordings"):
    for number, attempt in enumerate(eras.student.attempts(), start=1):
        print(
            f"{number}. {attempt.change}: "
            f"{attempt.value if attempt.understood else attempt.message}\n"
        )

# %% [markdown]
# The picture shows the equation that STUDENT built, as a tree. Change the numbers, and then the wording.

# %%
explore_student()

# %% [markdown]
# Could we add the missing rules? Any one of them, yes. The next cell counts how many a complete table needs when a
# case has $n$ yes-or-no features: one rule for every combination.

# %%
print("patterns STUDENT knows:", len(eras.student.RULES))
for features in (5, 10, 20, 30):
    print(f"{features} features: {2**features:,} cases")

# %% [markdown]
# This is **brittleness**: right where somebody thought ahead, lost one small step further. ELIZA (1966) hid the same
# weakness behind good manners. When it found no keyword, it had a polite phrase ready:

# %%
said = [
    "I am worried about my thesis",
    "My brother says it is fine",
    "It rains",
]
turns = []
for sentence, reply in zip(said, eras.eliza.converse(said), strict=True):
    turns += [
        ("You", sentence),
        ("ELIZA", f"{reply.text} [keyword: {reply.keyword or 'none'}]"),
    ]
dialogue(*turns)

# %% [markdown]
# It learned nothing from the conversation, and at the end it knows nothing about you. (Weizenbaum's program had one
# more trick: it kept some phrases that began with *my*, and when it found no keyword it played one of them back. Ours
# leaves that out.)
#
# ## Expert systems: the knowledge that does not fit
#
# *8 minutes.* MYCIN (1976) gave up general logic and asked specialists instead
# (@sec-introduction-expert-systems-era-knowledge-bottleneck-f928). What they said became rules with a *certainty factor*,
# from -1 (certainly not) to 1 (certainly):

# %%
dialogue(*eras.mycin.RULES[:3])

# %% [markdown]
# The first has the premises of the rule that the chapter prints; the others were made up to show how rules work
# together. None of it is medicine. A consultation starts from what you want to know and works backwards through the
# rules to the questions it has to ask:

# %%
case = {
    "infection": "primary bacteremia",
    "source": "blood",
    "portal": "gastrointestinal tract",
    "burn": "serious",
    "gram": "negative",
    "shape": "rod",
    "oxygen": "anaerobic",
}
consultation = eras.mycin.consult("organism", case)
dialogue(("You", "How?"), ("MYCIN", consultation.how("bacteroides")))

# %%
dialogue(("You", "Why?"), ("MYCIN", consultation.why("burn")))

# %% [markdown]
# It can say how and why, in the rules that its experts wrote. Now look at its arithmetic. Premises joined by AND are
# as certain as the weakest of them. Multiply that by the rule's own factor, and you have what the rule contributes.
# Two rules spoke for the organism, one against it. How do you combine two rules?

# %%
predict("two-rules-in-conflict")

# %%
explore_certainty()

# %% [markdown]
# 1. Set both rules to the same positive value. Why does the combined factor never pass 1, although the sum does?
# 2. Back to a conflict: compare the two ways of settling it. The first MYCIN subtracted disbelief from belief; later ones
#    divided by 1 minus the smaller magnitude.
# 3. Make both rules certain, one for and one against.
#
# <details><summary>Answers</summary>
#
# 1. The second rule only adds its share of what is still missing to certainty. What is missing gets smaller, but never
#    negative.
# 2. The first MYCIN simply takes the difference. The later one divides it by what the weaker rule leaves open, so the
#    verdict comes out stronger.
# 3. The first MYCIN says zero: unknown. The later one has no answer, because its formula divides by zero.
#
# </details>

# %% [markdown]
# In the consultation above, the version you choose changes the verdict on the very same case:

# %%
for method in ("mycin", "emycin"):
    again = eras.mycin.consult("organism", case, method=method)
    for organism, cf in again.ranking():
        print(f"{method}: {organism}, CF {cf:.2f}")

# %% [markdown]
# MYCIN had about 600 rules, by the chapter's count, and somebody must find the conflicts among them. <!-- literal: the chapter's round number -->

# %%
predict("pairs-of-rules")

# %%
for one, other in eras.mycin.conflicting_rules():
    print(
        f"{one.name} and {other.name} can fire together, "
        "for and against the same conclusion"
    )

# %% [markdown]
# Nine rules are enough for two conflicts. And every rule must first be drawn out of an expert: the **knowledge
# acquisition bottleneck**.
#
# ## An early learner, and its wall
#
# *4 minutes.* There had been another way since 1957. Rosenblatt's perceptron (@fn-early) gets no rules, only points
# with their labels. It draws a line, and whenever a point comes out wrong, it moves the line a little.

# %%
predict("xor-with-one-line")

# %%
explore_perceptron()

# %% [markdown]
# Learn AND first, round by round. Then switch to XOR and keep going: the mistakes come back in a pattern. More
# patience would not help. The next cell compares the weights after each round with all earlier ones: once they come
# back, everything comes back.

# %%
for name in ("AND", "OR", "NAND", "XOR"):
    run = eras.perceptron.train(
        eras.perceptron.CORNERS, getattr(eras.perceptron, name)
    )
    print(f"{name}: {run.outcome}")

# %% [markdown]
# Two layers would do: XOR is the AND of OR and NAND. People knew that. What they did not know was how to train both
# layers on the machines they had.

# %%
xor = eras.perceptron.xor_of_two_layers
print([xor(corner) for corner in eras.perceptron.CORNERS])

# %%
from mlsys_course.widgets.predict import predictions

predictions()

# %% [markdown]
# ## What to remember
#
# - Rules are right where somebody thought ahead. Rephrase one sentence, and you are outside.
# - Knowledge from experts comes slowly and contradicts itself, and the pairs to compare grow with the square of the
#   rules.
# - A learner needs no rules, but a single line cannot learn XOR.
# - Check a figure against its own data: in one of its two winters the curve rises.
#
# ## Words of this section
#
# Ask for any of them: `define("brittleness")`.

# %%
define(
    "AI winter",
    "symbolic AI",
    "Dartmouth Conference",
    "machine learning",
    "brittleness",
    "expert system",
    "certainty factor",
    "backward chaining",
    "knowledge acquisition bottleneck",
    "perceptron",
    "linearly separable",
)

# %% [markdown]
# ## Now the next lesson
#
# Go on with [statistical and deep learning](02_eras_learning.ipynb). The exercises on the eras come after it.
