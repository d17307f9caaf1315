"""A class graded by stock nbgrader and by ours, in one run on one machine: seconds, and equal scores.

CPU time counts all processes that have ended. Run it on a machine that does nothing else:
``python benchmarks/grading.py [STUDENTS]`` (default 60).
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP), str(TOP / "tests")]
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def main(students: int) -> None:
    """Grade the class both ways in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="mlsys-bench-") as root:
        compare(Path(root), students)


def compare(root: Path, students: int) -> None:
    """Print the seconds of each, and the scores that differ."""
    from grading_course import ASSIGNMENT, Course
    from test_parity import stock

    from autograder.sample import answers, nth_right, nth_wrong

    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    course = Course.make(root, _one_notebook())
    for number in range(students):
        choose = nth_right(number // 2) if number % 2 else nth_wrong(number // 2)
        for name in course.names:
            course.submit(f"s{number:03}", name, course.perfect(name, **answers(course.source(name), choose)))
    print(f"{students} submissions of {', '.join(course.names)}; {os.cpu_count()} cores")

    def timed(label: str, run: Callable[[], object]) -> dict[str, dict[str, float]]:
        started, before = time.perf_counter(), sum(os.times()[:4])
        run()
        seconds, used = time.perf_counter() - started, sum(os.times()[:4]) - before
        print(
            f"{label:<38} {seconds:7.1f} s {seconds / students:7.3f} s per submission, {used:7.1f} s of CPU"
        )
        return {f"s{n:03}": course.scores(f"s{n:03}") for n in range(students)}

    ours = timed("ours, sandboxed, one process per core", lambda: course.autograde())
    timed("feedback pages", lambda: course.api().generate_feedback(ASSIGNMENT, force=True))
    theirs = timed("stock nbgrader autograde", lambda: stock(course))
    differ = [
        f"{student} {cell}: stock {theirs[student][cell]:g}, ours {score:g}"
        for student, scores in ours.items()
        for cell, score in scores.items()
        if theirs[student][cell] != score
    ]
    print(f"scores that differ: {len(differ)} of {sum(map(len, ours.values()))}")
    print("\n".join(f"  {line}" for line in differ[:20]))


def _one_notebook() -> tuple[str, ...]:
    """Return one notebook of the assignment: the speed of a class is quoted for one."""
    return ("06_iron_law_exercises",)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
