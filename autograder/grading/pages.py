"""What of a submission may appear in a page: text, pictures, and HTML without anything live."""

from __future__ import annotations

import base64
import binascii
import contextlib
import html as _html
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert as to_mathml
from nbconvert.filters import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from mlsys_course.deadline import Expired, within

_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"}
_TEXT = {
    "p", "br", "hr", "div", "span", "pre", "code", "blockquote", "em", "strong", "b", "i", "u", "s",
    "sub", "sup", "small", "del", "ins", "mark", "kbd", "samp", "var", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "li", "dl", "dt", "dd", "a", "img", "details", "summary", "abbr", "cite", "q",
}  # fmt: skip
_MATH = {
    "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot",
    "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "menclose", "mpadded", "mphantom",
}  # fmt: skip
TAGS = frozenset(_TABLE | _TEXT | _MATH)
_PLAIN = {
    "title",
    "alt",
    "colspan",
    "rowspan",
    "scope",
    "role",
    "class",
    "display",
    "start",
    "lang",
    "dir",
}
_MATH_ATTRIBUTES = {
    "mathvariant",
    "stretchy",
    "fence",
    "form",
    "lspace",
    "rspace",
    "columnalign",
    "displaystyle",
}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+\Z")
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_STYLE_TRICKS = re.compile(r"[(\\@]|/\*|position", re.IGNORECASE)
_CSS = CSSSanitizer(
    allowed_css_properties=[
        "text-align",
        "font-weight",
        "font-style",
        "color",
        "background-color",
        "border-left",
        "border",
        "padding",
        "margin",
        "width",
        "height",
        "text-decoration",
        "vertical-align",
        "white-space",
    ]  # fmt: skip
)
MAX_HTML = 500_000
MAX_MARKDOWN = 200_000
MAX_PLAIN = 1_000_000
"""Characters of one piece: of HTML and of Markdown to be laid out, and of what is shown as the text it is."""
SECONDS = 10.0
"""For one piece; see `budget` for all pieces together."""
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


def _allowed(tag: str, name: str, value: str) -> bool:
    """Say whether an attribute may stay: no handlers, no addresses that load or run anything."""
    if name == "src":
        return tag == "img" and bool(_PICTURE.match(value))
    if name == "href":
        return tag == "a" and bool(_LINK.match(value.strip()))
    if name == "style":
        return not _STYLE_TRICKS.search(value)
    if name in _PLAIN:
        return True
    return tag in _MATH and name in _MATH_ATTRIBUTES


_cleaner = bleach.Cleaner(
    tags=TAGS,
    attributes=_allowed,
    protocols={"http", "https", "mailto", "data"},
    strip=True,
    strip_comments=True,
    css_sanitizer=_CSS,
)


_left: float | None = None


@contextlib.contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Limit the processor time that all pieces laid out in this context take together.

    Pieces that come when it is used up are shown as the text they are.

    Parameters
    ----------
    seconds : float
        Processor time; 0 lays nothing out.
    """
    global _left
    before, _left = _left, seconds
    try:
        yield
    finally:
        _left = before


def _spending(lay_out: Callable[[], str]) -> str:
    """Lay one piece out, within its own limit and what is left of the budget.

    Raises
    ------
    Expired
        When the time is up.
    """
    global _left
    if _left is None:
        return within(SECONDS, lay_out)
    if _left <= 0:
        raise Expired("the budget of this submission is used up")
    started = time.process_time()
    try:
        return within(min(SECONDS, max(_left, 0.01)), lay_out)
    finally:
        _left -= time.process_time() - started


def _as_text(source: str, why: str) -> str:
    """Return what cannot be laid out as the text it is, and say so."""
    cut = f" (the first {MAX_PLAIN} characters)" if len(source) > MAX_PLAIN else ""
    said = f"<p><em>Shown as plain text{cut}: {why}.</em></p>"
    return f"{said}<pre>{_html.escape(source[:MAX_PLAIN])}</pre>"


def safe_html(html: str) -> str:
    """Return HTML with text, tables and embedded pictures only.

    Parameters
    ----------
    html : str
        Any HTML.

    Returns
    -------
    str
        The same without scripts, frames, forms, handlers, remote pictures and odd addresses; what takes too
        long to be made safe, as text.

    Examples
    --------
    >>> safe_html('<b onclick="x()">hi</b><script>alert(1)</script><img src="http://x/y.png">')
    '<b>hi</b>alert(1)<img>'
    """
    try:
        return _spending(lambda: _cleaned(html))
    except (Expired, RecursionError, MemoryError) as error:
        return _as_text(html, _why(error))


def _cleaned(html: str) -> str:
    if len(html) > MAX_HTML:
        raise Expired("it is too long")
    return str(_cleaner.clean(html))


def _why(error: BaseException) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else "it takes too long to lay out"


def safe_picture(kind: str, data: Any) -> str | None:
    """Return the base64 text of a picture that is what it says it is, else None."""
    text = "".join(map(str, data)) if isinstance(data, list) else data
    if kind not in _PICTURES or not isinstance(text, str):
        return None
    try:
        raw = base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(raw).decode() if raw.startswith(_PICTURES[kind]) else None


def safe_attachments(attachments: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the pictures among a cell's attachments; at most 20."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in list(attachments.items())[:20]:
        if not isinstance(bundle, Mapping):
            continue
        for kind, data in bundle.items():
            picture = safe_picture(str(kind), data)
            if picture is not None:
                kept[re.sub(r"[^\w.-]", "_", str(name))] = {str(kind): picture}
    return kept


# -- pages ----------------------------------------------------------------------------------------------

TEMPLATES = Path(__file__).parent / "templates"
# As nbgrader has it: from the line with the one marker to the line with the other.
_HIDDEN = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS.*?(?:END HIDDEN TESTS[^\n]*(?:\n|\Z)|\Z)", re.MULTILINE | re.DOTALL
)
_SCHEME = re.compile(
    r"^[^\n]*BEGIN MARK SCHEME.*?(?:END MARK SCHEME[^\n]*(?:\n|\Z)|\Z)", re.MULTILINE | re.DOTALL
)


def _uncommented(html: str) -> str:
    """Return HTML without comments, in one pass; what is opened and never closed stays in sight."""
    kept, done = [], 0
    while (start := html.find("<!--", done)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[done:start])
        done = end + 3
    return "".join([*kept, html[done:]])


class _Renderer(IPythonRenderer):
    """Markdown as notebooks have it, with formulas turned into MathML: no script has to be loaded.

    HTML shows as the text it is, but comments, which no reader of a notebook sees either.
    """

    def block_html(self, html: str) -> str:
        """Render a block of HTML."""
        shown = _uncommented(html)
        return str(super().block_html(shown)) if shown.strip() else ""

    def inline_html(self, html: str) -> str:
        """Render HTML in a line."""
        return str(super().inline_html(_uncommented(html)))

    def _formula(self, text: str, display: str) -> str:
        try:
            return str(to_mathml(text, display=display))
        except Exception:  # the converter has no error class of its own; the learner's text stays readable
            return f"<code>{_html.escape(text)}</code>"

    def block_math(self, body: str) -> str:
        """Render a displayed formula."""
        return f"<p>{self._formula(body, 'block')}</p>"

    def multiline_math(self, text: str) -> str:
        """Render a formula over several lines."""
        return self._formula(text, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """Render an equation environment."""
        return f"<p>{self._formula(body, 'block')}</p>"

    def inline_math(self, body: str) -> str:
        """Render a formula in a line."""
        return self._formula(body, "inline")


def markdown_html(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Return Markdown as HTML with nothing live in it; formulas become MathML.

    Examples
    --------
    >>> markdown_html("**a** <script>alert(1)</script>")
    '<p><strong>a</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    >>> markdown_html("six months<!-- of the author's -->")
    '<p>six months</p>'
    """
    try:
        if len(source) > MAX_MARKDOWN:
            raise Expired("it is too long")
        renderer = _Renderer(attachments=dict(attachments or {}), exclude_anchor_links=True)
        return _spending(lambda: _cleaned(MarkdownWithMath(renderer=renderer).render(source)).strip())
    except Exception as error:  # text made to choke a renderer is still text, and is shown as what it is
        return _as_text(source, _why(error))


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Stand in for nbconvert's filter of this name, in the formgrader's pages too."""
    cell = context.get("cell", {})
    return markdown_html(source, cell.get("attachments") if isinstance(cell, Mapping) else None)


def cell_html(cell: Mapping[str, Any]) -> str:
    """Return a text cell as HTML."""
    return markdown_html(str(cell["source"]), cell.get("attachments"))


def visible_source(source: str) -> str:
    r"""Return a test cell's source without the hidden tests: the diagnosis below stands in their place.

    Examples
    --------
    >>> visible_source("check('a')\n### BEGIN HIDDEN TESTS\ngrade('a', a)\n### END HIDDEN TESTS")
    "check('a')"
    """
    return _HIDDEN.sub("", source).rstrip()


_TRACED = re.compile(r"\s*(?:-+>\s*)?\d+ ")


def visible_output(output: Mapping[str, Any], source: str) -> Mapping[str, Any]:
    r"""Return an output of a test without the lines of its hidden tests that a traceback shows.

    Examples
    --------
    >>> error = {"output_type": "error", "traceback": ["----> 2 assert a == 1\nAssertionError: a is not 1"]}
    >>> source = "### BEGIN HIDDEN TESTS\nassert a == 1\n### END HIDDEN TESTS"
    >>> visible_output(error, source)["traceback"]
    ['(hidden test)', 'AssertionError: a is not 1']
    """
    hidden = {line.strip() for part in _HIDDEN.findall(source) for line in part.split("\n")} - {""}
    if output["output_type"] != "error" or not hidden:
        return output
    shown: list[str] = []
    for line in strip_ansi("\n".join(output["traceback"])).split("\n"):
        secret = _TRACED.sub("", line, count=1).strip() in hidden
        if not secret:
            shown.append(line)
        elif shown[-1:] != ["(hidden test)"]:
            shown.append("(hidden test)")
    return {**output, "traceback": shown}


def visible_question(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    r"""Return a cell that a student did not write without its mark scheme, which graders alone see.

    Examples
    --------
    >>> question = "Why?\n\n### BEGIN MARK SCHEME\n1 point: because\n### END MARK SCHEME"
    >>> visible_question({"source": question})["source"]
    'Why?\n\n'
    """
    return {**cell, "source": _SCHEME.sub("", str(cell["source"]))}


def output_html(output: Mapping[str, Any]) -> str:
    """Return one output as HTML."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return f'<pre class="{name}">{_html.escape(strip_ansi(output["text"]))}</pre>'
    if kind == "error":
        lines = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
        return f'<pre class="error">{_html.escape(strip_ansi(lines))}</pre>'
    data = output.get("data", {})
    for picture in _PICTURES:
        if (content := safe_picture(picture, data.get(picture))) is not None:
            alt = _html.escape(str(data.get("text/plain", "figure"))[:200], quote=True)
            return f'<img src="data:{picture};base64,{content}" alt="{alt}">'
    if "text/html" in data:
        return f"<div>{safe_html(data['text/html'])}</div>"
    text = strip_ansi(str(data.get("text/plain", "")))
    return f"<pre>{_html.escape(text)}</pre>" if text else ""


_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\Z")


def contact_html(contact: str) -> str:
    """Return whom students write to; what is an address, or a page on the web, becomes a link.

    Examples
    --------
    >>> contact_html("ta@example.edu")
    '<a href="mailto:ta@example.edu">ta@example.edu</a>'
    >>> contact_html("Ada & Co.")
    'Ada &amp; Co.'
    """
    shown = _html.escape(contact, quote=True)
    if _ADDRESS.match(contact):
        return f'<a href="mailto:{shown}">{shown}</a>'
    return f'<a href="{shown}">{shown}</a>' if re.match(r"https?://\S+\Z", contact) else shown


FILTERS = {
    "contact_html": contact_html,
    "markdown2html": markdown2html,
    "clean_html": safe_html,  # what nbconvert shows raw cells and HTML outputs with
    "cell_html": cell_html,
    "comment_html": markdown_html,
    "visible_source": visible_source,
    "visible_output": visible_output,
    "visible_question": visible_question,
    "output_html": output_html,
}
