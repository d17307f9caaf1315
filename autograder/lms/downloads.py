"""What Canvas and Moodle call the files of a download, and reading one within bounds.

Whose a file is says its outer name alone, which the LMS has made:

- Canvas: ``lovelaceada_LATE_71_9000_work.ipynb``, which is the name, the mark of a late one, the user's id,
  the file's id, and what the student called the file; ``lovelaceada_71_text.html`` where something was typed;
- Moodle: the folder ``Ada Lovelace_4711_assignsubmission_file`` (older ones end with ``_``), or a file of
  which this is the beginning. The number is another one in each assignment, and nobody's user id.

What is inside such a folder, or inside an archive that a student handed in, has no say in this. Archives of
students are not opened here at all: that is done when they are graded.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import multiprocessing
import os
import re
import resource
import shutil
import stat
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from autograder.grading.admission import MAX_DEPTH, MAX_FILES, MAX_NAME, MAX_NOTEBOOK, MAX_TOTAL, show_name
from autograder.lms import LmsError

MAX_ENTRIES = 100_000
"""Files of one download."""
MEMORY = 3 * 2**30
"""Bytes of address space of the process that unpacks."""
SILENCE = 120.0
"""Seconds without a file after which unpacking is given up."""
_SKIPPED = frozenset(["__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"])

_CANVAS = re.compile(r"(?P<number>[0-9]{1,20})_(?P<file>[0-9]{1,20})_(?P<rest>.+)\Z", re.DOTALL)
_TYPED = re.compile(r"(?P<number>[0-9]{1,20})_(?P<rest>(?:text|link)\.html)\Z")
_ANONYMOUS = re.compile(
    r"(?:LATE_)?anon_[0-9A-Za-z]{3,8}_(?:[0-9]+_.|(?:text|link)\.html\Z)|Participant_[0-9]+_assignsubmission_"
)
_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>[0-9]{1,20})_assignsubmission_(?P<kind>file|onlinetext)(?P<rest>_.*)?\Z",
    re.DOTALL,
)


@dataclass(frozen=True)
class Reading:
    """One way to read an outer name.

    Parameters
    ----------
    lms : str
        ``canvas`` or ``moodle``.
    name : str
        Of the student, as the LMS writes it there.
    number : str
        Canvas's id of the user, or Moodle's number in this assignment.
    file : int
        Canvas's id of the file, which grows with time; 0 where there is none.
    late : bool
        Whether the LMS marks it as late.
    rest : str
        What the student called the file; "" for a folder.
    """

    lms: str
    name: str
    number: str
    file: int
    late: bool
    rest: str

    @property
    def sender(self) -> tuple[str, str, str]:
        """What is the same for all that one student handed in."""
        return self.lms, self.name, self.number


def readings(outer: str) -> list[Reading]:
    """Return the ways to read an outer name, the likeliest first; none where it is no LMS's.

    Where Canvas's name of a student, or a student's name of a file, has numbers of its own there are several.

    Examples
    --------
    >>> [(r.name, r.number, r.late, r.rest) for r in readings("lovelaceada_LATE_71_9000_work.ipynb")]
    [('lovelaceada', '71', True, 'work.ipynb')]
    >>> [(r.name, r.number) for r in readings("leeann_71_9000_bob_1_2_x.ipynb")]
    [('leeann', '71'), ('leeann_71_9000_bob', '1')]
    >>> [(r.lms, r.name, r.number, r.rest) for r in readings("Ada OBrien_4711_assignsubmission_file_")]
    [('moodle', 'Ada OBrien', '4711', '')]
    >>> readings("work.ipynb")
    []
    """
    if found := _MOODLE.match(outer):
        rest = (found["rest"] or "").removeprefix("_")
        return [Reading("moodle", found["name"], found["number"], 0, False, rest)]
    two, one = [], []
    for gap in itertools.islice(re.finditer("_", outer), 100):
        name = outer[: gap.start()]
        late = name.endswith("_LATE")
        name = name.removesuffix("_LATE")
        if not name:
            continue
        if found := _CANVAS.match(outer, gap.end()):
            two.append(Reading("canvas", name, found["number"], int(found["file"]), late, found["rest"]))
        elif found := _TYPED.match(outer, gap.end()):
            one.append(Reading("canvas", name, found["number"], 0, late, found["rest"]))
    return two + one


def is_anonymous(outer: str) -> bool:
    """Say whether the LMS hides whose this is.

    >>> is_anonymous("anon_b7Kx2_9000_work.ipynb"), is_anonymous("anonymousann_71_9000_work.ipynb")
    (True, False)
    """
    return _ANONYMOUS.match(outer) is not None


@dataclass(frozen=True)
class Entry:
    """One file of a download.

    Parameters
    ----------
    download : str
        The archive or folder it comes from.
    outer : str
        The name that the LMS gave to the file, or to the folder it is in.
    inner : str
        Its path inside that folder; "" where there is none.
    content : Path or None
        Where its bytes are; None where they were left out.
    modified : float
        The time that the download has for it, in seconds since 1970: often that of packing.
    problem : str
        Why it was left out.
    """

    download: str
    outer: str
    inner: str
    content: Path | None
    modified: float
    problem: str = ""


def read(source: Path, staging: Path) -> list[Entry]:
    """Read a download, in a process of its own that may die of it.

    Parameters
    ----------
    source : Path
        The archive of the LMS, a folder into which it was unpacked, or a folder with such archives.
    staging : Path
        Where the bytes of files go, under numbers.

    Returns
    -------
    list of Entry
        In the order of the download.

    Raises
    ------
    LmsError
        If it cannot be read.
    """
    if not source.exists():
        raise LmsError(f"There is no {show_name(str(source))}: FROM is the zip file of the LMS, or a folder")
    context = multiprocessing.get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_unpack, args=(str(source), str(staging), there), daemon=True)
    process.start()
    there.close()
    entries: list[Entry] = []
    try:
        while True:
            if not here.poll(SILENCE):
                raise LmsError(f"{show_name(source.name)} takes too long to unpack: it is damaged or a trap")
            said = json.loads(here.recv_bytes(200_000))
            if said is None:
                return entries
            if isinstance(said, str):
                raise LmsError(said)
            download, outer, inner, number, modified, problem = said
            content = None if number is None else staging / f"{number:06d}"
            entries.append(Entry(download, outer, inner, content, modified, problem))
    except EOFError:
        raise LmsError(
            f"{show_name(source.name)} cannot be unpacked: it is damaged, or takes too much memory"
        ) from None
    finally:
        here.close()
        process.join(1.0)
        if process.is_alive():
            process.kill()
        process.join()


# ---- in the process that unpacks: it knows names and bytes, and nothing of the class


@dataclass(frozen=True)
class _Found:
    """A file of a download before it is read."""

    download: str
    path: str
    size: int
    modified: float
    open: Any
    problem: str = ""


class _Unreadable(Exception):
    """The download cannot be used; one sentence."""


def _unpack(source: str, staging: str, said: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_NOTEBOOK + 1, MAX_NOTEBOOK + 1))
    try:
        for number, message in enumerate(_messages(Path(source), Path(staging))):
            if number > MAX_ENTRIES:
                raise _Unreadable(f"{show_name(Path(source).name)} holds more than {MAX_ENTRIES:,} files")
            said.send_bytes(json.dumps(message).encode())
        said.send_bytes(b"null")
    except _Unreadable as error:
        said.send_bytes(json.dumps(str(error)).encode())
    except (OSError, MemoryError) as error:
        why = getattr(error, "strerror", None) or error or "it takes more memory than there may be"
        what = f"{show_name(Path(source).name)} cannot be read or unpacked: {why}"
        said.send_bytes(json.dumps(what).encode())


def _messages(source: Path, staging: Path) -> Iterator[list[Any]]:
    files: Counter[Any] = Counter()
    sizes: Counter[Any] = Counter()
    seen: set[tuple[str, str]] = set()
    number = 0
    for found in _within_one_folder(_listed(source)):
        outer, _, inner = found.path.partition("/")
        ways = readings(outer)
        sender = (found.download, *ways[0].sender) if ways else (found.download,)
        problem = found.problem
        if not problem and (found.download, found.path) in seen:
            problem = "stands in the download twice; the first one counts"
        seen.add((found.download, found.path))
        files[sender] += 1
        if not problem and ways:
            if files[sender] > MAX_FILES:
                problem = f"was left out: more than {MAX_FILES} files of one student"
            elif found.size > MAX_NOTEBOOK:
                problem = f"is larger than {MAX_NOTEBOOK >> 20} MiB and was left out"
            elif sizes[sender] + found.size > MAX_TOTAL:
                problem = f"was left out: more than {MAX_TOTAL >> 20} MiB of one student"
        content = None
        if not problem and ways:
            try:
                with found.open() as file:
                    written = _copy(file, staging / f"{number:06d}", found.size)
                sizes[sender] += written
                content, number = number, number + 1
            except _Unreadable as error:
                problem = str(error)
            except OSError as error:
                if error.errno is not None and not isinstance(error, FileNotFoundError):
                    raise
                problem = f"cannot be read ({error})"
            except Exception as error:  # whatever a damaged archive makes of its reader costs that file alone
                locked = "password" in str(error)
                problem = "is locked with a password" if locked else f"is damaged ({type(error).__name__})"
        yield [found.download, outer, inner, content, found.modified, problem]


def _copy(file: IO[bytes], target: Path, size: int) -> int:
    """Write a file that says it has `size` bytes.

    Raises
    ------
    _Unreadable
        If it has more.
    """
    left = size
    try:
        with target.open("wb") as new:
            while block := file.read(min(1 << 20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise _Unreadable("is longer than it says, and was left out")
                new.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return size - left


def _within_one_folder(found: Iterator[_Found]) -> Iterator[_Found]:
    """Take away a folder around everything: what packing a folder again makes of a download."""
    every = list(itertools.islice(found, MAX_ENTRIES + 1))
    tops: dict[str, set[str]] = {}
    for one in every:
        tops.setdefault(one.download, set()).add(one.path.partition("/")[0])
    for one in every:
        outer, _, rest = one.path.partition("/")
        if rest and len(tops[one.download]) == 1 and not readings(outer):
            one = _Found(one.download, rest, one.size, one.modified, one.open, one.problem)
        yield one


def _listed(source: Path) -> Iterator[_Found]:
    if source.is_dir():
        yield from _folder(source)
    elif source.is_file():
        yield from _archive(source, source.name)
    else:
        raise _Unreadable(f"{show_name(source.name)} is neither a file nor a folder")


def _folder(top: Path) -> Iterator[_Found]:
    """List a folder; an archive at its top that is no student's is a download. Links stay closed."""
    pending = [(top, "", 0)]
    while pending:
        here, before, depth = pending.pop(0)
        with os.scandir(here) as listing:
            entries = sorted(itertools.islice(listing, MAX_ENTRIES), key=lambda entry: entry.name)
        for entry in entries:
            path = before + entry.name
            if entry.name in _SKIPPED or entry.name.startswith("._"):
                continue
            if entry.is_symlink():
                yield _Found(top.name, path, 0, 0.0, None, "is a link; links are not followed")
            elif entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    pending.append((Path(entry.path), f"{path}/", depth + 1))
                else:
                    yield _Found(top.name, path, 0, 0.0, None, "lies too deep and was left out")
            elif not entry.is_file(follow_symlinks=False):
                yield _Found(top.name, path, 0, 0.0, None, "is no regular file and was left out")
            elif not before and entry.name.casefold().endswith(".zip") and not readings(entry.name):
                yield from _archive(Path(entry.path), entry.name)
            else:
                about = entry.stat(follow_symlinks=False)
                yield _Found(top.name, path, about.st_size, about.st_mtime, _opener(entry.path))


def _opener(path: str) -> Any:
    return lambda: os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _archive(path: Path, name: str) -> Iterator[_Found]:
    try:
        archive = zipfile.ZipFile(path)  # open until this process ends: its files are read later
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise _Unreadable(
            f"{show_name(name)} is no zip file, or damaged ({error}): download it again"
        ) from error
    for info in archive.infolist():
        inside = _name(info)
        parts = [part for part in inside.split("/") if part not in ("", ".")]
        if info.is_dir() or not parts or _SKIPPED.intersection(parts) or parts[-1].startswith("._"):
            continue
        problem = ""
        if inside.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", parts[0]):
            problem = "points outside the download and was left out"
        elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            problem = "is a link or no regular file, and was left out"
        elif len(parts) > MAX_DEPTH + 2:
            problem = "lies too deep and was left out"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            problem = "is packed in a way that cannot be unpacked here"
        opener = functools.partial(archive.open, info)
        yield _Found(name, "/".join(parts), info.file_size, _seconds(info), opener, problem)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one in UTF-8 that does not say so is what zipfile reads as code page 437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _seconds(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def is_plain(path: str) -> bool:
    """Say whether a path can be written everywhere."""
    parts = path.split("/")
    return path.isprintable() and all(
        part not in ("", ".", "..") and len(part.encode("utf-8", "replace")) <= MAX_NAME for part in parts
    )


def clear(folder: Path) -> None:
    """Remove what a command that was killed left behind."""
    for left in folder.glob(".partial-*"):
        shutil.rmtree(left, ignore_errors=True)
