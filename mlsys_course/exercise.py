"""One definition per exercise: the key, and all that follows from it."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mlsys_course import chapters, contracts, kinds
from mlsys_course.chapters import Chapter
from mlsys_course.kinds.scalar import KINDS as SCALAR_KINDS
from mlsys_course.scenarios import Scenario, Table, table
from mlsys_course.suggest import did_you_mean

BLOOM = ("Remember", "Understand", "Apply", "Analyze", "Evaluate", "Create")


class ExerciseError(ValueError):
    """An exercise is not defined as it should be; the sentence says what its author must change."""


@dataclass(frozen=True)
class Misconception:
    """A wrong way that the key's own tree cannot reach.

    Parameters
    ----------
    cause : str
        Stable slug.
    message : str
        Sentence for the learner: what was done, not what is right.
    wrong : callable
        Takes the key's parameters, returns the wrong answer (for a function: is the wrong function).
    """

    cause: str
    message: str
    wrong: Callable[..., Any]


@dataclass(frozen=True)
class Accepted:
    """A value outside or at the edge of the tolerance that counts all the same, with a remark.

    Parameters
    ----------
    cause : str
        Stable slug of the convention or rounding.
    message : str
        The remark the learner reads.
    value : callable
        Takes the key's parameters, returns the accepted answer.
    score : float
        Share of the points; below 1 only where the question says so.
    """

    cause: str
    message: str
    value: Callable[..., Any]
    score: float = 1.0


@dataclass(frozen=True)
class Answers:
    """Answers as learners type them, which the diagnosis is tested with.

    Parameters
    ----------
    right : tuple of str
        Right answers.
    wrong : mapping
        Expected cause to the wrong answers it gives.
    """

    right: tuple[str, ...]
    wrong: Mapping[str, tuple[str, ...]]


@dataclass(eq=False)
class Exercise:
    """An exercise: its key, its public facts and its known mistakes.

    Parameters
    ----------
    key : callable
        Plain formula over named parameters, which are the scenario's inputs: operators and numpy
        functions only, so that quantities and tracing symbols both pass through it.
    name, bank : str
        The answer's name in the notebook; its code in the bank of exercises.
    kind : str
        The kind of answer: one of those that `mlsys_course.kinds` has a folder for.
    unit : str or None
        Unit asked for.
    rtol, atol : float
        Relative and absolute tolerance (`atol` in `unit`).
    points : float
        Points of a graded exercise.
    scenario : str or None
        Name of the table the parameters come from.
    objective : tuple of int
        Learning objectives of its chapter, by number.
    bloom : str
        Level of Bloom's revised taxonomy.
    anchors : tuple of str
        Anchors of its chapter that the exercise is about.
    title, prompt : str
        Short title; the question in full (of a practice exercise: a graded one is asked in its notebook).
    spec : object or None
        What the kind needs beyond this (see `mlsys_course.kinds`).
    bare : bool
        Whether a plain number is read as being in `unit`.
    unit_credit : float
        Share of the points for the right number with a wrong unit or none; the question must say so.
    known : Answers or None
        Right and wrong answers.
    """

    key: Callable[..., Any]
    name: str
    bank: str
    kind: str
    unit: str | None
    rtol: float
    atol: float
    points: float
    scenario: str | None
    objective: tuple[int, ...]
    bloom: str
    anchors: tuple[str, ...]
    title: str
    prompt: str
    spec: Any
    bare: bool
    misconceptions: list[Misconception] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    neighbours: tuple[str, ...] = ()
    unit_credit: float = 0.0
    known: Answers | None = None

    @property
    def graded(self) -> bool:
        """Whether the key is the staff's; practice keys ship with the student package."""
        return self.key.__module__.startswith("autograder.")

    @property
    def scalar(self) -> bool:
        """Whether the answer is one number, with a unit or without."""
        return self.kind in SCALAR_KINDS

    @property
    def number(self) -> Exercise | None:
        """The part of the answer that is one number, as an exercise of its own; None where there is none.

        A spec whose answers hold a number has a method ``number``, which returns that exercise, and
        ``around``, which returns the answer that is right but for this number.
        """
        if self.scalar:
            return self
        part = getattr(self.spec, "number", None)
        found: Exercise | None = part(self) if part is not None else None
        return found

    @property
    def chapter(self) -> Chapter:
        """The chapter in whose folder the key stands."""
        return chapters.of_module(self.key.__module__)

    @property
    def section(self) -> str:
        """The section of the chapter: the folder that the key stands in."""
        return self.key.__module__.split(".")[4]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the key's parameters, which are inputs of the scenario."""
        return () if self.kind == "function" else tuple(inspect.signature(self.key).parameters)

    @property
    def table(self) -> Table | None:
        """The scenario's table, or None where the question has no numbers."""
        return table(self.scenario) if self.scenario else None

    def inputs(self, scenario: Scenario | None) -> dict[str, Any]:
        """Return the key's arguments out of a scenario.

        Raises
        ------
        ExerciseError
            If a parameter is no input of the scenario.
        """
        if not self.parameters:
            return {}
        if scenario is None:
            raise ExerciseError(f"{self.name}: its key has parameters, so it needs a scenario.")
        for name in self.parameters:
            if name not in scenario.inputs:
                raise ExerciseError(
                    f"{self.name}: its key asks for {name!r}, which scenario {scenario.name!r} does not have."
                    f"{did_you_mean(name, scenario.inputs)}"
                )
        return {name: scenario.inputs[name].value for name in self.parameters}

    def answer(self, scenario: Scenario | None = None) -> Any:
        """Return the right answer for a scenario (default: the book's numbers)."""
        if self.kind == "function":
            return self.key
        if scenario is None and self.table is not None:
            scenario = self.table.row(0)
        return self.key(**self.inputs(scenario))

    def misconception(self, cause: str, message: str, wrong: Callable[..., Any]) -> None:
        """Add a hand-written wrong way (see `Misconception`)."""
        self.misconceptions.append(Misconception(cause, message, wrong))

    def accept(self, cause: str, message: str, value: Callable[..., Any], score: float = 1.0) -> None:
        """Add a convention or rounding that counts, with a remark (see `Accepted`)."""
        self.accepted.append(Accepted(cause, message, value, score))

    def answers(self, *, right: Sequence[str], wrong: Mapping[str, Sequence[str]]) -> None:
        """Say which answers are right, and which are wrong for which cause.

        Parameters
        ----------
        right : sequence of str
            Right answers, as they stand in the learner's cell (see `autograder.answers`).
        wrong : mapping
            Expected cause to the wrong answers it gives. Two causes that fit equally are written
            ``"dropped:tokens|scale:1000"``.

        Raises
        ------
        ExerciseError
            If an answer is not Python.
        """
        known = Answers(tuple(right), {cause: tuple(texts) for cause, texts in wrong.items()})
        for text in (*known.right, *(one for texts in known.wrong.values() for one in texts)):
            try:
                ast.parse(text)
            except SyntaxError as error:
                raise ExerciseError(f"{self.name}: {text!r} is not Python: {error.msg}.") from None
        self.known = known


_registry: dict[str, Exercise] = {}


def exercise(
    name: str,
    *,
    bank: str,
    unit: str | None = None,
    kind: str | None = None,
    spec: Any = None,
    rtol: float = 0.01,
    atol: float = 0.0,
    points: float = 1.0,
    scenario: str | None = None,
    objective: int | Iterable[int] = (),
    bloom: str = "Apply",
    anchors: str | Iterable[str] = (),
    title: str = "",
    prompt: str = "",
    bare: bool = False,
    neighbours: Iterable[str] = (),
    unit_credit: float = 0.0,
) -> Callable[[Callable[..., Any]], Exercise]:
    """Define an exercise; decorates its key.

    Parameters
    ----------
    name, bank, unit, rtol, atol, points, scenario, bloom, title, prompt, bare, unit_credit
        See `Exercise`.
    kind : str, optional
        Default: what `spec` says, else ``quantity`` with a unit and ``number`` without.
    spec : object, optional
        What a kind other than the three scalar ones needs (see `mlsys_course.kinds`).
    objective, anchors
        One, or several.
    neighbours : iterable of str
        Exercises whose answer is easily given for this one.

    Returns
    -------
    callable
        Turns the key into an `Exercise` and registers it.

    Raises
    ------
    ExerciseError
        If the name or code is taken, or a setting is not one of those above.
    """
    objectives = (objective,) if isinstance(objective, int) else tuple(objective)
    anchor_list = (anchors,) if isinstance(anchors, str) else tuple(anchors)
    chosen = kind or (spec.kind if spec is not None else "quantity" if unit else "number")
    if chosen not in kinds.folders():
        raise ExerciseError(
            f"{name}: there is no kind of answer {chosen!r}.{did_you_mean(chosen, kinds.folders())}"
        )
    if not name.isidentifier():
        raise ExerciseError(f"{name!r} is no name for an answer: it must be a Python name.")
    if bloom not in BLOOM:
        raise ExerciseError(f"{name}: bloom is one of {', '.join(BLOOM)}, not {bloom!r}.")

    def define(key: Callable[..., Any]) -> Exercise:
        _belongs(chapters.of_module(key.__module__), name, bank, objectives)
        _stands_in_its_file(key.__module__, name)
        taken = _registry.get(name) or next((e for e in _registry.values() if e.bank == bank), None)
        if taken is not None and taken.key.__qualname__ + taken.key.__module__ != (
            key.__qualname__ + key.__module__
        ):
            raise ExerciseError(
                f"{name} ({bank}) is taken: {taken.name} ({taken.bank}) in {taken.key.__module__}. "
                "Names and codes are unique over the course."
            )
        made = Exercise(
            key, name, bank, chosen, unit, rtol, atol, points, scenario, objectives, bloom,
            anchor_list, title or name.replace("_", " "), prompt, spec, bare, neighbours=tuple(neighbours),
            unit_credit=unit_credit,
        )  # fmt: skip
        _registry[name] = made
        return made

    return define


def _belongs(chapter: Chapter, name: str, bank: str, objectives: tuple[int, ...]) -> None:
    """Refuse a code or an objective that the exercise's chapter does not have."""
    try:
        chapter.place(bank)
    except chapters.ChapterError as error:
        raise ExerciseError(f"{name}: {error}") from None
    strange = [number for number in objectives if number not in chapter.objectives]
    if strange:
        raise ExerciseError(
            f"{name}: {chapter.name} has the objectives 1 to {len(chapter.objectives)}, not "
            f"{', '.join(map(str, strange))}."
        )


def _stands_in_its_file(module: str, name: str) -> None:
    """Refuse an exercise of a chapter that is not in ``exercises/<section>/<name>.py`` or ``practice/…``."""
    room, place = module.split(".")[3:4], module.split(".")[4:]
    if room in (["exercises"], ["practice"]) and (len(place) != 2 or place[1] != name):
        raise ExerciseError(
            f"{name} stands in {module}. It must stand in a file of its own name: "
            f"{room[0]}/<section>/{name}.py."
        )


def registered() -> dict[str, Exercise]:
    """Return all exercises defined so far, by name."""
    return dict(_registry)


def load_section(chapter: Chapter, section: str) -> list[Exercise]:
    """Return the practice exercises of a section, in the order of their codes."""
    load_practice(chapter)
    # By the name of the module: asking every exercise for its chapter would look into every chapter's folder.
    room = f"{chapters.PACKAGE}.{chapter.name}.practice.{section}."
    found = [e for e in _registry.values() if e.key.__module__.startswith(room)]
    return sorted(found, key=lambda exercise: chapter.place(exercise.bank))


@functools.cache
def load_practice(chapter: Chapter) -> None:
    """Import the practice exercises of a chapter, which registers them."""
    load_room(f"{chapters.PACKAGE}.{chapter.name}.practice", chapter.folder / "practice")


def load_room(package: str, folder: Path, containing: str = "") -> None:
    """Import the exercises of a chapter's folder, or those whose file contains a text."""
    for path in sorted(folder.glob("*/[!_]*.py")):
        if not containing or containing in path.read_text(encoding="utf-8"):
            importlib.import_module(f"{package}.{path.parent.name}.{path.stem}")


def load_one(name: str, rooms: Mapping[str, Path]) -> None:
    """Import an exercise, and those that are asked with the same numbers: one is easily answered for another.

    Parameters
    ----------
    name : str
        The exercise's name, and that of its file.
    rooms : mapping
        Package to folder, of the chapter's practice and, on the staff's side, of its graded exercises.
    """
    for package, folder in rooms.items():
        for path in folder.glob(f"*/{name}.py"):
            importlib.import_module(f"{package}.{path.parent.name}.{name}")
    scenario = _registry[name].scenario if name in _registry else None
    for package, folder in rooms.items() if scenario else ():
        load_room(package, folder, containing=f'scenario="{scenario}"')


def owners() -> dict[str, str]:
    """Return the chapter of every exercise by name, without importing one: contracts and names of files tell.

    Raises
    ------
    ChapterError
        If two chapters have one of the same name.
    """
    files = chapters.gather("practice", lambda room: {path.stem: path for path in room.glob("*/[!_]*.py")})
    found = {name: chapter for name, (chapter, _) in files.items()}
    for name, chapter in contracts.owners().items():
        if found.setdefault(name, chapter) != chapter:
            raise chapters.ChapterError(f"{name!r} is an exercise of {found[name]} and of {chapter}.")
    return found


def owner(name_or_bank: str) -> Chapter | None:
    """Return the chapter that has an exercise, or None where there is none; no chapter is imported for it."""
    if chapter := chapters.of_code(name_or_bank):
        return chapter
    name = owners().get(name_or_bank)
    return chapters.find(name) if name else None


def find(name_or_bank: str) -> Exercise:
    """Return an exercise by its name or its bank code.

    Practice exercises are looked for in the chapter that has them, and no more of it is loaded than it takes;
    graded ones are known once the staff package has loaded them.

    Raises
    ------
    LookupError
        If there is none; the sentence names the closest one.
    """
    known = _known()
    if name_or_bank not in known and (chapter := owner(name_or_bank)):
        if name_or_bank.isidentifier():
            load_one(
                name_or_bank, {f"{chapters.PACKAGE}.{chapter.name}.practice": chapter.folder / "practice"}
            )
        else:
            load_practice(chapter)
        known = _known()
    if name_or_bank in known:
        return known[name_or_bank]
    raise LookupError(
        f"There is no exercise {name_or_bank!r}.{did_you_mean(str(name_or_bank), [*known, *owners()])}"
    )


def _known() -> dict[str, Exercise]:
    return {**{e.bank: e for e in _registry.values()}, **_registry}
