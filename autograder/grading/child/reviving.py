"""What the grading process sent as arguments of a student's function, as objects again."""

from __future__ import annotations

import datetime
import decimal
import fractions
from collections.abc import Mapping
from typing import Any

from .encoding import installed
from .wire import Tagged, WireError


def revive(tree: Any) -> Any:
    """Build the objects the grading process sent as arguments of a student's function.

    Parameters
    ----------
    tree
        What an `Encoder` made in the grading process, unpacked.

    Returns
    -------
    object
        Plain values, numpy arrays, pandas objects and Quantities of the course's registry.
    """
    if isinstance(tree, list):
        return [revive(item) for item in tree]
    if isinstance(tree, tuple):
        return tuple([revive(item) for item in tree])
    if not isinstance(tree, Tagged):
        return tree
    name, payload = tree.name, tree.payload
    if name == "dict":
        parts = [revive(part) for part in payload]
        return dict(zip(parts[::2], parts[1::2], strict=True))
    if name in ("set", "frozenset"):
        return (set if name == "set" else frozenset)(revive(item) for item in payload)
    if name == "decimal":
        return decimal.Decimal(payload)
    if name == "fraction":
        return fractions.Fraction(*payload)
    if name == "datetime":
        return datetime.datetime.fromisoformat(payload)
    if name == "date":
        return datetime.date.fromisoformat(payload)
    if name == "timedelta":
        return datetime.timedelta(*payload)
    if name == "quantity":
        from mlsys_course import ureg

        magnitude, units = payload
        for unit, _ in units:
            ureg.parse_units(unit)  # the registry has a unit with a prefix only after reading its name
        return ureg.Quantity(revive(magnitude), ureg.UnitsContainer(dict(units)))
    np = installed("numpy")
    if name == "npstr":
        return np.str_(payload)
    if name == "npscalar":
        return np.frombuffer(payload[1], dtype=payload[0])[0]
    if name == "ndarray":
        dtype, shape, data = payload
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()
    if name == "strarray":
        return np.array(payload[1]).reshape(payload[0])
    if name == "objarray":
        made = np.empty(len(payload[1]), dtype=object)
        made[:] = [revive(item) for item in payload[1]]
        return made.reshape(payload[0])
    pd = installed("pandas")
    if name == "na":
        return pd.NA
    if name == "nat":
        return pd.NaT
    if name == "column":
        return pd.array([revive(item) for item in payload[1]], dtype=payload[0])
    if name == "index":
        return _revive_index(payload)
    if name == "series":
        return pd.Series(
            revive(payload["values"]), index=_revive_index(payload["index"]), name=revive(payload["name"])
        )
    if name == "frame":
        frame = pd.DataFrame(
            {number: revive(column) for number, column in enumerate(payload["values"])},
            index=_revive_index(payload["index"]),
        )
        frame.columns = _revive_index(payload["columns"])
        return frame
    raise WireError(f"no argument can be a {name}")


def _revive_index(payload: Mapping[str, Any]) -> Any:
    pd = installed("pandas")
    values, names = payload["values"], [revive(name) for name in payload["names"]]
    if values.name == "range":
        return pd.RangeIndex(*values.payload, name=names[0])
    if values.name == "tuples":
        return pd.MultiIndex.from_tuples([revive(item) for item in values.payload], names=names)
    return pd.Index(revive(values), name=names[0])
