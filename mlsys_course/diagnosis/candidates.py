"""What a wrong answer may be: every known mistake of an exercise with its value in every row.

`load` breaks the key's formula (`mutants`), adds the slips of a finished result (`slips`), the
misconceptions written by hand and the answers of neighbouring questions, and evaluates all of them
over all rows of the scenario in one vectorised pass. A diagnosis is then one comparison of the answer
with a row of numbers (`mlsys_course.diagnosis.scalar`).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from typing import Any

import numpy as np
import numpy.typing as npt

from mlsys_course.diagnosis.expression import (
    Array,
    Dimension,
    Evaluator,
    Node,
    base_value,
    inputs_of,
    node,
    nodes,
    number,
    replace,
    trace,
)
from mlsys_course.diagnosis.inputs import Columns, si, siblings
from mlsys_course.diagnosis.mutants import Mutant, Names, mutants
from mlsys_course.diagnosis.slips import factors, input_factors, unit_labels
from mlsys_course.exercise import SCALAR_KINDS, Exercise, ExerciseError, registered
from mlsys_course.scenarios import Table

GUARD = 3.0
"""A refused misconception keeps this many tolerances away from the right answer."""

EQUAL = 1.5
"""Causes whose plausibilities lie within this ratio fit equally well."""

Flags = npt.NDArray[np.bool_]

_COUNTED = ("[parameter]", "[token]", "[sample]")
_MOST_PAIRS = 1000


@dataclass(frozen=True)
class Cause:
    """One way to a wrong answer.

    Parameters
    ----------
    slug : str
        Stable name.
    clause : str
        Completes "… is what comes out when …"; empty where `sentence` says it all.
    prior : float
        How plausible, before any answer is seen.
    sentence : str
        A message written by hand.
    guarded : bool
        Whether scenarios keep its value away from the right answer in every row but the book's.
    plain : bool
        Whether it is the value of somebody who computed with bare numbers and named the unit afterwards.
    """

    slug: str
    clause: str
    prior: float
    sentence: str = ""
    guarded: bool = True
    plain: bool = False

    @property
    def kind(self) -> str:
        """Family of the mistake: the slug up to its first colon."""
        return self.slug.split(":")[0]

    @property
    def by_hand(self) -> bool:
        """Whether the exercise's author wrote it."""
        return bool(self.sentence)


@dataclass(frozen=True)
class Form:
    """An accepted form beside the right answer: a convention, or a rounding.

    Parameters
    ----------
    slug, message : str
        Name and remark.
    score : float
        Share of the points.
    values : array
        In the asked unit, one per row; NaN where the form does not apply.
    bare : bool
        Whether it is a plain number given where a unit is due.
    """

    slug: str
    message: str
    score: float
    values: Array
    bare: bool


@dataclass
class Candidates:
    """The right answers of an exercise and everything a wrong one may be.

    Parameters
    ----------
    right : array
        Right answers in the asked unit, one per row.
    causes : list of Cause
        Of the same length as `values` has columns.
    values : array
        Shape (rows, causes), in the asked unit; NaN where a cause does not apply or is not reported
        because it comes too near to the right answer.
    hidden : array of bool
        Where a cause comes within `GUARD` tolerances of the right answer, shape (causes, rows).
    near : array of bool
        The same without breaks that change nothing in a row, such as one in the smaller term of a maximum.
    elsewhere : dict
        For answers of another dimension: causes and their values in base units.
    coefficients : dict
        For answers of another dimension that are right but for the unit of a coefficient.
    forms : list of Form
        Accepted forms.
    """

    exercise: Exercise
    rows: int
    right: Array
    dimension: Dimension
    factor: float
    tree: Node | None
    causes: list[Cause] = field(default_factory=list)
    values: Array = field(default_factory=lambda: np.empty((0, 0)))
    hidden: Flags = field(default_factory=lambda: np.empty((0, 0), bool))
    near: Flags = field(default_factory=lambda: np.empty((0, 0), bool))
    elsewhere: dict[Dimension, tuple[list[Cause], Array]] = field(default_factory=dict)
    coefficients: dict[Dimension, list[Array]] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    _pairs: tuple[list[Cause], Array] | None = None
    _builder: _Builder | None = None

    @property
    def tolerance(self) -> Array:
        """Absolute tolerance of each row, in the asked unit; whole numbers are exact."""
        if self.exercise.kind == "integer":
            return np.zeros(self.rows)
        tolerance: Array = self.exercise.rtol * np.abs(self.right) + self.exercise.atol
        return tolerance

    def pairs(self) -> tuple[list[Cause], Array]:
        """Return pairs of mistakes and their values, built when an answer first needs them."""
        if self._pairs is None:
            assert self._builder is not None
            self._pairs = self._builder.pairs(self)
        return self._pairs


def round_significant(values: Any, digits: int) -> Array:
    """Round to significant figures.

    >>> round_significant(np.array([25.278, 0.0]), 3)
    array([25.3,  0. ])
    """
    values = np.asarray(values, float)
    with np.errstate(all="ignore"):
        place = np.power(10.0, digits - 1 - np.floor(np.log10(np.abs(values))))
        rounded = np.round(values * place) / place
    kept: Array = np.where((values == 0) | ~np.isfinite(rounded), values, rounded)
    return kept


@functools.cache
def load(exercise: Exercise) -> Candidates:
    """Return the candidates of an exercise over its scenario's table, evaluated once."""
    return build(exercise, exercise.table)


def build(exercise: Exercise, table: Table | None) -> Candidates:
    """Evaluate everything about an exercise over a table (the generator's tables are not yet written).

    Raises
    ------
    ExerciseError
        If the key cannot be evaluated or does not give the unit asked for.
    """
    return _Builder(exercise, table).candidates()


def answers(exercise: Exercise, table: Table | None) -> Array:
    """Return the right answers of a scalar exercise in the asked unit, one per row."""
    return _Builder(exercise, table).right()[0]


def values_of(exercise: Exercise, tree: Node, table: Table | None = None) -> Array | None:
    """Return what a formula over an exercise's inputs gives in the asked unit, one value per row.

    None where it has another dimension than the question asks for.
    """
    builder = _Builder(exercise, table or exercise.table)
    return builder._asked_values(tree)


class _Builder:
    """Collects the candidates of one exercise."""

    def __init__(self, exercise: Exercise, table: Table | None) -> None:
        from mlsys_course.units import registry

        if exercise.kind not in SCALAR_KINDS:
            raise ExerciseError(f"{exercise.name} is a {exercise.kind}; this part diagnoses numbers.")
        self.exercise, self.columns = exercise, Columns(table)
        self.evaluate = Evaluator(self.columns)
        self.evaluate_plain = Evaluator(self.columns, plain=True)
        self.evaluate_si = Evaluator(self.columns.si, plain=True, literal=si)
        labels = {n: str(a["label"]) for n, a in table.parameters.items()} if table else {}
        units = {name: self.columns.one(name) for name in labels}
        ones = {name: node("number", detail=unit) for name, unit in units.items() if unit is not None}
        self.names = Names(labels, ones)
        one: Any = registry().Quantity(1.0, exercise.unit or "")
        base, self.dimension = base_value(one)
        self.factor = float(base)
        self._si_factor = si(self.factor, self.dimension)
        self.tree = trace(exercise.key, exercise.parameters)
        self._singles: list[Mutant] = []
        self._found: list[tuple[Cause, Array]] = []
        self._elsewhere: dict[Dimension, list[tuple[Cause, Array]]] = {}

    # ---- evaluation

    def right(self) -> tuple[Array, Node | None]:
        """Return the right answers in the asked unit, and the tree where there is one."""
        if self.tree is not None:
            value = self.evaluate(self.tree)
            if value is not None and value.array.shape[1] == 1:
                if value.dimension != self.dimension:
                    raise ExerciseError(
                        f"{self.exercise.name}: its key gives {value.dimension}, the question asks for "
                        f"{self.exercise.unit or 'a plain number'}."
                    )
                return self._fill(value.array) / self.factor, self.tree
            self.tree = None
        values = [self._asked(one) for one in self._each(self.exercise.key)]
        bad = next((one for one, bare in values if one is None or (bare and self.dimension)), 0.0)
        if bad is None or any(one is None for one, _ in values):
            raise ExerciseError(
                f"{self.exercise.name}: its key does not give {self.exercise.unit or 'a number'}."
            )
        return np.array([one for one, _ in values], float), None

    def _fill(self, array: Array) -> Array:
        """One value per row, whatever a formula without inputs gave."""
        return np.broadcast_to(array[:, 0], (self.columns.rows,)).astype(float)

    def _each(self, function: Callable[..., Any]) -> Iterator[Any]:
        """Call a key, or a wrong way written by hand, with the quantities of every row."""
        names = tuple(inspect.signature(function).parameters)
        table = self.columns.table
        for index in range(self.columns.rows):
            inputs = table.row(index).inputs if table else {}
            missing = [name for name in names if name not in inputs]
            if missing:
                raise ExerciseError(
                    f"{self.exercise.name}: {missing[0]!r} is no input of scenario {self.exercise.scenario!r}."
                )
            yield function(**{name: inputs[name].value for name in names})

    def _asked(self, value: Any) -> tuple[float | None, bool]:
        """Return a value in the asked unit (None where it has another dimension), and whether it is bare."""
        value = getattr(value, "quantity", value)
        bare = not hasattr(value, "magnitude")
        base, dimension = base_value(value)
        if bare and self.dimension:
            return float(value), True
        if dimension != self.dimension:
            return None, bare
        return float(base) / self.factor, bare

    # ---- collecting

    def candidates(self) -> Candidates:
        right, tree = self.right()
        made = Candidates(self.exercise, self.columns.rows, right, self.dimension, self.factor, tree)
        made._builder = self
        self._by_hand(made)
        if tree is not None:
            self._mutants(tree)
            self._siblings(tree)
            self._coefficients(made, tree)
            self._unconverted(tree)
        self._slips(right)
        self._given()
        self._neighbours()
        self._sift(made)
        return made

    def _add(self, cause: Cause, base: Array | None, dimension: Dimension) -> None:
        """File a cause under the dimension its value has; `base` is in base units, one value per row."""
        if base is None or not np.isfinite(base).any():
            return
        if dimension == self.dimension:
            self._found.append((cause, base / self.factor))
        else:
            self._elsewhere.setdefault(dimension, []).append((cause, base))

    def _add_tree(self, cause: Cause, tree: Node, *, slips: bool) -> None:
        value = self.evaluate(tree)
        if value is not None and value.array.shape[1] == 1:
            self._add(cause, self._fill(value.array), value.dimension)
        if slips and (value is None or value.dimension != self.dimension):
            # Somebody who computes with bare numbers names the unit afterwards: the numbers are those displayed,
            # or those in bytes, seconds, FLOP and so on, brought into the asked unit at the end.
            stripped = Cause(cause.slug, cause.clause, cause.prior * 0.35, cause.sentence, False, True)
            plain_factor = 1.0 if self.dimension else self.factor  # a plain share may be meant as a percentage
            for read, asked in ((self.evaluate_plain, plain_factor), (self.evaluate_si, self._si_factor)):
                bare = read(tree)
                if bare is not None and bare.array.shape[1] == 1 and np.isfinite(bare.array).any():
                    self._found.append((stripped, self._fill(bare.array) / asked))

    def _mutants(self, tree: Node) -> None:
        self._singles = mutants(tree, self.names)
        for mutant in self._singles:
            self._add_tree(Cause(mutant.slug, mutant.clause, mutant.prior, guarded=mutant.guarded), mutant.tree, slips=mutant.slips)

    def _siblings(self, tree: Node) -> None:
        """Put a sibling constant in the place of each input that is a constant."""
        targets: dict[str, dict[str, Node]] = {}
        for name in inputs_of(tree):
            leaf = node("input", detail=name)
            for own in dict.fromkeys(self.columns.constants(name)):
                for rank, (other, label) in enumerate(siblings(own) if own else ()):
                    if name in targets.setdefault(other, {}):
                        continue
                    targets[other][name] = stand_in = node("sibling", detail=(name, other))
                    clause = f"{self.names(name)} is replaced by {label}"
                    broken = replace(tree, leaf, stand_in)
                    near = rank < 6
                    mutant = Mutant(broken, f"sibling:{other}", clause, 0.45 if near else 0.35, False)
                    self._singles.append(mutant)
                    self._add_tree(
                        Cause(mutant.slug, clause, mutant.prior, guarded=near), broken, slips=False
                    )
        devices: dict[str, dict[str, Node]] = {}
        for target, leaves in targets.items():
            for name, stand_in in leaves.items():
                devices.setdefault(target.split("_")[0], {}).setdefault(name, stand_in)
        for device, swaps in devices.items():
            if len(swaps) > 1:
                broken = tree
                for name, stand_in in swaps.items():
                    broken = replace(broken, node("input", detail=name), stand_in)
                clause = f"the figures of the {device} are used"
                self._add_tree(Cause(f"sibling:{device}", clause, 0.42), broken, slips=False)

    def _coefficients(self, made: Candidates, tree: Node) -> None:
        """Find what a right formula gives when a coefficient (6 FLOP per parameter and token) is left bare."""
        for part in dict.fromkeys(nodes(tree)):
            if part.op == "number":
                bare = number(part.detail.plain) if part.detail.dimension else None
            elif part.op == "input" and self._is_coefficient(part.detail):
                bare = node("input", detail=f"{part.detail}\0bare")
                self.columns.add(bare.detail, self.columns(part, True))
            else:
                bare = None
            if bare is None:
                continue
            value = self.evaluate(replace(tree, part, bare))
            if value is not None and value.dimension != self.dimension and value.array.shape[1] == 1:
                made.coefficients.setdefault(value.dimension, []).append(self._fill(value.array))

    def _is_coefficient(self, name: str) -> bool:
        """Say whether an input is a ratio such as 2 byte/parameter, or a bare one such as 1 token."""
        dimension = self.columns.dimension(name)
        if dimension is None or not any(base in _COUNTED for base, _ in dimension):
            return False
        if any(base in _COUNTED and power < 0 for base, power in dimension):
            return True
        return bool(np.all(self.columns(node("input", detail=name), True).array == 1))

    def _unconverted(self, tree: Node) -> None:
        plain = self.evaluate_plain(tree)
        if plain is not None and plain.array.shape[1] == 1:
            clause = "the numbers are combined as they stand, without converting their units"
            self._found.append((Cause("scale:unconverted", clause, 0.3, plain=True), self._fill(plain.array)))
        for leaf in dict.fromkeys(n for n in nodes(tree) if n.op == "input"):
            for factor in input_factors(self.columns.unit(leaf.detail)):
                for size in (factor.size, 1 / factor.size):
                    scaled = replace(tree, leaf, node("mul", leaf, number(size)))
                    clause = f"{factor.clause} at {self.names(leaf.detail)}"
                    cause = Cause(f"{factor.slug}:{leaf.detail}", clause, factor.prior * 0.7)
                    self._add_tree(cause, scaled, slips=False)

    def _slips(self, right: Array) -> None:
        """Add what happens to a finished result."""
        exercise, base = self.exercise, right * self.factor
        share = not self.dimension and bool(
            np.all((right * self.factor > -1.01) & (right * self.factor < 1.01))
        )
        add = self._add
        add(Cause("sign", "the sign is turned round", 0.45), -base, self.dimension)
        for size, _, clause in unit_labels(exercise.unit):
            big = max(size, 1 / size)
            add(Cause(f"scale:{big:.10g}", clause, 0.5), base * size, self.dimension)
        for factor in factors(self.dimension, share or exercise.unit == "percent", self._inside()):
            for size in (factor.size, 1 / factor.size):
                cause = Cause(factor.slug, factor.clause, factor.prior, guarded=not factor.soft)
                add(cause, base * size, self.dimension)
        with np.errstate(all="ignore"):
            upside = Cause("inverted", "the fraction is upside down", 0.42)
            if not self.dimension:
                add(upside, 1 / base, self.dimension)
            else:
                turned = tuple((name, -power) for name, power in self.dimension)
                add(upside, 1 / base, turned)
                self._found.append(
                    (Cause("inverted", upside.clause, 0.2, guarded=False, plain=True), 1 / right)
                )
        if not self.dimension:
            if share:
                rest = "what remains is given instead of what is asked for"
                add(Cause("complement", rest, 0.45), 1 - base, self.dimension)
            add(
                Cause("off-by-one", "one is subtracted: the increase is given, not the ratio", 0.34),
                base - 1,
                (),
            )
            add(Cause("off-by-one", "one is added to the result", 0.25), base + 1, ())
        if exercise.kind != "integer":
            text = f"{{}} to whole {exercise.unit}s" if self.dimension else "{} to a whole number"
            for way, slug in ((np.floor, "rounding:down"), (np.ceil, "rounding:up")):
                words = "the result is rounded " + slug.split(":")[1]
                cause = Cause(slug, text.format(words), 0.5, guarded=False)
                self._found.append((cause, way(right)))
            for digits, prior in ((1, 0.35), (2, 0.45)):
                cause = Cause("rounding:coarse", "the result is rounded too far", prior, guarded=False)
                self._found.append((cause, round_significant(right, digits)))
        elif np.all(right > 1000):
            cause = Cause("rounding:coarse", "the result is rounded, though a whole number is asked for", 0.4)
            self._found.append((cause, round_significant(right, 3)))

    def _inside(self) -> set[str]:
        """Return the base dimensions of the key's inputs."""
        names = inputs_of(self.tree) if self.tree is not None else ()
        return {base for name in names for base, _ in self.columns.dimension(name) or ()}

    def _given(self) -> None:
        """Add the inputs themselves."""
        for name in self.columns.names:
            leaf = node("input", detail=name)
            clause = f"{self.names(name)} is given as it stands"
            self._add_tree(Cause(f"input:{name}", clause, 0.25), leaf, slips=True)

    def _neighbours(self) -> None:
        """Add the answers to the other questions about the same numbers."""
        own = self.exercise
        for other in registered().values():
            declared = other.name in own.neighbours
            if (
                other is own
                or other.kind not in SCALAR_KINDS
                or not (declared or other.scenario == own.scenario)
            ):
                continue
            if other.scenario != own.scenario or other.scenario is None:
                continue
            tree = trace(other.key, other.parameters)
            if tree is None:
                continue
            clause = f"another question is answered: {other.title}"
            cause = Cause(f"neighbour:{other.name}", clause, 0.38 if declared else 0.2, guarded=declared)
            self._add_tree(cause, tree, slips=False)

    def _by_hand(self, made: Candidates) -> None:
        """Evaluate misconceptions and accepted forms that the author wrote."""
        for wrong in self.exercise.misconceptions:
            cause = Cause(wrong.cause, "", 1.0, wrong.message)
            for values, dimension, bare in self._written(wrong.wrong):
                if bare and self.dimension:
                    self._found.append((Cause(wrong.cause, "", 1.0, wrong.message, plain=True), values))
                else:
                    self._add(cause, values, dimension)
        for form in self.exercise.accepted:
            for values, dimension, bare in self._written(form.value):
                unlabelled = bare and bool(self.dimension)
                if not unlabelled and dimension != self.dimension:
                    raise ExerciseError(
                        f"{self.exercise.name}: the accepted form {form.cause!r} has another dimension."
                    )
                asked = values if unlabelled else values / self.factor
                made.forms.append(Form(form.cause, form.message, form.score, asked, unlabelled))

    def _written(self, function: Callable[..., Any]) -> Iterator[tuple[Array, Dimension, bool]]:
        """Yield values, dimension and whether they are bare, for a function written by hand."""
        tree = trace(function, tuple(inspect.signature(function).parameters))
        if tree is not None:
            value = self.evaluate(tree)
            if value is not None and value.array.shape[1] == 1:
                yield self._fill(value.array), value.dimension, not value.dimension
                return
        results = list(self._each(function))
        groups: dict[tuple[Dimension, bool], Array] = {}
        for index, result in enumerate(results):
            result = getattr(result, "quantity", result)
            base, dimension = base_value(result)
            group = groups.setdefault(
                (dimension, not hasattr(result, "magnitude")), np.full(self.columns.rows, np.nan)
            )
            group[index] = float(base)
        for (dimension, bare), values in groups.items():
            yield values, dimension, bare

    # ---- sifting

    def _sift(self, made: Candidates) -> None:
        """Merge causes of equal value, leave out what is right after all, hide what comes too near."""
        right, tolerance = made.right, made.tolerance
        kept: dict[bytes, list[tuple[Cause, Array]]] = {}
        for cause, values in self._found:
            with np.errstate(all="ignore"):
                if np.all(np.abs(values - right) <= 1e-9 * np.abs(right)):
                    continue  # another way to write the right formula
                key = round_significant(values, 9).tobytes() + bytes([cause.plain and bool(self.dimension)])
            kept.setdefault(key, []).append((cause, values))
        found = [pair for group in kept.values() for pair in _merge(group)]
        made.causes = [cause for cause, _ in found]
        matrix = np.array([values for _, values in found], float).reshape(len(found), made.rows)
        with np.errstate(all="ignore"):
            away = np.abs(matrix - right)
            made.hidden = away <= GUARD * tolerance
            # The smaller term of a maximum may be broken, and a number rounded to the nearest, without any effect:
            # the answer is right then, nothing is refused, and nothing comes too near.
            same = away <= 1e-9 * np.abs(right)
            harmless = np.array([self._may_be_harmless(cause) for cause in made.causes], bool)
            made.near = made.hidden & ~(same & harmless.reshape(-1, 1))
        made.values = np.ascontiguousarray(np.where(made.hidden, np.nan, matrix).T)
        for dimension, found in self._elsewhere.items():
            made.elsewhere[dimension] = ([c for c, _ in found], np.array([v for _, v in found], float).T)
        self._found, self._elsewhere = [], {}

    def _may_be_harmless(self, cause: Cause) -> bool:
        """Say whether a mistake may change nothing in some rows and yet be one in others."""
        if cause.by_hand:
            return False
        chooses = self.tree is not None and any(
            part.op in ("maximum", "minimum", "max", "min") for part in nodes(self.tree)
        )
        return chooses or cause.slug == "rounding:nearest"

    # ---- pairs

    def pairs(self, made: Candidates) -> tuple[list[Cause], Array]:
        """Return two mistakes at a time, the likeliest ones, and their values in the asked unit."""
        found = [
            *self._slipped_result(made),
            *(self._two_breaks() if made.tree is not None else ()),
        ]
        found.sort(key=lambda pair: -pair[0].prior)
        found = found[:_MOST_PAIRS]
        matrix = np.array([values for _, values in found]).reshape(len(found), made.rows)
        with np.errstate(all="ignore"):
            matrix[np.abs(matrix - made.right) <= GUARD * made.tolerance] = np.nan
        return [cause for cause, _ in found], np.ascontiguousarray(matrix.T)

    def _slipped_result(self, made: Candidates) -> Iterator[tuple[Cause, Array]]:
        """Break the formula, then slip with the result: a factor, upside down, what remains, less one."""
        wanted = [f for f in factors(self.dimension, True, self._inside()) if not f.soft and f.prior >= 0.3]
        with np.errstate(all="ignore"):
            turned = 1 / made.right if self.dimension else 1 / made.right / self.factor**2
        columns = [("inverted", "the fraction is upside down", 0.4, turned)]
        for mutant in self._likely(60):
            values = self._asked_values(mutant.tree)
            if values is not None:
                columns.append((mutant.slug, mutant.clause, mutant.prior, values))
        for slug, clause, prior, values in columns:
            for factor in wanted:
                cause = _pair((slug, clause, prior), (factor.slug, factor.clause, factor.prior))
                yield cause, values * factor.size
                yield cause, values / factor.size
            if not self.dimension:
                base = values * self.factor
                with np.errstate(all="ignore"):
                    for second, column in (
                        (("inverted", "the fraction is upside down", 0.4), 1 / base),
                        (("complement", "what remains is given instead", 0.35), 1 - base),
                        (("off-by-one", "one is subtracted", 0.3), base - 1),
                    ):
                        yield _pair((slug, clause, prior), second), column / self.factor

    def _two_breaks(self) -> Iterator[tuple[Cause, Array]]:
        """Break the formula twice."""
        likely = self._likely(40)
        seen = {mutant.tree for mutant in self._singles} | {self.tree}
        for first in likely:
            for second in mutants(first.tree, self.names):
                if second.prior < 0.35 or second.tree in seen:
                    continue
                seen.add(second.tree)
                cause = _pair((first.slug, first.clause, first.prior), (second.slug, second.clause, second.prior))
                values = self._asked_values(second.tree)
                if values is not None:
                    yield cause, values
                elif first.slips and second.slips:
                    bare = self.evaluate_plain(second.tree)
                    if bare is not None and bare.array.shape[1] == 1:
                        stripped = replace_fields(cause, prior=cause.prior * 0.35, plain=True)
                        yield stripped, self._fill(bare.array) / (1.0 if self.dimension else self.factor)

    def _likely(self, count: int) -> list[Mutant]:
        return sorted((m for m in self._singles if m.prior >= 0.3), key=lambda m: -m.prior)[:count]

    def _asked_values(self, tree: Node) -> Array | None:
        value = self.evaluate(tree)
        if value is None or value.dimension != self.dimension or value.array.shape[1] != 1:
            return None
        asked: Array = self._fill(value.array) / self.factor
        return asked


def _pair(first: tuple[str, str, float], second: tuple[str, str, float]) -> Cause:
    """Join two mistakes, each given by slug, clause and plausibility."""
    clause = f"{first[1]}, and besides {second[1]}"
    return Cause(f"{first[0]}+{second[0]}", clause, first[2] * second[2] * 0.25, guarded=False)


def _merge(group: list[tuple[Cause, Array]]) -> list[tuple[Cause, Array]]:
    """Keep of the causes that give the same value in every row the likeliest, and an equal one of another kind."""
    group.sort(key=lambda pair: (pair[0].prior, pair[0].guarded), reverse=True)
    first, values = group[0]
    if first.kind == "inverted" and any(cause.kind == "brackets" for cause, _ in group[1:]):
        first = replace_fields(first, clause=f"{first.clause} (are brackets missing?)")
    kept = [(first, values)]
    for cause, _ in group[1:]:
        if cause.kind != first.kind and cause.prior * EQUAL >= first.prior and cause.kind != "brackets":
            kept.append((cause, values))
            break
    return kept
