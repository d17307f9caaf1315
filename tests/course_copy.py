"""A copy of the repository, with an environment in which the copy is what is imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Copy:
    """A copy of the course that a test may change.

    Parameters
    ----------
    root : Path
        Its top.
    """

    root: Path

    @classmethod
    def make(cls, top: Path, tracked: list[Path], root: Path, without: tuple[str, ...] = ()) -> Copy:
        """Copy the repository's files, but for some top folders; libraries are those of this run."""
        for path in tracked:
            if path.parts[0] not in without:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(top / path, root / path)
        return cls.equip(root)

    @classmethod
    def equip(cls, root: Path) -> Copy:
        """Give a copy an environment, in which it is the course and libraries are those of this run."""
        environment = root / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        (site,) = (environment / "lib").glob("python*/site-packages")
        (site / "copy.pth").write_text(f"{root}\n{Path(pytest.__file__).parents[1]}\n")
        return cls(root)

    @staticmethod
    def environment() -> dict[str, str]:
        """Return the environment of a command in a copy: no Python of the caller's shines through."""
        ours = Path(sys.executable).parent
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        # nbgrader's command for a new gradebook, and nbconvert's templates, are those of this environment.
        environment["PATH"] = os.pathsep.join([environment["PATH"], str(ours)])
        environment["JUPYTER_PATH"] = str(ours.parent / "share" / "jupyter")
        return environment

    @property
    def python(self) -> str:
        """The interpreter to which the copy is the course."""
        return str(self.root / ".venv" / "bin" / "python")

    def run(self, *command: str, status: int = 0, folder: str = ".") -> str:
        """Run a command in the copy and return what it prints.

        Parameters
        ----------
        command : str
            The command; ``python`` is the copy's.
        status : int
            The exit status it must have.
        folder : str
            Where in the copy it runs.
        """
        line = [self.python if word == "python" else word for word in command]
        run = subprocess.run(
            line, cwd=self.root / folder, env=self.environment(), capture_output=True, text=True, check=False
        )
        said = f"{' '.join(command)}:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
        assert run.returncode == status, said
        return run.stdout

    def course(self, verb: str, *more: str, status: int = 0) -> str:
        """Run a verb of ``python -m autograder``."""
        return self.run("python", "-m", "autograder", verb, *more, status=status)
