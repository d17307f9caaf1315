"""Numbers of the chapter's questions."""
