"""Chapter 1 of the book, *Introduction*: its eras as programs, its tables and figures, its explorers."""
