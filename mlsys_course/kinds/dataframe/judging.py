"""Judging a table: its rows, then each column, and what was done to a column that is off."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.dataframe.reading import read
from mlsys_course.reading._plain import NUMBER, TEXT, Value, plain, same, show
from mlsys_course.reading._words import some, squeeze
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

_ARBITRARY_ZERO = re.compile(
    r"\b(year|date|day of|temperature|celsius|fahrenheit|°c|°f|time of day|clock)\b", re.I
)


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge a table.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Frame`.
    answer : object
        The learner's answer.
    scenario : Scenario, optional
        The numbers that were asked for.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer cannot be read as the table the question asks for.
    """
    spec = exercise.spec
    table, number = read(contract_of(exercise), answer).value
    inputs = exercise.inputs(scenario or (exercise.table.row(0) if exercise.table else None))
    right, right_number = _pair(exercise.key(**inputs), spec)
    ways = [(m.cause, m.message, *_pair(m.wrong(**inputs), spec)) for m in exercise.misconceptions]

    def refuse(cause: str | None, message: str) -> Result:
        return Result(False, 0.0, cause, message, exercise.name)

    columns = list(right.columns)
    strange = _unknown_rows(table, right, spec.key)
    if strange:
        return refuse("frame:names", f"The rows {some(strange)} of {spec.key} are none of the question's.")
    order = [squeeze(v) for v in table[spec.key]] == [squeeze(v) for v in right[spec.key]]
    aligned = table if order else _align(table, right, spec.key)
    near = {c: tolerance(c, right[c], exercise.rtol) for c in columns}
    off = [c for c in columns if not _equal(aligned[c], right[c], near[c])]
    if off:
        for cause, message, way, _ in ways:
            lined = way if order else _align(way, right, spec.key) if len(way) == len(right) else way
            theirs = [
                c for c in columns if len(lined) == len(right) and not _equal(lined[c], right[c], near[c])
            ]
            if set(theirs) & set(off) and all(_equal(aligned[c], lined[c], near[c]) for c in off):
                return refuse(cause, message)
        lined_up = [
            (cause, message, way if order else _align(way, right, spec.key))
            for cause, message, way, _ in ways
            if len(way) == len(right)
        ]
        return refuse(*_columns(aligned, right, off, near, lined_up))
    if spec.ordered and not order:
        return refuse(*_order(table, right, columns))
    if spec.also and not _same_number(number, right_number, exercise.rtol):
        for cause, message, _, theirs_number in ways:
            if theirs_number is not None and _same_number(number, theirs_number, exercise.rtol):
                return refuse(cause, message)
        return refuse("frame:also", f"Your table is right, but not {spec.also}: you give {show(number)}. "
                      "Count it in the table.")  # fmt: skip
    return Result(True, 1.0, None, f"Your table is right in all {len(right)} rows.", exercise.name)


def _pair(made: Any, spec: Any) -> tuple[Any, Any]:
    """Return table and number of a key or wrong way, with the question's columns and a fresh index."""
    table, number = made if spec.also and isinstance(made, tuple) else (made, None)
    return table[list(spec.columns)].reset_index(drop=True), number


def _unknown_rows(table: Any, right: Any, key: str) -> list[str]:
    known = {squeeze(v) for v in right[key]}
    return [str(v) for v in table[key] if squeeze(v) not in known]


def _align(table: Any, right: Any, key: str) -> Any:
    """Return the table's rows in the order of the right one."""
    place = {squeeze(v): i for i, v in enumerate(right[key])}
    order = sorted(range(len(table)), key=lambda i: place.get(squeeze(table[key].iloc[i]), len(place)))
    return table.iloc[order].reset_index(drop=True)


def _values(column: Any) -> list[Value]:
    out = []
    for value in column.tolist():
        try:
            if _missing(value):
                out.append(Value(NUMBER, math.nan, "nan"))
            elif isinstance(value, datetime.date):
                out.append(Value(NUMBER, _days(value), show(value)))
            else:
                out.append(plain(value))
        except ValueError:
            out.append(Value("other", None, show(value)))
    return out


def _days(date: datetime.date) -> float:
    """Return a date as days since year 1; pandas' Timestamp is one, too."""
    at = getattr(date, "time", None)
    clock = at() if callable(at) else datetime.time()
    return date.toordinal() + (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86400


def _missing(value: Any) -> bool:
    """Say whether a cell holds nothing, for which pandas has several words."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


@dataclass(frozen=True)
class Tolerance:
    """How far a cell may be from the right one, relatively and absolutely."""

    rtol: float
    atol: float = 1e-12

    def near(self, one: Value, other: Value) -> bool:
        """Say whether two cells agree."""
        return same(one, other, self.rtol, self.atol)


def tolerance(name: str, right: Any, rtol: float) -> Tolerance:
    """Return the tolerance of a column: relative, but not on a scale whose zero is arbitrary.

    One percent of the year 2020 is twenty years. There, for dates and for temperatures, differences count:
    the tolerance is a part of what lies between the column's least and largest value.

    Examples
    --------
    >>> import pandas as pd
    >>> tolerance("Year", pd.Series([2012, 2020]), 0.01)
    Tolerance(rtol=0.0, atol=0.08)
    >>> tolerance("ratio", pd.Series([2012, 2020]), 0.01).rtol
    0.01
    """
    numbers = [float(v.value) for v in _values(right) if v.kind == NUMBER and math.isfinite(v.value)]
    if numbers and (_ARBITRARY_ZERO.search(name.replace("_", " ")) or right.dtype.kind == "M"):
        return Tolerance(0.0, max(rtol * (max(numbers) - min(numbers)), 1e-9 * max(map(abs, numbers))))
    return Tolerance(max(rtol, 1e-6))  # float32 columns carry about seven digits


def _equal(one: Any, other: Any, near: Tolerance) -> bool:
    a, b = _values(one), _values(other)
    return len(a) == len(b) and all(near.near(x, y) for x, y in zip(a, b, strict=True))


def _same_number(one: Any, other: Any, rtol: float) -> bool:
    return one is not None and same(plain(one), plain(other), rtol)


def _order(table: Any, right: Any, columns: Sequence[str]) -> tuple[str, str]:
    """Say how the rows of a table are sorted that are all there, but not in the order asked for."""
    for column in columns:
        way, asked = _sorted(table[column]), _sorted(right[column])
        if way and asked and way != asked:
            return (
                "frame:order",
                f"Every row is right, but in the wrong order: the last {column} comes first. Turn "
                "the order round.",
            )
        if way and asked:
            return (
                "frame:order",
                f"Every row is right, and {column} is in order, but among rows of the same {column} the "
                "order has changed.",
            )
    for column in columns:
        if _sorted(table[column]):
            return (
                "frame:order",
                f"Every row is right, but you sorted by {column}. Keep the order that the question asks for.",
            )
    return "frame:order", "Every row is right, but not in the order that the question asks for."


def _sorted(column: Any) -> int:
    """Return 1 for a column that rises from row to row, -1 for one that falls, 0 for any other."""
    cells = _values(column)
    if len({v.kind for v in cells}) != 1 or cells[0].kind not in (NUMBER, TEXT):
        return 0
    values = [v.value for v in cells]
    if values == sorted(values):
        return 1
    return -1 if values == sorted(values, reverse=True) else 0


def _changes(right: list[float]) -> Iterator[tuple[str, str, list[float]]]:
    """Return what may have been done to a column of numbers."""
    nan = math.nan
    yield (
        "inverted",
        "is upside down: take 1 over each value",
        [_over(1, v) for v in right],
    )
    yield "sign", "has the wrong sign", [-v for v in right]
    yield "minus-one", "is 1 too small everywhere: give the ratio, not the change", [v - 1 for v in right]
    yield "plus-one", "is 1 too large everywhere", [v + 1 for v in right]
    yield "remainder", "holds 1 minus each value", [1 - v for v in right]
    yield (
        "scale:100",
        "is 100 times too large everywhere: did you give percent, not a fraction?",
        [100 * v for v in right],
    )
    yield (
        "scale:1/100",
        "is 100 times too small everywhere: did you give a fraction, not percent?",
        [v / 100 for v in right],
    )
    yield "scale:1000", "is 1000 times too large everywhere: check the prefixes", [1000 * v for v in right]
    yield "scale:1/1000", "is 1000 times too small everywhere: check the prefixes", [v / 1000 for v in right]
    yield "percent-change", "holds changes in percent: give ratios", [100 * (v - 1) for v in right]
    yield "shifted", "is shifted by one row", [nan, *right[:-1]]
    yield "shifted", "is shifted by one row", [*right[1:], nan]
    yield "reversed", "is in reverse order: its first value comes last", right[::-1]
    yield "sorted", "was sorted on its own, so its values are in the wrong rows", sorted(right)
    yield (
        "sorted",
        "was sorted on its own, so its values are in the wrong rows",
        sorted(right)[::-1],
    )
    total, product, sums, products = 0.0, 1.0, [], []
    for value in right:
        total, product = total + (0 if value != value else value), product * (1 if value != value else value)
        sums.append(total)
        products.append(product)
    yield "cumulative", "is cumulative: each row adds up all rows before", sums
    yield "cumulative", "is cumulative: each row multiplies all rows before", products
    for places in range(6):
        yield (
            "rounded",
            "is rounded: keep all digits of the values",
            [round(v, places) for v in right],
        )
    for fill in (0.0, 1.0):
        if any(v != v for v in right):
            yield (
                "filled",
                "has a number in a row where nothing can be computed: leave that one NaN",
                [fill if v != v else v for v in right],
            )


def _over(one: float, value: float) -> float:
    return one / value if value else math.inf


def _columns(
    table: Any,
    right: Any,
    off: Sequence[str],
    near: Mapping[str, Tolerance],
    ways: Sequence[tuple[str, str, Any]],
) -> tuple[str | None, str]:
    """Say what is off with some columns: of two with causes of their own both, else of the first."""
    found = [_column(table, right, column, near[column], ways) for column in off]
    # What follows from another column is wrong in the same way: it is no second mistake.
    named = list(dict.fromkeys(one for one in found if not one[0].startswith("frame:values")))
    if len(named) > 1:
        return "+".join(cause for cause, _ in named[:2]), messages.both(named[0][1], named[1][1])
    first = named[0] if named else found[0]
    others = [column for column, one in zip(off, found, strict=True) if one != first]
    return first[0], f"{first[1]} Also look at {some(others)}." if others else first[1]


def _column(
    table: Any, right: Any, column: str, near: Tolerance, ways: Sequence[tuple[str, str, Any]]
) -> tuple[str, str]:
    """Say what is off with a column, without its right values."""
    given, wanted = _values(table[column]), _values(right[column])
    for cause, message, way in ways:
        if not _equal(way[column], right[column], near) and _equal(table[column], way[column], near):
            return cause, message
    if all(v.kind == NUMBER for v in wanted):
        texts = [v for v in given if v.kind != NUMBER]
        if texts:
            return f"frame:text:{column}", f"{column} holds {texts[0].shown}, not a number."
        numbers = [float(v.value) for v in wanted]
        for cause, message, changed in _changes(numbers):
            if all(near.near(g, Value(NUMBER, c, "")) for g, c in zip(given, changed, strict=True)):
                full_stop = "" if message.endswith("?") else "."
                return f"frame:{cause}:{column}", f"The column {column} {message}{full_stop}"
        for other in right.columns:
            if other != column and _equal(table[column], right[other], near):
                return f"frame:copied:{column}", f"The column {column} holds {other}."
    wrong = [i for i, (g, w) in enumerate(zip(given, wanted, strict=True)) if not near.near(g, w)]
    if len(wrong) == len(given):
        where = "in every row"
    else:
        where = f"in {len(wrong)} of {len(given)} rows" if len(wrong) > 1 else "in one row"
    return f"frame:values:{column}", f"The column {column} is wrong {where}."
