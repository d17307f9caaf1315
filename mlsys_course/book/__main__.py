"""``python -m mlsys_course.book FOLDER``: run a folder of the book's cells."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlsys_course.book.cells import run


def main() -> int:
    """Run the cells and say how they compare; 1 where a cell stops or a difference is new."""
    parser = argparse.ArgumentParser(prog="python -m mlsys_course.book", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with one .py file for each cell of a chapter")
    try:
        done = run(parser.parse_args().folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(done.lines()))
    return 0 if done.fine else 1


if __name__ == "__main__":
    sys.exit(main())
