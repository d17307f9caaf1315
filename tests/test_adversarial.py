"""Over three hundred hostile and damaged submissions through the real pipeline, each between two honest ones.

Of every one: the points its answers deserve and no other; nothing it looked for in what it put out;
nothing live in any page; its neighbours, the gradebook, the course's files and the host as before.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import secrets
import shutil
import socket
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import machine_failures
import nbformat
import pytest
from adversarial.cases import CASES
from adversarial.kit import NOTEBOOK, TESTS, Case, Kit, small_course
from bleach._vendor import html5lib
from distributed import LocalCluster
from grading_course import ASSIGNMENT, TOP, Course
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from autograder import desk
from autograder.grading import sandbox, workers
from autograder.grading.export import SafeCsvExport
from autograder.grading.outcome import Outcome
from autograder.grading.report import collect

pytestmark = [
    pytest.mark.adversarial,
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

LIMITS = {
    "cell_wall": 3.0,
    "cell_cpu": 3.0,
    "call_wall": 2.0,
    "answer_wall": 4.0,
    "total_wall": 25.0,
    "total_cpu": 15.0,
    "memory_bytes": 800 << 20,
    "scratch_bytes": 32 << 20,
    "scratch_files": 1000,
    "output_bytes": 1 << 20,
}


@dataclass
class Run:
    """A class of hostile submissions that has been graded."""

    course: Course
    students: dict[str, str]
    outcomes: dict[str, Outcome]
    maxima: dict[str, float]
    words: dict[str, str]
    visitors: list[bytes] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)


def _fingerprints(root: Path) -> dict[str, str]:
    """Return what must not change: the course as released, and what was handed in."""
    found = {}
    for folder in ("source", "release", "autograder/submitted"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_symlink():
                found[str(path)] = os.readlink(path)
            elif path.is_file() and path.stat().st_size < 1 << 30:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _first_line_of_the_keys() -> str:
    path = TOP / "autograder" / "chapters" / ASSIGNMENT / "exercises" / "iron_law" / "training_days.py"
    return path.read_text(encoding="utf-8").splitlines()[0].strip('"')


def _listen(visitors: list[bytes]) -> socket.socket:
    """Wait for a submission to reach the network."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            visitors.append(b"x")
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return listener


@contextlib.contextmanager
def way(name: str) -> Iterator[dict[str, Any]]:
    """Give what a run needs to go another way than the usual one: in bubblewrap, or on a cluster of one."""
    if name == "bubblewrap":
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(workers, "grade_task", machine_failures.injected("bubblewrap", {}, folder))
            yield {"jobs": 2}
    elif name == "cluster":
        with LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster:
            yield {"scheduler": cluster.scheduler_address}
    else:
        yield {"jobs": 2}


def grade(root: Path, cases: list[Case], how: str = "") -> Run:
    """Hand in and grade the cases, an honest submission before and after each."""
    course = small_course(root)
    token = secrets.token_hex(8)
    secret = root / "autograder" / "secret.txt"
    secret.write_text(f"CANARY-{token}-file")
    visitors: list[bytes] = []
    listener = _listen(visitors)
    honest = course.perfect(NOTEBOOK, explain_utilisation=f"CANARY-{token}-neighbour")
    words = {
        "ROOT": str(root),
        "REPOSITORY": str(TOP),
        "SECRET_FILE": str(secret),
        "VICTIM": str(course.submit("000-honest", NOTEBOOK, honest)),
        "PORT": str(listener.getsockname()[1]),
        "CANARY": f"canary{token}",
        "KEY": _first_line_of_the_keys(),
        "TOKEN": token,
    }
    students = {}
    for number, case in enumerate(cases, 1):
        student = case.student or f"{number:03}-case"
        students[case.name] = student
        case.build(Kit(course, student, words))
        course.submit(f"{number:03}-honest", NOTEBOOK, honest)
    run = Run(course, students, {}, course.maxima(), words, visitors, _fingerprints(root))
    os.environ["MLSYS_TEST_SECRET"] = f"CANARY-{token}-environment"
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    try:
        with way(how) as options:
            outcomes = course.autograde(limits=LIMITS, **options)
    finally:
        del os.environ["MLSYS_TEST_SECRET"]
        listener.close()
    run.outcomes = {outcome.student: outcome for outcome in outcomes}
    course.api().generate_feedback(ASSIGNMENT)
    _render(run)
    return run


def _render(run: Run) -> None:
    """Collect the pages that a TA or a student opens: feedback, and the formgrader's view."""
    config = run.course.config
    config.HTMLExporter.template_name = "formgrade"
    exporter = HTMLExporter(config=config)
    autograder = run.course.root / "autograder"
    for student in run.students.values():
        pages = [
            path.read_text(encoding="utf-8") for path in (autograder / "feedback" / student).rglob("*.html")
        ]
        for path in (autograder / "autograded" / student / ASSIGNMENT).glob("*.ipynb"):
            resources = {"student": "x", "index": 0, "total": 1, "base_url": "", "notebook_path": "x"}
            resources |= {"notebook_id": "x", "assignment_id": "x", "submission_id": "x", "last_name": None}
            pages.append(exporter.from_filename(str(path), resources=resources)[0])
        run.pages[student] = pages


def live(page: str) -> list[str]:
    """Return everything in a page that a submission made and that runs, loads, sends or covers."""
    found = []
    mark = re.compile(r"alert\(1\)|evil\.example|javascript:", re.IGNORECASE)
    for node in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(node.tag, str):
            continue
        tag = node.tag.rsplit("}")[-1].lower()
        if tag in ("script", "style", "iframe", "object", "embed") and mark.search("".join(node.itertext())):
            found.append(f"<{tag}> {''.join(node.itertext())[:80]}")
        for name, value in node.attrib.items():
            name = str(name).rsplit("}")[-1].lower()
            squeezed = re.sub(r"[\s\x00-\x20]", "", value).lower()
            loads = name in (
                "src",
                "srcset",
                "data",
                "action",
                "formaction",
                "srcdoc",
                "style",
                "poster",
                "background",
            )
            if (name.startswith("on") or loads or tag in ("link", "base", "meta", "form")) and mark.search(
                squeezed
            ):
                found.append(f"<{tag} {name}={value[:80]}>")
            if name == "href" and squeezed.startswith(("javascript:", "vbscript:", "data:")):
                found.append(f"<{tag} href={value[:80]}>")
    return found


GROUPS = sorted({case.group for case in CASES})
QUICK = [case for case in CASES if case.quick]
_runs: dict[str, Run | Exception] = {}


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    for run in _runs.values():
        if isinstance(run, Run):
            shutil.rmtree(run.course.root, ignore_errors=True)
    _runs.clear()


def cases_of(key: str) -> list[Case]:
    """Return the cases of a run: those of a group, or the short list."""
    return QUICK if key.startswith("quick") else [case for case in CASES if case.group == key]


def run_of(key: str) -> Run:
    """Return the run of a group, or of the short list, graded at first use."""
    if key not in _runs:
        how = key.removeprefix("quick, in ")
        try:
            _runs[key] = grade(Path(tempfile.mkdtemp(prefix="mlsys-adversarial-")), cases_of(key), how)
        except Exception as error:  # once is enough: all tests of this run fail of it
            _runs[key] = error
    run = _runs[key]
    if isinstance(run, Exception):
        raise run
    return run


SHORT = [pytest.mark.xdist_group("adversarial-quick"), pytest.mark.timeout(600)]


OTHER = {
    f"quick, in {way}": [pytest.mark.slow, pytest.mark.xdist_group(way), pytest.mark.timeout(1800)]
    for way in ("bubblewrap", "cluster")
}
if sandbox.platform.system() != "Linux" or sandbox.try_bubblewrap() is not None:
    OTHER["quick, in bubblewrap"].append(pytest.mark.skip(reason="no bubblewrap here"))


def _parameters() -> list[Any]:
    short = [pytest.param("quick", case, id=f"quick: {case.name}", marks=SHORT) for case in QUICK]
    long = [
        pytest.param(
            case.group,
            case,
            id=f"{case.group}: {case.name}",
            marks=[pytest.mark.slow, pytest.mark.xdist_group(case.group), pytest.mark.timeout(1800)],
        )
        for case in CASES
    ]
    other = [
        pytest.param(way, case, id=f"{way}: {case.name}", marks=marks)
        for way, marks in OTHER.items()
        for case in QUICK
    ]
    return short + other + long


KEYS = [
    pytest.param("quick", marks=SHORT),
    *[pytest.param(way, marks=marks) for way, marks in OTHER.items()],
    *[
        pytest.param(
            group, marks=[pytest.mark.slow, pytest.mark.xdist_group(group), pytest.mark.timeout(1800)]
        )
        for group in GROUPS
    ],
]


@pytest.mark.parametrize(("key", "case"), _parameters())
def test_case(key: str, case: Case) -> None:
    """A submission gets what its answers deserve, finds out nothing, and shows nothing live."""
    run = run_of(key)
    student = run.students[case.name]
    outcome = run.outcomes[student]
    if case.fair is None:
        assert outcome.problem is not None and not outcome.graded
    else:
        assert outcome.graded, outcome.problem
        expected = {f"test_{n}": run.maxima[f"test_{n}"] if n in case.fair else 0.0 for n in TESTS}
        scores = run.course.scores(student)
        assert scores == expected, (scores, outcome.notes, outcome.problem)
        assert outcome.graded[NOTEBOOK].scores == expected
    if case.problem is None:
        assert outcome.problem is None
    else:
        assert case.problem in str(outcome.problem)
    if case.note is not None:
        assert any(case.note in note for note in outcome.notes), outcome.notes
    assert all("\n" not in text for text in [*outcome.notes, outcome.problem or ""])
    _leaks_nothing(run, student)
    for page in run.pages[student]:
        assert live(page) == []
        assert not re.search(r"<(?:script|link|img)[^>]*https?://", page)


def _leaks_nothing(run: Run, student: str) -> None:
    folder = run.course.root / "autograder" / "autograded" / student
    for path in folder.rglob("*"):
        assert not path.is_symlink()
        assert (
            path.is_dir()
            or path.suffix in {".ipynb", ".txt", ".csv", ".json", ".md", ".png"}
            or path.name in (".needs-attention", ".graded-from")
        )
        if path.suffix != ".ipynb" and path.is_file():
            assert run.words["TOKEN"] not in path.read_text(errors="replace")
    notebook = folder / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    if not notebook.is_file():
        return
    for node in nbformat.read(notebook, as_version=4).cells:
        said = str(node.get("outputs", []))
        for word in (f"CANARY-{run.words['TOKEN']}", "HIDDEN TESTS", run.words["KEY"], "root:x:0:0:root"):
            assert word not in said, said[max(0, said.index(word) - 300) :][:600]
        assert "connected" not in said or "connected" in node.source and "'connected" not in said


@pytest.mark.parametrize("key", KEYS)
def test_neighbours_are_graded_as_if_alone(key: str) -> None:
    """The honest submissions before and after every case have full marks."""
    run = run_of(key)
    neighbours = [student for student in run.outcomes if student.endswith("-honest")]
    assert len(neighbours) == len(run.students) + 1
    wrong = {s: run.course.scores(s) for s in neighbours if run.course.scores(s) != run.maxima}
    assert wrong == {}
    assert [s for s in neighbours if run.outcomes[s].problem or run.outcomes[s].notes] == []


@pytest.mark.parametrize("key", KEYS)
def test_nothing_else_has_changed(key: str) -> None:
    """Course, submissions, gradebook and host are as before."""
    run = run_of(key)
    assert _fingerprints(run.course.root) == run.before
    assert run.visitors == []
    assert run.course.maxima() == run.maxima
    with sqlite3.connect(run.course.root / "autograder" / "gradebook.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (count,) = database.execute("select count(*) from grade where auto_score > 3").fetchone()
        assert count == 0
    canary = run.words["CANARY"]
    places = [Path("/"), Path("/tmp"), Path("/dev/shm"), Path.home(), Path.cwd(), TOP, run.course.root]
    assert [p for place in places for p in place.glob(f"*{canary}*")] == []
    for left in (
        "~/.ipython/profile_default/startup/00.py",
        "~/.local/lib/python3.11/site-packages/usercustomize.py",
    ):
        assert not Path(left).expanduser().exists()
    assert (
        list(Path("/proc/sysvipc").glob("shm")) == [] or "19788" not in Path("/proc/sysvipc/shm").read_text()
    )
    assert _strays() == []


def _strays() -> list[str]:
    """Return processes that submissions left behind: of the sandbox's user, or below no living grader."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if "grading/child/" in line and parent == 1:
            found.append(line)
    return found


@pytest.mark.parametrize("key", KEYS)
def test_report_and_export_are_safe_to_open(key: str, tmp_path: Path) -> None:
    """Those that could not be graded are listed, and no name or note is live or a formula."""
    run = run_of(key)
    coursedir = run.course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        report = collect(gradebook, ASSIGNMENT, list(run.outcomes.values()))
        figures = desk.figures(gradebook, coursedir, report)
        SafeCsvExport(to=str(tmp_path / "scores.csv")).export(gradebook)
        ids = {student.id for student in gradebook.students}
    assert live(desk.page(report, figures, ".")) == []
    needy = {o.student for o in report.attention}
    cases = cases_of(key)
    assert needy == {run.students[c.name] for c in cases if c.problem}
    assert not ids & {run.students[c.name] for c in cases if c.fair is None}
    cells = [cell for line in (tmp_path / "scores.csv").read_text().splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell.lstrip('"')[:1] in ("=", "+", "@", "|") or "<" in cell] == []
