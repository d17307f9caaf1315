"""Reading judged claims: supported or not, with the computed value where the question asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.kinds.classification.reading import match_items, pairs_of
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._plain import FLAG, NUMBER, TEXT, WrongUnit, plain, show
from mlsys_course.reading._words import Vocabulary, find_name, shorten, some
from mlsys_course.result import NOT_ATTEMPTED, not_attempted

FORM = "a dictionary {claim: True or False}"
VALUE_MISSING = "value:missing"
_VERDICTS = Vocabulary(
    [
        [True, ["ok", "agrees", "confirmed", "support", "supports"]],
        [False, ["contradicted", "rejected", "refuted", "does not hold", "not true", "doubtful"]],
    ]
)


def _listed(answer: Any, claims: Mapping[str, str]) -> list[tuple[Any, Any]] | None:
    """Return pairs where the answer lists the supported claims alone."""
    if isinstance(answer, (list, tuple, set, frozenset)) and all(isinstance(a, str) for a in answer):
        named = [find_name(a, _names(claims)) for a in answer]
        if answer and all(named):
            return [(claim, claim in named) for claim in claims]
        if answer and any(named):
            strange = next(a for a, n in zip(answer, named, strict=True) if n is None)
            raise Refusal("claim:unknown", f"The question names no claim {strange!r}.")
    return None


def _names(claims: Mapping[str, str]) -> dict[str, list[str]]:
    return {claim: [text] if text else [] for claim, text in claims.items()}


def _verdict(claim: str, given: Any) -> bool:
    meant = _VERDICTS.read(given)
    if len(meant) != 1:
        raise Refusal(
            "claim:verdict", f"For {claim!r} you give {shorten(given)}. Write True (supported) or False."
        )
    return bool(meant[0])


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def _parts(given: Any) -> list[Any]:
    """Return what is given for one claim, in its order: verdict and value, or the one of the two."""
    if isinstance(given, Mapping):
        return list(given.values())
    if isinstance(given, (list, tuple)) or (hasattr(given, "dtype") and getattr(given, "ndim", 0) == 1):
        return list(given)
    return [given]


def _split(claim: str, given: Any) -> tuple[Any, Any]:
    """Return verdict and value (None where there is none)."""
    if isinstance(given, Mapping):
        by_type = {True: None, False: None}
        for part in given.values():
            by_type[_is_bool(part)] = part
        return by_type[True], by_type[False]
    if isinstance(given, (list, tuple)) or len(_parts(given)) != 1:
        given = _parts(given)
        if len(given) == 2:
            one, two = given
            # The verdict may stand second; a bool is never the value.
            return (two, one) if _is_bool(two) and not _is_bool(one) else (one, two)
        if len(given) == 1:
            return given[0], None
        raise Refusal(
            "claim:shape",
            f"For {claim!r} you give {shorten(given)}. Write True or False, or (True or False, value).",
        )
    return given, None


def _rows(name: str, answer: Any, claims: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Return pairs of claim and what is given for it."""
    listed = _listed(answer, claims)
    if listed is not None:
        return listed
    if hasattr(answer, "columns") and hasattr(answer, "iloc"):
        if not len(answer.columns):
            raise Refusal("empty", f"{name} is a table without columns. Give {FORM}.")
        frame = answer if _indexed(answer, claims) else answer.set_index(list(answer.columns)[0])
        columns = list(frame.columns)
        if len(columns) not in (1, 2):
            raise Refusal(
                "claim:table", f"{name} is a table with {len(columns)} columns. Give verdict and value."
            )
        return [
            (index, tuple(row)) for index, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
        ]
    return pairs_of(name, answer, _names(claims), FORM)


def _indexed(frame: Any, claims: Mapping[str, str]) -> bool:
    return any(find_name(index, _names(claims)) for index in frame.index)


def read(contract: Contract, answer: Any) -> Reading:
    """Read judged claims.

    Parameters
    ----------
    contract : Contract
        Its shape holds ``claims`` (name to text) and ``values`` (claim to unit).
    answer : object
        Dictionary, Series, list of pairs or DataFrame from claim to True/False, or to a pair of that and
        the value; or a list of the supported claims.

    Returns
    -------
    Reading
        The value is a dictionary from claim to a pair: supported or not, and the value as a float in its
        unit or None.

    Raises
    ------
    Refusal
        If a claim is misspelt, missing or open, or a verdict or value cannot be read; with the part that
        could be read.
    """
    claims: Mapping[str, str] = contract.shape["claims"]
    units: Mapping[str, str | None] = contract.shape["values"]
    rows = _rows(contract.name, answer, claims)
    found, problem = match_items(contract.name, rows, _names(claims), "claim")
    open_ = [claim for claim, given in found.items() if any(part is Ellipsis for part in _parts(given))]
    if found and all(part is Ellipsis for given in found.values() for part in _parts(given)):
        raise Refusal(NOT_ATTEMPTED, not_attempted(contract.name).message)
    if open_ and problem is None:
        problem = Refusal(
            "claim:open", f"{len(found) - len(open_)} of {len(claims)} answered. Still open: {some(open_)}."
        )
    value: dict[str, tuple[bool, float | None]] = {}
    for claim, given in found.items():
        if claim in open_:
            continue
        try:
            verdict, number = _split(claim, given)
            value[claim] = _verdict(claim, verdict), None  # it counts, whatever the value beside it is
            value[claim] = value[claim][0], _value(claim, number, units)
        except Refusal as refusal:
            problem = problem or refusal
    without = [claim for claim, (_, number) in value.items() if number is None and claim in units]
    if without and problem is None:
        problem = Refusal(VALUE_MISSING, value_missing(without))
    if problem is not None:
        raise Refusal(problem.cause, problem.message, value)
    return Reading(value, f"Your judgement of {len(value)} claims")


def value_missing(claims: list[str]) -> str:
    """Ask for the values behind verdicts."""
    return f"Give the value for {some(claims)}, too: (True or False, value)."


def _value(claim: str, number: Any, units: Mapping[str, str | None]) -> float | None:
    """Return the value beside a verdict in its unit, None where none is asked for or given."""
    if number is None or claim not in units:
        return None
    try:
        read_as = plain(number, units[claim])
    except WrongUnit as error:
        raise Refusal("claim:unit", f"The value of {claim!r} is {error}.") from None
    if read_as.kind not in (NUMBER, FLAG):
        text = " as a text" if read_as.kind == TEXT else ""
        raise Refusal(
            "claim:value",
            f"The value of {claim!r} is given{text}, {show(number)}; write it as a plain number.",
        )
    return float(read_as.value)
