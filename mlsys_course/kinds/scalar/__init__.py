"""Quantities, numbers and whole numbers: one number, diagnosed from the key's own formula."""

KINDS = ("quantity", "number", "integer")
"""The kinds that this folder serves; a folder without such a line serves the kind of its name."""
