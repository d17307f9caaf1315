"""The addresses of the formgrader that marks and comments go through, and one that tells what pages need.

Whoever opened a page before somebody else saved a mark gets their own refused, with what is there now:
nothing is overwritten in silence. Each mark and comment carries a version of what the page has seen; the
comparison and the writing happen while all others wait, also those of other servers.
"""

from __future__ import annotations

import collections
import contextlib
import getpass
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Gradebook, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from sqlalchemy.exc import SQLAlchemyError
from tornado import web

from autograder.formgrader import record, rubric
from autograder.grading import trouble

STATIC = Path(__file__).parent / "static"
_REUSED = 12  # comments that are offered
_LONGEST_NAME = 60


def put_into(listed: list[Any]) -> None:
    """Put our handlers before nbgrader's in its list; safe to repeat.

    Parameters
    ----------
    listed : list
        Pairs of address and handler, as nbgrader hands them to the server.
    """
    if not any(handler is AboutHandler for _, handler, *_ in listed):
        listed[:0] = HANDLERS


def version(of: Any) -> str:
    """Return what changes when a mark or a comment does.

    Parameters
    ----------
    of : Grade or Comment
        Out of the gradebook.
    """
    if isinstance(of, Comment):
        return json.dumps([of.manual_comment or ""])
    return json.dumps([of.manual_score, of.extra_credit])


def _waits(of: Any) -> bool:
    """Say whether a mark waits for a person."""
    return bool(getattr(of, "needs_manual_grade", False))


def name_of(handler: Any, given: str = "") -> tuple[str, bool]:
    """Return who marks, and whether that is certain: a hub knows its users, elsewhere people say so.

    Parameters
    ----------
    handler : JupyterHandler
        Of the request.
    given : str
        What the page says.
    """
    if os.environ.get("JUPYTERHUB_USER"):
        user = handler.current_user
        known = user.get("name") if isinstance(user, dict) else getattr(user, "username", None)
        return str(known or os.environ["JUPYTERHUB_USER"]), True
    clean = " ".join("".join(c if c.isprintable() else " " for c in given).split())[:_LONGEST_NAME]
    if clean:
        return clean, False
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser(), False
    return "staff", False


class _Marks(BaseApiHandler):  # type: ignore[misc]
    """What the handlers have in common."""

    @property
    def journal(self) -> Path:
        return record.path_of(self.coursedir)

    def current(self) -> Gradebook:
        """Return the gradebook as it is now, whatever this server has read of it before."""
        gradebook = self.gradebook
        gradebook.db.rollback()
        gradebook.db.expire_all()
        return gradebook

    def found(self, find: Callable[[str], Any], number: str) -> Any:
        try:
            return find(number)
        except MissingEntry:
            raise web.HTTPError(404) from None

    def notebook(self, gradebook: Gradebook, number: str) -> SubmittedNotebook:
        return self.found(gradebook.find_submission_notebook_by_id, number)

    def shown(self, of: Any, entries: list[record.Entry]) -> dict[str, Any]:
        """Return a mark or comment as a page gets it."""
        return {**of.to_dict(), "version": version(of), "marked": history(of, entries)}

    def entries(self, of: Any) -> list[record.Entry]:
        told = of.to_dict()
        names = (told["assignment"], told["notebook"], told["student"])
        return record.about(self.journal, *names).get(told["name"], [])

    def save(self, of: Any, data: dict[str, Any], change: Callable[[], record.Entry]) -> None:
        """Change a mark or a comment, if it is still what the page has seen; answer the request."""
        try:
            with record.opened(self.journal) as journal:
                self.current()
                seen, before = data.get("version"), (version(of), _waits(of))
                if seen is not None and seen != before[0]:
                    self.set_status(409)
                    self.write(json.dumps(self.shown(of, self.entries(of))))
                    return
                entry = change()
                if before != (version(of), _waits(of)) or entry.rubric:
                    journal.add(entry)
                self.gradebook.db.commit()
        except (OSError, SQLAlchemyError) as error:
            self.gradebook.db.rollback()
            self.set_status(500)
            self.write(json.dumps({"problem": trouble.sentence(error) or str(error)}))
            return
        self.write(json.dumps(self.shown(of, self.entries(of))))

    def entry(
        self, of: Any, data: dict[str, Any], what: str, points: str = "", ticked: str = ""
    ) -> record.Entry:
        told = of.to_dict()
        by, _ = name_of(self, str(data.get("marker") or ""))
        return record.Entry(
            record.now(), by, told["assignment"], told["notebook"], told["name"], told["student"],
            what, points, ticked,
        )  # fmt: skip


def history(of: Any, entries: list[record.Entry]) -> list[dict[str, Any]]:
    """Return who did what to an answer, the last first, with the points that were ticked."""
    what = record.COMMENT if isinstance(of, Comment) else record.POINTS
    return [
        {"by": one.by, "time": one.time, "points": one.points, "rubric": record.split(one.rubric)}
        for one in reversed(entries)
        if one.what == what
    ]


class GradesHandler(_Marks):
    """The marks of a submitted notebook."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        """Return them as nbgrader does, each with its version."""
        notebook = self.notebook(self.current(), self.get_argument("submission_id"))
        self.write(json.dumps([self.shown(grade, []) for grade in notebook.grades]))


class CommentsHandler(_Marks):
    """The comments on a submitted notebook."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        """Return them as nbgrader does, each with its version."""
        notebook = self.notebook(self.current(), self.get_argument("submission_id"))
        self.write(json.dumps([self.shown(comment, []) for comment in notebook.comments]))


class GradeHandler(_Marks):
    """One mark."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, number: str) -> None:
        """Return it."""
        grade = self.found(self.current().find_grade_by_id, number)
        self.write(json.dumps(self.shown(grade, self.entries(grade))))

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, number: str) -> None:
        """Give it, as nbgrader does, unless somebody was faster: then the answer is 409 and what is there."""
        grade = self.found(self.gradebook.find_grade_by_id, number)
        data = self.get_json_body() or {}

        def change() -> record.Entry:
            grade.manual_score = _points(data.get("manual_score"))
            grade.extra_credit = _points(data.get("extra_credit"))
            grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
            points = "" if grade.manual_score is None else f"{grade.manual_score:g}"
            ticked = data.get("rubric")
            texts = [str(text) for text in ticked] if isinstance(ticked, list) else []
            return self.entry(grade, data, record.POINTS, points, record.joined(texts))

        self.save(grade, data, change)


class CommentHandler(_Marks):
    """One comment."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, number: str) -> None:
        """Return it."""
        comment = self.found(self.current().find_comment_by_id, number)
        self.write(json.dumps(self.shown(comment, self.entries(comment))))

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, number: str) -> None:
        """Write it, as nbgrader does, unless somebody was faster: then 409 and what is there."""
        comment = self.found(self.gradebook.find_comment_by_id, number)
        data = self.get_json_body() or {}

        def change() -> record.Entry:
            comment.manual_comment = data.get("manual_comment")
            return self.entry(comment, data, record.COMMENT)

        self.save(comment, data, change)


class AboutHandler(_Marks):
    """What the page of a submitted notebook needs beside nbgrader's."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, number: str) -> None:
        """Return who marks here, and by cell the points to click and comments to use again."""
        gradebook = self.current()
        submitted = self.notebook(gradebook, number)
        names = (submitted.assignment.assignment.name, submitted.notebook.name, submitted.student.id)
        cells = self._cells(*names)
        entries = record.about(self.journal, *names)
        by, certain = name_of(self)
        told: dict[str, Any] = {}
        for grade in submitted.grades:
            told[grade.name] = {
                "rubric": [],
                "reuse": [],
                "marked": history(grade, entries.get(grade.name, [])),
            }
        for comment in submitted.comments:
            points = rubric.lines(cells, comment.name)
            told.setdefault(comment.name, {"marked": []})
            told[comment.name] |= {
                "rubric": [
                    {
                        "text": line.text,
                        "points": line.points,
                        "yes": rubric.comment(line, True),
                        "no": rubric.comment(line, False),
                    }
                    for line in points
                ],
                "reuse": _used(gradebook, *names, comment.name, points),
            }
        self.write(json.dumps({"by": by, "certain": certain, "cells": told}))

    def _cells(self, assignment: str, notebook: str, student: str) -> list[Any]:
        folder = self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment)
        path = Path(self.coursedir.root, folder, f"{notebook}.ipynb")
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return cells if isinstance(cells, list) else []


def _points(given: Any) -> float | None:
    if given is None or given == "":
        return None
    try:
        return float(given)
    except (TypeError, ValueError):
        raise web.HTTPError(400, f"{given!r} is no number of points") from None


def _used(
    gradebook: Gradebook, assignment: str, notebook: str, student: str, cell: str, points: list[rubric.Line]
) -> list[str]:
    """Return the comments on this question that other students got, the most frequent first."""
    made = {rubric.comment(line, ticked) for line in points for ticked in (True, False)}
    query = gradebook.db.query(Comment.manual_comment, SubmittedNotebook.id)
    query = query.join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id)
    query = query.join(BaseCell, Comment.cell_id == BaseCell.id)
    query = query.join(Notebook, BaseCell.notebook_id == Notebook.id)
    query = query.join(Assignment, Notebook.assignment_id == Assignment.id)
    query = query.filter(Assignment.name == assignment, Notebook.name == notebook, BaseCell.name == cell)
    mine = gradebook.find_submission_notebook(notebook, assignment, student).id
    counted = collections.Counter(
        own
        for comment, owner in query
        if owner != mine and (own := "\n".join(_own_lines(comment or "", made)).strip())
    )
    return [text for text, _ in counted.most_common(_REUSED)]


def _own_lines(comment: str, made: set[str]) -> Iterator[str]:
    """Yield the lines of a comment that somebody wrote."""
    yield from (line for line in comment.splitlines() if line not in made)


HANDLERS = [
    (r"/formgrader/api/grades", GradesHandler),
    (r"/formgrader/api/grade/([^/]+)", GradeHandler),
    (r"/formgrader/api/comments", CommentsHandler),
    (r"/formgrader/api/comment/([^/]+)", CommentHandler),
    (r"/formgrader/api/marking/([^/]+)", AboutHandler),
    (r"/formgrader/marking/(.*)", web.StaticFileHandler, {"path": str(STATIC)}),
]
