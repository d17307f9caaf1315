"""Why a class lost points: the ranking of causes, each with the value of one answer and no more of it.

What students are told can quote what they wrote. A sentence is shown as somebody read it only where the
answer held nothing but numbers, units and the question's own words; otherwise it is the exercise's own
sentence, or what was quoted is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from autograder.desk.marks import About
from mlsys_course.result import NOT_ATTEMPTED, NOT_RUN, UNREADABLE

NOT_HANDED_IN = "not-handed-in"
NOT_RECORDED = "not recorded"
UNEXPLAINED = "unexplained"
UNDEFINED = "undefined"
NO_TRY = (NOT_ATTEMPTED, NOT_HANDED_IN, NOT_RUN)
_GENERAL = {
    NOT_ATTEMPTED: "Replace the ... with your answer.",
    NOT_HANDED_IN: "The notebook was not handed in: 0 points.",
    UNDEFINED: "The answer has no value when its test runs: its cell stopped, or the name is another one.",
    UNREADABLE: "The answer cannot be read.",
}
_QUOTED = re.compile(r"(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"|“[^”]*”|‘[^’]*’|`[^`]*`")
_RAISED = re.compile(r"\b([A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt|Iteration)): .*", re.DOTALL)


class Told(NamedTuple):
    """What one student was told of an answer.

    Parameters
    ----------
    sentence : str
        The message, whole.
    shown : str or None
        The answer's value; None where it holds more than numbers, units and the question's words.
    """

    sentence: str
    shown: str | None


def told(
    made: Mapping[str, Mapping[str, tuple[str, str]]], kept: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, str], Told]:
    """Return what each student was told of each cell, by student and cell."""
    found = {}
    for student, own in made.items():
        answers: dict[str, Any] = {}
        for notebook in kept.get(student, {}).values():
            answers |= notebook.get("answers", {})
        for cell, (_, sentence) in own.items():
            found[student, cell] = Told(sentence, answers.get(cell, {}).get("shown"))
    return found


def ranking(
    answers: pd.DataFrame, about: Mapping[str, About], sentences: Mapping[tuple[str, str], Told]
) -> pd.DataFrame:
    """Return the causes of lost points, the most frequent first.

    Parameters
    ----------
    answers : DataFrame
        Marks, with the ``cause`` of each that is not full.
    about : mapping of str to About
        The exercises.
    sentences : mapping of (str, str) to Told
        What students were told, by student and cell.
    """
    heads = ["exercise", "title", "cause", "students", "share", "told", "example"]
    counted = answers[answers.counts]
    size = counted.groupby("exercise").size()
    rows = []
    groups: Any = counted[counted.cause.notna()].groupby(["exercise", "cause"], sort=True)
    for (name, cause), own in groups:
        one = about[name]
        sentence, example = _example(one, cause, own, sentences)
        rows.append((name, one.title, cause, len(own), len(own) / size[name], sentence, example))
    frame = pd.DataFrame(rows, columns=heads)
    return frame.sort_values(
        ["students", "exercise", "cause"], ascending=[False, True, True], ignore_index=True
    )


def _example(
    one: About, cause: str, own: pd.DataFrame, sentences: Mapping[tuple[str, str], Told]
) -> tuple[str, str]:
    """Return what students with this cause read, and one's value: the most frequent, both of one student."""
    said = [sentences.get((student, one.cell), Told("", None)) for student in own.student]
    open_ones = Counter(told for told in said if told.shown is not None)
    common = open_ones.most_common(1)[0][0] if open_ones else None
    example = common.shown or "" if common else ""
    known = own_sentences(one).get(cause) or _GENERAL.get(cause)
    if known is not None:
        return known, example
    if common is not None:
        return common.sentence, example
    if one.exercise is None:  # the sentence comes out of the student's process: only the author's words count
        written = Counter(told.sentence for told in said if _is_authors(told.sentence, one.source))
        return (written.most_common(1)[0][0] if written else ""), ""
    bare = Counter(unquoted(told.sentence) for told in said)
    return bare.most_common(1)[0][0], ""


def own_sentences(one: About) -> dict[str, str]:
    """Return the sentences that an exercise's author wrote, by cause."""
    found = one.exercise
    if found is None:
        return {}
    accepted = {form.cause: form.message for form in found.accepted}
    return accepted | {form.cause: form.message for form in found.misconceptions}


def _is_authors(sentence: str, source: str) -> bool:
    """Say whether an error's message stands in the test that raised it."""
    _, _, words = sentence.partition(": ")
    return len(words) > 2 and words in source


def unquoted(sentence: str) -> str:
    """Return a sentence without what it quotes of an answer.

    >>> unquoted("'my guess' is no class; write one of these.")
    '… is no class; write one of these.'
    >>> unquoted("Your function stopped with ValueError: I give up")
    'Your function stopped with ValueError …'
    """
    return _RAISED.sub(r"\1 …", _QUOTED.sub("…", sentence))
