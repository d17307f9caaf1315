"""A check finds the answer itself, and says so where there is none: nothing stops the run."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from mlsys_course import checking
from mlsys_course.contracts import load_all
from mlsys_course.result import NOT_ATTEMPTED

EXERCISE, OTHER, *_ = (name for name, contract in load_all().items() if contract.kind == "quantity")
CHECK = f"check({EXERCISE!r})"


def run(*cells: str) -> list[Any]:
    """Return what the last expression of a notebook's cells gave; a cell that fails stops none after it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, allow_errors=True, timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


def text(outputs: list[Any]) -> str:
    return " ".join(output.data["text/plain"] for output in outputs)


def test_after_a_cell_that_failed_the_check_says_so() -> None:
    outputs = run(
        "from mlsys_course import check",
        f"{EXERCISE} = (",
        CHECK,
        f"{EXERCISE} = 1 / 0",
        CHECK,
        f"{EXERCISE} = 3",
        CHECK,
        f"{EXERCISE} = ...",
        CHECK,
    )
    for at in (2, 4):
        (said,) = outputs[at]
        assert said.output_type == "execute_result", "the check failed, too"
        assert said.data["text/plain"].startswith(f"{EXERCISE}: no answer yet. The cell above ")
    assert "did not run. Python says SyntaxError: " in text(outputs[2])
    stopped = f"stopped before it gave {EXERCISE} a value. Python says ZeroDivisionError: division by zero."
    assert stopped in text(outputs[4])
    assert "3 has no unit" in outputs[6][0].data["text/plain"]
    assert "not attempted yet" in outputs[8][0].data["text/plain"]


BROKEN = {
    f"{EXERCISE} = (": "SyntaxError",
    f"print('up to here')\n{EXERCISE} = not_there": "NameError: name 'not_there' is not defined",
    f"if True:\n    {EXERCISE} = 1 / 0": "ZeroDivisionError",
    f"with open('no such file') as file:\n    {EXERCISE} = file.read()": "FileNotFoundError",
    f"def {EXERCISE}(x:\n    return x": "SyntaxError",
    f"import sys\n{EXERCISE}: float = float('x' * 900)": "ValueError",
}


def test_what_an_earlier_run_left_is_not_told_as_the_answer() -> None:
    cells = [
        cell for broken in BROKEN for cell in (f"{EXERCISE} = 3", CHECK, broken, CHECK, f"{OTHER} = 1", CHECK)
    ]
    outputs = run("from mlsys_course import check", *cells)[1:]
    for at, says in enumerate(BROKEN.values()):
        _, before, _, now, _, later = outputs[6 * at : 6 * at + 6]
        assert "3 has no unit" in text(before)
        for told in map(text, (now, later)):  # another cell that runs makes no answer of it
            assert f"Python says {says}" in told and "3 has no unit" not in told
            assert f"What {EXERCISE} held before was not judged." in told
            assert len(told) < 700


AGAIN = (
    f"{EXERCISE} = 3",
    f"{EXERCISE} = 3\nprint(not_there)",  # it stopped after it had the answer
    f"other = {EXERCISE} = 3.0\nraise ValueError",
    f"globals()[{EXERCISE!r}] = 3.0",
    f"exec('{EXERCISE} = 3.0')\n1 / 0",
    f"for {EXERCISE} in [3.0]:\n    1 / 0",
)


def test_an_answer_that_is_given_counts_wherever_the_cell_stops_later() -> None:
    cells = [cell for again in AGAIN for cell in (f"{EXERCISE} = 3", f"{EXERCISE} = (", again, CHECK)]
    outputs = run("from mlsys_course import check", *cells)[1:]
    assert ["3 has no unit" in text(told) for told in outputs[3::4]] == [True] * len(AGAIN)


def test_the_stub_of_a_cell_that_stops_is_no_question_left_out() -> None:
    outputs = run("from mlsys_course import check", f"{EXERCISE} = ...", f"{EXERCISE} = 1 / 0", CHECK)
    assert "ZeroDivisionError" in text(outputs[3]) and "held before" not in text(outputs[3])
    outputs = run("from mlsys_course import check", f"{EXERCISE} = 3", f"del {EXERCISE}", CHECK)
    assert f"There is no {EXERCISE} yet" in text(outputs[3])


def test_a_cell_that_only_reads_the_answer_may_stop() -> None:
    reads = [f"print({EXERCISE}", f"print({EXERCISE} / 0)", f"{EXERCISE} == 3 and 1 / 0"]
    outputs = run("from mlsys_course import check", f"{EXERCISE} = 3", *reads, CHECK)
    assert "3 has no unit" in text(outputs[-1])


def test_a_value_that_is_handed_over_is_judged() -> None:
    """As in notebooks that were handed out before a check could look for the answer itself."""
    outputs = run("from mlsys_course import check", f"{EXERCISE} = 3", f"check({EXERCISE!r}, {EXERCISE})")
    assert "3 has no unit" in text(outputs[2])


def test_validate_hears_of_an_answer_that_is_not_there(monkeypatch: Any, capsys: Any) -> None:
    from mlsys_course import check

    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    result = check(EXERCISE)
    assert (result.accepted, result.cause) == (False, NOT_ATTEMPTED)
    assert "the cell above did not run" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no_such_exercise", 3, None])
def test_what_is_no_exercise_is_said_as_ever(name: Any) -> None:
    from mlsys_course import check

    assert repr(check(name)) == repr(check(name, 1))


@pytest.mark.parametrize("other", [EXERCISE + "s", EXERCISE.capitalize(), EXERCISE[:-1]])
def test_an_answer_under_another_name_is_asked_about(other: str) -> None:
    _, nothing = checking.looked_up(EXERCISE, {other: 3, "np": None})
    assert nothing is not None and nothing.cause == NOT_ATTEMPTED
    assert f"there is {other}" in nothing.message and f"name it {EXERCISE}" in nothing.message
    _, nothing = checking.looked_up(EXERCISE, {"np": None, OTHER: 3})
    assert nothing is not None and f"There is no {EXERCISE} yet" in nothing.message


CELLS = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
def run(cell, source):
    return shell.run_cell(source, cell_id=cell, silent=False).result
run("first", "from mlsys_course import check")
for step in {steps!r}:
    run("answer", step)
    if step == {other!r}:
        run("later", "note = 1")
    print("said:", run("test", {check!r}), flush=True)
"""


def said_after(*steps: str, other: str = "") -> list[str]:
    """Return what the check says after each content of one and the same answer cell."""
    program = CELLS.format(steps=steps, check=CHECK, other=other)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    return [part.split("Out[")[0].strip() for part in done.stdout.split("said:")[1:]]


def test_a_cell_that_gives_its_value_to_another_name_leaves_no_answer() -> None:
    """What an earlier content of the cell left is not judged, whether or not it stopped in between."""
    first, broken, renamed, back = f"{EXERCISE} = 3", f"{EXERCISE} = (", f"x{EXERCISE} = 4", f"{EXERCISE} = 4"
    for steps in ((first, broken, renamed, back), (first, renamed, back), (f"{EXERCISE} = ...", renamed)):
        told = said_after(*steps, other=renamed)
        after = told[steps.index(renamed)]
        assert "has no unit" not in after and f"no longer gives {EXERCISE} a value" in after, after
        assert f"it gives one to x{EXERCISE}." in after and "held before was not judged" in after
        if back in steps:
            assert "4 has no unit" in told[-1]


def test_a_cell_that_stops_takes_back_what_it_gave_whatever_is_legible_of_it() -> None:
    told = said_after(f"{EXERCISE} = 3", f"{EXERCISE[:3]} {EXERCISE[3:]} = 4")
    assert "3 has no unit" in told[0]
    assert "Python says SyntaxError" in told[1] and "3 has no unit" not in told[1]


NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from mlsys_course import check")
for cell, source in {cells!r}:
    result = shell.run_cell(source, cell_id=cell).result
    if cell == "test":
        print("said:", result, flush=True)
"""


def told_in(*cells: tuple[str, str]) -> list[str]:
    """Return what the checks say in a notebook whose answer cells have the answers' names for their ids."""
    program = NOTEBOOK.format(cells=cells)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    return [part.split("Out[")[0].strip() for part in done.stdout.split("said:")[1:]]


TEST = ("test", CHECK)


@pytest.mark.parametrize("shown", ["print(3 * 4)", "3 * 4", "import math\nprint(math.pi)"])
def test_a_cell_that_only_shows_its_result_is_told_to_store_it(shown: str) -> None:
    not_run, ran, given = told_in(
        ("note", "1"), TEST, (EXERCISE, shown), TEST, (EXERCISE, f"{EXERCISE} = 3"), TEST
    )
    assert f"There is no {EXERCISE} yet: the cell above did not run" in not_run
    assert f"The cell above ran, but it gives {EXERCISE} no value" in ran and "did not run" not in ran
    assert "math" in shown or f"Store your answer: {EXERCISE} = …" in ran
    assert "3 has no unit" in given


def test_a_cell_that_gives_another_name_its_value_is_asked_about_it() -> None:
    (told,) = told_in((EXERCISE, "result = 3"), TEST)
    assert "it gives one to result. Is that your answer?" in told


def test_an_answer_that_the_cell_of_another_answer_changed_is_not_judged() -> None:
    mine, theirs = (EXERCISE, f"{EXERCISE} = 3"), f"{OTHER} = 1"
    told = told_in(
        mine, TEST,
        (OTHER, f"{EXERCISE} = 5\n{theirs}"), TEST,
        (OTHER, theirs), TEST,
        (OTHER, f"{EXERCISE} = ("), mine, TEST,
        (OTHER, f"{EXERCISE} = ("), TEST,
    )  # fmt: skip
    judged, changed, removed, again, unharmed = told
    for said in (changed, removed):
        assert f"{EXERCISE} was changed by another cell, that of {OTHER}" in said, said
        assert "Run its own cell again" in said and f"name it {EXERCISE}" not in said
    for said in (judged, again, unharmed):
        assert "3 has no unit" in said, said


def test_an_answer_out_of_a_cell_of_the_learners_own_is_judged_and_its_origin_said() -> None:
    told = told_in((EXERCISE, f"{EXERCISE} = 3"), ("scratch", f"{EXERCISE} = 5"), TEST)[0]
    assert "5 has no unit" in told and f"another cell than {EXERCISE}'s own" in told


HALF = {
    f"{EXERCISE} = 0\nfor step in range(9):\n    {EXERCISE} += 1\n    if step: raise KeyboardInterrupt": True,
    f"{EXERCISE} = []\n{EXERCISE}.append(1)\nraise KeyboardInterrupt\n{EXERCISE}.append(2)": True,
    f"raise KeyboardInterrupt\n{EXERCISE} = 3": True,
    f"{EXERCISE} = 3\nprint({EXERCISE})\nraise KeyboardInterrupt": False,
}


@pytest.mark.parametrize("cell", HALF)
def test_what_an_interrupted_cell_had_so_far_is_not_judged(cell: str) -> None:
    (told,) = told_in((EXERCISE, cell), TEST)
    assert ("was interrupted" in told) == HALF[cell], told
    assert ("has no unit" in told) != HALF[cell], told


def test_an_answer_that_moved_to_another_cell_counts() -> None:
    outputs = run("from mlsys_course import check", f"{EXERCISE} = 3", "note = 1", CHECK)
    assert "3 has no unit" in text(outputs[3])


def test_a_call_without_a_name_says_which_names_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = ("check()", "hint()", "check(3)", "hint(training_days)", "check('')")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    first, *told = map(
        text, run("from mlsys_course import check, hint\ncheck()", "training_days = 3", *calls)
    )
    assert "check takes a question's name in quotation marks, as in check(\"" in first
    assert "of this notebook" not in first
    for call, said in zip(calls, told[1:], strict=True):
        function = call.partition("(")[0]
        assert f"{function} takes a question's name in quotation marks, as in {function}(\"" in said, said
        assert "The questions of this notebook are " in said and "training_days" in said
        assert ("explain_" in said) == (function == "check")


def test_a_name_that_is_a_text_of_another_type_is_a_name() -> None:
    class Name(str):
        """As numpy's and pandas' texts are."""

    assert checking.check(Name(EXERCISE), ...).cause == NOT_ATTEMPTED
