"""Game search against a hand-coded player: four in a row on a board of 6 columns and 5 rows.

`Searcher` looks ahead a number of plies (alpha-beta) and judges the positions there by an evaluation that was
written by hand; `Rules` plays by a handful of rules and looks no further than one move. The searcher grows
stronger with every ply and pays for it in positions examined, which is the measure of compute here: it is the
same on every machine. Deep Blue's lesson is search *plus* an evaluation that experts wrote; without one
(``evaluation=None``) depth helps only once the end of the game is in sight.

References
----------
M. Campbell, A. J. Hoane, F. Hsu, "Deep Blue", *Artificial Intelligence* 134, 2002,
doi:10.1016/S0004-3702(01)00129-1 (search on custom chips, about 8,000 patterns in the evaluation).
D. E. Knuth and R. W. Moore, "An analysis of alpha-beta pruning", *Artificial Intelligence* 6, 1975.

Examples
--------
>>> weak, strong = strength(depths=(1, 4), games=12)
>>> weak.score < strong.score, weak.positions_per_move < strong.positions_per_move
(True, True)
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

COLUMNS, ROWS = 6, 5
_STEP = ROWS + 1  # one spare bit above each column keeps lines from wrapping round
_CELLS = COLUMNS * ROWS
_WIN = 10_000.0

# Columns from the middle outwards: good moves first lets alpha-beta cut more.
ORDER = tuple(sorted(range(COLUMNS), key=lambda c: (abs(c - (COLUMNS - 1) / 2), c)))


def _bit(column: int, row: int) -> int:
    return 1 << (column * _STEP + row)


LINES: tuple[int, ...] = tuple(
    sum(_bit(c + i * dc, r + i * dr) for i in range(4))
    for c in range(COLUMNS)
    for r in range(ROWS)
    for dc, dr in ((1, 0), (0, 1), (1, 1), (1, -1))
    if 0 <= c + 3 * dc < COLUMNS and 0 <= r + 3 * dr < ROWS
)
"""The 39 lines of four cells, as bit masks."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position, seen by the player to move.

    Parameters
    ----------
    own, other : int
        Stones of the player to move and of the opponent, as bit masks.
    """

    own: int = 0
    other: int = 0

    def moves(self) -> list[int]:
        """Columns that are not full, from the middle outwards."""
        filled = self.own | self.other
        return [c for c in ORDER if not filled & _bit(c, ROWS - 1)]

    def play(self, column: int) -> Position:
        """Drop a stone; the result is seen by the opponent.

        Raises
        ------
        ValueError
            Where the column does not exist or is full.
        """
        if not 0 <= column < COLUMNS:
            raise ValueError(f"columns are 0 to {COLUMNS - 1}, you gave {column!r}")
        stone = _drop(self.own | self.other, column)
        if stone & _bit(column, ROWS):
            raise ValueError(f"column {column} is full")
        return Position(self.other, self.own | stone)

    @property
    def lost(self) -> bool:
        """Whether the opponent has four in a row."""
        return _four(self.other)

    @property
    def full(self) -> bool:
        """Whether no cell is left."""
        return (self.own | self.other).bit_count() == _CELLS

    def __str__(self) -> str:
        turn = (self.own | self.other).bit_count() % 2
        first, second = (self.own, self.other) if turn == 0 else (self.other, self.own)

        def cell(column: int, row: int) -> str:
            bit = _bit(column, row)
            return "X" if first & bit else "O" if second & bit else "."

        return "\n".join(" ".join(cell(c, r) for c in range(COLUMNS)) for r in reversed(range(ROWS)))


def _drop(filled: int, column: int) -> int:
    bottom = _bit(column, 0)
    return (filled + bottom) & ~filled & (bottom * ((1 << _STEP) - 1))


def _four(stones: int) -> bool:
    for shift in (1, _STEP, _STEP + 1, _STEP - 1):
        pairs = stones & (stones >> shift)
        if pairs & (pairs >> (2 * shift)):
            return True
    return False


Evaluation = Callable[[int, int], float]
"""Judges a position from the stones of the player to move and of the opponent."""


def evaluate(own: int, other: int) -> float:
    """Judge a position by hand-written rules: open lines count 1, 4 or 16 for one, two or three stones.

    Parameters
    ----------
    own, other : int
        Stones of the player to move and of the opponent, as bit masks.

    Returns
    -------
    float
        Above 0 where the player to move stands better.

    Examples
    --------
    >>> evaluate(0, 0)
    0.0
    """
    total = 0.0
    for line in LINES:
        mine, theirs = (own & line).bit_count(), (other & line).bit_count()
        if mine and not theirs:
            total += 4.0 ** (mine - 1)
        elif theirs and not mine:
            total -= 4.0 ** (theirs - 1)
    return total


class Player(Protocol):
    """Anything that chooses a column and counts the positions it examines."""

    examined: int

    def choose(self, position: Position) -> int:
        """Return a column that is not full."""


@dataclass
class Searcher:
    """Alpha-beta search to a fixed depth.

    Parameters
    ----------
    depth : int
        Plies to look ahead, 1 or more.
    evaluation : callable or None
        Judges positions at the end of the search; None takes them all for equal.
    examined : int
        Positions examined so far.

    Examples
    --------
    >>> Searcher(3).choose(Position())
    2
    """

    depth: int
    evaluation: Evaluation | None = evaluate
    examined: int = 0

    def __post_init__(self) -> None:
        if self.depth < 1:
            raise ValueError(f"depth is 1 ply or more, you gave {self.depth!r}")

    def choose(self, position: Position) -> int:
        """Return the column with the best outcome; of equals the one nearest to the middle."""
        best, choice = -math.inf, -1
        for column in position.moves():
            after = position.play(column)
            value = -self._value(after.own, after.other, self.depth - 1, -math.inf, -best)
            if value > best:
                best, choice = value, column
        if choice < 0:
            raise ValueError("the board is full: there is no move")
        return choice

    def _value(self, own: int, other: int, depth: int, alpha: float, beta: float) -> float:
        self.examined += 1
        if _four(other):
            return -_WIN - depth  # an early loss is worse than a late one
        filled = own | other
        if filled.bit_count() == _CELLS:
            return 0.0
        if depth == 0:
            return self.evaluation(own, other) if self.evaluation else 0.0
        best = -math.inf
        for column in ORDER:
            if filled & _bit(column, ROWS - 1):
                continue
            value = -self._value(other, own | _drop(filled, column), depth - 1, -beta, -alpha)
            if value > best:
                best = value
                alpha = max(alpha, value)
                if alpha >= beta:
                    break
        return best


@dataclass
class Rules:
    """A player of hand-coded rules: win; block; do not offer the cell above; stay in the middle.

    Parameters
    ----------
    examined : int
        Positions examined so far: at most three for each column.

    Examples
    --------
    >>> Rules().choose(Position())
    2
    """

    examined: int = 0

    def choose(self, position: Position) -> int:
        """Return the column of the first rule that applies."""
        moves = position.moves()
        if not moves:
            raise ValueError("the board is full: there is no move")
        filled = position.own | position.other
        for stones in (position.own, position.other):
            for column in moves:
                self.examined += 1
                if _four(stones | _drop(filled, column)):
                    return column
        for column in moves:
            self.examined += 1
            stone = _drop(filled, column)
            above = _drop(filled | stone, column)
            if not _four(position.other | above):
                return column
        return moves[0]


def play(first: Player, second: Player, opening: Sequence[int] = ()) -> int:
    """Play one game.

    Parameters
    ----------
    first, second : Player
        Who moves first and second after the opening.
    opening : sequence of int
        Columns played beforehand, an even number of them.

    Returns
    -------
    int
        1 where ``first`` won, -1 where ``second`` won, 0 for a draw.

    Raises
    ------
    ValueError
        Where a column is full or does not exist.

    Examples
    --------
    >>> play(Searcher(4), Rules())
    1
    """
    position = Position()
    for column in opening:
        position = position.play(column)
    players, turn = (first, second), 0
    while not position.full:
        position = position.play(players[turn % 2].choose(position))
        if position.lost:
            return 1 if turn % 2 == 0 else -1
        turn += 1
    return 0


@dataclass(frozen=True)
class Strength:
    """How a searcher of one depth did against another player."""

    depth: int
    games: int
    wins: int
    draws: int
    losses: int
    positions_per_move: float

    @property
    def score(self) -> float:
        """Share of the points, a draw counting half: 0 to 1."""
        return (self.wins + self.draws / 2) / self.games


def strength(
    depths: Sequence[int] = (1, 2, 3, 4, 5, 6),
    games: int = 24,
    seed: int = 0,
    evaluation: Evaluation | None = evaluate,
    opponent: Callable[[], Player] = Rules,
) -> list[Strength]:
    """Let searchers of several depths play the same games against one opponent.

    Each opening (four random moves) is played twice, with the first move for either side.

    Parameters
    ----------
    depths : sequence of int
        Plies to look ahead.
    games : int
        Games for each depth, an even number.
    seed : int
        Of the openings.
    evaluation : callable or None
        Given to the searchers; None takes all positions for equal.
    opponent : callable
        Makes the other player; `Rules` by default.

    Returns
    -------
    list of Strength
        One for each depth.

    Raises
    ------
    ValueError
        For an odd number of games or none.
    """
    if games < 2 or games % 2:
        raise ValueError(
            f"games is an even number, each opening is played from both sides; you gave {games!r}"
        )
    openings = _openings(games // 2, seed)
    results = []
    for depth in depths:
        tally = {1: 0, 0: 0, -1: 0}
        searcher = _Counting(Searcher(depth, evaluation))
        for opening in openings:
            tally[play(searcher, opponent(), opening)] += 1
            tally[-play(opponent(), searcher, opening)] += 1
        cost = searcher.examined / searcher.moves
        results.append(Strength(depth, games, tally[1], tally[0], tally[-1], cost))
    return results


class _Counting:
    """A player that also counts its moves."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self.moves = 0

    @property
    def examined(self) -> int:
        return self._player.examined

    @examined.setter
    def examined(self, value: int) -> None:
        self._player.examined = value

    def choose(self, position: Position) -> int:
        self.moves += 1
        return self._player.choose(position)


def _openings(number: int, seed: int) -> list[tuple[int, ...]]:
    rng = random.Random(seed)
    return [tuple(rng.randrange(COLUMNS) for _ in range(4)) for _ in range(number)]


def elo_difference(score: float) -> float:
    """Difference of Elo ratings that goes with a share of the points.

    Parameters
    ----------
    score : float
        Between 0 and 1, both excluded.

    Returns
    -------
    float
        400 log10(score / (1 - score)).

    Raises
    ------
    ValueError
        For a score of 0 or 1 and beyond: no difference is large enough for it.

    Examples
    --------
    >>> round(elo_difference(0.76))
    200
    """
    if not 0 < score < 1:
        raise ValueError(f"score lies between 0 and 1, both excluded; you gave {score!r}")
    return 400 * math.log10(score / (1 - score))
