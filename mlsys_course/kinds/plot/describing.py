"""Describing what a matplotlib figure shows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from mlsys_course.kinds.plot.content import (
    AreaContent,
    AxesContent,
    AxisContent,
    FigureContent,
    Floats,
    LineContent,
    PointsContent,
    SegmentsContent,
    TextContent,
)

MAX_POINTS = 20_000
MAX_ARTISTS = 500
MAX_TEXT = 1_000


def describe(figure: Any) -> FigureContent:
    """Describe what a figure shows.

    Parameters
    ----------
    figure
        A matplotlib figure, axes, or anything drawn in them (what ``plt.plot`` or pandas' ``.plot``
        returns); a description is returned as it is.

    Returns
    -------
    FigureContent
        Numbers and texts; at most 20,000 points of a line and 500 artists of a kind.

    Raises
    ------
    TypeError
        When it is no drawing.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> axes = figure.add_subplot()
    >>> _ = axes.loglog([64, 128], [404.5, 202.2], label="0.3")
    >>> content = describe(figure).axes[0]
    >>> content.x.scale, content.lines[0].y
    ('log', (404.5, 202.2))
    """
    whole = _figure_of(figure)
    if isinstance(whole, FigureContent):
        return whole
    return FigureContent(
        axes=tuple([_axes(axes) for axes in whole.axes[:50]]),
        title=_text(whole.get_suptitle()),
        texts=tuple(
            [
                _text(text.get_text())
                for text in whole.texts[:MAX_ARTISTS]
                if text is not getattr(whole, "_suptitle", None)
            ]
        ),
        legend=tuple(
            [_text(text.get_text()) for legend in whole.legends[:20] for text in legend.get_texts()]
        ),
    )


def _figure_of(obj: Any) -> Any:
    from matplotlib.artist import Artist
    from matplotlib.figure import FigureBase

    seen = 0
    while not isinstance(obj, Artist | FigureContent):
        items = getattr(obj, "flat", obj)  # an array of axes, as `plt.subplots` returns it
        first = (
            next(iter(items), None)
            if isinstance(items, Iterable) and not isinstance(items, str | bytes)
            else None
        )
        seen += 1
        if first is None or seen > 4:
            raise TypeError(f"a figure or axes is expected here, not a {type(obj).__name__}")
        obj = first
    if isinstance(obj, FigureBase | FigureContent):
        return obj
    whole = obj.get_figure()
    if whole is None:
        raise TypeError("this is not part of any figure; it may have been removed")
    return whole


def _root(artist: Any) -> Any:
    """Return the figure that all others lie in; older matplotlibs cannot be asked for it."""
    figure = artist.get_figure()
    while (outer := getattr(figure, "_parent", None)) is not None:
        figure = outer
    return figure


def _text(value: Any) -> str:
    return str(value or "")[:MAX_TEXT]


def _label(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label[:MAX_TEXT]


def _color(value: Any) -> str:
    from matplotlib.colors import to_hex

    try:
        return str(to_hex(value))
    except (ValueError, TypeError):
        return ""


def _floats(values: Any) -> Floats:
    import numpy as np

    plain: Any = np.ma.filled(np.ma.asarray(values, dtype=float), math.nan).ravel()[:MAX_POINTS]
    return tuple(plain.tolist())


def _visible(artists: Sequence[Any]) -> list[Any]:
    return [artist for artist in artists if artist.get_visible()][:MAX_ARTISTS]


def _axis(axis: Any) -> AxisContent:
    low, high = axis.get_view_interval() if axis.axes is None else _limits(axis)
    names: tuple[str, ...] = ()
    kind: Literal["number", "date", "category"] = "number"
    mapping = getattr(getattr(axis, "units", None), "_mapping", None)
    converter = type(axis.get_converter() if hasattr(axis, "get_converter") else axis.converter).__name__
    if mapping is not None:
        kind, names = "category", tuple([_text(name) for name in mapping][:MAX_ARTISTS])
    elif "Date" in converter or "Period" in converter or "Datetime" in converter:
        kind = "date"
    ticks: tuple[str, ...] = ()
    fixed = getattr(axis.get_major_formatter(), "seq", None)
    if fixed is not None:
        ticks = tuple([_text(item) for item in list(fixed)[:MAX_ARTISTS]])
    return AxisContent(
        label=_text(axis.get_label().get_text()),
        scale=_scale(axis),
        low=float(low),
        high=float(high),
        kind=kind,
        categories=names,
        ticks=ticks,
    )


def _scale(axis: Any) -> str:
    """Return the name of a scale by what it does: those of seaborn all call themselves linear."""
    import numpy as np

    name = str(axis.get_scale())
    if name in ("log", "symlog", "logit", "asinh"):
        return name
    try:
        steps = np.diff(axis.get_transform().transform(np.array([1.0, 10.0, 100.0])))
    except (ValueError, TypeError, ArithmeticError):
        return name
    return "log" if steps[0] and math.isclose(steps[0], steps[1], rel_tol=1e-9) else name


def _limits(axis: Any) -> tuple[float, float]:
    low, high = axis.axes.get_xlim() if axis.axis_name == "x" else axis.axes.get_ylim()
    return float(low), float(high)


def _in_data(artist: Any, axes: Any) -> tuple[bool, bool]:
    """Say whether the artist's x and y are data; in a line or band across the axes one of them is not."""
    x, y = artist.get_transform().contains_branch_seperately(axes.transData)
    return bool(x), bool(y)


def _to_data(transform: Any, points: Any, axes: Any) -> Any:
    import numpy as np

    try:
        # For what is in data coordinates already, the difference is exactly nothing: no rounding by pixels.
        return np.asarray((transform - axes.transData).transform(np.asarray(points, dtype=float)))
    except (ValueError, TypeError, ArithmeticError, np.linalg.LinAlgError):
        return np.full((len(points), 2), math.nan)


def _line(line: Any, axes: Any) -> LineContent:
    from matplotlib.lines import AxLine

    x, y = line.get_xdata(orig=False), line.get_ydata(orig=False)
    kind: Literal["data", "horizontal", "vertical", "sloped"] = "data"
    if isinstance(line, AxLine):
        kind = "sloped"
        ends = _to_data(line.get_transform(), [(0.0, 0.0), (1.0, 1.0)], axes)
        x, y = ends[:, 0], ends[:, 1]
    else:
        x_is_data, y_is_data = _in_data(line, axes)
        if x_is_data != y_is_data:
            ends = _to_data(line.get_transform(), list(zip(_floats(x), _floats(y), strict=False)), axes)
            kind = "horizontal" if y_is_data else "vertical"
            x, y = (ends[:, 0], y) if y_is_data else (x, ends[:, 1])
    return LineContent(
        x=_floats(x),
        y=_floats(y),
        kind=kind,
        label=_label(line),
        linestyle=str(line.get_linestyle()),
        marker=str(line.get_marker()),
        color=_color(line.get_color()),
    )


def _area(x: Floats, y: Floats, kind: Any, artist: Any) -> AreaContent:
    known_x = [value for value in x if math.isfinite(value)] or [math.nan]
    known_y = [value for value in y if math.isfinite(value)] or [math.nan]
    faces = artist.get_facecolor()
    if getattr(faces, "ndim", 1) == 2:
        faces = faces[0] if len(faces) else "none"
    return AreaContent(
        x0=min(known_x),
        x1=max(known_x),
        y0=min(known_y),
        y1=max(known_y),
        kind=kind,
        x=x,
        y=y,
        label=_label(artist),
        color=_color(faces),
    )


def _patch(patch: Any, axes: Any) -> AreaContent:
    from matplotlib.patches import Rectangle

    x_is_data, y_is_data = _in_data(patch, axes)
    vertices = patch.get_path().vertices[:MAX_POINTS]
    corners = _to_data(patch.get_transform(), vertices, axes)
    exact = patch.get_patch_transform().transform(vertices)
    for column, is_data in enumerate((x_is_data, y_is_data)):
        if is_data and x_is_data != y_is_data:
            corners[:, column] = exact[:, column]
    kind = "rectangle" if isinstance(patch, Rectangle) else "polygon"
    if x_is_data != y_is_data:
        kind = "vertical band" if x_is_data else "horizontal band"
    return _area(_floats(corners[:, 0]), _floats(corners[:, 1]), kind, patch)


def _collection(
    collection: Any,
    axes: Any,
    points: list[PointsContent],
    segments: list[SegmentsContent],
    areas: list[AreaContent],
) -> None:
    import matplotlib.collections

    kinds: Any = matplotlib.collections
    if isinstance(collection, kinds.PathCollection):
        offsets = collection.get_offsets()
        colors = tuple([_color(face) for face in collection.get_facecolor()[:MAX_POINTS]])
        if not colors:
            colors = tuple([_color(edge) for edge in collection.get_edgecolor()[:MAX_POINTS]])
        points.append(
            PointsContent(_floats(offsets[:, 0]), _floats(offsets[:, 1]), _label(collection), colors)
        )
    elif isinstance(collection, kinds.LineCollection):
        dashed = any(pattern is not None for _, pattern in collection.get_linestyle())
        parts = []
        for path in collection.get_paths()[:MAX_ARTISTS]:
            ends = _to_data(collection.get_transform(), path.vertices[:MAX_POINTS], axes)
            parts.append((_floats(ends[:, 0]), _floats(ends[:, 1])))
        segments.append(SegmentsContent(tuple(parts), _label(collection), "--" if dashed else "-"))
    elif isinstance(collection, kinds.PolyCollection):
        x_is_data, y_is_data = _in_data(collection, axes)
        kind = "polygon"
        if x_is_data != y_is_data:
            kind = "vertical band" if x_is_data else "horizontal band"
        for path in collection.get_paths()[:MAX_ARTISTS]:
            corners = _to_data(collection.get_transform(), path.vertices[:MAX_POINTS], axes)
            areas.append(_area(_floats(corners[:, 0]), _floats(corners[:, 1]), kind, collection))


def _annotation(text: Any, axes: Any) -> TextContent:
    said = _text(text.get_text())
    text_x, text_y = _place(text, axes)
    x, y = text_x, text_y
    is_annotation = hasattr(text, "xycoords")
    if is_annotation and text.xycoords == "data":
        x, y = float(axes.convert_xunits(text.xy[0])), float(axes.convert_yunits(text.xy[1]))
    return TextContent(said, x, y, text_x, text_y, is_annotation)


def _place(text: Any, axes: Any) -> tuple[float, float]:
    """Return where a text stands, in data coordinates; NaN where it cannot be told."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if hasattr(text, "update_positions"):
                text.update_positions(_root(text)._get_renderer())
            place = _to_data(text.get_transform(), [text.get_unitless_position()], axes)[0]
    except Exception:
        # Positions of annotations may depend on coordinate systems that the figure's author made up.
        return math.nan, math.nan
    return float(place[0]), float(place[1])


Key = tuple[str, tuple[str, ...]]
"""A text of a legend, and how what it stands for looks: colour first, then style and marker of a line."""


def _keys(axes: Any) -> list[Key]:
    """Return what the legend says beside which sign: its own, else the figure's or that of twin axes."""
    own = axes.get_legend()
    figure = _root(axes)
    legends = [own] if own is not None else [*figure.legends, *(a.get_legend() for a in figure.axes)]
    return [
        (_text(text.get_text()), _look(handle))
        for legend in legends
        if legend is not None and legend.get_visible()
        for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=False)
    ][:MAX_ARTISTS]


def _look(handle: Any) -> tuple[str, ...]:
    if hasattr(handle, "get_linestyle") and hasattr(handle, "get_marker"):
        return _color(handle.get_color()), str(handle.get_linestyle()), str(handle.get_marker())
    for name in ("get_facecolor", "get_edgecolor", "get_color"):
        colors: Any = getattr(handle, name, list)()
        if getattr(colors, "ndim", 1) == 2:
            colors = colors[0] if len(colors) else ()
        if len(colors) and (isinstance(colors, str) or len(colors) < 4 or colors[3]):
            return (_color(colors),)
    return ("",)


def _named(label: str, look: tuple[str, ...], keys: Sequence[Key]) -> str:
    """Return the text that a reader of the legend finds beside what looks so; its own label where none does.

    A call of ``ax.legend([...])`` gives names in the order of drawing, whatever labels were set before.
    """
    same = [(text, seen) for text, seen in keys if seen[0] and seen[0] == look[0]]
    for part in (1, 2):  # of one colour, the style tells them apart, then the marker
        if len({text for text, _ in same}) > 1 and len(look) > part:
            closer = [(text, seen) for text, seen in same if len(seen) > part and seen[part] == look[part]]
            same = closer or same
    texts = {text for text, _ in same}
    return texts.pop() if len(texts) == 1 else label


def _named_parts(points: PointsContent, keys: Sequence[Key]) -> list[PointsContent]:
    """Return points of one call by what the legend calls their colours, as seaborn's ``hue`` draws them."""
    colors = points.colors
    if len(set(colors)) == 1:
        return [dataclasses.replace(points, label=_named(points.label, colors[:1], keys))]
    names = {color: _named("", (color,), keys) for color in set(colors)}
    if len(colors) != len(points.x) or len({name for name in names.values() if name}) < 2:
        return [points]
    parts = []
    for name in dict.fromkeys(names[color] for color in colors):
        mine = [i for i, color in enumerate(colors) if names[color] == name]
        x, y = tuple([points.x[i] for i in mine]), tuple([points.y[i] for i in mine])
        parts.append(PointsContent(x, y, name or points.label, tuple([colors[i] for i in mine])))
    return parts


def _axes(axes: Any) -> AxesContent:
    x, y = _axis(axes.xaxis), _axis(axes.yaxis)  # first: asking for the limits is what settles them
    points: list[PointsContent] = []
    segments: list[SegmentsContent] = []
    areas = [_patch(patch, axes) for patch in _visible(axes.patches)]
    for collection in _visible(axes.collections):
        _collection(collection, axes, points, segments, areas)
    keys = _keys(axes)
    lines = [_line(line, axes) for line in _visible(axes.lines)]
    points = [part for some in points for part in _named_parts(some, keys)]
    legend = axes.get_legend()
    shown = None
    if legend is not None and legend.get_visible():
        shown = tuple([_text(text.get_text()) for text in legend.get_texts()[:MAX_ARTISTS]])
    titles = [axes.get_title(loc=place) for place in ("center", "left", "right")]
    return AxesContent(
        title=_text(next((title for title in titles if title), "")),
        x=x,
        y=y,
        lines=tuple(
            [
                dataclasses.replace(
                    line, label=_named(line.label, (line.color, line.linestyle, line.marker), keys)
                )
                for line in lines
            ]
        ),
        points=tuple(points),
        segments=tuple(segments),
        areas=tuple([dataclasses.replace(a, label=_named(a.label, (a.color,), keys)) for a in areas]),
        texts=tuple([_annotation(text, axes) for text in _visible(axes.texts)]),
        legend=shown,
    )
