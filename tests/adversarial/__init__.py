"""Hostile and damaged submissions, each with the score it deserves."""
