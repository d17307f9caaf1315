"""The list of all messages: what it holds, and that each can be read aloud by a beginner."""

from __future__ import annotations

import re
from typing import Any

import pytest

from autograder import messages
from autograder.marking import exercises
from mlsys_course import Q_
from mlsys_course.diagnosis import judge
from mlsys_course.exercise import Exercise

ONE_OF_EACH = list({one.kind: one for one in exercises() if one.graded}.values())


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, Any]]:
    return messages.collect([one.name for one in ONE_OF_EACH])


def test_every_kind_is_listed_with_right_wrong_and_unreadable_answers(
    listed: dict[str, dict[str, Any]],
) -> None:
    assert set(listed) == {one.kind for one in ONE_OF_EACH}
    for kind, told in listed.items():
        assert any(result.accepted and result.judged for result in told.values()), kind
        assert any(not result.judged for result in told.values()) or kind == "debugging", kind
        assert len({result.cause for result in told.values()}) > 5, kind


def test_what_differs_in_names_and_numbers_is_told_once() -> None:
    assert messages.template("days is 25.3, not 'x'.") == messages.template("days is 7, not 'yy'.")
    assert messages.template("7 days is right.") != messages.template("7 hours is right.")


def test_no_message_shows_what_only_python_reads(listed: dict[str, dict[str, Any]]) -> None:
    for kind, told in listed.items():
        for result in told.values():
            said = " ".join([result.message, *result.remarks])
            assert not re.search(r"<\w|0x[0-9a-f]{6}|dtype|\bobject at\b|Traceback|site-packages", said), (
                kind,
                said,
            )
            assert said[-1] in ".?!…)" and "  " not in said and ".." not in said.replace("...", ""), (
                kind,
                said,
            )
            assert "stopped with it" not in said, (kind, said)


WRITTEN = [(one.name, wrong.message) for one in exercises() for wrong in one.misconceptions]
_CLUMSY = re.compile(r"^Here\b|\bthere[.;:,]| is no [a-z]+[.;,]|is asked for|changed places throughout")


def test_a_written_message_is_one_or_two_plain_sentences() -> None:
    assert WRITTEN
    for name, said in WRITTEN:
        sentences = re.findall(r"[^.?!]+[.?!](?=\s|$)", said.replace("w.x", "wx"))
        assert 1 <= len(sentences) <= 2 and len(said) <= 190, (name, said)
        assert said[0].isupper() and said[-1] in ".?!", (name, said)
        assert not _CLUMSY.search(said), (name, said)


@pytest.mark.parametrize("number", [2.5e20, 63, 1000.5])
def test_a_percentage_is_shown_as_python_reads_it(number: float) -> None:
    exercise = next(one for one in exercises() if one.unit == "percent" and one.scalar)
    result = judge(exercise, number, None)
    code = re.search(r"Q_\([^)]*\)", " ".join([result.message, *result.remarks]))
    assert code is not None and eval(code[0]) == Q_(number, "percent")


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main([ONE_OF_EACH[0].name]) == 0
    printed = capsys.readouterr().out
    assert f"{ONE_OF_EACH[0].kind}: " in printed and "[form checked only]" in printed


@pytest.mark.parametrize(
    "exercise", [one for one in exercises() if one.kind == "quantity"][:12], ids=lambda one: one.name
)
def test_a_right_answer_is_said_in_the_unit_of_the_question(exercise: Exercise) -> None:
    right = exercise.answer()
    if not hasattr(right, "to_base_units") or exercise.unit in (None, "percent"):
        return
    told = judge(exercise, Q_(right.to_base_units().magnitude, right.to_base_units().units), None)
    assert told.accepted and told.message.startswith("Right: ")
    asked = judge(exercise, right.to(exercise.unit), None)
    assert told.message == asked.message
