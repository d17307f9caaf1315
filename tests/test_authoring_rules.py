"""Every authoring rule is broken once, by a tiny master, and says what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import small_course

from autograder import written
from autograder.building import check, numbers, rules
from autograder.building.masters import load, read
from mlsys_course.kinds import Debugging

BROKEN = Path(__file__).with_name("broken_masters")
EXERCISES = small_course.EXERCISES | {
    "with_numbers": small_course.exercise("with_numbers", "I6.11", 1, scenario="iron_law"),
    "practised": small_course.exercise("practised", "I6.13", 1, module="mlsys_course.practice.law"),
    "worthless": small_course.exercise("worthless", "I6.12", 0),
    "wrong_line": small_course.exercise(
        "wrong_line",
        "I6.14",
        2,
        kind="debugging",
        spec=Debugging(("work = 3", "hours = work + 2"), 2, "hours = work * 2", "q", "it adds."),
    ),
}

# rule: (the cell its message names, words of the remedy, other rules the same mistake breaks)
EXPECTED: dict[str, tuple[str, str, set[str]]] = {
    "header": ("", "Begin the file with the header", set()),
    "characters": ("", "a tab in line 20", set()),
    "stem": ("", "Rename one", set()),
    "syntax": ("cell 2 ('x = (1')", "is not valid Python", set()),
    "magic": ("cell 2 ('%matplotlib inline')", "Write plain Python", set()),
    "raw-cell": ("cell 2 ('some text')", "Make it markdown or code", set()),
    "metadata": ("cell 2 ('x = 1')", "unknown metadata hide_input. Take it out", set()),
    "staff-import": ("cell 2 ('from autograder import grade')", "take it out", set()),
    "markers": ("cell 'run_days'", "add ### END SOLUTION", set()),
    "region-place": ("cell 'explain_why'", "Put the mark scheme at the end of a locked", {"rubric"}),
    "lesson-graded": ("cell 'imports'", "move it to source/", set()),
    "grade-id-missing": ("cell 2 ('import math')", 'Add "grade_id"', set()),
    "grade-id-form": ("cell 'My Imports'", "Rename it", set()),
    "grade-id-doubled": ("cell 'explain_why'", "Rename one", set()),
    "unknown-exercise": ("cell 'run_day'", "Did you mean", set()),
    "test-name": (
        "cell 'run_days_test'",
        '"test_run_days_test"',
        {"unknown-exercise", "answer-and-test", "test-form"},
    ),
    "answer-and-test": ("cell 'run_days'", 'Add a test cell "test_run_days"', set()),
    "points": ("cell 'test_run_days'", "Take them out", set()),
    "test-locked": ("cell 'test_run_days'", 'Add "locked": true', set()),
    "test-form": ("cell 'test_run_days'", 'must be the one line: check("run_days").', set()),
    "stub": ("cell 'run_days'", "Write run_days = ... above", set()),
    "solution-outside": ("cell 'run_days'", "(half = 1 / 2). Students would get it", set()),
    "scenario": ("cell 'with_numbers'", 'q = scenario("iron_law")', set()),
    "debugging": ("cell 'lines_wrong_line'", "shows other lines than its key runs. They are:", set()),
    "rubric": ("cell 'explain_why'", "Put one (### BEGIN MARK SCHEME", set()),
    "prose-answer": ("cell 'explain_why'", "Put the question into the locked cell above", set()),
    "written": ("cell 'explain_why'", 'with the one line: check("explain_why")', set()),
    "nbgrader-kind": ("cell 'task_why'", "a locked question, then explain_<topic>", {"points"}),
    "literal": ("cell 2 ('peak = 312')", "types the number 312. Take it from", set()),
    "prose-number": ("cell 1 ('# Exercises')", "types '1,024'. A graded question names its inputs", set()),
    "line-width": ("cell 2 ('print(", "has a line of 88 characters", set()),
    "lesson-number": ("cell 1 ('# A lesson')", "says 'lesson 6'. Link to it instead", set()),
    "substitution": ("cell 1 ('# A lesson')", "there is no 'GPT3_TRAINING_OP' here", set()),
    "predicted": ("cell 3 ('answer = \"it stays\"')", "the answer to 'twice-the-gpus' in its source", set()),
    "alt-text": ("cell 1 ('# A lesson')", "Say what it shows", set()),
    "headings": ("cell 2 ('### Two levels down')", "leaves out a level. Use ##.", set()),
    "length": ("", "takes 53 minutes, more than anybody has", set()),
    "lesson-head": ("", "does not say: What you'll need; how long it takes", set()),
}


def put(root: Path, text: str, kind: str, name: str = "06_tiny", chapter: str = "ch01_introduction") -> None:
    """Write a master into a course."""
    folder = root / {"lesson": "notebooks", "graded": "source"}[kind] / chapter
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_bytes(text.encode())
    for asked in re.findall(r'"grade_id": "(explain_\w+)"', text):
        path = root / written.path_of(chapter, asked)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(small_course.WRITTEN, encoding="utf-8")


def violations(root: Path) -> list[rules.Violation]:
    return rules.check(load(root), EXERCISES)


@pytest.mark.parametrize("rule", sorted(rules.RULES))
def test_a_broken_master_names_file_cell_and_remedy(rule: str, tmp_path: Path) -> None:
    files = sorted(BROKEN.glob(f"{rule}.*py"))
    assert files, f"add tests/broken_masters/{rule}.lesson.py or .graded.py"
    for number, path in enumerate(files):
        kind = path.name.split(".")[-2]
        name = "06_tiny" if rule == "stem" or not number else f"06_tiny_{number}"
        put(tmp_path, path.read_text(encoding="utf-8"), kind, name)
    found = violations(tmp_path)
    label, remedy, also = EXPECTED[rule]
    assert {violation.rule for violation in found} - also == {rule}
    sentence = next(str(violation) for violation in found if violation.rule == rule)
    assert "ch01_introduction/06_tiny.py" in sentence
    assert label in sentence
    assert remedy in sentence


def test_the_small_course_breaks_no_rule(tmp_path: Path) -> None:
    assert violations(small_course.make(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("run_days = 1", "### BEGIN SOLUTION\nrun_days = 1", "markers", "inside"),
        ("### BEGIN SOLUTION", "# BEGIN SOLUTION", "markers", "is no marker this course knows"),
        ("### END HIDDEN TESTS", "### END SOLUTION", "markers", "closes nothing"),
        ("from autograder import grade\n", "", "test-form", "the two lines"),
        ('grade("run_days", run_days)', 'float(grade("run_days", run_days))', "test-form", "the two lines"),
        ('check("run_days")', 'check("speedup")', "test-form", 'check("run_days")'),
        ('check("run_days")', 'check("run_days", run_days)', "test-form", "finds the answer itself"),
        ("run_days = ...\n", "run_days = 0\n", "stub", "lacks its stub"),
        ("run_days", "practised", "unknown-exercise", "is a practice exercise"),
        ("run_days", "worthless", "points", "gives it no points"),
        ("run_days = 1\n", "run_days = 0.45\n", "literal", "0.45"),
        ("run_days = 1\n", 'run_days = Q_("25 day")\n', "literal", "25"),
        ('"locked": true', '"points": 3', "points", "Take them out"),
    ],
)  # fmt: skip
def test_other_ways_to_break_a_graded_master(
    old: str, new: str, rule: str, words: str, tmp_path: Path
) -> None:
    """Each is one change to a master that is right."""
    right = (BROKEN / "answer-and-test.graded.py").read_text(encoding="utf-8") + (
        '\n# %% nbgrader={"grade_id": "test_run_days", "grade": true, "locked": true}\n'
        'check("run_days")\n### BEGIN HIDDEN TESTS\nfrom autograder import grade\n'
        'grade("run_days", run_days)\n### END HIDDEN TESTS\n'
    )
    put(tmp_path, right, "graded")
    assert violations(tmp_path) == []
    assert old in right
    put(tmp_path, right.replace(old, new), "graded")
    assert any(v.rule == rule and words in str(v) for v in violations(tmp_path))


def test_two_chapters_may_use_one_name_for_a_notebook_and_its_cells(tmp_path: Path) -> None:
    """Only exercises have names of their own all over the course, and each belongs to its chapter."""
    for chapter in ("ch01_introduction", "ch02_other"):
        put(tmp_path, small_course.LESSON, "lesson", "09_pitfalls", chapter)
        put(tmp_path, small_course.GRADED, "graded", "09_pitfalls_exercises", chapter)
    masters = [read(tmp_path, path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*.py"))]
    found = rules.check(masters, EXERCISES)
    assert {(v.rule, v.master.chapter) for v in found} == {("unknown-exercise", "ch02_other")}
    assert "'run_days' is an exercise of ch01_introduction. Ask it there" in str(found[0])


def test_a_function_needs_its_last_return(tmp_path: Path) -> None:
    text = small_course.GRADED
    assert "    return ...\n" in text
    put(tmp_path, text.replace("    return ...\n", ""), "graded")
    assert ["stub" for v in violations(tmp_path) if v.rule == "stub"] == ["stub"]


def test_prose_without_points(tmp_path: Path) -> None:
    put(tmp_path, small_course.GRADED.replace('"points": 2, ', ""), "graded")
    assert [str(v).split("Add ")[1] for v in violations(tmp_path)] == ['"points": a number above 0. [points]']


def test_a_folder_that_is_no_chapters(tmp_path: Path) -> None:
    put(tmp_path, small_course.LESSON, "lesson", chapter="ch01_introductoin")
    (sentence,) = check(tmp_path, EXERCISES)
    assert sentence.startswith("notebooks/ch01_introductoin: There is no chapter 'ch01_introductoin'. ")
    assert "Did you mean 'ch01_introduction'?" in sentence and "ch01_introductoin/chapter.toml" in sentence


def test_a_master_in_the_wrong_place(tmp_path: Path) -> None:
    put(tmp_path, small_course.LESSON, "lesson", chapter=".")
    assert check(tmp_path, EXERCISES) == [
        "notebooks/06_tiny.py: a master lies in notebooks/<chapter>/; move it there."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It has 80 GB and 2039 GB/s.", ["80 GB", "2039 GB/s"]),
        ("It took 34 days at 45% of 3.14 × 10²³.", ["34 days", "45%", "3.14 × 10²³"]),
        ("GPT-3 on the A100 in 2020, step 12, chapter 10: 2 FLOP per MAC.", []),
        ("See [the paper](https://example.org/2104.04473) and `x = 1024`.", ["1024"]),
        ("About {{GPT3_TRAINING_DAYS_REF.value:.0f}} days.", []),
        ("A prize of 1024 roses. <!-- literal: a story -->\n\nAnd 1025 more.", ["1025"]),
        ("```\n1024\n```", []),
        ("12. The twelfth", []),
    ],
)  # fmt: skip
def test_typed_numbers_in_a_lesson(text: str, found: list[str]) -> None:
    assert list(numbers.in_prose(text, graded=False)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A run on 16 accelerators in 10 days takes 2 weeks.", ["16"]),
        ("### 4. Use three significant figures of `q.peak`", []),
        ("Objectives 4, 5 and 6 at 0.45.", ["0.45"]),
    ],
)
def test_typed_numbers_in_a_graded_question(text: str, found: list[str]) -> None:
    assert list(numbers.in_prose(text, graded=True)) == found


@pytest.mark.parametrize(
    ("code", "lesson", "graded"),
    [
        ("x = 312e12", ["312e12"], ["312e12"]),
        ("x = 0.45 * 1e9", [], ["0.45", "1e9"]),
        ("x = 1024  # literal: bytes in a KiB", [], []),
        ("x = [0, 1, 2, 3, 10][-1]", [], []),
        ("x = np.linspace(0, 1, 201)", [], []),
        ("x = np.linspace(0, 201, 1)", ["201"], ["201"]),
        ('x = Q_("2039 GB/s")', ["2039"], ["2039"]),
    ],
)  # fmt: skip
def test_typed_numbers_in_code(code: str, lesson: list[str], graded: list[str]) -> None:
    assert list(numbers.in_code(code, graded=False)) == lesson
    assert list(numbers.in_code(code, graded=True)) == graded


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "# %% [markdown]\n# # Exercises",
            "# %% [markdown]\n# # Exercises: `work * 2`",
            "holds what mends line 2",
        ),
        ("lines_wrong_line", "lines_of_mine", 'Add a locked code cell "lines_wrong_line" above it'),
    ],
)
def test_other_ways_to_break_a_debugging_task(old: str, new: str, words: str, tmp_path: Path) -> None:
    text = (BROKEN / "debugging.graded.py").read_text(encoding="utf-8")
    right = text.replace("work + 3", "work + 2")
    put(tmp_path, right, "graded")
    assert violations(tmp_path) == []
    put(tmp_path, right.replace(old, new), "graded")
    (found,) = violations(tmp_path)
    assert found.rule == "debugging"
    assert words in str(found)


def test_every_broken_master_belongs_to_a_rule() -> None:
    assert {path.name.split(".")[0] for path in BROKEN.glob("*.py")} == set(rules.RULES) == set(EXPECTED)


def test_the_command_prints_violations_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder import building
    from autograder.__main__ import main

    shutil.copy(BROKEN / "alt-text.lesson.py", tmp_path / "x.py")
    put(tmp_path, (tmp_path / "x.py").read_text(encoding="utf-8"), "lesson")
    monkeypatch.setattr(building.check, "__defaults__", (tmp_path, EXERCISES, None))
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith(
        "notebooks/ch01_introduction/06_tiny.py:13, cell 1 ('# A lesson'): has an image"
    )
    assert said.err == "\n1 to mend.\n"
