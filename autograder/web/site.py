"""`make web`: the whole site, built beside the old one and put in its place."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder import bundle
from autograder.web import front, live, wheels
from autograder.web.pyodide import Pyodide, WebError, cache
from mlsys_course import course
from mlsys_course.start import START

__all__ = ["TARGET", "TOOLS", "build", "main"]

TOP = Path(__file__).resolve().parents[2]
TARGET = Path("dist/web")
TOOLS = Path(".venv-web")
LIVE = "live"
_READ = ("notebooks/", "release/")
_MOST = 90_000_000
"""Bytes of the whole site: what a small host takes, and a visitor's cache."""


def build(target: Path, tools: Path, *, credit: bool = False, top: Path = TOP) -> None:
    """Build the site.

    Parameters
    ----------
    target : Path
        Its folder; what was there before is replaced once the new one is whole.
    tools : Path
        The environment with the tools.
    credit : bool
        Leave out keys and solutions: values are judged at grading.
    top : Path
        Top of the repository, its notebooks built.

    Raises
    ------
    WebError, autograder.bundle.BundleError
        If something is missing, differs from what is locked, or must not go out.
    """
    tools = tools.absolute()
    if not (tools / "bin" / "jupyter").is_file():
        raise WebError(f"The tools for the site are not in {tools}. make web puts them there.")
    pyodide = Pyodide(cache(), tools)
    package = wheels.course_wheel(top)
    own = [package, wheels.start_wheel(package.version)]
    if not credit:
        own.append(wheels.keys_wheel(top, package.version))
    lock, files = wheels.site_lock(pyodide, own, live.kernel_wheels(tools), top, tools)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".web-") as folder:
        draft = Path(folder) / "site"
        draft.mkdir()
        contents = _contents(top)
        size = sum(map(len, (*pyodide.core().values(), *files.values())))
        (draft / "index.html").write_text(front.page(contents, LIVE, size, credit), encoding="utf-8")
        live.build(
            draft / LIVE,
            contents,
            lock,
            files,
            [one.name for one in own],
            pyodide=pyodide,
            tools=tools,
            extension=top / "mlsys_course" / "widgets" / "lab",
        )
        whole = sum(path.stat().st_size for path in draft.rglob("*") if path.is_file())
        if whole > _MOST:
            raise WebError(f"The site has {whole / 1e6:.0f} MB; it may have {_MOST / 1e6:.0f}.")
        if target.exists():
            target.rename(Path(folder) / "old")
        draft.rename(target)


def _contents(top: Path) -> Mapping[str, bytes]:
    """Return what a reader finds on the live pages: what the students' archive holds, searched as it is."""
    members = bundle.members(top)
    return {
        name: content
        for name, content in members.items()
        if name.startswith(_READ) or name in (START, course.FILE)
    }


def main(target: Path, tools: Path, credit: bool) -> int:
    """Build the site and say where it is and how large.

    Returns
    -------
    int
        0, or 1 where something must be put right first.
    """
    try:
        build(target, tools, credit=credit)
    except (WebError, bundle.BundleError, course.CourseError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target}: {size / 1e6:.0f} MB. Look at it: python3 -m http.server --directory {target}")
    return 0
