"""Debugging: which line of somebody's calculation is wrong, and what comes out once it is put right."""
