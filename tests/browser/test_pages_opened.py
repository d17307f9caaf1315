"""Feedback, formgrader's view and the report of hostile submissions, opened where people open them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adversarial.cases import CASES, LIVE
from grading_course import ASSIGNMENT
from nbgrader.api import Gradebook
from test_adversarial import Run, grade

from autograder import desk
from autograder.grading import sandbox
from autograder.grading.report import collect

pytestmark = [
    pytest.mark.core,
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

_LIVE = [case for case in CASES if case.group == LIVE]
RUNS = [
    pytest.param([case for case in _LIVE if case.quick], id="quick"),
    pytest.param(_LIVE, id="all", marks=[pytest.mark.slow, pytest.mark.adversarial]),
]


@pytest.fixture(scope="module", params=RUNS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a class of pages with something live in them, graded."""
    return grade(tmp_path_factory.mktemp("hostile"), request.param)


_ACTS = """() => [...document.querySelectorAll('*')].flatMap(node => [
  ...[...node.attributes].filter(one => /^on/i.test(one.name)).map(one => `${node.tagName} ${one.name}`),
  ...(/^(SCRIPT|IFRAME|OBJECT|EMBED|FORM|BASE)$/.test(node.tagName) ? [node.tagName] : []),
  ...(/^\\s*(javascript|vbscript|data):/i.test(node.href || '') ? [node.href] : []),
])"""


def open_page(browser: Any, path: Path) -> list[str]:
    """Open a page and return what it did, could do and asked for beyond showing itself."""
    context = browser.new_context()
    tab = context.new_page()
    done: list[str] = []

    def dialog(shown: Any) -> None:
        done.append(f"dialog: {shown.message}")
        shown.dismiss()

    def request(sent: Any) -> None:
        if sent.url != path.as_uri() and not sent.url.startswith("data:"):
            done.append(f"request: {sent.url}")

    def console(said: Any) -> None:
        if said.type == "error":
            done.append(f"console: {said.text}")

    tab.on("dialog", dialog)
    tab.on("request", request)
    tab.on("console", console)
    tab.on("pageerror", lambda error: done.append(f"error: {error}"))
    tab.goto(path.as_uri())
    tab.wait_for_timeout(200)  # a refresh or a late script would come now
    done += tab.evaluate(_ACTS)
    assert tab.url == path.as_uri()
    context.close()
    return done


@pytest.mark.timeout(900)
def test_no_page_runs_or_loads_anything(browser: Any, tmp_path: Path, run: Run) -> None:
    coursedir = run.course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        report = tmp_path / "report.html"
        found = collect(gradebook, ASSIGNMENT, list(run.outcomes.values()), coursedir)
        desk.write(found, desk.figures(gradebook, coursedir, found), tmp_path)
    pages = sorted((run.course.root / "autograder" / "feedback").rglob("*.html"))
    assert len(pages) == sum(bool(outcome.graded) for outcome in run.outcomes.values())
    talks = sorted((tmp_path / "report").rglob("*.html"))
    assert talks
    for page in [*pages, report, *talks]:
        assert open_page(browser, page) == [], page


@pytest.mark.timeout(900)
def test_formgrader_shows_them_and_runs_nothing_of_theirs(browser: Any, tmp_path: Path, run: Run) -> None:
    """The page has scripts of its own, which lie on formgrader's server; nothing else is asked for."""
    page = tmp_path / "page.html"
    for name, student in run.students.items():
        if not run.outcomes[student].graded:
            continue
        page.write_text(run.pages[student][-1], encoding="utf-8")
        done = [what for what in open_page(browser, page) if what.startswith(("dialog", "request: http"))]
        assert done == [], name


def test_a_live_page_is_noticed(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<script>alert(1)</script><img src='http://evil.example/x.png' onerror='alert(2)'>")
    done = open_page(browser, path)
    assert {"dialog: 1", "request: http://evil.example/x.png", "SCRIPT", "IMG onerror"} <= set(done)
