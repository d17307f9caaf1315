"""The class report and a student's page, as people read them: on a screen, on a narrow one, on paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT

from autograder.grading import sandbox

pytestmark = [
    pytest.mark.core,
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

WRONG = {
    "training_days": "training_days = q.gpus",
    "which_are_times": "which_are_times = {}",
    "iron_law": "def iron_law(data):\n    raise ValueError('</td><script>alert(1)</script>')",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the report of a class of twelve and the page of one who has nothing right."""
    course = small_course(tmp_path_factory.mktemp("class"))
    for number in range(12):
        changed = dict(list(WRONG.items())[: number % 4])
        course.submit(f"student_{number:02}", NOTEBOOK, course.perfect(NOTEBOOK, **changed))
    course.submit("broken", NOTEBOOK, "{no notebook")
    course.run(sys.executable, "-m", "autograder", "grade")
    top = course.root / "autograder"
    return [top / "report.html", top / "report" / ASSIGNMENT / "students" / "student_03.html"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("width", "media"), [(1280, "screen"), (800, "screen"), (400, "screen"), (794, "print")]
)
def test_they_are_accessible_and_fit(browser: Any, pages: list[Path], width: int, media: str) -> None:
    """Nothing is found by axe, nothing runs, and only tables scroll; on paper nothing is cut off."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for path in pages:
        context = browser.new_context(viewport={"width": width, "height": 900})
        tab = context.new_page()
        said: list[str] = []
        tab.on("console", lambda message, said=said: said.append(message.text))
        tab.goto(path.as_uri())
        tab.emulate_media(media=media)
        assert axe.Axe().run(tab).response["violations"] == []
        assert said == [] and tab.locator("script").count() == 0
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if media == "print":
            inner = "e => e.map(one => one.scrollWidth - one.clientWidth)"
            assert max(tab.locator(".wide").evaluate_all(inner)) <= 0
            assert not tab.locator("nav").is_visible()
        for address in tab.locator("a").evaluate_all("e => e.map(one => one.href)"):
            target = address.removeprefix("file://").split("#")[0]
            assert Path(target).exists(), address
        context.close()
