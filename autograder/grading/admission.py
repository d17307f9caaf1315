"""Admitting a submission: from a folder of anything to notebooks and plain files, as bytes.

Two steps, because what was handed in is not to be trusted. `collect` reads regular files and understands
nothing of them: links, devices and FIFOs are left where they lie. `admit` opens archives and notebooks under
limits, and says which file is which; it belongs into a process that may die of it.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.grading.notebook_file import Inadmissible, parse, squeeze
from mlsys_course.memory import place
from mlsys_course.start import LESSONS, START

MAX_NOTEBOOK = 64 * 2**20
MAX_FILES = 500
MAX_DATA = 24 * 2**20
MAX_TOTAL = 96 * 2**20
"""Bytes of one submission, archives unpacked."""
MAX_DEPTH = 12
MAX_NAME = 200
MAX_ENTRIES = 20_000
"""Files and folders that are listed at all."""
MAX_NESTED = 3
"""Archives in archives."""
MAX_NOTES = 60
CLEARLY_NEWER = 60.0
"""Seconds: files that were copied together differ by less."""
RESERVED = ("course.toml", "timestamp.txt")
"""What says whose numbers count and when a submission came in: never a student's file for the notebook."""
CHECKPOINTS = ".ipynb_checkpoints"
_SKIPPED = frozenset(["__MACOSX", "__pycache__", ".git"])
_ZIP, _TAR = (".zip",), (".tar", ".tar.gz", ".tgz")
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".xz", ".zst")

_ODD = frozenset('<>&"`\\*?[]{}$%#;|')
_CALL = re.compile(r"""\bcheck\(\s*['"]([A-Za-z_]\w*)['"]""")


@dataclass
class Admitted:
    """What was found in one submission.

    Parameters
    ----------
    notebooks : dict of str to bytes
        The assignment's notebooks by name, as submitted.
    files : dict of str to bytes
        Other regular files, by relative path; the student's code may read them.
    notes : list of str
        What was put right or left out, in plain words.
    doubts : list of str
        What a TA has to decide: which of several files is meant.
    """

    notebooks: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """A regular file of a submission, as it was handed in.

    Parameters
    ----------
    path : str
        Relative to the submission's folder, with ``/``.
    content : bytes
        What is in it.
    modified : float
        When it was last changed, in seconds since 1970.
    unread : str
        Why nothing is known of its content; empty where it was read. A folder's path ends with ``/``.
    """

    path: str
    content: bytes
    modified: float = 0.0
    unread: str = ""


@dataclass(frozen=True)
class Expected:
    """What a notebook of the assignment looks like, to tell it from others.

    Parameters
    ----------
    ids : frozenset of str
        The grade_ids it holds.
    released : frozenset of str
        The text of its cells as handed out, without white space.
    """

    ids: frozenset[str]
    released: frozenset[str] = frozenset()


def show_name(name: str) -> str:
    """Return a file or student name fit for one line of a report: no control characters, not endless."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    clean = clean.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= 80 else clean[:77] + "..."


def check_student(name: str) -> None:
    """Refuse a folder name that cannot be a student's id.

    nbgrader puts ids into its pages, scripts and search patterns as they are: one with a mark that means
    something there must not enter the gradebook.

    Raises
    ------
    Inadmissible
        With one line that says what to do.

    Examples
    --------
    >>> check_student("Ada O'Brien-1815 (é)")
    >>> check_student("<b>")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    autograder.grading.notebook_file.Inadmissible: the folder's name cannot be a student's id (it has '<', ...
    """
    odd = {c for c in name if c in _ODD or not c.isprintable()}
    if any(c == "'" and not before.isalpha() for before, c in zip(f" {name}", name, strict=False)):
        odd.add("'")  # in a name it follows a letter
    if odd:
        listed = ", ".join(repr(c) for c in sorted(odd))
        raise Inadmissible(f"the folder's name cannot be a student's id (it has {listed}); rename it")
    if name != name.strip() or len(name.encode("utf-8", "replace")) > 120:
        raise Inadmissible(
            "the folder's name cannot be a student's id (too long, or a space at an end); rename it"
        )


def collect(folder: Path) -> tuple[list[File], list[str]]:
    """Read the files of one submission, without understanding any.

    Parameters
    ----------
    folder : Path
        ``submitted/<student>/<assignment>``.

    Returns
    -------
    files, notes
        Regular files, notebooks first, and what was left where it lies; and a note on each of the latter.

    Raises
    ------
    Inadmissible
        If the folder is a link or a file.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise Inadmissible("the submission is not a folder (a link or a file stands in its place)")
    notes: list[str] = []
    return list(_read_all(folder, notes)), _shortened(notes)


def admit(files: Iterable[File], expected: Mapping[str, Expected]) -> Admitted:
    """Tell the notebooks of one submission from its other files.

    Parameters
    ----------
    files : iterable of File
        What was handed in.
    expected : mapping of str to Expected
        The assignment's notebooks.

    Returns
    -------
    Admitted
        With a note for everything that was renamed, nested, unpacked or left out, and a doubt where several
        files could be meant.

    Raises
    ------
    Inadmissible
        If no notebook of the assignment is among them.
    """
    found = Admitted()
    loose: list[File] = []
    lost: list[_Lost] = []
    for file in _unpacked(files, found.notes, lost):
        first = PurePosixPath(file.path).parts[0].casefold()
        if file.path.casefold().endswith(".ipynb"):
            loose.append(file)
        elif CHECKPOINTS in PurePosixPath(file.path).parts:
            continue
        elif first not in RESERVED:
            found.files[file.path] = file.content
        elif file.path not in RESERVED:
            found.notes.append(f"{show_name(file.path)} was left out: the course has a file of its own there")
    _keep_bounded(found)
    unsure, left = _assign(loose, expected, found)
    unsure += [name for name in expected if name not in found.notebooks]
    lost += left + _other_forms(found.files, unsure)
    if not found.notebooks:
        what = ", ".join(f"{name}.ipynb" for name in expected)
        held = [str(one) for one in lost]
        held += [show_name(path) for path in found.files if all(path != one.path for one in lost)]
        shown = ", ".join(held[:5]) or "nothing that can be read"
        raise Inadmissible(
            f"no notebook of this assignment was found: expected {what}; the folder holds {shown}"
        )
    if unsure and lost:
        found.doubts.append(
            f"{_listed(f'{name}.ipynb' for name in unsure)} cannot be found or is untouched; the work "
            f"may be in {_listed(map(str, lost))}"
        )
    found.notes = _shortened(found.notes)
    return found


@dataclass(frozen=True)
class _Lost:
    """Something that may hold a student's work and was not taken for a notebook of the assignment."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"{show_name(self.path)} ({self.why})"


def _listed(items: Iterable[str]) -> str:
    every = list(items)
    return ", ".join(every[:4]) + (f" and {len(every) - 4} more" if len(every) > 4 else "")


def _shortened(notes: list[str]) -> list[str]:
    """Return notes that a person can read: a folder of ten thousand links needs no line for each."""
    every = list(dict.fromkeys(notes))
    left = len(every) - MAX_NOTES
    return every if left <= 0 else [*every[:MAX_NOTES], f"and {left:,} more notes like these"]


def _read_all(folder: Path, notes: list[str]) -> Iterator[File]:
    """Read what lies below `folder`, notebooks first: what is too much is left out at the end."""
    seen = total = 0
    for relative, entry, unread in sorted(_walk(folder), key=lambda found: _rank(found[0])):
        if entry is None:
            notes.append(f"{show_name(relative)} {unread}")
            yield File(relative, b"", unread=unread)
            continue
        seen += 1
        if seen > MAX_FILES or total > MAX_TOTAL:
            left = (
                f"more than {MAX_FILES} files"
                if seen > MAX_FILES
                else f"more than {MAX_TOTAL // 2**20} MiB in all"
            )
            notes.append(f"{left}; the rest was left out")
            yield File(relative, b"", unread=f"{left}; it was left out")
            return
        why: list[str] = []
        content = read_file(Path(entry.path), relative, why)
        notes += why
        if content is None:
            yield File(relative, b"", unread=why[-1].removeprefix(f"{show_name(relative)} "))
            continue
        total += len(content)
        if total <= MAX_TOTAL:
            yield File(relative, content, _changed(entry))
        else:
            yield File(relative, b"", unread=f"more than {MAX_TOTAL // 2**20} MiB in all; it was left out")


def _changed(entry: os.DirEntry[str]) -> float:
    try:
        return entry.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0.0


def _rank(path: str) -> tuple[bool, int]:
    """Say how likely a file is a student's work: the smaller the likelier."""
    lowered = path.casefold()
    kinds = [(".ipynb",), (*_ZIP, *_TAR)]
    kind = next((rank for rank, suffixes in enumerate(kinds) if lowered.endswith(suffixes)), len(kinds))
    return CHECKPOINTS in PurePosixPath(path).parts, kind


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str] | None, str]]:
    """Yield regular files below `folder`, in order, and what is none with the reason; nothing is opened."""
    pending, left = [(folder, 0)], MAX_ENTRIES
    while pending:
        here, depth = pending.pop(0)
        name = here.relative_to(folder).as_posix() + "/"
        try:
            with os.scandir(here) as listing:
                entries = sorted(itertools.islice(listing, left), key=lambda entry: entry.name)
        except OSError as error:
            yield name, None, f"cannot be read: {error.strerror}"
            continue
        left -= len(entries)
        for entry in entries:
            relative = Path(entry.path).relative_to(folder).as_posix()
            if entry.is_symlink():
                yield relative, None, "is a link; links are not followed"
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in _SKIPPED:
                    continue
                if depth < MAX_DEPTH:
                    pending.append((Path(entry.path), depth + 1))
                else:
                    yield f"{relative}/", None, "lies too deep and was left out"
            elif not entry.is_file(follow_symlinks=False):
                yield relative, None, "is no regular file and was left out"
            elif not entry.name.startswith("._"):  # what macOS keeps beside a file
                yield relative, entry, ""
        if left <= 0:
            why = f"was not looked at to the end: more than {MAX_ENTRIES:,} files and folders"
            yield name, None, why
            return


def read_file(path: Path, relative: str, notes: list[str]) -> bytes | None:
    """Read one file, sure that it is still the regular file it was when it was listed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        notes.append(f"{show_name(relative)} cannot be read: {error.strerror}")
        return None
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        notes.append(f"{show_name(relative)} is no regular file and was left out")
        return None
    with os.fdopen(descriptor, "rb") as file:
        limit = MAX_NOTEBOOK if relative.casefold().endswith(".ipynb") else MAX_DATA
        if about.st_size > limit:
            notes.append(f"{show_name(relative)} is larger than {limit // 2**20} MiB and was left out")
            return None
        return file.read(limit)


def _unpacked(files: Iterable[File], notes: list[str], lost: list[_Lost]) -> Iterator[File]:
    """Yield the files, and for an archive its members; in all no more than a submission may hold."""
    budget = _Budget(MAX_FILES, MAX_TOTAL)
    pending = [(file, 0) for file in files]
    pending.reverse()
    while pending:
        file, depth = pending.pop()
        lowered = file.path.casefold()
        suffix = PurePosixPath(file.path).suffix.casefold()
        archive = lowered.endswith((*_ZIP, *_TAR))
        if file.unread:
            if archive or suffix in ("", ".ipynb"):
                lost.append(_Lost(file.path, file.unread))
        elif archive and depth < MAX_NESTED:
            members = _zip_members if lowered.endswith(_ZIP) else _tar_members
            found = list(_members(file, members(file.content), budget, notes, lost))
            inner = [(one, depth + 1) for one in _without_lessons(file.path, found)]
            inner.sort(key=lambda found: _rank(found[0].path))
            pending += inner[::-1]
        elif archive or lowered.endswith(_OTHER_ARCHIVES):
            why = "lies in too many archives" if archive else "cannot be unpacked here"
            notes.append(f"{show_name(file.path)} {why}")
            lost.append(_Lost(file.path, why))
        elif suffix != ".ipynb" and not _is_plain(file.path):
            notes.append(f"{show_name(file.path)} has a name that is no file's and was left out")
        else:
            yield file


def _without_lessons(archive: str, members: list[File]) -> list[File]:
    """Leave out of what `take_my_work_along` has packed what is nobody's submission: lessons, progress."""
    if all(one.path != f"{archive}/{place.FILE}" for one in members):
        return members
    no_submission = (f"{archive}/{LESSONS}/", f"{archive}/{START}", f"{archive}/{place.FILE}")
    return [one for one in members if not one.path.startswith(no_submission)]


@dataclass
class _Budget:
    """What the archives of one submission may still unpack to, all together."""

    files: int
    size: int


def _members(
    archive: File,
    members: Iterator[tuple[str, int, float, Any]],
    budget: _Budget,
    notes: list[str],
    lost: list[_Lost],
) -> Iterator[File]:
    path = archive.path

    def leave(name: str, why: str) -> None:
        notes.append(f"{show_name(name)} {why}")
        lost.append(_Lost(name, why))

    try:
        for name, size, modified, opener in members:
            inner = PurePosixPath(name.replace("\\", "/"))
            budget.files -= 1
            if budget.files < 0:
                leave(path, "holds too many files; the rest was left out")
                return
            if size < 0 or _SKIPPED.intersection(inner.parts) or inner.name.startswith("._"):
                if size == _UNKNOWN:
                    leave(path, f"holds {show_name(name)}, which cannot be unpacked here")
                continue
            if inner.is_absolute() or ".." in inner.parts or len(inner.parts) > MAX_DEPTH:
                leave(path, f"holds {show_name(name)}, which points outside; left out")
                continue
            if size > min(budget.size, MAX_NOTEBOOK):
                leave(path, "unpacks to too much; the rest was left out")
                return
            with opener() as file:
                content = file.read(size + 1)
            budget.size -= len(content)
            if len(content) <= size:
                yield File(f"{path}/{inner.as_posix()}", content, modified)
            else:
                leave(path, f"holds {show_name(name)}, which is longer than it says; left out")
        notes.append(f"{show_name(path)} was unpacked")
    except Exception as error:  # whatever a damaged archive makes of its reader costs that archive alone
        reason = "is locked with a password" if "password" in str(error) else "is a damaged archive"
        leave(path, f"{reason} ({type(error).__name__})")


def _is_plain(path: str) -> bool:
    """Say whether a relative path can be written everywhere."""
    parts = PurePosixPath(path).parts
    return (
        0 < len(parts) <= MAX_DEPTH + 2
        and path.isprintable()
        and all(len(part.encode("utf-8", "replace")) <= MAX_NAME for part in parts)
    )


# Members that are left out have a negative size: they count, lest there be millions of them.
_NO_FILE, _UNKNOWN = -1, -2


def _zip_members(content: bytes) -> Iterator[tuple[str, int, float, Any]]:
    if content.count(b"PK\x01\x02") > 20 * MAX_FILES:
        raise ValueError("too many entries")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            plain = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
            known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            yield (
                info.filename,
                _NO_FILE if not plain else info.file_size if known else _UNKNOWN,
                _seconds(info.date_time),
                lambda info=info: archive.open(info),
            )


def _tar_members(content: bytes) -> Iterator[tuple[str, int, float, Any]]:
    if content.startswith(b"\x1f\x8b"):
        # Unpacked whole and bounded: tarfile would read a header of any length that the file claims.
        content = zlib.decompressobj(31).decompress(content, MAX_NOTEBOOK)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            size = info.size if info.isreg() else _NO_FILE
            yield info.name, size, float(info.mtime), lambda info=info: archive.extractfile(info)


def _seconds(date: tuple[int, int, int, int, int, int]) -> float:
    """Return the time of an archive's member in seconds; 0 where its date is none."""
    try:
        return datetime(*date, tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _other_forms(files: Mapping[str, bytes], wanted: Iterable[str]) -> list[_Lost]:
    """Find files that bear the name of a notebook and are none: printed, exported, renamed."""
    names = [name.casefold() for name in wanted]
    return [
        _Lost(path, "is no notebook")
        for path in files
        if any(name in PurePosixPath(path).name.casefold() for name in names)
    ]


def _keep_bounded(found: Admitted) -> None:
    """Drop data files beyond the total size that a submission may bring."""
    total = 0
    for path in list(found.files)[MAX_FILES:]:
        del found.files[path]
        found.notes.append(f"{show_name(path)} was left out: more than {MAX_FILES} data files")
    for path in list(found.files):
        if any(str(parent) in found.files for parent in PurePosixPath(path).parents):
            del found.files[path]
            found.notes.append(f"{show_name(path)} was left out: a file has the name of its folder")
            continue
        total += len(found.files[path])
        if total > MAX_DATA:
            del found.files[path]
            found.notes.append(
                f"{show_name(path)} was left out: all data files together exceed {MAX_DATA // 2**20} MiB"
            )


# ---- which file is which notebook

_BROKEN, _UNTOUCHED, _WORKED = range(3)
_STATES = ("broken", "untouched", "worked on")


@dataclass
class _Candidate:
    """A notebook file, and what is known of it."""

    file: File
    ids: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    same: Any = None  # equal for files in which a reader sees the same
    readable: bool = True

    @property
    def stem(self) -> str:
        return PurePosixPath(self.file.path).stem.casefold()

    @property
    def automatic(self) -> bool:
        return CHECKPOINTS in PurePosixPath(self.file.path).parts

    def state(self, expected: Expected) -> int:
        if not self.readable:
            return _BROKEN
        return _WORKED if self.work(expected) else _UNTOUCHED

    def work(self, expected: Expected) -> int:
        """How many cells say something that was not handed out."""
        return sum(text not in expected.released for text in self.texts)

    def shares(self, expected: Expected) -> bool:
        """Whether it holds more than half of a notebook's cells."""
        return bool(expected.ids) and 2 * len(expected.ids & self.ids) > len(expected.ids)


def _assign(
    files: list[File], expected: Mapping[str, Expected], found: Admitted
) -> tuple[list[str], list[_Lost]]:
    """Choose the file of each notebook; return the notebooks left untouched, and the files that are none."""
    every = [_candidate(file) for file in files]
    claims: dict[str, list[_Candidate]] = {name: [] for name in expected}
    left = []
    for one in every:
        name = _claimed(one, expected)
        if name is not None:
            claims[name].append(one)
        elif not one.automatic:
            why = "is none of the assignment's notebooks" if one.readable else "is broken"
            found.notes.append(f"{show_name(one.file.path)} {why}; left out")
            left.append(_Lost(one.file.path, why))
    untouched = []
    for name, candidates in claims.items():
        own = [one for one in candidates if not one.automatic]
        if not own:  # a copy that the editor made is better than nothing
            own = [one for one in candidates if one.state(expected[name]) == _WORKED]
        if own and _choose(name, own, expected[name], found) == _UNTOUCHED:
            untouched.append(name)
    for name in [name for name in expected if name not in found.notebooks]:
        inside = [one.file.path for one in every if one.shares(expected[name])]
        left += [_Lost(path, f"holds cells of {name}.ipynb, too") for path in inside]
    return untouched, left


def _claimed(one: _Candidate, expected: Mapping[str, Expected]) -> str | None:
    """Say which notebook a file seems to be: by its cells, then by its name."""
    by_content = [name for name in expected if one.shares(expected[name])]
    by_name = sorted((name for name in expected if name.casefold() in one.stem), key=len)
    exact = [name for name in by_name if name.casefold() == one.stem]
    if exact and (exact[0] in by_content or not by_content):
        return exact[0]
    if len(by_content) == 1:
        return by_content[0]
    named = [name for name in by_name if not by_content or name in by_content]
    return named[-1] if named else by_content[0] if by_content else None


def _choose(name: str, candidates: list[_Candidate], expected: Expected, found: Admitted) -> int:
    """Take the file that counts, say what is true of the others, and return the state of that file."""
    wanted = f"{name}.ipynb"
    # The exact name first, then the one nearest to it: of equal copies that one stays.
    candidates.sort(key=lambda one: (one.file.path != wanted, one.stem != name.casefold(), one.file.path))
    states = [one.state(expected) for one in candidates]
    best = max(states)
    rivals: dict[Any, _Candidate] = {}
    for one, state in zip(candidates, states, strict=True):
        path = show_name(one.file.path)
        if state < best:
            found.notes.append(f"{path} is {_STATES[state]} and was left out")
        elif (same := rivals.setdefault(one.same, one)) is not one:
            found.notes.append(f"{path} is the same as {show_name(same.file.path)}")
    chosen, why = _preferred(list(rivals.values()), expected)
    path = show_name(chosen.file.path)
    if len(rivals) > 1:
        what = "broken" if best == _BROKEN else "different"
        files = _listed(show_name(one.file.path) for one in rivals.values())
        found.doubts.append(
            f"{wanted}: {len(rivals)} {what} files could be it ({files}); {path} counts, {why}. Remove the "
            "others, or leave only the one that is meant"
        )
    elif chosen.automatic:
        found.doubts.append(f"{wanted}: only a copy that the editor kept by itself was found; it counts")
    found.notebooks[name] = chosen.file.content
    if chosen.file.path != wanted:
        found.notes.append(f"{path} was taken for {wanted}")
    if best == _UNTOUCHED and _BROKEN in states:
        broken = [c for c, s in zip(candidates, states, strict=True) if s == _BROKEN]
        found.doubts.append(
            f"{wanted}: only an untouched copy can be read; the work may be in "
            f"{_listed(show_name(one.file.path) for one in broken)}, which is broken"
        )
    return best


def _preferred(rivals: list[_Candidate], expected: Expected) -> tuple[_Candidate, str]:
    """Return the file that counts until a TA has decided, and why it is that one; `rivals` are in order."""
    by_time = sorted(rivals, key=lambda one: one.file.modified)
    if len(rivals) == 1 or by_time[-1].file.modified - by_time[-2].file.modified > CLEARLY_NEWER:
        return by_time[-1], "the newest"
    by_work = sorted(rivals, key=lambda one: -one.work(expected))
    if by_work[0].work(expected) > by_work[1].work(expected):
        return by_work[0], "in which most was done"
    return rivals[0], "the one whose name is nearest"


def _candidate(file: File) -> _Candidate:
    """Look into a notebook file: the grade_ids it names, in metadata or check(...) calls, and its text."""
    try:
        return _seen(file, parse(file.content))
    except (Inadmissible, RecursionError):
        return _Candidate(file, same=file.content, readable=False)


def _seen(file: File, cells: list[dict[str, Any]]) -> _Candidate:
    ids: set[str] = set()
    texts, same = [], []
    for cell in cells:
        nbgrader = cell["metadata"].get("nbgrader")
        if isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id"), str):
            ids.add(nbgrader["grade_id"])
        for name in _CALL.findall(cell["source"]):
            ids.update((name, f"test_{name}"))
        if squeezed := squeeze(cell["source"]):
            texts.append(squeezed)
            lines = [line.rstrip() for line in cell["source"].strip().split("\n")]
            same.append((cell["cell_type"], *lines, json.dumps(cell["attachments"], sort_keys=True)))
    return _Candidate(file, frozenset(ids), tuple(texts), tuple(same))
