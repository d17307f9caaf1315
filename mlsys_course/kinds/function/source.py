"""A right function as source: its tree, what its parts are made from, and the function after a change.

The source of a key is read from the file in which it stands: graded keys from the staff package, those of
practice from this one. The right answers that an exercise's author wrote down beside it are sources, too.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import math
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import FunctionType
from typing import Any

import numpy as np

from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.forms import forms

Change = tuple[ast.AST, "ast.AST | list[ast.stmt]"]
"""A node of the tree, and what takes its place; statements may be replaced by several or by none."""

_PLENTY = 20
"""How many times the steps of the right function a changed one may take."""

_FOLLOWING = ("items", "values", "keys", "copy", "tolist")
_WRAPPING = ("enumerate", "zip", "reversed", "sorted", "list", "tuple", "iter", "set")


class TooLong(BaseException):
    """A changed function takes far more steps than the right one: a loop whose end is never reached."""


class Steps:
    """Counts the steps of a call, as seconds differ: passes of loops, calls, counters handed out.

    Parameters
    ----------
    limit : int
        Steps after which `TooLong` is raised.
    """

    def __init__(self, limit: int = 1_000_000) -> None:
        self.limit, self.taken = limit, 0

    def tick(self) -> None:
        """Count one step."""
        self.taken += 1
        if self.taken > self.limit:
            raise TooLong

    def range(self, *args: Any) -> range:
        """Return a range whose length is counted."""
        made = range(*args)
        self.taken += len(made)
        if self.taken > self.limit:
            raise TooLong
        return made


def rounded(value: Any, digits: int) -> Any:
    """Return a number or an array rounded to some decimals; anything else as it is."""
    if isinstance(value, (np.ndarray, np.generic)):
        return np.round(value, digits)
    return round(value, digits) if isinstance(value, (int, float)) else value


def _silent(*_: Any, **__: Any) -> None:
    """Print nothing."""


class Source:
    r"""The source of a right function, with the functions beside it that it calls.

    Parameters
    ----------
    module : ast.Module
        Everything that has to be run to get the function.
    function : ast.FunctionDef
        The function, one of the statements of `module`.
    names : mapping
        What the module may use.
    asked : sequence of str
        The question's names of the parameters, which the source may call otherwise.
    example : sequence
        Arguments of a call, by which its steps are counted.

    Examples
    --------
    >>> text = "def total(xs, f):\n    s = 0\n    for x in xs:\n        s += f * x\n    return s"
    >>> module = ast.parse(text)
    >>> source = Source(module, module.body[0], {}, ("numbers", "factor"), ([1, 2], 3))
    >>> loop = source.function.body[2]
    >>> source.passing(loop.iter), source.said(loop.body[1].value)
    (('numbers',), 'the part made from numbers and factor')
    >>> source.changed([(loop, [])])([1, 2], 3)
    0
    """

    def __init__(
        self,
        module: ast.Module,
        function: ast.FunctionDef,
        names: Mapping[str, Any],
        asked: Sequence[str],
        example: Sequence[Any],
    ) -> None:
        self.module, self.function, self._names, self.example = module, function, names, example
        self.functions = [part for part in module.body if isinstance(part, ast.FunctionDef)]
        own = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
        self.parameters = dict(zip(own, (*asked, *own[len(asked) :]), strict=False))
        for part in list(ast.walk(self.module)):
            if isinstance(part, (ast.For, ast.While, ast.FunctionDef)):
                part.body = [_tick(), *part.body]
        self._places: dict[ast.AST, tuple[ast.AST, str, bool]] = {}
        for part in ast.walk(self.module):
            for field, value in ast.iter_fields(part):
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, (ast.expr, ast.stmt, ast.comprehension, ast.keyword, ast.arguments)):
                        self._places[one] = (part, field, isinstance(value, list))
        ast.fix_missing_locations(self.module)
        self._made_from = self._follow()
        self._items = dict(self._passes())
        steps = Steps()
        with contextlib.suppress(Exception, TooLong):
            self.changed((), steps)(*example)
        self.limit = _PLENTY * steps.taken + 1000

    # ---- changes

    def changed(self, changes: Sequence[Change], steps: Steps | None = None) -> Callable[..., Any]:
        """Return the function after some changes of its source.

        Raises
        ------
        SyntaxError, ValueError
            If there is no such function.
        """
        undo: list[tuple[ast.AST, str, Any]] = []
        try:
            for old, new in changes:
                parent, field, several = self._places[old]
                held = getattr(parent, field)
                undo.append((parent, field, held))
                if several:
                    place = next(i for i, one in enumerate(held) if one is old)
                    here = new if isinstance(new, list) else [new]
                    setattr(parent, field, [*held[:place], *here, *held[place + 1 :]] or [ast.Pass()])
                    for one in here or getattr(parent, field):
                        ast.fix_missing_locations(one)
                else:
                    assert isinstance(new, ast.AST)
                    setattr(parent, field, ast.fix_missing_locations(new))
            code = compile(self.module, "<reference>", "exec")
        finally:
            for parent, field, held in reversed(undo):
                setattr(parent, field, held)
        steps = steps or Steps(self.limit)
        names: dict[str, Any] = {
            **self._names,
            "range": steps.range,
            "print": _silent,  # a right answer that prints shows nothing to whoever is wrong
            "_tick": steps.tick,
            "_rounded": rounded,
        }
        exec(code, names)
        made = names[self.function.name]

        def function(*args: Any) -> Any:
            steps.taken = 0
            return made(*args)

        return function

    # ---- words

    def made_from(self, part: ast.AST) -> tuple[str, ...]:
        """Return the parameters that a part of the source is made from, in the order of the definition."""
        where = self._owner(part)
        found = {
            name for one in ast.walk(part) if isinstance(one, ast.Name) for name in self._of(where, one.id)
        }
        return self._ordered(found)

    def _ordered(self, found: Collection[str]) -> tuple[str, ...]:
        return tuple(asked for own, asked in self.parameters.items() if own in found)

    def slug(self, part: ast.AST) -> str:
        """Return what a part is made from for a cause's name."""
        return ",".join(self.made_from(part)) or "coefficient"

    def said(self, part: ast.AST) -> str:
        """Speak of a part by the question's own names, never by those of the source."""
        if isinstance(part, ast.Name):
            return self.said_name(part, part.id)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "len":
            return f"the number of items in {_and(self.made_from(part)) or 'an intermediate result'}"
        return _part(self.made_from(part)) if _named_in(part) else "a constant of the formula"

    def said_name(self, place: ast.AST, name: str) -> str:
        """Speak of what a name of the source holds at a place."""
        where = self._owner(place)
        if name in self.parameters and where == self.function.name:
            return self.parameters[name]
        return self._items.get((where, name)) or _part(self._ordered(self._of(where, name)))

    def names(self, place: ast.AST) -> list[str]:
        """Return the names that hold values in the function that a place stands in."""
        where = self._owner(place)
        return [name for owner, name in self._made_from if owner == where]

    def on(self, test: ast.AST) -> str:
        """Speak of what a condition depends on."""
        names = self.made_from(test)
        return _and(names) if 0 < len(names) <= 3 else "an intermediate result"

    def both(self, one: ast.AST, other: ast.AST) -> str:
        """Speak of two parts."""
        first, second = self.said(one), self.said(other)
        if first != second or first in self.parameters.values():
            return f"{first}, and {second}," if " and " in first + second else f"{first} and {second}"
        for single, plural in (
            ("the part", "two parts"),
            ("an item", "two items"),
            ("a constant", "two constants"),
        ):
            if first.startswith(single):
                return plural + first.removeprefix(single)
        return "two intermediate results"

    def passing(self, iterated: ast.AST) -> tuple[str, ...]:
        """Return the parameters whose items a loop passes through; none where it does anything else."""
        if isinstance(iterated, ast.Name):
            own = iterated.id in self.parameters and self._owner(iterated) == self.function.name
            return (self.parameters[iterated.id],) if own else ()
        if isinstance(iterated, ast.Call):
            if isinstance(iterated.func, ast.Attribute) and iterated.func.attr in _FOLLOWING:
                return self.passing(iterated.func.value)
            if isinstance(iterated.func, ast.Name) and iterated.func.id in _WRAPPING:
                return tuple(name for arg in iterated.args for name in self.passing(arg))
            if (
                isinstance(iterated.func, ast.Name)
                and iterated.func.id == "range"
                and len(iterated.args) == 1
            ):
                (end,) = iterated.args
                if isinstance(end, ast.Call) and isinstance(end.func, ast.Name) and end.func.id == "len":
                    return self.passing(end.args[0]) if end.args else ()
        return ()

    def worked_out(self, place: ast.AST) -> list[ast.expr]:
        """Return what is worked out anywhere in the function that a place stands in, but not all of it."""
        where = next(one for one in self.functions if one.name == self._owner(place))
        found = [
            part
            for part in ast.walk(where)
            if isinstance(part, (ast.BinOp, ast.UnaryOp, ast.Call, ast.IfExp)) and self.made_from(part)
        ]
        return [part for part in found if part is not getattr(place, "value", None)]

    def _owner(self, part: ast.AST) -> str:
        """Return the name of the function of the file that a part stands in."""
        here = part
        while here in self._places:
            if isinstance(here, ast.FunctionDef) and self._places[here][0] is self.module:
                return here.name
            here = self._places[here][0]
        return here.name if isinstance(here, ast.FunctionDef) else self.function.name

    def parent(self, part: ast.AST) -> ast.AST | None:
        """Return the node that a part stands in."""
        return self._places[part][0] if part in self._places else None

    def block(self, part: ast.stmt) -> list[ast.stmt]:
        """Return the statements among which one stands."""
        parent, field, _ = self._places[part]
        held: list[ast.stmt] = getattr(parent, field)
        return held

    def _of(self, where: str, name: str) -> frozenset[str]:
        return self._made_from.get((where, name), frozenset())

    def _follow(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Follow the parameters through assignments, loops and calls."""
        found: dict[tuple[str, str], frozenset[str]] = {
            (self.function.name, name): frozenset([name]) for name in self.parameters
        }
        flows: list[tuple[tuple[str, str], str, ast.AST]] = []
        own = {
            one.name: [arg.arg for arg in one.args.args] for one in self.functions if one is not self.function
        }
        for top in self.functions:
            for part in ast.walk(top):
                for targets, value in _flows(part):
                    makers = [value] if _named_in(value) else [value, *self._decisions(part)]
                    flows += [((top.name, name), top.name, one) for name in targets for one in makers]
                if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in own:
                    for name, value in zip(own[part.func.id], part.args, strict=False):
                        flows.append(((part.func.id, name), top.name, value))
        for _ in range(len(flows)):
            before = dict(found)
            for target, where, value in flows:
                names = (
                    found.get((where, one.id), frozenset())
                    for one in ast.walk(value)
                    if isinstance(one, ast.Name)
                )
                found[target] = found.get(target, frozenset()).union(*names)
            if found == before:
                break
        return found

    def _decisions(self, part: ast.AST) -> Iterator[ast.AST]:
        """Yield the loops and conditions a statement stands in: what counts how often is made from them."""
        here: ast.AST | None = part
        while here is not None and not isinstance(here, ast.FunctionDef):
            if isinstance(here, (ast.If, ast.While)):
                yield here.test
            elif isinstance(here, ast.For):
                yield here.iter
            here = self.parent(here)

    def _passes(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the names that hold an item of a parameter or count, and how to speak of them."""
        for part in ast.walk(self.module):
            for target, iterated in _passed(part):
                names = self.passing(iterated) if iterated is not None else ()
                for one in ast.walk(target):
                    if isinstance(one, ast.Name) and one.id not in self.parameters:
                        if iterated is None:
                            yield (self._owner(part), one.id), "the counter of a loop"
                        elif names:
                            yield (self._owner(part), one.id), f"an item of {_and(names)}"


def _passed(part: ast.AST) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """Yield what gets an item in each pass of a loop, and of what; None where it counts the passes."""
    if not isinstance(part, (ast.For, ast.comprehension)):
        return
    target, iterated = part.target, part.iter
    name = ast.unparse(iterated.func) if isinstance(iterated, ast.Call) else ""
    args = iterated.args if isinstance(iterated, ast.Call) else []
    several = target.elts if isinstance(target, ast.Tuple) else []
    if name == "range":
        yield target, None
    elif name == "zip" and len(several) == len(args):
        yield from zip(several, args, strict=True)
    elif name == "enumerate" and len(several) == 2 and args:
        yield several[0], None
        yield several[1], args[0]
    else:
        yield target, iterated


def _flows(part: ast.AST) -> Iterator[tuple[list[str], ast.AST]]:
    """Yield names that get a value in a node, and the value."""
    if isinstance(part, ast.Assign):
        for target in part.targets:
            several = isinstance(target, ast.Tuple) and isinstance(part.value, ast.Tuple)
            if several and len(target.elts) == len(part.value.elts):  # type: ignore[attr-defined]
                for one, value in zip(target.elts, part.value.elts, strict=True):  # type: ignore[attr-defined]
                    yield _bound(one), value
            else:
                yield _bound(target), part.value
    elif isinstance(part, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr)) and part.value is not None:
        yield _bound(part.target), part.value
    elif isinstance(part, (ast.For, ast.comprehension)):
        for names, iterated in _passed(part):
            yield _bound(names), part.iter if iterated is None else iterated
    elif (
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and isinstance(part.func.value, ast.Name)
    ):
        for arg in part.args:  # such as found.append(value)
            yield [part.func.value.id], arg


def _named_in(part: ast.AST) -> bool:
    return any(isinstance(one, ast.Name) for one in ast.walk(part))


def _bound(target: ast.AST) -> list[str]:
    if isinstance(target, ast.Subscript):
        return _bound(target.value)
    return [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _part(names: Sequence[str]) -> str:
    return f"the part made from {_and(names)}" if 0 < len(names) <= 3 else "an intermediate result"


def _tick() -> ast.stmt:
    return ast.Expr(ast.Call(ast.Name("_tick", ast.Load()), [], []))


def is_tick(part: ast.AST) -> bool:
    """Say whether a statement only counts steps."""
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Call)
        and ast.unparse(part.value) == "_tick()"
    )


def sources(exercise: Exercise) -> Iterator[Source]:
    """Yield the sources of right functions: the key's, its other forms, those of other right answers.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Function`.
    """
    key, asked = exercise.key, tuple(inspect.signature(exercise.key).parameters)
    known = set()
    own = list(_of_key(key))
    others = [
        (form, _of_name(form, function.name), names)
        for module, function, names in own
        for form in forms(module)
    ]
    for module, function, names in (*own, *others, *_of_answers(exercise)):
        text = ast.unparse(module)
        if text not in known:
            known.add(text)
            yield Source(module, function, names, asked, exercise.spec.cases[0])


def _of_name(module: ast.Module, name: str) -> ast.FunctionDef:
    return next(one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == name)


_Found = tuple[ast.Module, ast.FunctionDef, Mapping[str, Any]]


def _of_key(key: Callable[..., Any]) -> Iterator[_Found]:
    if not isinstance(key, FunctionType):
        return
    with contextlib.suppress(ValueError):
        function = _definition(key)
        inner = dict(zip(key.__code__.co_freevars, key.__closure__ or (), strict=False))
        names = {**key.__globals__, **{name: cell.cell_contents for name, cell in inner.items()}}
        yield ast.Module([*_helpers(key, function), function], []), function, names


def _of_answers(exercise: Exercise) -> Iterator[_Found]:
    """Yield the right answers that its author wrote down: learners write it in one of several ways."""
    names = {"math": math, "np": np, "Fraction": Fraction, "Decimal": Decimal}
    for text in exercise.known.right if exercise.known else ():
        module = ast.parse(text)
        for i, part in enumerate(module.body):
            value = part.value if isinstance(part, (ast.Assign, ast.Expr)) else None
            if isinstance(value, ast.Lambda):
                module.body[i] = _named(value)
        functions = [part for part in module.body if isinstance(part, ast.FunctionDef)]
        own = [one for one in functions if one.name in (exercise.name, _NAME)]
        if len(own) == 1 and not own[0].args.vararg:
            _bare(own[0])
            yield module, own[0], names


_NAME = "reference"


def _named(function: ast.Lambda) -> ast.FunctionDef:
    """Return the definition that does the same as a lambda."""
    made = ast.parse(f"def {_NAME}(): pass").body[0]
    assert isinstance(made, ast.FunctionDef)
    made.args, made.body = function.args, [ast.Return(function.body)]
    return made


def _bare(function: ast.FunctionDef) -> ast.FunctionDef:
    """Take decorators and docstring away."""
    function.decorator_list = []
    if ast.get_docstring(function) is not None and len(function.body) > 1:
        function.body = function.body[1:]
    return function


def _definition(function: FunctionType) -> ast.FunctionDef:
    """Return the definition of a function; a lambda becomes one.

    Raises
    ------
    ValueError
        If its source is not there, or holds several of them.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError) as error:
        raise ValueError(f"the source of {function.__name__} cannot be read") from error
    found = tree.body[0]
    if isinstance(found, ast.FunctionDef) and found.name == function.__name__:
        return _bare(found)
    lambdas = [part for part in ast.walk(tree) if isinstance(part, ast.Lambda)]
    if len(lambdas) != 1:
        raise ValueError(f"{function.__name__} is defined together with others")
    return _named(lambdas[0])


def _helpers(key: FunctionType, definition: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """Yield the functions of the key's own file that it calls, and those that these call."""
    waiting, known = [definition], {definition.name}
    while waiting:
        for part in ast.walk(waiting.pop()):
            if not isinstance(part, ast.Name) or part.id in known or hasattr(builtins, part.id):
                continue
            value = key.__globals__.get(part.id)
            if isinstance(value, FunctionType) and value.__module__ == key.__module__:
                known.add(part.id)
                with contextlib.suppress(ValueError):
                    helper = _definition(value)
                    if helper.name == part.id:
                        waiting.append(helper)
                        yield helper
