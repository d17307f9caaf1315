"""The report with pseudonyms: the figures are those of the class, and nobody can be told from it."""

from __future__ import annotations

import contextlib
import html
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT, Course
from test_lms_collect import needs_sandbox

from autograder import desk, pseudonyms
from autograder.__main__ import main
from autograder.grading.roster import Student

pytestmark = pytest.mark.usefixtures("warm_workers")

FIRST = [
    "Quincey",
    "Zoë",
    "Wilhelmina",
    "Renfield",
    "Jonathan",
    "Milada",
    "Abraham",
    "Lucy",
    "Arthur",
    "Vlad",
]
LAST = [
    "Vamplew",
    "O'Quirk",
    "Nightshade",
    "Ölmütz",
    "Jotunheim",
    "Mistral",
    "Absinth",
    "Lakritz",
    "Aarhus",
    "Vex",
]
PEOPLE = {
    f"{last[:4].casefold()}{number:02d}": Student(
        f"{last[:4].casefold()}{number:02d}", first, last, f"{first}.{last}@uni.example".casefold(),
        "tutorial of Al" if number < 6 else "tutorial of Bo", str(90817260 + number),
    )
    for number, (first, last) in enumerate(zip(FIRST, LAST, strict=True))
}  # fmt: skip
GONE = Student("gonegirl", "Gone", "Girlington", "gg@uni.example", "Lone Section", "90817299", "dropped")
ABSENT = Student("absentabe", "Abe", "Absentia", "aa@uni.example", "Lone Section", "90817298")
LONE = Student("lonewolf", "Lone", "Wolfenstein", "lw@uni.example", "Lone Section", "90817297")
EVERYBODY = [*PEOPLE.values(), GONE, ABSENT, LONE]


def telltale() -> list[str]:
    """Return what may stand nowhere."""
    words = ["Lone Section", "Copy of", "hello my name"]
    for one in EVERYBODY:
        words += [one.id, one.first_name, one.last_name, one.email, one.lms_user_id]
    return [word.casefold() for word in words if len(word) > 3]


def run(root: Path, *words: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.chdir(root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        return main(list(words)), said.getvalue()


def hand_in(course: Course) -> None:
    """Hand in a class whose answers, errors and file names tell who is who."""
    wrong = {
        "training_days": "training_days = Q_(90817260, 'day')",
        "which_are_times": "which_are_times = ['O\\'Quirk', 'Zoë']",
        "iron_law": "def iron_law(*all, **more):\n    raise ValueError('hello my name is Nightshade')",
        WRITTEN: "My name is Jotunheim, and I think the hardware figure counts everything twice over.",
    }
    for number, student in enumerate([*PEOPLE, GONE.id, LONE.id]):
        some = dict(list(wrong.items())[number % 4 : number % 4 + 1 + number // 6])
        name = NOTEBOOK if number != 4 else f"Copy of {PEOPLE[student].last_name}"
        course.submit(student, name, course.perfect(NOTEBOOK, **some))
    course.folder(LONE.id).joinpath("Wolfenstein.ipynb").write_text("{broken")


@pytest.fixture(scope="module", params=["the book's numbers", "personal numbers"])
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = small_course(tmp_path_factory.mktemp("hidden") / "course")
    if request.param == "personal numbers":
        settings = course.root / "course.toml"
        settings.write_text(settings.read_text().replace("personal = false", "personal = true"))
    heads = ("id", "first_name", "last_name", "email", "section", "lms_user_id", "status")
    table = pd.DataFrame([[getattr(one, head) for head in heads] for one in EVERYBODY], columns=list(heads))
    table.to_csv(course.root / "autograder" / "roster.csv", index=False)
    hand_in(course)
    run(course.root, "due", ASSIGNMENT, "2026-03-01 12:00 UTC")
    run(course.root, "grade")
    return course


@needs_sandbox
@pytest.mark.timeout(300)
def test_nothing_of_it_tells_who_is_who(course: Course) -> None:
    assert any(word in (course.root / "autograder/report.html").read_text().casefold() for word in telltale())
    status, said = run(course.root, "pseudonyms")
    assert status == 0 and "with pseudonyms for 11 students" in said
    folder = course.root / "autograder" / "pseudonymous"
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert {"report.html", "answers.csv", "students.csv", "mastery.csv"} <= {
        Path(name).name for name in files
    }
    for name, path in files.items():
        raw = path.read_bytes().decode("utf-8").replace("<wbr>", "")
        for text in (name, raw, html.unescape(raw), json.dumps(raw)):
            assert [word for word in telltale() if word in text.casefold()] == [], name
    page = files[f"{ASSIGNMENT}/report.html"].read_text().replace("<wbr>", "")
    assert "training_days" in page and "students/" not in page and "feedback" not in page
    assert "1 dropped" in page and "1 handed in nothing" in page


@needs_sandbox
@pytest.mark.timeout(300)
def test_the_figures_are_those_of_the_class(course: Course) -> None:
    coursedir = course.coursedir()
    open_, hidden = desk.of_class(coursedir, ASSIGNMENT), pseudonyms.of_class(coursedir, ASSIGNMENT)
    names = pseudonyms.pseudonyms(open_.students.student, pseudonyms.load_key(coursedir))
    assert len(set(names.values())) == 11
    for table in ("answers", "students", "mastery"):
        own = getattr(open_, table).assign(student=lambda frame: frame.student.map(names))
        shown = getattr(hidden, table)
        assert list(shown.student) == sorted(shown.student), "the order of the ids would tell who is who"
        kept = [head for head in shown.columns if head not in ("cause", "shown", "section")]
        ordered = own.sort_values("student", kind="stable", ignore_index=True)
        pd.testing.assert_frame_equal(ordered[kept], shown[kept])
    pd.testing.assert_frame_equal(open_.exercises, hidden.exercises)
    pd.testing.assert_frame_equal(open_.distribution, hidden.distribution)
    pd.testing.assert_frame_equal(open_.causes[["students", "share"]], hidden.causes[["students", "share"]])
    assert hidden.likeness.empty and set(hidden.left_out.student) == {""}
    sizes = hidden.students.section.value_counts()
    assert sizes.min() >= pseudonyms.FEWEST and sizes.sum() == 11 and len(sizes) == 2
    if course.config and "personal = true" in (course.root / "course.toml").read_text():
        assert hidden.answers.shown.isna().all() and set(hidden.causes.example) == {""}
        assert not hidden.causes.told.str.contains(r"\d").any()
    else:
        assert hidden.answers.shown.notna().any()


@needs_sandbox
@pytest.mark.timeout(300)
def test_the_key_decides_and_stays_with_the_staff(course: Course) -> None:
    top = course.root / "autograder"
    run(course.root, "pseudonyms", ASSIGNMENT)
    page = (top / "pseudonymous" / ASSIGNMENT / "report.html").read_text()
    assert run(course.root, "pseudonyms", ASSIGNMENT)[0] == 0
    assert (top / "pseudonymous" / ASSIGNMENT / "report.html").read_text() == page
    assert (top / "pseudonyms.key").stat().st_mode & 0o777 == 0o600
    assert (top / "pseudonyms.key").read_text().strip() not in page
    student = next(iter(PEOPLE))
    (name,) = pseudonyms.pseudonyms([student], pseudonyms.load_key(course.coursedir())).values()
    assert name in page and run(course.root, "pseudonyms", "--who", name.lower()) == (0, f"{student}\n")
    assert run(course.root, "pseudonyms", "--who", "P-XXXX")[0] == 1
    key = (top / "pseudonyms.key").read_bytes()
    (top / "pseudonyms.key").write_text("short")
    assert "holds no key" in run(course.root, "pseudonyms", ASSIGNMENT)[1]
    (top / "pseudonyms.key").unlink()
    assert run(course.root, "pseudonyms", ASSIGNMENT)[0] == 0
    assert name not in (top / "pseudonymous" / ASSIGNMENT / "report.html").read_text()
    (top / "pseudonyms.key").write_bytes(key)


@needs_sandbox
@pytest.mark.timeout(300)
def test_nobody_is_hidden_among_four_and_what_is_not_graded_is_said(course: Course, tmp_path: Path) -> None:
    few = Course(tmp_path / "few")
    shutil.copytree(course.root, few.root)
    assert "ch99 has not been graded; graded so far: ch01" in run(few.root, "pseudonyms", "ch99")[1]
    for student in list(PEOPLE)[:7]:
        assert run(few.root, "forget", student, "--yes")[0] == 0
    assert not (few.root / "autograder" / "pseudonymous").exists()
    status, said = run(few.root, "pseudonyms")
    assert status == 1 and "rest on 4 students: pseudonyms hide nobody among fewer than 5" in said
    assert not (few.root / "autograder" / "pseudonymous").exists()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"A": 9, "B": 6, "C": 1}, {"A": 9, "other sections": 7}),
        ({"A": 9, "": 1}, {"": 10}),
        ({"A": 9, "B": 4, "C": 2}, {"A": 9, "other sections": 6}),
        ({"A": 20, "B": 7}, {"A": 20, "B": 7}),
        ({"A": 2, "B": 2}, {"": 4}),
        ({"": 12}, {"": 12}),
    ],
)
def test_no_section_is_small(sizes: dict[str, int], expected: dict[str, int]) -> None:
    of = pd.Series([name for name, size in sizes.items() for _ in range(size)], dtype=object)
    assert pseudonyms.sections(of).value_counts().to_dict() == expected
