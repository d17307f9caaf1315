"""Plots: what is drawn counts, not how it was drawn."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from seaborn import objects

from autograder import grade_answer
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot.describing import describe
from mlsys_course.reading import check_contract
from mlsys_course.result import Result

Draw = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def make(checks: list[Any], partial: bool = False) -> Exercise:
    """An exercise outside the registry, so that no name of the course is taken."""
    spec = Plot(checks, partial)
    return Exercise(
        lambda: None, "p", "I0.0", "plot", None, 0.01, 0.0, 1.0, None, (5,), "Create", (), "", "", spec, False
    )


def ask(exercise: Exercise, draw: Draw) -> Result:
    """Judge a drawing twice: as it is, and as it crosses from another process."""
    fig, ax = plt.subplots()
    made = draw(ax)
    figure = fig if made is None else made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        here, there = judge(exercise, figure, None), judge(exercise, describe(figure), None)
    assert repr(here) == repr(there)
    return here


def _both(*done: Any) -> None:
    """Draw several things in one expression."""


# ------------------------------------------------------------------------- the timeline: series, bands, note

YEARS = list(range(1950, 2020))
SHARE = [abs(math.sin(y / 9)) + (y - 1949) / 50 for y in YEARS]
PEAK = YEARS[SHARE.index(max(SHARE))]
TIMELINE = make(
    [
        drawn.Series(YEARS, SHARE, what="yearly values", joined=True, in_y=drawn.PERCENT),
        drawn.Bands(
            [(1974, 1980), (1987, 1993)],
            what="winters",
            wrong=[("band-between", "The time between the winters is shaded.", 1980, 1987)],
        ),
        drawn.Annotation(PEAK, what="annotation of the peak year"),
        drawn.Label("x", ["year"], "that it shows years"),
        drawn.Label("y", ["share", "percent", "%"], "that it shows a share"),
    ]
)


def timeline(
    ax: Any,
    x: Any = YEARS,
    y: Any = SHARE,
    spans: Any = ((1974, 1980), (1987, 1993)),
    note: Any = PEAK,
    labels: Any = ("Year", "share of mentions"),
) -> None:
    ax.plot(x, y)
    for low, high in spans:
        ax.axvspan(low, high, alpha=0.2)
    if note:
        ax.annotate("peak", (note, 1), xytext=(1960, 2), arrowprops={"arrowstyle": "->"})
    ax.set(xlabel=labels[0], ylabel=labels[1])


def by_pandas(ax: Any) -> Any:
    made = pd.Series(SHARE, index=YEARS).plot(ax=ax)
    timeline(made, [], [])
    return made


def by_seaborn(ax: Any) -> Any:
    sns.lineplot(x=YEARS, y=SHARE, ax=ax)
    timeline(ax, [], [])
    return ax.figure


def by_dates(ax: Any) -> None:
    timeline(ax, pd.to_datetime([f"{y}-01-01" for y in YEARS]), SHARE, spans=(), note=None)
    for low, high in ((1974, 1980), (1987, 1993)):
        ax.axvspan(pd.Timestamp(f"{low}-01-01"), pd.Timestamp(f"{high}-01-01"), alpha=0.3)
    ax.annotate("peak", (pd.Timestamp(f"{PEAK}-01-01"), max(SHARE)))


def by_fill(ax: Any) -> None:
    timeline(ax, spans=())
    ax.fill_between([1974, 1980], 0, 3, color="grey")
    ax.fill([1987, 1993, 1993, 1987], [0, 0, 3, 3])


def by_rectangle(ax: Any) -> None:
    timeline(ax, spans=())
    for low in (1974, 1987):
        ax.add_patch(plt.Rectangle((low, 0), 6, 3))


def by_text(ax: Any) -> None:
    timeline(ax, note=None)
    ax.text(PEAK, max(SHARE), f"{PEAK}: peak")


def in_percent(ax: Any) -> None:
    timeline(ax, y=[100 * v for v in SHARE], labels=("year", "share (%)"))


def with_markers(ax: Any) -> None:
    timeline(ax, [], [])
    ax.plot(YEARS, SHARE, "o-")
    ax.scatter([PEAK], [max(SHARE)], s=80)


def where_mask(ax: Any) -> None:
    timeline(ax, spans=())
    years = np.array(YEARS)
    mask = ((years >= 1974) & (years <= 1980)) | ((years >= 1987) & (years <= 1993))
    ax.fill_between(years, 0, 3, where=mask, alpha=0.3)


def among_subplots(_: Any) -> Any:
    fig, (one, two) = plt.subplots(1, 2)
    one.plot([1, 2], [3, 4])
    timeline(two)
    return fig


def on_twin_axes(ax: Any) -> None:
    timeline(ax, spans=())
    other = ax.twinx()
    for low, high in ((1974, 1980), (1987, 1993)):
        other.axvspan(low, high, alpha=0.2)


@pytest.mark.parametrize(
    "draw",
    [
        timeline, by_pandas, by_seaborn, by_dates, by_fill, by_rectangle, by_text, in_percent, with_markers,
        where_mask, among_subplots, on_twin_axes,
    ],
)  # fmt: skip
def test_the_same_picture_by_other_means(draw: Draw) -> None:
    result = ask(TIMELINE, draw)
    assert result.accepted, result


@pytest.mark.parametrize(
    ("draw", "cause"),
    [
        (lambda ax: timeline(ax, x=range(70)), "plot:x-missing"),
        (lambda ax: timeline(ax, x=[y + 1 for y in YEARS]), "plot:off-by-one"),
        (lambda ax: timeline(ax, x=SHARE, y=YEARS), "plot:swapped"),
        (lambda ax: timeline(ax, y=sorted(SHARE)), "plot:sorted"),
        (lambda ax: timeline(ax, y=SHARE[::-1]), "plot:reversed"),
        (lambda ax: timeline(ax, y=np.cumsum(SHARE)), "plot:cumulative"),
        (lambda ax: timeline(ax, y=np.diff(SHARE, prepend=np.nan)), "plot:differences"),
        (lambda ax: timeline(ax, y=np.log10(SHARE)), "plot:logarithms"),
        (lambda ax: timeline(ax, y=[1000 * v for v in SHARE]), "plot:factor-y"),
        (lambda ax: timeline(ax, y=[100 * v for v in SHARE]), "plot:unit-y"),
        (lambda ax: timeline(ax, y=[v + 1 for v in SHARE]), "plot:values-y"),
        (lambda ax: timeline(ax, x=YEARS[:60], y=SHARE[:60]), "plot:points-missing"),
        (lambda ax: timeline(ax, x=[1, 2, 3], y=[3, 2, 1]), "plot:count"),
        (lambda ax: _both(timeline(ax, [], []), ax.scatter(YEARS, SHARE)), "plot:not-joined"),
        (lambda ax: timeline(ax, spans=()), "plot:no-bands"),
        (lambda ax: timeline(ax, spans=((1980, 1987),)), "band-between"),
        (lambda ax: timeline(ax, spans=((1974, 1980),)), "plot:band"),
        (lambda ax: timeline(ax, spans=((1970, 1975), (1990, 1999))), "plot:band"),
        (lambda ax: timeline(ax, note=None), "plot:no-annotation"),
        (lambda ax: timeline(ax, note=1960), "plot:annotation-place"),
        (lambda ax: timeline(ax, labels=("", "share")), "plot:label-x"),
        (lambda ax: timeline(ax, labels=("share", "year")), "plot:label-x"),
        (lambda ax: timeline(ax, labels=("year", "value")), "plot:label-y"),
        (lambda ax: None, "plot:blank"),
        (lambda ax: plt.figure(), "plot:blank"),
        (lambda ax: _both(ax.axis("off")), "plot:blank"),
    ],
)
def test_what_another_picture_shows(draw: Draw, cause: str) -> None:
    result = ask_or_refuse(TIMELINE, draw)
    assert not result.accepted and result.cause == cause, result


def ask_or_refuse(exercise: Exercise, draw: Draw) -> Result:
    """Judge a drawing; what cannot be read is a result too."""
    return ask(exercise, draw)


def test_what_else_is_off_is_mentioned() -> None:
    result = ask(TIMELINE, lambda ax: timeline(ax, spans=(), labels=("", "")))
    assert result.cause == "plot:no-bands"
    assert "label of the x axis" in result.message and "label of the y axis" in result.message


def test_partial_credit_counts_checks() -> None:
    exercise = make(list(TIMELINE.spec.checks), partial=True)
    result = ask(exercise, lambda ax: timeline(ax, spans=(), note=None))
    assert result.score == pytest.approx(0.6) and not result.accepted


# ---------------------------------------------------------------------------------- the sawtooth: a shape


def sawtooth(period: float = 3, slope: float = 0.8) -> tuple[list[float], list[float]]:
    x = [i / 10 for i in range(241)]
    return x, [85 - slope * (t % period) for t in x]


def retrained(view: drawn.View) -> drawn.Finding | None:
    line = max((m for m in view.marks if m.joined), key=lambda m: len(m.points), default=None)
    if line is None:
        return "plot:no-data", "No accuracy is drawn."
    jumps = [x for (x, a), (_, b) in zip(line.points, line.points[1:], strict=False) if b > a]
    if not jumps:
        return "no-retraining", "The accuracy never comes back up: nothing is retrained."
    if len(jumps) not in (7, 8):
        return "wrong-period", f"The accuracy comes back up {len(jumps)} times: look at the period."
    return None


DRIFT = make(
    [
        drawn.Shape("retraining", retrained),
        drawn.Level(82, 0.1, "the alarm", in_y=drawn.FRACTION),
        drawn.Label("y", ["accuracy"], "that it shows accuracy"),
    ]
)


def drift(
    ax: Any, period: float = 3, level: Any = 82.0, scale: float = 1.0, label: str = "accuracy (%)"
) -> None:
    x, y = sawtooth(period)
    ax.plot(x, [scale * v for v in y])
    if level:
        ax.axhline(level)
    ax.set_ylabel(label)


@pytest.mark.parametrize(
    ("draw", "cause"),
    [
        (drift, None),
        (lambda ax: _both(drift(ax, level=None), ax.hlines(82, 0, 24)), None),
        (lambda ax: _both(drift(ax, level=None), ax.plot([0, 24], [82, 82], "--")), None),
        (lambda ax: _both(drift(ax, level=None), ax.plot(range(25), [82] * 25)), None),
        (lambda ax: drift(ax, level=0.82, scale=0.01, label="accuracy (fraction)"), None),
        (lambda ax: drift(ax, level=0.82, scale=0.01, label="accuracy"), "plot:unit-y"),
        (lambda ax: drift(ax, period=100), "no-retraining"),
        (lambda ax: drift(ax, period=6), "wrong-period"),
        (lambda ax: drift(ax, level=None), "plot:no-level"),
        (lambda ax: drift(ax, level=80), "plot:level"),
        (lambda ax: _both(drift(ax, level=None), ax.axvline(82)), "plot:level-upright"),
        (lambda ax: drift(ax, label="y"), "plot:label-y"),
    ],
)
def test_sawtooth_and_alarm(draw: Draw, cause: str | None) -> None:
    result = ask(DRIFT, draw)
    assert result.cause == cause and result.accepted == (cause is None), result


# --------------------------------------------------------------------------- the roofline: curve and points

PEAK_RATE, BANDWIDTH = 312e12, 2.039e12
MODELS = {
    "ResNet-50|ResNet": 160.0,
    "GPT-2|GPT": 1.0,
    "DLRM": 1.2,
    "MobileNet": 86.0,
    "KWS|keyword": 50.0,
}


def roof(ai: float) -> float:
    return min(PEAK_RATE, BANDWIDTH * ai)


TERA = (drawn.PLAIN, drawn.Drawn(1e-12, ("TFLOP", "tera", "10^12", "1e12"), "TFLOP/s"))
ROOFLINE = make(
    [
        drawn.Scale("x"),
        drawn.Scale("y"),
        drawn.Curves({"roof": roof}, 1, 1000, named=False, what="roof", in_y=TERA),
        drawn.NamedPoints(
            {name: (ai, roof(ai)) for name, ai in MODELS.items()},
            what="models",
            in_y=TERA,
            wrong=[
                ("peak-for-all", "Every model stands at the peak.", lambda p: (p[0], PEAK_RATE)),
                ("inverted-x", "The intensity is upside down: byte per FLOP.", lambda p: (1 / p[0], p[1])),
            ],
        ),
    ]
)


def roofline(
    ax: Any, x: Callable[[float], float] = float, y: Callable[[float], float] = roof,
    unit: float = 1.0, label: str = "FLOP/s", names: bool = True, scale: str = "log",
) -> None:  # fmt: skip
    ai = np.logspace(-1, 4, 200)
    ax.plot(ai, [unit * roof(v) for v in ai])
    for name, value in MODELS.items():
        ax.scatter(x(value), unit * y(value))
        if names:
            ax.annotate(name.split("|")[0], (x(value), unit * y(value)))
    ax.set(xscale=scale, yscale=scale, xlabel="FLOP/byte", ylabel=label)


@pytest.mark.parametrize(
    ("draw", "cause"),
    [
        (roofline, None),
        (lambda ax: roofline(ax, unit=1e-12, label="TFLOP/s"), None),
        (lambda ax: roofline(ax, unit=1e-12, label="performance"), "plot:unit-y"),
        (lambda ax: roofline(ax, scale="linear"), "plot:scale-x"),
        (lambda ax: roofline(ax, y=lambda ai: PEAK_RATE), "peak-for-all"),
        (lambda ax: roofline(ax, x=lambda ai: 1 / ai), "inverted-x"),
        (lambda ax: roofline(ax, names=False), "plot:unnamed"),
        (lambda ax: roofline(ax, y=lambda ai: 0.5 * roof(ai)), "plot:points-missing"),
    ],
)
def test_roofline(draw: Draw, cause: str | None) -> None:
    result = ask(ROOFLINE, draw)
    assert result.cause == cause and result.accepted == (cause is None), result


def named(
    ax: Any,
    names: Any = tuple(MODELS),
    moved: Any = None,
    step: float = 1.0,
    up: float = 1.0,
    style: str = "text",
    legend: bool = True,
) -> None:
    """The roofline with names by other means: `moved` puts a point elsewhere, `step` and `up` the texts."""
    roofline(ax, x=lambda v: 1e-30)  # the roof alone: the points are out of sight
    for collection in list(ax.collections):
        collection.remove()
    for text in list(ax.texts):
        text.remove()
    ax.set(xlim=(0.1, 1e4), ylim=(1e11, 1e15))
    for name, place in zip(names, MODELS.values(), strict=True):
        word, x = name.split("|")[0], (moved or {}).get(name, place)
        label = word if style == "label" else None
        ax.plot(x, roof(x), "o", label=label)
        if style == "text":
            ax.text(step * x, up * roof(x), word)
        if style == "arrow":
            ax.annotate(word, (x, roof(x)), xytext=(x / 6, 2 * roof(x)), arrowprops={"arrowstyle": "->"})
    if style == "list":
        ax.legend(ax.lines[1:], [n.split("|")[0] for n in names])
    if style == "label" and legend:
        ax.legend()


EXCHANGED = ("KWS|keyword", "GPT-2|GPT", "DLRM", "MobileNet", "ResNet-50|ResNet")


@pytest.mark.parametrize(
    ("draw", "cause"),
    [
        (lambda ax: named(ax), None),
        (lambda ax: named(ax, step=2.5), None),
        (lambda ax: named(ax, step=0.5, up=1.5), None),
        (lambda ax: named(ax, up=0.6), None),
        (lambda ax: named(ax, style="arrow"), None),
        (lambda ax: named(ax, style="label"), None),
        (lambda ax: named(ax, style="list"), None),
        (lambda ax: named(ax, style="label", legend=False), "plot:no-legend"),
        (lambda ax: named(ax, EXCHANGED), "plot:names-swapped"),
        (lambda ax: named(ax, EXCHANGED, step=1.2), "plot:names-swapped"),
        (lambda ax: named(ax, EXCHANGED, style="arrow"), "plot:names-swapped"),
        (lambda ax: named(ax, EXCHANGED, style="label"), "plot:names-swapped"),
        (lambda ax: named(ax, moved={"KWS|keyword": 25}), "plot:points-missing"),
    ],
)
def test_a_name_belongs_to_its_point(draw: Draw, cause: str | None) -> None:
    result = ask(ROOFLINE, draw)
    assert result.cause == cause and result.accepted == (cause is None), result


# ---------------------------------------------------------------------------- compute growth: groups, trend

DEEP = [(2012.5, 1.2e18), (2014.7, 2e19), (2015.9, 1e20), (2017.3, 7e20), (2018.0, 3e21)]
LARGE = [(2018.5, 2.9e22), (2019.1, 1e22), (2020.4, 3.1e23), (2021.0, 8e23), (2022.3, 2.5e24), (2023.2, 2e25)]


def trend(year: float) -> float:
    return 1e18 * float(10 ** (7 / 12 * (year - 2012)))


EXA = (drawn.PLAIN, drawn.Drawn(1e-18, ("EFLOP",), "exaFLOP"))
GROWTH = make(
    [
        drawn.Scale("y"),
        drawn.Series([x for x, _ in DEEP + LARGE], [y for _, y in DEEP + LARGE], what="models", in_y=EXA),
        drawn.Groups({"deep": DEEP, "large": LARGE}, what="eras", in_y=EXA),
        drawn.Curves({"trend": trend}, 2012.5, 2023, rtol=0.1, named=False, what="trend line", in_y=EXA),
    ]
)


def growth(
    ax: Any,
    call: str = "semilogy",
    groups: Any = (("Deep Learning", DEEP), ("Large Scale", LARGE)),
    slope: float = 7 / 12,
    legend: bool = True,
    change: Any = float,
) -> None:
    for name, points in groups:
        style = {} if call == "scatter" else {"linestyle": "none", "marker": "o"}
        getattr(ax, call)([x for x, _ in points], [change(y) for _, y in points], label=name, **style)
    years = np.linspace(2012, 2024, 30)
    ax.plot(years, [change(1e18 * 10 ** (slope * (t - 2012))) for t in years], "--", label="trend")
    if call == "scatter":
        ax.set_yscale("log")
    if legend:
        ax.legend()


def by_hue(ax: Any) -> None:
    frame = pd.DataFrame([(*p, "Deep Learning") for p in DEEP] + [(*p, "Large Scale") for p in LARGE],
                         columns=["year", "FLOP", "era"])  # fmt: skip
    sns.scatterplot(frame, x="year", y="FLOP", hue="era", ax=ax)
    ax.plot([2012, 2024], [trend(2012), trend(2024)], "--")
    ax.set_yscale("log")


def by_hand(ax: Any) -> None:
    growth(ax, call="plot", change=math.log10)
    ax.set_ylabel("log10(FLOP)")


@pytest.mark.parametrize(
    ("draw", "cause"),
    [
        (growth, None),
        (lambda ax: growth(ax, "scatter"), None),
        (by_hue, None),
        (by_hand, None),
        (lambda ax: growth(ax, "plot"), "plot:scale-y"),
        (lambda ax: growth(ax, groups=(("all", DEEP + LARGE),)), "plot:groups-merged"),
        (lambda ax: growth(ax, groups=(("Deep", DEEP[:3]), ("Large", DEEP[3:] + LARGE))), "plot:groups"),
        (lambda ax: growth(ax, legend=False), "plot:no-legend"),
        (lambda ax: growth(ax, groups=(("a", DEEP), ("b", LARGE))), "plot:legend"),
        (lambda ax: growth(ax, groups=(("Large", DEEP), ("Deep", LARGE))), "plot:legend-swapped"),
        (lambda ax: _both(growth(ax, change=lambda y: y / 1e18), ax.set_ylabel("EFLOP")), None),
        (lambda ax: _both(growth(ax, change=lambda y: y / 1e18), ax.set_ylabel("FLOP")), "plot:unit-y"),
        (lambda ax: _both(growth(ax, "plot", change=math.log), ax.set_ylabel("ln(FLOP)")), None),
        (lambda ax: _both(growth(ax, "plot", change=math.log), ax.set_ylabel("log FLOP")), None),
        (lambda ax: _both(growth(ax, "plot", change=math.log2), ax.set_ylabel("log2(FLOP)")), None),
        (lambda ax: growth(ax, slope=8 / 12), "plot:values|plot:count"),
        (lambda ax: growth(ax, groups=(("Deep", DEEP), ("Large", LARGE[1:]))), "plot:points-missing"),
    ],
)
def test_growth(draw: Draw, cause: str | None) -> None:
    result = ask(GROWTH, draw)
    assert result.accepted == (cause is None), result
    assert result.cause in (cause or "").split("|") or cause is None, result


def test_a_trend_line_is_not_counted_among_the_points() -> None:
    result = ask(
        GROWTH, lambda ax: growth(ax, groups=(("Deep", DEEP), ("Large", [(x, 7.0) for x, _ in LARGE])))
    )
    assert not result.accepted and "30 points" not in result.message, result
    whole = [[(float(int(x)), y) for x, y in part] for part in (DEEP, LARGE)]
    result = ask(GROWTH, lambda ax: growth(ax, groups=(("Deep", whole[0]), ("Large", whole[1]))))
    assert result.cause == "plot:x-rounded", result


@pytest.mark.parametrize(
    ("draw", "accepted"),
    [
        (lambda ax: ax.text(PEAK + 1, 1.01 * max(SHARE), "peak"), True),
        (lambda ax: ax.text(PEAK + 9, 1.01 * max(SHARE), "peak"), False),
        (lambda ax: ax.text(PEAK - 1, SHARE[YEARS.index(PEAK - 1)], "peak"), False),
    ],
)
def test_a_text_may_stand_a_little_aside(draw: Draw, accepted: bool) -> None:
    assert ask(TIMELINE, lambda ax: _both(timeline(ax, note=None), draw(ax))).accepted == accepted


# ------------------------------------------------------------------------------------- anything but a figure


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (None, "none"), (..., "not-attempted"), (3.5, "type"), ("plot", "type"), (float("nan"), "type"),
        ([1, 2], "type"), ({}, "type"), ([], "type"), (lambda: 1, "type:function"), (True, "type"),
        (pd.DataFrame({"a": [1]}), "type"), (object(), "type"),
    ],
)  # fmt: skip
def test_a_sentence_for_what_is_no_figure(answer: Any, cause: str) -> None:
    result = judge(TIMELINE, answer, None)
    assert result.cause == cause and result.score == 0.0 and "\n" not in result.message
    if cause != "not-attempted":
        assert "plt.subplots" in result.message


def test_whatever_a_plotting_call_returns_is_a_figure() -> None:
    fig, ax = plt.subplots()
    timeline(ax)
    line = ax.lines[0]
    for answer in (fig, ax, [ax], np.array([ax]), line, [line], plt, {"left": ax}, describe(fig)):
        assert judge(TIMELINE, answer, None).accepted
    plt.close("all")
    assert judge(TIMELINE, plt, None).cause == "none"


def test_seaborn_grids_are_figures() -> None:
    frame = pd.DataFrame({"year": YEARS, "share": SHARE})
    grid = sns.relplot(frame, x="year", y="share", kind="line")
    timeline(grid.ax, [], [], labels=("year", "share"))
    assert judge(TIMELINE, grid, None).accepted


def test_the_key_of_a_plot_passes_its_own_checks() -> None:
    from autograder.chapters import load

    assert grade_answer("training_days_plot", load()["training_days_plot"].key()).accepted


def test_the_contract_alone_tells_a_figure_from_nothing() -> None:
    contract = contract_of(TIMELINE)
    fig, ax = plt.subplots()
    assert check_contract(contract, fig).cause == "plot:blank"
    ax.plot([1, 2])
    assert check_contract(contract, fig).accepted
    assert check_contract(contract, None).cause == "none"


def test_no_message_of_a_wrong_plot_holds_a_right_value() -> None:
    result = grade_answer("training_days_plot", wrong_days())
    assert result.cause == "plot:factor-y"
    assert "25.2" not in result.message and "2 times" not in result.message


def wrong_days() -> Any:
    fig, ax = plt.subplots()
    for eta in (0.3, 0.45, 0.6):
        gpus = 2 ** np.arange(6, 15)
        ax.loglog(gpus, 2 * 11648.0 / (gpus * eta), label=f"{eta}")
    ax.set(xlabel="GPUs", ylabel="days")
    ax.legend()
    return fig


# ------------------------------------------------------------------------- legends as a reader finds them

RATES = {"0.3": 3.0, "0.45": 2.0, "0.6": 1.5}


def verdict(exercise: Exercise, figure: Any) -> Result:
    """Judge a figure that was made elsewhere, without pyplot."""
    return judge(exercise, figure, None)


def told_apart() -> Exercise:
    curves = {name: (lambda x, k=k: k * x) for name, k in RATES.items()}
    return make([drawn.Curves(curves, 1, 10, what="lines")])


def of_three(
    legend: Callable[[Any, list[Any], list[str]], Any], names: list[str], style: bool = False
) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    looks: list[dict[str, Any]] = (
        [{"color": "k", "linestyle": s} for s in ("-", "--", ":")] if style else [{}] * 3
    )
    lines = [
        axes.plot([1, 10], [k, 10 * k], **look)[0] for k, look in zip(RATES.values(), looks, strict=True)
    ]
    legend(axes, lines, names)
    return figure


def proxies(axes: Any, lines: list[Any], names: list[str]) -> None:
    signs = [Line2D([], [], color=one.get_color(), linestyle=one.get_linestyle()) for one in lines]
    axes.legend(handles=signs[::-1], labels=names[::-1])


def patches(axes: Any, lines: list[Any], names: list[str]) -> None:
    axes.legend([Patch(color=one.get_color()) for one in lines], names)


def by_labels(axes: Any, lines: list[Any], names: list[str]) -> None:
    for line, name in zip(lines, names, strict=True):
        line.set_label(name)
    axes.legend()


def over_labels(axes: Any, lines: list[Any], names: list[str]) -> None:
    by_labels(axes, lines, names[1:] + names[:1])
    axes.legend(names)


LEGENDS: list[Callable[[Any, list[Any], list[str]], Any]] = [
    by_labels,
    over_labels,
    proxies,
    patches,
    lambda axes, lines, names: axes.legend(names),
    lambda axes, lines, names: axes.legend(lines[::-1], names[::-1]),
    lambda axes, lines, names: axes.figure.legend(lines, names),
]


@pytest.mark.parametrize("style", [False, True])
@pytest.mark.parametrize("legend", LEGENDS)
def test_a_legend_says_what_stands_beside_each_sign(legend: Any, style: bool) -> None:
    if style and legend is patches:
        return  # which have no style of a line
    names = list(RATES)
    assert verdict(told_apart(), of_three(legend, names, style)).accepted
    for turned in (names[::-1], names[1:] + names[:1]):
        result = verdict(told_apart(), of_three(legend, turned, style))
        assert result.cause == "plot:legend-swapped", result


@pytest.mark.parametrize("swapped", [False, True])
def test_the_hue_of_seaborn(swapped: bool) -> None:
    names = dict(zip(RATES, list(RATES)[::-1] if swapped else RATES, strict=True))
    table = pd.DataFrame(
        [(x, k * x, names[name]) for name, k in RATES.items() for x in (1, 4, 10)], columns=["x", "y", "rate"]
    )
    table = table.sort_values("rate")
    axes = Figure().add_subplot()
    sns.lineplot(table, x="x", y="y", hue="rate", ax=axes)
    assert verdict(told_apart(), axes).accepted is not swapped
    groups = {name: [(x, k * x) for x in (1, 4, 10)] for name, k in RATES.items()}
    spots = Figure().add_subplot()
    sns.scatterplot(table, x="x", y="y", hue="rate", ax=spots)
    result = verdict(make([drawn.Groups(groups)]), spots)
    assert result.accepted is not swapped
    assert swapped == (result.cause == "plot:legend-swapped")
    plot = objects.Plot(table.reset_index(drop=True), x="x", y="y", color="rate").add(objects.Line())
    assert verdict(told_apart(), plot).accepted is not swapped
    logs = plot.scale(x="log", y="log")
    assert verdict(make([drawn.Scale("x", "log"), drawn.Scale("y", "log")]), logs).accepted
    assert not verdict(make([drawn.Scale("x", "log")]), plot).accepted


@pytest.mark.parametrize("swapped", [False, True])
def test_a_panel_for_each_curve_is_named_by_its_title(swapped: bool) -> None:
    figure = Figure()
    names = list(RATES)[::-1] if swapped else list(RATES)
    for axes, k, name in zip(figure.subplots(1, 3), RATES.values(), names, strict=True):
        axes.plot([1, 10], [k, 10 * k])
        axes.set_title(f"efficiency {name}")
    assert verdict(told_apart(), figure).accepted is not swapped


@pytest.mark.parametrize(
    ("label", "fits"),
    [
        ("t [d]", True),
        ("t (d)", True),
        ("t / d", True),
        ("T in d", True),
        ("days", True),
        ("d", False),
        ("id", False),
    ],
)
def test_the_symbol_of_a_unit_stands_for_its_name(label: str, fits: bool) -> None:
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([1, 2], [1, 2])
    axes.set_ylabel(label)
    assert verdict(make([drawn.Label("y", ["day"], "that it counts days")]), figure).accepted is fits
