"""Reading a plot: the figure in whatever was given, described by what is drawn in it."""

from __future__ import annotations

import re
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.kinds.plot.content import FigureContent
from mlsys_course.kinds.plot.describing import describe
from mlsys_course.kinds.plot.view import views
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._words import shorten

FORM = "the figure: begin with fig, ax = plt.subplots(), draw with ax, and hand over fig"


def _unwrap(answer: Any) -> Any:
    """Return a figure or axes out of what plotting libraries return."""
    if isinstance(answer, FigureContent):
        return answer
    if callable(getattr(answer, "get_fignums", None)):  # the module pyplot itself
        return answer.gcf() if answer.get_fignums() else None
    if type(answer).__module__ == "seaborn._core.plot":  # seaborn.objects, drawn when it is shown
        try:
            return (answer.plot() if hasattr(answer, "plot") else answer)._figure
        except Exception as error:  # it is drawn here for the first time
            said = re.sub(r"\s+", " ", str(error))[:100]
            raise Refusal(
                "type", f"seaborn could not draw your plot: {said}. Show it in a cell first."
            ) from None
    for name in ("figure", "fig"):  # seaborn's grids
        inner = getattr(answer, name, None)
        if inner is not None and hasattr(inner, "axes") and not hasattr(answer, "get_figure"):
            return inner
    if isinstance(answer, dict):
        return list(answer.values())
    return answer


def read(contract: Contract, answer: Any) -> Reading:
    """Read a plot.

    Parameters
    ----------
    contract : Contract
        Names the exercise.
    answer : object
        Figure, axes, list of axes, anything drawn in them, a seaborn grid, the module pyplot, or the
        `FigureContent` of one of these.

    Returns
    -------
    Reading
        The value is a `FigureContent`.

    Raises
    ------
    Refusal
        If it is no drawing, or a blank one.
    """
    name = contract.name
    figure = _unwrap(answer)
    if figure is None:
        raise Refusal("none", f"{name} is None: plt.show() returns nothing. Give {FORM}.")
    if isinstance(figure, (str, bytes, int, float, bool)):
        raise Refusal("type", f"{name} is {shorten(figure)}, not a figure. Give {FORM}.")
    if callable(figure) and not hasattr(figure, "get_figure") and not hasattr(figure, "axes"):
        raise Refusal("type:function", f"{name} is a function. Call it, and give {FORM}.")
    try:
        content = describe(figure)
    except Exception as error:  # a drawing in a state nobody foresaw
        what = shorten(answer)
        if hasattr(answer, "get_figure"):
            reason = re.sub(r"\s+", " ", str(error))[:100]
            what = f"a drawing that cannot be read ({reason})"
        raise Refusal("type", f"{name} is {what}, not a figure. Give {FORM}.") from None
    if not content.axes or not views(content):
        raise Refusal("plot:blank", f"{name} is an empty figure. Draw in it before you hand it in.")
    return Reading(content, "Your figure")
