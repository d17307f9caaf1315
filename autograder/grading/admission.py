"""Admitting a submission: from a folder of anything to notebooks and plain files, as bytes.

Two steps, because what was handed in is not to be trusted. `collect` reads regular files and understands
nothing of them: links, devices and FIFOs are left where they lie. `admit` opens archives and notebooks under
limits, and says which file is which; it belongs into a process that may die of it.
"""

from __future__ import annotations

import io
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

MAX_NOTEBOOK = 64 * 2**20
MAX_FILES = 500
MAX_DATA = 24 * 2**20
MAX_TOTAL = 96 * 2**20
"""Bytes of one submission, archives unpacked."""
MAX_DEPTH = 12
MAX_NAME = 200
CLEARLY_NEWER = 60.0
"""Seconds: files that were copied together differ by less."""
RESERVED = ("course.toml", "timestamp.txt")
"""What says whose numbers count and when a submission came in: never a student's file for the notebook."""

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
    """

    path: str
    content: bytes
    modified: float = 0.0


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
    autograder.grading.admission.Inadmissible: the folder's name cannot be a student's id (it has '<', ...
    """
    odd = {c for c in name if c in _ODD or not c.isprintable()}
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
        Regular files in order; and what was left where it lies.

    Raises
    ------
    Inadmissible
        If the folder is a link or a file.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise Inadmissible("the submission is not a folder (a link or a file stands in its place)")
    notes: list[str] = []
    return list(_walk(folder, notes)), notes


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
    for file in _unpacked(files, found.notes):
        first = PurePosixPath(file.path).parts[0].casefold()
        if file.path.casefold().endswith(".ipynb"):
            loose.append(file)
        elif first not in RESERVED:
            found.files[file.path] = file.content
        elif file.path not in RESERVED:
            found.notes.append(f"{show_name(file.path)} was left out: the course has a file of its own there")
    _keep_bounded(found)
    left = _assign(loose, expected, found)
    if not found.notebooks and not found.doubts:
        what = ", ".join(f"{name}.ipynb" for name in expected)
        held = [*(file.path for file in loose), *found.files]
        shown = ", ".join(show_name(path) for path in held[:5]) or "nothing that can be read"
        raise Inadmissible(
            f"no notebook of this assignment was found: expected {what}; the folder holds {shown}"
        )
    found.notes += [f"{show_name(path)} is none of the assignment's notebooks; left out" for path in left]
    return found


def _walk(folder: Path, notes: list[str]) -> Iterator[File]:
    """Yield regular files below `folder`, in order; nothing else is opened."""
    pending, seen, total = [(folder, 0)], 0, 0
    while pending:
        here, depth = pending.pop(0)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            notes.append(f"the folder {show_name(here.name)} cannot be read: {error.strerror}")
            continue
        for entry in entries:
            relative = Path(entry.path).relative_to(folder).as_posix()
            if entry.is_symlink():
                notes.append(f"{show_name(relative)} is a link; links are not followed")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in (".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"):
                    continue
                if depth < MAX_DEPTH:
                    pending.append((Path(entry.path), depth + 1))
                else:
                    notes.append(f"{show_name(relative)} lies too deep and was left out")
            elif not entry.is_file(follow_symlinks=False):
                notes.append(f"{show_name(relative)} is no regular file and was left out")
            else:
                seen += 1
                if seen > MAX_FILES:
                    notes.append(f"more than {MAX_FILES} files; the rest were left out")
                    return
                content = read_file(Path(entry.path), relative, notes)
                total += len(content or b"")
                if total > MAX_TOTAL:
                    notes.append(f"more than {MAX_TOTAL // 2**20} MiB in all; the rest was left out")
                    return
                if content is not None:
                    yield File(relative, content, entry.stat(follow_symlinks=False).st_mtime)


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


def _unpacked(files: Iterable[File], notes: list[str]) -> Iterator[File]:
    """Yield the files, and for an archive its members; in all no more than a submission may hold."""
    budget = _Budget(MAX_FILES, MAX_TOTAL)
    for file in files:
        lowered = file.path.casefold()
        if lowered.endswith(".zip"):
            yield from _members(file, _zip_members(file.content), budget, notes)
        elif lowered.endswith((".tar", ".tar.gz", ".tgz")):
            yield from _members(file, _tar_members(file.content), budget, notes)
        elif not _is_plain(file.path):
            notes.append(f"{show_name(file.path)} has a name that is no file's and was left out")
        else:
            yield file


@dataclass
class _Budget:
    """What the archives of one submission may still unpack to, all together."""

    files: int
    size: int


def _members(
    archive: File, members: Iterator[tuple[str, int, float, Any]], budget: _Budget, notes: list[str]
) -> Iterator[File]:
    path = archive.path
    try:
        for name, size, modified, opener in members:
            inner = PurePosixPath(name.replace("\\", "/"))
            budget.files -= 1
            if budget.files < 0:
                notes.append(f"{show_name(path)} holds too many files; the rest was left out")
                return
            if size < 0:
                continue
            if inner.is_absolute() or ".." in inner.parts or not _is_plain(inner.as_posix()):
                notes.append(f"{show_name(path)} holds {show_name(name)}, which points outside; left out")
                continue
            if size > min(budget.size, MAX_NOTEBOOK):
                notes.append(f"{show_name(path)} unpacks to too much; the rest was left out")
                return
            with opener() as file:
                content = file.read(size + 1)
            budget.size -= len(content)
            if len(content) <= size:
                yield File(f"{path}/{inner.as_posix()}", content, modified)
        notes.append(f"{show_name(path)} was unpacked")
    except (
        OSError,
        zipfile.BadZipFile,
        tarfile.TarError,
        RuntimeError,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as e:
        notes.append(f"{show_name(path)} is no readable archive ({type(e).__name__})")
    except Exception as e:  # zlib.error and friends: one damaged archive must not stop the class
        notes.append(f"{show_name(path)} is a damaged archive ({type(e).__name__})")


def _is_plain(path: str) -> bool:
    """Say whether a relative path can be written everywhere."""
    parts = PurePosixPath(path).parts
    return (
        0 < len(parts) <= MAX_DEPTH + 2
        and path.isprintable()
        and all(len(part.encode("utf-8", "replace")) <= MAX_NAME for part in parts)
    )


# Members that are left out have the size -1: they count, lest there be millions of them.


def _zip_members(content: bytes) -> Iterator[tuple[str, int, float, Any]]:
    if content.count(b"PK\x01\x02") > 20 * MAX_FILES:
        raise ValueError("too many entries")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            plain = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
            known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            yield (
                info.filename,
                info.file_size if plain and known else -1,
                _seconds(info.date_time),
                lambda info=info: archive.open(info),
            )


def _tar_members(content: bytes) -> Iterator[tuple[str, int, float, Any]]:
    if content.startswith(b"\x1f\x8b"):
        # Unpacked whole and bounded: tarfile would read a header of any length that the file claims.
        content = zlib.decompressobj(31).decompress(content, MAX_NOTEBOOK)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            size = info.size if info.isreg() else -1
            yield info.name, size, float(info.mtime), lambda info=info: archive.extractfile(info)


def _seconds(date: tuple[int, int, int, int, int, int]) -> float:
    """Return the time of an archive's member in seconds; 0 where its date is none."""
    try:
        return datetime(*date, tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return 0.0


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
    ids: frozenset[str]
    texts: tuple[str, ...] | None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.file.path).stem.casefold()

    def state(self, expected: Expected) -> int:
        if self.texts is None:
            return _BROKEN
        return _WORKED if any(text not in expected.released for text in self.texts) else _UNTOUCHED

    def shares(self, expected: Expected) -> bool:
        """Whether it holds more than half of a notebook's cells."""
        return bool(expected.ids) and 2 * len(expected.ids & self.ids) > len(expected.ids)


def _assign(files: list[File], expected: Mapping[str, Expected], found: Admitted) -> list[str]:
    """Say which file is which of the assignment's notebooks; return the paths that are none."""
    loose = [_candidate(file) for file in files]
    claims: dict[str, list[_Candidate]] = {name: [] for name in expected}
    left = []
    for one in loose:
        name = _claimed(one, expected)
        if name is None:
            left.append(one.file.path)
        else:
            claims[name].append(one)
    for name, candidates in claims.items():
        if candidates:
            _choose(name, candidates, expected[name], found)
    return left


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


def _choose(name: str, candidates: list[_Candidate], expected: Expected, found: Admitted) -> None:
    """Take the file that counts, and say what is true of the others."""
    wanted = f"{name}.ipynb"
    # The exact name first, then the one nearest to it: of equal copies that one stays.
    candidates.sort(key=lambda one: (one.file.path != wanted, one.stem != name.casefold(), one.file.path))
    states = [one.state(expected) for one in candidates]
    best = max(states)
    rivals: dict[tuple[str, ...] | bytes, _Candidate] = {}
    equal: list[tuple[_Candidate, _Candidate]] = []
    for one, state in zip(candidates, states, strict=True):
        if state == best:
            same = rivals.setdefault(one.texts if one.texts is not None else one.file.content, one)
            if same is not one:
                equal.append((one, same))
    chosen = _newest(list(rivals.values()), wanted)
    listed = ", ".join(show_name(one.file.path) for one in rivals.values())
    if len(rivals) > 1:
        what = "broken" if best == _BROKEN else "different"
        counts = f"{show_name(chosen.file.path)} counts" if chosen else "none was graded"
        found.doubts.append(
            f"{wanted}: {len(rivals)} {what} files could be it ({listed}); {counts}. Remove the others, or "
            "rename the one that is meant"
        )
    if chosen is None:
        return
    found.notebooks[name] = chosen.file.content
    if chosen.file.path != wanted:
        found.notes.append(f"{show_name(chosen.file.path)} was taken for {wanted}")
    for one, state in zip(candidates, states, strict=True):
        if state < best:
            found.notes.append(f"{show_name(one.file.path)} is {_STATES[state]} and was left out")
    for one, same in equal:
        found.notes.append(f"{show_name(one.file.path)} is the same as {show_name(same.file.path)}")
    if best == _UNTOUCHED and _BROKEN in states:
        broken = [c for c, s in zip(candidates, states, strict=True) if s == _BROKEN]
        found.doubts.append(
            f"{wanted}: only an untouched copy can be read; the work may be in "
            f"{', '.join(show_name(one.file.path) for one in broken)}, which is broken"
        )


def _newest(rivals: list[_Candidate], wanted: str) -> _Candidate | None:
    """Return the clearly newest file, or the one with the exact name, or None where nothing tells."""
    ordered = sorted(rivals, key=lambda one: one.file.modified)
    if len(rivals) == 1 or ordered[-1].file.modified - ordered[-2].file.modified > CLEARLY_NEWER:
        return ordered[-1]
    return next((one for one in rivals if one.file.path == wanted), None)


def _candidate(file: File) -> _Candidate:
    """Look into a notebook file: the grade_ids it names, in metadata or check(...) calls, and its text."""
    try:
        cells = parse(file.content)
    except Inadmissible:
        return _Candidate(file, frozenset(), None)
    ids: set[str] = set()
    texts = []
    for cell in cells:
        nbgrader = cell["metadata"].get("nbgrader")
        if isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id"), str):
            ids.add(nbgrader["grade_id"])
        for name in _CALL.findall(cell["source"]):
            ids.update((name, f"test_{name}"))
        if squeezed := squeeze(cell["source"]):
            texts.append(squeezed)
    return _Candidate(file, frozenset(ids), tuple(texts))
