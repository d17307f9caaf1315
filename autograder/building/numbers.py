"""Typed numbers that belong elsewhere: in the constants, in the scenario, in the key.

A number *looks like data* when it has more than two significant digits, or is ten thousand and
more, or below a thousandth: 312, 1024, 175e9 and 0.455 do; 0.45, 24, a figure size of 7 by 4.5 and
powers of ten do not. In a graded notebook only 0, 1, 2, 3 and 10 may be typed at all, because the numbers
of a question may be each student's own. An author who means it says why: ``# literal: bits in a
byte`` at the end of the line, ``<!-- literal: the book's wording -->`` in the paragraph.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from autograder import substitution

FREE = {Decimal(n) for n in (0, 1, 2, 3, 10)}

_CODE_EXCUSE = re.compile(r"#\s*literal:\s*\S")
_PROSE_EXCUSE = re.compile(r"<!--\s*literal:\s*\S.*?-->")
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")
_NUMBER = re.compile(
    r"(?<![\w.^{-])(?<![A-Za-z]-)"
    r"(\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"(\s*(?:×|\\times)\s*10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*)?"
    r"((?:\s|\\,|~)*(?:%|percent|[KMGTPEZ]?FLOPS?|[kKMGTP]i?B|bytes?|bits?|[kKMGT]bit|[kMGm]?Wh?|[mnpµ]J"
    r"|[mnµ]s|seconds?|hours?|days?|weeks?|months?|tokens?|parameters?|samples?|GPUs?|USD|dollars?)\b(?:/\w+)?|\s*%)?"
    r"(?![\w.]*\w)"
)
_REFERENCE = re.compile(
    r"\b(?:chapters?|sections?|parts?|exercises?|questions?|steps?|tables?|figures?|equations?|objectives?)\s+"
    r"[\d.]+(?:(?:,| and| to|–)\s*[\d.]+)*",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\s*(?:#+\s*)?(?:\d+\.)*\d+[.:)]\s", re.MULTILINE)


def looks_like_data(text: str) -> bool:
    """Say whether a number, as typed, looks like a measurement.

    Examples
    --------
    >>> [looks_like_data(n) for n in ("312", "3.14e23", "0.45", "1e9", "7")]
    [True, True, False, False, False]
    """
    try:
        number = Decimal(text.replace("_", "").replace(",", ""))
    except InvalidOperation:
        return True  # hexadecimal and the like
    digits = number.normalize().as_tuple().digits
    if digits in ((0,), (1,)):
        return False
    return len(digits) > 2 or not Decimal("0.001") <= abs(number) < 10_000


def _is_free(text: str) -> bool:
    try:
        return Decimal(text.replace("_", "").replace(",", "")) in FREE
    except InvalidOperation:
        return False


def in_code(source: str, graded: bool) -> Iterator[str]:
    """Yield the numbers of a code cell that should not be typed there.

    Parameters
    ----------
    source : str
        Valid Python.
    graded : bool
        Whether only the free numbers may be typed.
    """
    lines = source.split("\n")
    tree = ast.parse(source)
    counts = set(_counts(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in {"Q_", "ureg"} and node.args:
            first = node.args[0]  # Q_("312 TFLOP/s")
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found = re.match(r"\s*([\d.]+(?:[eE][+-]?\d+)?)", first.value)
                if found and _refused(found[1], graded) and not _CODE_EXCUSE.search(lines[first.lineno - 1]):
                    yield found[1]
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node not in counts:
            text = ast.get_source_segment(source, node) or repr(node.value)
            if _refused(text, graded) and not _CODE_EXCUSE.search(lines[node.lineno - 1]):
                yield text


def _counts(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield how many points a curve has and what a random generator starts from: no data either."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in {"linspace", "logspace", "geomspace"}:
            yield from node.args[2:]
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "num")
        if isinstance(node, ast.Call) and _name(node.func) == "default_rng":
            yield from node.args


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _refused(text: str, graded: bool) -> bool:
    return not _is_free(text) if graded else looks_like_data(text)


def in_prose(text: str, graded: bool) -> Iterator[str]:
    """Yield the numbers of a markdown cell that should not be typed there.

    Parameters
    ----------
    text : str
        Markdown; fenced code, links, ``{{…}}`` and numbering are left out.
    graded : bool
        In graded prose every number but the free ones counts; in a lesson those that look like data,
        and those with a unit.
    """
    for paragraph in re.split(r"\n\s*\n", _FENCE.sub("", text)):
        if _PROSE_EXCUSE.search(paragraph):
            continue
        plain = _LINK.sub(" ", substitution.blank(paragraph))
        plain = _NUMBERING.sub(" ", _REFERENCE.sub(" ", plain))
        for match in _NUMBER.finditer(plain):
            number, power, unit = match.groups()
            if not unit and not power and re.fullmatch(r"(19|20)\d\d", number):
                continue  # a year
            if _is_free(number) and not power:
                continue
            if graded or power or unit or looks_like_data(number):
                yield match[0].strip()
