"""The web edition: every notebook runs in the browser, nothing comes from outside, work stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chosen import TOP, files, one_of_each_chapter
from grading_course import Course
from live import Reader, served
from test_lessons import move

from autograder.building import notebooks
from autograder.building.variants import solutions
from autograder.web import site as web

TOOLS = TOP / web.TOOLS
LESSONS = files("notebooks", "*.ipynb")
RELEASED = files("release", "*.ipynb")
pytestmark = [
    pytest.mark.xdist_group("web"),  # one site, built once
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (TOOLS / "installed").is_file(), reason="no tools for the web edition: make web"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the open site, with the diagnosis in it."""
    folder = tmp_path_factory.mktemp("web") / "site"
    web.build(folder, TOOLS)
    with served(folder) as address:
        yield address


@pytest.fixture
def reader(browser: Any, site: str) -> Iterator[Reader]:
    one = Reader(browser, site)
    yield one
    one.close()
    assert one.outside == [], "the page asked for something from outside"
    assert one.problems == []


@pytest.mark.parametrize("path", one_of_each_chapter(LESSONS + RELEASED))
def test_every_notebook_runs_to_its_end(reader: Reader, path: Path) -> None:
    reader.open(str(path))
    reader.run_all()
    assert reader.errors() == []
    assert all(cell["count"] for cell in reader.cells() if cell["source"].strip())


@pytest.mark.parametrize("path", one_of_each_chapter(RELEASED))
def test_right_answers_are_accepted_in_every_exercise_notebook(reader: Reader, path: Path) -> None:
    source = notebooks.load(TOP / "source" / path.relative_to("release"))
    reader.open(str(path))
    for name, answer in solutions(source).items():
        reader.fill(name, answer)
    reader.run_all()
    assert reader.errors() == []
    head = reader.said("check_all()").splitlines()[0]
    questions = head.split()[0]
    assert head == f"{questions} questions: {questions} passed."


@pytest.mark.core
def test_work_is_diagnosed_kept_taken_along_and_graded(reader: Reader, tmp_path: Path) -> None:
    """A wrong answer, a right one, another page, the file with one's work, its marks."""
    name = "06_iron_law_exercises"
    course = Course.make(tmp_path / "course", (name,))
    page = reader.open(f"release/{course.assignment}/{name}.ipynb")
    reader.fill("training_days", "training_days = q.training_ops / (q.gpus * q.peak)")
    reader.fill("days_saved", solutions(course.source(name))["days_saved"])
    reader.run_all()
    assert "when efficiency" in reader.said('check("training_days")')
    assert "accepted" in reader.said('check("days_saved")')
    reader.save()

    page = reader.open("START.ipynb")
    reader.run_all()
    shown = reader.said("home()")
    assert f"Continue here: {title(course.blank(name))}" in shown and "1 of 10 exercises" in shown
    with page.expect_download() as download:
        page.get_by_text("Download my-mlsys-work.zip").click()
    folder = course.folder("ada")
    download.value.save_as(folder / download.value.suggested_filename)

    page = reader.open(f"release/{course.assignment}/{name}.ipynb")
    assert any("q.training_ops / (q.gpus * q.peak)" in cell["source"] for cell in reader.cells())
    page.get_by_text("is left out").first.wait_for()

    (outcome,) = course.autograde("ada")
    assert outcome.problem is None and outcome.unmarked == []
    scores = course.scores("ada")
    assert {test: score for test, score in scores.items() if score} == {"test_days_saved": 2}


@pytest.mark.core
def test_explorers_and_predictions_follow_the_hand(reader: Reader) -> None:
    page = reader.open("notebooks/ch01_introduction/06_iron_law.ipynb")
    reader.run_all()
    explorer = page.locator(".mlsys-explorer").first
    explorer.scroll_into_view_if_needed()
    picture, words = explorer.locator("img"), explorer.locator(".mlsys-read-out")
    before, said = picture.get_attribute("alt"), words.inner_text()
    move(explorer.locator(".noUi-handle").first)
    page.wait_for_function("alt => document.querySelector('.mlsys-explorer img').alt !== alt", arg=before)
    assert words.inner_text() != said
    page.get_by_label("My prediction (days)").fill("30 d")
    page.get_by_label("My prediction (days)").press("Enter")
    page.locator(".mlsys-prediction").first.get_by_text("Your guess: 30 days").wait_for()


def title(notebook: Any) -> str:
    """Return a notebook's heading."""
    return str(notebook.cells[0].source.splitlines()[0].removeprefix("# "))


@pytest.mark.core
def test_the_front_page_leads_to_every_notebook(reader: Reader) -> None:
    page = reader.visit("")
    assert page.locator("#lasts").is_hidden()
    links = [link.get_attribute("href") for link in page.locator("li a").all()]
    assert {link.partition("path=")[2] for link in links} == {str(path) for path in LESSONS + RELEASED}
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    assert axe.Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.get_by_role("link", name="Start here").click()
    page.get_by_text("Begin here").first.wait_for()
