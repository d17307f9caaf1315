"""What a submission's process may see, and whether this machine can keep it to that.

Two ways lead to the same cage. Where the kernel allows it, the fork server makes its own namespaces, and
each child further ones in 20 ms or so. Where it does not (an ordinary user on some distributions),
bubblewrap is asked, which costs a fresh interpreter for each submission. Where neither works, grading stops
and says why.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib.util
import os
import platform
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from autograder.grading.child.link import Link
from autograder.grading.child.root import COURSE, HOME
from autograder.grading.limits import Limits

__all__ = ["Mode", "Plan", "SandboxUnavailable", "choose", "probe"]

Mode = Literal["namespaces", "bubblewrap", "none"]

CHILD = Path(__file__).with_name("child") / "__main__.py"
STAFF_PACKAGES = ("autograder", "mlsys_autograder", "nbgrader")
REQUIRED = ("numpy", "pandas", "matplotlib.pyplot", "IPython", "ipykernel.zmqshell")
PRELOAD = (
    *REQUIRED,
    "matplotlib.container",
    "matplotlib.dates",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.backend_inline",
    "mpl_toolkits.mplot3d",
    "pandas.plotting._matplotlib",
    "pint",
    "ipywidgets",
    "mlsys_course",
)

_SYSTEM_FOLDERS = (
    "/lib",
    "/lib64",
    "/lib32",
    "/libx32",
    "/usr/lib",
    "/usr/lib64",
    "/usr/lib32",
    "/nix/store",
)
_SYSTEM_FILES = (
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
)
_DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero")
_ETC = {
    "passwd": f"root:x:0:0::/:/bin/false\nstudent:x:65534:65534::{HOME}:/bin/false\n",
    "group": "root:x:0:\nstudent:x:65534:\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "hosts": "127.0.0.1 localhost\n",
}
_ABSENT = """raise ModuleNotFoundError(f"No module named {__name__!r}", name=__name__)\n"""

# A clean environment, and one in which sets and dictionaries of texts have the same order in every run.
ENVIRONMENT: Mapping[str, str] = {
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": f"{HOME}/tmp",
    "IPYTHONDIR": f"{HOME}/tmp/ipython",
    "JUPYTER_PLATFORM_DIRS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each arena of the C library would take 64 MiB of the address space
    "NUMEXPR_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


class SandboxUnavailable(RuntimeError):
    """Raised where submissions cannot be kept in a sandbox; the text says what is missing and what to do."""


def _site_folders() -> list[str]:
    """Return the folders of installed packages on the path of this interpreter."""
    return [entry for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")]


def _standard_library() -> list[str]:
    """Return the path of an interpreter that has neither installed packages nor a current folder."""
    base = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    kept = [entry for entry in sys.path if entry.endswith(".zip") or entry in base]
    kept += [entry for entry in sys.path if os.path.basename(entry) == "lib-dynload"]
    return list(dict.fromkeys([*kept, *sorted(base)]))


def _course_folder() -> str | None:
    spec = importlib.util.find_spec("mlsys_course")
    if spec is None or spec.origin is None:
        return None
    return os.path.realpath(os.path.dirname(spec.origin))


def _course_modules(folder: str | None) -> list[str]:
    if folder is None:
        return []
    names = sorted(path.stem for path in Path(folder).glob("*.py") if not path.stem.startswith("_"))
    return [f"mlsys_course.{name}" for name in names]


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is visible inside, and what is imported there.

    Attributes
    ----------
    mode
        The kind of sandbox.
    binds
        Pairs of a host path and the path inside at which it is seen, read-only.
    links
        Pairs of a path inside and the target of the symbolic link there.
    absent
        Host paths that must not exist inside.
    sys_path
        Where imports are looked for.
    preload
        Modules imported before the first fork.
    skeleton
        A temporary folder with the files made for the inside.
    """

    mode: Mode
    binds: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    sys_path: tuple[str, ...]
    preload: tuple[str, ...]
    skeleton: Path

    @classmethod
    def make(cls, mode: Mode, preload: Iterable[str] = ()) -> Plan:
        """Plan the inside for this interpreter.

        Parameters
        ----------
        mode
            The kind of sandbox.
        preload
            Modules to import on top of the usual ones.

        Returns
        -------
        Plan
            Its `skeleton` is a new folder: call `close` when the fork server has started and stopped.
        """
        skeleton = Path(tempfile.mkdtemp(prefix="mlsys-grading-"))
        etc = skeleton / "etc"
        etc.mkdir()
        for name, text in _ETC.items():
            (etc / name).write_text(text)
        (skeleton / "absent").mkdir()
        (skeleton / "absent" / "__init__.py").write_text(_ABSENT)
        (skeleton / "nothing").write_text("")
        (skeleton / "empty").mkdir()
        course = _course_folder()
        (skeleton / "course").mkdir()
        if course is not None:
            (skeleton / "course" / "mlsys_course").symlink_to(course)
        for path in (etc, skeleton / "absent", skeleton / "empty"):
            path.chmod(0o755)
        for path in (*etc.iterdir(), skeleton / "absent" / "__init__.py", skeleton / "nothing"):
            path.chmod(0o644)

        binds: list[tuple[str, str]] = []
        links = [
            ("/tmp", f"{HOME}/tmp"),
            ("/dev/shm", f"{HOME}/shm"),
            ("/dev/fd", "/proc/self/fd"),
            ("/dev/stdin", "/proc/self/fd/0"),
            ("/dev/stdout", "/proc/self/fd/1"),
            ("/dev/stderr", "/proc/self/fd/2"),
        ]
        for folder in _SYSTEM_FOLDERS:
            if os.path.islink(folder):
                links.append((folder, os.readlink(folder)))
            elif os.path.isdir(folder):
                binds.append((folder, folder))
        binds += [(os.path.realpath(path), path) for path in _SYSTEM_FILES if os.path.exists(path)]
        binds += [(path, path) for path in _DEVICES]
        binds += [(str(etc / name), f"/etc/{name}") for name in _ETC]
        libraries = [os.path.join(prefix, "lib") for prefix in (sys.base_prefix, sys.base_exec_prefix)]
        folders = [
            entry for entry in (*libraries, *_standard_library(), *_site_folders()) if os.path.isdir(entry)
        ]
        visible = [inside for _, inside in binds]
        for folder in dict.fromkeys(folders):
            if not any(folder == other or folder.startswith(other + "/") for other in visible):
                binds.append((os.path.realpath(folder), folder))
                visible.append(folder)
        # Processes of a notebook's own (multiprocessing) start the interpreter anew.
        binds.append((os.path.realpath(sys.executable), sys.executable))
        binds.append((os.path.realpath(sys.executable), os.path.realpath(sys.executable)))
        settings = os.path.join(sys.prefix, "pyvenv.cfg")
        if os.path.isfile(settings):
            binds.append((os.path.realpath(settings), settings))
        for folder in _site_folders():
            binds += list(_hide_staff(folder, skeleton))
        if course is not None:
            binds.append((course, f"{COURSE}/mlsys_course"))
        # An environment below /tmp makes a real folder of it; temporary files have TMPDIR all the same.
        links = [link for link in links if not any(b.startswith(link[0] + "/") for _, b in binds)]
        package = Path(__file__).resolve().parents[1]
        absent = [*(str(package / name) for name in ("chapters", "grading")), str(package.parent / "source")]
        return cls(
            mode=mode,
            binds=tuple(binds),
            links=tuple(links),
            absent=tuple(absent),
            sys_path=(
                *_standard_library(),
                *_site_folders(),
                COURSE if mode != "none" else str(skeleton / "course"),
            ),
            preload=(*PRELOAD, *_course_modules(course), *preload),
            skeleton=skeleton,
        )

    def message(self) -> dict[str, Any]:
        """Return what the child side needs to know."""
        return {
            "mode": self.mode,
            "binds": self.binds,
            "links": self.links,
            "absent": self.absent,
            "sys_path": self.sys_path,
            "preload": self.preload,
            "required": REQUIRED,
        }

    def bubblewrap(self, limits: Limits) -> list[str]:
        """Return the command that starts the child side in bubblewrap; its role and descriptors follow.

        Parameters
        ----------
        limits
            The size of scratch is taken from these.
        """
        command = [_bubblewrap() or "bwrap", "--unshare-all", "--uid", "65534", "--gid", "65534"]
        command += ["--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "grading", "--clearenv"]
        for name, value in ENVIRONMENT.items():
            command += ["--setenv", name, value]
        for source, inside in self.binds:
            if inside.startswith("/dev/"):
                command += ["--dev-bind-try", source, inside]
            else:
                command += ["--ro-bind-try", source, inside]
        for inside, target in self.links:
            command += ["--symlink", target, inside]
        command += ["--proc", "/proc", "--ro-bind", str(CHILD.parent), "/run/child"]
        if _bubblewrap_has("--size"):
            command += ["--size", str(limits.scratch_bytes)]
        command += ["--tmpfs", HOME]
        for name in ("work", "tmp", "shm"):
            command += ["--dir", f"{HOME}/{name}"]
        command += ["--remount-ro", "/", "--chdir", HOME]
        real = os.path.realpath(sys.executable)
        return [*command, real, *interpreter()[1:], f"/run/child/{CHILD.name}"]

    def close(self) -> None:
        """Remove the temporary folder."""
        shutil.rmtree(self.skeleton, ignore_errors=True)


def _hide_staff(folder: str, skeleton: Path) -> Iterable[tuple[str, str]]:
    """Cover what only staff has in a folder of packages: inside, it is not there to import or to read."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            stem = entry.name.replace("-", "_").split(".")[0].lower()
            editable = entry.name.startswith("__editable__") or entry.name.endswith((".pth", ".egg-link"))
            staff = any(stem == name or stem.startswith(name + "_") for name in STAFF_PACKAGES)
            if editable and not entry.is_dir():
                yield str(skeleton / "nothing"), entry.path
            elif staff and entry.name.endswith((".dist-info", ".egg-info")):
                yield str(skeleton / ("empty" if entry.is_dir() else "nothing")), entry.path
            elif staff and entry.is_dir():
                yield str(skeleton / "absent"), entry.path
            elif staff:
                yield str(skeleton / "nothing"), entry.path


def interpreter() -> list[str]:
    """Return the command line of a bare interpreter: no path files, no user's packages, no current folder."""
    return [sys.executable, "-s", "-S", "-P", "-B"]


def _bubblewrap() -> str | None:
    return shutil.which("bwrap")


@functools.cache
def _bubblewrap_has(option: str) -> bool:
    done = subprocess.run([_bubblewrap() or "bwrap", "--help"], capture_output=True, text=True, check=False)
    return option in done.stdout + done.stderr


def try_namespaces() -> str | None:
    """Make a sandbox with namespaces of our own, and leave it again.

    Returns
    -------
    str or None
        What went wrong; None when it works.
    """
    plan = Plan.make("namespaces")
    ours, theirs = socket.socketpair()
    try:
        ours.settimeout(20)
        process = subprocess.Popen(
            [*interpreter(), str(CHILD), "probe", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        theirs.close()
        link = Link(ours)
        try:
            link.send({**plan.message(), "limits": child_limits(Limits())})
            answer = link.receive()
        except OSError as error:
            answer = ({"ready": False, "text": str(error)}, [])
        finally:
            ours.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if answer is None:
            return "the test process ended early"
        return None if answer[0].get("ready") is True else str(answer[0].get("text"))
    finally:
        plan.close()


def try_bubblewrap() -> str | None:
    """Start an interpreter in bubblewrap.

    Returns
    -------
    str or None
        What went wrong; None when it works.
    """
    if _bubblewrap() is None:
        return "bubblewrap is not installed"
    plan = Plan.make("bubblewrap")
    try:
        command = plan.bubblewrap(Limits())
        seen = f"[p for p in {plan.absent!r} if os.path.lexists(p)]"
        command[-1:] = [
            "-c",
            f"import ctypes, json, os, socket, sys; sys.exit(f'visible: {{s}}' if (s := {seen}) else 0)",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, env={}, check=False)
        return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it failed"])[-1]
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    finally:
        plan.close()


def child_limits(limits: Limits) -> dict[str, Any]:
    """Return the limits as the child side takes them.

    Parameters
    ----------
    limits
        The limits.
    """
    # Before Linux 5.14 processes were counted per user, over all namespaces: there the supervisor counts
    # alone.
    release = platform.release().split(".")
    try:
        counted = (int(release[0]), int(release[1].split("-")[0])) >= (5, 14)
    except (ValueError, IndexError):
        counted = False
    return {**dataclasses.asdict(limits), "count_processes": counted}


@functools.cache
def _choice() -> tuple[Mode | None, str]:
    system = platform.system()
    if system != "Linux":
        where = "WSL 2 (untested) or any Linux machine" if system == "Windows" else "any Linux machine"
        return None, (
            "Grading needs Linux to keep submissions in a sandbox, and this is "
            f"{system or 'another system'}: use {where}."
        )
    namespaces = try_namespaces()
    if namespaces is None:
        return "namespaces", ""
    bubblewrap = try_bubblewrap()
    if bubblewrap is None:
        return "bubblewrap", ""
    if _bubblewrap() is None:
        return None, (
            f"The sandbox for submissions cannot start ({namespaces}), and bubblewrap is not installed: "
            "install it (Debian, Ubuntu: sudo apt-get install bubblewrap) or grade as root."
        )
    return None, (
        f"The sandbox for submissions cannot start ({namespaces}; bubblewrap: {bubblewrap}): this system "
        "lets no ordinary user make namespaces. Grade as root, on another Linux machine or out of "
        "the container."
    )


def choose() -> Mode:
    """Return the way in which this machine can keep submissions in a sandbox.

    Returns
    -------
    Mode
        ``"namespaces"`` or ``"bubblewrap"``; found out once.

    Raises
    ------
    SandboxUnavailable
        When there is none; the text is one line.
    """
    mode, why = _choice()
    if mode is None:
        raise SandboxUnavailable(why)
    return mode


def probe() -> str | None:
    """Say whether submissions can be kept in a sandbox here.

    Returns
    -------
    str or None
        None when they can; otherwise one line that says what is missing and what to do.
    """
    try:
        choose()
    except SandboxUnavailable as error:
        return " ".join(str(error).split())
    return None
