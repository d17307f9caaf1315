"""When to practise an exercise again: spaced repetition by the library ``fsrs``, kept in the progress file.

Every exercise has a card, and the first answer to it reviews the card: a right one is *good*, any other is
*again*. The library says when the card is due next. Mastery of a section is three exercises of it in
a row, each right at the first try.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mlsys_course import memory

__all__ = ["IN_A_ROW", "due", "in_a_row", "mastered", "review"]

IN_A_ROW = 3
"""Exercises in a row, right at the first try, that make mastery of a section."""


def review(code: str, right: bool, place: str, now: datetime | None = None) -> None:
    """Count the first answer to an exercise: for its next turn, and for mastery of its section.

    Parameters
    ----------
    code : str
        The exercise's code in the bank.
    right : bool
        Whether the first answer was right.
    place : str
        Its chapter and section, a slash between them.
    now : datetime, optional
        When it was answered, in UTC; by default now.
    """
    import fsrs

    now = now or datetime.now(UTC)
    # No steps of minutes: whoever sits at the section gets the exercise again anyway.
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, _ = scheduler.review_card(_card(code), fsrs.Rating.Good if right else fsrs.Rating.Again, now)
    facts = {name: value for name, value in card.to_dict().items() if value is not None and name != "card_id"}
    memory.record("cards", code, **facts, place=place)

    def count(entry: dict[str, Any]) -> None:
        row = entry.get("row")
        entry["row"] = (row if isinstance(row, int) and row >= 0 else 0) + 1 if right else 0
        if entry["row"] >= IN_A_ROW:
            entry.setdefault("mastered", now.isoformat())

    memory.change("mastery", place, count)


def _card(code: str) -> Any:
    """Return the card of an exercise as it is kept; a new one where there is none that can be read."""
    import fsrs

    kept = memory.look("cards").get(code, {})
    try:
        whole = {
            "card_id": 0,
            "step": None,
            "stability": None,
            "difficulty": None,
            "last_review": None,
            **kept,
        }
        return fsrs.Card.from_dict(whole)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        return fsrs.Card(card_id=0)


def due(now: datetime | None = None) -> list[tuple[str, str]]:
    """Return the exercises that are due, the one that waits longest first.

    Parameters
    ----------
    now : datetime, optional
        By default now; all that is due until the end of this day counts.

    Returns
    -------
    list of (str, str)
        Code, and chapter and section with a slash between them.
    """
    today = (now or datetime.now(UTC)).replace(hour=23, minute=59, second=59)
    found = []
    for code, entry in memory.look("cards").items():
        try:
            when = datetime.fromisoformat(str(entry.get("due")))
        except ValueError:
            continue
        if when.tzinfo is not None and when <= today:
            found.append((when, code, str(entry.get("place", ""))))
    return [(code, place) for _, code, place in sorted(found)]


def in_a_row(place: str) -> int:
    """Return how many exercises of a section were right at the first try, one after the other, up to now."""
    row = memory.look("mastery").get(place, {}).get("row")
    return row if isinstance(row, int) and row >= 0 else 0


def mastered(place: str) -> bool:
    """Say whether a section was mastered once."""
    return bool(memory.look("mastery").get(place, {}).get("mastered"))
