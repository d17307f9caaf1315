"""Answers that cross from the sandbox are judged like those that never left it."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pytest
from chosen import all_exercises

from autograder import grade_answer
from autograder.answers import cell, evaluate
from autograder.grading import sandbox
from autograder.grading.forkserver import ForkServer
from mlsys_course.exercise import Exercise

REASON = sandbox.probe()
pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))

EXERCISES = [e for e in all_exercises() if not e.scalar and e.graded and not e.scenario]
SET_UP = """
import math
from decimal import Decimal
from fractions import Fraction
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from mlsys_course import Q_, constants, data, hardware, models, ureg
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer(("numpy", "pandas", "matplotlib.pyplot", "pint")) as started:
        yield started


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_crossing_changes_no_verdict(server: ForkServer, exercise: Exercise) -> None:
    name, known = exercise.name, exercise.known
    assert known is not None
    # Some of each form: all answers take a minute and say no more.
    sources = [*known.right, *(answers[0] for answers in known.wrong.values())][::4]
    for source in sources:
        here = grade_answer(name, evaluate(name, source, None))
        with server.open() as child:
            child.run_cell(SET_UP)
            child.run_cell(cell(name, source))
            there = grade_answer(name, child.answers([name])[name])
        assert (there.accepted, there.score, there.cause) == (here.accepted, here.score, here.cause), source
    plt.close("all")
