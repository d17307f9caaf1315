"""A naive Bayes spam filter that learns from a small corpus of mails.

A word's likelihood is the share of a class's mails that contain it, with Laplace smoothing; the words of a
mail are taken to be independent ("naive"), so their log-likelihood ratios add up. Without smoothing, a word
that one class has never shown decides alone, and a word that both classes have never shown leaves 0/0.

The 84 mails in ``data/mail.csv`` were written for this course: 60 to learn from and 24 to test with, half of
each spam. The numbers measured on so few mails illustrate; they say nothing about real filters.

References
----------
M. Sahami, S. Dumais, D. Heckerman, E. Horvitz, "A Bayesian approach to filtering junk e-mail", AAAI
Workshop on Learning for Text Categorization, 1998.

Examples
--------
>>> model = learn(mails("train"))
>>> round(model.probability("claim your free prize"), 3)
0.998
>>> model.probability("notes from the meeting") < 0.02
True
"""

from __future__ import annotations

import csv
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Label = Literal["spam", "ham"]


class UnseenWord(ValueError):
    """Without smoothing, the words of a mail leave no probability to compute."""

    def _render_traceback_(self) -> list[str]:
        return [f"UnseenWord: {self}"]


@dataclass(frozen=True)
class Mail:
    """One mail of the corpus."""

    label: Label
    text: str


@cache
def _corpus() -> tuple[tuple[str, Mail], ...]:
    path = resources.files("mlsys_course.eras") / "data" / "mail.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        (row["split"], Mail("spam" if row["label"] == "spam" else "ham", row["text"])) for row in rows
    )


def mails(split: Literal["train", "test"] = "train") -> tuple[Mail, ...]:
    """Return the corpus.

    Parameters
    ----------
    split : {"train", "test"}
        60 mails to learn from, or 24 to test with.

    Returns
    -------
    tuple of Mail
        Half of them spam.

    Raises
    ------
    ValueError
        For another split.

    Examples
    --------
    >>> len(mails("train")), len(mails("test"))
    (60, 24)
    """
    if split not in ("train", "test"):
        raise ValueError(f"split is 'train' or 'test', you gave {split!r}")
    return tuple(mail for name, mail in _corpus() if name == split)


def words(text: str) -> list[str]:
    """Cut a text into lower-case words: the one feature an engineer chose.

    Parameters
    ----------
    text : str
        A mail.

    Returns
    -------
    list of str
        In order, with repetitions.

    Examples
    --------
    >>> words("Cl1ck here, NOW")
    ['cl1ck', 'here', 'now']
    """
    return re.findall(r"[a-z0-9']+", text.lower())


def keyword_rule(text: str, keywords: Iterable[str] = ("winner", "lottery", "pills")) -> Label:
    """Classify by a list of forbidden words, as the filters before naive Bayes did.

    Parameters
    ----------
    text : str
        A mail.
    keywords : iterable of str
        Words that make it spam.

    Returns
    -------
    {"spam", "ham"}

    Examples
    --------
    >>> keyword_rule("Cheap pills"), keyword_rule("Cheap p1lls")
    ('spam', 'ham')
    """
    return "spam" if set(keywords) & set(words(text)) else "ham"


@dataclass(frozen=True)
class NaiveBayes:
    """A naive Bayes filter: how many mails of each class, and how many of them contain each word.

    Parameters
    ----------
    spam_mails, ham_mails : int
        Mails seen of each class, 1 or more.
    spam_counts, ham_counts : mapping of str to int
        Mails of the class that contain the word.
    smoothing : float
        Pseudo-count of Laplace smoothing, 0 for none: P(word | class) = (count + s) / (mails + 2 s).
    """

    spam_mails: int
    ham_mails: int
    spam_counts: Mapping[str, int]
    ham_counts: Mapping[str, int]
    smoothing: float = 1.0

    def __post_init__(self) -> None:
        if self.spam_mails < 1 or self.ham_mails < 1:
            raise ValueError(
                "the filter needs emails of both classes; "
                f"you gave {self.spam_mails} spam and {self.ham_mails} ham"
            )
        if self.smoothing < 0:
            raise ValueError(f"smoothing is 0 or above, you gave {self.smoothing!r}")

    def likelihood(self, word: str, label: Label) -> float:
        """P(word | class): the smoothed share of the class's mails that contain the word.

        Parameters
        ----------
        word : str
            In lower case.
        label : {"spam", "ham"}
            The class.

        Returns
        -------
        float
            From 0 to 1.
        """
        counts, n = (
            (self.spam_counts, self.spam_mails) if label == "spam" else (self.ham_counts, self.ham_mails)
        )
        return (counts.get(word, 0) + self.smoothing) / (n + 2 * self.smoothing)

    def seen(self, word: str) -> int:
        """Count the mails of either class that contained the word."""
        return self.spam_counts.get(word, 0) + self.ham_counts.get(word, 0)

    def contribution(self, word: str) -> float:
        """Return what one word adds to the log-odds of spam: ln P(word | spam) - ln P(word | ham).

        Parameters
        ----------
        word : str
            In lower case.

        Returns
        -------
        float
            Above 0 speaks for spam; infinite where, unsmoothed, one class never showed the word.

        Raises
        ------
        UnseenWord
            Where, unsmoothed, neither class did.
        """
        spam, ham = self.likelihood(word, "spam"), self.likelihood(word, "ham")
        if spam == ham == 0:
            raise UnseenWord(
                f"no email of either class contains {word!r}: both likelihoods are 0, and 0/0 is undefined"
            )
        if ham == 0:
            return math.inf
        return -math.inf if spam == 0 else math.log(spam) - math.log(ham)

    def log_odds(self, text: str | Sequence[str]) -> float:
        """Natural log of P(spam | mail) / P(ham | mail).

        Parameters
        ----------
        text : str or sequence of str
            A mail, or its words. Every word counts as often as it is listed; absent words do not count.

        Returns
        -------
        float
            Sums of logarithms, so that long mails do not underflow.

        Raises
        ------
        UnseenWord
            Where, unsmoothed, the words contradict each other infinitely or one was never seen.
        """
        listed = words(text) if isinstance(text, str) else list(text)
        parts = [math.log(self.spam_mails) - math.log(self.ham_mails)] + [
            self.contribution(w) for w in listed
        ]
        if math.inf in parts and -math.inf in parts:
            raise UnseenWord(
                "one word was never seen in spam and another never in ham: both classes get probability 0. "
                "Laplace smoothing (smoothing=1) avoids it."
            )
        return math.fsum(parts)

    def probability(self, text: str | Sequence[str]) -> float:
        """P(spam | mail).

        Parameters
        ----------
        text : str or sequence of str
            A mail, or its words.

        Returns
        -------
        float
            From 0 to 1.
        """
        odds = self.log_odds(text)
        # The form with exp of a negative number never overflows.
        return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))

    def classify(self, text: str) -> Label:
        """Name the likelier class; a tie is ham, for losing an email is worse than reading spam."""
        return "spam" if self.log_odds(text) > 0 else "ham"

    def explain(self, text: str) -> list[tuple[str, float, int]]:
        """List the words of a mail with what they add to the log-odds and mails seen, strongest first."""
        listed = [(word, self.contribution(word), self.seen(word)) for word in words(text)]
        return sorted(listed, key=lambda item: -abs(item[1]))


def learn(corpus: Iterable[Mail], smoothing: float = 1.0) -> NaiveBayes:
    """Count words in labelled mails.

    Parameters
    ----------
    corpus : iterable of Mail
        Mails of both classes.
    smoothing : float
        Pseudo-count of Laplace smoothing, 0 or above.

    Returns
    -------
    NaiveBayes

    Raises
    ------
    ValueError
        Where a class is missing, or smoothing is below 0.

    Examples
    --------
    >>> model = learn([Mail("spam", "free prize"), Mail("ham", "free lunch")])
    >>> model.likelihood("prize", "spam"), model.likelihood("prize", "ham")
    (0.6666666666666666, 0.3333333333333333)
    """
    number: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {"spam": Counter(), "ham": Counter()}
    for mail in corpus:
        number[mail.label] += 1
        counts[mail.label].update(set(words(mail.text)))
    return NaiveBayes(number["spam"], number["ham"], counts["spam"], counts["ham"], smoothing)


@dataclass(frozen=True)
class Score:
    """How often a filter was right: spam caught and missed, ham let through and lost."""

    caught: int
    missed: int
    passed: int
    lost: int

    @property
    def accuracy(self) -> float:
        """Share of all mails that were classified rightly."""
        total = self.caught + self.missed + self.passed + self.lost
        return (self.caught + self.passed) / total


def evaluate(model: NaiveBayes | None, corpus: Sequence[Mail]) -> Score:
    """Classify mails and count.

    Parameters
    ----------
    model : NaiveBayes or None
        The filter; None stands for `keyword_rule`.
    corpus : sequence of Mail
        Mails with their true labels, at least one.

    Returns
    -------
    Score

    Raises
    ------
    ValueError
        Where there is no mail.

    Examples
    --------
    >>> evaluate(learn(mails("train")), mails("test"))
    Score(caught=9, missed=3, passed=11, lost=1)
    """
    if not corpus:
        raise ValueError("corpus is empty: give at least one email")
    classify = keyword_rule if model is None else model.classify
    pairs = Counter((mail.label, classify(mail.text)) for mail in corpus)
    return Score(pairs["spam", "spam"], pairs["spam", "ham"], pairs["ham", "ham"], pairs["ham", "spam"])


@dataclass(frozen=True)
class LearningPoint:
    """Mean accuracy on the test mails after learning from so many mails, and words known by then."""

    mails: int
    accuracy: float
    vocabulary: float


def learning_curve(
    sizes: Sequence[int] = (2, 4, 8, 16, 32, 60), repeats: int = 20, seed: int = 0
) -> list[LearningPoint]:
    """Measure accuracy against the number of training mails.

    Parameters
    ----------
    sizes : sequence of int
        Even numbers from 2 to 60; half of the mails drawn are spam.
    repeats : int
        Random samples of each size.
    seed : int
        Of the samples.

    Returns
    -------
    list of LearningPoint
        Means over the samples.

    Raises
    ------
    ValueError
        For a size that is odd or out of range.

    Examples
    --------
    >>> curve = learning_curve((2, 60), repeats=5)
    >>> curve[0].accuracy < curve[1].accuracy
    True
    """
    train, test = mails("train"), mails("test")
    classes = [[m for m in train if m.label == label] for label in ("spam", "ham")]
    points = []
    for size in sizes:
        if size % 2 or not 2 <= size <= len(train):
            raise ValueError(f"a size is an even number from 2 to {len(train)}, you gave {size!r}")
        rng = random.Random(seed)
        accuracy = vocabulary = 0.0
        for _ in range(repeats):
            model = learn([mail for group in classes for mail in rng.sample(group, size // 2)])
            accuracy += evaluate(model, test).accuracy / repeats
            vocabulary += len({*model.spam_counts, *model.ham_counts}) / repeats
        points.append(LearningPoint(size, accuracy, vocabulary))
    return points
