"""A part of the Jupyter server: what lives only as long as its kernel is left out of a saved notebook.

Installing the package switches it on (``etc/jupyter/jupyter_server_config.d/mlsys-course.json``). It touches
the outputs that `mlsys_course.widgets.face` has marked, and nothing else: what somebody made themselves is
saved as it is.
"""

from __future__ import annotations

import logging
from typing import Any

__all__ = ["leave_out_live_views"]

_MARK = ("mlsys_course", "live")


def leave_out_live_views(model: dict[str, Any], **unused: Any) -> None:
    """Take the marked outputs out of a notebook that is about to be saved; never raises.

    Parameters
    ----------
    model : dict
        What the server is asked to save, as its contents API has it; changed in place.

    Examples
    --------
    >>> cell = {"outputs": [{"metadata": {"mlsys_course": "live"}}, {"metadata": {}}, {"name": "stdout"}]}
    >>> leave_out_live_views({"type": "notebook", "content": {"cells": [{}, cell]}})
    >>> cell["outputs"]
    [{'metadata': {}}, {'name': 'stdout'}]
    """
    try:
        if model.get("type") != "notebook" or not model.get("content"):
            return
        name, value = _MARK
        for cell in model["content"].get("cells", []):
            if cell.get("outputs"):
                cell["outputs"] = [
                    one for one in cell["outputs"] if (one.get("metadata") or {}).get(name) != value
                ]
    except Exception:
        logging.getLogger(__name__).warning("A notebook was saved as it came.", exc_info=True)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_pre_save_hook(leave_out_live_views)
