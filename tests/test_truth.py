"""The wrong answers with known causes, and the figures made with them."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import numpy as np
import pytest

from autograder import chapters, function_slips, slips, source_slips, truth
from autograder.answers import evaluate
from autograder.slips import Slip, Source
from mlsys_course.diagnosis.candidates import load
from mlsys_course.exercise import Exercise


def find(name: str) -> Exercise:
    return chapters.load()[name]


def test_the_generator_shares_nothing_with_what_it_measures() -> None:
    for module in (slips, function_slips, source_slips):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        imported = {part.module or "" for part in ast.walk(tree) if isinstance(part, ast.ImportFrom)}
        imported |= {a.name for part in ast.walk(tree) if isinstance(part, ast.Import) for a in part.names}
        assert not [name for name in imported if "diagnosis" in name or ".kinds" in name]


@pytest.mark.parametrize("name", ["training_days", "users_per_arm", "kl_today", "yearly_gain", "gpu_busy"])
def test_sources_give_the_right_answers_in_all_rows(name: str) -> None:
    rows = (0, 7, 120)
    assert Source(find(name), rows).right == pytest.approx(load(find(name)).right[list(rows)], rel=1e-9)


def every(name: str) -> dict[str, list[Slip]]:
    found: dict[str, list[Slip]] = {}
    for slip in Source(find(name), (0, 7)).slips():
        found.setdefault(slip.kind, []).append(slip)
    return found


def test_slips_have_the_values_that_one_works_out_by_hand() -> None:
    found = every("training_days")
    days = 3.14e23 / (1024 * 312e12 * 0.45) / 86400
    right = Source(find("training_days"), (0,)).right[0]
    assert right == pytest.approx(days, rel=0.01)

    def has(kind: str, value: float, name: str = "") -> bool:
        return any(
            slip.values[0] == pytest.approx(value, rel=1e-6) and (not name or name in slip.names)
            for slip in found[kind]
        )

    assert has("drop-factor", right * 0.45, "efficiency")
    assert has("invert", right * 0.45**2, "efficiency")
    assert has("input-percent", right / 100, "efficiency")
    assert has("result-time", right * 24)
    assert has("result-log10", np.log10(right))
    assert has("sibling-near", right / 2)  # the sparse peak
    assert has("wrong-input", right * 0.45 / 0.6, "efficiency")


def test_a_slip_that_breaks_the_dimensions_is_handed_in_more_rarely() -> None:
    part = next(slip for slip in every("training_days")["partial"] if slip.told == "only gpus * peak")
    assert part.often == pytest.approx(slips.BROKEN)


def test_without_brackets_python_reads_another_formula() -> None:
    told = {slip.told for slip in every("training_days")["brackets"]}
    assert "(training_ops) / gpus * peak * efficiency for training_ops / (gpus * peak * efficiency)" in told


def test_two_slips_meet_only_where_both_are_common() -> None:
    found = Source(find("training_days"), (0,)).chains(random.Random(1), 20)
    assert len(found) == 20
    assert {kind for slip in found for kind in slip.kinds} <= set(slips.CHAINED)
    assert all(slip.kind == "chain" for slip in found)


def test_functions_with_a_slip_are_wrong_functions() -> None:
    found = function_slips.wrong_functions(find("kl_divergence"))
    kinds = {wrong.kind for wrong in found}
    assert {"return-in-loop", "assign-for-augment", "range-ends", "swapped-parameters", "log-base"} <= kinds
    first = next(wrong for wrong in found if wrong.kind == "return-in-loop" and "for a, b" in wrong.source)
    assert first.function([0.5, 0.5], [0.25, 0.75]) == pytest.approx(0.5 * np.log(2))


def test_an_agreement_in_one_row_alone_is_chance() -> None:
    slip = Slip(("drop-factor",), frozenset(["gpus"]), "", np.array([3.0, 4.0, 5.0]))
    assert truth.agrees(("dropped:gpus", np.array([3.0, 4.0, np.nan]), False), slip)
    assert not truth.agrees(("dropped:gpus", np.array([3.0, 4.5, 5.0]), False), slip)


def test_a_name_that_claims_something_else_is_false_although_its_values_agree() -> None:
    values = np.array([3.0, 4.0])
    slip = Slip(("drop-number",), frozenset(), "", values)
    assert not truth.agrees(("sibling:FP64_BYTES", values, False), slip)
    assert truth.agrees(("scale:2", values, False), slip)
    assert truth.agrees(("sibling:written-by-the-author", values, True), slip)


def test_alternatives_count_once_whole_and_once_half() -> None:
    tally = truth.Tally(answers=10, named=8, true=6, halves=2)
    assert tally.shares() == pytest.approx((6 / 8, 6 / 10, 5 / 8, 5 / 10))
    tally.add(truth.Tally(answers=10))
    assert tally.shares()[1] == pytest.approx(6 / 20)


def test_what_is_measured_is_the_same_in_every_run_and_differs_by_seed() -> None:
    exercise = find("training_days")
    one, again, other = (truth.measure(exercise, seeds) for seeds in ((0,), (0,), (1,)))
    assert (one.kinds, one.random, one.misses) == (again.kinds, again.random, again.misses)
    assert one.kinds != other.kinds
    assert 5 < one.total.answers <= truth.PER_SEED
    text = "\n".join(truth.lines("all of it", one))
    assert "precision" in text and "random numbers of 4 digits that get a cause" in text


def test_half_of_the_exercises_are_held_out() -> None:
    out = [exercise for exercise in chapters.load().values() if truth.held_out(exercise)]
    assert 0.4 < len(out) / len(chapters.load()) < 0.6


@pytest.mark.parametrize("name", ["training_days", "users_per_arm", "yearly_gain", "pipelined_total"])
def test_a_slip_is_written_as_a_cell_that_gives_its_value(name: str) -> None:
    exercise = find(name)
    source, scenario = Source(exercise, (7, 0)), exercise.table.row(7) if exercise.table else None
    draw, written, quantities = random.Random(1), 0, 0
    found = [*source.slips(), *source.chains(draw, 10)]
    for slip in found:
        text = source_slips.cell(source, slip, scenario, draw)
        if text is None:
            continue
        answer = evaluate(name, text, scenario)
        value = answer.to(exercise.unit or "").magnitude if hasattr(answer, "to") else answer
        assert value == pytest.approx(slip.values[0], rel=1e-9), text
        written, quantities = written + 1, quantities + ("m_as" not in text)
    assert written > 0.8 * len(found)
    assert 0 < quantities < written


def test_what_is_said_of_a_formula_must_be_what_was_done() -> None:
    def slip(*kinds: str, names: str) -> Slip:
        return Slip(kinds, frozenset(names.split()), "", np.ones(1))

    left_out = slip("drop-factor", names="efficiency")
    assert truth.says("dropped:efficiency", left_out)
    assert not truth.says("dropped:gpus", left_out)
    assert not truth.says("inverted:efficiency", left_out)
    both = slip("drop-factor", "result-time", names="efficiency")
    assert truth.says("dropped:efficiency+scale:24", both)
    assert not truth.says("dropped:efficiency+inverted:gpus", both)
    assert truth.says("used:a-for-b", slip("wrong-input", names="b"))


def test_a_source_can_only_make_the_diagnosis_better() -> None:
    found = truth.Truth()
    for name in ("training_days", "iron_law_total", "attainable_rate", "users_per_arm"):
        found.add(truth.measure(find(name), truth.TUNED))
    for count in ("one slip", "two slips"):
        alone, read = (found.sources[f"{count}, {how}"] for how in ("value alone", "with its source"))
        assert alone.answers == read.answers > 10
        assert read.true >= alone.true
        assert read.named - read.true <= max(alone.named - alone.true, 1)
