"""The one shell of a process, and the requests it answers."""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from . import picture
from .channel import Channel
from .encoding import Encoder, installed, unreadable
from .outputs import Outputs
from .reviving import revive
from .shell import make_shell
from .wire import Tagged, pack

_GUI_BACKENDS = {
    *(
        "gtk3agg",
        "gtk3cairo",
        "gtk4agg",
        "gtk4cairo",
        "macosx",
        "nbagg",
        "notebook",
        "ipympl",
        "widget",
        "qtagg",
    ),
    *("qtcairo", "qt5agg", "qt5cairo", "tkagg", "tkcairo", "webagg", "wx", "wxagg", "wxcairo"),
}


_REHEARSAL = (
    "1 / 0",
    "import pandas; pandas.DataFrame({'a': [1.5]}, index=['b'])",
    "import matplotlib.pyplot as plt; plt.loglog([1, 100], [1, 2], label='a'); plt.legend(); plt.show()",
    "import mlsys_course; mlsys_course.Q_(1, 'GB/s') * 2",
    "import asyncio; await asyncio.sleep(0)",
)


class Student:
    """The one shell of this process, and the requests it answers.

    Made once in the server; every child inherits it and gives it a channel.
    """

    def __init__(self) -> None:
        self.outputs = Outputs()
        self.functions: list[Any] = []
        self.running = False
        self.task: asyncio.Task[Any] | None = None
        self.shell = make_shell(self.outputs)
        self.encoder = Encoder(self.functions)
        # A person cannot answer, and a window cannot open.
        builtins.input = _no_input
        import getpass

        getpass.getpass = _no_input
        self._tame_matplotlib()

    def _tame_matplotlib(self) -> None:
        matplotlib = installed("matplotlib")
        if matplotlib is None:
            return
        with contextlib.suppress(Exception):
            picture.install()
            self.shell.enable_matplotlib("inline")
        original = matplotlib.use

        def use(backend: str, *, force: bool = True) -> None:
            if str(backend).lower() in _GUI_BACKENDS:
                self.outputs.note(
                    f"matplotlib.use({backend!r}) needs a window; figures are drawn in the page here."
                )
                return
            original(backend, force=force)

        use.__doc__ = original.__doc__
        matplotlib.use = use

    def rehearse(self) -> None:
        """Run what notebooks do, once: what is loaded and cached at first use, children inherit."""
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.outputs.stdout, self.outputs.stderr
        try:
            for source in _REHEARSAL:
                self.shell.run_cell(source)
        finally:
            sys.stdout, sys.stderr = kept
            self.shell.reset(new_session=True)
            self.shell.execution_count = 1
            self.outputs.error = None

    async def serve(self, channel: Channel) -> str:
        """Answer requests until the grading process hangs up.

        Parameters
        ----------
        channel
            The line to it.

        Returns
        -------
        str
            ``"closed"``, or ``"serve"`` when the process shall become a fork server of its own.
        """
        self.outputs.channel = channel
        signal.signal(signal.SIGINT, self._on_interrupt)
        loop = asyncio.get_running_loop()
        while True:
            readable = asyncio.Event()
            loop.add_reader(channel.sock, readable.set)
            try:
                await readable.wait()  # tasks that a cell has left behind go on meanwhile, as in Jupyter
            finally:
                loop.remove_reader(channel.sock)
            request = channel.receive()
            if request is None:
                return "closed"
            if request.get("op") == "serve":
                return "serve"
            await self._take(request, channel)

    async def _take(self, request: Mapping[str, Any], channel: Channel) -> None:
        """Go through the steps of a request; stop at one that took long, and say that the rest is undone."""
        steps = request["steps"]
        for number, step in enumerate(steps):
            channel.output_left = request["output"]
            channel.messages_left = request["messages"]
            began = time.monotonic()
            if step["op"] == "run":
                finish = await self._run(step)
            elif step["op"] == "answers":
                finish = self._answers(step)
            else:
                finish = self._call(step)
            self.outputs.flush()
            more = number + 1 < len(steps) and time.monotonic() - began < step["brisk"]
            channel.send({"op": "done", "seq": request["seq"] + number, "more": more, **finish})
            if not more:
                break
            await asyncio.sleep(0)  # tasks that a cell has left behind have their turn

    def _on_interrupt(self, number: int, frame: Any) -> None:
        if not self.running:
            return
        if self.task is not None and not self.task.done() and not self.task.cancelling():
            # From a signal handler only this call wakes the loop.
            self.task.get_loop().call_soon_threadsafe(self.task.cancel)
            return
        raise KeyboardInterrupt

    async def _run(self, request: Mapping[str, Any]) -> dict[str, Any]:
        source = request["source"]
        shell = self.shell
        self.outputs.error = self.outputs.result = None
        sys.stdout, sys.stderr = (
            self.outputs.stdout,
            self.outputs.stderr,
        )  # a cell before this one may have replaced them
        signal.signal(signal.SIGINT, self._on_interrupt)
        self.running = True
        try:
            failed = None
            transformed = source
            try:
                transformed = shell.transform_cell(source)
            except Exception:
                failed = sys.exc_info()
            if shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=failed):
                self.task = asyncio.ensure_future(
                    shell.run_cell_async(
                        source,
                        store_history=True,
                        transformed_cell=transformed,
                        preprocessing_exc_tuple=failed,
                    )
                )
                await asyncio.wait([self.task])
                if self.task.cancelled():
                    raise KeyboardInterrupt
                self._tell(self.task.result())
            else:
                self._tell(shell.run_cell(source, store_history=True))
        except KeyboardInterrupt:  # came too late to be shown by the shell
            if self.outputs.error is None:
                self.outputs.failed(KeyboardInterrupt, "", ["KeyboardInterrupt"])
        finally:
            self.running = False
            self.task = None
        return {
            "count": shell.execution_count - 1,
            "error": None if self.outputs.error is None else list(self.outputs.error),
            "result": self.outputs.result,
        }

    def _tell(self, ran: Any) -> None:
        """Show the exception of a cell where the shell did not; nbgrader does so, too."""
        error = ran.error_before_exec or ran.error_in_exec
        if error is not None and self.outputs.error is None:
            self.outputs.failed(type(error), error, [f"{type(error).__name__} (its traceback was not shown)"])

    def _answers(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self.outputs.channel is not None
        space = self.shell.user_ns
        self.running = True
        try:
            for name in request["names"]:
                tree = self.encoder.answer(space[name]) if name in space else Tagged("missing", name)
                try:
                    body = pack(tree)
                except Exception as error:
                    body = pack(unreadable(f"reading it failed: {type(error).__name__}", tree))
                if len(body) > request["bytes"]:
                    body = pack(unreadable(f"{len(body):,} bytes are too many", space.get(name)))
                self.outputs.channel.send({"op": "answer", "name": name, "value": body})
        except KeyboardInterrupt:
            pass
        finally:
            self.running = False
        return {}

    def _call(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self.outputs.channel is not None
        self.running = True
        try:
            function = self.functions[request["function"]]
            positional = [revive(item) for item in request["args"]]
            named = {name: revive(item) for name, item in request["kwargs"].items()}
            with _watching(request["places"]) as called:
                result = function(*positional, **named)
            body = pack(self.encoder.answer(result))
            if len(body) > request["bytes"]:
                body = pack(unreadable(f"{len(body):,} bytes are too many", None))
            self.running = False
            return {"value": body, "called": sorted(called)}
        except BaseException as error:  # KeyboardInterrupt and SystemExit too: the loop must go on
            self.running = False
            try:
                text = str(error)
            except BaseException:
                text = "<the message cannot be shown>"
            return {"error": [type(error).__name__[:200], text[:2_000]]}


def _watching(places: Sequence[str]) -> contextlib.AbstractContextManager[set[str]]:
    """Note which functions of the course are called meanwhile; what cannot be noted costs no marks."""
    if places:
        with contextlib.suppress(Exception):  # a student may have put something else in the module's place
            from mlsys_course.borrowed import watching

            return watching(places)
    return contextlib.nullcontext(set())


def _no_input(prompt: object = "", *unused: Any, **also_unused: Any) -> NoReturn:
    raise RuntimeError(
        "input() was called, but nobody can type while a notebook is graded: "
        "give the variable its value in the cell instead"
    )
