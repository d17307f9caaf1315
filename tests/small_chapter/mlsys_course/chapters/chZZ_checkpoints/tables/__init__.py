"""The chapter's data as tidy tables; learners reach them as `mlsys_course.data`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsys_course.data import Tables

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["interruptions"]

_tables = Tables(__file__)


def interruptions() -> pd.DataFrame:
    """Return how often two long training runs were interrupted.

    Returns
    -------
    pandas.DataFrame
        2 rows: ``run``; ``gpus``; ``days``; ``unexpected``, how many unexpected interruptions there were.

    Examples
    --------
    >>> df = interruptions().set_index("run")
    >>> round(float(df.loc["Llama 3 405B", "days"] * 24 / df.loc["Llama 3 405B", "unexpected"]), 1)
    3.1
    """
    return _tables.table("interruptions")
