"""Which of several files is the notebook: decided by what is in them, or by a TA, and never a silent zero."""

from __future__ import annotations

import io
import json
import os
import zipfile
from typing import Any

import nbformat
import pytest
from grading_course import ASSIGNMENT, Course
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading import sandbox
from autograder.grading.admission import Admitted, Expected, File, admit
from autograder.grading.notebook_file import parse, squeeze
from autograder.grading.outcome import ATTENTION, Outcome

pytestmark = pytest.mark.usefixtures("warm_workers")

IRON, DAM = "06_iron_law_exercises", "04_dam_exercises"
COPY = f"Copy of {IRON}"
DAY = 86_400.0


# ---- in memory

NAMES = ("alpha", "beta", "gamma")


def blank(prefix: str = "") -> Any:
    made = new_notebook(cells=[new_markdown_cell(f"# Questions {prefix}", id="title")])
    for name in (f"{prefix}{n}" for n in NAMES):
        for source, label in ((f"{name} = ...", name), (f"check('{name}')", f"test_{name}")):
            made.cells.append(new_code_cell(source, metadata={"nbgrader": {"grade_id": label}}, id=label))
    return made


def worked(prefix: str = "", upto: int = 3, value: int = 1) -> Any:
    made = blank(prefix)
    for cell in [c for c in made.cells if c.source.endswith("...")][:upto]:
        cell.source = cell.source.replace("...", f"{value}\nif {value}:\n    pass")
    return made


def expected(prefix: str = "") -> Expected:
    cells = blank(prefix).cells
    return Expected(frozenset(c.id for c in cells[1:]), frozenset(squeeze(c.source) for c in cells))


EXPECTED = {"one": expected()}
BOTH = {"one": expected(), "two": expected("second_")}


def data(notebook: Any) -> bytes:
    return json.dumps(notebook).encode()


def zipped(
    members: dict[str, bytes], date: tuple[int, int, int, int, int, int] = (2026, 3, 1, 9, 0, 0)
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def choose(*files: File | tuple[str, Any], expected: dict[str, Expected] = EXPECTED) -> Admitted:
    given = [
        f if isinstance(f, File) else File(f[0], f[1] if isinstance(f[1], bytes) else data(f[1]))
        for f in files
    ]
    return admit(given, expected)


def texts(content: bytes) -> list[str]:
    return [squeeze(cell["source"]) for cell in parse(content)]


def is_worked(content: bytes) -> bool:
    return texts(content) == texts(data(worked()))


COPIES = [
    "Copy of one.ipynb",
    "one (1).ipynb",
    "one-Copy1.ipynb",
    "Kopie von one.ipynb",
    "mine/one.ipynb",
    "x.ipynb",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_finished_copy_wins_over_the_untouched_original(name: str) -> None:
    found = choose(("one.ipynb", blank()), (name, worked()))
    assert is_worked(found.notebooks["one"]) and found.doubts == []
    assert found.notes == ["one.ipynb is untouched and was left out", f"{name} was taken for one.ipynb"]


@pytest.mark.parametrize("name", COPIES)
def test_the_finished_original_wins_over_an_untouched_copy(name: str) -> None:
    found = choose(("one.ipynb", worked()), (name, blank()))
    assert is_worked(found.notebooks["one"]) and found.doubts == []
    assert found.notes == [f"{name} is untouched and was left out"]


@pytest.mark.parametrize("cut", [0, 1, 40, 400])
def test_a_whole_copy_wins_over_a_file_that_was_cut_off(cut: int) -> None:
    found = choose(("one.ipynb", data(worked())[:cut]), ("one (1).ipynb", worked()))
    assert is_worked(found.notebooks["one"]) and found.doubts == []
    assert "one.ipynb is broken and was left out" in found.notes


def test_work_that_may_be_in_a_broken_file_is_asked_about() -> None:
    found = choose(("one.ipynb", data(worked())[:400]), ("one (1).ipynb", blank()))
    assert len(found.doubts) == 1 and "the work may be in one.ipynb, which is broken" in found.doubts[0]


def test_two_broken_files_are_asked_about() -> None:
    found = choose(("a-one.ipynb", b"{"), ("b-one.ipynb", b"["))
    assert (
        len(found.doubts) == 1 and "2 broken files could be it (a-one.ipynb, b-one.ipynb)" in found.doubts[0]
    )


def _other_outputs(notebook: Any) -> Any:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = (
                [{"output_type": "stream", "name": "stdout", "text": "hi"}],
                7,
            )
    return notebook


def _other_metadata(notebook: Any) -> Any:
    notebook.metadata = {"colab": {"provenance": []}}
    for cell in notebook.cells:
        cell.metadata["tags"], cell.id = ["x"], f"z{cell.id}"
    return notebook


def _spaced(notebook: Any) -> Any:
    for cell in notebook.cells:
        cell.source = "\n" + cell.source.replace("\n", "  \r\n") + "\n\n"
    return notebook


def _third(notebook: Any) -> Any:
    cells = []
    for cell in notebook.cells:
        made = {"cell_type": cell.cell_type, "metadata": dict(cell.metadata)}
        made["input" if cell.cell_type == "code" else "source"] = cell.source.splitlines(keepends=True)
        cells.append(made)
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


SAME = {
    "the same bytes": data,
    "other outputs": lambda n: data(_other_outputs(n)),
    "other metadata": lambda n: data(_other_metadata(n)),
    "other white space at the ends of lines": lambda n: data(_spaced(n)),
    "format 3": lambda n: data(_third(n)),
    "UTF-16": lambda n: json.dumps(n).encode("utf-16"),
    "a mark before it": lambda n: b"\xef\xbb\xbf" + json.dumps(n, indent=1).encode(),
}


@pytest.mark.parametrize("how", SAME)
@pytest.mark.parametrize(
    "names", [("one.ipynb", "b.ipynb"), ("a.ipynb", "b.ipynb"), ("a/one.ipynb", "b/one.ipynb")]
)
def test_equal_copies_are_one(how: str, names: tuple[str, str]) -> None:
    found = choose((names[0], worked()), (names[1], SAME[how](worked())))
    assert is_worked(found.notebooks["one"]) and found.doubts == []
    assert f"{names[1]} is the same as {names[0]}" in found.notes


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: setattr(cells[1], "source", cells[1].source.replace("    pass", "    \npass")),
        lambda cells: setattr(cells[1], "cell_type", "raw"),
        lambda cells: cells[0].update(attachments={"a.png": {"image/png": "AAAA"}}),
        lambda cells: cells.append(new_markdown_cell("And one more thing.")),
    ],
)
def test_copies_that_differ_in_what_counts_are_not_equal(change: Any) -> None:
    other = worked()
    change(other.cells)
    found = choose(("a.ipynb", worked()), ("b.ipynb", other))
    assert len(found.doubts) == 1 and "2 different files" in found.doubts[0]


@pytest.mark.parametrize(
    "names", [("one.ipynb", "b.ipynb"), ("a.ipynb", "b.ipynb"), ("b.ipynb", "one.ipynb")]
)
def test_of_two_worked_copies_one_counts_and_a_ta_is_asked(names: tuple[str, str]) -> None:
    old, new = File(names[0], data(worked(value=1)), DAY), File(names[1], data(worked(value=2)), 2 * DAY)
    for files in ((old, new), (new, old)):
        found = choose(*files)
        assert found.notebooks["one"] == new.content
        assert len(found.doubts) == 1 and f"{names[1]} counts, the newest" in found.doubts[0]
        assert all(name in found.doubts[0] for name in names)


def test_of_copies_of_one_time_that_counts_in_which_most_was_done() -> None:
    more, less = data(worked(upto=3)), data(worked(upto=1, value=2))
    found = choose(("one.ipynb", less), ("one (1).ipynb", more))
    assert (
        found.notebooks["one"] == more and "one (1).ipynb counts, in which most was done" in found.doubts[0]
    )
    found = choose(("one.ipynb", worked(value=1)), ("one (1).ipynb", worked(value=2)))
    assert found.notebooks["one"] == data(worked(value=1))
    assert "one.ipynb counts, the one whose name is nearest" in found.doubts[0]


def test_times_inside_an_archive_tell_the_newer() -> None:
    inner = {"old.zip": zipped({"one.ipynb": data(worked(value=1))}, (2026, 3, 1, 9, 0, 0))}
    inner["new.zip"] = zipped({"one.ipynb": data(worked(value=2))}, (2026, 3, 2, 9, 0, 0))
    found = choose(("all.zip", zipped(inner)))
    assert found.notebooks["one"] == data(worked(value=2))
    assert len(found.doubts) == 1 and "all.zip/new.zip/one.ipynb counts, the newest" in found.doubts[0]


def test_names_exchanged_between_two_notebooks() -> None:
    found = choose(("one.ipynb", worked("second_")), ("two.ipynb", worked()), expected=BOTH)
    assert is_worked(found.notebooks["one"]) and found.notebooks["two"] == data(worked("second_"))
    assert found.doubts == [] and len(found.notes) == 2


def test_one_file_with_the_cells_of_both_is_asked_about() -> None:
    both = worked()
    both.cells += worked("second_").cells
    found = choose(("one.ipynb", both), expected=BOTH)
    assert list(found.notebooks) == ["one"]
    assert len(found.doubts) == 1 and "one.ipynb (holds cells of two.ipynb, too)" in found.doubts[0]


def test_the_same_file_in_folders_and_archives_is_one() -> None:
    content = data(worked())
    deep = zipped({"b/c.zip": zipped({"d/one.ipynb": content, "__MACOSX/d/._one.ipynb": b"\0\5\26\7"})})
    found = choose(("a.zip", deep), ("week 3/one.ipynb", content), ("e/f/g/one.ipynb", content))
    assert found.notebooks == {"one": content} and found.doubts == [] and found.files == {}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_an_archive_in_archives_is_opened(depth: int) -> None:
    content = zipped({"one.ipynb": data(worked())})
    for _ in range(depth - 1):
        content = zipped({"folder/inner.zip": content})
    found = choose(("all.zip", content))
    assert is_worked(found.notebooks["one"]) and found.doubts == []


LOCKED = bytearray(zipped({"one.ipynb": b"x"}))
for _at in (LOCKED.index(b"PK\3\4") + 6, LOCKED.index(b"PK\1\2") + 8):
    LOCKED[_at] |= 1  # the flag of an encrypted member


def _lzma() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("one.ipynb", data(worked()))
    return target.getvalue()


HIDDEN = {
    "a damaged archive": ("all.zip", zipped({"one.ipynb": data(worked())})[:-60]),
    "an archive with a password": ("all.zip", bytes(LOCKED)),
    "an archive packed in another way": ("all.zip", _lzma()),
    "an archive of another kind": ("all.rar", b"Rar!"),
    "an archive that is too large": ("all.zip", zipped({"zeros.csv": bytes(70 << 20)})),
    "an archive in too many archives": (
        "all.zip",
        zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"one.ipynb": data(worked())})})})}),
    ),
    "a notebook of no name and no labels": (
        "Untitled.ipynb",
        data(new_notebook(cells=[new_code_cell("alpha = 1", id="x")])),
    ),
    "a broken notebook of no name": ("Untitled.ipynb", data(worked())[:300]),
    "a printed notebook": ("one.pdf", b"%PDF"),
    "an exported notebook": ("hw/One.html", b"<html>"),
    "a downloaded notebook": ("one.ipynb.txt", data(worked())),
    "a link": File("one.ipynb", b"", unread="is a link; links are not followed"),
    "a folder that cannot be read": File("hw/", b"", unread="cannot be read: Permission denied"),
}


@pytest.mark.parametrize("what", HIDDEN)
@pytest.mark.parametrize("beside", [False, True])
def test_what_may_hold_the_work_is_asked_about(what: str, beside: bool) -> None:
    hidden = HIDDEN[what]
    name = hidden.path if isinstance(hidden, File) else hidden[0]
    beside_it = [("one-blank.ipynb", blank())] if beside and name != "one.ipynb" else []
    found = choose(("two.ipynb", worked("second_")), hidden, *beside_it, expected=BOTH)
    assert found.notebooks["two"] == data(worked("second_"))
    assert len(found.doubts) == 1 and "one.ipynb cannot be found or is untouched" in found.doubts[0]
    assert found.doubts[0].isprintable() and name.rsplit("/", 1)[-1] in found.doubts[0]


def test_a_complete_submission_may_have_other_files_beside_it() -> None:
    for hidden in HIDDEN.values():
        name = hidden.path if isinstance(hidden, File) else hidden[0]
        if not name.startswith("one"):
            found = choose(("one.ipynb", worked()), hidden)
            assert is_worked(found.notebooks["one"]) and found.doubts == []


def test_a_copy_that_the_editor_kept_counts_only_where_there_is_no_other() -> None:
    kept = File(".ipynb_checkpoints/one-checkpoint.ipynb", data(worked(value=2)), 9 * DAY)
    found = choose(("one.ipynb", worked()), kept)
    assert is_worked(found.notebooks["one"]) and found.doubts == [] and found.notes == []
    found = choose(("two.ipynb", worked("second_")), kept, expected=BOTH)
    assert found.notebooks["one"] == kept.content and len(found.doubts) == 1
    untouched = File(kept.path, data(blank()))
    assert list(choose(("two.ipynb", worked("second_")), untouched, expected=BOTH).notebooks) == ["two"]


names = st.sampled_from(
    [
        "one.ipynb",
        "Copy of one.ipynb",
        "one (1).ipynb",
        "one-Copy1.ipynb",
        "x.ipynb",
        "a/one.ipynb",
        "a/b/ONE.IPYNB",
    ]
)
lesser = st.sampled_from(["untouched", "other outputs", "cut", "format 3", "empty", "part"])


def _lesser(kind: str) -> bytes:
    return {
        "untouched": data(blank()),
        "other outputs": data(_other_outputs(blank())),
        "format 3": data(_third(blank())),
        "cut": data(worked())[:300],
        "empty": b"",
        "part": data(worked(upto=1)),
    }[kind]


@settings(max_examples=int(os.environ.get("MLSYS_FUZZ_EXAMPLES", "200")), deadline=None)
@given(st.data())
def test_the_worked_notebook_is_chosen_or_a_ta_is_asked(draw: st.DataObject) -> None:
    paths = draw.draw(st.lists(names, min_size=1, max_size=6, unique=True))
    best = draw.draw(st.integers(1, len(paths)))
    kinds = [None] * best + [draw.draw(lesser) for _ in paths[best:]]
    files = []
    for path, kind in zip(paths, kinds, strict=True):
        content = _lesser(kind) if kind else SAME[draw.draw(st.sampled_from(sorted(SAME)))](worked())
        for _ in range(draw.draw(st.integers(0, 2))):
            path, content = f"{path}.zip", zipped({path: content})
        files.append(
            File(path, content, draw.draw(st.sampled_from([0.0, DAY, 1.7e9, float("inf"), float("nan")])))
        )
    found = choose(*draw.draw(st.permutations(files)))
    assert found.notebooks
    if "part" in kinds:
        assert len(found.doubts) == 1 and "2 different files could be it" in found.doubts[0]
    else:
        assert is_worked(found.notebooks["one"]) and found.doubts == []
    notes = " | ".join(found.notes)
    assert notes.count("is broken") == sum(kind in ("cut", "empty") for kind in kinds)
    assert notes.count("is untouched") == sum(
        kind in ("untouched", "other outputs", "format 3") for kind in kinds
    )
    assert notes.count("is the same as") == best - 1 + max(0, kinds.count("part") - 1)


# ---- through the real pipeline


def hand_in(
    course: Course, student: str, files: dict[str, bytes], ages: dict[str, float] | None = None
) -> None:
    for name, content in files.items():
        path = course.folder(student) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        when = 1_770_000_000.0 - (ages or {}).get(name, 0.0)
        os.utime(path, (when, when))


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, dict[str, Outcome], dict[str, float]]:
    """Grade a class in which every student handed in more, or something else, than two notebooks."""
    if (reason := sandbox.probe()) is not None:
        pytest.skip(f"no sandbox: {reason}")
    course = Course.make(tmp_path_factory.mktemp("class"), (IRON, DAM))
    done, dam, empty = (data(n) for n in (course.perfect(IRON), course.perfect(DAM), course.blank(IRON)))
    worse = data(course.perfect(IRON, training_days="training_days = 1"))
    third = data(_third(nbformat.from_dict(json.loads(done))))
    both = {f"{DAM}.ipynb": dam}
    cut = done[: len(done) // 2]
    exact = f"{IRON}.ipynb"
    for student, files in {
        "colab": {exact: empty, f"Copy of {exact}": done},
        "browser": {exact: empty, f"{IRON} (1).ipynb": done},
        "jupyter": {exact: empty, f"{IRON}-Copy1.ipynb": done},
        "no_original": {f"{IRON} (1).ipynb": done, f"{IRON} (2).ipynb": done},
        "cut": {exact: cut, f"{IRON} (1).ipynb": done},
        "format3": {exact: empty, "old.ipynb": third},
        "nested": {f"hw/{exact}": done, "hw/all.zip": zipped({f"again/{exact}": done}), exact: empty},
        "two": {exact: worse, f"Copy of {exact}": done},
        "damaged": {"all.zip": zipped({exact: done})[:-60]},
        "outputs": {exact: done, "b.ipynb": data(_other_outputs(nbformat.from_dict(json.loads(done))))},
    }.items():
        ages = {exact: DAY} if student == "two" else {}
        hand_in(course, student, {**files, **both}, ages)
    hand_in(course, "exchanged", {exact: dam, f"{DAM}.ipynb": done})
    hand_in(course, "one_zip", {"all.zip": zipped({f"w/{exact}": done, "w/more.zip": zipped(both)})})
    hand_in(course, "only_broken", {f"{IRON} (1).ipynb": cut, f"{IRON} (2).ipynb": cut[:900]})
    link = course.folder("link") / exact
    link.symlink_to(course.folder("two") / exact)
    hand_in(course, "link", both)
    outcomes = {outcome.student: outcome for outcome in course.autograde(limits={"cell_wall": 30.0})}
    return course, outcomes, course.maxima()


FULL = [
    "browser",
    "colab",
    "cut",
    "exchanged",
    "format3",
    "jupyter",
    "nested",
    "no_original",
    "one_zip",
    "outputs",
]
NOTES = {
    "browser": [
        f"{IRON}.ipynb is untouched and was left out",
        f"{IRON} (1).ipynb was taken for {IRON}.ipynb",
    ],
    "colab": [
        f"{IRON}.ipynb is untouched and was left out",
        f"Copy of {IRON}.ipynb was taken for {IRON}.ipynb",
    ],
    "cut": [f"{IRON}.ipynb is broken and was left out", f"{IRON} (1).ipynb was taken for {IRON}.ipynb"],
    "exchanged": [f"{DAM}.ipynb was taken for {IRON}.ipynb", f"{IRON}.ipynb was taken for {DAM}.ipynb"],
    "jupyter": [f"{IRON}-Copy1.ipynb was taken for {IRON}.ipynb"],
    "nested": [f"hw/all.zip/again/{IRON}.ipynb is the same as hw/{IRON}.ipynb"],
    "no_original": [f"{IRON} (2).ipynb is the same as {IRON} (1).ipynb"],
    "one_zip": ["all.zip was unpacked", "all.zip/w/more.zip was unpacked"],
    "outputs": [f"b.ipynb is the same as {IRON}.ipynb"],
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("student", FULL)
def test_the_work_gets_its_points(
    graded: tuple[Course, dict[str, Outcome], dict[str, float]], student: str
) -> None:
    course, outcomes, maxima = graded
    assert course.scores(student) == maxima
    outcome = outcomes[student]
    assert outcome.problem is None
    assert set(NOTES.get(student, [])) <= set(outcome.notes)
    assert not any("none of the assignment" in note or "not handed in" in note for note in outcome.notes)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("student", "what"),
    [
        (
            "two",
            f"2 different files could be it ({IRON}.ipynb, {COPY}.ipynb); {COPY}.ipynb counts, the newest",
        ),
        (
            "damaged",
            f"{IRON}.ipynb cannot be found or is untouched; the work may be in all.zip (is a damaged",
        ),
        ("only_broken", f"2 broken files could be it ({IRON} (1).ipynb, {IRON} (2).ipynb)"),
        ("link", f"{IRON}.ipynb cannot be found or is untouched; the work may be in {IRON}.ipynb (is a link"),
    ],
)
def test_where_it_cannot_be_told_a_ta_is_asked(
    graded: tuple[Course, dict[str, Outcome], dict[str, float]], student: str, what: str
) -> None:
    course, outcomes, maxima = graded
    assert what in (outcomes[student].problem or "")
    if student != "only_broken":
        beside = course.root / "autograder" / "autograded" / student / ASSIGNMENT / ATTENTION
        assert what in beside.read_text(encoding="utf-8")
        assert all(course.scores(student)[name] == maxima[name] for name in maxima if student == "two")
