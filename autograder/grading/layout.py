"""One student's feedback pages, made in a process of their own: text made to choke a renderer harms no other.

`bring_up_to_date` of the module `feedback` starts such a process for each student. It reads the autograded
notebooks and is told the marks; it never sees the gradebook.
"""

from __future__ import annotations

import functools
import json
import os
import resource
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, Template

from autograder.grading import pages

CPU_SECONDS = 20
"""What the pieces of all of a submission's pages may take together; twice that ends the process."""
WALL_SECONDS = 180.0
MEMORY = 3 * 2**30
"""Bytes of address space."""
PAGE = 200 * 2**20
"""Bytes of one page."""


@dataclass(frozen=True)
class Job:
    """The pages of one submission.

    Parameters
    ----------
    student, assignment : str
        Whose, and of what.
    folder, target : str
        Where the autograded notebooks are, and where the pages go.
    marks : mapping
        By notebook, what its page shows of the gradebook: ``score``, ``max_score``, ``late_penalty``,
        ``cells`` (by cell ``[score, points, waits for a person]``) and ``comments`` (by cell).
    plain : bool
        Show text and HTML as what they are, laid out not at all: after the process that tried has died.
    contact : str
        Whom the student writes to about a mark; "": the TA.
    """

    student: str
    assignment: str
    folder: str
    target: str
    marks: Mapping[str, Mapping[str, Any]]
    plain: bool = False
    contact: str = ""


@functools.cache
def _template() -> Template:
    # The template escapes what it shows piece by piece: what the filters return is HTML already.
    environment = Environment(loader=FileSystemLoader(pages.TEMPLATES / "feedback"))
    environment.filters |= pages.FILTERS
    return environment.get_template("index.html.j2")


def page(notebook: str, names: Mapping[str, str], marks: Mapping[str, Any], contact: str = "") -> str:
    """Return a feedback page.

    Parameters
    ----------
    notebook : str
        The autograded notebook's file.
    names : mapping of str to str
        ``notebook``, ``assignment`` and ``student``.
    marks : mapping
        What the page shows of the gradebook; see `Job`.
    contact : str
        Whom the student writes to about a mark; "": the TA.
    """
    node = nbformat.reads(notebook, as_version=4)
    cells, comments = marks["cells"], marks["comments"]
    for cell in node.cells:
        about = cell.metadata.get("nbgrader")
        if about is None:
            continue
        grade_id = about.get("grade_id")
        about.pop("comment", None)
        if grade_id in cells:
            about["score"], about["points"], _ = cells[grade_id]
        if comments.get(grade_id):
            about["comment"] = comments[grade_id]
    waiting = {name: points for name, (_, points, waits) in cells.items() if waits}
    shown = {key: marks[key] for key in ("score", "max_score", "late_penalty")}
    resources = {"nbgrader": {**names, **shown, "to_mark": waiting, "contact": contact.strip()}}
    return _template().render(nb=node, resources=resources)


def bare_page(name: str, marks: Mapping[str, Any], why: str, contact: str = "") -> str:
    """Return a page with the points alone, for a notebook whose page could not be made."""
    empty = nbformat.v4.new_notebook()
    empty.cells = [
        nbformat.v4.new_markdown_cell(f"This page could not be laid out ({why}). Ask your grader.")
    ]
    names = {"notebook": name, "assignment": "", "student": ""}
    return page(nbformat.writes(empty), names, marks, contact)


def run(job: Job, said: Connection) -> None:
    """Make the pages one by one, and say of each how it went: the work of the process.

    Parameters
    ----------
    job : Job
        What to make.
    said : Connection
        Where a line ``[notebook, problem]`` goes for each page; the problem is "" where there is none.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE, PAGE))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * CPU_SECONDS, 2 * CPU_SECONDS + 1))
    with pages.budget(0 if job.plain else CPU_SECONDS):
        for name, marks in job.marks.items():
            problem = ""
            try:
                names = {"notebook": name, "assignment": job.assignment, "student": job.student}
                text = Path(job.folder, f"{name}.ipynb").read_text(encoding="utf-8")
                made = page(text, names, marks, job.contact).encode("utf-8", "replace")
                with open(os.path.join(job.target, f"{name}.html"), "wb") as file:
                    file.write(made)
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"[:200]
            said.send_bytes(json.dumps([name, problem]).encode())
