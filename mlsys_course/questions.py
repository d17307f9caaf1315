"""Questions to predict: question, answer, explanation and topic in one place, and the answer is computed.

They stand in a chapter's ``predictions/``, a module for each section::

    @question(
        "twice-the-hardware",
        "A model lacks examples, and the team doubles its hardware. How much better does it get?",
        choices=["much better", "a little better", "no better"],
        topic="bottlenecks",
        explanation="The limit is the data. A remedy on another axis buys nothing.",
    )
    def twice_the_hardware():
        gain = try_remedy("A small dataset", "faster hardware").gain
        return "a little better" if gain else "no better"

A lesson asks with `predict("twice-the-hardware")`, so the answer stands neither in its source nor in its
text; it comes out of the models of the chapter when somebody has made a guess.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlsys_course import chapters
from mlsys_course.suggest import did_you_mean

__all__ = ["Question", "find", "is_name", "known", "question"]

Possible = tuple[float | None, float | None]

# What has a sign of its own; all else that has a unit is counted or measured from nothing.
_LIMITS: dict[str, Possible] = {
    "percent": (0, 100),
    **dict.fromkeys(("", "percentage_point", "degree_Celsius", "degree_Fahrenheit"), (None, None)),
}

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


@dataclass(frozen=True)
class Question:
    """A question to predict; made by `question`.

    Parameters
    ----------
    name : str
        Its name, unique over the course: words with hyphens between them.
    text : str
        What is asked, in one sentence.
    answer : callable
        Takes nothing and returns what is right: a number in `unit`, a quantity that converts to it, or one of
        `choices`.
    unit : str
        The unit of the number asked for, or a word such as "times"; empty where there are choices.
    choices : tuple of str
        What can be chosen; empty where a number is asked for.
    topic : str
        What it is about, in one or two words; predictions are gathered by it.
    explanation : str or callable
        Why, in a sentence or two, shown with the answer; a function where it holds computed numbers.
    experiment : str
        What to try between guess and comparison; the learner then asks for the comparison. Empty where the
        answer follows the guess at once.
    within : float
        How far off a number may be, as a part of the answer, and still be called close.
    told : str
        Where the answer agrees by chance with that of a graded question: which number it is, and what of.
    possible : tuple of (float or None, float or None), optional
        The least and the greatest number, in `unit`, that can be an answer at all; None where there is no
        such end. Left out, it follows from the unit: a share in percent lies between 0 and 100, a count or an
        amount is not below 0, a plain number is anything. What can grow by more than 100 percent says so.
    """

    name: str
    text: str
    answer: Callable[[], Any]
    unit: str = ""
    choices: tuple[str, ...] = ()
    topic: str = ""
    explanation: str | Callable[[], str] = ""
    experiment: str = ""
    within: float = 0.1
    told: str = ""
    possible: Possible | None = None

    @property
    def limits(self) -> Possible:
        """The least and the greatest number that can be an answer at all."""
        return self.possible if self.possible is not None else _LIMITS.get(self.unit, (0, None))

    @property
    def why(self) -> str:
        """The explanation as text."""
        return self.explanation() if callable(self.explanation) else self.explanation


_registry: dict[str, Question] = {}


def question(
    name: str,
    text: str,
    *,
    topic: str,
    explanation: str | Callable[[], str],
    unit: str = "",
    choices: Sequence[str] = (),
    experiment: str = "",
    within: float = 0.1,
    told: str = "",
    possible: Possible | None = None,
) -> Callable[[Callable[[], Any]], Question]:
    """Define a question to predict; decorates the function that computes its answer.

    Parameters
    ----------
    name, text, topic, explanation, unit, choices, experiment, within, told, possible
        See `Question`.

    Returns
    -------
    callable
        Turns the function into a `Question` and registers it.

    Raises
    ------
    ValueError
        If the name is taken or not words with hyphens, or there are a unit and choices, or a single choice.
    """
    if not is_name(name):
        raise ValueError(f"{name!r} is no name of a question: write words with hyphens, such as 'one-token'.")
    if unit and choices:
        raise ValueError(f"{name} is either a number with a unit or one of several choices, not both.")
    if len(choices) == 1:
        raise ValueError(f"{name} has one choice, which is none: {choices[0]!r}. Give at least two.")

    def define(answer: Callable[[], Any]) -> Question:
        made = Question(
            name, text, answer, unit, tuple(choices), topic, explanation, experiment, within, told, possible
        )
        earlier = _registry.get(name)
        if earlier is not None and earlier.answer.__module__ != answer.__module__:
            raise ValueError(
                f"The question {name!r} is taken by {earlier.answer.__module__}. Names are unique over the "
                "course."
            )
        _registry[name] = made
        return made

    return define


def is_name(text: str) -> bool:
    """Say whether a text has the form of a question's name.

    >>> is_name("one-token"), is_name("How fast?")
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def known() -> dict[str, Question]:
    """Return all questions of all chapters by name."""
    for chapter, path in _modules():
        _import(chapter, path)
    return dict(_registry)


def find(name: str) -> Question:
    """Return a question by its name.

    Raises
    ------
    LookupError
        If there is none; the sentence names the closest one.

    Examples
    --------
    >>> find("no-such-question")
    Traceback (most recent call last):
    ...
    LookupError: There is no question 'no-such-question' to predict...
    """
    if name not in _registry:
        for chapter, path in _modules():
            if f'"{name}"' in path.read_text(encoding="utf-8"):
                _import(chapter, path)
    if name not in _registry:
        raise LookupError(f"There is no question {name!r} to predict.{did_you_mean(name, known())}")
    return _registry[name]


def _modules() -> Iterator[tuple[str, Path]]:
    for chapter in chapters.names():
        for path in sorted((chapters.FOLDER / chapter / "predictions").glob("[!_]*.py")):
            yield chapter, path


def _import(chapter: str, path: Path) -> None:
    importlib.import_module(f"{chapters.PACKAGE}.{chapter}.predictions.{path.stem}")
