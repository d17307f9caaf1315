"""What stays of a widget when nobody is behind it: a picture of it that any page can show.

A widget lives as long as its kernel. What a notebook keeps of it is a view without a model, which JupyterLab
answers with "Error displaying widget: model not found". Whatever is shown live here therefore has two
outputs:

1.  the live view, marked so that it is left out when the notebook is saved, by the part of JupyterLab in
    ``lab/``, which is installed with the package and works in JupyterLite as well;
2.  the *face*: HTML that says the same without a kernel, brought up to date as things change. As long as a
    live view is on the page, the view's own style sheet hides the face; where there is none (the notebook
    was reopened, the kernel has stopped, a page on the web), the face is what is seen.

Where a program runs the notebook, there is the face alone. Something new that is shown derives from `Faced`.
"""

from __future__ import annotations

import asyncio
import html
import uuid
from typing import Any

from mlsys_course.memory import place

__all__ = ["LIVE", "VIEW", "Faced", "asleep"]

VIEW = "application/vnd.jupyter.widget-view+json"
LIVE = {"mlsys_course": "live"}
"""Metadata of an output that is not saved."""

_PATIENCE = (
    0.3  # seconds without a change after which a face is drawn anew: a knob in motion does not wait for it
)
_MOST = 4  # displays of one object that are kept up to date


# ipywidgets draws the arrow of a list to choose from in black on every page.
_ARROW = (
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E"
    "%3Cpath fill='%23e0e0e0' d='M5 7h8l-4 4.5z'/%3E%3C/svg%3E"
)
_ON_DARK = (
    '[data-jp-theme-light="false"] .mlsys-live '
    f'{{--jp-widgets-dropdown-arrow: url("data:image/svg+xml,{_ARROW}")}}'
)


def asleep(what: str) -> str:
    """Return the line at the end of a face that says how to wake it.

    Parameters
    ----------
    what : str
        What comes alive: "move the knobs".
    """
    return f"<p><small>Run this cell to {html.escape(what)}.</small></p>"


class Faced:
    """Something that is live in a notebook and has a face without a kernel.

    A subclass says how it looks: `widget`, the ipywidgets box, and `face`, HTML for any page. It calls
    `changed` where its face is another one. ``repr`` is what a terminal shows.
    """

    @property
    def widget(self) -> Any:
        """What JupyterLab shows: an ipywidgets box."""
        raise NotImplementedError

    def face(self) -> str:
        """Return how this looks without a kernel, as HTML; everything in it is escaped."""
        raise NotImplementedError

    def changed(self) -> None:
        """Have the face follow, soon: called whenever it would be another one now."""
        state = self._display
        if not state["ids"] or state["due"] is not None:
            return
        try:
            state["due"] = asyncio.get_running_loop().call_later(_PATIENCE, self._refresh_face)
        except RuntimeError:  # no kernel's loop: whoever runs this has time
            self._refresh_face()

    def _refresh_face(self) -> None:
        self._display["due"] = None
        for name in self._display["ids"]:
            _publish(self._faced(), display_id=name, update=True)

    @property
    def _display(self) -> dict[str, Any]:
        found: dict[str, Any] = self.__dict__.setdefault(
            "_display_state", {"class": f"mlsys-face-{uuid.uuid4().hex[:12]}", "ids": [], "due": None}
        )
        return found

    def _faced(self) -> dict[str, Any]:
        return {
            "text/html": f'<div class="mlsys-face {self._display["class"]}">{self.face()}</div>',
            "text/plain": repr(self),
        }

    def _ipython_display_(self) -> None:
        if not place.somebody_is_here():
            _publish(self._faced())
            return
        import ipywidgets

        state = self._display
        if "view" not in state:
            style = ipywidgets.HTML(
                f"<style>.{state['class']} {{display: none}} {_ON_DARK}</style>", layout={"display": "none"}
            )
            state["view"] = ipywidgets.VBox([self.widget, style]).add_class("mlsys-live")
        view = state["view"]._repr_mimebundle_()
        _publish({VIEW: view[VIEW]}, metadata=LIVE)
        name = uuid.uuid4().hex
        _publish(self._faced(), display_id=name)
        state["ids"] = [*state["ids"], name][-_MOST:]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self._faced()


def _publish(bundle: dict[str, Any], **named: Any) -> None:
    import IPython.display

    display: Any = IPython.display.display
    display(bundle, raw=True, **named)
