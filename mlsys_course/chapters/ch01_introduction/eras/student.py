"""STUDENT (1964): an algebra word problem becomes equations, the equations an answer.

Bobrow's program knew no grammar. It replaced some words by others, cut the text into simple sentences, and
searched each for a few patterns ("... is ...", "... times ...", "the square of ..."); whatever matched no
pattern was the name of a quantity, compared word by word. This module does the same with the rules of
`RULES`, and fails as it did: a wording that the rules have not foreseen stops it.

References
----------
D. G. Bobrow, *Natural Language Input for a Computer Problem Solving System*, PhD thesis, MIT, 1964
(AITR-219); the advertisement problem is one of its examples.

Examples
--------
>>> solution = solve(CUSTOMERS)
>>> solution.value
162
>>> print(solution.equations[0])
(number of customers tom gets) = 2 * ((20/100 * (number of advertisements he runs)) ^ 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

CUSTOMERS = (
    "If the number of customers Tom gets is twice the square of 20% of the number of advertisements he runs, "
    "and the number of advertisements is 45, what is the number of customers Tom gets?"
)
"""The advertisement problem, in the wording of the chapter's callout."""

REPHRASINGS: tuple[tuple[str, str], ...] = (
    ("as printed", CUSTOMERS),
    (
        "sentences in another order",
        (
            "The number of advertisements he runs is 45. The number of customers Tom gets is twice the "
            "square of 20% of the number of advertisements he runs. What is the number of customers Tom gets?"
        ),
    ),
    (
        "another name for the unknown",
        CUSTOMERS.replace("the number of customers Tom gets is", "Tom's client count is", 1),
    ),
    (
        "a verb that no rule knows",
        (
            "Tom gets twice the square of 20% of the number of advertisements he runs as customers. The "
            "number of advertisements he runs is 45. What is the number of customers Tom gets?"
        ),
    ),
    ("a fifth for 20%", CUSTOMERS.replace("20%", "a fifth")),
    ("a number inside a name", CUSTOMERS.replace("the number of advertisements is 45", "he runs 45 of them")),
)
"""The same problem in other words, each with what was changed; a reader gives 162 to all of them."""


class NotUnderstood(ValueError):
    """STUDENT has no rule for a sentence, or its equations do not settle the question."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: the message is for a reader, not a programmer.
        return [f"STUDENT: {self}"]


@dataclass(frozen=True)
class Operation:
    """An arithmetic operation on two expressions; ``symbol`` is one of ``+ - * / ^``."""

    symbol: str
    left: Expression
    right: Expression

    def __str__(self) -> str:
        return f"{_show(self.left)} {self.symbol} {_show(self.right)}"


Expression = Fraction | str | Operation
"""A number, the name of a quantity, or an operation on two expressions."""


@dataclass(frozen=True)
class Equation:
    """Two expressions that are equal."""

    left: Expression
    right: Expression

    def __str__(self) -> str:
        return f"{_show(self.left, top=True)} = {_show(self.right, top=True)}"


@dataclass(frozen=True)
class Solution:
    """What STUDENT made of a problem.

    Parameters
    ----------
    sentences : tuple of str
        The simple sentences after the words were replaced.
    equations : tuple of Equation
        One for each sentence of the form "... is ...".
    assumptions : tuple of str
        Names that had to be taken for the same quantity.
    values : mapping of str to Fraction
        The quantities asked for.
    """

    sentences: tuple[str, ...]
    equations: tuple[Equation, ...]
    assumptions: tuple[str, ...]
    values: Mapping[str, Fraction]

    @property
    def value(self) -> int | float:
        """The first quantity asked for, as a plain number."""
        first = next(iter(self.values.values()))
        return int(first) if first.denominator == 1 else float(first)

    @property
    def answer(self) -> str:
        """The answer as a sentence."""
        parts = (f"the {name} is {_number(value)}" for name, value in self.values.items())
        return (" and ".join(parts) + ".").capitalize()


@dataclass(frozen=True)
class Attempt:
    """One wording of a problem and what became of it: a value, or the sentence STUDENT stopped with."""

    change: str
    text: str
    value: int | float | None
    message: str

    @property
    def understood(self) -> bool:
        """Whether an answer was found."""
        return self.value is not None


_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SUBSTITUTIONS: tuple[tuple[str, str], ...] = (
    (r"%", " per cent"),
    (r"\bpercent\b", "per cent"),
    (r"\btwice\b", "2 times"),
    (r"\bhalf of\b|\bhalf\b", "0.5 times"),
    (r"\bis equal to\b|\bequals\b|\bare\b", "is"),
    (r"\bfind\b", "what is"),
    *((rf"\b{word}\b(?= times| per cent| more| less|$)", str(value)) for word, value in _WORDS.items()),
)

RULES: tuple[tuple[str, str], ...] = (
    # The first rule that matches splits the expression, so the loosest binding comes first.
    (r"(?:the )?sum of (?P<a>.+?) and (?P<b>.+)", "a + b"),
    (r"(?:the )?difference between (?P<a>.+?) and (?P<b>.+)", "a - b"),
    (r"(?:the )?product of (?P<a>.+?) and (?P<b>.+)", "a * b"),
    (r"(?P<a>\S+) per cent less than (?P<b>.+)", "(100 - a) / 100 * b"),
    (r"(?P<a>\S+) per cent more than (?P<b>.+)", "(100 + a) / 100 * b"),
    (r"(?P<a>.+?) plus (?P<b>.+)", "a + b"),
    (r"(?P<a>.+?) minus (?P<b>.+)", "a - b"),
    (r"(?P<a>.+?) more than (?P<b>.+)", "b + a"),
    (r"(?P<a>.+?) less than (?P<b>.+)", "b - a"),
    (r"(?P<a>.+?) (?:times|multiplied by) (?P<b>.+)", "a * b"),
    (r"(?P<a>.+?) divided by (?P<b>.+)", "a / b"),
    (r"(?:the )?square of (?P<a>.+)", "a ^ 2"),
    (r"(?P<a>.+) squared", "a ^ 2"),
    (r"(?P<a>\S+) per cent of (?P<b>.+)", "a / 100 * b"),
)
"""Every pattern an expression may have, with what it means; all the algebra STUDENT knows."""


def solve(problem: str) -> Solution:
    """Solve a word problem.

    Parameters
    ----------
    problem : str
        Sentences "... is ..." and a question "what is ...?" (or "find ...").

    Returns
    -------
    Solution
        Sentences, equations, assumptions and values (plain numbers).

    Raises
    ------
    NotUnderstood
        When a sentence matches no rule or the equations leave the question open; the message says which.

    Examples
    --------
    >>> solve("The price of a radio is 69.70. The price of a radio is 15 percent less than the marked price. "
    ...       "What is the marked price?").answer
    'The marked price is 82.'
    """
    sentences = tuple(_sentences(problem))
    equations: list[Equation] = []
    asked: list[str] = []
    for sentence in sentences:
        if match := re.fullmatch(r"what is (.+)", sentence):
            asked += [_name(part) for part in match[1].split(" and ")]
        elif match := re.fullmatch(r"(.+?) is (.+)", sentence):
            equations.append(Equation(_parse(match[1]), _parse(match[2])))
        else:
            raise NotUnderstood(
                f"I can't turn {sentence!r} into an equation. The sentences I know have the form "
                "'... is ...', the questions 'what is ...?'."
            )
    if not asked:
        raise NotUnderstood(
            "I found no question. Ask 'what is ...?' and name the quantity as in the other sentences."
        )

    values = _values(equations)
    assumptions: list[str] = []
    if any(name not in values for name in asked):
        equations_used = list(equations)
        for short, long in _alike(sorted({n for e in equations for n in _names(e)} | set(asked))):
            equations_used.append(Equation(short, long))
            assumptions.append(f"assuming that the {short} is the {long}")
        values = _values(equations_used)
    for name in asked:
        if name not in values:
            raise NotUnderstood(_why_not(name, equations))
    return Solution(sentences, tuple(equations), tuple(assumptions), {name: values[name] for name in asked})


def attempts(wordings: Iterable[tuple[str, str]] = REPHRASINGS) -> list[Attempt]:
    """Try one problem in several wordings.

    Parameters
    ----------
    wordings : iterable of (str, str)
        What was changed, and the text.

    Returns
    -------
    list of Attempt
        In the same order.

    Examples
    --------
    >>> [attempt.value for attempt in attempts()]
    [162, 162, None, None, None, None]
    """
    results: list[Attempt] = []
    for change, text in wordings:
        try:
            solution = solve(text)
        except NotUnderstood as error:
            results.append(Attempt(change, text, None, str(error)))
        else:
            results.append(Attempt(change, text, solution.value, solution.answer))
    return results


def _sentences(text: str) -> Iterable[str]:
    """Replace words and cut the text into simple sentences."""
    text = " ".join(text.lower().split())
    for pattern, replacement in _SUBSTITUTIONS:
        text = re.sub(pattern, replacement, text)
    text = " ".join(text.split())
    for sentence in re.split(r"[.?!](?:\s+|$)", text):
        sentence = re.sub(r"^if ", "", sentence.strip())
        for part in re.split(r",\s*(?:and |then )?", sentence):
            yield from _conjuncts(part.strip())


def _conjuncts(clause: str) -> Iterable[str]:
    """Cut at an "and" that joins two whole sentences ("the sum of a and b" is not one)."""
    for match in re.finditer(r" and ", clause):
        left, right = clause[: match.start()], clause[match.end() :]
        if " is " in left and " is " in right and not left.startswith("what "):
            yield left
            yield from _conjuncts(right)
            return
    if clause:
        yield clause


def _name(phrase: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", phrase.strip())


def _parse(phrase: str) -> Expression:
    """Turn a phrase into an expression by the first rule that matches."""
    phrase = phrase.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", phrase):
        return Fraction(phrase)
    for pattern, meaning in RULES:
        match = re.fullmatch(pattern, phrase)
        if match:
            parts = {key: _parse(part) for key, part in match.groupdict().items()}
            return _build(meaning, parts)
    if re.search(r"\d", phrase):
        raise NotUnderstood(
            f"There is a number in {phrase!r}, but none of my {len(RULES)} patterns says what to do with it. "
            "Say it with plus, minus, times, divided by, per cent of, the square of."
        )
    return _name(phrase)


def _build(meaning: str, parts: Mapping[str, Expression]) -> Expression:
    """Read a meaning such as ``a / 100 * b``, from left to right."""
    tokens = meaning.replace("(", "").replace(")", "").split()

    def leaf(token: str) -> Expression:
        return parts[token] if token in parts else Fraction(token)

    result = leaf(tokens[0])
    for symbol, token in zip(tokens[1::2], tokens[2::2], strict=True):
        result = Operation(symbol, result, leaf(token))
    return result


def _names(item: Equation | Expression) -> set[str]:
    if isinstance(item, str):
        return {item}
    if isinstance(item, (Equation, Operation)):
        return _names(item.left) | _names(item.right)
    return set()


Linear = dict[str, Fraction]  # the coefficient of each quantity; "" holds the constant


def _linear(expression: Expression, known: Mapping[str, Fraction]) -> Linear | None:
    """Write the expression as a sum of quantities, or None where it is not one (yet)."""
    if isinstance(expression, Fraction):
        return {"": expression}
    if isinstance(expression, str):
        return {"": known[expression]} if expression in known else {expression: Fraction(1)}
    a, b = _linear(expression.left, known), _linear(expression.right, known)
    if a is None or b is None:
        return None
    if expression.symbol in "+-":
        sign = 1 if expression.symbol == "+" else -1
        return {k: a.get(k, Fraction(0)) + sign * b.get(k, Fraction(0)) for k in {*a, *b}}
    if set(a) <= {""} and set(b) <= {""}:
        left, right = a.get("", Fraction(0)), b.get("", Fraction(0))
        if expression.symbol == "^":
            return {"": Fraction(left ** int(right))}
        if expression.symbol == "/" and right == 0:
            raise NotUnderstood("The problem divides by zero.")
        return {"": left * right if expression.symbol == "*" else left / right}
    if expression.symbol == "*" and set(a) <= {""}:
        return {k: v * a.get("", Fraction(0)) for k, v in b.items()}
    if expression.symbol == "*" and set(b) <= {""}:
        return {k: v * b.get("", Fraction(0)) for k, v in a.items()}
    if expression.symbol == "/" and set(b) <= {""} and b.get("", Fraction(0)) != 0:
        return {k: v / b[""] for k, v in a.items()}
    return None


def _values(equations: Iterable[Equation]) -> dict[str, Fraction]:
    """Solve what can be solved: eliminate, put in what is known, and look again."""
    known: dict[str, Fraction] = {}
    equations = list(equations)
    while True:
        rows: list[Linear] = []
        for equation in equations:
            row = _linear(Operation("-", equation.left, equation.right), known)
            if row is not None:
                rows.append(row)
        found = _eliminate(rows)
        if not found.keys() - known.keys():
            return known
        known.update(found)


def _eliminate(rows: list[Linear]) -> dict[str, Fraction]:
    """Gauss-Jordan elimination; returns the quantities that are settled."""
    done: dict[str, Linear] = {}
    for row in rows:
        row = dict(row)
        for name, pivot in done.items():
            factor = row.get(name, Fraction(0))
            row = {k: row.get(k, Fraction(0)) - factor * pivot.get(k, Fraction(0)) for k in {*row, *pivot}}
        row = {k: v for k, v in row.items() if v != 0}
        unknowns = sorted(k for k in row if k)
        if not unknowns:
            if row.get("", Fraction(0)) != 0:
                raise NotUnderstood("The sentences contradict each other: no numbers satisfy all of them.")
            continue
        lead = unknowns[0]
        row = {k: v / row[lead] for k, v in row.items()}
        for name, pivot in done.items():
            factor = pivot.get(lead, Fraction(0))
            mixed = {k: pivot.get(k, Fraction(0)) - factor * row.get(k, Fraction(0)) for k in {*pivot, *row}}
            done[name] = {k: v for k, v in mixed.items() if v != 0}
        done[lead] = row
    return {name: -row.get("", Fraction(0)) for name, row in done.items() if set(row) <= {name, ""}}


def _alike(names: list[str]) -> Iterable[tuple[str, str]]:
    """Pairs of names of which one begins with all the words of the other."""
    for short in names:
        for long in names:
            if short != long and f"{long} ".startswith(f"{short} "):
                yield short, long


def _why_not(name: str, equations: Iterable[Equation]) -> str:
    known = sorted({n for e in equations for n in _names(e)})
    listed = ", ".join(repr(n) for n in known) or "none"
    if name not in known:
        return (
            f"No sentence tells me about {name!r}. The quantities I found are: {listed}. I compare names "
            "word by word: two wordings of one thing are two things to me."
        )
    return (
        f"The sentences do not settle {name!r}. The quantities I found are: {listed}; "
        "one of them is never given."
    )


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"


def _show(expression: Expression, top: bool = False) -> str:
    if isinstance(expression, Fraction):
        return _number(expression)
    if isinstance(expression, str):
        return f"({expression})"
    if (
        expression.symbol == "/"
        and isinstance(expression.left, Fraction)
        and isinstance(expression.right, Fraction)
    ):
        return f"{_number(expression.left)}/{_number(expression.right)}"
    return str(expression) if top else f"({expression})"
