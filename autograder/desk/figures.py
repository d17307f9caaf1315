"""The figures of a class on one assignment, as pandas tables.

How they are worked out:

* An answer counts where it has a mark: what the machine failed, and what a person has still to mark, is left
  out, not a zero. So is whoever is no longer on the roster, and whoever handed in nothing.
* **Difficulty** is the share of an exercise's points that the class reached: high is easy. **Success** is the
  share of students with full marks.
* **Discrimination** is the correlation between an exercise's points and the points of all *other* exercises
  that the machine marks; for right-or-wrong answers that is the point-biserial correlation, corrected for the
  exercise's own part in the sum (S. Henrysson, "Correction of item-total correlations in item analysis",
  Psychometrika 28, 1963, 211-218). It needs a spread: below `FEW` students it is not given.
* **Mastery** of an objective is reached with `MASTERED` of the points of its exercises, the usual bound of
  mastery learning (B. S. Bloom, "Learning for mastery", Evaluation Comment 1(2), 1968).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.desk import causes as _causes
from autograder.desk import likeness, marks
from autograder.desk.marks import About, each
from autograder.grading import given, report, roster, trouble
from autograder.grading.cells import harmless
from mlsys_course import course as _course
from mlsys_course.exercise import BLOOM as _BLOOM

FEW = 10
"""Below so many students a correlation says nothing, and a percentage little."""
MASTERED = 0.8
"""Share of an objective's points with which it counts as mastered."""
_FULL = 1e-9
_OF_EXERCISES = [
    "exercise", "title", "notebook", "by", "objectives", "bloom", "maximum", "students", "mean", "difficulty",
    "success", "not_attempted", "discrimination", "best_quarter", "look",
]  # fmt: skip
_NUMBERS = (
    "maximum", "mean", "difficulty", "success", "discrimination", "best_quarter", "points", "mastered",
    "total", "percent", "before", "change",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Figures:
    """All figures of a class on one assignment.

    Parameters
    ----------
    assignment : str
        The assignment.
    previous : str or None
        The one before it, with which the totals are compared.
    maximum : float
        Full marks.
    answers : DataFrame
        One row for each student and exercise: ``student``, ``notebook``, ``cell``, ``exercise``, ``title``,
        ``by`` (who marks it: key, own test, hand), ``points``, ``maximum``, ``share``, ``counts``, ``cause``
        (why it has not full marks), ``shown`` (its value, where that holds nothing personal).
    exercises : DataFrame
        One row for each exercise: ``exercise``, ``title``, ``notebook``, ``by``, ``objectives``, ``bloom``,
        ``maximum``, ``students`` (whose mark counts), ``mean``, ``difficulty``, ``success``,
        ``not_attempted`` (students), ``discrimination``, ``best_quarter`` (the share of points that the best
        quarter by all other exercises reached), ``look`` (what looks wrong with it).
    causes : DataFrame
        Why points were lost, the most frequent first: ``exercise``, ``cause``, ``students``, ``share`` (of
        those whose mark counts), ``told`` (what these students read), ``example`` (one answer's value).
    objectives : DataFrame
        One row for each learning objective: ``objective``, ``text``, ``bloom``, ``exercises``, ``points``,
        ``students``, ``mean`` (share of points), ``mastered`` (share of students).
    mastery : DataFrame
        One row for each student, one column for each objective: the share of points.
    distribution : DataFrame
        Totals in ten steps: ``from``, ``to`` (percent), ``students``.
    students : DataFrame
        One row for each student: ``student``, ``section``, ``total``, ``percent``, ``late``, ``waiting``
        (for hand marks), ``before`` (percent in the assignment before), ``change`` (in percentage points).
    likeness : DataFrame
        Evidence, never a verdict: see `autograder.desk.likeness`.
    left_out : DataFrame
        Who is in no figure, and why: ``student``, ``why``.
    """

    assignment: str
    previous: str | None
    maximum: float
    answers: pd.DataFrame
    exercises: pd.DataFrame
    causes: pd.DataFrame
    objectives: pd.DataFrame
    mastery: pd.DataFrame
    distribution: pd.DataFrame
    students: pd.DataFrame
    likeness: pd.DataFrame
    left_out: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        names = (
            "answers", "exercises", "causes", "objectives", "mastery", "distribution", "students", "likeness",
            "left_out",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def write(self, folder: Path) -> None:
        """Write each table as CSV into a folder; no cell is one that a spreadsheet would run."""
        folder.mkdir(parents=True, exist_ok=True)
        write_tables(self.tables(), folder)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write tables as CSV, without a cell that a spreadsheet would run; return the files."""
    written = []
    for name, frame in tables.items():
        safe = frame.map(harmless).rename(columns=lambda head: harmless(str(head)))
        written.append(folder / f"{name}.csv")
        trouble.write(written[-1], safe.to_csv(index=False, lineterminator="\r\n"))
    return written


def of_class(coursedir: CourseDirectory, assignment: str) -> Figures:
    """Return the figures of a class.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class's folders: ``CourseDirectory(config=load_config(root))``, with `load_config` out of
        `autograder.grading.command`.
    assignment : str
        The assignment.

    Returns
    -------
    Figures
        As the gradebook stands now.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return figures(gradebook, coursedir, report.collect(gradebook, assignment, (), coursedir))


def figures(gradebook: Gradebook, coursedir: CourseDirectory, found: report.Report) -> Figures:
    """Return the figures that belong to the report of a run.

    Parameters
    ----------
    gradebook : Gradebook
        The marks.
    coursedir : CourseDirectory
        The class's folders.
    found : Report
        The class after the run.
    """
    assignment = found.assignment
    course = roster.load(coursedir)
    left_out = _left_out(found, course)
    lines = {line.student: line for line in found.lines if line.student not in left_out}
    about = marks.cells(gradebook, assignment)
    by_name = {one.name: one for one in about.values()}
    answers = marks.table(gradebook, assignment, about, lines)
    kept = {student: given.load(report.autograded(coursedir, student, assignment)) for student in lines}
    answers = _with_causes(answers, by_name, kept, found.made)
    previous = marks.previous(gradebook, assignment)
    before = marks.totals(gradebook, previous) if previous else {}
    sections = {one.id: one.section for one in course.students.values()} if course else {}
    students = _students(lines.values(), found.maximum, sections, before)
    told = _causes.told(found.made, kept)
    exercises = _exercises(answers, by_name)
    mastery, objectives = _objectives(answers, by_name)
    return Figures(
        assignment,
        previous,
        found.maximum,
        answers,
        exercises,
        _causes.ranking(answers, by_name, told),
        objectives,
        mastery,
        _distribution(students),
        students,
        likeness.likeness(answers, by_name, kept, _course.load(Path(coursedir.root))),
        pd.DataFrame(sorted(left_out.items()), columns=["student", "why"]),
    )


def _left_out(found: report.Report, course: roster.Roster | None) -> dict[str, str]:
    """Return who is in no figure, and why."""
    left = dict.fromkeys(found.dropped, "dropped")
    for line in found.lines:
        if course is not None and line.student not in course.students:
            left[line.student] = "not on the roster"
        elif line.student in found.absent:
            left[line.student] = "handed in nothing"
        elif not line.scores:
            left[line.student] = "could not be graded"
    return left


def _with_causes(
    answers: pd.DataFrame,
    about: Mapping[str, About],
    kept: Mapping[str, Mapping[str, Any]],
    made: Mapping[str, Mapping[str, tuple[str, str]]],
) -> pd.DataFrame:
    """Add why an answer has not full marks, and its value."""
    reasons, shown = list[str | None](), list[str | None]()
    for row in each(answers):
        one = about[row.exercise]
        own = kept.get(row.student, {})
        entry = own.get(one.notebook, {}).get("answers", {}).get(one.cell, {})
        shown.append(entry.get("shown"))
        if not row.counts or row.share >= 1 - _FULL:
            reasons.append(None)
        elif own and one.notebook not in own:
            reasons.append(_causes.NOT_HANDED_IN)
        elif one.by == "hand":
            reasons.append(None)
        else:
            reasons.append(made.get(row.student, {}).get(one.cell, (_causes.NOT_RECORDED, ""))[0])
    return answers.assign(
        cause=pd.Series(reasons, index=answers.index, dtype=object),
        shown=pd.Series(shown, index=answers.index, dtype=object),
    )


# -- exercises ------------------------------------------------------------------------------------------


def _exercises(answers: pd.DataFrame, about: Mapping[str, About]) -> pd.DataFrame:
    counted = answers[answers.counts]
    points = counted.pivot(index="student", columns="exercise", values="points")
    tests = [name for name in points.columns if about[name].by != "hand"]
    complete = points[points[tests].notna().all(axis=1)] if tests else points.iloc[:0]
    total = complete[tests].sum(axis=1)
    rows = []
    for name, one in about.items():
        own = counted[counted.exercise == name]
        maxima = answers.maximum[answers.exercise == name]
        row: dict[str, Any] = {
            "exercise": name,
            "title": one.title,
            "notebook": one.notebook,
            "by": one.by,
            "objectives": " ".join(map(str, one.exercise.objective)) if one.exercise else "",
            "bloom": one.exercise.bloom if one.exercise else "",
            "maximum": float(maxima.iloc[0]) if len(maxima) else math.nan,
            "students": len(own),
            "mean": own.points.mean() if len(own) else math.nan,
            "difficulty": own.share.mean() if len(own) else math.nan,
            "success": (own.share >= 1 - _FULL).mean() if len(own) else math.nan,
            "not_attempted": int(own.cause.isin(_causes.NO_TRY).sum()),
            "discrimination": math.nan,
            "best_quarter": math.nan,
        }
        if name in complete.columns:
            item = complete[name].dropna()
            rest = total[item.index] - (item if name in tests else 0.0)
            if len(item) >= FEW:
                row["discrimination"] = _correlation(item, rest)
                row["best_quarter"] = _best_quarter(item / row["maximum"], rest)
        row["look"] = "; ".join(_looks(row, own))
        rows.append(row)
    return _typed(pd.DataFrame(rows, columns=_OF_EXERCISES))


def _correlation(item: pd.Series[float], rest: pd.Series[float]) -> float:
    """Return Pearson's correlation; none where one of the two is the same for everybody."""
    if np.ptp(item.to_numpy()) <= _FULL or np.ptp(rest.to_numpy()) <= _FULL:
        return math.nan
    return float(np.corrcoef(item, rest)[0, 1])


def _best_quarter(share: pd.Series[float], rest: pd.Series[float]) -> float:
    """Return what the best quarter by the other exercises reached; who ties with the last of it is in it."""
    at = rest.nlargest(max(1, round(len(rest) / 4))).min()
    return float(share[rest >= at - _FULL].mean())


def _looks(row: Mapping[str, Any], own: pd.DataFrame) -> Iterable[str]:
    """Say what looks wrong with an exercise; the class may be right and the exercise wrong."""
    if row["students"] < FEW:
        return
    if row["success"] == 1.0:
        yield "nobody fails: it tells nothing about anybody"
    if row["success"] == 0.0:
        yield "nobody has full marks"
    elif row["best_quarter"] < 0.5:
        yield "good students fail it: of its points the best quarter reached " + _percent(row["best_quarter"])
    if row["discrimination"] < -1 / math.sqrt(row["students"]):  # further below 0 than one standard error
        yield f"who is good at the others does worse here (discrimination \u2212{-row['discrimination']:.2f})"
    tried = own[(own.share < 1 - _FULL) & ~own.cause.isin(_causes.NO_TRY)]
    unnamed = int((tried.cause == _causes.UNEXPLAINED).sum())
    if unnamed >= 3 and unnamed >= len(tried) / 2:
        yield f"{unnamed} of {len(tried)} wrong answers are of a kind that the grader has no name for"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


# -- objectives, totals ---------------------------------------------------------------------------------


def _objectives(answers: pd.DataFrame, about: Mapping[str, About]) -> tuple[pd.DataFrame, pd.DataFrame]:
    of: dict[tuple[str, int], list[About]] = {}
    for one in about.values():
        if one.exercise is not None:
            for number in one.exercise.objective:
                of.setdefault((one.exercise.chapter.name, number), []).append(one)
    one_chapter = len({chapter for chapter, _ in of}) == 1
    counted, shares, rows = answers[answers.counts], {}, []
    for (chapter, number), exercises in sorted(of.items()):
        label = str(number) if one_chapter else f"{chapter} {number}"
        own = counted[counted.exercise.isin([one.name for one in exercises])]
        sums = own.groupby("student")[["points", "maximum"]].sum()
        share = shares[label] = sums.points / sums.maximum
        first = exercises[0].exercise
        assert first is not None
        levels = {one.exercise.bloom for one in exercises if one.exercise}
        rows.append(
            {
                "objective": label,
                "text": first.chapter.objectives.get(number, ""),
                "bloom": ", ".join(sorted(levels, key=_BLOOM.index)),
                "exercises": len(exercises),
                "points": float(sums.maximum.max()) if len(sums) else math.nan,
                "students": len(share),
                "mean": share.mean() if len(share) else math.nan,
                "mastered": (share >= MASTERED - _FULL).mean() if len(share) else math.nan,
            }
        )
    columns = ["objective", "text", "bloom", "exercises", "points", "students", "mean", "mastered"]
    mastery = (
        pd.DataFrame(shares).rename_axis("student").reset_index()
        if shares
        else pd.DataFrame({"student": sorted(set(answers.student))})
    )
    return mastery, _typed(pd.DataFrame(rows, columns=columns))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose figures are numbers also where it has no rows."""
    return frame.astype({name: float for name in _NUMBERS if name in frame.columns})


def _students(
    lines: Iterable[report.Line], maximum: float, sections: Mapping[str, str], before: Mapping[str, float]
) -> pd.DataFrame:
    rows = []
    for line in lines:
        percent = 100 * line.total / maximum if line.total is not None and maximum else math.nan
        earlier = 100 * before.get(line.student, math.nan)
        total = math.nan if line.total is None else line.total
        rows.append(
            (
                line.student, sections.get(line.student, ""), total, percent, line.late, line.manual,
                earlier, percent - earlier,
            )
        )  # fmt: skip
    heads = ["student", "section", "total", "percent", "late", "waiting", "before", "change"]
    return _typed(pd.DataFrame(rows, columns=heads))


def _distribution(students: pd.DataFrame) -> pd.DataFrame:
    """Count totals in ten steps; a step holds its lower end, the last one also 100 percent and more."""
    steps = np.clip(np.floor(students.percent.dropna() / 10 + _FULL), 0, 9).astype(int)
    counts = np.bincount(steps, minlength=10)
    return pd.DataFrame({"from": range(0, 100, 10), "to": range(10, 110, 10), "students": counts})
