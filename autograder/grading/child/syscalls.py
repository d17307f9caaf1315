"""The system calls that are refused to a notebook."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import socket
import struct
from typing import Any

from .kernel import (
    NEWCGROUP,
    NEWIPC,
    NEWNET,
    NEWNS,
    NEWPID,
    NEWUSER,
    NEWUTS,
    PR_SET_SECCOMP,
    prctl,
)

# Calls that a notebook has no use for and that reach beyond it: other processes, mounts, kernel subsystems,
# memory that no limit counts. Numbers from the kernel's tables for each machine.
ARCHITECTURES: dict[str, dict[str, Any]] = {
    "x86_64": {
        "audit": 0xC000003E,
        "clone": 56,
        "sockets": (41, 53),
        "keyctl": 250,
        "limits": (160, 302),
        "denied": (
            *(29, 30, 31, 68, 101, 103, 135, 154, 155, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171),
            *(172, 173, 175, 176, 179, 212, 227, 240, 246, 248, 249, 250, 256, 272, 279, 298, 300, 303, 304),
            *(308, 310, 311, 312, 313, 319, 320, 321, 323),
        ),
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "clone": 220,
        "sockets": (198, 199),
        "keyctl": 219,
        "limits": (164, 261),
        "denied": (
            *(18, 39, 40, 41, 51, 60, 89, 92, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 171, 180),
            *(186, 194, 195, 196, 217, 218, 219, 224, 225, 235, 238, 239, 241, 262, 264, 265, 268, 270, 271),
            *(272, 273, 279, 280, 282, 294),
        ),
    },
}
_DENIED_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 447)
_CLONE3 = 435
_NAMESPACE_FLAGS = NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET


def filter_program(machine: str) -> bytes | None:
    """Return the seccomp filter for a machine, as the kernel reads it; None where we have no table for it.

    Parameters
    ----------
    machine
        Its architecture, as `os.uname` names it.
    """
    table = ARCHITECTURES.get(machine)
    if table is None:
        return None
    kill, allow, refuse = 0x80000000, 0x7FFF0000, 0x00050000
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    steps: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (equal, 1, 0, table["audit"]),
        (give, 0, 0, kill),
        (load, 0, 0, 0),
    ]
    if machine == "x86_64":  # the x32 calls have numbers of their own
        steps += [(at_least, 0, 1, 0x40000000), (give, 0, 0, kill)]
    for number in table["sockets"]:
        # Only Unix sockets: vsock, for one, belongs to no network namespace.
        steps += [(equal, 0, 4, number), (load, 0, 0, 16), (equal, 1, 0, socket.AF_UNIX)]
        steps += [(give, 0, 0, refuse | errno.ENETUNREACH), (give, 0, 0, allow)]
    steps += [(equal, 0, 4, table["clone"]), (load, 0, 0, 16), (any_bit, 0, 1, _NAMESPACE_FLAGS)]
    steps += [(give, 0, 0, refuse | errno.EPERM), (give, 0, 0, allow)]
    # clone3 hides its flags behind a pointer; told that it does not exist, the C library falls back to clone.
    steps += [(equal, 0, 1, _CLONE3), (give, 0, 0, refuse | errno.ENOSYS)]
    # A notebook that could shorten its own time would look like one that was killed from outside.
    setting, asking = table["limits"]
    steps += [(equal, 0, 4, setting), (load, 0, 0, 16), (equal, 0, 1, resource.RLIMIT_CPU)]
    steps += [(give, 0, 0, refuse | errno.EPERM), (give, 0, 0, allow)]
    steps += [(equal, 0, 8, asking), (load, 0, 0, 24), (equal, 0, 5, resource.RLIMIT_CPU), (load, 0, 0, 32)]
    steps += [(equal, 0, 2, 0), (load, 0, 0, 36), (equal, 1, 0, 0)]  # without new values it only asks
    steps += [(give, 0, 0, refuse | errno.EPERM), (give, 0, 0, allow)]
    for number in (*table["denied"], *_DENIED_EVERYWHERE):
        steps += [(equal, 0, 1, number), (give, 0, 0, refuse | errno.EPERM)]
    steps.append((give, 0, 0, allow))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def install_filter() -> None:
    """Have the kernel refuse the calls of the table to this process and all that it starts."""
    program = filter_program(os.uname().machine)
    if program is None:
        return
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    held = ctypes.create_string_buffer(header, len(header))
    prctl("installing the system call filter", PR_SET_SECCOMP, 2, ctypes.addressof(held))
