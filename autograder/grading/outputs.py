"""Outputs of a submission's cells, made safe to keep and to show.

Whatever a child sends as the output of a cell ends in notebooks and pages that a TA opens. Only texts and
still pictures are kept; HTML is reduced to tables and formatting.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bleach.css_sanitizer import CSSSanitizer
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner

from autograder.grading.limits import Limits

__all__ = ["CellError", "CellRun", "Collector", "is_tangled", "sanitise_html", "tame_tex"]

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ]
)
# Their text is code or belongs to another page: it goes with the tag.
_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "template",
        "title",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "textarea",
        "select",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "align",
        "alt",
        "border",
        "colspan",
        "height",
        "rowspan",
        "span",
        "start",
        "title",
        "valign",
        "width",
        "style",
        "open",
    ]
)
_CSS = [
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "line-height",
    "max-height",
    "max-width",
    "min-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-indent",
    "vertical-align",
    "white-space",
    "width",
]
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")
_LINK = re.compile(r"https?://[^\s\"'<>]*\Z|#[\w-]*\Z")
_STYLE_TRICKS = re.compile(r"url|expression|import|[\\@]|/\*", re.IGNORECASE)
_TEX_TRICKS = re.compile(
    r"\\(?=(?:href|url|style|class|cssId|data|require|unicode|html\w*|bbox|includegraphics"
    r"|def|let|newcommand)\b)",
    re.IGNORECASE,
)
_MAGIC = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
_CONTROL = re.compile("[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
MAX_TRACEBACK_LINES = 200
MAX_HTML = 1_000_000
MAX_TAGS = 40_000
MAX_OPEN_TAGS = 250


@dataclasses.dataclass(frozen=True, slots=True)
class CellError:
    """An exception that ended a cell.

    Attributes
    ----------
    ename, evalue
        Name of its class, and its message.
    traceback
        The lines that Jupyter shows.
    """

    ename: str
    evalue: str
    traceback: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class CellRun:
    """What came of running one cell.

    Attributes
    ----------
    outputs
        nbformat 4 output dicts, cleaned and bounded.
    error
        The exception that ended the cell; None when it ran to its end.
    timed_out
        Whether it was interrupted because it took too long.
    killed
        Whether the notebook's process ended in this cell (or before it, and the cell did not run).
    execution_count
        The number in the cell's prompt; None when it did not run.
    result
        Beginning of the text of its result, also where there was no room left to show it.
    """

    outputs: list[dict[str, Any]]
    error: CellError | None = None
    timed_out: bool = False
    killed: bool = False
    execution_count: int | None = None
    result: str | None = None


def tame_tex(text: str) -> str:
    r"""Return a text in which no TeX command opens a link or loads anything when MathJax sets it.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> tame_tex(r"$\frac{1}{2}$")
    '$\\frac{1}{2}$'
    >>> "\\href" in tame_tex(r"$\href{javascript:alert(1)}{x}$")
    False
    """
    return _TEX_TRICKS.sub(lambda found: "\\\u200b", text)


def is_tangled(html: str) -> bool:
    """Say whether HTML is too long or too deeply nested to be parsed in reasonable time.

    Parsing takes time in proportion to length times depth: a hundred kilobytes of ``<ul><li>`` take minutes.

    Parameters
    ----------
    html
        Any text.

    Examples
    --------
    >>> is_tangled("<table>" + "<tr><td>1</td></tr>" * 5000 + "</table>"), is_tangled("<ul><li>" * 5000)
    (False, True)
    """
    if len(html) > MAX_HTML:
        return True
    open_tags: Counter[str] = Counter()
    depth = 0
    for number, found in enumerate(_TAG.finditer(html)):
        name = found[2].lower()
        if number >= MAX_TAGS or depth > MAX_OPEN_TAGS:
            return True
        if name in _VOID:
            continue
        if not found[1]:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    return depth > MAX_OPEN_TAGS


def sanitise_html(html: str) -> str:
    """Return HTML without anything that runs, loads, frames or overlays; tables and formatting stay.

    What is too long or too deeply nested becomes a remark in its place.

    Parameters
    ----------
    html
        Any text.

    Returns
    -------
    str
        HTML safe to put into a page.

    Examples
    --------
    >>> sanitise_html('<b onclick="x()">25.3</b> day<script>alert(1)</script>')
    '<b>25.3</b> day'
    >>> sanitise_html('<img src="https://example.org/x.png">')
    '<img>'
    """
    if is_tangled(html):
        return "<em>[HTML that is too long or too deeply nested to be shown]</em>"
    return tame_tex(_cleaner().clean(html))


class _DropContent(Filter):  # type: ignore[misc]
    """Drops elements whose content is not text for a reader, with that content."""

    def __iter__(self) -> Iterator[Any]:
        inside = 0
        for token in Filter.__iter__(self):
            name = token.get("name")
            if name in _WITH_CONTENT and token["type"] in ("StartTag", "EndTag", "EmptyTag"):
                if token["type"] == "StartTag":
                    inside += 1
                elif token["type"] == "EndTag":
                    inside = max(0, inside - 1)
                continue
            if not inside:
                yield token


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and bool(_LINK.match(value))
    if name == "src":
        return tag == "img" and bool(_DATA_IMAGE.match(value))
    if name == "class":
        return value == "dataframe"
    if name == "style":
        return not _STYLE_TRICKS.search(value)
    return name in _ATTRIBUTES


@functools.cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=_TAGS | _WITH_CONTENT,
        attributes=_allowed,
        protocols=["http", "https", "data"],
        strip=True,
        strip_comments=True,
        filters=[_DropContent],
        css_sanitizer=CSSSanitizer(allowed_css_properties=_CSS, allowed_svg_properties=[]),
    )


def _clean_text(value: Any, most: int) -> str:
    if not isinstance(value, str):
        return ""
    if len(value) > most:
        value = value[:most] + "\n[cut off here: too long]"
    return _CONTROL.sub("", value)


def _clean_image(mime: str, value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        raw = base64.b64decode("".join(value.split()), validate=True)
    except (ValueError, binascii.Error):
        return None
    return base64.b64encode(raw).decode() if raw.startswith(_MAGIC[mime]) else None


class Collector:
    """Gathers the outputs of one cell from the messages of a child; ill-formed ones are left out.

    Parameters
    ----------
    limits
        How much is kept.

    Examples
    --------
    >>> collector = Collector(Limits())
    >>> collector.take({"op": "stream", "name": "stdout", "text": "25 "})
    >>> collector.take({"op": "stream", "name": "stdout", "text": "days"})
    >>> collector.outputs
    [{'output_type': 'stream', 'name': 'stdout', 'text': '25 days'}]
    """

    def __init__(self, limits: Limits) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.error: CellError | None = None
        self._left = limits.output_bytes
        self._most = limits.output_messages
        self._clear_later = False
        self._shown: dict[str, list[dict[str, Any]]] = {}

    def take(self, message: dict[str, Any]) -> None:
        """Take one output message.

        Parameters
        ----------
        message
            What the child sent; anything.
        """
        operation = message.get("op")
        if operation == "clear":
            self._clear_later = message.get("wait") is True
            if not self._clear_later:
                self._clear()
            return
        if self._clear_later and operation in ("stream", "display", "result", "error"):
            self._clear_later = False
            self._clear()
        if operation == "stream":
            self._stream(message)
        elif operation in ("display", "result", "update"):
            self._display(operation, message)
        elif operation == "error":
            lines = message.get("traceback")
            lines = lines[:MAX_TRACEBACK_LINES] if isinstance(lines, list) else []
            self.fail(
                CellError(
                    _clean_text(message.get("ename"), 200) or "Error",
                    _clean_text(message.get("evalue"), 5000),
                    tuple([_clean_text(line, 20_000) for line in lines]),
                )
            )

    def fail(self, error: CellError) -> None:
        """Add an exception to the outputs.

        Parameters
        ----------
        error
            The exception.
        """
        self.error = error
        lines = list(error.traceback) or [f"{error.ename}: {error.evalue}"]
        self._add(
            {"output_type": "error", "ename": error.ename, "evalue": error.evalue, "traceback": lines},
            sum(map(len, lines)),
        )

    def note(self, text: str) -> None:
        """Add a remark of the grader's own, whatever has been used up.

        Parameters
        ----------
        text
            One sentence.
        """
        self.outputs.append({"output_type": "stream", "name": "stderr", "text": text + "\n"})

    def _clear(self) -> None:
        self.outputs.clear()
        self._shown.clear()

    def _add(self, output: dict[str, Any], size: int) -> bool:
        self._left -= size + 100
        if self._left < 0 or len(self.outputs) >= self._most:
            return False
        self.outputs.append(output)
        return True

    def _stream(self, message: dict[str, Any]) -> None:
        name = "stderr" if message.get("name") == "stderr" else "stdout"
        text = _clean_text(message.get("text"), max(self._left, 0))
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            self._left -= len(text)
            if self._left >= 0:
                last["text"] += text
        elif text:
            self._add({"output_type": "stream", "name": name, "text": text}, len(text))

    def _display(self, operation: str, message: dict[str, Any]) -> None:
        data = message.get("data")
        bundle = self._bundle(data if isinstance(data, dict) else {})
        if not bundle:
            return
        size = message.get("size")
        metadata: dict[str, Any] = {}
        if isinstance(size, dict):
            sides = {
                side: size[side]
                for side in ("width", "height")
                if type(size.get(side)) is int and 0 < size[side] <= 10_000
            }
            metadata = {mime: dict(sides) for mime in bundle if mime in _MAGIC and sides}
        shown = message.get("id")
        if operation == "update":
            for output in self._shown.get(shown, []) if isinstance(shown, str) else []:
                output["data"], output["metadata"] = bundle, metadata
            self._left -= sum(map(len, bundle.values()))
            return
        output = {"output_type": "display_data", "data": bundle, "metadata": metadata}
        if operation == "result":
            count = message.get("count")
            number = count if type(count) is int and 0 <= count < 1_000_000 else None
            output = {**output, "output_type": "execute_result", "execution_count": number}
        if self._add(output, sum(map(len, bundle.values()))) and isinstance(shown, str):
            self._shown.setdefault(shown, []).append(output)

    def _bundle(self, data: dict[str, Any]) -> dict[str, str]:
        room = max(self._left, 0)
        made: dict[str, str] = {}
        for mime in _MAGIC:
            if mime in data and len(str(data[mime])) <= room:
                picture = _clean_image(mime, data[mime])
                if picture is not None:
                    made[mime] = picture
        svg = data.get("image/svg+xml")
        html = data.get("text/html")
        if isinstance(html, str) and len(html) <= room:
            made["text/html"] = sanitise_html(_CONTROL.sub("", html))
        elif isinstance(svg, str) and len(svg) <= room:
            # As the source of an <img>, an SVG picture can neither run nor load anything.
            encoded = base64.b64encode(svg.encode("utf-8", "replace")).decode()
            made["text/html"] = f'<img alt="figure" src="data:image/svg+xml;base64,{encoded}">'
        latex = data.get("text/latex")
        if isinstance(latex, str) and len(latex) <= 100_000:
            made["text/latex"] = tame_tex(_CONTROL.sub("", latex))
        plain = data.get("text/plain")
        markdown = data.get("text/markdown")
        if isinstance(markdown, str):  # may hold HTML of its own; its source reads well enough
            plain = markdown
        if isinstance(plain, str):
            made["text/plain"] = _clean_text(plain, room)
        return made
