"""Slips in functions: the reference solutions of a function's exercise, each with one slip in its source.

Beside the slips of a formula (`autograder.slips`) these are slips of loops, parameters, choices, results.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.answers import namespace
from autograder.slips import (
    Edit,
    binary,
    call,
    compiled,
    edited,
    formula_edits,
    inputs_in,
    numbered,
    parsed,
    place_of,
    rebound,
)
from mlsys_course.exercise import Exercise


def function_edits(tree: ast.FunctionDef, example: Sequence[Any]) -> Iterator[Edit]:
    """Yield the edits of a function that is no single formula: its loops, parameters, choices, results."""
    parameters = [arg.arg for arg in tree.args.args]
    whole: frozenset[str] = frozenset()
    for part in ast.walk(tree):
        place: int = place_of(part)
        if isinstance(part, ast.For):
            sums = [one.target for one in ast.walk(part) if isinstance(one, ast.AugAssign)]
            if sums:
                back = [ast.Return(ast.Name(sums[-1].id))] if isinstance(sums[-1], ast.Name) else []
                yield Edit(
                    "return-in-loop",
                    place,
                    lambda n, b=back: _with_body(n, [*n.body, *b]),  # type: ignore[misc]
                    whole,
                    "return inside the loop",
                )
            for text, told in _ENDS:
                yield Edit("range-ends", place, lambda n, t=text: _with_iter(n, t), whole, told)  # type: ignore[misc]
        if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
            yield Edit(
                "assign-for-augment", place, lambda n: ast.Assign([n.target], n.value), whole, "= for +="
            )
            turned = ast.Sub() if isinstance(part.op, ast.Add) else ast.Add()
            yield Edit(
                "operator",
                place,
                lambda n, o=turned: ast.AugAssign(n.target, o, n.value),  # type: ignore[misc]
                whole,
                "-= for +=",
            )
        if isinstance(part, ast.comprehension) and isinstance(part.iter, ast.Name):
            yield Edit(
                "return-in-loop", place, lambda n: _with_iter(n, "list({})[:1]"), whole, "the first only"
            )
            yield Edit(
                "assign-for-augment", place, lambda n: _with_iter(n, "list({})[-1:]"), whole, "the last only"
            )
            for text, told in _ENDS:
                yield Edit("range-ends", place, lambda n, t=text: _with_iter(n, t), whole, told)  # type: ignore[misc]
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            for op, other in ((ast.Lt, ast.Gt), (ast.Gt, ast.Lt), (ast.GtE, ast.LtE), (ast.LtE, ast.GtE)):
                if isinstance(part.ops[0], op):
                    yield Edit(
                        "comparison",
                        place,
                        lambda n, o=other: ast.Compare(n.left, [o()], n.comparators),  # type: ignore[misc]
                        inputs_in(part),
                        f"turned round: {ast.unparse(part)}",
                    )
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in ("min", "max"):
            other_name = "max" if part.func.id == "min" else "min"
            yield Edit(
                "extremum",
                place,
                lambda n, o=other_name: ast.Call(ast.Name(o), n.args, n.keywords),  # type: ignore[misc]
                inputs_in(part),
                f"{other_name} for {part.func.id}",
            )
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "abs":
            yield Edit("builtin", place, lambda n: n.args[0], inputs_in(part), "abs left out")
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "log":
            for log in ("log2", "log10"):
                yield Edit(
                    "log-base",
                    place,
                    lambda n, o=log: ast.Call(parsed(f"math.{o}"), n.args, []),  # type: ignore[misc]
                    inputs_in(part),
                    f"{log} for log",
                )
            yield Edit("drop-log", place, lambda n: n.args[0], inputs_in(part), "no log")
        if isinstance(part, ast.Return) and isinstance(part.value, ast.Tuple) and len(part.value.elts) == 2:
            yield Edit(
                "return-order",
                place,
                lambda n: ast.Return(ast.Tuple(n.value.elts[::-1], ast.Load())),
                whole,
                "the other way round",
            )
        if isinstance(part, ast.Return) and isinstance(part.value, (ast.BinOp, ast.Call, ast.Name)):
            for digits in (1, 2, 3):
                yield Edit(
                    "round-inside",
                    place,
                    lambda n, d=digits: ast.Return(call("round", n.value, ast.Constant(d))),  # type: ignore[misc]
                    whole,
                    f"rounded to {digits} places",
                )
        if (
            isinstance(part, ast.Constant)
            and isinstance(part.value, (int, float))
            and part.value not in (0, True)
        ):
            for value in (part.value + 1, part.value * 10):
                yield Edit(
                    "literal",
                    place,
                    lambda n, v=value: ast.Constant(v),  # type: ignore[misc]
                    whole,
                    f"{value} for {part.value}",
                )
    for i, one in enumerate(parameters):
        for k in range(i + 1, len(parameters)):
            if (
                type(example[k : k + 1]) is type(example[i : i + 1])
                and k < len(example)
                and (
                    type(example[i]) is type(example[k])
                    or isinstance(example[i], (int, float))
                    and isinstance(example[k], (int, float))
                )
            ):
                yield Edit(
                    "swapped-parameters",
                    -1,
                    lambda n, a=i, b=k: _turned(n, a, b),  # type: ignore[misc]
                    frozenset([one, parameters[k]]),
                    f"{one} and {parameters[k]} exchanged",
                )
        if i < len(example) and isinstance(example[i], (int, float)):
            yield Edit(
                "fixed-parameter",
                -1,
                lambda n, a=one, v=example[i]: rebound(n, a, repr(v)),  # type: ignore[misc]
                frozenset([one]),
                f"{one} is always {example[i]}",
            )


_ENDS = (("list({})[1:]", "the first left out"), ("list({})[:-1]", "the last left out"))


def _with_body(loop: Any, body: list[ast.stmt]) -> Any:
    loop.body = body
    return loop


def _with_iter(loop: Any, text: str) -> Any:
    loop.iter = parsed(text.format(ast.unparse(loop.iter)))
    return loop


def _turned(tree: Any, one: int, other: int) -> Any:
    args = tree.args.args
    args[one], args[other] = args[other], args[one]
    return tree


@dataclass(frozen=True)
class WrongFunction:
    """A function with one slip, as source and as a function, and the right answer that it was."""

    kind: str
    names: frozenset[str]
    told: str
    source: str
    function: Callable[..., Any]
    before: str


def wrong_functions(exercise: Exercise) -> list[WrongFunction]:
    """Return the reference solutions of a function, each with one slip in it."""
    found: dict[str, WrongFunction] = {}
    example, wanted = exercise.spec.cases[0], tuple(inspect.signature(exercise.key).parameters)
    for text in exercise.known.right if exercise.known else ():
        tree = ast.parse(text)
        defined = [
            part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == exercise.name
        ]
        if len(defined) != 1 or len(tree.body) > 2 or not isinstance(defined[0].body[-1], ast.Return):
            continue
        one = numbered(defined[0])
        for edit in (*formula_edits(one), *function_edits(one, example)):
            changed = edited(one, edit) if edit.place >= 0 else edit.new(copy.deepcopy(one))
            if edit.kind == "caret":
                changed = edited(
                    one,
                    Edit(
                        "caret",
                        edit.place,
                        lambda n: binary(n.left, ast.BitXor(), n.right),
                        edit.names,
                        edit.told,
                    ),
                )
            source = ast.unparse(ast.fix_missing_locations(changed))
            if source in found or source == ast.unparse(one):
                continue
            function = compiled(ast.parse(source).body[0], namespace(None))
            if edit.kind == "caret" or _same_form(function, exercise.key, example):
                asked = dict(zip((arg.arg for arg in one.args.args), wanted, strict=False))
                names = frozenset(asked.get(given, given) for given in edit.names)
                found[source] = WrongFunction(edit.kind, names, edit.told, source, function, text)
    return list(found.values())


def _same_form(function: Callable[..., Any], right: Callable[..., Any], example: Sequence[Any]) -> bool:
    """Say whether a function gives what looks like a result: the others are refused for that."""
    try:
        with np.errstate(all="ignore"):
            given, wanted = function(*example), right(*example)
    except Exception:
        return False
    if isinstance(wanted, (tuple, list)):
        return isinstance(given, (tuple, list)) and len(given) == len(wanted)
    return isinstance(given, (int, float, Fraction, np.number)) or hasattr(given, "magnitude")
