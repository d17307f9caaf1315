"""A control group for each submission: what the kernel counts, nobody talks his way out of.

Resident pages can be hidden from whoever adds them up (mapped and dropped, in shared memory, in socket
buffers); a memory cgroup counts them all, kills inside itself and leaves the neighbours alone. Whether one
can be had is found out by making one: version 2 where this process's own group is delegated to it (root, a
container, ``systemd-run --user --scope -p Delegate=yes``), version 1 where its folders can be written.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.grading.child.supervisor import seconds
from autograder.grading.limits import Limits

MOUNT = Path("/sys/fs/cgroup")
PREFIX = "mlsys-grading"
_SPARE_PIDS = 8
_number = itertools.count()


@dataclass(frozen=True)
class Place:
    """Where groups can be made.

    Parameters
    ----------
    version : int
        1 or 2.
    folders : dict of str to Path
        The folder in which to make them, by controller; for version 2 they are all one.
    """

    version: Literal[1, 2]
    folders: dict[str, Path]

    def __str__(self) -> str:
        return f"cgroup v{self.version} ({', '.join(sorted(self.folders))})"


class Group:
    """The group of one submission; close it when its processes have ended.

    Parameters
    ----------
    place : Place
        Where to make it.
    limits : Limits
        Memory and processes.
    memory : int
        Bytes; 0: what `limits` says.

    Raises
    ------
    OSError
        If it cannot be made or limited.
    """

    def __init__(self, place: Place, limits: Limits, memory: int = 0) -> None:
        self.place = place
        self.memory = memory or limits.memory_bytes
        name = f"{PREFIX}-{os.getpid()}-{next(_number)}"
        self.folders = {path: path / name for path in dict.fromkeys(place.folders.values())}
        try:
            for folder in self.folders.values():
                folder.mkdir()
            self._limit(limits, memory or limits.memory_bytes)
        except OSError:
            self.close()
            raise

    def _limit(self, limits: Limits, size: int) -> None:
        memory = str(size)
        if self.place.version == 2:
            self._write("memory", "memory.max", memory)
            with contextlib.suppress(OSError):  # a kernel without swap accounting has no such file
                self._write("memory", "memory.swap.max", "0")
                self._write("memory", "memory.oom.group", "1")
        else:
            self._write("memory", "memory.limit_in_bytes", memory)
            with contextlib.suppress(OSError):
                self._write("memory", "memory.memsw.limit_in_bytes", memory)
        if "pids" in self.place.folders:
            self._write("pids", "pids.max", str(limits.processes + _SPARE_PIDS))

    def _file(self, controller: str, name: str) -> Path:
        return self.folders[self.place.folders[controller]] / name

    def _write(self, controller: str, name: str, text: str) -> None:
        self._file(controller, name).write_text(text)

    def handed(self) -> list[int]:
        """Return descriptors for whoever makes the submission's process; they are the caller's to close.

        A process that writes "0" to each but the last is in the group from then on; the last is read for the
        CPU time that the group has taken.

        Raises
        ------
        OSError
            If one cannot be opened.
        """
        held = [os.open(f / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC) for f in self.folders.values()]
        cpu = self._cpu_file()
        held.append(os.open(cpu or os.devnull, os.O_RDONLY | os.O_CLOEXEC))
        return held

    def _cpu_file(self) -> Path | None:
        if self.place.version == 2:
            return self._file("memory", "cpu.stat")
        return self._file("cpuacct", "cpuacct.usage") if "cpuacct" in self.place.folders else None

    def cpu_seconds(self) -> float | None:
        """Return the CPU time of all processes that ever were in the group; None where nobody counts it."""
        path = self._cpu_file()
        try:
            return seconds(path.read_text()) if path is not None else None
        except OSError:
            return None

    def memory_kills(self) -> int:
        """Return how many of its processes the kernel killed because the group had used up its memory."""
        name = "memory.events" if self.place.version == 2 else "memory.oom_control"
        try:
            for line in self._file("memory", name).read_text().split("\n"):
                if line.startswith("oom_kill "):
                    return int(line.split()[1])
        except (OSError, ValueError):
            pass
        return 0

    def is_full(self) -> bool:
        """Say whether it ever ran into its own bound; if not, what was killed in it was killed for others."""
        try:
            if self.place.version == 1:  # counters of failures are no longer kept by newer kernels
                most = int(self._file("memory", "memory.max_usage_in_bytes").read_text())
                return most >= self.memory - (1 << 20)
            events = self._file("memory", "memory.events").read_text().split("\n")
            return any(line.startswith("oom ") and line != "oom 0" for line in events)
        except (OSError, ValueError):
            return True

    def close(self) -> None:
        """Remove the group; what may still be in it is killed."""
        for folder in self.folders.values():
            _remove(folder)


def _remove(folder: Path, seconds: float = 2.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            folder.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:  # processes that are killed take a moment to go
            if time.monotonic() > deadline:
                return
            with contextlib.suppress(OSError, ValueError):
                for line in (folder / "cgroup.procs").read_text().split():
                    os.kill(int(line), 9)
            time.sleep(0.01)


def sweep(killed: Collection[int] = ()) -> None:
    """Remove the groups of processes that were killed.

    Parameters
    ----------
    killed : collection of int
        Processes known to be, though nobody may have waited for them yet.
    """
    place = find()
    for folder in dict.fromkeys(place.folders.values()) if place else ():
        for left in folder.glob(f"{PREFIX}-*-*"):
            pid = left.name.split("-")[2]
            if pid.isdigit() and (int(pid) in killed or not Path("/proc", pid).exists()):
                _remove(left)


@functools.cache
def find() -> Place | None:
    """Return where groups can be made here, or None; found out once, by making one."""
    for place in (_version_2(), _version_1()):
        if place is None:
            continue
        try:
            Group(place, Limits()).close()
        except OSError:
            continue
        return place
    return None


def describe(allowed: bool = True) -> str:
    """Say in one line what bounds the memory of a submission on this machine."""
    place = find() if allowed else None
    if place is None:
        return "memory of submissions: limits on each process, and a watch on all together (no memory cgroup)"
    return f"memory of submissions: a {place} for each"


def available() -> int:
    """Return the bytes of memory that processes of this run can still have."""
    free = 1 << 62
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) << 10
    own = _own()
    folder = MOUNT / "memory" / own.get("memory", "").lstrip("/")
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    if not folder.is_dir():
        folder = MOUNT / own.get("", "").lstrip("/")
        names = ("memory.max", "memory.current", "inactive_file")
    for place in (folder, *folder.parents):
        if place == MOUNT.parent:
            break
        with contextlib.suppress(OSError, ValueError):  # "max" is no number: no bound here
            limit, used = (int((place / name).read_text()) for name in names[:2])
            free = min(free, limit - used + _cached(place, names[2]))
    return max(free, 0)


def _cached(folder: Path, name: str) -> int:
    """Return the bytes of a group that the kernel gives up as soon as they are wanted."""
    for line in (folder / "memory.stat").read_text().splitlines():
        if line.startswith(f"{name} "):
            return int(line.split()[1])
    return 0


def killed_by_the_kernel() -> int | None:
    """Return how many processes of this machine the kernel has killed for want of memory."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/vmstat").read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return None


def _own() -> dict[str, str]:
    """Return the group this process is in, by controller; version 2's under the empty name."""
    found: dict[str, str] = {}
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, names, path = line.split(":", 2)
            found |= {name.removeprefix("name="): path for name in names.split(",")}
    return found


def _version_1() -> Place | None:
    own = _own()
    folders: dict[str, Path] = {}
    for controller in ("memory", "pids", "cpuacct"):
        for folder in (MOUNT / controller / own.get(controller, "").lstrip("/"), MOUNT / controller):
            # A group seen from a container may have a path that is not there; the mount's top is its own.
            if controller in own and folder.is_dir() and os.access(folder, os.W_OK):
                folders[controller] = folder
                break
    return Place(1, folders) if "memory" in folders else None


def _version_2() -> Place | None:
    path = _own().get("")
    if path is None:
        return None
    folder = MOUNT / path.lstrip("/")
    try:
        offered = (folder / "cgroup.controllers").read_text().split()
        if "memory" not in offered or not os.access(folder, os.W_OK):
            return None
        wanted: list[str] = [name for name in ("memory", "pids") if name in offered]
        if not _hand_down(folder, wanted):
            return None
    except OSError:
        return None
    return Place(2, dict.fromkeys(wanted, folder))


def _hand_down(folder: Path, wanted: Sequence[str]) -> bool:
    """Let the groups below a folder have controllers: nothing but groups may be left in it then."""
    if set(wanted) <= set((folder / "cgroup.subtree_control").read_text().split()):
        return True
    switch = " ".join(f"+{name}" for name in wanted)
    with contextlib.suppress(OSError):
        (folder / "cgroup.subtree_control").write_text(switch)
        return True
    members = [int(pid) for pid in (folder / "cgroup.procs").read_text().split()]
    if any(not _is_ours(pid) for pid in members):
        return False  # somebody else's processes are not moved about
    leaf = folder / f"{PREFIX}-self"
    leaf.mkdir(exist_ok=True)
    for pid in members:
        (leaf / "cgroup.procs").write_text(str(pid))
    (folder / "cgroup.subtree_control").write_text(switch)
    return True


def _is_ours(pid: int) -> bool:
    """Say whether a process is this one, a parent of it that waits for it, or of its making."""
    ours = {os.getpid(), os.getppid(), os.getpgrp(), os.getsid(0)}
    with contextlib.suppress(OSError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return pid in ours or int(fields[2]) in ours or int(fields[3]) in ours
    return True  # it has ended
