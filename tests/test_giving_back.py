"""Feedback goes back under the names that the LMS gave to the submissions."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from grading_course import ASSIGNMENT, Course
from test_lms_collect import bare, download

from autograder.__main__ import main
from autograder.lms import downloads

ONE, TWO = "06_law_exercises", "07_more"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Return a class in which Kim is not graded."""
    course = bare(tmp_path / "class")
    for student in ("ann", "bob", "zoe"):
        folder = course.root / "autograder" / "feedback" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        for name in (ONE, TWO):
            (folder / f"{name}.html").write_text(f"{student} {name}")
        (folder / "data.csv").write_text("not a page")
    return course


def give_back(course: Course, source: Path) -> tuple[int, str, dict[str, str]]:
    said = io.StringIO()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["give-back", str(source), ASSIGNMENT])
    found = {}
    for path in (course.root / "autograder").glob("for_*_feedback.zip"):
        with zipfile.ZipFile(path) as archive:
            found = {name: archive.read(name).decode() for name in archive.namelist()}
    return status, said.getvalue(), found


def test_moodle_gets_folders_named_as_its_own(course: Course, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        f"Ann Lee_4711_assignsubmission_file_/{ONE}.ipynb": "{}",
        f"Ann Lee_4711_assignsubmission_file_/{TWO}.ipynb": "{}",
        f"Zoë O'Brien_4712_assignsubmission_file_{ONE}.ipynb": "{}",
    }
    status, said, found = give_back(course, download(tmp_path, files))
    assert (status, said) == (
        0,
        f"autograder/for_moodle_feedback.zip: feedback on {ASSIGNMENT} for 2 students\n",
    )
    assert found == {
        f"Ann Lee_4711_assignsubmission_file_/{ONE}.html": f"ann {ONE}",
        f"Ann Lee_4711_assignsubmission_file_/{TWO}.html": f"ann {TWO}",
        f"Zoë O'Brien_4712_assignsubmission_file_{ONE}.html": f"zoe {ONE}",
        f"Zoë O'Brien_4712_assignsubmission_file_{TWO}.html": f"zoe {TWO}",
    }


def test_canvas_gets_names_with_its_numbers(course: Course, tmp_path: Path) -> None:
    """Of two attempts the later one; of two notebooks each has its own page."""
    files: dict[str, bytes | str] = {
        f"leeann_LATE_71_8_{TWO}-1.ipynb": "{}",
        f"leeann_LATE_71_9_{ONE}.ipynb": "{}",
        f"leeann_LATE_71_7_{TWO}.ipynb": "{}",
        "stonebob_99_12_my work.ipynb": "{}",
        f"bergkim_8_3_{ONE}.ipynb": "{}",
        f"who_12345_3_{ONE}.ipynb": "{}",
    }
    status, said, found = give_back(course, download(tmp_path, files))
    assert status == 1 and "for 2 students" in said
    assert "kim: no feedback" in said and "who_12345" in said
    assert found == {
        f"leeann_LATE_71_9_{ONE}.html": f"ann {ONE}",
        f"leeann_LATE_71_8_{TWO}.html": f"ann {TWO}",
        f"stonebob_99_12_{ONE}.html": f"bob {ONE}",
        f"stonebob_99_12_{TWO}.html": f"bob {TWO}",
    }
    for name in found:
        numbers = {"leeann": "71", "stonebob": "99"}
        assert [way.number for way in downloads.readings(name)][:1] == [numbers[name.split("_")[0]]]


def test_where_there_is_no_page_nothing_is_written(course: Course, tmp_path: Path) -> None:
    status, said, found = give_back(course, download(tmp_path, {f"bergkim_8_3_{ONE}.ipynb": "{}"}))
    assert status == 1 and f"make grade ASSIGNMENT={ASSIGNMENT} makes it" in said and not found
    status, said, found = give_back(course, tmp_path / "none.zip")
    assert status == 1 and "There is no" in said


def test_whoever_is_forgotten_is_not_in_the_file_either(course: Course, tmp_path: Path) -> None:
    give_back(course, download(tmp_path, {f"leeann_71_9_{ONE}.ipynb": "{}"}))
    assert (course.root / "autograder" / "for_canvas_feedback.zip").exists()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["forget", "ann", "--yes"]) == 0
    assert "for_canvas_feedback.zip, which the next make give-back writes again" in said.getvalue()
    assert not (course.root / "autograder" / "for_canvas_feedback.zip").exists()
