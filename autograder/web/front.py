"""The site's front page: what this is, and every notebook, each one click from running."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from mlsys_course import chapters
from mlsys_course.start import START, Page, pages

__all__ = ["page"]

_STYLE = """\
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.2 }
li { margin: .3rem 0 }
.begin { display: inline-block; padding: .6rem 1rem; border: 2px solid; border-radius: .3rem }
.warning { border-left: 4px solid #b35900; padding-left: .8rem }
"""
# Said before anybody types: what a browser does not keep cannot be brought back.
_LASTS = """\
const say = text => {
  const said = document.getElementById("lasts");
  said.textContent = text;
  said.hidden = false;
};
if (!window.isSecureContext || !("serviceWorker" in navigator)) {
  say("Your browser opens this address without HTTPS, or does not allow service workers. The notebooks " +
      "run, but they cannot keep your progress here.");
} else if (!window.indexedDB) {
  say("Your browser keeps nothing for this page, as in a private window. Take your work along before " +
      "you leave.");
} else {
  navigator.storage?.estimate?.().then(({ quota, usage }) => {
    if (quota - usage < 60e6) {
      say("Your browser has little room for this page, as in a private window or on a full disk. Take your " +
          "work along before you leave.");
    }
  });
}
"""


def page(contents: Mapping[str, bytes], live: str, size: int, credit: bool) -> str:
    """Return the front page.

    Parameters
    ----------
    contents : mapping of str to bytes
        The notebooks, by path.
    live : str
        Folder of the live pages, below the front page.
    size : int
        Bytes of the browser's Python.
    credit : bool
        Whether the site leaves the marks to the grader.
    """
    lines = []
    everything = pages(sorted(contents), contents.__getitem__)
    for chapter in chapters.load():
        own = [one for one in everything if one.chapter == chapter.name]
        if own:
            lines += [f"<h2>{html.escape(chapter.title)}</h2>", *_list(own, live)]
    judged = (
        "The checks say whether an answer has the right form; its value is judged when your work is graded."
        if credit
        else "The checks judge your answers at once, and name the mistake."
    )
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Machine Learning Systems: the notebooks</title>
<meta name="description" content="Notebooks for the textbook Machine Learning Systems, live in your browser.">
<link rel="icon" href="{live}/lab/favicon.ico">
<style>
{_STYLE}</style>
</head>
<body>
<main>
<h1>Machine Learning Systems: the notebooks</h1>
<p>Here you compute what the book <i>Machine Learning Systems</i> claims. You guess first, then you turn the
knobs and see. {judged}</p>
<p>Python runs in your browser: {size / 1e6:.0f} MB, loaded at the first visit. Your work stays in this
browser, on this machine. To move it or to hand it in, take it along at the end of the start page.</p>
<p id="lasts" class="warning" role="status" hidden></p>
<noscript><p class="warning">The notebooks need JavaScript.</p></noscript>
<p><a class="begin" href="{_address(live, START)}">Start here</a></p>
{chr(10).join(lines)}
</main>
<script>
{_LASTS}</script>
</body>
</html>
"""


def _list(own: Sequence[Page], live: str) -> list[str]:
    items = [
        f'<li><a href="{_address(live, one.path)}">{html.escape(one.title)}</a>'
        f"{f', {one.minutes} minutes' if one.minutes else ''}</li>"
        for one in own
    ]
    return ["<ul>", *items, "</ul>"]


def _address(live: str, path: str) -> str:
    return f"{live}/lab/index.html?path={quote(path)}"
