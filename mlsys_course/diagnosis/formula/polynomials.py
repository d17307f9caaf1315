"""Formulas multiplied out: sums of products of powers, in base units.

An atom is an input, or a part that is no product (a logarithm, the larger of two numbers, a sum that
divides). Two atoms are the same where they have the same values in every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mlsys_course.diagnosis.expression import ONE, Node, inputs_of, node, nodes, number
from mlsys_course.diagnosis.values import Values, round_significant

MOST_TERMS = 12
SAME = 1e-7
_NAMELESS = "\0"


@dataclass(frozen=True)
class Term:
    """A product.

    Parameters
    ----------
    coefficient : float
        Its number, in base units.
    powers : mapping
        Powers of its atoms, none of them 0.
    """

    coefficient: float
    powers: Mapping[str, float]

    def times(self, other: Term, power: float = 1.0) -> Term:
        """Return the product with a power of another one."""
        powers = dict(self.powers)
        for atom, own in other.powers.items():
            powers[atom] = powers.get(atom, 0.0) + power * own
        with np.errstate(all="ignore"):
            size = float(np.float64(self.coefficient) * np.power(np.float64(other.coefficient), power))
        return Term(size, {atom: own for atom, own in powers.items() if abs(own) > 1e-12})

    def over(self, other: Term) -> Term:
        """Return the quotient."""
        return self.times(other, -1.0)

    def alike(self, other: Term) -> bool:
        """Say whether it has the same atoms in the same powers."""
        return self.powers.keys() == other.powers.keys() and all(
            abs(own - other.powers[atom]) < 1e-9 for atom, own in self.powers.items()
        )

    def equals(self, other: Term) -> bool:
        """Say whether it is the same product."""
        return self.alike(other) and same(self.coefficient, other.coefficient)


def same(one: float, other: float) -> bool:
    """Say whether two numbers differ by rounding errors alone."""
    return abs(one - other) <= SAME * max(abs(one), abs(other))


class Expansion:
    """Multiplies trees out, and remembers which part an atom is.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    constants : mapping
        Names of the course's constants in the learner's formula, by their numbers: they are atoms, too.
    """

    def __init__(self, values: Values, constants: Mapping[Node, str] | None = None) -> None:
        self.values, self.constants = values, constants or {}
        self.atoms: dict[str, Node] = {}

    def terms(self, tree: Node) -> list[Term]:
        """Return the terms of a formula; equal ones are added up."""
        found: list[Term] = []
        for term in self._terms(tree):
            for place, other in enumerate(found):
                if other.alike(term):
                    found[place] = Term(other.coefficient + term.coefficient, term.powers)
                    break
            else:
                found.append(term)
        largest = max((abs(term.coefficient) for term in found), default=0.0)
        return [term for term in found if abs(term.coefficient) > 1e-15 * largest]

    def _terms(self, tree: Node) -> list[Term]:
        op, args = tree.op, tree.args
        if tree in self.constants:
            name = f"{_NAMELESS}{self.constants[tree]}"
            self.atoms.setdefault(name, tree)
            return [Term(1.0, {name: 1.0})]
        if op == "number":
            return [Term(tree.detail.base, {})]
        if op in ("add", "sub"):
            sign = Term(1.0 if op == "add" else -1.0, {})
            found = [*self.terms(args[0]), *(term.times(sign) for term in self.terms(args[1]))]
            return found if len(found) <= MOST_TERMS else self._atom(tree)
        if op == "neg":
            return [term.times(Term(-1.0, {})) for term in self.terms(args[0])]
        if op == "mul":
            one, other = self.terms(args[0]), self.terms(args[1])
            if len(one) * len(other) > MOST_TERMS:
                one = one if len(one) == 1 else self._atom(args[0])
                other = other if len(other) == 1 else self._atom(args[1])
            return [a.times(b) for a in one for b in other]
        if op == "div":
            below = self.terms(args[1])
            (divisor,) = below if len(below) == 1 else self._atom(args[1])
            return [term.over(divisor) for term in self.terms(args[0])]
        if op in ("pow", "sqrt"):
            power = 0.5 if op == "sqrt" else args[1].detail.plain if args[1].op == "number" else None
            inner = self.terms(args[0])
            if power is not None and (len(inner) > 1 or not inner[:1] or inner[0].powers):
                (base,) = inner if len(inner) == 1 else self._atom(args[0])
                return [Term(1.0, {}).times(base, power)]
        return self._atom(tree)

    def _atom(self, tree: Node) -> list[Term]:
        if tree.op == "input":
            name = str(tree.detail)
        else:
            value = self.values.base(tree)
            if value is None:
                name = f"{_NAMELESS}{tree!r}"
            elif not inputs_of(tree) and not any(part in self.constants for part in nodes(tree)):
                return [Term(float(value.array[0]), {})]
            else:
                name = f"{_NAMELESS}{round_significant(value.array, 8).tobytes().hex()}{value.dimension}"
        self.atoms.setdefault(name, tree)
        return [Term(1.0, {name: 1.0})]

    def tree(self, term: Term) -> Node:
        """Return a product as a tree."""
        found = ONE if same(term.coefficient, 1.0) else number(term.coefficient)
        for atom, power in term.powers.items():
            factor = self.atoms[atom]
            if abs(power) != 1:
                factor = node("pow", factor, number(abs(power)))
            found = node("mul" if power > 0 else "div", found, factor)
        return found


def inputs(term: Term) -> Iterator[str]:
    """Yield the atoms of a product that are inputs."""
    return (atom for atom in term.powers if not atom.startswith(_NAMELESS))


def opaque(term: Term) -> list[str]:
    """Return the atoms of a product that are none."""
    return [atom for atom in term.powers if atom.startswith(_NAMELESS)]
