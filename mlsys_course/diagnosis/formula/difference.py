"""Where a learner's formula differs from the key's: factors, terms and functions, one by one.

What is said of it names what the learner's formula does, and never the formula that is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlsys_course import constants
from mlsys_course.diagnosis.expression import ONE, Array, Node, inputs_of, nodes, places, replace_at
from mlsys_course.diagnosis.formula.polynomials import Expansion, Term, inputs, opaque, same
from mlsys_course.diagnosis.mutants import LOGARITHMS, ROUNDINGS
from mlsys_course.diagnosis.slips import factors, input_factors
from mlsys_course.diagnosis.values import Values

MOST = 3
"""Differences beyond which two formulas have nothing to do with each other."""
_DEEPEST = 6
_USUAL = 0.2
"""How plausible two factors have to be that are wrong at once."""
_UNARY = {
    **{op: f"{words} is not taken" for op, words in LOGARITHMS.items()},
    "sqrt": "the square root is not taken", "abs": "the absolute value is not taken",
    "exp": "the exponential is not taken", "cumsum": "the running sum is not taken",
    "ceil": "nothing is rounded to a whole number", "floor": "nothing is rounded to a whole number",
    "round": "nothing is rounded to a whole number",
}  # fmt: skip
_DROPPED = {
    **dict.fromkeys(LOGARITHMS, "dropped:log"), "sqrt": "dropped:root", "abs": "dropped:abs",
    "exp": "dropped:exp", "cumsum": "dropped:cumsum", **dict.fromkeys(ROUNDINGS, "rounding:none"),
}  # fmt: skip
_WORDS = {
    **dict.fromkeys(LOGARITHMS, "the logarithm of"), "sqrt": "the square root of", "abs": "the size of",
    "exp": "the exponential of", **dict.fromkeys(ROUNDINGS, "the rounded"),
}  # fmt: skip
_LEFT_OUT = "leaves out "
_LOG_SLUGS = {"log": "ln", "log2": "log2", "log10": "log10"}
_CUT_SLUGS = {"ceil": "up", "floor": "down", "round": "nearest"}
_COMBINED = {"maximum": "max", "minimum": "min", "add": "sum"}
_THE = {"maximum": "the larger of", "minimum": "the smaller of", "add": "the sum of"}
_TAKEN = {"maximum": "the larger one", "minimum": "the smaller one", "add": "their sum"}


@dataclass(frozen=True)
class Difference:
    """One thing that a learner's formula does otherwise.

    Parameters
    ----------
    slug : str
        Stable name of the mistake.
    clause : str
        What the formula does, with the formula as its subject: "leaves out gpus"; or a clause of its own.
    whole : bool
        Whether it is a clause of its own.
    sure : bool
        Whether it is certain beside other differences, too.
    """

    slug: str
    clause: str
    whole: bool = False
    sure: bool = True


def said(found: Sequence[Difference]) -> str:
    """Return differences as a sentence.

    Examples
    --------
    >>> said([Difference("dropped:a", "leaves out a"), Difference("inverted:b", "multiplies by b")])
    'Your formula multiplies by b and leaves out a.'
    >>> said([Difference("dropped:a", "leaves out a"), Difference("dropped:b", "leaves out b")])
    'Your formula leaves out a and b.'
    >>> said([Difference("dropped:a", "leaves out a"), Difference("scale:24", "hours are days", True)])
    'Your formula leaves out a, and hours are days.'
    >>> said([Difference("scale:24", "hours and days are mixed up", True)])
    'In your formula hours and days are mixed up.'
    """
    left_out = [one.clause.removeprefix(_LEFT_OUT) for one in found if one.clause.startswith(_LEFT_OUT)]
    verbs = [one.clause for one in found if not one.whole and not one.clause.startswith(_LEFT_OUT)]
    verbs += [f"{_LEFT_OUT}{_list(left_out)}"] if left_out else []
    own = list(dict.fromkeys(one.clause for one in found if one.whole))
    if not verbs:
        return f"In your formula {', and '.join(own)}."
    joined = verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} and {verbs[-1]}"
    if any("," in verb for verb in verbs) and len(verbs) > 1:
        joined = f"{', '.join(verbs[:-1])}, and {verbs[-1]}"
    return f"Your formula {', and '.join([joined, *own])}."


def slug(found: Sequence[Difference]) -> str:
    """Return the name of some differences as one."""
    return "+".join(dict.fromkeys(one.slug for one in found))


def called(part: Node) -> str:
    """Speak of a part of a formula in few words.

    Examples
    --------
    >>> from mlsys_course.diagnosis.expression import trace
    >>> for formula in (lambda a, b: np.log2(a), lambda a, b: 1 - a, lambda a, b: a * b, lambda a, b: a):
    ...     print(called(trace(formula, ("a", "b"))))
    the logarithm of a
    one minus a
    the part made from a and b
    a
    """
    names = list(inputs_of(part))
    if part.op == "input":
        return str(part.detail)
    if not names:
        return "a number"
    if part.op in _WORDS:
        return f"{_WORDS[part.op]} {called(part.args[0])}"
    if part.op == "sub" and part.args[0] is ONE:
        return f"one minus {called(part.args[1])}"
    if part.op in _THE:
        return f"{_THE[part.op]} {_list([called(arg) for arg in part.args])}"
    if part.op == "pow" and inputs_of(part.args[1]):
        return "the power"
    return f"the part made from {_list(names)}"


def _factors(
    tree: Node, path: tuple[int, ...] = (), over: bool = False
) -> Iterator[tuple[tuple[int, ...], Node, bool]]:
    """Yield the factors of a product with their places, and whether they stand below the line."""
    if tree.op not in ("mul", "div"):
        yield path, tree, over
        return
    for place, part in enumerate(tree.args):
        yield from _factors(part, (*path, place), over != (tree.op == "div" and place == 1))


class Comparison:
    """Compares formulas of one exercise.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    named : mapping, optional
        Names of the course's constants in the learner's formula, by their numbers.
    """

    def __init__(self, values: Values, named: Mapping[Node, str] | None = None) -> None:
        self.values, self.constants = values, named or {}

    def __call__(self, key: Node, own: Node) -> list[Difference] | None:
        """Return where a formula differs from the key; None where the two are too far apart."""
        found = self._compare(key, own, 0)
        if found is None or len(found) > MOST or (len(found) > 1 and _clash(found)):
            return None
        return _cancelled(found, inputs_of(own))

    def equal(self, one: Node, other: Node) -> bool:
        """Say whether two formulas give the same in every row."""
        if one is other:
            return True
        values = [self.values.base(tree) for tree in (one, other)]
        if values[0] is None or values[1] is None or values[0].dimension != values[1].dimension:
            return False
        return _close(values[0].array, values[1].array)

    def _compare(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        if self.equal(key, own):
            return []
        if depth > _DEEPEST:
            return None
        ways = [self._functions(key, own, depth), self._products(key, own, depth)]
        if key.op in _DROPPED and own.op != key.op:
            peeled = self._compare(key.args[0], own, depth + 1)
            if peeled is not None:
                ways.append([*peeled, Difference(_DROPPED[key.op], _UNARY[key.op], True)])
        ways += [self._unrounded(key, own, depth)]
        found = [way for way in ways if way is not None]
        return min(found, key=len) if found else self._brought_in(key, own, depth)

    def _brought_in(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        """Compare without a factor that is a sum or a difference, where the key has no such factor."""
        known = [part for _, part, _ in _factors(key)]
        for path, part, over in _factors(own):
            if part.op not in ("add", "sub") or not inputs_of(part):
                continue
            if any(self.equal(part, one) for one in known):
                continue
            rest = self._compare(key, replace_at(own, path, ONE), depth + 1)
            if rest is not None:
                kind, done = ("per", "divides") if over else ("times", "multiplies")
                clause = f"{done} by {called(part)}, which has no place there"
                return [Difference(f"{kind}:{','.join(inputs_of(part))}", clause), *rest]
        return None

    def _unrounded(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        """Compare without what is rounded on the way, where the key rounds nothing there."""
        for path, part in places(own):
            if part.op in ROUNDINGS and key.op not in ROUNDINGS:
                found = self._compare(key, replace_at(own, path, part.args[0]), depth + 1)
                if found is None:
                    return None
                names = inputs_of(part)
                what = called(part.args[0]) if names else "a number"
                middle = f"rounding:middle:{','.join(names)}"
                return [*found, Difference(middle, f"rounds {what} to a whole number on the way")]
        return None

    # ---- functions

    def _functions(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        """Compare two parts that are no products: the functions, then what they are taken of."""
        if key.op in LOGARITHMS and own.op in LOGARITHMS and key.op != own.op:
            rest = self._compare(key.args[0], own.args[0], depth + 1)
            clause = f"takes {LOGARITHMS[own.op]}, not {LOGARITHMS[key.op]}"
            return None if rest is None else [Difference(f"log:{_LOG_SLUGS[own.op]}", clause), *rest]
        if key.op in ROUNDINGS and own.op in ROUNDINGS and key.op != own.op:
            rest = self._compare(key.args[0], own.args[0], depth + 1)
            clause = f"rounds {ROUNDINGS[own.op]}, not {ROUNDINGS[key.op]}"
            return None if rest is None else [Difference(f"rounding:{_CUT_SLUGS[own.op]}", clause), *rest]
        if key.op in _COMBINED and own.op in _COMBINED and key.op != own.op:
            rest = self._of_two(key, own, depth)
            if rest is None:
                return None
            # A part within a part is more than a sentence holds.
            nested = any(part.op in ("maximum", "minimum") for arg in own.args for part in nodes(arg))
            what = "two parts" if nested else _list([called(arg) for arg in own.args])
            clause = f"takes {_THE[own.op]} {what} where {_TAKEN[key.op]} counts"
            if key.op == "add":
                clause = f"takes {_THE[own.op]} {what} where both count"
            return [Difference(f"{_COMBINED[own.op]}-for-{_COMBINED[key.op]}", clause), *rest]
        if key.op != own.op or len(key.args) != len(own.args) or key.detail != own.detail:
            return None
        if key.op in ("maximum", "minimum"):
            return self._of_two(key, own, depth)
        if key.op in ("mul", "div", "add", "sub", "neg", "input", "number"):
            return None
        pairs = [self._compare(a, b, depth + 1) for a, b in zip(key.args, own.args, strict=True)]
        return _together(pairs)

    def _of_two(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        """Compare two operands with two, in the order that fits better."""
        found = []
        for args in (own.args, own.args[::-1]):
            pairs = [self._compare(a, b, depth + 1) for a, b in zip(key.args, args, strict=True)]
            found.append(_together(pairs))
        sound = [one for one in found if one is not None]
        return min(sound, key=len) if sound else None

    # ---- products and sums

    def _products(self, key: Node, own: Node, depth: int) -> list[Difference] | None:
        expansion = Expansion(self.values, self.constants)
        right, mine = expansion.terms(key), expansion.terms(own)
        if not right or not mine:
            return None
        ratio = _common(right, mine)
        if ratio is not None:
            return (
                self._ratio(expansion, ratio, right[0], depth)
                if ratio.powers or len(right) == 1
                else (self._coefficient(ratio.coefficient, ()))
            )
        if len(right) == 2 and len(mine) == 1 or len(right) == 1 and len(mine) == 2:
            complement = self._complement(right, mine)
            if complement is not None:
                return complement
        if len(right) == len(mine) == 1:
            return self._ratio(expansion, mine[0].over(right[0]), right[0], depth)
        return self._sums(expansion, right, mine, depth)

    def _complement(self, right: Sequence[Term], mine: Sequence[Term]) -> list[Difference] | None:
        """Recognise a share where what remains of the whole is due, and the other way round."""
        both, alone = (right, mine[0]) if len(right) == 2 else (mine, right[0])
        for one, other in (both, both[::-1]):
            if not one.powers and same(one.coefficient, 1.0) and other.times(Term(-1.0, {})).equals(alone):
                names = ",".join(inputs(alone)) or "share"
                shown = _list(list(inputs(alone))) or "the share"
                if both is right:
                    clause = f"uses {shown} itself where what remains up to one is needed"
                else:
                    clause = f"uses one minus {shown} where {shown} itself is needed"
                return [Difference(f"complement:{names}", clause)]
        return None

    def _sums(
        self, expansion: Expansion, right: Sequence[Term], mine: Sequence[Term], depth: int
    ) -> list[Difference] | None:
        """Compare term by term."""
        left, other = list(right), list(mine)
        for term in right:
            found = next((one for one in other if one.equals(term)), None)
            if found is not None:
                left.remove(term)
                other.remove(found)
        if len(left) == len(right) and min(len(left), len(other)) > 1:
            return None  # no term is right: nothing to hold on to
        differences: list[Difference] = []
        for term in list(left):
            turned = next((one for one in other if one.equals(term.times(Term(-1.0, {})))), None)
            if turned is not None:
                left.remove(term)
                other.remove(turned)
                done = "subtracts" if turned.coefficient < 0 else "adds"
                due = "add" if turned.coefficient < 0 else "subtract"
                clause = f"{done} {self._called(expansion, term)} where it should {due}"
                wrong = "difference-for-sum" if turned.coefficient < 0 else "sum-for-difference"
                differences.append(Difference(wrong, clause))
        combined = self._combined(expansion, left, other)
        if combined is not None:
            return [*differences, combined]
        if len(left) > 2 or len(other) > 2:
            return None
        best: list[Difference] | None = None
        count = min(len(left), len(other))
        for chosen in itertools.permutations(other, count):
            for kept in itertools.combinations(left, count):
                parts = [
                    self._ratio(expansion, one.over(term), term, depth)
                    if term.powers.keys() & one.powers.keys() or opaque(term) or not term.powers
                    else None
                    for term, one in zip(kept, chosen, strict=True)
                ]
                pairs = _together(parts)
                if pairs is None:
                    continue
                missing = [term for term in left if term not in kept]
                extra = [one for one in other if one not in chosen]
                if (missing or extra) and not all(one.sure for one in pairs):
                    continue
                if (extra and (pairs or differences)) or (missing and len(pairs) > 1) or len(pairs) > 2:
                    continue  # too much at once: which term is which is a guess
                whole = [*pairs, *self._odd(expansion, missing, extra)]
                if best is None or len(whole) < len(best):
                    best = whole
        return None if best is None else [*differences, *best]

    def _combined(
        self, expansion: Expansion, left: Sequence[Term], other: Sequence[Term]
    ) -> Difference | None:
        """Recognise the larger one of two terms where both count, and both where the larger one does."""
        for two, one, turned in ((left, other, False), (other, left, True)):
            if len(two) != 2 or len(one) != 1 or len(opaque(one[0])) != 1 or len(one[0].powers) != 1:
                continue
            part = expansion.atoms[opaque(one[0])[0]]
            sides = [expansion.tree(term) for term in two]
            fits = part.op in ("maximum", "minimum") and any(
                all(self.equal(a, b) for a, b in zip(part.args, order, strict=True))
                for order in (sides, sides[::-1])
            )
            if fits and same(one[0].coefficient, 1.0):
                names = _list([called(arg) for arg in part.args])
                if turned:
                    clause = f"adds {names} where only {_TAKEN[part.op]} counts"
                    return Difference(f"sum-for-{_COMBINED[part.op]}", clause)
                clause = f"takes {_THE[part.op]} {names} where both count"
                return Difference(f"{_COMBINED[part.op]}-for-sum", clause)
        return None

    def _odd(
        self, expansion: Expansion, missing: Sequence[Term], extra: Sequence[Term]
    ) -> Iterator[Difference]:
        for term in missing:
            names = ",".join(inputs_of(expansion.tree(term))) or "coefficient"
            yield Difference(f"dropped:{names}", f"leaves out {self._called(expansion, term)}")
        for term in extra:
            names = ",".join(inputs_of(expansion.tree(term))) or "coefficient"
            yield Difference(
                f"more:{names}", f"adds {self._called(expansion, term)}, which has no place there"
            )

    def _called(self, expansion: Expansion, term: Term) -> str:
        """Speak of a term by the inputs that it is made of."""
        names = inputs_of(expansion.tree(term))
        if len(names) == 1 and len(term.powers) == 1:
            return called(expansion.atoms[next(iter(term.powers))])
        return f"the term made from {_list(list(names))}" if names else "a number"

    def _ratio(self, expansion: Expansion, ratio: Term, right: Term, depth: int) -> list[Difference] | None:
        """Say what a wrong factor of a product is made of."""
        found: list[Difference] = []
        changed: list[tuple[str, float]] = []
        strange = opaque(ratio)
        lost = [atom for atom in strange if atom in right.powers]
        brought = [atom for atom in strange if atom not in right.powers]
        powers = dict(ratio.powers)
        if len(lost) == 1 and same(-powers[lost[0]], right.powers[lost[0]]):
            inside = self._inside(expansion, lost[0], brought, powers, right, ratio.coefficient, depth)
            if inside is not None:
                return inside
        found += self._stood_in(expansion, powers, brought)
        ratio = Term(ratio.coefficient, powers)
        if lost and brought:
            return None  # one stands for the other, and nobody can tell how
        for atom in (*lost, *brought):
            part = expansion.atoms[atom]
            names, what = ",".join(inputs_of(part)) or "coefficient", called(part)
            if atom in lost and same(-powers[atom], right.powers[atom]):
                found.append(Difference(f"dropped:{names}", f"leaves out {what}", sure=False))
            elif atom in lost and same(-powers[atom], 2 * right.powers[atom]):
                found.append(Difference(f"inverted:{names}", self._turned(what, right.powers[atom])))
            elif atom in lost:
                found.append(Difference(f"exponent:{names}", f"takes {what} to another power"))
            else:
                done, word = ("multiplies", "times") if powers[atom] > 0 else ("divides", "per")
                clause = f"{done} by {what}, which has no place there"
                found.append(Difference(f"{word}:{names}", clause, sure=False))
        for name in inputs(ratio):
            own, power = right.powers.get(name, 0.0), powers[name]
            changed.append((name, power))
            found.append(self._at_input(name, own, own + power))
        found += self._coefficient(ratio.coefficient, changed)
        return found if len(found) <= MOST + 1 else None

    def _stood_in(
        self, expansion: Expansion, powers: dict[str, float], brought: list[str]
    ) -> Iterator[Difference]:
        """Recognise constants of the course that stand in the place of an input; they are taken out."""
        for atom in list(brought):
            name = self.constants.get(expansion.atoms[atom])
            if name is None:
                continue
            dimension = expansion.atoms[atom].detail.dimension
            for own in list(powers):
                alike = self.values.columns.dimension(own) if own in self.values.columns.names else None
                if alike == dimension and same(powers[own], -powers[atom]):
                    label = constants.get(name).label or name
                    del powers[own], powers[atom]
                    brought.remove(atom)
                    yield Difference(f"sibling:{name}", f"takes {label} in place of {own}")
                    break

    def _inside(
        self, expansion: Expansion, lost: str, brought: Sequence[str], powers: dict[str, float], right: Term,
        size: float, depth: int,
    ) -> list[Difference] | None:  # fmt: skip
        """Compare a part that is no product with what stands in its place, whatever else is wrong."""
        place = right.powers[lost]
        ways: list[list[Difference]] = []
        for atom in brought:
            if len(brought) == 1 and same(abs(powers[atom]), abs(place)):
                part = expansion.atoms[lost]
                inner = self._compare(part, expansion.atoms[atom], depth + 1)
                rest = {one: own for one, own in powers.items() if one not in (lost, atom)}
                if inner is not None:
                    if not same(powers[atom], place):
                        names = ",".join(inputs_of(part))
                        inner = [*inner, Difference(f"inverted:{names}", self._turned(called(part), place))]
                    outer = self._ratio(expansion, Term(size, rest), right, depth + 1)
                    if outer is not None:
                        ways.append([*inner, *outer])
        if not brought:
            own = {one: power for one, power in powers.items() if one != lost and power * place > 0}
            alone = Term(1.0, {one: power / place for one, power in own.items()})
            inner = self._compare(expansion.atoms[lost], expansion.tree(alone), depth + 1) if own else None
            rest = {one: power for one, power in powers.items() if one != lost and one not in own}
            if inner is not None and inner:
                outer = (
                    self._ratio(expansion, Term(size, rest), right, depth + 1)
                    if rest
                    else (self._coefficient(size, ()))
                )
                if outer is not None:
                    ways.append([*inner, *outer])
        return min(ways, key=len) if ways else None

    def _at_input(self, name: str, right: float, own: float) -> Difference:
        shown = self.values.names(name)
        if not right:
            done, word = ("multiplies", "times") if own > 0 else ("divides", "per")
            return Difference(f"{word}:{name}", f"{done} by {name}, which has no place there")
        if abs(own) < 1e-9:
            return Difference(f"dropped:{name}", f"leaves out {shown}")
        if same(own, -right):
            return Difference(f"inverted:{name}", self._turned(name, right))
        if same(own, 2 * right):
            return Difference(f"doubled:{name}", f"applies {name} twice")
        return Difference(f"exponent:{name}", f"takes {name} to another power than it should")

    def _turned(self, what: str, right: float) -> str:
        if right > 0:
            return f"divides by {what} where it should multiply"
        return f"multiplies by {what} where it should divide"

    def _coefficient(self, size: float, changed: Sequence[tuple[str, float]]) -> list[Difference]:
        """Say what a wrong number of a product is."""
        if same(size, 1.0):
            return []
        if same(size, -1.0):
            return [Difference("sign", "has the wrong sign")]
        for known in self._units(changed):
            if same(abs(size), known):
                return [] if size > 0 else [Difference("sign", "has the wrong sign")]
        values = self.values
        share = not values.dimension and values.exercise.kind != "integer"
        known_factors = factors(values.dimension, share, values.inside, values.times)
        for name in values.columns.names:
            known_factors += input_factors(values.columns.unit(name), values.columns.is_share(name))
        for unit in self._units(changed):
            for factor in known_factors:
                if same(abs(size) / unit, factor.size) or same(abs(size) / unit, 1 / factor.size):
                    return [Difference(factor.slug, factor.clause, True)]
        usual = [factor for factor in known_factors if factor.prior >= _USUAL]
        for one, other in itertools.combinations_with_replacement(usual, 2):
            for size_of_both in (one.size * other.size, one.size / other.size, other.size / one.size):
                if same(abs(size), size_of_both) or same(abs(size), 1 / size_of_both):
                    return [Difference(each.slug, each.clause, True) for each in (one, other)]
        own = [abs(part.detail.base) for part in nodes(self.values.tree or ONE) if part.op == "number"]
        if any(number != 1 and (same(abs(size), number) or same(abs(size), 1 / number)) for number in own):
            return [
                Difference("dropped:coefficient", "leaves out a constant, or uses it the wrong way round")
            ]
        return [Difference("coefficient", "has a number in it that does not belong there", sure=False)]

    def _units(self, changed: Sequence[tuple[str, float]]) -> list[float]:
        """Return the sizes that units leave behind when bare numbers are left out, or put in."""
        found = [1.0]
        for name, power in changed:
            one = self.values.columns.one(name)
            value = self.values.columns.dimension(name) or ()
            bits = 8.0 ** dict(value).get("[information]", 0.0)
            shown = one.base if one is not None else 1.0
            sizes = {1.0, bits, 1 / bits, shown, 1 / shown, shown / bits, bits / shown}
            found = [before * size**power for before in found for size in sizes]
        return found


def _together(pairs: Sequence[list[Difference] | None]) -> list[Difference] | None:
    found: list[Difference] = []
    for pair in pairs:
        if pair is None:
            return None
        found += pair
    return found


def _clash(found: Sequence[Difference]) -> bool:
    """Say whether what is said of a part cannot be held apart from what is said of the inputs in it."""
    names = [set(one.slug.partition(":")[2].split(",")) for one in found]
    return any(
        not one.sure and any(names[place] & other for at, other in enumerate(names) if at != place)
        for place, one in enumerate(found)
    )


def _cancelled(found: list[Difference], there: Sequence[str]) -> list[Difference] | None:
    """Say of an input that cancels that it stands in the place of another one: it is not left out."""
    dropped = [one for one in found if one.slug.startswith("dropped:") and "," not in one.slug]
    stay = [one for one in dropped if one.slug.partition(":")[2] in there]
    if not stay:
        return found
    gone = [one for one in dropped if one not in stay]
    if len(stay) != 1 or len(gone) != 1:
        return None
    name, other = (one.slug.partition(":")[2] for one in (stay[0], gone[0]))
    swapped = Difference(f"used:{name}-for-{other}", f"uses {name} in place of {other}, so that it cancels")
    return [swapped, *(one for one in found if one not in (stay[0], gone[0]))]


def _common(right: Sequence[Term], mine: Sequence[Term]) -> Term | None:
    """Return the factor by which all terms of a sum differ from those of the key."""
    if len(right) != len(mine):
        return None
    for first in mine:
        ratio = first.over(right[0])
        left = list(mine)
        for term in right:
            found = next((one for one in left if one.equals(term.times(ratio))), None)
            if found is None:
                break
            left.remove(found)
        if not left:
            return ratio
    return None


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def _close(one: Array, other: Array) -> bool:
    with np.errstate(all="ignore"):
        both = np.isfinite(one) & np.isfinite(other)
        if not both.any() or np.any(np.isfinite(one) != np.isfinite(other)):
            return False
        return bool(np.all(np.abs(one - other)[both] <= 1e-7 * np.abs(one[both])))
