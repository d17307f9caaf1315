"""The class report: one page for the TA, of `Figures` and of what the run brought."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from autograder.desk import causes
from autograder.desk.figures import FEW, MASTERED, Figures
from autograder.desk.likeness import INNOCENT
from autograder.desk.marks import each
from autograder.desk.markup import (
    Markup,
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
from autograder.grading.report import INSIDE, Report, points

CAUSES = 40
"""So many causes stand on the page; the table ``causes.csv`` has all."""
LIKE = 25
"""So many rows of what is alike; the table ``likeness.csv`` has all."""
MOVED = 15.0
"""Percentage points from which on a change since the last assignment is listed by name."""


def page(report: Report, figures: Figures, folder: str) -> str:
    """Return the report as a page that loads nothing and runs nothing.

    Parameters
    ----------
    report : Report
        The class after a run.
    figures : Figures
        Its figures.
    folder : str
        Where the tables and the students' pages are, as an address relative to the page.
    """
    parts = [
        ("attention", "Needs attention", _attention(report)),
        ("glance", "At a glance", _glance(figures)),
        ("wrong", "Exercises that look wrong", _wrong(figures)),
        ("causes", "Why points were lost", _causes(figures)),
        ("exercises", "Every exercise", _exercises(figures)),
        ("objectives", "Learning objectives", _objectives(figures)),
        ("marks", "Distribution of marks", _distribution(figures)),
        ("change", "Change since the last assignment", _change(figures)),
        ("alike", "Alike: evidence, no verdict", _alike(figures)),
        ("students", "Students", _students(report, figures, folder)),
        ("changes", "Other scores than before", items(changes) if (changes := report.changes()) else ""),
        ("own", "Tests of your own", _own(report)),
        ("notes", "Notes", _notes(report)),
        ("how", "How the figures are worked out", _how(list(figures.tables()), folder)),
    ]
    return _document(f"Class report: {report.assignment}", parts)


def page_without_names(figures: Figures, tables: list[str]) -> str:
    """Return the page to be shown to the class, from figures in which pseudonyms stand for students.

    Parameters
    ----------
    figures : Figures
        From `autograder.pseudonyms`.
    tables : list of str
        The names of the tables that lie beside the page.
    """
    parts = [
        ("glance", "At a glance", _glance(figures)),
        ("causes", "Why points were lost", _causes(figures)),
        ("exercises", "Every exercise", _exercises(figures)),
        ("objectives", "Learning objectives", _objectives(figures)),
        ("marks", "Distribution of marks", _distribution(figures)),
        ("change", "Change since the last assignment", _change(figures)),
        ("students", "Students", _totals(figures)),
        ("how", "How the figures are worked out", _how(tables, ".")),
    ]
    return _document(f"Class report: {figures.assignment}", parts)


def _document(title: str, parts: list[tuple[str, str, str]]) -> str:
    shown = [part for part in parts if part[2]]
    index = "".join(f'<li><a href="#{name}">{escape(heading)}</a></li>' for name, heading, _ in shown)
    body = [f"<h1>{escape(title)}</h1>", f'<nav aria-label="Contents"><ul>{index}</ul></nav>']
    return document(title, [*body, *(section(*part) for part in shown)])


def _totals(figures: Figures) -> str:
    """Return everybody's total in a table, without links."""
    heads = ["student", "section", "total", "percent", "late", "still to be marked"]
    rows = [
        (
            row.student, row.section, "" if math.isnan(row.total) else points(row.total),
            "" if math.isnan(row.percent) else f"{row.percent:.0f} %", "late" if row.late else "",
            "yes" if row.waiting else "",
        )
        for row in each(figures.students)
    ]  # fmt: skip
    note = "Pseudonyms: the same one in every assignment of the term."
    return paragraph(note) + table(f"Totals, out of {points(figures.maximum)}", heads, rows, "wwnn")


def _attention(report: Report) -> str:
    return items(f"{show_name(s)}: {p}" for s, p in report.attention) if report.attention else ""


# -- the class ------------------------------------------------------------------------------------------


def _glance(figures: Figures) -> str:
    size, left = len(figures.students), figures.left_out
    who = f"The figures rest on {counted(size, 'student')}"
    if len(left):
        reasons = left.groupby("why").size().sort_values(ascending=False)
        who += f"; {len(left)} left out: " + ", ".join(f"{n} {why}" for why, n in reasons.items())
    lines = [f"{who}."]
    open_ones = figures.answers[~figures.answers.counts]
    waiting = int((open_ones.by == "hand").sum())
    if waiting:
        lines.append(f"{counted(waiting, 'written answer')} still to be marked: in no figure, 0 in totals.")
    if failed := len(open_ones) - waiting:
        lines.append(f"{counted(failed, 'answer')} without a mark, which the machine owes: in no figure.")
    marks = figures.students.percent.dropna()
    if len(marks):
        text = f"Total: mean {marks.mean():.0f} %, median {marks.median():.0f} %"
        if len(marks) >= FEW:
            low, high = marks.quantile(0.25), marks.quantile(0.75)
            text += f", the middle half from {low:.0f} to {high:.0f} %"
        lines.append(f"{text}.")
    lines += _least_understood(figures)
    if size < FEW:
        lines.append(
            f"Fewer than {FEW} students: take percentages as hints. Discrimination is not given, and no "
            "exercise is said to look wrong."
        )
    return items(lines)


def _least_understood(figures: Figures) -> Iterator[str]:
    """Say what the class did not understand, in three lines."""
    exercises = figures.exercises[(figures.exercises.by != "hand") & figures.exercises.difficulty.notna()]
    hardest = exercises.nsmallest(3, "difficulty")
    if len(hardest):
        listed = ", ".join(f"{row.exercise} ({percent(row.difficulty)})" for row in each(hardest))
        yield f"Least of the points reached in: {listed}."
    objectives = figures.objectives[figures.objectives["mean"].notna()].nsmallest(1, "mean")
    for row in each(objectives):
        yield f"Weakest objective: {row.objective}, {row.text} ({percent(row.mean)} of its points)."
    tried = figures.causes[~figures.causes.cause.isin([*causes.NO_TRY, causes.UNEXPLAINED])]
    for row in each(tried.head(1)):
        yield f"Most frequent mistake: {row.cause} in {row.exercise} ({counted(row.students, 'student')})."


def _wrong(figures: Figures) -> str:
    found = figures.exercises[figures.exercises.look != ""]
    if not len(found):
        return ""
    intro = "The class may be right and the exercise wrong: read the question, and try your own answer."
    return paragraph(intro) + items(
        Markup(f"<strong>{escape(row.exercise)}</strong>: {escape(row.look)}") for row in each(found)
    )


def _causes(figures: Figures) -> str:
    found = figures.causes[~figures.causes.cause.isin(causes.NO_TRY)]
    if not len(found):
        return ""
    rows = [
        (
            _named(row.exercise, row.title), row.cause,
            bar(row.share, f"{row.students} ({percent(row.share)})"), row.told, row.example,
        )
        for row in each(found.head(CAUSES))
    ]  # fmt: skip
    more = len(found) - CAUSES
    return (
        paragraph(
            "The most frequent first; what was not tried is counted under every exercise. The answer is the "
            "value of one student's, without a name; of code and prose nothing is shown."
        )
        + table(
            "Causes of lost points",
            ["exercise", "cause", "students", "what they are told", "an answer"],
            rows,
            "w  ss",
        )
        + (paragraph(f"{counted(more, 'rarer cause')} in causes.csv.", "small") if more > 0 else "")
    )


def _named(name: str, title: str) -> Markup:
    below = f'<span class="plain">{escape(title)}</span>' if title else ""
    return Markup(f"{escape(name)}{below}")


def _exercises(figures: Figures) -> str:
    heads = ["exercise", "points", "students", "full marks", "difficulty", "discrimination", "not attempted"]
    rows, few = [], False
    for row in each(figures.exercises):
        sign = "*" if row.students < FEW else ""
        few = few or bool(sign)
        kind = {"hand": "marked by hand", "own test": "a test of your own"}.get(row.by, "")
        about = "; ".join(filter(None, [row.title, kind]))
        rows.append(
            (
                _named(row.exercise, about), points(row.maximum), f"{row.students}{sign}",
                percent(row.success), bar(row.difficulty, percent(row.difficulty)),
                _correlation(row.discrimination), str(row.not_attempted or ""),
            )
        )  # fmt: skip
    note = (
        "Difficulty: the share of the points that the class reached, so high is easy. Discrimination: from "
        "0.2 on an exercise tells the stronger from the weaker, below 0 it is the other way round."
    )
    if few:
        note += f" * fewer than {FEW} students: too few for a discrimination, and for more than a hint."
    return table("Exercises, section by section", heads, rows, "wnnn nn") + paragraph(note, "small")


def _correlation(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if math.isfinite(value) else "–"


def _objectives(figures: Figures) -> str:
    if not len(figures.objectives):
        return ""
    rows = [
        (
            Markup(f'{escape(row.objective)} <span class="plain">{escape(row.text)}</span>'), row.bloom,
            str(row.exercises), points(row.points) if math.isfinite(row.points) else "–",
            bar(row.mean, percent(row.mean)), percent(row.mastered), f"{row.students}{_few(row.students)}",
        )
        for row in each(figures.objectives)
    ]  # fmt: skip
    note = (
        f"Mastered: at least {percent(MASTERED)} of the points of the objective's exercises. Written answers "
        "have no objective of their own."
    )
    heads = ["objective", "levels", "exercises", "points", "points reached", "mastered by", "students"]
    return table("Mastery per learning objective", heads, rows, "w nn nn") + paragraph(note, "small")


def _few(size: int) -> str:
    return "*" if size < FEW else ""


def _distribution(figures: Figures) -> str:
    counts = figures.distribution
    total = int(counts.students.sum())
    if not total:
        return ""
    most = int(counts.students.max())
    rows = [
        (f"{row.low} to {row.high} %", bar(row.students / most, str(row.students), beside=True))
        for row in each(counts.rename(columns={"from": "low", "to": "high"}).iloc[::-1])
    ]
    note = f"Of {counted(total, 'student')}, totals after penalties; a step holds its lower end."
    return table("Totals in ten steps", ["total", "students"], rows) + paragraph(note, "small")


def _change(figures: Figures) -> str:
    both = figures.students[figures.students.change.notna()]
    if figures.previous is None or not len(both):
        return ""
    mean = both.change.mean()
    text = (
        f"Against {figures.previous}, {counted(len(both), 'student')} with both: the mean moved by "
        f"{_signed(mean)} percentage points, from {both.before.mean():.0f} to {both.percent.mean():.0f} %."
    )
    moved = both[both.change.abs() >= MOVED].sort_values(["change", "student"])
    rows = [
        (show_name(row.student), f"{row.before:.0f} %", f"{row.percent:.0f} %", _signed(row.change))
        for row in each(moved)
    ]
    if not rows:
        return paragraph(text) + paragraph(f"Nobody moved by {MOVED:.0f} points or more.")
    heads = ["student", "before", "now", "change"]
    return paragraph(text) + table(f"Moved by {MOVED:.0f} points or more", heads, rows, "wnnn")


def _signed(value: float) -> str:
    return "–" if not math.isfinite(value) else f"{value:+.0f}".replace("-", "−")


def _alike(figures: Figures) -> str:
    found = figures.likeness
    if not len(found):
        return ""
    intro = (
        "Something to ask about, in a friendly way and with open ends. It proves nothing: each kind has "
        "innocent reasons, and the more students, the more accidents."
    )
    rows = [(row.students, row.kind, str(row.count), row.exercises) for row in each(found.head(LIKE))]
    kinds = [f"{kind}: it may be {INNOCENT[kind]}." for kind in dict.fromkeys(found.kind)]
    more = len(found) - LIKE
    return (
        paragraph(intro)
        + items(kinds)
        + table("What is alike", ["students", "kind", "how many", "exercises"], rows, "w ns")
        + (paragraph(f"{counted(more, 'more row')} in likeness.csv.", "small") if more > 0 else "")
    )


# -- students and the run -------------------------------------------------------------------------------


def student_address(folder: str, student: str) -> str:
    """Return the address of a student's page."""
    return f"{folder}/students/{quote(student, errors='replace')}.html"


def _students(report: Report, figures: Figures, folder: str) -> str:
    known = figures.students.set_index("student")
    left = dict(zip(figures.left_out.student, figures.left_out.why, strict=True))
    rows = []
    for line in report.lines:
        student, cells = line.student, report.row(line)
        name = link(line.feedback, cells[0]) if line.feedback else escape(cells[0])
        below = f'<span class="plain">{escape(left[student])}</span>' if student in left else ""
        own: Any = known.loc[student] if student in known.index else None
        talk = link(student_address(folder, student), "talk over") if own is not None else ""
        rows.append(
            (
                Markup(f"{name}{below}"), talk, *cells[1:],
                *([_signed(own.change) if own is not None else ""] if figures.previous else []),
            )
        )  # fmt: skip
    first, *heads = report.heads()
    more = ["change"] if figures.previous else []
    count = len(report.notebooks)
    note = "A name leads to the feedback that the student gets, the link beside it to a page to talk over."
    return paragraph(note) + table(
        "Scores", [first, "page", *heads, *more], rows, "w " + "n" * (count + 1) + "  nn"
    )


def _own(report: Report) -> str:
    return paragraph(f"{INSIDE}:") + items(report.inside) if report.inside else ""


def _notes(report: Report) -> str:
    texts = [f"{show_name(s)}: {note}" for s, note in report.notes]
    return (items(texts) if texts else "") + (paragraph(report.bound, "small") if report.bound else "")


def _how(tables: list[str], folder: str) -> str:
    lines: list[object] = [
        "Whoever is not on the roster any more, handed in nothing or could not be graded is in no figure; "
        "neither is an answer without a mark. A notebook that somebody did not hand in has 0 points, which "
        "count.",
        "Discrimination is the correlation of an exercise's points with the points of all other exercises "
        "that the machine marks: for right or wrong the point-biserial correlation, corrected for the "
        "exercise's own part in the sum (Henrysson, Psychometrika 28, 1963, 211-218). It is given from "
        f"{FEW} students on.",
        "The best quarter is that by the points of all other exercises; whoever ties with its last is in it.",
        "Equal wrong answers: Bellezza and Bellezza, Teaching of Psychology 16, 1989, 151-155, and Harpp and "
        "Hogan, Journal of Chemical Education 70, 1993, 306-311.",
        Markup(
            "The same figures as tables: "
            + ", ".join(link(f"{folder}/{name}.csv", f"{name}.csv") for name in tables)
            + "; in Python, <code>autograder.desk.of_class</code>."
        ),
    ]
    return items(lines, "small")
