"""What explorers share that one types into: fields, and below them a picture and a text that follow.

A `Live` is an explorer without knobs. Whoever writes one says which fields it has, what is shown of its
state and what its text is; see `mlsys_course.widgets.cancel` and `mlsys_course.widgets.board`.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from mlsys_course.widgets.face import Faced, asleep
from mlsys_course.widgets.fields import FULL

__all__ = ["Live"]

_LAYOUT = """<style>
.mlsys-field {flex-wrap: wrap; height: auto; max-width: 60em}
.mlsys-field > .widget-label {
  flex: 0 0 auto; height: auto; white-space: normal; overflow: visible; text-align: left; align-self: center}
.mlsys-field > input, .mlsys-field > select {flex: 1 1 9em; min-width: 0}
.mlsys-typed .widget-html-content {min-width: 0; overflow-x: auto; line-height: 1.5}
</style>"""


class Live(Faced):
    """Something typed into, shown with what follows from it; the last line of a cell shows it.

    Attributes
    ----------
    title : str
        The question it answers.
    listed : bool
        Whether the sentences after the first are shown below it; elsewhere they say what is shown already.
    """

    title: str
    listed: bool = True

    def sentences(self) -> Sequence[str]:
        """Return what is seen in words, the most important sentence first."""
        raise NotImplementedError

    def shown(self) -> str:
        """Return what is seen, as HTML that needs no kernel."""
        raise NotImplementedError

    def fields(self) -> Sequence[Any]:
        """Return the widgets one types into."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What is seen, as plain text."""
        return "\n".join(self.sentences())

    def __repr__(self) -> str:
        return f"{self.title}\n{self.text}"

    def face(self) -> str:
        """Return what is seen and its text, as HTML for any page."""
        return f"<p><b>{html.escape(self.title)}</b></p>{self._seen()}{asleep('type into it')}"

    def _seen(self) -> str:
        shown = self.shown()
        first, *rest = (html.escape(sentence) for sentence in self.sentences())
        items = "".join(f"<li>{sentence}</li>" for sentence in rest if self.listed or not shown)
        return (
            f"{shown}"
            '<div role="status" aria-live="polite" aria-atomic="true" class="mlsys-read-out"'
            f' style="line-height: 1.5; max-width: 45em"><p><b>{first}</b></p>'
            f"{f'<ul>{items}</ul>' if items else ''}</div>"
        )

    @cached_property
    def widget(self) -> Any:
        """The ipywidgets box: title, fields, picture and text. Built when first asked for."""
        import ipywidgets

        title = ipywidgets.HTML(f"{_LAYOUT}<p><b>{html.escape(self.title)}</b></p>")
        self._below = ipywidgets.HTML(layout={"width": FULL})
        fields = self.fields()
        self.refresh()
        box = ipywidgets.VBox([title, *fields, self._below])
        box.add_class("mlsys-typed")
        return box

    def refresh(self) -> None:
        """Show the present state where it is shown."""
        if "_below" in self.__dict__:
            self._below.value = self._seen()
        self.changed()
