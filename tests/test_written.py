"""Written questions: a list and two answers for who learns alone, after their own, and nowhere else."""

from __future__ import annotations

import copy
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import small_course
from jupyter_client.manager import start_new_kernel

from autograder import written as staff
from autograder.building import notebooks
from mlsys_course import chapters, check, check_all, memory
from mlsys_course.help import saved
from mlsys_course.help import written as student
from mlsys_course.help.written import SelfCheck, Written
from mlsys_course.memory import keeping, place
from mlsys_course.memory.shown import Progress
from mlsys_course.result import Result

TOP = Path(__file__).resolve().parents[1]
NAMES = sorted(
    path.stem for name in chapters.names() for path in (TOP / staff.path_of(name, "x")).parent.glob("*")
)
NAME = NAMES[0]
HOME = next(path for path in sorted(TOP.glob("release/*/*.ipynb")) if f'"{NAME}"' in path.read_text())
ANSWER = "The slowest part sets the pace, so I would measure every part before I buy anything new."


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> keeping.Store:
    kept = keeping.Store(None)
    monkeypatch.setattr(memory, "store", lambda: kept)
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    return kept


@pytest.fixture
def notebook(store: keeping.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the notebook of a question, open in JupyterLab in an open course."""
    path = tmp_path / HOME.name
    shutil.copy(HOME, path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.setattr(place, "somebody_is_here", lambda: True)
    monkeypatch.chdir(tmp_path)
    return path


def write(path: Path, text: str, name: str = NAME) -> None:
    """Save an answer in a notebook, as JupyterLab does."""
    found = notebooks.load(path)
    for cell in found.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            cell.source = text
    path.write_bytes(notebooks.dumps(found))


def shown(name: str = NAME) -> SelfCheck:
    found = check(name)
    assert isinstance(found, SelfCheck)
    return found


def texts(found: Written) -> tuple[str, ...]:
    return (found.good, found.tempting, found.why, *(one.question for one in found.checks))


def all_of(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_of(child)


def seen(self_check: SelfCheck) -> str:
    """Return everything that stands on the page, live and asleep."""
    live = " ".join(f"{one.value if hasattr(one, 'value') else ''} {getattr(one, 'description', '')}"
                    for one in all_of(self_check.widget))  # fmt: skip
    return f"{live} {self_check.face()} {self_check!r}"


def press(self_check: SelfCheck, label: str) -> None:
    next(one for one in all_of(self_check.widget) if getattr(one, "description", "") == label).click()


# --- what stands in the files -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_written_question_has_all_that_it_takes(name: str) -> None:
    found = staff.question(name)
    assert 80 <= len(found.good.split()) <= 150
    assert 60 <= len(found.tempting.split()) <= 150, "one that is much shorter gives itself away"
    assert found.good != found.tempting
    for text in texts(found):
        assert not re.search(r"\{\{|\}\}|<!--|  |\bnan\b|dimensionless", text), text
        assert text.rstrip().endswith((".", "?"))


def test_the_model_answer_that_graders_see_is_the_good_one() -> None:
    for path in sorted(TOP.glob("source/*/*.ipynb")):
        for cell in notebooks.load(path).cells:
            name = str(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if name in NAMES:
                assert " ".join(staff.question(name).good.split()) in " ".join(cell.source.split())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("misses = 2", "misses = 4", "misses is 4; say which of the 3 checks"),
        ("misses = 2", "misses = '2'", "misses is '2'"),
        ("why =", "because =", "holds because; it knows"),
        ("tempting = '''", "tempting = '''\n'''\nliteral = '''", "has no tempting"),
        ("The hardware figure counts", "good = ", "cannot be read as TOML"),
        ("points = 0.5", "points = 0", "a check has points above 0"),
        ("recomputation?", "recomputation.", "ends in a question mark"),
        ("recomputation?", "`recomputation`?", "as plain text"),
        ("[[checks]]\npoints = 1\n" 'question = "Do you name recomputation?"', "", "has 2 [[checks]]; write"),
        (small_course.WRITTEN.split("'''")[1][:300], "Short. ", "words; write 80 to 150"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in small_course.WRITTEN
    text = small_course.WRITTEN.replace(old, new)
    if "TOML" in words:
        text = "good = '''\n" + text
    (tmp_path / "explain_why.toml").write_text(text)
    with pytest.raises(staff.WrittenError) as refused:
        staff.read(tmp_path / "explain_why.toml")
    assert words in str(refused.value)


# --- one's own answer first ---------------------------------------------------------------------------------


def test_before_ones_own_answer_is_saved_nothing_is_told(notebook: Path) -> None:
    found = shown()
    assert "Nothing is saved in the cell above yet." in found.face()
    for words in ("", "YOUR ANSWER HERE", "Because of the bottleneck."):
        write(notebook, words)
        press(found, "My answer is saved")
        assert not found.wrote
    assert "So far it has 4 words" in found.face() and "Run this cell" in found.face()
    page = seen(found)
    assert not [text for text in texts(staff.question(NAME)) if text[:40] in page]
    with pytest.raises(ValueError, match="once your answer is saved"):
        found.tick(1)
    with pytest.raises(ValueError, match="once both are shown"):
        found.choose("A")
    assert found.compare().answers is None


NONSENSE = {
    "only 1 different": "asdf " * 60,
    "only 4 different": "I do not know. " * 20,
    "no English sentences": " ".join(f"{one}{two}x" for one in "qwrtz" for two in "asdfg"),
    "So far it has 2 words": "Lorem ipsum",
}


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_opens_nothing_and_is_told_what_to_write(notebook: Path, said: str) -> None:
    found = shown()
    write(notebook, NONSENSE[said])
    press(found, "My answer is saved")
    assert not found.wrote and said in found.face()
    assert not [text for text in texts(staff.question(NAME)) if text[:40] in seen(found)]


@pytest.mark.parametrize("name", NAMES)
def test_an_honest_answer_is_one_however_good_it_is(store: keeping.Store, name: str) -> None:
    question = staff.question(name)
    for text in (question.good, question.tempting, ANSWER, f"I think that {question.why}"):
        assert SelfCheck(question).look(text).wrote, text


def test_a_saved_answer_opens_the_list_then_two_answers_then_the_verdict(
    notebook: Path, store: keeping.Store
) -> None:
    written = staff.question(NAME)
    found = shown()
    write(notebook, ANSWER)
    press(found, "My answer is saved")
    page = seen(found)
    assert all(one.question in page for one in written.checks)
    assert written.good not in page and written.tempting not in page and written.why not in page
    boxes = [one for one in all_of(found.widget) if one.__class__.__name__ == "Checkbox"]
    boxes[0].value = boxes[-1].value = True
    points = written.checks[0].points + written.checks[-1].points
    assert f"You would give yourself {points:g} of {written.points:g} points." in seen(found)
    assert found.points == points and sum(found.ticks) == 2
    press(found, "Compare with two answers")
    page = seen(found)
    assert written.good in page and written.tempting in page and written.why not in page
    bad = "A" if found.good == "B" else "B"
    press(found, f"Answer {bad} is the good one")
    page = seen(found)
    assert f"No: {found.good} is the good one." in page and written.why in page
    assert found.choose(found.good).chosen == bad, "the first word stands"
    (entry,) = store.state()["written"].values()
    assert entry["points"] == points and entry["told"] is False
    kept = repr(Progress(store.state(), ""))
    assert f"{NAME} (points you gave yourself: {points:g}, good answer found: no)" in kept
    assert ANSWER not in json.dumps(entry) and set(entry) >= {"wrote", "ticks", "shown_first", "chosen"}


def test_the_right_choice_is_told_so(notebook: Path) -> None:
    write(notebook, ANSWER)
    found = shown().compare()
    assert f"Yes: {found.good} is the good one." in found.choose(found.good).face()


def test_another_day_it_is_as_it_was(notebook: Path) -> None:
    write(notebook, ANSWER)
    first = shown().tick(1).tick(2).tick(2, False).compare()
    first.choose("A")
    write(notebook, "")
    for _ in range(5):
        again = shown()
        assert again.ticks[:2] == (True, False) and again.chosen == "A"
        assert again.answers == first.answers and again.face() == first.face()


def test_the_order_of_the_two_is_left_to_chance(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(notebook, ANSWER)
    orders = set()
    for _ in range(40):
        monkeypatch.setattr(memory, "store", functools.cache(lambda: keeping.Store(None)))
        orders.add(shown().compare().good)
    assert orders == {"A", "B"}


def test_without_a_notebook_in_sight_the_answer_is_typed(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a renamed notebook, and in a browser without a server."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook.with_name("renamed.ipynb")))
    found = shown()
    assert "cannot be found from here" in found.face()
    (box,) = [one for one in all_of(found.widget) if one.__class__.__name__ == "Textarea"]
    assert "mlsys-in-order" in box._dom_classes and not box.continuous_update
    box.value = "Too short."
    press(found, "This is my answer")
    assert not found.wrote and "So far it has 2 words" in found.face()
    box.value = ANSWER
    press(found, "This is my answer")
    assert found.wrote and "Read your answer again." in seen(found)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"cells": [1]}', b'{"cells": [{"metadata": []}]}', b"\xff"]
)
def test_a_notebook_that_cannot_be_read_is_none(notebook: Path, content: bytes) -> None:
    notebook.write_bytes(content)
    assert saved.answer(NAME) is None and not shown().wrote


def test_of_two_copies_of_the_cell_the_one_written_in_counts(notebook: Path) -> None:
    found = notebooks.load(notebook)
    cell = next(c for c in found.cells if c.metadata.get("nbgrader", {}).get("grade_id") == NAME)
    found.cells.append(copy.deepcopy(cell))
    found.cells[-1].update(source=ANSWER, id="copy")
    notebook.write_bytes(notebooks.dumps(found))
    assert saved.answer(NAME) == ANSWER


def test_what_is_shown_is_escaped(notebook: Path) -> None:
    tricky = student.Check("Is 1 < 2 & <b>bold</b>?", 1)
    written = Written(NAME, f"good <i> {ANSWER}", "bad <i>", "why <i>", 1, (tricky,))
    write(notebook, ANSWER)
    found = SelfCheck(written).compare().choose("A")
    assert "<b>bold" not in found.face() and "<i>" not in found.face()
    assert "&lt;b&gt;bold" in found.face()


def test_in_a_personal_course_the_answers_say_whose_numbers_they_use(notebook: Path) -> None:
    write(notebook, ANSWER)
    assert "the book's numbers" not in shown().compare().face()
    notebook.with_name("course.toml").write_text("personal = true\n")
    assert "These answers use the book's numbers; yours may be others." in shown().face()


# --- where there is one sentence and no more ----------------------------------------------------------------


def one_line(name: str = NAME) -> None:
    found = check(name)
    assert isinstance(found, Result)
    assert repr(found) == "A person reads this answer: no program checks it."
    assert found.message in found._repr_html_()


def test_without_the_staff_package_there_is_one_line(
    notebook: Path, store: keeping.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notebook, ANSWER)
    monkeypatch.setattr(student, "_finder", lambda: None)
    one_line()
    one_line("explain_anything")
    assert store.state() == {}


def test_a_course_can_switch_it_off(notebook: Path, store: keeping.Store) -> None:
    write(notebook, ANSWER)
    notebook.with_name("course.toml").write_text("help = false\n")
    one_line()
    assert store.state() == {}


def test_where_a_program_runs_the_notebook_there_is_one_line(
    notebook: Path, store: keeping.Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(notebook, ANSWER)
    monkeypatch.setattr(place, "somebody_is_here", lambda: False)
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    one_line()
    assert store.state() == {} and capsys.readouterr() == ("", "")


def test_a_name_that_is_none_names_the_closest(notebook: Path) -> None:
    found = check(NAME[:-1])
    assert isinstance(found, Result) and f"Did you mean {NAME!r}?" in found.message
    notebook.with_name("course.toml").write_text("help = 3\n")
    assert "help must be a bool" in str(check(NAME))


# --- in a real kernel ---------------------------------------------------------------------------------------


def test_a_real_kernel_finds_the_saved_answer_and_keeps_what_was_done(notebook: Path) -> None:
    """The kernel has its notebook's name from Jupyter; each cell of somebody's says which one it is."""
    environment = {**os.environ, "JPY_SESSION_NAME": str(notebook), "HOME": str(notebook.parent)}
    environment.pop("MLSYS_PROGRESS", None)
    manager, client = start_new_kernel(cwd=str(notebook.parent), env=environment)
    said: list[str] = []

    def run(code: str, **metadata: str) -> str:
        said.clear()
        content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}}
        message = client.session.msg(
            "execute_request", {**content, "allow_stdin": False, "stop_on_error": True}
        )
        message["metadata"] = metadata
        client.shell_channel.send(message)
        while True:
            found = client.get_iopub_msg(timeout=120)
            if found["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if found["msg_type"] == "status" and found["content"]["execution_state"] == "idle":
                return "\n".join(said)
            data = found["content"].get("data", {})
            said.append(str(found["content"].get("text", "")) + str(data.get("text/plain", "")))

    call = f"from mlsys_course import check\ncheck({NAME!r})"
    try:
        assert "A person reads this answer" in run(call), "nobody sits there yet"
        assert "Nothing is saved in the cell above yet." in run(call, cellId="a")
        write(notebook, ANSWER)
        assert "You would give yourself 0 of" in run(call, cellId="a")
        assert "[x]" in run(f"shown = check({NAME!r}).tick(1).compare()\nprint(repr(shown))", cellId="b")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    (kept,) = [json.loads(path.read_text()) for path in notebook.parent.rglob(place.FILE)]
    assert kept["written"][NAME]["ticks"] == {"1": True} and kept["written"][NAME]["shown_first"]
    assert ANSWER not in json.dumps(kept)


def test_where_the_grader_runs_nothing_of_it_is_loaded() -> None:
    """The students' half alone says its line, and reaches for no notebook and no progress file."""
    code = (
        "import sys\n"
        "sys.modules['autograder'] = None\n"
        "from importlib import metadata\n"
        "metadata.entry_points = lambda **_: []\n"
        "from mlsys_course import check\n"
        f"print(check({NAME!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "A person reads this answer: no program checks it.\n" and not done.stderr


def test_check_all_knows_what_learners_gave_themselves(notebook: Path) -> None:
    assert "The saved notebook holds nothing yet." in repr(check_all())
    write(notebook, ANSWER)
    assert "read by a person" in repr(check_all())
    points = shown().tick(1).points
    said = repr(check_all())
    assert "judged by you" in said and f"By your own list {points:g} of 3 points." in said


def test_two_machines_progress_becomes_one(notebook: Path, store: keeping.Store) -> None:
    """The later one's ticks stand, and the order of the two answers is that of one of them."""
    write(notebook, ANSWER)
    one = shown().tick(1).compare()
    before = store.state()
    one.tick(1, False).tick(2).choose("B")
    both = keeping.merged(before, store.state())["written"][NAME]
    assert both == store.state()["written"][NAME]
    assert re.match(r"\d{4}-", both["first"]) and both["shown_first"] in ("good", "tempting")
