"""An instructor's own assignment: ordinary nbgrader tests, run in the student's process.

The points are those of stock nbgrader but for three differences, each of which has its test here: a warning
costs nothing, numpy's numbers are numbers, more than the maximum is cut down to it.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from grading_course import TOP, Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from small_course import EXERCISES, GRADED_PATH, make

from autograder.building import build, check
from autograder.building.masters import find
from autograder.building.release import in_memory
from autograder.grading import sandbox
from autograder.grading.outcome import Outcome

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.xdist_group("own"),
    pytest.mark.timeout(900),  # stock nbgrader starts a kernel for each submission
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"


def mark(name: str, **flags: Any) -> dict[str, Any]:
    known = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**known, "grade_id": name, **flags}}


def answer(name: str, solution: str, stub: str = "") -> Any:
    source = f"{stub}### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    return new_code_cell(source, metadata=mark(name, solution=True))


def graded(name: str, source: str, points: float = 2) -> Any:
    return new_code_cell(source, metadata=mark(name, grade=True, locked=True, points=points))


SQUARES = answer("squares", "def squares(n):\n    return [i * i for i in range(1, n + 1)]")


def own_course(root: Path, cells: list[Any], assignment: str = "own") -> Course:
    """Return a course with an assignment of its own, of one notebook, released."""
    folder = root / "source" / assignment
    folder.mkdir(parents=True, exist_ok=True)
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=spec), folder / "week1.ipynb")
    return released(root, assignment)


def released(root: Path, assignment: str) -> Course:
    for name in ("nbgrader_config.py", "course.toml"):
        shutil.copy(TOP / name, root)
    (root / "autograder").mkdir(exist_ok=True)
    course = Course(root, assignment)
    outcome = course.api().generate_assignment(assignment)
    assert outcome["success"], outcome
    return course


def hand_in(course: Course, student: str, before: str = "", **changed: str) -> None:
    """Hand in the reference answers, some changed, and perhaps a first cell of the student's own."""
    notebook = course.perfect("week1", **changed)
    if before:
        notebook.cells.insert(0, new_code_cell(before))
    course.submit(student, "week1", notebook)


def marks(course: Course) -> dict[str, dict[str, Any]]:
    """Return what the gradebook holds: points by the machine, and whether a person has to mark."""
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return {
            submission.student.id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(course.assignment)
        }


def points(course: Course, student: str) -> dict[str, float | None]:
    return {name: score for name, (score, _) in marks(course)[student].items()}


def stock(course: Course) -> dict[str, dict[str, Any]]:
    """Grade as nbgrader does without us, and forget it."""
    coursedir = course.coursedir()
    coursedir.assignment_id = course.assignment
    step = Autograde(coursedir=coursedir, config=course.config)
    step.force = True
    step.start()
    found = marks(course)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for student in found:
            gradebook.remove_submission(course.assignment, student)
    shutil.rmtree(course.root / "autograder" / "autograded")
    return found


def well(outcomes: list[Outcome]) -> list[Outcome]:
    """Return outcomes with which all is well."""
    assert outcomes
    assert [outcome.problem for outcome in outcomes] == [None] * len(outcomes)
    return outcomes


# -- equal to stock ----------------------------------------------------------------------------------------


def test_nbgraders_own_example_has_nbgraders_own_scores(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "source" / "ps1", tmp_path / "source" / "ps1")
    course = released(tmp_path, "ps1")
    shutil.copytree(EXAMPLE / "submitted", tmp_path / "autograder" / "submitted")
    for student in ("copy", "blank"):
        course.folder(student)
    for name in course.names:
        course.submit("copy", name, course.perfect(name))
        course.submit("blank", name, course.blank(name))
    theirs = stock(course)
    well(course.autograde())
    assert marks(course) == theirs
    # What nbgrader's documentation shows, so that two empty tables would not do.
    assert theirs["bitdiddle"]["squares_invalid_input"] == (1.0, False)
    assert theirs["bitdiddle"]["correct_squares"] == (0.0, False)
    assert theirs["hacker"]["correct_squares"] == (1.0, False)
    assert theirs["hacker"]["part-a"] == (None, True)


def test_generated_tests_are_ordinary_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AUTOTEST is expanded when an assignment is released; what comes of it are plain asserts."""
    shutil.copytree(EXAMPLE / "source" / "ps1_autotest", tmp_path / "source" / "ps1_autotest")
    shutil.copy(EXAMPLE / "autotests.yml", tmp_path)
    monkeypatch.chdir(tmp_path)  # nbgrader looks for it where it was started
    course = released(tmp_path, "ps1_autotest")
    right = course.perfect("problem1")
    course.submit("right", "problem1", right)
    wrong = {"squares": "def squares(n):\n    return [i ** 2 for i in range(n + 1)]"}
    course.submit("wrong", "problem1", course.perfect("problem1", **wrong))
    theirs = stock(course)
    well(course.autograde())
    assert marks(course) == theirs
    assert theirs["right"]["correct_squares"] == (1.0, False)
    assert theirs["wrong"]["correct_squares"] == (0.0, False)


EVERYTHING = {
    "plain": "assert squares(3) == [1, 4, 9]",
    "hidden": "assert squares(1)\n### BEGIN HIDDEN TESTS\nassert squares(0) == []\n### END HIDDEN TESTS",
    "partial": "sum(squares(n) == [i * i for i in range(1, n + 1)] for n in range(4)) / 2",
    "nothing": "0",
    "raises": "try:\n    squares('a')\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError('none')",
    "numpy": "import numpy as np\nnp.testing.assert_allclose(squares(3), [1, 4, 9])",
    "pandas": "import pandas as pd\npd.testing.assert_series_equal(pd.Series(squares(2)), pd.Series([1, 4]))",
    "klass": "class Check:\n    def run(self):\n        assert squares(2) == [1, 4]\nCheck().run()",
    "generator": "assert list(x for x in squares(3) if x > 1) == [4, 9]",
    "waits": "import asyncio\nasync def later():\n    return squares(2)\nassert await later() == [1, 4]",
    "magic": "%%time\nassert squares(2) == [1, 4]",
    "line_magic": "%matplotlib inline\nassert squares(2) == [1, 4]",
    "captured": "%%capture out\nassert squares(2) == [1, 4]",
    "plot": "import matplotlib.pyplot as plt\nline, = plt.plot(squares(4))\nassert line.get_ydata()[1] == 4",
    "asks": "name = input('name?')",
    "prints": "print('looking')\nassert squares(2) == [1, 4]",
    "shows": "from IPython.display import display\ndisplay(0.5)",
    "yes": "squares(2) == [1, 4]",
    "text": "'0.5'",
    "number_text": "class Half:\n    def __repr__(self):\n        return '0.5'\nHalf()",
    "below": "-1",
    "nan": "float('nan')",
    "decimal": "from decimal import Decimal\nDecimal('0.5')",
    "array": "import numpy as np\nnp.array(0.5)",
    "deletes": "kept = squares\ndel squares\ntry:\n    squares\nexcept NameError:\n    pass\nsquares = kept",
    "docstring": '"""Says what it tests"""\nassert squares(2) == [1, 4]',
    "result_then_error": "squares(1)[0] - 0.5; raise_it = squares(1)[1:]\nassert raise_it == []",
    "quiet": "squares(3);",
    "empty": "# nothing to see",
    "later": "assert defined_below == 3",
    "swallowed": "get_ipython().showtraceback = lambda *a, **k: None\nassert squares(2) == [2]",
}
WRONG = {
    "wrong": "def squares(n):\n    return [i * i for i in range(n)]",
    "lazy": "def squares(n):\n    yield from (i * i for i in range(1, n + 1))",
    "none": "squares = None",
    "broken": "def squares(n)\n    return",
    "loud": "def squares(n):\n    print(n)\n    return [i * i for i in range(1, n + 1)]",
    "leaves": "def squares(n):\n    import sys\n    sys.exit(0)",
    "asking": "def squares(n):\n    return [int(input()) for _ in range(n)]",
}


def test_whatever_can_be_written_in_a_test_has_nbgraders_points(tmp_path: Path) -> None:
    cells = [SQUARES, *(graded(name, source) for name, source in EVERYTHING.items())]
    cells.append(answer("defined_below", "defined_below = 3"))
    course = own_course(tmp_path, cells)
    hand_in(course, "right")
    for student, squares in WRONG.items():
        hand_in(course, student, squares=squares)
    course.submit("blank", "week1", course.blank("week1"))
    theirs = stock(course)
    well(course.autograde())
    ours = marks(course)
    assert {s: {n: m for n, m in ours[s].items() if m != theirs[s][n]} for s in theirs} == {
        s: {} for s in theirs
    }
    assert ours["right"]["partial"] == (2.0, False)
    assert ours["wrong"]["partial"] == (0.5, False)
    assert ours["right"]["later"] == ours["right"]["swallowed"] == ours["right"]["asks"] == (0.0, False)


# -- the three differences ---------------------------------------------------------------------------------


def test_a_warning_a_numpy_number_and_too_many_points(tmp_path: Path) -> None:
    tests = {
        "warns": "import warnings\nwarnings.warn('careful')\nassert squares(1) == [1]",
        "writes": "import sys\nprint('a remark', file=sys.stderr)\n1.5",
        "numpy_half": "import numpy as np\nnp.float64(0.5)",
        "numpy_one": "import numpy as np\nnp.int64(1)",
        "numpy_long": "import numpy as np\nnp.longdouble('0.5')",
        "numpy_text": "import numpy as np\nnp.str_('0.5')",
        "numpy_date": "import numpy as np\nnp.datetime64('2020')",
    }
    course = own_course(tmp_path, [SQUARES, *(graded(name, source) for name, source in tests.items())])
    hand_in(course, "ada")
    theirs = {name: score for name, (score, _) in stock(course)["ada"].items()}
    well(course.autograde())
    ours = points(course, "ada")
    same = {"numpy_text": 2.0, "numpy_date": 2.0}
    assert theirs == {"warns": 0.0, "writes": 0.0, **dict.fromkeys(list(tests)[2:], 2.0)}
    assert ours == {
        **{"warns": 2.0, "writes": 1.5, "numpy_half": 0.5, "numpy_one": 1.0, "numpy_long": 0.5},
        **same,
    }


def test_more_than_the_maximum_is_cut_down_and_noted(tmp_path: Path) -> None:
    tests = [graded("generous", "7.0"), graded("endless", "float('inf')"), graded("strict", "1 == 2")]
    course = own_course(tmp_path, tests)
    hand_in(course, "ada")
    (outcome,) = well(course.autograde())
    assert points(course, "ada") == {"generous": 2.0, "endless": 2.0, "strict": 2.0}
    assert "week1: generous gave 7 points, of which 2, its maximum, count" in outcome.notes
    assert any("strict gave False, which is full marks in nbgrader" in note for note in outcome.notes)


# -- what can go wrong -------------------------------------------------------------------------------------


def test_what_a_student_does_to_the_process_costs_the_rest_of_the_points(tmp_path: Path) -> None:
    tests = [SQUARES, graded("one", "assert squares(1) == [1]"), graded("two", "assert squares(2) == [1, 4]")]
    course = own_course(tmp_path, tests)
    crash = "def squares(n):\n    import os\n    if n == 2:\n        os.abort()\n    return [1]"
    hand_in(course, "crashes", squares=crash)
    hand_in(course, "loops", squares="def squares(n):\n    while n == 1:\n        pass\n    return [1, 4]")
    hand_in(course, "dies", before="import os\nos._exit(3)")
    hand_in(course, "chats", squares="def squares(n):\n    print('x' * 9_000_000)\n    return []")
    found = {o.student: o for o in well(course.autograde(limits={"cell_wall": 3.0, "cell_cpu": 3.0}))}
    assert points(course, "crashes") == {"one": 2.0, "two": 0.0}
    assert points(course, "loops") == {"one": 0.0, "two": 2.0}
    assert points(course, "dies") == points(course, "chats") == {"one": 0.0, "two": 0.0}
    assert any("it crashed" in note for note in found["crashes"].notes)
    assert any("ran too long" in note for note in found["loops"].notes)
    assert any("process ended" in note for note in found["dies"].notes)
    assert "Not run" in str(course.autograded("dies", "week1"))


def test_partial_credit_is_not_lost_behind_a_flood(tmp_path: Path) -> None:
    course = own_course(tmp_path, [SQUARES, graded("part", "len(squares(1)) / 2")])
    hand_in(course, "chats", squares="def squares(n):\n    print('x' * 9_000_000)\n    return [1]")
    well(course.autograde())
    assert points(course, "chats") == {"part": 0.5}


@pytest.mark.parametrize(
    ("test", "why"),
    [
        ("!ls", "shell command"),
        ("%%time\nfiles = !ls\nassert files", "shell command"),
        ("%%bash\nexit 1", "shell command"),
        ("from autograder import grade\ngrade('squares', squares) / 2", "its last line is not grade"),
        ("import nbgrader", "imports nbgrader"),
        ("import no_such_package\nassert True", "imports no_such_package, which is not installed here"),
        ("assert squares(1) == [1]]", "not valid Python"),
    ],
)
def test_a_test_that_cannot_work_costs_nobody_points_in_silence(tmp_path: Path, test: str, why: str) -> None:
    course = own_course(tmp_path, [SQUARES, graded("good", "assert squares(1) == [1]"), graded("bad", test)])
    hand_in(course, "ada")
    (outcome,) = course.autograde()
    assert "week1.ipynb, bad: " in (outcome.problem or "") and why in (outcome.problem or "")
    assert marks(course)["ada"] == {"good": (2.0, False), "bad": (0.0, True)}


def test_a_notebook_in_another_language_is_refused(tmp_path: Path) -> None:
    course = own_course(tmp_path, [SQUARES, graded("one", "assert squares(1) == [1]")])
    hand_in(course, "ada")
    path = course.root / "release" / "own" / "week1.ipynb"
    path.write_text(path.read_text().replace('"language": "python"', '"language": "R"'))
    with pytest.raises(Exception, match="is in R: only notebooks in Python are graded"):
        course.autograde()


# -- mixed, edited, deleted --------------------------------------------------------------------------------


def test_own_tests_beside_ours_run_where_they_stand(tmp_path: Path) -> None:
    """A test of ours is marked by its key outside, one of theirs inside, in the order of the notebook."""
    source = nbformat.read(TOP / "source" / "ch01_introduction" / "06_iron_law_exercises.ipynb", as_version=4)
    kept = {"imports_iron_law", "numbers_iron_law", "training_days", "test_training_days"}
    cells = [c for c in source.cells if c.metadata.get("nbgrader", {}).get("grade_id") in kept]
    own = "assert training_days.to('day').magnitude > 0\nseen = 'inside'"
    cells += [graded("positive", own), graded("ordered", "assert seen == 'inside'"), new_markdown_cell("End")]
    course = own_course(tmp_path, cells)
    hand_in(course, "ada")
    hand_in(course, "bob", training_days="training_days = -q.training_ops")
    well(course.autograde())
    ada = points(course, "ada")
    assert ada["positive"] == ada["ordered"] == 2.0 and ada["test_training_days"]
    assert set(points(course, "bob").values()) == {0.0}
    assert course.autograded("ada", "week1").metadata["mlsys"]["inside"] == ["positive", "ordered"]


def test_edited_and_deleted_tests_are_those_of_the_gradebook(tmp_path: Path) -> None:
    hidden = "assert True\n### BEGIN HIDDEN TESTS\nassert squares(3) == [1, 4, 9]\n### END HIDDEN TESTS"
    course = own_course(tmp_path, [SQUARES, graded("one", hidden), graded("two", "assert squares(1) == [1]")])
    wrong = course.perfect("week1", squares="def squares(n):\n    return [1]")
    wrong.cells = [cell for cell in wrong.cells if "two" not in str(cell.metadata)]
    wrong.cells[1].source = "2.0"
    course.submit("cheats", "week1", wrong)
    bare = course.perfect("week1")
    for cell in bare.cells:
        cell.metadata = {}
    course.submit("bare", "week1", bare)
    well(course.autograde())
    assert points(course, "cheats") == {"one": 0.0, "two": 2.0}
    assert points(course, "bare") == {"one": 2.0, "two": 2.0}


# -- what a hostile student gets ---------------------------------------------------------------------------


PATCHES = {
    "builtins": "import builtins\nbuiltins.sum = builtins.len = lambda *a: 2",
    "numpy": "import numpy.testing\nnumpy.testing.assert_allclose = lambda *a, **k: None",
    "exit": "import sys\nsys.exit = lambda *a: None",
    "shell": "ip = get_ipython()\nip.run_cell = lambda *a, **k: type('R', (), "
    "{'error_before_exec': None, 'error_in_exec': None, 'success': True})()",
    "assert": "import ast\nclass No(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
    "        return ast.Pass()\nget_ipython().ast_transformers.append(No())",
}


def test_patched_tests_give_their_own_marks_and_no_more(tmp_path: Path) -> None:
    tests = {
        "plain": "assert squares(2) == [1, 4]",
        "np": EVERYTHING["numpy"],
        "partial": EVERYTHING["partial"],
    }
    ours = nbformat.read(TOP / "source" / "ch01_introduction" / "06_iron_law_exercises.ipynb", as_version=4)
    kept = {"imports_iron_law", "numbers_iron_law", "training_days", "test_training_days"}
    cells = [SQUARES, *(graded(name, source) for name, source in tests.items())]
    cells += [c for c in ours.cells if c.metadata.get("nbgrader", {}).get("grade_id") in kept]
    course = own_course(tmp_path, cells)
    for student, patch in PATCHES.items():
        changed = {"squares": "def squares(n): return []", "training_days": "training_days = 1"}
        hand_in(course, student, before=patch, **changed)
    hand_in(course, "honest")
    well(course.autograde())
    found = marks(course)
    assert all(0 <= found[student][name][0] <= 2 for student in PATCHES for name in tests)
    assert {found[student]["test_training_days"][0] for student in PATCHES} == {0.0}
    honest = {name: score for name, (score, _) in found["honest"].items()}
    assert honest == {**dict.fromkeys(tests, 2.0), "test_training_days": honest["test_training_days"]}
    assert honest["test_training_days"]


SPY = """
import glob, json, os
seen = {}
for name in ("autograder", "nbgrader"):
    try:
        __import__(name)
        seen[name] = True
    except ImportError:
        seen[name] = False
seen["paths"] = [path for path in (PATHS) if os.path.exists(path)]
seen["files"] = sorted(glob.glob("**", recursive=True))
seen["tests"] = "assert " + "secret" in "".join(map(str, In))
print("SEEN" + json.dumps(seen))
"""


def test_keys_gradebook_and_neighbours_stay_out_of_reach(tmp_path: Path) -> None:
    """Neither the student's cells nor the instructor's tests can see what lies outside the process."""
    paths = repr(
        [str(tmp_path / "autograder"), str(tmp_path / "source"), str(TOP / "autograder"), "/etc/shadow"]
    )
    spy = SPY.replace("PATHS", paths[1:-1])
    test = "import os\nassert not any(os.path.exists(p) for p in (PATHS))\nassert secret == 1"
    cells = [answer("secret", "secret = 1"), graded("one", test.replace("PATHS", paths[1:-1]))]
    course = own_course(tmp_path, cells)
    hand_in(course, "spy", before=spy)
    hand_in(course, "neighbour")
    well(course.autograde())
    assert points(course, "spy") == points(course, "neighbour") == {"one": 2.0}
    said = str(course.autograded("spy", "week1").cells[0].outputs)
    assert '"autograder": false, "nbgrader": false, "paths": [], "files": ["course.toml"]' in said
    assert '"tests": false' in said  # a test is not there before its time


# -- the desk: build, check, grade, report, feedback -------------------------------------------------------


def test_build_and_check_leave_an_own_assignment_alone(tmp_path: Path) -> None:
    root = make(tmp_path)
    build(False, root, EXERCISES)
    own = {}
    for top in ("source", "release"):
        folder = root / top / "week_one"
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "table.csv").write_text("a,b\n")
        nbformat.write(new_notebook(cells=[SQUARES]), folder / "week1.ipynb")
        own |= {path: path.read_bytes() for path in folder.rglob("*.*")}
    assert check(root, EXERCISES) == []
    build(False, root, EXERCISES)
    assert {path: path.read_bytes() for path in own} == own


def test_what_no_source_makes_is_no_own_assignment(tmp_path: Path) -> None:
    root = make(tmp_path)
    build(False, root, EXERCISES)
    stray = root / "release" / "week_two" / "week2.ipynb"
    stray.parent.mkdir()
    nbformat.write(new_notebook(), stray)
    (found,) = check(root, EXERCISES)
    assert found.startswith("release/week_two/week2.ipynb: no master makes it")
    stray.unlink()
    beside = root / GRADED_PATH.with_name("mine.ipynb")  # a chapter's folder holds masters
    nbformat.write(new_notebook(cells=[SQUARES]), beside)
    (found,) = check(root, EXERCISES)
    assert "source/<assignment>/*.ipynb" in found


@pytest.fixture(scope="module")
def class_of_two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, subprocess.CompletedProcess[str]]:
    """Return an own assignment graded by ``make grade``'s command: nothing was released before."""
    hidden = (
        "assert squares(1) == [1]\n### BEGIN HIDDEN TESTS\n"
        "assert squares(3) == [1, 4, 9], 'three squares'\n### END HIDDEN TESTS"
    )
    root = tmp_path_factory.mktemp("desk")
    tests = [SQUARES, graded("one", hidden), graded("two", "assert squares(1) == [1]")]
    course = own_course(root, tests)
    hand_in(course, "ada")
    hand_in(course, "bob", squares="def squares(n):\n    return [1]")
    shutil.rmtree(root / "release")
    (root / "autograder" / "gradebook.db").unlink()
    done = course.run(sys.executable, "-m", "autograder", "grade", "own")
    return course, done


def test_an_own_assignment_is_graded_with_table_scores_and_report(
    class_of_two: tuple[Course, subprocess.CompletedProcess[str]],
) -> None:
    course, done = class_of_two
    assert done.returncode == 0, done.stderr
    assert "ada      4      4 / 4" in done.stdout
    assert "bob      2      2 / 4" in done.stdout
    assert done.stdout.count("inside the student's own process") == 1
    assert "(2): one, two" in done.stdout
    page = (course.root / "autograder" / "report.html").read_text()
    assert page.count("inside the student&#x27;s own process") + page.count("inside the student's own") == 1
    assert "AssertionError: three squares" in page
    with (course.root / "autograder" / "scores.csv").open(newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"ada": 4.0, "bob": 2.0}


def test_feedback_shows_what_a_test_said_and_no_hidden_test(
    class_of_two: tuple[Course, subprocess.CompletedProcess[str]],
) -> None:
    course, _ = class_of_two
    page = (course.root / "autograder" / "feedback" / "bob" / "own" / "week1.html").read_text()
    assert "AssertionError" in page and "three squares" in page
    assert "(hidden test)" in page and "squares(3) ==" not in page
    assert page.count("ran as a part of your own notebook") == 1
    assert page.count("Test in your process") == 2


def test_without_submissions_it_is_said_where_they_go(tmp_path: Path) -> None:
    """The sample class has answers to the course's exercises only."""
    course = own_course(tmp_path, [SQUARES, graded("one", "assert squares(2) == [1, 4]")])
    done = course.run(sys.executable, "-m", "autograder", "grade", "own")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "autograder/submitted/<student>/own/*.ipynb" in done.stderr


def test_a_test_that_changes_is_said_to_have_changed(tmp_path: Path) -> None:
    course = own_course(tmp_path, [SQUARES, graded("one", "assert squares(2) == [1, 5]")])
    hand_in(course, "ada")
    command = (sys.executable, "-m", "autograder", "grade", "own")
    assert "ada      0      0 / 2" in course.run(*command).stdout
    source = course.root / "source" / "own" / "week1.ipynb"
    source.write_text(source.read_text().replace("[1, 5]", "[1, 4]"))
    again = course.run(*command, "--force")
    assert "graded again, 1 key changed, 0 -> 2" in again.stdout, again.stdout + again.stderr


def test_a_released_own_assignment_is_what_nbgrader_makes(tmp_path: Path) -> None:
    course = own_course(tmp_path, [SQUARES, graded("one", EVERYTHING["hidden"])])
    path = course.root / "release" / "own" / "week1.ipynb"
    made = nbformat.read(path, as_version=4)
    expected = in_memory(course.source("week1"))
    assert [cell.source for cell in made.cells[1:]] == [cell.source for cell in expected.cells[1:]]
    assert made.cells[0].source == "# YOUR CODE HERE\nraise NotImplementedError()"
    assert "HIDDEN" not in path.read_text() and "range(1" not in path.read_text()


def test_modules_and_data_beside_an_own_assignment_are_handed_out_and_used(tmp_path: Path) -> None:
    """As nbgrader does; a blank body stays valid Python, and the course's build has no business with them."""
    folder = tmp_path / "source" / "own"
    (folder / "data").mkdir(parents=True)
    (folder / "helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (folder / "data" / "settings.toml").write_text("n = 21\n")
    read = "import tomllib, helper\ndef n():\n    "
    cells = [
        answer("n", "    return helper.twice(tomllib.load(open('data/settings.toml', 'rb'))['n'])", read),
        graded("one", "assert n() == 42"),
    ]
    course = own_course(tmp_path, cells)
    release = course.root / "release" / "own"
    assert (release / "helper.py").is_file() and (release / "data" / "settings.toml").is_file()
    blank = nbformat.read(release / "week1.ipynb", as_version=4)
    compile(blank.cells[0].source, "cell", "exec")
    course.submit("blank", "week1", blank)
    hand_in(course, "right")
    (course.folder("right") / "helper.py").write_text("raise SystemExit")  # the course's own counts
    well(course.autograde())
    assert points(course, "right") == {"one": 2.0} and points(course, "blank") == {"one": 0.0}
    (course.root / "notebooks").mkdir()
    assert find(course.root) == []


@pytest.mark.parametrize("name", ["week1.py", "data/notes.md"])
def test_a_solution_beside_an_own_notebook_is_not_handed_out(tmp_path: Path, name: str) -> None:
    """A script paired with the notebook, say: nbgrader would copy it as it is."""
    beside = tmp_path / "source" / "own" / name
    beside.parent.mkdir(parents=True)
    beside.write_text("n = 41\n")
    course = own_course(tmp_path, [SQUARES])
    out = tmp_path / "release" / "own" / name
    beside.write_text("### BEGIN SOLUTION\nn = 42\n### END SOLUTION\n")
    outcome = course.api().generate_assignment("own", force=True)
    assert f"{name} beside the notebooks of own holds a solution" in outcome["error"]
    assert not outcome["success"] and out.read_text() == "n = 41\n"
