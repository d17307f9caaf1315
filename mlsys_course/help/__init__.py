"""Help with an exercise, in three steps: what to think of, the answer with blanks, a worked solution.

All of it is derived from the exercise's key, so that no author writes it: `mlsys_course.help.formulas` reads
formulas, ``helping.py`` in the folder of each kind of answer does the rest. Practice has help everywhere.
A graded exercise has it only where its key is, in an open course, and where ``course.toml`` leaves it on.
It comes by itself after some wrong tries (`OFFERED`); `hint` shows the next step at once.
"""

from __future__ import annotations

import functools
import html
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import metadata

from mlsys_course import asked, course, kinds, memory
from mlsys_course.exercise import Exercise, find, owner
from mlsys_course.scenarios import Scenario, scenario

__all__ = ["BLANK", "OFFERED", "Help", "NoHelp", "Step", "available", "hint", "offered", "steps"]

ENTRY_POINT = "mlsys_course.helpers"
_KEYS = "keys"

BLANK = "____"

OFFERED = {2: 1, 4: 2, 5: 3}
"""Wrong tries that it takes, and the step of help that is shown from then on."""


class NoHelp(LookupError):
    """There is no help with an exercise; the sentence says why."""


@dataclass(frozen=True)
class Step:
    """One step of help.

    Parameters
    ----------
    number : int
        1 for what to think of, 2 for the answer with blanks, 3 for the worked solution.
    title : str
        What it is.
    text : str
        A sentence or two.
    lines : tuple of str
        What stands below it: code, a table, numbers, one line each.
    """

    number: int
    title: str
    text: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"{self.title}: {self.text}", *(f"    {line}" for line in self.lines)])


@dataclass(frozen=True)
class Help:
    """The help with an exercise, as far as it was asked for; displays itself.

    Parameters
    ----------
    name : str
        The exercise.
    steps : tuple of Step
        What is shown.
    more : str
        How to get the next step; empty after the last one.
    folded : bool
        Whether all steps are folded on the page: they were read before.
    """

    name: str
    steps: tuple[Step, ...]
    more: str = ""
    folded: bool = False

    def __repr__(self) -> str:
        return "\n\n".join([*map(str, self.steps), *([self.more] if self.more else [])])

    def _repr_html_(self) -> str:
        parts = []
        for step in self.steps:
            lines = "".join(f"{html.escape(line)}\n" for line in step.lines)
            below = f"<pre style='white-space: pre-wrap; word-break: normal'>{lines}</pre>" if lines else ""
            opened = " open" if step is self.steps[-1] and not self.folded else ""
            parts.append(
                f"<details{opened}><summary><strong>{html.escape(step.title)}</strong></summary>"
                f"<p>{html.escape(step.text)}</p>{below}</details>"
            )
        more = f"<p><small>{html.escape(self.more)}</small></p>" if self.more else ""
        return f'<div style="border-left:4px solid #5e5e5e;padding:.3em .8em">{"".join(parts)}{more}</div>'


@functools.cache
def _graded() -> Callable[[str], tuple[Exercise, Scenario | None]] | None:
    """Return what finds a graded exercise with its key, where the staff package is installed."""
    for entry in metadata.entry_points(group=ENTRY_POINT, name=_KEYS):
        loaded: Callable[[str], tuple[Exercise, Scenario | None]] = entry.load()
        return loaded
    return None


def _exercise(name: str) -> tuple[Exercise, Scenario | None]:
    """Return an exercise with its key, and the learner's numbers.

    Raises
    ------
    LookupError
        If there is no such exercise.
    NoHelp
        If its key is not here, or the course has switched help off.
    """
    try:
        found = find(name)
    except LookupError:
        if owner(name) is None:
            raise
    else:
        if not found.graded:
            return found, scenario(found.scenario) if found.scenario else None
    if not course.load().help:
        raise NoHelp("This course gives no help with its graded exercises. Practice has help: practice().")
    graded = _graded()
    if graded is None:
        raise NoHelp(
            f"There is no help with {name} here: its answer is not part of this course's files. The lesson's "
            "practice asks similar questions, and helps."
        )
    return graded(name)


def available(name: str) -> bool:
    """Say whether there is help with an exercise here."""
    try:
        _exercise(name)
    except LookupError:
        return False
    return True


def steps(exercise: Exercise, numbers: Scenario | None, upto: int = 3) -> tuple[Step, ...]:
    """Return the help with an exercise.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with its key.
    numbers : Scenario or None
        The learner's numbers: the worked solution has others.
    upto : int
        The last step wanted, from 1 to 3.
    """
    made: tuple[Step, ...] = kinds.part(exercise.kind, "helping").steps(exercise, numbers)
    return made[:upto]


def offered(name: str, tries: int) -> Help | None:
    """Return the help that comes by itself after so many wrong tries; None where there is none.

    Parameters
    ----------
    name : str
        The exercise.
    tries : int
        Different wrong answers so far.

    Examples
    --------
    >>> offered("additional_gpus", 1)
    >>> offered("additional_gpus", 2).steps[0].title
    'A hint'
    """
    due = max((step for least, step in OFFERED.items() if tries >= least), default=0)
    if not due:
        return None
    try:
        exercise, numbers = _exercise(name)
    except LookupError:
        return None
    seen = memory.help_step(exercise.name)
    shown = _shown(exercise, numbers, max(due, seen))
    # Somebody who has read the last step looks for the message now.
    return replace(shown, folded=len(shown.steps) <= seen and not shown.more)


def hint(name: str = "", step: int | None = None) -> Help:
    """Show the next step of help with an exercise.

    Parameters
    ----------
    name : str
        The exercise's name, as in its test cell. Without it, what is shown says which names there are.
    step : int, optional
        1 for the hint, 2 for the answer with blanks, 3 for the worked solution; by default one further than
        you have seen.

    Returns
    -------
    Help
        Displays itself and never raises: where there is no such exercise or step, or no help, it says so.

    Examples
    --------
    >>> hint("additional_gpus", 2).steps[1].lines
    ('additional_gpus = np.ceil(____ * ____ / ____ - ____)',)
    """
    if step not in (None, 1, 2, 3):
        return Help(
            "hint", (), f"step is 1, 2 or 3, not {step!r}: a hint, the answer with blanks, a worked solution."
        )
    if not isinstance(name, str) or not name.strip():
        return Help("hint", (), asked.which("hint", sys._getframe(1).f_globals))
    try:
        exercise, numbers = _exercise(name)
    except LookupError as error:  # its sentence says why
        return Help(name, (), str(error.args[0] if error.args else error))
    return _shown(exercise, numbers, step or min(memory.help_step(exercise.name) + 1, 3))


def _shown(exercise: Exercise, numbers: Scenario | None, upto: int) -> Help:
    found = steps(exercise, numbers, upto)
    memory.help_seen(exercise.name, len(found))
    following = {1: "the answer with blanks", 2: "a worked solution with other numbers"}.get(len(found))
    call = f'from mlsys_course import hint; hint("{exercise.name}", {len(found) + 1})'
    more = f"Still stuck? This, in a cell of its own, shows {following}: {call}" if following else ""
    return Help(exercise.name, found, more)
