"""`mlsys.formatting`: numbers for the chapter's sentences."""

from __future__ import annotations

from typing import Any

from mlsys_course import readable

__all__ = ["check", "fmt", "md_math"]


def fmt(
    quantity: Any, unit: Any = None, precision: int = 1, commas: bool = True, allow_zero: bool = False
) -> str:
    """Write a number as the book prints it: with so many decimals, and without its unit.

    Parameters
    ----------
    quantity : Quantity, Constant or number
    unit : Unit or str, optional
        The unit to write a quantity in; a plain number is taken to be in it.
    precision : int
        Decimals.
    commas : bool
        Whether thousands are separated.
    allow_zero : bool
        Whether a number that is not zero may be printed as zero.

    Raises
    ------
    ValueError
        If a number would be printed as zero though it is not.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> fmt(25.278, precision=0), fmt(1024, precision=0), fmt(Q_(2, "TB"), "GB", precision=0, commas=False)
    ('25', '1,024', '2000')
    """
    quantity = getattr(quantity, "quantity", quantity)
    if unit is not None and hasattr(quantity, "to"):
        quantity = quantity.to(unit)
    value = getattr(quantity, "magnitude", quantity)
    text = f"{value:{',' if commas else ''}.{precision}f}"
    if value and not allow_zero and not text.strip("-0.,"):
        raise ValueError(
            f"{readable.number(value)} would be printed as {text}: give fmt more decimals (precision), or "
            "allow_zero=True."
        )
    return text


def check(condition: Any, message: str) -> None:
    """Stop a cell whose numbers no longer bear out the sentence around them.

    Raises
    ------
    ValueError
        If the condition does not hold; the message says what the sentence needs.

    Examples
    --------
    >>> check(25 > 20, "The text says more than 20 days.")
    """
    if not condition:
        raise ValueError(f"The text does not hold: {message}")


def md_math(expression: str) -> Any:
    """Return a formula, written in LaTeX, as a notebook shows it.

    Parameters
    ----------
    expression : str
        LaTeX, without dollar signs.

    Returns
    -------
    IPython.display.Markdown
    """
    from IPython.display import Markdown

    return Markdown(f"${expression}$")  # type: ignore[no-untyped-call]
