"""What a test of the hub needs: environments others can run, Unix users, a running JupyterHub."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PLACE = os.environ.get("MLSYS_TEST_HUB", "")
_JUPYTER = re.compile(r"(?m)^ *sudo -E (/opt/tljh/user/bin/jupyter .*disable.*)$")
STUDENTS_WITHOUT = [
    line.split() for line in _JUPYTER.findall((TOP / "autograder/hub/README.md").read_text(encoding="utf-8"))
]
"""What the page says to take out of the students' JupyterLab, as commands."""
PREFIX = "mlsyst-"
"""Of the Unix users that a test makes: none of the machine's own is touched."""


class Missing(Exception):
    """Why there can be no hub here."""


def _do(*command: str | Path, **more: Any) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, **more
    )
    if done.returncode:
        raise Missing(f"{' '.join(map(str, command[:4]))} … fails: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout


def _python() -> str:
    """Return a Python that every user can run: one in somebody's home is nobody else's."""
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        for folder in ("/usr/bin", "/usr/local/bin"):
            path = shutil.which(f"{folder}/{name}")
            if path and not os.path.realpath(path).startswith(str(Path.home())):
                new = "import sys; sys.exit(sys.version_info < (3, 11))"
                if subprocess.run([path, "-c", new], check=False).returncode == 0:
                    return path
    raise Missing("there is no Python 3.11 or newer outside a home, which students' accounts could run")


@dataclass(frozen=True)
class Environments:
    """Where things are installed.

    Parameters
    ----------
    students, staff : Path
        Environments: the hub's and its students' servers', without a key in it; the grader's.
    proxy : Path
        The hub's proxy.
    """

    students: Path
    staff: Path
    proxy: Path


def install() -> Environments:
    """Install what is missing, outside of any home, and the student package anew.

    Raises
    ------
    Missing
        If that cannot be.
    """
    if not PLACE:
        raise Missing("make test-hub runs it")
    if os.geteuid() != 0:
        raise Missing("it makes Unix users, which takes root")
    for command in ("useradd", "userdel", "npm", "node", "setpriv"):
        if shutil.which(command) is None:
            raise Missing(f"there is no {command}")
    place = Path(PLACE)
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    found = Environments(place / "students", place / "staff", place / "proxy")
    hub, course = HERE / "requirements.lock", TOP / "requirements.lock"
    for target, locks in ((found.students, [hub]), (found.staff, [course, hub])):
        mark = target / "installed.lock"
        wanted = b"".join(lock.read_bytes() for lock in locks)
        if not mark.exists() or mark.read_bytes() != wanted:
            uv = Path(sys.executable).with_name("uv")
            _do(uv, "venv", "--quiet", "--clear", "--python", _python(), target)
            files = [word for lock in locks for word in ("-r", lock)]
            python = target / "bin" / "python"
            _do(uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", *files)
            if target == found.students:
                for command in STUDENTS_WITHOUT:
                    _do(*(word.replace("/opt/tljh/user", str(target)) for word in command))
            mark.write_bytes(wanted)
    mark = found.proxy / "installed.json"
    wanted = (HERE / "package-lock.json").read_bytes()
    if not mark.exists() or mark.read_bytes() != wanted:
        shutil.rmtree(found.proxy, ignore_errors=True)
        found.proxy.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, found.proxy)
        _do("npm", "ci", "--silent", "--ignore-scripts", "--omit=dev", cwd=found.proxy)
        mark.write_bytes(wanted)
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, TOP]
        _do(*build)
        (wheel,) = Path(folder).glob("*.whl")
        python = found.students / "bin" / "python"
        uv = Path(sys.executable).with_name("uv")
        _do(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--reinstall", wheel)
    return found


def editable(environment: Path, course: Path) -> None:
    """Make a copy of the course what an environment imports, as `make` does with the course's own."""
    uv = Path(sys.executable).with_name("uv")
    install = [uv, "pip", "install", "--quiet", "--python", environment / "bin" / "python", "--no-deps"]
    _do(*install, "--no-build-isolation", "--reinstall", "-e", course, "-e", course / "autograder")


@dataclass
class Machine:
    """Users and folders of one test, and nothing of them left behind.

    Parameters
    ----------
    root : Path
        A folder that every user can reach.
    users : list of str
        Those that were made.
    """

    root: Path
    users: list[str] = field(default_factory=list)

    @classmethod
    @contextlib.contextmanager
    def make(cls) -> Iterator[Machine]:
        """Make the folder, and remove everything in the end."""
        root = Path(tempfile.mkdtemp(prefix="mlsys-hub-", dir="/var/tmp"))
        root.chmod(0o755)
        machine = cls(root)
        try:
            yield machine
        finally:
            for user in machine.users:
                machine._remove(user)
            shutil.rmtree(root, ignore_errors=True)

    def add(self, user: str) -> Path:
        """Make a user with a home of their own, and return it."""
        assert user.startswith(PREFIX)
        with contextlib.suppress(KeyError):
            pwd.getpwnam(user)
            self._remove(user)  # a run that was killed left it
        home = self.root / "home" / user
        home.parent.mkdir(exist_ok=True)
        _do("useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", user)
        home.chmod(0o700)
        self.users.append(user)
        return home

    @staticmethod
    def _remove(user: str) -> None:
        uid = pwd.getpwnam(user).pw_uid
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if entry.name.isdigit() and entry.stat().st_uid == uid:
                    os.kill(int(entry.name), signal.SIGKILL)
        for _ in range(5):
            if subprocess.run(["userdel", user], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(1)

    def run(
        self, user: str, *command: str | Path, folder: Path | None = None, status: int | None = 0, **more: str
    ) -> str:
        """Run a command as a user, and return all that it says."""
        known = pwd.getpwnam(user)
        environment = {
            "PATH": f"{more.pop('path')}:/usr/bin:/bin" if "path" in more else "/usr/bin:/bin",
            "HOME": known.pw_dir,
            "USER": user,
            "LANG": "C.UTF-8",
            **more,
        }
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder or known.pw_dir,
            env=environment,
            user=user,
            group=known.pw_gid,
            extra_groups=[],
            umask=0o022,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        if status is not None:
            assert done.returncode == status, f"{user}: {' '.join(map(str, command))}:\n{said[-4000:]}"
        return said

    def give(self, folder: Path, user: str) -> None:
        """Make a folder and all in it a user's."""
        known = pwd.getpwnam(user)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, known.pw_uid, known.pw_gid, follow_symlinks=False)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Hub:
    """A JupyterHub that starts real servers for real Unix users.

    Parameters
    ----------
    environments : Environments
        What it runs from.
    folder : Path
        Where it keeps its own files.
    config : str
        More lines of its configuration.
    """

    def __init__(self, environments: Environments, folder: Path, config: str) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.port, self.password = free_port(), secrets.token_hex(8)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "hub.log"
        (folder / "jupyterhub_config.py").write_text(
            f"""
c = get_config()
c.JupyterHub.bind_url = {self.url!r}
c.JupyterHub.hub_port = {free_port()}
c.JupyterHub.cleanup_servers = True
c.ConfigurableHTTPProxy.command = [{str(environments.proxy / "node_modules/.bin/configurable-http-proxy")!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.pid_file = {str(folder / "proxy.pid")!r}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {self.password!r}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [{str(environments.students / "bin/jupyterhub-singleuser")!r}]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
{config}
"""
        )
        environment = {
            "PATH": f"{environments.students / 'bin'}:/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [environments.students / "bin" / "jupyterhub", "-f", "jupyterhub_config.py"],
                cwd=folder, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 90
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"the hub does not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.3)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/hub/api", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """End the hub, its proxy and all servers."""
        self._process.terminate()
        try:
            self._process.wait(40)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
