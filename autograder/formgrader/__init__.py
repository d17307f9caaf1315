"""Marking together in nbgrader's formgrader: points to click, comments to use again, who marked what when.

nbgrader's formgrader is kept as it is, and extended where it can be: ``nbgrader_config.py`` calls `install`
in the process of the Jupyter server, before nbgrader adds its addresses to it, and puts our template before
nbgrader's; it loads ``static/marking.js`` on the page of a submission. So graders stay on the page they know,
and marks and comments stay where nbgrader has them, in the gradebook. What it has no place for, who marked
when and by which points of the mark scheme, is in ``marked.csv`` beside it (`record`).

============  ==============================================================================================
`rubric`      the points of a written answer, from its file in ``chapters/*/written/`` or its mark scheme
`record`      who marked what when; one writer at a time, whatever number of servers graders have started
`handlers`    nbgrader's four addresses for marks and comments, with a look at whether somebody was faster
============  ==============================================================================================

Where the server was started outside the course, its configuration is not read and nothing of this is there.
"""

from __future__ import annotations

import sys

_API = "nbgrader.server_extensions.formgrader.apihandlers"


def install() -> None:
    """Put our handlers before nbgrader's, in a process that serves the formgrader; safe to repeat."""
    if _API not in sys.modules:  # a command of nbgrader, which has no pages
        return
    from autograder.formgrader import handlers

    handlers.put_into(sys.modules[_API].default_handlers)
