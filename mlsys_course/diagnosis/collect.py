"""Collecting the causes of wrong answers to one exercise, each with its value in every row.

The sources, one method each: misconceptions written by hand, broken formulas (`mutants`), sibling
constants, units that are not converted, slips of the finished result (`slips`), inputs given as answers,
answers to neighbouring questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from mlsys_course import readable
from mlsys_course.diagnosis.causes import GUARD, Cause, Form
from mlsys_course.diagnosis.expression import (
    ONE,
    Array,
    Dimension,
    Literal,
    Node,
    base_value,
    inputs_of,
    node,
    nodes,
    number,
    places,
    replace,
    replace_at,
    trace,
)
from mlsys_course.diagnosis.inputs import si, siblings
from mlsys_course.diagnosis.mutants import ROUNDINGS, Mutant, mutants
from mlsys_course.diagnosis.slips import factors, input_factors, unit_labels
from mlsys_course.diagnosis.values import Values, round_significant
from mlsys_course.exercise import ExerciseError, registered
from mlsys_course.units import registry

Flags = npt.NDArray[np.bool_]

_COUNTED = ("[parameter]", "[token]", "[sample]")
_PER_PARAMETER: Dimension = (("[information]", 1.0), ("[parameter]", -1.0))
_FORMATS = ((4, 0.4), (2, 0.4), (8, 0.1))
"""Bytes of a number in the usual formats, and how often each is taken for another one. With one byte it is as
if the size were left out."""
_OF_TWO_SIDES = frozenset(
    ("sum-for-product", "sum-for-difference", "difference-for-sum", "difference-for-ratio")
)
_GUESSED_SUMS = ("only:sum", "only:difference")
_NEGLIGIBLE = 0.01
_STEPS: Mapping[Dimension, tuple[str, ...]] = {
    (("[time]", 1.0),): ("second", "minute", "hour", "day", "week", "month", "year"),
    (("[time]", -1.0),): ("1/second", "1/minute", "1/hour", "1/day", "1/week", "1/month", "1/year"),
}
"""Units in which people think of a step's result."""
_BARE = 0.35
"""How much less plausible a mistake is together with a calculation without units."""


class Collector:
    """The causes found so far.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    right : array
        Right answers in the asked unit.

    Attributes
    ----------
    found : list of (Cause, array)
        Causes whose value has the asked dimension, in the asked unit.
    elsewhere : dict
        Causes of another dimension, in base units.
    singles : list of Mutant
        Broken formulas, of which pairs are made.
    """

    def __init__(self, values: Values, right: Array) -> None:
        self._values, self._right = values, right
        self.found: list[tuple[Cause, Array]] = []
        self.elsewhere: dict[Dimension, list[tuple[Cause, Array]]] = {}
        self.singles: list[Mutant] = []

    def collect(self) -> None:
        """Gather the causes from all sources."""
        self._by_hand()
        if self._values.tree is not None:
            self._mutants(self._values.tree)
            self._siblings(self._values.tree)
            self._partial_powers(self._values.tree)
            self._before_rounding(self._values.tree)
            self._precisions(self._values.tree)
            self._remains(self._values.tree)
            self._compared(self._values.tree)
            self._unconverted(self._values.tree)
            self._rounded_on_the_way(self._values.tree)
        self._result_slips()
        self._inputs()
        self._neighbours()

    # ---- filing

    def _file(self, cause: Cause, base: Array, dimension: Dimension) -> None:
        """File values in base units under their dimension."""
        if not np.isfinite(base).any():
            return
        if dimension == self._values.dimension:
            self.found.append((cause, base / self._values.factor))
        else:
            self.elsewhere.setdefault(dimension, []).append((cause, base))

    def _file_tree(
        self, cause: Cause, tree: Node, *, slips: bool = False, where: Flags | None = None
    ) -> None:
        """File what a broken formula gives, in all rows or where it is said."""
        value = self._values.base(tree)
        if value is not None:
            self._file(
                cause, value.array if where is None else np.where(where, value.array, np.nan), value.dimension
            )
        if slips and (value is None or value.dimension != self._values.dimension):
            bare = Cause(cause.slug, cause.clause, cause.prior * _BARE, guarded=False, plain=True)
            self.found += [(bare, values) for values in self._values.bare(tree)]

    # ---- sources

    def _by_hand(self) -> None:
        for wrong in self._values.exercise.misconceptions:
            for one in self._values.written(wrong.wrong):
                plain = one.bare and bool(self._values.dimension)
                cause = Cause(wrong.cause, "", 1.0, wrong.message, plain=plain)
                if plain:
                    self.found.append((cause, one.array))
                else:
                    self._file(cause, one.array, one.dimension)

    def _mutants(self, tree: Node) -> None:
        self.singles += mutants(tree, self._values.names)
        for one in self.singles:
            clause = self._cancelled(tree, one) or one.clause
            cause = Cause(one.slug, clause, one.prior, guarded=one.guarded)
            self._file_tree(cause, one.tree, slips=one.slips, where=self._felt(tree, one))
            if one.slug.startswith("stopped"):
                self.found += self._in_other_units(cause, one.tree)

    def _in_other_units(self, cause: Cause, tree: Node) -> Iterator[tuple[Cause, Array]]:
        """Give a step's result as a bare number in a usual unit: so many a day where a number is due."""
        value = self._values.base(tree)
        if value is None or self._values.dimension or self._values.exercise.unit:
            return
        for unit in _STEPS.get(value.dimension, ()):
            size = float(base_value(registry().Quantity(1.0, unit))[0])
            prior = cause.prior * _BARE
            yield Cause(cause.slug, cause.clause, prior, guarded=False), value.array / size

    def _felt(self, tree: Node, mutant: Mutant) -> Flags | None:
        """Say in which rows both sides of a sum or difference matter that the mistake puts into the formula.

        Where one side is negligible, the result is the other side, however somebody came to it.
        """
        if mutant.slug.split(":")[0] not in _OF_TWO_SIDES and not mutant.slug.startswith(_GUESSED_SUMS):
            return None
        felt: Flags | None = None
        for part in set(nodes(mutant.tree)) - set(nodes(tree)):
            sides = [self._values.base(arg) for arg in part.args] if part.op in ("add", "sub") else []
            sizes = [np.abs(side.array) for side in sides if side is not None]
            if len(sizes) == 2:
                matter = np.minimum(*sizes) > _NEGLIGIBLE * np.maximum(*sizes)
                felt = matter if felt is None else felt & matter
        return felt

    def _cancelled(self, tree: Node, mutant: Mutant) -> str | None:
        """Say what one input in another's place comes to where the two then cancel: both are left out."""
        word, _, pair = mutant.slug.partition(":")
        if word != "used":
            return None
        parts = [node("input", detail=name) for name in pair.split("-for-")]
        if len(parts) != 2 or not all(part in nodes(tree) for part in parts):
            return None
        without = tree
        for part in parts:
            without = replace(without, part, ONE)
        values = [self._values.base(one) for one in (without, mutant.tree)]
        if values[0] is None or values[1] is None or values[0].dimension != values[1].dimension:
            return None
        if not np.allclose(values[0].array, values[1].array, rtol=1e-9, atol=0, equal_nan=True):
            return None
        one, other = (self._values.names(part.detail) for part in parts)
        return f"{one} and {other} cancel, as if both were left out"

    def _partial_powers(self, tree: Node) -> None:
        """Raise only a part of what belongs into a power: ``a / b**2`` for ``(a / b)**2``."""
        names = self._values.names
        for path, part in places(tree):
            if part.op not in ("pow", "sqrt") or part.args[0].op not in ("mul", "div"):
                continue
            inner, *power = part.args
            if power and power[0].op != "number":
                continue
            for index, own in enumerate(inner.args):
                if not inputs_of(own) or not inputs_of(inner.args[1 - index]):
                    continue
                sides = list(inner.args)
                sides[index] = node(part.op, own, *power)
                done = "is raised to the power" if power else "is under the root"
                clause = f"only {names.part(own)} {done}"
                slug = "exponent:partial" if power else "root:partial"
                broken = replace_at(tree, path, node(inner.op, *sides))
                self._file_tree(Cause(slug, clause, 0.4, guarded=False), broken, slips=True)

    def _before_rounding(self, tree: Node) -> None:
        """Scale a result before it is rounded to a whole number."""
        if tree.op not in ROUNDINGS:
            return
        values = self._values
        for factor in factors(values.dimension, False, values.inside, values.times):
            cause = Cause(factor.slug, factor.clause, factor.prior, guarded=False)
            for size in (factor.size, 1 / factor.size):
                self._file_tree(cause, node(tree.op, node("mul", tree.args[0], number(size))))

    def _precisions(self, tree: Node) -> None:
        """Store each number in another format: in four bytes, say, where two are given."""
        for name in inputs_of(tree):
            if self._values.columns.dimension(name) != _PER_PARAMETER:
                continue
            for size, prior in _FORMATS:
                clause = f"another number format (such as single for half precision) is taken for {name}"
                stored = number(registry().Quantity(size, "byte/parameter"))
                broken = replace(tree, node("input", detail=name), stored)
                self._file_tree(Cause(f"precision:{size}", clause, prior, guarded=False), broken)

    def _remains(self, tree: Node) -> None:
        """Give what is left of a whole, where the answer is a part of it: of a time, of a sum of money."""
        values, right = self._values, self._right
        if not values.dimension:
            return
        for part in dict.fromkeys(nodes(tree)):
            whole = values.asked(part) if part is not tree and inputs_of(part) else None
            if whole is None:
                continue
            with np.errstate(all="ignore"):
                is_part = bool(np.all((right > 0) & (right < whole)))
            if is_part:
                clause = f"what remains of {values.names.part(part)} is given, not the part asked for"
                self.found.append((Cause("complement:rest", clause, 0.2, guarded=False), whole - right))

    def _compared(self, tree: Node) -> None:
        """Compare a part of the formula with a number of the story that the question does not need."""
        values, parts = self._values, [part for part in dict.fromkeys(nodes(tree)) if inputs_of(part)]
        for name in values.columns.names:
            spare = node("input", detail=name)
            for part in parts if name not in inputs_of(tree) else ():
                if part.op == "input" and not values.dimension:
                    continue
                ratio = node("div", spare, part)
                difference = node("sub", part, spare)
                compared = [difference, node("neg", difference)]
                if not values.dimension:
                    compared = [ratio, node("sub", ONE, ratio), node("div", part, spare)]
                clause = f"{values.names(name)} is compared with {values.names.part(part)}"
                for one in compared:
                    column = values.asked(one)
                    if column is not None:
                        self.found.append((Cause(f"compared:{name}", clause, 0.2, guarded=False), column))

    def _siblings(self, tree: Node) -> None:
        """Put a sibling constant in the place of an input's own, and all figures of a device at once."""
        columns, names = self._values.columns, self._values.names
        stand_ins: dict[str, dict[str, Node]] = {}
        for name in inputs_of(tree):
            for own in dict.fromkeys(columns.constants(name)):
                for rank, (other, label) in enumerate(siblings(own) if own else ()):
                    if name in stand_ins.setdefault(other, {}):
                        continue
                    stand_ins[other][name] = node("sibling", detail=(name, other))
                    broken = replace(tree, node("input", detail=name), stand_ins[other][name])
                    clause = f"{names(name)} is replaced by {label}"
                    likely = rank < 6  # those of the same device come first
                    mutant = Mutant(
                        broken, f"sibling:{other}", clause, 0.45 if likely else 0.35, False, likely
                    )
                    self.singles.append(mutant)
                    self._file_tree(Cause(mutant.slug, clause, mutant.prior, guarded=likely), broken)
        devices: dict[str, dict[str, Node]] = {}
        for other, its in stand_ins.items():
            for name, stand_in in its.items():
                devices.setdefault(other.split("_")[0], {}).setdefault(name, stand_in)
        for device, its in devices.items():
            if len(its) > 1:
                broken = tree
                for name, stand_in in its.items():
                    broken = replace(broken, node("input", detail=name), stand_in)
                self._file_tree(
                    Cause(f"sibling:{device}", f"the figures of the {device} are used", 0.42), broken
                )

    def _unconverted(self, tree: Node) -> None:
        """Forget to convert units: all of them, or that of one input."""
        shown = self._values.displayed(tree)
        if shown is not None:
            clause = "the numbers are combined as they stand, without converting their units"
            self.found.append((Cause("scale:unconverted", clause, 0.3, plain=True), shown))
        for name in inputs_of(tree):
            leaf = node("input", detail=name)
            share = self._values.columns.is_share(name)
            for factor in input_factors(self._values.columns.unit(name), share):
                clause = f"{factor.clause} at {self._values.names(name)}"
                guarded = not factor.soft and not share
                cause = Cause(f"{factor.slug}:{name}", clause, factor.prior * 0.7, guarded=guarded)
                for size in (factor.size, 1 / factor.size):
                    self._file_tree(cause, replace(tree, leaf, node("mul", leaf, number(size))))

    def _rounded_on_the_way(self, tree: Node) -> None:
        """Round a part of the formula to a whole number, and go on with that."""
        values = self._values
        asked = Literal((values.factor, 1.0, values.dimension))
        for part in dict.fromkeys(nodes(tree)):
            value = values.base(part) if part.args and part is not tree and inputs_of(part) else None
            if value is None:
                continue
            for unit, word in _wholes(value.dimension, asked, values.exercise.unit):
                for op, way in (("round", "rounded"), ("ceil", "rounded up"), ("floor", "cut (// or int)")):
                    rounded = node("mul", node(op, node("div", part, unit)), unit)
                    clause = f"{values.names.part(part)} is {way} to {word} before the calculation goes on"
                    slug = f"rounding:middle:{','.join(inputs_of(part))}"
                    self._file_tree(Cause(slug, clause, 0.2, guarded=False), replace(tree, part, rounded))
            for digits in (1, 2):
                clause = f"{values.names.part(part)} is rounded too far before the calculation goes on"
                slug = f"rounding:middle:{','.join(inputs_of(part))}"
                rounded = node(f"to{digits}digits", part)
                self._file_tree(Cause(slug, clause, 0.1, guarded=False), replace(tree, part, rounded))

    def _result_slips(self) -> None:
        """Turn the finished result round, scale it, label it with another unit, round it."""
        values, right = self._values, self._right
        exercise, base, dimension = values.exercise, right * values.factor, values.dimension
        share = not dimension and bool(np.all(np.abs(base) < 1.01))
        self._file(Cause("sign", "the sign is wrong", 0.45), -base, dimension)
        for size, clause in unit_labels(exercise.unit):
            self._file(Cause(f"scale:{max(size, 1 / size):.10g}", clause, 0.5), base * size, dimension)
        for factor in factors(dimension, share or exercise.unit == "percent", values.inside, values.times):
            cause = Cause(factor.slug, factor.clause, factor.prior, guarded=not factor.soft)
            for size in (factor.size, 1 / factor.size):
                self._file(cause, base * size, dimension)
        turned = "the fraction is upside down"
        with np.errstate(all="ignore"):
            if dimension:
                other = tuple((name, -power) for name, power in dimension)
                self._file(Cause("inverted", turned, 0.42), 1 / base, other)
                self.found.append((Cause("inverted", turned, 0.2, guarded=False, plain=True), 1 / right))
                unit = si(values.factor, dimension)  # in bytes, seconds and the like
                plain = 1 / (right * unit) / unit
                self.found.append((Cause("inverted", turned, 0.1, guarded=False, plain=True), plain))
                shown = values.displayed(values.tree) if values.tree is not None else None
                if shown is not None:
                    clause = f"{turned}, and the numbers are combined as they stand"
                    self.found.append((Cause("inverted", clause, 0.2, guarded=False, plain=True), 1 / shown))
            else:
                self._file(Cause("inverted", turned, 0.42), 1 / base, ())
        if not dimension:
            if share:
                clause = "what remains is given instead of what is asked for"
                self._file(Cause("complement", clause, 0.45), 1 - base, ())
            less = "one is subtracted: the increase is given, not the ratio"
            small = exercise.kind == "integer" or bool(np.any(np.abs(base) * exercise.rtol * GUARD < 1))
            often = 0.34
            if exercise.kind == "integer":  # most of those who are one short rounded down
                less, often = "one is missing at the end", 0.2
            self._file(Cause("off-by-one", less, often, guarded=small), base - 1, ())
            self._file(Cause("off-by-one", "one is added to the result", 0.25, guarded=small), base + 1, ())
        self.found += self._transforms()
        self.found += self._roundings()

    def _transforms(self) -> Iterator[tuple[Cause, Array]]:
        """Give a function of the finished result: its logarithm, root, square, what it lacks to one."""
        right, dimension = self._right, self._values.dimension
        with np.errstate(all="ignore"):
            for slug, clause, prior, given in (
                ("log10", "the logarithm to base ten of the result is given", 0.4, np.log10(right)),
                ("ln", "the natural logarithm of the result is given", 0.3, np.log(right)),
                ("log2", "the logarithm to base two of the result is given", 0.1, np.log2(right)),
                ("square-root", "the square root of the result is given", 0.4, np.sqrt(right)),
                ("square", "the square of the result is given", 0.3, right**2),
                ("exponential", "ten to the power of the result is given", 0.1, 10.0**right),
            ):
                yield Cause(f"transform:{slug}", clause, prior, guarded=False), given
            if not dimension:
                clause = "what remains up to one is given instead of what is asked for"
                one = 1 / self._values.factor
                yield Cause("complement", clause, 0.05, guarded=False), one - right
                if self._values.exercise.kind != "integer":  # nobody takes a count for a share
                    clause = "the result is subtracted from a hundred; as a fraction the whole is one"
                    yield Cause("complement:hundred", clause, 0.05, guarded=False), 100 * one - right
            if self._values.exercise.unit:
                less, more = "one is missing at the end", "one is added at the end"
                if not dimension:
                    yield Cause("inverted", "the reciprocal is given", 0.2, guarded=False), 1 / right
                yield Cause("off-by-one", less, 0.1, guarded=False), right - 1
                yield Cause("off-by-one", more, 0.1, guarded=False), right + 1

    def _roundings(self) -> Iterator[tuple[Cause, Array]]:
        """Round the result too far."""
        exercise, right = self._values.exercise, self._right
        if exercise.kind == "integer":
            if np.all(right > 1000):
                clause = "the result is rounded, though a whole number is asked for"
                yield Cause("rounding:coarse", clause, 0.4), round_significant(right, 3)
            if np.all(right >= 1):
                clause = "the result is rounded up to a power of two"
                power = 2.0 ** np.ceil(np.log2(right))
                yield Cause("rounding:power-of-two", clause, 0.2, guarded=False), power
            return
        to = f"to {_whole(exercise.unit)}"
        if exercise.unit == "percent":
            to = "to whole percent"
        for way, word in ((np.floor, "down"), (np.ceil, "up")):
            yield (
                Cause(f"rounding:{word}", f"the result is rounded {word} {to}", 0.5, guarded=False),
                way(round_significant(right, 12)),
            )
        for digits, prior, word in ((1, 0.55, "one digit"), (2, 0.6, "two digits")):
            advice, clause = f"Right to {word}; give three.", f"the result is rounded to {word}"
            cause = Cause("rounding:coarse", clause, prior, guarded=False, advice=advice)
            rounded = round_significant(right, digits)
            if digits > 1:  # 0.3 has one digit, though two would be 0.30
                rounded = np.where(rounded == round_significant(right, 1), np.nan, rounded)
            # Nobody rounds 15 to 20: who writes that means something else.
            yield cause, np.where(np.abs(rounded - right) <= 0.15 * np.abs(right), rounded, np.nan)

    def _inputs(self) -> None:
        """Give an input itself."""
        for name in self._values.columns.names:
            clause = f"{self._values.names(name)} is given unchanged"
            self._file_tree(Cause(f"input:{name}", clause, 0.25), node("input", detail=name), slips=True)

    def _neighbours(self) -> None:
        """Answer another question about the same numbers."""
        own = self._values.exercise
        for other in registered().values():
            if other is own or not other.scalar or not own.scenario:
                continue
            tree = trace(other.key, other.parameters) if other.scenario == own.scenario else None
            if tree is not None:
                declared = other.name in own.neighbours
                clause = f"you answer another question: {other.title}"
                cause = Cause(f"neighbour:{other.name}", clause, 0.38 if declared else 0.2, guarded=declared)
                self._file_tree(cause, tree)


def _wholes(dimension: Dimension, asked: Literal, unit: str | None) -> Iterator[tuple[Node, str]]:
    """Yield the units, as numbers, in which people round a number of some dimension."""
    if not dimension:
        yield ONE, "a whole number"
    elif dimension == asked.dimension:
        yield node("number", detail=asked), _whole(unit)
    if dimension == (("[time]", 1.0),) and unit != "day":
        yield number(registry().Quantity(1, "day")), "whole days"


def _whole(unit: str | None) -> str:
    """Say in words to what one rounds: whole days, but a whole number of 1/day."""
    text = readable.unit_text(registry().Unit(unit or ""), many=True)
    return f"whole {text}" if text.replace(" ", "").isalpha() else "a whole number"


def forms(values: Values) -> Iterator[Form]:
    """Yield the accepted forms that the author wrote.

    Raises
    ------
    ExerciseError
        If one of them has another dimension than the question asks for.
    """
    for form in values.exercise.accepted:
        for one in values.written(form.value):
            bare = one.bare and bool(values.dimension)
            if not bare and one.dimension != values.dimension:
                raise ExerciseError(
                    f"{values.exercise.name}: the accepted form {form.cause!r} has another dimension."
                )
            yield Form(
                form.cause, form.message, form.score, one.array if bare else one.array / values.factor, bare
            )


def coefficients(values: Values) -> dict[Dimension, list[Array]]:
    """Return what the right formula gives, in base units, when a coefficient is written without its unit.

    Such as 6 for 6 FLOP per parameter and token: the number is right and counts in full.
    """
    found: dict[Dimension, list[Array]] = {}
    tree = values.tree
    for part in dict.fromkeys(nodes(tree)) if tree is not None else ():
        bare = _without_unit(values, part)
        value = values.base(replace(tree, part, bare)) if bare is not None and tree is not None else None
        if value is not None and value.dimension != values.dimension:
            found.setdefault(value.dimension, []).append(value.array)
    return found


def _without_unit(values: Values, part: Node) -> Node | None:
    """Return a coefficient as a bare number, None for everything else."""
    if part.op == "number":
        return number(part.detail.plain) if part.detail.dimension else None
    if part.op != "input":
        return None
    dimension = values.columns.dimension(part.detail)
    if dimension is None or not any(base in _COUNTED for base, _ in dimension):
        return None
    ratio = any(base in _COUNTED and power < 0 for base, power in dimension)
    shown = values.columns(part, True)
    if not ratio and not np.all(shown.array == 1):  # 2 byte/parameter, or 1 token, but not 3e11 tokens
        return None
    name = f"{part.detail}\0bare"
    values.columns.add(name, shown)
    return node("input", detail=name)
