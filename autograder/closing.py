"""``python -m autograder close-term``: a term ends; one file keeps it, and the course's folder forgets it.

First everything that the class left goes into an archive, which is then opened again and compared with the
folder, file by file. Only then is anything removed. A note in ``autograder/`` says which archive that is, so
that the same command goes on where it was interrupted. What is not in the archive as it stands stays.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from nbgrader.coursedir import CourseDirectory

from autograder.grading import holdings, trouble
from autograder.grading.command import course_root, load_config

NOTE = ".closing.json"
MANIFEST = "MANIFEST.json"
_SETTINGS = ("course.toml", "nbgrader_config.py")
_BLOCK = 1 << 20
Entries = dict[str, Path]
Contents = dict[str, dict[str, Any]]


class ClosingError(RuntimeError):
    """The term cannot be closed; the text says why, and what to do. Nothing was removed."""


@dataclass(frozen=True)
class Version:
    """The course that a class was graded with.

    Parameters
    ----------
    said : mapping
        Its commit, where git knows it, and the versions of the packages.
    changed : tuple of Path
        Files of the course that are not as that commit has them; without git, all that decide about marks.
    """

    said: Mapping[str, Any]
    changed: tuple[Path, ...]


def version(root: Path) -> Version:
    """Return which course lies in a folder.

    Parameters
    ----------
    root : Path
        Top of the course.
    """
    packages = {
        name: importlib.metadata.version(name) for name in ("mlsys-course", "mlsys-autograder", "nbgrader")
    }
    said: dict[str, Any] = {"commit": None, "packages": packages, "python": sys.version.split()[0]}
    commit = _git(root, "rev-parse", "HEAD")
    if commit is None or _git(root, "rev-parse", "--show-prefix") != "\n":
        kept = [root / name for name in ("source", "autograder/chapters", *_SETTINGS)]
        return Version(said, tuple(path for path in kept if path.exists()))
    said["commit"] = commit.strip()
    listed = _git(root, "ls-files", "-z", "--modified", "--others", "--exclude-standard") or ""
    staged = _git(root, "diff", "-z", "--name-only", "--cached", "HEAD") or ""
    names = {*_SETTINGS, *(listed + staged).split("\0")} - {""}
    return Version(said, tuple(root / name for name in sorted(names) if (root / name).is_file()))


def _git(root: Path, *words: str) -> str | None:
    """Return what git says; None where there is no git, or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True, encoding="utf-8", errors="surrogateescape", check=False,
        )  # fmt: skip
    except OSError:
        return None
    return None if done.returncode else done.stdout


# -- what is there --------------------------------------------------------------------------------------


def entries(coursedir: CourseDirectory) -> Entries:
    """Return all that a class left, folders before what is in them, by the name it gets in the archive.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    """
    root = Path(coursedir.root)
    found: Entries = {}
    for path in holdings.of_class(coursedir):
        if NOTE not in path.name:  # also the one that was never finished
            found |= _below(path, _named(path, root))
    return found


def _named(path: Path, root: Path) -> str:
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return f"elsewhere/{path.absolute().as_posix().lstrip('/')}"


def _below(path: Path, name: str) -> Entries:
    """Return a path and what lies in it; the folder itself may be a link, but no link in it is followed."""
    found = {name: path}
    if path.is_dir():
        for folder, folders, files in os.walk(path, onerror=_raise):
            folders.sort()
            for one in sorted([*folders, *files]):
                inner = Path(folder, one)
                found[f"{name}/{inner.relative_to(path).as_posix()}"] = inner
    return found


def _raise(error: OSError) -> None:
    raise error


def _about(path: Path, top: bool = False) -> dict[str, Any]:
    """Return what a file, link or folder is, so that two can be compared."""
    mode = (path.stat() if top else path.lstat()).st_mode
    if stat.S_ISLNK(mode):
        return {"link": os.readlink(path)}
    if stat.S_ISDIR(mode):
        return {"folder": True}
    if not stat.S_ISREG(mode):
        return {"special": stat.S_IFMT(mode)}
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> dict[str, Any]:
    whole, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        whole.update(block)
        size += len(block)
    return {"sha256": whole.hexdigest(), "size": size}


def _standing(found: Entries, coursedir: CourseDirectory) -> Contents:
    tops = set(holdings.of_class(coursedir))
    return {name: _about(path, path in tops) for name, path in found.items()}


# -- the archive ----------------------------------------------------------------------------------------


def write_archive(
    target: Path, root: Path, found: Entries, about: Mapping[str, Any], course: Version
) -> None:
    """Write the archive: what the class left, the changed files of the course, and a list of it all.

    Parameters
    ----------
    target : Path
        The file, which must not be there yet.
    root : Path
        Top of the course.
    found : mapping of str to Path
        What goes in, by name.
    about : mapping
        What the list says at its top.
    course : Version
        The course.
    """
    more = {f"course/{_named(path, root)}": path for path in course.changed}
    for name, path in list(more.items()):
        more |= _below(path, name)
    listed: Contents = {}
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w+b") as file:
        with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
            for name, path in (found | more).items():
                listed[name] = _add(archive, name, path, top=name in found and path.is_dir())
            content = json.dumps({**about, "files": listed}, indent=1).encode()
            last = tarfile.TarInfo(MANIFEST)
            last.size, last.mode = len(content), 0o600
            archive.addfile(last, io.BytesIO(content))
        file.flush()
        os.fsync(file.fileno())


def _add(archive: tarfile.TarFile, name: str, path: Path, top: bool) -> dict[str, Any]:
    """Add one file, link or folder; return what went in."""
    if top and path.is_symlink():  # a folder of the class that lies elsewhere
        member = tarfile.TarInfo(name)
        member.type, member.mode = tarfile.DIRTYPE, 0o700
        archive.addfile(member)
        return {"folder": True}
    member = archive.gettarinfo(str(path), name)
    if member is None:  # a socket, which holds nothing
        return {"special": stat.S_IFMT(path.lstat().st_mode)}
    if member.islnk():  # tar would name the first of two files that are one
        member.type, member.size = tarfile.REGTYPE, path.stat().st_size
    if member.isreg():
        with path.open("rb") as file:
            watched = _Watched(file)
            archive.addfile(member, watched)
            return {"sha256": watched.whole.hexdigest(), "size": watched.size}
    archive.addfile(member)
    if member.issym():
        return {"link": member.linkname}
    return {"folder": True} if member.isdir() else {"special": stat.S_IFMT(path.lstat().st_mode)}


class _Watched:
    """A file that digests what is read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.whole, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.whole.update(block)
        self.size += len(block)
        return block


def read_archive(path: Path) -> dict[str, Any]:
    """Open an archive, read every byte of it, and return its list.

    Parameters
    ----------
    path : Path
        The archive.

    Raises
    ------
    ClosingError
        If it is damaged, or holds something else than its list says.
    """
    there: Contents = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isreg() else None
                if member.name == MANIFEST and file is not None:
                    manifest = json.load(file)
                elif file is not None:
                    there[member.name] = _digest(file)
                elif member.issym():
                    there[member.name] = {"link": member.linkname}
                elif member.isdir():
                    there[member.name] = {"folder": True}
                else:
                    there[member.name] = {"special": stat.S_IFIFO}
    except (OSError, EOFError, ValueError, tarfile.TarError) as error:
        raise ClosingError(f"The archive {path} cannot be read back ({error}).") from error
    if manifest is None:
        raise ClosingError(f"The archive {path} has no {MANIFEST}: it is not whole.")
    wanted = {name: one for name, one in manifest["files"].items() if "special" not in one}
    held = {name: one for name, one in there.items() if "special" not in one}
    if wanted != held:
        names = sorted(name for name in wanted | held if wanted.get(name) != held.get(name))
        raise ClosingError(f"The archive {path} does not hold what its list says of {names[0]!r}.")
    return manifest


def _check_gradebook(archive: Path, name: str) -> int:
    """Open the gradebook that the archive holds; return how many students it has."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive, "r:gz") as opened:
        file = opened.extractfile(name)
        assert file is not None
        copy = Path(folder, "gradebook.db")
        copy.write_bytes(file.read())
        try:
            with closing(sqlite3.connect(copy)) as connection:
                (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
                (students,) = connection.execute("SELECT count(*) FROM student").fetchone()
        except sqlite3.Error as error:
            raise ClosingError(f"The gradebook in {archive} cannot be opened ({error}).") from error
    if whole != "ok":
        raise ClosingError(f"The gradebook is damaged ({whole}): put a copy from before in its place first.")
    return int(students)


# -- alone ----------------------------------------------------------------------------------------------


@contextmanager
def _alone(coursedir: CourseDirectory) -> Iterator[None]:
    """Keep grading, collecting and the formgrader from writing until the end."""
    with ExitStack() as held:
        root = Path(coursedir.root)
        for folder in (root / coursedir.autograded_directory, root / "autograder" / "downloaded"):
            if (folder / ".lock").is_file():
                file = held.enter_context((folder / ".lock").open("rb"))
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise ClosingError(
                        "Somebody is grading or collecting right now: wait until that has ended."
                    ) from None
        path = holdings.gradebook(coursedir)
        if path is not None and path.is_file():
            connection = held.enter_context(closing(sqlite3.connect(path, timeout=5, isolation_level=None)))
            try:
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                raise ClosingError(
                    f"{path} cannot be locked ({error}): end the formgrader and other programs that use it."
                ) from error
        yield


# -- the two steps --------------------------------------------------------------------------------------


def default_target(coursedir: CourseDirectory) -> Path:
    """Return where the archive goes unless somebody says otherwise: beside the course's folder."""
    root = Path(coursedir.root)
    return root.parent / f"{root.name}-{coursedir.course_id or 'term'}-{datetime.now(UTC):%Y-%m-%d}.tar.gz"


def close(coursedir: CourseDirectory, target: Path | None = None, yes: bool = False) -> list[str]:
    """Archive a class and remove it, or say what that would be.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    target : Path, optional
        The archive; default: beside the course's folder.
    yes : bool
        Do it.

    Returns
    -------
    list of str
        What was done or is to be done, a line each.

    Raises
    ------
    ClosingError
        If something is in the way. Nothing was removed then that is not in an archive.
    """
    root = Path(coursedir.root)
    if holdings.gradebook(coursedir) is None:
        raise ClosingError(
            "The gradebook is in a database server, which only its own tools can archive and empty."
        )
    note = root / "autograder" / NOTE
    if note.exists():
        return _go_on(coursedir, note, yes)
    target = (target or default_target(coursedir)).resolve()
    if target.is_relative_to(root.resolve()):
        raise ClosingError(
            f"{target} lies inside the course's folder, and the archive holds names and marks. Say another "
            'place: make close-term ARGS="--to ../term.tar.gz"'
        )
    if target.exists():
        raise ClosingError(f"{target} is there already: move it, or say another place with --to.")
    found = entries(coursedir)
    if not found:
        raise ClosingError("There is nothing of a class here.")
    lines = _listed(coursedir, found)
    if not yes:
        return [
            f"To be archived in {target}, and then removed:",
            *lines,
            *_strangers(root),
            "Settings and changed files of the course are archived, and stay.",
            "Nothing is done yet. To do it: make close-term ARGS=--yes",
        ]
    with _alone(coursedir):
        found = entries(coursedir)
        students = _archive(coursedir, target, found)
        trouble.write(note, json.dumps({"archive": str(target), "sha256": _about(target)["sha256"]}))
        _wipe(coursedir, target, found)
        note.unlink()
    return [
        f"{target}: {len(found)} files and folders, opened again and found equal"
        + (f"; its gradebook has {students} students" if students is not None else ""),
        "Removed here:",
        *lines,
        *_strangers(root),
        *_AFTER,
    ]


_AFTER = (
    "The course and its keys are as they were. Keep the archive where only the staff can read it.",
    "What lies in an exchange, in the LMS, or where somebody copied it to is not touched.",
)


def _archive(coursedir: CourseDirectory, target: Path, found: Entries) -> int | None:
    """Write the archive, open it again and compare; return how many students its gradebook has."""
    course = version(Path(coursedir.root))
    about = {
        "course_id": coursedir.course_id,
        "closed": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "version": course.said,
    }
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        write_archive(partial, Path(coursedir.root), found, about, course)
        _compare(coursedir, read_archive(partial), found)
        path, students = holdings.gradebook(coursedir), None
        if path is not None and path.is_file():
            students = _check_gradebook(partial, _named(path, Path(coursedir.root)))
        os.replace(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return students


def _compare(coursedir: CourseDirectory, manifest: Mapping[str, Any], found: Entries) -> None:
    """Stop where something is not in the archive as it stands here."""
    for name, one in _standing(found, coursedir).items():
        if manifest["files"].get(name) != one:
            raise ClosingError(
                f"{name} is not in the archive as it stands here: something was written meanwhile. Nothing "
                "more was removed. Let everybody stop working on this class"
            )


def _wipe(coursedir: CourseDirectory, archive: Path, found: Entries) -> None:
    """Remove what the archive holds, the gradebook last."""
    _compare(coursedir, read_archive(archive), found)
    tops = set(holdings.of_class(coursedir))
    last = holdings.gradebook(coursedir)
    for path in found.values():  # nbgrader keeps some of its folders from being written to
        if path.is_dir() and not path.is_symlink() and not os.access(path, os.W_OK):
            path.chmod(path.stat().st_mode | stat.S_IRWXU)
    in_order = sorted(found.values(), key=lambda path: (path == last, [-len(path.parts)], str(path)))
    for path in in_order:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        elif not (path in tops and path.is_symlink() and path.is_dir()):
            path.unlink(missing_ok=True)


def _go_on(coursedir: CourseDirectory, note: Path, yes: bool) -> list[str]:
    """Go on with removing what an archive holds."""
    said = json.loads(note.read_text(encoding="utf-8"))
    archive = Path(said["archive"])
    if not archive.is_file() or _about(archive)["sha256"] != said["sha256"]:
        raise ClosingError(
            f"Closing was interrupted, and {archive}, which holds the term, is not there as it was. Put it "
            f"back. If it is lost, remove {note}: the same command then archives what is left."
        )
    found = entries(coursedir)
    if not yes:
        return [
            f"Closing was interrupted. {archive} holds everything; still to be removed:",
            *_listed(coursedir, found),
            "To go on: make close-term ARGS=--yes",
        ]
    with _alone(coursedir):
        found = entries(coursedir)
        lines = _listed(coursedir, found)
        _wipe(coursedir, archive, found)
        note.unlink()
    return [f"{archive} holds everything. Removed here:", *lines, *_AFTER]


def _strangers(root: Path) -> list[str]:
    """Name the files at the top of the course that git neither has nor ignores: lists of names, maybe."""
    listed = _git(root, "ls-files", "-z", "--others", "--exclude-standard") or ""
    names = sorted(name for name in listed.split("\0") if name and "/" not in name)
    if not names:
        return []
    return [f"Not part of the course, and not removed; see whether they name students: {', '.join(names)}"]


def _listed(coursedir: CourseDirectory, found: Entries) -> list[str]:
    """Return a line for each file or folder of the class, with what is in it."""
    lines = []
    for path in holdings.of_class(coursedir):
        if NOTE in path.name:
            continue
        name = _named(path, Path(coursedir.root))
        count = sum(one.startswith(f"{name}/") and not found[one].is_dir() for one in found)
        shown = name.encode("utf-8", "replace").decode()
        files = "file" if count == 1 else "files"
        lines.append(f"  {shown}/: {count} {files}" if path.is_dir() else f"  {shown}")
    return lines


def main(target: Path | None = None, yes: bool = False) -> int:
    """Close a term, or say what that would be; return the command's exit status.

    Parameters
    ----------
    target : Path, optional
        The archive, as typed.
    yes : bool
        Do it.
    """
    where = target.expanduser().absolute() if target is not None else None
    root = course_root()
    os.chdir(root)
    try:
        print("\n".join(close(CourseDirectory(config=load_config(root)), where, yes)))
    except ClosingError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(trouble.sentence(error) or error, file=sys.stderr)
        return 1
    return 0
