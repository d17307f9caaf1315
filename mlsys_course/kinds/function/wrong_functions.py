"""Wrong functions: everything a learner's function is compared with, by its values on all inputs.

The inputs of an exercise are the same in every run, and a known function is a row of values on them.
Nothing here sees a learner's function.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import NONE, Evaluator, Node, node, trace
from mlsys_course.diagnosis.expression import Value as TreeValue
from mlsys_course.diagnosis.mutants import Names, mutants
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.edits import edits, weighed
from mlsys_course.kinds.function.reading import call
from mlsys_course.reading._plain import GROUP, NUMBER, RAISED, Value, numbers, same

MAX_CALLS = 60
_LIKELY = 0.3  # breaks at least so plausible are looked for in pairs
_BASES = 3  # starting points from which one argument at a time is varied


@dataclass(frozen=True)
class Probe:
    """One input: its arguments, what the key gives, and which edge it is, if any."""

    args: tuple[Any, ...]
    right: Value
    edge: Any = None


@dataclass(frozen=True)
class Wrong:
    """A wrong function by its values on all inputs, and whether the exercise's author wrote it."""

    cause: str
    message: str
    values: Sequence[Value]
    by_hand: bool = False


class _Row(Sequence[Value]):
    """Numbers as values, made one by one: most wrong functions are told apart by the first."""

    def __init__(self, row: Sequence[float]) -> None:
        self.row = row

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, index: Any) -> Any:
        return Value(NUMBER, self.row[index], "")


# ---------------------------------------------------------------------------------------------- the inputs


@functools.lru_cache(maxsize=64)
def probes(exercise: Exercise) -> tuple[Probe, ...]:
    """Return the inputs of an exercise with the key's results, the same in every run.

    The order is: the author's cases, generated ones, generated ones that differ in one argument from one
    of these, edges.
    """
    spec = exercise.spec
    ordinary = [tuple(args) for args in spec.cases]
    if spec.generate is not None:
        draw = random.Random(exercise.name)  # the same inputs in every run
        made = [tuple(spec.generate(draw)) for _ in range(spec.count)]
        ordinary += made
        if spec.independent and len(made) > 1:
            for base, other in itertools.islice(itertools.pairwise(made), _BASES):
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
        found.append(Wrong(misconception.cause, misconception.message, values, True))
    formula = formula_of(exercise)
    if formula is not None:
        cuts = (edit for edit in edits(formula.tree, _SPEAK) if edit.slug == "floor-division")
        found += formula.wrong((cut.tree, cut.slug, _sentence(cut.clause)) for cut in cuts)
        broken = [m for form in _forms(formula.tree) for m in mutants(form, _SPEAK)]
        broken.sort(key=lambda m: -m.prior)
        found += formula.wrong((m.tree, m.slug, _sentence(m.clause)) for m in broken)
    for cause, message, function in _exchanged(exercise):
        found.append(Wrong(cause, message, tuple(call(function, p.args, exercise.unit) for p in inputs)))
    found += [Wrong(*change) for change in changed_results(inputs)]
    return _distinct(found, exercise)


@functools.lru_cache(maxsize=64)
def edited_functions(exercise: Exercise) -> tuple[Wrong, ...]:
    """Return every single edit of the key's formula, plausible or not."""
    formula = formula_of(exercise)
    if formula is None:
        return ()
    every = (e for form in _forms(formula.tree) for e in edits(form, _SPEAK))
    made = formula.wrong((e.tree, e.slug, _sentence(e.clause)) for e in every)
    return _distinct(made, exercise)


@functools.lru_cache(maxsize=64)
def twice_wrong_functions(exercise: Exercise) -> tuple[Wrong, ...]:
    """Return the key with two mistakes: a misconception or a likely break, and a likely break of that."""
    formula = formula_of(exercise)
    if formula is None:
        return ()
    likely = []
    for known in exercise.misconceptions:
        wrong = trace(known.wrong, formula.names)
        if wrong is not None and wrong is not formula.tree:
            likely.append((wrong, known.cause, known.message))
    likely += [(m.tree, m.slug, _sentence(m.clause)) for m in _likely(formula.tree)]
    pairs = (
        (second.tree, f"{slug}+{second.slug}", f"{sentence} Also, {second.clause}.")
        for tree, slug, sentence in likely
        for second in _likely(tree)
        if second.tree is not formula.tree
    )
    return _distinct(formula.wrong(pairs), exercise)


def weighed_terms(exercise: Exercise, given: Sequence[Value]) -> tuple[str, str] | None:
    """Say with which weights the ordinary results are made of the terms of the key's formula, if they are."""
    formula, values = formula_of(exercise), numbers(given)
    if formula is None or values is None:
        return None
    ordinary = [i for i, p in enumerate(probes(exercise)) if p.edge is None]
    kept = np.array([values[i] for i in ordinary])
    if not np.all(np.isfinite(kept)):
        return None
    inner = formula.only(ordinary)
    found = weighed(formula.tree, _SPEAK, inner.value_of, kept)
    return (found[0], found[1]) if found else None


def _forms(tree: Node) -> list[Node]:
    """Return a formula, and the same with the power of a product or quotient written out for each factor."""

    def written_out(part: Node) -> Node:
        args = [written_out(arg) for arg in part.args]
        if part.op == "pow" and args[0].op in ("mul", "div"):
            return node(args[0].op, *(written_out(node("pow", one, args[1])) for one in args[0].args))
        return node(part.op, *args, detail=part.detail) if args else part

    other = written_out(tree)
    return [tree] if other is tree else [tree, other]


def _likely(tree: Node) -> list[Any]:
    return [m for m in mutants(tree, _SPEAK) if m.prior >= _LIKELY]


def _sentence(clause: str) -> str:
    return f"That is what comes out when {clause}."


def _distinct(found: Sequence[Wrong], exercise: Exercise) -> tuple[Wrong, ...]:
    """Leave out what agrees with the key."""
    inputs = probes(exercise)
    return tuple(
        wrong
        for wrong in found
        if not all(same(v, p.right, exercise.rtol) for v, p in zip(wrong.values, inputs, strict=True))
    )


_SPEAK = Names({})


class _Formula:
    """A key's formula with the arguments of all inputs, each a column."""

    def __init__(self, tree: Node, names: tuple[str, ...], columns: dict[str, Any]) -> None:
        self.tree, self.names, self.columns = tree, names, columns
        self.size = len(next(iter(columns.values()))) if columns else 0
        self.value_of = Evaluator(lambda part, _: TreeValue((columns[part.detail], NONE)), plain=True)

    def only(self, rows: Sequence[int]) -> _Formula:
        """Return the formula on some of the inputs."""
        return _Formula(self.tree, self.names, {name: column[rows] for name, column in self.columns.items()})

    def wrong(self, trees: Iterable[tuple[Node, str, str]]) -> list[Wrong]:
        """Return formulas by their values; those without a value are left out."""
        found = []
        for tree, slug, message in trees:
            value = self.value_of(tree)
            if value is None or value.array.shape[1] != 1:
                continue
            column = np.broadcast_to(value.array, (self.size, 1))[:, 0].tolist()
            found.append(Wrong(slug, message, _Row(column)))
        return found


@functools.lru_cache(maxsize=64)
def formula_of(exercise: Exercise) -> _Formula | None:
    """Return the key's formula, or None where it is none or an argument is no number."""
    names = tuple(inspect.signature(exercise.key).parameters)
    tree = trace(exercise.key, names)
    if tree is None:
        return None
    columns = {}
    for i, name in enumerate(names):
        values = [p.args[i] for p in probes(exercise) if i < len(p.args)]
        if len(values) != len(probes(exercise)) or not all(isinstance(v, (int, float)) for v in values):
            return None
        columns[name] = np.array(values, dtype=float)[:, None]
    return _Formula(tree, names, columns)


def orders(exercise: Exercise) -> Iterator[tuple[str, str, Callable[..., list[Any]]]]:
    """Yield cause and sentence of two or three arguments in another order, and how they are put in it."""
    names = list(inspect.signature(exercise.key).parameters)
    for count in (2, 3):
        for places in itertools.permutations(range(len(names)), count):
            if places[0] != min(places) or (count == 2 and len(names) < 2):
                continue

            def moved(*args: Any, places: tuple[int, ...] = places) -> list[Any]:
                found = list(args)
                if max(places) < len(found):
                    for place, source in zip(places, (*places[1:], places[0]), strict=True):
                        found[place] = args[source]
                return found

            if count == 2:
                one, other = (names[place] for place in places)
                said = f"You swapped {one} and {other}: check the order in your def line."
                yield f"swapped:{one}-{other}", said, moved
            else:
                listed = ", ".join(names[place] for place in sorted(places))
                said = f"Your parameters {listed} are in the wrong order: check your def line."
                yield f"swapped:{listed.replace(', ', '-')}", said, moved


def _exchanged(exercise: Exercise) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Return the key with two or three of its arguments in another order."""
    for cause, said, moved in orders(exercise):
        yield cause, said, lambda *args, moved=moved: exercise.key(*moved(*args))


_FACTORS = {
    -1.0: ("sign", "Your result has the wrong sign."),
    8.0: ("scale:8", "Your result is 8 times too large. Did you mix up bits and bytes?"),
    0.125: ("scale:1/8", "Your result is 8 times too small. Did you mix up bits and bytes?"),
    1e3: ("scale:1000", "Your result is 1000 times too large everywhere. Check its unit."),
    1e-3: ("scale:1/1000", "Your result is 1000 times too small everywhere. Check its unit."),
    1e6: ("scale:1e6", "Your result is a million times too large everywhere. Check its unit."),
    1e-6: ("scale:1e-6", "Your result is a million times too small everywhere. Check its unit."),
    100.0: ("scale:100", "Your result is 100 times too large. Return a fraction, not a percentage."),
    0.01: ("scale:1/100", "Your result is 100 times too small. Did you divide by 100?"),
    3600.0: ("scale:3600", "Your result is 3600 times too large. Did you mix up hours and seconds?"),
    1 / 3600: ("scale:1/3600", "Your result is 3600 times too small. Did you mix up hours and seconds?"),
    60.0: ("scale:60", "Your result is 60 times too large. Did you mix up minutes and seconds?"),
    1 / 60: ("scale:1/60", "Your result is 60 times too small. Did you mix up minutes and seconds?"),
    86400.0: ("scale:86400", "Your result is 86,400 times too large. Did you mix up days and seconds?"),
    1 / 86400: ("scale:1/86400", "Your result is 86,400 times too small. Did you mix up days and seconds?"),
    2.0: ("scale:2", "Your result is twice as large as it should be everywhere."),
    0.5: ("scale:1/2", "Your result is half as large as it should be everywhere."),
    math.log(2): ("log:natural-for-2", "You mix up two logarithms everywhere: the natural one "
    "and the one to base 2."),
    1 / math.log(2): ("log:2-for-natural", "You mix up two logarithms everywhere: the natural "
    "one and the one to base 2."),
    math.log(10): ("log:natural-for-10", "You mix up two logarithms everywhere: the natural one "
    "and the one to base 10."),
    1 / math.log(10): ("log:10-for-natural", "You mix up two logarithms everywhere: the natural "
    "one and the one to base 10."),
}  # fmt: skip


ROUNDED = (
    "rounded",
    "You round the result inside the function, which ruins small results. Return it unrounded.",
)


def changed_results(inputs: Sequence[Probe]) -> Iterator[tuple[str, str, tuple[Value, ...]]]:
    """Return simple changes of the right results: another factor, the inverse, what remains, rounding."""
    rights = [p.right for p in inputs]
    if any(v.kind == GROUP for v in rights):
        yield (
            "order",
            "You return the values in reverse order.",
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
        "Your fraction is upside down.",
        each(lambda v: 1 / v),
    )
    yield "remainder", "You return 1 minus the share that the question asks for.", each(lambda v: 1 - v)
    yield "minus-one", "Your result is 1 too small everywhere.", each(lambda v: v - 1)
    yield "plus-one", "Your result is 1 too large everywhere.", each(lambda v: v + 1)
    yield "square-root", "You return the square root of the right result.", each(math.sqrt)
    yield "squared", "You return the square of the right result.", each(lambda v: v * v)
    yield "absolute", "Your result loses its sign: negative results come out positive.", each(abs)
    for digits in range(7):
        yield (
            *ROUNDED,
            each(lambda v, d=digits: round(v, d)),  # type: ignore[misc]
        )
    yield (
        "integer-division",
        "Your result is cut to a whole number. Did you write // or int() instead of /?",
        each(math.floor),
    )
