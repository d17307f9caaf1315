"""One's work in one file: taken along from a machine that forgets (Binder), brought back on another one."""

from __future__ import annotations

import html
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from mlsys_course.memory import keeping, place
from mlsys_course.widgets.face import Faced, asleep

__all__ = ["ARCHIVE", "Archive", "Returned", "bring_my_work_back", "take_my_work_along"]

ARCHIVE = "my-mlsys-work.zip"
ASIDE = "kept-aside"
"""Folder for notebooks that others took the place of."""

_ROOMS = ("notebooks", "release")
_MOST_FILES, _MOST_BYTES, _MOST_IN_ALL, _MOST_PARTS = 500, 30_000_000, 300_000_000, 5
_MARK = b"mlsys_course"


class WorkError(ValueError):
    """A file that is no work of this course; the sentence says what was expected."""


def _folder() -> Path:
    wanted = place.progress_file()
    return wanted.parent if wanted is not None else place.learners_folder(Path.cwd())


def _notebooks(root: Path) -> Iterator[Path]:
    """Yield the notebooks of the course in a learner's folder."""
    rooms = [root / room for room in _ROOMS]
    folders = [path for path in sorted(root.iterdir()) if path.is_dir() and path not in rooms]
    rooms += [path for path in folders[:200] if not _hidden(path, root) and place.is_assignment(path)]
    for room in rooms:
        for path in sorted(room.rglob("*.ipynb")):
            if not _hidden(path, root):
                yield path
    yield from (path for path in sorted(root.glob("*.ipynb")) if _MARK in path.read_bytes())


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(root).parts)


class Archive:
    """The file with one's work; displays a link to it."""

    def __init__(self, path: Path, notebooks: int) -> None:
        self.path, self.notebooks = path, notebooks

    def __repr__(self) -> str:
        return (
            f"{self.path} holds your progress and {_counted(self.notebooks)}. Download it, and bring it "
            "back anywhere with bring_my_work_back()."
        )

    def _repr_html_(self) -> str:
        link, name = (
            html.escape(text)
            for text in (Path(os.path.relpath(self.path, Path.cwd())).as_posix(), self.path.name)
        )
        return (
            f'<p><a href="{link}" download="{name}"><b>Download {name}</b></a>: your progress and '
            f"{_counted(self.notebooks)}, as they are saved now.</p><p>To go on with it elsewhere, run "
            "<code>bring_my_work_back()</code> there and choose this file.</p>"
        )


def _counted(notebooks: int) -> str:
    return "1 notebook" if notebooks == 1 else f"{notebooks} notebooks"


def take_my_work_along() -> Archive:
    """Put your notebooks and your progress into one file, to download.

    Save the notebooks first: what is not saved is not in it.

    Returns
    -------
    Archive
        Displays the link to the file, ``my-mlsys-work.zip``, which lies in your folder of the course.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    root = _folder()
    packed = io.BytesIO()
    count = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(place.FILE, keeping.bounded(keeping.store().state()))
        for path in _notebooks(root):
            if path.stat().st_size <= _MOST_BYTES and count < _MOST_FILES:
                file.write(path, path.relative_to(root).as_posix())
                count += 1
    target = root / ARCHIVE
    target.write_bytes(packed.getvalue())
    return Archive(target, count)


# --------------------------------------------------------------------------------------------- bringing back


class Returned:
    """What came out of a file with one's work; displays itself.

    Attributes
    ----------
    brought, same, aside : list of str
        Notebooks that were written; that were here already; and those of `brought` that took another one's
        place, which is kept.
    kept : str
        Where those others are, or nothing.
    """

    def __init__(self, brought: list[str], same: list[str], aside: list[str], kept: str, saved: bool) -> None:
        self.brought, self.same, self.aside, self.kept, self.saved = brought, same, aside, kept, saved

    def _lines(self) -> Iterator[tuple[str, list[str]]]:
        if self.saved:
            yield "Your progress is back.", []
        else:
            yield "Your progress is back, but only until the kernel stops: it could not be saved here.", []
        new = [name for name in self.brought if name not in self.aside]
        if new:
            yield f"Back: {_counted(len(new))}.", []
        if self.aside:
            yield f"These held other work here, which is kept in {self.kept}:", self.aside
        if self.same:
            yield f"Already the same here: {_counted(len(self.same))}.", []
        if self.brought:
            yield "If one of them is open, close it and open it again to see it as it is now.", []

    def __repr__(self) -> str:
        return "\n".join("\n  ".join([line, *names]) for line, names in self._lines())

    def _repr_html_(self) -> str:
        parts = []
        for line, names in self._lines():
            items = "".join(f"<li>{html.escape(name)}</li>" for name in names)
            parts.append(f"<p>{html.escape(line)}</p>{f'<ul>{items}</ul>' if items else ''}")
        return "".join(parts)


def unpack(data: bytes, root: Path) -> Returned:
    """Write what a file of `take_my_work_along` holds into a learner's folder; nothing that is there is lost.

    Parameters
    ----------
    data : bytes
        The file.
    root : Path
        The learner's folder.

    Raises
    ------
    WorkError
        If it is no such file. Nothing has been written then.
    OSError
        If a notebook cannot be written.
    """
    members, state = _read(data)
    brought, same, aside = [], [], []
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    for name, content in members:
        target = root / name
        if target.is_file():
            there = target.read_bytes()
            if there == content or (_sources(there) == _sources(content) and _has_run(there)):
                same.append(name)
                continue
            if _sources(there) != _sources(content):
                keep = root / ASIDE / stamp / name
                keep.parent.mkdir(parents=True, exist_ok=True)
                keep.write_bytes(there)
                aside.append(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        brought.append(name)
    store = keeping.store()
    saved = store.join(state) and store.path is not None
    return Returned(brought, same, aside, f"{ASIDE}/{stamp}" if aside else "", saved)


def _read(data: bytes) -> tuple[list[tuple[str, bytes]], keeping.State]:
    """Return the notebooks and the progress of a file, within bounds."""
    wrong = f"This is not a file of the course: choose {ARCHIVE}, which take_my_work_along() makes."
    members: list[tuple[str, bytes]] = []
    state: keeping.State | None = None
    room = _MOST_IN_ALL
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
            if len(infos) > _MOST_FILES + 1:
                raise WorkError(f"This file holds {len(infos)} files; your work has at most {_MOST_FILES}.")
            for info in infos:
                if info.is_dir():
                    continue
                with file.open(info) as opened:
                    content = opened.read(min(_MOST_BYTES, room) + 1)
                room -= len(content)
                if len(content) > _MOST_BYTES or room < 0:
                    raise WorkError(f"{info.filename} is larger than any notebook of the course.")
                if info.filename == place.FILE:
                    raw = json.loads(content)
                    if raw["format"] != keeping.FORMAT:
                        raise WorkError(
                            "This file was made by another version of the course: update this one."
                        )
                    state = keeping.clean(raw)[0]
                else:
                    members.append((_safe(info.filename), _notebook(info.filename, content)))
    except WorkError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise WorkError(wrong) from error
    if state is None:
        raise WorkError(wrong)
    return members, state


def _safe(name: str) -> str:
    """Return a notebook's place below the learner's folder; no other place is written to."""
    parts = PurePosixPath(name).parts
    fine = (
        name.endswith(".ipynb")
        and 1 <= len(parts) <= _MOST_PARTS
        and not any(part.startswith((".", "/")) or set(part) & set('\\:*?"<>|\0') for part in parts)
    )
    if not fine:
        raise WorkError(f"{name!r} is no notebook's place in the course: nothing was brought back.")
    return "/".join(parts)


def _notebook(name: str, content: bytes) -> bytes:
    if not isinstance(json.loads(content).get("cells"), list):
        raise WorkError(f"{name!r} is no notebook: nothing was brought back.")
    return content


def _cells(content: bytes) -> Iterable[Any]:
    try:
        found = json.loads(content)["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _sources(content: bytes) -> list[str]:
    return ["".join(cell.get("source") or "") for cell in _cells(content) if isinstance(cell, dict)]


def _has_run(content: bytes) -> bool:
    return any(cell.get("outputs") for cell in _cells(content) if isinstance(cell, dict))


class Upload(Faced):
    """A button that takes the file; made by `bring_my_work_back`."""

    def __init__(self) -> None:
        self.returned: Returned | str = ""

    def __repr__(self) -> str:
        return str(self.returned) or f"Run this in a notebook, or write bring_my_work_back({ARCHIVE!r})."

    def _said(self) -> str:
        found = self.returned
        return f"<p>{html.escape(found)}</p>" if isinstance(found, str) else found._repr_html_()

    def face(self) -> str:
        """Return what was brought back."""
        return self._said() + asleep("bring your work back")

    @cached_property
    def widget(self) -> Any:
        """The button and what came of it."""
        import ipywidgets

        wide = {"width": "auto"}
        button = ipywidgets.FileUpload(
            accept=".zip", multiple=False, description=f"Choose {ARCHIVE}", layout=wide
        )
        said = ipywidgets.HTML()

        def chosen(_: Any) -> None:
            if not button.value:
                return
            try:
                self.returned = unpack(bytes(button.value[0]["content"]), _folder())
            except (WorkError, OSError) as error:
                self.returned = str(error)
            said.value = f'<div role="status" aria-live="polite">{self._said()}</div>'
            self.changed()

        button.observe(chosen, names="value")
        return ipywidgets.VBox([button, said])


def bring_my_work_back(file: str | os.PathLike[str] | None = None) -> Upload | Returned:
    """Bring back what `take_my_work_along` took along; nothing that is here is lost.

    Progress of both machines becomes one. A notebook with other work in it than the one that comes back is
    moved to the folder ``kept-aside``, and named.

    Parameters
    ----------
    file : path, optional
        The file, where it lies on this machine. Without it you get a button that asks for it.

    Returns
    -------
    Upload or Returned
        The button, or what was brought back.

    Raises
    ------
    WorkError
        If the file is something else; nothing is changed then.
    OSError
        If it cannot be read, or a notebook cannot be written.
    """
    return Upload() if file is None else unpack(Path(file).read_bytes(), _folder())
