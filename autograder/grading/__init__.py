"""Trusted grading: student code runs in a sandboxed child, answers cross as data, marks are given here."""
