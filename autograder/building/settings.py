"""The ``course.toml`` that goes out with a released assignment, for students who fetch only its folder."""

from __future__ import annotations

import json
from pathlib import Path

from mlsys_course import course

FILE = course.FILE


def for_release(root: Path) -> bytes | None:
    """Return the file that a released assignment needs; None where everybody has the book's numbers.

    Parameters
    ----------
    root : Path
        Top of the course.

    Returns
    -------
    bytes or None
        The course's settings without anybody's student id.
    """
    settings = course.load(root)
    if not settings.personal:
        return None
    return (
        "# Which numbers are yours: keep this file beside the notebooks.\n"
        f"course_id = {json.dumps(settings.course_id, ensure_ascii=False)}\n"
        "personal = true\n"
        f"salt = {json.dumps(settings.salt, ensure_ascii=False)}\n"
        "\n"
        "# Your id as it stands in the course's list; on a JupyterHub it may stay empty.\n"
        'student_id = ""\n'
    ).encode()
