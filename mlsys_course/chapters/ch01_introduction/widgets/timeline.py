"""Seventy years of interest in AI: pick a span and see what it did (fig-ai-timeline)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Knob, Update, choice, slider
from mlsys_course.widgets.drawing import curve, logarithmic, mark, panel
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Span", "explore_timeline", "span"]

_MILLION = 1e6
SCALES: dict[str, str] = {"linear: equal steps": "linear", "logarithmic: equal factors": "log"}


@dataclass(frozen=True)
class Span:
    """What the share of mentions did over a span of years.

    Parameters
    ----------
    first, last : int
        The years.
    start, end : float
        Shares in them.
    top_year : int
        Year within the span in which the share is highest.
    scale : str
        ``linear`` or ``log``.
    """

    first: int
    last: int
    start: float
    end: float
    top_year: int
    scale: str

    @property
    def change(self) -> float:
        """Change relative to the first year; negative where the share fell."""
        return self.end / self.start - 1

    @property
    def years(self) -> int:
        """Length of the span."""
        return self.last - self.first


@cache
def _series() -> dict[int, float]:
    from mlsys_course import data

    frame: Any = data.ai_timeline()
    return {
        int(year): float(share) for year, share in zip(frame["year"], frame["mention_share"], strict=True)
    }


@cache
def _winters() -> dict[str, tuple[int, int]]:
    from mlsys_course import data

    frame: Any = data.ai_winters()
    return {row.winter: (int(row.start_year), int(row.end_year)) for row in frame.itertuples()}


def span(one: Any, other: Any, scale: str = "linear") -> Span:
    """Look at the share of n-grams that mention artificial intelligence between two years.

    Parameters
    ----------
    one, other : int or Quantity
        Years of the series, 1950 to 2019, in any order, without a unit.
    scale : {"linear", "log"}
        How the share is drawn.

    Returns
    -------
    Span

    Raises
    ------
    ValueError
        For a year outside the series.

    Notes
    -----
    Machine Learning Systems, chapter 1, fig-ai-timeline; the series is `mlsys_course.data.ai_timeline`.

    Examples
    --------
    >>> round(span(1974, 1980).change, 3), round(span(1987, 1993).change, 3)
    (0.846, -0.402)
    """
    series = _series()
    years = sorted(int(plain(year)) for year in (one, other))
    for year in years:
        if year not in series:
            raise ValueError(f"The series runs from {min(series)} to {max(series)}; you gave {year}.")
    first, last = years
    top = max(range(first, last + 1), key=series.__getitem__)
    return Span(first, last, series[first], series[last], top, scale)


def _moved(state: Span) -> str:
    if state.years == 0:
        return f"{state.first} is a single year: choose two different ones"
    verb = "rose" if state.change > 0 else "fell"
    return (
        f"From {state.first} to {state.last} the share of mentions {verb} by "
        f"{readable.percent(abs(state.change))}"
    )


def _read_out(state: Span) -> list[str]:
    said = [
        f"{_moved(state)}.",
        (
            f"It was {readable.number(_MILLION * state.start, 3)} per million n-grams in {state.first} and "
            f"{readable.number(_MILLION * state.end, 3)} per million in {state.last}."
        ),
    ]
    if state.first < state.top_year < state.last:
        said.append(f"In between it was highest in {state.top_year}.")
    if state.years:
        yearly = (state.end / state.start) ** (1 / state.years) - 1
        said.append(
            f"On this axis equal slopes mean equal factors: {readable.percent(yearly, sign=True)} a "
            "year on average."
            if state.scale == "log"
            else (
                "On this axis equal slopes mean equal amounts: "
                f"{_MILLION * (state.end - state.start) / state.years:+.3g} per million a year on average."
            )
        )
    for name, (begin, end) in _winters().items():
        shared = min(end, state.last) - max(begin, state.first)
        if (state.first, state.last) == (begin, end):
            said.append(f"This is the {name} AI winter, as the chapter shades it.")
        elif shared > 0:
            said.append(f"The span covers {shared} of the {end - begin} years of the {name} AI winter.")
    return said


def _alt(state: Span) -> str:
    series = _series()
    axis = "logarithmic" if state.scale == "log" else "linear"
    winters = " and ".join(f"{begin} to {end}" for begin, end in _winters().values())
    return (
        f"A line of the share of n-grams that mention AI, {min(series)} to {max(series)}, on a {axis} axis,"
        f" with the winters {winters} hatched. A thick part of the line from {state.first} to {state.last}"
        f" ends {'higher' if state.end > state.start else 'lower'} than it begins."
    )


def _draw(figure: Figure) -> Update[Span]:
    axes = panel(figure, right=0.96, top=0.88, bottom=0.16)
    series = {year: _MILLION * share for year, share in _series().items()}
    for name, (begin, end) in _winters().items():
        axes.axvspan(begin, end, facecolor="0.9", edgecolor="0.6", hatch="//", linewidth=0)
        axes.text(
            (begin + end) / 2, 0.96, f"{name}\nwinter", transform=axes.get_xaxis_transform(), ha="center",
            va="top", fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
        )  # fmt: skip
    axes.plot(list(series), list(series.values()), color="black", linewidth=1.2)
    part = curve(axes, COLOURS[3], linewidth=4, solid_capstyle="round")
    ends = mark(axes, "o", "black", markerfacecolor="white")
    title = axes.set_title("", fontsize=10, loc="left", y=1.0)  # said, so that it is not sought each time
    axes.set(xlim=(min(series) - 1, max(series) + 1), xlabel="Year", ylabel="Share of n-grams (per million)")
    limits = {"linear": (0.0, 1.25 * max(series.values())), "log": (0.05, 1e3)}

    def update(state: Span) -> None:
        years = range(state.first, state.last + 1)
        part.set_data(list(years), [series[year] for year in years])
        ends.set_data([state.first, state.last], [_MILLION * state.start, _MILLION * state.end])
        if axes.get_yscale() != state.scale:
            if state.scale == "log":
                logarithmic(axes, "y")
            else:
                axes.set_yscale("linear")
        axes.set_ylim(limits[state.scale])
        title.set_text(_moved(state))

    return update


def _year(name: str, label: str, start: int) -> Knob:
    years = {f"year {year}": registry().Quantity(year, "") for year in sorted(_series())}
    return slider(name, label, years, f"year {start}")


def explore_timeline() -> Explorer[Span]:
    """Explore the AI timeline: two years and the scale of the axis.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_timeline().move(one="year 1987", other="year 1993").text.splitlines()[0]
    'From 1987 to 1993 the share of mentions fell by 40.2 %.'
    """
    knobs = [
        _year("one", "One year", 1974),
        _year("other", "Another year", 1980),
        choice("scale", "Vertical axis", SCALES),
    ]
    title = "Seventy years of mentions: what happened in between?"
    return Explorer(title, knobs, span, _draw, _read_out, _alt, size=(7.5, 3.6))
