"""Whose fault: what the machine does is never a student's zero, and what a student does is nobody else's.

Every failure is made in the process that grades, at its own stage, through the real pipeline.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import machine_failures
import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import MissingEntry

from autograder.grading import cgroups, command, sandbox, workers

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("machine"),
]

HONEST = ["ann", "mia", "zoe"]
FAILURES = {
    "sandbox": "its sandbox did not start",
    "server": "the fork server for grading did not start",
    "late": "its sandbox did not start",
    "fork server killed": "its sandbox went away",
    "supervisor killed": "its sandbox went away",
    "supervisor silent": "its process stopped answering",
    "student killed": "killed from outside",
}
COLD = {
    "none": {},
    "bubblewrap": {
        "sandbox": "its sandbox did not start",
        "late": "its sandbox did not start",
        "supervisor killed": "its sandbox went away",
    },
}
LIMITS = {"cell_wall": 4.0, "cell_cpu": 4.0, "grace": 1.0, "total_wall": 60.0}
WRONG = "training_days = q.gpus"


def settings(course: Course, **more: object) -> None:
    """Put settings into the course's file: what `make grade` reads."""
    lines = [f"c.TrustedAutograde.{name} = {value!r}" for name, value in {"limits": LIMITS, **more}.items()]
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n" + "\n".join(lines) + "\n")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = small_course(tmp_path)
    settings(made)
    return made


def hand_in(course: Course, students: list[str], **changed: str) -> None:
    for student in students:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK, **changed))


def grade(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    failures: dict[str, str],
    mode: str | None = None,
    **options: int,
) -> tuple[int, dict[str, list[bool]]]:
    """Run the TA's command with failures; return its exit status, and how each student was tried."""
    folder = Path(tempfile.mkdtemp(dir=course.root))
    with monkeypatch.context() as patch:
        patch.chdir(course.root)
        patch.setattr(workers, "grade_task", machine_failures.injected(mode, failures, str(folder)))
        status = command.main(ASSIGNMENT, force=True, **options)
    return status, machine_failures.tries(folder)


def check(
    course: Course,
    status: int,
    tries: dict[str, list[bool]],
    said: str,
    causes: dict[str, str],
) -> None:
    """Assert what is due where all had every point before and have handed in something wrong since."""
    assert status == 1
    maxima = course.maxima()
    new = {**maxima, "test_training_days": 0.0}
    attention = said.split("Needs attention")[1]
    for student in HONEST:
        assert course.scores(student) == new
        assert f"  {student}:" not in attention
        assert tries[student] == [False]
    for what, cause in causes.items():
        once, twice = (f"{number} {what}".replace(" ", "-") for number in ("once", "twice"))
        assert tries[once] == tries[twice] == [False, True], what
        assert course.scores(once) == new, what
        assert course.scores(twice) == maxima, f"{what}: an earlier mark stays"
        assert f"  {once}:" not in attention
        (line,) = [line for line in attention.splitlines() if line.startswith(f"  {twice}:")]
        assert cause in line and "it is the machine, not the student" in line
        assert f"Try again: make grade ARGS=--student={twice}" in line


def named(causes: dict[str, str]) -> dict[str, str]:
    return {f"{n} {w}".replace(" ", "-"): f"{n}: {w}" for n in ("once", "twice") for w in causes}


def test_what_the_machine_does_is_no_mark(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At each stage: tried again alone; then no mark, and a line with the command that tries again."""
    causes = dict(FAILURES)
    if cgroups.find() is not None:
        causes |= {"memory": ""}
    failures = named(causes)
    failures.pop("twice-memory", None)
    hand_in(course, [*HONEST, *failures])
    assert [o.problem for o in course.autograde() if o.problem] == []
    hand_in(course, [*HONEST, *failures], training_days=WRONG)
    hand_in(course, ["never-before"])
    status, tries = grade(course, monkeypatch, {**failures, "never-before": "twice: late"})
    said = capsys.readouterr().out
    assert cgroups.describe() in said
    if "once-memory" in tries:  # too little beside the others; alone it has what it may
        assert tries["once-memory"] == [False, True]
        assert course.scores("once-memory") == {**course.maxima(), "test_training_days": 0.0}
    check(course, status, tries, said, FAILURES)
    with pytest.raises(MissingEntry):
        course.scores("never-before")
    row = next(line for line in said.splitlines() if line.startswith("never-before"))
    assert row.split() == ["never-before"], "blank, not 0"
    again = {o.student for o in course.autograde(force=False)}
    assert again == {"never-before", *(student for student in failures if student.startswith("twice"))}
    assert course.scores("never-before") == course.maxima()


@pytest.mark.slow
@pytest.mark.adversarial
def test_what_the_machine_does_in_bubblewrap(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same where each child starts cold."""
    if (why := sandbox.try_bubblewrap()) is not None:
        pytest.skip(why)
    causes = COLD["bubblewrap"]
    failures = named(causes)
    hand_in(course, [*HONEST, *failures])
    course.autograde()
    hand_in(course, [*HONEST, *failures], training_days=WRONG)
    status, tries = grade(course, monkeypatch, {**failures, "ann": ""}, "bubblewrap")
    check(course, status, tries, capsys.readouterr().out, causes)


@pytest.mark.parametrize("what", ["worker killed", "worker hangs"])
def test_a_worker_that_dies_costs_nobody_a_mark(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """Killed from outside, or hanging in C code: what it was grading, and what waited, is graded alone."""
    slack = 8.0 if what == "worker hangs" else 240.0  # what hangs must be over before its repair is
    settings(course, limits={**LIMITS, "total_wall": 15.0}, slack=slack)
    student = "sam"
    hand_in(course, [*HONEST, student])
    course.autograde()
    maxima = course.maxima()
    new = {**maxima, "test_training_days": 0.0}
    hand_in(course, [*HONEST, student], training_days=WRONG)
    capsys.readouterr()
    status, tries = grade(course, monkeypatch, {student: f"twice: {what}"}, jobs=2)
    said = capsys.readouterr().out
    assert status == 1 and tries[student] == [False, True]
    assert course.scores(student) == maxima, "an earlier mark stays"
    (line,) = [text for text in said.split("Needs attention")[1].splitlines() if text.startswith("  ")]
    assert line.startswith(f"  {student}: ") and line.endswith(f"make grade ARGS=--student={student}")
    assert "the process that graded it died, the second time with nothing beside it" in line
    for honest in HONEST:
        assert course.scores(honest) == new and len(tries[honest]) <= 2
    status, tries = grade(course, monkeypatch, {student: f"once: {what}"}, jobs=2)
    assert status == 0 and tries[student] == [False, True]
    assert "Needs attention" not in capsys.readouterr().out
    assert {who: course.scores(who) for who in [*HONEST, student]} == dict.fromkeys([*HONEST, student], new)


def test_a_full_disk_costs_no_mark(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be saved is said, with the command; the earlier mark and its evidence stay."""
    folder = course.root / "autograder" / "autograded"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.decode().strip()}")
    try:
        hand_in(course, ["ann", "big"])
        assert not [o for o in course.autograde() if o.problem]
        notebook = course.perfect(NOTEBOOK, training_days=WRONG)
        notebook.cells[0].source += "\n" + "x" * 300_000
        course.submit("big", NOTEBOOK, notebook)
        hand_in(course, ["ann"], training_days=WRONG)
        monkeypatch.chdir(course.root)
        assert command.main(ASSIGNMENT, force=True) == 1
        said = capsys.readouterr().out
        (line,) = [text for text in said.split("Needs attention")[1].splitlines() if "  big:" in text]
        assert "graded, but not saved: " in line and "space" in line
        assert "try again: make grade ARGS=--student=big" in line
        assert course.scores("big") == course.maxima()
        assert course.scores("ann")["test_training_days"] == 0.0
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# -- the student's own doing --------------------------------------------------------------------------------

OWN = {
    "kills itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "ends with 137": "import os; os._exit(137)",
    "aborts": "import os; os.abort()",
    "closes its lines": "import os; os.closerange(3, 256)",
    "kills its children": """
import os, signal, subprocess, sys, time
for _ in range(3):
    if os.fork() == 0:
        time.sleep(60)
os.kill(-1, signal.SIGKILL)
""",
    "uses up its memory": "hold = []\nwhile True: hold.append(b'x' * (50 << 20))",
    "memory of its children": """
import os, time
for _ in range(12):
    if os.fork() == 0:
        hold = b'x' * (100 << 20)
        time.sleep(60)
time.sleep(60)
""",
    "shortens its own time": """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
while True: pass
""",
    "uses up its time": """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True: pass
""",
}
HIDDEN = {
    "hidden: mapped and dropped": """
import mmap
hold = []
with open('big', 'wb') as f: f.truncate(60 << 20)
while True:
    m = mmap.mmap(-1, 64 << 20, flags=mmap.MAP_SHARED)
    for at in range(0, 64 << 20, 4096): m[at] = 1
    m.madvise(mmap.MADV_DONTNEED)
    hold.append(m)
""",
    "hidden: socket buffers": """
import socket
hold = []
while True:
    try:
        a, b = socket.socketpair()
    except OSError:
        import time; time.sleep(60)
    a.setblocking(False)
    a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
    try:
        while True: a.send(b'x' * 100_000)
    except OSError:
        hold.append((a, b))
""",
    "unreaped children": """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    for _ in range(4):
        if os.fork() == 0:
            end = time.process_time() + 0.3
            while time.process_time() < end: pass
            os._exit(0)
    time.sleep(0.3)
""",
}
OWN_LIMITS = {
    "cell_wall": 4.0,
    "cell_cpu": 4.0,
    "grace": 1.0,
    "total_wall": 20.0,
    "total_cpu": 8.0,
    "memory_bytes": 500 << 20,
}


@pytest.mark.parametrize(
    "mode", [None, pytest.param("bubblewrap", marks=[pytest.mark.slow, pytest.mark.adversarial])]
)
def test_what_a_student_does_is_marked(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mode: str | None
) -> None:
    """The answers before it count, those after it do not, and nothing blames the machine."""
    if mode is not None and (why := sandbox.try_bubblewrap()) is not None:
        pytest.skip(why)
    settings(course, limits=OWN_LIMITS)
    students = {}
    for number, (name, code) in enumerate({**OWN, **(HIDDEN if cgroups.find() else {})}.items()):
        notebook = course.perfect(NOTEBOOK)
        at = [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells].index(
            "test_training_days"
        )
        notebook.cells.insert(
            at + 1,
            {"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None},
        )
        course.submit(f"s{number:02}", NOTEBOOK, notebook)
        students[f"s{number:02}"] = name
    hand_in(course, HONEST)
    status, tries = grade(course, monkeypatch, {}, mode)
    said = capsys.readouterr().out
    print(said)
    maxima = course.maxima()
    assert "Needs attention" not in said
    assert status == 0
    for student in HONEST:
        assert course.scores(student) == maxima and tries[student] == [False]
    # What the limits on a process stop by an exception leaves it alive.
    survives = {"kills itself", "kills its children", "uses up its memory", "shortens its own time"}
    survives |= {"hidden: mapped and dropped"}
    for student, name in students.items():
        scores = course.scores(student)
        assert scores["test_training_days"] == maxima["test_training_days"], name
        if name not in survives and name != "unreaped children":
            assert scores["test_iron_law"] == 0.0, name
        assert tries[student] in ([False], [False, True]), name


# -- one budget, one bound ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_nine_endless_notebooks_have_one_budget(tmp_path: Path) -> None:
    """The time of a submission is one, whatever number of notebooks it has; what it took is said."""
    course = Course.make(tmp_path)
    assert len(course.names) == 9
    for name in course.names:
        notebook = course.perfect(name)
        for cell in notebook.cells:
            if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("locked"):
                cell.source = "while True: pass"
        course.submit("endless", name, notebook)
        course.submit("honest", name, course.perfect(name))
    limits = {"cell_wall": 4.0, "cell_cpu": 4.0, "grace": 1.0, "total_wall": 10.0, "total_cpu": 60.0}
    outcomes = {o.student: o for o in course.autograde(limits=limits)}
    assert {o.problem for o in outcomes.values()} == {None}
    assert course.scores("honest") == course.maxima()
    assert set(course.scores("endless").values()) == {0.0}
    graded = outcomes["endless"].graded.values()
    assert sum(one.wall for one in graded) < 12.0
    assert any("running it took 1" in note for note in outcomes["endless"].notes)
    assert any("used up before it" in note for note in outcomes["endless"].notes)
