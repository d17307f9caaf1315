"""Whatever lies in a folder of submissions: it costs that submission alone, within bounds, and one line."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import resource
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, TOP, Course
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.converters.base import NbGraderException
from test_choice import BOTH, blank, data, worked, zipped

from autograder.grading import sandbox
from autograder.grading.admission import (
    MAX_DATA,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_FILES,
    MAX_NOTES,
    MAX_TOTAL,
    admit,
    collect,
)
from autograder.grading.convert import _digest, _stamp, inert_names
from autograder.grading.notebook_file import Inadmissible

EXAMPLES = int(os.environ.get("MLSYS_FUZZ_EXAMPLES", "150"))

# ---- trees of files

NAMES = [
    *(b"one.ipynb", b"two.ipynb", b"Copy of one.ipynb", b"ONE.IPYNB", b"x.ipynb", b"._one.ipynb"),
    *(b"timestamp.txt", b".timestamp.txt", b"course.toml", b"one.html", b"data.csv", b"run.py"),
    *(b"all.zip", b"b.ZIP", b"c.tar", b"d.tgz", b"e.tar.gz", b"f.rar", b".zip", b".ipynb", b".."),
    *(b".ipynb_checkpoints", b"__MACOSX", b"a", b"a b", b"-rf", b"~", b"*", b"CON", b" ", b"."),
    *(b"\xff\xfe.ipynb", b"\xff.zip", b"\xe2\x80\xae", b"a\nb.ipynb", b"\x1b[31m", b"x" * 250, "é".encode()),
]
names = st.sampled_from(NAMES) | st.binary(min_size=1, max_size=12)
texts = st.sampled_from(
    [n.decode("utf-8", "replace") for n in NAMES] + ["../one.ipynb", "/one.ipynb", "a\\one.ipynb"]
)
RAW = [
    *(
        b"",
        b"\0",
        b"{}",
        b"[" * 100_000,
        b'{"cells":' + b"[" * 5_000,
        b"PK\3\4",
        b"\x1f\x8b\b",
        b"<html>",
    ),
    *(data(blank()), data(worked()), data(worked("second_")), data(worked())[:300]),
    json.dumps(worked()).encode("utf-16"),
    b'{"cells": [{"source": ' + b"9" * 5_000 + b', "metadata": 1e999}], "nbformat": -1e400}',
    b'{"cells": [{"source": "\\ud800", "metadata": {"nbgrader": {"grade_id": "alpha"}}}]}',
    b'{"cells": [' + b'{"cells": [' * 400 + b"]}" * 400 + b"]}",
    b"1:60000000000000000000009999311.5",
    b"PK\1\2" * 20_000,
]


# Whatever a strategy is made of stands in its description, and these are long: each is drawn by a function.


@st.composite
def _contents(draw: st.DrawFn) -> bytes:
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return RAW[draw(st.integers(0, len(RAW) - 1))]
    if kind == 1:
        return draw(st.binary(max_size=60))
    return draw((_zips(), _tars(), _damaged())[kind - 2])


@st.composite
def _members(draw: st.DrawFn) -> list[tuple[str, bytes]]:
    return draw(st.lists(st.tuples(texts, _contents()), max_size=4))


def _zip(entries: list[tuple[str, bytes]], mode: int, method: int) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for name, content in entries:
            info = zipfile.ZipInfo(name or "?", (1980, 1, 1, 0, 0, 0))
            info.external_attr, info.compress_type = mode << 16, method
            archive.writestr(info, content)
    return target.getvalue()


def _tar(entries: list[tuple[str, bytes]], kinds: list[bytes], packed: bool, when: float) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for number, (name, content) in enumerate(entries):
            info = tarfile.TarInfo(name)
            info.type = kinds[number % len(kinds)]
            info.linkname, info.mtime = name, when  # a link to itself
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    # Not by tarfile, which writes the time into it: the same draws must give the same bytes.
    return gzip.compress(target.getvalue(), mtime=0) if packed else target.getvalue()


@st.composite
def _zips(draw: st.DrawFn) -> bytes:
    mode = draw(st.sampled_from([0, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFDIR]))
    method = draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA]))
    return _zip(draw(_members()), mode, method)


KINDS = [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]


@st.composite
def _tars(draw: st.DrawFn) -> bytes:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    when = draw(st.sampled_from([0, 1.7e9, -1.0, 1e300]))
    return _tar(draw(_members()), kinds, draw(st.booleans()), when)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(_zips() | _tars()))
    for _ in range(draw(st.integers(1, 3))):
        if content:
            content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


leaves = _contents() | st.sampled_from(["fifo", "loop", "out", "sparse", "locked"])
trees = st.recursive(
    st.lists(st.tuples(names, leaves), max_size=6),
    lambda inner: st.lists(st.tuples(names, leaves | inner), max_size=5),
    max_leaves=12,
)


def _plant(folder: bytes, tree: list[tuple[bytes, Any]]) -> None:
    for name, what in tree:
        path = os.path.join(folder, name.replace(b"/", b"_").replace(b"\0", b"_"))
        if os.path.lexists(path) or name in (b".", b".."):
            continue
        if isinstance(what, list):
            os.mkdir(path)
            _plant(path, what)
        elif what == "fifo":
            os.mkfifo(path)
        elif what == "loop":
            os.symlink(b".", path)
        elif what == "out":
            os.symlink(b"/etc", path)
        elif what == "sparse":
            with open(path, "wb") as file:
                file.truncate(1 << 40)
        elif what == "locked":
            os.mkdir(path)
            os.chmod(path, 0)
        else:
            with open(path, "wb") as file:
                file.write(what)


def whole(folder: Path) -> None:
    """Collect and admit what lies in a folder, and see that it keeps to its bounds."""
    files, notes = collect(folder)
    assert len(files) <= MAX_ENTRIES and sum(len(file.content) for file in files) <= MAX_TOTAL
    stamp = _stamp(folder)
    assert stamp.problem is None or stamp.problem.isprintable()
    assert _digest(files) == _digest(collect(folder)[0])
    said = list(notes)
    try:
        found = admit(files, BOTH)
    except Inadmissible as error:
        said.append(str(error))
    else:
        assert found.notebooks and set(found.notebooks) <= set(BOTH)
        assert sum(map(len, found.files.values())) <= MAX_DATA and len(found.files) <= MAX_FILES
        safe = inert_names(found.files)
        assert len({name.casefold() for name in safe.values()}) == len(found.files)
        assert not any(name.startswith(("/", ".")) or "/../" in name for name in safe.values())
        said += [*found.notes, *found.doubts]
        assert len(found.notes) <= MAX_NOTES + 1
    assert len(notes) <= MAX_NOTES + 1
    assert all(line.isprintable() and len(line) < 2_000 and line.encode() for line in said), said


@settings(max_examples=EXAMPLES, deadline=20_000, suppress_health_check=list(HealthCheck))
@given(trees)
def test_any_tree_of_files_is_read_within_bounds(tree: list[tuple[bytes, Any]]) -> None:
    folder = tempfile.mkdtemp(prefix="tree-")
    try:
        _plant(os.fsencode(folder), tree)
        whole(Path(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- great numbers, each in a process that may not grow


def _many_links(folder: Path) -> None:
    for number in range(15_000):
        (folder / f"{number}.ipynb").symlink_to(folder)


def _many_folders(folder: Path) -> None:
    for number in range(MAX_ENTRIES + 5_000):
        (folder / f"z{number}").mkdir()


def _deep_folders(folder: Path) -> None:
    at = os.open(folder, os.O_RDONLY)
    for _ in range(700):  # deeper than a path may be long
        os.mkdir("dddddd", dir_fd=at)
        below = os.open("dddddd", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)


def _many_sparse(folder: Path) -> None:
    for number in range(4_000):
        with (folder / f"{number}.csv").open("wb") as file:
            file.truncate(23 << 20)


def _bombs(folder: Path) -> None:
    bomb = zipped({"zeros.csv": bytes(60 << 20)})
    for number in range(30):
        (folder / f"{number}.zip").write_bytes(bomb)


def _nested_bombs(folder: Path) -> None:
    inner = zipped(dict.fromkeys((f"{n}.zip" for n in range(20)), zipped({"zeros.csv": bytes(60 << 20)})))
    (folder / "a.zip").write_bytes(zipped({f"{n}.zip": inner for n in range(20)}))


def _many_notebooks(folder: Path) -> None:
    big = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1\n" * 5_000}] * 5})
    for number in range(400):
        (folder / f"copy {number} of x.ipynb").write_text(big)


def _many_in_a_tar(folder: Path) -> None:
    (folder / "a.tgz").write_bytes(_tar([("d", b"")] * 50_000, [tarfile.DIRTYPE], True, 0))


GREAT: list[Callable[[Path], None]] = [
    *(
        _many_links,
        _many_folders,
        _deep_folders,
        _many_sparse,
        _bombs,
        _nested_bombs,
        _many_notebooks,
        _many_in_a_tar,
    )
]


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))


@pytest.mark.parametrize("make", GREAT, ids=lambda make: make.__name__.strip("_"))
def test_great_numbers_take_little_time_and_memory(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    make(folder)
    (folder / "one.ipynb").write_bytes(data(worked()))
    script = (
        "import sys, time; from pathlib import Path\n"
        "from test_collecting import whole, collect, admit, BOTH\n"
        "started = time.process_time()\n"
        f"folder = Path({str(folder)!r}); whole(folder)\n"
        "assert 'one' in admit(collect(folder)[0], BOTH).notebooks\n"
        "assert time.process_time() - started < 45\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TOP / "tests"), str(TOP)])}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, preexec_fn=_limited, capture_output=True, text=True
    )
    shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-2000:]


# ---- a class


def _file(content: bytes, name: str = f"{NOTEBOOK}.ipynb") -> Callable[[Course, Path], None]:
    def build(_: Course, folder: Path) -> None:
        (folder / name).write_bytes(content)

    return build


def _stamped(content: bytes) -> Callable[[Course, Path], None]:
    def build(course: Course, folder: Path) -> None:
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(data(course.perfect(NOTEBOOK)))
        (folder / "timestamp.txt").write_bytes(content)

    return build


def _stamp_folder(course: Course, folder: Path) -> None:
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(data(course.perfect(NOTEBOOK)))
    (folder / "timestamp.txt" / "deep").mkdir(parents=True)


def _stamp_loop(course: Course, folder: Path) -> None:
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(data(course.perfect(NOTEBOOK)))
    (folder / "timestamp.txt").symlink_to("timestamp.txt")


def _instead(make: Callable[[Path], object]) -> Callable[[Course, Path], None]:
    def build(_: Course, folder: Path) -> None:
        folder.rmdir()
        make(folder)

    return build


def _called(make: Callable[[Path], object]) -> Callable[[Course, Path], None]:
    def build(_: Course, folder: Path) -> None:
        make(folder / f"{NOTEBOOK}.ipynb")

    return build


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


BAD: dict[str, Callable[[Course, Path], None]] = {
    "cells": _file(json.dumps({"cells": [{"cell_type": "code", "source": "1"}] * 5000}).encode()),
    "conflict": _file(b'{"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> main\n]}'),
    "cut": lambda course, folder: _file(data(course.perfect(NOTEBOOK))[:2000])(course, folder),
    "deep": _file(b'{"cells":' + b"[" * 100_000),
    "deep_folders": lambda _, folder: _deep_folders(folder),
    "digits": _file(b'{"cells": [], "x": ' + b"1" * 10**6 + b"}"),
    "empty": _file(b""),
    "fifo": _called(os.mkfifo),
    "file": _instead(lambda path: path.write_bytes(b"{}")),
    "folder": _called(lambda path: path.mkdir()),
    "link": _called(lambda path: path.symlink_to("/etc/passwd")),
    "links": lambda _, folder: _many_links(folder),
    "linked": _instead(lambda path: path.symlink_to("/etc")),
    "lists": _file(b'{"cells": [' + b"[]," * 5_000_000 + b"[]]}"),
    "loop": _instead(lambda path: path.symlink_to(path)),
    "noise": _file(random.Random(1).randbytes(5000)),
    "nothing": lambda _, folder: None,
    "rar": _file(b"Rar!", "homework.rar"),
    "sparse": _called(_sparse),
    "stamp_digits": _stamped(b"1:60000000000000000000009999311.5"),
    "stamp_folder": _stamp_folder,
    "stamp_huge": _stamped(b"2026-01-01 " * 10**6),
    "stamp_loop": _stamp_loop,
    "tar": _file(_tar([("one.ipynb", b"")] * 9, [tarfile.SYMTYPE, tarfile.LNKTYPE], True, 0), "all.tgz"),
    "zip": _file(zipped({f"{NOTEBOOK}.ipynb": b"x" * 500})[:-30], "all.zip"),
    "zips": lambda _, folder: _bombs(folder),
}
HONEST = ("ada", "mia", "zoe")


@pytest.mark.timeout(600)
def test_each_bad_submission_costs_one_line_and_nobody_else(tmp_path: Path) -> None:
    if (reason := sandbox.probe()) is not None:
        pytest.skip(f"no sandbox: {reason}")
    course = small_course(tmp_path)
    for student in HONEST:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    for student, build in BAD.items():
        build(course, course.folder(student))
    assert len(BAD) >= 25
    started = time.monotonic()
    done = course.run(sys.executable, "-m", "autograder", "grade", ASSIGNMENT, PYTHONPATH=str(TOP))
    assert done.returncode != 0 and "Traceback" not in done.stdout + done.stderr, done.stderr[-2000:]
    for student in HONEST:
        assert course.scores(student) == course.maxima()
    lines = done.stdout.split("Needs attention")[1].splitlines()
    named = [line.split(":")[0].strip() for line in lines if line.startswith("  ")]
    assert sorted(named) == sorted(BAD), done.stdout
    for student in (name for name in BAD if name.startswith("stamp")):
        assert course.scores(student) == course.maxima()
    assert time.monotonic() - started < 400
    assert max(map(len, lines)) < 1_000 and MAX_DEPTH


# ---- data files of the course


def test_the_courses_data_lies_beside_a_notebook_before_a_students(tmp_path: Path) -> None:
    """What no longer fits beside it is the student's, and is said; the marks do not depend on it."""
    course = small_course(tmp_path)
    handed_out = course.root / "release" / ASSIGNMENT / "measured.csv"
    handed_out.write_bytes(bytes(20 << 20))
    notebook = course.perfect(NOTEBOOK)
    source = "import os; print(sorted((name, os.path.getsize(name)) for name in os.listdir()))"
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    notebook.cells.insert(1, cell)
    course.submit("ada", NOTEBOOK, notebook)
    for name in ("first.csv", "second.csv", "measured.csv"):
        (course.folder("ada") / name).write_bytes(b"1" * (7 << 20))
    (outcome,) = course.autograde(jobs=1)
    assert outcome.problem is None and course.scores("ada") == course.maxima()
    (note,) = [note for note in outcome.notes if "was not laid beside the notebook" in note]
    assert "second.csv" in note and "exceed 31 MiB" in note
    printed = course.autograded("ada", NOTEBOOK).cells[1].outputs[0].text
    assert f"('first.csv', {7 << 20}), ('measured.csv', {20 << 20})" in printed and "second" not in printed


def test_data_of_the_course_that_is_too_large_is_said_before_anybody_is_graded(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    data = course.root / "release" / ASSIGNMENT / "data"
    data.mkdir()
    (data / "large.csv").write_bytes(bytes(31 << 20))
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    with pytest.raises(
        NbGraderException, match=r"at most .* of 30 MiB .* largest is data/large.csv, 31.0 MiB"
    ):
        course.autograde()
    shutil.rmtree(data)
    assert course.autograde()[0].problem is None and course.scores("ada") == course.maxima()
