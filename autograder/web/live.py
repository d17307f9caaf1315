"""The live pages: JupyterLite with the course's notebooks, and a Python that comes with the site."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.web.pyodide import Pyodide, WebError
from autograder.web.wheels import PROFILES, Wheel

__all__ = ["build", "kernel_wheels"]

_EXTENSION = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
_PYTHON = "static/pyodide"
_ASKED = ("micropip", "piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi", "ipython")
"""What the kernel would install by name, one after the other, were it not in the first load."""
_OPTIONS = ("--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages")
_TITLE = "Machine Learning Systems"
_SETTINGS = {
    # The whole notebook is in the page: the browser searches all of it, and no explorer is torn down.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def kernel_wheels(tools: Path) -> list[Wheel]:
    """Return the wheels that JupyterLite's kernel brings with it.

    Parameters
    ----------
    tools : Path
        The environment with JupyterLite.
    """
    folder = tools / _EXTENSION / "static" / "pypi"
    found = [Wheel(path.name, path.read_bytes()) for path in sorted(folder.glob("*.whl"))]
    # It has a widgetsnbextension for ipywidgets 7, too.
    return [one for one in found if (one.name, one.version[:2]) != ("widgetsnbextension", "3.")]


def build(
    target: Path,
    contents: Mapping[str, bytes],
    lock: Mapping[str, Any],
    files: Mapping[str, bytes],
    first: Sequence[str],
    *,
    pyodide: Pyodide,
    tools: Path,
    extension: Path,
) -> None:
    """Write the live pages into a folder.

    Parameters
    ----------
    target : Path
        The folder, which must not be there yet.
    contents : mapping of str to bytes
        What a reader finds there, by path.
    lock, files : mapping
        Of the browser's Python, from `wheels.site_lock`.
    first : sequence of str
        Packages to load with the kernel, besides those it asks for itself.
    pyodide : Pyodide
        The release.
    tools : Path
        The environment with JupyterLite.
    extension : Path
        The course's own part of JupyterLab.

    Raises
    ------
    WebError
        If JupyterLite cannot build it.
    """
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        for name, content in contents.items():
            path = room / "contents" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (room / "overrides.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
        command: list[str | Path] = [tools / "bin" / "jupyter", "lite", "build", *_OPTIONS]
        command += ["--lite-dir", room, "--contents", room / "contents", "--output-dir", room / "out"]
        command += [f"--FederatedExtensionAddon.extra_labextensions_path={_linked(extension, room)}"]
        done = subprocess.run(command, cwd=room, capture_output=True, text=True, check=False)
        if done.returncode:
            raise WebError(
                f"JupyterLite could not build the live pages:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        shutil.move(room / "out", target)
    python = target / _PYTHON
    python.mkdir(parents=True)
    for name, content in {**pyodide.core(), **files}.items():
        (python / name).write_bytes(content)
    (python / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    version = ".".join(str(lock["info"]["python"]).split(".")[:2])
    site_packages = f"/lib/python{version}/site-packages"
    _configure(target / "jupyter-lite.json", [*_ASKED, *first], site_packages)


def _linked(extension: Path, room: Path) -> Path:
    """Put a JupyterLab extension where JupyterLite looks for such."""
    path = room / "extensions" / extension.name
    shutil.copytree(extension, path)
    return path.parent


def _configure(path: Path, packages: Sequence[str], site_packages: str) -> None:
    """Let the kernel take everything from the site, with its first load."""
    settings = json.loads(path.read_text(encoding="utf-8"))
    data = settings["jupyter-config-data"]
    data |= {"appName": _TITLE, "exposeAppInBrowser": True}
    kernel = data.setdefault("litePluginSettings", {}).setdefault(_KERNEL, {})
    kernel.update(
        pyodideUrl=f"./{_PYTHON}/pyodide.js",
        disablePyPIFallback=True,
        loadPyodideOptions={"packages": list(packages), "env": {"IPYTHONDIR": f"{site_packages}/{PROFILES}"}},
    )
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")
