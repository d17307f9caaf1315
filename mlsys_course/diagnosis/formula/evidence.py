"""What a learner's formula says about a wrong answer: a formula is a function of the question's numbers.

It is believed only where it gives the answer that was handed in. Then every known mistake is held against it
in all rows of the scenario's table: one that gives the same everywhere is what was done, one that does not is
not.
Where no single one does, the formula is compared with the key's, part by part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from mlsys_course.diagnosis.candidates import Candidates
from mlsys_course.diagnosis.causes import Cause
from mlsys_course.diagnosis.expression import Array, Dimension, dimension_of, inputs_of
from mlsys_course.diagnosis.formula import difference, steps
from mlsys_course.diagnosis.formula.code import Code
from mlsys_course.diagnosis.formula.parts import Part
from mlsys_course.diagnosis.formula.reader import Formula, read
from mlsys_course.diagnosis.odds import priors
from mlsys_course.kinds.scalar.reading import Given
from mlsys_course.scenarios import Scenario

_EXACT = 1e-9
_ROUNDED = 0.01
"""How far a formula may be from its answer in which a number was rounded when it was typed."""
_SAME = 1e-6
_BRINGING = frozenset(("times", "per", "used", "input", "applied", "compared"))
"""First words of mistakes that bring in the input which they name first."""
_OF_NUMBERS = frozenset(("doubled", "base", "exponent", "linear", "sibling", "precision", "per", "times"))
"""First words of mistakes that may come to a factor where a number is the same in every row."""
_FEWEST = 0.25
"""Share of the rows in which a mistake must have a value to be told from others."""


@dataclass(frozen=True)
class Evidence:
    """What is known of the formula behind an answer.

    Parameters
    ----------
    formula : Formula
        The formula.
    column : array
        What it gives in every row, in the unit of the candidates that it is held against.
    causes : tuple of Cause
        The mistake that was made, or none.
    values : array or None
        What that mistake gives in every row.
    place : Place or None
        Which of the learner's steps are right.
    """

    formula: Formula
    column: Array
    causes: tuple[Cause, ...] = ()
    values: Array | None = None
    place: steps.Place | None = None
    compared: tuple[difference.Difference, ...] = field(default=())

    def speaks_against(self, values: Array | None) -> bool:
        """Say whether a mistake gives something else in some row."""
        return values is not None and not agrees(self.column, values)


def look(
    known: Candidates, row: int, name: str, code: Code | None, scenario: Scenario | None, given: Given
) -> Evidence | None:
    """Read the formula behind a wrong answer and find the mistake in it.

    Parameters
    ----------
    known : Candidates
        The exercise's known mistakes.
    row : int
        The learner's row.
    name : str
        The answer's name.
    code : Code or None
        The source.
    scenario : Scenario or None
        The learner's numbers.
    given : Given
        The answer.

    Returns
    -------
    Evidence or None
        None where there is no source, where it is no formula, or where the formula does not give the answer.
    """
    if code is None or known.tree is None or known.rows < 2:
        return None
    reading = read(code, name, scenario)
    found = []
    for formula in reading.formulas if reading is not None else ():
        # A number that was worked out elsewhere and typed in is no formula, whatever input it equals.
        names = inputs_of(formula.part.tree)
        made = _column(known, row, formula, given) if len(names) > min(formula.typed, 1) else None
        if made is not None:
            found.append(_explained(known, row, formula, *made, given))
    # A typed 2 may be one of the question's numbers or not: what takes the least to explain was meant.
    return min(found, key=_effort) if found else None


def _effort(found: Evidence) -> tuple[float, int]:
    """Return how much there is to explain; what seems to be left out may stand there as a typed number."""
    if not found.causes:
        return 9.0, found.formula.typed
    slug = found.causes[0].slug
    return (len(found.compared) or 1 + slug.count("+")) + 0.5 * ("dropped" in slug), found.formula.typed


def _column(known: Candidates, row: int, formula: Formula, given: Given) -> tuple[Array, Dimension] | None:
    """Return what a formula gives in every row, in base units; None where it does not give the answer."""
    if not _gives(formula.part, given):
        return None
    value = known.formulas.base(formula.part.tree)
    if value is None:
        return None
    own = _in_base(formula.part)
    allowed = _ROUNDED if formula.loose else _EXACT
    if not abs(float(value.array[row]) - own) <= allowed * abs(own):
        return None
    return value.array, value.dimension


def _in_base(part: Part) -> float:
    return float(part.value.to_base_units().magnitude if part.has_unit else part.value)


def _gives(part: Part, given: Given) -> bool:
    """Say whether a formula's value in the learner's row is the answer that was handed in."""
    if np.ndim(part.magnitude):
        return False
    quantity = given.quantity
    dimensions = [
        dimension_of(one) if one is not None and hasattr(one, "units") else ()
        for one in (part.value, quantity)
    ]
    if dimensions[0] != dimensions[1]:
        return False
    answer = given.magnitude if quantity is None else float(quantity.to_base_units().magnitude)
    return abs(_in_base(part) - answer) <= _EXACT * abs(answer)


def agrees(column: Array, values: Array) -> bool:
    """Say whether a mistake gives what a formula gives, wherever it has a value."""
    return bool(_agreeing(column, values.reshape(-1, 1))[0])


def _agreeing(column: Array, values: Array) -> npt.NDArray[np.bool_]:
    """Say which columns of a matrix of mistakes agree with a formula in all rows."""
    own = column.reshape(-1, 1)
    with np.errstate(all="ignore"):
        there = np.isfinite(values) & np.isfinite(own)
        same = np.abs(values - own) <= _SAME * np.abs(own)
        strange = np.isfinite(values) & ~np.isfinite(own)
    enough = there.sum(axis=0) >= max(1, _FEWEST * len(column))
    found: npt.NDArray[np.bool_] = enough & np.all(same | ~there, axis=0) & ~strange.any(axis=0)
    return found


def _explained(
    known: Candidates, row: int, formula: Formula, base: Array, dimension: Dimension, given: Given
) -> Evidence:
    assert known.tree is not None
    bare = known.exercise.bare and not dimension  # then a plain number is in the asked unit
    asked = bare or dimension == known.dimension
    column = base / known.formulas.factor if asked and not bare else base
    compare = difference.Comparison(known.formulas, formula.constants)
    constant = np.allclose(base, base[row], rtol=_EXACT, atol=0, equal_nan=True)  # all of it cancels
    differences = (None if constant else compare(known.tree, formula.part.tree)) or []
    wrong = [one.slug for one in differences]
    place = steps.place(known.formulas, known.tree, formula.steps, wrong)
    found = Evidence(formula, column, place=place)
    single = _single(known, formula, column, dimension, asked, given, row)
    plainer = single is not None and _is_plainer(differences, single[0])
    if single is not None and not plainer:
        return replace(found, causes=(single[0],), values=single[1])
    sure = all(one.sure for one in differences)
    two = _two(known, column) if asked and not (differences and sure) else None
    if two is not None:
        return replace(found, causes=(two[0],), values=two[1])
    if not differences:
        return found
    cause = Cause(difference.slug(differences), "", 0.0, difference.said(differences), guarded=False)
    return replace(found, causes=(cause,), values=column, compared=tuple(differences))


def _single(
    known: Candidates,
    formula: Formula,
    column: Array,
    dimension: Dimension,
    asked: bool,
    given: Given,
    row: int,
) -> tuple[Cause, Array] | None:
    """Return the likeliest single mistake that gives the same as a formula in every row."""
    if asked:
        causes, values, odds = known.causes, known.values, known.odds
    else:
        causes, values = known.elsewhere.get(dimension, ([], np.empty((known.rows, 0))))
        odds = priors(causes)
    odds = np.where([_is_there(cause, formula) for cause in causes], odds, -1.0)
    found = _likeliest(causes, values, odds, column)
    value = float(column[row])
    if found is None and asked and known.dimension and value and given.magnitude != value:
        # Who computed with bare numbers named any unit afterwards: the number counts as it was given.
        odds = np.where(known.plain, odds, -1.0)
        found = _likeliest(causes, values, odds, column * (given.magnitude / value))
    return found


def _is_plainer(differences: Sequence[difference.Difference], cause: Cause) -> bool:
    """Say whether the only difference of two formulas says more plainly what a known mistake comes to.

    A number may be the same in every row: who multiplies by 100 does not mean an input that is always 100.
    """
    if len(differences) != 1 or not differences[0].sure or cause.by_hand:
        return False
    word = differences[0].slug.partition(":")[0]
    return _brings(cause) or (word == "scale" and cause.kind in _OF_NUMBERS)


def _brings(cause: Cause) -> bool:
    return not cause.by_hand and cause.kind in _BRINGING


def _is_there(cause: Cause, formula: Formula) -> bool:
    """Say whether a formula holds the input that a mistake brings into it: a number may be equal to it."""
    if not _brings(cause):
        return True
    name = cause.slug.partition(":")[2]
    return name.split("-for-")[0].split("-to-")[0] in inputs_of(formula.part.tree)


def _likeliest(
    causes: Sequence[Cause], values: Array, odds: Array, column: Array
) -> tuple[Cause, Array] | None:
    if not len(causes):
        return None
    places = np.flatnonzero(_agreeing(column, values) & (odds >= 0))
    if not places.size:
        return None
    best = int(places[np.argmax(odds[places])])
    return causes[best], values[:, best]


def _two(known: Candidates, column: Array) -> tuple[Cause, Array] | None:
    """Return the likeliest two mistakes that together give the same as a formula in every row."""
    causes, values = known.pairs
    odds = np.array([cause.prior for cause in causes])
    found = _likeliest(causes, values, odds, column)
    weight = found[0].prior if found is not None else 0.0
    firsts, first_odds = known.firsts
    for second in known.seconds if len(firsts) else ():
        with np.errstate(all="ignore"):
            changed = second.change(known.values[:, firsts])
        one = _likeliest([known.causes[i] for i in firsts], changed, first_odds, column)
        if one is None:
            continue
        odds_of_both = float(first_odds[[known.causes[i] for i in firsts].index(one[0])]) * second.prior
        if odds_of_both > weight:
            found, weight = (second.after(one[0]), one[1]), odds_of_both
    return found
