"""What every explorer shares: knobs, a picture drawn once and then updated, a text that says the same.

How to add an explorer
----------------------
1.  Write a module ``cascade.py`` in the ``widgets/`` folder of its chapter, with four small pieces. What the
    picture is made of stands in `mlsys_course.widgets.drawing`, numbers in words in
    `mlsys_course.widgets.numbers`::

        @dataclass(frozen=True)
        class Cascade:                       # the state: what the model found, plain numbers and quantities
            ...

        def cascade(rejected, image):        # the pure model: values of the knobs in, state out
            return Cascade(...)

        def _draw(figure):                   # called once: makes the artists, returns what moves them
            axes = panel(figure, left=0.12)
            line = curve(axes, COLOURS[0])
            axes.set(xlabel="Stage", ylabel="Windows left", xlim=...)
            def update(state):
                line.set_data(state.stages, state.left)
            return update

        def _read_out(state):                # the chart in words, most important sentence first
            return [f"{percent(state.saved)} of the work is saved.", ...]

        def _alt(state):                     # what is seen on the picture, in one or two sentences
            return f"A falling line from {state.windows} windows to {state.left[-1]}."

2.  Build the explorer from them; the function is called ``explore_`` and the module's name::

        def explore_cascade():
            knobs = [
                slider("rejected", "Rejected by each stage", steps(50, 99, 1, "percent")),
                choice("image", "Picture", {"street": street(), "group": group()}),
            ]
            return Explorer("How much work does a cascade save?", knobs, cascade, _draw, _read_out, _alt)

That is all: it is found by its name. ``from mlsys_course import explore_cascade`` works, the tests visit
every position of every knob, and the browser test and ``benchmarks/widgets.py`` take it in.

Rules that the code enforces: at most three knobs, a unit on each (a slider takes quantities), names that the
model knows, sentences in the read-out. Rules that it cannot: no colour without a hatch, marker or line style
that says the same; a unit on each axis; artists updated rather than redrawn (`figure.clear` and new axes cost
several times as much).

Where nobody is behind it (a saved notebook, a page on the web) an explorer has the face that `Explorer.face`
gives it, see `mlsys_course.widgets.face`; a terminal shows its read-out as text.
ipywidgets and matplotlib are imported when an explorer is shown, not before.
"""

from __future__ import annotations

import html
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mlsys_course import readable
from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.face import Faced, asleep
from mlsys_course.widgets.fields import FULL
from mlsys_course.widgets.picture import img, new_figure, png, styled, svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "MOST_KNOBS",
    "Compared",
    "Explorer",
    "Knob",
    "Update",
    "choice",
    "doublings",
    "known",
    "slider",
    "steps",
]

MOST_KNOBS = 3

# ipywidgets cuts labels and values that are longer than their boxes. Here they wrap, and on a narrow page the
# knob stands below its label.
_LAYOUT = """<style>
.mlsys-knob {flex-wrap: wrap; height: auto; max-width: 46em; row-gap: 0}
.mlsys-knob > .widget-label {
  flex: 0 0 auto; height: auto; white-space: normal; overflow: visible; text-align: left; line-height: 1.3;
  align-self: center}
.mlsys-knob > select {flex: 1 1 20em; min-width: 0}
.mlsys-knob > .slider-container {flex: 1 1 8em; min-width: 0}
.mlsys-knob > .widget-readout {
  flex: 0 0 auto; min-width: 6.5em; max-width: none; width: auto; overflow: visible; white-space: nowrap}
.mlsys-explorer .widget-html-content {flex: 1 1 auto; min-width: 0; overflow-x: auto}
</style>"""

_READOUT = "<style>.mlsys-readout-{0} .mlsys-knob > .widget-readout {{min-width: {0}ch}}</style>"
_LONGEST_READOUT = 24
"""Characters of a slider's value that every slider of an explorer makes room for."""

# For a text that is spoken and not seen.
_UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"

State = TypeVar("State")
Update = Callable[[State], None]


@dataclass(frozen=True)
class Knob:
    """A control with a finite list of positions; made by `slider` or `choice`.

    Parameters
    ----------
    name : str
        The model's parameter that the knob moves.
    label : str
        What the learner reads beside it.
    options : tuple of (str, object)
        The positions: the text shown and the value handed to the model.
    start : int
        The position at the start.
    ordered : bool
        A slider when true, a drop-down otherwise.
    """

    name: str
    label: str
    options: tuple[tuple[str, Any], ...]
    start: int
    ordered: bool

    def __post_init__(self) -> None:
        if len(self.options) < 2:
            raise ValueError(
                f"Knob {self.name!r} has {len(self.options)} position(s); a knob needs at least 2."
            )
        texts = [text for text, _ in self.options]
        if len(set(texts)) < len(texts):
            double = next(text for text in texts if texts.count(text) > 1)
            raise ValueError(
                f"Knob {self.name!r} shows {double!r} at two positions; give them different texts."
            )

    def position(self, wanted: Any) -> int:
        """Return the position whose text or value is `wanted`.

        Parameters
        ----------
        wanted : object
            A text as it is shown, a value, or one that is written otherwise: "24 month" for 24 months.

        Raises
        ------
        ValueError
            When the knob has no such position; the message lists some.
        """
        written = _written(wanted) if isinstance(wanted, str) else None
        for index, (text, value) in enumerate(self.options):
            if text == wanted or _same(value, wanted) or (written is not None and _same(value, written)):
                return index
        texts = [text for text, _ in self.options]
        shown = ", ".join(texts if len(texts) < 8 else [*texts[:3], "…", *texts[-3:]])
        raise ValueError(f"{self.label} cannot be set to {wanted}. Its positions: {shown}.")


def _written(text: str) -> Any:
    """Return the quantity that a text stands for, or None."""
    try:
        found = registry().Quantity(text.replace(",", ""))
    except Exception:  # a text that is no quantity: what is raised depends on what stands in it
        return None
    return found if found.unitless is False else None


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, Quantity) and isinstance(wanted, Quantity):
        return bool(value.check(wanted.dimensionality)) and abs(value - wanted) <= 1e-9 * abs(value)
    return not isinstance(value, Quantity) and not isinstance(wanted, Quantity) and bool(value == wanted)


def slider(name: str, label: str, values: Sequence[Any] | Mapping[str, Any], start: Any = None) -> Knob:
    """Return a knob that slides over quantities in rising order.

    Parameters
    ----------
    name : str
        The model's parameter.
    label : str
        What the learner reads beside the slider, symbol included: ``"Efficiency η"``.
    values : sequence of Quantity, or mapping of str to Quantity
        The positions; `steps` and `doublings` make them. A mapping says what is shown at each.
    start : Quantity or str, optional
        The position at the start, or what is shown there; the first one if left out.

    Returns
    -------
    Knob

    Raises
    ------
    TypeError
        When a value has no unit.

    Examples
    --------
    >>> knob = slider("efficiency", "Efficiency η", steps(5, 100, 5, "percent"))
    >>> knob.options[8][0]
    '45 %'
    """
    shown = values.items() if isinstance(values, Mapping) else [(str(value), value) for value in values]
    for _, value in shown:
        if not isinstance(value, Quantity):
            raise TypeError(f"Every control shows a unit: knob {name!r} got {value!r}, expected a quantity.")
    return _started(Knob(name, label, tuple(shown), 0, ordered=True), start)


def choice(name: str, label: str, options: Mapping[str, Any] | Sequence[str], start: Any = None) -> Knob:
    """Return a knob that picks one of several named things.

    Parameters
    ----------
    name : str
        The model's parameter.
    label : str
        What the learner reads beside the drop-down.
    options : mapping of str to object, or sequence of str
        The text of each entry and the value it hands to the model; texts alone are their own values.
    start : object, optional
        The entry at the start, by its text or its value; the first one if left out.

    Returns
    -------
    Knob
    """
    entries = options.items() if isinstance(options, Mapping) else [(text, text) for text in options]
    return _started(Knob(name, label, tuple(entries), 0, ordered=False), start)


def compared(factors: Iterable[float], how: str) -> dict[str, float]:
    """Return the entries of a knob that says how many times as fast, or as large, something becomes.

    Parameters
    ----------
    factors : iterable of float
        The factors, in the order of the entries.
    how : str
        What they multiply: ``"fast"``, ``"large"``.

    Examples
    --------
    >>> compared((0.5, 1, 4), "fast")
    {'half as fast': 0.5, 'unchanged': 1, '4 times as fast': 4}
    """
    return {"unchanged" if n == 1 else f"{readable.times(n)} as {how}": n for n in factors}


def _started(knob: Knob, start: Any) -> Knob:
    return knob if start is None else replace(knob, start=knob.position(start))


def steps(low: float, high: float, step: float, unit: str) -> list[Any]:
    """Return evenly spaced quantities, both ends included.

    Examples
    --------
    >>> [str(value) for value in steps(0, 1, 0.5, "ms")]
    ['0 ms', '0.5 ms', '1 ms']
    """
    count = round((high - low) / step)
    return [registry().Quantity(round(low + index * step, 12), unit) for index in range(count + 1)]


def doublings(start: Any, below: int = 6, above: int = 6) -> list[Any]:
    """Return quantities of which each is twice the one before, in the unit prefix that reads best.

    Parameters
    ----------
    start : Quantity
        One of the values.
    below, above : int
        How many halvings and doublings to go from there.

    Returns
    -------
    list of Quantity

    Raises
    ------
    ValueError
        When the start is not above 0: twice nothing is nothing.

    Examples
    --------
    >>> [str(value) for value in doublings(registry().Quantity(500, "GFLOP"), 1, 2)]
    ['250 GFLOP', '500 GFLOP', '1 TFLOP', '2 TFLOP']
    """
    if not start.magnitude > 0:
        raise ValueError(f"A knob that doubles cannot start at {start}; start it above 0.")
    return [(start * 2.0**power).to_compact() for power in range(-below, above + 1)]


@dataclass(frozen=True)
class Compared(Generic[State]):
    """What a model found, beside what it found at the start.

    Parameters
    ----------
    now, start : object
        Its state for the knobs' present positions, and for those at the start.
    """

    now: State
    start: State


def known(name: str, knobs: Iterable[str]) -> str:
    """Return the name of a knob if there is such a knob.

    Parameters
    ----------
    name : str
        The name that was given.
    knobs : iterable of str
        The names there are.

    Raises
    ------
    ValueError
        If it is none of them; the message lists them.
    """
    there = list(knobs)
    if name not in there:
        raise ValueError(
            f"There is no knob {name!r} here; there is {', '.join(there)}.{did_you_mean(name, there)}"
        )
    return name


class Explorer(Faced, Generic[State]):
    """A model with knobs, a picture and a text; the last line of a cell shows it.

    Parameters
    ----------
    title : str
        The question the explorer answers.
    knobs : sequence of Knob
        One to three.
    model : callable
        Takes the knobs' values by name and returns a state. Pure: the same values give the same state.
    draw : callable
        Takes an empty figure, makes its artists, and returns a function that moves them to a state.
    read_out : callable
        Takes a state and returns sentences that say what the picture shows, the most important one first.
    alt : callable
        Takes a state and returns the picture's text alternative.
    size : (float, float)
        Width and height of the figure in inches.

    Attributes
    ----------
    state : object
        What the model found for the knobs' present positions.

    Raises
    ------
    ValueError
        For no knob, more than three, two of a name, or a name that the model does not take.
    """

    def __init__(
        self,
        title: str,
        knobs: Sequence[Knob],
        model: Callable[..., State],
        draw: Callable[[Figure], Update[State]],
        read_out: Callable[[State], Sequence[str]],
        alt: Callable[[State], str],
        size: tuple[float, float] = (7.5, 3.0),
    ) -> None:
        names = [knob.name for knob in knobs]
        if not 1 <= len(names) <= MOST_KNOBS:
            raise ValueError(f"An explorer has one to {MOST_KNOBS} knobs; {len(names)} were given: {names}.")
        taken = inspect.signature(model).parameters
        takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values())
        for name in names:
            if name not in taken and not takes_any:
                raise ValueError(f"The model has no parameter {name!r}; it takes {', '.join(taken)}.")
            if names.count(name) > 1:
                raise ValueError(f"Knob {name!r} was given twice.")
        self.title = title
        self.knobs = {knob.name: knob for knob in knobs}
        self._positions = {knob.name: knob.start for knob in knobs}
        self._model = model
        self._draw = draw
        self._read_out = read_out
        self._alt = alt
        self._size = size
        self.state = self._run()

    # ----------------------------------------------------------------------------------------- the model side

    def _run(self) -> State:
        return self._model(**{name: self.knobs[name].options[at][1] for name, at in self._positions.items()})

    @property
    def settings(self) -> dict[str, str]:
        """The knobs' present positions, as they are shown."""
        return {name: self.knobs[name].options[at][0] for name, at in self._positions.items()}

    @property
    def text(self) -> str:
        """The read-out: what the picture shows, as plain text."""
        return "\n".join(self._read_out(self.state))

    @property
    def alt(self) -> str:
        """The picture's text alternative."""
        return self._alt(self.state)

    @property
    def figure(self) -> Figure:
        """The figure for the knobs' present positions."""
        figure, update = self._canvas
        styled(update)(self.state)
        return figure

    @property
    def svg(self) -> bytes:
        """The picture for the knobs' present positions, as it is shown."""
        return svg(self.figure)

    @property
    def png(self) -> bytes:
        """The same as PNG, for a place that shows no SVG."""
        return png(self.figure)

    @cached_property
    def _canvas(self) -> tuple[Figure, Update[State]]:
        figure = new_figure(*self._size)
        return figure, styled(self._draw)(figure)

    def move(self, **positions: Any) -> Explorer[State]:
        """Set knobs from code, by the text they show or by value; the picture and the text follow.

        Parameters
        ----------
        **positions
            Knob names and where to move them: ``move(device="H100", efficiency="60 %")``.

        Returns
        -------
        Explorer
            The explorer itself, so that the last line of a cell shows it.

        Raises
        ------
        ValueError
            For a name that is no knob or a position that the knob does not have; no knob has moved then.
        """
        self._go({name: self.knobs[known(name, self.knobs)].position(at) for name, at in positions.items()})
        return self

    def _go(self, positions: dict[str, int]) -> None:
        self._positions.update(positions)
        self.state = self._run()
        if "widget" in self.__dict__:  # built: somebody may be looking at it
            self._show()
        self.changed()

    def __repr__(self) -> str:
        knobs = [f"  {knob.label}: {self.settings[name]}" for name, knob in self.knobs.items()]
        return "\n".join([self.title, *knobs, self.text])

    # ---------------------------------------------------------------------------------------- the widget side

    @cached_property
    def widget(self) -> Any:
        """The ipywidgets box: title, knobs, picture, text. Built when first asked for."""
        import ipywidgets

        self._controls = {name: self._control(ipywidgets, knob) for name, knob in self.knobs.items()}
        self._picture = ipywidgets.HTML(layout={"width": FULL})
        self._words = ipywidgets.HTML()
        title = ipywidgets.HTML(f"<p><b>{html.escape(self.title)}</b></p>")
        self._show()
        box = ipywidgets.VBox([title, *self._controls.values(), self._picture, self._words])
        box.add_class("mlsys-explorer")
        # Sliders of one explorer are equally long: every value has the room of the longest.
        longest = max(
            (len(text) for knob in self.knobs.values() if knob.ordered for text, _ in knob.options), default=0
        )
        room = min(longest, _LONGEST_READOUT)
        title.value += _READOUT.format(room)
        box.add_class(f"mlsys-readout-{room}")
        return box

    def _control(self, ipywidgets: Any, knob: Knob) -> Any:
        kind = ipywidgets.SelectionSlider if knob.ordered else ipywidgets.Dropdown
        control = kind(
            options=[text for text, _ in knob.options],
            index=self._positions[knob.name],
            description=knob.label,
            style={"description_width": "12em"},
            layout={"width": FULL},
        )
        control.add_class("mlsys-knob")
        control.observe(lambda change: self._moved(knob.name, change["new"]), names="index")
        return control

    def _moved(self, name: str, position: int) -> None:
        if position != self._positions[name]:
            self._go({name: position})

    def _show(self) -> None:
        for name, control in self._controls.items():
            control.index = self._positions[name]
        self._seen = img(self.svg, self.alt)
        self._picture.value = _LAYOUT + self._seen
        self._words.value = self._words_html()

    def _words_html(self) -> str:
        first, *rest = (html.escape(sentence) for sentence in self._read_out(self.state))
        # ipywidgets' sliders tell a screen reader neither their name nor their value: say both here.
        knobs = html.escape(
            ". ".join(f"{knob.label}: {self.settings[name]}" for name, knob in self.knobs.items())
        )
        items = "".join(f"<li>{sentence}</li>" for sentence in rest)
        # A live region: a screen reader says the new text when a knob has moved. (ipywidgets' Image has no
        # text alternative, and a tooltip on it breaks its view: the picture is an HTML widget for that
        # reason.)
        return (
            '<div role="status" aria-live="polite" aria-atomic="true" class="mlsys-read-out"'
            ' style="line-height: 1.5; max-width: 45em">'
            f'<span style="{_UNSEEN}">{knobs}. </span>'
            f"<p><b>{first}</b></p>{f'<ul>{items}</ul>' if items else ''}</div>"
        )

    def face(self) -> str:
        """Return the explorer as it stands, as HTML for any page: the knobs' positions, picture, read-out."""
        knobs = "; ".join(f"{knob.label}: {self.settings[name]}" for name, knob in self.knobs.items())
        picture = self._seen if "widget" in self.__dict__ else img(self.svg, self.alt)
        first, *rest = (html.escape(sentence) for sentence in self._read_out(self.state))
        items = "".join(f"<li>{sentence}</li>" for sentence in rest)
        return (
            f"<p><b>{html.escape(self.title)}</b></p><p>{html.escape(knobs)}</p>{picture}"
            f"<p><b>{first}</b></p>{f'<ul>{items}</ul>' if items else ''}{asleep('move the knobs')}"
        )
