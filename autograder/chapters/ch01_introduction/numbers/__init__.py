"""The numbers of the chapter's questions, a module for each section."""
