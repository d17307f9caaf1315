"""Ctrl-C and SIGTERM: a run ends at once with one line and the way on, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, TOP, Course

from autograder.grading import cgroups, sandbox

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("stopping"),
]
long = [pytest.mark.adversarial, pytest.mark.slow]

GRADE = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--jobs", "2"]
MAKE = ["make", "--no-print-directory", "-o", ".venv/installed", "grade", f"ASSIGNMENT={ASSIGNMENT}"]
ENDLESS = {
    "sleeps": "import time\ntime.sleep(600)",
    "deaf": "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
    "forks": "import os, time\nos.fork()\ntime.sleep(600)",
}
CTRL_C = "\x03"


class Terminal:
    """A command on a terminal of its own, as a TA starts it."""

    def __init__(self, course: Course, command: list[str], **environment: str) -> None:
        # Sockets lie in it, whose paths may not be long.
        self.temporary = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
        bin_folder = str(Path(sys.executable).parent)
        self.environment = {
            # A make that runs these tests says so to another one.
            **{name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
            "PATH": os.pathsep.join([bin_folder, os.environ["PATH"]]),
            "TMPDIR": str(self.temporary),
            "COLUMNS": "160",
            **environment,
        }
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)  # a shell's background has them ignored
            os.chdir(course.root)
            os.execvpe(command[0], command, self.environment)
        self.output = ""
        self.family: dict[int, psutil.Process] = {}

    def processes(self) -> list[psutil.Process]:
        """Return all that the command has started and that lives, and remember them."""
        found: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(self.pid)
            found = [top, *top.children(recursive=True)]
        self.family |= {process.pid: process for process in found}
        return found

    def commands(self) -> list[str]:
        """Return their command lines."""
        lines = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                lines.append(" ".join(process.cmdline()))
        return lines

    def read(self, seconds: float = 0.02) -> bool:
        """Take what is on the screen; say whether the command still holds it."""
        if not select.select([self.line], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.line, 1 << 16)
        except OSError:
            return False
        self.output += data.decode(errors="replace")
        return bool(data)

    def until(self, happens: Callable[[Terminal], bool]) -> None:
        """Wait for something."""
        deadline = time.monotonic() + 120
        while not happens(self):
            assert self.read(0.2), self.output
            self.read(0.0)
            assert time.monotonic() < deadline, self.output

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.line, keys.encode())

    def end(self) -> int:
        """Wait for the end; return the exit status."""
        while self.read(0.5):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.line)
        return os.waitstatus_to_exitcode(status)

    def said(self) -> list[str]:
        """Return the lines from the moment at which it was stopped."""
        tail = self.output.rpartition("^C")[2]
        lines = [line.rpartition("\r")[2].strip() for line in tail.replace("\r\n", "\n").split("\n")]
        return [line for line in lines if line]


def students_run(number: int) -> Callable[[Terminal], bool]:
    """Wait until the code of so many students has begun: server, its first process, two for each student."""

    def runs(terminal: Terminal) -> bool:
        return sum("child/__main__.py serve" in line for line in terminal.commands()) >= 4 * number

    return runs


def starts(part: str) -> Callable[[Terminal], bool]:
    return lambda terminal: any(part in line for line in terminal.commands())


def shows(text: str) -> Callable[[Terminal], bool]:
    return lambda terminal: bool(terminal.processes()) and text in terminal.output


def lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def nothing_is_left(course: Course, terminal: Terminal) -> None:
    deadline = time.monotonic() + 10  # the kernel takes a moment to take a killed process down
    while left := [process for process in terminal.family.values() if lives(process)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    assert list(terminal.temporary.iterdir()) == []
    terminal.temporary.rmdir()
    for top in ("autograded", "feedback", "."):
        partial = [*(course.root / "autograder" / top).rglob(".partial-*"), *course.root.rglob("*.new")]
        assert partial == []
    place = cgroups.find()
    groups = [g for f in dict.fromkeys(place.folders.values()) for g in f.iterdir()] if place else []
    assert not [g for g in groups for pid in terminal.family if g.name.startswith(f"{cgroups.PREFIX}-{pid}-")]
    lock = course.root / "autograder" / "autograded" / ".lock"
    if lock.exists():
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    made = small_course(tmp_path)
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(TOP / name, made.root)
    (made.root / "mlsys_course" / "widgets" / "lab").mkdir(parents=True)
    (made.root / ".venv").symlink_to(TOP / ".venv")
    with (made.root / "nbgrader_config.py").open("a") as file:
        limits = {"cell_wall": 600.0, "cell_cpu": 600.0, "total_wall": 900.0, "total_cpu": 900.0}
        file.write(f"\nc.TrustedAutograde.limits = {limits!r}\n")
    yield made


def hand_in(course: Course, *endless: str) -> None:
    for student in ("ada", "bob"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    for name in endless:
        course.submit(f"zoe-{name}", NOTEBOOK, course.perfect(NOTEBOOK, training_days=ENDLESS[name]))


def goes_on(course: Course, graded: set[str]) -> None:
    """The next run takes up those whom the one before had not done, and no others."""
    for name in ENDLESS:
        if (course.root / "autograder" / "submitted" / f"zoe-{name}").exists():
            course.submit(f"zoe-{name}", NOTEBOOK, course.perfect(NOTEBOOK))
    before = {student: course.scores(student) for student in graded}
    done = course.autograde(force=False, jobs=2)
    assert not graded & {outcome.student for outcome in done}
    assert all(outcome.graded for outcome in done)
    assert {student: course.scores(student) for student in graded} == before
    for student in {outcome.student for outcome in done} | graded:
        assert course.scores(student) == course.maxima()


WAY_ON = "Stopped: 2 of 4 submissions are graded and in the gradebook; make grade goes on with the other 2."


@pytest.mark.parametrize(
    ("command", "status", "own"),
    [
        pytest.param(MAKE, -signal.SIGINT, 1, id="make"),
        pytest.param(GRADE, 130, 0, id="bare", marks=long),
    ],
)
def test_ctrl_c_while_students_code_runs(course: Course, command: list[str], status: int, own: int) -> None:
    """The first two are graded, the others would run for ten minutes and do not hear a signal."""
    hand_in(course, "sleeps", "forks")
    terminal = Terminal(course, command)
    terminal.until(shows("graded 2 of 4"))
    terminal.until(students_run(2))
    terminal.type(CTRL_C)
    assert terminal.end() == status
    line, *rest = terminal.said()
    assert line == WAY_ON
    assert len(rest) <= own and all(part.startswith("make: ") for part in rest), rest
    nothing_is_left(course, terminal)
    goes_on(course, {"ada", "bob"})


@pytest.mark.parametrize("command", [pytest.param(MAKE, id="make"), pytest.param(GRADE, id="bare")])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.adversarial
@pytest.mark.slow
def test_being_told_to_end(course: Course, command: list[str], number: signal.Signals) -> None:
    hand_in(course, "sleeps", "deaf")
    terminal = Terminal(course, command)
    terminal.until(shows("graded 2 of 4"))
    terminal.until(students_run(2))
    # A terminal that is closed tells all; make passes SIGTERM on.
    (os.kill if number == signal.SIGTERM else os.killpg)(terminal.pid, number)
    assert abs(terminal.end()) in (number, 128 + number)
    # Where make has gone with its terminal, there is nobody to say it to.
    assert WAY_ON in terminal.output or (command == MAKE and number == signal.SIGHUP)
    assert "Traceback" not in terminal.output
    nothing_is_left(course, terminal)
    goes_on(course, {"ada", "bob"})


@pytest.mark.adversarial
@pytest.mark.slow
def test_impatience(course: Course) -> None:
    """Whoever presses Ctrl-C again and again gets no other end."""
    hand_in(course, "sleeps", "deaf")
    terminal = Terminal(course, GRADE)
    terminal.until(students_run(2))
    for _ in range(5):
        terminal.type(CTRL_C)
        terminal.read(0.05)
    assert terminal.end() == 130
    assert terminal.output.count("Stopped") == 1
    assert "Traceback" not in terminal.output
    nothing_is_left(course, terminal)


def watches(terminal: Terminal) -> bool:
    """Say whether the command has begun to look out for signals: a thread does that."""
    return bool(terminal.processes()) and len(os.listdir(f"/proc/{terminal.pid}/task")) > 1


NOTHING_YET = "Stopped before anything was graded; make grade begins again."
PHASES = {
    "imports": (watches, NOTHING_YET),
    "gradebook": (starts("alembic"), NOTHING_YET),
    "release": (shows("released: "), "Stopped"),
    "workers": (starts("multiprocessing.spawn"), "Stopped: 0 of 2 submissions are graded"),
    "fork server": (starts("child/__main__.py serve"), "Stopped: 0 of 2 submissions are graded"),
    "first student": (students_run(1), "Stopped: 0 of 2 submissions are graded"),
    "feedback": (starts("multiprocessing.forkserver"), "Stopped: all marks are in the gradebook"),
}  # fmt: skip


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.adversarial
@pytest.mark.slow
def test_ctrl_c_in_each_phase(course: Course, phase: str) -> None:
    hand_in(course)
    happens, line = PHASES[phase]
    if phase == "gradebook":
        (course.root / "autograder" / "gradebook.db").unlink()
    terminal = Terminal(course, GRADE)
    terminal.until(happens)
    terminal.type(CTRL_C)
    assert terminal.end() == 130
    (said,) = terminal.said()
    assert said.startswith(line)
    nothing_is_left(course, terminal)
    assert course.run(*GRADE).returncode == 0
    assert course.scores("ada") == course.maxima()
    assert (course.root / "autograder" / "feedback" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.html").is_file()


STUCK = """
import sys, time
from autograder import stopping
from autograder.__main__ import main
from autograder import desk
from autograder.grading import command
{patch}
if __name__ == "__main__":
    sys.exit(stopping.watched(lambda: main(sys.argv[1:])))
"""


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("desk.write = lambda *parts: time.sleep(600)", id="report"),
        pytest.param(
            "def swallow(*parts):\n    while True:\n"
            "        try: time.sleep(600)\n        except BaseException: pass\n"
            "desk.write = swallow",
            id="swallowed",
        ),
        pytest.param(
            "import ctypes\ndesk.write = lambda *parts: ctypes.CDLL(None).poll(None, 0, 600_000)",
            id="in C",
        ),
        pytest.param(
            "class Late:\n    def __del__(self):\n        time.sleep(600)\n"
            "def lost(*parts):\n    late = Late()\n    del late\n    time.sleep(600)\n"
            "desk.write = lost",
            id="lost",
        ),
    ],
)
@pytest.mark.adversarial
@pytest.mark.slow
def test_ctrl_c_while_something_holds_the_run_up(course: Course, patch: str) -> None:
    """In the last phase, and where the exception does not get out."""
    hand_in(course)
    (course.root / "stuck.py").write_text(STUCK.format(patch=patch))
    terminal = Terminal(course, [sys.executable, "stuck.py", "grade", ASSIGNMENT])
    terminal.until(shows("bob "))
    terminal.until(lambda terminal: "S" in Path(f"/proc/{terminal.pid}/stat").read_text().split(")")[1])
    time.sleep(1)
    terminal.type(CTRL_C)
    assert terminal.end() == 130
    (said,) = terminal.said()
    assert said.startswith("Stopped: all marks are in the gradebook")
    nothing_is_left(course, terminal)


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """Whoever starts a command with nohup means it."""
    (tmp_path / "told.py").write_text(
        "import os, signal, sys\n"
        "from autograder import stopping\n"
        "def work():\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    return 7\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "sys.exit(stopping.watched(work))\n"
    )
    assert subprocess.run([sys.executable, "told.py"], cwd=tmp_path, check=False).returncode == 7
