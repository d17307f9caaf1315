"""A page about one student, to talk over in an office hour: what went well, what did not, where to begin."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from autograder.desk.figures import MASTERED, Figures
from autograder.desk.marks import each
from autograder.desk.markup import (
    bar,
    counted,
    document,
    escape,
    items,
    link,
    paragraph,
    percent,
    section,
    table,
)
from autograder.grading.admission import show_name
from autograder.grading.report import Line, Report, points

_NO_VALUE = {"not-attempted": "nothing", "not-handed-in": "not handed in"}


def student_page(report: Report, figures: Figures, line: Line, back: str) -> str:
    """Return the page of one student.

    Parameters
    ----------
    report : Report
        The class after a run.
    figures : Figures
        Its figures.
    line : Line
        The student.
    back : str
        The folder of the class report, as an address relative to this page.
    """
    student = line.student
    own = figures.answers[figures.answers.student == student]
    row = figures.students[figures.students.student == student].iloc[0]
    title = f"{show_name(student)}: {report.assignment}"
    links = [link(f"{back}/report.html", "the class report")]
    if line.feedback:
        links.insert(0, link(f"{back}/{line.feedback.removeprefix('./')}", "the feedback with all answers"))
    told = report.made.get(student, {})
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{' · '.join(links)}</p>",
        section("total", "In short", items(_short(line, report, figures, row, own))),
    ]
    lost = own[own.counts & (own.share < 1 - 1e-9)]
    if len(lost):
        body.append(section("begin", "Where to begin", items(_begin(lost, figures, student))))
        body.append(section("lost", "Where points were lost", _lost(lost, told)))
    body.append(section("objectives", "Learning objectives", _objectives(figures, student)))
    notes = [note for name, note in report.notes if name == student]
    if notes:
        body.append(section("notes", "Notes", items(notes)))
    return document(f"{title}: to talk over", body)


def _short(line: Line, report: Report, figures: Figures, row: Any, own: pd.DataFrame) -> list[str]:
    if line.total is None:
        lines = ["There is no total yet: a notebook has no mark."]
    else:
        middle = figures.students.percent.median()
        lines = [
            f"{points(line.total)} of {points(report.maximum)} points, {row.percent:.0f} %; the median of "
            f"the class is {middle:.0f} %."
        ]
    if math.isfinite(row.change):
        moved = f"{row.change:+.0f}".replace("-", "−")
        lines.append(f"{figures.previous}: {row.before:.0f} %, so {moved} percentage points since.")
    if line.late:
        lines.append("Handed in late.")
    waiting = int((~own.counts & (own.by == "hand")).sum())
    if waiting:
        lines.append(f"{counted(waiting, 'written answer')} still to be marked, so far 0 points.")
    if line.problem:
        lines.append(f"Needs attention: {line.problem}")
    scores = zip(report.notebooks, line.scores, strict=False)
    lines.append(
        "By notebook: "
        + ", ".join(f"{name} {'–' if score is None else points(score)}" for name, score in scores)
        + "."
    )
    return lines


def _begin(lost: pd.DataFrame, figures: Figures, student: str) -> list[str]:
    """Name what most of the lost points have in common."""
    lines = []
    untried = lost[lost.cause.isin(_NO_VALUE)]
    if len(untried):
        number = counted(len(untried), "exercise")
        lines.append(f"Not tried: {number}. Was it time, or not knowing how to begin?")
    tried = Counter(lost.cause[lost.cause.notna() & ~lost.cause.isin([*_NO_VALUE, "unexplained"])])
    for cause, times in tried.most_common(3):
        if times > 1:
            where = ", ".join(lost.exercise[lost.cause == cause])
            lines.append(f"The same mistake {times} times: {cause} ({where}).")
    own = figures.mastery[figures.mastery.student == student].drop(columns="student")
    if len(own.columns) and len(own):
        weakest = own.iloc[0].dropna().sort_values().head(2)
        texts: Any = figures.objectives.set_index("objective").text
        lines += [
            f"Objective {label}, {texts[label]}: {percent(share)} of its points."
            for label, share in weakest.items()
            if share < MASTERED
        ]
    if not lines:
        lines.append("Single slips, with nothing in common: let the student say what happened in each.")
    return lines


def _lost(lost: pd.DataFrame, told: Mapping[str, tuple[str, str]]) -> str:
    rows = []
    for row in each(lost):
        said = told.get(row.cell, ("", ""))[1]
        value = row.shown or _NO_VALUE.get(row.cause or "", "see the feedback")
        rows.append(
            (
                row.exercise, row.title, f"{points(row.points)} of {points(row.maximum)}", row.cause or "",
                value, said,
            )
        )  # fmt: skip
    heads = ["exercise", "about", "points", "cause", "answer", "what was told"]
    return table("Exercises without full marks", heads, rows, "wsn ss")


def _objectives(figures: Figures, student: str) -> str:
    own = figures.mastery[figures.mastery.student == student]
    if not len(own) or not len(figures.objectives):
        return paragraph("No exercise of this assignment names a learning objective.")
    rows = []
    for row in each(figures.objectives):
        share = float(own.iloc[0][row.objective])
        rows.append((f"{row.objective} {row.text}", bar(share, percent(share)), percent(row.mean)))
    return table("Points reached per objective", ["objective", "this student", "the class"], rows, "s n")
