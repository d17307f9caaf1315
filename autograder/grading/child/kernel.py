"""Linux, by the C library: namespaces, mounts, users, capabilities."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import struct
import sys
from typing import Any

NOBODY = 65534

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MOUNT_OPTIONS = {
    **{"ro": MS_RDONLY, "nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC},
    **{"noatime": 1024, "nodiratime": 2048, "relatime": 1 << 21},
}
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP = 1, 4, 8, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 38, 47
_CAPABILITY_VERSION = 0x20080522


class SandboxError(RuntimeError):
    """A step in setting up the sandbox failed; the text names the step."""


_libc: Any = None


def call(step: str, name: str, *arguments: Any) -> int:
    """Call a function of the C library.

    Parameters
    ----------
    step
        What it is for, as a part of a sentence.
    name
        The function.
    *arguments
        Whatever `ctypes` takes.

    Returns
    -------
    int
        What the function gave.

    Raises
    ------
    SandboxError
        When it fails; the text names the step.
    """
    global _libc
    if _libc is None:
        _libc = ctypes.CDLL(None, use_errno=True)
    result = getattr(_libc, name)(*arguments)
    if result == -1:
        code = ctypes.get_errno()
        raise SandboxError(f"{step}: {os.strerror(code)} ({errno.errorcode.get(code, code)})")
    return int(result)


def unshare(step: str, flags: int) -> None:
    """Put this process into namespaces of its own.

    Parameters
    ----------
    step
        What it is for, as a part of a sentence.
    flags
        The kinds of namespaces.
    """
    call(step, "unshare", flags)


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount a file system, or change how it is mounted.

    Parameters
    ----------
    source, target, kind, flags, data
        As in mount(2).
    """

    def raw(text: str | None) -> bytes | None:
        return None if text is None else os.fsencode(text)

    call(f"mounting {target}", "mount", raw(source), raw(target), raw(kind), ctypes.c_ulong(flags), raw(data))


def prctl(step: str, option: int, *arguments: int) -> None:
    """Change a property of this process.

    Parameters
    ----------
    step
        What it is for, as a part of a sentence.
    option, *arguments
        As in prctl(2).
    """
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    call(step, "prctl", option, *padded)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    if sys.platform == "linux":
        prctl("dying with its parent", PR_SET_PDEATHSIG, signal.SIGKILL)


def _write_map(kind: str, inside: int, outside: int) -> None:
    with open(f"/proc/self/{kind}", "w") as file:
        file.write(f"{inside} {outside} 1\n")


def own_user_namespace(extra: int, outside_uid: int, outside_gid: int) -> None:
    """Enter a new user namespace in which there is one user, nobody.

    Parameters
    ----------
    extra
        Further namespaces to enter with it.
    outside_uid, outside_gid
        Who that user is outside.

    Raises
    ------
    SandboxError
        When the kernel refuses.
    """
    unshare("making a user namespace", NEWUSER | extra)
    prctl("staying readable to itself", PR_SET_DUMPABLE, 1)
    try:
        with open("/proc/self/setgroups", "w") as file:
            file.write("deny")
        _write_map("uid_map", NOBODY, outside_uid)
        _write_map("gid_map", NOBODY, outside_gid)
    except OSError as error:
        raise SandboxError(f"mapping the user of the sandbox: {error.strerror}") from None


def capabilities() -> int:
    """Return the effective capabilities of this process, as a bit mask."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("CapEff:"):
                return int(line.split()[1], 16)
    return 0


def set_capabilities(mask: int) -> None:
    """Set the effective, permitted and inheritable capabilities of this process.

    Parameters
    ----------
    mask
        A bit for each.
    """
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = struct.pack("=6I", low, low, 0, high, high, 0)
    call("setting capabilities", "capset", header, data)


def is_privileged() -> bool:
    """Say whether this process may make namespaces without one for its user."""
    return os.geteuid() == 0 and bool(capabilities() >> 21 & 1)  # 21 is CAP_SYS_ADMIN
