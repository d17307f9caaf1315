"""The bank of this chapter: 139 codes, and how many of a section are graded."""

from __future__ import annotations

from collections import Counter

import pytest

from autograder.marking import exercises

SIZES = {1: 11, 2: 18, 3: 11, 4: 10, 5: 14, 6: 18, 7: 20, 8: 15, 9: 22}


def section(code: str) -> int:
    return int(code.removeprefix("I").partition(".")[0])


def test_every_code_of_the_bank_is_an_exercise() -> None:
    """Some sections have more exercises than the bank, none has fewer; their numbers have no gap."""
    counted = Counter(section(exercise.bank) for exercise in exercises("ch01_introduction"))
    assert sorted(counted) == sorted(SIZES)
    assert all(counted[number] >= size for number, size in SIZES.items()), counted


@pytest.mark.parametrize("number", SIZES)
def test_a_section_has_five_to_ten_graded_exercises(number: int) -> None:
    """What is not graded is there for practice."""
    graded = [e for e in exercises("ch01_introduction") if e.graded and section(e.bank) == number]
    assert 5 <= len(graded) <= 10


def test_every_section_has_a_wrong_line_to_find() -> None:
    found = [section(e.bank) for e in exercises("ch01_introduction") if e.kind == "debugging"]
    assert sorted(found) == sorted(SIZES)


@pytest.mark.parametrize("number", SIZES)
def test_a_section_has_eight_exercises_to_practise(number: int) -> None:
    """One comes back as late as after eight others, with other numbers."""
    practised = [e for e in exercises("ch01_introduction") if not e.graded and section(e.bank) == number]
    assert len(practised) >= 8, [e.name for e in practised]


def test_practice_asks_for_more_than_numbers() -> None:
    """Choices, orders, tables and functions, too."""
    practised = [e for e in exercises("ch01_introduction") if not e.graded]
    assert {"quantity", "number", "integer", "classification", "dataframe", "function"} <= {
        e.kind for e in practised
    }
    assert any(e.kind == "classification" and e.spec.order for e in practised)
