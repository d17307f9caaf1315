"""Memory that holds: what a submission takes is taken from no other, and not from the gradebook's process."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import TOP
from test_machine import HIDDEN

from autograder.grading import cgroups, sandbox, watch
from autograder.grading.forkserver import ForkServer
from autograder.grading.limits import Limits
from autograder.grading.watch import Watch

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]


@pytest.fixture(autouse=True)
def _say(record_property: Callable[[str, object], None]) -> None:
    """Keep with the results which bound the tests ran with."""
    record_property("memory", cgroups.describe())


def test_thirty_archives_cost_the_gradebooks_process_nothing(tmp_path: Path) -> None:
    """They unpack to 2 GB; the process that holds the gradebook never opens one."""
    course = small_course(tmp_path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(63 << 20))
    assert packed.tell() < 80_000
    for number in range(30):
        (course.folder("bomb") / f"data{number}.zip").write_bytes(packed.getvalue())
    for student in ("bomb", "honest"):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    code = (
        f"import sys; sys.path[:0] = [{str(TOP)!r}, {str(TOP / 'tests')!r}]\n"
        "if __name__ == '__main__':\n"
        "    import resource; from pathlib import Path; from grading_course import Course\n"
        f"    course = Course(Path({str(tmp_path)!r}))\n"
        "    course.autograde('honest')\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    outcomes = course.autograde()\n"
        "    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    print(after - before, [o.problem for o in outcomes if o.problem])\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    grown, _, problems = done.stdout.strip().partition(" ")
    assert problems == "[]"
    assert int(grown) < 40 << 10, "KiB on top of what one honest submission takes"
    assert course.scores("bomb") == course.scores("honest") == course.maxima()


def test_a_group_of_its_own_counts_what_is_hidden() -> None:
    """Mapped and dropped, in shared memory, in socket buffers: stopped at the bound."""
    if cgroups.find() is None:
        pytest.skip(cgroups.describe())
    limits = Limits(memory_bytes=300 << 20, cell_wall=20, total_wall=60)
    shm = (
        "import time\nn = 0\nwhile True:\n    n += 1\n    open(f'/dev/shm/{n}', 'wb').write(b'x' * (8 << 20))"
    )
    with ForkServer() as server:
        for name, code in {**HIDDEN, "shared memory": shm}.items():
            if name == "unreaped children":
                continue
            with server.open(limits=limits) as child:
                done = child.stretch([code])
                ran_out = child.ended == "it needed more than 300 MiB of memory"
                # Where the sandbox itself bounds a kind of memory, the code stops before the group does.
                assert ran_out or done.runs[0].error is not None, (name, child.ended)
                assert child._group is not None
                used = int(child._group._file("memory", _peak(child._group)).read_text())
                assert used <= 300 << 20
                assert child.fault is None


def _peak(group: cgroups.Group) -> str:
    return "memory.max_usage_in_bytes" if group.place.version == 1 else "memory.peak"


def test_without_groups_the_newest_is_stopped_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too little is left, one submission is stopped by us instead of whichever by the kernel."""
    free = [10 << 30]
    monkeypatch.setattr(cgroups, "available", lambda: free[0])
    look = Watch(1 << 30, str(tmp_path))
    with ForkServer(groups=False, watch=look) as server, server.open() as first, server.open() as second:
        assert first._group is None and len(list(tmp_path.iterdir())) == 2
        assert second.run_cell("1 + 1").error is None
        free[0] = 1 << 20
        done = first.stretch(["import time; time.sleep(0.5); x = 3"], ["x"])
        assert done.answers == {"x": 3}, "it is not the newest"
        assert second.stretch(["import time; time.sleep(5)"]).ended is not None
        assert second.fault is not None and second.fault.certain
        assert "too little memory" in second.fault.why
        second.close()
        assert len(list(tmp_path.iterdir())) == 1
        assert first.stretch(["import time; time.sleep(5)"]).ended is not None, "now it is"
    assert list(tmp_path.iterdir()) == []


def test_what_the_watch_stops_is_the_machines_fault(tmp_path: Path) -> None:
    """Through the pipeline: tried again alone, and where that is not enough, a TA is told; no zero."""
    course = small_course(tmp_path)
    course.submit("ann", NOTEBOOK, course.perfect(NOTEBOOK))
    (outcome,) = course.autograde(groups=False, reserve=1 << 50)
    assert outcome.graded == {} and outcome.unmarked == [NOTEBOOK]
    assert "too little memory was left on this machine" in str(outcome.problem)
    (outcome,) = course.autograde(groups=False)
    assert outcome.problem is None and course.scores("ann") == course.maxima()


def test_the_seat_of_a_dead_process_is_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was killed keeps nobody from being the newest."""
    monkeypatch.setattr(cgroups, "available", lambda: 0)
    seat = Watch(1, str(tmp_path)).sit()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f"{'9' * 20}-{gone.pid}-0").touch()
    assert seat.is_wanted()
    (tmp_path / f"{'9' * 20}-{os.getpid()}-0").touch()
    seat._next = 0.0
    assert not seat.is_wanted()
    assert 0 <= watch.default_reserve() <= 256 << 20
