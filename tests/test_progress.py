"""What a learner did is kept: whole, bounded, in the right place, and in nobody's way."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from mlsys_course import check, memory, practice, predict, progress
from mlsys_course.chapters import names
from mlsys_course.contracts import load_all
from mlsys_course.exercise import find
from mlsys_course.memory import keeping as stores
from mlsys_course.memory import place
from mlsys_course.memory.keeping import Store
from mlsys_course.widgets import predict as predicting
from mlsys_course.widgets.predict import predictions

CHAPTER = names()[0]
EXERCISE = next(name for name, contract in load_all().items() if contract.kind == "quantity")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the file that progress is kept in during a test."""
    path = tmp_path / "kept" / place.FILE
    path.parent.mkdir()
    monkeypatch.setenv(place.VARIABLE, str(path))
    for name in [name for name in os.environ if name.startswith("NBGRADER_")]:
        monkeypatch.delenv(name)
    restart(monkeypatch)
    yield path


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what a kernel knows."""
    monkeypatch.setattr(stores, "_stores", {})
    monkeypatch.setattr(predicting, "_MADE", {})


def content(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


# ---------------------------------------------------------------------------------------------- what is kept


def test_a_prediction_lasts_and_the_first_guess_stays_first(file: Path, monkeypatch: Any) -> None:
    asked = predict("How many times faster?", unit="times")
    covered = asked.compare(1.75)
    assert not file.exists() or "1.75" not in file.read_text(), "the answer lies open before the guess"
    asked.record(3)
    asked.record("2")
    assert "Your guess: 3 times. Answer: 1.75 times." in repr(covered)
    restart(monkeypatch)
    again = predict("How many times faster?", unit="times")
    assert again is not asked and again.guesses == [3.0, 2.0]
    assert "Your guess: 3 times" in repr(again.compare(1.75))
    assert predict("How many times faster?", unit="day").guesses == [], "that is another question"
    kept = content(file)["predictions"]["How many times faster?"]
    assert [one["guess"] for one in kept["guesses"]] == [3.0, 2.0] and kept["truth"] == 1.75


def test_the_predictions_of_a_lesson_last_whatever_cells_run(file: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "another.ipynb")
    predict("What does another lesson ask?", unit="km").record(1)
    restart(monkeypatch)
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    for number, question in enumerate(("The first?", "The second?", "The third?"), 1):
        asked = predict(question, unit="km")
        asked.record(number)
        asked.compare(10 * number)
    lines = [
        "1. The first? You: 1 km. Answer: 10 km.",
        "2. The second? You: 2 km. Answer: 20 km.",
        "3. The third? You: 3 km. Answer: 30 km.",
    ]
    assert repr(predictions()) == "\n".join(lines)
    restart(monkeypatch)
    predict("The second?", unit="km").compare(20)
    predict("The fourth?", unit="km")
    assert repr(predictions()).splitlines() == [
        *lines, "4. The fourth? You: no prediction. Answer: covered.",
    ]  # fmt: skip


def test_a_guess_that_comes_again_is_not_listed_again() -> None:
    asked = predict("Too high or too low?", choices=["too high", "about right", "too low"])
    for guess in ("about right", "about right"):
        asked.record(guess)
    assert "Later" not in repr(asked)
    for guess in ("too low", "too low", "about right"):
        asked.record(guess)
    assert "Later you said too low." in repr(asked)
    many = predict("How many?", unit="km")
    for guess in (7, *range(1, 20), 7, 19, 3):
        many.record(guess)
    assert "Later you said …, 17 km, 18 km, 19 km, 3 km." in repr(many)


def test_progress_says_that_a_passed_answer_is_another_one_now(file: Path) -> None:
    memory.check(EXERCISE, True, "accepted", "right")
    assert "passed before" not in repr(progress()) and "passed" in repr(progress())
    memory.check(EXERCISE, False, "not yet right", "wrong")
    assert "passed before, not yet right now" in repr(progress())


def test_progress_calls_practice_by_its_title(file: Path) -> None:
    exercise = find("additional_gpus")
    memory.practised(exercise.bank, True, True, "somewhere")
    assert exercise.title in repr(progress()) and exercise.bank not in repr(progress())


def test_a_choice_that_is_none_any_more_is_no_guess(file: Path, monkeypatch: Any) -> None:
    predict("Which?", choices=["data", "compute"]).record("data")
    restart(monkeypatch)
    assert predict("Which?", choices=["model", "compute"]).guesses == []
    restart(monkeypatch)
    assert predict("Which?", choices=["data", "model"]).guesses == ["data"]


def test_checks_are_counted_by_answers_and_never_hold_them(file: Path, monkeypatch: Any) -> None:
    for answer in (..., 1234567.0, 1234567.0, -1234567.0):
        check(EXERCISE, answer)
    assert memory.tries(EXERCISE) == 2 and not memory.passed(EXERCISE)
    restart(monkeypatch)
    check(EXERCISE, -1234567.0)
    assert memory.tries(EXERCISE) == 2, "the cell has only run again"
    check("no_such_exercise", 3)
    assert set(content(file)["checks"]) == {EXERCISE}
    assert "1234567" not in file.read_text()
    memory.check(EXERCISE, True, "accepted", "right")
    assert memory.passed(EXERCISE) and memory.tries(EXERCISE) == 3


def test_help_and_practice_are_kept(file: Path, monkeypatch: Any) -> None:
    memory.help_seen("training_days", 2)
    memory.help_seen("training_days", 1)
    session = practice(_section(), seed=1, chapter=CHAPTER)
    code = session.exercise.bank
    session.answer(-1e99)
    session.answer(-1e98)
    restart(monkeypatch)
    assert memory.help_step("training_days") == 2
    kept = memory.look("practice")[code]
    assert (kept["asked"], kept["right"], kept["streak"]) == (1, 0, 0)
    for _ in range(3):
        memory.practised(code, True, True, "here")
    assert memory.look("practice")[code]["streak"] == 3
    memory.practised(code, True, False, "here")
    assert memory.look("practice")[code]["streak"] == 0


def _section() -> str:
    from mlsys_course.chapters import find

    return find(CHAPTER).sections[0]


def test_a_part_of_the_course_keeps_a_kind_of_its_own(file: Path, monkeypatch: Any) -> None:
    memory.record("cards", "I1", stability=2.5, steps=[1, 2], state={"due": "2026-01-01"})
    memory.change("cards", "I1", lambda entry: entry.update(stability=entry["stability"] * 2))
    restart(monkeypatch)
    assert memory.look("cards")["I1"]["stability"] == 5.0
    assert memory.look("cards")["I1"]["state"] == {"due": "2026-01-01"}
    memory.look("cards")["I1"]["stability"] = 0
    assert memory.look("cards")["I1"]["stability"] == 5.0, "what is looked at is a copy"


@pytest.mark.parametrize("value", [lambda: 1, float("nan"), {1, 2}, b"x", 10**400, {"a": {"b": {"c": {}}}}])
def test_what_no_file_can_hold_is_refused_without_an_error(file: Path, value: Any, capsys: Any) -> None:
    memory.record("odd", "one", value=value)
    memory.record("odd", "two", value=1)
    assert set(memory.look("odd")) == {"two"}
    assert "cannot be kept" in capsys.readouterr().out


# ------------------------------------------------------------------------------------------------- the file


WRITER = """
import sys
from mlsys_course import memory
for number in range(40):
    memory.record("both", f"{sys.argv[1]}-{number}", number=number)
    memory.change("both", "count", lambda entry: entry.update(n=entry.get("n", 0) + 1))
"""


def test_kernels_that_write_at_once_lose_nothing(file: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, name], env=dict(os.environ)) for name in "abc"]
    assert [one.wait(120) for one in running] == [0, 0, 0]
    kept = content(file)["both"]
    assert len(kept) == 121 and kept["count"]["n"] == 120
    assert sorted(path.name for path in file.parent.iterdir()) == [f".{place.FILE}.lock", place.FILE]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1', "\x00\xff", "[" * 100_000, '{"about": "no format"}']
)
def test_a_broken_file_is_kept_aside_and_said_once(file: Path, text: str, capsys: Any) -> None:
    file.write_text(text, encoding="latin-1")
    memory.record("any", "one", n=1)
    memory.record("any", "two", n=2)
    assert set(content(file)["any"]) == {"one", "two"}
    aside = file.with_name("mlsys-progress.broken-1.json")
    assert aside.read_text(encoding="latin-1") == text
    assert capsys.readouterr().out.count(aside.name) == 1


def test_of_a_file_that_was_edited_what_can_be_used_is_used(file: Path, capsys: Any) -> None:
    memory.check("good", True)
    raw = content(file)
    raw["checks"]["bad"] = "text"
    raw["predictions"] = [1]
    raw["checks"]["odd"] = {"tries": "many", "passed": "<script>alert(1)</script>"}
    file.write_text(json.dumps(raw))
    assert memory.passed("good") and memory.tries("odd") == 0
    assert file.with_name("mlsys-progress.broken-1.json").is_file()
    assert "<script>" not in progress()._repr_html_()
    memory.check("new", False)
    assert set(content(file)["checks"]) == {"good", "odd", "new"}
    capsys.readouterr()


def test_a_file_of_another_version_is_left_alone(file: Path, capsys: Any) -> None:
    text = json.dumps({"format": 2, "checks": {}})
    file.write_text(text)
    memory.check("one", True)
    assert file.read_text() == text and memory.passed("one")
    assert "another version of the course" in capsys.readouterr().out


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_where_nothing_can_be_written_it_lasts_as_long_as_the_kernel(
    file: Path, monkeypatch: Any, capsys: Any, error: int
) -> None:
    memory.record("any", "before", n=1)
    before = file.read_bytes()

    def fails(*args: Any, **named: Any) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        for number in range(3):
            memory.record("any", f"n{number}", n=number)
            assert check(EXERCISE, 3) is not None
        assert file.read_bytes() == before
        assert set(memory.look("any")) == {"before", "n0", "n1", "n2"}
    said = capsys.readouterr().out
    assert said.count("cannot be saved") == 1 and "until this notebook's kernel stops" in said
    assert len(list(file.parent.iterdir())) == 2, "a half-written file was left"
    memory.record("any", "after", n=9)  # there is room again
    assert set(content(file)["any"]) == {"before", "n0", "n1", "n2", "after"}


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="takes root to become somebody else"
)
def test_a_folder_that_is_not_ones_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    code = "from mlsys_course import memory\nfor n in range(3): memory.record('a', 'b', n=n)\n"
    code += "print(memory.look('a'))"
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", code]
    environment = {**os.environ, place.VARIABLE: str(tmp_path / "x.json"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if "Permission denied" in done.stderr and "python" in done.stderr:
        pytest.skip("nobody else may run this Python")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("cannot be saved") == 1 and "'n': 2" in done.stdout


def test_the_file_stays_small_and_drops_the_oldest(file: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(stores, "MOST_BYTES", 20_000)
    monkeypatch.setattr(stores, "MOST_ENTRIES", 100)
    for number in range(150):
        monkeypatch.setattr(memory, "now", lambda number=number: f"2026-01-01T00:{number:04}Z")
        memory.record("any", f"n{number}", text="x" * 100_000, items=list(range(1000)))
    assert file.stat().st_size <= 20_000
    kept = memory.look("any")
    assert "n149" in kept and "n0" not in kept
    assert kept["n149"]["items"][:2] == [0, 1] and kept["n149"]["items"][-1] == 999


def test_a_held_lock_holds_up_nobody_for_long(file: Path, monkeypatch: Any, capsys: Any) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(stores, "SECONDS", 0.05)
    memory.record("any", "one", n=1)
    with open(file.with_name(f".{place.FILE}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        memory.record("any", "two", n=2)
        assert set(content(file)["any"]) == {"one"} and set(memory.look("any")) == {"one", "two"}
    memory.record("any", "three", n=3)
    assert set(content(file)["any"]) == {"one", "two", "three"}
    assert "Another notebook" in capsys.readouterr().out


def test_two_machines_become_one(tmp_path: Path) -> None:
    here, there = Store(tmp_path / "a.json"), Store(tmp_path / "b.json")
    for store, tries, time in ((here, 4, "2026-01-01"), (there, 2, "2026-02-02")):
        entry = {
            "tries": tries,
            "first": time,
            "last": time,
            "verdict": time,
            "guesses": [{"at": time, "guess": 1}],
        }
        store.join({"checks": {"both": entry, time: dict(entry)}})
    assert here.join(there.state())
    both = here.state()["checks"]
    assert set(both) == {"both", "2026-01-01", "2026-02-02"}
    assert (both["both"]["tries"], both["both"]["verdict"], both["both"]["first"]) == (
        4,
        "2026-02-02",
        "2026-01-01",
    )
    assert [one["at"] for one in both["both"]["guesses"]] == ["2026-01-01", "2026-02-02"]
    before = here.state()
    assert here.join(there.state()) and here.state() == before, "bringing it twice changes nothing"


# ------------------------------------------------------------------------------------ where, and where not


def _graded(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    notebook.cells[0].metadata["nbgrader"] = {"grade_id": "x"}
    nbformat.write(notebook, path)


@pytest.mark.parametrize(
    ("notebook", "folder"),
    [
        (f"course/work/notebooks/{CHAPTER}", "course/work"),
        (f"course/work/release/{CHAPTER}", "course/work"),
        (f"course/notebooks/{CHAPTER}", "course"),
        (f"course/{CHAPTER}", "course"),
        (f"fetched/{CHAPTER}", "fetched"),
        (f"fetched/{CHAPTER}/deeper", "fetched"),
        ("fetched/homework", "fetched"),
        ("fetched/homework/deeper", "fetched"),
        ("course/release/homework", "course"),
        ("alone", "alone"),
    ],
)
def test_it_lies_above_every_assignment(tmp_path: Path, monkeypatch: Any, notebook: str, folder: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    (tmp_path / notebook).mkdir(parents=True)
    (tmp_path / "course").mkdir(exist_ok=True)
    (tmp_path / "course" / "course.toml").write_text("")
    if "homework" in notebook:
        parts = Path(notebook).parts
        _graded(tmp_path.joinpath(*parts[: parts.index("homework") + 1], "own.ipynb"))
    if "fetched" in notebook:  # a released assignment can bring settings of its own
        (tmp_path / "fetched" / Path(notebook).parts[1] / "course.toml").write_text("")
    place.learners_folder.cache_clear()
    assert place.learners_folder(tmp_path / notebook) == (tmp_path / folder).resolve()


def test_on_a_hub_it_lies_in_the_home_folder(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    for inside in (f"mlsys-course/notebooks/{CHAPTER}", f"course101/{CHAPTER}"):
        place.learners_folder.cache_clear()
        assert place.learners_folder(tmp_path / inside) == tmp_path.resolve()


CELL = f"from mlsys_course import check, memory, predict\ncheck({EXERCISE!r}, 3)\npredict('How?').record(3)\n"


def test_a_notebook_that_a_program_runs_keeps_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks" / CHAPTER
    folder.mkdir(parents=True)
    cell = CELL + "from mlsys_course.memory import place\nplace.progress_file()"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    assert not notebook.cells[0].outputs, "the place is None"
    assert not list(tmp_path.rglob("*progress*"))


@pytest.mark.parametrize("name", ["NBGRADER_VALIDATING", "NBGRADER_EXECUTION"])
def test_nothing_is_kept_where_nbgrader_runs(file: Path, monkeypatch: Any, name: str) -> None:
    monkeypatch.setenv(name, "1")
    check(EXERCISE, 3)
    predict("How?").record(3)
    assert not list(file.parent.iterdir())
    assert memory.tries(EXERCISE) == 1, "it is known as long as the kernel runs"


def test_it_can_be_switched_off(file: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv(place.VARIABLE, "off")
    check(EXERCISE, 3)
    assert not list(file.parent.iterdir())


# ---------------------------------------------------------------------------------------- shown to people


def test_progress_shows_everything_and_runs_nothing(file: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    predict(f"{evil}?", choices=[evil, "b"]).record(evil)
    asked = predict("How fast?", unit="times")
    asked.record(3)
    memory.check(EXERCISE, True)
    memory.check(evil, True)
    memory.help_seen(EXERCISE, 2)
    memory.practised(evil, True, True, evil)
    shown = progress()
    html, text = shown._repr_html_(), repr(shown)
    assert evil not in html and "&lt;img" in html
    for one in (html, text):
        assert "2 predictions" in one and "3 times" in one and "covered" in one and EXERCISE in one
        assert "1 of 1 right at the first try" in one and str(file) in one
    assert "1 of " in text and "color" not in html, "no colour of its own: it is read in dark pages, too"


def test_a_kernel_in_a_browser_has_somebody_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLite's shell has a kernel and cannot be asked for the message that it works on."""
    shell = type("Interpreter", (), {"kernel": object()})()
    monkeypatch.setitem(sys.modules, "IPython", type(sys)("IPython"))
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell, raising=False)
    monkeypatch.setattr(place, "_seen_learner", False)
    assert not place.somebody_is_here()
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert place.somebody_is_here()
