"""A complete course in two masters, with keys of its own: what the tests of building build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mlsys_course import Q_
from mlsys_course.exercise import Exercise

HEADER = """\
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

"""

LESSON = (
    HEADER
    + """\
# %% [markdown]
# # How long training takes
#
# What you'll do: read. What you'll learn: the law. What you'll need: 15 minutes.
#
# A run of {{GPT3_TRAINING_OPS.quantity:.3g~P}} is a large one.

# %%
from mlsys_course import Q_

work = 2 * Q_(1, "FLOP")
work
"""
)

GRADED = (
    HEADER
    + '''\
# %% [markdown]
# # Training time: exercises
#
# Each answer is worth {{points.run_days:g}} points or less.

# %% nbgrader={"grade_id": "imports", "locked": true}
from mlsys_course import Q_, check

# %% [markdown]
# ## Days
#
# How long does the work take at this rate?

# %% nbgrader={"grade_id": "run_days", "solution": true}
run_days = ...
### BEGIN SOLUTION
seconds_needed = Q_(10, "FLOP") / Q_(2, "FLOP/s")
run_days = seconds_needed.to("day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_run_days", "grade": true, "locked": true}
check("run_days")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("run_days", run_days)
### END HIDDEN TESTS

# %% [markdown]
# ## The law
#
# Write it as a function.


# %% nbgrader={"grade_id": "speedup", "solution": true}
def speedup(p, s):
    """Return how many times faster the whole becomes."""
    ### BEGIN SOLUTION
    slow_share = 1 - p
    return 1 / (slow_share + p / s)
    ### END SOLUTION
    return ...


# %% nbgrader={"grade_id": "test_speedup", "grade": true, "locked": true}
check("speedup")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("speedup", speedup)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_recompute", "locked": true}
# ## In words
#
# Why do two published figures differ?
#
# ### BEGIN MARK SCHEME
# One point for naming recomputation, one for saying which figure counts it.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_recompute", "grade": true, "points": 2, "solution": true}
# ### BEGIN SOLUTION
# {{written.explain_recompute}}
# ### END SOLUTION

# %%
check("explain_recompute")

# %%
# room to try things
'''
)

WRITTEN = """\
good = '''
The hardware figure counts every operation that the GPUs did, and some of them they did a second
time: to save memory, the activations are thrown away on the way forward and computed again on the
way back. The model figure counts each operation of the model only once. Both figures are right, and
they answer different questions. The first one says how busy the machine was, the second one how far
the model got. Whoever wants to know how long a run takes needs the second one, because repeated
work brings no run any further. This is why the same run can be published with two figures.
'''
tempting = '''
One of the two papers made a mistake, because a GPU can do only so much in a second, and it is the
same for both.
'''
why = '''
Both figures are right: they count different operations, since the repeated ones are in one of them only.
'''
misses = 2

[[checks]]
points = 1
question = "Do you name recomputation?"

[[checks]]
points = 0.5
question = "Do you say that the hardware figure counts it?"

[[checks]]
points = 0.5
question = "Do you say that the model figure does not?"
"""

LESSON_PATH = Path("notebooks/ch01_introduction/06_law.py")
GRADED_PATH = Path("source/ch01_introduction/06_law_exercises.py")
WRITTEN_PATH = Path("autograder/chapters/ch01_introduction/written/explain_recompute.toml")


def exercise(name: str, bank: str, points: float, **settings: Any) -> Exercise:
    """Return an exercise that is in no registry."""

    def key() -> Any:
        return Q_(1.0, settings.get("unit") or "")

    key.__module__ = settings.pop("module", f"autograder.chapters.ch01_introduction.exercises.law.{name}")
    full: dict[str, Any] = {
        "kind": "number", "unit": None, "rtol": 0.01, "atol": 0.0, "scenario": None, "objective": (4,),
        "bloom": "Apply", "anchors": (), "title": name, "prompt": "", "spec": None, "bare": False,
    }  # fmt: skip
    return Exercise(key=key, name=name, bank=bank, points=points, **(full | settings))


EXERCISES = {
    e.name: e
    for e in (
        exercise("run_days", "I6.2", 2, kind="quantity", unit="day"),
        exercise("speedup", "I6.10", 1.5),
    )
}


def make(root: Path) -> Path:
    """Write the small course into a folder."""
    for path, text in ((LESSON_PATH, LESSON), (GRADED_PATH, GRADED), (WRITTEN_PATH, WRITTEN)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
