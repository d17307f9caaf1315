"""Reading a function: that it is one, takes what the question gives and returns what it asks for."""

from __future__ import annotations

import copy
import functools
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlsys_course.borrowed import Watched
from mlsys_course.contracts import Contract
from mlsys_course.deadline import Expired, within
from mlsys_course.guard import passes_on, type_name
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._plain import (
    FLAG,
    GROUP,
    NOTHING,
    NUMBER,
    OPEN,
    OTHER,
    RAISED,
    TEXT,
    Value,
    WrongUnit,
    in_words,
    pattern,
    plain,
    show,
    single,
)
from mlsys_course.result import NOT_ATTEMPTED, not_attempted

CALL_SECONDS = 10.0
"""How long one call may take, as in grading."""
ENDLESS = "endless"
"""How a call is shown that did not come to an end."""


def describe(result: Any) -> Any:
    """Return the type of a key's result as the contract states it."""
    return pattern(plain(getattr(result, "magnitude", result)))


def written(parameters: Sequence[str], args: Sequence[Any]) -> str:
    """Write a call's arguments: ``p = 0.5, s = 3``."""
    return ", ".join(f"{name} = {show(arg)}" for name, arg in zip(parameters, args, strict=False))


def as_function(contract: Contract, answer: Any) -> Callable[..., Any]:
    """Return the answer if it can be called with the question's arguments.

    Raises
    ------
    Refusal
        If it is no function, or takes another number of arguments.
    """
    name, parameters = contract.name, list(contract.shape["parameters"])
    if not callable(answer):
        given = show(answer)
        if answer is None:
            raise Refusal("none", f"{name} is None. Define it with def {name}({', '.join(parameters)}): …")
        if isinstance(answer, str):
            raise Refusal(
                "type:text",
                f"{name} is the text {given}. Define a function: def {name}({', '.join(parameters)}): …",
            )
        if plain_kind(answer) in (NUMBER, FLAG, GROUP) or hasattr(answer, "magnitude"):
            raise Refusal(
                "function:called",
                f"{name} is {given}, not a function. Give the function itself: its name without parentheses.",
            )
        raise Refusal("type", f"{name} is {given}, not a function. Define it with def {name}(…): …")
    answer = by_position(answer, parameters)
    accepted = _arity(answer)
    needed = int(contract.shape.get("required", len(parameters)))
    if accepted is not None and not accepted(len(parameters)) and not accepted(needed):
        own = list(inspect.signature(answer).parameters)
        raise Refusal(
            "function:arity",
            f"Your {name} takes {_count(own)}; the question gives it {_count(parameters)}.",
        )
    result: Callable[..., Any] = answer
    return result


def watched(contract: Contract, answer: Any) -> Watched:
    """Return the answer as a function that tells what of the package it calls.

    Raises
    ------
    Refusal
        As `as_function` does.
    """
    return Watched(as_function(contract, answer), contract.shape.get("borrowed", ()))


def by_position(function: Any, parameters: Sequence[str]) -> Any:
    """Return a function that takes the question's arguments by position, also where its own go by name only.

    >>> by_position(lambda *, s, p: s / p, ["p", "s"])(2, 8)
    4.0
    """
    try:
        own = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return function
    by_name = [one.name for one in own if one.kind is one.KEYWORD_ONLY]
    first = [one.name for one in own if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    names = [*first, *(name for name in parameters[len(first) :] if name in by_name)]
    if hasattr(function, "parameters") or not by_name or len(names) <= len(first):
        return function

    @functools.wraps(function)
    def call(*args: Any) -> Any:
        given = dict(zip(parameters[len(first) :], args[len(first) :], strict=False))
        return function(*args[: len(first)], **given)

    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    )
    return call


def _count(parameters: Sequence[str]) -> str:
    if not parameters:
        return "no argument"
    return f"{len(parameters)} argument{'s' * (len(parameters) > 1)} ({', '.join(parameters)})"


def _arity(function: Any) -> Callable[[int], bool] | None:
    """Return a test for a number of positional arguments, or None where the signature is not known.

    A stand-in for a function of another process names its parameters without saying which may be left out.
    """
    if hasattr(function, "parameters"):
        return None
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None

    def accepts(number: int) -> bool:
        try:
            signature.bind(*range(number))
        except TypeError:
            return False
        return True

    return accepts


def plain_kind(value: Any) -> str:
    """Return the kind of a value, whatever its unit."""
    try:
        return plain(getattr(value, "magnitude", value)).kind
    except Exception:  # a learner's own class may do anything
        return OTHER


def call(
    function: Callable[..., Any], args: Sequence[Any], unit: str | None = None, seconds: float | None = None
) -> Value:
    """Call a learner's function with copies of the arguments; an exception becomes a value.

    Parameters
    ----------
    function : callable
        The function, or a stand-in that calls it in another process.
    args : sequence
        Its arguments.
    unit : str, optional
        Unit of the result.
    seconds : float, optional
        How long it may take; a function of another process has its limit there.
    """

    def value() -> Value:
        result = function(*copy.deepcopy(tuple(args)))
        if inspect.iscoroutine(result):
            result.close()
            return Value(OTHER, "a coroutine (write def instead of async def)", "a coroutine")
        if inspect.isgenerator(result):
            return Value(OTHER, "a generator (write return instead of yield)", "a generator")
        return plain(result, unit)

    try:
        # A stand-in for a function of another process has its limit there.
        elsewhere = isinstance(function, Watched) and function.elsewhere
        return value() if elsewhere else within(CALL_SECONDS if seconds is None else seconds, value)
    except Expired as error:
        return Value(RAISED, str(error), ENDLESS)
    except WrongUnit as error:
        return Value(OTHER, str(error), str(error))
    except RecursionError:
        return Value(RAISED, "RecursionError: it calls itself without end", "RecursionError")
    except SystemExit:
        return Value(RAISED, "SystemExit: it ends the program; use return", "SystemExit")
    except BaseException as error:
        if passes_on(error):
            raise
        if getattr(error, "unfinished", False):
            return Value(RAISED, str(error), ENDLESS)
        return Value(RAISED, explain(error), type_name(error))


def explain(error: BaseException) -> str:
    """Return an exception as one clause: its name and what it says.

    An exception of another process carries the learner's own one in ``ename`` and ``evalue``.
    """
    kind = str(getattr(error, "ename", type_name(error)))
    try:
        text = " ".join(str(getattr(error, "evalue", error)).split())
    except Exception:  # a learner's own exception may do anything
        text = ""
    text = (text if len(text) <= 160 else f"{text[:159]}…").rstrip(".")
    if kind == "KeyError":
        return f"{kind}: there is no key {text}"
    return f"{kind}: {text}" if text else kind


def endless(value: Value) -> str:
    """Say what a call did that was stopped, and where to look."""
    return f"{str(value.value).removeprefix('it ')}. Look for a loop whose end is never reached."


def check_form(contract: Contract, value: Value, args: Sequence[Any]) -> None:
    """Refuse a result that is not of the kind asked for.

    Parameters
    ----------
    contract : Contract
        Its shape says what is returned.
    value : Value
        What the call gave.
    args : sequence
        Its arguments, for the message.

    Raises
    ------
    Refusal
        With a cause of its own for ``...``, None, an exception and a wrong type.
    """
    name, wanted = contract.name, contract.shape["returns"]
    gives = contract.shape.get("gives") or in_words(wanted)
    where = written(contract.shape["parameters"], args)
    if value.kind == OPEN:
        raise Refusal(NOT_ATTEMPTED, not_attempted(name).message)
    if value.kind == NOTHING:
        raise Refusal(
            "function:no-return",
            f"Your {name} returns None for {where}. End it with return and the value; print only shows it.",
        )
    if value.kind == RAISED and re.search(r"^TypeError: \S*\(\) .*positional argument", str(value.value)):
        raise Refusal(
            "function:arity",
            f"The question gives {name} {_count(contract.shape['parameters'])}; yours does not "
            f"take these: {value.value}.",
        )
    if value.kind == RAISED and value.shown == ENDLESS:
        raise Refusal("function:endless", f"For {where} your {name} {endless(value)}")
    if value.kind == RAISED:
        raise Refusal("function:raises", f"For {where} your {name} stopped with {value.value}.")
    if value.kind == OTHER:
        raise Refusal(
            "function:type",
            f"For {where} your {name} returns {_article(value.value)}. Return {gives}.",
        )
    if value.kind == GROUP and isinstance(wanted, (list, tuple)) and len(value.value) == len(wanted):
        backwards = Value(GROUP, value.value[::-1], value.shown)
        if not matches(value, wanted) and matches(backwards, wanted):
            raise Refusal(
                "function:order",
                f"For {where} your {name} returns {value.shown}. Turn the order round, and return {gives}.",
            )
    if not matches(value, wanted):
        raise Refusal(
            "function:type",
            f"For {where} your {name} returns {_called(value)}. Return {gives}.",
        )


def _called(value: Value) -> str:
    """Return a result with its type, where that is what is wrong with it."""
    if value.kind == GROUP:
        what = "values" if any(one.kind != NUMBER for one in value.value) else "numbers"
        kind = "a tuple" if value.shown.startswith("(") else "a list"
        return f"{kind} of {len(value.value)} {what}, {value.shown}"
    return f"the text {value.shown}" if value.kind == TEXT else value.shown


def _article(what: str) -> str:
    return what if " " in what else f"{'an' if what[:1] in 'AEIOUaeiou' else 'a'} {what}"


def matches(value: Value, wanted: Any) -> bool:
    """Say whether a value has the form the contract states."""
    if isinstance(wanted, (list, tuple)):
        return (
            value.kind == GROUP
            and len(value.value) == len(wanted)
            and all(matches(v, w) for v, w in zip(value.value, wanted, strict=True))
        )
    if wanted == "numbers":
        return value.kind == GROUP and all(v.kind in (NUMBER, FLAG) for v in value.value)
    return value.kind == wanted or {value.kind, wanted} <= {NUMBER, FLAG}


def read(contract: Contract, answer: Any) -> Reading:
    """Read a function: one call with the public example tells whether its result has the right form.

    Returns
    -------
    Reading
        The value is the function.

    Raises
    ------
    Refusal
        If it is no function, cannot be called so, raises, or returns something of another kind.
    """
    function = watched(contract, answer)
    shape: Mapping[str, Any] = contract.shape
    value = single(call(function, shape["example"], contract.unit), shape["returns"])
    check_form(contract, value, shape["example"])
    remark = function.remark(contract.name)
    return Reading(function, f"Your function {contract.name}", (remark,) if remark else ())
