"""Numbers in prose: ``{{expression:format}}`` is filled in at build from constants and laws.

The part between the braces is what would stand between the braces of an f-string. A lesson sees
`constants`, `hardware`, `models`, `laws`, `Q_`, `ureg`, every constant by its own name, `points` and a few
builtins; a graded notebook sees `points`, because its numbers may be each student's own, and `written`, the
model answers of its written questions.
In LaTeX keep two opening braces apart: ``{ {``.

Places of the book: ``@eq-verification-gap`` becomes what a reader calls it, *Equation 1.1*, with a link where
the chapter is on the web. What an author notes for the checks, ``# literal: …`` and ``# told: …`` in code and
the same in ``<!-- … -->`` in prose, is taken out.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from mlsys_course.chapters import Chapter
from mlsys_course.exercise import Exercise

_FIELD = re.compile(r"\{\{(.+?)\}\}(?!\})")
_PLACE = re.compile(r"(?<![\w/#])@((?:sec|eq|tbl|fig|fn)-[A-Za-z0-9_-]*[A-Za-z0-9])")
_BARE_PLACE = re.compile(r"(?<![\w/#@-])(?:sec|eq|tbl|fig|fn)-[a-z][A-Za-z0-9_-]*[A-Za-z0-9]")
_NOTE = re.compile(r"\s*#\s*(?:literal|told):.*$")
_PROSE_NOTE = re.compile(r"\s*<!--\s*(?:literal|told):.*?-->", re.DOTALL)
_TOO_LONG = re.compile(r"\d\.\d{6,}")
PACKAGE = ("constants", "hardware", "models", "laws", "Q_", "ureg")
_BUILTINS = {"abs": abs, "len": len, "max": max, "min": min, "round": round, "sum": sum}


class SubstitutionError(ValueError):
    """A ``{{…}}`` cannot be filled in; the sentence says which and why."""


def fields(text: str) -> Iterator[str]:
    """Yield what stands between the double braces of a text."""
    for match in _FIELD.finditer(text):
        yield match[1]


def blank(text: str) -> str:
    """Return the text with its fields taken out."""
    return _FIELD.sub("", text)


class Names(dict[str, Any]):
    """Names a field may use; a lesson's are looked up in the student package when they are needed.

    Parameters
    ----------
    kind : str
        ``lesson`` or ``graded``.
    exercises : mapping
        All exercises by name, for ``points.<name>``.
    **more : object
        Further names.
    """

    def __init__(self, kind: str, exercises: Mapping[str, Exercise], **more: Any) -> None:
        points = SimpleNamespace(**{e.name: e.points for e in exercises.values() if e.graded})
        super().__init__(points=points, **more)
        self.lesson = kind == "lesson"

    def __missing__(self, name: str) -> Any:
        import mlsys_course
        from mlsys_course import constants

        if self.lesson and name in PACKAGE:
            return getattr(mlsys_course, name)
        if self.lesson and name in constants.registry:
            return constants.registry[name]
        shown = [*sorted(self), *(PACKAGE if self.lesson else ())]
        raise NameError(f"there is no {name!r} here, only {', '.join(shown)}")


def fill(text: str, names: Mapping[str, Any]) -> str:
    """Return a text with its fields filled in.

    Parameters
    ----------
    text : str
        Markdown.
    names : mapping
        Names the expressions may use.

    Raises
    ------
    SubstitutionError
        If an expression fails, prints a number without a format, or braces are left over.

    Examples
    --------
    >>> fill("about {{x:.1f}} days", {"x": 25.278})
    'about 25.3 days'
    """

    def value(match: re.Match[str]) -> str:
        body = match[1].strip()
        try:
            tree = ast.parse(f"f'''{{{body}}}'''", mode="eval")
            loaded = {
                node.id: names[node.id]
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and node.id not in _BUILTINS
            }
            code = compile(tree, "<prose>", "eval")
            result = str(eval(code, {"__builtins__": _BUILTINS, **loaded}))  # the author's own expression
        except Exception as error:
            raise SubstitutionError(f"{match[0]} cannot be filled in: {error}.") from error
        if _TOO_LONG.search(result):
            raise SubstitutionError(
                f"{match[0]} prints {result!r}: say how it is to look, {{{{{body}:.3g}}}}."
            )
        return result

    if "{{" in _FIELD.sub("", text):
        raise SubstitutionError("'{{' is never closed by '}}'. In LaTeX write '{ {' instead.")
    return _FIELD.sub(value, text)


def places(text: str, chapter: Chapter) -> str:
    """Return a text in which the book's places are called as a reader calls them.

    Parameters
    ----------
    text : str
        Markdown.
    chapter : Chapter
        The chapter whose places they are.

    Raises
    ------
    SubstitutionError
        If the chapter has no such place, or the place's label stands there without ``@``.

    Examples
    --------
    >>> from mlsys_course import chapters
    >>> places("See @eq-verification-gap.", chapters.load()[0])
    'See [Equation 1.1](https://mlsysbook.ai/vol1/introduction/introduction.html#eq-verification-gap).'
    """
    if bare := _BARE_PLACE.search(_PLACE.sub("", text)):
        raise SubstitutionError(f"{bare[0]!r} is the book's label, which no reader knows: write @{bare[0]}.")

    def place(match: re.Match[str]) -> str:
        try:
            name, address = chapter.reference(match[1])
        except LookupError as error:
            raise SubstitutionError(str(error.args[0])) from None
        return f"[{name}]({address})" if address else name

    return _PLACE.sub(place, text)


def without_notes(source: str, code: bool) -> str:
    """Return a cell without what its author noted for the checks.

    Examples
    --------
    >>> without_notes("batch = 128  # literal: AlexNet's batch", code=True)
    'batch = 128'
    >>> without_notes("About 600 rules. <!-- literal: the chapter's number -->", code=False)
    'About 600 rules.'
    """
    if not code:
        return _PROSE_NOTE.sub("", source)
    lines = source.splitlines()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):  # a cell with a magic: as it is
        return source
    gone = set()
    for token in tokens:
        if token.type == tokenize.COMMENT and (found := _NOTE.search(token.string)):
            row = token.start[0] - 1
            lines[row] = (lines[row][: token.start[1]] + token.string[: found.start()]).rstrip()
            if not lines[row]:
                gone.add(row)
    return "\n".join(line for row, line in enumerate(lines) if row not in gone)
