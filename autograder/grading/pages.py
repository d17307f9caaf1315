"""What of a submission may appear in a page: text, pictures, and HTML without anything live."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"}
_TEXT = {
    "p", "br", "hr", "div", "span", "pre", "code", "blockquote", "em", "strong", "b", "i", "u", "s", "sub", "sup",
    "small", "del", "ins", "mark", "kbd", "samp", "var", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
    "dt", "dd", "a", "img", "details", "summary", "abbr", "cite", "q",
}  # fmt: skip
_MATH = {
    "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot",
    "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "menclose", "mpadded", "mphantom",
}  # fmt: skip
TAGS = frozenset(_TABLE | _TEXT | _MATH)
_PLAIN = {"title", "alt", "colspan", "rowspan", "scope", "role", "class", "display", "style", "start", "lang", "dir"}
_MATH_ATTRIBUTES = {"mathvariant", "stretchy", "fence", "form", "lspace", "rspace", "columnalign", "displaystyle"}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+\Z")
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_CSS = CSSSanitizer(
    allowed_css_properties=[
        "text-align", "font-weight", "font-style", "color", "background-color", "border-left", "border", "padding",
        "margin", "width", "height", "text-decoration", "vertical-align", "white-space",
    ]  # fmt: skip
)
MAX_HTML = 500_000
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


def _allowed(tag: str, name: str, value: str) -> bool:
    """Say whether an attribute may stay: no handlers, no addresses that load or run anything."""
    if name == "src":
        return tag == "img" and bool(_PICTURE.match(value))
    if name == "href":
        return tag == "a" and bool(_LINK.match(value.strip()))
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


def safe_html(html: str) -> str:
    """Return HTML with text, tables and embedded pictures only.

    Parameters
    ----------
    html : str
        Any HTML.

    Returns
    -------
    str
        The same without scripts, frames, forms, handlers, remote pictures and odd addresses.

    Examples
    --------
    >>> safe_html('<b onclick="x()">hi</b><script>alert(1)</script><img src="http://x/y.png">')
    '<b>hi</b>alert(1)<img>'
    """
    if len(html) > MAX_HTML:
        return "<p>(a long piece of HTML was left out)</p>"
    return str(_cleaner.clean(html))


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


def safe_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[NotebookNode]:
    """Return a cell's outputs with nothing live in them.

    Parameters
    ----------
    outputs : iterable of mapping
        nbformat outputs; anything else is dropped.

    Returns
    -------
    list of NotebookNode
        Streams, errors and results with text, LaTeX, cleaned HTML and genuine pictures.
    """
    kept = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            kept.append(new_output("stream", name=name, text=str(output.get("text", ""))))
        elif kind == "error":
            lines = output.get("traceback")
            kept.append(
                new_output(
                    "error",
                    ename=str(output.get("ename", "")),
                    evalue=str(output.get("evalue", "")),
                    traceback=[str(line) for line in lines] if isinstance(lines, list) else [],
                )
            )
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), Mapping):
            data = _safe_data(output["data"])
            if data:
                # Shown as display_data throughout: only a test cell's own line may look like a result.
                kept.append(new_output("display_data", data=data))
    return kept


def _safe_data(data: Mapping[str, Any]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for kind, value in data.items():
        text = "".join(map(str, value)) if isinstance(value, list) else value
        if not isinstance(text, str):
            continue
        if kind in ("text/plain", "text/latex"):
            kept[kind] = text
        elif kind == "text/html":
            kept[kind] = safe_html(text)
        elif (picture := safe_picture(str(kind), text)) is not None:
            kept[str(kind)] = picture
    return kept
