"""Downloads of Canvas and Moodle, as real zip files, put in place through the command."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, TOP, Course, empty_gradebook
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.grading import sandbox
from autograder.grading.export import SafeCsvExport
from autograder.grading.roster import Student
from autograder.lms import course as lms_course
from autograder.lms import downloads
from autograder.lms.collect import Placing, collect

pytestmark = pytest.mark.usefixtures("warm_workers")
needs_sandbox = pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")

ROSTER = """\
id,first_name,last_name,email,section,lms_user_id
ann,Ann,Lee,ann@x.org,A,71
bob,Bob,Stone,bob@x.org,A,99
zoe,Zoë,O'Brien,zoe@x.org,B,5
kim,Kim,Berg,kim@x.org,B,
"""


def bare(root: Path, roster: str = ROSTER) -> Course:
    """Return a course in which nothing is graded: an assignment, a roster, an empty gradebook."""
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    (root / "source" / ASSIGNMENT / "one.ipynb").write_text("{}")
    for name in ("nbgrader_config.py", "course.toml"):
        shutil.copy(TOP / name, root)
    (root / "autograder").mkdir()
    (root / "autograder" / "roster.csv").write_text(roster, encoding="utf-8")
    (root / "autograder" / "gradebook.db").write_bytes(empty_gradebook())
    return Course(root)


def packed(files: Mapping[str, bytes | str], day: int = 1) -> bytes:
    """Return a zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, day, 12, 0, 0)), content)
    return made.getvalue()


def download(
    folder: Path, files: Mapping[str, bytes | str], name: str = "submissions.zip", day: int = 1
) -> Path:
    path = folder / name
    path.write_bytes(packed(files, day))
    return path


def run(course: Course, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, in the course's folder."""
    command, out, err = ["collect", *map(str, arguments)], io.StringIO(), io.StringIO()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(command)
    return subprocess.CompletedProcess(command, status, out.getvalue(), err.getvalue())


def tree(folder: Path) -> dict[str, bytes]:
    """Return what lies below a folder, times included, but for databases and their caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() + str(path.stat().st_mtime_ns).encode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".db", ".pyc")
    }


def handed_in(course: Course, student: str) -> dict[str, bytes]:
    folder = course.root / "autograder" / "submitted" / student / ASSIGNMENT
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def everybody(course: Course) -> set[str]:
    folder = course.root / "autograder" / "submitted"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def set_due(course: Course, when: str = "2026-03-01 23:59:59 UTC") -> None:
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=when)


CANVAS = {
    "leeann_71_9000_one.ipynb": "ann's",
    "leeann_71_9001_bob_99_77_x.ipynb": "ann's too",
    "stonebob_LATE_99_9002_one-2.ipynb": "bob's",
    "obrienzoë_5_9003_all of it.zip": packed({"one.ipynb": "zoë's", "leeann_71_1_one.ipynb": "zoë's"}),
    "bergkim_8_text.html": "kim's",
}
MOODLE = {
    "Ann Lee_4711_assignsubmission_file/one.ipynb": "ann's",
    "Ann Lee_4711_assignsubmission_file/bob_99_77_x.ipynb": "ann's too",
    "Bob Stone_99_assignsubmission_file_/work/one.ipynb": "bob's",
    "Zoë OBrien_71_assignsubmission_file/all.zip": packed({"one.ipynb": "zoë's"}),
    "Berg Kim_4_assignsubmission_onlinetext/onlinetext.html": "kim's",
}


@pytest.mark.parametrize(
    "how", ["zip", "folder", "folder with the zip", "packed again", "in a folder of its own"]
)
@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_a_download_is_placed_by_its_outer_names(tmp_path: Path, lms: str, how: str) -> None:
    course = bare(tmp_path / "class")
    files = CANVAS if lms == "canvas" else MOODLE
    source = download(tmp_path, files)
    if how == "packed again":
        source = download(tmp_path, {f"submissions/{name}": content for name, content in files.items()})
    elif how != "zip":
        folder = tmp_path / "it's here"
        with zipfile.ZipFile(source) as archive:
            archive.extractall(folder / "sub" if how == "in a folder of its own" else folder)
        if how == "folder with the zip":
            shutil.rmtree(folder)
            folder.mkdir()
            source.rename(folder / "section A.zip")
        source = folder
    set_due(course)
    done = run(course, source)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert everybody(course) == {"ann", "bob", "zoe", "kim"}
    assert set(handed_in(course, "ann").values()) == {b"ann's", b"ann's too"}
    assert handed_in(course, "ann")["bob_99_77_x.ipynb"] == b"ann's too"
    assert b"bob's" in handed_in(course, "bob").values()
    assert [zipfile.is_zipfile(io.BytesIO(c)) for c in handed_in(course, "zoe").values()] == [True]
    assert list(handed_in(course, "kim").values()) == [b"kim's"]
    # Canvas's mark is all that is known of a time.
    stamps = {name for name in everybody(course) if "timestamp.txt" in handed_in(course, name)}
    assert stamps == ({"bob"} if lms == "canvas" else set())
    if lms == "canvas":
        assert handed_in(course, "bob")["timestamp.txt"] == b"2026-03-02 00:00:00 UTC\n"
        assert "1 marked LATE by Canvas: bob" in done.stdout
    # Once more: nothing is changed, not even what a TA has written.
    (course.folder("bob") / "timestamp.txt").write_text("2026-03-04 10:00:00 UTC\n")
    before = tree(course.root / "autograder")
    again = run(course, source)
    assert again.returncode == 0 and "4 there already, left alone" in again.stdout
    assert tree(course.root / "autograder") == before


def test_a_later_attempt_counts_and_no_earlier_one_is_lost(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    first = download(tmp_path, {"leeann_71_9000_one.ipynb": "first"}, "1.zip")
    second = download(tmp_path, {"leeann_71_9100_one-1.ipynb": "second"}, "2.zip", day=2)
    third = download(tmp_path, {"leeann_71_9200_one-2.ipynb": "third"}, "3.zip", day=3)
    kept = course.root / "autograder" / "downloaded" / ASSIGNMENT / "ann"
    assert run(course, first).returncode == run(course, third).returncode == 0
    assert handed_in(course, "ann") == {"one-2.ipynb": b"third"}
    assert (kept / "1" / "one.ipynb").read_bytes() == b"first"
    older = run(course, second)
    assert "1 older than what is there" in older.stdout and older.returncode == 0
    assert handed_in(course, "ann") == {"one-2.ipynb": b"third"}
    assert (kept / "2" / "one-1.ipynb").read_bytes() == b"second"
    before = tree(course.root / "autograder")
    for source in (first, second, third, first):
        assert run(course, source).returncode == 0
    assert tree(course.root / "autograder") == before
    # What lay there by other ways is kept, too; what was deleted comes back.
    course.submit("bob", "one", "by the exchange")
    bobs = download(tmp_path, {"stonebob_99_1_one.ipynb": "by Canvas"}, "4.zip")
    assert "handed in again" in run(course, bobs).stdout
    assert (kept.parent / "bob" / "1" / "one.ipynb").read_text() == "by the exchange"
    shutil.rmtree(course.root / "autograder" / "submitted" / "bob")
    assert run(course, bobs).returncode == 0 and handed_in(course, "bob") == {"one.ipynb": b"by Canvas"}


def test_in_moodle_going_back_to_an_earlier_answer_is_a_new_attempt(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    name = "Ann Lee_4711_assignsubmission_file/one.ipynb"
    for day, content in enumerate(("first", "second", "first"), start=1):
        assert run(course, download(tmp_path, {name: content}, f"{day}.zip", day)).returncode == 0
        assert handed_in(course, "ann") == {"one.ipynb": content.encode()}
    for day in (1, 2):  # the old downloads are still old
        assert run(course, tmp_path / f"{day}.zip").returncode == 0
        assert handed_in(course, "ann") == {"one.ipynb": b"first"}


def test_of_one_name_the_file_of_the_later_id_is_the_newer_one(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    source = download(
        tmp_path, {"leeann_71_9100_one-1.ipynb": "later", "leeann_71_9000_one.ipynb": "earlier"}
    )
    assert run(course, source).returncode == 0
    folder = course.folder("ann")
    assert (folder / "one-1.ipynb").stat().st_mtime > (folder / "one.ipynb").stat().st_mtime + 60


def test_what_cannot_be_placed_is_said_in_a_line_each(tmp_path: Path) -> None:
    course = bare(tmp_path / "class", ROSTER + "ann2,Ann,Lee,,A,\n")
    source = download(
        tmp_path,
        {
            "leeann_71_9000_one.ipynb": "ann's",
            "newman_12_9001_one.ipynb": "who?",
            "newman_12_9002_two.ipynb": "who?",
            "stonebob_98_9003_one.ipynb": "a namesake, or a new account",
            "anon_b7Kx2_9004_one.ipynb": "hidden",
            "Participant_4711_assignsubmission_file/one.ipynb": "hidden",
            "notes.ipynb": "a stray file",
            "../../autograder/submitted/bob/x.ipynb": "outside",
        },
    )
    done = run(course, source)
    assert done.returncode == 1 and everybody(course) == {"ann"}
    lines = [
        line.strip() for line in done.stdout.partition("Needs attention")[2].splitlines() if line[:2] == "  "
    ]
    assert len([line for line in lines if "number 12" in line]) == 1
    assert any("nobody on the roster has the id 12 or this name" in line for line in lines)
    assert any("bob has this name, but the id 99" in line for line in lines)
    for hidden in ("anon_b7Kx2", "Participant_4711"):
        assert any(hidden in line and "let the LMS show the names" in line for line in lines)
    assert any(line.startswith("notes.ipynb has no name that Canvas or Moodle gives") for line in lines)
    assert any("points outside the download" in line for line in lines)
    assert "--who NUMBER=STUDENT" in lines[-1]
    done = run(course, source, ASSIGNMENT, "--who", "12=kim", "--who", "98=bob")
    assert everybody(course) == {"ann", "bob", "kim"} and set(handed_in(course, "kim")) == {
        "one.ipynb",
        "two.ipynb",
    }
    assert run(course, source, "--who", "12=nobody").stderr.count("\n") == 1
    twins = download(tmp_path, {"Ann Lee_1_assignsubmission_file/one.ipynb": "x"}, "twins.zip")
    assert "several on the roster have this name" in run(course, twins).stdout
    # A number of Moodle's that is the user id of somebody else places nothing.
    assert (
        "nobody on the roster has this name"
        in run(
            course, download(tmp_path, {"Nobody Known_71_assignsubmission_file/one.ipynb": "x"}, "m.zip")
        ).stdout
    )


def test_nobody_takes_anothers_place_by_a_name() -> None:
    people = {
        "ann": Student("ann", "Ann", "Lee", lms_user_id="71"),
        "bob": Student("bob", "Bob", "Stone", lms_user_id="99"),
    }
    placing = Placing(people, {})

    def of(outer: str) -> str | None:
        return placing.of(downloads.readings(outer))[1]

    assert of("leeann_71_9000_stonebob_99_77_x.ipynb") == "ann"
    assert of("leeann_71_9000_2026_99_x.ipynb") == "ann"
    assert of("preferredname_71_9000_one.ipynb") == "ann"
    assert of("x_71_99_9000_one.ipynb") is None  # Bob calls himself x_71, or Ann her file 9000_one
    assert of("stonebob_71_99_9000_one.ipynb") is None
    assert of("leeann_71_text.html") == "ann"
    assert of("lee_ann_LATE_71_1_LATE_99_2_x") == "ann"


def test_no_file_of_a_student_says_a_time_or_a_name(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    set_due(course)
    source = download(
        tmp_path,
        {
            "Ann Lee_1_assignsubmission_file/timestamp.txt": "2020-01-01 00:00:00 UTC",
            "Ann Lee_1_assignsubmission_file/course.toml": "student_id = 'bob'",
            "Ann Lee_1_assignsubmission_file/one.ipynb": "ann's",
            "stonebob_LATE_99_9002_timestamp.txt": "2020-01-01 00:00:00 UTC",
            "stonebob_LATE_99_9003_Course.toml": "student_id = 'ann'",
        },
    )
    assert run(course, source).returncode == 0
    assert set(handed_in(course, "ann")) == {"one.ipynb", "handed_in_timestamp.txt", "handed_in_course.toml"}
    assert set(handed_in(course, "bob")) == {
        "timestamp.txt",
        "handed_in_timestamp.txt",
        "handed_in_Course.toml",
    }
    assert handed_in(course, "bob")["timestamp.txt"].startswith(b"2026-03-02")


def test_late_without_a_due_date_is_said_and_mended_by_the_next_run(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    source = download(tmp_path, {"stonebob_LATE_99_9002_one.ipynb": "bob's"})
    done = run(course, source)
    assert done.returncode == 1 and "has no due date here" in done.stdout
    set_due(course)
    assert run(course, source).returncode == 0
    assert "timestamp.txt" in handed_in(course, "bob")


def _traps() -> dict[str, bytes]:
    link = zipfile.ZipInfo("leeann_71_1_link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stonebob_99_9_one.ipynb", "bob's")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("stonebob_99_9_one.ipynb", "the same name once more")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("/leeann_71_2_absolute.ipynb", "x")
        archive.writestr("leeann_71_3_x/../../../up.ipynb", "x")
        archive.writestr("leeann_71_4_bomb.ipynb", bytes(downloads.MAX_NOTEBOOK + 1))
        for number in range(3):  # each is allowed, together they are too much
            archive.writestr(f"obrienzoe_5_{number}_{number}.bin", bytes(downloads.MAX_NOTEBOOK - 1))
        archive.writestr("bergkim_8_1_a\nb\x07.ipynb", "x")
        archive.writestr("bergkim_8_2_" + 250 * "x", "x")
    lying = bytearray(packed({"leeann_71_5_lie.ipynb": 1000 * "x"}))
    at = lying.rindex(b"PK\x01\x02") + 24
    lying[at : at + 4] = (10).to_bytes(4, "little")
    return {
        "traps": made.getvalue(),
        "lying": bytes(lying),
        "cut": packed({"leeann_71_5_one.ipynb": "x"})[:-30],
        "empty": b"",
    }


@pytest.mark.parametrize("name", ["traps", "lying", "cut", "empty"])
def test_a_trap_costs_itself_alone(tmp_path: Path, name: str) -> None:
    course = bare(tmp_path / "class")
    source = tmp_path / "download.zip"
    source.write_bytes(_traps()[name])
    done = run(course, source)
    assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout, done.stderr
    assert not list(tmp_path.rglob("up.ipynb")) and not list(tmp_path.rglob("*absolute*"))
    assert not list((course.root / "autograder" / "downloaded").glob(".partial-*"))
    if name != "traps":
        assert len(done.stderr.splitlines()) == (0 if name == "lying" else 1)
        assert name != "lying" or "ann: leeann_71_5_lie.ipynb is damaged" in done.stdout
        assert everybody(course) == set()
        return
    assert (
        handed_in(course, "bob") == {"one.ipynb": b"bob's"} and "stands in the download twice" in done.stdout
    )
    assert everybody(course) == {"bob", "zoe"} and len(handed_in(course, "zoe")) == 1
    for said in ("is a link", "points outside", "is larger than 64 MiB", "more than 96 MiB of one student"):
        assert said in done.stdout, said


def test_names_in_another_form_or_case_do_not_overwrite_each_other(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    files = {
        "leeann_71_1_One.ipynb": "1",
        "leeann_71_2_one.ipynb": "2",
        "leeann_71_3_one.ipynb": "3",
        "leeann_71_4_\u00e9.ipynb": "4",
        "leeann_71_5_e\u0301.ipynb": "5",
        "Stone Bob_3_assignsubmission_file/data": "1",
        "Stone Bob_3_assignsubmission_file/Data/one.ipynb": "2",
        "Stone Bob_3_assignsubmission_file/Data/One.ipynb": "3",
    }
    assert run(course, download(tmp_path, files)).returncode == 0
    assert sorted(handed_in(course, "ann").values()) == [b"1", b"2", b"3", b"4", b"5"]
    assert sorted(handed_in(course, "bob").values()) == [b"1", b"2", b"3"]


def test_links_in_an_unpacked_folder_stay_closed(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    folder = tmp_path / "unpacked"
    (folder / "Ann Lee_1_assignsubmission_file").mkdir(parents=True)
    (folder / "Ann Lee_1_assignsubmission_file" / "one.ipynb").symlink_to("/etc/passwd")
    (folder / "Bob Stone_2_assignsubmission_file").symlink_to("/etc")
    done = run(course, folder)
    assert done.returncode == 1 and done.stdout.count("is a link") == 2 and everybody(course) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "Say what to collect"),
        (["nowhere.zip"], "There is no"),
        (["d.zip", "ch9"], "No assignment 'ch9' here; there is: "),
        (["d.zip", "--who", "12"], "write it as NUMBER=STUDENT"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    course = bare(tmp_path)
    download(tmp_path, {}, "d.zip")
    done = run(course, *arguments)
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1


def test_without_anybody_in_the_course_the_way_out_is_said(tmp_path: Path) -> None:
    course = bare(tmp_path)
    (course.root / "autograder" / "roster.csv").unlink()
    source = download(tmp_path, CANVAS)
    done = run(course, source)
    assert done.returncode == 1 and "make roster FROM=file.csv" in done.stderr
    coursedir = course.coursedir()
    with lms_course.gradebook(coursedir) as gradebook:
        gradebook.add_student("ann", first_name="Ann", last_name="Lee", lms_user_id="71")
    assert collect(coursedir, ASSIGNMENT, source).new == ["ann"]
    set_due(course)
    with lms_course.gradebook(coursedir) as gradebook:
        SafeCsvExport(to=str(tmp_path / "grades.csv")).export(gradebook)
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], row["raw_score"], row["score"]) == (
        "ann",
        "",
        "",
    )  # not graded: that is no zero


@needs_sandbox
@pytest.mark.timeout(300)
def test_what_was_collected_is_graded_and_a_time_that_went_goes(tmp_path: Path) -> None:
    course = small_course(tmp_path / "class")
    (course.root / "autograder" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    set_due(course)
    right = json.dumps(course.perfect(NOTEBOOK))
    files: dict[str, bytes | str] = {
        f"leeann_LATE_71_9000_{NOTEBOOK}.ipynb": right,
        "obrienzoë_5_9003_all.zip": packed({f"deep/{NOTEBOOK}.ipynb": right}),
    }
    assert run(course, download(tmp_path, files)).returncode == 0
    grade = course.run(sys.executable, "-m", "autograder", "grade")

    def rows() -> dict[str, dict[str, str]]:
        with (course.root / "autograder" / "scores.csv").open(encoding="utf-8", newline="") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}

    found = rows()
    assert set(found) == {"ann", "bob", "zoe", "kim"}, grade.stderr
    assert float(found["ann"]["raw_score"]) == float(found["zoe"]["raw_score"]) > 0
    assert found["ann"]["timestamp"].startswith("2026-03-02") and found["bob"]["score"] == ""
    # The due date in the LMS was moved: the same work, no longer marked, has no time any more.
    files = {f"leeann_71_9100_{NOTEBOOK}-1.ipynb": right}
    assert run(course, download(tmp_path, files)).returncode == 0
    course.run(sys.executable, "-m", "autograder", "grade")
    assert rows()["ann"]["timestamp"] == "" and float(rows()["ann"]["raw_score"]) > 0
    # Whoever leaves takes all attempts along.
    done = course.run(sys.executable, "-m", "autograder", "forget", "ann", "--yes")
    assert f"autograder/downloaded/{ASSIGNMENT}/ann/" in done.stdout
    assert not list((course.root / "autograder").rglob("ann"))


def test_what_one_student_handed_in_is_no_download(tmp_path: Path) -> None:
    """Whoever gives the folder or archive of one student would have the names in it read as the LMS's."""
    course = bare(tmp_path / "class")
    folder = tmp_path / "moodle" / "Ann Lee_4711_assignsubmission_file"
    folder.mkdir(parents=True)
    (folder / "stonebob_99_77_x.ipynb").write_text("ann's")
    archive = download(tmp_path, {"stonebob_99_77_x.ipynb": "ann's"}, "leeann_71_9000_all.zip")
    for source in (folder, archive):
        done = run(course, source)
        assert done.returncode == 1 and "is what ann handed in" in done.stderr
        assert everybody(course) == set()
    download(folder, {"stonebob_99_77_x.ipynb": "ann's"}, "all.zip")
    assert run(course, folder.parent).returncode == 0
    assert everybody(course) == {"ann"} and set(handed_in(course, "ann")) == {
        "stonebob_99_77_x.ipynb",
        "all.zip",
    }


@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_nbgraders_own_command_collects_in_the_same_way(tmp_path: Path, lms: str) -> None:
    """``nbgrader zip_collect`` on the folder that its manual names."""
    course = bare(tmp_path / "class")
    set_due(course)
    folder = course.root / "downloaded" / ASSIGNMENT / "archive"
    zip_collect = [sys.executable, "-m", "nbgrader", "zip_collect", ASSIGNMENT]
    folder.mkdir(parents=True)
    done = course.run(*zip_collect)
    assert done.returncode == 1 and "There is nothing in downloaded/" in done.stderr
    download(folder, CANVAS if lms == "canvas" else MOODLE, "my class.zip")
    done = course.run(*zip_collect)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ASSIGNMENT}, in autograder/submitted:\n  4 new: ann, bob, kim, zoe" in done.stdout
    assert "Traceback" not in done.stderr and "0 files collected" not in done.stderr
    assert everybody(course) == {"ann", "bob", "kim", "zoe"}
    assert handed_in(course, "ann")["one.ipynb"] == b"ann's"
    done = course.run(*zip_collect)
    assert done.returncode == 0 and "there already, left alone" in done.stdout


GROUPS = """\
name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id
Ann Lee,71,,ann,A,The Reds,501,
Zoë O'Brien,5,,zoe,B,The Reds,501,
Bob Stone,99,,bob,A,Blue-green,502,
Kim Berg,,,kim,B,,,
"""


def test_what_a_group_hands_in_is_each_members(tmp_path: Path) -> None:
    """Canvas has one file for a group, Moodle one folder for each member."""
    course = bare(tmp_path / "class")
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    source = download(tmp_path, {
        "thereds_71_9000_one.ipynb": "the reds'",
        "bluegreen_502_9001_one.ipynb": "the blues'",
        "bergkim_8_text.html": "kim's",
    })  # fmt: skip
    without = run(course, source)
    assert without.returncode == 1 and "--groups FILE says who works together" in without.stdout
    shutil.rmtree(course.root / "autograder" / "submitted")
    shutil.rmtree(course.root / "autograder" / "downloaded")
    done = run(course, source, "--groups", tmp_path / "groups.csv")
    assert done.returncode == 0, done.stdout
    assert "note, thereds handed in for ann, zoe" in done.stdout
    own = {student: handed_in(course, student) for student in sorted(everybody(course))}
    assert own == {
        "ann": {"one.ipynb": b"the reds'"}, "bob": {"one.ipynb": b"the blues'"},
        "kim": {"text.html": b"kim's"}, "zoe": {"one.ipynb": b"the reds'"},
    }  # fmt: skip
    assert "there already, left alone" in run(course, source, "--groups", tmp_path / "groups.csv").stdout

    course = bare(tmp_path / "moodle")
    source = download(tmp_path, {
        "The Reds-Ann Lee_11_assignsubmission_file/one.ipynb": "the reds'",
        "The Reds-Zoë OBrien_12_assignsubmission_file/one.ipynb": "the reds'",
        "Blue-green-Bob Stone_13_assignsubmission_file/one.ipynb": "the blues'",
        "Blue-green-Ann Lee_14_assignsubmission_file/one.ipynb": "of a group she is not in",
        "Greens-Kim Berg_15_assignsubmission_file/one.ipynb": "of a group nobody knows",
    })  # fmt: skip
    done = run(course, source, "--groups", tmp_path / "groups.csv")
    assert done.returncode == 1 and everybody(course) == {"ann", "bob", "zoe"}
    assert done.stdout.count("nobody on the roster has this name") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "needs the columns group and id"),
        ("group,id\nReds,nobody\n", "line 2: there is no such student"),
        ("group,id\nReds,ann\nBlues,ann\n", "has ann in Reds and in Blues"),
    ],
)
def test_a_file_of_groups_that_does_not_fit_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    course = bare(tmp_path / "class")
    (tmp_path / "groups.csv").write_text(text)
    done = run(course, download(tmp_path, CANVAS), "--groups", tmp_path / "groups.csv")
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert not everybody(course)


def test_a_groups_name_beside_anothers_number_is_asked_about() -> None:
    people = {name: Student(name, lms_user_id=number) for name, number in (("ann", "71"), ("bob", "99"))}
    placing = Placing(people, {}, {"Reds": ["ann"]})
    assert placing.group(downloads.readings("reds_71_9000_one.ipynb"))[1] == ["ann"]
    assert "who is not in it" in placing.group(downloads.readings("reds_99_9000_one.ipynb"))[2]


def test_two_do_not_collect_at_once(tmp_path: Path) -> None:
    course = bare(tmp_path / "class")
    source = download(tmp_path, CANVAS)
    top = course.root / "autograder" / "downloaded"
    top.mkdir()
    with (top / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "Somebody else is collecting" in run(course, source).stderr
    assert run(course, source).returncode == 1 and everybody(course) == {"ann", "bob", "zoe", "kim"}
