"""How good the diagnosis is: right answers accepted, wrong ones refused, causes named, nothing given away.

`assess` runs every exercise's answers (`autograder.answers`) through the engine, in the book's row and in
some students' rows, and adds generated ones: the right value in other units and numeric types, and
wrong dimensions, prefixes, signs, missing units and things that are no number at all.

A leak is a number in a message, other than those the learner gave or the question prints, within the
tolerance of the right answer, in the asked unit or in another one in which it would be accepted.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from autograder import truth
from autograder.answers import UNEXPLAINED, cell, evaluate, over_all_rows, uses_scenario
from autograder.chapters import load
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.expression import dimension_of
from mlsys_course.exercise import Answers, Exercise, ExerciseError
from mlsys_course.reading import Refusal
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

ROWS = (0, 1, 57, 113)
"""Rows a form that speaks of ``q`` is tried in."""

_NUMBER = re.compile(
    r"(?<![\w.^])([-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])"
    r"(?: (million|billion|trillion)| × 10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?"
)
_SCALES = {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_UNITS = (
    "second", "millisecond", "minute", "hour", "day", "week", "month", "year", "byte", "bit", "kB", "MB",
    "GB", "TB", "PB", "MiB", "GiB", "TiB", "Gbit", "FLOP", "GFLOP", "TFLOP", "PFLOP", "ZFLOP", "joule", "kWh",
    "MWh", "gram", "kilogram", "tonne", "meter", "kilometer", "USD", "watt",
)  # fmt: skip


@dataclass
class Figures:
    """What came out, over all exercises or of one.

    Parameters
    ----------
    name : str
        The exercise, or "all".
    right, right_accepted : int
        Right answers tried, and how many were accepted.
    wrong, wrong_refused : int
        Wrong answers tried, and how many were refused.
    named : int
        Refused written answers whose message names the expected cause.
    written : int
        Refused written answers.
    generated, generated_named : int
        The same for generated wrong answers.
    random, random_named : int
        Numbers drawn at random around the right answer, and how many of them got a cause (there should be
        few).
    leaks, mixups, near : int
        Messages that give the answer away; dimension errors worded as value errors or the reverse;
        misconceptions reported although within three tolerances of the right answer, and written answers
        that lie there.
    failures : list of str
        One line for each answer that went wrong.
    """

    name: str
    right: int = 0
    right_accepted: int = 0
    wrong: int = 0
    wrong_refused: int = 0
    written: int = 0
    named: int = 0
    generated: int = 0
    generated_named: int = 0
    random: int = 0
    random_named: int = 0
    leaks: int = 0
    mixups: int = 0
    near: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Add the figures of an exercise."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures += other.failures

    @property
    def share_named(self) -> float:
        """Share of refused written answers whose cause is named."""
        return self.named / self.written if self.written else 1.0

    @property
    def trouble(self) -> float:
        """How much there is to mend: mistakes first, then causes that stay unnamed."""
        wrong = self.right - self.right_accepted + self.wrong - self.wrong_refused
        return 100.0 * (wrong + self.leaks + self.mixups + self.near) + 10.0 * (1 - self.share_named)


_COUNTS = (
    "right", "right_accepted", "wrong", "wrong_refused", "written", "named", "generated", "generated_named",
    "random", "random_named", "leaks", "mixups", "near",
)  # fmt: skip


@dataclass
class Assessment:
    """Figures of all exercises.

    Parameters
    ----------
    total : Figures
        Sum over the exercises.
    exercises : list of Figures
        One for each.
    without_answers : list of str
        Exercises with too few written answers, or none.
    tuned, held_out_seeds, held_out : Truth
        Whether the named causes are the true ones: on the half of the exercises that the diagnosis is tuned
        on, with the seeds that it is tuned on; the same exercises, with other seeds; the other half of the
        exercises, with other seeds.
    """

    total: Figures
    exercises: list[Figures]
    without_answers: list[str]
    tuned: truth.Truth = field(default_factory=truth.Truth)
    held_out_seeds: truth.Truth = field(default_factory=truth.Truth)
    held_out: truth.Truth = field(default_factory=truth.Truth)


def assess(names: Sequence[str] | None = None, chapter: str | None = None) -> Assessment:
    """Run every exercise's answers through the engine.

    Parameters
    ----------
    names : sequence of str, optional
        Names or bank codes of the exercises; by default all.
    chapter : str, optional
        Only exercises of this chapter.

    Returns
    -------
    Assessment
    """
    found = Assessment(Figures("all"), [], [])
    for exercise in load(chapter).values():
        if names is not None and exercise.name not in names and exercise.bank not in names:
            continue
        known = exercise.known
        if known is None or len(known.right) < 4 or sum(map(len, known.wrong.values())) < 5:
            found.without_answers.append(exercise.name)
        with contextlib.redirect_stdout(io.StringIO()):  # answers may print
            figures = _one(exercise)
            if truth.held_out(exercise):
                found.held_out.add(truth.measure(exercise, truth.HELD_OUT))
            else:
                found.tuned.add(truth.measure(exercise, truth.TUNED))
                found.held_out_seeds.add(truth.measure(exercise, truth.HELD_OUT))
        found.exercises.append(figures)
        found.total.add(figures)
    return found


# ---- one exercise


def _one(exercise: Exercise) -> Figures:
    figures = Figures(exercise.name)
    if exercise.known is not None:
        _written(exercise, exercise.known, figures)
    number = exercise.number
    if number is not None:
        _generated(exercise, number, figures)
        _random(exercise, number, figures)
        _nearness(number, figures)
    return figures


def _around(exercise: Exercise, value: Any) -> Any:
    """Return an answer whose number is this one, and all the rest of it right."""
    return value if exercise.scalar else exercise.spec.around(value)


def _scenarios(exercise: Exercise, source: str) -> Iterator[Scenario | None]:
    table = exercise.table
    if table is None:
        yield None
        return
    rows = ROWS if uses_scenario(source) and not table.fixed else (0,)
    for row in rows:
        if row < len(table.rows):
            yield table.row(row)


def _where(scenario: Scenario | None) -> str:
    return f" (row {scenario.row})" if scenario is not None and scenario.row else ""


def _written(exercise: Exercise, known: Answers, figures: Figures) -> None:
    for source in known.right:
        for scenario in _scenarios(exercise, source):
            answer = evaluate(exercise.name, source, scenario)
            result = judge(exercise, answer, scenario)
            figures.right += 1
            figures.right_accepted += result.accepted
            if not result.accepted:
                figures.failures.append(
                    f"{exercise.name}: refused although right{_where(scenario)}: {source!r}: {result.message}"
                )
            _look_at_message(exercise, scenario, result, source, answer, figures)
    for expected, sources in known.wrong.items():
        for source in sources:
            for scenario in _scenarios(exercise, source):
                answer = evaluate(exercise.name, source, scenario)
                result = judge(exercise, answer, scenario)
                figures.wrong += 1
                figures.wrong_refused += not result.accepted
                if result.accepted:
                    figures.failures.append(
                        f"{exercise.name}: accepted although wrong{_where(scenario)}: {source!r}"
                    )
                    continue
                figures.written += 1
                causes = _causes(exercise, answer, scenario, result)
                if _names_it(expected, causes):
                    figures.named += 1
                elif expected != UNEXPLAINED or result.cause is not None:
                    figures.failures.append(
                        f"{exercise.name}: {source!r}{_where(scenario)} should be {expected}, is "
                        f"{' or '.join(map(str, causes))}: {result.message}"
                    )
                _look_at_message(exercise, scenario, result, source, answer, figures)
                _with_source(exercise, scenario, result, source, answer, figures)


def _causes(exercise: Exercise, answer: Any, scenario: Scenario | None, result: Result) -> list[str | None]:
    """Return all causes a message names; it names two where they fit equally."""
    from mlsys_course.kinds.scalar.judging import explain

    causes = [result.cause]
    if exercise.scalar and result.cause is not None:
        try:
            matches = explain(exercise, answer, scenario)
        except Refusal:
            matches = []
        if matches and matches[0].cause.slug == result.cause:
            causes += [match.cause.slug for match in matches[1:]]
    return causes


def _names_it(expected: str, causes: Sequence[str | None]) -> bool:
    wanted = expected.split("|")
    return any(cause is not None and cause in wanted for cause in causes)


# ---- generated answers


def _with_source(
    exercise: Exercise, scenario: Scenario | None, result: Result, source: str, answer: Any, figures: Figures
) -> None:
    """Judge an answer with the cell that gave it: the verdict is the same, and nothing is given away."""
    again = judge(exercise, answer, scenario, cell(exercise.name, source))
    if (again.accepted, again.score) != (result.accepted, result.score):
        figures.failures.append(f"{exercise.name}: marked otherwise with its source: {source!r}")
        figures.wrong += 1
    _look_at_message(exercise, scenario, again, source, answer, figures)


def _generated(exercise: Exercise, number: Exercise, figures: Figures) -> None:
    """Try the right value of the exercise's number in many forms, and the slips that need no author."""
    table = exercise.table
    rows = range(0, len(table.rows), 40) if table else (0,)
    for row in rows:
        scenario = table.row(row) if table else None
        right = exercise.answer(scenario)
        for form in _right_forms(number, right):
            answer = _around(exercise, form)
            result = judge(exercise, answer, scenario)
            figures.right += 1
            figures.right_accepted += result.accepted
            if not result.accepted:
                figures.failures.append(
                    f"{exercise.name}: refused although right (row {row}): {answer!r}: {result.message}"
                )
        for expected, form in _wrong_forms(number, right):
            answer = _around(exercise, form)
            result = judge(exercise, answer, scenario)
            figures.wrong += 1
            figures.wrong_refused += not result.accepted
            if result.accepted:
                figures.failures.append(f"{exercise.name}: accepted although wrong (row {row}): {answer!r}")
                continue
            figures.generated += 1
            causes = _causes(exercise, answer, scenario, result)
            if any(cause is not None and cause.startswith(expected) for cause in causes):
                figures.generated_named += 1
            _look_at_message(exercise, scenario, result, "", answer, figures)


def _random(exercise: Exercise, number: Exercise, figures: Figures) -> None:
    """Try numbers that mean nothing, to four significant figures: a cause would be a false claim."""
    from mlsys_course.diagnosis.values import round_significant
    from mlsys_course.units import registry

    if number.kind == "integer":
        return
    scenario = exercise.table.row(0) if exercise.table else None
    right = _asked(number, exercise.answer(scenario))
    draw = random.Random(exercise.name)
    for _ in range(10):
        value = float(round_significant(right * 10 ** draw.uniform(-1, 1), 4))
        answer = registry().Quantity(value, exercise.unit) if exercise.unit else value
        result = judge(exercise, _around(exercise, answer), scenario)
        if not result.accepted:
            figures.random += 1
            figures.random_named += result.cause is not None


def _asked(exercise: Exercise, right: Any) -> float:
    right = getattr(right, "quantity", right)
    if hasattr(right, "to"):
        return float(right.to(exercise.unit or "").magnitude)
    from mlsys_course.units import registry

    return float(registry().Quantity(float(right), "").to(exercise.unit or "").magnitude)


def _right_forms(exercise: Exercise, right: Any) -> Iterator[Any]:
    """Yield the right answer in other units, types and to three significant figures."""
    from mlsys_course.diagnosis.values import round_significant
    from mlsys_course.units import registry

    quantity = registry().Quantity
    value = _asked(exercise, right)
    if exercise.unit:
        one = quantity(value, exercise.unit)
        yield one
        yield one.to_base_units()
        for unit in _UNITS:
            if dimension_of(quantity(1, unit)) == dimension_of(one):
                yield one.to(unit)
        yield quantity(np.float64(value), exercise.unit)
        yield quantity(np.array(value), exercise.unit)
        yield quantity(Decimal(repr(value)), exercise.unit)
        if exercise.rtol >= 1e-3:
            yield quantity(float(round_significant(value, 3)), exercise.unit)
        if one.dimensionless:
            yield one.to("").magnitude
    elif exercise.kind == "integer":
        yield from (int(value), float(value), np.int64(int(value)), np.float64(value), np.array(int(value)))
        yield from (
            Decimal(int(value)),
            Fraction(int(value)),
            quantity(int(value), ""),
            quantity(value, "GPU"),
        )
    else:
        yield from (
            value,
            np.float64(value),
            np.array(value),
            Decimal(repr(value)),
            Fraction(value),
            quantity(value, ""),
        )
        if exercise.rtol >= 1e-3:
            yield float(round_significant(value, 3))


def _wrong_forms(exercise: Exercise, right: Any) -> Iterator[tuple[str, Any]]:
    """Yield wrong answers with the beginning of the cause that must be named."""
    from mlsys_course.units import registry

    quantity = registry().Quantity
    value = _asked(exercise, right)
    unit = exercise.unit or ""
    for other in ("GB", "day", "FLOP", "USD"):
        if dimension_of(quantity(1, other)) != dimension_of(quantity(1, unit)):
            yield "unit:", quantity(value, other)
    if unit and not quantity(1, unit).dimensionless and not exercise.bare:
        yield "unit:missing", value
    yield "scale:", quantity(value * 1000, unit) if unit else value * 1000
    yield "scale:", quantity(value * 1e6, unit) if unit else value * 1e6
    if exercise.kind != "integer":
        yield "scale:", quantity(value / 1000, unit) if unit else value / 1000
    yield "sign", quantity(-value, unit) if unit else -value
    yield "value:none", None
    yield "value:nan", float("nan")
    yield "value:infinite", float("inf")
    yield "value:text", f"{value} {unit}"
    yield "value:boolean", True
    yield "value:shape", [value, value]
    yield "value:shape", np.array([value, value])
    yield "value:function", abs
    yield "value:type", object()


# ---- looking at messages


def numbers_in(text: str) -> list[float]:
    """Return the numbers a message holds; names such as A100 or FP16 are none.

    >>> numbers_in("11,375.5 days is what comes out on the A100 (80 GB), or 1.2 million, or 3 × 10²³")
    [11375.5, 80.0, 1200000.0, 3e+23]
    """
    return [
        float(digits.replace(",", "")) * _SCALES[word] * 10.0 ** int(power.translate(_RAISED) or 0)
        for digits, word, power in _NUMBER.findall(text)
    ]


def _look_at_message(
    exercise: Exercise, scenario: Scenario | None, result: Result, source: str, answer: Any, figures: Figures
) -> None:
    number_asked = exercise.number
    if number_asked is None:
        return
    text = " ".join((result.message, *result.remarks))
    if not result.accepted:
        parts = answer if isinstance(answer, (list, tuple)) and not exercise.scalar else [answer]
        given = [*numbers_in(source), *(n for part in parts for n in _given_numbers(part))]
        printed = numbers_in(exercise.prompt) + [n for i in scenario or () for n in numbers_in(i.label)]
        printed += [n for i in scenario or () for n in _given_numbers(i.value)]
        for number in numbers_in(text):
            if any(abs(number - known) <= 2e-3 * abs(known) for known in (*given, *printed)):
                continue
            equal = _equivalents(number_asked, scenario)
            if any(abs(number - one) <= exercise.rtol * abs(one) for one in equal):
                figures.leaks += 1
                figures.failures.append(f"{exercise.name}: gives the answer away: {text}")
    wrong_dimension = _has_wrong_dimension(exercise, answer) if exercise.scalar else None
    if wrong_dimension is not None and not result.accepted:
        worded = (result.cause or "").startswith("unit:")
        if worded != wrong_dimension:
            figures.mixups += 1
            figures.failures.append(f"{exercise.name}: dimension and value mixed up: {answer!r}: {text}")


def _given_numbers(answer: Any) -> list[float]:
    answer = getattr(answer, "quantity", answer)
    magnitude = getattr(answer, "magnitude", answer)
    try:
        return [float(one) for one in np.ravel(np.asarray(magnitude, dtype=float))]
    except (TypeError, ValueError, OverflowError):
        return numbers_in(str(answer)) if isinstance(answer, str) else []


def _equivalents(exercise: Exercise, scenario: Scenario | None) -> list[float]:
    """Return the right answer's magnitude in every unit in which it would be accepted."""
    from mlsys_course.units import registry

    one = registry().Quantity(_asked(exercise, exercise.answer(scenario)), exercise.unit or "")
    units = [
        u for u in (*_UNITS, "", "percent") if dimension_of(registry().Quantity(1, u)) == dimension_of(one)
    ]
    return [float(one.magnitude), *(float(one.to(unit).magnitude) for unit in units)]


def _has_wrong_dimension(exercise: Exercise, answer: Any) -> bool | None:
    """Say whether a number has another dimension than asked for; None where the answer is no number."""
    from mlsys_course.units import registry

    answer = getattr(answer, "quantity", answer)
    asked = dimension_of(registry().Quantity(1, exercise.unit or ""))
    number = getattr(answer, "magnitude", answer)
    if isinstance(number, (bool, str, complex)) or number is None or np.ndim(number) != 0:
        return None
    try:
        if not np.isfinite(float(number)):
            return None
    except (TypeError, ValueError, OverflowError):
        return None
    if hasattr(answer, "dimensionality") and not (exercise.bare and answer.dimensionless):
        return dimension_of(answer) != asked
    return bool(asked) and not exercise.bare


# ---- nearness


def _nearness(exercise: Exercise, figures: Figures) -> None:
    """Count misconceptions and written wrong answers within three tolerances of the right answer."""
    from mlsys_course.diagnosis import candidates
    from mlsys_course.diagnosis.causes import GUARD

    known = candidates.load(exercise)
    guarded = np.array([cause.guarded for cause in known.causes], bool)
    near = known.near & guarded[:, None]
    systematic = near.all(axis=1) if known.rows > 1 else np.zeros(len(near), bool)
    for index in np.flatnonzero((near[:, 1:].any(axis=1)) & ~systematic):
        figures.near += 1
        figures.failures.append(f"{exercise.name}: {known.causes[index].slug} comes too near in some row")
    for expected, source in _wrong_sources(exercise):
        values = over_all_rows(exercise, source)
        if values is None:
            continue
        away = np.abs(values - known.right)
        close = away <= GUARD * known.tolerance
        if close.any():
            figures.near += 1
            row = int(np.flatnonzero(close)[0])
            figures.failures.append(
                f"{exercise.name}: the wrong answer {source!r} ({expected}) comes too near in row {row}"
            )


def _wrong_sources(exercise: Exercise) -> Iterator[tuple[str, str]]:
    for expected, sources in (exercise.known.wrong if exercise.known else {}).items():
        for source in sources:
            yield expected, source


# ---- the report


def report(assessment: Assessment, worst: int = 10, verbose: bool = False) -> str:
    """Return the table of figures and the worst exercises as text."""
    t = assessment.total

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f} %" if whole else "-"

    lines = [
        f"{'figure':<74}{'cases':>8}{'result':>10}",
        _line("right answers accepted", t.right, share(t.right_accepted, t.right)),
        _line("wrong answers refused", t.wrong, share(t.wrong_refused, t.wrong)),
        _line(
            "refused answers whose message names the cause, written answers",
            t.written,
            share(t.named, t.written),
        ),
        _line("the same, generated answers", t.generated, share(t.generated_named, t.generated)),
        _line(
            "random numbers that get a cause (few: it would be a false one)",
            t.random,
            share(t.random_named, t.random),
        ),
        _line("messages that give the answer away", t.right + t.wrong, str(t.leaks)),
        _line("dimension errors worded as value errors, or the reverse", t.wrong, str(t.mixups)),
        _line("misconceptions within three tolerances of the answer, all rows", t.wrong, str(t.near)),
        f"{len(assessment.exercises)} exercises; {len(assessment.without_answers)} without enough answers"
        + (f": {', '.join(assessment.without_answers[:12])}" if assessment.without_answers else ""),
        "",
        f"The worst {worst}:",
    ]
    for one in sorted(assessment.exercises, key=lambda f: -f.trouble)[:worst]:
        lines.append(
            f"  {one.name:<36} right {one.right_accepted}/{one.right}  refused "
            f"{one.wrong_refused}/{one.wrong}  named {one.named}/{one.written}  leaks {one.leaks}  mixed up "
            f"{one.mixups}  near {one.near}"
        )
    lines += ["", "Wrong answers with a known cause, in per cent:"]
    for title, part in (
        ("exercises and seeds tuned on", assessment.tuned),
        ("these exercises, seeds held out", assessment.held_out_seeds),
        ("exercises and seeds held out", assessment.held_out),
    ):
        lines += ["", *truth.lines(title, part)]
    failures = t.failures if verbose else t.failures[:40]
    if verbose:
        failures = [*failures, *assessment.tuned.misses]
    if failures:
        lines += ["", *failures]
        if not verbose and len(failures) < len(t.failures):
            lines.append(f"… and {len(t.failures) - len(failures)} more (name exercises to see theirs)")
    return "\n".join(lines)


def _line(text: str, cases: int, result: str) -> str:
    return f"{text:<74}{cases:>8}{result:>10}"


def main(names: Sequence[str] = (), chapter: str | None = None) -> int:
    """Print the figures: the verb ``python -m autograder assess [NAME ...]``; 1 where a goal is missed."""
    try:
        assessment = assess(names or None, chapter)
    except ExerciseError as error:
        print(error)
        return 1
    print(report(assessment, verbose=bool(names)))
    return 0 if meets_goals(assessment.total) else 1


def meets_goals(total: Figures) -> bool:
    """Say whether the figures reach what the course promises."""
    return (
        total.right_accepted == total.right
        and total.wrong_refused == total.wrong
        and total.share_named >= 0.95
        and total.leaks == total.mixups == total.near == 0
    )
