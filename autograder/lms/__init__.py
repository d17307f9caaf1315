"""The way from Canvas or Moodle to the gradebook and back.

`collect` puts submissions in place, `people` keeps the roster, `scores` writes the marks for the LMS;
`downloads` reads what it hands out, and `course` is what these commands share.
"""


class LmsError(Exception):
    """What was asked for cannot be done; one sentence with the way out."""
