"""Collecting from nbgrader's exchange, and giving feedback back through it.

Anybody can make a folder in the exchange's ``inbound/`` and write anybody's name on it, so the name says
nothing: whoever owns the folder handed it in. The files are the student's until they are copied, so each is
opened without following links, and counts only where it is the student's own.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import parse_utc
from traitlets import Bool, Unicode

from autograder.grading import report, roster
from autograder.grading.admission import (
    MAX_DATA,
    MAX_DEPTH,
    MAX_FILES,
    MAX_NOTEBOOK,
    MAX_TOTAL,
    check_student,
    read_file,
    show_name,
)
from autograder.grading.feedback import CARRIED
from autograder.grading.notebook_file import Inadmissible
from mlsys_course.course import canonical

__all__ = ["CollectFromOwners", "ReleaseEachFeedback", "uid_of", "unix_name"]

BACKDATED = 15 * 60
"""Seconds between the time on a submission and the time its folder was written that a TA is told of."""


def unix_name(student: str, prefix: str = "") -> str:
    """Return the Unix user of somebody on a hub; with a prefix, as The Littlest JupyterHub names them.

    Examples
    --------
    >>> unix_name("ADA"), unix_name("Ada", "jupyter-")
    ('ada', 'jupyter-ada')
    >>> unix_name("abcdefghijklmnopqr", "jupyter-")
    'jupyter-abcdefghijklmnopqr-e375e'
    """
    name = prefix + canonical(student)
    if not prefix or len(name) < 26:
        return name
    return f"{name[:26]}-{hashlib.sha256(name.encode()).hexdigest()[:5]}"


def uid_of(name: str) -> int:
    """Return the number under which somebody's server runs on a hub without Unix users.

    ``hub/kubernetes/values.yaml`` has the same line: one name, one number, and no list of them.

    Examples
    --------
    >>> uid_of("ada") == uid_of("ada") != uid_of("ben")
    True
    """
    return 100_000 + int(hashlib.sha256(name.encode()).hexdigest()[:7], 16)


@dataclass(frozen=True)
class _Record:
    """A folder of the exchange.

    Parameters
    ----------
    path : str
        Where it is.
    username : str
        Whose it says it is.
    student : str
        Who that is in the course.
    timestamp : datetime
        When it says it was handed in; UTC, without a zone, as nbgrader has it.
    owner : int
        Whose it is.
    """

    path: str
    username: str
    student: str
    timestamp: datetime
    owner: int


class CollectFromOwners(ExchangeCollect):  # type: ignore[misc]
    """nbgrader's collecting, of what is its sender's own; `nbgrader_config.py` puts it in place.

    What cannot be used costs a line, and nobody else anything.
    """

    unix_prefix = Unicode(
        "", help="What the hub puts before a name to make a Unix user: 'jupyter-' on The Littlest JupyterHub."
    ).tag(config=True)
    numbered_owners = Bool(
        False, help="Whether servers run under numbers made of names, as in hub/kubernetes/values.yaml."
    ).tag(config=True)

    def init_src(self) -> None:
        """Choose each student's latest submission, among those that are theirs."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, self.coursedir.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        of_students: dict[str, list[_Record]] = {}
        for record in self._records():
            of_students.setdefault(record.student, []).append(record)
        due = self._due() if self.before_duedate else None
        self.src_records = []
        for records in of_students.values():
            records.sort(key=lambda record: record.timestamp, reverse=True)
            in_time = [record for record in records if due is None or record.timestamp <= due]
            self.src_records.append((in_time or records)[0])
        self.src_records.sort(key=lambda record: record.student)

    def _due(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due: datetime | None = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None
        return due

    def _records(self) -> Iterator[_Record]:
        listed = roster.load(self.coursedir)
        of_hub: dict[str, list[str]] = {}
        for one in listed.students if listed is not None else ():
            of_hub.setdefault(unix_name(one, self.unix_prefix), []).append(one)
        wanted = self.coursedir.student_id
        with os.scandir(self.inbound_path) as entries:
            every = sorted(entries, key=lambda entry: entry.name)
        for entry in every:
            parts = entry.name.rsplit("+", 3)
            if len(parts) < 3 or parts[1] != self.coursedir.assignment_id:
                continue
            shown = show_name(entry.name)
            try:
                timestamp = parse_utc(parts[2])
                about = entry.stat(follow_symlinks=False)
            except (ValueError, OverflowError, OSError) as error:
                self.log.warning("%s was left out: %s", shown, error)
                continue
            if not stat.S_ISDIR(about.st_mode):
                self.log.warning("%s was left out: it is no folder, or a link", shown)
                continue
            problem = self._foreign(parts[0], about.st_uid)
            if problem:
                self.log.warning("%s was left out: %s", shown, problem)
                continue
            found = of_hub.get(parts[0], [])
            student = found[0] if len(found) == 1 else parts[0].removeprefix(self.unix_prefix)
            if wanted not in ("*", "", student):
                continue
            try:
                check_student(student)
            except Inadmissible as error:
                self.log.warning("%s was left out: %s", shown, error)
                continue
            written = datetime.fromtimestamp(about.st_ctime, UTC).replace(tzinfo=None)
            if (written - timestamp).total_seconds() > BACKDATED:
                self.log.warning(
                    "%s says %s, but was last changed at %s UTC: ask %s",
                    shown, timestamp.strftime("%Y-%m-%d %H:%M"), written.strftime("%Y-%m-%d %H:%M"), student,
                )  # fmt: skip
            yield _Record(entry.path, parts[0], student, timestamp, about.st_uid)

    def _foreign(self, username: str, owner: int) -> str:
        """Say why a folder is not of whom it says it is; nothing where it is."""
        if not self.check_owner:
            return ""
        if self.numbered_owners:
            if owner == uid_of(username):
                return ""
            return (
                f"it is not {username}'s: its owner is the number {owner}, and theirs is {uid_of(username)}"
            )
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"the number {owner}"
        return "" if name == username else f"it is not {show_name(username)}'s, but was put there by {name}"

    def copy_files(self) -> None:
        """Copy what is new into ``submitted/``."""
        assignment = self.coursedir.assignment_id
        if not self.src_records:
            self.log.warning(
                "No submissions of '%s' for course '%s' to collect", assignment, self.coursedir.course_id
            )
        for record in self.src_records:
            target = Path(
                self.coursedir.format_path(self.coursedir.submitted_directory, record.student, assignment)
            )
            there = os.path.lexists(target)
            if there and not self._is_newer(record, target):
                more = "" if self.update else ", use --update to update"
                self.log.info("Nothing newer of %s %s%s", record.student, assignment, more)
                continue
            self.log.info("%s: %s %s", "Updating" if there else "Collecting", record.student, assignment)
            try:
                self._take(record, target)
            except OSError as error:
                self.log.error("%s cannot be collected: %s", show_name(record.student), error)

    def _is_newer(self, record: _Record, target: Path) -> bool:
        try:
            existing = self.coursedir.get_existing_timestamp(str(target))
        except (ValueError, OverflowError, OSError):
            existing = None
        if self.update and (existing is None or record.timestamp > existing):
            return True
        return bool(self.before_duedate and existing != record.timestamp)

    def _take(self, record: _Record, target: Path) -> None:
        """Copy a submission, and put it in place once all of it is there."""
        top = report.page_folder(self.coursedir)
        folder = Path(tempfile.mkdtemp(prefix=".collected-", suffix=".new", dir=top))
        try:
            for note in copied(record.path, folder, record.owner):
                self.log.warning("%s: %s", show_name(record.student), note)
            folder.chmod(0o755)
            # Nobody but the exchange says when; a student may have changed their folder since.
            (folder / CARRIED[0]).write_text(record.timestamp.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
            target.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(target):
                before = Path(tempfile.mkdtemp(prefix=".before-", suffix=".new", dir=top))
                os.replace(target, before / target.name)
                os.replace(folder, target)
                shutil.rmtree(before)
            else:
                os.replace(folder, target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def copied(source: str, target: Path, owner: int) -> list[str]:
    """Copy a folder that somebody else may still be changing.

    Parameters
    ----------
    source : str
        The folder.
    target : Path
        An empty folder.
    owner : int
        Whose files count.

    Returns
    -------
    list of str
        What was left out, and why.

    Raises
    ------
    OSError
        If the folder is not there, or a link by now.
    """
    notes: list[str] = []
    count = total = 0
    top = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(top).st_uid != owner:
            raise OSError("its folder has changed hands")
        # Each folder is opened in the one above it, never by its path: nobody can put a link in the way.
        for here, folders, files, inside in os.fwalk(".", dir_fd=top, follow_symlinks=False):
            depth = 0 if here == "." else here.count("/")
            for name in sorted(folders):
                if stat.S_ISLNK(os.stat(name, dir_fd=inside, follow_symlinks=False).st_mode):
                    notes.append(f"{show_name(os.path.join(here, name))} is a link; links are not followed")
            if depth >= MAX_DEPTH and folders:
                notes.append(f"{show_name(here)} lies deep: the folders in it were left out")
                folders.clear()
            for name in sorted(files):
                path = os.path.normpath(os.path.join(here, name))
                count += 1
                if count > MAX_FILES or total > MAX_TOTAL:
                    notes.append(
                        f"more than {MAX_FILES} files or {MAX_TOTAL >> 20} MiB; the rest was left out"
                    )
                    return notes
                limit = MAX_NOTEBOOK if name.casefold().endswith(".ipynb") else MAX_DATA
                content, modified, why = _own_file(name, inside, owner, limit)
                if why:
                    notes.append(f"{show_name(path)} {why}")
                    continue
                total += len(content)
                new = target / path
                new.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(content)
                os.utime(new, ns=(modified, modified))
    finally:
        os.close(top)
    return notes


def _own_file(name: str, folder: int, owner: int, limit: int) -> tuple[bytes, int, str]:
    """Return a file's bytes and time, or why it is not read."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        link = stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        return b"", 0, "is a link; links are not followed" if link else f"cannot be read: {error.strerror}"
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            return b"", 0, "is no regular file and was left out"
        if about.st_uid != owner:
            return b"", 0, "belongs to somebody else and was left out"
        if about.st_size > limit:
            return b"", 0, f"is larger than {limit >> 20} MiB and was left out"
        return file.read(limit), about.st_mtime_ns, ""


class ReleaseEachFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """nbgrader's return of feedback, where one student's trouble is nobody else's.

    Feedback finds its way by a secret that came with the submission. What came another way, out of Canvas or
    Moodle, has none, and goes back that way.
    """

    def copy_files(self) -> None:
        """Release what can be released, and name the rest."""
        excluded = self.coursedir.student_id_exclude
        without = []
        folders = self.coursedir.format_path(
            self.coursedir.feedback_directory, "*", self.coursedir.assignment_id
        )
        top = Path(folders.partition("*")[0])
        for folder in sorted(top.glob(folders[len(str(top)) + 1 :])):
            if not all(_is_text(folder / name) for name in CARRIED):
                without.append(folder.relative_to(top).parts[0])
        self.coursedir.student_id_exclude = ",".join(filter(None, [excluded, *without]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded
        if without:
            shown = ", ".join(map(show_name, without[:8])) + (" …" if len(without) > 8 else "")
            self.log.warning(
                "%d did not hand in through the exchange, so their feedback cannot go back through it: %s",
                len(without), shown,
            )  # fmt: skip


def _is_text(path: Path) -> bool:
    content = read_file(path, path.name, [])
    if content is None:
        return False
    try:
        return bool(content.decode().strip())
    except UnicodeDecodeError:
        return False
