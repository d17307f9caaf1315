"""The pictures of the lessons, each by one call: ``plots.step_times(batch, additive, pipelined)``.

A plot takes what a lesson has computed and returns a `Picture`, whose text alternative is computed from the
same numbers. The figures of the book itself stand in `mlsys_course.figures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.widgets.drawing import curve, logarithmic, named_ticks
from mlsys_course.widgets.picture import COLOURS, HATCHES, Picture, new_figure, styled

if TYPE_CHECKING:
    from mlsys_course.chapters.ch01_introduction.eras.viola_jones import Scan

__all__ = [
    "accuracy_against_drift",
    "amdahl_curves",
    "card_memory",
    "detections",
    "sensor_readings",
    "step_times",
    "strength",
]


@styled
def sensor_readings(before: Any, now: Any, threshold: float) -> Picture:
    """Draw how the readings of a sensor are distributed, those learned from and those arriving now.

    Parameters
    ----------
    before, now : array of float
        Readings in degrees.
    threshold : float
        Above it the program opens the windows.

    Returns
    -------
    Picture

    Examples
    --------
    >>> sensor_readings([20, 24, 28], [68, 75, 82], 28)
    Two histograms of readings: those learned from lie around 24 degrees, those arriving now around 75. 3
    of the
    3 readings of now lie above the threshold at 28.
    """
    import numpy as np

    before, now = np.asarray(before, float), np.asarray(now, float)
    figure = new_figure(7.5, 3.2)
    axes = figure.subplots()
    bins = np.linspace(0, max(120.0, now.max() + 1, before.max() + 1), 31).tolist()
    counts = [
        axes.hist(values, bins, color=COLOURS[i], hatch=HATCHES[hatch], edgecolor="white", label=label)[0]
        for i, (values, hatch, label) in enumerate(((before, 0, "learned from"), (now, 2, "arriving now")))
    ]
    top = 1.25 * max(float(np.max(count)) for count in counts)
    axes.axvline(threshold, color="black", linestyle="--", linewidth=1)
    axes.text(threshold, top, " opens above", ha="left", va="top", fontsize=9)
    axes.set(ylim=(0, top), xlabel="Reading of the sensor (degrees)", ylabel="Readings")
    axes.legend(loc="upper right")
    figure.tight_layout()
    return Picture(
        figure,
        f"Two histograms of readings: those learned from lie around {before.mean():.0f} degrees, "
        "those arriving "
        f"now around {now.mean():.0f}. {int((now > threshold).sum())} of the {len(now)} readings of "
        "now lie above "
        f"the threshold at {threshold:.0f}.",
    )


@styled
def detections(scene: Any, places: Sequence[tuple[int, int]], scan: Scan, window: int) -> Picture:
    """Draw what a cascade found in a scene, and how many windows entered each of its stages.

    Parameters
    ----------
    scene : array, shape (rows, columns)
        Grey values, 0 to 1.
    places : sequence of (int, int)
        Row and column of each drawn face.
    scan : Scan
        What the cascade returned.
    window : int
        Side of a face, in pixels.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from mlsys_course.chapters.ch01_introduction.eras import viola_jones
    >>> scene, places = viola_jones.scene(people=2, seed=0)
    >>> found = viola_jones.train(sizes=(1, 2)).scan(scene)
    >>> "2 drawn faces" in detections(scene, places, found, viola_jones.WINDOW).alt
    True
    """
    figure = new_figure(7.5, 3.4)
    left, right = figure.subplots(1, 2, width_ratios=(1.3, 1))
    left.imshow(scene, cmap="gray", vmin=0, vmax=1)
    left.spines[["top", "right"]].set_visible(True)
    for (row, column), side in zip(scan.detections, scan.sides, strict=True):
        around = [column, column + side, column + side, column, column]
        left.plot(around, [row, row, row + side, row + side, row], color=COLOURS[5], linewidth=1)
    for row, column in places:
        left.plot(column + window / 2, row + window / 2, marker="x", color=COLOURS[1], markersize=9)
    left.set_title("frames: detections; crosses: faces", fontsize=9)
    left.set(xlabel="Column (pixel)", ylabel="Row (pixel)")
    stages = range(1, len(scan.entering) + 1)
    # From one window on: on a logarithmic axis nothing stands on zero.
    right.bar(
        stages,
        [count - 1 for count in scan.entering],
        bottom=1,
        color=COLOURS[0],
        hatch=HATCHES[0],
        edgecolor="white",
    )
    logarithmic(right, "y")
    right.set(xticks=stages, xlabel="Stage", ylabel="Windows that enter it")
    figure.tight_layout()
    return Picture(
        figure,
        f"Left, a cluttered grey picture with {len(places)} drawn faces marked by crosses and "
        f"{len(scan.detections)} detection frames, which lie around {scan.found(places)} of the "
        "faces. Right, bars "
        f"on a logarithmic axis: {scan.entering[0]} windows enter the first stage and only "
        f"{scan.entering[-1]} the "
        "last.",
    )


@styled
def card_memory(batch: int = 128) -> Picture:
    """Draw how full the memory of AlexNet's graphics cards is against the batch size, with one card and two.

    Parameters
    ----------
    batch : int
        The batch size that is marked.

    Returns
    -------
    Picture

    Examples
    --------
    >>> "one card" in card_memory().alt
    True
    """
    from mlsys_course.chapters.ch01_introduction.eras import alexnet

    batches = [16 * number for number in range(1, 21)]
    figure = new_figure(7.5, 3.4)
    axes = figure.subplots()
    for cards, marker, style, label in ((1, "o", 3, "one card"), (2, "s", 0, "each of two cards")):
        shares = [100 * alexnet.memory_per_gpu(size, cards).share for size in batches]
        axes.plot(batches, shares, f"{marker}-", color=COLOURS[style], label=label, markersize=4)
    axes.axhline(100, color="black", linestyle=":", linewidth=1)
    axes.axvline(batch, color="black", linewidth=1)
    axes.text(batch + 3, 4, "AlexNet's batch", fontsize=9)
    axes.text(batches[-1], 96, "memory of a card", ha="right", va="top", fontsize=9)
    axes.set_ylim(0, 105 * alexnet.memory_per_gpu(batches[-1], 1).share)
    axes.set(xlabel="Images in a batch", ylabel="Memory needed (% of a card)")
    axes.legend(loc="upper left")
    figure.tight_layout()
    return Picture(
        figure,
        "Two rising straight lines of memory against batch size. With one card the line reaches the "
        "whole memory "
        f"at {alexnet.largest_batch(1)} images, with two cards at {alexnet.largest_batch(2)}; "
        "AlexNet's batch of "
        f"{batch} is marked.",
    )


@styled
def strength(with_evaluation: Sequence[Any], without: Sequence[Any]) -> Picture:
    """Draw how well a searching player does against the positions it examines.

    Parameters
    ----------
    with_evaluation, without : sequence
        Players that search ever deeper, each with its ``positions_per_move`` and its ``score``, 0 to 1.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from types import SimpleNamespace as Player
    >>> deep = [Player(positions_per_move=4, score=0.5), Player(positions_per_move=90, score=1.0)]
    >>> strength(deep, deep[:1])
    Share of the points against positions examined, on a logarithmic axis. With an evaluation it goes from
    50 % to
    100 %; without one from 50 % to 50 %. A dotted line marks one half.
    """
    figure = new_figure(7.5, 3.6)
    axes = figure.subplots()
    lines = (("o-", 0, "search with an evaluation", with_evaluation), ("s--", 3, "search without", without))
    for style, colour, label, players in lines:
        axes.plot(
            [player.positions_per_move for player in players],
            [100 * player.score for player in players],
            style,
            color=COLOURS[colour],
            label=label,
            clip_on=False,
        )
    named_ticks(axes, "x", (1, 10, 100, 1000))
    axes.axhline(50, color="black", linestyle=":", linewidth=1)
    axes.text(1.1, 52, "as good as the rules", fontsize=9)
    axes.set(
        xlim=(1, 1000),
        ylim=(0, 105),
        xlabel="Positions examined for a move",
        ylabel="Share of the points (%)",
    )
    axes.legend(loc="lower right")
    figure.tight_layout()
    first, last = (
        [readable.percent(round(players[at].score, 2)) for at in (0, -1)]
        for players in (with_evaluation, without)
    )
    return Picture(
        figure,
        "Share of the points against positions examined, on a logarithmic axis. With an evaluation "
        "it goes from "
        f"{first[0]} to {first[1]}; without one from {last[0]} to {last[1]}. A dotted line marks one half.",
    )


@styled
def accuracy_against_drift(drift: Any, accuracy: Any, predicted: Any, labelled: Any) -> Picture:
    """Draw a model's accuracy against the drift of its data, beside what the Degradation Equation says.

    Parameters
    ----------
    drift : array of float
        Total variation distance from the training data, month by month.
    accuracy, predicted : array of float
        Shares, 0 to 1.
    labelled : slice or array of int
        The months of which the labels are known.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> drift = np.array([0, 0.1, 0.2])
    >>> accuracy_against_drift(drift, 0.9 - 2 * drift**2, 0.9 - 0.1 * drift, slice(0, 2))
    Accuracy against drift. Squares mark the 2 months with labels. At the right end the dashed line of the
    equation
    says 88 percent and the model reaches 82.
    """
    import numpy as np

    drift, accuracy, predicted = (np.asarray(values, float) for values in (drift, accuracy, predicted))
    figure = new_figure(7.5, 3.6)
    axes = figure.subplots()
    axes.plot(drift, 100 * accuracy, "o", color=COLOURS[0], label="measured, month by month")
    axes.plot(drift, 100 * predicted, "--", color=COLOURS[3], label="Degradation Equation")
    known = drift[labelled], 100 * accuracy[labelled]
    axes.plot(*known, "s", color="black", label="months with labels", clip_on=False)
    axes.set_xlabel("Drift (total variation distance from the training data)")
    axes.set_ylabel("Accuracy of the model (%)")
    axes.legend()
    figure.tight_layout()
    return Picture(
        figure,
        f"Accuracy against drift. Squares mark the {len(known[0])} months with labels. At the right "
        "end the dashed "
        f"line of the equation says {100 * predicted[-1]:.0f} percent and the model reaches "
        f"{100 * accuracy[-1]:.0f}.",
    )


@styled
def step_times(batch: Any, additive: Any, pipelined: Any) -> Picture:
    """Draw the time of a step against the batch size, its terms one after another and overlapped.

    Parameters
    ----------
    batch : array of float
        Users in a batch.
    additive, pipelined : array of float
        Times in milliseconds.

    Returns
    -------
    Picture

    Examples
    --------
    >>> step_times([1, 2, 4], [3, 4, 7], [2, 2, 6])
    Time of one step against batch size, both axes logarithmic. Both curves rise, from 3 and 2 ms to 7 and
    6 ms. They lie furthest apart at a batch of 2, where overlapping is 2 times as fast.
    """
    import numpy as np

    batch, additive, pipelined = (np.asarray(values, float) for values in (batch, additive, pipelined))
    widest = int(np.argmax(additive / pipelined))
    gain = readable.times(additive[widest] / pipelined[widest], 3)
    figure = new_figure(7.5, 4)
    axes = figure.subplots()
    axes.plot(batch, additive, "o--", color=COLOURS[0], label="one after another")
    axes.plot(batch, pipelined, "s-", color=COLOURS[3], label="overlapped")
    named_ticks(axes, "x", [size for at, size in enumerate(batch) if at % 2 == 0])
    logarithmic(axes, "y")
    axes.axvline(batch[widest], color="black", linestyle=":", linewidth=1)
    axes.text(batch[widest] / 1.08, additive.max(), f"largest gain: {gain}", ha="right", va="top", fontsize=9)
    axes.set(ylim=(0.7 * pipelined.min(), 1.4 * additive.max()))
    axes.set(xlabel="Batch size (users)", ylabel="Time of one step (ms)")
    axes.legend(loc="lower right")
    figure.tight_layout()
    ends = [[readable.number(times[at], 3) for times in (additive, pipelined)] for at in (0, -1)]
    return Picture(
        figure,
        "Time of one step against batch size, both axes logarithmic. Both curves rise, from "
        f"{' and '.join(ends[0])} ms to {' and '.join(ends[1])} ms. They lie furthest apart at a batch of "
        f"{batch[widest]:.0f}, where overlapping is {gain} as fast.",
    )


@styled
def amdahl_curves(shares: Sequence[float]) -> Picture:
    """Draw Amdahl's law: the speedup of the whole against that of a part, for several shares of the part.

    Parameters
    ----------
    shares : sequence of float
        Shares of the time that the part takes, rising, above 0 and below 1; at most as many as there are line
        styles, four.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        For more shares than that, or one out of range.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-amdahl.

    Examples
    --------
    >>> amdahl_curves([0.5, 0.9])
    Speedup of the whole against speedup of the part, both axes logarithmic, for 2 shares p. All curves rise
    first and then flatten: the lowest, p = 50 %, below 2, the highest, p = 90 %, near 10.
    """
    import numpy as np

    from mlsys_course import laws

    styles = ("-", "--", "-.", ":")
    if not 1 <= len(shares) <= len(styles) or not all(0 < share < 1 for share in shares):
        raise ValueError(f"Give one to {len(styles)} shares above 0 and below 1; you gave {list(shares)}.")
    faster = np.logspace(0, 3, 80)
    figure = new_figure(7.5, 4)
    axes = figure.subplots()
    for at, (share, style) in enumerate(zip(shares, styles, strict=False)):
        whole = laws.amdahl_speedup(share, faster)
        curve(axes, COLOURS[at], style).set_data(faster, whole)
        # Below its curve where another may run above it, above it otherwise.
        below = at == 0 and len(shares) > 1
        axes.text(
            faster[-1], whole[-1] * (0.93 if below else 1.06),
            f"p = {readable.percent(share)}, at most {readable.number(1 / (1 - share), 3)}",
            ha="right", va="top" if below else "bottom", fontsize=9,
        )  # fmt: skip
    named_ticks(axes, "x", (1, 10, 100, 1000))
    named_ticks(axes, "y", (1, 2, 5, 10, 50, 100))
    axes.set(xlim=(1, 1000), ylim=(0.9, 1.5 / (1 - shares[-1])))
    axes.set(xlabel="Speedup s of the part (times)", ylabel="Speedup S of the whole (times)")
    figure.tight_layout()
    low, high = shares[0], shares[-1]
    return Picture(
        figure,
        "Speedup of the whole against speedup of the part, both axes logarithmic, for "
        f"{readable.counted(len(shares), 'share')} p. All curves rise first and then flatten: the lowest, "
        f"p = {readable.percent(low)}, below {readable.number(1 / (1 - low), 3)}, the highest, "
        f"p = {readable.percent(high)}, near {readable.number(1 / (1 - high), 3)}.",
    )
