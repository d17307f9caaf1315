"""Classifications: a class for every item."""
