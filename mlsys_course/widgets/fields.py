"""Fields that people type into or choose from, and the Enter or the click that commits what stands in them.

ipywidgets tells the kernel of a field's new value and of the click after it in two messages. It holds the
first one back while the kernel is busy, and a kernel with subshells may handle the second one first. Whoever
types, clicks, types on and clicks again would be judged twice by the first entry. The fields made here are
marked; the part of JupyterLab in ``lab/`` sends what stands in them with the click or the Enter itself, and a
button given to `carries` takes it from there. Where that part is missing, the last value that arrived counts.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["FULL", "carries", "in_order", "on_enter", "text_field"]

FULL = "calc(100% - 2 * var(--jp-widgets-margin, 2px))"
"""The width of what is as wide as the box it is in; 100 % and its margins would be wider and scroll."""

_IN_ORDER = "mlsys-in-order"
_BOX = "mlsys-box-"

_marked: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()

# How long what was typed may arrive after the Enter that ended it.
_GRACE = 0.3  # seconds


def in_order(field: Any) -> Any:
    """Have what stands in a field reach the kernel with the click that follows it.

    Parameters
    ----------
    field : ipywidgets.DOMWidget
        What is typed into or chosen from; one that tells its value when it is left, not at every key.

    Returns
    -------
    ipywidgets.DOMWidget
        The field.
    """
    _marked[field.model_id] = field
    return field.add_class(_IN_ORDER).add_class(f"{_BOX}{field.model_id}")


def carries(button: Any) -> Any:
    """Have a button's click bring what stands in the fields around it, before its callbacks are called.

    Parameters
    ----------
    button : ipywidgets.Button
        A button that judges what was typed or chosen.

    Returns
    -------
    ipywidgets.Button
        The button.
    """
    own = button._handle_button_msg
    button.on_msg(own, remove=True)
    button.on_msg(lambda _, content, buffers: _take(content))
    button.on_msg(own)
    return button


def _take(content: Mapping[str, Any]) -> bool:
    """Give the fields what stood in them at a click or an Enter; say whether it came with it."""
    standing = content.get("standing")
    if not isinstance(standing, Mapping):
        return False
    for name, value in standing.items():
        field = _marked.get(name)
        if field is None:
            continue
        trait = "index" if isinstance(value, int) else "value"
        # The page has it already, and may have a newer one by now: nothing is sent back.
        with field._lock_property(**{trait: value}):
            setattr(field, trait, value)
    return True


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
        if _take(content):
            commit()
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
