"""What is in the repository, and what must never be."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest

EXPECTED = {
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "START.ipynb",
    "autograder",
    "benchmarks",
    "course.toml",
    "environment.yml",
    "mlsys_course",
    "nbgrader_config.py",
    "notebooks",
    "pictures",
    "pyproject.toml",
    "release",
    "requirements.lock",
    "source",
    "tests",
}
# Written in two halves, so that this file is no find of its own.
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "conda" + ".anaconda.org",
    "deb." + "debian.org",
    "node" + "source.com",
    "proxy.golang" + ".org",
)
STRAY = re.compile(
    r"(^|/)(uv\.lock|pylock\.toml|Pipfile\.lock|poetry\.lock|\.ipynb_checkpoints|__pycache__|\.DS_Store|\.venv|work|dist)(/|$)"
    r"|\.(db|pyc|log|orig|rej|swp|whl|zip|bak)$"
    r"|(^|/)(PLAN|NOTES|AUDIT|TODO)[^/]*\.md$"
    r"|^autograder/(submitted|autograded|feedback|solution|sample)/"
)
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(work/(main|shared|\.library)|tmp/spec|farm/)", re.MULTILINE)
MARKERS = re.compile(r"(BEGIN|END)[ _]*(SOLUTION|HIDDEN[ _]*TEST|MARK[ _]*SCHEME)", re.IGNORECASE)


@pytest.fixture(scope="module")
def texts(top: Path, tracked: list[Path]) -> dict[str, str]:
    return {
        path.as_posix(): (top / path).read_bytes().decode("utf-8")
        for path in tracked
        if path.suffix not in {".png", ".jpg", ".npz"}
    }


def test_the_top_holds_what_the_readme_explains_and_no_more(tracked: list[Path]) -> None:
    assert {path.parts[0] for path in tracked} == EXPECTED


def test_nothing_stray_is_kept(tracked: list[Path]) -> None:
    assert not [path.as_posix() for path in tracked if STRAY.search(path.as_posix())]


def test_nothing_is_a_link_or_larger_than_a_reviewer_reads(top: Path, tracked: list[Path]) -> None:
    assert not [path for path in tracked if (top / path).is_symlink()]
    assert not [path for path in tracked if (top / path).stat().st_size > 2_000_000]


def test_no_package_registry_is_named(texts: dict[str, str]) -> None:
    assert not [(name, host) for name, text in texts.items() for host in HOSTS if host in text]


def test_no_path_of_a_machine_is_named(texts: dict[str, str]) -> None:
    assert not [name for name, text in texts.items() if MACHINE.search(text)]


def test_release_holds_no_solution_test_or_mark_scheme(texts: dict[str, str]) -> None:
    released = {name: text for name, text in texts.items() if name.startswith("release/")}
    assert released
    assert not [name for name, text in released.items() if MARKERS.search(text) or "autograder" in text]


def test_release_holds_one_notebook_for_each_source_and_nothing_else(tracked: list[Path]) -> None:
    def inside(folder: str, suffix: str) -> set[Path]:
        here = (path.relative_to(folder) for path in tracked if path.parts[0] == folder)
        return {path for path in here if path.name.endswith(suffix)}

    built = {path.with_suffix(".ipynb") for path in inside("source", ".py")}
    assert inside("release", "") == inside("source", ".ipynb") == built != set()


def test_text_files_end_their_lines_alike_everywhere(texts: dict[str, str]) -> None:
    assert not [name for name, text in texts.items() if "\r" in text or text.startswith("\ufeff")]
    assert not [name for name, text in texts.items() if text and not text.endswith("\n")]


def test_the_readme_shows_two_small_sharp_pictures_and_says_what_is_on_them(
    top: Path, texts: dict[str, str]
) -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+\.png)\)", texts["README.md"])
    assert sorted(path for _, path in shown) == ["pictures/diagnosis.png", "pictures/explorer.png"]
    for said, path in shown:
        content = (top / path).read_bytes()
        width = int.from_bytes(content[16:20], "big")  # of a PNG
        assert content.startswith(b"\x89PNG") and len(content) < 200_000 and width > 1200, path
        assert len(said) > 80, f"{path}: say what the picture shows"


def test_the_readme_begins_with_how_to_get_the_course(texts: dict[str, str]) -> None:
    """Before the first command that needs it; with a placeholder, as long as nobody knows the address."""
    commands = re.findall(r"(?m)^    (\S.*)$", texts["README.md"])
    assert commands[0].startswith("git clone https://github.com/owner/name")
    assert commands[1] == f"cd {commands[0].split()[-1]}" and commands[2].startswith("make ")
    assert "`owner/name`" in texts["README.md"]


def test_the_licences_are_named(texts: dict[str, str]) -> None:
    for words in ("BSD 3-Clause", "the ML Systems Course contributors", "CC BY 4.0"):
        assert words in texts["LICENSE"]


def test_ignored_files_are_what_tools_and_grading_leave(top: Path) -> None:
    left = [
        ".venv/bin/python",
        "work/notebooks/a.ipynb",
        "dist/student-bundle.zip",
        "autograder/gradebook.db",
        "autograder/submitted/ada/ch01_introduction/06_iron_law_exercises.ipynb",
        "autograder/downloaded/ch01_introduction/ada/1/x.ipynb",
        "autograder/autograded/ada/x.ipynb",
        "autograder/feedback/ada/x.html",
        "autograder/scores.csv",
        "autograder/roster.csv",
        "autograder/extensions.csv",
        "autograder/for_canvas.csv",
        "autograder/for_moodle.csv",
        "autograder/for_moodle_feedback.zip",
        "autograder/.roster.csv.new",
        "autograder/changes.csv",
        "autograder/marked.csv",
        "autograder/report.html",
        "autograder/report/ch01_introduction/students/ada.html",
        "autograder/pseudonymous/ch01_introduction/report.html",
        "autograder/pseudonyms.key",
        "autograder/.closing.json",
        "grades.csv",
        "autograder/sample/gradebook.db",
        "uv.lock",
    ]
    kept = [
        "release/ch01_introduction/x.ipynb",
        "autograder/chapters/ch01_introduction/x.py",
        "mlsys_course/chapters/ch01_introduction/contract.json",
    ]
    run = subprocess.run(
        ["git", "check-ignore", "--no-index", *left, *kept], cwd=top, capture_output=True, text=True
    )
    assert run.stdout.split() == left


def test_attributes_are_given_to_files_that_exist(top: Path, texts: dict[str, str]) -> None:
    patterns = [line.split()[0] for line in texts[".gitattributes"].splitlines() if line.strip()]
    for pattern in patterns:
        where = pattern.removeprefix("/") if "/" in pattern else f"**/{pattern}"
        run = subprocess.run(
            ["git", "ls-files", "--", f":(glob){where}"], cwd=top, capture_output=True, text=True, check=True
        )
        assert run.stdout, f"{pattern}: no file of the repository"


def test_ci_runs_the_tests(top: Path, texts: dict[str, str]) -> None:
    assert (top / ".ci" / "run").stat().st_mode & stat.S_IXUSR
    assert texts[".ci/run"].startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in texts[".ci/run"] and "make --silent test" in texts[".ci/run"]


def test_every_verb_that_is_told_of_exists(texts: dict[str, str]) -> None:
    verbs = set(re.findall(r"(?m)^([a-z-]+):(?!=)", texts["Makefile"]))
    told = {
        (name, verb)
        for name, text in texts.items()
        if name.endswith(".md")
        for verb in re.findall(r"(?m)(?:`|^    )make ([a-z-]+)", text)
    }
    assert {verb for name, verb in told if name == "README.md"} >= {"grade", "test", "lab"}
    assert not {(name, verb) for name, verb in told if verb not in verbs}


def test_links_between_files_lead_somewhere(top: Path, texts: dict[str, str]) -> None:
    broken = [
        f"{name}: {link}"
        for name, text in texts.items()
        if name.endswith(".md") or (name.startswith(("notebooks/", "source/")) and name.endswith(".py"))
        for link in re.findall(r"\]\(([^)#\s]+)", re.sub(r"(?ms)^```.*?^```$", "", text))  # not in examples
        if "://" not in link and not (top / name).parent.joinpath(link).exists()
    ]
    assert not broken
