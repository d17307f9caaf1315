"""Solutions that a master takes from the key: the built notebook has them written out."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from small_course import exercise

import autograder
from autograder.building.masters import BuildError
from autograder.building.solutions import fill
from mlsys_course.exercise import Exercise

MASTER = """\
tier = {"phone, 3 W": ..., "server": ...}
### BEGIN SOLUTION
from autograder import solution
tier = solution("tier")
### END SOLUTION"""


def made(answer: Any, **settings: Any) -> dict[str, Exercise]:
    one = exercise("tier", "I6.2", 1, **({"kind": "classification"} | settings))
    one.key = lambda: answer
    return {"tier": one}


def test_the_keys_answer_is_written_out_for_a_reader() -> None:
    answer = {"phone, 3 W": ("mobile", "edge"), "server": "cloud", "“quoted”": True}
    assert fill(MASTER, "tier", made(answer)) == (
        'tier = {"phone, 3 W": ..., "server": ...}\n'
        "### BEGIN SOLUTION\n"
        "tier = {\n"
        '    "phone, 3 W": "mobile",\n'
        '    "server": "cloud",\n'
        '    "“quoted”": True,\n'
        "}\n"
        "### END SOLUTION"
    )


def test_other_cells_stay_as_they_are() -> None:
    source = "x = ...\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
    assert fill(source, "x", {}) == source


@pytest.mark.parametrize(
    "source",
    [
        MASTER.replace('solution("tier")', 'solution("tiers")'),
        MASTER.replace('solution("tier")', 'solution("tier") | {}'),
        MASTER.replace("### END", "print(tier)\n### END"),
        MASTER.replace("### BEGIN", "print(1)\n### BEGIN").replace(
            "import solution\n", "import solution as s\n"
        ),
    ],
)
def test_a_region_of_another_form_is_refused(source: str) -> None:
    with pytest.raises(BuildError, match="holds two lines and no more"):
        fill(source, "tier", made({}))
    with pytest.raises(BuildError, match="holds two lines and no more"):
        fill(MASTER, "another", made({}))


def test_what_is_computed_is_written_out_by_its_author() -> None:
    with pytest.raises(BuildError, match="is a classification's"):
        fill(MASTER, "tier", made(3.0, kind="number"))


def test_a_master_run_as_it_stands_has_the_same_solution() -> None:
    named = next(one for one in autograder.exercises() if one.kind == "classification" and one.graded)
    filled = fill(MASTER.replace("tier", named.name), named.name, {named.name: named})
    written = ast.parse(filled).body[-1]
    assert isinstance(written, ast.Assign)
    assert ast.literal_eval(written.value) == autograder.solution(named.name)
