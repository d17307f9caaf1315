"""Search depth against compute: what ten times the positions buy (sec-introduction-bitter-lesson-79c7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import Threshold, curve, legend, logarithmic, mark, note, panel, put
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["GAMES", "Lookahead", "explore_search", "look_ahead"]

GAMES = {"four in a row, 6 columns": 6, "chess": 35, "Go": 250}
"""Moves in a position: at most, for four in a row; on average, for chess and Go, as given by D. Silver and
others, "Mastering the game of Go with deep neural networks and tree search", Nature 529, 2016."""

_LAST = 15  # the picture ends at 10^15 positions


@dataclass(frozen=True)
class Lookahead:
    """How deep a search reaches.

    Parameters
    ----------
    moves : int
        Moves in each position.
    rate : Quantity
        Positions examined per time.
    time : Quantity
        Time for one move.
    """

    moves: int
    rate: Any
    time: Any

    @property
    def positions(self) -> float:
        """Positions examined for one move."""
        return plain(self.rate * self.time)

    @property
    def full(self) -> float:
        """Plies that a search without pruning reaches."""
        return math.log(self.positions) / math.log(self.moves)

    @property
    def pruned(self) -> float:
        """Plies with perfect pruning: alpha-beta that tries the best move first reaches twice as deep."""
        return 2 * self.full

    @property
    def per_tenfold(self) -> float:
        """Plies that ten times the positions add, without pruning."""
        return math.log(10) / math.log(self.moves)


def look_ahead(game: int, rate: Any, time: Any) -> Lookahead:
    """Work out how deep a search reaches.

    Parameters
    ----------
    game : int
        Moves in each position, 2 or more.
    rate : Quantity
        Positions per time.
    time : Quantity
        Time for one move; together at least one position.

    Returns
    -------
    Lookahead

    Raises
    ------
    ValueError
        For fewer than 2 moves, or less than one position.

    Notes
    -----
    Moves to the power of the depth are the positions; with perfect pruning about the square root of them is
    enough (D. E. Knuth and R. W. Moore, *Artificial Intelligence* 6, 1975).

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> chess = look_ahead(10, Q_(1000, "1/second"), Q_(10, "second"))
    >>> chess.positions, round(chess.full, 6), round(chess.pruned, 6)
    (10000.0, 4.0, 8.0)
    """
    if game < 2:
        raise ValueError(f"There are {game} moves in each position; a search needs a choice, give 2 or more.")
    found = Lookahead(game, rate, time)
    if not found.positions >= 1:
        raise ValueError(f"{rate} for {time} is less than one position; give more.")
    return found


def _name(moves: int) -> str:
    return next((name for name, count in GAMES.items() if count == moves), f"a game of {moves} moves")


def _read_out(state: Lookahead) -> list[str]:
    more = state.per_tenfold
    return [
        f"{number(state.positions)} positions for a move: {state.full:.1f} plies deep if every line is "
        f"examined, up to {state.pruned:.1f} with perfect pruning.",
        f"One more ply takes {state.moves} times the positions in {_name(state.moves)}; pruned perfectly, "
        f"{readable.times(math.sqrt(state.moves), 3)}.",
        f"Ten times the compute buys {more:.2f} plies, or {2 * more:.2f} with perfect pruning.",
    ]


def _alt(state: Lookahead) -> str:
    return (
        f"Depth in plies against positions examined, on a logarithmic axis, for {_name(state.moves)}: a "
        "solid straight line for a search of every line, and a dashed one twice as steep for perfect "
        f"pruning. A vertical line at {readable.number(state.positions, 2)} positions meets them at "
        f"{state.full:.1f} and "
        f"{state.pruned:.1f} plies."
    )


def _draw(figure: Figure) -> Update[Lookahead]:
    axes = panel(figure, left=0.09, top=0.9)
    ends = [1.0, 10.0**_LAST]
    full = curve(axes, COLOURS[0], label="every line examined")
    pruned = curve(axes, COLOURS[3], "--", label="perfect pruning")
    hand = Threshold(axes, "x", "0.5", ":")
    dots = mark(axes, "o", "black", 7, zorder=3)
    labels = [note(axes, side, "center") for side in ("left", "right")]  # never over each other
    title = axes.set_title("", fontsize=10, loc="left", y=1.0)  # said, so that it is not sought each time
    logarithmic(axes, "x")
    highest = 2.1 * _LAST * math.log(10) / math.log(min(GAMES.values()))  # one scale for all games
    axes.set(xlim=ends, ylim=(0, highest), xlabel="Positions examined for one move", ylabel="Depth (plies)")
    legend(axes, loc="upper left")

    def update(state: Lookahead) -> None:
        top = _LAST * state.per_tenfold
        full.set_data(ends, [0, top])
        pruned.set_data(ends, [0, 2 * top])
        hand.at(state.positions)
        dots.set_data([state.positions] * 2, [state.full, state.pruned])
        for label, depth, away in zip(labels, (state.full, state.pruned), (1.8, 1 / 1.8), strict=True):
            put(label, state.positions * away, depth, f"{depth:.1f}")
        title.set_text(f"{_name(state.moves).capitalize()}: {state.moves} moves in a position")

    return update


def explore_search() -> Explorer[Lookahead]:
    """Explore how deep a search reaches in three games.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explorer = explore_search().move(game="Go")
    >>> explorer.state.moves
    250
    """
    one = registry().Quantity
    rates = [one(10.0**exponent, "1/second") for exponent in range(1, 10)]
    waits = ((1, "second"), (10, "second"), (1, "minute"), (10, "minute"), (1, "hour"), (1, "day"))
    times = [one(*wait) for wait in waits]
    knobs = [
        choice("game", "Game", GAMES, "chess"),
        slider("rate", "Positions per time", rates, rates[3]),
        slider("time", "Time for a move", times, times[1]),
    ]
    return Explorer("How deep does a search reach?", knobs, look_ahead, _draw, _read_out, _alt)
