"""Predict, then see: a learner's guess is kept, and the answer stays covered until there is one.

A lesson asks a question of its chapter by name, and one object holds it all: question, guess, answer, why::

    predict("one-token-on-an-h100")

The answer is computed by the chapter's own models once there is a guess (`mlsys_course.questions`). Where the
learner should try something first, the comparison waits until they ask for it. What a cell prints about the
answer is held back in the same way::

    with after_guess("one-token-on-an-h100"):
        print(old_time / new_time)

A question of one's own is asked in full, and compared with what one computed::

    faster = predict("How many times faster is this laptop?", unit="times")
    ...
    faster.compare(old_time / new_time)

The first guess counts and is kept, right or wrong; later ones are listed after it. All are kept in the
progress file (`mlsys_course.memory`): a lesson that is opened another day knows them. Nothing asks for input
while cells run, so "Run All" reaches the end; what ran before the guess was made fills in as soon as it is.
"""

from __future__ import annotations

import contextlib
import html
import io
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from mlsys_course import memory, questions, readable
from mlsys_course.memory import place
from mlsys_course.questions import Question
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.reading.typed import read_in
from mlsys_course.suggest import did_you_mean
from mlsys_course.widgets import numbers
from mlsys_course.widgets.face import Faced, asleep
from mlsys_course.widgets.fields import carries, in_order, text_field
from mlsys_course.widgets.picture import Picture

__all__ = ["Comparison", "Held", "Prediction", "Predictions", "after_guess", "predict", "predictions"]

_MADE: dict[str, Prediction] = {}

UNCHOSEN = "choose …"
"""What a list of choices shows before one is chosen."""

_LATER = 4
"""Guesses after the first one that are listed."""


class _Shown(Faced):
    """Something with a text that changes; shown as a live text in JupyterLab and as plain text elsewhere."""

    def __repr__(self) -> str:
        raise NotImplementedError

    @cached_property
    def _box(self) -> Any:
        import ipywidgets

        box = ipywidgets.HTML()
        box.value = self._html()
        return box

    def _live(self) -> str:
        return repr(self)

    def _html(self) -> str:
        lines = "<br>".join(html.escape(line) for line in self._live().splitlines())
        style = 'class="mlsys-prediction" style="line-height: 1.5"'
        return f'<div role="status" aria-live="polite" {style}><p>{lines}</p></div>'

    def refresh(self) -> None:
        """Write the text anew where it is shown."""
        if "_box" in self.__dict__:
            self._box.value = self._html()
        self.changed()

    def face(self) -> str:
        """Return the text as it stands, as HTML for any page."""
        return "".join(f"<p>{html.escape(line)}</p>" for line in repr(self).splitlines())

    @property
    def widget(self) -> Any:
        """What JupyterLab shows."""
        return self._box


class Prediction(_Shown):
    """A question, and the learner's guesses in the order they were made; made by `predict`.

    Attributes
    ----------
    question : str
        What is asked.
    asked : Question or None
        The chapter's question; None where it is the learner's own.
    guesses : list
        Numbers (in `unit`), or one of `choices`.
    """

    def __init__(
        self, question: str, unit: str = "", choices: Sequence[str] = (), asked: Question | None = None
    ) -> None:
        if unit and choices:
            raise ValueError(
                "A prediction is either a number with a unit or one of several choices, not both."
            )
        if len(choices) == 1:
            raise ValueError(f"One choice is none: {choices[0]!r}. Give at least two.")
        self.question = question
        self.unit = unit
        self.choices = tuple(choices)
        self.asked = asked
        self.guesses: list[Any] = []
        self.answer: Any = None
        self._compared = False
        self._listeners: list[Callable[[], None]] = [self.refresh]

    @property
    def key(self) -> str:
        """What the prediction is kept under: the name of the chapter's question, or the learner's own."""
        return self.asked.name if self.asked else self.question

    def __repr__(self) -> str:
        if not self.guesses:
            return f"{self.question}\nNo prediction yet."
        after = self._later()
        if self.asked and (self._compared or not self.asked.experiment):
            return f"{self.question}\n{self.comparison()}{after}\n{self.asked.why}"
        kept = f"Your guess: {self.say(self.guesses[0])}. It is kept."
        return f"{self.question}\n{kept}{after}" + (f"\n{self.asked.experiment}" if self.asked else "")

    def _later(self) -> str:
        """Say what was guessed after the first guess, each value once, the last few of them."""
        first, *rest = [self.say(guess) for guess in self.guesses]
        said = [one for one in dict.fromkeys(reversed(rest)) if one != first][::-1]
        shown = [*(["…"] if len(said) > _LATER else []), *said[-_LATER:]]
        return f" Later you said {', '.join(shown)}." if shown else ""

    def say(self, value: Any) -> str:
        """Write a guess or an answer with its unit."""
        if isinstance(value, str):
            return value
        text = numbers.number(value)
        return f"{text} {self.unit if text == '1' else in_prose(self.unit)}".strip()

    def read(self, given: Any) -> Any:
        """Turn what was typed into a guess.

        Parameters
        ----------
        given : str, int, float or Quantity
            ``"25"``, ``"25 days"``, ``"about 600 h"``, ``25`` or ``Q_(25, "day")``, as
            `mlsys_course.reading.typed` reads it; one of the choices where there are choices.

        Returns
        -------
        float or str

        Raises
        ------
        ValueError
            With a sentence that says what can be typed.
        """
        if self.choices:
            for choice in self.choices:
                if str(given).strip().casefold() == choice.casefold():
                    return choice
            known = ", ".join(self.choices)
            if given == UNCHOSEN:
                raise ValueError(f"Choose one first: {known}.")
            raise ValueError(
                f"{given!r} is not among the choices: {known}.{did_you_mean(str(given), self.choices)}"
            )
        return read_in(given, self.unit)

    def fits(self, guess: Any) -> bool:
        """Say whether a guess out of the progress file is one: a number, or one of the choices."""
        if self.choices:
            return guess in self.choices
        return isinstance(guess, (int, float)) and self._may_be(guess)

    def _may_be(self, guess: Any) -> bool:
        """Say whether a guess can be the answer at all; the learner's own question may be about anything."""
        if self.asked is None or self.choices:
            return True
        least, most = self.asked.limits
        return (least is None or guess >= least) and (most is None or guess <= most)

    def _impossible(self, guess: float) -> str:
        """Say what was given and what is possible."""
        assert self.asked is not None
        least, most = self.asked.limits
        if least is None or most is None:
            end, side = (most, "above") if least is None else (least, "below")
            range_ = f"it is not {side} {numbers.number(end or 0.0)}"
        else:
            range_ = f"it lies between {numbers.number(least)} and {self.say(most)}"
        return f"You said {self.say(guess)}. That cannot be: {range_}. Nothing is kept yet; predict again."

    def record(self, guess: Any) -> Prediction:
        """Keep a guess; the same as typing it into the box.

        Parameters
        ----------
        guess : str, int, float or Quantity
            As for `read`. The three dots of an unfinished cell, ``...``, keep nothing.

        Returns
        -------
        Prediction
            Itself, so that the last line of a cell shows it.

        Raises
        ------
        ValueError
            When the guess cannot be read or cannot be the answer at all; nothing is kept then.
        """
        if guess is not ...:
            read = self.read(guess)
            if not self._may_be(read):
                raise ValueError(self._impossible(read))
            self.guesses.append(read)
            memory.prediction(self.key, self.guesses[-1], self.unit)
            self._find_out()
        self._tell()
        return self

    def _find_out(self) -> None:
        """Compute the answer, now that there is a guess, and keep it beside the guess."""
        if self.asked and self.answer is None:
            self.answer = self.read(self.asked.answer())
        if self.answer is not None and self.guesses:
            memory.truth(self.key, self.answer)

    def reveal(self) -> Prediction:
        """Compare with the answer, after trying what the question suggests; needs a guess."""
        self._compared = bool(self.guesses)
        self._tell()
        return self

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    def comparison(self, within: float | None = None) -> str:
        """Return the first guess beside the answer, in one line."""
        guess, answer = self.say(self.guesses[0]), self.say(self.answer)
        close = within if within is not None else self.asked.within if self.asked else 0.1
        return f"Your guess: {guess}. Answer: {answer}. {self._verdict(close)}".rstrip()

    def _verdict(self, within: float) -> str:
        guess, answer = self.guesses[0], self.answer
        if isinstance(answer, str):
            return "That is it." if guess == answer else ""
        if math.isclose(guess, answer, rel_tol=within):
            return "Close."
        if guess * answer > 0:
            ratio = max(guess / answer, answer / guess)
            side = "high" if guess > answer else "low"
            if self.unit == "percent":  # a share twice as large is not said to be "a factor too high"
                return f"Off by {numbers.number(abs(guess - answer))} percentage points, too {side}."
            return f"A factor of {readable.number(ratio, 2)} too {side}."
        return f"Off by {self.say(abs(guess - answer))}."

    def compare(self, answer: Any, within: float = 0.1) -> Comparison:
        """Set the prediction beside the answer, which stays covered until there is a prediction.

        Parameters
        ----------
        answer : float, Quantity or str
            What came out: a number in the prediction's unit, a quantity that converts to it, or one of the
            choices.
        within : float
            How far off a number may be, as a part of the answer, and still be called close.

        Returns
        -------
        Comparison
        """
        self.answer = self.read(answer)
        self._find_out()
        comparison = Comparison(self, within)
        self._listeners.append(comparison.refresh)
        return comparison

    @cached_property
    def widget(self) -> Any:
        """The ipywidgets box: the question, a field or choices, a button, and what was kept."""
        import ipywidgets

        question = ipywidgets.HTML(f"<p><b>{html.escape(self.question)}</b></p>")
        label = f"My prediction ({in_prose(self.unit)})" if self.unit else "My prediction"
        wide = {"description_width": "initial"}
        if self.choices:
            options = [UNCHOSEN, *self.choices]
            field = in_order(ipywidgets.Dropdown(options=options, description=label, style=wide))
        else:
            field = text_field(label, "a number", lambda: keep.click())
        keep = carries(ipywidgets.Button(description="Keep it"))
        hint = ipywidgets.HTML()
        compare = ipywidgets.Button(description="Compare")

        def kept(_: Any) -> None:
            try:
                self.record(field.value)
                hint.value = ""
            except ValueError as error:
                hint.value = f'<p role="alert">{html.escape(str(error))}</p>'

        def ready() -> None:
            waiting = self.asked and self.asked.experiment and self.guesses and not self._compared
            compare.layout.display = "" if waiting else "none"

        keep.on_click(kept)
        compare.on_click(lambda _: self.reveal())
        self._listeners.append(ready)
        ready()
        row = ipywidgets.HBox([field, keep], layout={"flex_flow": "row wrap"})
        return ipywidgets.VBox([question, row, hint, self._box, compare])

    def _live(self) -> str:
        return "\n".join(repr(self).splitlines()[1:])  # the question stands above the field already

    def face(self) -> str:
        """Return the question and what was kept, as HTML for any page."""
        return super().face() + asleep("predict, or to predict again")


class Comparison(_Shown):
    """A prediction beside its answer; made by `Prediction.compare`."""

    def __init__(self, prediction: Prediction, within: float) -> None:
        self.prediction = prediction
        self.within = within

    def __repr__(self) -> str:
        asked = self.prediction
        if not asked.guesses:
            return f"{asked.question}\nThe answer is covered until you have made your prediction above."
        return f"{asked.question}\n{asked.comparison(self.within)}"


class Held(_Shown):
    """What a cell printed or drew about an answer, held back until there is a guess; see `after_guess`."""

    def __init__(self, prediction: Prediction, text: str, pictures: Sequence[Picture] = ()) -> None:
        self.prediction = prediction
        self.text = text
        self.pictures = tuple(pictures)

    def __repr__(self) -> str:
        if not self.prediction.guesses:
            return f"Make your prediction above first: {self.prediction.question}"
        return "\n".join([*([self.text] if self.text else []), *(picture.alt for picture in self.pictures)])

    def _html(self) -> str:
        if not self.prediction.guesses:
            return super()._html()
        return f'<div role="status" aria-live="polite" class="mlsys-prediction">{self._told()}</div>'

    def _told(self) -> str:
        text = f'<pre style="white-space: pre-wrap; word-break: normal">{html.escape(self.text)}</pre>'
        pictures = "".join(picture._repr_html_() for picture in self.pictures)
        return (text if self.text else "") + pictures

    def face(self) -> str:
        """Return what was printed and drawn, or the line that stands in its place."""
        if self.prediction.guesses:
            return self._told()
        return f'<pre style="white-space: pre-wrap; word-break: normal">{html.escape(repr(self))}</pre>'


class Predictions(_Shown):
    """All predictions of this lesson and of this session, wrong ones included; made by `predictions`."""

    def __repr__(self) -> str:
        lines = []
        for number, asked in enumerate(_all(), start=1):
            guess = asked.say(asked.guesses[0]) if asked.guesses else "no prediction"
            answer = asked.say(asked.answer) if asked.guesses and asked.answer is not None else "covered"
            lines.append(f"{number}. {asked.question} You: {guess}. Answer: {answer}.")
        return "\n".join(lines) or "No predictions yet."


def _all() -> list[Prediction]:
    """Return the predictions of this session, and those that the progress file has of this lesson."""
    kept = memory.look("predictions")
    made, about = list(_MADE.values()), place.topic()
    order = sorted(kept, key=lambda key: _when(kept[key]))  # of one second: as the file has them
    for at, key in enumerate(order):
        if about and kept[key].get("topic") == about and key not in _MADE:
            earlier = _kept(key, str(kept[key].get("unit") or ""))
            if earlier is not None:
                before = [number for number, one in enumerate(made, 1) if one.key in order[:at]]
                made.insert(max(before, default=0), earlier)
    return made


def _when(entry: dict[str, Any]) -> str:
    """Return when the first guess of an entry of the progress file was made."""
    items = entry.get("guesses")
    first = items[0] if isinstance(items, list) and items else {}
    return str(first.get("at") or "") if isinstance(first, dict) else ""


def _kept(key: str, unit: str) -> Prediction | None:
    """Return a prediction out of the progress file; None for a question that is asked no more."""
    if questions.is_name(key):
        try:
            asked = questions.find(key)
        except LookupError:
            return None
        found = Prediction(asked.text, asked.unit, asked.choices, asked)
    else:
        found = Prediction(key, unit)
    found.guesses += [
        guess for guess in memory.guesses(key, found.unit) if found.asked is None or found.fits(guess)
    ]
    if not found.guesses:
        return None
    if found.asked is not None:
        found._find_out()
    else:
        found.answer = memory.look("predictions").get(key, {}).get("truth")
    return found


def predict(question: str, unit: str = "", choices: Sequence[str] = ()) -> Prediction:
    """Ask for a prediction before the evidence comes.

    Parameters
    ----------
    question : str
        The name of a question of the chapter, such as ``"one-token-on-an-h100"``, or a question of your own
        in one sentence.
    unit : str, optional
        The unit of the number asked for; shown beside the field. May be a unit of the course or a word like
        "times". A question of the chapter brings its own.
    choices : sequence of str, optional
        Where the prediction is one of several things instead of a number.

    Returns
    -------
    Prediction
        Shows a field and a button in JupyterLab; elsewhere, or from code, use ``.record(3)``. A question that
        was asked before in this session keeps its guesses when its cell runs again.

    Raises
    ------
    LookupError
        If no chapter has a question of this name.
    ValueError
        For a unit together with choices, or a single choice.

    Examples
    --------
    >>> faster = predict("How many times faster is two workers?", unit="times")
    >>> answer = faster.compare(1.6)
    >>> print(answer)
    How many times faster is two workers?
    The answer is covered until you have made your prediction above.
    >>> kept = faster.record(2)
    >>> print(answer)
    How many times faster is two workers?
    Your guess: 2 times. Answer: 1.6 times. A factor of 1.2 too high.
    """
    if questions.is_name(question) and not unit and not choices:
        asked = questions.find(question)
        made = Prediction(asked.text, asked.unit, asked.choices, asked)
    else:
        made = Prediction(question, unit, choices)
    earlier = _MADE.get(made.key)
    if earlier and (earlier.unit, earlier.choices) == (made.unit, made.choices):
        return earlier
    made.guesses += [guess for guess in memory.guesses(made.key, made.unit) if made.fits(guess)]
    if made.guesses:
        made._find_out()
    _MADE[made.key] = made
    return made


@contextlib.contextmanager
def after_guess(name: str) -> Iterator[Callable[[Picture], None]]:
    """Hold back what is printed inside until there is a guess for a question; then it fills in.

    A picture is handed to what the statement gives: ``with after_guess("…") as show: show(plots.…)``.

    Parameters
    ----------
    name : str
        The name of a question of the chapter.

    Raises
    ------
    LookupError
        If no chapter has a question of this name.
    """
    prediction = predict(name)
    written = io.StringIO()
    pictures: list[Picture] = []
    with contextlib.redirect_stdout(written):
        yield pictures.append
    held = Held(prediction, written.getvalue().rstrip("\n"), pictures)
    prediction._listeners.append(held.refresh)
    from IPython.display import display

    display(held)  # type: ignore[no-untyped-call]


def predictions() -> Predictions:
    """Return all predictions of this lesson beside their answers; wrong ones are kept.

    Those of an earlier session are among them, whether or not their cells have run in this one.

    Returns
    -------
    Predictions
    """
    shown = Predictions()
    for made in _all():
        made._listeners.append(shown.refresh)
    return shown
