"""Authoring rules: what a master must look like, one small function per rule.

A rule sees one master (or all of them) and yields what is wrong, with the remedy. `check` runs
them all; ``python -m autograder check`` prints what they find.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder import substitution, written
from autograder.building import numbers, predicted, prose, solutions, told
from autograder.building.leaks import normalised
from autograder.building.masters import Cell, Master, lines_in, marker_faults, tagged
from autograder.building.variants import is_stub
from mlsys_course import chapters, contracts, questions
from mlsys_course.exercise import Exercise
from mlsys_course.suggest import did_you_mean

KNOWN_METADATA = {"nbgrader", "tags"}
KNOWN_NBGRADER = {
    "grade_id", "grade", "solution", "locked", "task", "points", "schema_version", "cell_type",
}  # fmt: skip


@dataclass(frozen=True)
class Violation:
    """One thing to mend.

    Parameters
    ----------
    rule : str
        The rule's id.
    master : Master
        Where.
    cell : Cell or None
        Which cell; None for the whole file.
    message : str
        What is wrong and what to do.
    """

    rule: str
    master: Master
    cell: Cell | None
    message: str

    def __str__(self) -> str:
        where = f"{self.master.path.as_posix()}"
        if self.cell is not None:
            where += f":{self.cell.line or 1}, {self.cell.label}"
        return f"{where}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Course:
    """What the rules know beside the master they look at."""

    masters: Sequence[Master]
    exercises: Mapping[str, Exercise]

    @cached_property
    def _names(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        return {}

    def names(self, master: Master) -> Mapping[str, Any]:
        """Return what a ``{{…}}`` of a master may use."""
        key = master.kind, master.chapter
        if key not in self._names:
            self._names[key] = names(master, self.exercises)
        return self._names[key]

    def answer(self, name: str) -> Any:
        """Return the right answer of an exercise at the book's numbers."""
        return self.exercises[name].answer()

    def beside(self, master: Master) -> list[Master]:
        """Return the masters of the same chapter."""
        return [other for other in self.masters if other.chapter == master.chapter]


def names(master: Master, exercises: Mapping[str, Exercise]) -> substitution.Names:
    """Return what a ``{{…}}`` of a master may use.

    Parameters
    ----------
    master : Master
        The master.
    exercises : mapping
        All exercises by name.
    """
    if master.kind == "lesson":
        return substitution.Names("lesson", exercises)
    models = written.ModelAnswers(master.root, master.chapter, lambda name: exercises[name].answer())
    return substitution.Names("graded", exercises, written=models)


Found = Iterator[tuple[Cell | None, str]]
Rule = Callable[[Master, Course], Found]
RULES: dict[str, Rule] = {}


def fault(cell: Cell | None, message: str) -> tuple[Cell | None, str]:
    """Return what a rule yields: the cell (None for the whole file) and the sentence."""
    return cell, message


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under an id."""

    def add(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return add


def check(masters: Sequence[Master], exercises: Mapping[str, Exercise]) -> list[Violation]:
    """Return every violation of every rule, in the order of the files.

    Parameters
    ----------
    masters : sequence of Master
        All masters of a chapter, or of the course: some rules look across a chapter's files.
    exercises : mapping
        All exercises by name.
    """
    course = Course(masters, exercises)
    return [
        Violation(name, master, cell, message)
        for master in masters
        for name, function in RULES.items()
        for cell, message in function(master, course)
    ]


def _tree(cell: Cell, visible: bool = False) -> ast.Module | None:
    """Parse a code cell, or its visible part; None where it is not Python (another rule says so)."""
    source = "\n".join(lines_in(cell.source, None)) if visible else cell.source
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _of(master: Master, type_: str) -> Iterator[Cell]:
    return (cell for cell in master.cells if cell.type == type_)


# --- the file ---------------------------------------------------------------------------------


@rule("header")
def _header(master: Master, course: Course) -> Found:
    """Without a header jupytext drops metadata that is added later."""
    if not master.text.startswith("# ---\n"):
        yield fault(
            None,
            "has no jupytext header. Begin the file with the header of another master (# ---, # jupyter:, "
            "text_representation and kernelspec, # ---).",
        )
    elif master.metadata.get("kernelspec", {}).get("name") != "python3":
        yield fault(None, "its header names no kernelspec python3. Copy the header of another master.")
    elif master.metadata.get("jupytext", {}).get("text_representation", {}).get("format_name") != "percent":
        yield fault(
            None,
            "its header does not say format_name: percent. Copy the header of another master.",
        )


@rule("characters")
def _characters(master: Master, course: Course) -> Found:
    wrong = {"\t": "a tab", "\r": "a carriage return", "\N{NO-BREAK SPACE}": "a no-break space"}
    for character, name in wrong.items():
        if character in master.text:
            line = master.text[: master.text.index(character)].count("\n") + 1
            yield fault(None, f"has {name} in line {line}. Use spaces and plain line ends.")


@rule("stem")
def _stem(master: Master, course: Course) -> Found:
    for other in course.beside(master):
        if other is not master and other.path.stem == master.path.stem:
            yield fault(
                None,
                f"has the same name as {other.path.as_posix()}. Rename one: names of notebooks are unique "
                "within a chapter.",
            )
            break


@rule("syntax")
def _syntax(master: Master, course: Course) -> Found:
    for cell in _of(master, "code"):
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            if not _magic(cell):
                yield fault(cell, f"is not valid Python (line {error.lineno}: {error.msg}). Mend it.")


def _magic(cell: Cell) -> str | None:
    for line in cell.source.splitlines():
        if line.lstrip().startswith(("%", "!")) or re.fullmatch(r"\??[\w.]+\?+|\?[\w.]+", line.strip()):
            return line.strip()
    return None


@rule("magic")
def _no_magic(master: Master, course: Course) -> Found:
    for cell in _of(master, "code"):
        magic = _magic(cell)
        if magic:
            yield fault(
                cell,
                f"uses the magic {magic!r}. Write plain Python, so that ruff and mypy can read the master.",
            )


@rule("raw-cell")
def _raw(master: Master, course: Course) -> Found:
    for cell in _of(master, "raw"):
        yield fault(cell, "is a raw cell, which learners see as grey text. Make it markdown or code.")


@rule("metadata")
def _metadata(master: Master, course: Course) -> Found:
    for cell in master.cells:
        unknown = [*(set(cell.metadata) - KNOWN_METADATA), *(set(cell.nbgrader) - KNOWN_NBGRADER)]
        if unknown:
            yield fault(
                cell,
                f"has unknown metadata {', '.join(sorted(unknown))}. Take it out, or mend its spelling.",
            )
        if "nbgrader" in cell.metadata and not isinstance(cell.metadata["nbgrader"], dict):
            yield fault(cell, 'has nbgrader metadata that is no {...}. Write nbgrader={"grade_id": ...}.')


@rule("staff-import")
def _staff_import(master: Master, course: Course) -> Found:
    """Students do not have the staff package: only a hidden region may name it."""
    for cell in _of(master, "code"):
        outside = [
            line
            for tag, line in tagged(cell.source)
            if tag != "HIDDEN TESTS" and not (tag == "SOLUTION" and line == solutions.IMPORT)
        ]
        if any("autograder" in line for line in outside):
            yield fault(
                cell,
                "names autograder outside the hidden tests. Students do not have it: take it out.",
            )


# --- markers ----------------------------------------------------------------------------------


@rule("markers")
def _markers(master: Master, course: Course) -> Found:
    for cell in master.cells:
        for sentence in marker_faults(cell.source):
            yield fault(cell, sentence)


@rule("region-place")
def _region_place(master: Master, course: Course) -> Found:
    """Each kind of region has its kind of cell; anywhere else nbgrader would leave it to the student."""
    for cell in master.cells:
        regions = {tag for tag, _ in tagged(cell.source) if tag}
        if "SOLUTION" in regions and not cell.is_("solution"):
            yield fault(
                cell,
                'has a solution region but is no answer. Add "solution": true to its nbgrader metadata.',
            )
        if "HIDDEN TESTS" in regions and not (cell.is_test and cell.type == "code"):
            yield fault(cell, 'has hidden tests but is no test cell. Add "grade": true and "locked": true.')
        read_only = cell.is_("locked") and not cell.is_("grade") and not cell.is_("solution")
        if "MARK SCHEME" in regions and not (cell.type == "markdown" and read_only):
            yield fault(
                cell,
                "has a mark scheme but is no read-only question. Put the mark scheme at the end of a "
                "locked markdown cell directly above the prose answer: there graders see it and an "
                "untouched answer still counts as blank.",
            )


# --- nbgrader cells ---------------------------------------------------------------------------


@rule("lesson-graded")
def _lesson_graded(master: Master, course: Course) -> Found:
    if master.kind == "lesson":
        for cell in master.cells:
            if "nbgrader" in cell.metadata:
                yield fault(
                    cell,
                    "has nbgrader metadata, but lessons are not graded. Take it out, or move it to source/.",
                )


@rule("grade-id-missing")
def _grade_id_missing(master: Master, course: Course) -> Found:
    for cell in master.cells:
        if cell.grade_id is None and any(cell.is_(flag) for flag in ("grade", "solution", "locked", "task")):
            yield fault(
                cell,
                'has no grade_id. Add "grade_id": the answer\'s own name, or test_<answer> for its test.',
            )


@rule("grade-id-form")
def _grade_id_form(master: Master, course: Course) -> Found:
    for cell in master.cells:
        if cell.grade_id and not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", cell.grade_id):
            yield fault(
                cell,
                f"its grade_id {cell.grade_id!r} is not snake_case of at most 64 characters. Rename it.",
            )


@rule("grade-id-doubled")
def _grade_id_doubled(master: Master, course: Course) -> Found:
    """Names of answers are unique over the assignment; helpers like `imports` within their notebook."""
    home: dict[str, list[tuple[Master, Cell]]] = defaultdict(list)
    for other in course.beside(master):
        for cell in other.cells:
            if cell.grade_id:
                home[cell.grade_id].append((other, cell))
    for cell in master.cells:
        for other, twin in home.get(cell.grade_id or "", []):
            graded = cell.is_("grade") or cell.is_("solution") or twin.is_("grade") or twin.is_("solution")
            if twin is not cell and (other is master or graded):
                yield fault(
                    cell,
                    f"its grade_id stands again in {other.path.as_posix()}:{twin.line}. Rename one: they "
                    "are unique within a chapter.",
                )
                break


@rule("unknown-exercise")
def _unknown_exercise(master: Master, course: Course) -> Found:
    for cell in master.cells:
        name = _exercise_name(cell)
        if name is None:
            continue
        if name not in course.exercises:
            yield fault(
                cell,
                f"there is no exercise {name!r}.{did_you_mean(name, course.exercises)} Define it in "
                f"{_exercises(master.chapter)}<section>/{name}.py, or mend the grade_id.",
            )
        elif not course.exercises[name].graded:
            yield fault(
                cell,
                f"{name!r} is a practice exercise, whose key students have. Graded exercises are in "
                f"{_exercises(master.chapter)}.",
            )
        elif course.exercises[name].chapter.name != master.chapter:
            yield fault(
                cell,
                f"{name!r} is an exercise of {course.exercises[name].chapter.name}. Ask it there, or write "
                f"one of this chapter in {_exercises(master.chapter)}.",
            )


def _exercises(chapter: str) -> str:
    return f"autograder/chapters/{chapter}/exercises/"


def _exercise_name(cell: Cell) -> str | None:
    """Return the exercise an answer or test cell belongs to."""
    if not cell.grade_id or cell.type != "code":
        return None
    if cell.is_answer:
        return cell.grade_id
    return cell.grade_id.removeprefix("test_") if cell.is_test else None


@rule("test-name")
def _test_name(master: Master, course: Course) -> Found:
    for cell in master.cells:
        if cell.is_test and cell.grade_id and not cell.grade_id.startswith("test_"):
            yield fault(cell, f'is a test cell, so its grade_id is "test_{cell.grade_id}".')


@rule("answer-and-test")
def _answer_and_test(master: Master, course: Course) -> Found:
    """Every answer has its test below it, in the same notebook, and the other way round."""
    answers = {c.grade_id: c for c in master.cells if c.is_answer and c.type == "code" and c.grade_id}
    tests = {_exercise_name(c): c for c in master.cells if c.is_test and c.type == "code" and c.grade_id}
    for name, cell in answers.items():
        if name not in tests:
            yield fault(cell, f'has no test. Add a test cell "test_{name}" below it.')
        elif tests[name].index < cell.index:
            yield fault(cell, "stands below its test. Move the test below the answer.")
    for wanted, cell in tests.items():
        if wanted not in answers:
            yield fault(
                cell,
                f'tests {wanted!r}, which has no answer cell in this notebook. Add one "{wanted}" above it.',
            )


@rule("points")
def _points(master: Master, course: Course) -> Found:
    """Points come from the key; only prose, which has no key, has them in the master."""
    for cell in master.cells:
        typed = cell.nbgrader.get("points")
        name = _exercise_name(cell)
        exercise = course.exercises.get(name) if name else None
        if cell.is_prose_answer:
            if not isinstance(typed, int | float) or isinstance(typed, bool) or typed <= 0:
                yield fault(cell, 'is graded by hand but has no points. Add "points": a number above 0.')
        elif typed is not None:
            yield fault(
                cell,
                "has points typed into it. Take them out: the build puts the key's points there.",
            )
        elif cell.is_test and exercise is not None and exercise.points <= 0:
            yield fault(cell, f"the key of {name!r} gives it no points. Set points=... in its @exercise.")


@rule("test-locked")
def _test_locked(master: Master, course: Course) -> Found:
    for cell in master.cells:
        if cell.is_test and not cell.is_("locked"):
            yield fault(cell, 'is a test cell that students could edit. Add "locked": true.')


@rule("test-form")
def _test_form(master: Master, course: Course) -> Found:
    """Hold test cells to one form: the trusted grader runs them with the answer and nothing else.

    A test of another form would be marked inside the student's process (`autograder.grading.own`).
    """
    for cell in master.cells:
        name = _exercise_name(cell)
        if name is None or not cell.is_test:
            continue
        visible = [line for line in lines_in(cell.source, None) if line.strip()]
        hidden = [line for line in lines_in(cell.source, "HIDDEN TESTS") if line.strip()]
        if visible != [f'check("{name}")']:
            yield fault(
                cell,
                f'its visible part must be the one line: check("{name}"). It finds the answer itself, and '
                "says so where the cell above did not run.",
            )
        if hidden != ["from autograder import grade", f'grade("{name}", {name})']:
            yield fault(
                cell,
                "its hidden tests must be the two lines: from autograder import grade / "
                f'grade("{name}", {name})',
            )


@rule("stub")
def _stub(master: Master, course: Course) -> Found:
    """Demand that an untouched answer is valid Python and binds its name to nothing yet."""
    for cell in master.cells:
        if not (cell.is_answer and cell.type == "code" and cell.grade_id):
            continue
        if "SOLUTION" not in {tag for tag, _ in tagged(cell.source)}:
            yield fault(cell, "has no solution. Put it between ### BEGIN SOLUTION and ### END SOLUTION.")
            continue
        tree = _tree(cell, visible=True)
        if tree is None:
            if _tree(cell) is not None:
                yield fault(
                    cell,
                    f"is not valid Python without its solution. Write {cell.grade_id} = ... above the "
                    "region; in a function end with return ... below it.",
                )
        elif not any(_binds_stub(statement, cell.grade_id) for statement in tree.body):
            yield fault(
                cell,
                f"lacks its stub. Write {cell.grade_id} = ... above the solution region; for a function "
                "write "
                f'def {cell.grade_id}(...), a docstring, the region, and "return ..." below it.',
            )


def _binds_stub(statement: ast.stmt, name: str) -> bool:
    if isinstance(statement, ast.Assign):
        return [_name(target) for target in statement.targets] == [name] and is_stub(statement.value)
    return isinstance(statement, ast.FunctionDef) and statement.name == name and _only_stub(statement)


def _name(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _only_stub(function: ast.FunctionDef) -> bool:
    """Say whether a function is a docstring and ``return ...``."""
    *rest, last = function.body
    if not (isinstance(last, ast.Return) and last.value is not None and is_stub(last.value)):
        return False
    return len(rest) == 1 and ast.get_docstring(function) is not None


@rule("solution-outside")
def _solution_outside(master: Master, course: Course) -> Found:
    """Outside its solution region an answer cell holds the stub, imports and comments, nothing else."""
    for cell in master.cells:
        tree = _tree(cell, visible=True) if cell.is_answer and cell.type == "code" else None
        for statement in tree.body if tree else []:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                continue
            if isinstance(statement, ast.Assign) and is_stub(statement.value):
                continue
            if isinstance(statement, ast.FunctionDef):
                if _only_stub(statement):
                    continue
                what = f"def {statement.name} holds more than its docstring and return ..."
            else:
                what = ast.unparse(statement).splitlines()[0][:60]
            yield fault(
                cell,
                f"has code outside its solution region ({what}). Students would get it: move it inside.",
            )


@rule("scenario")
def _scenario(master: Master, course: Course) -> Found:
    """Demand that a question's numbers are shown above it."""
    shown: set[str] = set()
    for cell in master.cells:
        if cell.type == "code" and cell.is_("locked") and not cell.is_("grade"):
            shown |= set(re.findall(r"\bscenario\(\s*[\"'](\w+)[\"']", cell.source))
        exercise = course.exercises.get(cell.grade_id or "") if cell.is_answer else None
        if exercise is not None and exercise.scenario and exercise.scenario not in shown:
            yield fault(
                cell,
                f"uses the numbers of scenario {exercise.scenario!r}, which are not shown above it. Add a "
                "locked cell: "
                f'q = scenario("{exercise.scenario}") and, on its last line, q',
            )


@rule("debugging")
def _debugging(master: Master, course: Course) -> Found:
    """Demand that a debugging task shows the very lines that its key runs, and nowhere the mended one."""
    for cell in master.cells:
        exercise = course.exercises.get(cell.grade_id or "") if cell.is_answer else None
        if exercise is None or exercise.kind != "debugging":
            continue
        shown = next((c for c in master.cells if c.grade_id == f"lines_{exercise.name}"), None)
        wanted = debugging_cell(exercise)
        if shown is None or shown.index > cell.index or not shown.is_("locked"):
            yield fault(
                cell,
                f'shows no calculation. Add a locked code cell "lines_{exercise.name}" above it:\n{wanted}',
            )
        elif shown.source.strip() != wanted:
            yield fault(shown, f"shows other lines than its key runs. They are:\n{wanted}")
        mended = normalised(exercise.spec.mended.partition("=")[2])
        for other in master.cells:
            if mended in normalised("".join(lines_in(other.source, None))):
                yield fault(other, f"holds what mends line {exercise.spec.wrong} of {exercise.name!r}.")


def debugging_cell(exercise: Exercise) -> str:
    """Return the cell that shows the calculation of a debugging task: numbered lines, and what they give."""
    lines = [f"{line}  # {place}" for place, line in enumerate(exercise.spec.lines, 1)]
    return "\n".join([*lines, exercise.spec.names(exercise)[-1]])


@rule("rubric")
def _rubric(master: Master, course: Course) -> Found:
    for place, cell in enumerate(master.cells):
        if not cell.is_prose_answer:
            continue
        above = master.cells[place - 1] if place else None
        scheme = lines_in(above.source, "MARK SCHEME") if above else []
        if not any(line.strip() for line in scheme):
            yield fault(
                cell,
                "is graded by hand but has no mark scheme. Put one (### BEGIN MARK SCHEME ... ### END "
                "MARK SCHEME) at the end of the locked question directly above it.",
            )


@rule("prose-answer")
def _prose_answer(master: Master, course: Course) -> Found:
    """Keep other text out: it would be released next to nbgrader's own stub."""
    for cell in master.cells:
        if not cell.is_prose_answer:
            continue
        if cell.type != "markdown":
            yield fault(cell, "is graded by hand but is no markdown. Make it # %% [markdown].")
        elif any(line.strip() for line in lines_in(cell.source, None)):
            yield fault(
                cell,
                "has text outside its solution region. Put the question into the locked cell above it.",
            )
        elif not any(line.strip() for line in lines_in(cell.source, "SOLUTION")):
            yield fault(
                cell,
                "has no model answer. Put one between ### BEGIN SOLUTION and ### END SOLUTION.",
            )


@rule("written")
def _written(master: Master, course: Course) -> Found:
    """Demand what a learner who is alone judges an answer in sentences by."""
    asked = [cell for cell in master.cells if cell.is_prose_answer and cell.grade_id]
    for cell in asked:
        name, line = str(cell.grade_id), f'check("{cell.grade_id}")'
        below = master.cells[cell.index] if cell.index < len(master.cells) else None
        if not name.startswith(contracts.WRITTEN):
            yield fault(cell, f"is graded by hand: its grade_id begins with {contracts.WRITTEN}. Rename it.")
        elif below is None or below.type != "code" or below.nbgrader or below.source.strip() != line:
            yield fault(
                cell,
                "has nothing below it for who learns alone. Add a code cell without metadata, directly "
                f"below it, with the one line: {line}",
            )
        above = master.cells[cell.index - 2] if cell.index > 1 else None
        for sentence in prose.faults(master, cell, above, course.answer):
            yield fault(cell, sentence)
    graded = [other for other in course.beside(master) if other.kind == "graded"]
    if graded and master is graded[0]:
        known = {cell.grade_id for other in graded for cell in other.cells if cell.is_prose_answer}
        folder = master.root / written.path_of(master.chapter, "x").parent
        for path in sorted(folder.glob("*")):
            if path.stem not in known or path.suffix != ".toml":
                yield fault(
                    None,
                    f"{path.relative_to(master.root).as_posix()} belongs to no written question of the "
                    "chapter. Name it after one, or delete it.",
                )


@rule("nbgrader-kind")
def _nbgrader_kind(master: Master, course: Course) -> Found:
    for cell in master.cells:
        if cell.is_("task"):
            yield fault(
                cell,
                "is an nbgrader task. This course uses prose answers: a locked question, then "
                "explain_<topic>.",
            )
        elif cell.nbgrader and not any(cell.is_(flag) for flag in ("grade", "solution", "locked")):
            yield fault(
                cell,
                'has nbgrader metadata but is no answer, test or read-only cell. Add "locked": true or '
                "take it out.",
            )
        elif cell.type == "markdown" and cell.is_("solution") != cell.is_("grade"):
            yield fault(cell, 'is a markdown answer: it needs both "grade": true and "solution": true.')
        elif cell.type == "code" and cell.is_prose_answer:
            continue  # see prose-answer
        elif cell.is_("solution") and cell.is_("locked"):
            yield fault(cell, 'is an answer that students cannot edit. Take "locked": true out.')


# --- numbers ----------------------------------------------------------------------------------


@rule("literal")
def _literal(master: Master, course: Course) -> Found:
    graded = master.kind == "graded"
    for cell in _of(master, "code"):
        if _tree(cell) is None:
            continue
        found = list(dict.fromkeys(numbers.in_code(cell.source, graded)))
        if found:
            home = "the scenario (q.…) or mlsys_course.constants" if graded else "mlsys_course.constants"
            yield fault(
                cell,
                f"types the number{'s' * (len(found) > 1)} {', '.join(found)}. Take it from {home}, use "
                "units instead of conversion factors, or say on its line why it stands there: # literal: "
                "...",
            )


_MINUTES = re.compile(r"\b\d+\s+minutes\b")


@rule("prose-number")
def _prose_number(master: Master, course: Course) -> Found:
    graded = master.kind == "graded"
    for cell in _of(master, "markdown"):
        if cell.is_prose_answer:
            continue
        text = "\n".join(lines_in(cell.source, None))
        if cell.index == 1:
            text = _MINUTES.sub(" ", text)  # the time the notebook takes
        found = list(dict.fromkeys(numbers.in_prose(text, graded)))
        if graded and found:
            yield fault(
                cell,
                f"types {', '.join(map(repr, found))}. A graded question names its inputs (q.…), never "
                "their values: they may be each student's own. If it is no input, say so: <!-- literal: "
                "why -->",
            )
        elif found:
            yield fault(
                cell,
                f"types {', '.join(map(repr, found))}. Let the build fill it in, "
                f"{{{{expression:format}}}}, or say why not in that paragraph: <!-- literal: why -->",
            )


WIDEST = 76
"""Characters of a line of code that JupyterLab shows in a window 800 pixels wide."""


@rule("line-width")
def _line_width(master: Master, course: Course) -> Found:
    """Nobody has to scroll sideways for the end of a line, on a small screen or with a large font."""
    for cell in _of(master, "code"):
        visible = substitution.without_notes("\n".join(lines_in(cell.source, None)), code=True)
        for line in visible.splitlines():
            if len(line) > WIDEST:
                said = f"{line.strip()[:30]}…"
                yield fault(cell, f"has a line of {len(line)} characters ({said}). Break it after {WIDEST}.")


_TYPED = re.compile(r"(?<![\w.])\d[\d._]*(?:[eE][+-]?\d+)?")


@rule("substitution")
def _substitution(master: Master, course: Course) -> Found:
    names = course.names(master)
    chapter = next((one for one in chapters.load() if one.name == master.chapter), None)
    for cell in _of(master, "markdown"):
        try:
            text = substitution.fill(cell.source, names)
            if chapter is not None:  # a folder that is no chapter's is refused where masters are looked for
                substitution.places(text, chapter)
        except substitution.SubstitutionError as error:
            yield fault(cell, str(error))
        for body in substitution.fields(cell.source):
            bad = [n for n in _TYPED.findall(body.rpartition(":")[0] or body) if numbers.looks_like_data(n)]
            if bad:
                yield fault(
                    cell,
                    f"{{{{{body}}}}} types {', '.join(bad)}. Take it from mlsys_course.constants.",
                )


_BY_NUMBER = re.compile(r"\blessons? `?\d\w*`?", re.IGNORECASE)


@rule("lesson-number")
def _lesson_number(master: Master, course: Course) -> Found:
    """Learners see the titles of lessons, in START and on top of each, and no number."""
    for cell in _of(master, "markdown"):
        for found in _BY_NUMBER.findall(substitution.without_notes(cell.source, code=False)):
            yield fault(cell, f"says {found!r}. Link to it instead: [its title](its_file.ipynb).")


# --- predictions ------------------------------------------------------------------------------


@rule("predicted")
def _predicted(master: Master, course: Course) -> Found:
    """Keep the answers to predictions out of source and text; what cells print is looked at when they run."""
    if master.kind != "lesson":
        return
    for cell in _of(master, "code"):
        for node in ast.walk(_tree(cell) or ast.Module([], [])):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "predict":
                name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
                if len(node.args) + len(node.keywords) != 1 or not questions.is_name(str(name)):
                    yield fault(
                        cell,
                        "asks for a prediction in full, so its answer must stand in the lesson. Define it in "
                        f"mlsys_course/chapters/{master.chapter}/predictions/ and ask by its name: "
                        'predict("its-name").',
                    )
    try:
        filled = [
            predicted.Piece(place, *_seen(cell, course.names(master)))
            for place, cell in enumerate(master.cells)
        ]
    except substitution.SubstitutionError:
        return  # another rule says so
    for place, sentence in predicted.in_pieces(filled):
        yield fault(master.cells[place], sentence)


def _seen(cell: Cell, names: Any) -> tuple[str, str, frozenset[str]]:
    """Return what a learner reads in a cell: its kind, its text, and what a comment says a number is."""
    if cell.type == "markdown":
        text = told.without_comments(substitution.fill(cell.source, names))
        return predicted.TEXT, text, predicted.meant(cell.source)
    return predicted.SOURCE, cell.source, predicted.meant(cell.source)


# --- prose ------------------------------------------------------------------------------------

_FENCED = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})\s+(.*\S)", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)|<img\b([^>]*)>")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_GENERIC = re.compile(
    r"(?:an?|the|of|figure|image|picture|plot|chart|graph|diagram|photo|screenshot|\d+|\W)+", re.IGNORECASE
)


@rule("alt-text")
def _alt_text(master: Master, course: Course) -> Found:
    for cell in _of(master, "markdown"):
        for match in _IMAGE.finditer(_FENCED.sub("", cell.source)):
            alt = match[1]
            if match[2] is not None:
                found = _ALT.search(match[2])
                alt = (found[1] or found[2] or "") if found else ""
            if len(alt.split()) < 4 or _GENERIC.fullmatch(alt):
                yield fault(
                    cell,
                    f"has an image with the alt text {alt!r}. Say what it shows, in a sentence that serves "
                    "a reader who cannot see it.",
                )


@rule("headings")
def _headings(master: Master, course: Course) -> Found:
    """One title, first; no level left out: screen readers navigate by them."""
    before = 0
    for cell in _of(master, "markdown"):
        text = _FENCED.sub("", "\n".join(lines_in(cell.source, None)))
        for marks, title in _HEADING.findall(text):
            level = len(marks)
            if before == 0 and level != 1:
                yield fault(
                    cell,
                    f"the first heading is {marks} {title!r}. Begin with the notebook's title: # ...",
                )
            elif before and level == 1:
                yield fault(cell, f"{title!r} is a second title. A notebook has one #; use ##.")
            elif before and level > before + 1:
                yield fault(
                    cell,
                    f"{marks} {title!r} leaves out a level. Use {'#' * (before + 1)}.",
                )
            before = level
    if before == 0:
        yield fault(None, "has no heading. Begin with a markdown cell: # Title")


@rule("lesson-head")
def _lesson_head(master: Master, course: Course) -> Found:
    if master.kind != "lesson":
        return
    head = ""
    for cell in master.cells:
        if cell.type == "code":
            break
        head += cell.source.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") + "\n"
    parts = ("What you'll do", "What you'll learn", "What you'll need")
    missing = [part for part in parts if part not in head]
    if not _MINUTES.search(head):
        missing.append("how long it takes (45 minutes)")
    if missing:
        yield fault(
            None,
            f"the head, above the first code cell, does not say: {'; '.join(missing)}. Add it.",
        )


LONGEST = 50.0
"""Minutes that a lesson may take."""

_FOLDED = re.compile(r"<details>.*?</details>|<!--.*?-->", re.DOTALL)
_EXPLORER = re.compile(r"\bexplore_\w+\(")
_PREDICTION = re.compile(r"\bpredict\(")


def minutes(master: Master) -> float:
    """Return how long a lesson takes, by the estimate that it is held to.

    A minute for 150 words of prose, half a minute for a code cell, three for an explorer, one for a guess.
    """
    words = sum(len(_FOLDED.sub(" ", cell.source).split()) for cell in _of(master, "markdown"))
    code = [cell.source for cell in _of(master, "code")]
    explorers = sum(len(_EXPLORER.findall(source)) for source in code)
    predictions = sum(len(_PREDICTION.findall(source)) for source in code)
    return words / 150 + 0.5 * len(code) + 3 * explorers + predictions


@rule("length")
def _length(master: Master, course: Course) -> Found:
    took = minutes(master)
    if master.kind == "lesson" and took > LONGEST:
        yield fault(
            None,
            f"takes {took:.0f} minutes, more than anybody has in the evening. Make two lessons of it: "
            "lessons whose files begin with the same number share their exercises.",
        )
