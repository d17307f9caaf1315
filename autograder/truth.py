"""Is the cause that the grader names the true one? Measured on wrong answers whose cause is known.

`autograder.slips` makes the answers. A named cause is true where it is the same mistake as the slip: it
gives the same value in other rows, too, and its name does not claim something else (`_CLAIMS`). Where two
slips give one value in the learner's row, both are true. An "either … or …" that holds the truth counts once
as whole and once as half.

Answers are handed in by their value alone and, with all their digits, once more with the cell that gave them
(`autograder.source_slips`). What is then found by comparing formulas is true where everything that is said of
the formula was done (`says`): that it gives the same values proves nothing there.

Half of the exercises, with half of the seeds, are for tuning; the rest is held out: nobody looks at single
answers there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder import function_slips, slips, source_slips
from autograder.answers import evaluate
from autograder.function_slips import WrongFunction
from autograder.slips import Slip, Source
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.formula import Code
from mlsys_course.exercise import Answers, Exercise
from mlsys_course.kinds.scalar.judging import Match, explain
from mlsys_course.reading import Refusal
from mlsys_course.scenarios import Scenario

TUNED, HELD_OUT = (0, 2), (1, 3)
"""Seeds."""

PER_SEED = 12
"""Answers drawn for one exercise and one seed."""

DIGITS = ((0, 0.60), (4, 0.12), (3, 0.22), (2, 0.06))
"""Significant digits of answers, 0 for all of them, with their parts."""

_CLAIMS = {
    "sibling": {"sibling-near", "sibling-far"},
    "numbers": set[str](),
    "scale": {
        "input-prefix", "input-bits", "input-time", "input-percent", "binary-prefix", "drop-number",
        "invert-number", "result-percent", "result-prefix", "result-bits", "result-time", "literal",
    },
    "rounding": {"round-middle", "round-result", "floor-division", "drop-rounding", "other-rounding"},
    "log": {"log-base", "drop-log", "result-log10", "result-ln"},
    "power": {"caret"},
    "loop": {"return-in-loop", "assign-for-augment", "range-ends"},
    "range": {"range-ends"},
    "order": {"return-order"},
    "rounded": {"round-inside", "round-middle", "floor-division"},
    "integer-division": {"floor-division"},
}  # fmt: skip
"""What the name of a cause claims beyond its values, by the slug's first word; other words claim nothing."""

CERTAIN = ("value", "unit", "function", "ignores", "part", "constant", "factor", "offset", "coefficient")
"""First words of slugs that say what is certain and name no mistake."""

_SAID_OF: Mapping[str, set[str]] = {
    "drop-factor": {"dropped", "stopped"}, "drop-number": {"dropped", "scale"},
    "drop-term": {"dropped", "stopped", "complement"}, "partial": {"dropped", "stopped"},
    "invert": {"inverted", "exponent", "dropped"}, "invert-number": {"scale", "dropped"},
    "upside-down": {"inverted", "exponent"}, "swap-difference": {"sign", "sum-for-difference"},
    "operator": {"sum-for-difference", "difference-for-sum", "more", "dropped", "sum-for-product"},
    "extremum": {
        "max-for-sum", "min-for-sum", "sum-for-max", "sum-for-min", "max-for-min", "min-for-max",
    },
    "brackets": {"inverted", "dropped", "exponent", "more"}, "complement": {"complement"},
    "squared": {"doubled", "exponent"}, "power": {"exponent", "dropped", "scale"},
    "root": {"dropped", "exponent"}, "log-base": {"log"}, "drop-log": {"dropped"},
    "input-prefix": {"scale"}, "input-bits": {"scale"},
    "input-time": {"scale"}, "input-percent": {"scale"}, "binary-prefix": {"scale"},
    "sibling-near": {"sibling"}, "sibling-far": {"sibling"},
    "wrong-input": {"used", "times", "per", "dropped", "inverted", "exponent", "doubled"},
    "distractor": {"times", "per"}, "floor-division": {"rounding"}, "caret": {"power"},
    "round-middle": {"rounding"}, "round-result": {"rounding"}, "drop-rounding": {"rounding"},
    "other-rounding": {"rounding"}, "result-percent": {"scale"}, "result-reciprocal": {"inverted"},
    "result-square": {"exponent", "doubled"}, "result-root": {"exponent"}, "result-negative": {"sign"},
    "result-complement": {"complement"}, "result-off-by-one": {"more", "dropped"},
    "result-prefix": {"scale"}, "result-bits": {"scale"}, "result-time": {"scale"},
}  # fmt: skip
"""What may be said of a formula with a slip in it, by the first word of what is said."""

PAIRS = 4
"""Pairs of slips, drawn for one exercise and one seed beside those that come by themselves."""

Named = tuple[str, "np.ndarray[Any, Any] | None", bool]
"""A named cause: slug, values in the rows looked at or None, and whether the exercise's author wrote it."""


@dataclass
class Tally:
    """How often causes are named, and how often they are true.

    Parameters
    ----------
    answers, named, true, halves : int
        Wrong answers, those with a named cause, those whose named cause is true, and how many of the true
        ones are one of two alternatives.
    """

    answers: int = 0
    named: int = 0
    true: int = 0
    halves: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally."""
        self.answers += other.answers
        self.named += other.named
        self.true += other.true
        self.halves += other.halves

    def shares(self) -> tuple[float, float, float, float]:
        """Return precision and recall with alternatives counted whole, and the same counted half."""
        half = self.true - 0.5 * self.halves
        named, answers = max(self.named, 1), max(self.answers, 1)
        return self.true / named, self.true / answers, half / named, half / answers


@dataclass
class Truth:
    """What came out over some exercises and seeds.

    Parameters
    ----------
    kinds : dict
        Tally of each kind of slip.
    sources : dict
        Tally of answers that are handed in with the cell that gave them, and of the same answers without it:
        with one slip, and with two.
    digits : dict
        Tally of answers by their digits.
    random : dict
        By digits: numbers that mean nothing, and how many of them got a cause.
    misses : list of str
        One line for each answer whose cause was not told, or told wrongly.
    """

    kinds: dict[str, Tally] = field(default_factory=dict)
    sources: dict[str, Tally] = field(default_factory=dict)
    digits: dict[int, Tally] = field(default_factory=dict)
    random: dict[int, list[int]] = field(default_factory=lambda: {4: [0, 0], 2: [0, 0]})
    misses: list[str] = field(default_factory=list)

    def add(self, other: Truth) -> None:
        """Add what came out elsewhere."""
        for kind, tally in other.kinds.items():
            self.kinds.setdefault(kind, Tally()).add(tally)
        for title, tally in other.sources.items():
            self.sources.setdefault(title, Tally()).add(tally)
        for digits, tally in other.digits.items():
            self.digits.setdefault(digits, Tally()).add(tally)
        for digits, (tried, got) in other.random.items():
            self.random[digits][0] += tried
            self.random[digits][1] += got
        self.misses += other.misses

    @property
    def total(self) -> Tally:
        """All kinds together."""
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        return total


def held_out(exercise: Exercise) -> bool:
    """Say whether an exercise is one that nothing is tuned on."""
    return hashlib.sha256(exercise.name.encode()).digest()[0] % 2 == 1


def measure(exercise: Exercise, seeds: Sequence[int]) -> Truth:
    """Hand in slips of an exercise and numbers that mean nothing.

    Parameters
    ----------
    exercise : Exercise
        One whose answer is a number or a function; others give an empty result.
    seeds : sequence of int
        Each draws a row, answers, and their digits.
    """
    found = Truth()
    if exercise.kind == "function":
        _functions(exercise, seeds, found)
    elif exercise.scalar and exercise.table is not None:
        for seed in seeds:
            draw = random.Random(f"{exercise.name} {seed}")
            rows = len(exercise.table.rows)
            row = 0 if seed < 2 else draw.randrange(rows)
            others = draw.sample(range(rows), min(rows, 5))
            source = Source(exercise, [row, *(r for r in others if r != row)])
            answers, every = slips.drawn(source, draw, PER_SEED)
            for slip in answers:
                _hand_in(source, slip, every, draw, found)
            _meaningless(source, draw, found)
            again = random.Random(f"{exercise.name} {seed} source")
            with np.errstate(all="ignore"):
                for slip in (*answers, *source.chains(again, PAIRS)):
                    _with_source(source, slip, every, again, found)
    return found


# ---------------------------------------------------------------------------------------------- numbers


def _hand_in(source: Source, slip: Slip, every: Sequence[Slip], draw: random.Random, found: Truth) -> None:
    exercise, row = source.rows.exercise, source.rows.numbers[0]
    scenario = exercise.table.row(row) if exercise.table else None
    (digits,) = draw.choices([d for d, _ in DIGITS], [w for _, w in DIGITS])
    value = float(slip.values[0])
    if digits and not (exercise.kind == "integer" and value == round(value)):
        value = float(f"{value:.{digits - 1}e}")
    else:
        digits = 0
    answer = _dressed(exercise, value)
    result = judge(exercise, answer, scenario)
    if result.accepted:
        return
    tally = Tally(answers=1)
    causes = named(exercise, answer, scenario, result.cause, source.rows.numbers)
    if causes:
        near = 0.6 * 10.0 ** (1 - digits) if digits else 1e-6
        labels = [slip, *(s for s in every if abs(s.values[0] - value) <= near * abs(value))]
        good = [any(agrees(cause, label) for label in labels) for cause in causes]
        tally.named, tally.true = 1, int(any(good))
        tally.halves = int(tally.true and len(causes) > 1)
    if not tally.true or tally.halves:
        verdict = "half" if tally.halves else "FALSE" if tally.named else "silent"
        said = " or ".join(slug for slug, _, _ in causes) or str(result.cause)
        done = f"{'+'.join(slip.kinds)}: {slip.told}"
        found.misses.append(f"{verdict:<7}{exercise.name} row {row}: {done}: {value:.6g} -> {said}")
    found.kinds.setdefault(slip.kind, Tally()).add(tally)
    found.digits.setdefault(digits, Tally()).add(tally)


def _with_source(
    source: Source, slip: Slip, every: Sequence[Slip], draw: random.Random, found: Truth
) -> None:
    """Hand in an answer in all its digits with the cell that gives it, and the same answer without."""
    exercise, row = source.rows.exercise, source.rows.numbers[0]
    scenario = exercise.table.row(row) if exercise.table else None
    text = source_slips.cell(source, slip, scenario, draw)
    if text is None:
        return
    answer = evaluate(exercise.name, text, scenario)
    count = "two slips" if len(slip.kinds) > 1 else "one slip"
    labels = [slip, *(s for s in every if np.isclose(s.values[0], slip.values[0], rtol=1e-6))]
    for title, code in (("value alone", None), ("with its source", Code(text))):
        result = judge(exercise, answer, scenario, code)
        if result.accepted:
            return
        matches = _matches(exercise, answer, scenario, result.cause, code)
        tally = Tally(answers=1)
        if matches:
            rows = list(source.rows.numbers)
            good = [
                says(match.cause.slug, slip)
                if match.compared
                else any(agrees(_as_named(match, rows), label) for label in labels)
                for match in matches
            ]
            tally.named, tally.true = 1, int(any(good))
            tally.halves = int(tally.true and len(matches) > 1)
        found.sources.setdefault(f"{count}, {title}", Tally()).add(tally)
        if code is not None and not tally.true:
            verdict, cells = "FALSE" if tally.named else "silent", text.replace("\n", "; ")
            done = f"{exercise.name} row {row}: {slip.told}"
            found.misses.append(f"with source: {verdict:<7}{done}: {cells} -> {result.cause}")


def _as_named(match: Match, rows: Sequence[int]) -> Named:
    values = None if match.values is None else match.values[list(rows)]
    return match.cause.slug, values, match.cause.by_hand


def _matches(
    exercise: Exercise, answer: Any, scenario: Scenario | None, cause: str | None, code: Code | None
) -> list[Match]:
    """Return the mistakes that a message names, with its source or without."""
    if cause is None or cause.split(":")[0] in CERTAIN:
        return []
    try:
        found = explain(exercise, answer, scenario, code)
    except Refusal:
        return []
    return found if found and found[0].cause.slug == cause else []


def says(slug: str, slip: Slip) -> bool:
    """Say whether all that is said of a formula is true of a slip: what was done, and to which inputs."""
    for one in slug.split("+"):
        word, _, names = one.partition(":")
        fits = [kind for kind in slip.kinds if word in _SAID_OF.get(kind, ())]
        if word == "coefficient":
            continue
        own = {
            name
            for name in names.replace("-for-", ",").split(":")[-1].split(",")
            if not name.replace(".", "").isdigit()
        }
        of_result = any(kind.startswith("result-") for kind in fits)
        whole = not own or own == {"coefficient"} or of_result
        if not fits or not (whole or own & slip.names or word in ("scale", "log", "rounding", "sibling")):
            return False
    return True


def _dressed(exercise: Exercise, value: float) -> Any:
    from mlsys_course.units import registry

    return registry().Quantity(value, exercise.unit) if exercise.unit else value


def named(
    exercise: Exercise, answer: Any, scenario: Scenario | None, cause: str | None, rows: Sequence[int]
) -> list[Named]:
    """Return the mistakes a message names: none, one, or two."""
    if cause is None or cause.split(":")[0] in CERTAIN:
        return []
    try:
        matches = explain(exercise, answer, scenario)
    except Refusal:
        matches = []
    if not matches or matches[0].cause.slug != cause:
        whole = cause == "rounding:none" and exercise.kind == "integer"
        return [] if whole else [(cause, None, False)]
    return [
        (match.cause.slug, None if match.values is None else match.values[list(rows)], match.cause.by_hand)
        for match in matches
    ]


def agrees(cause: Named, slip: Slip) -> bool:
    """Say whether a named cause is the same mistake as a slip."""
    slug, values, by_hand = cause
    if not by_hand:
        for one in slug.split("+"):
            claimed = _CLAIMS.get(one.split(":")[0])
            if claimed is not None and not claimed & set(slip.kinds):
                return False
    if values is None:
        return slug.split(":")[0] in ("sign",) and slip.kind == "result-negative"
    both = np.isfinite(values) & np.isfinite(slip.values)
    both[0] = True
    with np.errstate(all="ignore"):
        away = np.abs(values - slip.values)[both]
        limit = np.where(np.arange(len(values)) == 0, 0.07, 1e-6)[both] * np.abs(slip.values[both])
    return bool(np.all(away <= limit + 1e-300)) or bool(np.isnan(values[0]))


def _meaningless(source: Source, draw: random.Random, found: Truth) -> None:
    """Hand in numbers that mean nothing, log-uniform within a factor of a thousand of the answer."""
    exercise, row = source.rows.exercise, source.rows.numbers[0]
    scenario = exercise.table.row(row) if exercise.table else None
    for digits in (4, 2):
        for _ in range(10):
            value = float(f"{source.right[0] * 10 ** draw.uniform(-3, 3):.{digits - 1}e}")
            if exercise.kind == "integer":
                value = float(round(value))
                if len(f"{abs(value):.0f}") < digits:
                    continue
            answer = _dressed(exercise, value)
            result = judge(exercise, answer, scenario)
            if not result.accepted:
                found.random[digits][0] += 1
                found.random[digits][1] += bool(named(exercise, answer, scenario, result.cause, [row]))


# -------------------------------------------------------------------------------------------- functions


def _functions(exercise: Exercise, seeds: Sequence[int], found: Truth) -> None:
    every = function_slips.wrong_functions(exercise)
    weights = slips.shares([(one.kind, 1.0) for one in every])
    chosen: dict[int, WrongFunction] = {}
    for seed in seeds:
        draw = random.Random(f"{exercise.name} {seed}")
        chosen |= {id(one): one for one in draw.choices(every, weights, k=2 * PER_SEED)} if every else {}
    known = exercise.known.right if exercise.known else ()
    # Nobody writes what the author wrote: the form that a slip is in is kept from the diagnosis.
    without = {
        text: dataclasses.replace(exercise, known=Answers(tuple(one for one in known if one != text), {}))
        for text in {wrong.before for wrong in chosen.values()}
    }
    for wrong in chosen.values():
        result = judge(without[wrong.before], wrong.function, None)
        if result.accepted:
            continue
        cause, tally = result.cause, Tally(answers=1)
        # That an argument has no effect is certain; it is the mistake itself where a fixed number was used.
        certain = (
            cause is None
            or cause.split(":")[0] in CERTAIN
            and (wrong.kind != "fixed-parameter" or not cause.startswith("ignores:"))
        )
        if cause is not None and not certain:
            hand = any(cause == one.cause for one in exercise.misconceptions)
            edges = any(cause == one.cause for one in exercise.spec.edges)
            tally.named = 1
            tally.true = int(hand or edges or _function_agrees(cause, wrong))
        if not tally.true:
            verdict = "FALSE" if tally.named else "silent"
            told = wrong.source.replace("\n", "; ")
            found.misses.append(f"{verdict:<7}{exercise.name}: {wrong.kind}: {wrong.told}: {told} -> {cause}")
        found.kinds.setdefault(f"{wrong.kind} (function)", Tally()).add(tally)


def _function_agrees(cause: str, wrong: WrongFunction) -> bool:
    """Say whether a cause may be told of a function: it agrees with it wherever it was called."""
    if wrong.kind in ("return-in-loop", "assign-for-augment", "range-ends", "return-order", "caret"):
        return any(wrong.kind in kinds for word, kinds in _CLAIMS.items() if word == cause.split(":")[0])
    words = {one.split(":")[0] for one in cause.split("+")}
    return all(word not in _CLAIMS or wrong.kind in _CLAIMS[word] for word in words)


# ------------------------------------------------------------------------------------------- the report


def lines(title: str, truth: Truth, kinds: bool = True) -> Iterator[str]:
    """Yield the figures as lines of a table."""
    head = f"{'precision':>11}{'recall':>8}"
    yield f"{title:<42}{'answers':>8}{head}{'at half:':>10}{head}"

    def row(name: str, tally: Tally) -> str:
        a, b, c, d = (f"{100 * share:.1f}" for share in tally.shares())
        return f"  {name:<40}{tally.answers:>8}{a:>11}{b:>8}{'':>10}{c:>11}{d:>8}"

    yield row("all", truth.total)
    for name, tally in sorted(truth.sources.items()):
        yield row(f"computed: {name}", tally)
    for digits, tally in sorted(truth.digits.items()) if kinds else ():
        yield row(f"{digits} digits" if digits else "all digits", tally)
    for name, tally in sorted(truth.kinds.items(), key=lambda item: -item[1].answers) if kinds else ():
        yield row(name, tally)
    for digits, (tried, got) in truth.random.items():
        share = f"{100 * got / tried:.1f} %" if tried else "-"
        yield f"  random numbers of {digits} digits that get a cause: {share} of {tried}"
