"""What of a chapter the course covers: anchor -> lessons, exercises, widgets; objective -> exercises."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from autograder.marking import exercises

TOP = Path(__file__).resolve().parents[1]
GRADED_PER_OBJECTIVE = 4


@dataclass
class Coverage:
    """What covers one anchor of the book.

    Parameters
    ----------
    anchor, title : str
        The book's anchor, and what it names.
    lessons, graded, practice, widgets : list of str
        Where it is taken up: lesson and exercise notebooks' numbers, bank codes, explorers.
    """

    anchor: str
    title: str
    lessons: list[str] = field(default_factory=list)
    graded: list[str] = field(default_factory=list)
    practice: list[str] = field(default_factory=list)
    widgets: list[str] = field(default_factory=list)

    @property
    def covered(self) -> bool:
        """Whether anything takes the anchor up."""
        return bool(self.lessons or self.graded or self.practice or self.widgets)


def chapter(name: str = "ch01_introduction") -> tuple[dict[str, str], dict[int, str]]:
    """Return a chapter's anchors with their titles, and its learning objectives by number."""
    text = resources.files("autograder").joinpath("chapters", f"{name}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return raw["anchors"], {int(number): title for number, title in raw["objectives"].items()}


def anchors(name: str = "ch01_introduction") -> list[Coverage]:
    """Return what covers each anchor of a chapter, in the book's order."""
    titles, _ = chapter(name)
    table = {anchor: Coverage(anchor, title) for anchor, title in titles.items()}

    def enter(kind: str, where: str, mentioned: set[str]) -> None:
        for anchor in mentioned & set(table):
            places = getattr(table[anchor], kind)
            if where not in places:
                places.append(where)

    for master in sorted((TOP / "notebooks" / name).glob("*.py")):
        enter("lessons", master.stem[:2], _mentioned(master))
    for exercise in exercises():
        enter("graded" if exercise.graded else "practice", exercise.bank, set(exercise.anchors))
    for module in sorted((TOP / "mlsys_course" / "widgets").glob("*.py")):
        if not module.name.startswith("_"):
            enter("widgets", module.stem, _mentioned(module))
    return list(table.values())


def _mentioned(path: Path) -> set[str]:
    return set(
        re.findall(r"\b(?:sec|eq|tbl|fig)-[A-Za-z0-9_-]*[A-Za-z0-9]", path.read_text(encoding="utf-8"))
    )


def objectives(name: str = "ch01_introduction") -> dict[int, tuple[str, list[str], list[str]]]:
    """Return, by objective: its title, the bank codes of its graded and of its practice exercises."""
    _, titles = chapter(name)
    return {
        number: (
            title,
            [e.bank for e in exercises() if number in e.objective and e.graded],
            [e.bank for e in exercises() if number in e.objective and not e.graded],
        )
        for number, title in titles.items()
    }


def main() -> int:
    """Print both tables; return 1 where an anchor or an objective is not covered."""
    rows = anchors()
    for row in rows:
        parts = {
            "lesson": row.lessons,
            "graded": row.graded,
            "practice": row.practice,
            "widget": row.widgets,
        }
        places = "; ".join(f"{kind} {', '.join(found)}" for kind, found in parts.items() if found)
        print(f"{row.anchor:<82} {places or 'NOT COVERED'}")
    print()
    thin = False
    for number, (title, graded, practice) in objectives().items():
        short = len(graded) < GRADED_PER_OBJECTIVE
        thin |= short
        print(f"objective {number}: {title}")
        print(f"  graded ({len(graded)}{', too few' if short else ''}): {', '.join(graded)}")
        print(f"  practice ({len(practice)}): {', '.join(practice)}")
    return int(thin or not all(row.covered for row in rows))
