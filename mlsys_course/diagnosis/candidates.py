"""What a wrong answer may be: every known mistake of an exercise with its value in every row.

`load` collects the causes of wrong answers (`collect`), evaluated over all rows of the scenario in one
vectorised pass, merges those of equal value and hides those that come too near to the right answer. A
diagnosis is then one comparison of the answer with a row of numbers (`mlsys_course.kinds.scalar.judging`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields

import numpy as np
import numpy.typing as npt

from mlsys_course.diagnosis.causes import GUARD, Cause, Form
from mlsys_course.diagnosis.collect import Collector, coefficients, forms
from mlsys_course.diagnosis.expression import Array, Dimension, Node, nodes
from mlsys_course.diagnosis.mutants import Mutant
from mlsys_course.diagnosis.odds import CLOSE, NEAR, OTHER_ROWS, RANGE, kind, parts, priors, written
from mlsys_course.diagnosis.pairs import Second, may_be_first, pairs, seconds
from mlsys_course.diagnosis.values import Values, round_significant
from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Table

Flags = npt.NDArray[np.bool_]

_SAME = (
    {"inverted", "swapped"}, {"off-by-one", "change-for-ratio"}, {"dropped", "stopped"}, {"dropped", "input"},
    {"stopped", "input"}, {"dropped", "used"}, {"inverted", "brackets"}, {"scale", "dropped"},
    {"precision", "scale"},
)  # fmt: skip
"""Kinds of causes that say the same thing in other words where their values are equal."""

_PLAINER = (("off-by-one", "rounding"), ("precision", "sibling"))
"""Of two kinds with equal values the second says more plainly what was done."""


@dataclass(eq=False)
class Candidates:
    """The right answers of an exercise and everything a wrong one may be.

    Parameters
    ----------
    formulas : Values
        The exercise over its table.
    right : array
        Right answers in the asked unit, one per row.
    causes : list of Cause
        One for each column of `values`.
    values : array
        Shape (rows, causes), in the asked unit; NaN where a cause does not apply or is hidden.
    near : array of bool
        Shape (causes, rows): where a cause comes within its `guard` tolerances of the right answer. It is
        hidden there: nobody is told of a mistake who may have made none.
    elsewhere : dict
        For answers of another dimension: causes and their values in base units, shape (rows, causes).
    coefficients : dict
        For answers of another dimension that are right but for the unit of a coefficient.
    forms : list of Form
        Accepted forms.
    singles : list of Mutant
        Broken formulas, of which `pairs` are made.
    """

    formulas: Values
    right: Array
    causes: list[Cause]
    values: Array
    near: Flags
    elsewhere: dict[Dimension, tuple[list[Cause], Array]]
    coefficients: dict[Dimension, list[Array]]
    forms: list[Form]
    singles: list[Mutant]

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.formulas.exercise

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.formulas.rows

    @property
    def dimension(self) -> Dimension:
        """Dimension that the question asks for."""
        return self.formulas.dimension

    @property
    def tree(self) -> Node | None:
        """The key's formula, where it is one."""
        return self.formulas.tree

    @functools.cached_property
    def tolerance(self) -> Array:
        """Absolute tolerance of each row, in the asked unit; whole numbers are exact."""
        return _tolerance(self.exercise, self.right)

    # ---- the odds

    @functools.cached_property
    def odds(self) -> Array:
        """How likely each cause is before an answer is seen."""
        return priors(self.causes)

    @functools.cached_property
    def plain(self) -> Flags:
        """Which causes are those of somebody who computes with bare numbers."""
        return np.array([cause.plain for cause in self.causes], bool)

    @functools.cached_property
    def guarded(self) -> Flags:
        """Which causes scenarios keep away from the right answer."""
        return np.array([cause.guarded for cause in self.causes], bool)

    @functools.cached_property
    def _kinds(self) -> dict[str, Flags]:
        kinds = np.array(["written" if cause.by_hand else cause.kind for cause in self.causes], str)
        return {kind: kinds == kind for kind in ("written", "rounding", "scale", "sibling")}

    def of_kind(self, kind: str) -> Flags:
        """Return which causes are of a kind: those written by the author, roundings, scales, siblings."""
        return self._kinds[kind]

    # ---- two mistakes at once

    @functools.cached_property
    def pairs(self) -> tuple[list[Cause], Array]:
        """Pairs of mistakes in the formula and their values, shape (rows, pairs); built when first needed."""
        found = pairs(self.formulas, self.singles, parts(self.causes))
        matrix = np.array([values for _, values in found], float).reshape(len(found), self.rows)
        with np.errstate(all="ignore"):
            matrix[np.abs(matrix - self.right) <= GUARD * self.tolerance] = np.nan
        return [cause for cause, _ in found], np.ascontiguousarray(matrix.T)

    @functools.cached_property
    def firsts(self) -> tuple[npt.NDArray[np.intp], Array]:
        """Causes after which a second slip may be made, as places in `causes`, and their odds."""
        found = [i for i, cause in enumerate(self.causes) if may_be_first(cause)]
        return np.array(found, np.intp), self.odds[found] if found else np.empty(0)

    def rivals(self, row: int, weight: float, digits: int, whole: bool, *, twice: bool) -> tuple[int, int]:
        """Count the values near the right answer that explain a number at least so well.

        Parameters
        ----------
        row : int
            Row of the table.
        weight : float
            Odds of the explanation times the number's likelihood.
        digits : int
            Significant digits of the number.
        whole : bool
            Whether it must be exactly a value.
        twice : bool
            Whether two slips at once may explain it, too.

        Returns
        -------
        rivals, near : int
            Values that the number must agree with, and values that it need only be near.
        """
        rounded = 1.0 if whole else written(digits)
        limit = weight * (1 - 1e-9)
        likely = self.odds >= limit
        found, odds = [self.values[row][likely]], [self.odds[likely]]
        if twice:
            likely = self._pair_odds >= limit
            found.append(self.pairs[1][row][likely])
            odds.append(self._pair_odds[likely])
            places, first = self.firsts
            for second in self.seconds if len(places) else ():
                both = first * second.prior
                likely = both >= limit
                if likely.any():
                    with np.errstate(all="ignore"):
                        found.append(second.change(self.values[row][places[likely]]))
                    odds.append(both[likely])
        others = OTHER_ROWS / self.rows
        if others >= limit:
            found.append(self.right)
            odds.append(np.full(self.rows, others))
        values, every = np.concatenate(found), np.concatenate(odds)
        with np.errstate(all="ignore"):
            away = np.log10(values / self.right[row])
            inside = np.abs(away) <= RANGE
            met = (every * rounded >= limit) | (round_significant(values, max(digits, 1)) == values)
        near = 0 if whole else _different(away[inside & (every * CLOSE >= limit)])
        return _different(away[inside & met]), near

    @functools.cached_property
    def _pair_odds(self) -> Array:
        return np.array([cause.prior for cause in self.pairs[0]], float)

    @functools.cached_property
    def seconds(self) -> list[Second]:
        """Slips of the finished result that may come on top of another mistake."""
        return seconds(self.formulas, self.right, parts(self.causes))


@functools.cache
def load(exercise: Exercise) -> Candidates:
    """Return the candidates of an exercise over its scenario's table, evaluated once."""
    return build(exercise, exercise.table)


def build(exercise: Exercise, table: Table | None) -> Candidates:
    """Evaluate everything about an exercise over a table, which need not be the one that is stored.

    Raises
    ------
    ExerciseError
        If the key does not give the unit asked for, or a misconception asks for an unknown input.
    """
    values = Values(exercise, table)
    right = values.right()
    collector = Collector(values, right)
    collector.collect()
    found = _sift(collector.found, right, bool(values.dimension))
    causes = [cause for cause, _ in found]
    matrix = np.array([column for _, column in found], float).reshape(len(found), values.rows)
    with np.errstate(all="ignore"):
        away = np.abs(matrix - right)
        guards = np.array([cause.guard for cause in causes]).reshape(-1, 1)
        hidden = away <= guards * _tolerance(exercise, right)
        # The smaller term of a maximum may be broken, and a number rounded to the nearest, without any
        # effect: the answer is right then, nothing is refused, and nothing comes too near.
        same = away <= 1e-9 * np.abs(right)
    harmless = np.array([_may_be_harmless(cause, values.tree) for cause in causes], bool)
    return Candidates(
        values,
        right,
        causes,
        np.ascontiguousarray(np.where(hidden, np.nan, matrix).T),
        hidden & ~(same & harmless.reshape(-1, 1)),
        {
            dimension: ([cause for cause, _ in there], np.array([column for _, column in there], float).T)
            for dimension, there in collector.elsewhere.items()
        },
        coefficients(values),
        list(forms(values)),
        collector.singles,
    )


def values_of(exercise: Exercise, tree: Node, table: Table | None = None) -> Array | None:
    """Return what a formula over an exercise's inputs gives in the asked unit, one value per row.

    None where it has another dimension than the question asks for.
    """
    return Values(exercise, table or exercise.table).asked(tree)


def _different(away: Array) -> int:
    """Count values, given by their orders of magnitude, that differ in the fourth digit."""
    return np.unique(np.round(away, 4)).size


def _tolerance(exercise: Exercise, right: Array) -> Array:
    if exercise.kind == "integer":
        return np.zeros_like(right)
    tolerance: Array = exercise.rtol * np.abs(right) + exercise.atol
    return tolerance


def _sift(found: Sequence[tuple[Cause, Array]], right: Array, units: bool) -> list[tuple[Cause, Array]]:
    """Merge causes of equal value; leave out what is another way to write the right formula."""
    each = parts([cause for cause, _ in found])
    groups: dict[bytes, list[tuple[Cause, Array]]] = {}
    for cause, values in found:
        with np.errstate(all="ignore"):
            if np.all(np.abs(values - right) <= 1e-9 * np.abs(right)):
                continue
        key = round_significant(values, 9).tobytes() + bytes([cause.plain and units])
        groups.setdefault(key, []).append((cause, values))
    return [pair for group in groups.values() for pair in _merge(group, each, len(right) == 1)]


def _merge(
    group: list[tuple[Cause, Array]], each: Mapping[str, float], one_row: bool
) -> list[tuple[Cause, Array]]:
    """Keep the likeliest of causes that give the same values, and an equally likely one of another kind.

    Over many rows causes of one kind that are always equal are the same in other words; in a single row they
    may be equal by chance.
    """

    def rank(cause: Cause) -> float:
        return each[kind(cause)] * cause.prior

    group.sort(key=lambda pair: (rank(pair[0]), pair[0].guarded), reverse=True)
    for place, (cause, _) in enumerate(group):
        if (group[0][0].kind, cause.kind) in _PLAINER:
            group.insert(0, group.pop(place))
            break
    first, values = group[0]
    # Whether scenarios keep this value away from the answer does not depend on how it is explained.
    first = replace_fields(first, guarded=max(group, key=lambda pair: pair[0].prior)[0].guarded)
    if first.kind == "inverted" and any(cause.kind == "brackets" for cause, _ in group[1:]):
        first = replace_fields(first, clause=f"{first.clause} (are brackets missing?)")
    kept = [(first, values)]
    for cause, _ in group[1:]:
        same = cause.slug == first.slug if one_row else cause.kind == first.kind
        same = same or {cause.kind, first.kind} in (_SAME[:2] if one_row else _SAME)
        same = same or (first.slug == "inverted" == cause.kind) or (cause.kind, first.kind) in _PLAINER
        if not same and cause.kind != "brackets" and rank(cause) * NEAR >= rank(first):
            kept.append((cause, values))
            break
    return kept


def _may_be_harmless(cause: Cause, tree: Node | None) -> bool:
    """Say whether a mistake may change nothing in some rows and yet be one in others."""
    if cause.by_hand or tree is None:
        return False
    chooses = any(part.op in ("maximum", "minimum", "max", "min") for part in nodes(tree))
    return chooses or cause.slug == "rounding:nearest"
