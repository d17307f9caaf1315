"""Search of the lessons for the answers to what they ask learners to predict.

A prediction is worth something while its answer is covered. It lies open in three ways: it stands in the
source of a cell, it stands in a text or an output above the question, or the text right after it gives it
away. The answers are computed here and looked for in all three; what a learner sets in an explorer is theirs.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nbformat.notebooknode import NotebookNode

from autograder.building import told
from mlsys_course import questions, readable
from mlsys_course.questions import Question
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.reading.typed import read_in

__all__ = [
    "OUTPUT",
    "SOURCE",
    "TEXT",
    "Piece",
    "asked_in",
    "in_lesson",
    "in_pieces",
    "meant",
    "pieces",
    "rounded_otherwise",
]

TEXT, SOURCE, OUTPUT = "text", "source", "output"
_CALL = re.compile(r"\bpredict\(\s*[\"']([a-z0-9-]+)[\"']\s*\)")
_HELD = re.compile(r"\bafter_guess\(\s*[\"']([a-z0-9-]+)[\"']\s*\)")
# Numbers closer than this, as a part of the answer, are meant to be the answer.
_SAME = 0.005
_SECTION = re.compile(r"^#{1,2} ", re.MULTILINE)
_TWICE = re.compile(r"\b(?:twice|doubles?|doubled)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A part of a lesson that a learner sees, in the order they see it.

    Parameters
    ----------
    cell : int
        The cell's place, from 0.
    kind : str
        ``text``, ``source`` or ``output``.
    content : str
        What is read there.
    meant : frozenset of str
        Numbers and words that a comment of the cell says to be something else: ``told: 25 is a row``.
    """

    cell: int
    kind: str
    content: str
    meant: frozenset[str] = frozenset()


def pieces(notebook: NotebookNode) -> Iterator[Piece]:
    """Yield the texts, sources and outputs of a lesson; outputs are there once it was executed.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson as it is built, executed or not.
    """
    for place, cell in enumerate(notebook.cells):
        excused = meant(cell.source)
        if cell.cell_type == "markdown":
            yield Piece(place, TEXT, told.without_comments(cell.source), excused)
        elif cell.cell_type == "code":
            yield Piece(place, SOURCE, cell.source, excused)
            if _CALL.search(cell.source) or told.is_learners_own(cell.source):
                continue
            for output in cell.get("outputs", ()):
                text = output.get("text") or output.get("data", {}).get("text/plain", "")
                yield Piece(place, OUTPUT, "".join(text), excused)


def meant(source: str) -> frozenset[str]:
    """Return the numbers and words that a cell's comments say to be something else: ``told: 25 is a row``."""
    said = [one for _, one in re.findall(r"(told: )(\S[^\n>]*? is [^\n>]+)", source)]
    return frozenset(one.partition(" is ")[0].strip().casefold() for one in said)


def asked_in(found: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    """Yield the cell and the name of every question that a lesson asks by name."""
    for piece in found:
        if piece.kind == SOURCE:
            for name in _CALL.findall(piece.content):
                yield piece.cell, name


def in_lesson(notebook: NotebookNode, notes: str = "") -> list[tuple[int, str]]:
    """Return the cells of a lesson in which an answer lies open, each with a sentence.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson as it is built; executed as "Run All" does it, without a guess, its outputs are searched.
    notes : str
        The text of its master: what authors note there, a built notebook does not show.
    """
    noted = meant(notes)
    return list(in_pieces([replace(piece, meant=piece.meant | noted) for piece in pieces(notebook)]))


def in_pieces(found: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    """Yield the cell and a sentence for every place in which an answer lies open."""
    borders = [piece.cell for piece in found if piece.kind == TEXT and _SECTION.search(piece.content)]
    for asked, name in asked_in(found):
        try:
            question = questions.find(name)
        except LookupError as error:
            yield asked, str(error)
            continue
        begins = max((cell for cell in borders if cell <= asked), default=0)
        ends = min((cell for cell in borders if cell > asked), default=1 + max(piece.cell for piece in found))
        for piece in found:
            if piece.kind == SOURCE:
                if _in_source(piece, question, near=begins <= piece.cell < ends):
                    yield (
                        piece.cell,
                        f"holds the answer to {name!r} in its source. Let the chapter's models compute it.",
                    )
                continue
            before = piece.content if piece.cell < asked else ""
            near = _of_section(piece, begins, ends)
            if _names(before, piece, question) or _names(near, piece, question, near=True):
                what = "text" if piece.kind == TEXT else "output"
                if piece.cell < asked:
                    yield (
                        piece.cell,
                        f"its {what} tells the answer to {name!r} before it is asked. Ask first, or take "
                        "it out.",
                    )
                elif piece.cell > asked:
                    how = (
                        "Move the sentence into the explanation of the question"
                        if piece.kind == TEXT
                        else f'Print it inside: with after_guess("{name}")'
                    )
                    yield (
                        piece.cell,
                        f"its {what} tells the answer to {name!r} before a learner has seen it. {how}.",
                    )


def _of_section(piece: Piece, begins: int, ends: int) -> str:
    """Return what of a piece stands in a section: a cell of text may end one and begin the next."""
    if not begins <= piece.cell <= ends:
        return ""
    headings = [match.start() for match in _SECTION.finditer(piece.content)] if piece.kind == TEXT else []
    if piece.cell == begins:
        return piece.content[headings[-1] :] if headings else piece.content
    return piece.content[: headings[0]] if piece.cell == ends and headings else piece.content


def rounded_otherwise(notebook: NotebookNode, notes: str = "") -> Iterator[tuple[int, str]]:
    """Yield the cells of a lesson that print the answer to a prediction in other digits, and a sentence.

    Whoever reads 46.1 in the answer and 46.2 below it looks for a mistake, where there is only chance.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson, executed with a guess for every prediction, so that nothing is held back.
    notes : str
        The text of its master: what authors note there, a built notebook does not show.
    """
    noted = meant(notes)
    for piece in pieces(notebook):
        held = _HELD.findall(notebook.cells[piece.cell].source)
        if piece.kind != OUTPUT or len(held) != 1:
            continue
        question = questions.find(held[0])
        right = _answer(question)
        for printed in told.numbers(piece.content):
            if isinstance(right, str) or printed.written in piece.meant | noted:
                continue
            near = abs(printed.value - abs(right)) <= _SAME * abs(right)
            if near and not told.is_rounded(printed.value, printed.digits, right):
                said = readable.number(right, 3)
                yield (
                    piece.cell,
                    f"prints {printed.written} where the answer to {held[0]!r} is {said}. Compute both "
                    "alike, or print as many digits as agree.",
                )


@functools.cache
def _answer(question: Question) -> float | str:
    right = question.answer()
    return str(right) if question.choices else read_in(right, question.unit)


def _in_source(piece: Piece, question: Question, near: bool) -> bool:
    """Say whether code holds the answer: as a literal, or near the question in what it prints."""
    try:
        tree = ast.parse(piece.content)
    except SyntaxError:
        return False
    right = _answer(question)
    literals = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    if isinstance(right, str):
        said = [one.strip().casefold() for one in literals if isinstance(one, str)]
        alone = right.casefold() in said and not any(
            one.casefold() in said for one in question.choices if one != right
        )
        return right.casefold() not in piece.meant and (
            alone or (near and _chooses(" ".join(said), right, question.choices))
        )
    typed = [f"{one:.12g}" for one in literals if isinstance(one, (int, float)) and not isinstance(one, bool)]
    return any(one not in piece.meant and _number_is(one, right, told.DIGITS) for one in typed)


def _names(text: str, piece: Piece, question: Question, near: bool = False) -> bool:
    """Say whether a text names the answer; a choice is a word of the course and counts near the question."""
    right = _answer(question)
    if isinstance(right, str):
        paragraphs = re.split(r"\n\s*\n", text)
        return (
            near
            and right.casefold() not in piece.meant
            and any(_chooses(part, right, question.choices) for part in paragraphs)
        )
    if near and question.unit == "times" and abs(right - 2) < 0.01 and _TWICE.search(text):
        return not _TWICE.search(" ".join(piece.meant))
    for printed in told.numbers(text):
        if printed.written.casefold() in piece.meant:
            continue
        least = told.DIGITS - ("10" in printed.written or "e" in printed.written)
        if near and _followed_by_unit(text, printed.written, question.unit):
            least = 1
        if printed.digits >= least and told.is_rounded(printed.value, printed.digits, right):
            return True
    return False


def _chooses(text: str, right: str, choices: Sequence[str]) -> bool:
    """Say whether a text names the right one of the choices and no other."""
    words = " ".join(text.casefold().split())

    def has(choice: str) -> bool:
        return re.search(rf"(?<!\w){re.escape(choice.casefold())}(?!\w)", words) is not None

    return has(right) and not any(has(other) for other in choices if other != right and right not in other)


def _followed_by_unit(text: str, written: str, unit: str) -> bool:
    names = {
        unit,
        in_prose(unit),
        in_prose(unit).removesuffix("s"),
        *(("%",) if unit == "percent" else ()),
    } - {""}
    one = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return bool(names) and re.search(rf"(?<![\w.,]){re.escape(written)}\s*(?:{one})(?!\w)", text) is not None


def _number_is(text: str, right: float, least: int) -> bool:
    found = told.numbers(text)
    return any(one.digits >= least and told.is_rounded(one.value, one.digits, right) for one in found)
