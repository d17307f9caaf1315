"""``python -m autograder private-course DIR``: a copy of the course for one class, with a history of its own.

The copy has two branches. ``upstream`` holds the course as it was taken over, one commit for each time;
``main`` is the class's own: its settings, its exercises, its numbers. The same command brings a newer version
of the course to ``upstream``; git merges it into ``main``.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from mlsys_course import course

TOP = Path(__file__).resolve().parents[1]
UPSTREAM, OWN = "upstream", "main"
HONEST = (
    "The exercises, hints and keys that came with the course stay public: whoever finds it finds them. For "
    "marks that matter, write exercises of your own into this copy (CONTRIBUTING.md shows how), or have "
    "people work under supervision."
)
_SIGNED = {"name": "ML Systems Course", "email": "course@localhost"}


class PrivateCourseError(RuntimeError):
    """The copy cannot be made or brought up to date; the text says what to do."""


def make(target: Path, top: Path = TOP) -> list[str]:
    """Make the private copy, or bring a newer version of the course to it.

    Parameters
    ----------
    target : Path
        The copy's folder: new, empty, or made by this command before.
    top : Path
        The course: a clone of its repository.

    Returns
    -------
    list of str
        What was done, and what comes next, a line each.

    Raises
    ------
    PrivateCourseError
        If the folder is something else, or git does not do its part.
    """
    target = target.resolve()
    if target == top or top in target.parents:
        raise PrivateCourseError(f"{target} lies inside the public course. Choose a folder outside of {top}.")
    version = _git(top, "rev-parse", "--short", "HEAD").strip()
    if _git(top, "status", "--porcelain", "--untracked-files=no").strip():
        raise PrivateCourseError(f"{top} has changes that are not committed. Commit them, or put them back.")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return _begin(target, top, version)
    if not (target / ".git").exists() or not _has(target, UPSTREAM):
        raise PrivateCourseError(
            f"{target} is no private course. Name a new folder, or one that this command has made."
        )
    return _renew(target, top, version)


def _begin(target: Path, top: Path, version: str) -> list[str]:
    target.mkdir(parents=True, exist_ok=True)
    _git(target, "init", "--quiet", f"--initial-branch={UPSTREAM}")
    _take_over(target, top)
    _commit(target, f"The course as it was at {version}")
    _git(target, "checkout", "--quiet", "-b", OWN)
    settings = target / course.FILE
    settings.write_text(_own_settings(settings.read_text(encoding="utf-8")), encoding="utf-8")
    _build(target)
    _commit(target, "Numbers for each student, by a salt of this class")
    return [
        f"{target} holds the course, with personal numbers and a salt of its own.",
        "Keep it where students cannot read it; what they get is the archive of make bundle.",
        f"To take up a newer version later, call this command again, then: git merge {UPSTREAM}",
        HONEST,
    ]


def _renew(target: Path, top: Path, version: str) -> list[str]:
    if _git(target, "status", "--porcelain").strip():
        raise PrivateCourseError(
            f"{target} has changes that are not committed. Commit them first: a merge could lose them."
        )
    branch = _git(target, "rev-parse", "--abbrev-ref", "HEAD").strip()
    _git(target, "checkout", "--quiet", UPSTREAM)
    try:
        for name in _git(target, "ls-files", "-z").split("\0"):
            if name:
                (target / name).unlink(missing_ok=True)
        _take_over(target, top)
        new = bool(_git(target, "status", "--porcelain").strip())
        if new:
            _commit(target, f"The course as it was at {version}")
    finally:
        _git(target, "checkout", "--quiet", "--force", branch)
    if not new:
        return [f"{target} has this version of the course already."]
    return [
        f"The newer version is on the branch {UPSTREAM} of {target}; {branch} is as it was.",
        f"Take it up there: git merge {UPSTREAM}, then make build, make check, and commit.",
        "In mid-term, look first at what it changes: git diff main...upstream -- source autograder/chapters. "
        "The next make grade marks by the new keys what is handed in from then on; with ARGS=--force it "
        "marks everything by them, and changes.csv lists each score that differs.",
    ]


def _take_over(target: Path, top: Path) -> None:
    """Copy the files that git has of the course."""
    for name in _git(top, "ls-files", "-z").split("\0"):
        if name:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(top / name, path, follow_symlinks=False)


def _own_settings(text: str) -> str:
    """Return the settings with personal numbers and a new salt; what else they say stays."""
    for key, value in (("personal", "true"), ("salt", f'"{secrets.token_hex(8)}"')):
        text, found = re.subn(rf"(?m)^{key}\s*=.*$", f"{key} = {value}", text)
        if not found:
            text += f"{key} = {value}\n"
    return text


def _build(target: Path) -> None:
    """Put the settings beside each released assignment, by the copy's own code."""
    environment = {**os.environ, "PYTHONPATH": str(target)}
    command = [sys.executable, "-m", "autograder", "build", "--no-execute"]
    done = _run(command, cwd=target, env=environment)
    if done.returncode:
        why = (done.stderr or done.stdout).strip()[-1000:]
        raise PrivateCourseError(f"The copy could not be built: {why}")


def _commit(target: Path, message: str) -> None:
    _git(target, "add", "--all")
    signed = [word for key, value in _SIGNED.items() for word in ("-c", f"user.{key}={value}")]
    _git(target, *signed, "commit", "--quiet", "--no-verify", "-m", message)


def _has(target: Path, branch: str) -> bool:
    try:
        _git(target, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
    except PrivateCourseError:
        return False
    return True


def _run(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **how
    )


def _git(folder: Path, *words: str) -> str:
    try:
        done = _run(["git", "-C", str(folder), *words])
    except FileNotFoundError:
        raise PrivateCourseError("git is not installed, and the copy's history needs it.") from None
    if done.returncode:
        raise PrivateCourseError(f"git {' '.join(words[:2])} in {folder}: {done.stderr.strip() or 'failed'}")
    return done.stdout


def main(target: Path) -> int:
    """Make or renew a private copy, and say what comes next; return the command's exit status."""
    try:
        print("\n".join(make(target)))
    except (PrivateCourseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
