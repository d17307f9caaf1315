"""Reading a classification: a class for every item, in any of the forms people keep such a thing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._foreign import entries
from mlsys_course.reading._words import Vocabulary, find_name, shorten, some
from mlsys_course.result import NOT_ATTEMPTED, not_attempted
from mlsys_course.suggest import did_you_mean

FORM = "a dictionary {item: class}"


def pairs_of(name: str, answer: Any, items: Iterable[str], form: str = FORM) -> list[tuple[Any, Any]]:
    """Return (item, class) pairs out of a dictionary, Series, DataFrame or list.

    Parameters
    ----------
    name : str
        The exercise's name, for messages.
    answer : object
        The answer.
    items : iterable of str, or mapping
        The items in the order of the question, for an answer that is a plain list of classes; a mapping gives
        each other ways to write it.
    form : str
        What to ask for, in words.

    Raises
    ------
    Refusal
        If it is none of these.
    """
    names: Mapping[str, Any] = items if isinstance(items, Mapping) else dict.fromkeys(items, ())
    expected = list(names)
    if answer is None:
        raise Refusal("none", f"{name} is None. Give {form}.")
    if isinstance(answer, (str, bytes)):
        raise Refusal("type:text", f"{name} is the text {shorten(answer)}. Give {form}.")
    if callable(answer) and not hasattr(answer, "items"):
        raise Refusal("type:function", f"{name} is a function. Give {form}.")
    if hasattr(answer, "columns") and hasattr(answer, "iloc"):
        return _from_frame(name, answer, form)
    if isinstance(answer, Mapping) or callable(getattr(answer, "items", None)):
        return list(answer.items())
    try:
        held = entries(answer)
    except TypeError:
        raise Refusal("type:number", f"{name} is {shorten(answer)}. Give {form}.") from None
    if not held:
        raise Refusal("empty", f"{name} is empty. Give {form}.")
    held = [list(e.values()) if isinstance(e, Mapping) and 1 < len(e) < 4 else e for e in held]
    in_order = len(held) == len(expected) and not isinstance(answer, (set, frozenset))
    if all(_is_row(entry) for entry in held):
        named = any(find_name(entry[0], names) for entry in held)
        if named or not in_order:
            return [(e[0], e[1] if _length(e) == 2 else tuple(e[1:])) for e in held]
    if in_order:
        return list(zip(expected, held, strict=True))
    one = len(held) == 1
    given = "1 entry that does" if one else f"{len(held)} entries that do"
    raise Refusal(
        "shape",
        f"{name} holds {given} not say which item {'it is' if one else 'they are'} for. Give {form} "
        f"for the {len(expected)} items.",
    )


def _is_row(entry: Any) -> bool:
    return (isinstance(entry, (list, tuple)) or hasattr(entry, "dtype")) and _length(entry) in (2, 3)


def _length(entry: Any) -> int:
    try:
        return len(entry)
    except TypeError:
        return -1


def _from_frame(name: str, frame: Any, form: str) -> list[tuple[Any, Any]]:
    columns = list(frame.columns)
    if len(columns) == 1:
        return list(zip(frame.index.tolist(), frame[columns[0]].tolist(), strict=True))
    if len(columns) == 2:
        return list(zip(frame[columns[0]].tolist(), frame[columns[1]].tolist(), strict=True))
    raise Refusal(
        "shape",
        f"{name} is a table with {readable.counted(len(columns), 'column')}. Give two, item and "
        f"class, or {form}.",
    )


def _flip(pairs: list[tuple[Any, Any]], classes: Vocabulary) -> list[tuple[Any, Any]]:
    """Turn {class: [items]} round."""
    grouped = bool(pairs) and all(
        len(classes.read(first)) == 1 and isinstance(second, (list, tuple, set, frozenset))
        for first, second in pairs
    )
    return [(item, first) for first, second in pairs for item in second] if grouped else pairs


def match_items(
    name: str, pairs: Iterable[tuple[Any, Any]], items: Mapping[str, Any], what: str = "item"
) -> tuple[dict[str, Any], Refusal | None]:
    """Return the entries by the question's own names of its items, and what is wrong with the names.

    That is an item misspelt, missing, or answered twice in different ways, which is left out then.
    """
    found: dict[str, Any] = {}
    strange, twice = [], []
    for given, value in pairs:
        item = find_name(given, items)
        if item is None:
            strange.append(given)
        elif item in found and not _same(found[item], value):
            twice.append(item)
        else:
            found[item] = value
    if twice:
        for item in twice:
            found.pop(item, None)
        return found, Refusal(
            f"{what}:twice", f"{name} gives two answers for {twice[0]!r}. Keep one of them."
        )
    missing = [item for item in items if item not in found]
    if strange and missing:
        close = did_you_mean(str(strange[0]), missing)
        return found, Refusal(
            f"{what}:unknown",
            f"{name} has no entry for {some(missing)}, but one for {shorten(strange[0], 70)}, which the "
            f"question does not name.{close}",
        )
    if missing:
        return found, Refusal(
            f"{what}:missing",
            f"{len(found)} of {len(items)} answered. Still open: {some(missing)}.",
        )
    return found, None


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except Exception:  # arrays and the like
        return False


def _one_class(item: str, given: Any, classes: Vocabulary) -> Any:
    if isinstance(given, (list, tuple, set, frozenset)) and len(given) == 1:
        (given,) = given
    meant = classes.read(given)
    if not meant:
        raise Refusal(
            "class:unknown",
            f"For {item!r} you give {shorten(given)}. The classes are {classes.listed}."
            f"{classes.closest(given)}",
        )
    if len(meant) > 1:
        raise Refusal(
            "class:ambiguous",
            f"For {item!r} you give {shorten(given)}, which may mean {' or '.join(map(str, meant))}. Write "
            "one of them.",
        )
    return meant[0]


def read(contract: Contract, answer: Any) -> Reading:
    """Read a classification.

    Parameters
    ----------
    contract : Contract
        Its shape holds ``items`` and ``classes``.
    answer : object
        Dictionary, Series, DataFrame of two columns, list of pairs, dictionary from class to items, or the
        classes alone in the order of the question.

    Returns
    -------
    Reading
        The value is a dictionary from item to class, both as the question names them.

    Raises
    ------
    Refusal
        If an item or a class is not the question's, or an item is missing; with the part that could be read.
    """
    items: Mapping[str, list[str]] = contract.shape["items"]
    classes = Vocabulary(contract.shape["classes"])
    form = f"{FORM} with the classes {classes.listed}"
    pairs = _flip(pairs_of(contract.name, answer, items, form), classes)
    found, problem = match_items(contract.name, pairs, items)
    if found and all(value is Ellipsis for value in found.values()):
        raise Refusal(NOT_ATTEMPTED, not_attempted(contract.name).message)
    open_ = [item for item, value in found.items() if value is Ellipsis or value is None]
    if open_ and problem is None:
        problem = Refusal(
            "item:open", f"{len(found) - len(open_)} of {len(items)} answered. Still open: {some(open_)}."
        )
    value = {}
    for item, given in found.items():
        if item in open_:
            continue
        try:
            value[item] = _one_class(item, given, classes)
        except Refusal as refusal:
            problem = problem or refusal
    if problem is not None:
        raise Refusal(problem.cause, problem.message, value)
    remarks: tuple[str, ...] = ()
    if len(pairs) > len(items):
        extra = len(pairs) - len(items)
        remarks = ("One extra entry was ignored." if extra == 1 else f"{extra} extra entries were ignored.",)
    return Reading(value, f"Your classification of {len(value)} items", remarks)
