"""The progress file: read, changed under a lock, written in one piece, bounded, never in anybody's way."""

from __future__ import annotations

import atexit
import contextlib
import copy
import json
import math
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlsys_course.memory import place

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
else:
    if not hasattr(fcntl, "flock"):  # Python in a browser, where one kernel has the file
        fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]

__all__ = ["FORMAT", "Entry", "State", "Store", "merged", "now", "store"]

FORMAT = 1
ABOUT = (
    "What you did in the course: your predictions, the checks you ran, the help you saw, your practice. "
    "It is yours alone: nothing of it is sent anywhere, and it never counts for marks. Delete it, and you "
    "start afresh."
)
MOST_BYTES = 1_000_000
"""Beyond this, what was touched longest ago is dropped."""
READ_BYTES = 8_000_000
MOST_ENTRIES, MOST_FIELDS, MOST_ITEMS, MOST_TEXT = 2000, 24, 30, 400
MOST_WAITING = 500
SECONDS = 3.0

Entry = dict[str, Any]
State = dict[str, dict[str, Entry]]
Change = Callable[[Entry], None]


class Trouble(Exception):
    """Progress cannot be kept, for a reason that the learner is told once."""


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# --------------------------------------------------------------------------------------- what a file may hold


def clean_value(value: Any, depth: int = 0) -> Any:
    """Return a value as the file may hold it; texts and lists are cut to their bounds.

    Raises
    ------
    ValueError
        If it is nothing that the file holds.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)[:MOST_TEXT].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int) and abs(value) < 2**63:
        return int(value)
    if isinstance(value, (int, float)) and math.isfinite(value):
        return float(value)
    if isinstance(value, (list, tuple)) and depth < 3:
        # The first ones stay, a first guess above all, and the last.
        items = value if len(value) <= MOST_ITEMS else [*value[:5], *value[5 - MOST_ITEMS :]]
        return [clean_value(item, depth + 1) for item in items]
    if isinstance(value, dict) and depth < 3 and len(value) <= MOST_FIELDS:
        return {_name(name): clean_value(item, depth + 1) for name, item in value.items()}
    raise ValueError("The progress file holds texts, numbers, and short lists and tables of them.")


def _name(name: Any) -> str:
    if not isinstance(name, str) or not name:
        raise ValueError("What stands in the progress file has a name.")
    return str(clean_value(name))


def clean(raw: Any) -> tuple[State, bool]:
    """Return what can be used of a file's content, and whether that is all of it."""
    state: State = {}
    whole = True
    for kind, entries in raw.items():
        if kind in ("format", "about"):
            continue
        if not isinstance(entries, dict):
            whole = False
            continue
        kept = state.setdefault(kind[:MOST_TEXT], {})
        for key, entry in entries.items():
            try:
                cleaned = clean_value(entry)
                if not isinstance(cleaned, dict):
                    raise ValueError
                kept[_name(key)] = cleaned
            except (ValueError, OverflowError):
                whole = False
    return state, whole


def _last(entry: Entry) -> str:
    return str(entry.get("last") or "")


def bounded(state: State) -> str:
    """Return the file's text; what was touched longest ago is dropped until it is small enough."""
    for entries in state.values():
        for key in sorted(entries, key=lambda key: _last(entries[key]))[
            : max(0, len(entries) - MOST_ENTRIES)
        ]:
            del entries[key]
    while len(text := _text(state).encode()) > MOST_BYTES:
        oldest = sorted(
            (_last(entry), kind, key) for kind, entries in state.items() for key, entry in entries.items()
        )
        for _, kind, key in oldest[: len(oldest) // 8 + 1]:
            del state[kind][key]
    return text.decode()


def _text(state: State) -> str:
    content = {"format": FORMAT, "about": ABOUT, **{kind: state[kind] for kind in state if state[kind]}}
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def merged(one: State, other: State) -> State:
    """Return two states as one: of what both have, the later stands, counts are the larger, lists are joined.

    Parameters
    ----------
    one, other : dict
        Kind to key to entry.

    Examples
    --------
    >>> merged({"checks": {"a": {"tries": 3, "last": "1"}}}, {"checks": {"a": {"tries": 1, "last": "2"}}})
    {'checks': {'a': {'tries': 3, 'last': '2'}}}
    """
    found = copy.deepcopy(one)
    for kind, entries in other.items():
        for key, entry in entries.items():
            mine = found.setdefault(kind, {}).get(key)
            found[kind][key] = copy.deepcopy(entry) if mine is None else _one_entry(mine, entry)
    return found


COUNTS = ("tries", "step", "asked", "right", "first_try")
EARLIEST = ("first", "passed")


def _one_entry(mine: Entry, theirs: Entry) -> Entry:
    old, new = (mine, theirs) if _last(mine) <= _last(theirs) else (theirs, mine)
    joined = {**copy.deepcopy(old), **copy.deepcopy(new)}
    for name in old.keys() & new.keys():
        a, b = old[name], new[name]
        numbers = all(isinstance(value, (int, float)) for value in (a, b))
        if name in COUNTS and numbers:
            joined[name] = max(a, b)
        elif name in EARLIEST and a and b:
            joined[name] = min(str(a), str(b))
        elif isinstance(a, list) and isinstance(b, list):
            items = [*a, *(item for item in b if item not in a)]
            timed = all(isinstance(item, dict) and "at" in item for item in items)
            joined[name] = sorted(items, key=lambda item: str(item["at"])) if timed else items
    return joined


# --------------------------------------------------------------------------------------------------- the file


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the file's lock, where the file system has locks: another kernel waits for a moment."""
    if fcntl is None and msvcrt is None:
        yield
        return
    descriptor = os.open(folder / f".{place.FILE}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + SECONDS
        while not _lock(descriptor):
            if time.monotonic() > until:
                raise Trouble(
                    "Another notebook is using your progress file: this one waits until it is free."
                )
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _lock(descriptor: int) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: changes are small, and each reads the file anew
    return True


def _write(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        for attempt in range(20):
            try:
                os.replace(name, path)
                return
            except PermissionError:  # Windows, while another program looks into the file
                if attempt == 19:
                    raise
                time.sleep(0.05)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


class Store:
    """The progress of one learner, in a file or, where none is kept, for as long as Python runs.

    Parameters
    ----------
    path : Path or None
        The file. None keeps nothing beyond this process.
    say : callable, optional
        Takes the one sentence that a learner is told where something is wrong.
    """

    def __init__(self, path: Path | None, say: Callable[[str], None] = print) -> None:
        self.path = path.resolve() if path is not None else None
        self.troubles: list[str] = []
        self._say = say
        self._waiting: list[tuple[str, str, Change]] = []
        self._state: State = {}
        self._stamp: tuple[int, int, int] | None = None
        self._turn = threading.RLock()

    def change(self, kind: str, key: str, change: Change) -> None:
        """Change an entry, which begins empty; never raises.

        Parameters
        ----------
        kind, key : str
            What is kept, and of what: ``"checks"`` and an exercise's name.
        change : callable
            Changes the entry it is given. It may run again where the file could not be written.
        """
        with self._turn, self._quietly():
            self._waiting.append((_name(kind), _name(key), change))
            del self._waiting[:-MOST_WAITING]
            self._save()

    def state(self) -> State:
        """Return everything that is kept, what waits to be written included: a copy."""
        with self._turn:
            with self._quietly():
                if self.path is not None:
                    self._read()
            found = copy.deepcopy(self._state)
            self._apply(found)
            return found

    def join(self, other: State) -> bool:
        """Take in what another file holds (see `merged`); say whether it is kept for good."""
        with self._turn:
            for kind, entries in other.items():
                for key, entry in entries.items():
                    self._waiting.append((kind, key, _joining(entry)))
            with self._quietly():
                self._save()
            return not self._waiting

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        """Turn whatever goes wrong into a sentence that is said once."""
        try:
            yield
        except Trouble as trouble:
            self._tell(str(trouble))
        except OSError as error:
            folder = self.path.parent if self.path else ""
            why = error.strerror or type(error).__name__
            self._tell(
                f"Your progress cannot be saved in {folder} ({why}): "
                "it lasts until this notebook's kernel stops."
            )
        except Exception as error:  # whatever it is, it is no learner's fault and stops no cell
            self._tell(f"Your progress cannot be saved ({type(error).__name__}: {error}).")

    def _tell(self, sentence: str) -> None:
        if sentence not in self.troubles:
            self.troubles.append(sentence)
            with contextlib.suppress(Exception):
                self._say(sentence)

    def _save(self) -> None:
        if self.path is None:
            self._apply(self._state)
            bounded(self._state)
            self._waiting.clear()
            return
        if not self._waiting:
            return
        with _locked(self.path.parent):
            self._read()
            state = copy.deepcopy(self._state)
            self._apply(state)
            _write(self.path, bounded(state))
            self._state, self._stamp = state, self._stamped()
            self._waiting.clear()

    def _apply(self, state: State) -> None:
        for kind, key, change in self._waiting:
            entry = state.get(kind, {}).get(key)
            changed = copy.deepcopy(entry) if entry is not None else {"first": now()}
            try:
                change(changed)
                changed.setdefault("last", changed["first"])
                state.setdefault(kind, {})[key] = clean_value(changed)
            except Exception as error:  # one that cannot be kept holds up no other
                self._tell(f"Part of your progress cannot be kept: {error}")

    def _stamped(self) -> tuple[int, int, int] | None:
        assert self.path is not None
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _read(self) -> None:
        """Bring the state up to date with the file."""
        assert self.path is not None
        stamp = self._stamped()
        if stamp is None:
            self._state, self._stamp = {}, None
            return
        if stamp == self._stamp:
            return
        try:
            if stamp[2] > READ_BYTES:
                raise ValueError("too long")
            raw = json.loads(self.path.read_text(encoding="utf-8"))
            number = raw["format"]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._state = {}
            self._put_aside("cannot be read")
            return
        if number != FORMAT:
            raise Trouble(
                f"{self.path.name} was written by another version of the course (format {number!r:.20}, not "
                f"{FORMAT}): update the course, or move the file away. Until then your progress is not saved."
            )
        self._state, whole = clean(raw)
        if not whole:
            self._put_aside("holds something that does not belong there", keep=True)
        self._stamp = stamp

    def _put_aside(self, what: str, keep: bool = False) -> None:
        """Keep a file that is not as it should be under another name, and say so."""
        assert self.path is not None
        names = [self.path.with_name(f"{self.path.stem}.broken-{number}.json") for number in range(1, 10)]
        aside = next((name for name in names if not name.exists()), names[-1])
        if keep:
            _write(aside, self.path.read_text(encoding="utf-8"))
        else:
            os.replace(self.path, aside)
            self._stamp = None
        self._tell(
            f"Your progress file {what}: it is kept as {aside.name}, and "
            f"{'what is still good goes on' if keep else 'a new one begins now'}."
        )


def _joining(entry: Entry) -> Change:
    def change(mine: Entry) -> None:
        both = _one_entry(mine, entry) if "last" in mine else copy.deepcopy(entry)
        mine.clear()
        mine.update({"first": now(), **both})

    return change


_stores: dict[Path | None, Store] = {}


def store() -> Store:
    """Return the store that counts where this runs (see `place.progress_file`)."""
    try:
        path = place.progress_file()
    except Exception:  # a working directory that is gone, a home that nobody knows
        path = None
    if path not in _stores:
        _stores[path] = Store(path)
        if path is not None:
            atexit.register(_stores[path].join, {})
    return _stores[path]
