"""The private system of the fork server: its own namespaces, and a root that holds what the plan binds."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .kernel import (
    MOUNT_OPTIONS,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    NEWIPC,
    NEWNET,
    NEWNS,
    NEWPID,
    NEWUTS,
    NOBODY,
    SandboxError,
    call,
    die_with_parent,
    is_privileged,
    mount,
    own_user_namespace,
    unshare,
)
from .syscalls import ARCHITECTURES

HOME = "/home/student"
COURSE = "/course"


def enter_private_system(plan: Mapping[str, Any]) -> None:
    """Put this process into a private system: own namespaces, and a root that holds what the plan binds.

    Returns in a new process, the first of its process namespace; the calling one waits for it and exits too.

    Parameters
    ----------
    plan
        ``binds`` (pairs of host path and path inside), ``links`` (pairs of path inside and target),
        ``absent`` (host paths that must not exist inside).

    Raises
    ------
    SandboxError
        When a step fails; the text names it.
    """
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    if is_privileged():
        unshare("making namespaces", flags)
    else:
        own_user_namespace(flags, os.geteuid(), os.getegid())
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.closerange(3, 1024)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    die_with_parent()
    # A session keyring of the caller would be inherited; the one that is joined here is new and empty.
    with contextlib.suppress(SandboxError, AttributeError):
        call("leaving the keyring", "syscall", ARCHITECTURES[os.uname().machine]["keyctl"], 1, None)
    _build_root(plan["binds"], plan["links"])
    check_absent(plan)
    os.environ["HOME"] = HOME
    os.chdir(HOME)


def check_absent(plan: Mapping[str, Any]) -> None:
    """Make sure that what only staff may see is not there.

    Parameters
    ----------
    plan
        ``absent``: paths that must not exist.

    Raises
    ------
    SandboxError
        When one of them does.
    """
    for path in plan["absent"]:
        if os.path.lexists(path):
            raise SandboxError(
                f"{path} would be visible to submissions; move it out of the Python environment"
            )


def _build_root(binds: Iterable[Sequence[str]], links: Iterable[Sequence[str]]) -> None:
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    os.mkdir("/tmp/new")
    os.mkdir("/tmp/old")
    mount("tmpfs", "/tmp/new", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=4m")
    call("leaving the host's root", "pivot_root", b"/tmp", b"/tmp/old")
    os.chdir("/")
    for source, inside in binds:
        _bind("/old" + source, "/new" + inside)
    for inside, target in links:
        os.makedirs(os.path.dirname("/new" + inside), exist_ok=True)
        os.symlink(target, "/new" + inside)
    for folder in ("/proc", HOME, "/old"):
        os.makedirs("/new" + folder, exist_ok=True)
    mount_proc("/new/proc")
    mount_home("/new" + HOME, 64 << 20, 4096)
    _lock("/new")
    os.chdir("/new")
    call("entering the new root", "pivot_root", b".", b".")
    call("dropping the host's root", "umount2", b".", 2)  # MNT_DETACH
    os.chdir("/")


def _bind(source: str, target: str) -> None:
    """Show a host file or folder inside; one that the host does not have is left out."""
    try:
        mode = os.stat(source).st_mode
    except OSError:
        return
    if stat.S_ISDIR(mode):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    mount(source, target, None, MS_BIND | MS_REC)


def mount_proc(target: str) -> None:
    """Mount a view of the processes of this namespace.

    Parameters
    ----------
    target
        Where.
    """
    try:
        mount("proc", target, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    except SandboxError:
        # Where a container hides parts of its own /proc the kernel refuses a new one. Python can do without;
        # what must not stay is a view of the processes outside.
        mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k")


def mount_home(target: str, size: int, files: int) -> None:
    """Mount an empty scratch folder in memory.

    Parameters
    ----------
    target
        Where.
    size
        Bytes it may hold.
    files
        How many files.
    """
    options = f"mode=700,uid={NOBODY},gid={NOBODY},size={size},nr_inodes={files}"
    mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for name in ("work", "tmp", "shm"):
        os.mkdir(f"{target}/{name}")
        os.chown(f"{target}/{name}", NOBODY, NOBODY)


def _lock(root: str) -> None:
    """Make every mount under `root` read-only, without set-user-id files; not proc, home and devices."""
    with open("/old/proc/self/mountinfo") as file:
        lines = [line.split() for line in file]
    for fields in lines:
        target = fields[4]
        for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            target = target.replace(code, character)
        if target != root and not target.startswith(root + "/"):
            continue
        inside = target[len(root) :]
        if inside in ("/proc", HOME) or inside.startswith("/proc/"):
            continue
        kept = 0
        for option in fields[5].split(","):
            kept |= MOUNT_OPTIONS.get(option, 0)
        extra = MS_RDONLY | MS_NOSUID
        if not inside.startswith("/dev/"):
            extra |= MS_NODEV
        mount(None, target, None, MS_REMOUNT | MS_BIND | kept | extra)
