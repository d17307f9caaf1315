"""Records of the course under the book's names: `Hardware.Cloud.A100`, `Models.GPT3`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlsys_course.constants import Record

__all__ = ["Group", "Named"]


class Named:
    """A device or a model with the fields' names that the book uses.

    Parameters
    ----------
    record : Record
        What the course knows of it.
    fields : mapping of str to str or callable
        The book's name of a field, and ours, or what makes it of the record.
    """

    def __init__(self, record: Record, fields: Mapping[str, str | Callable[[Any], Any]]) -> None:
        self.record = record
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        field = self._fields.get(name, name)
        return field(self.record) if callable(field) else getattr(self.record, field)

    def __repr__(self) -> str:
        return repr(self.record)


class Group:
    """A part of the book's tree of names, below which records are found by name.

    Parameters
    ----------
    name : str
        What it is called, for messages.
    find : callable
        Finds a record by its name, or raises `LookupError`.
    belongs : callable
        Says whether a record is in this part.
    fields : mapping
        As `Named` takes it.
    parts : mapping of str to Group
        The parts below.
    """

    def __init__(
        self,
        name: str,
        find: Callable[[str], Record],
        belongs: Callable[[Any], bool],
        fields: Mapping[str, str | Callable[[Any], Any]],
        parts: Mapping[str, Group] | None = None,
    ) -> None:
        self._name, self._find, self._belongs, self._fields = name, find, belongs, fields
        self._parts = dict(parts or {})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._parts:
            return self._parts[name]
        try:
            record = self._find(name)
        except LookupError as error:
            raise AttributeError(str(error)) from None
        if not self._belongs(record):
            raise AttributeError(f"{self._name} has no {name}: the {record.name} stands in another part.")
        return Named(record, self._fields)

    def __repr__(self) -> str:
        return f"<{self._name}>"
