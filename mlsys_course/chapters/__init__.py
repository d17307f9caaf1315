"""The chapters: one folder each, found by looking.

A chapter is a folder with a ``chapter.toml``. What else may stand in it, each only where the chapter has it:

==================  ==========================================================================================
``contract.json``   what is public about its graded answers; the build writes it
``notebooks.json``  what each notebook of its exercises asks, for `check_all`; the build writes it
``numbers/``        tables of scenarios; ``make scenarios`` writes them
``glossary.toml``   its words, for `define`
``practice/``       practice exercises: a folder for each section, a module for each exercise
``predictions/``    questions to predict: a module for each section
``widgets/``        explorers: the module ``amdahl`` holds ``explore_amdahl``
``tables/``         its data, for `mlsys_course.data`: ``tables.toml``, CSV files, a function for each table
``book.toml``       what its own cells need and print, for `mlsys_course.book`
``errata.py``       where the book contradicts itself, for `mlsys_course.data.errata`
anything else       a public module, such as ``eras``: importable from the top of the package
==================  ==========================================================================================

Adding a chapter is adding a folder. Two chapters that export one name stop the build.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from mlsys_course.suggest import did_you_mean

__all__ = ["Anchor", "Chapter", "ChapterError", "Edition", "current", "exports", "find", "load", "of_code"]

FOLDER = Path(__file__).parent
PACKAGE = __name__
_ROOMS = {"errata", "practice", "predictions", "tables", "widgets"}


class ChapterError(ValueError):
    """A chapter's folder does not hold what it must; the sentence says what its author must change."""


@dataclass(frozen=True)
class Edition:
    """The text of the book that a chapter of the course is about.

    Parameters
    ----------
    repository, path, commit, date : str
        Where this text stands, and of which day it is.
    web : str
        Address of the chapter on the web, for links; empty where it has none. It may show a later edition.
    """

    repository: str
    path: str
    commit: str
    date: str
    web: str = ""


@dataclass(frozen=True)
class Anchor:
    """A place of the chapter: a section, equation, table or figure.

    Parameters
    ----------
    name : str
        The book's own label.
    title : str
        What it names.
    number : str
        Its number in the book, such as ``1.2`` or ``Table 1.3``; empty where it has none.
    """

    name: str
    title: str
    number: str = ""

    @property
    def place(self) -> str:
        """What a reader calls it.

        >>> Anchor("sec-x", "AI Moment", "Section 1.1").place
        'Section 1.1'
        >>> Anchor("eq-x", "The degradation equation").place
        'The degradation equation'
        """
        return self.number or self.title


@dataclass(frozen=True)
class Chapter:
    """The public facts of a chapter, out of its ``chapter.toml``.

    Parameters
    ----------
    name : str
        Its folder, which is nbgrader's assignment.
    title : str
        The book's title of it.
    letter : str
        What its bank codes begin with.
    objectives : mapping of int to str
        The book's learning objectives, in short.
    anchors : mapping of str to Anchor
        The book's anchors, in the book's order.
    edition : Edition
        The text it is about.
    folder : Path
        Where its rooms are.
    footnotes : mapping of str to str
        The book's footnotes that the course cites, each with the anchor of the section it stands in.
    """

    name: str
    title: str
    letter: str
    objectives: Mapping[int, str] = field(compare=False)
    anchors: Mapping[str, Anchor] = field(compare=False)
    edition: Edition
    folder: Path
    footnotes: Mapping[str, str] = field(default_factory=dict, compare=False)

    def reference(self, name: str) -> tuple[str, str]:
        """Return what a reader calls a place of the book, and where it is on the web.

        Parameters
        ----------
        name : str
            An anchor or a footnote.

        Returns
        -------
        tuple of str
            The place and its address, which is empty where the chapter is not on the web.

        Raises
        ------
        LookupError
            If the chapter has no such place; the sentence names the closest one.

        Examples
        --------
        >>> load()[0].reference("eq-verification-gap")
        ('Equation 1.1', 'https://mlsysbook.ai/vol1/introduction/introduction.html#eq-verification-gap')
        >>> load()[0].reference("fn-early")[0]
        'a footnote of Section 1.3'
        """
        anchor = self.anchors.get(self.footnotes.get(name, name))
        if anchor is None:
            known = [*self.anchors, *self.footnotes]
            raise LookupError(f"{self.name} has no place {name!r}.{did_you_mean(name, known)}")
        place = f"a footnote of {anchor.place}" if name in self.footnotes else anchor.place
        return place, f"{self.edition.web}#{anchor.name}" if self.edition.web else ""

    def named(self, text: str) -> str:
        """Return a text with the book's places by the names that readers know.

        >>> load()[0].named("as drawn in fig-ai-timeline, and in another fig-of-another-chapter")
        'as drawn in Figure 1.1, and in another fig-of-another-chapter'
        """
        known = sorted([*self.anchors, *self.footnotes], key=len, reverse=True)
        places = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, known))})(?![\w-])")
        return places.sub(lambda found: self.reference(found[0])[0], text) if known else text

    def module(self, *path: str) -> ModuleType:
        """Import a module of the chapter."""
        return importlib.import_module(".".join((PACKAGE, self.name, *path)))

    def place(self, code: str) -> tuple[int, ...]:
        """Return what sorts a bank code of this chapter as people count: 6.2 before 6.10.

        Raises
        ------
        ChapterError
            If it is no code of this chapter.
        """
        rest = code.removeprefix(self.prefix)
        if rest == code or not re.fullmatch(r"\d+(\.\d+)*", rest):
            raise ChapterError(
                f"{code!r} is no bank code of {self.name}: write {self.letter} and numbers, such as "
                f"{self.example}."
            )
        return tuple(int(part) for part in rest.split("."))

    @property
    def prefix(self) -> str:
        """What a bank code begins with: the letter, with a point where it ends in a digit."""
        return f"{self.letter}." if self.letter[-1].isdigit() else self.letter

    @property
    def example(self) -> str:
        """A bank code as this chapter writes them."""
        return f"{self.prefix}1.1"

    @functools.cached_property
    def sections(self) -> tuple[str, ...]:
        """The sections that have practice exercises."""
        return tuple(sorted({path.parent.name for path in self.folder.glob("practice/*/[!_]*.py")}))


def names() -> tuple[str, ...]:
    """Return the chapters' folders, in the book's order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/chapter.toml")))


def load() -> tuple[Chapter, ...]:
    """Return all chapters.

    Raises
    ------
    ChapterError
        If a ``chapter.toml`` is not as it should be, or two chapters begin their codes alike.
    """
    return _load(names())


@functools.cache
def _load(folders: tuple[str, ...]) -> tuple[Chapter, ...]:
    found = tuple(_read(FOLDER / name) for name in folders)
    for one, other in itertools.combinations(sorted(found, key=lambda chapter: chapter.letter), 2):
        # The codes of "C" and of "C08" cannot be told apart; those of "C1" and of "C10" can, by the point.
        if one.letter == other.letter or (other.letter.startswith(one.letter) and one.prefix == one.letter):
            raise ChapterError(
                f"{one.name} begins its codes with {one.letter!r} and {other.name} with {other.letter!r}: "
                "nobody could tell whose a code is. Give one another letter."
            )
    return found


def _read(folder: Path) -> Chapter:
    where = f"{folder.name}/chapter.toml"
    try:
        raw = tomllib.loads((folder / "chapter.toml").read_text(encoding="utf-8"))
        objectives = {int(number): str(text) for number, text in raw["objectives"].items()}
        anchors = {
            name: Anchor(name, entry) if isinstance(entry, str) else Anchor(name, *entry)
            for name, entry in raw["anchors"].items()
        }
        footnotes = dict(raw.get("footnotes", {}))
        chapter = Chapter(
            folder.name, raw["title"], raw["letter"], objectives, anchors, Edition(**raw["edition"]), folder,
            footnotes,
        )  # fmt: skip
    except tomllib.TOMLDecodeError as error:
        raise ChapterError(f"{where} is no TOML: {error}.") from error
    except KeyError as error:
        raise ChapterError(f"{where} lacks {error}.") from error
    except (TypeError, ValueError) as error:
        raise ChapterError(f"{where} is not as a chapter.toml is written: {error}") from error
    if not re.fullmatch(r"[A-Z]\d*", chapter.letter):
        raise ChapterError(f"{where}: letter is a capital, or one with a number, not {chapter.letter!r}.")
    if lost := sorted(set(footnotes.values()) - set(anchors)):
        raise ChapterError(f"{where}: a footnote stands in {lost[0]!r}, which is none of the anchors.")
    if sorted(objectives) != list(range(1, len(objectives) + 1)):
        raise ChapterError(f"{where}: objectives are numbered 1, 2, 3 …, not {', '.join(raw['objectives'])}.")
    return chapter


def find(name: str) -> Chapter:
    """Return a chapter by the name of its folder.

    Raises
    ------
    LookupError
        If there is none; the sentence names the closest one.

    Examples
    --------
    >>> find("ch00")
    Traceback (most recent call last):
    ...
    LookupError: There is no chapter 'ch00'. ...
    """
    for chapter in load():
        if chapter.name == name:
            return chapter
    raise LookupError(
        f"There is no chapter {name!r}.{did_you_mean(str(name), names())} There are: {', '.join(names())}."
    )


def of_code(code: str) -> Chapter | None:
    """Return the chapter that a bank code belongs to, or None where it has the form of no chapter's."""
    for chapter in load():
        try:
            chapter.place(code)
        except ChapterError:
            continue
        return chapter
    return None


def of_module(module: str) -> Chapter:
    """Return the chapter that a module stands in, on either side of the trust line.

    Raises
    ------
    LookupError
        If it stands in none.
    """
    parts = module.split(".")
    if len(parts) > 2 and parts[1] == "chapters":
        return find(parts[2])
    raise LookupError(f"The module {module} is in no chapter's folder.")


def current() -> Chapter | None:
    """Return the chapter whose notebook is being worked in: the working folder bears its name."""
    here = Path.cwd().name
    return next((chapter for chapter in load() if chapter.name == here), None)


# ---- what chapters put into the package's own name space


def exports() -> dict[str, str]:
    """Return what chapters export: the name a learner types, and the module that has it.

    Returns
    -------
    dict of str to str
        ``explore_<name>`` for each explorer, and each public module.

    Raises
    ------
    ChapterError
        If two chapters export one name.
    """
    return dict(_exports(names()))


@functools.cache
def _exports(folders: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in folders:
        package = f"{PACKAGE}.{folder}"
        here = {f"explore_{m}": f"{package}.widgets.{m}" for m in _modules(FOLDER / folder / "widgets")}
        here |= {m: f"{package}.{m}" for m in _modules(FOLDER / folder) if m not in _ROOMS}
        for name, module in here.items():
            if name in found:
                raise ChapterError(f"{name} is exported twice: by {found[name]} and by {module}.")
            found[name] = module
    return found


def _modules(folder: Path) -> Iterator[str]:
    """Yield the public modules and packages of a folder."""
    for path in sorted(folder.glob("[!_.]*")):
        if path.suffix == ".py" or (path / "__init__.py").is_file():
            yield path.stem


def export(name: str) -> Any:
    """Return what a chapter exports under a name: an explorer's function, or a module.

    Raises
    ------
    LookupError
        If no chapter exports it.
    """
    everything = exports()
    if name not in everything:
        raise LookupError(f"No chapter exports {name!r}.{did_you_mean(name, everything)}")
    module = importlib.import_module(everything[name])
    return getattr(module, name) if name.startswith("explore_") else module


def module_of(name: str) -> str | None:
    """Return the full name of an exported module, given its name below the package, or None.

    >>> module_of("widgets.amdahl") == exports()["explore_amdahl"]
    True
    """
    head, _, rest = name.partition(".")
    if head == "widgets":
        return exports().get(f"explore_{rest}")
    real = exports().get(head)
    return f"{real}.{rest}" if real and rest else real


def gather(room: str, read: Callable[[Path], Mapping[str, Any]]) -> dict[str, tuple[str, Any]]:
    """Return what all chapters put into a room, by key: the chapter's name, and what it holds.

    Parameters
    ----------
    room : str
        A file of a chapter's folder; chapters without it are passed over.
    read : callable
        Takes the file's path, returns what it holds by key.

    Raises
    ------
    ChapterError
        If two chapters use one key.
    """
    found: dict[str, tuple[str, Any]] = {}
    for chapter in names():
        path = FOLDER / chapter / room
        for key, value in read(path).items() if path.exists() else ():
            if key in found:
                raise ChapterError(f"{key!r} stands twice: in {found[key][0]}/{room} and {chapter}/{room}.")
            found[key] = (chapter, value)
    return found
