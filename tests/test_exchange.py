"""nbgrader's exchange on the grader's side: whose a submission is; one student's trouble is nobody else's."""

from __future__ import annotations

import os
import pwd
import shutil
import sys
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK
from grading_course import ASSIGNMENT, TOP, Course
from nbgrader.apps import NbGraderAPI

from autograder.grading import exchange
from autograder.grading.exchange import copied, uid_of, unix_name

ME = pwd.getpwuid(os.geteuid()).pw_name
STAMP = "2026-03-01 10:00:00.000000 UTC"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of other users")


class Exchange:
    """A class, and the exchange beside it."""

    def __init__(self, root: Path, ids: str) -> None:
        top = root / "class"
        (top / "autograder").mkdir(parents=True)
        (top / "source" / ASSIGNMENT).mkdir(parents=True)
        for name in ("nbgrader_config.py", "course.toml"):
            shutil.copy(TOP / name, top)
        self.course = Course(top)
        (self.course.root / "autograder" / "roster.csv").write_text(f"id\n{ids}\n")
        self.root = root / "exchange"
        self.inbound = self.root / "mlsys" / "inbound"
        self.inbound.mkdir(parents=True)

    def put(self, name: str, *, stamp: str = STAMP, owner: int | None = None, **files: str) -> Path:
        """Lay a folder into the exchange as anybody could."""
        folder = self.inbound / f"{name}+{ASSIGNMENT}+{stamp}+{len(list(self.inbound.iterdir())):012d}"
        folder.mkdir()
        for file, text in files.items():
            (folder / file.replace("__", ".")).write_text(text)
        if owner is not None:
            for path in (folder, *folder.iterdir()):
                os.chown(path, owner, owner)
        return folder

    def run(self, verb: str, **settings: object) -> str:
        """Do what a verb of nbgrader and a button of the formgrader do, and return what is said."""
        config = self.course.config
        config.Exchange.root = str(self.root)
        update = bool(settings.pop("update", False))
        config.CollectFromOwners.update(settings)
        api = NbGraderAPI(coursedir=self.course.coursedir(), config=config)
        done = (
            api.collect(ASSIGNMENT, update=update) if verb == "collect" else api.release_feedback(ASSIGNMENT)
        )
        assert done["success"], done
        return str(done["log"])

    def collected(self) -> dict[str, list[str]]:
        """Return the files that were collected, by student."""
        top = self.course.root / "autograder" / "submitted"
        found = {one.name: one / ASSIGNMENT for one in top.iterdir()} if top.is_dir() else {}
        return {name: sorted(path.name for path in own.iterdir()) for name, own in found.items()}


def test_a_submission_comes_in_under_the_id_that_the_roster_has(tmp_path: Path) -> None:
    """A hub writes names small, and The Littlest JupyterHub puts something before them."""
    here = Exchange(tmp_path, ME.upper())
    here.put(ME, a__txt="1", timestamp__txt="2020-01-01 00:00:00 UTC", submission_secret__txt="s")
    said = here.run("collect")
    assert "left out" not in said
    assert here.collected() == {ME.upper(): ["a.txt", "submission_secret.txt", "timestamp.txt"]}
    own = here.course.folder(ME.upper())
    assert (own / "timestamp.txt").read_text() == STAMP, "the time is that of the exchange"

    line = [sys.executable, "-m", "nbgrader", "collect", ASSIGNMENT, f"--Exchange.root={here.root}"]
    done = here.course.run(*line)
    assert done.returncode == 0 and "use --update" in done.stderr, done.stderr
    here.put(ME, stamp="2026-03-02 10:00:00.000000 UTC", a__txt="2")
    here.run("collect", update=True)
    assert (own / "a.txt").read_text() == "2"
    assert not list((here.course.root / "autograder").glob(".*.new"))


def test_names_of_the_littlest_jupyterhub(tmp_path: Path) -> None:
    prefix, rest = ME[:2], ME[2:]
    here = Exchange(tmp_path, rest.upper())
    here.put(ME, a__txt="1")
    here.run("collect", unix_prefix=prefix)
    assert list(here.collected()) == [rest.upper()]
    # A long name is cut there; the roster still knows whose it is.
    long = "maximiliane.von.hohenstein@example.org"
    assert len(unix_name(long, "jupyter-")) == 32 and unix_name(long, "jupyter-").startswith("jupyter-maxi")


def test_without_a_roster_the_name_is_the_unix_users(tmp_path: Path) -> None:
    here = Exchange(tmp_path, ME)
    (here.course.root / "autograder" / "roster.csv").unlink()
    here.put(ME, a__txt="1")
    here.run("collect")
    assert list(here.collected()) == [ME]


def test_what_cannot_be_read_costs_a_line_and_nobody_else_anything(tmp_path: Path) -> None:
    here = Exchange(tmp_path, ME)
    here.put(ME, a__txt="1")
    (here.inbound / f"{ME}+{ASSIGNMENT}+yesterday+x").mkdir()
    (here.inbound / f"{ME}+{ASSIGNMENT}+2027-01-01 00:00:00 UTC+y").write_text("a file")
    (here.inbound / f"{ME}+{ASSIGNMENT}+2027-01-02 00:00:00 UTC+z").symlink_to(here.course.root)
    (here.inbound / "nothing").mkdir()
    (here.inbound / f"<b>+{ASSIGNMENT}+2027-01-02 00:00:00 UTC+z").mkdir()
    said = here.run("collect")
    assert said.count("was left out") == 4 and "is no folder, or a link" in said
    assert here.collected() == {ME: ["a.txt", "timestamp.txt"]}


@needs_root
def test_another_users_folder_is_not_taken_for_the_one_it_names(tmp_path: Path) -> None:
    here = Exchange(tmp_path, "root\ndaemon")
    daemon = pwd.getpwnam("daemon").pw_uid
    here.put("root", a__txt="own")
    here.put("root", stamp="2099-01-01 00:00:00 UTC", owner=daemon, a__txt="forged")
    here.put("daemon", stamp="2099-01-01 00:00:00 UTC", owner=54321, a__txt="forged")
    mixed = here.put("daemon", owner=daemon, a__txt="own", b__txt="planted")
    os.chown(mixed / "b.txt", 54321, 54321)
    said = here.run("collect")
    assert "it is not root's, but was put there by daemon" in said
    assert "it is not daemon's, but was put there by the number 54321" in said
    assert "b.txt belongs to somebody else and was left out" in said
    assert here.collected() == {"root": ["a.txt", "timestamp.txt"], "daemon": ["a.txt", "timestamp.txt"]}
    assert (here.course.folder("root") / "a.txt").read_text() == "own"


@needs_root
def test_on_a_hub_without_unix_users_the_number_of_the_owner_says_whose_it_is(tmp_path: Path) -> None:
    here = Exchange(tmp_path, "ADA\nben")
    here.put("ada", owner=uid_of("ada"), a__txt="own")
    here.put("ada", stamp="2099-01-01 00:00:00 UTC", owner=uid_of("ben"), a__txt="forged")
    said = here.run("collect", numbered_owners=True)
    assert f"it is not ada's: its owner is the number {uid_of('ben')}" in said
    assert here.collected() == {"ADA": ["a.txt", "timestamp.txt"]}
    assert (here.course.folder("ADA") / "a.txt").read_text() == "own"


def test_a_time_long_before_the_folder_was_written_is_said(tmp_path: Path) -> None:
    here = Exchange(tmp_path, ME)
    here.put(ME, stamp="2020-03-01 10:00:00 UTC", a__txt="1")
    assert "says 2020-03-01 10:00, but was last changed at 20" in here.run("collect")


def test_links_pipes_and_what_is_too_much_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target, secret = (tmp_path / name for name in ("source", "target", "secret"))
    for folder in (source / "inner", target, secret):
        folder.mkdir(parents=True)
    (secret / "key.txt").write_text("key")
    (source / "inner" / "kept.txt").write_text("mine")
    (source / "file.txt").symlink_to(secret / "key.txt")
    (source / "folder").symlink_to(secret)
    (source / "inner" / "gone.txt").symlink_to("nowhere")
    os.mkfifo(source / "pipe")
    (source / "large.txt").write_text("x" * 100)
    monkeypatch.setattr(exchange, "MAX_DATA", 50)
    notes = copied(str(source), target, os.geteuid())
    assert [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()] == [
        "inner/kept.txt"
    ]
    assert len(notes) == 5 and sum("is a link" in note for note in notes) == 3, notes
    shutil.rmtree(target)
    target.mkdir()
    monkeypatch.setattr(exchange, "MAX_FILES", 1)
    assert "the rest was left out" in copied(str(source), target, os.geteuid())[-1]
    link = tmp_path / "link"
    link.symlink_to(source)
    with pytest.raises(OSError):
        copied(str(link), target, os.geteuid())


def test_feedback_of_who_came_another_way_keeps_nobody_elses_back(tmp_path: Path) -> None:
    here = Exchange(tmp_path, "ada\nben\ncy")
    feedback = here.course.root / "autograder" / "feedback"
    for name, secret in (("ada", b"abc"), ("ben", None), ("cy", b"\xff")):
        folder = feedback / name / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.html").write_text(name)
        (folder / "timestamp.txt").write_text(STAMP)
        if secret is not None:
            (folder / "submission_secret.txt").write_bytes(secret)
    said = here.run("release_feedback")
    assert (
        "2 did not hand in through the exchange, so their feedback cannot go back through it: ben, cy" in said
    )
    (page,) = (here.root / "mlsys" / "feedback").glob("*.html")
    assert page.read_text() == "ada"
