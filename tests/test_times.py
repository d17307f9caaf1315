"""When a submission came in: read the same everywhere, or a TA is asked; nothing that is uploaded sets it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from autograder.grading import sandbox, times
from autograder.grading.convert import inert_names
from autograder.grading.outcome import Outcome
from autograder.grading.report import collect

NIGHT = datetime(2026, 3, 29, 1, 30)  # half an hour after the clocks of Europe went forward
READ = {
    "2026-03-29 01:29:59 UTC": NIGHT.replace(minute=29, second=59),
    "2026-03-29 01:29:59.500000 UTC": NIGHT.replace(minute=29, second=59, microsecond=500_000),
    "2026-03-29 01:30:01": NIGHT.replace(second=1),
    "2026-03-29T01:30:01Z": NIGHT.replace(second=1),
    "20260329T012959Z": NIGHT.replace(minute=29, second=59),
    "2026-W13-7T01:30Z": NIGHT,
    "2026-03-29 03:29:59 +0200": NIGHT.replace(minute=29, second=59),
    "2026-03-29 03:30:01 +02:00": NIGHT.replace(second=1),
    "2026-03-29T03:30:01+02": NIGHT.replace(second=1),
    "2026-03-28 19:29:59 -0600": NIGHT.replace(minute=29, second=59),
    "2026-03-29 07:00:01 +0530": NIGHT.replace(second=1),
    "2026-03-29 01:59:59 Europe/Berlin": NIGHT.replace(hour=0, minute=59, second=59),
    "2026-03-29 03:29:59 Europe/Berlin": NIGHT.replace(minute=29, second=59),
    "2026-03-29 03:30:01 Europe/Berlin": NIGHT.replace(second=1),
    "2026-03-28 18:30:01 America/Los_Angeles": NIGHT.replace(second=1),
    "\ufeff2026-03-29 01:29:59 UTC\r\n": NIGHT.replace(minute=29, second=59),
}
UNREAD = {
    "2026-03-29 02:30:00 Europe/Berlin": "which the clocks there showed twice or never",
    "2026-10-25 02:30:00 Europe/Berlin": "which the clocks there showed twice or never",
    "2026-03-29 03:29:59 CEST": "whose zone is unknown",
    "2026-03-29 03:29:59 IST": "whose zone is unknown",
    "2026-03-29 03:29:59 Mars/Olympus": "whose zone is unknown",
    "2026-03-29 03:29:59 ../../../../etc/passwd": "whose zone is unknown",
    "2026-03-29 03:29:59 +99:00": "which is no time",
    "29.03.2026 03:29:59": "which is no time",
    "03/04/2026 03:29": "which is no time",
    "1:60000000000000000000009999311.5": "which is no time",
    "yesterday": "which is no time",
    "": "which is no time",
    "9999-12-31 23:59:59 -2300": "which is no time",
    "1774747799": "which is no time",
    "٢٠٢٦-٠٣-٢٩ 01:29:59": "which is no time",
    "2026-03-29 01:29:59 UTC\n2026-01-01 00:00:00 UTC": "which is no time",
}


@pytest.fixture(params=["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Be a grader of this time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    assert datetime.now(UTC).astimezone().utcoffset() != datetime.now(UTC).utcoffset()
    yield str(request.param)
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("text", READ)
def test_a_time_is_read(text: str) -> None:
    assert times.read(text.encode()) == times.Stamp(READ[text])


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_time_is_named(text: str) -> None:
    stamp = times.read(text.encode())
    assert stamp.time is None and stamp.problem is not None and UNREAD[text] in stamp.problem
    assert stamp.problem.isprintable() and len(stamp.problem) < 250


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_whatever_stands_there_is_a_time_or_named(content: bytes) -> None:
    stamp = times.read(content)
    assert (stamp.time is None) != (stamp.problem is None)
    assert stamp.problem is None or (stamp.problem.isprintable() and "\n" not in stamp.problem)


offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1))


@given(moments, offsets, st.sampled_from(["{0:+03d}:{1:02d}", "{0:+03d}{1:02d}", " {0:+03d}{1:02d}"]))
def test_every_offset_is_read(moment: datetime, minutes: int, form: str) -> None:
    sign = -1 if minutes < 0 else 1
    hours, rest = divmod(abs(minutes), 60)
    offset = form.format(hours, rest).replace("+", "-" if sign < 0 else "+")
    stamp = times.read(f"{moment.isoformat(' ')}{offset}".encode())
    assert stamp.time is not None and (moment - stamp.time).total_seconds() == minutes * 60


def test_names_that_collide_stay_apart() -> None:
    files = [
        "run.py",
        "run.py.txt",
        ".run.py",
        "a/b.txt",
        "a",
        "A.TXT",
        "timestamp.txt",
        ".timestamp.txt",
        "a.txt",
    ]
    kept = inert_names(files)
    names = [name.casefold() for name in kept.values()]
    assert len(set(names)) == len(files) and "timestamp.txt" not in names
    assert not {str(parent) for name in names for parent in Path(name).parents} & set(names)


# ---- through the real pipeline


def _zip_with_a_time() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("timestamp.txt", "../timestamp.txt", f"{ASSIGNMENT}/timestamp.txt"):
            archive.writestr(name, "2020-01-01 00:00:00 UTC")
        for name in ("course.toml", "../course.toml"):
            archive.writestr(name, 'course_id = "mine"\nstudent_id = "ada"\npersonal = true\n')
    return target.getvalue()


def _hand_in(course: Course) -> None:
    right = course.perfect(NOTEBOOK)
    stamped = {f"read{n:02d}": text.encode() for n, text in enumerate(READ)}
    stamped |= {f"unread{n:02d}": text.encode() for n, text in enumerate(UNREAD)}
    stamped |= {"utf16": "2026-03-29 01:30:01 UTC".encode("utf-16"), "huge": b"2026 " * 10**6}
    stamped |= dict.fromkeys(("hidden", "zip", "folder_toml", "collide"), b"2026-03-29 01:30:01 UTC")
    for student in [*stamped, "a_folder", "a_link", "a_loop", "only_hidden", "only_zip"]:
        course.submit(student, NOTEBOOK, right)
        if student in stamped:
            (course.folder(student) / "timestamp.txt").write_bytes(stamped[student])
    (course.folder("a_folder") / "timestamp.txt").mkdir()
    (course.folder("a_link") / "timestamp.txt").symlink_to(course.folder("hidden") / "timestamp.txt")
    (course.folder("a_loop") / "timestamp.txt").symlink_to("timestamp.txt")
    early = "2020-01-01 00:00:00 UTC"
    for student in ("hidden", "only_hidden"):
        (course.folder(student) / ".timestamp.txt").write_text(early)
        (course.folder(student) / "Timestamp.TXT").write_text(early)
    for student in ("zip", "only_zip"):
        (course.folder(student) / "more.zip").write_bytes(_zip_with_a_time())
    (course.folder("folder_toml") / "course.toml").mkdir()
    (course.folder("folder_toml") / "course.toml" / "x.csv").write_text("1")
    for name in ("run.py", "run.py.txt", ".run.py", "RUN.py"):
        (course.folder("collide") / name).write_text(name)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a class whose submissions say in many ways when they came."""
    if (reason := sandbox.probe()) is not None:
        pytest.skip(f"no sandbox: {reason}")
    course = small_course(tmp_path_factory.mktemp("class"))
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=NIGHT)
    _hand_in(course)
    return course


LATE = {f"read{n:02d}" for n, moment in enumerate(READ.values()) if moment > NIGHT}
LATE |= {"hidden", "zip", "folder_toml", "collide"}


@pytest.mark.timeout(600)
def test_late_is_late_in_every_zone_of_the_grader(handed_in: Course, zone: str) -> None:
    course = handed_in
    outcomes: dict[str, Outcome] = {one.student: one for one in course.autograde()}
    coursedir = course.coursedir()
    late, stamps = set(), {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            stamps[submission.student.id] = submission.timestamp
            if submission.total_seconds_late > 0:
                late.add(submission.student.id)
        report = collect(gradebook, ASSIGNMENT, list(outcomes.values()))
    assert late == LATE
    assert [stamps[f"read{n:02d}"] for n in range(len(READ))] == list(READ.values())
    asked = {name for name, one in outcomes.items() if one.problem is not None}
    assert asked == {f"unread{n:02d}" for n in range(len(UNREAD))} | {
        "utf16",
        "huge",
        "a_folder",
        "a_link",
        "a_loop",
    }
    for name in asked:
        problem = outcomes[name].problem or ""
        assert problem.startswith("timestamp.txt ") and "until then it counts as in time" in problem
        assert times.EXAMPLE in problem
    maxima = course.maxima()
    assert all(course.scores(student) == maxima for student in outcomes)
    assert {line.student for line in report.lines if line.late} == LATE


@pytest.mark.timeout(600)
def test_what_is_uploaded_sets_no_time_and_no_identity(handed_in: Course) -> None:
    course = handed_in
    course.autograde()
    kept = course.root / "autograder" / "autograded"
    for student in ("only_hidden", "only_zip"):
        assert not (kept / student / ASSIGNMENT / "timestamp.txt").exists()
    for student in ("hidden", "zip", "folder_toml"):
        text = (kept / student / ASSIGNMENT / "timestamp.txt").read_text()
        assert text.startswith("2026-03-29 01:30:01")
    assert not [path for path in kept.rglob("course.toml*") if path.parent.name == ASSIGNMENT]
    saved = sorted(path.read_text() for path in (kept / "collide" / ASSIGNMENT).glob("*run*"))
    saved += [path.read_text() for path in (kept / "collide" / ASSIGNMENT).glob("*RUN*")]
    assert sorted(saved) == sorted(["run.py", "run.py.txt", ".run.py", "RUN.py"])
