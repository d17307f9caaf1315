"""A term by the staff's guide: its commands run as they stand, and the marks are those worked out by hand.

The guide is followed from its first command to its last on a class of thirty. Between the commands people do
what people do: two teaching assistants mark explanations, and the public course gets a newer version.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import class_of_thirty as people
import pytest
from course_copy import Copy
from nbgrader.api import Gradebook

from autograder.grading import sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

GUIDE = "autograder/README.md"
BLOCK = re.compile(r"(?ms)^```(\w+)( fails)?\n(.*?)\n```$")
EXPLAINED = "explain_utilisation"
LAST_COMMIT = "A sentence more"


def sections(text: str) -> dict[str, list[tuple[str, bool, str]]]:
    """Return the guide's blocks by heading, in order: kind, whether it must fail, text."""
    parts = re.split(
        r"(?m)^## (.+)$", re.sub(r"(?ms)^```.*?^```$", lambda b: b[0].replace("\n#", "\n\0"), text)
    )
    return {
        heading: [(kind, bool(fails), block.replace("\0", "#")) for kind, fails, block in BLOCK.findall(body)]
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


@dataclass
class Walk:
    """Somebody with the guide in one hand.

    Parameters
    ----------
    folder : Path
        Where they are.
    started : list of Popen
        What they left running.
    said : str
        What the last command printed.
    """

    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    said: str = ""

    def type(self, line: str, fails: bool = False) -> None:
        """Run a line of the guide as it stands there."""
        if line.startswith("cd "):
            self.folder = (self.folder / line.removeprefix("cd ")).resolve()
            if not (self.folder / ".venv").exists():  # make would install it
                Copy.equip(self.folder)
                (self.folder / ".venv" / "installed").touch()
            return
        who = {
            f"GIT_{role}_{what}": "ta@x.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        environment = Copy.environment() | who | {"GIT_CONFIG_GLOBAL": os.devnull}
        if line.endswith("&"):
            command = ["bash", "-c", f"exec {line.removesuffix('&')}"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started = subprocess.Popen(
                command, cwd=self.folder, env=environment, text=True, start_new_session=True, **quiet
            )
            self.started.append(started)
            return
        begun = time.monotonic()
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        print(f"{time.monotonic() - begun:6.1f} s  {line}")
        self.said = done.stdout + done.stderr
        assert (done.returncode != 0) is fails, f"{line}\n{self.said[-4000:]}"

    def stop(self) -> None:
        """End what was left running."""
        for one in self.started:
            os.killpg(one.pid, signal.SIGTERM)
            one.wait()


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@x.org"]
    subprocess.run(["git", "-C", root, *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def walk(top: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Return somebody in a fresh clone of the public course, with the LMS's files beside it."""
    home = tmp_path_factory.mktemp("term")
    origin = Copy.make(top, tracked, home / "origin", ("tests", "benchmarks")).root
    git(origin, "init", "--quiet", "--initial-branch=main")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "The course")
    subprocess.run(["git", "clone", "--quiet", origin, home / "course"], check=True)
    people.write(home / "lms", top, people.maximum(top))
    walk = Walk(home)
    walk.type("cd course")
    yield walk
    walk.stop()


# -- what people do -------------------------------------------------------------------------------------


def mark_by_hand(walk: Walk) -> None:
    """Have two teaching assistants mark the explanations of their sections."""
    for ta in ("A", "B"):
        with Gradebook(f"sqlite:///{walk.folder}/autograder/gradebook.db") as gradebook:
            for number in people.NUMBERS:
                if people.section(number) != ta or number in (26, 27):
                    continue
                cell = (EXPLAINED, people.SECTION, people.CHAPTER, people.student(number))
                grade = gradebook.find_grade(*cell)
                assert grade.needs_manual_grade
                grade.manual_score = 1.5 if ta == "B" else 3.0 if number % 2 else 2.0
                grade.needs_manual_grade = False
                gradebook.find_comment(*cell).manual_comment = f"Read by {ta}."
            gradebook.db.commit()


def publish_a_newer_version(walk: Walk) -> None:
    """Have the public course change a sentence."""
    origin = walk.folder.parent / "origin"
    with (origin / "CONTRIBUTING.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{LAST_COMMIT}.\n")
    git(origin, "commit", "--quiet", "--all", "--message", LAST_COMMIT)


def look_at_what_goes_back(walk: Walk) -> None:
    """Compare the files for the LMS, which name everybody and so go when somebody is forgotten."""
    count = 0
    for lms in ("canvas", "moodle"):
        with zipfile.ZipFile(walk.folder / "autograder" / f"for_{lms}_feedback.zip") as archive:
            pages = [archive.read(name).decode() for name in archive.namelist()]
        assert sum("Read by" in page for page in pages) == len(pages) - (lms == "moodle"), "27 wrote nothing"
        count += len(pages)
    assert count == 29
    rows = table((walk.folder / "autograder" / "for_canvas.csv").read_bytes())
    given = {row["ID"]: row[f"{people.CHAPTER} (17)"] for row in rows if row["ID"]}
    expected = {str(people.lms_id(n)): chapter_mark(n) for n in people.NUMBERS if n not in (27, 29)}
    assert given.pop(str(people.lms_id(27))) == "0"
    assert {key: float(mark) if mark else None for key, mark in given.items()} == pytest.approx(expected)


MEANWHILE = {
    "6. Mark by hand": mark_by_hand,
    "A newer version in mid-term": publish_a_newer_version,
    "10. Delete, close, begin again": look_at_what_goes_back,
}


# -- what the marks must be -----------------------------------------------------------------------------

# The section has 26 points: 2 for each of training_days, days_saved, gpus_for_deadline, bug_savings,
# which_are_times, pipelined_total and model_flop_utilisation, 3 for each of iron_law, training_days_plot,
# training_claims and the explanation. Whoever does nothing wrong has 23 without the explanation.
RIGHT = 7 * 2 + 3 * 3


def chapter_mark(number: int) -> float | None:
    """Return what a student must have in the chapter at the end; None where there is nothing."""
    if number in (26, 27):  # handed in nothing; was forgotten
        return None
    by_hand = 1.5 if number > 16 else 3.0 if number % 2 else 2.0
    if number <= 12 or number in (28, 29, 30):
        mark = RIGHT + by_hand
    elif number == 13:
        mark = RIGHT - 2 + 1 + by_hand  # no efficiency: 0 of 2, and the override gives 1
    elif number <= 18:
        mark = RIGHT - 2 + by_hand  # no efficiency: 0 of 2
    elif number <= 22:
        mark = RIGHT + by_hand  # no unit: 1 of 2 at first, 2 by the corrected key
    else:
        mark = RIGHT - 2 - 3 + by_hand  # which_are_times and training_claims not tried
    # One day late; that student 3 was late, too, the extension covers.
    return mark * 0.9 if number == 28 else mark


def own_mark(number: int) -> float | None:
    """Return what a student must have in the own assignment."""
    if number in (27, 28, 29):
        return None
    if 21 <= number <= 25:
        return 2.0  # squares from 0 on
    return 3.0 + 1.0 if number == 30 else 5.0  # the median is the mean of two numbers, not of four


MARKS = {people.CHAPTER: chapter_mark, people.OWN: own_mark}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_term_by_the_guide(walk: Walk, top: Path, tmp_path: Path) -> None:
    for heading, blocks in sections((top / GUIDE).read_text(encoding="utf-8")).items():
        if heading in MEANWHILE:
            MEANWHILE[heading](walk)
        for kind, fails, text in blocks:
            if kind == "sh":
                lines = text.split("\n")
                for line in lines:
                    walk.type(line, fails and line == lines[-1])
            elif kind == "python":
                with (walk.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
                    file.write(f"\n{text}\n")
            else:
                assert kind == "text"
                assert text in walk.said, f"the guide shows\n{text}\nand what came was\n{walk.said}"

    with tarfile.open(walk.folder.parent / "term.tar.gz") as archive:
        held = {m.name: file.read() for m in archive if (file := m.isreg() and archive.extractfile(m))}

    # The gradebook is the one worked out by hand.
    (tmp_path / "gradebook.db").write_bytes(held["autograder/gradebook.db"])
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        found = {
            (assignment.name, s.student.id): round(s.score - (s.late_submission_penalty or 0), 6)
            for assignment in gradebook.assignments
            for s in assignment.submissions
        }
        assert {a.name: a.max_score for a in gradebook.assignments} == {
            people.CHAPTER: people.maximum(top), people.OWN: 5.0,
        }  # fmt: skip
        assert "s27" not in {s.id for s in gradebook.students} and len(gradebook.students) == 29
        assert not any(s.needs_manual_grade for a in gradebook.assignments for s in a.submissions)
    expected = {
        (assignment, people.student(number)): round(mark, 6)
        for assignment, marks in MARKS.items()
        for number in people.NUMBERS
        if (mark := marks(number)) is not None
    }
    assert found == expected

    # What goes back to the LMS has nobody who dropped out or was forgotten; nothing handed in is blank.
    assert "autograder/for_canvas.csv" not in held, "it named whoever was forgotten"
    scores = {
        (row["assignment"], row["student_id"]): row["score"]
        for row in table(held["grades.csv"])
        if row["score"]
    }
    assert {key: float(score) for key, score in scores.items()} == pytest.approx(
        {key: mark for key, mark in expected.items() if key[1] != "s29"}
    )

    # Every score that changed has its reason.
    reasons = {(row["student"], row["why"]) for row in table(held["autograder/changes.csv"])}
    assert any(student == "s13" and "The way is right" in why for student, why in reasons)
    assert {student for student, why in reasons if "key" in why} >= {"s19", "s20", "s21", "s22"}
    page = held[f"autograder/feedback/s01/{people.CHAPTER}/{people.SECTION}.html"].decode()
    assert "Read by A." in page

    # The course is left, with what changed in mid-term, and nothing of the class.
    manifest = json.loads(held["MANIFEST.json"])
    assert manifest["course_id"] == "mlsys" and manifest["version"]["commit"]
    assert LAST_COMMIT in (walk.folder / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walk.type("git status --porcelain")
    assert walk.said == "", "closing took something of the course"
    left = [path for path in walk.folder.rglob("*") if path.is_file() and ".venv" not in path.parts]
    words = [*people.FIRST, *people.LAST, *(str(people.lms_id(number)) for number in people.NUMBERS)]
    for path in left:
        content = path.read_bytes()
        assert not [word for word in words if word.encode() in content], path
    assert not [path for path in left if path.match("s[0-9][0-9]")]


def test_each_command_of_the_guide_is_in_a_block_that_is_run(top: Path) -> None:
    text = (top / GUIDE).read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(BLOCK.findall(text)), "a block that nobody reads"
    assert "\n    make " not in text


def test_what_the_guide_says_that_a_run_says_is_what_it_says(top: Path) -> None:
    """Each message of the table stands in the code; a name in capitals or a bracket is filled in there."""
    (table_,) = re.findall(r"(?ms)^\| it says \|.*?\n\n", (top / GUIDE).read_text(encoding="utf-8"))
    said = re.findall(r"(?m)^\| `([^`]+)` \|", table_)
    code = "".join(path.read_text(encoding="utf-8") for path in (top / "autograder" / "grading").glob("*.py"))
    assert len(said) >= 7
    assert [message for message in said if message not in code] == []
