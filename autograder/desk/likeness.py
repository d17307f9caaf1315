"""Answers that fit somebody else's numbers, and submissions that are more alike than chance makes them.

Both are evidence for a conversation, never a verdict: who was allowed to work together, who read the same
page, who mistook a line of the table, looks the same from here.

**Somebody else's numbers** (only where everybody has their own): a refused number that is the right answer,
to four digits, to the numbers of another student, and that no known mistake makes of one's own numbers.

**Equal submissions**: the wrong answers that two students share count, as everybody's right answers are alike
(F. S. Bellezza and S. F. Bellezza, "Detection of cheating on multiple-choice tests by using error-similarity
analysis", Teaching of Psychology 16, 1989, 151-155). Two students are named where they share at least
`SHARED` wrong answers, to the last digit, that hardly anybody else gave, and differ in no more answers than
they have wrong in common (the ratio of D. N. Harpp and J. J. Hogan, "Crime in the classroom", Journal of
Chemical Education 70, 1993, 306-311); or where a written answer is the same, word by word, or `SHARED` longer
pieces of code are that hardly anybody else has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from autograder.desk import causes
from autograder.desk.marks import About
from mlsys_course import scenarios
from mlsys_course.course import Course
from mlsys_course.diagnosis.values import Values
from mlsys_course.exercise import Exercise

SHARED = 3
"""So many equal answers or texts are more than an accident."""
DIGITS = 1e-4
"""Relative distance up to which a number is the right answer to another row's numbers."""
PROSE, CODE = 100, 120
"""Characters, blanks aside, from which on a written answer or a piece of code is not equal by accident."""
HEADS = ["kind", "students", "count", "exercises", "why_it_may_be_innocent"]
NUMBERS, ANSWERS, TEXTS = "somebody else's numbers", "equal wrong answers", "equal texts"
INNOCENT = {
    NUMBERS: "a look at a friend's screen to learn the way, or a number copied from the wrong line",
    ANSWERS: "work done together where that is allowed, the same page read, or a mistake that is invited",
    TEXTS: "work done together where that is allowed, or both copied from the lesson or the book",
}


def likeness(
    answers: pd.DataFrame,
    about: Mapping[str, About],
    kept: Mapping[str, Mapping[str, Any]],
    course: Course,
) -> pd.DataFrame:
    """Return what is alike, the most of it first.

    Parameters
    ----------
    answers : DataFrame
        Marks, with causes.
    about : mapping of str to About
        The exercises, by name.
    kept : mapping
        What is kept of each student's answers, by student and notebook.
    course : Course
        Whether everybody has numbers of their own.

    Returns
    -------
    DataFrame
        ``kind``, ``students`` (for numbers: whose answer, and then whose numbers), ``count``, ``exercises``,
        ``why_it_may_be_innocent``.
    """
    given = {
        (student, cell): entry
        for student, notebooks in kept.items()
        for notebook in notebooks.values()
        for cell, entry in notebook.get("answers", {}).items()
    }
    rows = [
        *(_foreign(answers, about, given, kept) if course.personal else ()),
        *_equal_answers(answers, about, given),
        *_equal_texts(about, kept),
    ]
    frame = pd.DataFrame([(*row, INNOCENT[row[0]]) for row in rows], columns=HEADS)
    return frame.sort_values(["kind", "count", "students"], ascending=[False, False, True], ignore_index=True)


# -- somebody else's numbers ----------------------------------------------------------------------------


def _foreign(
    answers: pd.DataFrame,
    about: Mapping[str, About],
    given: Mapping[tuple[str, str], Mapping[str, Any]],
    kept: Mapping[str, Any],
) -> Iterator[tuple[str, str, int, str]]:
    """Find the refused numbers that are right for other students of the class."""
    fits: dict[tuple[str, str], list[str]] = defaultdict(list)
    refused = answers[answers.counts & (answers.share == 0) & answers.cause.map(_unnamed).astype(bool)]
    groups: Any = refused.groupby("exercise")
    for name, own in groups:
        one = about[name]
        right = right_answers(one.exercise) if one.exercise else None
        if right is None:
            continue
        rows = {
            student: given[student, one.cell].get("row") for student in kept if (student, one.cell) in given
        }
        for student in own.student:
            value = given.get((student, one.cell), {}).get("value")
            if value is None:
                continue
            for other, row in rows.items():
                theirs = right[row] if row and row < len(right) and row != rows.get(student) else np.nan
                if abs(value - theirs) <= DIGITS * abs(theirs):
                    fits[student, other].append(name)
    by_answer: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (student, other), names in fits.items():
        by_answer[student, tuple(names)].append(other)
    for (student, exercises), others in by_answer.items():
        whose = " or ".join(sorted(others)[:4]) + (" or others" if len(others) > 4 else "")
        yield NUMBERS, f"{student}: {whose}", len(exercises), ", ".join(exercises)


def _unnamed(cause: Any) -> bool:
    """Say whether a mistake of one's own does not explain an answer."""
    text = str(cause)
    return text == causes.UNEXPLAINED or text.startswith("numbers:")


def right_answers(exercise: Exercise) -> Any:
    """Return the right answers of all rows in the asked unit; None where they are no numbers of a table."""
    if not exercise.scalar or not exercise.scenario or scenarios.table(exercise.scenario).fixed:
        return None
    return np.asarray(Values(exercise, exercise.table).right(), float)


# -- equal submissions ----------------------------------------------------------------------------------


def rare(size: int) -> int:
    """Return how many students of a class may share something that still hardly anybody has."""
    return max(3, size // 20)


def _equal_answers(
    answers: pd.DataFrame, about: Mapping[str, About], given: Mapping[tuple[str, str], Mapping[str, Any]]
) -> Iterator[tuple[str, str, int, str]]:
    tried = answers[answers.counts & ~answers.cause.isin(causes.NO_TRY) & (answers.by != "hand")]
    seen: dict[str, dict[str, str]] = defaultdict(dict)  # by student and exercise: what tells answers apart
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student, name, share in zip(tried.student, tried.exercise, tried.share, strict=True):
        same = given.get((student, about[name].cell), {}).get("same")
        if share >= 1 - 1e-9:
            seen[student][name] = "right"
        elif same is not None:
            seen[student][name] = same
            wrong[name, same].append(student)
    most = rare(len(seen))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (name, _), students in wrong.items():
        if 2 <= len(students) <= most:
            for pair in combinations(sorted(students), 2):
                shared[pair].append(name)
    pairs = {}
    for (one, other), names in shared.items():
        both = seen[one].keys() & seen[other].keys()
        common = sum(seen[one][name] == seen[other][name] != "right" for name in both)
        if len(names) >= SHARED and common >= sum(seen[one][name] != seen[other][name] for name in both):
            pairs[one, other] = names
    yield from _grouped(ANSWERS, pairs)


def _equal_texts(
    about: Mapping[str, About], kept: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str, int, str]]:
    by_hand = {one.cell for one in about.values() if one.by == "hand"}
    having: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student, notebooks in kept.items():
        for notebook in notebooks.values():
            for cell, (digest, length) in notebook.get("texts", {}).items():
                if length >= (PROSE if cell in by_hand else CODE):
                    having[cell, digest].append(student)
    most = rare(len(kept))
    prose: dict[tuple[str, str], list[str]] = defaultdict(list)
    code: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (cell, _), students in having.items():
        if len(students) < 2 or (cell not in by_hand and len(students) > most):
            continue
        found = prose if cell in by_hand else code
        # Of a text that a large part of the class has, neighbours in the list stand for all pairs.
        some = combinations(sorted(students), 2) if len(students) <= 12 else _chain(sorted(students))
        for pair in some:
            found[pair].append(cell)
    pairs = {pair: cells + code.get(pair, []) for pair, cells in prose.items()}
    pairs |= {pair: cells for pair, cells in code.items() if len(cells) >= SHARED and pair not in prose}
    yield from _grouped(TEXTS, pairs)


def _chain(students: list[str]) -> Iterable[tuple[str, str]]:
    return zip(students, students[1:], strict=False)


def _grouped(kind: str, pairs: Mapping[tuple[str, str], list[str]]) -> Iterator[tuple[str, str, int, str]]:
    """Put pairs together that hang together, each group once."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = group.get(one, {one}) | group.get(other, {other})
        for student in merged:
            group[student] = merged
    for members in {id(found): found for found in group.values()}.values():
        names = {name for pair, own in pairs.items() if pair[0] in members for name in own}
        yield kind, ", ".join(sorted(members)), len(names), ", ".join(sorted(names))
