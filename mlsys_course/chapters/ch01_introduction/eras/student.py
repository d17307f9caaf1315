"""STUDENT (1964): an algebra word problem becomes equations, the equations an answer.

Bobrow's program knew no grammar. It replaced some words by others, cut the text into simple sentences, and
searched each for a few patterns ("... is ...", "... times ...", "the square of ..."); whatever matched no
pattern was the name of a quantity, compared word by word. This module does the same with the rules of
`RULES`, and fails as it did: a wording that the rules have not foreseen stops it.

References
----------
D. G. Bobrow, *Natural Language Input for a Computer Problem Solving System*, PhD thesis, MIT, 1964
(AITR-219); the advertisement problem is one of its examples. `CLASSICS` are in the wording of B. Harvey's
version in Logo (*Computer Science Logo Style*, volume 3, chapter 6, and the program that comes with it); the
car's is in that of M. Minsky's slides on the program.

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

from mlsys_course import readable

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

CLASSICS: dict[str, str] = {
    "two numbers": (
        "The sum of two numbers is 96, and one number is 16 larger than the other number. "
        "Find the two numbers."
    ),
    "the price of a radio": (
        "The price of a radio is $69.70. If this price is 15 percent less than the marked price, "
        "find the marked price."
    ),
    "soldiers and guns": (
        "The number of soldiers the Russians have is one half of the number of guns they have. "
        "They have 7000 guns. How many soldiers do they have?"
    ),
    "miles per gallon": (
        "The gas consumption of my car is 15 miles per gallon. The distance between Boston and New York is "
        "250 miles. What is the number of gallons used on a trip between Boston and New York?"
    ),
    "Mary and Ann": (
        "Mary is twice as old as Ann was when Mary was as old as Ann is now. If Mary is 24 years old, "
        "how old is Ann?"
    ),
    "Bill and his family": (
        "Bill's father's uncle is twice as old as Bill's father. 2 years from now Bill's father will be "
        "3 times as old as Bill. The sum of their ages is 92. Find Bill's age."
    ),
}
"""Problems that Bobrow's program was shown with, by a short name."""


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
        parts = (
            f"{_ARTICLE.sub('the ', name, count=1)} is {_number(value)}"
            for name, value in self.values.items()
        )
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


_ARTICLE = re.compile(r"^(?!\d|twice |half |\S+'s )")  # before a name; not before a number or Bill's age
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
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"\$(?=\d)", ""),
    (r"%", " per cent"),
    (r"\bpercent\b", "per cent"),
    (r"\btwo numbers\b", "one number and the other number"),
    (r"\bthe one number and\b", "one number and"),
    (r"\b(\S+) (?:larger|greater) than\b", r"\1 more than"),
    (r"\b(\S+) smaller than\b", r"\1 less than"),
    (r"\btwice (?=as )", "2 times "),
    (r"\b(?:one )?half(?: of)?\b", "half"),
    (r"\bhow many (.+?) (?:do|does) (.+?) (have|has)\b", r"what is the number of \1 \2 have"),
    (r"\bis equal to\b|\bequals\b|\bare\b", "is"),
    (r"\bfind\b", "what is"),
    *((rf"\b{word}\b(?! numbers?\b| of\b)", str(value)) for word, value in _WORDS.items()),
)

_UNITS: dict[str, str] = {
    "miles per gallon": "mile per gallon",
    "miles per hour": "mile per hour",
    "dollars?": "dollar",
    "miles?": "mile",
    "gallons?": "gallon",
    "hours?": "hour",
    "years?(?: old)?": "year",
    "feet|foot": "foot",
    "inch(?:es)?": "inch",
    "pounds?": "pound",
}
"""Units that may follow a number. Nothing is converted, so they must not be mixed in a sum."""

_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("distance", "gas consumption", "number of gallons"),
    ("distance", "speed", "time"),
    ("distance", "average speed", "time"),
)
"""What STUDENT knows about the world: the first quantity is the product of the other two."""

RULES: tuple[tuple[str, str], ...] = (
    # The first rule that matches splits the expression, so the loosest binding comes first.
    ("a plus b", "a + b"),
    ("a minus b", "a - b"),
    ("a per cent less than b", "100 - a / 100 * b"),
    ("a per cent more than b", "100 + a / 100 * b"),
    ("a more than b", "b + a"),
    ("a less than b", "b - a"),
    ("a times b", "a * b"),
    ("a multiplied by b", "a * b"),
    ("a divided by b", "a / b"),
    ("twice a", "2 * a"),
    ("half a", "0.5 * a"),
    ("square of a", "a ^ 2"),
    ("a squared", "a ^ 2"),
    ("a per cent of b", "a / 100 * b"),
    ("sum of a and b", "a + b"),
    ("difference between a and b", "a - b"),
    ("product of a and b", "a * b"),
)
"""Every pattern an expression may have, with what it means, read from left to right."""

_ADDITIVE, _COMPARING, _FACTORS, _TIGHT, _LISTS = RULES[:2], RULES[2:6], RULES[6:9], RULES[9:14], RULES[14:]
_OPERATORS = re.compile(
    r"\b(?:plus|minus|per cent|more than|less than|times|multiplied by|divided by|squared|square of|"
    r"twice|half|sum of|difference between|product of|is|was|will be|what)\b"
)


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
    >>> solve(CLASSICS["the price of a radio"]).answer
    'The marked price is 82.'
    >>> solve("What is 10 minus 3 minus 2?").value
    5
    """
    sentences = tuple(_sentences(problem))
    equations: list[Equation] = []
    asked: dict[str, Expression] = {}
    for sentence in sentences:
        if match := re.fullmatch(r"what is (.+)", sentence):
            asked |= {_name(part): _parse(part, equations) for part in _asked(match[1])}
        elif (match := re.fullmatch(r"(.+?) is (.+)", sentence)) and not sentence.startswith("what "):
            equations.append(Equation(_parse(match[1], equations), _parse(match[2], equations)))
        else:
            raise NotUnderstood(
                f"I can't turn {sentence!r} into an equation. The sentences I know have the form "
                "'... is ...', the questions 'what is ...?'."
            )
    if not asked:
        raise NotUnderstood(
            "I found no question. Ask 'what is ...?' and name the quantity as in the other sentences."
        )
    _refuse_mixed_units(problem, equations, asked.values())

    # A question may ask for an expression: it becomes one more quantity.
    found = [Equation(name, e) for name, e in asked.items() if not isinstance(e, str)]
    values = _values(equations + found)
    assumptions: list[str] = []
    if any(name not in values for name in asked):
        names = sorted(
            {n for e in equations for n in _names(e)} | {n for e in asked.values() for n in _names(e)}
        )
        more: list[Equation] = []
        for product, one, other in _world(names):
            more.append(Equation(product, Operation("*", one, other)))
            assumptions.append(f"knowing that the {product} is the {one} times the {other}")
        for short, long in _alike(names):
            more.append(Equation(short, long))
            assumptions.append(f"assuming that the {short} is the {long}")
        values = _values(equations + found + more)
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
    people: list[str] = []
    for sentence in re.split(r"\s*[.?!](?:\s+|$)", " ".join(text.split())):
        sentence = re.sub(r"^if ", "", sentence.strip())
        for part in re.split(r",\s*(?:and |then )?", sentence):
            for clause in _conjuncts(part.strip()):
                yield from _ages(clause, people)


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


_YEARS = "number of years"


def _ages(clause: str, people: list[str]) -> Iterable[str]:
    """Write a sentence about ages with "...'s age"; the others, and "x has 7 guns", as they are or simpler.

    ``people`` collects whose ages the text has spoken of, for "their ages".
    """

    def age(person: str) -> str:
        if person not in people:
            people.append(person)
        return f"{person}'s age"

    number = r"(\d+(?:\.\d+)?)"
    factor = r"((?:\d+(?:\.\d+)? times )?)"
    if m := re.fullmatch(
        rf"(.+?) is {factor}as old as (.+?) was when (.+?) was {factor}as old as (.+?) is(?: now)?", clause
    ):
        yield f"{age(m[1])} is {m[2]}the difference between {age(m[3])} and the {_YEARS}"
        yield f"{age(m[4])} minus the {_YEARS} is {m[5]}{age(m[6])}"
    elif m := re.fullmatch(
        rf"(?:in )?{number} years(?: from now)? (.+?) will be {factor}as old as (.+?)(?: will be)?", clause
    ):
        yield f"{age(m[2])} plus {m[1]} is {m[3]}the sum of {age(m[4])} and {m[1]}"
    elif m := re.fullmatch(rf"{number} years ago (.+?) was {factor}as old as (.+?)(?: was)?", clause):
        yield f"{age(m[2])} minus {m[1]} is {m[3]}the difference between {age(m[4])} and {m[1]}"
    elif m := re.fullmatch(rf"(.+?) is {factor}as old as (.+?)(?: is)?(?: now)?", clause):
        yield f"{age(m[1])} is {m[2]}{age(m[3])}"
    elif m := re.fullmatch(rf"(.+?) is {number} years (older|younger) than (.+?)", clause):
        yield f"{age(m[1])} is {age(m[4])} {'plus' if m[3] == 'older' else 'minus'} {m[2]}"
    elif m := re.fullmatch(rf"(.+?) is {number} years old", clause):
        yield f"{age(m[1])} is {m[2]}"
    elif m := re.fullmatch(r"how old is (.+?)(?: now)?", clause):
        yield f"what is {age(m[1])}"
    elif m := re.fullmatch(rf"(.+?) ha(?:ve|s) {number} ([^\d]+)", clause):
        yield f"the number of {m[3]} {m[1]} have is {m[2]}"
    elif people and "their ages" in clause:
        yield clause.replace("their ages", " and ".join(f"{person}'s age" for person in people))
    else:
        yield clause


def _asked(phrase: str) -> list[str]:
    """Return the quantities of a question: "x and y" are two, "the distance between x and y" is one."""
    if re.search(r"\b(?:between|sum of|product of)\b", phrase):
        return [phrase]
    return phrase.split(" and ")


def _name(phrase: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", phrase.strip())


class _TwoReadings(NotUnderstood):
    """A phrase that means two things: no other rule may save it."""


def _parse(phrase: str, before: list[Equation]) -> Expression:
    """Turn a phrase into an expression: the loosest operation first, equal ones from left to right.

    A phrase that English reads in two ways with two values is refused.
    """
    phrase = phrase.strip()
    for pattern in _UNITS:
        phrase = re.sub(rf"(?<=\d) (?:{pattern})$", "", phrase)
    if re.fullmatch(r"\d+(?:\.\d+)?", phrase):
        return Fraction(phrase)
    if phrase.startswith("this ") and not _OPERATORS.search(phrase):
        return _this(phrase, before)
    bare = _name(phrase)
    added = _split(bare, _ADDITIVE, before, last=True)
    compared = _split(bare, _COMPARING, before, last=False)
    factors = _split(bare, _FACTORS, before, last=True)
    tight = _split(bare, _TIGHT, before, last=False)
    listed = _split(bare, _LISTS, before, last=False)
    readings = [one for one in (added, compared, factors, tight, listed) if one is not None]
    if not readings:
        return _leaf(phrase)
    # Where a comparison or a list begins before a looser operation, either may have been meant.
    rivals = [one for one in (compared, listed) if one is not None]
    if factors is not None and compared is not None and _begins_with(bare, _FACTORS, _COMPARING):
        rivals.append(factors)
    if factors is not None and tight is not None and bare.startswith("square of"):
        rivals.append(tight)
    for rival in rivals:
        if not _same(readings[0], rival):
            raise _TwoReadings(
                f"I can read {phrase!r} in two ways: {readings[0]} or {rival}. Say it in two sentences."
            )
    return readings[0]


def _split(
    phrase: str, rules: tuple[tuple[str, str], ...], before: list[Equation], *, last: bool
) -> Expression | None:
    """Split a phrase by one of the rules, at the last place or the first, where both parts can be read."""
    places: list[tuple[int, str, dict[str, str]]] = []
    for words, meaning in rules:
        middle = re.escape(words).replace(r"\ ", " ")
        head, tail = middle.startswith("a "), middle.endswith(" b")
        core = middle.removeprefix("a ").removesuffix(" b").removesuffix(" a")
        if " a and" in core:  # a list: "sum of a and b"
            opening = core.removesuffix(" a and")
            if phrase.startswith(f"{opening} "):
                rest = phrase[len(opening) + 1 :]
                places += [
                    (m.start(), meaning, {"a": rest[: m.start()], "b": rest[m.end() :]})
                    for m in re.finditer(" and ", rest)
                ]
        elif not head:  # "square of a"
            if phrase.startswith(f"{core} "):
                places.append((0, meaning, {"a": phrase[len(core) + 1 :]}))
        elif not tail:  # "a squared"
            if phrase.endswith(f" {core}"):
                places.append((0, meaning, {"a": phrase[: -len(core) - 1]}))
        else:
            places += [
                (m.start(), meaning, {"a": phrase[: m.start()], "b": phrase[m.end() :]})
                for m in re.finditer(f" {core} ", phrase)
                if "per cent" not in core or re.fullmatch(r"\S+", phrase[: m.start()])
            ]
    for _, meaning, parts in sorted(places, key=lambda place: place[0], reverse=last):
        if "more than" not in meaning and parts["a"].endswith("per cent"):
            continue
        try:
            return _build(meaning, {key: _operand(part, meaning, before) for key, part in parts.items()})
        except _TwoReadings:
            raise
        except NotUnderstood:
            continue
    return None


def _operand(part: str, meaning: str, before: list[Equation]) -> Expression:
    """Read a part; "a and b" where a list goes on is the rest of the list, of a sum or a product."""
    if (
        meaning in ("a + b", "a * b")
        and " and " in part
        and "between" not in part
        and not _OPERATORS.search(part)
    ):
        first, rest = part.split(" and ", 1)
        return Operation(meaning[2], _parse(first, before), _operand(rest, meaning, before))
    return _parse(part, before)


def _begins_with(phrase: str, one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]) -> bool:
    """Whether the first word of the one group of rules comes before that of the other."""

    def place(rules: tuple[tuple[str, str], ...]) -> int:
        found = [phrase.find(words.removeprefix("a ").removesuffix(" b")) for words, _ in rules]
        return min((at for at in found if at >= 0), default=len(phrase))

    return place(one) < place(other)


def _this(phrase: str, before: list[Equation]) -> Expression:
    """Return what "this price" means: the left side of the sentence before, if it speaks of a price."""
    noun = phrase.removeprefix("this ").split()[-1]
    left = before[-1].left if before else None
    if isinstance(left, str) and noun in left.split():
        return left
    raise NotUnderstood(f"I do not know what {phrase!r} points to: the sentence before is about no {noun}.")


def _leaf(phrase: str) -> str:
    if re.search(r"\d", phrase):
        raise NotUnderstood(
            f"There is a number in {phrase!r}, but none of my {len(RULES)} patterns says what to do with it. "
            "Say it with plus, minus, times, divided by, per cent of, the square of."
        )
    name = _name(phrase)
    if not name or _OPERATORS.search(name) or (" and " in name and "between" not in name):
        raise NotUnderstood(
            f"I can't read {phrase!r}: it is not the name of a quantity, and none of my {len(RULES)} "
            "patterns fits."
        )
    return name


def _same(one: Expression, other: Expression) -> bool:
    """Whether two expressions have the same value whatever their quantities are (tried with odd numbers)."""
    names = sorted(_names(one) | _names(other))
    for trial in (1, 2):
        values = {name: Fraction(97 + 31 * trial * (i + 2), 7 + trial) for i, name in enumerate(names)}
        if _linear(one, values) != _linear(other, values):
            return False
    return True


def _refuse_mixed_units(problem: str, equations: list[Equation], asked: Iterable[Expression]) -> None:
    units = {
        unit
        for pattern, unit in _UNITS.items()
        if re.search(rf"\d (?:{pattern})\b(?! per\b)", problem.lower())
    }
    sums = any(_adds(side) for e in equations for side in (e.left, e.right)) or any(map(_adds, asked))
    if len(units) > 1 and sums:
        raise NotUnderstood(
            f"There are {' and '.join(sorted(units))} in the text, and a sum or a difference. I do not "
            "convert units: give all numbers in one."
        )


def _adds(item: Expression) -> bool:
    return isinstance(item, Operation) and (item.symbol in "+-" or _adds(item.left) or _adds(item.right))


def _world(names: list[str]) -> Iterable[tuple[str, str, str]]:
    """Relations STUDENT knows whose three quantities the problem names, each once."""
    for relation in _KNOWN:
        named = [[n for n in names if f"{n} ".startswith(f"{known} ")] for known in relation]
        if all(len(found) == 1 for found in named):
            product, one, other = (found[0] for found in named)
            yield product, one, other


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


_PRONOUNS = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their)\b")


def _alike(names: list[str]) -> Iterable[tuple[str, str]]:
    """Pairs of names of which one begins with all the words of the other, or has a pronoun for some."""
    for short in names:
        for long in names:
            pattern = ".+".join(map(re.escape, _PRONOUNS.split(short)))
            if short != long and (
                f"{long} ".startswith(f"{short} ")
                or (_PRONOUNS.search(short) and not _PRONOUNS.search(long) and re.fullmatch(pattern, long))
            ):
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
    return str(value.numerator) if value.denominator == 1 else readable.number(float(value), 6)


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
