"""I1.16: which of four programs has the most possible inputs."""

import math

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification


@exercise(
    "input_spaces",
    bank="I1.16",
    scenario="input_spaces",
    objective=3,
    bloom="Analyze",
    anchors="eq-verification-gap",
    title="Which program has the most inputs?",
    prompt=(
        "Four programs take four kinds of input: a black-and-white picture, a grey picture, a word of "
        "letters, and a number with decimal digits. Put them in order by how many different inputs are "
        "possible: 1 for the program with the fewest, 4 for the one with the most."
    ),
    spec=Classification(
        items={
            "black-and-white picture": ("black and white",),
            "grey picture": ("grey", "gray"),
            "word": ("letters",),
            "number": ("digits",),
        },
        classes=(1, 2, 3, 4),
        order=True,
        reconsider=(
            "Each place of an input multiplies the count by its number of values. Compare logarithms: places "
            "times the logarithm of the values of a place."
        ),
    ),
)
def input_spaces(side, pixels, grey_levels, letters, alphabet, digits):
    """Sort the programs by the logarithm of the number of their inputs."""
    log_of_inputs = {
        "black-and-white picture": side**2 * math.log10(2),
        "grey picture": pixels * math.log10(grey_levels),
        "word": letters * math.log10(alphabet),
        "number": digits,
    }
    in_order = sorted(log_of_inputs, key=lambda item: log_of_inputs[item])
    return {item: in_order.index(item) + 1 for item in log_of_inputs}


def _ranked(**values):
    names = {"picture": "black-and-white picture", "grey": "grey picture"}
    in_order = sorted(values, key=lambda item: values[item])
    return {names.get(item, item): in_order.index(item) + 1 for item in values}


input_spaces.misconception(
    "places-counted",
    "You compare how many places an input has. What a place can hold counts as well, in the base of the power.",
    lambda side, pixels, grey_levels, letters, alphabet, digits: _ranked(
        picture=side**2, grey=pixels, word=letters, number=digits
    ),
)

input_spaces.misconception(
    "multiplied-not-powered",
    "You multiply places by values. Two places with ten values each make ten times ten inputs: take a power.",
    lambda side, pixels, grey_levels, letters, alphabet, digits: _ranked(
        picture=2 * side**2, grey=pixels * grey_levels, word=letters * alphabet, number=10 * digits
    ),
)

input_spaces.misconception(
    "side-not-squared",
    "You take the side of the square picture for its number of pixels. It has side times side of them.",
    lambda side, pixels, grey_levels, letters, alphabet, digits: _ranked(
        picture=side * math.log10(2),
        grey=pixels * math.log10(grey_levels),
        word=letters * math.log10(alphabet),
        number=digits,
    ),
)

_LOGS = (
    "n = {'black-and-white picture': q.side**2 * np.log10(2), 'grey picture': q.pixels * np.log10(q.grey_levels), "
    "'word': q.letters * np.log10(q.alphabet), 'number': q.digits}\n"
)
_RANKS = "input_spaces = {item: sorted(n, key=n.get).index(item) + 1 for item in n}"
_RIGHT = {"black-and-white picture": 2, "grey picture": 3, "word": 4, "number": 1}

input_spaces.answers(
    right=[
        _LOGS + _RANKS,
        _LOGS + "input_spaces = pd.Series(n).rank().astype(int)",
        repr(_RIGHT),
        repr({item: str(place) for item, place in _RIGHT.items()}),
        repr([2, 3, 4, 1]),
    ],
    wrong={
        "order:reversed": [repr({item: 5 - place for item, place in _RIGHT.items()})],
        "order:neighbours": [repr({**_RIGHT, "word": 3, "grey picture": 4})],
        "order:twice": [repr({**_RIGHT, "word": 3})],
        "places-counted": [
            "n = {'black-and-white picture': q.side**2, 'grey picture': q.pixels, 'word': q.letters, "
            "'number': q.digits}\n" + _RANKS
        ],
        "multiplied-not-powered": [
            "n = {'black-and-white picture': 2 * q.side**2, 'grey picture': q.pixels * q.grey_levels, "
            "'word': q.letters * q.alphabet, 'number': 10 * q.digits}\n" + _RANKS
        ],
        "side-not-squared": [_LOGS.replace("q.side**2", "q.side") + _RANKS],
        "class:unknown": [repr({**_RIGHT, "word": 5})],
        "item:missing": [repr({"word": 1})],
        "none": ["None"],
    },
)
