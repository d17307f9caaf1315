"""The formgrader starts with the course's settings, where explanations are marked by hand."""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT
from servers import address_of

from autograder.formgrader import record
from autograder.grading import sandbox


@pytest.fixture
def server(top: Path, tmp_path: Path) -> Iterator[str]:
    """Return the address of a Jupyter server on a course of its own, without its closing slash."""
    root = tmp_path / "course"
    for name in ("source", "release"):
        shutil.copytree(top / name, root / name)
    (root / "autograder").mkdir()
    for name in ("nbgrader_config.py", "course.toml"):
        shutil.copy(top / name, root)
    with serve(root, tmp_path) as address:
        yield address


@contextmanager
def serve(root: Path, tmp_path: Path) -> Iterator[str]:
    """Start a Jupyter server in a course's folder and give its address."""
    runtime = tmp_path / "home" / "runtime"
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += ["--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", f"--ServerApp.root_dir={root}"]
    environment = {**os.environ, "HOME": str(tmp_path / "home"), "JUPYTER_RUNTIME_DIR": str(runtime)}
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=file, stderr=file)
    try:
        yield address_of(process, runtime, log).rstrip("/")
    finally:
        process.terminate()
        process.wait(30)


def test_the_formgrader_lists_the_assignment(server: str) -> None:
    with urllib.request.urlopen(f"{server}/formgrader") as answer:
        assert "Manual Grading" in answer.read().decode()
    with urllib.request.urlopen(f"{server}/formgrader/api/assignments") as answer:
        (assignment,) = json.loads(answer.read())
    assert assignment["name"] == "ch01_introduction"
    assert assignment["source_path"] == "source/ch01_introduction"


@pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
@pytest.mark.timeout(300)
def test_an_apostrophe_in_an_id_is_a_letter_everywhere(tmp_path: Path) -> None:
    """Graded, listed, opened, marked by hand and given feedback."""
    course, name = small_course(tmp_path / "course"), "O'Brien"
    course.submit(name, NOTEBOOK, course.perfect(NOTEBOOK))
    done = course.run(sys.executable, "-m", "autograder", "grade")
    assert done.returncode == 0 and name in done.stdout, done.stdout + done.stderr
    page = course.root / "autograder" / "feedback" / name / ASSIGNMENT / f"{NOTEBOOK}.html"
    assert page.is_file()
    report = (course.root / "autograder" / "report.html").read_text(encoding="utf-8")
    assert "O&#x27;Brien" in report and "./feedback/O%27Brien/" in report
    quoted = urllib.parse.quote(name)
    with serve(course.root, tmp_path) as address:

        def get(path: str) -> str:
            with urllib.request.urlopen(f"{address}/formgrader/{path}") as answer:
                return str(answer.read().decode())

        for path in (f"manage_students/{quoted}", f"manage_students/{quoted}/{ASSIGNMENT}"):
            assert f'var student_id = "{name}";' in get(path)
        (one,) = json.loads(get(f"api/student_submissions/{quoted}"))
        assert one["student"] == name and one["score"] > 0
        (notebook,) = json.loads(get(f"api/student_notebook_submissions/{quoted}/{ASSIGNMENT}"))
        assert notebook["student"] == name
        shown = get(f"submissions/{notebook['id']}/?index=0")
        assert name in shown and "training_days" in shown
    done = course.run("nbgrader", "generate_feedback", ASSIGNMENT, "--student", name, "--force")
    assert done.returncode == 0, done.stderr


class Page:
    """What a page of the formgrader asks a server, as a browser does."""

    def __init__(self, address: str, submission: str) -> None:
        self.address = f"{address}/formgrader"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.open(f"{self.address}/submissions/{submission}/").read()
        self.models: dict[str, Any] = {}
        for kind in ("grades", "comments"):
            found = json.loads(
                self.opener.open(f"{self.address}/api/{kind}?submission_id={submission}").read()
            )
            (self.models[kind],) = [one for one in found if one["name"] == WRITTEN]

    def put(self, kind: str, **values: Any) -> tuple[int, dict[str, Any]]:
        """Save a mark or a comment; return the status and what the server says."""
        model = {**self.models[kind], **values}
        address = f"{self.address}/api/{kind.removesuffix('s')}/{model['id']}"
        request = urllib.request.Request(address, json.dumps(model).encode(), method="PUT")
        (token,) = {cookie.value for cookie in self.cookies if cookie.name == "_xsrf"}
        request.add_header("X-XSRFToken", str(token))
        try:
            with self.opener.open(request) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())


@pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
@pytest.mark.timeout(300)
def test_two_servers_on_one_gradebook_overwrite_nothing_in_silence(tmp_path: Path) -> None:
    """Each TA has started a server of their own; what the one saves, the other has not read."""
    course = small_course(tmp_path / "course")
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    course.autograde()
    (tmp_path / "b").mkdir()
    with serve(course.root, tmp_path) as one, serve(course.root, tmp_path / "b") as other:
        with urllib.request.urlopen(
            f"{one}/formgrader/api/student_notebook_submissions/ada/{ASSIGNMENT}"
        ) as answer:
            (notebook,) = json.loads(answer.read())
        tim, uma = Page(one, notebook["id"]), Page(other, notebook["id"])
        for kind, first, second in (
            ("grades", {"manual_score": 1}, {"manual_score": 2}),
            ("comments", {"manual_comment": "Why?"}, {"manual_comment": "No."}),
        ):
            assert tim.put(kind, marker="tim", **first)[0] == 200
            status, told = uma.put(kind, marker="uma", **second)
            assert status == 409 and told["marked"][0]["by"] == "tim"
            assert {key: told[key] for key in first} == first
            # Having seen that, she may.
            assert uma.put(kind, marker="uma", **second, version=told["version"])[0] == 200
            status, told = tim.put(kind, marker="tim", **first)
            assert status == 409 and [one["by"] for one in told["marked"]] == ["uma", "tim"]
        # What asks without a version is nbgrader's own way, and is kept.
        del uma.models["grades"]["version"]
        assert uma.put("grades", manual_score=3, marker=" \x07u\nma ")[0] == 200
    found = [
        (entry.by, entry.what, entry.points) for entry in record.read(record.path_of(course.coursedir()))
    ]
    assert found == [
        ("tim", "points", "1"),
        ("uma", "points", "2"),
        ("tim", "comment", ""),
        ("uma", "comment", ""),
        ("u ma", "points", "3"),
    ]
