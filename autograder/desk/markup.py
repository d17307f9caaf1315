"""Pages that load nothing and run nothing, and stay readable in print, in grey and for a screen reader."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Sequence

from autograder.grading.report import one_line


class Markup(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


# Bars are borders: browsers print these, but no backgrounds.
STYLE = """
*{box-sizing:border-box}
body{font:16px/1.45 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}
main{max-width:76rem;margin:0 auto;padding:1rem 1.5rem 3rem}
h1{font-size:1.7rem;margin:.6em 0 .2em}
h2{font-size:1.25rem;margin:2.2em 0 .5em;padding-top:.5em;border-top:2px solid #1a1a1a}
p,li{max-width:46rem}
ul{padding-left:1.3em}
nav ul{display:flex;flex-wrap:wrap;gap:.2em 1.2em;list-style:none;padding:0;max-width:none}
a{color:#0b4a8f}
.wide{overflow-x:auto;margin:.6em 0}
table{border-collapse:collapse;font-size:.94rem}
caption{text-align:left;font-weight:600;padding:.3em 0}
td,th{padding:.3em .7em .3em 0;text-align:left;vertical-align:top;border-bottom:1px solid #bbb}
thead th{border-bottom:2px solid #1a1a1a;vertical-align:bottom}
tbody th{font-weight:600}
td.number,th.number{padding-left:.5em;padding-right:1.3em;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.said{min-width:14em;max-width:30em}
.name{overflow-wrap:anywhere;min-width:9em}
.plain{font-weight:400;color:#444;display:block}
.bar{display:block;border-top:.55em solid #555;}
.scale{display:block;width:9em;border-bottom:1px solid #bbb;margin-top:.35em}
.beside{display:flex;gap:1em}
.beside>:first-child{min-width:2em;text-align:right}
.beside>.scale{width:20em}
code{font-size:.95em}
small,.small{font-size:.88rem;color:#444}
@media (max-width:60rem){
main{padding:.5rem 1rem 2rem}
.scale{width:5em}
.said{min-width:11em}
.name{min-width:7em}
}
@media print{
@page{margin:14mm}
body{font-size:10pt}
main{padding:0;max-width:none}
nav{display:none}
.wide{overflow:visible}
table{font-size:8.5pt}
td,th{padding-right:.45em}
.said,.name{min-width:0}
.scale{width:5em}
.beside>.scale{width:15em}
h2,caption{break-after:avoid}
tr,li{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit}
}
"""


def document(title: str, body: Iterable[str]) -> str:
    """Return a whole page; no script runs in it, and nothing is loaded from anywhere."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def escape(text: object) -> str:
    """Return text for a page: one line, nothing of it is markup; names may be broken at underscores."""
    if isinstance(text, Markup):
        return str(text)
    return html.escape(one_line(str(text))).replace("_", "_<wbr>")


def section(name: str, heading: str, *body: str) -> str:
    """Return a section that the list at the top can lead to."""
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(heading)}</h2>{"".join(body)}</section>'
    )


def paragraph(text: object, kind: str = "") -> str:
    """Return a paragraph."""
    return f"<p{_class(kind)}>{escape(text)}</p>"


def items(texts: Iterable[object], kind: str = "") -> str:
    """Return a list."""
    lines = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul{_class(kind)}>{lines}</ul>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def link(address: str, text: object) -> Markup:
    """Return a link."""
    return Markup(f'<a href="{html.escape(address)}">{escape(text)}</a>')


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], kinds: str = "") -> str:
    """Return a table whose first column names its rows; it scrolls where it is too wide.

    Parameters
    ----------
    caption : str
        What it shows.
    heads : sequence of str
        The columns' heads.
    rows : iterable of sequences
        The cells: text, or `Markup`.
    kinds : str
        A letter for each column: ``n`` a number, ``s`` a sentence, ``w`` a name, anything else as it comes.
    """
    names = {"n": "number", "s": "said", "w": "name"}
    classes = [names.get(kind, "") for kind in kinds.ljust(len(heads))[: len(heads)]]
    attributes = [_class(name) for name in classes]
    top = "".join(
        f'<th scope="col"{kind}>{escape(head)}</th>' for head, kind in zip(heads, attributes, strict=True)
    )
    body = []
    for first, *rest in rows:
        cells = "".join(
            f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(rest, attributes[1:], strict=True)
        )
        body.append(f'<tr><th scope="row"{attributes[0]}>{escape(first)}</th>{cells}</tr>')
    anchor = "t-" + re.sub(r"\W+", "-", caption.casefold()).strip("-")
    return (
        f'<div class="wide" role="region" aria-labelledby="{anchor}" tabindex="0"><table>'
        f'<caption id="{anchor}">{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def bar(share: float, text: str, beside: bool = False) -> Markup:
    """Return a number with a bar below it, or beside it; the bar says nothing that the number does not."""
    if not math.isfinite(share):
        return Markup(escape(text))
    width = 100 * min(max(share, 0.0), 1.0)
    scale = (
        f'<span class="scale" aria-hidden="true"><span class="bar" style="width:{width:.1f}%"></span></span>'
    )
    return Markup(
        f'<span class="beside"><span>{escape(text)}</span>{scale}</span>' if beside else escape(text) + scale
    )


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.456), percent(float("nan"))
    ('46 %', '–')
    """
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things.

    >>> counted(1, "student"), counted(2, "student")
    ('1 student', '2 students')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
