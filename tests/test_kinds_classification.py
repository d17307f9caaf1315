"""Classifications and claims: any way to write them, a way of thinking named, no item given away."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import chapters, grade_answer
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise, ExerciseError, find
from mlsys_course.kinds import Claims, Classification
from mlsys_course.kinds.classification.judging import explain
from mlsys_course.reading import check_contract
from mlsys_course.reading._words import Vocabulary
from mlsys_course.result import Result
from mlsys_course.units import Q_


def make(key: Callable[[], dict[str, Any]], spec: Any) -> Exercise:
    """An exercise outside the registry, so that no name of the course is taken."""
    return Exercise(
        key, "c", "I0.0", spec.kind, None, 0.01, 0.0, 1.0, None, (1,), "Analyze", (), "", "", spec, False
    )


def ask(exercise: Exercise, answer: Any) -> Result:
    return judge(exercise, answer, None)


SYMPTOMS = {
    "label noise rises after vendor change": "Data",
    "matrix products fall back to one CPU core": "Machine",
    "capacity exhausted": "Algorithm",
    "larger model no longer fits in GPU memory": "Machine",
    "users adopt new slang": "Data",
    "vanishing gradients in 60 layers": "Algorithm",
    "one class has 50 examples, another 50,000": "Data",
}


def dam(partial: bool = False) -> Exercise:
    exercise = make(
        lambda: SYMPTOMS,
        Classification(
            list(SYMPTOMS), ["Data", "Algorithm", "Machine"], "Ask what you would change.", partial
        ),
    )
    exercise.misconception(
        "data-faults-on-the-model",
        "Faults of the data are blamed on the model.",
        lambda: {"label noise rises after vendor change": "Algorithm", "users adopt new slang": "Algorithm"},
    )
    return exercise


class Axis(enum.Enum):
    DATA = "D"
    ALGORITHM = "A"
    MACHINE = "M"


ITEMS = list(SYMPTOMS)


@pytest.mark.parametrize(
    "answer",
    [
        SYMPTOMS,
        {item: axis.upper() for item, axis in SYMPTOMS.items()},
        {item: axis[0] for item, axis in SYMPTOMS.items()},
        {item: Axis[axis.upper()] for item, axis in SYMPTOMS.items()},
        {item: [axis] for item, axis in SYMPTOMS.items()},
        {item: f"the {axis}-axis" for item, axis in SYMPTOMS.items()},
        {item.upper().replace(" ", "_"): axis for item, axis in SYMPTOMS.items()},
        {item.replace("-", "–") + ".": f" {axis} " for item, axis in SYMPTOMS.items()},
        pd.Series(SYMPTOMS),
        pd.Series(SYMPTOMS, dtype="category"),
        pd.DataFrame({"symptom": ITEMS, "axis": list(SYMPTOMS.values())}).sample(frac=1, random_state=1),
        pd.DataFrame({"axis": SYMPTOMS}),
        list(SYMPTOMS.items()),
        [{"symptom": item, "axis": axis} for item, axis in SYMPTOMS.items()],
        [[item, axis] for item, axis in SYMPTOMS.items()],
        np.array(list(SYMPTOMS.items())),
        list(SYMPTOMS.values()),
        {axis: [i for i in ITEMS if SYMPTOMS[i] == axis] for axis in ("Data", "Algorithm", "Machine")},
        {**SYMPTOMS, "and one more": "Data"},
    ],
)
def test_any_form_is_read(answer: Any) -> None:
    result = ask(dam(), answer)
    assert result.accepted and result.score == 1.0, result


def test_members_of_enumerations_in_another_process() -> None:
    class Member:
        def __init__(self, name: str) -> None:
            self.class_name, self.name, self.value = "Axis", name, 1

    assert ask(dam(), {item: Member(axis.upper()) for item, axis in SYMPTOMS.items()}).accepted


def but(**changes: str) -> dict[str, str]:
    letters = dict(zip("abcdefg", ITEMS, strict=True))
    return {**SYMPTOMS, **{letters[letter]: axis for letter, axis in changes.items()}}


SWAP = {"Data": "Machine", "Machine": "Data"}


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (dict.fromkeys(ITEMS, "Machine"), "all-one-class"),
        (but(a="Algorithm", e="Algorithm"), "data-faults-on-the-model"),
        (but(e="Algorithm"), "data-faults-on-the-model"),
        ({i: SWAP.get(a, a) for i, a in SYMPTOMS.items()}, "swapped:Data-Machine"),
        (but(b="Data", c="Data"), "over:Data"),
        (but(b="Data"), "over:Data"),
        (but(b="Algorithm", d="Data"), "under:Machine"),
        (but(b="Data", c="Machine"), None),
        ({i: a for i, a in SYMPTOMS.items() if i != ITEMS[2]}, "item:missing"),
        ({i.replace("slang", "slanng"): a for i, a in SYMPTOMS.items() if i != "?"}, "item:unknown"),
        (but(a="Dat a?", b="Hardware"), "class:unknown"),
        (but(a="data or algorithm"), "class:ambiguous"),
        (but(a=float("nan")), "class:unknown"),  # type: ignore[arg-type]
        (but(a=None), "item:open"),  # type: ignore[arg-type]
        ({**SYMPTOMS, ITEMS[0]: ...}, "item:open"),
        (dict.fromkeys(ITEMS, ...), "not-attempted"),
        (..., "not-attempted"),
        (None, "none"),
        ({}, "item:missing"),
        ([], "empty"),
        (7, "type:number"),
        (float("nan"), "type:number"),
        ("Data", "type:text"),
        (lambda: SYMPTOMS, "type:function"),
        (["Data", "Machine"], "shape"),
        (pd.DataFrame(np.zeros((2, 4))), "shape"),
        ({1: 2}, "item:unknown"),
        ([(ITEMS[0], "Data"), (ITEMS[0], "Machine")], "item:twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(answer: Any, cause: str | None) -> None:
    result = ask(dam(), answer)
    assert not result.accepted and result.score == 0.0
    assert result.cause == cause, result
    assert "\n" not in result.message and result.message


def test_two_ways_of_thinking_at_once() -> None:
    exercise = dam()
    exercise.misconception(
        "memory-is-the-model", "Memory is blamed on the model.", lambda: {ITEMS[3]: "Algorithm"}
    )
    result = ask(exercise, but(a="Algorithm", d="Algorithm"))
    assert result.cause == "data-faults-on-the-model+memory-is-the-model"


def test_no_message_says_where_an_item_belongs() -> None:
    for item in ITEMS:
        wrong = "Machine" if SYMPTOMS[item] != "Machine" else "Data"
        message = ask(dam(), {**SYMPTOMS, item: wrong}).message
        assert item not in message and SYMPTOMS[item] not in message


def test_partial_credit_is_what_lies_above_chance() -> None:
    exercise = dam(partial=True)
    assert ask(exercise, SYMPTOMS).score == 1.0
    assert ask(exercise, dict.fromkeys(ITEMS, "Data")).score == 0.0
    part = ask(exercise, but(b="Data"))
    assert part.score == pytest.approx((6 / 7 - 3 / 7) / (4 / 7), abs=1e-4)
    assert not part.accepted and part.verdict == "right in part"
    assert ask(dam(), but(b="Data")).score == 0.0


def test_several_classes_may_be_right() -> None:
    exercise = make(lambda: {"a": ("x", "y"), "b": "x"}, Classification(["a", "b"], ["x", "y"]))
    assert ask(exercise, {"a": "x", "b": "x"}).accepted and ask(exercise, {"a": "y", "b": "x"}).accepted
    assert not ask(exercise, {"a": "y", "b": "y"}).accepted


def test_a_key_that_answers_another_question_is_refused_at_once() -> None:
    with pytest.raises(ExerciseError, match="differ"):
        contract_of(make(lambda: {"a": "x"}, Classification(["a", "b"], ["x"])))
    with pytest.raises(ExerciseError, match="not a class"):
        contract_of(make(lambda: {"a": "z"}, Classification(["a"], ["x"])))


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("memory-bound", ["memory"]), ("Memory", ["memory"]), ("bandwidth", ["memory"]), ("mem", ["memory"]),
        ("COMPUTE bound", ["compute"]), ("compute‑limited", ["compute"]), ("c", ["compute"]),
        ("neither", []), ("not memory", []), ("", []), ("memory/compute", ["memory", "compute"]),
    ],
)  # fmt: skip
def test_words_of_binary_classes(given_: str, meant: list[str]) -> None:
    assert Vocabulary([["memory", ["bandwidth"]], ["compute", []]]).read(given_) == meant


@pytest.mark.parametrize(
    "given_", ["2.0", 2.0, 2, "2", "Software 2.0", "software-2.0", "SW 2.0", np.float64(2)]
)
def test_numbers_as_classes(given_: Any) -> None:
    vocabulary = Vocabulary([["1.0", ["Software 1.0", "SW 1.0"]], ["2.0", ["Software 2.0", "SW 2.0"]]])
    assert vocabulary.read(given_) == ["2.0"]


@pytest.mark.parametrize("given_", [True, 1, 1.0, "yes", "True", np.True_, "valid", "Y"])
def test_flags_as_classes(given_: Any) -> None:
    assert Vocabulary([[True, []], [False, []]]).read(given_) == [True]


def test_names_that_share_a_word_need_the_other_one() -> None:
    vocabulary = Vocabulary([["memory bandwidth", []], ["memory capacity", []], ["compute throughput", []]])
    assert vocabulary.read("capacity") == ["memory capacity"]
    assert vocabulary.read("Memory-Bandwidth") == ["memory bandwidth"]
    assert vocabulary.read("memory") == ["memory bandwidth", "memory capacity"]
    assert vocabulary.read("compute") == ["compute throughput"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(...),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(ITEMS), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=8,
)


@given(JUNK)
@settings(deadline=None)
def test_nothing_raises(answer: Any) -> None:
    for result in (
        ask(dam(), answer),
        check_contract(contract_of(dam()), answer),
        grade_answer("book_claims", answer),
    ):
        assert not result.accepted and result.message and result.cause


# -------------------------------------------------------------------------------------------------- claims


def claims() -> Exercise:
    exercise = make(
        lambda: {"days": (True, 25.28), "orders": (False, 7.22), "share": False, "drop": (False, 80.2)},
        Claims(
            {"days": "GPT-3 takes 25 days", "orders": "eight orders", "share": "", "drop": "below 40"},
            units={"days": "day", "drop": "percent"},
            partial=True,
        ),
    )
    exercise.misconception("caption-believed", "A caption is believed.", lambda: {"orders": (True, 8)})
    return exercise


@pytest.mark.parametrize(
    ("value", "cause", "told"),
    [
        (8, "caption-believed", "A caption is believed."),
        (722, "value:orders:scale", "You give 722: check its unit."),
        (1 / 7.22, "value:orders:inverted", "turn the ratio over"),
    ],
)
def test_what_is_behind_a_value_is_told_with_a_right_verdict_and_with_a_wrong_one(
    value: float, cause: str, told: str
) -> None:
    right, wrong = (ask(claims(), {**JUDGED, "orders": (verdict, value)}) for verdict in (False, True))
    assert (right.cause, wrong.cause) == (cause, cause)
    assert told in right.message and told in wrong.message
    unknown = ask(claims(), {**JUDGED, "orders": (False, 5.55)})
    assert unknown.cause == "value:orders"


def test_with_several_values_off_each_explanation_says_which_it_is_about() -> None:
    result = ask(claims(), {**JUDGED, "orders": (False, 722), "days": (True, 25280)})
    assert result.cause == "value:days:scale+value:orders:scale"
    assert "'days': You give 25,280" in result.message and "'orders': You give 722" in result.message


JUDGED = {"days": (True, 25.28), "orders": (False, 7.2), "share": False, "drop": (False, 80.2)}
VERDICTS = {"days": True, "orders": False, "share": False, "drop": False}


@pytest.mark.parametrize(
    "answer",
    [
        JUDGED,
        {**JUDGED, "days": (25.3, True)},
        {**JUDGED, "days": (np.float64(25.3) > 1, np.float64(25.3))},
        {**JUDGED, "days": np.array([True, 25.3], dtype=object)},
        {**JUDGED, "drop": (False, 0.802)},
        {**JUDGED, "days": {"supported": True, "value": Q_(606.7, "hour")}},
        pd.Series(JUDGED),
        pd.DataFrame(
            {"supported": VERDICTS, "value": {"days": 25.28, "orders": 7.2, "share": 1, "drop": 80.2}}
        ),
        {
            "GPT-3 takes 25 days": ("holds", 25.3),
            "eight orders": ("refuted", 7.2),
            "share": "no",
            "drop": (0, 80),
        },
    ],
)
def test_claims_in_any_form(answer: Any) -> None:
    assert ask(claims(), answer).accepted, ask(claims(), answer)


@pytest.mark.parametrize(
    "answer",
    [
        VERDICTS,
        ["days"],
        {"days"},
        ["GPT-3 takes 25 days"],
        pd.Series(VERDICTS),
        pd.DataFrame({"claim": list(VERDICTS), "supported": list(VERDICTS.values())}),
    ],
)
def test_verdicts_alone_are_half_of_what_is_asked(answer: Any) -> None:
    result = ask(claims(), answer)
    assert result.cause == "value:missing" and result.score == pytest.approx(1 - 3 * 0.5 / 4)
    assert "'days', 'orders' and 'drop'" in result.message
    assert check_contract(contract_of(claims()), answer).cause == "value:missing"


def test_half_of_a_claim_is_its_value() -> None:
    wrong_value = ask(claims(), {**JUDGED, "orders": (False, 9)})
    assert wrong_value.cause == "value:orders" and wrong_value.score == pytest.approx(0.875)
    wrong_verdict = ask(claims(), {**JUDGED, "orders": (True, 8)})
    assert wrong_verdict.cause == "caption-believed" and wrong_verdict.score == pytest.approx(0.5)
    assert ask(claims(), dict.fromkeys(VERDICTS, True)).cause == "trusts-the-text"


def test_a_right_value_is_not_explained_by_a_wrong_one() -> None:
    result = ask(claims(), {**JUDGED, "orders": (True, 7.2)})
    assert result.cause == "verdict-against-value" and "is right" in result.message


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        (..., "claim:open"),
        ((True, ...), "claim:open"),
        ("perhaps", "claim:verdict"),
        (None, "claim:verdict"),
    ],
)
def test_one_claim_that_cannot_be_read_costs_itself_alone(given: Any, cause: str) -> None:
    result = ask(claims(), {**JUDGED, "days": given})
    assert result.cause == cause and result.score == pytest.approx(0.75)
    assert "'days'" in result.message and "Of the 3 you answered, all are" in result.message
    alone = {claim: given for claim, given in JUDGED.items() if claim != "days"}
    assert ask(claims(), alone).score == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("value", "cause"),
    [(Q_(25, "FLOP"), "claim:unit"), ("25 days", "claim:value"), (object(), "claim:value")],
)
def test_a_value_that_cannot_be_read_costs_itself_alone(value: Any, cause: str) -> None:
    result = ask(claims(), {**JUDGED, "days": (True, value)})
    assert result.cause == cause and result.score == pytest.approx(0.875)
    assert "'days'" in result.message and "Of the 4 you answered, all are" in result.message


@pytest.mark.parametrize("given", [..., None, "speed", "Data or Machine"])
def test_one_item_that_cannot_be_read_costs_itself_alone(given: Any) -> None:
    whole = ask(dam(partial=True), {**SYMPTOMS, ITEMS[0]: given})
    missing = ask(dam(partial=True), {item: name for item, name in SYMPTOMS.items() if item != ITEMS[0]})
    assert not whole.accepted and whole.score == missing.score == pytest.approx(6 / 7, abs=1e-4)
    assert ask(dam(), {**SYMPTOMS, ITEMS[0]: given}).score == 0.0


@pytest.mark.parametrize("moved", range(1, 6))
def test_everything_is_said_only_of_everything(moved: int) -> None:
    """A sentence that begins with "everything" is true of all items or is not said."""
    exercise = dam()
    for axis in ("Algorithm", "Data", "Machine"):
        exercise.misconception(
            f"all-{axis}", f"Everything is put to {axis}.", lambda axis=axis: dict.fromkeys(SYMPTOMS, axis)
        )
    for axis in ("Algorithm", "Data", "Machine"):
        others = [item for item in ITEMS if SYMPTOMS[item] != axis]
        partly = {**SYMPTOMS, **dict.fromkeys(others[:moved], axis)}
        said = ask(exercise, partly)
        everything = set(partly.values()) == {axis}
        assert ("Everything" in said.message) == everything, said
        assert (said.cause == f"all-{axis}") == everything


def test_two_classes_may_be_right_and_earn_nothing_by_guessing_one() -> None:
    """A way of thinking that leaves such an item alone is named as if it had one class."""
    right = {"a": ("x", "y"), "b": "x", "c": "z", "d": "z", "e": "y"}
    exercise = make(lambda: right, Classification(list(right), ["x", "y", "z"], "Look again.", True))
    exercise.misconception("c-is-y", "C is taken for y.", lambda: {"c": "y"})
    exercise.misconception("d-is-y", "D is taken for y.", lambda: {"d": "y"})
    for first in ("x", "y"):
        assert ask(exercise, {**right, "a": first}).accepted
        assert ask(exercise, {**right, "a": first, "c": "y", "d": "y"}).cause == "c-is-y+d-is-y"
    assert ask(exercise, {**right, "a": "z"}).score < 1
    for one in ("x", "y", "z"):
        assert ask(exercise, dict.fromkeys(right, one)).score == 0


def placed(first: int, second: int, third: int) -> dict[str, int]:
    return {"tortoise": first, "hare": second, "train": third}


def test_an_order_is_told_by_how_it_is_wrong_and_follows_the_numbers() -> None:
    """A place given twice, the wrong end, two neighbours, a way of thinking; other numbers, other order."""
    spec = Classification(tuple(placed(1, 2, 3)), (1, 2, 3), "Compare speeds.", order=True)
    exercise = make(lambda: placed(1, 2, 3), spec)
    exercise.misconception("story", "That is how the story ends.", lambda: placed(2, 1, 3))
    assert ask(exercise, placed(1, 2, 3)).accepted
    for answer, cause, words in (
        (placed(1, 1, 3), "order:twice", "You give the place 1 to 2 items"),
        (placed(3, 2, 1), "order:reversed", "the wrong end"),
        (placed(1, 3, 2), "order:neighbours", "Two neighbours have changed places"),
        (placed(2, 1, 3), "story", "how the story ends"),
        (placed(3, 1, 2), None, "3 of 3 items are not at their place. Compare speeds."),
    ):
        result = ask(exercise, answer)
        assert not result.accepted and result.cause == cause and words in result.message, result
    drawn = find("stage_order")
    rows = [drawn.table.row(number) for number in range(60)] if drawn.table else []
    orders = {tuple(drawn.answer(row).values()) for row in rows}
    assert len(orders) > 3 and all(judge(drawn, drawn.answer(row), row).accepted for row in rows)
    assert any(not judge(drawn, drawn.answer(rows[0]), row).accepted for row in rows)


def test_two_ways_that_explain_most_are_told_as_some() -> None:
    """Two pairs of eras swapped, and an incident with a way of its own."""
    answer = dict(chapters.load()["era_bottleneck"].answer())
    brittle, entry, features, scale = (
        answer[era] for era in ("Symbolic AI", "Expert systems", "Statistical learning", "Deep learning")
    )
    answer |= {"Symbolic AI": entry, "Expert systems": brittle}
    answer |= {"Statistical learning": scale, "Deep learning": features}
    answer["two specialists dictate rules that contradict each other"] = scale
    result = grade_answer("era_bottleneck", answer)
    assert result.cause == "rules-are-knowledge+features-are-scale"
    assert "Two things at once." in result.message and "not all" in result.message


def test_two_classes_that_are_mixed_up_are_named() -> None:
    """Of three classes and more: with two that would be the answer."""
    right = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z", "f": "z"}
    off = ["a", "c", "d"]
    cause, message = explain([], {**right, "a": "y", "c": "x", "d": "x"}, right, off)
    assert cause == "mixed:x-y" and message.startswith("All of them belong to x or y")
    most = {**right, "a": "y", "b": "y", "c": "z", "e": "y"}
    cause, message = explain([], most, right, ["a", "b", "c", "e"])
    assert cause == "over:y" and message == "Most of them are among those you put to y."
    lacking = {**right, "a": "y", "b": "z", "c": "x"}
    assert explain([], lacking, right, ["a", "b", "c"])[0] == "under:x"
    two = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert explain([], {"a": "y", "b": "y", "c": "x", "d": "y"}, two, ["a", "b", "c"])[0] is None


def test_of_the_answered_claims_only_those_with_the_right_value_are_right() -> None:
    some = {claim: pair for claim, pair in JUDGED.items() if claim != "drop"}
    assert "Of the 3 you answered, all are right." in ask(claims(), some).message
    told = ask(claims(), {**some, "orders": (False, 5.55)}).message
    assert "Of the 3 you answered, 2 are right." in told


def test_a_wrong_verdict_does_not_hide_that_the_values_are_missing() -> None:
    verdicts = {claim: pair[0] if isinstance(pair, tuple) else pair for claim, pair in JUDGED.items()}
    told = ask(claims(), {**verdicts, "orders": not verdicts["orders"]}).message
    assert "1 of 4 verdicts is wrong" in told and "(True or False, value)" in told


def test_a_list_in_place_of_a_dictionary_is_said_to_be_one() -> None:
    told = ask(claims(), ["orders"]).message
    assert "You give a list of claims instead of a dictionary" in told and "the other 3 as False" in told
