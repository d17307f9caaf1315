"""Scenario tables: declared in a chapter's ``numbers``, generated from there, never written by hand.

A declaration names the numbers of a question, the book's own values, and what may take their place::

    declare(
        "iron_law",
        title="Training a large language model on a cluster of GPUs",
        parameters={
            "training_ops": Parameter("work of the whole training run", "FLOP"),
            "gpus": Parameter("number of GPUs"),
            "peak": Parameter("peak rate of one GPU, dense FP16", "TFLOP/s"),
            "efficiency": Parameter("share of the peak that is reached"),
        },
        book=("GPT3_TRAINING_OPS", 1024, "A100_FLOPS_FP16_TENSOR", 0.45),
        vary=[
            OneOf("gpus", (256, 512, 1024, 2048, 4096)),
            Together(("peak", "tdp"), (("A100_FLOPS_FP16_TENSOR", "A100_TDP"), …)),
            …
        ],
        require=lambda efficiency, better: better > efficiency,
    )

A text is the name of a constant of `mlsys_course.constants`, so that the diagnosis knows its siblings; a
number is the magnitude in the parameter's unit; a list is a series. What `vary` does not name keeps the
book's value. Without `vary` the table is fixed: one row, the same for everybody.

`python -m autograder scenarios` draws rows in an order that depends on the declaration alone, and admits a
row only where, for every exercise that uses the table, no misconception comes within three tolerances of the
right answer. Row 0 is the book's own and holds it too: where the book's number makes a mistake give the right
answer, the declaration is refused, and another number stands for the book's. Excused are only mistakes that
change nothing there (`_excused`).

A scenario belongs to the chapter in whose folder its declaration stands. Exercises of other chapters cannot
use it: they would have a say in which rows are admitted, so that a new key in one chapter gave the students
of another new numbers. A chapter that needs the same numbers declares them under a name of its own.
"""

from __future__ import annotations

import inspect
import itertools
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder import answers
from autograder.chapters import PACKAGE, load, load_numbers
from mlsys_course import chapters, constants
from mlsys_course import scenarios as student_side
from mlsys_course.constants import registry
from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Part, Table
from mlsys_course.suggest import did_you_mean

ROWS = 240
_BATCH = 480
_MOST_DRAWN = 12_000
_MOST_LISTED = 200_000
_MOST_TRIED = 50 * _MOST_DRAWN
_WIDTH = 110


class ScenarioError(ValueError):
    """A declaration cannot become a table; the sentence says what its author must change."""


@dataclass(frozen=True)
class Parameter:
    """One number of a question.

    Parameters
    ----------
    label : str
        What it is, as a noun phrase that needs no capital ("number of GPUs").
    unit : str, optional
        Unit it is displayed in; None for a plain number.
    kind : str, optional
        ``text`` where the value is a text and not a constant's name.
    """

    label: str
    unit: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class OneOf:
    """A parameter that takes one of some values."""

    name: str
    values: Sequence[Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameter, as a tuple."""
        return (self.name,)

    @property
    def choices(self) -> list[tuple[Any, ...]]:
        """The values, each as a tuple."""
        return [(value,) for value in self.values]


@dataclass(frozen=True)
class Together:
    """Parameters that vary together, such as the figures of one device."""

    names: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]

    @property
    def choices(self) -> list[tuple[Any, ...]]:
        """The values."""
        return list(self.values)


@dataclass(frozen=True)
class Declaration:
    """A scenario as its author declares it; see `declare`."""

    name: str
    title: str
    parameters: Mapping[str, Parameter]
    book: tuple[Any, ...]
    vary: tuple[OneOf | Together, ...] = ()
    require: Callable[..., bool] | None = None
    module: str = ""
    rows: int = ROWS

    @property
    def chapter(self) -> str:
        """The chapter in whose folder it stands."""
        return chapters.of_module(self.module).name

    @property
    def fixed(self) -> bool:
        """Whether everybody gets the book's numbers."""
        return not self.vary

    def table(self, numbers: Sequence[int]) -> Table:
        """Return a table with these rows after the book's, each as its number among all combinations."""
        about = {n: {"label": p.label, "unit": p.unit, **({"kind": p.kind} if p.kind else {})}
                 for n, p in self.parameters.items()}  # fmt: skip
        vary = tuple(Part(part.names, part.choices) for part in self.vary)
        return Table(self.name, self.title, self.chapter, about, self.book, vary, tuple(numbers))


@dataclass(frozen=True)
class Report:
    """What came of one declaration.

    Parameters
    ----------
    name : str
        The scenario.
    rows : int
        Rows written, the book's included.
    drawn : int
        Rows looked at.
    near : mapping
        Misconceptions that kept rows out, and how many.
    always : tuple of str
        Misconceptions that can be told apart in no row: a tolerance is too wide, or they should be accepted.
    """

    name: str
    rows: int
    drawn: int
    near: Mapping[str, int] = field(default_factory=dict)
    always: tuple[str, ...] = ()


_declared: dict[str, Declaration] = {}


def declare(
    name: str,
    *,
    title: str,
    parameters: Mapping[str, Parameter],
    book: Sequence[Any],
    vary: Sequence[OneOf | Together] = (),
    require: Callable[..., bool] | None = None,
    rows: int = ROWS,
) -> Declaration:
    """Declare a scenario of the chapter in whose folder the calling module stands.

    Parameters
    ----------
    name : str
        Name of the scenario, as in ``scenario("iron_law")``.
    title : str
        What the question is about, in a few words.
    parameters : mapping
        The numbers, by the names that keys and learners use.
    book : sequence
        The book's value of each.
    vary : sequence of OneOf or Together
        What may take the place of the book's values; nothing: the table is fixed.
    require : callable, optional
        Takes some parameters by name (magnitudes in the displayed unit), says whether the row makes sense.
    rows : int
        How many rows to write besides the book's.

    Raises
    ------
    ScenarioError
        If names and values do not go together, or the name is taken.
    LookupError
        If the calling module stands in no chapter's folder.
    """
    module = sys._getframe(1).f_globals["__name__"]
    chapters.of_module(module)
    made = Declaration(name, title, dict(parameters), tuple(book), tuple(vary), require, module, rows)
    if len(made.book) != len(made.parameters):
        raise ScenarioError(f"{name}: {len(made.book)} book values for {len(made.parameters)} parameters.")
    varied = [one for part in made.vary for one in part.names]
    for one in varied:
        if one not in made.parameters or varied.count(one) > 1:
            raise ScenarioError(f"{name}: vary names {one!r}, which is no parameter or is named twice.")
    for part in made.vary:
        if any(len(choice) != len(part.names) for choice in part.choices):
            raise ScenarioError(f"{name}: a choice for {', '.join(part.names)} has another length.")
    _name_constants(made)
    known = _declared.get(name, made)
    if replace(known, require=None) != replace(made, require=None):  # else the module is imported again
        places = f"in {known.module} and in {module}" if known.module != module else f"in {module}"
        raise ScenarioError(f"{name} is declared twice, {places}. Names are unique over the course.")
    _declared[name] = made
    return made


def _name_constants(made: Declaration) -> None:
    """Make sure that every text is the name of a constant, where it is no text as such."""
    values = [*zip(made.parameters, made.book, strict=True)]
    values += [
        (n, v) for part in made.vary for row in part.choices for n, v in zip(part.names, row, strict=True)
    ]
    for parameter, value in values:
        if isinstance(value, str) and made.parameters[parameter].kind != "text" and value not in registry:
            raise ScenarioError(
                f"{made.name}: {parameter} takes {value!r}, which is no constant."
                f'{did_you_mean(value, registry)} Where a text is meant, say kind="text".'
            )


def declarations(chapter: str | None = None) -> dict[str, Declaration]:
    """Return the declarations of a chapter (of all chapters), by name."""
    load_numbers(chapter)
    return {name: made for name, made in _declared.items() if chapter in (None, made.chapter)}


# ---- drawing rows


def _draw(made: Declaration) -> Iterator[int]:
    """Yield the numbers of different rows in an order that depends on the declaration's name alone."""
    random_ = random.Random(f"scenario {made.name}")
    lengths = [len(part.choices) for part in made.vary]
    size = math.prod(lengths)
    if size <= _MOST_LISTED:
        order: Iterator[int] = iter(random_.sample(range(size), size))
    else:
        order = (_one_of_many(random_, lengths) for _ in range(_MOST_TRIED))
    seen = {_hashable(made.book)}
    while batch := list(itertools.islice(order, _BATCH)):
        for number, line in zip(batch, made.table(batch).rows[1:], strict=True):
            row = dict(zip(made.parameters, line, strict=True))
            if _hashable(line) not in seen and _makes_sense(made, row):
                seen.add(_hashable(line))
                yield number


def _one_of_many(random_: random.Random, lengths: Sequence[int]) -> int:
    number = 0
    for length in lengths:
        number = number * length + random_.choice(range(length))
    return number


def _hashable(line: tuple[Any, ...]) -> str:
    return json.dumps(line)


def _makes_sense(made: Declaration, row: Mapping[str, Any]) -> bool:
    if made.require is None:
        return True
    wanted = inspect.signature(made.require).parameters
    values = {}
    for name in wanted:
        value, unit = row[name], made.parameters[name].unit
        if isinstance(value, str) and made.parameters[name].kind != "text":
            value = constants.get(value).quantity.to(unit or "").magnitude
        values[name] = value
    return bool(made.require(**values))


# ---- admitting rows


@dataclass
class _Verdict:
    bad: npt.NDArray[np.bool_]
    near: Counter[str]
    book: list[str]
    always: list[str]


def _judge(exercise: Exercise, table: Table) -> _Verdict:
    """Say which rows of a table an exercise cannot be asked with, and why."""
    from mlsys_course.diagnosis.candidates import build
    from mlsys_course.diagnosis.causes import GUARD
    from mlsys_course.diagnosis.expression import Evaluator, nodes
    from mlsys_course.diagnosis.inputs import Columns

    known = build(exercise, table)
    bad = ~np.isfinite(known.right)
    near: Counter[str] = Counter()
    book, always = [], []
    for cause, hidden in zip(known.causes, known.near, strict=True):
        if not cause.guarded or not hidden.any():
            continue
        if hidden[0] and not _excused(cause.slug, table, GUARD * float(known.tolerance[0])):
            book.append(f"{exercise.name}: {cause.slug}")
        if hidden.all() and len(hidden) > 1:
            always.append(f"{exercise.name}: {cause.slug}")
            continue
        bad |= hidden
        near[f"{exercise.name}: {cause.slug}"] += int(hidden[1:].sum())
    for expected, sources in (exercise.known.wrong if exercise.known else {}).items():
        for source in sources:
            values = answers.over_all_rows(exercise, source, table)
            if values is not None:
                close = np.abs(values - known.right) <= GUARD * known.tolerance
                if close.all() and len(close) > 1:
                    always.append(f"{exercise.name}: {source!r} ({expected})")
                    continue
                if close[0]:
                    book.append(f"{exercise.name}: {source!r} ({expected})")
                bad |= close
                near[f"{exercise.name}: {source!r} ({expected})"] += int(close[1:].sum())
    if known.tree is not None:
        # A whole number must not hang on the last bit of a division.
        evaluate = Evaluator(Columns(table))
        for part in nodes(known.tree):
            if part.op in ("ceil", "floor", "round"):
                value = evaluate(part.args[0])
                if value is not None:
                    inner = value.array[:, 0]
                    step = 0.5 if part.op == "round" else 0.0
                    edge = np.abs(inner - step - np.round(inner - step)) < 1e-9 * np.maximum(np.abs(inner), 1)
                    bad |= edge & (inner != np.round(inner))
    return _Verdict(bad, near, book, always)


_ALIKE = 0.05  # constants that differ by less are the same to somebody who looks one up


def _excused(slug: str, table: Table, guard: float) -> bool:
    """Say whether a mistake changes nothing to speak of with the book's numbers, whatever they are.

    These are one of two equal numbers taken for the other (the sides of a square), one more or less where a
    unit is nothing beside the answer, a small part held against the rest instead of the whole, and a constant
    taken for one of nearly the same value.
    """
    book = dict(zip(table.parameters, table.rows[0], strict=True))
    kind, _, rest = slug.partition(":")
    if kind == "off-by-one":
        return guard >= 1
    if kind == "share-for-ratio":  # it comes near the answer only where the part is small
        return True
    if kind in ("used", "swapped"):
        return len({repr(book.get(name)) for name in rest.replace(",", "-for-").split("-for-")}) == 1
    if kind == "sibling" and rest in registry:
        other = constants.get(rest).quantity
        mine = [
            constants.get(one).quantity for one in book.values() if isinstance(one, str) and one in registry
        ]
        return any(one.is_compatible_with(other) and abs(float(other / one) - 1) < _ALIKE for one in mine)
    return False


def generate(made: Declaration, exercises: Sequence[Exercise]) -> tuple[Table, Report]:
    """Draw the rows of a scenario.

    Parameters
    ----------
    made : Declaration
        The scenario.
    exercises : sequence of Exercise
        Those that use it.

    Returns
    -------
    table, report

    Raises
    ------
    ScenarioError
        If too few rows are admissible; the sentence names the misconceptions that keep them out.
    """
    users = [number for exercise in exercises if (number := exercise.number) is not None]
    rows: list[int] = []
    near: Counter[str] = Counter()
    book: set[str] = set()
    always: set[str] | None = None
    drawn, source = 0, _draw(made)
    wanted = 0 if made.fixed else made.rows
    while True:
        batch = list(itertools.islice(source, _BATCH if wanted else 0))
        table = made.table(batch)
        bad = np.zeros(len(batch) + 1, dtype=bool)
        here: set[str] = set()
        for exercise in users:
            verdict = _judge(exercise, table)
            bad |= verdict.bad
            near.update(verdict.near)
            book.update(verdict.book)
            here.update(verdict.always)
        always = here if always is None else always & here
        rows += [row for row, is_bad in zip(batch, bad[1:], strict=True) if not is_bad]
        drawn += len(batch)
        if len(rows) >= wanted or len(batch) < _BATCH or drawn >= _MOST_DRAWN:
            break
    rows = rows[:wanted]
    least = 0 if made.fixed else 200
    if len(rows) < least:
        worst = (
            ", ".join(f"{cause} ({count})" for cause, count in near.most_common(5)) or "too few combinations"
        )
        raise ScenarioError(
            f"{made.name}: only {len(rows)} of {drawn} rows are admissible, and {least} are needed. Offer "
            f"more values, or narrow a tolerance. What kept rows out: {worst}."
        )
    if hidden := sorted(book - (always or set())):
        raise ScenarioError(
            f"{made.name}: with the book's numbers {', '.join(hidden)} cannot be told from the right answer. "
            "Take another number in their place, or a table of its own for the question."
        )
    report = Report(
        made.name,
        len(rows) + 1,
        drawn,
        dict(near.most_common(5)),
        tuple(sorted(always or ())),
    )
    return _used(made.table(rows)), report


def _used(table: Table) -> Table:
    """Return the same rows over fewer choices: those that no row takes are left out."""
    left, digits = list(table.numbers), []
    for part in reversed(table.vary):
        digits.append([number % len(part.choices) for number in left])
        left = [number // len(part.choices) for number in left]
    numbers, vary = [0] * len(left), []
    for part, taken in zip(table.vary, reversed(digits), strict=True):
        kept = {old: new for new, old in enumerate(sorted(set(taken)))}
        numbers = [number * len(kept) + kept[old] for number, old in zip(numbers, taken, strict=True)]
        vary.append(Part(part.names, [part.choices[old] for old in kept]))
    return replace(table, vary=tuple(vary), numbers=tuple(numbers))


def to_json(table: Table) -> str:
    """Return a table as JSON in the form that `mlsys_course.scenarios` describes, full lines throughout."""
    about = [f"{_json(name)}: {_json(one)}" for name, one in table.parameters.items()]
    rooms = [
        f' "title": {_json(table.title)}',
        ' "parameters": {\n' + ",\n".join(f"  {line}" for line in about) + "\n }",
        _packed(' "book": [', table.book, "]"),
    ]
    if table.vary:
        parts = []
        for part in table.vary:
            choices = [choice[0] if len(part.names) == 1 else choice for choice in part.choices]
            parts.append(_packed(f'  {{"names": {_json(part.names)}, "choices": [', choices, "]}"))
        rooms.append(' "vary": [\n' + ",\n".join(parts) + "\n ]")
        rooms.append(_packed(' "rows": [', table.numbers, "]"))
    return "{\n" + ",\n".join(rooms) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _packed(head: str, entries: Sequence[Any], tail: str) -> str:
    """Return a JSON list in one line where it fits, else in full lines below its head."""
    words = [_json(entry) + "," for entry in entries[:-1]] + [_json(entry) for entry in entries[-1:]]
    if len(line := head + " ".join(words) + tail) < _WIDTH:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    lines = [indent]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _WIDTH and lines[-1].strip():
            lines.append(indent)
        lines[-1] += f" {word}"
    return "\n".join((head, *lines, indent + tail))


def folder_of(chapter: str) -> Path:
    """Return where the tables of a chapter lie."""
    return chapters.find(chapter).folder / "numbers"


def write_all(names: Sequence[str] = (), chapter: str | None = None) -> list[Report]:
    """Write the tables of declared scenarios.

    Parameters
    ----------
    names : sequence of str
        Only these; nothing: all.
    chapter : str, optional
        Only those of this chapter.

    Returns
    -------
    list of Report

    Raises
    ------
    ScenarioError
        If nobody declares one of these names, a declaration cannot become a table, or an exercise asks for
        a scenario that its own chapter does not declare.
    LookupError
        If there is no such chapter.
    """
    exercises = load(chapter)
    declared = declarations(chapter)
    for name in names:
        if name not in declared:
            where = "Nobody" if chapter is None else f"Nobody in {chapter}"
            raise ScenarioError(f"{where} declares a scenario {name!r}.{did_you_mean(name, declared)}")
    for exercise in exercises.values():
        made = declared.get(exercise.scenario or "")
        if exercise.scenario and (made is None or made.chapter != exercise.chapter.name):
            raise ScenarioError(
                f"{exercise.name} uses scenario {exercise.scenario!r}, which nobody declares in "
                f"{PACKAGE}.{exercise.chapter.name}.numbers."
            )
    reports = []
    for name, made in sorted(declared.items()):
        if names and name not in names:
            continue
        users = [exercise for exercise in exercises.values() if exercise.scenario == name]
        table, report = generate(made, users)
        target = folder_of(made.chapter)
        target.mkdir(exist_ok=True)
        (target / f"{name}.json").write_text(to_json(table), encoding="utf-8")
        reports.append(report)
    student_side.forget()
    return reports


def prune(chapter: str | None = None) -> list[Path]:
    """Remove the tables of a chapter (of every chapter) that it does not declare; return their files.

    Raises
    ------
    ScenarioError
        If a chapter has tables and declares none: its declarations are rather not found than meant to go.
    """
    removed = []
    for one in chapters.names() if chapter is None else (chapter,):
        declared = declarations(one)
        strange = [path for path in sorted(folder_of(one).glob("*.json")) if path.stem not in declared]
        if strange and not declared:
            raise ScenarioError(
                f"{one} declares no scenario and has {len(strange)} tables. Where they are to go, remove "
                f"{folder_of(one)}; else see that its declarations stand in {PACKAGE}.{one}.numbers."
            )
        for path in strange:
            path.unlink()
        removed += strange
    student_side.forget()
    return removed


def main(names: Sequence[str] = (), chapter: str | None = None) -> int:
    """Write the tables and say what came of them: the verb ``python -m autograder scenarios``.

    Parameters
    ----------
    names : sequence of str
        Only these scenarios; nothing: all, and tables that nobody declares any more are removed.
    chapter : str, optional
        Only those of this chapter.

    Returns
    -------
    int
        0, or 1 where a table could not be written.
    """
    try:
        reports = write_all(names, chapter=chapter)
        removed = [] if names else prune(chapter)
    except (ScenarioError, LookupError) as error:
        print(error, file=sys.stderr)
        return 1
    for report in reports:
        print(f"{report.name:<28}{report.rows:>5} rows of {report.drawn} drawn")
        for cause in report.always:
            print(f"    cannot be told apart in any row, so it is not diagnosed: {cause}")
    for path in removed:
        print(f"{path.name} is removed: nobody declares it.")
    print(f"{len(reports)} scenarios.")
    return 0
