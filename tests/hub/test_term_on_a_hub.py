"""One assignment on a JupyterHub, from handing out to feedback: real Unix users, exchange and browser.

The hub runs with the configuration that `autograder/hub/littlest` ships. Students use the browser alone;
the grader's account does what it does on the command line.
"""

from __future__ import annotations

import csv
import pwd
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import machine
import pytest
from machine import PREFIX, Environments, Hub, Machine
from person import Person, settle

pytestmark = [pytest.mark.hub, pytest.mark.timeout(900)]

ASSIGNMENT, NOTEBOOK = "ch01_introduction", "06_iron_law_exercises"
GRADER, PROF = f"{PREFIX}grader", f"{PREFIX}prof"
ADA, BEN = f"{PREFIX}ada", f"{PREFIX}ben"
ROSTER = {ADA: ADA.upper(), BEN: BEN}
"""How the roster writes them: one as the registrar's office does."""


@dataclass
class Class:
    """The class on its hub.

    Parameters
    ----------
    machine : Machine
        Its users.
    course, exchange : Path
        The grader's folder, and the exchange.
    settings : str
        Where the hub's nbgrader settings lie, for everybody.
    environments : Environments
        What runs.
    hub : Hub
        The hub.
    """

    machine: Machine
    course: Path
    exchange: Path
    settings: str
    environments: Environments
    hub: Hub

    def grader(self, *command: str, status: int | None = 0) -> str:
        """Run a command in the course's folder as the grader's account."""
        path = str(self.course / ".venv" / "bin")
        line = [str(self.course / ".venv/bin/python"), "-m", *command]
        return self.machine.run(
            GRADER, *line, folder=self.course, status=status, path=path, JUPYTER_CONFIG_PATH=self.settings
        )

    def student(self, name: str, *command: str | Path, status: int | None = 0, **more: str) -> str:
        """Run a command as a student would in a terminal of theirs."""
        path = str(self.environments.students / "bin")
        return self.machine.run(
            name, *command, status=status, path=path, JUPYTER_CONFIG_PATH=self.settings, **more
        )

    def home(self, name: str) -> Path:
        """Return somebody's home."""
        return Path(pwd.getpwnam(name).pw_dir)


def _config(top: Path, course: Path) -> str:
    """Return the shipped configuration with this machine's names in it."""
    text = (top / "autograder/hub/littlest/mlsys.py").read_text(encoding="utf-8")
    for name, value in {"grader": GRADER, "course": str(course), "instructors": [PROF]}.items():
        text, changed = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value!r}", text)
        assert changed == 1, name
    return text.replace("c = get_config()\n", "")


@pytest.fixture(scope="module")
def klass(top: Path, tracked: list[Path], environments: Environments) -> Iterator[Class]:
    """Return a class of two on a running hub, with personal numbers and an assignment handed out."""
    with Machine.make() as here:
        for name in (GRADER, PROF, ADA, BEN):
            home = here.add(name)
            settle(home)
            here.give(home, name)
        course = Path(pwd.getpwnam(GRADER).pw_dir) / "course"
        for path in tracked:
            if path.parts[0] not in ("tests", "notebooks", "release"):
                (course / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(top / path, course / path)
        for path in (course / "source" / ASSIGNMENT).iterdir():
            if path.stem != NOTEBOOK:
                path.unlink()
        settings = course / "course.toml"
        settings.write_text(settings.read_text().replace("personal = false", "personal = true"))
        lines = ["id,last_name", *(f"{one},of the class" for one in ROSTER.values())]
        (course / "autograder" / "roster.csv").write_text("\n".join(lines) + "\n")
        (course / ".venv").symlink_to(environments.staff)
        here.give(course, GRADER)
        machine.editable(environments.staff, course)
        exchange, etc = here.root / "exchange", here.root / "etc"
        exchange.mkdir()
        exchange.chmod(0o1777)
        etc.mkdir()
        shipped = (top / "autograder/hub/nbgrader_config.py").read_text(encoding="utf-8")
        text = shipped.replace("/srv/nbgrader/exchange", str(exchange)).replace('"jupyter-"', '""')
        assert str(exchange) in text
        (etc / "nbgrader_config.py").write_text(text)
        # In the place of /etc/jupyter, which is this machine's.
        config = f"c.Spawner.environment = {{'JUPYTER_CONFIG_PATH': {str(etc)!r}}}\n{_config(top, course)}"
        config = config.replace('_PATH"] = course', f"_PATH\"] = course + ':{etc}'")
        hub = Hub(environments, here.root / "hub", config)
        try:
            found = Class(here, course, exchange, str(etc), environments, hub)
            found.grader("nbgrader", "generate_assignment", ASSIGNMENT)
            found.grader("nbgrader", "release_assignment", ASSIGNMENT)
            yield found
        finally:
            hub.stop()


@pytest.fixture
def seat(klass: Class, browser: Any) -> Iterator[Any]:
    """Return a function that sits somebody down at a browser."""
    seated: list[Person] = []

    def sit(name: str) -> Person:
        seated.append(Person(browser, klass.hub.url, name, klass.hub.password))
        return seated[-1]

    yield sit
    for one in seated:
        one.close()


def _fetch_work_and_submit(person: Person) -> tuple[str, str]:
    """Do the first question by hand, as a student does; return the numbers shown and what was typed."""
    person.start()
    person.open_list()
    person.page.get_by_role("button", name="Fetch", exact=True).click()
    person.page.get_by_role("button", name="Submit", exact=True).wait_for()
    person.open_notebook(f"{ASSIGNMENT}/{NOTEBOOK}.ipynb")
    person.run(person.cell("import matplotlib.pyplot"))
    numbers = person.run(person.cell('q = scenario("iron_law")'))
    answer = person.cell("training_days = ...")
    person.type(answer, "print((q.training_ops / (q.gpus * q.peak * q.efficiency)).m_as('day'))")
    days = person.run(answer).split()[-1]
    typed = f"training_days = Q_({float(days):.4g}, 'day')"
    person.type(answer, typed)
    person.run(answer)
    said = person.run(person.cell('check("training_days")'))
    person.save()
    person.open_list()
    person.page.get_by_role("button", name="Submit", exact=True).click()
    person.page.get_by_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")).first.wait_for()
    assert "Traceback" not in said, said
    return numbers, typed


def test_two_students_with_numbers_of_their_own_from_handing_out_to_feedback(klass: Class, seat: Any) -> None:
    """Each types the number that is right for them, and gets the marks, though the other's is another one."""
    shown = {name: _fetch_work_and_submit(seat(name)) for name in (ADA, BEN)}
    assert shown[ADA][0] != shown[BEN][0], "their numbers are the same"
    assert shown[ADA][1] != shown[BEN][1]

    said = klass.grader("nbgrader", "collect", ASSIGNMENT)
    assert "left out" not in said and "CRITICAL" not in said, said
    assert sorted(path.name for path in (klass.course / "autograder/submitted").iterdir()) == sorted(
        ROSTER.values()
    )
    said = klass.grader("autograder", "grade", ASSIGNMENT)
    with (klass.course / "autograder/scores.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert sorted(rows) == sorted(ROSTER.values()), said
    assert {float(row["score"]) for row in rows.values()} == {2.0}, rows

    said = klass.grader("nbgrader", "release_feedback", ASSIGNMENT)
    assert "cannot go back" not in said, said
    for name in (ADA, BEN):
        person = seat(name)
        person.start()
        person.open_list()
        person.page.get_by_role("button", name="Fetch Feedback", exact=True).click()
        folder = klass.home(name) / ASSIGNMENT / "feedback"
        pages = list(folder.rglob("*.html"))
        for _ in range(60):
            if pages:
                break
            time.sleep(0.5)
            pages = list(folder.rglob("*.html"))
        (page,) = pages
        person.page.goto(f"{klass.hub.url}/user/{name}/files/{page.relative_to(klass.home(name))}")
        text = person.page.locator("body").inner_text()
        assert "2.0 / 2.0" in text.replace("\xa0", " ") or "2 / 2" in text, text[:1500]
        assert shown[name][1] in text


def test_a_student_sees_nobody_elses_work_no_key_and_no_mark(klass: Class) -> None:
    """As the Unix user that a student is, in a terminal of the hub."""
    course, python = klass.course, klass.environments.students / "bin" / "python"
    inbound = klass.exchange / "mlsys" / "inbound"
    (submission,) = (one for one in inbound.iterdir() if one.name.startswith(f"{ADA}+"))
    own = klass.home(BEN) / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    assert "training_days" in klass.student(BEN, "cat", own)
    hidden = [
        course / "autograder/gradebook.db",
        course / f"source/{ASSIGNMENT}/{NOTEBOOK}.ipynb",
        course / "autograder/chapters/ch01_introduction/exercises/iron_law/training_days.py",
        course / "autograder/scores.csv",
        course / f"autograder/submitted/{BEN}/{ASSIGNMENT}/{NOTEBOOK}.ipynb",
        klass.home(ADA) / ASSIGNMENT / f"{NOTEBOOK}.ipynb",
        next(iter(klass.home(ADA).rglob("submission_secret.txt"))),
    ]
    for path in hidden:
        assert path.is_file()
        assert "Permission denied" in klass.student(BEN, "cat", path, status=1), path
        assert "Permission denied" in klass.student(BEN, "sh", "-c", f"echo x >> '{path}'", status=2), path
    for folder in (inbound, klass.exchange / "mlsys" / "feedback", klass.home(ADA), course):
        assert "Permission denied" in klass.student(BEN, "ls", folder, status=2), folder
    # What the name of a folder hides is all that keeps a submission apart; it must not be a guess.
    assert re.fullmatch(r".{12}", submission.name.rsplit("+", 1)[1])
    released = klass.exchange / "mlsys" / "outbound" / ASSIGNMENT
    assert sorted(path.name for path in released.iterdir()) == [f"{NOTEBOOK}.ipynb", "course.toml"]
    for move in (f"mv '{klass.exchange}/mlsys' '{klass.exchange}/gone'", f"rm '{released}/course.toml'"):
        said = klass.student(BEN, "sh", "-c", move, status=1)
        assert "not permitted" in said or "denied" in said, said
    for package in ("autograder", "autograder.checker"):
        said = klass.student(BEN, python, "-c", f"import {package}", status=1)
        assert "No module named 'autograder'" in said
    assert "True" in klass.student(BEN, python, "-c", "import mlsys_course; print(True)")


def test_instructors_alone_open_the_graders_server_and_nobody_logs_in_as_it(klass: Class, seat: Any) -> None:
    prof = seat(PROF)
    prof.page.goto(f"{klass.hub.url}/hub/spawn/{GRADER}")
    # The hub asks before it shows one account's server to another.
    prof.page.get_by_role("button", name="Authorize").click()
    prof.page.wait_for_url(re.compile(rf"/user/{GRADER}/"))
    prof.page.goto(f"{klass.hub.url}/user/{GRADER}/formgrader")
    prof.page.get_by_role("link", name=ASSIGNMENT).wait_for()
    prof.page.goto(f"{klass.hub.url}/user/{GRADER}/formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}")
    prof.page.get_by_text("Submission #2").wait_for()
    student = seat(ADA)
    for path in ("formgrader", "lab", "api/contents", "api/contents/autograder/gradebook.db", "terminals/1"):
        assert student.status(f"/user/{GRADER}/{path}") in (403, 404), path
    assert student.status(f"/user/{BEN}/api/contents") in (403, 404)
    assert student.status(f"/user/{ADA}/api/contents") == 200
    page = student.page.context.browser.new_context().new_page()
    page.goto(f"{klass.hub.url}/hub/login")
    page.locator("#username_input").fill(GRADER)
    page.locator("#password_input").fill(klass.hub.password)
    page.locator("#login_submit").click()
    page.get_by_text("Invalid username or password").wait_for()
    page.context.close()


def test_what_a_student_hands_in_under_anothers_name_or_by_a_link_counts_for_nobody(klass: Class) -> None:
    inbound, course = klass.exchange / "mlsys" / "inbound", klass.course
    submitted = course / "autograder/submitted"
    before = (submitted / ROSTER[ADA] / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()
    stamp = "2099-01-01 00:00:00.000000 UTC+aaaaaaaaaaaa"
    forged, linked = inbound / f"{ADA}+{ASSIGNMENT}+{stamp}", inbound / f"{BEN}+{ASSIGNMENT}+{stamp}"
    key = course / f"source/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
    for line in (
        f"mkdir '{forged}' '{linked}'",
        f"echo '{{}}' > '{forged}/{NOTEBOOK}.ipynb'",
        f"ln -s '{key}' '{linked}/{NOTEBOOK}.ipynb'",
        f"ln -s '{course}/source' '{linked}/source'",
        f"echo mine > '{linked}/own.txt'",
        f"mkdir '{inbound}/{BEN}+{ASSIGNMENT}+yesterday'",
        f"ln -s '{course}/autograder' '{inbound}/{BEN}+{ASSIGNMENT}+2099-02-02 00:00:00 UTC'",
    ):
        klass.student(BEN, "sh", "-c", line)
    said = klass.grader("nbgrader", "collect", ASSIGNMENT, "--update")
    assert f"it is not {ADA}'s, but was put there by {BEN}" in said
    assert "is a link; links are not followed" in said
    assert (submitted / ROSTER[ADA] / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes() == before
    own = submitted / BEN / ASSIGNMENT
    assert sorted(path.name for path in own.iterdir()) == ["own.txt", "timestamp.txt"]
