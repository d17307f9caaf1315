"""`check_all()`: every question in its order, what is safe, nothing counted, right without a kernel."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import bundle
from autograder.building import notebooks, variants
from autograder.marking import grade_answer
from mlsys_course import asked, check_all, checking, help, memory
from mlsys_course.memory import keeping
from mlsys_course.summary import Summary

(CHAPTER, NOTEBOOK), QUESTIONS = next(
    (where, rows) for where, rows in asked.notebooks().items() if any(row.written for row in rows)
)
CODE = [question for question in QUESTIONS if not question.written]
WRITTEN = [question for question in QUESTIONS if question.written]


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> keeping.Store:
    store = keeping.Store(None)
    monkeypatch.setattr(memory, "store", lambda: store)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return store


@pytest.fixture(scope="module")
def right(top: Path) -> dict[str, Any]:
    """Return the names of a notebook in which all answers are right."""
    source = notebooks.load(top / "source" / CHAPTER / f"{NOTEBOOK}.ipynb")
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in source.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about and not about.get("grade"):
            exec(cell.source, names)
    return names


def shown(names: dict[str, Any]) -> Summary:
    found = eval("check_all()", {**names, "check_all": check_all})
    assert isinstance(found, Summary)
    return found


def states(of: Summary) -> list[str]:
    return [row.state for row in of.rows]


def test_all_that_is_right_is_passed_and_all_its_points_are_safe(right: dict[str, Any]) -> None:
    found = shown(right)
    assert [row.question for row in found.rows] == list(QUESTIONS), "the notebook's order"
    assert states(found) == ["read by a person" if one.written else "passed" for one in QUESTIONS]
    total, more = sum(one.points for one in CODE), sum(one.points for one in WRITTEN)
    said = repr(found)
    assert f"{len(CODE)} questions: {len(CODE)} passed. " in said.replace("\n", " ")
    assert f"{total:g} of {total:g} points are safe." in said and f"{more:g} more point" in said
    assert "Nothing is open here." in said and found.learnt
    objectives = said.partition("on which you have passed every question here:\n")[2]
    assert all(f"  {one}\n" in objectives for one in found.learnt)


def test_each_question_says_how_it_stands(right: dict[str, Any]) -> None:
    first, second, third = (one.name for one in CODE[:3])
    names = {**right, first: "<script>alert(1)</script>", second: ...}
    del names[third]
    found = shown(names)
    by_name = {row.question.name: row for row in found.rows}
    assert by_name[first].state == "wrong" and by_name[first].score == 0.0
    assert by_name[first].said and grade_answer(first, names[first]).message.startswith(by_name[first].said)
    assert by_name[second].state == by_name[third].state == "not attempted"
    assert "fail" not in repr(found).lower() and "fail" not in found._repr_html_().lower()
    lost = sum(one.points for one in CODE[:3])
    total = sum(one.points for one in CODE)
    assert f"{total - lost:g} of {total:g} points are safe." in repr(found)
    assert f"Go on with: {CODE[0].label}" in repr(found)
    asked = {number for one in CODE[:3] for number in one.objectives}
    assert len(found.learnt) <= len({n for one in CODE for n in one.objectives} - asked)


def test_every_row_says_how_many_points_there_are_so_far_and_at_most(
    right: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    column = re.compile(r'<tr><th scope="row".*?</th><td.*?</td><td[^>]*>(.*?)</td>')
    found = shown({**right, CODE[0].name: ...})
    points = dict(zip((row.question for row in found.rows), column.findall(found._repr_html_()), strict=True))
    assert points[CODE[0]] == f"0 of {CODE[0].points:g}" and points[CODE[1]] == "{0:g} of {0:g}".format(
        CODE[1].points
    )
    assert {points[one] for one in WRITTEN} == {f"up to {one.points:g}" for one in WRITTEN}
    assert f"Up to {sum(one.points for one in WRITTEN):g} more point" in repr(found)
    monkeypatch.setattr(checking, "_full_checker", lambda: None)
    nobody_judges = column.findall(shown(right)._repr_html_())
    assert nobody_judges == [f"up to {one.points:g}" for one in QUESTIONS]


def test_its_page_is_a_table_in_which_everything_is_escaped(right: dict[str, Any]) -> None:
    name = next(one.name for one in CODE if "<b>" in grade_answer(one.name, "<b>3</b>").message)
    found = shown({**right, name: "<b>3</b>"})
    page = found._repr_html_()
    assert "<b>3" not in page and "&lt;b&gt;3" in page
    assert "widget" not in page and "<script" not in page, "right without a kernel"
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th><td[^>]*>(.*?)</td>', page)
    assert rows == [(html.escape(row.question.label), row.state) for row in found.rows]
    assert page.count('scope="col"') == 4 and f"As of {found.time[:10]}" in page
    lines = repr(found).splitlines()
    assert all(sum(line.startswith(row.question.label) for line in lines) == 1 for row in found.rows)


def test_it_costs_no_tries_brings_no_help_and_keeps_what_is_right(
    right: dict[str, Any], kept: keeping.Store
) -> None:
    passed, wrong = CODE[0].name, CODE[1].name
    for number in range(7):
        page = shown({**right, wrong: float(number)})._repr_html_()
    assert memory.tries(wrong) == memory.tries(passed) == 0
    assert memory.passed(passed) and not memory.passed(wrong)
    assert wrong not in kept.state().get("checks", {})
    steps = help.offered(wrong, 9)
    assert steps is None or steps._repr_html_() not in page


def test_without_the_keys_it_speaks_of_the_form_and_gives_no_points(
    right: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_full_checker", lambda: None)
    number = next(
        one for one in CODE if isinstance(right[one.name], (int, float)) or hasattr(right[one.name], "units")
    )
    found = shown({**right, number.name: 3 * right[number.name], CODE[-1].name: ...})
    assert set(states(found)) == {"form is right", "not attempted", "read by a person"}
    assert all(row.score is None for row in found.rows) and not found.learnt
    assert "safe" not in repr(found) and "here nobody judges the values" in repr(found)
    assert memory.look("checks") == {}


def test_the_students_archive_knows_what_its_notebooks_ask(top: Path) -> None:
    files = zipfile.ZipFile(io.BytesIO(bundle.build(top))).namelist()
    assert f"{bundle.FOLDER}/mlsys_course/chapters/{CHAPTER}/{asked.FILE}" in files


def test_before_anything_ran_it_says_where_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown({})
    assert found.rows == () and "Run the notebook from its first cell" in repr(found) + found._repr_html_()
    monkeypatch.setenv("JPY_SESSION_NAME", f"work/release/{CHAPTER}/{NOTEBOOK}.ipynb")
    assert set(states(shown({}))) == {"not attempted", "read by a person"}


@pytest.mark.parametrize("name", ["NBGRADER_VALIDATING", "NBGRADER_EXECUTION"])
def test_where_nbgrader_runs_it_keeps_quiet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert eval("check_all()", {"check_all": check_all, CODE[0].name: 3}) is None


def test_in_a_notebook_it_knows_which_cells_stopped(top: Path) -> None:
    path = top / "release" / CHAPTER / f"{NOTEBOOK}.ipynb"
    notebook = notebooks.load(path)
    answers = variants.solutions(notebooks.load(top / "source" / CHAPTER / path.name))
    broken, stopping, given = (one.name for one in CODE[:3])
    notebook = variants.fill(notebook, {given: answers[given]})
    cells = {cell.id: cell for cell in notebook.cells}
    cells[broken].source = f"{broken} = ("
    cells[stopping].source = f"{stopping} = not_there"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    (output,) = cells["check-all"].outputs
    said = output.data["text/plain"]
    for name, state in ((broken, "stopped"), (stopping, "stopped"), (given, "passed")):
        title = next(one.label for one in CODE if one.name == name)
        assert re.search(rf"^{re.escape(title)} +{state} ", said, re.MULTILINE), said
    assert "Python says SyntaxError" in said
    assert "Python says NameError: name 'not_there' is not defined" in said
    assert said.count("not attempted") == len(CODE) - 3 + 1
    nbformat.validate(notebook)
