"""What of a chapter the course covers: anchor -> lessons, exercises, widgets; objective -> exercises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.marking import exercises
from mlsys_course import chapters
from mlsys_course.chapters import Chapter

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


def anchors(chapter: Chapter) -> list[Coverage]:
    """Return what covers each anchor of a chapter, in the book's order."""
    table = {name: Coverage(name, anchor.title) for name, anchor in chapter.anchors.items()}

    def enter(kind: str, where: str, mentioned: set[str]) -> None:
        for anchor in mentioned & set(table):
            places = getattr(table[anchor], kind)
            if where not in places:
                places.append(where)

    for master in sorted((TOP / "notebooks" / chapter.name).glob("*.py")):
        enter("lessons", master.stem[:2], _mentioned(master))
    for exercise in exercises(chapter.name):
        enter("graded" if exercise.graded else "practice", exercise.bank, set(exercise.anchors))
    for module in sorted((chapter.folder / "widgets").glob("[!_]*.py")):
        enter("widgets", module.stem, _mentioned(module))
    return list(table.values())


def _mentioned(path: Path) -> set[str]:
    return set(
        re.findall(r"\b(?:sec|eq|tbl|fig)-[A-Za-z0-9_-]*[A-Za-z0-9]", path.read_text(encoding="utf-8"))
    )


def objectives(chapter: Chapter) -> dict[int, tuple[str, list[str], list[str]]]:
    """Return, by objective: its title, the bank codes of its graded and of its practice exercises."""
    own = exercises(chapter.name)
    return {
        number: (
            title,
            [e.bank for e in own if number in e.objective and e.graded],
            [e.bank for e in own if number in e.objective and not e.graded],
        )
        for number, title in chapter.objectives.items()
    }


def main(chapter: str | None = None) -> int:
    """Print both tables for a chapter (for all); return 1 where an anchor or an objective is not covered."""
    wanted = chapters.load() if chapter is None else (chapters.find(chapter),)
    return max(_show(one) for one in wanted)


def _show(chapter: Chapter) -> int:
    rows = anchors(chapter)
    print(f"{chapter.name}: {chapter.title}")
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
    for number, (title, graded, practice) in objectives(chapter).items():
        short = len(graded) < GRADED_PER_OBJECTIVE
        thin |= short
        print(f"objective {number}: {title}")
        print(f"  graded ({len(graded)}{', too few' if short else ''}): {', '.join(graded)}")
        print(f"  practice ({len(practice)}): {', '.join(practice)}")
    print()
    return int(thin or not all(row.covered for row in rows))
