"""How long one diagnosis takes once an exercise is loaded, and how long loading takes.

    python benchmarks/diagnosis.py [--repeat N] [NAME ...]

Every written answer of the exercises whose answer is a number is judged N times, right ones
and wrong ones; the goal is 5 ms for the median and 50 ms for the worst. Loading evaluates all known mistakes
over all rows of the scenario and happens once per process.
"""

from __future__ import annotations

import argparse
import statistics
import time

from autograder import exercises
from autograder.answers import evaluate
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.candidates import load

MEDIAN, WORST = 5.0, 50.0  # ms


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    times: list[float] = []
    loading: list[float] = []
    slowest = (0.0, "")
    candidates = 0
    for exercise in exercises():
        written = exercise.known
        if not exercise.scalar or written is None or (options.names and exercise.name not in options.names):
            continue
        scenario = exercise.table.row(0) if exercise.table else None
        began = time.perf_counter()
        known = load(exercise)
        pairs, _ = known.pairs
        loading.append(1e3 * (time.perf_counter() - began))
        candidates += len(known.causes) + len(pairs)
        sources = (*written.right, *(source for wrong in written.wrong.values() for source in wrong))
        answers = [evaluate(exercise.name, source, scenario) for source in sources]
        for _ in range(options.repeat):
            for source, answer in zip(sources, answers, strict=True):
                began = time.perf_counter()
                judge(exercise, answer, scenario)
                taken = 1e3 * (time.perf_counter() - began)
                times.append(taken)
                slowest = max(slowest, (taken, f"{exercise.name}: {source}"))
    if not times:
        parser.error("no such exercise, or none with answers")
    median = statistics.median(times)
    print(f"{len(loading)} exercises, {candidates} mistakes known, {len(times)} diagnoses")
    print(
        f"one diagnosis: median {median:.2f} ms (goal {MEDIAN:g}), worst {slowest[0]:.1f} ms (goal {WORST:g})"
    )
    print(f"    worst: {slowest[1]}")
    print(f"loading an exercise: median {statistics.median(loading):.0f} ms, worst {max(loading):.0f} ms")
    return 0 if median <= MEDIAN and slowest[0] <= WORST else 1


if __name__ == "__main__":
    raise SystemExit(main())
