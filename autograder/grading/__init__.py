"""Trusted grading: student code runs in a sandboxed child, answers cross as data, marks are given here."""

import sys

# jsonschema, which nbformat imports, has this package build a grammar for formats that no notebook has: a
# second of every process that grades. Without the package it does without these formats.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
