"""Claims: which of them the data support."""
