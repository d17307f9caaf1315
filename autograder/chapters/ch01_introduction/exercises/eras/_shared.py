"""The timeline of mentions."""

from functools import cache
from typing import Any


@cache
def mention_shares() -> tuple[list[float], list[float]]:
    """Return years and shares of the timeline."""
    from mlsys_course import data

    frame: Any = data.ai_timeline()
    return [float(year) for year in frame["year"]], [float(share) for share in frame["mention_share"]]
