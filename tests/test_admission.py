"""Admitting a submission: what is read, what is left where it lies, and what is said about it."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.grading.admission import (
    MAX_DATA,
    MAX_FILES,
    Admitted,
    Expected,
    admit,
    check_student,
    collect,
    show_name,
)
from autograder.grading.notebook_file import Inadmissible, decode

IDS = ["alpha", "test_alpha", "beta", "test_beta", "gamma"]
EXPECTED = {"one": Expected(frozenset(IDS)), "two": Expected(frozenset(["delta", "test_delta"]))}


def notebook(*ids: str, source: str = "x = 1") -> bytes:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {"nbgrader": {"grade_id": name}}, "outputs": []}
        for name in ids
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


ONE, TWO = notebook(*IDS), notebook("delta", "test_delta")


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def tarred(mode: str = "w:gz", *, infos: list[tarfile.TarInfo] | None = None, **members: bytes) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for info in infos or []:
            archive.addfile(info)
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def lay(folder: Path, **files: bytes) -> Admitted:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return take(folder)


def take(folder: Path) -> Admitted:
    """Collect and admit, as grading does in two processes."""
    files, notes = collect(folder)
    found = admit(files, EXPECTED)
    found.notes[:0] = notes
    return found


def test_takes_notebooks_by_name_and_data_files_beside_them(tmp_path: Path) -> None:
    found = lay(
        tmp_path, **{"one.ipynb": ONE, "two.ipynb": TWO, "data/my.csv": b"a,b", "timestamp.txt": b"x"}
    )
    assert found.notebooks == {"one": ONE, "two": TWO}
    assert found.files == {"data/my.csv": b"a,b"}
    assert found.notes == []


@pytest.mark.parametrize(
    "name", ["ONE.ipynb", "one.IPYNB", "deep/er/one.ipynb", "one (1).ipynb", "Kopie von one.ipynb", "x.ipynb"]
)
def test_a_renamed_or_nested_notebook_is_found_by_name_or_content(tmp_path: Path, name: str) -> None:
    found = lay(tmp_path, **{name: ONE, "two.ipynb": TWO})
    assert found.notebooks == {"one": ONE, "two": TWO}
    assert any("was taken for one.ipynb" in note for note in found.notes)


def test_a_notebook_without_metadata_is_found_by_its_checks(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": [line]} for line in ('check("alpha")', 'check("beta", beta)')]
    content = json.dumps({"cells": cells}).encode("utf-16")
    assert lay(tmp_path, **{"mine.ipynb": content}).notebooks == {"one": content}


def test_nothing_to_grade_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Inadmissible, match=r"expected one.ipynb, two.ipynb; the folder holds essay.docx"):
        lay(tmp_path, **{"essay.docx": b"PK"})


def test_links_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(ONE)
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "one.ipynb").symlink_to(secret)
    (folder / "keys").symlink_to(tmp_path)
    (folder / "two.ipynb").write_bytes(TWO)
    found = take(folder)
    assert list(found.notebooks) == ["two"] and found.files == {}
    assert sum("links are not followed" in note for note in found.notes) == 2
    assert "one.ipynb" in found.doubts[0] and "is a link" in found.doubts[0]
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(Inadmissible, match="not a folder"):
        collect(tmp_path / "link")


def test_fifos_sockets_and_devices_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one.ipynb")
    (tmp_path / "two.ipynb").write_bytes(TWO)
    if os.geteuid() == 0:
        os.mknod(tmp_path / "zero.csv", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    found = take(tmp_path)  # a FIFO that is opened would hang here
    assert list(found.notebooks) == ["two"] and found.files == {}
    assert any("one.ipynb is no regular file" in note for note in found.notes)
    assert len(found.doubts) == 1 and "one.ipynb (is no regular file" in found.doubts[0]


def test_sparse_giants_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(1 << 40)
    found = lay(tmp_path, **{"one.ipynb": ONE})
    assert found.files == {} and any("big.csv is larger than" in note for note in found.notes)


def test_number_and_size_of_files_are_bounded(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 10):
        (tmp_path / f"z{number}").write_bytes(b"")
    found = lay(tmp_path, **{"one.ipynb": ONE})
    assert len(found.files) <= MAX_FILES and "one" in found.notebooks
    half = bytes(MAX_DATA // 2 + 1)
    other = tmp_path / "other"
    other.mkdir()
    found = lay(other, **{"one.ipynb": ONE, "a.bin": half, "b.bin": half})
    assert list(found.files) == ["a.bin"]


@pytest.mark.parametrize("pack", [zipped, tarred, lambda **m: tarred("w", **m)])
def test_an_archive_is_unpacked(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    name = "all.zip" if pack is zipped else "all.tar" if pack not in (tarred,) else "all.tgz"
    found = lay(tmp_path, **{name: pack(**{"hw/one.ipynb": ONE, "hw/two.ipynb": TWO, "hw/d.csv": b"1"})})
    assert found.notebooks == {"one": ONE, "two": TWO}
    assert found.files == {f"{name}/hw/d.csv": b"1"}


@pytest.mark.parametrize(
    "name", ["../../one.ipynb", "/etc/one.ipynb", "a/../../b.csv", "..\\b.csv", "C/\n.csv"]
)
def test_members_that_point_outside_are_left_out(tmp_path: Path, name: str) -> None:
    for pack, suffix in ((zipped, "zip"), (tarred, "tgz")):
        folder = tmp_path / suffix
        folder.mkdir()
        found = lay(folder, **{f"a.{suffix}": pack(**{name: ONE}), "two.ipynb": TWO})
        assert "one" not in found.notebooks and found.files == {}
        # Nobody asks where the file only has an odd name: that one was left out with a note.
        assert bool(found.doubts) is (".." in name or name.startswith("/"))


def test_links_and_devices_in_archives_are_left_out(tmp_path: Path) -> None:
    infos = []
    for kind, target in ((tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "x"), (tarfile.FIFOTYPE, "")):
        info = tarfile.TarInfo(f"member{kind.decode()}.csv")
        info.type, info.linkname = kind, target
        infos.append(info)
    linked = zipfile.ZipInfo("link.csv")
    linked.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(linked, "/etc/passwd")
    found = lay(tmp_path, **{"a.tgz": tarred(infos=infos), "b.zip": target.getvalue(), "one.ipynb": ONE})
    assert found.files == {}


def _bomb_pax() -> bytes:
    """Return a tar whose header claims to be gigabytes long, in little space."""
    info = tarfile.TarInfo("h")
    info.type, info.size = tarfile.XHDTYPE, (8 << 30) - 1
    return gzip.compress(info.tobuf(tarfile.USTAR_FORMAT) + bytes(80 << 20))


def _bomb_folders() -> bytes:
    info = tarfile.TarInfo("d")
    info.type = tarfile.DIRTYPE
    return gzip.compress(info.tobuf() * 100_000)


def _bomb_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(100 << 20))
    return target.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "pax.tgz": _bomb_pax,
    "folders.tgz": _bomb_folders,
    "zeros.zip": _bomb_zip,
    "entries.zip": lambda: b"PK\x01\x02" * 100_000,
    "cut.zip": lambda: zipped(a=ONE)[:-40],
    "garbage.tar": lambda: b"\x7f" * 2000,
    "empty.zip": bytes,
    "cut.tgz": lambda: tarred(a=ONE)[:60],
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_and_broken_archives_cost_a_note_and_no_memory(tmp_path: Path, name: str) -> None:
    found = lay(tmp_path, **{name: BOMBS[name](), "one.ipynb": ONE})
    assert "one" in found.notebooks and sum(map(len, found.files.values())) < MAX_DATA
    assert any(name in note for note in found.notes)


def test_a_file_that_has_its_folders_name_is_left_out(tmp_path: Path) -> None:
    found = lay(tmp_path, **{"a.zip": zipped(**{"x": b"1", "x/y": b"2"}), "one.ipynb": ONE})
    assert found.files == {"a.zip/x": b"1"}


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "müller_ö", "张伟", "a.b-c@uni.example", "2024+x", "-rf", "~", "O'Brien"]
)
def test_ids_of_people_are_ids(name: str) -> None:
    check_student(name)


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x>",
        'a"b',
        "a&b",
        "*",
        "a?",
        "[a]",
        "{x}",
        "a\\b",
        "a\nb",
        "\u202eabc",
        " a",
        "x" * 200,
    ],
)
def test_ids_that_mean_something_to_a_page_or_a_pattern_are_refused(name: str) -> None:
    with pytest.raises(Inadmissible, match="cannot be a student's id"):
        check_student(name)


def test_names_are_shown_on_one_short_line() -> None:
    shown = show_name("a\nb\x1b[31m\udcff" + "x" * 500)
    assert shown.isprintable() and len(shown) <= 80
    shown.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode('{"a": "é"}'.encode(encoding)) == '{"a": "é"}'
