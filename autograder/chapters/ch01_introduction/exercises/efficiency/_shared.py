"""The networks of the figure as a table, and the trend line that two plots must show."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Point, View

COLUMNS = ("Model", "Year", "Efficiency_Factor", "Compute_Needed", "Gain_vs_Previous")


def efficiency_frame():
    """Return the figure's points as the question asks for them."""
    from mlsys_course import data

    table: Any = data.algorithmic_efficiency().sort_values("year", ignore_index=True)
    table.columns = COLUMNS[:3]
    factor = table["Efficiency_Factor"]
    return table.assign(Compute_Needed=1 / factor, Gain_vs_Previous=factor / factor.shift())


def trend_lines(view: View, points: drawn.Series) -> list[list[Point]]:
    """Return the lines of a plot, read in the way in which its points are the right ones."""
    to_x, to_y = points.reading(view)
    lines = [[(to_x(x), to_y(y)) for x, y in mark.points] for mark in view.marks if mark.joined]
    return [sorted(line) for line in lines if len(line) > 1 and all(math.isfinite(y) for _, y in line)]


def orders_a_year(line: list[Point]) -> float:
    """Return the orders of magnitude a year from a line's first to its last point."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    return math.log10(y1 / y0) / (x1 - x0)


def is_exponential(line: list[Point]) -> bool:
    """Say whether a line grows by the same factor in every year."""
    (x0, y0), (x1, _) = line[0], line[-1]
    if x1 - x0 < 1 or min(y for _, y in line) <= 0:
        return False
    slope = orders_a_year(line)
    return all(abs(math.log10(y / y0) - slope * (x - x0)) < 0.02 for x, y in line)


def trend_check(
    points: drawn.Series,
    slopes: tuple[float, float],
    heights: Callable[[float], tuple[float, float]],
    first: float,
    last: float,
    fits: Sequence[float] = (),
    ends: tuple[Point, Point] | None = None,
) -> Callable[[View], drawn.Finding | None]:
    """Return a test for an exponential trend.

    Parameters
    ----------
    points : Series
        What the trend is drawn beside, and in the unit of.
    slopes : tuple of float
        Least and largest slope, in orders of magnitude a year.
    heights : callable
        Least and largest height in the year in which the line begins.
    first, last : float
        The years it must reach over.
    fits : sequence of float
        Slopes that a fit gives: what mixed-up logarithms make of these is told.
    ends : tuple of Point, optional
        Two points through which a line is no fit, but drawn by hand.
    """

    def judge(view: View) -> drawn.Finding | None:
        lines = trend_lines(view, points)
        curved = [line for line in lines if is_exponential(line)]
        if not lines:
            return "plot:no-trend", "You drew no trend line. Draw one beside the points with ax.plot."
        if not curved:
            straight = [line for line in lines if is_straight(line)]
            if straight:
                return (
                    "trend-linear",
                    "Your trend adds the same amount every year. Growth is exponential: multiply by the "
                    "same factor every year.",
                )
            return "plot:trend", "None of your lines is a trend: it would grow by the same factor every year."
        if drawn.Scale("y").judge(view) is not None and max(map(len, curved)) < 10:
            return (
                "trend-linear",
                "Your trend has only two points, which make a straight line on a linear axis. Draw many "
                "points along it.",
            )
        good = [line for line in curved if slopes[0] <= orders_a_year(line) <= slopes[1]]
        if not good:
            if any(orders_a_year(line) < 0 for line in curved):
                return "trend-falls", "Your trend falls over the years, but efficiency and compute both grow."
            for way, factor in (("steep", math.log(10)), ("flat", 1 / math.log(10))):
                mixed = [factor * slope for slope in fits]
                if any(math.isclose(orders_a_year(line), m, rel_tol=0.01) for line in curved for m in mixed):
                    return "trend-base", f"Your trend is too {way}: it mixes logarithms to two bases."
            return "trend-slope", "Your trend does not grow by the right factor each year."
        if ends is not None and all(_through(line, ends) for line in good):
            return (
                "trend-end-points",
                "Your line joins the first and the last network. A fit takes all the points into account.",
            )
        placed = [line for line in good if heights(line[0][0])[0] <= line[0][1] <= heights(line[0][0])[1]]
        if not placed:
            return "trend-height", "Your trend has the right slope, but it runs too high or too low."
        if not any(line[0][0] <= first + 0.6 and line[-1][0] >= last - 0.6 for line in placed):
            return "trend-range", "Your trend must reach from the first year of the points to the last."
        return None

    return judge


def _through(line: list[Point], ends: tuple[Point, Point]) -> bool:
    """Say whether a trend passes through both points, to within 2 percent."""
    (x0, y0), slope = line[0], orders_a_year(line)
    return all(math.isclose(y0 * 10 ** (slope * (x - x0)), y, rel_tol=0.02) for x, y in ends)


def is_straight(line: list[Point]) -> bool:
    """Say whether a line rises by the same amount in every year."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    if x1 == x0 or len(line) < 2:
        return False
    size = max(abs(y) for _, y in line) or 1.0
    return all(abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.01 * size for x, y in line)
