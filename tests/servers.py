"""Waiting for a Jupyter server that a test starts."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

PATIENCE = 60.0  # seconds


def address_of(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Return the address of a server once it takes connections.

    Jupyter writes its file a moment before it listens, so the file alone says nothing.
    """
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError, json.JSONDecodeError):  # the file may be half written
            address = str(json.loads((runtime / f"jpserver-{process.pid}.json").read_text())["url"])
            parts = urllib.parse.urlsplit(address)
            socket.create_connection((str(parts.hostname), int(parts.port or 80)), timeout=5).close()
            return address
        time.sleep(0.1)
    raise RuntimeError("the Jupyter server did not start:\n" + log.read_text(errors="replace")[-3000:])
