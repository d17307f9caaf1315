"""Written questions: judge your own answer by a list, then tell a good answer from a tempting one.

No program can mark an answer in sentences. In a course a person does. Who learns alone gets this instead,
where the staff package is installed and ``course.toml`` leaves help on: once their own answer is saved, a
list of what a good one does, to tick; then two answers, of which one is good and the other one is the mistake
that people make; and in the end what is wrong with that one. Ticks and choice are kept in the progress file,
the learner's answer is not.

Where there is no such package, and wherever a program runs the notebook, there is one sentence instead.
"""

from __future__ import annotations

import functools
import html
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from typing import Any

from mlsys_course import contracts, course, memory, readable
from mlsys_course.help import ENTRY_POINT, saved
from mlsys_course.memory import place
from mlsys_course.result import UNCHECKED, Result
from mlsys_course.widgets.face import Faced, asleep
from mlsys_course.widgets.fields import FULL, carries, in_order

__all__ = ["WORDS", "Check", "SelfCheck", "Written", "is_written", "self_check"]

KIND = "written"
"""What the progress file calls it."""
WORDS = 12
"""How many words make an answer: whoever has fewer has not begun."""

DIFFERENT = 9
"""How many of them are different, at least."""
COMMON = 3
"""How many of these stand in the question's own texts, at least: "the" and "of" do."""

_NAME = "written"  # of the entry point


@dataclass(frozen=True)
class Check:
    """A line of the list.

    Parameters
    ----------
    question : str
        What to ask one's own answer.
    points : float
        What it is worth.
    """

    question: str
    points: float


@dataclass(frozen=True)
class Written:
    """A written question's list and its two answers.

    Parameters
    ----------
    name : str
        Its name, the grade_id of its answer.
    good, tempting : str
        An answer that gets all points, and one that sounds as good and is wrong; paragraphs.
    why : str
        What is wrong with the tempting one.
    misses : int
        The place in the list, from 1, of what the tempting one misses.
    checks : tuple of Check
        The list.
    """

    name: str
    good: str
    tempting: str
    why: str
    misses: int
    checks: tuple[Check, ...]

    @property
    def points(self) -> float:
        """What the question is worth."""
        return sum(check.points for check in self.checks)


def is_written(name: Any) -> bool:
    """Say whether a name is that of a written question."""
    return type(name) is str and name.startswith(contracts.WRITTEN)


@functools.cache
def _finder() -> Callable[[str], Written] | None:
    """Return what finds a written question's list and answers, where the staff package is installed."""
    for entry in metadata.entry_points(group=ENTRY_POINT, name=_NAME):
        loaded: Callable[[str], Written] = entry.load()
        return loaded
    return None


def self_check(name: str) -> SelfCheck | Result:
    """Return what ``check`` shows under a written question.

    Parameters
    ----------
    name : str
        The question's name.

    Returns
    -------
    SelfCheck or Result
        The list and the two answers, to work with; a sentence where there is neither, and where a program
        runs the notebook.

    Raises
    ------
    LookupError
        If there is no such question.
    CourseError
        If ``course.toml`` cannot be read.
    """
    if not place.somebody_is_here() or not course.load().help or (finder := _finder()) is None:
        return Result(False, 0.0, UNCHECKED, "A person reads this answer: no program checks it.", name)
    return SelfCheck(finder(name))


# --------------------------------------------------------------------------------------------- what is shown

_STYLE = """<style>
.mlsys-written {max-width: 50em}
.mlsys-written .widget-html, .mlsys-written .widget-html-content {height: auto; line-height: 1.5}
.mlsys-written .widget-checkbox {height: auto; width: auto; max-width: 100%; margin: .2em 0}
.mlsys-written .widget-checkbox label {
  display: flex; align-items: baseline; gap: .5em; height: auto; white-space: normal; line-height: 1.5;
  overflow: visible}
.mlsys-written .widget-checkbox label span {white-space: normal; overflow: visible}
.mlsys-written .widget-checkbox input {flex: 0 0 auto}
.mlsys-written .jupyter-button {width: auto; align-self: flex-start}
</style>"""
_BOX = "border-left: 4px solid rgba(128,128,128,.6); padding: 0 .8em; margin: .6em 0; max-width: 46em"

_FIRST = "Your own answer comes first"
_SAVE = (
    "Nothing is saved in the cell above yet. Write your answer there, save the notebook (Ctrl+S, on a Mac "
    "Command+S), then press the button."
)
_PASTE = (
    "Your saved answer cannot be found from here. Write it in the cell above, and put it into this box as "
    "well; what stands in the box is not kept."
)
_LIST = "Read your answer again. What does it do?"
_TWO = (
    "Here are two answers to the same question. Both sound good, and one of them is wrong. Which one is good?"
)
_CHANCE = random.SystemRandom()  # whatever learners do with their own random numbers stays theirs
_YES, _NO = "<b>Yes.</b>", "Not yet."
_BOOK = "These answers use the book's numbers; yours may be others."


def _too_little(text: str, written: Written) -> str:
    """Say what an answer lacks to be one; empty where it is one.

    How good it is, nobody judges here: only that somebody has written sentences. These have many different
    words, and whoever writes about the question comes upon some of those in which the course speaks of it.
    """
    words = text.split()
    if len(words) < WORDS:
        return f"So far it has {readable.counted(len(words), 'word')}: write it out in sentences."
    own = _different(text)
    if len(own) < DIFFERENT:
        return (
            f"It has {readable.counted(len(words), 'word')}, but only {len(own)} different ones: say in "
            "sentences of your own what you think, and why."
        )
    known = set().union(
        *map(_different, (written.good, written.tempting, written.why, *(c.question for c in written.checks)))
    )
    if len(own & known) < COMMON:
        return "These are no English sentences about the question: say what you think, and why."
    return ""


def _different(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


class SelfCheck(Faced):
    """The list and the two answers of a written question, as far as a learner has come; displays itself.

    Parameters
    ----------
    written : Written
        The question.
    """

    def __init__(self, written: Written) -> None:
        self.written = written
        self._told = ""
        self._unseen = False  # whether the saved answer cannot be found from here
        self.look()

    # -- how far the learner has come ------------------------------------------------------------------------

    @property
    def _kept(self) -> dict[str, Any]:
        return memory.look(KIND).get(self.written.name, {})

    def _keep(self, **facts: Any) -> None:
        topic = place.topic()
        memory.record(KIND, self.written.name, **facts, **({"topic": topic} if topic else {}))

    @property
    def wrote(self) -> bool:
        """Whether an answer of the learner's own is there."""
        return self._kept.get("wrote") is True

    @property
    def ticks(self) -> tuple[bool, ...]:
        """What the learner found in their answer, line by line of the list."""
        return _ticked(self._kept.get("ticks"), len(self.written.checks))

    @property
    def points(self) -> float:
        """The points that the learner gives themselves."""
        return self._worth(self._kept.get("ticks"))

    def _worth(self, ticks: Any) -> float:
        found = _ticked(ticks, len(self.written.checks))
        return sum(check.points for check, tick in zip(self.written.checks, found, strict=True) if tick)

    @property
    def answers(self) -> tuple[str, str] | None:
        """The two answers in the order in which they are shown; None before they are."""
        first = self._kept.get("shown_first")
        if first not in ("good", "tempting") or not self.wrote:
            return None
        pair = self.written.good, self.written.tempting
        return pair if first == "good" else (pair[1], pair[0])

    @property
    def good(self) -> str:
        """Which of the two is the good one, A or B."""
        return "A" if self._kept.get("shown_first") == "good" else "B"

    @property
    def chosen(self) -> str:
        """Which one the learner took for the good one; empty before they chose."""
        found = self._kept.get("chosen")
        return found if self.answers is not None and found in ("A", "B") else ""

    # -- what the learner does -------------------------------------------------------------------------------

    def look(self, typed: str | None = None) -> SelfCheck:
        """Look whether there is an answer: in the saved notebook, or in what was typed where none is known.

        Parameters
        ----------
        typed : str, optional
            An answer out of the box.
        """
        if self.wrote:
            return self
        text = saved.answer(self.written.name) if typed is None else typed
        self._unseen = text is None or typed is not None
        said = _too_little(text or "", self.written)
        if not said:
            self._keep(wrote=True)
        elif (text or "").split():
            save = "" if self._unseen else " Save it, and press the button again."
            self._told = f"{said}{save}"
        else:
            self._told = _PASTE if self._unseen else _SAVE
        self.changed()
        return self

    def tick(self, line: int, found: bool = True) -> SelfCheck:
        """Say whether one's own answer does what a line of the list asks.

        Parameters
        ----------
        line : int
            The place in the list, from 1.
        found : bool
            Whether it does.
        """
        if not self.wrote or not 1 <= line <= len(self.written.checks):
            raise ValueError(
                f"line is a place in the list, from 1 to {len(self.written.checks)}, once your answer "
                f"is saved; not {line!r}."
            )

        def set_(entry: dict[str, Any]) -> None:
            kept = entry.get("ticks")
            entry["ticks"] = {**(kept if isinstance(kept, dict) else {}), str(line): bool(found)}
            entry["points"] = self._worth(entry["ticks"])

        memory.change(KIND, self.written.name, set_)
        self.changed()
        return self

    def compare(self) -> SelfCheck:
        """Show the two answers, in an order that chance picks once."""
        if self.wrote and self.answers is None:
            self._keep(shown_first=_CHANCE.choice(("good", "tempting")))
        self.changed()
        return self

    def choose(self, which: str) -> SelfCheck:
        """Say which of the two answers is the good one; the first word stands.

        Parameters
        ----------
        which : str
            ``"A"`` or ``"B"``.
        """
        if which not in ("A", "B") or self.answers is None:
            raise ValueError(f"Choose 'A' or 'B', once both are shown; not {which!r}.")
        if not self.chosen:
            self._keep(chosen=which, told=which == self.good)
        self.changed()
        return self

    # -- in words --------------------------------------------------------------------------------------------

    def _sum(self) -> str:
        return f"You would give yourself {self.points:g} of {_in_points(self.written.points)}."

    def _verdict(self) -> Iterator[str]:
        bad = "B" if self.good == "A" else "A"
        right = self.chosen == self.good
        yield (f"Yes: {self.good} is the good one." if right else f"No: {self.good} is the good one.")
        yield f"What is wrong with {bad}: {self.written.why}"
        missed = self.written.checks[self.written.misses - 1].question
        yield f"The line of the list that it misses: {missed}"
        yield "Does your own answer make that mistake? Change it, and your ticks, as you like."

    def __repr__(self) -> str:
        lines = [f"{self.written.name}: judge your own answer"]
        if not self.wrote:
            return "\n".join([*lines, f"{_FIRST}. {self._told}"])
        for check, tick in zip(self.written.checks, self.ticks, strict=True):
            lines.append(f"  [{'x' if tick else ' '}] {check.question} ({_worth(check)})")
        lines.append(self._sum())
        if self.answers is not None:
            lines += [_TWO, *(f"{name}: {text}" for name, text in zip("AB", self.answers, strict=True))]
        if self.chosen:
            lines += self._verdict()
        return "\n".join(lines)

    def _two(self) -> str:
        assert self.answers is not None
        parts = [f"<p><b>{_TWO}</b></p>"]
        if course.load().personal:
            parts.append(f"<p>{_BOOK}</p>")
        for name, text in zip("AB", self.answers, strict=True):
            inside = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
            parts.append(f'<div style="{_BOX}"><p><b>Answer {name}</b></p>{inside}</div>')
        return "".join(parts)

    def _said(self) -> str:
        first, *rest = (html.escape(sentence) for sentence in self._verdict())
        return f"<p><b>{first}</b></p>{''.join(f'<p>{sentence}</p>' for sentence in rest)}"

    def face(self) -> str:
        """Return how far the learner has come, as HTML for any page."""
        if not self.wrote:
            return f"<p><b>{_FIRST}.</b> {html.escape(self._told)}</p>{asleep('judge your own answer')}"
        items = "".join(
            f"<li>{_YES if tick else _NO} {html.escape(check.question)} ({_worth(check)})</li>"
            for check, tick in zip(self.written.checks, self.ticks, strict=True)
        )
        parts = [f"<p><b>{_LIST}</b></p><ul>{items}</ul><p>{self._sum()}</p>"]
        parts += [self._two()] if self.answers is not None else []
        parts += [self._said()] if self.chosen else []
        return "".join(parts) + asleep("go on with it")

    # -- the widget ------------------------------------------------------------------------------------------

    @cached_property
    def widget(self) -> Any:
        """What JupyterLab shows: the box, the list, the two answers, each in its turn."""
        import ipywidgets as widgets

        style = widgets.HTML(_STYLE, layout={"display": "none"})
        told, total, two, said = (widgets.HTML() for _ in range(4))
        typed = in_order(
            widgets.Textarea(
                description="Your answer",
                rows=5,
                continuous_update=False,
                style={"description_width": "initial"},
                layout={"width": FULL},
            )
        )
        ready = widgets.Button(description="My answer is saved")
        head = widgets.HTML(f"<p><b>{_LIST}</b></p>")
        boxes = [
            widgets.Checkbox(value=tick, description=f"{check.question} ({_worth(check)})", indent=False)
            for check, tick in zip(self.written.checks, self.ticks, strict=True)
        ]
        compare = widgets.Button(description="Compare with two answers")
        picks = [widgets.Button(description=f"Answer {name} is the good one") for name in "AB"]
        box = widgets.VBox()
        box.add_class("mlsys-written")

        def show() -> None:
            """Put on the page what is due, and nothing of what comes later."""
            if not self.wrote:
                ready.description = "This is my answer" if self._unseen else "My answer is saved"
                told.value = _live(f"<p><b>{_FIRST}.</b> {html.escape(self._told)}</p>")
                box.children = [style, told, *([typed] if self._unseen else []), ready]
                return
            total.value = _live(f"<p>{self._sum()}</p>")
            parts = [style, head, *boxes, total]
            if self.answers is None:
                parts.append(compare)
            else:
                two.value = _live(self._two())
                parts.append(two)
            if self.chosen:
                said.value = _live(self._said())
                parts.append(said)
            elif self.answers is not None:
                parts.append(widgets.HBox(picks, layout={"flex_flow": "row wrap"}))
            box.children = parts

        def looked(_: Any) -> None:
            self.look(typed.value.strip() if self._unseen else None)
            show()
            (boxes[0] if self.wrote else typed if self._unseen else ready).focus()

        def compared(_: Any) -> None:
            self.compare()
            show()
            picks[0].focus()

        def ticked(line: int, found: bool) -> None:
            self.tick(line, found)
            total.value = _live(f"<p>{self._sum()}</p>")

        def picked(which: str) -> None:
            self.choose(which)
            show()

        carries(ready).on_click(looked)
        carries(compare).on_click(compared)
        for line, one in enumerate(boxes, 1):
            one.observe(lambda change, line=line: ticked(line, change["new"]), names="value")
        for which, button in zip("AB", picks, strict=True):
            button.on_click(lambda _, which=which: picked(which))
        show()
        return box


def _ticked(kept: Any, lines: int) -> tuple[bool, ...]:
    """Return the ticks of each line, whatever the progress file holds."""
    found = kept if isinstance(kept, dict) else {}
    return tuple(found.get(str(at)) is True for at in range(1, lines + 1))


def _live(content: str) -> str:
    return f'<div role="status" aria-live="polite">{content}</div>'


def _worth(check: Check) -> str:
    return _in_points(check.points)


def _in_points(points: float) -> str:
    return "half a point" if points == 0.5 else f"{points:g} point{'' if points == 1 else 's'}"
