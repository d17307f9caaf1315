"""Right and wrong answers to the chapter's exercises."""
