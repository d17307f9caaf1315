"""The checks that a plot is composed of; each looks at what is drawn and says one thing about it."""

from mlsys_course.kinds.plot.axes import Label, Scale
from mlsys_course.kinds.plot.curves import Curves
from mlsys_course.kinds.plot.drawn import (
    DAYS,
    FRACTION,
    OPERATIONS,
    PERCENT,
    PLAIN,
    Curve,
    Drawn,
    Finding,
    ways,
)
from mlsys_course.kinds.plot.groups import Groups
from mlsys_course.kinds.plot.named_points import NamedPoints
from mlsys_course.kinds.plot.overlays import Annotation, Bands, Level, Shape
from mlsys_course.kinds.plot.series import Series
from mlsys_course.kinds.plot.view import Axis, Marks, Note, Point, View

__all__ = [
    "DAYS",
    "FRACTION",
    "OPERATIONS",
    "PERCENT",
    "PLAIN",
    "Annotation",
    "Axis",
    "Bands",
    "Curve",
    "Curves",
    "Drawn",
    "Finding",
    "Groups",
    "Label",
    "Level",
    "Marks",
    "NamedPoints",
    "Note",
    "Point",
    "Scale",
    "Series",
    "Shape",
    "View",
    "ways",
]
