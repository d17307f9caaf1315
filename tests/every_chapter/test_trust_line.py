"""Nothing of a chapter's graded keys stands on the students' side, and its student side imports no staff."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from chosen import chapters

from autograder import bundle, written
from mlsys_course.chapters import Chapter

each = pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
LONG = 30  # characters, without blanks: shorter formulas and answers stand in any text about the subject


def squeezed(text: str) -> str:
    return re.sub(r"[\s\"'\\]+", "", text)


def secrets(exercise: str) -> set[str]:
    """Return what only a graded exercise's file says: misconceptions' sentences, answers that compute."""
    found: list[str] = []
    for call in ast.walk(ast.parse(exercise)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        texts = [n.value for n in ast.walk(call) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        if call.func.attr in {"misconception", "accept"}:
            found += texts[1:2]
        elif call.func.attr == "answers":  # not the words of a classification, which its question shows
            found += [text for text in texts if "q." in text or "return " in text]
    return {squeezed(text) for text in found if len(squeezed(text)) >= LONG}


@pytest.fixture(scope="module")
def archive(top: Path) -> dict[str, str]:
    """Return the text of each file of the students' archive, which is the wheel's and the notebooks'."""
    with zipfile.ZipFile(io.BytesIO(bundle.build(top))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def handed_out(archive: dict[str, str]) -> dict[str, str]:
    """Return the same without blanks and quotes."""
    return {name: squeezed(text) for name, text in archive.items()}


@each
def test_no_file_that_goes_out_holds_an_answer_or_a_misconception(
    chapter: Chapter, handed_out: dict[str, str], top: Path
) -> None:
    """What practice says too is no secret."""
    graded = sorted((top / "autograder" / "chapters" / chapter.name / "exercises").rglob("[!_]*.py"))
    assert graded
    kept = {secret for path in graded for secret in secrets(path.read_text(encoding="utf-8"))}
    assert kept
    practised = squeezed("".join(p.read_text() for p in sorted((chapter.folder / "practice").rglob("*.py"))))
    kept = {secret for secret in kept if secret not in practised}
    found = [(name, secret) for secret in kept for name, text in handed_out.items() if secret in text]
    assert found == []
    assert not [name for name in handed_out if "/autograder/" in name or "/source/" in name]


@each
def test_no_file_that_goes_out_holds_what_a_written_question_tells(
    chapter: Chapter, archive: dict[str, str], top: Path
) -> None:
    drafts = written.drafts(top, chapter.name).values()
    kept = {sentence for draft in drafts for sentence in written.sentences(written.filled(draft))}
    assert kept
    texts = {name: written.squeezed(text.replace("\\n", "")) for name, text in archive.items()}
    # In a notebook's file each line is a text of its own, with a comma behind it.
    texts |= {name: written.squeezed(_sources(text)) for name, text in archive.items() if ".ipynb" in name}
    assert [(name, one) for one in kept for name, text in texts.items() if one in text] == []
    assert not [name for name in archive if "/written/" in name or "explain_" in name]


def _sources(notebook: str) -> str:
    return "".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"])


@each
@pytest.mark.parametrize("line", ["import autograder", "from nbgrader.api import Gradebook"])
def test_ruff_bans_the_import_wherever_the_chapter_runs(chapter: Chapter, line: str, top: Path) -> None:
    rooms = ("widgets", "practice/somewhere", "tables", ".")
    for room in rooms:
        name = f"mlsys_course/chapters/{chapter.name}/{room}/broken.py"
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ruff",
                "check",
                "--stdin-filename",
                name,
                "--output-format",
                "concise",
                "-",
            ],
            input=f'"""A module."""\n\n{line}\n',
            capture_output=True,
            text=True,
            cwd=top,
        )
        assert done.returncode == 1 and "TID251" in done.stdout, name
