"""What a question says that shows a calculation with one wrong line in it."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from mlsys_course.exercise import Exercise, ExerciseError, Misconception

__all__ = ["Debugging"]

AS_IT_STANDS = "as-it-stands"
OTHER_LINE = "other-line"
_STANDS = "That is what the calculation gives with its mistake. Correct the wrong line and run it all again."


@dataclass(frozen=True)
class Debugging:
    """A calculation of which one line is wrong; the answer is that line's number and the mended result.

    The key is the plain formula of the result, as everywhere; the lines are run, as they are shown and
    mended, and the mended ones must give what the key gives.

    Parameters
    ----------
    lines : sequence of str
        The lines as they are shown, numbered from 1; each assigns one new name, from formulas of the
        scenario, of the lines above it and of numpy's functions.
    wrong : int
        Number of the wrong line.
    mended : str
        That line put right.
    scenario : str
        The name under which the lines speak of the scenario, as the notebook calls it.
    because : str
        What was wrong with the line; said to those who found it.
    innocent : mapping
        Number of a line that is taken for the wrong one to the sentence that says why it is not; for lines
        without one it is said whether they take over the mistake.
    """

    lines: Sequence[str]
    wrong: int
    mended: str
    scenario: str
    because: str
    innocent: Mapping[int, str] = field(default_factory=dict)

    kind = "debugging"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: how many lines there are, and the kind of the result.

        Raises
        ------
        ExerciseError
            If the lines cannot be run, the mended ones do not give what the key gives, or the wrong line
            makes no difference.
        """
        names = self.names(exercise)
        if not 1 <= self.wrong <= len(names):
            raise ExerciseError(f"{exercise.name}: it has no line {self.wrong}; lines are numbered from 1.")
        if _assigned(exercise, self.mended) != names[self.wrong - 1]:
            raise ExerciseError(
                f"{exercise.name}: the mended line {self.wrong} assigns another name than the wrong one."
            )
        number = self.number(exercise)
        table = exercise.table
        scenario = table.row(0) if table is not None else None
        inputs = {name: given.value for name, given in scenario.inputs.items()} if scenario else {}
        right = exercise.key(**exercise.inputs(scenario))
        last = names[-1]
        if not _same(self.run(inputs, mended=True)[last], right):
            raise ExerciseError(f"{exercise.name}: the mended lines do not give what the key gives.")
        if _same(self.run(inputs, mended=False)[last], right):
            raise ExerciseError(f"{exercise.name}: line {self.wrong} makes no difference to the result.")
        return {"lines": len(self.lines), "value": number.kind}

    def names(self, exercise: Exercise) -> list[str]:
        """Return the name that each line assigns.

        Raises
        ------
        ExerciseError
            If a line is no assignment of one new name.
        """
        names = [_assigned(exercise, line) for line in self.lines]
        if len(set(names)) != len(names):
            raise ExerciseError(f"{exercise.name}: two of its lines assign the same name.")
        return names

    def source(self, mended: bool) -> list[str]:
        """Return the lines, as they are shown or with the wrong one put right."""
        return [
            self.mended if mended and place == self.wrong else line
            for place, line in enumerate(self.lines, 1)
        ]

    def run(self, inputs: Mapping[str, Any], mended: bool) -> dict[str, Any]:
        """Run the lines.

        Parameters
        ----------
        inputs : mapping
            The scenario's inputs by name: quantities, numbers, or symbols that trace them.
        mended : bool
            Whether the wrong line is put right.

        Returns
        -------
        dict
            What each line assigns, by name, in the order of the lines.
        """
        import numpy as np

        names: dict[str, Any] = {self.scenario: SimpleNamespace(**inputs), "np": np}
        before = {*names, "__builtins__"}
        # The course's own lines; nothing of a learner's is ever run here.
        exec(compile("\n".join(self.source(mended)), "<the lines of a debugging task>", "exec"), names)
        return {name: value for name, value in names.items() if name not in before}

    def takes_over(self, exercise: Exercise, line: int) -> str:
        """Say how a line stands to the wrong one: ``after`` it, ``before`` it, or ``aside``."""
        names = self.names(exercise)
        used = [_used(text) for text in self.lines]

        def reaches(start: int, end: int) -> bool:
            """Whether what `start` assigns goes into `end`."""
            return any(
                names[start] in used[place] and (place == end or reaches(place, end))
                for place in range(start + 1, end + 1)
            )

        if line > self.wrong:
            return "after" if reaches(self.wrong - 1, line - 1) else "aside"
        return "before" if reaches(line - 1, self.wrong - 1) else "aside"

    def around(self, value: Any) -> tuple[int, Any]:
        """Return the answer that names the wrong line and gives this result."""
        return self.wrong, value

    def number(self, exercise: Exercise) -> Exercise:
        """Return the second half of the question as an exercise of its own: the mended result."""
        return _number(exercise)


@functools.cache
def _number(exercise: Exercise) -> Exercise:
    spec: Debugging = exercise.spec
    names = spec.names(exercise)
    inputs = _inputs(spec)
    wrong = [Misconception(AS_IT_STANDS, _STANDS, _value(spec, inputs, names[-1], mended=False))]
    for name in names[:-1]:
        message = f"That is the value of {name}. The question asks for the result of the last line."
        for mended in (True, False):
            wrong.append(Misconception(OTHER_LINE, message, _value(spec, inputs, name, mended)))
    return dataclasses.replace(
        exercise,
        kind="quantity" if exercise.unit else "number",
        spec=None,
        known=None,
        misconceptions=[wrong[0], *exercise.misconceptions, *wrong[1:]],  # the first of equal ones is told
    )


def _value(spec: Debugging, inputs: Sequence[str], name: str, mended: bool) -> Callable[..., Any]:
    """Return the function of the scenario's inputs that one line of the calculation gives."""

    def value(*given: Any, **named: Any) -> Any:
        return spec.run({**dict(zip(inputs, given, strict=False)), **named}, mended)[name]

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    value.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(one, kind) for one in inputs]
    )
    return value


def _inputs(spec: Debugging) -> list[str]:
    """Return the scenario's inputs that the lines speak of, shown or mended."""
    found = [
        node.attr
        for line in (*spec.lines, spec.mended)
        for node in ast.walk(ast.parse(line))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == spec.scenario
    ]
    return list(dict.fromkeys(found))


def _assigned(exercise: Exercise, line: str) -> str:
    """Return the name that a line assigns."""
    try:
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.Assign)
        (target,) = statement.targets
        assert isinstance(target, ast.Name)
    except (SyntaxError, ValueError, AssertionError):
        raise ExerciseError(
            f"{exercise.name}: {line!r} is not one assignment to one name, as each of its lines must be."
        ) from None
    return target.id


def _used(line: str) -> set[str]:
    return {
        node.id
        for node in ast.walk(ast.parse(line))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _same(one: Any, other: Any) -> bool:
    """Say whether two results are the same number with the same dimension."""
    try:
        ratio = one / other
        return bool(abs(float(ratio.to("").magnitude if hasattr(ratio, "to") else ratio) - 1) < 1e-9)
    except Exception:  # another dimension, or zero
        return False
