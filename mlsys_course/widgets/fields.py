"""Fields that people type into or choose from, and the Enter or the click that commits what stands in them.

ipywidgets tells the kernel of a click at once, but holds a field's new value back until the kernel has
answered to the value before. Whoever types, clicks, types on and clicks again would be judged twice by the
first entry. The fields made here are marked, and of those the part of JupyterLab in ``lab/`` holds nothing
back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

__all__ = ["FULL", "in_order", "on_enter", "text_field"]

FULL = "calc(100% - 2 * var(--jp-widgets-margin, 2px))"
"""The width of what is as wide as the box it is in; 100 % and its margins would be wider and scroll."""

_IN_ORDER = "mlsys-in-order"

# How long what was typed may arrive after the Enter that ended it.
_GRACE = 0.3  # seconds


def in_order(field: Any) -> Any:
    """Have what stands in a field reach the kernel before the click that follows it.

    Parameters
    ----------
    field : ipywidgets.DOMWidget
        What is typed into or chosen from; one that tells its value when it is left, not at every key.

    Returns
    -------
    ipywidgets.DOMWidget
        The field.
    """
    return field.add_class(_IN_ORDER)


def text_field(label: str, placeholder: str, commit: Callable[[], None], width: str = "") -> Any:
    """Return a field for a line of text.

    Parameters
    ----------
    label : str
        What stands before it.
    placeholder : str
        What stands in it while it is empty.
    commit : callable
        Called when Enter is pressed; the field's ``value`` is what was typed.
    width : str
        Its width in CSS; by default as wide as the page gives it.

    Returns
    -------
    ipywidgets.Text
    """
    import ipywidgets

    # Not at every key: ipywidgets may hold a value back while the kernel is busy, but never an Enter, and
    # half a number would be committed.
    field = ipywidgets.Text(
        description=label,
        placeholder=placeholder,
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": width} if width else {},
    )
    on_enter(field, commit)
    return in_order(field)


def on_enter(field: Any, commit: Callable[[], None]) -> None:
    """Call a function when Enter is pressed in a text field.

    Parameters
    ----------
    field : ipywidgets.Text
        A field that tells its value when it is left or Enter is pressed (``continuous_update=False``).
    commit : callable
        Called once for each Enter, when the field has its value.
    """
    waiting: list[Any] = []

    def arrived(_: Any) -> None:
        if waiting:
            waiting.pop().cancel()
            commit()

    def pressed(_: Any, content: Any, buffers: Any) -> None:
        if content.get("event") != "submit" or waiting:
            return
        # The browser reports the key first and the new value, if there is one, after it.
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            commit()
        else:
            waiting.append(loop.call_later(_GRACE, late))

    def late() -> None:
        waiting.clear()
        commit()

    field.on_msg(pressed)
    field.observe(arrived, names="value")
