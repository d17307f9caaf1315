"""Chapter 1 of the book, *Introduction*: its graded exercises and the numbers of its questions."""
