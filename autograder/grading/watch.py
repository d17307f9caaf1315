"""A watch on the memory of a whole run, where no control group holds each submission to its own.

What runs side by side sits in a common folder, the newest last. When the memory that is left falls below a
reserve, the newest gets up: better one that is known and tried again alone than whatever the kernel picks.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.grading import cgroups

_SECONDS = 0.1  # between two looks
_RESERVE = 256 << 20
_number = itertools.count()


@dataclass(frozen=True)
class Watch:
    """What all processes of one run look at.

    Parameters
    ----------
    reserve : int
        Bytes of memory to be left over.
    folder : str
        Where the submissions under way are listed; "": this process knows only its own.
    """

    reserve: int = 0
    folder: str = ""

    def sit(self) -> Seat:
        """Add a submission, the newest."""
        return Seat(self)


class Seat:
    """The place of one submission among those under way; leave it when its processes have ended."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.name = f"{time.monotonic_ns():020d}-{os.getpid()}-{next(_number)}"
        self._next = 0.0
        if watch.folder:
            with contextlib.suppress(OSError):
                Path(watch.folder, self.name).touch()

    def is_wanted(self) -> bool:
        """Say whether too little memory is left, and this is the newest of those that use it."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _SECONDS
        return cgroups.available() < self.watch.reserve and self._is_newest()

    def _is_newest(self) -> bool:
        if not self.watch.folder:
            return True
        with contextlib.suppress(OSError):
            newer = [name for name in os.listdir(self.watch.folder) if name > self.name]
            return not any(Path("/proc", name.split("-")[1]).exists() for name in newer)
        return True

    def leave(self) -> None:
        """Make room. Safe to call twice."""
        if self.watch.folder:
            with contextlib.suppress(OSError):
                Path(self.watch.folder, self.name).unlink()


def default_reserve() -> int:
    """Return the bytes to be left over on this machine: on a small one, part of what is free now."""
    return min(_RESERVE, cgroups.available() // 4)
