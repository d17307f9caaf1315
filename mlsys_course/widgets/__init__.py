"""What explorers are made of; the explorers themselves stand in the chapters' ``widgets/``.

How an explorer is written and added stands in `mlsys_course.widgets.base`.
"""
