"""Self-play: learning noughts and crosses from nothing but the rules, and from an expert's games.

`learn` keeps one value for each position (up to symmetry), plays against itself, and moves the values towards
the results: no expert's game is needed, which is AlphaGo Zero's lesson. `imitate` copies the moves of a
hand-coded expert and inherits the expert's gaps; `learn` can start from the expert's games and go on, as
AlphaGo did before AlphaGo Zero. A policy is measured exactly, against every possible line of play.

References
----------
D. Silver and others, "Mastering the game of Go with deep neural networks and tree search", *Nature* 529,
2016, doi:10.1038/nature16961 (first learned from 30 million positions of expert games). D. Silver and
others, "Mastering the game of Go without human knowledge", *Nature* 550, 2017, doi:10.1038/nature24270
(self-play only). A. L. Samuel, "Some studies in machine learning using the game of checkers", *IBM Journal*
3(3), 1959.

Examples
--------
>>> few, many = progress((10, 4000))
>>> few.lost_lines > many.lost_lines
True
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

Board = tuple[int, int]
"""Stones of the player to move and of the opponent, as 9-bit masks; cell 0 is upper left, 8 lower right."""

Policy = Callable[[Board], int]
"""Chooses a free cell, 0 to 8."""

EMPTY: Board = (0, 0)
_FULL = 0b111_111_111
LINES = tuple(
    sum(1 << cell for cell in line)
    for line in ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))
)


def _symmetries() -> tuple[tuple[int, ...], ...]:
    turn = (6, 3, 0, 7, 4, 1, 8, 5, 2)
    flip = (2, 1, 0, 5, 4, 3, 8, 7, 6)
    found, current = [], tuple(range(9))
    for _ in range(4):
        found += [current, tuple(current[cell] for cell in flip)]
        current = tuple(current[cell] for cell in turn)
    return tuple(found)


_MOVED = tuple(
    tuple(sum(1 << s[cell] for cell in range(9) if mask >> cell & 1) for mask in range(512))
    for s in _symmetries()
)


@cache
def canonical(board: Board) -> Board:
    """Return the one of the eight rotations and reflections of a position that comes first.

    Parameters
    ----------
    board : (int, int)
        See `Board`.

    Returns
    -------
    (int, int)

    Examples
    --------
    >>> canonical((1 << 8, 0)) == canonical((1 << 0, 0))
    True
    """
    return min((moved[board[0]], moved[board[1]]) for moved in _MOVED)


def free(board: Board) -> list[int]:
    """Cells without a stone."""
    filled = board[0] | board[1]
    return [cell for cell in range(9) if not filled >> cell & 1]


def play(board: Board, cell: int) -> Board:
    """Set a stone; the result is seen by the opponent.

    Parameters
    ----------
    board : (int, int)
        See `Board`.
    cell : int
        A free cell, 0 to 8.

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        Where the cell is taken or not on the board.
    """
    if not 0 <= cell <= 8 or (board[0] | board[1]) >> cell & 1:
        raise ValueError(f"cell {cell!r} is taken or not on the board; free cells: {free(board)}")
    return board[1], board[0] | 1 << cell


def won(stones: int) -> bool:
    """Whether the stones hold a line of three."""
    return any(stones & line == line for line in LINES)


Values = dict[Board, float]
"""Worth of a position (canonical, after a move) to the player who has just moved: -1 lost to 1 won."""


def _worth(values: Values, after: Board) -> float:
    if won(after[1]):
        return 1.0
    return values.get(canonical(after), 0.0)


def greedy(values: Values) -> Policy:
    """Return the policy that always takes the move worth most; of equals the lowest cell.

    Parameters
    ----------
    values : dict
        From `learn`.

    Returns
    -------
    Policy
    """
    return lambda board: max(free(board), key=lambda cell: (_worth(values, play(board, cell)), -cell))


def learn(
    games: int, seed: int = 0, explore: float = 0.2, rate: float = 0.2, values: Values | None = None
) -> Values:
    """Learn by self-play.

    After each game the value of every position on the way moves towards that of the next one of the same
    player (temporal difference), and the last one towards the result.

    Parameters
    ----------
    games : int
        Games to play, 0 or more.
    seed : int
        Of the random moves.
    explore : float
        Share of random moves, 0 to 1.
    rate : float
        Learning rate, above 0 and at most 1.
    values : dict, optional
        Values to start from; they are not changed. None starts from nothing.

    Returns
    -------
    dict
        Learned values.

    Raises
    ------
    ValueError
        For a number out of range.

    Examples
    --------
    >>> values = learn(200)
    >>> 100 < len(values) < 765
    True
    """
    if games < 0:
        raise ValueError(f"games is 0 or more, you gave {games!r}")
    if not 0 <= explore <= 1 or not 0 < rate <= 1:
        raise ValueError(
            f"explore lies in 0 to 1 and rate in 0 (excluded) to 1, you gave {explore!r} and {rate!r}"
        )
    rng = random.Random(seed)
    learned = dict(values or {})
    choose = greedy(learned)
    for _ in range(games):
        board, path = EMPTY, []
        while True:
            cell = rng.choice(free(board)) if rng.random() < explore else choose(board)
            board = play(board, cell)
            path.append(canonical(board))
            if won(board[1]) or not free(board):
                break
        result = 1.0 if won(board[1]) else 0.0
        # The last to move gets the result, the opponent its negative; then back through the game.
        _update(learned, path, result, rate)
    return learned


def _update(values: Values, path: Sequence[Board], result: float, rate: float) -> None:
    for who, target in ((1, result), (2, -result)):
        for state in path[-who::-2]:
            values[state] = values.get(state, 0.0) + rate * (target - values.get(state, 0.0))
            target = values[state]


def expert(board: Board) -> int:
    """Play by hand-coded rules: win, block, centre, corner, side; nothing is known of forks.

    Parameters
    ----------
    board : (int, int)
        See `Board`.

    Returns
    -------
    int
        A free cell.

    Examples
    --------
    >>> expert(EMPTY)
    4
    """
    cells = free(board)
    for stones in board:
        for cell in cells:
            if won(stones | 1 << cell):
                return cell
    return next(cell for cell in (4, 0, 2, 6, 8, 1, 3, 5, 7) if cell in cells)


def expert_games(games: int, seed: int = 0) -> list[list[tuple[Board, int]]]:
    """Record the expert's moves in games against a random player.

    Parameters
    ----------
    games : int
        How many; the expert moves first in every other one.
    seed : int
        Of the opponent.

    Returns
    -------
    list of list of (Board, int)
        For each game the positions the expert saw and the cells it chose.
    """
    rng = random.Random(seed)
    records = []
    for number in range(games):
        board, record, turn = EMPTY, [], number % 2
        while free(board) and not won(board[1]):
            if turn == 0:
                cell = expert(board)
                record.append((board, cell))
            else:
                cell = rng.choice(free(board))
            board, turn = play(board, cell), 1 - turn
        records.append(record)
    return records


def imitate(games: int, seed: int = 0) -> Policy:
    """Copy the expert: in a position of its games its move, elsewhere the lowest free cell.

    Parameters
    ----------
    games : int
        Expert games to copy from.
    seed : int
        Of the expert's opponents.

    Returns
    -------
    Policy

    Examples
    --------
    >>> imitate(100)(EMPTY)
    4
    """
    seen: dict[Board, Counter[int]] = {}
    for record in expert_games(games, seed):
        for board, cell in record:
            seen.setdefault(board, Counter())[cell] += 1
    return lambda board: seen[board].most_common(1)[0][0] if board in seen else free(board)[0]


@dataclass(frozen=True)
class Measure:
    """A policy against every line of play of its opponent, moving first and second.

    Parameters
    ----------
    win, draw, loss : float
        Exact chances against a player who moves at random, mean of moving first and second.
    lines, lost_lines : int
        All lines of play an opponent can choose, and those that beat the policy; 0 means it cannot be beaten.
    """

    win: float
    draw: float
    loss: float
    lines: int
    lost_lines: int


def measure(policy: Policy) -> Measure:
    """Play a policy against all possible opponents.

    Parameters
    ----------
    policy : Policy
        Always chooses the same cell in the same position.

    Returns
    -------
    Measure

    Examples
    --------
    >>> measure(expert).lost_lines > 0
    True
    """
    chance = {1: 0.0, 0: 0.0, -1: 0.0}
    lines = Counter[int]()

    def follow(board: Board, own_turn: bool, probability: float) -> None:
        if won(board[1]) or not free(board):
            # Who has just moved has won; when it is the policy's turn, that was the opponent.
            result = 0 if not won(board[1]) else -1 if own_turn else 1
            chance[result] += probability
            lines[result] += 1
        elif own_turn:
            follow(play(board, policy(board)), False, probability)
        else:
            cells = free(board)
            for cell in cells:
                follow(play(board, cell), True, probability / len(cells))

    follow(EMPTY, True, 0.5)
    follow(EMPTY, False, 0.5)
    return Measure(chance[1], chance[0], chance[-1], sum(lines.values()), lines[-1])


@dataclass(frozen=True)
class Progress:
    """Strength after a number of games of self-play."""

    games: int
    win: float
    loss: float
    lost_lines: int
    positions: int


def progress(
    checkpoints: Sequence[int] = (0, 100, 300, 1000, 3000, 10_000),
    seed: int = 0,
    values: Values | None = None,
) -> list[Progress]:
    """Measure self-play as the number of games grows.

    Parameters
    ----------
    checkpoints : sequence of int
        Numbers of games.
    seed : int
        Of the random moves.
    values : dict, optional
        Values to start from; None starts from nothing.

    Returns
    -------
    list of Progress
        Chances against a random player, lines that beat it, positions known.

    Examples
    --------
    >>> [point.games for point in progress((0, 10))]
    [0, 10]
    """
    points = []
    for games in checkpoints:
        learned = learn(games, seed, values=values)
        result = measure(greedy(learned))
        points.append(Progress(games, result.win, result.loss, result.lost_lines, len(learned)))
    return points


def values_of_expert_games(games: int, seed: int = 0, rate: float = 0.2) -> Values:
    """Values learned from an expert's games alone, as a start for self-play.

    Parameters
    ----------
    games : int
        Expert games against a random player.
    seed : int
        Of the opponents.
    rate : float
        Learning rate, above 0 and at most 1.

    Returns
    -------
    dict
        Values for `learn` to start from.

    Examples
    --------
    >>> len(values_of_expert_games(50)) > 50
    True
    """
    rng = random.Random(seed)
    learned: Values = {}
    for number in range(games):
        board, path, turn = EMPTY, [], number % 2
        while free(board) and not won(board[1]):
            board = play(board, expert(board) if turn == 0 else rng.choice(free(board)))
            path.append(canonical(board))
            turn = 1 - turn
        _update(learned, path, 1.0 if won(board[1]) else 0.0, rate)
    return learned
