"""The untrusted half of trusted grading: everything that runs on the student's side of the line.

The grading process starts this folder *by path* (``__main__.py``), in a clean environment, and nothing in it
imports `autograder`: a forked child inherits its parent's memory, so the parent must hold nothing worth
reading. It needs the standard library and IPython; numpy, pandas, matplotlib, pint and `mlsys_course` are
used where they are. Its modules import each other relatively and at their top, because there their package
has a name that nobody else can import, and only until it is loaded.

Three kinds of process run it:

``serve``
    the fork server. It builds a private root file system, imports the heavy packages once, and from then on
    only forks. It never reads a byte that a submission wrote.
``supervisor``
    one per submission, forked by the server: makes the child's namespaces, watches its time, memory and
    number of processes, and kills it. No student code runs in it, and the child cannot see it.
``student``
    the child itself: process 1 of its own process namespace, without capabilities, network or anything
    writable but its own scratch. It runs cells in ipykernel's shell and hands answers over as data.
"""
