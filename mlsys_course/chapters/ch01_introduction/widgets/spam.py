"""The spam filter, word by word.

Covers sec-introduction-statistical-learning-era-feature-engineering-bottleneck-8cf5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.eras import spam
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import Bars, paint, panel
from mlsys_course.widgets.numbers import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MAILS", "Weighing", "explore_spam", "weigh"]

MAILS: dict[str, str] = {
    "Claim your free prize now": "claim your free prize now",
    "Cl4im your fr33 pr1ze now": "cl4im your fr33 pr1ze now",
    "Notes from the meeting": "notes from the meeting",
    "Free lunch after the meeting": "free lunch after the meeting",
    "Zygote symposium programme": "zygote symposium programme",
}
"""Mails to weigh: what is shown, and the text. The second one is the first one in disguise."""
_ROWS = 6  # the prior and at most five words
_SMOOTHINGS = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_SIZES = (2, 4, 8, 16, 32, 60)


@dataclass(frozen=True)
class Weighing:
    """What the words of a mail add to the log-odds of spam.

    Parameters
    ----------
    words : tuple of str
        Words of the mail.
    added : tuple of float
        What each adds (natural logarithm): above 0 speaks for spam; infinite where, unsmoothed, one class has
        never shown the word; NaN where neither has.
    seen : tuple of int
        Mails that contained each word.
    prior : float
        Log-odds before any word is read.
    mails : int
        Mails the filter has learned from.
    smoothing : float
        Pseudo-count.
    probability : float or None
        P(spam given mail); None where it is 0/0.
    """

    words: tuple[str, ...]
    added: tuple[float, ...]
    seen: tuple[int, ...]
    prior: float
    mails: int
    smoothing: float
    probability: float | None

    @property
    def unseen(self) -> tuple[str, ...]:
        """Words that no mail has shown."""
        return tuple(word for word, count in zip(self.words, self.seen, strict=True) if not count)


@cache
def _model(mails: int, smoothing: float) -> spam.NaiveBayes:
    train = spam.mails("train")
    classes = [[mail for mail in train if mail.label == label] for label in ("spam", "ham")]
    return spam.learn([mail for group in classes for mail in group[: mails // 2]], smoothing)


def weigh(mail: str, smoothing: Any = 1.0, mails: Any = 60) -> Weighing:
    """Weigh the words of a mail.

    Parameters
    ----------
    mail : str
        A text.
    smoothing : float or Quantity
        Pseudo-count of Laplace smoothing, 0 or above, without a unit.
    mails : int or Quantity
        Mails to learn from, an even number from 2 to 60 (in samples); half of them are spam.

    Returns
    -------
    Weighing

    Raises
    ------
    ValueError
        For an odd number of mails, or one out of range.

    Notes
    -----
    Machine Learning Systems, chapter 1, the callout on early spam detection; the model is
    `mlsys_course.chapters.ch01_introduction.eras.spam.NaiveBayes`.

    Examples
    --------
    >>> round(weigh("claim your free prize now").probability, 4)
    0.9996
    >>> weigh("zygote", smoothing=0).probability is None
    True
    """
    count, pseudo = int(plain(mails, "sample")), plain(smoothing)
    if count % 2 or not 2 <= count <= len(spam.mails("train")):
        raise ValueError(f"mails is an even number from 2 to {len(spam.mails('train'))}, you gave {count}")
    model = _model(count, pseudo)
    words = tuple(spam.words(mail))
    added = []
    for word in words:
        try:
            added.append(model.contribution(word))
        except spam.UnseenWord:
            added.append(math.nan)
    try:
        probability: float | None = model.probability(words)
    except spam.UnseenWord:
        probability = None
    prior = math.log(model.spam_mails) - math.log(model.ham_mails)
    return Weighing(words, tuple(added), tuple(map(model.seen, words)), prior, count, pseudo, probability)


def _says(value: float) -> str:
    if math.isnan(value):
        return "0/0"
    return f"{value:+.2f}" if math.isfinite(value) else ("+∞" if value > 0 else "-∞")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(repr(word) for word in words)


def _read_out(state: Weighing) -> list[str]:
    if state.probability is None:
        said = ["No probability comes out: the formula is 0/0."]
    else:
        verdict = "spam" if state.probability > 0.5 else "ham"
        said = [f"P(spam given email) = {state.probability:.4f}: {verdict}."]
    pairs = [
        f"{word} {_says(value)} (in {readable.counted(count, 'email')})"
        for word, value, count in zip(state.words, state.added, state.seen, strict=True)
    ]
    said.append(f"Log-odds: prior {state.prior:+.2f}; {'; '.join(pairs)}.")
    if state.unseen:
        effect = (
            "which leaves the formula without a value"
            if not state.smoothing
            else "which hardly move the odds: the filter knows nothing about them"
        )
        count = len(state.unseen)
        noun = "word has" if count == 1 else "words have"
        said.append(f"{count} {noun} never been seen ({_listed(state.unseen)}), {effect}.")
    alone = tuple(w for w, v in zip(state.words, state.added, strict=True) if math.isinf(v))
    if alone:
        said.append(
            f"One class has never shown {_listed(alone)}: without smoothing such a word decides alone."
        )
    said.append(f"Learned from {state.mails} emails, pseudo-count {readable.number(state.smoothing)}.")
    return said


def _alt(state: Weighing) -> str:
    bars = ", ".join(f"{word} {_says(value)}" for word, value in zip(state.words, state.added, strict=True))
    end = "undefined" if state.probability is None else f"{state.probability:.4f}"
    return (
        "Bars from zero, to the right for spam and to the left for ham, one for the prior and one for each"
        f" word: prior {state.prior:+.2f}, {bars}. The probability of spam is {end}, by {state.mails} emails"
        f" and pseudo-count {readable.number(state.smoothing)}."
    )


_EDGE = 5.0


def _draw(figure: Figure) -> Update[Weighing]:
    axes = panel(figure, left=0.16, top=0.87, bottom=0.16)
    bars = Bars(axes, range(_ROWS), [0] * _ROWS, 0.66)
    axes.axvline(0, color="black", linewidth=1)
    axes.set(xlim=(-_EDGE - 1, _EDGE + 1), ylim=(_ROWS - 0.4, -0.6))
    axes.set_xlabel("Added to the log-odds of spam (natural logarithm, no unit)")

    def update(state: Weighing) -> None:
        shown = [("prior", state.prior), *zip(state.words, state.added, strict=True)]
        shown += [("", 0.0)] * (_ROWS - len(shown))
        lengths = [0.0 if math.isnan(value) else max(-_EDGE, min(_EDGE, value)) for _, value in shown]
        bars.set(lengths, [_says(value) if name else "" for name, value in shown], 0.1)
        for bar, length in zip(bars.bars, lengths, strict=True):
            paint(bar, 3 if length > 0 else 0)
        axes.set_yticks(range(_ROWS), [name for name, _ in shown])
        end = "no value (0/0)" if state.probability is None else f"{state.probability:.4f}"
        axes.set_ylabel(f"{state.mails} emails, pseudo-count {readable.number(state.smoothing)}", fontsize=9)
        axes.set_title(f"← speaks for ham        P(spam) = {end}        speaks for spam →", fontsize=10)

    return update


def explore_spam() -> Explorer[Weighing]:
    """Explore a spam filter: a mail, the pseudo-count of the smoothing, the mails it has learned from.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_spam().move(mail="Cl4im your fr33 pr1ze now").state.unseen
    ('cl4im', 'fr33', 'pr1ze')
    """
    q = registry().Quantity
    pseudo = {f"pseudo-count {readable.number(value)}": q(value, "") for value in _SMOOTHINGS}
    sizes = {readable.counted(size, "email"): q(size, "sample") for size in _SIZES}
    knobs = [
        choice("mail", "Email", MAILS),
        slider("smoothing", "Smoothing", pseudo, "pseudo-count 1"),
        slider("mails", "Learned from", sizes, "32 emails"),
    ]
    title = "What do the words of an email say?"
    return Explorer(title, knobs, weigh, _draw, _read_out, _alt, size=(7.5, 3.3))
