"""Every message that learners can read about an answer, with real examples, for reading aloud.

The messages are those of the written answers of every exercise, right and wrong, of answers of a wrong form
for each kind of exercise, and of a check without the keys. What differs in a name or a number only is told
once.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from autograder.answers import cell, evaluate
from autograder.marking import exercises
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.reading import check_contract
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario, scenario

_TOLD = re.compile(r"'[^']*'|\(.*?\)|[-+]?\d+(?:[.,]\d+)*(?:e-?\d+)?%?|\b[a-z]+(?:_[a-z0-9]+)+\b")
"""What an example fills in: names in quotation marks, brackets, numbers, names of answers."""


def odd_answers() -> list[Any]:
    """Return answers that have none of the forms asked for, or one of another kind."""
    import numpy as np
    import pandas as pd

    from mlsys_course import Q_

    def unwritten(*_: Any) -> None:
        raise NotImplementedError("to be done")

    return [
        ...,
        None,
        True,
        7,
        -7,
        0,
        0.5,
        2.5e20,
        1 + 2j,
        float("nan"),
        float("inf"),
        "7",
        "25,3",
        "7 Stunden",
        "7 days",
        "2^36",
        "",
        "two",
        [],
        [7],
        [1, 2, 3],
        (7, "x"),
        {},
        {"a": 1},
        {"a": ...},
        {1, 2},
        set(),
        np.array([1.0, 2.0]),
        np.array([]),
        Q_(7, "day"),
        Q_(7, "byte"),
        Q_(7, "FLOP/second"),
        Q_(-7, "USD"),
        datetime.timedelta(days=7),
        pd.DataFrame(),
        pd.DataFrame({"a": [1], "b": [2], "c": [3]}),
        pd.Series([1.0]),
        print,
        int,
        np,
        ValueError("no"),
        object(),
        lambda: 7,
        lambda *a: None,
        lambda *a: ...,
        lambda *a: "x",
        lambda *a: (1, 2, 3),
        unwritten,
        lambda *a: (i for i in a),
        lambda a, b, c, d, e, f, g: 1,
        ["a -> b"],
        [("a", "b")],
        [{1, 2}],
    ]


def told(one: Exercise) -> Iterator[Result]:
    """Return what learners read about an exercise's own answers, about odd ones, and without the keys."""
    numbers: Scenario | None = scenario(one.scenario) if one.scenario else None
    texts = [*one.known.right, *(t for texts in one.known.wrong.values() for t in texts)] if one.known else []
    for number, text in enumerate(texts):
        answer = evaluate(one.name, text, numbers)
        yield judge(one, answer, numbers)
        if one.scalar:
            yield judge(one, answer, numbers, cell(one.name, text))
        if one.graded and not number:
            yield check_contract(contract_of(one), answer)
    answers = odd_answers()
    if one.kind in ("classification", "claims"):
        right = one.answer(numbers)
        first = next(iter(right))
        gaps: list[Any] = [..., None, "neither", object()]
        answers += [{**right, first: gap} for gap in gaps] + [{**right, "more": 1}, {first: right[first]}]
    for answer in answers:
        yield judge(one, answer, numbers)
        if one.graded:
            yield check_contract(contract_of(one), answer)


def template(sentence: str) -> str:
    """Return a message without what an example fills in.

    >>> template("days is 25.3, not 'x'."), template("days is 7, not 'yy'.")
    ('days is …, not ….', 'days is …, not ….')
    """
    return _TOLD.sub("…", sentence)


def collect(names: list[str] | None = None, chapter: str | None = None) -> dict[str, dict[str, Result]]:
    """Return one result for each message, by kind of answer and the message's template.

    Parameters
    ----------
    names : list of str, optional
        Only these exercises.
    chapter : str, optional
        Only those of this chapter.
    """
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    found: dict[str, dict[str, Result]] = {}
    for one in exercises(chapter):
        if names and one.name not in names and one.bank not in names:
            continue
        kind = found.setdefault(one.kind, {})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Functions among the answers may print: that is not what is read here.
            with contextlib.redirect_stdout(io.StringIO()):
                results = list(told(one))
            for result in results:
                said = " ".join([result.message, *result.remarks]).replace(one.name, "…")
                kind.setdefault(template(said), result)
        plt.close("all")
    return found


def main(names: list[str], chapter: str | None = None) -> int:
    """Print every message, by kind of answer and cause; return the exit status."""
    for kind, messages in sorted(collect(names or None, chapter).items()):
        print(f"\n{kind}: {len(messages)} messages\n")
        for result in sorted(messages.values(), key=lambda r: (not r.accepted, str(r.cause), r.message)):
            print(f"  [{result.cause or result.verdict}] {' '.join([result.message, *result.remarks])}")
    return 0
