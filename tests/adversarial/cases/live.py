"""Live HTML."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell, new_raw_cell

from adversarial.adding import case, cells
from adversarial.kit import ALL, WRITTEN, Kit, cell

LIVE = "live HTML"
LIVE_HTML = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)></svg><iframe srcdoc='<script>alert(1)</script>'>"
    "</iframe><a href='javascript:alert(1)'>x</a><form action=http://evil.example><button>x</button></form>"
    "<link rel=stylesheet href=http://evil.example/x.css><style>@import 'http://evil.example/y.css'</style>"
    "<img src=http://evil.example/pixel.png><base href=http://evil.example/><meta http-equiv=refresh content='0;url=http://evil.example'>"
    "<object data=http://evil.example></object><div style='position:fixed;background:url(http://evil.example)'>x</div>"
)
WORDS = json.dumps(LIVE_HTML)
cells(
    LIVE, ALL, "last", {
        "printed": f"print({WORDS})",
        "displayed": f"from IPython.display import HTML, display\ndisplay(HTML({WORDS}))\nHTML({WORDS})",
        "as markdown and LaTeX": f"from IPython.display import Markdown, Latex, display\ndisplay(Markdown({WORDS}), Latex('$' + {WORDS} + '$'))",
        "as JavaScript": "from IPython.display import Javascript, display\ndisplay(Javascript('alert(1)'))\nget_ipython().run_cell_magic('javascript', '', 'alert(1)')",
        "as SVG": "from IPython.display import SVG, display\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>'))",
        "as a frame": "from IPython.display import IFrame, YouTubeVideo, display\ndisplay(IFrame('javascript:alert(1)', 1, 1), YouTubeVideo('x'))",
        "as all mime types at once": (
            f"from IPython.display import display\ndisplay({{m: {WORDS} for m in ('text/html', 'text/plain', 'image/svg+xml', 'application/javascript',"
            " 'application/vnd.jupyter.widget-view+json', 'text/latex', 'image/png', 'application/pdf', 'text/x-evil')}, raw=True)"
        ),
        "in an exception": f"raise ValueError({WORDS})",
        "in an exception's class": f"E = type({WORDS}, (Exception,), {{}})\nraise E({WORDS})",
        "in a warning": f"import warnings\nwarnings.warn({WORDS})",
        "in a picture that is none": "import base64\nfrom IPython.display import display\ndisplay({'image/png': base64.b64encode(b'<svg onload=alert(1)>').decode(), 'text/plain': '\" onerror=alert(1) x=\"'}, raw=True)",
        "in a table": f"import pandas as pd\ndf = pd.DataFrame({{{WORDS}: [{WORDS}]}})\nfrom IPython.display import HTML, display\ndisplay(HTML(df.to_html(escape=False)))",
        "in a widget": "import ipywidgets as w\nfrom IPython.display import display\ndisplay(w.HTML('<script>alert(1)</script>'))",
        "in terminal codes": "print('\\x1b]8;;javascript:alert(1)\\x1b\\\\x\\x1b]8;;\\x1b\\\\ \\x1b[31;<script>alert(1)</script>m')",
        "in the cell itself": f"x = {WORDS}  # </code></pre>{LIVE_HTML}\n'''</script>{LIVE_HTML}'''\nNone",
    }, quick={"displayed"},
)  # fmt: skip


def _live(
    name: str, fair: frozenset[str] = ALL, **more: Any
) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    return case(name, LIVE, fair, **more)


@_live("in a written answer", quick=True)
def _(kit: Kit) -> None:
    tricks = "\n\n[x](javascript:alert(1)) ![y](http://evil.example/p.png) $\\href{javascript:alert(1)}{x}$ <javascript:alert(1)>"
    kit.submit(kit.right(explain_utilisation=LIVE_HTML + tricks))


@_live("in attachments")
def _(kit: Kit) -> None:
    made = kit.right(explain_utilisation="![a](attachment:a.svg) ![b](attachment:b.png)")
    svg = base64.b64encode(b"<svg onload=alert(1)>").decode()
    cell(made, WRITTEN).attachments = {
        "a.svg": {"image/svg+xml": svg},
        "b.png": {"image/png": svg, "text/html": LIVE_HTML},
        'c"><script>alert(1)</script>': {"image/png": svg},
    }
    kit.submit(made)


@_live("in a raw cell")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells.append(new_raw_cell(LIVE_HTML))
    made.cells.append(new_raw_cell(LIVE_HTML, metadata={"raw_mimetype": "text/html", "format": "text/html"}))
    kit.submit(made)


@_live("in the metadata")
def _(kit: Kit) -> None:
    made = kit.right()
    made.metadata.title = LIVE_HTML
    made.metadata.kernelspec = {"name": LIVE_HTML, "display_name": LIVE_HTML, "language": LIVE_HTML}
    made.metadata.language_info = {"name": LIVE_HTML, "pygments_lexer": LIVE_HTML}
    made.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"x": LIVE_HTML}}
    for c in made.cells:
        c.metadata.update(collapsed=LIVE_HTML, tags=[LIVE_HTML], name=LIVE_HTML)
        c.id = "<script>alert(1)</script>"
    kit.submit(made)


@_live("in grade_ids")
def _(kit: Kit) -> None:
    made = kit.right()
    extra = new_code_cell("1")
    extra.metadata.nbgrader = {
        "grade_id": LIVE_HTML,
        "grade": True,
        "solution": True,
        "points": 1,
        "comment": LIVE_HTML,
    }
    made.cells.append(extra)
    kit.submit(made)


@_live("in file names")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    for name in (
        "<img src=x onerror=alert(1)>.csv",
        "=HYPERLINK(1).csv",
        "a\nb.csv",
        "$(x).html",
        "\udcff.csv",
    ):
        (kit.folder / name).write_text("x")


@_live("in the answer's own error message", fair=frozenset(ALL - {"training_days"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(training_days=f"raise ValueError({WORDS})"))


@_live("in the answer", fair=frozenset(ALL - {"training_days"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(training_days=f"training_days = {WORDS}"))


@_live("in keys of an answer", fair=frozenset(ALL - {"which_are_times"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(which_are_times=f"which_are_times = {{{WORDS}: True}}"))


@_live("in a function's name and error", fair=frozenset(ALL - {"iron_law"}))
def _(kit: Kit) -> None:
    kit.submit(
        kit.right(iron_law=f"def iron_law(*a, **k): raise ValueError({WORDS})\niron_law.__name__ = {WORDS}")
    )


for _number, _student in enumerate(
    (
        "<script>alert(1)<",
        "img onerror='alert(1)'",
        'a"onload="alert(1)',
        "{{7*7}}",
        "a*",
        "[z]",
        "x\nInjected: yes",
        "&lt;b&gt;",
    )
):
    case(f"a student's id {_number} that is markup", LIVE, None, student=_student, problem="cannot be a student's id",
         quick=_number == 0)(lambda kit: kit.submit(kit.right()))  # fmt: skip
for _number, _student in enumerate(
    ("Zoë Müller", "学生 七", "=cmd", "@SUM(1)", "-1+1", "z.z-z+z@uni.example", "~root")
):
    case(f"a student's id {_number} that is only odd", LIVE, ALL, student=_student, quick=_number in (0, 2))(
        lambda kit: kit.submit(kit.right())
    )
