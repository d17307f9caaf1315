"""A small chapter, laid beside the others without a line of core changed, goes through every verb.

It has what a chapter can have, and what chapter 1 has not: a letter at the alphabet's other end, twelve
objectives, and a section that is called as one of chapter 1 is.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from course_copy import Copy

from autograder.building.variants import fill
from autograder.grading import sandbox

SMALL = Path(__file__).with_name("small_chapter")
NAME, NOTEBOOK = "chZZ_checkpoints", "09_pitfalls_exercises"
ROW = f"| 09 | [Saving too often, losing too much]({NAME}/09_pitfalls.ipynb) | 15 min | square roots |\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("small_chapter"),  # one copy, built once; the tests go on from one another
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]


def lay(copy: Copy) -> list[str]:
    """Put the small chapter's files where they belong; return their paths. None may exist before."""
    laid = [path.relative_to(SMALL) for path in sorted(SMALL.glob("*/**/*")) if path.is_file()]
    laid = [path for path in laid if "__pycache__" not in path.parts]
    for path in laid:
        assert not (copy.root / path).exists(), f"{path} is a file of core"
        (copy.root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SMALL / path, copy.root / path)
    with (copy.root / "notebooks" / "README.md").open("a") as index:
        index.write(ROW)
    return [path.as_posix() for path in laid]


@pytest.fixture(scope="module")
def copy(top: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Return a copy of the course with the small chapter in it, its numbers drawn and its notebooks built."""
    copy = Copy.make(top, tracked, tmp_path_factory.mktemp("course"), ("benchmarks",))
    lay(copy)
    copy.run("git", "init", "--quiet")
    drawn = copy.course("scenarios", "--chapter", NAME)
    assert "2 scenarios." in drawn
    copy.course("build", "--chapter", NAME)
    yield copy
    shutil.rmtree(copy.root)


def changed(copy: Copy, top: Path, tracked: list[Path]) -> set[str]:
    """Return the repository's own files that are not as they were."""
    ours = [path for path in tracked if path.parts[0] != "benchmarks"]
    return {path.as_posix() for path in ours if (copy.root / path).read_bytes() != (top / path).read_bytes()}


def test_building_writes_its_own_files_and_the_generated_stubs(
    copy: Copy, top: Path, tracked: list[Path]
) -> None:
    stubs = {"mlsys_course/_names.pyi", "mlsys_course/_tables.pyi"}
    assert changed(copy, top, tracked) == stubs | {"notebooks/README.md", "START.ipynb"}
    names = (copy.root / "mlsys_course" / "_names.pyi").read_text()
    assert f"from mlsys_course.chapters.{NAME}.widgets.checkpoints import explore_checkpoints" in names
    assert "explore_amdahl" in names, "the other chapters' names stay"
    assert "interruptions" in (copy.root / "mlsys_course" / "_tables.pyi").read_text()

    contract = json.loads((copy.root / f"mlsys_course/chapters/{NAME}/contract.json").read_text())
    assert "best_interval" in json.dumps(contract) and "sqrt" not in json.dumps(contract)
    released = json.loads((copy.root / "release" / NAME / f"{NOTEBOOK}.ipynb").read_text())
    cells = {cell["id"]: "".join(cell["source"]) for cell in released["cells"]}
    assert cells["best_interval"] == "best_interval = ...\n# YOUR CODE HERE"
    assert cells["test_best_interval"] == 'check("best_interval")'


def test_check_holds_for_it_and_for_the_whole_course(copy: Copy) -> None:
    copy.course("check", "--chapter", NAME)
    copy.course("check")


def test_its_right_answers_are_accepted_and_its_wrong_ones_named(copy: Copy) -> None:
    said = copy.course("assess", "--chapter", NAME)
    shares = {line[:79].strip(): line.split()[-2:] for line in said.splitlines() if line.endswith("%")}
    assert len(shares) >= 4
    assert "8 exercises; 0 without enough answers" in said
    for what, (share, _) in shares.items():
        assert what.startswith("random numbers") or share == "100.0", said


def test_every_anchor_and_each_of_twelve_objectives_is_covered(copy: Copy) -> None:
    said = copy.course("coverage", "--chapter", NAME)
    assert "NOT COVERED" not in said and "too few" not in said
    assert said.count("objective ") == 12 and "objective 12: Predict what a larger cluster changes" in said
    assert "widget checkpoints" in said


def test_the_generic_suites_hold_for_it(copy: Copy) -> None:
    """Its own tests and those of every chapter, as `make test` runs them for it."""
    said = copy.run(
        *("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--chapter", NAME, "-m", "not browser"),
        *("--doctest-modules", "tests", "mlsys_course", "autograder"),
    )
    assert " passed" in said and "skipped" not in said and "failed" not in said
    listed = copy.run(
        *("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--chapter", NAME, "--collect-only"),
        *("--doctest-modules", "tests", "mlsys_course", "autograder"),
    )
    assert f"tests/{NAME}/test_checkpoints.py" in listed and "every_chapter/test_explorers.py" in listed
    assert "ch01_introduction" not in listed and "tests/test_" not in listed


def test_a_class_of_it_is_graded_and_gets_feedback(copy: Copy) -> None:
    released = nbformat.read(copy.root / "release" / NAME / f"{NOTEBOOK}.ipynb", as_version=4)
    right = {
        "checkpoint_size": "checkpoint_size = saved.weights * saved.state",
        "checkpoint_write": "checkpoint_write = Q_(56.7, 'second')",
        "cluster_mtbf": "cluster_mtbf = (q.gpu_mtbf / q.gpus).to('minute')",
        "best_interval": "best_interval = np.sqrt(2 * q.write * q.gpu_mtbf / q.gpus)",
        "lost_share": "lost_share = 0.144",
        "time_writing": "time_writing = q.duration * q.write / q.interval",
    }
    wrong = {"cluster_mtbf": "cluster_mtbf = q.gpu_mtbf"}
    for student, answers in {"rita": right, "wim": right | wrong}.items():
        folder = copy.root / "autograder" / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.ipynb").write_text(json.dumps(fill(released, answers)))
    said = copy.course("grade", NAME, "--jobs", "1")
    assert "graded: 2 submissions" in said
    totals = {line.split()[0]: line.split()[1] for line in said.splitlines() if line[:4] in {"rita", "wim "}}
    assert totals == {"rita": "14", "wim": "12"}, said
    pages = {s: copy.root / "autograder" / "feedback" / s / NAME / f"{NOTEBOOK}.html" for s in totals}
    assert "This is the time between failures of one GPU." in pages["wim"].read_text()
    assert "This is the time between failures of one GPU." not in pages["rita"].read_text()
    assert "gpu_mtbf / gpus" not in pages["wim"].read_text(), "the key is not shown"
    copy.course("check", "--chapter", NAME)  # what a class leaves is no part of the course


def test_practice_asks_the_questions_of_the_chapter_in_whose_folder_one_works(copy: Copy) -> None:
    code = (
        "from mlsys_course import practice\n"
        "session = practice('pitfalls', seed=1)\n"
        "print(*sorted(exercise.bank for exercise in session._pool))\n"
    )
    small = copy.run("python", "-c", code, folder=f"notebooks/{NAME}").split()
    first = copy.run("python", "-c", code, folder="notebooks/ch01_introduction").split()
    assert small == ["Z1.7", "Z1.8"]
    assert len(first) > 5 and all(code.startswith("I9.") for code in first)
    anywhere = (
        "import mlsys_course\ntry: mlsys_course.practice('pitfalls')\nexcept LookupError as e: print(e)"
    )
    assert f"practice('pitfalls', chapter='{NAME}')" in copy.run("python", "-c", anywhere)


def test_errors_of_all_chapters_are_one_table_and_those_of_one_are_its_own(copy: Copy) -> None:
    code = (
        "from mlsys_course import data\n"
        "print(*data.errata()['id'])\n"
        "assert data.describe('errata').rows == len(data.errata())\n"
        f"print(*data.errata('{NAME}')['id'])\n"
    )
    both, own = copy.run("python", "-c", code).splitlines()
    assert own == "Z01" and {"I01", "Z01"} <= set(both.split())


def test_the_bundle_holds_its_students_side_and_nothing_of_the_staffs(copy: Copy) -> None:
    copy.course("bundle", "dist/students.zip")
    with zipfile.ZipFile(copy.root / "dist" / "students.zip") as archive:
        files = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    for needed in (
        f"notebooks/{NAME}/09_pitfalls.ipynb",
        f"release/{NAME}/{NOTEBOOK}.ipynb",
        f"mlsys_course/chapters/{NAME}/practice/pitfalls/time_done_again.py",
        f"mlsys_course/chapters/{NAME}/numbers/failing_cluster.json",
    ):
        assert needed in files
    assert not [name for name in files if name.startswith(("autograder/", "source/", "tests/"))]
    assert not [name for name in files if name.startswith(f"notebooks/{NAME}") and name.endswith(".py")]
    keys = ("def best_interval", "best_interval = np.sqrt", "as-one-machine", "### BEGIN")
    assert not [(name, key) for name, text in files.items() for key in keys if key in text]
