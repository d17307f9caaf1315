"""A copy of the course to grade in: real source notebooks, real nbgrader, a gradebook of its own."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.building.release import in_memory
from autograder.building.variants import fill, solutions
from autograder.grading.command import load_config
from autograder.grading.convert import TrustedAutograde
from autograder.grading.outcome import Outcome

TOP = Path(__file__).resolve().parents[1]
ASSIGNMENT = "ch01_introduction"


@functools.cache
def empty_gradebook() -> bytes:
    """Return a gradebook with nothing in it, made by nbgrader: it starts a slow command for each new one."""
    with tempfile.TemporaryDirectory() as folder:
        with Gradebook(f"sqlite:///{folder}/gradebook.db"):
            pass
        return Path(folder, "gradebook.db").read_bytes()


@dataclass
class Course:
    """A course folder of a test."""

    root: Path
    assignment: str = ASSIGNMENT

    @classmethod
    def make(cls, root: Path, notebooks: tuple[str, ...] | None = None) -> Course:
        """Copy the source notebooks (all, or those named) and release them into a new gradebook."""
        source = root / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        for path in sorted((TOP / "source" / ASSIGNMENT).glob("*.ipynb")):
            if notebooks is None or path.stem in notebooks:
                shutil.copy(path, source)
        for name in ("nbgrader_config.py", "course.toml"):
            shutil.copy(TOP / name, root)
        (root / "autograder").mkdir()
        course = cls(root)
        (root / "autograder" / "gradebook.db").write_bytes(empty_gradebook())
        outcome = course.api().generate_assignment(ASSIGNMENT)
        assert outcome["success"], outcome
        return course

    @property
    def config(self) -> Config:
        """nbgrader's settings, those of the course."""
        return load_config(self.root)

    def coursedir(self) -> CourseDirectory:
        """nbgrader's folders."""
        return CourseDirectory(config=self.config)

    def api(self) -> NbGraderAPI:
        """nbgrader's Python API."""
        return NbGraderAPI(coursedir=self.coursedir(), config=self.config)

    @property
    def names(self) -> list[str]:
        """The assignment's notebooks."""
        return sorted(path.stem for path in (self.root / "source" / self.assignment).glob("*.ipynb"))

    def source(self, name: str) -> Any:
        """Return a source notebook."""
        return nbformat.read(self.root / "source" / self.assignment / f"{name}.ipynb", as_version=4)

    def folder(self, student: str) -> Path:
        """Return a student's folder of submitted files, made where missing."""
        folder = self.root / "autograder" / "submitted" / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def submit(self, student: str, name: str, notebook: Any) -> Path:
        """Hand in one notebook, as an object, or as the bytes or text of the file."""
        path = self.folder(student) / f"{name}.ipynb"
        if isinstance(notebook, bytes):
            path.write_bytes(notebook)
        elif isinstance(notebook, str):
            path.write_text(notebook, encoding="utf-8")
        else:
            path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    def perfect(self, name: str, **changed: str) -> Any:
        """Return the submission with all reference answers, some answer cells changed."""
        source = self.source(name)
        return fill(in_memory(source), {**solutions(source), **changed})

    def blank(self, name: str) -> Any:
        """Return the notebook as handed out."""
        return in_memory(self.source(name))

    def autograde(self, student: str = "*", **traits: Any) -> list[Outcome]:
        """Grade as ``nbgrader autograde`` does; return what became of each submission."""
        coursedir = self.coursedir()
        coursedir.assignment_id, coursedir.student_id = self.assignment, student
        step = TrustedAutograde(coursedir=coursedir, config=self.config)
        step.force = True
        for trait, value in traits.items():
            setattr(step, trait, value)
        try:
            step.start()
        except NbGraderException:
            if not step.outcomes:
                raise
        return step.outcomes

    def scores(self, student: str) -> dict[str, float]:
        """Return a student's autograded points out of the gradebook, by test cell."""
        coursedir = self.coursedir()
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            return {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name.startswith("test_")
            }

    def maxima(self) -> dict[str, float]:
        """Return the maximum points, by test cell."""
        coursedir = self.coursedir()
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return {
                cell.name: cell.max_score
                for notebook in gradebook.find_assignment(self.assignment).notebooks
                for cell in notebook.grade_cells
                if cell.name.startswith("test_")
            }

    def autograded(self, student: str, name: str) -> Any:
        """Return an autograded notebook."""
        path = self.root / "autograder" / "autograded" / student / self.assignment / f"{name}.ipynb"
        return nbformat.read(path, as_version=4)

    def cell_text(self, student: str, name: str, grade_id: str) -> str:
        """Return what the outputs of one autograded cell say."""
        for cell in self.autograded(student, name).cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
                texts = [o.get("data", {}).get("text/plain", o.get("text", "")) for o in cell.outputs]
                return "\n".join(texts)
        raise LookupError(grade_id)

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the course's folder."""
        environment = {**os.environ, "HOME": str(self.root), **extra}
        folder = str(Path(sys.executable).parent)
        environment["PATH"] = os.pathsep.join([folder, environment["PATH"]])
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
