"""Every number of the course that is a fact about the world, with the source it comes from.

>>> from mlsys_course import constants
>>> constants.A100_FLOPS_FP16_TENSOR.to("PFLOP/s").magnitude
0.312
>>> constants.A100_FLOPS_FP16_TENSOR.kind
'datasheet'

The numbers themselves stand in ``constants_data``, one reviewable table per subject; this module turns their
rows into `Constant` objects and finds them by name. No quantity is built before it is used.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeVar

from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Quantity, QuantityLike

__all__ = [
    "KINDS",
    "Constant",
    "Record",
    "collect",
    "find_record",
    "get",
    "registry",
    "siblings",
    "standing",
]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "datasheet": "printed by the maker",
        "paper": "reported in a publication",
        "estimate": "worked out by somebody from incomplete information",
        "convention": "agreed on or defined, not measured",
        "assumption": "chosen for an exercise; plausible, but not a measurement",
    }
)


FACTS = frozenset({"datasheet", "paper", "estimate"})
"""Kinds that speak about the world; the others were chosen or agreed on."""


@dataclass(frozen=True, eq=False, repr=False)
class Constant(QuantityLike):
    """A named number with a unit and a source. In calculations it behaves as its quantity.

    Parameters
    ----------
    name : str
        Name in capitals, for example ``A100_TDP``.
    value : int or float
        The number, in `unit`.
    unit : str
        Unit of the course (see ``units.txt``); ``""`` for a plain number.
    kind : str
        One of `KINDS`: datasheet, paper, estimate, convention or assumption.
    reference : str
        Where the number stands: document, author, publisher. For an assumption, the reason for the choice.
    url : str, optional
        Address of the reference.
    date : str
        Year or ISO date of the reference.
    note : str, optional
        What a careful reader must know: dense or sparse, MAC or FLOP, which variant, who disagrees.
    group : str
        Family of comparable constants ("peak throughput"); see `siblings`.
    label : str
        Short description that fits into a sentence ("the dense FP16 tensor peak of the A100").
    unverified : str, optional
        For a fact that rests on a secondary page only: why. None where the maker or the authors are cited,
        and for what was chosen or agreed on.

    Raises
    ------
    ValueError
        If there is no reference or no date, the kind is unknown or the value is not a finite number.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> pace = Constant("PACE", 5, "km/hour", kind="assumption", reference="a brisk walk", date="2024")
    >>> print(pace * Q_(30, "minute"))
    2.5 km
    >>> Constant("PACE", 5, "km/hour", kind="assumption", reference="", date="2024")
    Traceback (most recent call last):
    ...
    ValueError: The constant PACE has no reference. Say where the number comes from: document, author, ...
    """

    name: str
    value: float
    unit: str
    kind: str
    reference: str
    url: str | None = None
    date: str = ""
    note: str | None = None
    group: str = ""
    label: str = ""
    unverified: str | None = None

    def __post_init__(self) -> None:
        problem = None
        if not str(self.reference or "").strip():
            problem = "has no reference. Say where the number comes from: document, author, publisher."
        elif not str(self.date or "").strip():
            problem = "has no date. Give the year, or the ISO date, of its reference."
        elif self.kind not in KINDS:
            problem = f"has the kind {self.kind!r}; it must be one of {', '.join(KINDS)}."
        elif isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            problem = f"has the value {self.value!r}; it must be a number, with its unit as a text beside it."
        elif self.value != self.value or abs(self.value) == float("inf"):
            problem = f"has the value {self.value}; it must be a finite number."
        if problem:
            raise ValueError(f"The constant {self.name} {problem}")

    @property
    def quantity(self) -> Quantity:
        """The number with its unit; a new `Quantity` each time, so that nobody can change the constant."""
        from mlsys_course.units import registry

        quantity: Quantity = registry().Quantity(self.value, self.unit)
        return quantity

    def __reduce__(self) -> tuple[Any, ...]:
        fields = (self.name, self.value, self.unit, self.kind, self.reference)
        return Constant, (*fields, self.url, self.date, self.note, self.group, self.label, self.unverified)

    def __repr__(self) -> str:
        note = f"; {self.note}" if self.note else ""
        note += f"; unverified: {self.unverified}" if self.unverified else ""
        return f"<{self.name} = {self.quantity} ({self.kind}: {self.reference}, {self.date}{note})>"

    def _repr_pretty_(self, p: Any, cycle: bool) -> None:
        lines = [f"{self.name} = {self.quantity}"]
        if self.label:
            lines.append(f"    {self.label}")
        lines.append(f"    {self.kind}: {self.reference} ({self.date})")
        doubt = self.unverified and f"unverified: {self.unverified}"
        lines += [f"    {text}" for text in (self.url, self.note and f"note: {self.note}", doubt) if text]
        p.text("\n".join(lines))

    def source_html(self) -> str:
        """Return the reference with its date, as HTML, linked where there is an address."""
        source = html.escape(self.reference)
        if self.url:
            source = f'<a href="{html.escape(self.url)}">{source}</a>'
        return f"{source} ({html.escape(self.date)})"

    def _repr_html_(self) -> str:
        parts = [f"<code>{self.name}</code> = <strong>{html.escape(str(self.quantity))}</strong>"]
        if self.label:
            parts.append(html.escape(self.label))
        parts.append(f"{self.kind}: {self.source_html()}")
        if self.note:
            parts.append(f"note: {html.escape(self.note)}")
        if self.unverified:
            parts.append(f"<strong>unverified</strong>: {html.escape(self.unverified)}")
        return "<p>" + "<br>".join(parts) + "</p>"


def _load() -> dict[str, Constant]:
    """Turn the tables of ``constants_data`` into constants."""
    from mlsys_course.constants_data import GROUPS, SOURCES

    found: dict[str, Constant] = {}
    for group in GROUPS:
        for row in group.rows:
            if row.source not in SOURCES:
                raise ValueError(
                    f"The constant {row.name} names the source {row.source!r}, which is none."
                    f"{did_you_mean(row.source, SOURCES)} A new one goes into constants_data/sources.py."
                )
            reference, url, date, secondary = SOURCES[row.source]
            if row.name in found:
                raise ValueError(f"The constant {row.name} is defined twice in constants_data.")
            found[row.name] = Constant(
                row.name,
                row.value,
                row.unit,
                row.kind,
                reference,
                url,
                date,
                row.note or None,
                group.name,
                row.label,
                secondary if secondary and row.kind in FACTS else None,
            )
    return found


registry: Mapping[str, Constant] = MappingProxyType(_load())
"""All constants by name, in the order of the tables."""


def standing() -> dict[str, int]:
    """Count the constants by what they rest on.

    Returns
    -------
    dict of str to int
        Facts that cite their maker or authors, facts that are unverified, and numbers that were chosen or
        agreed on.

    Examples
    --------
    >>> counts = standing()
    >>> sum(counts.values()) == len(registry), counts["unverified"] < 0.1 * len(registry)
    (True, True)
    """
    facts = [one for one in registry.values() if one.kind in FACTS]
    doubtful = sum(one.unverified is not None for one in facts)
    return {
        "cite their maker or authors": len(facts) - doubtful,
        "unverified": doubtful,
        "chosen or agreed on": len(registry) - len(facts),
    }


def get(name: str) -> Constant:
    """Find a constant by its name.

    Parameters
    ----------
    name : str
        Name of the constant, in capitals.

    Returns
    -------
    Constant

    Raises
    ------
    LookupError
        If there is none of that name; the message names the closest one.

    Examples
    --------
    >>> get("GPT3_TRAINNG_OPS")
    Traceback (most recent call last):
    ...
    LookupError: There is no constant 'GPT3_TRAINNG_OPS'. Did you mean 'GPT3_TRAINING_OPS'?
    """
    if name in registry:
        return registry[name]
    raise LookupError(f"There is no constant {name!r}.{did_you_mean(name, registry)}")


def siblings(name: str) -> tuple[Constant, ...]:
    """Return the constants one might take for another: same group and same dimension, another value.

    Parameters
    ----------
    name : str
        Name of a constant.

    Returns
    -------
    tuple of Constant
        Those of the same device or model first, the others in the order of the tables.

    Raises
    ------
    LookupError
        If there is no constant of that name.

    Examples
    --------
    >>> [other.name for other in siblings("A100_FLOPS_FP16_TENSOR")][:3]
    ['A100_FLOPS_FP16_TENSOR_SPARSE', 'A100_FLOPS_TF32', 'A100_FLOPS_FP32']
    """
    one = get(name)
    dimension, quantity = one.quantity.dimensionality, one.quantity
    owner = one.name.split("_")[0]
    alike = [
        other
        for other in registry.values()
        if other.group == one.group and other.name != name and other.quantity.dimensionality == dimension
    ]
    different = [other for other in alike if other.quantity != quantity]
    return tuple(sorted(different, key=lambda other: other.name.split("_")[0] != owner))


@dataclass(frozen=True, repr=False)
class Record:
    """Constants that belong to one thing, a device or a model.

    Parameters
    ----------
    name : str
        Name as people write it.
    aliases : tuple of str
        Other names it is found by.
    """

    name: str
    aliases: tuple[str, ...]

    def constants(self) -> dict[str, Constant]:
        """Return the known constants by field name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Constant)}

    def __repr__(self) -> str:
        known = ", ".join(f"{name} {one}" for name, one in self.constants().items())
        return f"<{self.name}: {known}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{name.replace('_', ' ')}</th><td>{html.escape(str(one))}</td>"
            f"<td>{html.escape(one.kind)}</td><td style='text-align:left'>{one.source_html()}</td></tr>"
            for name, one in self.constants().items()
        )
        head = "".join(f"<th scope='col'>{word}</th>" for word in ("field", "value", "kind", "source"))
        caption = f"<caption>{html.escape(self.name)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def collect(
    what: str, prefix: str, endings: Mapping[str, tuple[str, ...]], renamed: Mapping[str, str]
) -> dict[str, Constant]:
    """Collect the constants of one record: those that begin with its prefix, and renamed ones.

    Parameters
    ----------
    what : str
        What the record is, for the message: "device H100".
    prefix : str
        What its constants begin with, without the underscore.
    endings : mapping of str to tuple of str
        Field to the endings its constant may have, the preferred one first.
    renamed : mapping of str to str
        Field to the full name of a constant.

    Returns
    -------
    dict of str to Constant
        By field; fields without a constant are left out.

    Raises
    ------
    LookupError
        If no constant with the prefix has one of the endings, or there is none of a full name.

    Examples
    --------
    >>> list(collect("device A100", "A100", {"tdp": ("TDP",), "flash": ("FLASH",)}, {}))
    ['tdp']
    >>> collect("device A100", "A10O", {"tdp": ("TDP",)}, {})
    Traceback (most recent call last):
    ...
    LookupError: The device A100: there is no constant A10O_TDP. Did you mean 'A100'?
    """
    found = {name: get(constant) for name, constant in renamed.items()}
    own: dict[str, Constant] = {}
    for field, names in endings.items():
        known = [f"{prefix}_{one}" for one in names if f"{prefix}_{one}" in registry]
        if known:
            own[field] = registry[known[0]]
    if not own:
        tried = [f"{prefix}_{one}" for names in endings.values() for one in names]
        some = f"{', '.join(tried[:3])} …" if len(tried) > 3 else ", ".join(tried)
        tails = tuple(f"_{one}" for names in endings.values() for one in names)
        others = {name.removesuffix(tail) for name in registry for tail in tails if name.endswith(tail)}
        raise LookupError(f"The {what}: there is no constant {some}.{did_you_mean(prefix, others)}")
    return own | found


_R = TypeVar("_R", bound=Record)


def find_record(name: str, records: Iterable[_R], what: str) -> _R:
    """Find a record by its name or an alias; case, blanks, dashes and dots do not matter.

    Parameters
    ----------
    name : str
        What the reader typed.
    records : iterable of Record
        Where to look.
    what : str
        What the records are, for the message: "device" or "model".

    Returns
    -------
    Record

    Raises
    ------
    LookupError
        If none has that name; the message names the closest one.
    """

    def key(text: str) -> str:
        return "".join(filter(str.isalnum, str(text).casefold()))

    known = {key(alias): record for record in records for alias in (record.name, *record.aliases)}
    if key(name) in known:
        return known[key(name)]
    names = {record.name for record in known.values()}
    suggestion = did_you_mean(name, names) or f" Known are: {', '.join(sorted(names))}."
    raise LookupError(f"There is no {what} {name!r}.{suggestion}")


def __getattr__(name: str) -> Constant:
    if name in registry:
        return registry[name]
    raise AttributeError(f"There is no constant {name!r}.{did_you_mean(name, registry)}")


def __dir__() -> list[str]:
    return sorted([*__all__, *registry])
