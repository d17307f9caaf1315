"""Judging a function: call it on many inputs and find the wrong function it agrees with.

A call may cross into another process, so there are few of them (`MAX_CALLS`), made once and compared
with everything that is known: the key, the hand-written wrong functions, the key's own tree broken on
purpose, the key with two arguments exchanged, and simple changes of its result.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import NONE, Evaluator, trace
from mlsys_course.diagnosis.expression import Value as TreeValue
from mlsys_course.diagnosis.mutants import Names, mutants
from mlsys_course.exercise import Exercise
from mlsys_course.reading import Refusal
from mlsys_course.reading._plain import (
    GROUP,
    NOTHING,
    NUMBER,
    OPEN,
    RAISED,
    TEXT,
    Value,
    numbers,
    plain,
    same,
    single,
)
from mlsys_course.reading._words import squeeze
from mlsys_course.reading.function import as_function, call, check_form, matches, written
from mlsys_course.result import NOT_ATTEMPTED, Result, not_attempted
from mlsys_course.scenarios import Scenario

MAX_CALLS = 60
_EXACT = 1e-6
_LIKELY = 0.4  # mistakes at least so plausible are looked for in pairs
_GIVE_UP = 3  # exceptions of one kind in a row, after which no further call is made


@dataclass(frozen=True)
class Probe:
    """One input: its arguments, what the key gives, and which edge it is, if any."""

    args: tuple[Any, ...]
    right: Value
    edge: Any = None


@dataclass(frozen=True)
class Wrong:
    """A wrong function by its values on all inputs."""

    cause: str
    message: str
    values: tuple[Value, ...]


# ---------------------------------------------------------------------------------------------- the inputs


@functools.lru_cache(maxsize=64)
def probes(exercise: Exercise) -> tuple[Probe, ...]:
    """Return the inputs of an exercise with the key's results, the same in every run.

    The order is: the author's cases, generated ones, generated ones that differ in one argument from the
    first of these, edges.
    """
    spec = exercise.spec
    ordinary = [tuple(args) for args in spec.cases]
    if spec.generate is not None:
        draw = random.Random(exercise.name)  # the same inputs in every run
        made = [tuple(spec.generate(draw)) for _ in range(spec.count)]
        ordinary += made
        if spec.independent and len(made) > 1:
            base, other = made[0], made[1]
            ordinary += [(*base[:i], other[i], *base[i + 1 :]) for i in range(len(base))]
    room = MAX_CALLS - len(spec.edges) - 3
    found = [Probe(args, call(exercise.key, args, exercise.unit)) for args in ordinary[:room]]
    found += [Probe(tuple(e.args), call(exercise.key, e.args, exercise.unit), e) for e in spec.edges]
    return tuple(found)


# ---------------------------------------------------------------------------------------- wrong functions


@functools.lru_cache(maxsize=64)
def wrong_functions(exercise: Exercise) -> tuple[Wrong, ...]:
    """Return every known wrong function of an exercise that differs from the key, most plausible first."""
    inputs = probes(exercise)
    found = []
    for misconception in exercise.misconceptions:
        values = tuple(call(misconception.wrong, p.args, exercise.unit) for p in inputs)
        found.append(Wrong(misconception.cause, misconception.message, values))
    found += _tree_mutants(exercise)
    for cause, message, function in _exchanged(exercise):
        found.append(Wrong(cause, message, tuple(call(function, p.args, exercise.unit) for p in inputs)))
    found += [Wrong(*change) for change in _changed_results(inputs)]
    return tuple(wrong for wrong in found if _differs(wrong.values, inputs, exercise.rtol))


@functools.lru_cache(maxsize=64)
def _wrong_twice(exercise: Exercise) -> tuple[Wrong, ...]:
    """Return pairs of mistakes; looked at where no single one fits."""
    inputs = probes(exercise)
    pairs = _tree_mutants(exercise, depth=2)
    return tuple(wrong for wrong in pairs if _differs(wrong.values, inputs, exercise.rtol))


def _differs(values: Sequence[Value], inputs: Sequence[Probe], rtol: float) -> bool:
    return not all(same(v, p.right, rtol) for v, p in zip(values, inputs, strict=True))


def _tree_mutants(exercise: Exercise, depth: int = 1) -> list[Wrong]:
    """Return the key's tree, broken in every way the engine knows, by its values on all inputs.

    Parameters
    ----------
    exercise : Exercise
        Its key need not be a plain formula: then there is nothing to return.
    depth : int
        1 for single breaks, 2 for pairs of likely ones.
    """
    names = tuple(inspect.signature(exercise.key).parameters)
    inputs = probes(exercise)
    columns = [
        _column([p.args[i] for p in inputs if i < len(p.args)], len(inputs)) for i in range(len(names))
    ]
    tree = trace(exercise.key, names)
    if tree is None or any(column is None for column in columns):
        return []
    arrays = dict(zip(names, columns, strict=True))
    value_of = Evaluator(lambda part, _: TreeValue((arrays[part.detail], NONE)), plain=True)
    speak = Names({})
    broken = sorted(mutants(tree, speak), key=lambda m: -m.prior)
    ways = [(m.slug, f"That is what comes out when {m.clause}.", m.tree) for m in broken]
    if depth == 2:
        likely = [
            (m.slug, f"That is what comes out when {m.clause}", m.tree) for m in broken if m.prior >= _LIKELY
        ]
        for known in exercise.misconceptions:
            wrong = trace(known.wrong, names)
            if wrong is not None and wrong is not tree:
                likely.append((known.cause, f"{known.message} Besides", wrong))
        ways = [
            (
                f"{slug}+{second.slug}",
                f"{message}, and {second.clause}.".replace("Besides, and", "Besides,"),
                second.tree,
            )
            for slug, message, first in likely
            for second in mutants(first, speak)
            if second.prior >= _LIKELY and second.tree is not tree
        ]
    found = []
    for slug, message, wrong in ways:
        value = value_of(wrong)
        if value is None or value.array.shape[1] != 1:
            continue
        column = np.broadcast_to(value.array, (len(inputs), 1))[:, 0]
        values = tuple(Value(NUMBER, float(v), "") for v in column)
        found.append(Wrong(slug, message.replace("q.", ""), values))
    return found


def _column(values: Sequence[Any], size: int) -> Any:
    """Return one argument of all calls as a column, or None where it is not always a number."""
    if len(values) != size or not all(isinstance(v, (int, float)) for v in values):
        return None
    return np.array(values, dtype=float)[:, None]


def _exchanged(exercise: Exercise) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Return the key with two of its arguments exchanged."""
    names = list(inspect.signature(exercise.key).parameters)
    for i, j in itertools.combinations(range(len(names)), 2):

        def wrong(*args: Any, i: int = i, j: int = j) -> Any:
            moved = list(args)
            if j < len(moved):
                moved[i], moved[j] = moved[j], moved[i]
            return exercise.key(*moved)

        yield (
            f"swapped:{names[i]}-{names[j]}",
            f"That is what comes out with {names[i]} and {names[j]} exchanged.",
            wrong,
        )


_FACTORS = {
    -1.0: ("sign", "The sign is turned round."),
    8.0: ("scale:8", "It is 8 times too large throughout: bits and bytes?"),
    0.125: ("scale:1/8", "It is 8 times too small throughout: bits and bytes?"),
    1e3: ("scale:1000", "It is 1000 times too large throughout: look at the unit of the result."),
    1e-3: ("scale:1/1000", "It is 1000 times too small throughout: look at the unit of the result."),
    1e6: ("scale:1e6", "It is a million times too large throughout: look at the unit of the result."),
    1e-6: ("scale:1e-6", "It is a million times too small throughout: look at the unit of the result."),
    100.0: ("scale:100", "It is 100 times too large throughout: a fraction, not a percentage, is asked for."),
    0.01: ("scale:1/100", "It is 100 times too small throughout: a percentage?"),
    3600.0: ("scale:3600", "It is 3600 times too large throughout: hours and seconds?"),
    1 / 3600: ("scale:1/3600", "It is 3600 times too small throughout: hours and seconds?"),
    60.0: ("scale:60", "It is 60 times too large throughout: minutes and seconds?"),
    1 / 60: ("scale:1/60", "It is 60 times too small throughout: minutes and seconds?"),
    2.0: ("scale:2", "It is twice what is asked for, throughout."),
    0.5: ("scale:1/2", "It is half of what is asked for, throughout."),
    math.log(2): ("log:natural-for-2", "Two logarithms are mixed up throughout: the natural one "
    "and that to base 2."),
    1 / math.log(2): ("log:2-for-natural", "Two logarithms are mixed up throughout: the natural "
    "one and that to base 2."),
    math.log(10): ("log:natural-for-10", "Two logarithms are mixed up throughout: the natural one "
    "and that to base 10."),
    1 / math.log(10): ("log:10-for-natural", "Two logarithms are mixed up throughout: the natural "
    "one and that to base 10."),
}  # fmt: skip


def _changed_results(inputs: Sequence[Probe]) -> Iterator[tuple[str, str, tuple[Value, ...]]]:
    """Return simple changes of the right results: another factor, the inverse, what remains, rounding."""
    rights = [p.right for p in inputs]
    if any(v.kind == GROUP for v in rights):
        yield (
            "order",
            "The values of the result are the other way round.",
            tuple(Value(GROUP, v.value[::-1], "") if v.kind == GROUP else v for v in rights),
        )
    values = numbers(rights)
    if values is None:
        return

    def each(change: Callable[[float], float]) -> tuple[Value, ...]:
        out = []
        for value in values:
            try:
                out.append(Value(NUMBER, change(value), ""))
            except (ArithmeticError, ValueError):
                out.append(Value(RAISED, "", ""))
        return tuple(out)

    for factor, (cause, message) in _FACTORS.items():
        yield cause, message, each(lambda v, f=factor: v * f)  # type: ignore[misc]
    yield (
        "inverted",
        "It is the inverse of what is asked for: the fraction is upside down.",
        each(lambda v: 1 / v),
    )
    yield "remainder", "It is what remains up to 1, not the share that is asked for.", each(lambda v: 1 - v)
    yield "minus-one", "It is 1 less than what is asked for, throughout.", each(lambda v: v - 1)
    yield "plus-one", "It is 1 more than what is asked for, throughout.", each(lambda v: v + 1)
    yield "square-root", "It is the square root of what is asked for.", each(math.sqrt)
    yield "squared", "It is the square of what is asked for.", each(lambda v: v * v)
    yield "absolute", "The sign is lost: negative results come out positive.", each(abs)
    for digits in range(7):
        yield (
            "rounded",
            "The result is rounded inside the function, which loses what small results consist of. "
            "Return it unrounded.",
            each(lambda v, d=digits: round(v, d)),  # type: ignore[misc]
        )
    yield (
        "integer-division",
        "The result is cut to a whole number: // or int() in place of /?",
        each(math.floor),
    )


# -------------------------------------------------------------------------------------------------- judging


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge a function.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Function`.
    answer : object
        The learner's function, or a stand-in that calls it in another process.
    scenario : Scenario, optional
        Not used: a function is judged on inputs of its own.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer is no function, or a call has no result of the kind asked for.
    """
    contract = exercise.contract()
    function = as_function(contract, answer)
    inputs = probes(exercise)
    given = [single(v, contract.shape["returns"]) for v in _call_all(function, inputs, exercise.unit)]
    if given[0].kind == OPEN:
        return not_attempted(exercise.name)
    for probe, value in zip(inputs, given, strict=False):
        if value.kind == OPEN:
            raise Refusal(
                NOT_ATTEMPTED,
                f"For {_where(exercise, probe)} your {exercise.name} still returns ..., the stub's.",
            )
    verdicts = [_verdict(exercise, p, v) for p, v in zip(inputs, given, strict=False)]
    if len(given) == len(inputs) and not any(verdicts):
        return _with_units(exercise, function, contract.shape["returns"])
    for alternative in exercise.accepted:
        values = [call(alternative.value, p.args, exercise.unit) for p in inputs]
        if len(given) == len(inputs) and all(map(lambda a, b: same(a, b, exercise.rtol), given, values)):
            return Result(True, alternative.score, alternative.cause, alternative.message, exercise.name)
    cause, message = _explain(exercise, inputs, given, verdicts)
    return Result(False, 0.0, cause, message, exercise.name)


def _call_all(function: Callable[..., Any], inputs: Sequence[Probe], unit: str | None) -> list[Value]:
    """Call on every input; stop where nothing but exceptions comes."""
    given: list[Value] = []
    for probe in inputs:
        given.append(call(function, probe.args, unit))
        if len(given) == _GIVE_UP and all(v.kind in (RAISED, NOTHING, OPEN) for v in given):
            break
    return given


def _where(exercise: Exercise, probe: Probe) -> str:
    return written(tuple(inspect.signature(exercise.key).parameters), probe.args)


def _verdict(exercise: Exercise, probe: Probe, value: Value) -> tuple[str | None, str] | None:
    """Return None for a right result, else a cause and sentence of its own (both may be empty)."""
    if value.kind in (RAISED, NOTHING):
        return None, ""
    if exercise.spec.judge_result is not None:
        wanted = exercise.contract().shape["returns"]
        if not matches(value, wanted):
            return None, ""
        found: tuple[str, str] | None = exercise.spec.judge_result(probe.args, unwrap(value))
        return found
    return None if same(value, probe.right, exercise.rtol, _noise(exercise)) else (None, "")


@functools.lru_cache(maxsize=64)
def _noise(exercise: Exercise) -> float:
    """Return what counts as zero beside the exercise's results."""
    sizes = [abs(p.right.value) for p in probes(exercise) if p.right.kind == NUMBER]
    return 1e-9 * max([size for size in sizes if math.isfinite(size)], default=1e-3)


def unwrap(value: Value) -> Any:
    """Return a value as plain Python: floats, texts, tuples.

    >>> unwrap(plain(([1, 2], 0.5)))
    ((1.0, 2.0), 0.5)
    """
    return tuple(unwrap(v) for v in value.value) if value.kind == GROUP else value.value


def _explain(
    exercise: Exercise,
    inputs: Sequence[Probe],
    given: Sequence[Value],
    verdicts: Sequence[tuple[str | None, str] | None],
) -> tuple[str | None, str]:
    """Return cause and sentence of a function that is wrong somewhere."""
    name, shape = exercise.name, exercise.contract().shape
    wrong_at = [i for i, verdict in enumerate(verdicts) if verdict is not None]
    ordinary = [i for i in wrong_at if inputs[i].edge is None]
    first = (ordinary or wrong_at)[0]
    where, value = _where(exercise, inputs[first]), given[first]
    # A function whose very form is off says more by that than by its values.
    formless = [
        i for i in ordinary if given[i].kind in (RAISED, NOTHING) or not matches(given[i], shape["returns"])
    ]
    if formless and len(formless) == len(ordinary):
        swapped = _named(exercise, inputs, given, wrong_at)
        if swapped is not None and given[formless[0]].kind == GROUP:
            return swapped[0], f"{swapped[1]} For {where} your {name} returns {value.shown}."
        if len(formless) == sum(p.edge is None for p in inputs[: len(given)]) or given[first].kind == RAISED:
            check_form(exercise.contract(), value, inputs[first].args)
        if given[first].kind == NOTHING:
            return (
                "function:no-return",
                f"For {where} your {name} returns None, for other arguments a value: one of its "
                "branches has no return.",
            )
        check_form(exercise.contract(), value, inputs[first].args)
    own = [verdicts[i] for i in wrong_at if verdicts[i] and verdicts[i][0]]  # type: ignore[index]
    if own and own[0] is not None:
        return own[0][0], f"For {where}: {own[0][1]}"
    shown = f"For {where} your {name} returns {value.shown}."
    if not ordinary:
        return _at_edges(exercise, inputs, given, wrong_at)
    for look in (_named, _flat, _named_twice, _parts, _pattern):
        found = look(exercise, inputs, given, wrong_at)
        if found is not None:
            return found[0], f"{found[1]} {shown}"
    ordinary_count = sum(p.edge is None for p in inputs[: len(given)])
    if len(ordinary) < ordinary_count:
        return (
            "function:some",
            f"{shown} That is not right, while {ordinary_count - len(ordinary)} of "
            f"{ordinary_count} calls are: "
            "what is special about this one?",
        )
    return None, f"{shown} That is not what the question asks for. Work this case out by hand and compare."


def _at_edges(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str | None, str]:
    """Say at which limit a function fails that is right elsewhere."""
    index = wrong_at[0]
    edge, value = inputs[index].edge, given[index]
    where = _where(exercise, inputs[index])
    if value.kind == RAISED:
        end = f"Your function stopped with {value.value} there"
    else:
        end = f"Yours returns {value.shown or 'None'} there"
    return edge.cause, f"Right for ordinary arguments, but not at a limit: {where}. {edge.message} {end}."


def _named(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of the wrong function that agrees, on all inputs or on all but the limits."""
    return _agreeing(wrong_functions, exercise, inputs, given, wrong_at)


def _named_twice(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return causes and sentence of two mistakes at once."""
    return _agreeing(_wrong_twice, exercise, inputs, given, wrong_at)


def _agreeing(
    known: Callable[[Exercise], tuple[Wrong, ...]],
    exercise: Exercise,
    inputs: Sequence[Probe],
    given: Sequence[Value],
    wrong_at: Sequence[int],
) -> tuple[str, str] | None:
    if len(given) < _GIVE_UP:
        return None
    for rtol, with_edges in itertools.product((_EXACT, exercise.rtol), (True, False)):
        where = [
            i
            for i, value in enumerate(given)
            if (with_edges or inputs[i].edge is None) and _comparable(value)
        ]
        if not set(where) & set(wrong_at):
            continue
        for wrong in known(exercise):
            if all(_agree(given[i], wrong.values[i], inputs[i], rtol) for i in where):
                return wrong.cause, wrong.message
    return None


def _agree(given: Value, wrong: Value, probe: Probe, rtol: float) -> bool:
    """Say whether a result is a wrong function's; where that one has none at a limit, any will do."""
    return same(given, wrong, rtol) or (probe.edge is not None and wrong.kind == RAISED)


def _comparable(value: Value) -> bool:
    return value.kind in (NUMBER, TEXT, GROUP) or value.kind == "flag"


def _flat(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find a function that is hardly one: always the same value, or an argument as it came in."""
    if len(given) < len(inputs) or len(given) < _GIVE_UP:
        return None
    if all(same(v, given[0], _EXACT) for v in given):
        return "constant", "Whatever its arguments are, it returns the same: use them, not fixed numbers."
    for i, name in enumerate(inspect.signature(exercise.key).parameters):
        if all(
            len(p.args) > i and same(v, _as_value(p.args[i]), _EXACT)
            for v, p in zip(given, inputs, strict=True)
        ):
            return f"returns:{name}", f"It returns its own argument {name}."
    return None


_PLACES = ("first", "second", "third", "fourth")


def _parts(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find the one value of several that is wrong, and what was done to it."""
    rights = [p.right for p in inputs]
    if len(given) < len(inputs):
        return None
    if all(v.kind == TEXT for v in (*rights, *given)):
        return _renamed(rights, given)
    sizes = {len(v.value) if v.kind == GROUP else 0 for v in (*rights, *given)}
    if len(sizes) != 1 or not 1 < max(sizes) <= len(_PLACES):
        return None
    off = [
        k
        for k in range(max(sizes))
        if not all(same(g.value[k], r.value[k], exercise.rtol) for g, r in zip(given, rights, strict=True))
    ]
    if len(off) != 1 or len(off) == max(sizes):
        return None
    (k,) = off
    mine, wanted = [g.value[k] for g in given], [r.value[k] for r in rights]
    head = f"Only the {_PLACES[k]} value of the result is off."
    if all(v.kind == TEXT for v in (*mine, *wanted)):
        found = _renamed(wanted, mine)
        return (found[0], f"{head} {found[1]}") if found else (f"part:{k + 1}", head)
    alone = [Probe(p.args, v, p.edge) for p, v in zip(inputs, wanted, strict=True)]
    for cause, message, values in _changed_results(alone):
        if all(same(a, b, _EXACT) for a, b in zip(mine, values, strict=True)):
            return cause, f"{head} {message}"
    return f"part:{k + 1}", head


def _renamed(rights: Sequence[Value], given: Sequence[Value]) -> tuple[str, str] | None:
    """Find two texts that have changed places throughout."""
    pairs = {(squeeze(r.value), squeeze(g.value)): r.value for r, g in zip(rights, given, strict=True)}
    names = list(dict.fromkeys(right for right, _ in pairs))
    if len(pairs) == len(names) == 2 and set(pairs) == {(names[0], names[1]), (names[1], names[0])}:
        one, two = pairs[names[0], names[1]], pairs[names[1], names[0]]
        return f"swapped:{one}-{two}", f"{one!r} and {two!r} have changed places."
    if len({squeeze(g.value) for g in given}) == 1 and len(names) > 1:
        return "constant", f"It says {given[0].value!r} whatever the arguments are."
    return None


def _pattern(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find an argument without effect, a constant factor, a constant difference."""
    if len(given) < len(inputs):
        return None
    for i, name in enumerate(inspect.signature(exercise.key).parameters):
        pairs = _pairs_differing_in(inputs, i)
        # To the last digit: a term that is merely small beside the others does have an effect.
        if pairs and all(same(given[a], given[b], 0.0, 0.0) for a, b in pairs):
            return (
                f"ignores:{name}",
                f"The result does not change when {name} does: {name} has no effect in it.",
            )
    rights, values = numbers([p.right for p in inputs]), numbers(given)
    if rights and values:
        finite = [
            (v, r) for v, r in zip(values, rights, strict=True) if math.isfinite(r) and math.isfinite(v)
        ]
        ratios = [v / r for v, r in finite if r]
        if len(ratios) > 2 and ratios[0] and all(abs(x / ratios[0] - 1) < 1e-9 for x in ratios):
            return (
                "factor",
                "It differs from what is asked for by one and the same factor everywhere: the form is right, "
                "a constant is not.",
            )
        steps = [v - r for v, r in finite]
        if len(steps) > 2 and steps[0] and max(steps) - min(steps) < _noise(exercise):
            return (
                "offset",
                "It differs from what is asked for by one and the same amount everywhere: a term too many or "
                "too few.",
            )
    return None


def _as_value(value: Any) -> Value:
    try:
        return plain(value)
    except ValueError:
        return Value(NOTHING, None, "")


def _pairs_differing_in(inputs: Sequence[Probe], index: int) -> list[tuple[int, int]]:
    """Return pairs of inputs that differ in one argument alone and have different right results."""
    found = []
    for (a, one), (b, two) in itertools.combinations(enumerate(inputs), 2):
        if len(one.args) != len(two.args) or one.edge or two.edge or index >= len(one.args):
            continue
        rest = all(
            _equal(x, y) == (k != index) for k, (x, y) in enumerate(zip(one.args, two.args, strict=True))
        )
        if rest and not same(one.right, two.right, _EXACT):
            found.append((a, b))
    return found


def _equal(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)


# ---------------------------------------------------------------------------------------------- quantities


def _with_units(exercise: Exercise, function: Callable[..., Any], wanted: Any) -> Result:
    """Judge the calls with quantities, for a function that is right with plain numbers."""
    accepted = Result(
        True, 1.0, None, f"{exercise.name} is right for every argument it was called with.", exercise.name
    )
    units = exercise.spec.units
    if not units:
        return accepted
    names = tuple(inspect.signature(exercise.key).parameters)
    ordinary = [p for p in probes(exercise) if p.edge is None][:3]
    for turn, probe in enumerate(ordinary):
        args = [_dressed(arg, units.get(name), turn) for name, arg in zip(names, probe.args, strict=False)]
        value = single(call(function, args, exercise.unit), wanted)
        if same(value, probe.right, exercise.rtol):
            continue
        where = written(names, args)
        if value.kind == RAISED:
            problem = f"stopped with {value.value}"
        elif value.kind == NOTHING:
            problem = "returns None"
        else:
            problem = f"returns {value.shown}"
        return Result(
            False,
            0.0,
            "function:quantities",
            f"Right with plain numbers, but with quantities ({where}) your {exercise.name} {problem}. "
            "Leave the units to the arguments: a plain formula works for both.",
            exercise.name,
        )
    return accepted


def _dressed(value: Any, unit: str | None, turn: int) -> Any:
    """Return a number as a quantity, in the unit itself or in a larger one of the same dimension."""
    if unit is None:
        return value
    from mlsys_course.units import registry

    quantity = registry().Quantity(value, unit)
    return quantity.to_compact() if turn % 2 else quantity
