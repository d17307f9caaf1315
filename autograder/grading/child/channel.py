"""The notebook's line to the grading process."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Any

from .wire import LENGTH, pack, unpack


class Channel:
    """Frames to and from the grading process, with the child's own brake on how much it sends.

    The brake keeps an honest notebook that prints for ever from being ended as a flood; the grading process
    counts for itself.

    Parameters
    ----------
    sock
        The child's end.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.owner = os.getpid()
        self.output_left = 0
        self.messages_left = 0

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one message.

        Parameters
        ----------
        message
            Plain values.
        """
        if os.getpid() != self.owner:
            os._exit(0)  # a process that the notebook forked and that ran on to the end of the cell
        body = pack(dict(message))
        self.sock.sendall(LENGTH.pack(len(body)) + body)

    def output(self, message: dict[str, Any]) -> None:
        """Send one output of a cell, or drop it when the cell has sent too much already.

        Parameters
        ----------
        message
            An output message.
        """
        if os.getpid() != self.owner or self.messages_left <= 0:
            return
        body = pack(message)
        self.messages_left -= 1
        self.output_left -= len(body)
        if self.output_left < 0 or self.messages_left == 0:
            self.messages_left = 0
            note = "\n[more output than is kept: the rest of this cell's output is left out]\n"
            body = pack({"op": "stream", "name": "stderr", "text": note})
        self.sock.sendall(LENGTH.pack(len(body)) + body)

    def receive(self) -> Any:
        """Return the next request; None when the grading process has hung up."""
        head = self._exactly(LENGTH.size)
        if head is None:
            return None
        body = self._exactly(LENGTH.unpack(head)[0])
        return None if body is None else unpack(body)

    def _exactly(self, size: int) -> bytes | None:
        data = bytearray()
        while len(data) < size:
            part = self.sock.recv(min(1 << 20, size - len(data)))
            if not part:
                return None
            data += part
        return bytes(data)
