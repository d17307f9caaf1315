"""What a notebook prints and shows, on its way to the grading process."""

from __future__ import annotations

import base64
import io
import os
import time
from typing import Any

from .channel import Channel

_MIMES = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "image/gif",
)


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the notebook.

    Parameters
    ----------
    name
        ``"stdout"`` or ``"stderr"``.
    outputs
        Where what is written goes on to.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, outputs: Outputs) -> None:
        super().__init__()
        self._name = name
        self._outputs = outputs
        self._parts: list[str] = []
        self._size = 0
        self._since = 0.0

    @property
    def name(self) -> str:
        """The stream's name, as Python's own streams have one."""
        return f"<{self._name}>"

    def fileno(self) -> int:
        """Return the descriptor that programs started by the notebook write to."""
        return 1 if self._name == "stdout" else 2

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def isatty(self) -> bool:
        """Say that no person sits in front of it."""
        return False

    @property
    def buffer(self) -> io.BufferedWriter:
        """The stream of bytes below."""
        self.flush()
        return os.fdopen(os.dup(self.fileno()), "wb")

    def write(self, text: str) -> int:
        """Take text to be sent soon.

        Parameters
        ----------
        text
            What was printed.

        Returns
        -------
        int
            Number of characters.

        Raises
        ------
        TypeError
            When it is not a text.
        """
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        channel = self._outputs.channel
        if channel is None or os.getpid() != channel.owner:  # a process that the notebook itself has forked
            os.write(self.fileno(), text.encode("utf-8", "replace"))
            return len(text)
        if channel.messages_left <= 0:
            return len(text)
        if not self._parts:
            self._since = time.monotonic()
        self._parts.append(text)
        self._size += len(text)
        if self._size > 8192 or time.monotonic() - self._since > 0.2:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is waiting."""
        if self._parts:
            self._outputs.other_stream(self).drain()
            self.drain()

    def drain(self) -> None:
        """Send what is waiting on this stream alone."""
        if self._parts:
            text = "".join(self._parts)
            self._parts, self._size = [], 0
            self._outputs.output({"op": "stream", "name": self._name, "text": text})


class Outputs:
    """Everything a cell puts out: what it prints, shows and fails with.

    Attributes
    ----------
    channel
        The line to the grading process; None while there is none, and then nothing is sent.
    captured
        Names of the streams, and descriptors of the files in which libraries and programs leave what they
        write below Python.
    error
        Name and message of the exception that the cell under way has shown.
    result
        Beginning of the text of its first result; None where it has none.
    """

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.captured: list[tuple[str, int]] = []
        self.error: tuple[str, str] | None = None
        self.result: str | None = None
        self.stdout, self.stderr = Stream("stdout", self), Stream("stderr", self)
        self._nested = False

    def other_stream(self, stream: Stream) -> Stream:
        """Return stderr for stdout, and stdout for stderr: one is sent before the other starts.

        Parameters
        ----------
        stream
            One of the two.
        """
        return self.stderr if stream is self.stdout else self.stdout

    def output(self, message: dict[str, Any]) -> None:
        """Send an output, after whatever was written below Python in the meantime.

        Parameters
        ----------
        message
            An output message.
        """
        if self.channel is None:
            return
        if not self._nested:
            self._nested = True
            try:
                self._collect()
            finally:
                self._nested = False
        self.channel.output(message)

    def flush(self) -> None:
        """Send everything that is waiting, on both streams and below Python."""
        self.stdout.drain()
        self.stderr.drain()
        self._collect()

    def _collect(self) -> None:
        """Send what libraries and programs wrote to descriptors 1 and 2."""
        if self.channel is None or os.getpid() != self.channel.owner:
            return
        for name, fd in self.captured:
            try:
                size = os.fstat(fd).st_size
                if size:
                    text = os.pread(fd, min(size, 1 << 20), 0).decode("utf-8", "replace")
                    os.ftruncate(fd, 0)
                    self.channel.output({"op": "stream", "name": name, "text": text})
            except OSError:
                continue

    def show(self, message: dict[str, Any], data: Any, metadata: Any) -> None:
        """Send a display.

        Parameters
        ----------
        message
            The message so far.
        data
            Mime type to content, as IPython's formatters give it.
        metadata
            Mime type to metadata.
        """
        self.flush()
        kept: dict[str, str] = {}
        for mime in _MIMES:
            content = data.get(mime)
            if isinstance(content, bytes):
                content = base64.b64encode(content).decode()
            if isinstance(content, str):
                kept[mime] = content
        sizes: dict[str, int] = {}
        for mime in ("image/png", "image/jpeg"):
            entry = (metadata or {}).get(mime)
            for side in ("width", "height"):
                if isinstance(entry, dict) and isinstance(entry.get(side), int):
                    sizes[side] = entry[side]
        self.output({**message, "data": kept, "size": sizes})

    def note(self, text: str) -> None:
        """Print a remark of the grader into the cell's output.

        Parameters
        ----------
        text
            One sentence.
        """
        self.stdout.write(text + "\n")

    def refuse(self, command: str) -> None:
        """Say that a shell line was not run.

        Parameters
        ----------
        command
            The line.
        """
        why = "shell commands are not run while a notebook is graded"
        if "install" in command:
            why += ", and there is no network; what the course needs is installed already"
        self.note(f"Not run: {command[:200]}\n({why}.)")

    def failed(self, etype: Any, evalue: Any, stb: Any) -> None:
        """Send an exception of a cell.

        Parameters
        ----------
        etype, evalue
            Its class and the exception.
        stb
            The lines of the traceback.
        """
        try:
            text = str(evalue)
        except BaseException:  # __str__ is the student's
            text = "<the message cannot be shown>"
        lines = [str(line)[:20_000] for line in list(stb)[:200]]
        self.error = (str(etype.__name__)[:200], text[:5_000])
        self.output({"op": "error", "ename": self.error[0], "evalue": self.error[1], "traceback": lines})
