"""``nbgrader zip_collect``, which does what ``make collect`` does with the files in its ``archive`` folder.

nbgrader's own way takes students' ids out of the names of files, where Canvas and Moodle have none; it would
follow what a student packed, and one attempt would overwrite the other.
"""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin

from autograder.lms import LmsError, collect, course

__all__ = ["CollectDownloads"]


class CollectDownloads(ExtractorPlugin):  # type: ignore[misc]
    """Collects where nbgrader would extract; `nbgrader_config.py` puts it in place."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Collect a folder of downloads, and end the command: nothing is left for its next step.

        Parameters
        ----------
        archive_path : str
            The folder.
        extracted_path : str
            Where nbgrader would put the files; it stays empty.
        """
        app = self.parent
        assignment, shown = app.coursedir.assignment_id, os.path.relpath(archive_path, app.coursedir.root)
        Path(extracted_path).rmdir()
        status = 1
        try:
            if not os.listdir(archive_path):
                raise LmsError(f"There is nothing in {shown}: put the zip file of Canvas or Moodle there")
            named = course.assignment(app.coursedir, assignment, "nbgrader zip_collect")
            found = collect.collect(app.coursedir, named, Path(archive_path))
            collect.tell(app.coursedir, named, found, shown)
            status = 1 if found.unplaced else 0
        except LmsError as error:
            app.log.error("%s", error)
        app.exit(status)
