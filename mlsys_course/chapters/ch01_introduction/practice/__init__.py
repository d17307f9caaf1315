"""Practice exercises of the chapter, a folder for each section."""
