"""Explorers of the chapter; how one is written stands in `mlsys_course.widgets.base`."""
