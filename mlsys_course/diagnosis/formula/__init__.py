"""The learner's own formula: read from the source of the answer's cell, and held against the key's.

The source is text and stays text: it is parsed, never run, whoever wrote it. `reader` works it out with an
interpreter of its own for the little that formulas are made of, and gets the same kind of tree as the key's
(`mlsys_course.diagnosis.expression`). `evidence` looks at the tree: which known mistake gives the same in
every row, where it differs from the key (`difference`), which steps are right (`steps`). An answer is never
accepted or refused for it: it only says why.
"""

from __future__ import annotations

from mlsys_course.diagnosis.formula.code import Code

__all__ = ["Code"]
