"""What moving data and computing cost in energy."""

from __future__ import annotations

from typing import Any

from mlsys_course.laws.arguments import Reader

__all__ = [
    "energy",
]


def energy(data: Any, energy_per_byte: Any, ops: Any, energy_per_op: Any) -> Any:
    """Energy of moving data and computing: data*energy_per_byte + ops*energy_per_op.

    Parameters
    ----------
    data : Quantity or float
        Data moved; a plain number is in byte.
    energy_per_byte : Quantity or float
        Energy of moving one byte; a plain number is in joule/byte.
    ops : Quantity or float
        Operations; a plain number is in FLOP.
    energy_per_op : Quantity or float
        Energy of one operation; a plain number is in joule/FLOP. One MAC counts as 2 FLOP.

    Returns
    -------
    Quantity or float
        The energy; a plain number of joules if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-energy-cost.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(energy(Q_(1, "GB"), Q_(160, "pJ/byte"), Q_(1, "GFLOP"), Q_(3.7, "pJ/FLOP")).to("mJ"))
    163.7 mJ
    """
    reader = Reader("energy")
    moved = reader.read("data", data, "byte") * reader.read("energy_per_byte", energy_per_byte, "joule/byte")
    done = reader.read("ops", ops, "FLOP") * reader.read("energy_per_op", energy_per_op, "joule/FLOP")
    return reader.give(moved + done, "joule")
