"""A class of sixty of whom ten attack at once, on a machine of 3 GB: fifty have the marks they deserve."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import TOP, Course
from test_machine import HIDDEN, OWN

from autograder.grading import cgroups, sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.adversarial,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("class under attack"),
]

MACHINE = 3 << 30
LIMITS = {"cell_wall": 5.0, "cell_cpu": 5.0, "grace": 1.0, "total_wall": 20.0, "total_cpu": 15.0}
SHARED = "n = 0\nwhile True:\n    n += 1\n    open(f'/dev/shm/{n}', 'wb').write(b'x' * (8 << 20))"
SIGNALS = """
import os, signal
for n in range(1, 64):
    for who in (0, 1, -1):
        try:
            os.kill(who, n)
        except OSError:
            pass
while True: pass
"""
ATTACKS = {
    **HIDDEN,
    "shared memory": SHARED,
    "fork bomb": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "endless output": "while True: print('x' * 100_000)",
    "kills itself": "import os, signal\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)\nos.abort()",
    "endless": OWN["uses up its time"],
    "signals": SIGNALS,
}


def _packed() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(63 << 20))
    return packed.getvalue()


def hand_in(course: Course) -> tuple[list[str], list[str]]:
    """Hand in sixty: fifty with some answers right, ten attacks spread among them."""
    chance = random.Random(60)
    attacks = [*ATTACKS.items(), ("archives", "")]
    at = set(chance.sample(range(60), len(attacks)))
    honest, hostile = [], []
    for number in range(60):
        student = f"s{number:02}"
        changed = {
            name: text
            for name, text in {"training_days": "training_days = q.gpus", "which_are_times": "..."}.items()
            if chance.random() < 0.4
        }
        notebook = course.perfect(NOTEBOOK, **changed)
        if number in at:
            name, code = attacks.pop()
            if name == "archives":
                for copy in range(30):
                    (course.folder(student) / f"data{copy}.zip").write_bytes(_packed())
            else:
                cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": []}
                notebook.cells.insert(1, {**cell, "execution_count": None})
            hostile.append(student)
        else:
            honest.append(student)
        course.submit(student, NOTEBOOK, notebook)
    return honest, hostile


def graded(course: Course, pattern: str, group: Path | None) -> dict[str, Any]:
    """Grade in a process of its own, in a group where one is given; return what it printed."""
    script = course.root / "run.py"
    script.write_text(
        f"import sys; sys.path[:0] = [{str(TOP)!r}, {str(TOP / 'tests')!r}]\n"
        "if __name__ == '__main__':\n"
        "    import json; from pathlib import Path; from grading_course import Course\n"
        f"    found = Course(Path({str(course.root)!r})).autograde({pattern!r}, limits={LIMITS!r}, jobs=2)\n"
        "    print(json.dumps({o.student: o.problem for o in found}))\n"
    )
    enter = (lambda: (group / "cgroup.procs").write_text(str(os.getpid()))) if group is not None else None
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, preexec_fn=enter, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("time_of_day", [1, 2, 3])
def test_fifty_have_the_marks_they_have_alone(tmp_path: Path, time_of_day: int) -> None:
    """Ten attack at once: all kinds of hidden memory, forks, output, signals, archives, endless cells."""
    place = cgroups._version_1()
    if place is None:
        pytest.skip("no memory cgroup of version 1 can be made here")
    course = small_course(tmp_path)
    honest, hostile = hand_in(course)
    assert (len(honest), len(hostile)) == (50, 10)
    aside = course.root / "aside"
    aside.mkdir()
    submitted = course.root / "autograder" / "submitted"
    for student in hostile:
        (submitted / student).rename(aside / student)
    assert set(graded(course, "*", None).values()) == {None}
    alone = {student: course.scores(student) for student in honest}
    assert len({json.dumps(scores) for scores in alone.values()}) > 2
    for student in hostile:
        (aside / student).rename(submitted / student)
    group = place.folders["memory"] / f"mlsys-test-{os.getpid()}-{time_of_day}"
    group.mkdir()
    try:
        (group / "memory.limit_in_bytes").write_text(str(MACHINE))
        started = time.monotonic()
        problems = graded(course, "*", group)
        seconds = time.monotonic() - started
        peak = int((group / "memory.max_usage_in_bytes").read_text())
    finally:
        for _ in range(50):
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.1)
    print(f"{seconds:.0f} s, {peak >> 20} MiB at most, {cgroups.describe()}")
    assert {student: course.scores(student) for student in honest} == alone
    assert {student: problems[student] for student in honest} == dict.fromkeys(honest)
    assert set(problems) == {*honest, *hostile}
