"""How well a learner guesses: every prediction that is kept, the guess over the truth, by topic."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from mlsys_course import memory, questions, readable
from mlsys_course.widgets.drawing import logarithmic, panel
from mlsys_course.widgets.picture import COLOURS, Picture, new_figure, styled

__all__ = ["NoneYet", "Topic", "calibration", "topics"]

_MOST = 1000.0  # how many times too high or too low a mark may stand; what is further off stands at the edge
_MARKERS = ("o", "s", "^", "D", "v", "P")
OWN = "your own"


@dataclass
class Topic:
    """The predictions about one topic.

    Parameters
    ----------
    name : str
        What they are about.
    ratios : list of float
        First guess over truth, for numbers of one sign.
    off : int
        Guesses of zero, or with another sign than the truth: they have no place on a logarithmic axis.
    right, chosen : int
        Choices that were right, and all.
    """

    name: str
    ratios: list[float] = field(default_factory=list)
    off: int = 0
    right: int = 0
    chosen: int = 0

    @property
    def label(self) -> str:
        """The topic, and how many choices about it were right."""
        return f"{self.name} ({self.right} of {self.chosen} right)" if self.chosen else self.name

    @property
    def said(self) -> str:
        """The topic in a sentence."""
        parts = []
        if self.ratios:
            middle = median(self.ratios)
            side = "high" if middle > 1 else "low"
            typical = (
                "just right"
                if math.isclose(middle, 1, rel_tol=0.1)
                else (f"{readable.number(max(middle, 1 / middle), 2)} times too {side}")
            )
            parts.append(f"{readable.counted(len(self.ratios), 'number')}, typically {typical}")
        if self.off:
            parts.append(f"{readable.counted(self.off, 'guess')} of zero or with the wrong sign")
        if self.chosen:
            parts.append(f"{self.right} of {readable.counted(self.chosen, 'choice')} right")
        return f"{self.name}: {'; '.join(parts)}."


def topics() -> list[Topic]:
    """Return the learner's predictions by topic, of which the answer is known to them.

    Returns
    -------
    list of Topic
        In the order of their names; the first guess counts.
    """
    found: dict[str, Topic] = defaultdict(lambda: Topic(""))
    for key, entry in memory.look("predictions").items():
        guesses = memory.guesses(key, str(entry.get("unit", "")))
        truth = entry.get("truth")
        if not guesses or truth is None:
            continue
        name = _topic(key)
        topic = found[name]
        topic.name = name
        guess = guesses[0]
        if isinstance(guess, str) or isinstance(truth, str):
            topic.chosen += 1
            topic.right += guess == truth
        elif _is_number(guess) and _is_number(truth):
            if guess * truth > 0:
                topic.ratios.append(guess / truth)
            elif guess == truth:
                topic.ratios.append(1.0)
            else:
                topic.off += 1
    return [found[name] for name in sorted(found)]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _topic(key: str) -> str:
    """Return the topic of a chapter's question; the learner's own questions share one."""
    if not questions.is_name(key):
        return OWN
    try:
        return questions.find(key).topic
    except LookupError:  # of a chapter that is not here
        return OWN


_NONE_YET = "No prediction has its answer yet. Make one in any lesson, and it shows up here."


class NoneYet:
    """What `calibration` answers while no prediction has its answer."""

    def __repr__(self) -> str:
        return _NONE_YET

    def _repr_html_(self) -> str:
        return f"<p>{_NONE_YET}</p>"  # the plain text would break within a word on a narrow page


@styled
def calibration() -> Picture | NoneYet:
    """Draw how well you guess: each guess over the truth, by topic, and how many choices were right.

    Returns
    -------
    Picture or NoneYet
        One mark for each number you predicted; a sentence while there is none with its answer.
    """
    found = topics()
    if not found:
        return NoneYet()
    figure = new_figure(7.5, 1.3 + 0.42 * len(found))
    axes = panel(figure, left=0.34, right=0.96, top=0.97, bottom=0.7 / (1.3 + 0.42 * len(found)))
    logarithmic(axes, "x")
    axes.set_xlim(0.5 / _MOST, 2 * _MOST)
    axes.set_ylim(-0.6, len(found) - 0.4)
    axes.axvline(1, color="black", linestyle="--", linewidth=1)
    for row, topic in enumerate(reversed(found)):
        axes.axhline(row, color="black", linewidth=0.3)
        for ratio in topic.ratios:
            at = min(max(ratio, 1 / _MOST), _MOST)
            marker = "<" if ratio < 1 / _MOST else ">" if ratio > _MOST else _MARKERS[row % len(_MARKERS)]
            colour = COLOURS[row % len(COLOURS)]
            axes.plot([at], [row], marker, color=colour, markersize=8, alpha=0.8, markeredgecolor="black")
    axes.set_yticks(range(len(found)), [topic.label for topic in reversed(found)])
    axes.set_xlabel("Your guess divided by the answer; dashed: just right")
    return Picture(figure, _alt(found))


def _alt(found: list[Topic]) -> str:
    """Say what the picture shows."""
    ratios = [ratio for topic in found for ratio in topic.ratios]
    close = sum(0.5 <= ratio <= 2 for ratio in ratios)
    begin = (
        "Your guesses over the answers on a logarithmic axis, a row for each topic. "
        f"{close} of {len(ratios)} lie within a factor of two. "
        if ratios
        else "Your choices by topic; no number is among your predictions yet. "
    )
    return begin + " ".join(topic.said for topic in found)
