"""What the browser's Python is given: the course's packages and what they need, in one lock.

The lock is the site's own copy of Pyodide's, cut down to what is needed, with the course's wheels and the
kernel's entered: nothing is looked up by name while somebody reads.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import Parser
from functools import cached_property
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.web.pyodide import Pyodide, WebError, download

__all__ = ["KEYS", "PROFILES", "Wheel", "course_wheel", "keys_wheel", "locked", "site_lock", "start_wheel"]

PURE = (
    "comm",
    "flexcache",
    "flexparser",
    "fsrs",
    "ipywidgets",
    "jupyterlab-widgets",
    "pint",
    "platformdirs",
    "typing-extensions",
)
"""Pure Python that the course needs, as `requirements.lock` pins it for everybody else."""

KERNEL = ("micropip", "ipython", "jedi", "sqlite3", "ssl")
"""What the kernel asks for by name when it starts: all of it comes with the first load, none of it later."""

KEYS = "mlsys-keys"
"""The package of marking and keys: what diagnoses graded answers, and nothing that builds or grades."""
START = "mlsys-live"
"""The package that gets everything ready while the reader reads."""
PROFILES = "mlsys_live_profiles"
"""The folder in which IPython finds what it runs first."""
_STARTUP = b"import mlsys_live\n\nmlsys_live.warm()\ndel mlsys_live\n"
_KEYS_MODULES = ("__init__.py", "checker.py", "marking.py", "substitution.py", "written.py", "py.typed")
_KEYS_SUFFIXES = {".py", ".toml"}

_BROWSER = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_system": "Emscripten",
    "sys_platform": "emscripten",
    "extra": "",
}
_DATE = (2000, 1, 1, 0, 0, 0)  # the same files give the same wheel


@dataclass(frozen=True)
class Wheel:
    """A wheel in memory.

    Parameters
    ----------
    file : str
        Its file name.
    content : bytes
        Its bytes.
    """

    file: str
    content: bytes

    @cached_property
    def _metadata(self) -> Message:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
            return Parser().parsestr(archive.read(name).decode())

    @property
    def name(self) -> str:
        """Canonical name of the package."""
        return canonicalize_name(str(self._metadata["Name"]))

    @property
    def version(self) -> str:
        """Version of the package."""
        return str(self._metadata["Version"])

    def requires(self, python: str) -> Iterator[Requirement]:
        """Yield what it requires in the browser's Python."""
        environment = _BROWSER | {"python_version": python, "python_full_version": f"{python}.0"}
        for text in self._metadata.get_all("Requires-Dist") or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate(environment):
                yield requirement

    @property
    def imports(self) -> list[str]:
        """Names of its top-level modules."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            tops = {
                one.split("/")[0].removesuffix(".py")
                for one in archive.namelist()
                if one.endswith(".py") and ".dist-info/" not in one and ".data/" not in one
            }
        return sorted(tops)


def course_wheel(top: Path) -> Wheel:
    """Build the student package.

    Parameters
    ----------
    top : Path
        Top of the repository.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)
        built = list(Path(folder).glob("*.whl"))
        if done.returncode or len(built) != 1:
            raise WebError(f"mlsys_course cannot be built: {done.stderr.strip() or done.stdout.strip()}")
        return Wheel(built[0].name, built[0].read_bytes())


def keys_wheel(top: Path, version: str) -> Wheel:
    """Make the package of marking and keys: no nbgrader, nothing that builds, grades or exports.

    Parameters
    ----------
    top : Path
        Top of the repository.
    version : str
        That of the student package, which it needs.
    """
    staff = top / "autograder"
    members = {f"autograder/{name}": (staff / name).read_bytes() for name in _KEYS_MODULES}
    for path in sorted((staff / "chapters").rglob("*")):
        if path.is_file() and path.suffix in _KEYS_SUFFIXES and "__pycache__" not in path.parts:
            members[path.relative_to(top).as_posix()] = path.read_bytes()
    metadata = f"Metadata-Version: 2.3\nName: {KEYS}\nVersion: {version}\nRequires-Dist: mlsys-course\n"
    return _wheel(KEYS, version, members, {"METADATA": metadata, "entry_points.txt": _entry_points(staff)})


def start_wheel(version: str) -> Wheel:
    """Make the package of what Python does as it starts, and the folder in which IPython finds it.

    Parameters
    ----------
    version : str
        That of the student package.
    """
    here = Path(__file__).parent / "in_browser"
    members = {
        "mlsys_live.py": (here / "mlsys_live.py").read_bytes(),
        f"{PROFILES}/profile_default/startup/00-first.py": _STARTUP,
    }
    metadata = f"Metadata-Version: 2.3\nName: {START}\nVersion: {version}\nRequires-Dist: mlsys-course\n"
    return _wheel(START, version, members, {"METADATA": metadata})


def _entry_points(staff: Path) -> str:
    """Return the staff package's own entry points: the student package finds the keys by them."""
    import tomllib

    found = tomllib.loads((staff / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    lines = []
    for group, entries in found.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()), ""]
    return "\n".join(lines)


def _wheel(name: str, version: str, members: Mapping[str, bytes], info: Mapping[str, str]) -> Wheel:
    stem = f"{name.replace('-', '_')}-{version}"
    tag = "Wheel-Version: 1.0\nGenerator: mlsys-course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    everything = dict(members)
    for file, text in {**info, "WHEEL": tag}.items():
        everything[f"{stem}.dist-info/{file}"] = text.encode()
    record = "".join(
        f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in everything.items()
    )
    everything[f"{stem}.dist-info/RECORD"] = f"{record}{stem}.dist-info/RECORD,,\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in everything.items():
            one = zipfile.ZipInfo(path, date_time=_DATE)
            one.external_attr = 0o100644 << 16
            one.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(one, content)
    return Wheel(f"{stem}-py3-none-any.whl", packed.getvalue())


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def locked(top: Path, names: Iterable[str]) -> list[str]:
    """Return the entries of ``requirements.lock`` for some packages, each with its hashes.

    Raises
    ------
    WebError
        If one is not in it.
    """
    text = (top / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    entries = {canonicalize_name(line.split("==")[0]): line for line in text.splitlines() if "==" in line}
    missing = [name for name in names if canonicalize_name(name) not in entries]
    if missing:
        raise WebError(f"requirements.lock does not hold {', '.join(missing)}. Run: make lock")
    return [re.sub(r"\s+", " ", entries[canonicalize_name(name)]) for name in names]


@dataclass
class _Gathered:
    """What goes into the site's lock."""

    pyodide: Pyodide
    wheels: dict[str, Wheel]
    taken: list[str] = field(default_factory=list)
    needs: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, by: str, wanted: Requirement | None = None) -> None:
        """Take a package in, with all that it needs; in the order in which it is met."""
        version = self.version_of(name, by)
        if wanted is not None and not wanted.specifier.contains(version, prereleases=True):
            raise WebError(f"{by} needs {wanted}, but the browser's Python would get {name} {version}.")
        if name in self.needs:
            return
        self.needs[name] = []
        required: list[tuple[str, Requirement | None]]
        if name in self.wheels:
            python = ".".join(str(self.pyodide.lock["info"]["python"]).split(".")[:2])
            required = [(canonicalize_name(one.name), one) for one in self.wheels[name].requires(python)]
        else:
            self.taken.append(name)
            depends = self.pyodide.packages[name]["depends"]
            required = [(canonicalize_name(one), None) for one in depends]
        for other, requirement in required:
            self.needs[name].append(other)
            self.add(other, name, requirement)

    def version_of(self, name: str, by: str) -> str:
        if name in self.wheels:
            return self.wheels[name].version
        if name in self.pyodide.packages:
            return str(self.pyodide.packages[name]["version"])
        raise WebError(
            f"{by} needs {name}, which Pyodide {self.pyodide.version} does not have. If it is pure Python, "
            f"enter it in PURE ({Path(__file__).name}); otherwise do without it."
        )


def site_lock(
    pyodide: Pyodide, own: Sequence[Wheel], kernel: Sequence[Wheel], top: Path, tools: Path
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the site's lock and the files it names.

    Parameters
    ----------
    pyodide : Pyodide
        The release.
    own : sequence of Wheel
        The course's packages.
    kernel : sequence of Wheel
        The kernel's own wheels, from its extension of JupyterLite.
    top, tools : Path
        The repository, and the environment with pip.

    Raises
    ------
    WebError
        If something is needed that cannot be had, or in another version than asked for.
    """
    pure = [Wheel(path.name, path.read_bytes()) for path in download(locked(top, PURE), pyodide.cache, tools)]
    wheels = {wheel.name: wheel for wheel in (*pure, *kernel, *own)}
    gathered = _Gathered(pyodide, wheels)
    for name in (*KERNEL, *(wheel.name for wheel in (*kernel, *own))):
        gathered.add(name, "the site")
    files = pyodide.fetch(gathered.taken)
    entries: dict[str, Any] = {}
    for name in gathered.needs:
        if name in wheels:
            entries[name] = _entry(wheels[name], gathered.needs[name])
            files[wheels[name].file] = wheels[name].content
        else:
            entries[name] = {**pyodide.packages[name], "depends": gathered.needs[name]}
    return {**pyodide.lock, "packages": entries}, files


def _entry(wheel: Wheel, needs: Sequence[str]) -> dict[str, Any]:
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.file,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.content).hexdigest(),
        "package_type": "package",
        "imports": wheel.imports,
        "depends": list(needs),
        "unvendored_tests": False,
    }
