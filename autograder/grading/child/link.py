"""Messages between the processes of the grader: never read from, nor written by, student code."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from .wire import LENGTH


class Link:
    """JSON messages, with file descriptors, over a Unix stream socket.

    Parameters
    ----------
    sock
        A connected, blocking socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def fileno(self) -> int:
        """Return the socket's descriptor, for `select`."""
        return self.sock.fileno()

    def send(self, message: Mapping[str, Any], fds: Sequence[int] = ()) -> None:
        """Send one message.

        Parameters
        ----------
        message
            Anything JSON can hold.
        fds
            Descriptors to hand over with it.

        Raises
        ------
        OSError
            When the other side has gone.
        """
        body = json.dumps(message).encode()
        data = LENGTH.pack(len(body)) + body
        if fds:
            sent = socket.send_fds(self.sock, [data], list(fds))
            data = data[sent:]
        self.sock.sendall(data)

    def receive(self) -> tuple[dict[str, Any], list[int]] | None:
        """Return the next message and its descriptors; None when the other side has gone."""
        try:
            head, fds, _, _ = socket.recv_fds(self.sock, LENGTH.size, 16)
            while head and len(head) < LENGTH.size:
                head += self.sock.recv(LENGTH.size - len(head))
            if len(head) < LENGTH.size:
                return None
            (size,) = LENGTH.unpack(head)
            body = bytearray()
            while len(body) < size:
                part = self.sock.recv(min(65536, size - len(body)))
                if not part:
                    return None
                body += part
        except ConnectionError:
            return None
        return json.loads(bytes(body)), list(fds)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()
