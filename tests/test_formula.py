"""The learner's own formula: what is read of it, what is said of it, and that it never counts for a mark."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import Any

import nbformat
import pytest
from grading_course import Course
from hypothesis import given, settings
from hypothesis import strategies as st
from nbclient import NotebookClient

from autograder import chapters
from autograder.answers import evaluate
from autograder.grading import sandbox
from autograder.marking import grade_answer
from mlsys_course import scenario
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.formula import Code
from mlsys_course.diagnosis.formula.code import LONGEST
from mlsys_course.diagnosis.formula.reader import read
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

SIX = "06_iron_law_exercises"


def numbers(row: int = 0) -> Scenario:
    table = chapters.load()["training_days"].table
    assert table is not None
    return table.row(row)


def tree(source: str, **known: Any) -> str | None:
    found = read(Code(source, names=known), "x", numbers())
    return repr(found.formulas[0].part.tree) if found else None


# ---- reading


@pytest.mark.parametrize(
    ("source", "formula"),
    [
        ("x = q.training_ops / (q.gpus * q.peak)", "(training_ops / (gpus * peak))"),
        ("rate = q.gpus * q.peak\nx = (q.training_ops / rate).to('day')", "(training_ops / (gpus * peak))"),
        ("x = 3\nx *= q.gpus\nx -= 1", "((3 * gpus) - 1)"),
        ("a, b = q.gpus, 7\nx = b * a", "(7 * gpus)"),
        ("mine = scenario('iron_law')\nx = mine.gpus", "gpus"),
        ("from mlsys_course import scenario as s\nx = s('iron_law').gpus", "gpus"),
        ("q = scenario('another')\nx = q.gpus", None),
        ("import math as m\nx = m.log2(q.gpus)", "log2(gpus)"),
        ("from math import ceil\nx = ceil(q.deadline / q.deadline)", "ceil((deadline / deadline))"),
        ("x = max(q.gpus, 10, 20)", "maximum(maximum(gpus, 10), 20)"),
        ("x = sum([q.gpus, q.efficiency])", "(gpus + efficiency)"),
        ("def f(a, b):\n    half = a / 2\n    return half * b\nx = f(q.gpus, b=3)", "((gpus / 2) * 3)"),
        ("x = constants.A100_FLOPS_FP16_TENSOR * 2", "(peak * 2)"),
        ("x = Q_(312, 'TFLOP/s') * 2", "(peak * 2)"),
        ("x = Q_('0.312 PFLOP/s')", "peak"),
        ("x = 1024 * 0.45", "(gpus * efficiency)"),
        ("x = q.efficiency ^ 3", None),  # which Python refuses, too
        ("x = q.gpus ^ 2", "xor(gpus, 2)"),
        ("%matplotlib inline\nx = q.gpus  # all of them\nprint(x)", "gpus"),
        ("x = q.gpus + q.peak", None),
        ("x = q.users", None),
        ("x = open('/etc/passwd').read()", None),
        ("x = __import__('os').system('true')", None),
        ("x = q.__class__", None),
        ("x = (1).__class__", None),
        ("for i in range(3):\n    x = i", None),
        ("x = 1\nif True:\n    x = 2", None),
        ("x = 1 / 0", None),
        ("x = 9 ** 9 ** 9", None),
        ("x = Q_(1, '9**9**9 * day')", None),
        ("x = Q_('9**9**9')", None),
        ("x = q.gpus\n" + "x = x * x\n" * 60, None),
        ("x = (", None),
    ],
)
def test_a_formula_is_read_and_nothing_else(source: str, formula: str | None) -> None:
    assert tree(source) == formula


def test_names_of_the_notebook_are_known_by_what_they_hold() -> None:
    q = numbers()
    assert tree("x = mine.gpus * 2", mine=q) == "(gpus * 2)"
    assert tree("x = eta * n", eta=0.45, n=1024) == "(efficiency * gpus)"
    assert tree("x = p / 2", p=q.peak.to("PFLOP/s")) == "(peak / 2)"
    assert tree("x = k * 2", k=0.123) is None  # nobody knows how that came about


class Trap:
    """Whatever is done with it shows."""

    def __getattribute__(self, name: str) -> Any:
        raise KeyboardInterrupt


def test_an_object_of_the_learner_is_not_touched() -> None:
    assert tree("x = trap.gpus * trap(2) + trap", trap=Trap()) is None


@pytest.mark.parametrize(
    "text", ["-" * 5000, "(" * 5000, "x" + ".a" * 2500, "1+" * 2500, "[" * 5000, "~" * 5000]
)
def test_deep_text_harms_nothing(text: str) -> None:
    """In a process of its own: what goes wrong would end it."""
    script = f"""
    from mlsys_course.diagnosis.formula import Code
    from mlsys_course.diagnosis.formula.reader import read
    assert read(Code("x = {text}1"), "x", None) is None or True
    assert read(Code("y = {text}1\\nx = 2"), "x", None) is None or True
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True, timeout=120)
    assert len(text) < LONGEST


_WORDS = """
x = q . gpus peak ( ) [ ] , + - * / ** // % ^ 2 0.45 1e300 'day' np math sqrt log10 sum max Q_ ureg to m
magnitude def f return : if for lambda import from constants get int round -1 == and not {} \\
"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*_WORDS.split(), "\n", "\0"]), max_size=25))
def test_no_text_gets_out_of_the_reader(words: list[str]) -> None:
    for text in (" ".join(words), "x = " + "".join(words)):
        found = read(Code(text, (text,)), "x", numbers())
        assert found is None or found.formulas


# ---- what is said


def said(name: str, source: str, row: int = 0) -> tuple[Result, Result]:
    """Return the verdicts on an answer without and with its source."""
    exercise = chapters.load()[name]
    assert exercise.table is not None
    q = exercise.table.row(row)
    cell = source if "\n" in source or source.startswith(f"{name} =") else f"{name} = {source}"
    answer = evaluate(name, cell, q)
    return judge(exercise, answer, q), judge(exercise, answer, q, cell)


@pytest.mark.parametrize(
    ("name", "source", "cause", "words"),
    [
        ("training_days", "q.training_ops / (q.gpus * q.peak)", "dropped:efficiency", "efficiency"),
        (
            "training_days",
            "q.training_ops / q.peak * q.gpus * q.better_efficiency",
            "inverted:gpus+times:better_efficiency+dropped:efficiency",
            "multiplies by gpus where it should divide, multiplies by better_efficiency",
        ),
        (
            "training_days",
            "Q_(3.14e23 * 1024 / 312e12 / 3600, 'hour')",
            "inverted:gpus+dropped:efficiency",
            "leaves out efficiency (share of the peak that is reached).",
        ),
        (
            "training_days",
            "rate = q.gpus * q.peak * q.efficiency\ntraining_days = q.training_ops / rate / 24",
            "scale:24",
            "Your `rate` is right: 143,800 TFLOP/s. The slip comes after it.",
        ),
        (
            "days_saved",
            "slow = q.training_ops / (q.gpus * q.peak * q.efficiency)\n"
            "fast = q.training_ops / (q.gpus * q.peak)\ndays_saved = slow - fast",
            "dropped:better_efficiency",
            "Your `slow` is right: 2.184 million s. The slip is in `fast`.",
        ),
        (
            "efficiency_doubling",
            "q.span * np.log10(q.gain)",
            "log:log10+inverted:gain",
            "multiplies by the logarithm of gain where it should divide",
        ),
        (
            "iron_law_total",
            "q.data / q.bandwidth + q.ops / q.peak * q.efficiency",
            "inverted:efficiency+dropped:overhead",
            "leaves out overhead",
        ),
        (
            "gpus_for_deadline",
            "int(q.training_ops / (q.peak * q.deadline))",
            "rounding:down+dropped:efficiency",
            "rounds down, not up, and leaves out efficiency",
        ),
        ("training_days", "q.training_ops / q.efficiency * q.gpus", "unit:operation", "leaves out peak"),
    ],
)
def test_the_formula_names_the_mistake(name: str, source: str, cause: str, words: str) -> None:
    for row in (0, 3):
        _, result = said(
            name, source if row == 0 or "3.14e23" not in source else "q.gpus * 1 * ureg.day", row
        )
        if row and "3.14e23" in source:
            continue
        assert not result.accepted and result.score == 0.0
        assert result.cause == cause, result
        if row == 0:
            assert words in result.message


def test_a_number_that_meets_another_mistake_by_coincidence_is_not_taken_for_it() -> None:
    """In the first row ``days * 2 / 3`` is what another constant and another unit give together."""
    source = (
        "rate = q.gpus * q.peak * q.efficiency\ndays = q.training_ops / rate * 2\ntraining_days = days / 3"
    )
    by_value, by_formula = said("training_days", source)
    assert by_value.cause is not None and by_value.cause.startswith("sibling:")
    assert by_formula.cause is not None and not by_formula.cause.startswith("sibling:")


def test_where_nothing_is_known_the_right_steps_are_named() -> None:
    source = (
        "rate = q.gpus * q.peak * q.efficiency\n"
        "training_days = q.training_ops ** 1.1 / rate ** 1.1 * Q_(1, 'second') ** -0.1 + 3 * q.deadline"
    )
    _, result = said("training_days", source)
    assert result.cause is None
    assert result.message.endswith("Your `rate` is right: 143,800 TFLOP/s. The slip comes after it.")


def test_a_formula_that_does_not_give_the_answer_is_not_believed() -> None:
    exercise, q = chapters.load()["training_days"], numbers()
    answer = (q.training_ops / (q.gpus * q.peak)).to("day")
    other = "training_days = q.training_ops / (q.peak * q.efficiency)"
    assert judge(exercise, answer, q, other) == judge(exercise, answer, q)


def test_a_result_that_was_typed_in_is_judged_by_its_value() -> None:
    for name, source in (
        ("training_days", "Q_(11.375, 'day')"),
        ("training_days", "answer = 11.375\ntraining_days = Q_(answer, 'day')"),
        ("weights_memory", "Q_(240, 'GB')"),
        ("extra_distance", "Q_(2.7, 'millimeter')"),
    ):
        by_value, by_formula = said(name, source)
        assert by_value == by_formula
        assert by_formula.cause is not None


def test_no_source_changes_whether_an_answer_counts() -> None:
    """Answers of every exercise, with their own source, with that of another one, and with nonsense."""
    for exercise in chapters.load().values():
        if not exercise.scalar or exercise.known is None:
            continue
        q = exercise.table.row(0) if exercise.table else None
        wrong = [some[0] for some in exercise.known.wrong.values()]
        right = exercise.known.right[0]
        for source in (right, wrong[0], wrong[-1]):
            answer = evaluate(exercise.name, source, q)
            plain = judge(exercise, answer, q)
            for text in (source, right if source != right else wrong[0], "while True: pass"):
                result = judge(exercise, answer, q, f"{exercise.name} = {text}")
                assert (result.accepted, result.score) == (plain.accepted, plain.score), (exercise.name, text)


def test_a_share_that_is_brought_in_is_named_beside_another_slip() -> None:
    q = scenario("iron_law")
    source = "training_days = q.training_ops * (1 - q.efficiency) / (q.gpus * q.peak) * q.efficiency"
    answer = q.training_ops * (1 - q.efficiency) / (q.gpus * q.peak) * q.efficiency
    said = grade_answer("training_days", answer, source=source).message
    assert "multiplies by one minus efficiency, which has no place there" in said
    assert "multiplies by efficiency where it should divide" in said


def test_anybody_may_hand_in_the_source() -> None:
    q = scenario("iron_law")
    answer = q.training_ops / q.peak * q.gpus * q.better_efficiency
    source = "training_days = q.training_ops / q.peak * q.gpus * q.better_efficiency"
    assert grade_answer("I6.1", answer).cause is None
    assert "multiplies by gpus" in grade_answer("I6.1", answer, source=source).message


# ---- in a notebook, and in grading


def test_a_check_in_a_notebook_reads_the_cells() -> None:
    cells = [
        "from mlsys_course import Q_, check, scenario",
        "numbers = scenario('iron_law')",
        "eta = numbers.better_efficiency\nall_of_them = numbers.gpus * eta",
        "training_days = numbers.training_ops / numbers.peak * all_of_them",
        "check('training_days')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120).execute()
    (output,) = notebook.cells[4].outputs
    text = output.data["text/plain"]
    assert "Your formula multiplies by gpus where it should divide" in text
    assert "leaves out efficiency" in text


@pytest.mark.usefixtures("warm_workers")
@pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
@pytest.mark.xdist_group("grading")
@pytest.mark.timeout(600)
def test_grading_reads_the_cell_and_marks_by_the_value(tmp_path: Any) -> None:
    course = Course.make(tmp_path, (SIX,))
    wrong = "total = q.gpus * q.better_efficiency\ntraining_days = q.training_ops / q.peak * total"
    course.submit("wrong", SIX, course.perfect(SIX, training_days=wrong))
    right = (
        "training_days = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day')\nif False:\n    x = 1"
    )
    course.submit("deep", SIX, course.perfect(SIX, training_days=right + "+1" * 2000))
    course.autograde()
    assert course.scores("wrong")["test_training_days"] == 0.0
    assert "Your formula multiplies by gpus where it should divide" in course.cell_text(
        "wrong", SIX, "test_training_days"
    )
    assert course.scores("deep") == course.maxima()
