"""Which slip in a right function makes it behave like the learner's.

Every slip (`mlsys_course.kinds.function.breaks`) is written into the source of each right function, and that
is called on the same inputs as the learner's, one after the other while both agree. What came out is kept for
the next learner. Several slips may give the same function: the table of odds says which of them is told.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
import math
import re
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mlsys_course import readable
from mlsys_course.diagnosis.odds import CHANCE, OTHER, PARTS, TWO_OF_FUNCTIONS, tell
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.breaks import ASSIGN, BEGIN, END, RETURN, Break, breaks
from mlsys_course.kinds.function.edits import FACTORS
from mlsys_course.kinds.function.reading import call
from mlsys_course.kinds.function.source import Source, sources
from mlsys_course.kinds.function.wrong_functions import Probe, Wrong, formula_of, probes, wrong_functions
from mlsys_course.reading._plain import FLAG, GROUP, NUMBER, RAISED, TEXT, Value, same
from mlsys_course.reading._words import squeeze

_MANY = 1500
"""Slips that are looked at in one source."""

SECONDS = 1.0
"""How long one call of a changed function may take: none comes near it, as its steps are counted."""

_DIGITS = 1e-6
"""How likely it is that a number with a fraction agrees by chance."""


class Broken:
    """A slip, and what the function does that has it.

    Parameters
    ----------
    slip : Break
        What is told of it.
    make : callable
        Returns the function.
    exercise : Exercise
        Its inputs are those of the calls.
    """

    def __init__(self, slip: Break, make: Callable[[], Callable[..., Any]], exercise: Exercise) -> None:
        self.slip, self._make, self._exercise = slip, make, exercise
        self._values: dict[int, Value] = {}
        self._function: Callable[..., Any] | None = None

    @property
    def kind(self) -> str:
        """Family of the mistake, as in the table of odds."""
        return self.slip.slug.split(":")[0]

    def value(self, place: int) -> Value:
        """Return what comes out at an input; an exception is a value, too."""
        if place not in self._values:
            function = self._function or self._made()
            self._function = function if self._values else None  # most are called once in their lives
            args = probes(self._exercise)[place].args
            self._values[place] = call(function, args, self._exercise.unit, SECONDS)
        return self._values[place]

    def run(self, *args: Any) -> Any:
        """Call the function that has the slip."""
        return self._made()(*args)

    def _made(self) -> Callable[..., Any]:
        try:
            return self._make()
        except (SyntaxError, ValueError, TypeError, RecursionError):
            return _nothing


def _nothing(*_: Any) -> Any:
    raise ValueError("there is no such function")


class Known(Broken):
    """A wrong function whose values are known."""

    def __init__(self, wrong: Wrong, exercise: Exercise) -> None:
        slip = Break(wrong.cause, "", _KNOWN, (), sentence=wrong.message)
        super().__init__(slip, lambda: _nothing, exercise)
        self.wrong = wrong

    def value(self, place: int) -> Value:
        """Return what comes out at an input."""
        return self.wrong.values[place]


_KNOWN = 0.35
"""How plausible each simple change of a finished result is within its kind."""


class Slips:
    """All slips that an exercise's right functions may have.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Function`.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.every: list[Broken] = [
            Broken(slip, functools.partial(_returned, function), exercise)
            for slip, function in (*_of_some_items(exercise), *_of_other_arguments(exercise))
        ]
        if formula_of(exercise) is None:
            self.every += [Known(one, exercise) for one in wrong_functions(exercise) if not one.by_hand]
        for source in _right(exercise):
            for slip in itertools.islice(breaks(source), _MANY):
                self.every.append(Broken(slip, functools.partial(source.changed, slip.changes), exercise))
        self.crowd: dict[str, float] = {}
        for one in self.every:
            self.crowd[one.kind] = self.crowd.get(one.kind, 0.0) + one.slip.prior
        self._prints: dict[int, npt.NDArray[np.float64]] = {}

    def odds(self, one: Broken) -> float:
        """Return how likely a slip is before any answer is seen."""
        return PARTS.get(one.kind, OTHER) / 1000 * one.slip.prior / max(self.crowd[one.kind], 1.0)

    def giving(self, value: Value, place: int, rtol: float) -> list[Broken]:
        """Return the slips that give a value at an input, or nearly so."""
        if place not in self._prints:
            self._prints[place] = np.array([_fingerprint(one.value(place)) for one in self.every])
        wanted = _fingerprint(value)
        near = np.abs(self._prints[place] - wanted) <= (rtol + 1e-9) * (1 + abs(wanted))
        return [self.every[i] for i in np.flatnonzero(near)]


slips = functools.lru_cache(maxsize=64)(Slips)


def _fingerprint(value: Value) -> float:
    """Return a number that is nearly the same for values that agree.

    >>> _fingerprint(Value(NUMBER, 0.25, "")), _fingerprint(Value(RAISED, "", ""))
    (0.25, -1e+100)
    """
    if value.kind in (NUMBER, FLAG):
        number = float(value.value)
        return 2e100 if math.isnan(number) else max(-1e99, min(1e99, number))
    if value.kind == GROUP:
        inside = [_fingerprint(one) / (1 + i) for i, one in enumerate(value.value)]
        return len(inside) + max(inside, key=abs, default=0.0)
    if value.kind == TEXT:
        return float(zlib.crc32(squeeze(value.value).encode()))
    return -1e100


def _returned(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _right(exercise: Exercise) -> Iterator[Source]:
    """Yield the sources that give what the key gives, as a source may need names that are not there."""
    ordinary = [probe for probe in probes(exercise) if probe.edge is None]
    for source in sources(exercise):
        with contextlib.suppress(Exception):
            function = source.changed(())
            if all(same(call(function, p.args, exercise.unit), p.right, exercise.rtol) for p in ordinary):
                yield source


_CUTS: tuple[tuple[str, slice, str, str], ...] = (
    ("loop:first", slice(None, 1), "only the first of {name} counts", RETURN),
    ("loop:last", slice(-1, None), "only the last of {name} counts", ASSIGN),
    ("range:first", slice(1, None), "the first of {name} is left out", BEGIN),
    ("range:last", slice(None, -1), "the last of {name} is left out", END),
)


def some_items(exercise: Exercise) -> Iterator[tuple[Break, Callable[..., list[Any]]]]:
    """Yield what a loop leaves out that ends or begins wrongly, and how the arguments look without that.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Function`.
    """
    names, example = list(inspect.signature(exercise.key).parameters), probes(exercise)[0].args
    lists = [i for i, value in enumerate(example) if isinstance(value, (list, tuple, np.ndarray))]
    several = lists or [i for i, value in enumerate(example) if isinstance(value, dict)]
    for which in dict.fromkeys((place,) for place in several) | ({tuple(several): None} if several else {}):
        name = " and ".join(names[place] for place in which)
        for slug, some, clause, question in _CUTS:
            slip = Break(slug, clause.format(name=name), 0.5, (), question)
            yield slip, functools.partial(_cut_to, some, which)


def _cut_to(some: slice, which: Sequence[int], *args: Any) -> list[Any]:
    return _cut(args, which, some)


def _of_some_items(exercise: Exercise) -> Iterator[tuple[Break, Callable[..., Any]]]:
    """Yield the key over the first or last items alone, as a loop gives it that ends or begins wrongly."""
    for slip, cut in some_items(exercise):
        yield slip, lambda *args, cut=cut: exercise.key(*cut(*args))
        if slip.slug == "loop:last":
            none = functools.partial(_cut_to, slice(0), cut.args[1])  # type: ignore[attr-defined]
            # = for += loses what was there before the loop, too.
            yield slip, lambda *args, a=cut, b=none: exercise.key(*a(*args)) - exercise.key(*b(*args))


def _cut(args: Sequence[Any], which: Sequence[int], some: slice) -> list[Any]:
    """Return arguments of which some have fewer items."""
    kept = list(args)
    for place in which:
        if isinstance(kept[place], dict):
            kept[place] = dict(list(kept[place].items())[some])
        elif isinstance(kept[place], (list, tuple, np.ndarray)):
            kept[place] = kept[place][some]
    return kept


def _of_other_arguments(exercise: Exercise) -> Iterator[tuple[Break, Callable[..., Any]]]:
    """Yield the key with an argument in another unit, or with a fixed number in an argument's place."""
    example = probes(exercise)[0].args
    for i, name in enumerate(list(inspect.signature(exercise.key).parameters)[: len(example)]):
        for factor in FACTORS:
            for size, text, word in (
                (factor, f"{factor:g}", "large"),
                (1 / factor, f"1/{factor:g}", "small"),
            ):
                clause = f"{name} is {readable.times(factor)} too {word}"
                prior = 0.3 if factor < 1e5 else 0.1
                slip = Break(f"scale:{text}:{name}", clause, prior, (), "Check the units.")
                yield slip, _with(exercise.key, i, functools.partial(_times, size))
        if isinstance(example[i], (int, float)):
            said = f"Your result does not change with {name}. Did you write a fixed number in its place?"
            ignored = Break(f"ignores:{name}", "", 0.5, (), sentence=said)
            absent = Break(f"dropped:{name}", f"{name} is left out", 0.45, ())
            yield absent, _with(exercise.key, i, lambda _: 0)
            for fixed in (example[i], 1):
                yield ignored, _with(exercise.key, i, lambda _, v=fixed: v)  # type: ignore[misc]


def _with(key: Callable[..., Any], place: int, change: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *args: key(*(change(arg) if i == place else arg for i, arg in enumerate(args)))


def _times(factor: float, value: Any) -> Any:
    """Return a number, an array or a collection of numbers times a factor; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return type(value)(_times(factor, one) for one in value)
    if isinstance(value, dict):
        return {key: _times(factor, one) for key, one in value.items()}
    plain = isinstance(value, (int, float, np.ndarray, np.generic)) and not isinstance(value, bool)
    return value * factor if plain else value


def explain(
    exercise: Exercise, inputs: Sequence[Probe], given: Sequence[Value], places: Sequence[int], rtol: float
) -> tuple[str, str] | None:
    """Return cause and sentence of the slip that explains a function, if one is likelier than the rest.

    Parameters
    ----------
    exercise : Exercise
        Its key is the reference solution.
    inputs : sequence of Probe
        What the learner's function was called with.
    given : sequence of Value
        What it gave.
    places : sequence of int
        The inputs at which both must agree; some of them are wrong.
    rtol : float
        Tolerance.
    """
    wrong = [i for i in places if not same(given[i], inputs[i].right, exercise.rtol)]
    if not wrong or inputs[wrong[0]].edge is not None:
        return None
    order = [*wrong, *(i for i in places if i not in set(wrong))]
    known = slips(exercise)
    with quietly():
        agreeing = [
            one
            for one in known.giving(given[wrong[0]], wrong[0], rtol)
            if all(_agree(given[i], one.value(i), inputs[i], rtol) for i in order)
        ]
    odds: dict[str, float] = {}
    for one in agreeing:
        odds[one.kind] = odds.get(one.kind, 0.0) + known.odds(one)
    kinds = sorted(odds, key=lambda kind: -odds[kind])
    chance = CHANCE / 1000 * math.prod(by_chance(given[i], [given[k] for k in places]) for i in wrong)
    told = tell([odds[kind] for kind in kinds], chance, two=TWO_OF_FUNCTIONS)
    if not told:
        return None
    first, *others = (max((o.slip for o in agreeing if o.kind == k), key=_clear) for k in kinds[:told])
    if {first.slug.split(":")[0], *(other.slug.split(":")[0] for other in others)} <= _SIGNS:
        others = []
    return first.slug, either(first, *others)


_SIGNS = {"sign", "difference-first", "difference-for-sum", "sum-for-difference"}
"""Different words for one thing: a part has the other sign."""


def _clear(slip: Break) -> float:
    """Return how plausible a slip is; of two alike the one whose parts have a name comes first."""
    return slip.prior - (0.01 if slip.vague else 0.0)


def either(first: Break, other: Break | None = None) -> str:
    """Return what is told of one slip, or of two that give the same."""
    if other is None:
        return first.told
    if first.clause and other.clause:
        one, two = first.clause.split(": ")[0], other.clause.split(": ")[0]
        return f"That is what comes out when {one}, or when {two}."
    # The first sentence says what was done, the second what to do: with two slips the first is enough.
    short = [re.split(r"(?<=[.?]) (?=[A-Z])", one.told, maxsplit=1)[0] for one in (first, other)]
    return f"Either: {short[0]} Or: {short[1]}"


def _agree(given: Value, wrong: Value, probe: Probe, rtol: float) -> bool:
    """Say whether a result is that of a slip; where that has none at a limit, any will do."""
    return same(given, wrong, rtol) or (probe.edge is not None and wrong.kind == RAISED)


def by_chance(value: Value, among: Sequence[Value]) -> float:
    """Return how likely it is that a function of no known cause gives this value."""
    if value.kind == GROUP:
        return min([1.0, *(by_chance(one, among) for one in value.value)])
    if value.kind == NUMBER and math.isfinite(value.value) and value.value != round(value.value):
        return _DIGITS
    if value.kind in (NUMBER, TEXT, FLAG):
        return 1 / max(2, len({(one.kind, str(one.value)) for one in among}))
    return 1.0


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Let no warning of a changed function reach the learner's cell, where nbgrader takes it for an error."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
