"""Judging a classification: how many items are off, and which way of thinking puts them there.

Where an item is wrong is never said: in a question with two classes that would be the answer.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.classification.reading import read
from mlsys_course.kinds.spellings import spellings
from mlsys_course.reading import Refusal
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario


def _fits(right: Any, given: Any) -> bool:
    """Whether a class is among those that are right; a way of thinking may keep all of them."""
    return given == right or (isinstance(right, tuple) and given in right)


def _first(right: Any) -> Any:
    return right[0] if isinstance(right, tuple) else right


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge a classification.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Classification`.
    answer : object
        The learner's answer.
    scenario : Scenario, optional
        The numbers that were asked for, where the key has parameters.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer cannot be read, or not all of it where the items do not count for themselves.
    """
    inputs = exercise.inputs(scenario or (exercise.table.row(0) if exercise.table else None))
    right = exercise.key(**inputs)
    try:
        reading = read(contract_of(exercise), answer)
    except Refusal as refusal:
        if not (exercise.spec.partial and refusal.part):
            raise
        off = [item for item, given in refusal.part.items() if not _fits(right[item], given)]
        score = _share(right, off, len(right) - len(refusal.part))
        others = some_of_the_rest(len(refusal.part), len(off))
        return Result(False, score, refusal.cause, f"{refusal.message} {others}", exercise.name)
    given: dict[str, Any] = reading.value
    off = [item for item in right if not _fits(right[item], given[item])]
    if not off:
        return Result(
            True, 1.0, None, f"All {len(right)} items are where they belong.", exercise.name, reading.remarks
        )
    ways = [(m.cause, m.message, {**right, **m.wrong(**inputs)}) for m in exercise.misconceptions]
    if exercise.spec.order:
        cause, message = _in_order(ways, given, right, off, exercise.spec)
        return Result(False, 0.0, cause, message, exercise.name, reading.remarks)
    cause, message = explain(ways, given, right, off, exercise.spec.reconsider)
    count = "One item is" if len(off) == 1 else f"{len(off)} of {len(right)} items are"
    score = _share(right, off) if exercise.spec.partial else 0.0
    return Result(
        False, score, cause, f"{count} not where they belong. {message}".replace(
            "One item is not where they belong", "One item is not where it belongs"
        ), exercise.name, reading.remarks
    )  # fmt: skip


def _in_order(
    ways: Sequence[tuple[str, str, Mapping[str, Any]]],
    given: Mapping[str, Any],
    right: Mapping[str, Any],
    off: list[str],
    spec: Any,
) -> tuple[str | None, str]:
    """Return the cause and the sentence of a wrong order: a way of thinking, or how far off it is."""
    places = list(spellings(spec.classes))
    taken = Counter(given.values())
    for place in places:
        if taken[place] > 1:
            return (
                "order:twice",
                f"You give the place {place} to {taken[place]} items. Each place is for one of them: "
                f"use each of {places[0]} to {places[-1]} once.",
            )
    for cause, message, way in ways:
        if all(way[item] == given[item] for item in right):
            return cause, message
    turned = dict(zip(places, reversed(places), strict=True))
    if all(given[item] == turned[right[item]] for item in right):
        return "order:reversed", "You have the right order, but you began at the wrong end."
    distance = [abs(places.index(given[item]) - places.index(right[item])) for item in off]
    if distance == [1, 1]:
        return (
            "order:neighbours",
            f"Two neighbours have changed places, all else is right. {spec.reconsider}".strip(),
        )
    return None, f"{len(off)} of {len(right)} items are not at their place. {spec.reconsider}".strip()


def explain(
    ways: Sequence[tuple[str, str, Mapping[str, Any]]],
    given: Mapping[str, Any],
    right: Mapping[str, Any],
    off: list[str],
    reconsider: str = "",
) -> tuple[str | None, str]:
    """Return the cause and the sentence of a wrong classification.

    Parameters
    ----------
    ways : sequence of tuple
        The known ways of thinking: cause, sentence, and the class each gives to every item.
    given, right : mapping
        Item to class.
    off : list of str
        The items that are wrong.
    reconsider : str
        What to say where nothing fits.

    Returns
    -------
    tuple
        Cause (None where nothing fits) and sentence.
    """
    for cause, message, way in ways:
        if all(_fits(way[item], given[item]) for item in right):
            return cause, message
    used = set(given.values())
    if len(used) == 1 and len({_first(v) for v in right.values()}) > 1:
        return (
            "all-one-class",
            f"You gave everything the class {next(iter(used))}, but the items have more than one class.",
        )
    swap = _exchange(given, right)
    if swap:
        names = " and ".join(map(str, swap))
        return (
            f"swapped:{'-'.join(map(str, swap))}",
            f"You swapped {names} everywhere: read their definitions again.",
        )
    # Items that a way of thinking puts in the wrong place, and that the learner has in the same place.
    caught = [
        (cause, message, {i for i in off if not _fits(right[i], way[i]) and _fits(way[i], given[i])})
        for cause, message, way in ways
    ]
    # A way that puts few items wrong says more about these than one that puts many.
    breadth = {id(way): sum(not _fits(right[i], way[i]) for i in right) for *_, way in ways}
    # It is named only where enough of what it puts wrong is there: one item of five is no way of thinking. A
    # sentence that speaks of everything has had its turn above: where not all is there, it is false.
    sized = [
        (*entry, breadth[id(way)])
        for entry, (*_, way) in zip(caught, ways, strict=True)
        if entry[2] and 3 * len(entry[2]) >= breadth[id(way)] and not _of_everything(entry[1])
    ]
    for size in (1, 2):
        fitting = [
            chosen
            for chosen in itertools.combinations(sized, size)
            if set().union(*(entry[2] for entry in chosen)) == set(off)
        ]
        if fitting:
            chosen = min(fitting, key=lambda entries: sum(entry[3] for entry in entries))
            return "+".join(entry[0] for entry in chosen), " ".join(entry[1] for entry in chosen)
    direction = _direction(given, right, off)
    for size in (1, 2):
        met, chosen = max(
            (
                (len(set().union(*(entry[2] for entry in chosen))), chosen)
                for chosen in itertools.combinations(sized, size)
            ),
            key=lambda pair: (pair[0], -sum(entry[3] for entry in pair[1])),
            default=(0, ()),
        )
        if 2 * met >= len(off):
            told = messages.both(chosen[0][1], chosen[1][1]) if size == 2 else chosen[0][1]
            slug = "+".join(entry[0] for entry in chosen)
            return slug, f"{told} That explains some of the wrong items, not all."
        if direction is not None:
            return direction[0], f"{direction[1]} {reconsider}".strip()
    mixed = _mixed(given, right, off) or _mostly(given, right, off)
    if mixed is not None:
        return mixed[0], f"{mixed[1]} {reconsider}".strip()
    return None, reconsider


_EVERYTHING = re.compile(r"\bfor everything\b|\beverywhere\b|\bthroughout\b")


def _of_everything(message: str) -> bool:
    return message.startswith(("Everything", "All ", "Every ")) or bool(_EVERYTHING.search(message))


def _exchange(given: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """Return the two classes that have been exchanged on every item of theirs."""
    firsts = {item: _first(value) for item, value in right.items()}
    for one, two in itertools.combinations(dict.fromkeys(firsts.values()), 2):
        swapped = {one: two, two: one}
        if all(given[item] == swapped.get(value, value) for item, value in firsts.items()):
            return one, two
    return None


def _direction(given: Mapping[str, Any], right: Mapping[str, Any], off: list[str]) -> tuple[str, str] | None:
    """Name the class that drew all the wrong items, or that lacks them all.

    With two classes and one item off, that would be the answer.
    """
    classes = {_first(v) for v in right.values()}
    drew, lacks = {given[item] for item in off}, {_first(right[item]) for item in off}
    if len(drew) == 1 and (len(off) > 1 or len(classes) > 2):
        (name,) = drew
        where = "They are all among those" if len(off) > 1 else "It is among those"
        return f"over:{name}", f"{where} you put under {name}."
    if len(lacks) == 1 and len(off) > 1:
        (name,) = lacks
        return f"under:{name}", f"All of them are missing in {name}."
    return None


def _mixed(given: Mapping[str, Any], right: Mapping[str, Any], off: list[str]) -> tuple[str, str] | None:
    """Name the two classes, of several, between which most of the wrong items lie, in either direction."""
    classes = list(dict.fromkeys(_first(value) for value in right.values()))
    between: Counter[frozenset[Any]] = Counter(frozenset((given[i], _first(right[i]))) for i in off)
    pair, count = between.most_common(1)[0]
    if len(classes) < 3 or count < 3 or 3 * count < 2 * len(off):
        return None
    one, other = sorted(map(str, pair), key=lambda name: [str(c) for c in classes].index(name))
    how_many = "All" if count == len(off) else "Most"
    return (
        f"mixed:{one}-{other}",
        f"{how_many} of them belong to {one} or {other} and stand under the other of the two.",
    )


def _mostly(given: Mapping[str, Any], right: Mapping[str, Any], off: list[str]) -> tuple[str, str] | None:
    """Name the class, of several, that drew most of the wrong items, or that lacks most of them."""
    drew = Counter(given[item] for item in off).most_common(1)[0]
    lacks = Counter(_first(right[item]) for item in off).most_common(1)[0]
    if len({_first(value) for value in right.values()}) < 3 or len(off) < 3:
        return None
    if 3 * drew[1] >= 2 * len(off):
        return f"over:{drew[0]}", f"Most of them are among those you put to {drew[0]}."
    if 3 * lacks[1] >= 2 * len(off):
        return f"under:{lacks[0]}", f"Most of them are missing in {lacks[0]}."
    return None


def some_of_the_rest(read: int, off: int) -> str:
    """Say how many of the items that were answered are right, where others could not be read.

    >>> some_of_the_rest(11, 1), some_of_the_rest(1, 0)
    ('Of the 11 you answered, 10 are right.', 'The one you answered is right.')
    """
    if read == 1:
        return f"The one you answered is {'not ' if off else ''}right."
    count = "all" if not off else "none" if off == read else str(read - off)
    return f"Of the {read} you answered, {count} {'is' if count in ('1', 'none') else 'are'} right."


def _share(right: Mapping[str, Any], off: list[str], open_: int = 0) -> float:
    """Return the share of items right above what putting everything to one class earns.

    An item left open counts as a guess, neither won nor lost.
    """
    accepted = Counter(one for v in right.values() for one in (v if isinstance(v, tuple) else (v,)))
    chance = accepted.most_common(1)[0][1] / len(right)
    share = 1 - (len(off) + (1 - chance) * open_) / len(right)
    return max(0.0, round((share - chance) / (1 - chance), 4)) if chance < 1 else 0.0
