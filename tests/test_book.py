"""The book's cells over the course's numbers: cells of our own that use all of the interface."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mlsys_course import book, chapters, constants, hardware
from mlsys_course.book.cells import run
from mlsys_course.units import Q_, ureg

WITH_NOTES = [one for one in chapters.load() if (chapters.FOLDER / one.name / "book.toml").is_file()]


def _book_name(chapter: chapters.Chapter) -> str:
    """Return a chapter as the book writes it: volume and name."""
    parts = chapter.edition.path.split("/")
    volume = next(part for part in parts if part.startswith("vol"))
    return f"{volume}:{Path(parts[-1]).stem}"


UNITS = ("TFLOPs", "ZFLOPs", "flop", "second", "day", "hour", "TB", "GB", "byte", "Bparam", "Mparam")
START = """\
from mlsys.registry import start_chapter
start_chapter("{chapter}")
"""
NUMBERS = """\
from mlsys import Hardware, Models, viz
from mlsys.constants import (
    A100_FLOPS_FP16_TENSOR, BILLION, Bparam, GB, IMAGENET_IMAGES, MILLION, SEC_PER_DAY, TB, TFLOPs,
    THOUSAND, TRILLION, ZFLOPs, byte, day, hour, second,
)
from mlsys.formatting import check, fmt, md_math
from mlsys.formulas import calc_amdahls_speedup, calc_training_time_days, dTime


class Scenario:
    # names of a class body, as the book's cells use them
    rate = (2 * TB / hour).to(GB / second).magnitude
    size = (3 * BILLION * 2 * byte).to(GB).magnitude
    peak = A100_FLOPS_FP16_TENSOR.to(TFLOPs / second).magnitude
    work = Models.GPT3.training_ops.to(ZFLOPs).magnitude
    weights = Models.GPT3.parameters.to(Bparam).magnitude
    images = IMAGENET_IMAGES.magnitude / MILLION
    each = 100 * TFLOPs / second
    time = dTime(total_ops=2 * ZFLOPs, num_devices=10, peak_flops_per_device=each, efficiency_eta=0.5)
    check(weights > 100, f"too few: {weights:.1f}")


days = Scenario.time.to(day).magnitude
size_str = fmt(Scenario.size, precision=0, commas=False)
days_str = fmt(days, precision=1)
seconds_str = fmt(Scenario.time.magnitude / THOUSAND, precision=0)
plain_str = fmt(days * SEC_PER_DAY / MILLION, precision=1)
formula = md_math(rf"\\approx {days_str}\\ \\text{{days}}")
"""
SHARED = """\
speedup_str = fmt(calc_amdahls_speedup(0.5, 2), precision=2)
ridge_str = fmt(Hardware.Cloud.A100.ridge_point(), precision=0)
big_str = fmt(12 * TRILLION / BILLION, precision=0)
"""
FIGURE = """\
import sys
sys.path.insert(0, ".")
from mlsys import viz
fig, ax, COLORS, plt = viz.setup_plot(figsize=(4, 3))
for name in ("RedLine", "BlueLine", "primary", "grid", "GreenL", "OrangeFill"):
    ax.plot([1, 2], [3, 4], color=COLORS[name])
plt.show()
"""


def _folder(tmp_path: Path, *cells: str) -> Path:
    for number, cell in enumerate(cells):
        (tmp_path / f"{number:02}_cell.py").write_text(cell, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])  # cells put things on it


@pytest.mark.parametrize("chapter", [*map(_book_name, WITH_NOTES), "vol9:of_nobody"])
def test_cells_with_the_whole_interface_run(tmp_path: Path, chapter: str) -> None:
    done = run(_folder(tmp_path, START.format(chapter=chapter), NUMBERS, SHARED, FIGURE))
    assert not done.failed
    assert len(done.ran) == 4


def test_what_they_export_is_what_the_laws_give(tmp_path: Path) -> None:
    """In a process of its own, where nobody has imported `mlsys` before."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        f"import pathlib, pytest, test_book\n"
        f"with pytest.MonkeyPatch.context() as patch:\n"
        f"    test_book.exported_as_the_laws_give(pathlib.Path({str(tmp_path)!r}), patch)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def exported_as_the_laws_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {
        "size_str": "6",
        "days_str": "46.3",
        "seconds_str": "4,000",
        "plain_str": "4.0",
        "speedup_str": "1.33",
        "ridge_str": "153",
        "big_str": "12,000",
        "formula": r"$\approx 46.3\ \text{days}$",
    }
    chapter = WITH_NOTES[0]
    notes = {"printed": {**expected, "speedup_str": "1.5"}, "differences": {"speedup_str": "By a test."}}
    monkeypatch.setattr(book.registry, "_notes", {one.name: notes for one in WITH_NOTES}.__getitem__)
    cells = START.format(chapter=_book_name(chapter)), NUMBERS, SHARED
    done = run(_folder(tmp_path, *cells))
    assert not done.failed
    assert done.exported == expected
    assert done.differences == {"speedup_str": ("1.5", "1.33")} and done.fine
    assert "the chapter prints 1.5, here it is 1.33. By a test." in "\n".join(done.lines())

    notes["differences"] = {}
    assert run(tmp_path).unexplained == ["speedup_str"]
    notes["printed"], notes["differences"] = expected, {"days_str": "No longer true."}
    again = run(tmp_path)
    assert again.unexplained == ["days_str"] and not again.fine
    assert "Take it out there." in "\n".join(again.lines())


def test_a_cell_that_stops_is_named_with_its_line_and_the_others_run(tmp_path: Path) -> None:
    bad = "from mlsys.formatting import check\n\ncheck(1 > 2, 'one is more than two')\n"
    done = run(_folder(tmp_path, bad, "x = 1\n"))
    assert done.failed == {
        "00_cell.py": "ValueError, line 3: The text does not hold: one is more than two",
    }
    assert done.ran == ["01_cell.py"] and not done.fine
    with pytest.raises(ValueError, match="holds no cell"):
        run(tmp_path / "nothing")


def test_no_number_comes_from_anywhere_else() -> None:
    from mlsys_course.book import constants as names

    for name, constant in constants.registry.items():
        found = getattr(names, name)
        assert found is constant or found == constant.quantity.magnitude, name
    for device in hardware.devices:
        shown = getattr(book.Hardware, "".join(c for c in device.name if c.isalnum()))
        assert shown.record is device


@pytest.mark.parametrize("chapter", WITH_NOTES, ids=lambda one: one.name)
def test_a_chapters_notes_name_what_there_is(chapter: chapters.Chapter) -> None:
    notes = book.registry._notes(chapter.name)
    assert set(notes) <= {"plain", "printed", "differences"}
    for name in notes.get("plain", ()):
        assert not constants.get(name).quantity.unitless, f"{name} is a plain number anyway"
    assert set(notes.get("differences", {})) <= set(notes["printed"])
    assert all(why.endswith(".") for why in notes.get("differences", {}).values())


@pytest.mark.parametrize("chapter", WITH_NOTES, ids=lambda one: one.name)
def test_what_is_plain_in_a_chapters_cells_has_its_unit_elsewhere(
    chapter: chapters.Chapter,
) -> None:
    from mlsys_course.book import constants as names

    book.registry.start_chapter(_book_name(chapter))
    try:
        for name in book.registry._notes(chapter.name).get("plain", ()):
            assert isinstance(getattr(names, name), (int, float))
            assert hasattr(constants.get(name), "units")
    finally:
        book.registry.end_chapter(_book_name(chapter))


@pytest.mark.parametrize(
    "unit", ["TFLOPs", "ZFLOPs", "flop", "second", "day", "hour", "TB", "GB", "byte", "Bparam", "Mparam"]
)
def test_units_have_the_books_names(unit: str) -> None:
    from mlsys_course.book import constants as names

    assert 1 * getattr(names, unit) == Q_(1, {"flop": "FLOP"}.get(unit, unit.removesuffix("s")))
    assert isinstance(getattr(names, unit), ureg.Unit)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import mlsys.constants as c; c.A100_FLOPS_FP16_TENSR", "A100_FLOPS_FP16_TENSOR"),
        ("from mlsys import Models; Models.Vision.GPT3", "stands in another part"),
        ("from mlsys import Hardware; Hardware.A10O", "Did you mean 'A100'"),
        ("from mlsys.formatting import fmt; fmt(0.001)", "more decimals"),
        ("from mlsys.registry import start_chapter; start_chapter('x')", "write volume and name"),
        ("from mlsys.constants import GB, TFLOPs; 1 * GB + 1 * TFLOPs", "You cannot add"),
        ("import mlsys; mlsys.hardwear", "mlsys has no 'hardwear' here"),
    ],
)
def test_what_goes_wrong_is_said_in_words(tmp_path: Path, cell: str, words: str) -> None:
    (error,) = run(_folder(tmp_path, cell)).failed.values()
    assert words in error


def _python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_package_mlsys_that_is_there_comes_first(tmp_path: Path) -> None:
    (tmp_path / "mlsys").mkdir()
    (tmp_path / "mlsys" / "__init__.py").write_text("whose = 'theirs'\n", encoding="utf-8")
    done = _python("from mlsys_course import book; import mlsys; print(mlsys.whose)", tmp_path)
    assert done.stdout.strip() == "theirs"
    assert "There is a package mlsys already" in done.stderr
    for part in ("constants", "viz"):
        assert _python(f"from mlsys_course import book; import mlsys.{part}", tmp_path).returncode == 1


def test_without_the_import_there_is_no_mlsys_and_the_course_stays_light(tmp_path: Path) -> None:
    assert _python("import mlsys_course, mlsys", tmp_path).returncode == 1
    code = "import sys, mlsys_course; print('mlsys_course.book' in sys.modules, 'pint' in sys.modules)"
    assert _python(code, tmp_path).stdout.split() == ["False", "False"]
    code = "import sys; from mlsys_course import book; print(*({'matplotlib', 'pandas'} & {*sys.modules}))"
    assert _python(code, tmp_path).stdout.split() == []


def test_the_command_says_what_ran_and_ends_with_what_came_of_it(tmp_path: Path) -> None:
    def command(folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mlsys_course.book", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )

    done = command(_folder(tmp_path, NUMBERS, SHARED, FIGURE))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 of 3 cells ran to their end.")
    assert command(_folder(tmp_path, "1 / 0")).returncode == 1
    assert command(tmp_path / "nothing").returncode == 2
