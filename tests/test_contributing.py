"""The steps of CONTRIBUTING.md, followed to the letter in a copy of the course.

Where the guide prints a file, its text is written; where it says to which file or below which entry lines are
added, they are added there; where it prints commands, they are run.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from course_copy import Copy

TASKS = {"An exercise": 4, "A written question": 3, "A constant": 3, "A device": 3, "A chapter": 5}
BLOCK = re.compile(r"(?P<before>[^\n]*(?:\n[^\n]+)*)\n\n```(?P<kind>\w*)\n(?P<text>.*?)\n```\n", re.DOTALL)
WHERE = re.compile(
    r"(?:(?P<what>Write|Add to)\s`(?P<file>[^`]+)`"
    r"|In\s`(?P<table>[^`]+)`,\sbelow\sthe\sentry\sof\s`(?P<entry>[^`]+)`):\Z"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.xdist_group("contributing"),  # one copy, changed step by step
]


@pytest.fixture(scope="module")
def copy(top: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Return a copy of the course in which `make` has nothing to install."""
    copy = Copy.make(top, tracked, tmp_path_factory.mktemp("clone"), ("tests", "benchmarks"))
    (copy.root / ".venv" / "installed").touch()
    yield copy
    shutil.rmtree(copy.root)


def tasks(top: Path) -> dict[str, str]:
    """Return the guide's parts by their headings; a heading in a block is part of the block."""
    guide = (top / "CONTRIBUTING.md").read_text(encoding="utf-8")
    outside = re.sub(r"(?ms)^```.*?^```$", lambda block: "." * len(block[0]), guide)
    found = [*re.finditer(r"(?m)^## (.+)\n", outside)]
    ends = [*(heading.start() for heading in found[1:]), len(guide)]
    return {h[1]: guide[h.end() : end] for h, end in zip(found, ends, strict=True)}


def below(text: str, entry: str, added: str) -> str:
    """Put lines below an entry of a table, which ends where its bracket closes at the same depth."""
    lines = text.split("\n")
    named = re.compile(rf"\s*(\w+\()?{re.escape(entry)}[,:]")
    (first,) = [number for number, line in enumerate(lines) if named.match(line)]
    if lines[first].strip() == f"{entry},":
        first -= 1  # the name stands in a line of its own, below the bracket
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first
    while not (lines[last].endswith("),") and len(lines[last]) - len(lines[last].lstrip()) == depth):
        last += 1
    return "\n".join([*lines[: last + 1], added, *lines[last + 1 :]])


def follow(copy: Copy, step: str) -> list[str]:
    """Do what one step says; return the files it wrote and the commands it ran."""
    done = []
    blocks = list(BLOCK.finditer(step))
    assert len(blocks) == step.count("```") / 2, "a block that nobody reads"
    for block in blocks:
        where, text = WHERE.search(block["before"]), block["text"]
        if where is None:
            assert not block["kind"], f"it is not said where this goes: {text[:80]}"
            for line in text.split("\n"):
                assert line.startswith("make ")
                copy.run(*line.split())
                done.append(line)
            continue
        path = copy.root / (where["file"] or where["table"])
        if where["what"] == "Write":
            assert not path.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n", encoding="utf-8")
        else:
            there = path.read_text(encoding="utf-8")
            added = below(there, where["entry"], text) if where["entry"] else f"{there.rstrip()}\n\n{text}\n"
            path.write_text(added, encoding="utf-8")
        done.append(path.relative_to(copy.root).as_posix())
    return done


def follow_all(copy: Copy, top: Path, task: str) -> list[str]:
    found = re.split(r"(?m)^### \d\. ", tasks(top)[task])[1:]
    assert len(found) == TASKS[task]
    return [done for step in found for done in follow(copy, step)]


def test_the_guide_has_these_tasks(top: Path) -> None:
    assert list(tasks(top)) == [*TASKS, "Style"]


def test_an_exercise(copy: Copy, top: Path) -> None:
    chapter = "ch01_introduction"
    assert follow_all(copy, top, "An exercise") == [
        f"autograder/chapters/{chapter}/exercises/iron_law/idle_cost.py",
        f"source/{chapter}/06_iron_law_exercises.py",
        f"make scenarios CHAPTER={chapter}",
        f"make build CHAPTER={chapter}",
        "make assess ARGS=idle_cost",
        f"make check CHAPTER={chapter}",
    ]
    released = (copy.root / "release" / chapter / "06_iron_law_exercises.ipynb").read_text(encoding="utf-8")
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(released)["cells"]}
    assert cells["idle_cost"] == "idle_cost = ...\n# YOUR CODE HERE"
    assert cells["test_idle_cost"] == 'check("idle_cost")'
    assert "idle_cost" in (copy.root / "mlsys_course/chapters" / chapter / "contract.json").read_text()
    code = (
        "import autograder\n"
        "from mlsys_course import Q_\n"
        "from autograder import grade_answer\n"
        "print(autograder.__file__, grade_answer('I6.21', Q_(2250, 'USD/hour')).score)\n"
        "print(grade_answer('idle_cost', Q_(9102, 'USD/hour')).cause)\n"
    )
    where, score, cause = copy.run("python", "-c", code).split()
    assert where == str(copy.root / "autograder" / "__init__.py")
    assert (score, cause) == ("1.0", "per-operation-reached")


def test_a_written_question(copy: Copy, top: Path) -> None:
    chapter, name = "ch01_introduction", "explain_doubling"
    assert follow_all(copy, top, "A written question") == [
        f"source/{chapter}/06_iron_law_exercises.py",
        f"autograder/chapters/{chapter}/written/{name}.toml",
        f"make build CHAPTER={chapter}",
        f"make check CHAPTER={chapter}",
    ]
    released = (copy.root / "release" / chapter / "06_iron_law_exercises.ipynb").read_text(encoding="utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(released)["cells"]]
    assert any("write your answer here" in cell for cell in cells) and f'check("{name}")' in cells
    assert "Only one term of the Iron Law" not in released
    code = f"from autograder.written import question\nprint(question({name!r}).good)\n"
    assert "that\nterm alone is 25.3 days".replace("\n", " ") in copy.run("python", "-c", code)


def test_a_constant(copy: Copy, top: Path) -> None:
    folder = "mlsys_course/constants_data"
    assert follow_all(copy, top, "A constant") == [
        f"{folder}/sources.py",
        f"{folder}/devices.py",
        "make scenarios",
        "make check",
    ]
    code = (
        "from mlsys_course import constants\n"
        "peak = constants.registry['L4_FLOPS_FP16_TENSOR']\n"
        "print(peak, peak.reference, sep='; ')"
    )
    assert copy.run("python", "-c", code) == "121 TFLOP/s; NVIDIA L4 Tensor Core GPU data sheet\n"


def test_a_device(copy: Copy, top: Path) -> None:
    assert follow_all(copy, top, "A device") == [
        "mlsys_course/constants_data/devices.py",
        "mlsys_course/hardware.py",
        "make scenarios",
        "make check",
    ]
    code = (
        "from mlsys_course import hardware\n"
        "l4 = hardware.find('nvidia l4')\n"
        "print(l4.peak, l4.memory_bandwidth, l4.tdp)"
    )
    assert copy.run("python", "-c", code) == "121 TFLOP/s 300 GB/s None\n"


def test_a_chapter(copy: Copy, top: Path) -> None:
    chapter = "ch90_queues"
    done = follow_all(copy, top, "A chapter")
    assert done[-4:] == [
        f"make {verb} CHAPTER={chapter}" for verb in ("scenarios", "build", "assess", "check")
    ]
    assert [path for path in done[:-4] if chapter not in path] == ["notebooks/README.md"]
    assert (copy.root / "release" / chapter / "01_little_exercises.ipynb").is_file()
    code = (
        "from autograder import grade_answer\n"
        "from mlsys_course import Q_\n"
        "print(grade_answer('Q1.1', Q_('250 ms')).score)\n"
        "print(grade_answer('time_in_service', Q_('250 s')).cause)\n"
    )
    assert copy.run("python", "-c", code) == "1.0\nscale:1000\n"
