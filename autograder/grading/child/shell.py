"""A shell that behaves as the notebook's kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .outputs import Outputs

# What would start a program, or change what is installed.
LINE_MAGICS_REFUSED = ("pip", "conda", "mamba", "micromamba", "uv", "sx", "system")
CELL_MAGICS_REFUSED = (
    *("bash", "sh", "script", "system", "sx", "perl", "ruby"),
    *("javascript", "js", "cmd"),
)


def make_shell(outputs: Outputs) -> Any:
    """Return ipykernel's shell, with outputs sent down the channel.

    pandas and tqdm look for "ZMQ" in the name of the shell's class to find out whether this is a notebook.

    Parameters
    ----------
    outputs
        Where outputs go.
    """
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from traitlets import Type
    from traitlets.config import Config

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            message = {"op": "result", "count": self.prompt_count}
            if outputs.result is None:
                outputs.result = str(format_dict.get("text/plain", ""))[:200]
            outputs.show(message, format_dict, md_dict)

        def finish_displayhook(self) -> None:
            self.prompt_end_newline = False
            outputs.flush()

    class Publisher(DisplayPublisher):
        def publish(
            self,
            data: Any,
            metadata: Any = None,
            source: Any = None,
            *,
            transient: Any = None,
            update: bool = False,
            **unused: Any,
        ) -> None:
            shown = (transient or {}).get("display_id")
            message = {
                "op": "update" if update else "display",
                "id": None if shown is None else str(shown)[:200],
            }
            outputs.show(message, data, metadata)

        def clear_output(self, wait: bool = False) -> None:
            outputs.flush()
            outputs.output({"op": "clear", "wait": bool(wait)})

    class ZMQGradingShell(ZMQInteractiveShell):
        displayhook_class: Any = Type(Hook)
        display_pub_class: Any = Type(Publisher)

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            outputs.flush()
            outputs.failed(etype, evalue, stb)
            self._last_traceback = stb

        def enable_gui(self, gui: Any = None) -> None:
            pass

        def enable_matplotlib(self, gui: Any = None) -> Any:
            if gui not in (None, "inline", "agg"):
                outputs.note(
                    f"%matplotlib {gui} needs a window; figures are drawn in the page (inline) here."
                )
            return super().enable_matplotlib("inline")  # type: ignore[no-untyped-call]

        def ask_exit(self) -> None:
            outputs.note("exit() was called. The notebook is graded to its end all the same.")

        def system(self, cmd: str) -> None:
            outputs.refuse(cmd)

        system_piped = system_raw = system

        def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
            from IPython.utils.text import SList

            outputs.refuse(cmd)
            return SList([]) if split else ""

        def payloadpage_page(
            self, strg: Any, start: int = 0, screen_lines: int = 0, pager_cmd: Any = None
        ) -> None:
            data = strg if isinstance(strg, dict) else {"text/plain": strg}
            outputs.note(str(data.get("text/plain", "")))

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.separate_in = ""
    shell: Any = ZMQGradingShell.instance(config=config)
    for name in LINE_MAGICS_REFUSED:
        shell.register_magic_function(_refusing(outputs, f"%{name} "), "line", name)
    for name in CELL_MAGICS_REFUSED:
        shell.register_magic_function(_refusing(outputs, f"%%{name} "), "cell", name)
    return shell


def _refusing(outputs: Outputs, prefix: str) -> Callable[..., None]:
    def magic(line: str, cell: str = "") -> None:
        outputs.refuse((prefix + line).strip())

    return magic
