"""Reading a table: a DataFrame or what becomes one, with the columns and rows of the question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._foreign import entries
from mlsys_course.reading._plain import NUMBER, plain, show
from mlsys_course.reading._words import find_name, shorten, some
from mlsys_course.result import NOT_ATTEMPTED, not_attempted
from mlsys_course.suggest import did_you_mean


def _table(name: str, answer: Any, columns: Mapping[str, list[str]]) -> Any:
    """Return a DataFrame.

    Raises
    ------
    Refusal
        If the answer is none and does not become one.
    """
    import pandas as pd

    wanted = f"a DataFrame with the columns {some(columns, 8)}"
    if isinstance(answer, pd.DataFrame):
        return answer
    if answer is None:
        raise Refusal(
            "none",
            f"{name} is None. Give {wanted}. (Methods with inplace=True return None.)",
        )
    if isinstance(answer, pd.Series):
        raise Refusal(
            "frame:series",
            f"{name} is a single column{_called(answer.name)}. Give {wanted}.",
        )
    if callable(answer) or isinstance(answer, (str, bytes, int, float)):
        raise Refusal("type", f"{name} is {shorten(answer)}. Give {wanted}.")
    try:
        held = answer if hasattr(answer, "__len__") else entries(answer)
        table = pd.DataFrame(held)
    except Exception:  # pandas raises nearly anything
        raise Refusal("type", f"{name} is {shorten(answer)}. Give {wanted}.") from None
    if not len(table.columns):
        raise Refusal("empty", f"{name} is empty. Give {wanted}.")
    return table


def _called(name: Any) -> str:
    return "" if name is None else f", {shorten(name)}"


def _apart(contract: Contract, answer: Any) -> tuple[Any, Any]:
    """Take the table and the number beside it apart.

    Raises
    ------
    Refusal
        If one of the two is missing.
    """
    what = contract.shape["also"]
    if not what:
        return answer, None
    form = f"Give a pair: (table, {what})."
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise Refusal("frame:also", f"{contract.name} is only {_kind(answer)}. {form}")
    table, number = answer
    if hasattr(number, "columns") and not hasattr(table, "columns"):
        table, number = number, table
    if number is Ellipsis:
        raise Refusal("frame:also", f"{contract.name} still has ... for {what}. {form}")
    read_as = plain(number)
    if read_as.kind != NUMBER:
        raise Refusal("frame:also", f"For {what} you give {show(number)}. Give a number.")
    return table, read_as.value


def _kind(answer: Any) -> str:
    return "a table" if hasattr(answer, "columns") else shorten(answer)


def read(contract: Contract, answer: Any) -> Reading:
    """Read a table.

    Parameters
    ----------
    contract : Contract
        Its shape holds ``columns``, ``key`` (the column that names rows), ``rows`` and ``also``.
    answer : object
        DataFrame (the naming column may be the index), dictionary of columns, list of rows; with ``also``
        a pair of that and a number.

    Returns
    -------
    Reading
        The value is a pair: a DataFrame with the question's columns in their order and a fresh index, and
        the number beside it or None.

    Raises
    ------
    Refusal
        If columns or rows are missing or too many, or it is no table.
    """
    columns: Mapping[str, list[str]] = contract.shape["columns"]
    key, rows = contract.shape["key"], int(contract.shape["rows"])
    answer, number = _apart(contract, answer)
    if answer is Ellipsis:
        raise Refusal(NOT_ATTEMPTED, not_attempted(contract.name).message)
    table = _table(contract.name, answer, columns)
    named = {column: find_name(column, columns) for column in table.columns}
    if key not in named.values() and _is_index(table, key, columns):
        table = table.rename_axis(index=key).reset_index()
        named = {column: find_name(column, columns) for column in table.columns}
    missing = [column for column in columns if column not in named.values()]
    if missing:
        spare = [str(c) for c, name in named.items() if name is None]
        hint = (
            did_you_mean(missing[0], spare)
            .replace("Did you mean", "Is it")
            .replace("?", " under another name?")
        )
        raise Refusal(
            "frame:columns",
            f"{contract.name} has no {'column' if len(missing) == 1 else 'columns'} {some(missing, 8)}."
            f"{hint if spare else ''} {_columns(table)}",
        )
    first: dict[str, Any] = {}
    for column, name in named.items():
        if name is not None:
            first.setdefault(name, column)
    table = table[[first[name] for name in columns]].copy()
    table.columns = list(columns)
    if len(table) != rows:
        raise Refusal(
            "frame:rows",
            f"{contract.name} has {len(table)} rows; the question's table has {rows}. "
            + ("Were rows dropped (dropna, filters)?" if len(table) < rows else "Were rows doubled?"),
        )
    return Reading((table.reset_index(drop=True), number), f"Your table of {rows} rows")


def _columns(table: Any) -> str:
    """Say which columns a table has; pandas numbers those that nobody named."""
    own = list(table.columns)
    if own == list(range(len(own))):
        return "Its columns have no names." if own else "It has no columns at all."
    return f"Its {'column is' if len(own) == 1 else 'columns are'} {some(own, 8)}."


def _is_index(table: Any, key: str, columns: Mapping[str, list[str]]) -> bool:
    """Say whether the index holds the naming column: by its name, or because it holds texts."""
    if table.index.name is not None:
        return find_name(table.index.name, columns) == key
    return table.index.dtype.kind == "O" or str(table.index.dtype).startswith(("str", "category"))
