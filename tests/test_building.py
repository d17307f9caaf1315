"""Masters become notebooks, contracts and a release, through the real jupytext and the real nbgrader."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
import small_course
from nbformat.notebooknode import NotebookNode

from autograder import substitution
from autograder.building import (
    BuildError,
    build,
    check,
    execution,
    exports,
    leaks,
    notebooks,
    release,
    variants,
    ways,
)
from mlsys_course import chapters
from mlsys_course.contracts import Contract
from mlsys_course.help import saved

pytestmark = pytest.mark.xdist_group("building")  # one small course, built once

SOURCE = Path("source/ch01_introduction/06_law_exercises.ipynb")
RELEASE = Path("release/ch01_introduction/06_law_exercises.ipynb")
LESSON = Path("notebooks/ch01_introduction/06_law.ipynb")
CONTRACTS = Path("mlsys_course/chapters/ch01_introduction/contract.json")
ASKED = CONTRACTS.with_name("notebooks.json")


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small course, built."""
    root = small_course.make(tmp_path_factory.mktemp("course"))
    build(execute=False, root=root, exercises=small_course.EXERCISES)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the built course that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "course"))


def cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in notebook.cells}


# --- what is built ----------------------------------------------------------------------------


def test_the_exact_set_of_files_is_built(built: Path) -> None:
    made = (LESSON, SOURCE, RELEASE, CONTRACTS, ASKED, Path("START.ipynb"), *exports.files())
    assert set(files(built)) == {
        path.as_posix()
        for path in (small_course.LESSON_PATH, small_course.GRADED_PATH, small_course.WRITTEN_PATH, *made)
    }


def test_a_second_build_elsewhere_has_the_same_bytes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    root = small_course.make(tmp_path / "again")
    build(execute=False, root=root, exercises=small_course.EXERCISES)
    assert files(root) == files(built)


def test_check_build_is_silent_on_what_was_built_and_names_what_was_not(course: Path) -> None:
    assert check(course, small_course.EXERCISES) == []
    (course / RELEASE).write_bytes((course / RELEASE).read_bytes() + b"\n")
    (course / CONTRACTS).unlink()
    assert check(course, small_course.EXERCISES) == [
        "mlsys_course/chapters/ch01_introduction/contract.json has not been built. Run: make build",
        f"{RELEASE} is not what its master says. Edit that, then run: make build",
    ]


def test_check_build_sees_a_master_that_was_edited(course: Path) -> None:
    master = course / small_course.LESSON_PATH
    master.write_text(master.read_text(encoding="utf-8").replace("large", "huge"), encoding="utf-8")
    assert [line.split()[0] for line in check(course, small_course.EXERCISES)] == [LESSON.as_posix()]


@pytest.mark.parametrize("path", [LESSON, SOURCE, RELEASE])
def test_notebooks_are_clean(built: Path, path: Path) -> None:
    text = (built / path).read_text(encoding="utf-8")
    raw = json.loads(text)
    assert text == json.dumps(raw, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert set(raw["metadata"]) == {"kernelspec", "language_info"}
    assert raw["metadata"]["kernelspec"]["name"] == "python3"
    added = ["all-answers", "check-all"] * (path != LESSON) + [ways.END_CELL]
    own, last = raw["cells"][: -len(added)], raw["cells"][-len(added) :]
    assert [cell["id"] for cell in last] == added
    for number, cell in enumerate(own, 1):
        assert cell["id"] == cell["metadata"].get("nbgrader", {}).get("grade_id", f"cell-{number:03d}")
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    nbformat.validate(nbformat.from_dict(raw))


def test_points_come_from_the_key(built: Path) -> None:
    for path in (SOURCE, RELEASE):
        graded = cells(notebooks.load(built / path))
        assert graded["test_run_days"].metadata.nbgrader.points == 2
        assert graded["test_speedup"].metadata.nbgrader.points == 1.5
        assert graded["explain_recompute"].metadata.nbgrader.points == 2


def test_what_a_notebook_asks_is_known_by_its_headings_and_nothing_else(built: Path) -> None:
    assert json.loads((built / ASKED).read_text(encoding="utf-8")) == {
        SOURCE.stem: [
            {"name": "run_days", "title": "Days", "points": 2, "objectives": [4]},
            {"name": "speedup", "title": "The law", "points": 1.5, "objectives": [4]},
            {"name": "explain_recompute", "title": "In words", "points": 2, "written": True},
        ]
    }


def test_contracts_are_what_the_student_package_reads(built: Path) -> None:
    rows = [Contract(**row) for row in json.loads((built / CONTRACTS).read_text(encoding="utf-8"))]
    assert [(row.name, row.unit, row.points) for row in rows] == [
        ("run_days", "day", 2),
        ("speedup", None, 1.5),
    ]


def test_prose_numbers_are_filled_in(built: Path) -> None:
    assert "A run of 3.14×10²³ FLOP is" in notebooks.load(built / LESSON).cells[0].source
    assert "worth 2 points" in notebooks.load(built / RELEASE).cells[0].source


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{1 / 0}}", "division by zero"),
        ("{{unknown}}", "there is no 'unknown' here, only points"),
        ("{{2 / 3}}", "say how it is to look"),
        ("{{open('x')}}", "there is no 'open' here"),
        (r"$\frac{{a}{b}$", "never closed"),
        ("{{points.nobody:g}}", "nobody"),
    ],
)
def test_a_field_that_cannot_be_filled_in_says_why(text: str, words: str) -> None:
    with pytest.raises(substitution.SubstitutionError, match=words):
        substitution.fill(text, substitution.Names("lesson" if "points" not in text else "graded", {}))


def test_places_of_the_book_are_called_as_a_reader_calls_them() -> None:
    edition = chapters.Edition("owner/book", "queues.qmd", "0123abcd45", "2026-03-01")
    law = chapters.Anchor("eq-queues-little", "Little's law", "Equation 90.1")
    printed = chapters.Chapter(
        "ch90_queues", "Queues", "Q", {}, {law.name: law}, edition, Path(), {"fn-little": law.name}
    )
    text = "See @eq-queues-little; mail me@eq-queues.org. (@fn-little)"
    shown = "See Equation 90.1; mail me@eq-queues.org. (a footnote of Equation 90.1)"
    assert substitution.places(text, printed) == shown
    online = dataclasses.replace(
        printed, edition=dataclasses.replace(edition, web="https://book.example/q.html")
    )
    linked = "[Equation 90.1](https://book.example/q.html#eq-queues-little)"
    assert substitution.places("See @eq-queues-little.", online) == f"See {linked}."
    with pytest.raises(substitution.SubstitutionError, match="Did you mean 'eq-queues-little'?"):
        substitution.places("By @eq-queue-little", printed)
    with pytest.raises(substitution.SubstitutionError, match="write @eq-queues-little"):
        substitution.places("By `eq-queues-little`", printed)


@pytest.mark.parametrize(
    ("source", "code", "left"),
    [
        ("x = 3  # literal: three", True, "x = 3"),
        ("# literal: all of them\nx = 3\n\ny = 4  # four", True, "x = 3\n\ny = 4  # four"),
        ("rate = 2  # 4  # told: 2 is a rate", True, "rate = 2  # 4"),
        ('print("# literal: kept")', True, 'print("# literal: kept")'),
        ("%matplotlib inline\nx = (", True, "%matplotlib inline\nx = ("),
        ("Six. <!-- literal: a\nchoice --> Seven. <!-- kept -->", False, "Six. Seven. <!-- kept -->"),
    ],
)
def test_notes_of_authors_stay_with_them(source: str, code: bool, left: str) -> None:
    assert substitution.without_notes(source, code) == left


def test_a_graded_question_cannot_print_constants() -> None:
    with pytest.raises(substitution.SubstitutionError, match="there is no 'A100_TDP' here, only points"):
        substitution.fill("{{A100_TDP.value}}", substitution.Names("graded", {}))


# --- the release ------------------------------------------------------------------------------


def test_a_released_answer_keeps_its_stub_and_nothing_of_the_solution(built: Path) -> None:
    released = cells(notebooks.load(built / RELEASE))
    assert released["run_days"].source == "run_days = ...\n# YOUR CODE HERE"
    assert released["speedup"].source == (
        'def speedup(p, s):\n    """Return how many times faster the whole becomes."""\n'
        "    # YOUR CODE HERE\n    return ..."
    )
    assert released["test_run_days"].source == 'check("run_days")'
    assert released["ask_recompute"].source.strip() == "## In words\n\nWhy do two published figures differ?"
    assert released["explain_recompute"].source == saved.STUB
    namespace: dict[str, object] = {}
    exec(released["run_days"].source + "\n" + released["speedup"].source, namespace)
    assert namespace["run_days"] is ...
    speedup = namespace["speedup"]
    assert isinstance(speedup, Callable)
    assert speedup(1, 2) is ...


def test_nothing_secret_is_in_the_release(built: Path) -> None:
    text = (built / RELEASE).read_text(encoding="utf-8")
    for secret in (
        "BEGIN",
        "autograder",
        "grade(\\",
        "seconds_needed",
        "slow_share",
        "One point",
        "activations",
    ):
        assert secret not in text
        assert secret in (built / SOURCE).read_text(encoding="utf-8")


def test_nbgrader_releases_the_same_bytes_as_the_build(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build runs nbgrader's steps in memory; this is its converter, with a gradebook, on every source."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # nbgrader's `alembic` is found all the same
    sources = sorted(path.relative_to(top) for path in (top / "source").glob("*/*.ipynb"))
    assert sources
    for path in sources:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / path, tmp_path / path)
    for assignment in sorted({path.parts[1] for path in sources}):
        release.generate(tmp_path, assignment, f"sqlite:///{tmp_path}/gradebook.db")
    released = {Path("release", *path.parts[1:]): path for path in sources}
    assert {path.relative_to(tmp_path) for path in (tmp_path / "release").rglob("*.*")} == set(released)
    for path, source in released.items():
        made = notebooks.dumps(release.in_memory(notebooks.load(top / source)))
        assert (tmp_path / path).read_bytes() == made, path


def test_the_nbgrader_command_makes_the_same_release(built: Path, course: Path) -> None:
    """A TA who types nbgrader's own command gets no diff, from a folder below the course as well."""
    for name in ("nbgrader_config.py", "course.toml"):
        if (release.TOP / name).exists():
            shutil.copy(release.TOP / name, course)
    (course / "autograder").mkdir(exist_ok=True)
    shutil.rmtree(course / "release")
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": str(course), "HOME": str(course / "home")}
    done = subprocess.run(
        ["nbgrader", "generate_assignment", "ch01_introduction"],
        cwd=course / "source" / "ch01_introduction",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    released = sorted(path.relative_to(course) for path in (course / "release").rglob("*") if path.is_file())
    assert released == [RELEASE]
    assert (course / RELEASE).read_bytes() == (built / RELEASE).read_bytes()
    assert (course / "autograder" / "gradebook.db").exists()


# --- failing closed ---------------------------------------------------------------------------


def spoil(notebook: NotebookNode, cell: str, **changes: object) -> NotebookNode:
    spoilt = deepcopy(notebook)
    cells(spoilt)[cell].update(changes)
    return spoilt


@pytest.mark.parametrize(
    ("cell", "changes", "words"),
    [
        ("cell-011", {"source": "### BEGIN SOLUTION"}, "holds a marker"),
        ("cell-011", {"source": "# Begin Hidden Tests"}, "holds a marker"),
        ("cell-011", {"source": "import autograder"}, "names autograder"),
        ("cell-011", {"source": "# run_days  = seconds_needed.to( 'day' )"}, "holds the solution line"),
        ("cell-011", {"source": "x = 1; slow_share = 1-p"}, "holds the solution line"),
        ("cell-003", {"source": "one point for naming recomputation, one for saying which figure counts it."},
         "holds the solution line"),
        ("cell-003", {"source": "Type from autograder import grade."}, "names autograder"),
        ("cell-011", {"source": "anything_else = 1"}, "is not the visible part"),
        ("cell-011", {"outputs": [nbformat.v4.new_output("stream", text="5 s")]}, "holds outputs"),
        ("cell-003", {"attachments": {"a.png": {"image/png": "AAAA"}}}, "holds an attachment"),
        ("cell-003", {"metadata": {"note": "5 s"}}, "unknown cell metadata note"),
    ],
)  # fmt: skip
def test_a_leak_is_found(built: Path, cell: str, changes: dict[str, object], words: str) -> None:
    source, released = notebooks.load(built / SOURCE), notebooks.load(built / RELEASE)

    def search(notebook: NotebookNode) -> list[str]:
        return [
            *leaks.in_notebook(notebook, leaks.telling(source), RELEASE),
            *leaks.not_from_source(notebook, source, RELEASE),
        ]

    assert search(released) == []
    assert any(words in leak for leak in search(spoil(released, cell, **changes)))


def test_a_cell_too_many_is_a_leak(built: Path) -> None:
    source, released = notebooks.load(built / SOURCE), notebooks.load(built / RELEASE)
    count = len(source.cells)
    released.cells.append(nbformat.v4.new_markdown_cell("x", id="x"))
    assert list(leaks.not_from_source(released, source, RELEASE)) == [
        f"{RELEASE}: {count + 1} cells, but its source has {count}."
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "whoever wants to know how long a run takes\n# needs the second one, because repeated work brings no "
        "run any further.",
        "One of the two papers made a  mistake, because a GPU can do only so much in a second, and it is "
        "the same for both.",
        "They count\n# different operations, since the repeated ones are in one of them only.",
        "Do you say that the hardware\n# figure counts it?",
    ],
)
def test_what_a_written_question_tells_is_in_no_lesson(course: Path, sentence: str) -> None:
    master = course / small_course.LESSON_PATH
    master.write_text(small_course.LESSON + f"\n# %% [markdown]\n# {sentence}\n", encoding="utf-8")
    before = files(course)
    with pytest.raises(BuildError, match="holds what a written question's list or answers say"):
        build(execute=False, root=course, exercises=small_course.EXERCISES)
    assert files(course) == before


def test_a_solution_in_a_lesson_stops_the_build_and_changes_nothing(course: Path) -> None:
    master = course / small_course.LESSON_PATH
    text = master.read_text(encoding="utf-8")
    master.write_text(text + "\n# %%\np = 1\nslow_share = 1 - p\n", encoding="utf-8")
    before = files(course)
    with pytest.raises(BuildError, match=r"06_law.ipynb, cell 3: holds the solution line 'slow_share=1-p'"):
        build(execute=False, root=course, exercises=small_course.EXERCISES)
    assert files(course) == before


def test_an_unknown_file_stops_the_build(course: Path) -> None:
    unknown = [
        "release/ch01_introduction/06_law_exercises.py",
        "release/ch01_introduction/old.ipynb",
        "release/key.txt",
        "source/ch01_introduction/data.csv",
        "notebooks/ch01_introduction/old.ipynb",
        "mlsys_course/chapters/ch99_old/contract.json",
        "mlsys_course/chapters/ch99_old/notebooks.json",
    ]
    for path in unknown:
        (course / path).parent.mkdir(exist_ok=True)
        (course / path).write_text("{}")
    with pytest.raises(BuildError) as stopped:
        build(execute=False, root=course, exercises=small_course.EXERCISES)
    assert [line.split(":")[0] for line in str(stopped.value).splitlines()] == unknown
    assert check(course, small_course.EXERCISES) == str(stopped.value).splitlines()


def test_jupyter_checkpoints_do_not_stop_the_build(course: Path) -> None:
    litter = (
        course / "release" / "ch01_introduction" / ".ipynb_checkpoints" / "06_law_exercises-checkpoint.ipynb"
    )
    litter.parent.mkdir()
    litter.write_text("{}")
    build(execute=False, root=course, exercises=small_course.EXERCISES)


def test_a_master_beside_the_notebook_is_not_copied_by_nbgrader(built: Path, tmp_path: Path) -> None:
    """Without the ignore list nbgrader would hand out the master, solutions and all."""
    shutil.copytree(built / "source", tmp_path / "source")
    (tmp_path / "source" / "ch01_introduction" / "sub").mkdir()
    shutil.copy(built / small_course.GRADED_PATH, tmp_path / "source" / "ch01_introduction" / "sub" / "x.py")
    release.generate(tmp_path, "ch01_introduction", f"sqlite:///{tmp_path}/gradebook.db")
    assert [path.name for path in (tmp_path / "release").rglob("*.*")] == [RELEASE.name]


def test_nbgrader_refusals_are_passed_on(built: Path, tmp_path: Path) -> None:
    target = tmp_path / SOURCE
    target.parent.mkdir(parents=True)
    broken = spoil(notebooks.load(built / SOURCE), "run_days", source="### BEGIN SOLUTION\nx = 1")
    target.write_bytes(notebooks.dumps(broken))
    refused = "no end solution statement found"
    with pytest.raises(BuildError, match=refused):
        release.generate(tmp_path, "ch01_introduction", f"sqlite:///{tmp_path}/gradebook.db")
    with pytest.raises(BuildError, match=f"nbgrader cannot release {SOURCE}: .*{refused}"):
        release.in_memory(broken, SOURCE)


def test_a_key_without_its_numbers_stops_the_build(course: Path) -> None:
    lost = small_course.exercise("lost", "I6.3", 1, scenario="no_such_table")
    with pytest.raises(
        BuildError, match="lost has no contract: There is no scenario 'no_such_table'.*make scenarios"
    ):
        build(execute=False, root=course, exercises=small_course.EXERCISES | {"lost": lost})


# --- running ----------------------------------------------------------------------------------


def executed(*sources: str, points: int | None = None) -> NotebookNode:
    made = [nbformat.v4.new_code_cell(source) for source in sources]
    if points is not None:
        made[-1].metadata["nbgrader"] = {
            "grade": True, "solution": False, "locked": True, "grade_id": "test_x", "points": points,
            "schema_version": 3, "task": False,
        }  # fmt: skip
    return nbformat.v4.new_notebook(cells=made, metadata=notebooks.METADATA)


def test_execution_reports_errors_warnings_and_lost_points(tmp_path: Path) -> None:
    """One kernel each, in parallel, as in a build."""
    made = {
        "fine": executed("print('hello')", "2.0", points=2),
        "lost": executed("print('you forgot eta')\n1.5", points=2),
        "none": executed("x = 2.0", points=2),
        "text": executed("import numpy as np\nnp.float64(2.0)", points=2),
        "error": executed("x = 1", "x / 0", "y = 1"),
        "warning": executed("import warnings\nwarnings.warn('old')"),
    }
    found = execution.check(
        [(Path(f"{name}.ipynb"), notebook) for name, notebook in made.items()], tmp_path, {}
    )
    assert len(found) == 5
    assert found[0] == (
        "lost.ipynb, cell test_x: the reference solution scores 1.5 of 2. It was told: you forgot eta\n1.5"
    )
    assert found[1] == "none.ipynb, cell test_x: shows no points."
    assert found[2] == "text.ipynb, cell test_x: shows no points."  # nbgrader would give both full marks
    assert found[3] == "error.ipynb, cell 2: ZeroDivisionError: division by zero"
    assert found[4].startswith("warning.ipynb, cell 1: writes to stderr:")


def test_a_lesson_that_fails_stops_the_build(tmp_path: Path) -> None:
    root = small_course.make(tmp_path)
    (root / small_course.GRADED_PATH).unlink()
    lesson = root / small_course.LESSON_PATH
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n# %%\nwork + Q_(1, 'byte')\n", encoding="utf-8")
    before = files(root)
    with pytest.raises(BuildError, match=r"06_law.ipynb, cell 3: \w*Error"):
        build(root=root, exercises={})
    assert files(root) == before


# --- variants ---------------------------------------------------------------------------------


def test_a_perfect_submission_is_the_release_with_the_answers_in_it(built: Path) -> None:
    source, released = notebooks.load(built / SOURCE), notebooks.load(built / RELEASE)
    perfect = variants.perfect(source)
    answers = cells(perfect)
    assert answers["run_days"].source == (
        'seconds_needed = Q_(10, "FLOP") / Q_(2, "FLOP/s")\nrun_days = seconds_needed.to("day")'
    )
    assert answers["speedup"].source == (
        'def speedup(p, s):\n    """Return how many times faster the whole becomes."""\n'
        "    slow_share = 1 - p\n    return 1 / (slow_share + p / s)"
    )
    assert answers["explain_recompute"].source.startswith("The hardware figure counts")
    for cell, blank in zip(perfect.cells, released.cells, strict=True):
        assert cell.metadata == blank.metadata
        if cell.id not in variants.answer_cells(released):
            assert cell == blank


def test_a_submission_has_the_given_answers_and_blanks_elsewhere(built: Path) -> None:
    released = notebooks.load(built / RELEASE)
    submission = variants.fill(released, {"run_days": variants.as_cell("run_days", "Q_(5, 's')")})
    assert cells(submission)["run_days"].source == "run_days = Q_(5, 's')"
    assert cells(submission)["speedup"] == cells(released)["speedup"]
    with pytest.raises(LookupError, match="no answer cell 'run_day'.*run_days"):
        variants.fill(released, {"run_day": "1"})


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("25", "days = 25"),
        ("a == b", "days = a == b"),
        ("days = 25", "days = 25"),
        ("def days(x): return x", "def days(x): return x"),
        ("x = 1\ndays = x", "x = 1\ndays = x"),
    ],
)
def test_an_expression_becomes_an_answer_cell(text: str, cell: str) -> None:
    assert variants.as_cell("days", text) == cell


# --- editing in JupyterLab --------------------------------------------------------------------


def test_a_paired_notebook_reads_its_master_and_writes_its_cells_back_unchanged(course: Path) -> None:
    """What JupyterLab does with source/jupytext.toml: cells come from the .py, saving keeps it."""
    from jupytext import TextFileContentsManager

    shutil.copy(release.TOP / "source" / "jupytext.toml", course / "source")
    manager = TextFileContentsManager(root_dir=str(course))
    master = course / small_course.GRADED_PATH
    before = master.read_text(encoding="utf-8")
    model = manager.get(SOURCE.as_posix())
    manager.save(model, SOURCE.as_posix())
    after = master.read_text(encoding="utf-8")
    assert after.partition("# %%")[2] == before.partition("# %%")[2]
    # What JupyterLab saved lacks what the build puts in, and is never mistaken for a build.
    assert [line.split()[0] for line in check(course, small_course.EXERCISES)] == [SOURCE.as_posix()]
