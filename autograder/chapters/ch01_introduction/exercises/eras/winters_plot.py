"""I2.18: the share of mentions over seventy years, drawn with both winters."""

from typing import Any

from autograder.chapters.ch01_introduction.exercises.eras._shared import mention_shares
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn

_WINTERS = ((1974.0, 1980.0), (1987.0, 1993.0))


def _checks() -> list[Any]:
    years, shares = mention_shares()
    peak = years[shares.index(max(shares))]
    return [
        drawn.Series(
            years,
            shares,
            rtol=0.005,
            joined=True,
            what="yearly shares",
            in_y=(
                *drawn.PERCENT,
                drawn.Drawn(1e6, ("million", "ppm", "1e-6", "1e6", "10⁶", "10^6"), "parts per million"),
                drawn.Drawn(1e4, ("1e-4", "10^-4", "10⁻⁴", "10^{-4}"), "units of a ten-thousandth"),
            ),
        ),
        drawn.Bands(
            _WINTERS,
            what="winters",
            wrong=[
                (
                    "band-between",
                    "You shaded the years between the two winters. Shade the winters.",
                    1980,
                    1987,
                )
            ],
        ),
        drawn.Annotation(
            peak,
            any_of=("1988", "peak", "max", "high", "top"),
            what="note at the peak year",
        ),
        drawn.Label("x", ["year", "time", "date"], "that it counts years"),
        drawn.Label("y", ["share", "mention", "percent", "%", "gram", "fraction"], "which share it shows"),
    ]


@exercise(
    "winters_plot",
    bank="I2.18",
    points=3,
    objective=2,
    bloom="Apply",
    anchors="fig-ai-timeline",
    title="Seventy years of mentions, with the winters",
    spec=Plot(_checks, partial=True),
)
def winters_plot():
    """Draw the timeline."""
    from matplotlib.figure import Figure

    years, shares = mention_shares()
    axes = Figure(layout="constrained").add_subplot()
    axes.plot(years, shares, color="black")
    for first, last in _WINTERS:
        axes.axvspan(first, last, facecolor="0.88", edgecolor="0.6", hatch="//")
    highest = shares.index(max(shares))
    axes.annotate(f"peak {years[highest]:.0f}", (years[highest], shares[highest]))
    axes.set_xlabel("Year")
    axes.set_ylabel("Share of n-grams that mention AI")
    return axes.figure


_SET_UP = """
from mlsys_course import data

frame = data.ai_timeline()
fig, ax = plt.subplots()
"""

_BANDS = "ax.axvspan(1974, 1980, alpha=0.3)\nax.axvspan(1987, 1993, alpha=0.3)\n"
_NOTE = "ax.annotate('peak: 1988', (1988, frame.mention_share.max()))\n"
_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Share of n-grams that mention AI')\nwinters_plot = fig"


def _plot(
    line: str = "ax.plot(frame.year, frame.mention_share)",
    bands: str = _BANDS,
    note: str = _NOTE,
    labels: str = _LABELS,
) -> str:
    return f"{_SET_UP}{line}\n{bands}{note}{labels}"


winters_plot.answers(
    right=[
        _plot(),
        _plot(
            "frame.plot(x='year', y='mention_share', ax=ax)",
            "for row in data.ai_winters().itertuples():\n"
            "    ax.axvspan(row.start_year, row.end_year, color='0.9')\n",
        ),
        _plot("ax.plot(frame['year'], 100 * frame['mention_share'], 'k.-')").replace(
            "Share of", "Percent of"
        ),
        _plot(
            bands=(
                "top = frame.mention_share.max()\n"
                "for low, high in [(1974, 1980), (1987, 1993)]:\n"
                "    ax.fill_between([low, high], 0, top, alpha=0.2)\n"
            )
        ),
        _plot(
            note="ax.text(1988, frame.mention_share.max(), 'maximum')\n",
            labels=_LABELS.replace("= fig", "= ax"),
        ),
        _plot(
            note=(
                "best = frame.loc[frame.mention_share.idxmax()]\n"
                "ax.annotate(f'{best.year:.0f}', xy=(best.year, best.mention_share), xytext=(2000, 2.5e-4),\n"
                "            arrowprops={'arrowstyle': '->'})\n"
            )
        ),
        "import seaborn as sns\n" + _plot("sns.lineplot(frame, x='year', y='mention_share', ax=ax)"),
    ],
    wrong={
        "plot:x-missing": [_plot("ax.plot(frame.mention_share)")],
        "plot:off-by-one": [_plot("ax.plot(frame.year + 1, frame.mention_share)")],
        "plot:swapped": [_plot("ax.plot(frame.mention_share, frame.year)")],
        "plot:sorted": [_plot("ax.plot(frame.year, sorted(frame.mention_share))")],
        "plot:not-joined": [_plot("ax.scatter(frame.year, frame.mention_share)")],
        "plot:points-missing": [_plot("ax.plot(frame.year[20:], frame.mention_share[20:])")],
        "plot:cumulative": [_plot("ax.plot(frame.year, frame.mention_share.cumsum())")],
        "band-between": [_plot(bands="ax.axvspan(1980, 1987, alpha=0.3)\n")],
        "plot:no-bands": [_plot(bands="")],
        "plot:band": [
            _plot(bands="ax.axvspan(1974, 1980, alpha=0.3)\n"),
            _plot(bands="ax.axvspan(1974, 1993)\n"),
        ],
        "plot:no-annotation": [_plot(note="")],
        "plot:annotation-place": [_plot(note="ax.annotate('peak', (1984, 1.6e-4))\n")],
        "plot:label-x": [_plot(labels=_LABELS.replace("'Year'", "'x'"))],
        "plot:label-y": [
            _plot(labels=_LABELS.replace("ax.set_ylabel('Share of n-grams that mention AI')", "pass"))
        ],
        "plot:blank": [_SET_UP + "winters_plot = fig"],
        "none": ["None", "plt.close('all')\nwinters_plot = plt.show()"],
        "type": ["'a plot'"],
        "not-attempted": ["..."],
    },
)
