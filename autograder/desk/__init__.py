"""What a teaching assistant does around grading.

`collect` brings submissions in from Canvas or Moodle, `people` the roster, `scores` takes the marks back, and
`dates` sets due dates and extensions. `course` is what these commands share.
"""


class DeskError(Exception):
    """What was asked for cannot be done; one sentence with the way out."""
