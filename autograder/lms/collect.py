"""``python -m autograder collect FROM [ASSIGNMENT]``: what students handed in to Canvas or Moodle.

The latest attempt of each student goes to ``submitted/<student>/<assignment>/``, earlier ones stay in
``downloaded/<assignment>/<student>/``, numbered, and nothing is overwritten. To collect a download again
changes nothing.

Whose a file is, `downloads` says. When it was handed in no download says: its times are those of packing, so
none is taken for the time of a submission, and a ``timestamp.txt`` that a student handed in is only a file.
What counts is Canvas's mark LATE: such a submission gets a ``timestamp.txt`` one second after the due date,
which a TA may replace by the real time.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shlex
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder.grading import report, trouble
from autograder.grading.admission import CLEARLY_NEWER, RESERVED, show_name
from autograder.grading.roster import Student
from autograder.lms import LmsError, course, downloads, groups
from autograder.lms.downloads import Entry, Reading

FOLDER = "downloaded"
RECORD = "attempts.json"
STAMP = "timestamp.txt"


@dataclass
class Attempt:
    """One attempt of a student.

    Parameters
    ----------
    digest : str
        Of its files.
    ids : list of int
        Canvas's ids of the files; empty for Moodle.
    newest : float
        The newest time that the download had for a file: it puts attempts in order, and is no student's time.
    late : bool
        Whether the LMS marked it.
    folder : str
        Where it is kept once it is an earlier one; "" for the latest.
    """

    digest: str
    ids: list[int]
    newest: float
    late: bool
    folder: str = ""

    def is_same(self, other: Attempt) -> bool:
        """Say whether both are what was handed in once."""
        return self.digest == other.digest and self.ids == other.ids

    def is_older(self, other: Attempt) -> bool:
        """Say whether this was handed in before the other one, as far as the LMS lets it be known."""
        if self.ids and other.ids:
            return max(self.ids) < max(other.ids)
        return self.newest < other.newest


@dataclass
class Collected:
    """What became of a download.

    Parameters
    ----------
    new, again, same, earlier : list of str
        Students with a first attempt, with a later one, with the one that is there already, and with one
        that is older than the one that counts.
    late : list of str
        Those with the mark LATE, where there is a due date.
    unplaced : list of str
        What belongs to nobody who is known, or could not be read; one line each.
    notes : list of str
        What else there is to know; one line each.
    """

    new: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# ---- whose it is


def plain(name: str) -> str:
    """Return a name without what the LMSs leave out of it: case, spaces, accents, marks.

    >>> plain("O'Brien, Zoë") == plain("obrienzoe")
    True
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalnum())


def _names(student: Student) -> set[str]:
    first, last = plain(student.first_name), plain(student.last_name)
    return {plain(student.id), *({first + last, last + first} if first and last else {first + last})} - {""}


class Placing:
    """Who has handed in what an outer name stands for.

    Parameters
    ----------
    people : mapping of str to Student
        The course's students, by id.
    who : mapping of str to str
        By number of the LMS, the student whom a TA has named.
    groups : mapping of str to list of str, optional
        The members of each group, by its name.
    """

    def __init__(
        self,
        people: Mapping[str, Student],
        who: Mapping[str, str],
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._people, self._who = people, who
        self._groups: dict[str, set[str]] = {}
        for name, members in (groups or {}).items():
            self._groups.setdefault(plain(name), set()).update(members)
        self._by_lms: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for student in people.values():
            if student.lms_user_id:
                self._by_lms.setdefault(student.lms_user_id, []).append(student.id)
            for name in _names(student):
                self._by_name.setdefault(name, []).append(student.id)

    def group(self, ways: Sequence[Reading]) -> tuple[Reading, list[str], str]:
        """Return the way in which Canvas names a group, its members, and why it cannot be they.

        The number beside a group's name is the group's, or that of the member who handed in.
        """
        for way in ways:
            members = self._groups.get(plain(way.name)) if way.lms == "canvas" else None
            if members and not self._by_name.get(plain(way.name)):
                sent = self._by_lms.get(way.number, [])
                if sent and not members.intersection(sent):
                    return (
                        way,
                        [],
                        f"has the name of a group, and the number of {show_name(sent[0])}, who is not in it",
                    )
                return way, sorted(members), ""
        return ways[0], [], ""

    def of(self, ways: Sequence[Reading]) -> tuple[Reading, str | None, str]:
        """Return the way an outer name is to be read, its student, and why there is none."""
        first = ways[0]
        if first.number in self._who:
            return first, self._who[first.number], ""
        return self._in_moodle(first) if first.lms == "moodle" else self._in_canvas(ways)

    def _in_canvas(self, ways: Sequence[Reading]) -> tuple[Reading, str | None, str]:
        first = ways[0]
        known = [(way, student) for way in ways for student in self._by_lms.get(way.number, ())]
        if len(known) == 1 and (len(ways) == 1 or self._agrees(*known[0])):
            return *known[0], ""
        of_first = [student for way, student in known if way is first]
        if len(of_first) == 1 and self._agrees(first, of_first[0]):
            return first, of_first[0], ""
        if known:
            listed = " or ".join(dict.fromkeys(show_name(student) for _, student in known))
            return (
                first,
                None,
                f"by its numbers it could be of {listed}, and the name decides for none of them",
            )
        named = self._by_name.get(plain(first.name), [])
        if len(named) > 1:
            return first, None, f"nobody on the roster has the id {first.number}, and several have this name"
        if named and (other := self._people[named[0]].lms_user_id):
            return first, None, f"{show_name(named[0])} has this name, but the id {show_name(other)}"
        if named:
            return first, named[0], ""
        return first, None, f"nobody on the roster has the id {first.number} or this name"

    def _in_moodle(self, way: Reading) -> tuple[Reading, str | None, str]:
        named = self._by_name.get(plain(way.name), []) or self._in_group(way.name)
        if len(named) > 1:  # a number alone is nobody's here: it is another one in each assignment
            named = [s for s in named if self._people[s].lms_user_id == way.number] or named
        if len(named) == 1:
            return way, named[0], ""
        return (
            way,
            None,
            f"{'several' if named else 'nobody'} on the roster {'have' if named else 'has'} this name",
        )

    def _in_group(self, name: str) -> list[str]:
        """Return who of a group it is, where Moodle writes ``Reds-Ada Lovelace``."""
        found = set()
        for at in (at for at, letter in enumerate(name) if letter == "-"):
            members = self._groups.get(plain(name[:at]), set())
            found |= members.intersection(self._by_name.get(plain(name[at + 1 :]), []))
        return sorted(found)

    def _agrees(self, way: Reading, student: str) -> bool:
        return plain(way.name) in _names(self._people[student])


@dataclass
class _Delivery:
    """All that one student has in one download."""

    sender: Reading
    files: list[tuple[Reading, Entry]] = field(default_factory=list)


def _sorted_out(
    entries: Iterable[Entry], placing: Placing, found: Collected
) -> dict[tuple[str, str], list[_Delivery]]:
    """Return the deliveries by download and student; what belongs to nobody is said once for each sender."""
    placed: dict[tuple[str, str], dict[tuple[str, str, str], _Delivery]] = {}
    asked: dict[tuple[str, ...], str] = {}
    for entry in entries:
        ways = downloads.readings(entry.outer)
        shown = show_name(entry.outer)
        if not ways:
            why = "hides whose it is: let the LMS show the names, and download again"
            if not downloads.is_anonymous(entry.outer):
                why = entry.problem or "has no name that Canvas or Moodle gives to a submission"
            asked.setdefault((entry.download, entry.outer), f"{shown} {why}")
            continue
        way, members, why = placing.group(ways)
        student: str | None = None
        if not members and not why:
            way, student, why = placing.of(ways)
            members = [student] if student is not None else []
        if not members:
            if downloads.is_anonymous(entry.outer):
                why = "it hides whose it is: let the LMS show the names, and download again"
            asked.setdefault((entry.download, *way.sender), f"{shown} (number {way.number}): {why}")
            continue
        if entry.problem:
            path = show_name("/".join(filter(None, (entry.outer, entry.inner))))
            found.unplaced.append(f"{', '.join(map(show_name, members))}: {path} {entry.problem}")
            continue
        if student is None:
            note = f"{show_name(way.name)} handed in for {', '.join(map(show_name, members))}"
            found.notes += [note] if note not in found.notes else []
        for one in members:
            own = placed.setdefault((entry.download, one), {})
            own.setdefault(way.sender, _Delivery(way)).files.append((way, entry))
    found.unplaced[:0] = asked.values()
    return {key: list(own.values()) for key, own in placed.items()}


# ---- where it goes


def _inner_paths(delivery: _Delivery, found: Collected, student: str) -> dict[str, tuple[Reading, Entry]]:
    """Return the files of a delivery by the path they get; none has the name of a file of the course."""
    paths: dict[str, tuple[Reading, Entry]] = {}
    taken: set[str] = set()
    for way, entry in sorted(delivery.files, key=lambda one: (one[0].file, one[1].outer, one[1].inner)):
        path = "/".join(part for part in (way.rest, entry.inner) if part)
        path = unicodedata.normalize("NFC", path)
        first, slash, rest = path.partition("/")
        if first.casefold() in RESERVED:
            path = f"handed_in_{first}{slash}{rest}"
            found.notes.append(
                f"{show_name(student)}: {show_name(first)} is only a file here, and says no time and no name"
            )
        if not downloads.is_plain(path):
            found.unplaced.append(
                f"{show_name(student)}: {show_name(path)} has a name that no file can have here"
            )
            continue
        path = _free(path, taken)
        paths[path] = way, entry
    return paths


def _free(path: str, taken: set[str]) -> str:
    """Return a path that differs from the others by more than case, and is no folder of theirs."""
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix:
        stem, suffix = path, ""
    number, one = 1, path
    while (key := one.casefold()) in taken or any(other.startswith(f"{key}/") for other in taken):
        number += 1
        one = f"{stem}~{number}{dot}{suffix}" if suffix else f"{stem}~{number}"
    parts = key.split("/")
    if any("/".join(parts[:end]) in taken for end in range(1, len(parts))):
        return _free(f"{one.partition('/')[0]}~/{one.partition('/')[2]}", taken)
    taken.add(key)
    return one


_REPEATED = re.compile(r"-[0-9]{1,3}(?=\.[^./]*\Z|\Z)")


def _stage(paths: Mapping[str, tuple[Reading, Entry]], folder: Path) -> str:
    """Write an attempt's files; return their digest.

    Where Canvas has numbered what was handed in again under one name, the file of the later id is given a
    later time, by which the grader knows which one counts.
    """
    lines = []
    of_one_name: dict[str, int] = {}
    for path, (way, entry) in paths.items():
        assert entry.content is not None
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(entry.content, target)  # a group's goes to each of its members
        target.chmod(0o644)
        rank = 0
        if way.file:
            key = _REPEATED.sub("", path).casefold()
            rank = of_one_name.get(key, 0)
            of_one_name[key] = rank + 1
        seconds = entry.modified + rank * 2 * CLEARLY_NEWER
        os.utime(target, (seconds, seconds))
        lines.append(f"{path}\0{hashlib.sha256(target.read_bytes()).hexdigest()}")
    return _digest(lines)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of(folder: Path) -> str:
    """Return the digest of what lies in a folder, but for the time that the staff has put there."""
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and name != STAMP:
            lines.append(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return _digest(lines)


class _Shelf:
    """The attempts of one student in one assignment."""

    def __init__(self, coursedir: CourseDirectory, assignment: str, student: str) -> None:
        self.current = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
        self.kept = report.page_folder(coursedir) / FOLDER / assignment / student
        self.attempts = self._load()

    def _load(self) -> list[Attempt]:
        try:
            return [Attempt(**one) for one in json.loads((self.kept / RECORD).read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise LmsError(
                f"{self.kept / RECORD} cannot be read ({error}): remove it, and what is in place counts as "
                "one attempt"
            ) from error

    def save(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        trouble.write(self.kept / RECORD, json.dumps([asdict(one) for one in self.attempts], indent=1) + "\n")

    def _next(self) -> str:
        taken = {path.name for path in self.kept.glob("*")} if self.kept.is_dir() else set()
        return str(next(number for number in range(1, len(taken) + 2) if str(number) not in taken))

    def put(self, attempt: Attempt, folder: Path) -> str:
        """Put an attempt where it belongs; say what it is: new, again, same, earlier."""
        if os.path.lexists(self.current) and (self.current.is_symlink() or not self.current.is_dir()):
            raise LmsError(f"{self.current} is no folder: move it away, and collect again")
        there = self.current.is_dir() and any(self.current.iterdir())
        last = self.attempts[-1] if self.attempts else None
        if last is not None and attempt.is_same(last):
            if attempt.newest > last.newest or attempt.late > last.late:
                last.newest, last.late = max(attempt.newest, last.newest), attempt.late or last.late
                self.save()
            if there:
                return "same"
            self._move_in(folder)
            return "new"
        # Whoever goes back to what they had before has handed it in anew, which only a newer download tells.
        newer = last is None or (not attempt.ids and attempt.newest > last.newest)
        if not newer and any(attempt.is_same(one) for one in self.attempts):
            return "same"
        if there and last is None and _digest_of(self.current) == attempt.digest:
            self.attempts.append(attempt)
            self.save()
            return "same"
        if last is not None and attempt.is_older(last):
            attempt.folder = self._next()
            (self.kept / attempt.folder).parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder, self.kept / attempt.folder)
            self.attempts.insert(-1, attempt)
            self.save()
            return "earlier"
        if there:
            aside = self._next()
            self.kept.mkdir(parents=True, exist_ok=True)
            os.replace(self.current, self.kept / aside)
            if last is not None:
                last.folder = aside
            self.save()
        self._move_in(folder)
        self.attempts.append(attempt)
        self.save()
        return "again" if there or last is not None else "new"

    def _move_in(self, folder: Path) -> None:
        self.current.parent.mkdir(parents=True, exist_ok=True)
        if self.current.is_dir():
            self.current.rmdir()  # there is nothing in it
        os.replace(folder, self.current)


def collect(
    coursedir: CourseDirectory,
    assignment: str,
    source: Path,
    who: Mapping[str, str] | None = None,
    together: Path | None = None,
) -> Collected:
    """Put what is in a download where it belongs.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment : str
        What was handed in.
    source : Path
        The zip file of Canvas or Moodle, a folder into which it was unpacked, or a folder with such files.
    who : mapping of str to str, optional
        By number of the LMS, whose it is, where the roster does not say.
    together : Path, optional
        The file that says who works together.

    Returns
    -------
    Collected

    Raises
    ------
    LmsError
        If nothing can be collected.
    """
    people = course.people(coursedir)
    for number, student in (who or {}).items():
        if student not in people:
            raise LmsError(f"--who {number}={show_name(student)}: there is no such student on the roster")
    placing = Placing(people, who or {}, groups.read(together.read_bytes(), people) if together else None)
    # What is inside one student's folder or archive would otherwise be read as if the LMS had named it.
    ways = downloads.readings(source.name)
    if ways and (one := placing.of(ways)[1]) is not None:
        raise LmsError(
            f"{show_name(source.name)} is what {show_name(one)} handed in: FROM is the download that it is in"
        )
    top = report.page_folder(coursedir) / FOLDER
    top.mkdir(parents=True, exist_ok=True)
    with _alone(top):
        found = _collect(coursedir, assignment, source, placing, top)
    _stamp_late(coursedir, assignment, found)
    return found


@contextmanager
def _alone(top: Path) -> Iterator[None]:
    """Keep two commands from collecting at one time."""
    with (top / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LmsError("Somebody else is collecting for this class: wait until that has ended") from None
        yield


def _collect(
    coursedir: CourseDirectory, assignment: str, source: Path, placing: Placing, top: Path
) -> Collected:
    found = Collected()
    downloads.clear(top)
    staging = Path(tempfile.mkdtemp(prefix=".partial-", dir=top))
    try:
        entries = downloads.read(source, staging)
        placed = _sorted_out(entries, placing, found)
        in_order = sorted(placed.items(), key=lambda one: one[0])
        for count, ((_, student), deliveries) in enumerate(in_order):
            if len(deliveries) > 1:
                several = ", ".join(f"{show_name(d.sender.name)} ({d.sender.number})" for d in deliveries)
                found.unplaced.append(
                    f"{show_name(student)}: several senders seem to be this student: {several}"
                )
                continue
            _place(coursedir, assignment, student, deliveries[0], staging / f"attempt-{count}", found)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return found


def _place(
    coursedir: CourseDirectory,
    assignment: str,
    student: str,
    delivery: _Delivery,
    folder: Path,
    found: Collected,
) -> None:
    paths = _inner_paths(delivery, found, student)
    if not paths:
        return
    folder.mkdir()
    attempt = Attempt(
        _stage(paths, folder),
        sorted({way.file for way, _ in paths.values() if way.file}),
        max(entry.modified for _, entry in paths.values()),
        any(way.late for way, _ in paths.values()),
    )
    try:
        shelf = _Shelf(coursedir, assignment, student)
        became = shelf.put(attempt, folder)
    except LmsError as error:
        found.unplaced.append(f"{show_name(student)}: {error}")
        return
    getattr(found, became).append(student)
    if shelf.attempts[-1].late and student not in found.late:
        found.late.append(student)


def _stamp_late(coursedir: CourseDirectory, assignment: str, found: Collected) -> None:
    """Put late ones a second after the due date; a time that is there already stays."""
    if not found.late:
        return
    with course.gradebook(coursedir) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            due = None
    if due is None:
        found.unplaced.append(
            f"Canvas marks {len(found.late)} as LATE ({_listed(found.late)}), but {assignment} has no due "
            f"date here, so that nobody is late: set it (python -m autograder due {assignment} TIME), and "
            "collect again"
        )
        found.late.clear()
        return
    text = f"{(due + timedelta(seconds=1)).strftime('%Y-%m-%d %H:%M:%S')} UTC\n"
    for student in found.late:
        path = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment), STAMP)
        if not os.path.lexists(path):
            path.write_text(text, encoding="utf-8")


def _listed(students: Sequence[str]) -> str:
    shown = ", ".join(map(show_name, students[:8]))
    return shown + (f" and {len(students) - 8} more" if len(students) > 8 else "")


def main(source: str, named: str | None = None, who: Sequence[str] = (), together: str | None = None) -> int:
    """Collect a download and say what became of it.

    Parameters
    ----------
    source : str
        The zip file or folder.
    named : str, optional
        The assignment; default: the only one.
    who : sequence of str
        ``NUMBER=STUDENT``, for what the roster does not say.
    together : str, optional
        The file of groups.

    Returns
    -------
    int
        0, or 1 where something could not be placed.
    """
    path = Path(source).expanduser().absolute()
    of_groups = Path(together).expanduser().absolute() if together else None

    def work(coursedir: CourseDirectory) -> int:
        if not source:
            raise LmsError("Say what to collect: make collect FROM=download.zip")
        named_by_hand = {}
        for one in who:
            number, _, student = one.partition("=")
            if not (number.strip() and student.strip()):
                raise LmsError(f"--who {show_name(one)}: write it as NUMBER=STUDENT, such as 4711=ada")
            named_by_hand[number.strip()] = student.strip()
        assignment = course.assignment(coursedir, named, f"make collect FROM={shlex.quote(source)}")
        found = collect(coursedir, assignment, path, named_by_hand, of_groups)
        tell(coursedir, assignment, found, source)
        return 1 if found.unplaced else 0

    return course.run(work)


def tell(coursedir: CourseDirectory, assignment: str, found: Collected, source: str) -> None:
    """Print what became of a download.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment : str
        What was handed in.
    found : Collected
        What became of it.
    source : str
        The download, as it was named.
    """
    kept = os.path.relpath(report.page_folder(coursedir) / FOLDER / assignment, coursedir.root)
    print(f"{assignment}, in {coursedir.submitted_directory}:")
    for students, what in (
        (found.new, "new"),
        (found.again, f"handed in again; the attempt before is kept in {kept}/"),
        (found.same, "there already, left alone"),
        (found.earlier, f"older than what is there, kept in {kept}/"),
    ):
        if students:
            print(f"  {len(students)} {what}: {_listed(students)}")
    if found.late:
        print(
            f"  {len(found.late)} marked LATE by Canvas: {_listed(found.late)}. The download does not say by "
            f"how much: {STAMP} says one second; write the time there where it matters"
        )
    for note in found.notes:
        print(f"  note, {note}")
    if found.unplaced:
        print(f"\nNeeds attention ({len(found.unplaced)}):")
        for line in found.unplaced:
            print(f"  {line}")
        print(
            "\nThe rest is in place. Where somebody is missing: put the LMS's user id into lms_user_id of "
            "the roster (make roster FROM=file.csv), or say whose a number is, and collect again:\n"
            f"  python -m autograder collect {shlex.quote(source)} {assignment} --who NUMBER=STUDENT\n"
            "Where groups hand in, --groups FILE says who works together: columns group and id"
        )
