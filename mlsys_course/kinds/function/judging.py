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
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function import broken, parts, two_slips
from mlsys_course.kinds.function.in_common import in_common
from mlsys_course.kinds.function.reading import (
    ENDLESS,
    call,
    check_form,
    matches,
    watched,
    written,
)
from mlsys_course.kinds.function.wrong_functions import (
    ROUNDED,
    Probe,
    Wrong,
    edited_functions,
    formula_of,
    probes,
    twice_wrong_functions,
    weighed_terms,
    wrong_functions,
)
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
from mlsys_course.result import NOT_ATTEMPTED, Result, not_attempted
from mlsys_course.scenarios import Scenario

_EXACT = 1e-11
_GIVE_UP = 3  # exceptions of one kind in a row, after which no further call is made


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
    contract = contract_of(exercise)
    function = watched(contract, answer)
    result = _judge(exercise, contract, function)
    remark, note = function.remark(exercise.name), function.note(exercise.name)
    if remark is None or note is None:
        return result
    return replace(result, remarks=(*result.remarks, remark), notes=(*result.notes, note))


def _judge(exercise: Exercise, contract: Contract, function: Callable[..., Any]) -> Result:
    inputs = probes(exercise)
    results, warned = _call_all(function, inputs, exercise.unit)
    given = [single(v, contract.shape["returns"]) for v in results]
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
    remarks = (f"While it ran, Python warned: {warned[0]}.",) if warned else ()
    return Result(False, 0.0, cause, message, exercise.name, remarks)


def _call_all(
    function: Callable[..., Any], inputs: Sequence[Probe], unit: str | None
) -> tuple[list[Value], list[str]]:
    """Call on every input, and stop where nothing but exceptions comes; return the results, and warnings.

    What a limit makes numpy warn of may be as it should; what an ordinary call does is worth telling.
    """
    given: list[Value] = []
    warned: list[str] = []
    for probe in inputs:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            given.append(call(function, probe.args, unit))
        if probe.edge is None:
            warned += [str(one.message) for one in heard if issubclass(one.category, RuntimeWarning)]
        if given[-1].shown == ENDLESS:  # each further call may take as long again
            break
        if len(given) == _GIVE_UP and all(v.kind in (RAISED, NOTHING, OPEN) for v in given):
            break
    return given, warned


def _where(exercise: Exercise, probe: Probe) -> str:
    return written(tuple(inspect.signature(exercise.key).parameters), probe.args)


def _verdict(exercise: Exercise, probe: Probe, value: Value) -> tuple[str | None, str] | None:
    """Return None for a right result, else a cause and sentence of its own (both may be empty)."""
    if value.kind in (RAISED, NOTHING):
        return None, ""
    if exercise.spec.judge_result is not None:
        wanted = contract_of(exercise).shape["returns"]
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
    name, shape = exercise.name, contract_of(exercise).shape
    wrong_at = [i for i, verdict in enumerate(verdicts) if verdict is not None]
    ordinary = [i for i in wrong_at if inputs[i].edge is None]
    first = (ordinary or wrong_at)[0]
    where, value = _where(exercise, inputs[first]), given[first]
    if value.kind == RAISED and "for ^:" in str(value.value):
        return "power:xor", f"In Python ^ is not a power: write ** in your {name}."
    for probe, one in zip(inputs, given, strict=False):
        if one.shown == ENDLESS:
            check_form(contract_of(exercise), one, probe.args)
    # A function whose very form is off says more by that than by its values.
    formless = [
        i for i in ordinary if given[i].kind in (RAISED, NOTHING) or not matches(given[i], shape["returns"])
    ]
    if formless and len(formless) == len(ordinary):
        swapped = _named(exercise, inputs, given, wrong_at)
        if swapped is not None and given[formless[0]].kind == GROUP:
            return swapped[0], f"{swapped[1]} For {where} your {name} returns {value.shown}."
        if len(formless) == sum(p.edge is None for p in inputs[: len(given)]) or given[first].kind == RAISED:
            check_form(contract_of(exercise), value, inputs[first].args)
        if given[first].kind == NOTHING:
            return (
                "function:no-return",
                f"For {where} your {name} returns None, but a value for other arguments. One of its branches "
                "has no return.",
            )
        check_form(contract_of(exercise), value, inputs[first].args)
    own = [verdicts[i] for i in wrong_at if verdicts[i] and verdicts[i][0]]  # type: ignore[index]
    if own and own[0] is not None:
        return own[0][0], f"For {where}: {own[0][1]}"
    shown = f"For {where} your {name} returns {value.shown}."
    if not ordinary:
        return _at_edges(exercise, inputs, given, wrong_at)
    for look in _LOOKS if formula_of(exercise) else _LOOKS_WITHOUT_FORMULA:
        found = look(exercise, inputs, given, wrong_at)
        if found is not None:
            return found[0], f"{found[1]} {shown}"
    called = [i for i, p in enumerate(inputs[: len(given)]) if p.edge is None]
    right_calls = [inputs[i].args for i in called if i not in ordinary]
    what = in_common(
        tuple(inspect.signature(exercise.key).parameters), right_calls, [inputs[i].args for i in ordinary]
    )
    if what is not None:
        return (
            "function:where",
            f"{shown} Your {name} is wrong whenever {what}, and right in all other calls.",
        )
    ordinary_count = len(called)
    if 2 * len(ordinary) < ordinary_count:
        return (
            "function:some",
            f"{shown} That is wrong, but {ordinary_count - len(ordinary)} of {ordinary_count} calls are "
            "right: what is special about this one?",
        )
    return None, f"{shown} That is not right: work this case out by hand and compare."


def _at_edges(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str | None, str]:
    """Say at which limit a function fails that is right elsewhere."""
    index = wrong_at[0]
    edge, value = inputs[index].edge, given[index]
    where = _where(exercise, inputs[index])
    did = f"stops with {value.value}" if value.kind == RAISED else f"returns {value.shown or 'None'}"
    return edge.cause, f"Right, but not at a limit: for {where} your function {did}. {edge.message}"


def _named(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of the wrong function that agrees, on all inputs or on all but the limits."""
    return _agreeing(wrong_functions(exercise), inputs, given, wrong_at, _EXACT)


def _written(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of a wrong function that the exercise's author wrote down."""
    known = [wrong for wrong in wrong_functions(exercise) if wrong.by_hand]
    return _agreeing(known, inputs, given, wrong_at, _EXACT)


def _nearly_named(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return the same within the exercise's tolerance, for results that were rounded."""
    return _agreeing(wrong_functions(exercise), inputs, given, wrong_at, exercise.rtol)


def _edited(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of a single edit of the key's formula."""
    return _agreeing(edited_functions(exercise), inputs, given, wrong_at, _EXACT)


def _slipped(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of a slip in the source of a right function."""
    return _explained(exercise, inputs, given, _EXACT)


def _nearly_slipped(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return the same within the exercise's tolerance, for results that were rounded."""
    return _explained(exercise, inputs, given, exercise.rtol)


def _explained(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], rtol: float
) -> tuple[str, str] | None:
    if len(given) < _GIVE_UP:
        return None
    everywhere = [i for i, value in enumerate(given) if _comparable(value)]
    for where in (everywhere, [i for i in everywhere if inputs[i].edge is None]):
        found = broken.explain(exercise, inputs, given, where, rtol)
        if found is not None:
            return found
    return None


def _rounded(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find results that are right to some decimals and have no more of them, halves rounded up or down."""
    rights, values = numbers([p.right for p in inputs]), numbers(given)
    if rights is None or values is None or len(values) < len(rights):
        return None
    pairs = [(v, r) for v, r in zip(values, rights, strict=True) if math.isfinite(v) and math.isfinite(r)]
    for digits in range(7):
        half = 0.5 * 10.0**-digits + _noise(exercise)
        if all(round(v, digits) == v and abs(v - r) <= half for v, r in pairs):
            return ROUNDED
    return None


def _named_twice(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return causes and sentence of two mistakes at once."""
    return _agreeing(twice_wrong_functions(exercise), inputs, given, wrong_at, _EXACT)


def _slipped_twice(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return causes and sentence of two slips in different terms, factors, branches or values."""
    return two_slips.explain(exercise, given, wrong_at)


def _weighed(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Return cause and sentence of a sum whose terms have other weights than they should."""
    return weighed_terms(exercise, given) if len(given) == len(inputs) else None


def _agreeing(
    known: Sequence[Wrong],
    inputs: Sequence[Probe],
    given: Sequence[Value],
    wrong_at: Sequence[int],
    rtol: float,
) -> tuple[str, str] | None:
    if len(given) < _GIVE_UP:
        return None
    everywhere = [i for i, value in enumerate(given) if _comparable(value)]
    for where in (everywhere, [i for i in everywhere if inputs[i].edge is None]):
        if not set(where) & set(wrong_at):
            continue
        for wrong in known:
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
        return "constant", "Your function always returns the same value. Use its arguments, not fixed ones."
    for i, name in enumerate(inspect.signature(exercise.key).parameters):
        if all(
            len(p.args) > i and same(v, _as_value(p.args[i]), _EXACT)
            for v, p in zip(given, inputs, strict=True)
        ):
            return f"returns:{name}", f"Your function returns its own argument {name}."
    return None


def _mostly(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find the wrong function behind most of the wrong results, where another mistake is in the rest."""
    called = [i for i, value in enumerate(given) if inputs[i].edge is None and _comparable(value)]
    failing = [i for i in called if i in wrong_at]
    found: list[tuple[int, Wrong]] = []
    for wrong in wrong_functions(exercise):
        met = [i for i in called if _agree(given[i], wrong.values[i], inputs[i], _EXACT)]
        explained = [i for i in met if i in wrong_at]
        # What is right has to be right with that mistake, too: else it is not the learner's.
        if wrong.by_hand and len(met) - len(explained) == len(called) - len(failing):
            different = {given[i].shown for i in explained}
            if len(different) >= _GIVE_UP and len(failing) < 2 * len(explained) < 2 * len(failing):
                found.append((len(explained), wrong))
    if not found:
        return None
    _, best = max(found, key=lambda pair: pair[0])
    return best.cause, f"Most wrong calls show this: {best.message} In the others something else is wrong."


def _parts(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find the one value of several that is wrong, and what was done to it."""
    if len(given) < len(inputs):
        return None
    # At a limit an otherwise whole function may stop, which says nothing about its parts.
    kept = [i for i, p in enumerate(inputs) if p.edge is None or given[i].kind not in (RAISED, NOTHING)]
    inputs, given = [inputs[i] for i in kept], [given[i] for i in kept]
    rights = [p.right for p in inputs]
    if all(v.kind == TEXT for v in (*rights, *given)):
        return parts.renamed(rights, given)
    sizes = {len(v.value) if v.kind == GROUP else 0 for v in (*rights, *given)}
    if len(sizes) != 1 or not 1 < max(sizes) <= len(parts.PLACES):
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
    found = parts.explain(exercise, inputs, mine, wanted, k)
    head = f"Only the {parts.PLACES[k]} value that you return is wrong."
    return (found[0], f"{head} {found[1]}") if found else (f"part:{k + 1}", head)


def _words(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find texts of the results that have changed places or are always the same: nothing says it better."""
    found = _parts(exercise, inputs, given, wrong_at)
    return found if found is not None and found[0].split(":")[0] in ("swapped", "constant") else None


def _idle(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find an argument without effect."""
    if len(given) < len(inputs):
        return None
    for i, name in enumerate(inspect.signature(exercise.key).parameters):
        pairs = _pairs_differing_in(inputs, i)
        matter = any(not same(inputs[a].right, inputs[b].right, _EXACT) for a, b in pairs)
        # To the last digit: a term that is merely small beside the others does have an effect.
        idle = matter and all(same(given[a], given[b], 0.0, 0.0) for a, b in pairs)
        if idle and not any(_holds(value, probe.args[i]) for value, probe in zip(given, inputs, strict=True)):
            return (
                f"ignores:{name}",
                f"Your result does not change with {name}. Did you write a fixed number in its place?",
            )
    return None


def _holds(value: Value, argument: Any) -> bool:
    """Say whether a result is an argument, or holds it."""
    parts = value.value if value.kind == GROUP else (value,)
    return any(same(part, _as_value(argument), _EXACT) for part in parts)


def _pattern(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], wrong_at: Sequence[int]
) -> tuple[str, str] | None:
    """Find a constant factor, a constant difference."""
    if len(given) < len(inputs):
        return None
    rights, values = numbers([p.right for p in inputs]), numbers(given)
    if rights and values:
        finite = [
            (v, r) for v, r in zip(values, rights, strict=True) if math.isfinite(r) and math.isfinite(v)
        ]
        ratios = [v / r for v, r in finite if r]
        if len(ratios) > 2 and ratios[0] and all(abs(x / ratios[0] - 1) < 1e-9 for x in ratios):
            return (
                "factor",
                (
                    "Your result is off by the same factor everywhere. The form is right, but a "
                    "constant is wrong."
                ),
            )
        steps = [v - r for v, r in finite]
        if len(steps) > 2 and steps[0] and max(steps) - min(steps) < _noise(exercise):
            return (
                "offset",
                "Your result is off by the same amount everywhere. It has a term too many or too few.",
            )
    return None


def _as_value(value: Any) -> Value:
    try:
        return plain(value)
    except ValueError:
        return Value(NOTHING, None, "")


def _pairs_differing_in(inputs: Sequence[Probe], index: int) -> list[tuple[int, int]]:
    """Return pairs of inputs that differ in one argument alone."""
    found = []
    for (a, one), (b, two) in itertools.combinations(enumerate(inputs), 2):
        if len(one.args) != len(two.args) or one.edge or two.edge or index >= len(one.args):
            continue
        rest = all(
            _equal(x, y) == (k != index) for k, (x, y) in enumerate(zip(one.args, two.args, strict=True))
        )
        if rest:
            found.append((a, b))
    return found


def _equal(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)


_LOOKS = (
    _named,
    _flat,
    _edited,
    _slipped,
    _rounded,
    _named_twice,
    _slipped_twice,
    _idle,
    _weighed,
    _nearly_named,
    _parts,
    _pattern,
    _mostly,
)
"""Where a cause is looked for, in this order, if the key is a formula."""

_LOOKS_WITHOUT_FORMULA = (
    _written,
    _flat,
    _words,
    _slipped,
    _rounded,
    _slipped_twice,
    _idle,
    _nearly_slipped,
    _parts,
    _pattern,
    _mostly,
)
"""The same for any other key: all that can be said of it is weighed at once."""


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
        if value.shown == ENDLESS:
            problem = f"{str(value.value).removeprefix('it ')}"
        elif value.kind == RAISED:
            problem = f"stopped with {value.value}"
        elif value.kind == NOTHING:
            problem = "returns None"
        else:
            problem = f"returns {value.shown}"
        return Result(
            False,
            0.0,
            "function:quantities",
            f"Right with plain numbers, but for the quantities {where} your {exercise.name} {problem}. "
            "Write a plain formula, which works for both.",
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
