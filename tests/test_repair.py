"""Repairing a submitted notebook: every course cell once, in its place, with the course's own tests."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.notebook_file import Inadmissible, parse
from autograder.grading.repair import Repaired, defined_names, repair
from autograder.grading.template import build

HIDDEN = "\n### BEGIN HIDDEN TESTS\nfrom autograder import grade\ngrade('{0}', {0})\n### END HIDDEN TESTS"


def _cell(source: str, grade_id: str, kind: str = "code", **flags: Any) -> Any:
    meta = {
        "grade_id": grade_id,
        "grade": False,
        "solution": False,
        "locked": False,
        "checksum": grade_id,
    } | flags
    make = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, metadata={"nbgrader": meta}, id=grade_id)


RELEASED = new_notebook(
    cells=[
        new_markdown_cell("# Title", id="t"),
        _cell("import numpy as np", "imports", locked=True),
        new_markdown_cell("How long does it take? Think of all the terms of the law.", id="q"),
        _cell("alpha = ...", "alpha", solution=True),
        _cell("check('alpha')", "test_alpha", grade=True, locked=True, points=2),
        _cell("def beta(x):\n    return ...", "beta", solution=True),
        _cell("check('beta')", "test_beta", grade=True, locked=True, points=1),
        new_markdown_cell("Explain in two sentences what the ratio means for your own machine.", id="w"),
        _cell("YOUR ANSWER HERE", "explain_it", "markdown", grade=True, solution=True, points=3),
    ]
)
KNOWN = {
    c.metadata.nbgrader.grade_id: {
        "source": c.source
        + (HIDDEN.format(c.metadata.nbgrader.grade_id[5:]) if c.id.startswith("test_") else ""),
        "checksum": c.id,
        "cell_type": c.cell_type,
        "max_score": c.metadata.nbgrader.get("points"),
    }
    for c in RELEASED.cells
    if "nbgrader" in c.metadata
}
TEMPLATE = build("ch01", "one", RELEASED, KNOWN)
IDS = list(KNOWN)


def submission() -> Any:
    """Return a filled-in notebook."""
    made = copy.deepcopy(RELEASED)
    by_id = {c.id: c for c in made.cells}
    by_id["alpha"].source = "alpha = 1"
    by_id["beta"].source = "def beta(x):\n    return x + 1"
    by_id["explain_it"].source = "Because of this and that."
    return made


def mend(notebook: Any) -> Repaired:
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    return repair(content, TEMPLATE)


def complete(result: Repaired) -> None:
    """Every course cell is there exactly once, tests are the course's own and behind their answers."""
    ids = [c.template.grade_id for c in result.cells if c.template and c.template.grade_id]
    assert sorted(ids) == sorted(IDS)
    for cell in result.cells:
        if cell.template and cell.template.role in ("test", "locked"):
            assert cell.source == cell.template.source == KNOWN[str(cell.template.grade_id)]["source"]
    assert ids.index("alpha") < ids.index("test_alpha") and ids.index("beta") < ids.index("test_beta")


def sources(result: Repaired) -> dict[str, str]:
    return {str(c.template.grade_id): c.source for c in result.cells if c.template}


def test_an_orderly_notebook_is_left_as_it_is() -> None:
    result = mend(submission())
    complete(result)
    assert result.notes == [] and len(result.cells) == len(RELEASED.cells)
    assert sources(result)["alpha"] == "alpha = 1"


def test_a_check_as_an_earlier_edition_wrote_it_is_the_course_s_own() -> None:
    """Notebooks handed out then are handed in now, some by way of an editor that drops the labels."""
    made = submission()
    for cell in made.cells:
        if cell.id.startswith("test_"):
            name = cell.id.removeprefix("test_")
            cell.source = f'check("{name}", {name})'
    result = mend(made)
    complete(result)
    assert result.notes == [] and len(result.cells) == len(RELEASED.cells)
    for cell in made.cells:
        cell.metadata = {}
    result = mend(made)
    complete(result)
    assert len(result.cells) == len(RELEASED.cells)
    assert not any("typed into" in note or "changed" in note for note in result.notes)


def _without(*ids: str) -> Any:
    made = submission()
    made.cells = [c for c in made.cells if c.id not in ids]
    return made


def test_deleted_tests_and_locked_cells_come_back() -> None:
    result = mend(_without("test_alpha", "imports"))
    complete(result)
    assert any("2 missing course cells were put back" in note for note in result.notes)


def test_a_deleted_answer_is_named() -> None:
    result = mend(_without("alpha"))
    complete(result)
    assert "alpha" not in defined_names(sources(result)["alpha"])
    assert any("answer cells that are not in the notebook: alpha" in note for note in result.notes)


def test_metadata_that_another_editor_dropped_is_found_again() -> None:
    made = submission()
    for cell in made.cells:
        cell.metadata, cell.id = {}, "x"
    result = mend(made)
    complete(result)
    text = sources(result)
    assert (text["alpha"], text["explain_it"]) == ("alpha = 1", "Because of this and that.")
    assert any("were found again" in note for note in result.notes)


def test_edited_tests_points_and_checksums_count_for_nothing() -> None:
    made = submission()
    for cell in made.cells:
        if cell.id == "test_alpha":
            cell.source = "print(2.0)"
            cell.metadata.nbgrader.update(points=99, locked=False, grade=False, solution=True)
    result = mend(made)
    complete(result)
    assert any("locked cells that were changed were restored: test_alpha" in note for note in result.notes)
    assert (
        next(c.template.points for c in result.cells if c.template and c.template.grade_id == "test_alpha")
        == 2
    )


def test_copies_the_last_answer_counts_the_tests_once() -> None:
    made = submission()
    again = [copy.deepcopy(c) for c in made.cells if c.id in ("alpha", "test_alpha")]
    again[0].source = "alpha = 2"
    made.cells += again
    result = mend(made)
    complete(result)
    assert sources(result)["alpha"] == "alpha = 2"
    assert [c.source for c in result.cells].index("alpha = 1") < [c.source for c in result.cells].index(
        "alpha = 2"
    )


def test_split_and_merged_answers() -> None:
    made = submission()
    alpha = next(c for c in made.cells if c.id == "alpha")
    alpha.source = "half = 1"
    made.cells.insert(made.cells.index(alpha) + 1, new_code_cell("alpha = 2 * half"))
    result = mend(made)
    complete(result)
    assert "alpha = 2 * half" in [c.source for c in result.cells]
    merged = _without("beta")
    next(c for c in merged.cells if c.id == "alpha").source = "alpha = 1\ndef beta(x):\n    return x"
    complete(mend(merged))


def test_answers_and_tests_swapped_in_order() -> None:
    made = submission()
    made.cells.reverse()
    result = mend(made)
    complete(result)
    assert any("tests that stood before their answers were moved" in note for note in result.notes)


def test_grade_ids_swapped_between_cells_gain_nothing() -> None:
    made = submission()
    cells = {c.id: c for c in made.cells}
    a, t = cells["alpha"].metadata.nbgrader, cells["test_alpha"].metadata.nbgrader
    a.grade_id, t.grade_id = t.grade_id, a.grade_id
    complete(mend(made))


def test_unknown_grade_ids_tell_of_another_version() -> None:
    made = submission()
    made.cells.append(_cell("x = 1", "from_last_year", solution=True))
    result = mend(made)
    complete(result)
    assert any("another version" in note for note in result.notes)


def test_old_formats() -> None:
    three = {
        "nbformat": 3, "nbformat_minor": 0, "metadata": {},
        "worksheets": [{"cells": [
            {"cell_type": "heading", "level": 1, "source": ["Title"]},
            {"cell_type": "code", "input": ["alpha = ", "1"], "language": "python", "outputs": []},
            {"cell_type": "code", "input": "check('alpha')", "outputs": [], "prompt_number": 3},
        ]}],
    }  # fmt: skip
    result = mend(three)
    complete(result)
    assert sources(result)["alpha"] == "alpha = 1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\0\0\n", "empty"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b'{"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> x\n', "unresolved version-control conflicts"),
        (b'{"cells": [', "no valid JSON"),
        (b"[1, 2]", "no notebook"),
        (b'{"cells": 3}', "no list of cells"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells": [' + b"[]," * 4_000_000 + b"[]]}", "millions of parts"),
        (json.dumps({"cells": [{}] * 3000}).encode(), "3,000 cells"),
        (b"\x89PNG\r\n\x1a\n" * 9, "not a notebook"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_said_in_one_plain_line(content: bytes, why: str) -> None:
    with pytest.raises(Inadmissible, match=why) as caught:
        parse(content)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "source",
    ["(" * 50_000, "-" * 200_000 + "1", "+".join(["1"] * 50_000), "a." * 50_000 + "b", "[" * 90 + "]" * 90,
     "\\\n" * 9999, "x" + " " * 500_000 + "!", "f'{'" * 1000, "lambda: " * 5000 + "0", "'\\d' = 1",
     "a = 1\0b = 2", "\ud800 = 1"],
)  # fmt: skip
def test_sources_made_to_choke_a_parser(source: str) -> None:
    started = time.monotonic()
    defined_names(source)
    made = submission()
    made.cells[3].source = source
    made.cells[3].metadata = {}
    complete(mend(json.dumps(made).encode()))
    assert time.monotonic() - started < 60


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
odd_cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading", "x"]) | json_values,
        "source": st.sampled_from(["alpha = 1", "check('alpha')", "", "def beta(x): return x"])
        | json_values,
        "input": json_values,
        "level": json_values,
        "metadata": st.fixed_dictionaries(
            {},
            optional={
                "nbgrader": json_values
                | st.fixed_dictionaries(
                    {"grade_id": st.sampled_from(IDS) | json_values},
                    optional={"checksum": json_values, "schema_version": json_values, "points": json_values},
                )
            },
        )
        | json_values,
        "attachments": json_values,
        "outputs": json_values,
    },
)


cell_lists = st.lists(odd_cells | st.sampled_from(submission().cells) | json_values, max_size=12)


@settings(max_examples=300, deadline=None)
@given(cell_lists)
def test_whatever_the_cells_are_the_course_is_complete(cells: list[Any]) -> None:
    complete(mend({"cells": cells}))


@pytest.mark.slow
@pytest.mark.adversarial
@pytest.mark.timeout(900)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(cell_lists)
def test_ten_thousand_notebooks_of_odd_cells(cells: list[Any]) -> None:
    complete(mend({"cells": cells}))


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_a_notebook_damaged_anywhere_is_repaired_or_refused(data: st.DataObject) -> None:
    content = bytearray(json.dumps(submission()).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        how = data.draw(st.sampled_from(["flip", "cut", "drop"]))
        if how == "flip":
            content[at] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del content[at:]
        else:
            del content[at : at + data.draw(st.integers(1, 40))]
        if not content:
            break
    try:
        result = mend(bytes(content))
    except Inadmissible as error:
        assert "\n" not in str(error)
    else:
        complete(result)
