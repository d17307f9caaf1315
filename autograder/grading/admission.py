"""Admitting a submission: from a folder of anything to notebooks and plain files, as bytes.

Nothing here is executed, followed or trusted: links, devices and FIFOs are left where they lie,
archives are read in memory under limits, and what cannot be a notebook is named in one line.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

MAX_NOTEBOOK = 64 * 2**20
MAX_PARTS = 3_000_000
MAX_FILES = 500
MAX_DATA = 24 * 2**20
MAX_DEPTH = 12
MAX_NAME = 200

_ODD = frozenset("<>&\"'`\\*?[]{}$%#;|")
_CALL = re.compile(r"""\bcheck\(\s*['"]([A-Za-z_]\w*)['"]""")


class Inadmissible(Exception):
    """A submission, or one notebook of it, cannot be graded; the text is one line for the TA."""


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
    """

    notebooks: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


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
    >>> check_student("Ada Lovelace-1815 (é)")
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


def admit(folder: Path, expected: Mapping[str, Iterable[str]]) -> Admitted:
    """Collect the notebooks and files of one submission.

    Parameters
    ----------
    folder : Path
        ``submitted/<student>/<assignment>``.
    expected : mapping of str to iterable of str
        The assignment's notebooks, each with the grade_ids it holds.

    Returns
    -------
    Admitted
        With a note for everything that was renamed, nested, unpacked or left out.

    Raises
    ------
    Inadmissible
        If the folder is a link, or no notebook of the assignment is in it.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise Inadmissible("the submission is not a folder (a link or a file stands in its place)")
    found = Admitted()
    loose: dict[str, bytes] = {}
    for path, content in _unpacked(_walk(folder, found.notes), found.notes):
        if path.casefold().endswith(".ipynb"):
            loose[path] = content
        elif path != "timestamp.txt":
            found.files[path] = content
    _keep_bounded(found)
    _assign(loose, expected, found)
    if not found.notebooks:
        what = ", ".join(f"{name}.ipynb" for name in expected)
        held = ", ".join(show_name(p) for p in [*loose, *found.files][:5]) or "nothing that can be read"
        raise Inadmissible(
            f"no notebook of this assignment was found: expected {what}; the folder holds {held}"
        )
    for path in loose:
        found.notes.append(f"{show_name(path)} is none of the assignment's notebooks and was left out")
    return found


def _walk(folder: Path, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield regular files below `folder`, in order; nothing else is opened."""
    pending, seen = [(folder, 0)], 0
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
                if content is not None:
                    yield relative, content


def read_file(path: Path, relative: str, notes: list[str]) -> bytes | None:
    """Read one file, sure that it is still the regular file it was when it was listed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        notes.append(f"{show_name(relative)} cannot be read: {error.strerror}")
        return None
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        limit = MAX_NOTEBOOK if relative.casefold().endswith(".ipynb") else MAX_DATA
        if not stat.S_ISREG(about.st_mode):
            notes.append(f"{show_name(relative)} is no regular file and was left out")
            return None
        if about.st_size > limit:
            notes.append(f"{show_name(relative)} is larger than {limit // 2**20} MiB and was left out")
            return None
        return file.read(limit)


def _unpacked(files: Iterable[tuple[str, bytes]], notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files, and for an archive its members."""
    for path, content in files:
        lowered = path.casefold()
        if lowered.endswith(".zip"):
            yield from _members(path, _zip_members(content), notes)
        elif lowered.endswith((".tar", ".tar.gz", ".tgz")):
            yield from _members(path, _tar_members(content), notes)
        elif not _is_plain(path):
            notes.append(f"{show_name(path)} has a name that is no file's and was left out")
        else:
            yield path, content


def _members(
    path: str, members: Iterator[tuple[str, int, Any]], notes: list[str]
) -> Iterator[tuple[str, bytes]]:
    total = 0
    try:
        for count, (name, size, opener) in enumerate(members):
            inner = PurePosixPath(name.replace("\\", "/"))
            if count > MAX_FILES:
                notes.append(f"{show_name(path)} holds too many files; the rest was left out")
                return
            if size < 0:
                continue
            if inner.is_absolute() or ".." in inner.parts or not _is_plain(inner.as_posix()):
                notes.append(f"{show_name(path)} holds {show_name(name)}, which points outside; left out")
                continue
            total += size
            if total > MAX_NOTEBOOK:
                notes.append(f"{show_name(path)} unpacks to too much; the rest was left out")
                return
            with opener() as file:
                content = file.read(size + 1)
            if len(content) <= size:
                yield f"{path}/{inner.as_posix()}", content
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


def _zip_members(content: bytes) -> Iterator[tuple[str, int, Any]]:
    if content.count(b"PK\x01\x02") > 20 * MAX_FILES:
        raise ValueError("too many entries")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            plain = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
            known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            yield (
                info.filename,
                info.file_size if plain and known else -1,
                lambda info=info: archive.open(info),
            )


def _tar_members(content: bytes) -> Iterator[tuple[str, int, Any]]:
    if content.startswith(b"\x1f\x8b"):
        # Unpacked whole and bounded: tarfile would read a header of any length that the file claims.
        content = zlib.decompressobj(31).decompress(content, MAX_NOTEBOOK)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            size = info.size if info.isreg() else -1
            yield info.name, size, lambda info=info: archive.extractfile(info)


def _keep_bounded(found: Admitted) -> None:
    """Drop data files beyond the total size that a submission may bring."""
    total = 0
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


def _assign(loose: dict[str, bytes], expected: Mapping[str, Iterable[str]], found: Admitted) -> None:
    """Move notebooks from `loose` to the assignment's names: by name, then by content where certain."""
    for name in expected:
        if f"{name}.ipynb" in loose:
            found.notebooks[name] = loose.pop(f"{name}.ipynb")
    open_names = {name: set(ids) for name, ids in expected.items() if name not in found.notebooks}
    held = {path: _ids(content) for path, content in loose.items()}
    for name, ids in open_names.items():
        same_stem = [p for p in loose if PurePosixPath(p).stem.casefold() == name.casefold()]
        fitting = [p for p in loose if ids and 2 * len(ids & held[p]) > len(ids)]
        choice = same_stem if len(same_stem) == 1 else fitting
        if len(choice) == 1:
            found.notebooks[name] = loose.pop(choice[0])
            found.notes.append(f"{show_name(choice[0])} was taken for {name}.ipynb")
        elif len(choice) > 1:
            listed = ", ".join(show_name(path) for path in choice)
            found.notes.append(f"{name}.ipynb is missing and several notebooks could be it: {listed}")


def _ids(content: bytes) -> set[str]:
    """Return the grade_ids that a notebook names, in metadata or in its check(...) calls."""
    if too_many_parts(content):
        return set()
    try:
        raw = decode(content)
        cells = json.loads(raw).get("cells", [])
    except (ValueError, RecursionError, AttributeError):
        return set()
    ids: set[str] = set()
    for cell in cells if isinstance(cells, list) else []:
        with contextlib.suppress(KeyError, TypeError):
            ids.add(str(cell["metadata"]["nbgrader"]["grade_id"]))
        source = cell.get("source", "") if isinstance(cell, dict) else ""
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        for name in _CALL.findall(text):
            ids.update((name, f"test_{name}"))
    return ids


def too_many_parts(content: bytes) -> bool:
    """Say whether JSON would unpack to far more memory than its text takes."""
    return content.count(b"[") + content.count(b"{") + content.count(b'",') > MAX_PARTS


def decode(content: bytes) -> str:
    """Decode a notebook file: UTF-8 with or without a mark, UTF-16, or what an old editor wrote.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if len(content) > 3 and content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le")
    if len(content) > 3 and content[0:1] == b"\0" and content[2:3] == b"\0":
        return content.decode("utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")
