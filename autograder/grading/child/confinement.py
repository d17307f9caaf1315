"""How the process of one submission is locked into the sandbox for good."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import sys
from collections.abc import Mapping
from typing import Any

from .kernel import (
    NOBODY,
    PR_CAP_AMBIENT,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_KEEPCAPS,
    PR_SET_NO_NEW_PRIVS,
    SandboxError,
    capabilities,
    die_with_parent,
    own_user_namespace,
    prctl,
    set_capabilities,
)
from .root import HOME, mount_home, mount_proc
from .syscalls import install_filter


def _set_limits(limits: Mapping[str, Any]) -> None:
    """Set the limits the kernel keeps for each process of the child."""

    def cap(which: int, value: int) -> None:
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(which, (value, value))

    cap(resource.RLIMIT_CORE, 0)
    cap(resource.RLIMIT_FSIZE, limits["file_bytes"])
    cap(resource.RLIMIT_NOFILE, limits["open_files"])
    cap(resource.RLIMIT_CPU, int(limits["total_cpu"]) + 5)
    cap(resource.RLIMIT_MEMLOCK, 65536)
    if sys.platform == "linux":
        # The shared libraries of the server are mapped already: the limit is on what comes on top.
        mapped = 0
        with contextlib.suppress(OSError, ValueError), open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        cap(resource.RLIMIT_AS, (mapped or 4 << 30) + limits["memory_bytes"])
        if limits["count_processes"]:
            cap(resource.RLIMIT_NPROC, limits["processes"])
        with contextlib.suppress(AttributeError, ValueError, OSError):
            cap(resource.RLIMIT_MSGQUEUE, 0)


def confine(limits: Mapping[str, Any], mode: str) -> None:
    """Lock this process, the first of its process namespace, into the sandbox for good.

    Parameters
    ----------
    limits
        The fields of `autograder.grading.limits.Limits`.
    mode
        ``"namespaces"``, ``"bubblewrap"`` (the namespaces are made already) or ``"none"``.

    Raises
    ------
    SandboxError
        When a step fails; the text names it.
    """
    if mode == "namespaces":
        privileged = os.geteuid() == 0
        mount_proc("/proc")
        mount_home(HOME, limits["scratch_bytes"], limits["scratch_files"])
        os.chdir(HOME)
        socket.sethostname("grading")
        if privileged:
            held = capabilities()
            os.setgroups([])
            prctl("keeping capabilities for a moment", PR_SET_KEEPCAPS, 1)
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            set_capabilities(held)
            prctl("staying readable to itself", PR_SET_DUMPABLE, 1)
        if os.path.exists("/proc/self/uid_map"):
            own_user_namespace(0, NOBODY, NOBODY)
    if mode != "none":
        for capability in range(64):
            try:
                prctl("dropping capabilities", PR_CAPBSET_DROP, capability)
            except SandboxError:
                break
        with contextlib.suppress(SandboxError):
            prctl("dropping ambient capabilities", PR_CAP_AMBIENT, 4)
        set_capabilities(0)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    die_with_parent()  # anew: a change of user has undone it
    if sys.platform == "linux":
        prctl("giving up new privileges", PR_SET_NO_NEW_PRIVS, 1)
    _set_limits(limits)
    if mode != "none":
        install_filter()
