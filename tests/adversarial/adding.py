"""How a case is added to the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adversarial.kit import ALL, NONE, Case, Kit

CASES: list[Case] = []


def case(
    name: str, group: str, fair: frozenset[str] | None = NONE, **more: Any
) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    """Add a case; decorates what hands it in."""

    def add(build: Callable[[Kit], None]) -> Callable[[Kit], None]:
        CASES.append(Case(name, group, build, fair, **more))
        return build

    return add


def cells(group: str, fair: frozenset[str], start: str, entries: dict[str, str], **more: Any) -> None:
    """Add cases of one code cell of the student's own, first or last; answers are right or left out."""
    quick = set(more.pop("quick", ()))

    def builder(code: str) -> Callable[[Kit], None]:
        def build(kit: Kit) -> None:
            made = kit.right() if fair == ALL else kit.blank()
            kit.submit(kit.code(made, code, 0 if start == "first" else -1))

        return build

    for name, code in entries.items():
        case(name, group, fair, quick=name in quick, **more)(builder(code))


def answers(group: str, fair: frozenset[str], entries: dict[str, dict[str, str]], **more: Any) -> None:
    """Add cases of odd answer cells; the other answers are right where they are fair."""
    quick = set(more.pop("quick", ()))

    def builder(texts: dict[str, str]) -> Callable[[Kit], None]:
        def build(kit: Kit) -> None:
            kit.submit(kit.right(**texts) if fair else kit.blank(**texts))

        return build

    for name, texts in entries.items():
        case(name, group, fair, quick=name in quick, **more)(builder(texts))
