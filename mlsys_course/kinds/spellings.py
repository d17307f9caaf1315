"""Names that a question gives, with the other ways to write each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def spellings(given: Sequence[Any] | Mapping[Any, Sequence[Any]]) -> dict[Any, tuple[Any, ...]]:
    """Return names with their other spellings."""
    if isinstance(given, Mapping):
        return {name: tuple(others) for name, others in given.items()}
    return dict.fromkeys(given, ())
