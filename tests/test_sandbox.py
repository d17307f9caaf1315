"""Submissions that try to get out of the sandbox, to reach each other, or to eat the machine.

Every attack runs in the real sandbox, from inside, and is looked at from both sides.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_support import IN_ENVIRONMENT, IN_MEMORY, PREFIX, REASON, shared_server

from autograder.grading import forkserver, sandbox
from autograder.grading.child import syscalls
from autograder.grading.forkserver import ForkServer
from autograder.grading.limits import Limits
from autograder.grading.process import Child, ChildLost
from autograder.grading.sandbox import SandboxUnavailable

pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def server() -> ForkServer:
    return shared_server()


def run(child: Child, source: str) -> Any:
    """Run a cell and return what it leaves in `found`."""
    done = child.run_cell(textwrap.dedent(source))
    assert done.error is None, done.error
    return child.answers(["found"])["found"]


def attack(server: ForkServer, source: str, **limits: Any) -> Any:
    with server.open(limits=Limits(**limits)) as child:
        return run(child, source)


def at_rest(server: ForkServer) -> set[int]:
    """Return the processes of a server without children, once the last supervisor is gone."""
    assert server._process is not None
    deadline = time.monotonic() + 10
    while len(found := below(server._process.pid)) > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def below(pid: int) -> set[int]:
    """Return the numbers of all processes that descend from one."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parents[int(entry)] = int(
                    Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1]
                )
            except OSError:
                continue
    found, size = {pid}, 0
    while len(found) != size:
        size = len(found)
        found |= {number for number, parent in parents.items() if parent in found}
    return found - {pid}


# -- what can be seen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["autograder", "autograder.chapters", "autograder.grading", "nbgrader"])
def test_staff_packages_cannot_be_imported(server: ForkServer, module: str) -> None:
    with server.open() as child:
        error = child.run_cell(f"import {module}").error
    assert error is not None
    assert error.ename == "ModuleNotFoundError"


def test_course_and_its_libraries_can_be_imported(server: ForkServer) -> None:
    with server.open() as child:
        done = child.run_cell(
            "import mlsys_course, numpy, pandas, matplotlib.pyplot, networkx, ipywidgets, scipy"
        )
    assert done.error is None or "scipy" in done.error.evalue


def test_only_the_environment_is_visible(server: ForkServer) -> None:
    private = [
        "/etc/shadow",
        "/etc/hostname",
        "/var",
        "/run",
        "/sys",
        "/boot",
        "/opt",
        "/srv",
        "/bin",
        "/sbin",
    ]
    private += ["/usr/bin/env", "/root/.ssh", "/root/.cache", "/root/.bashrc", "/usr/share/doc", "/old/etc"]
    private += [
        str(ROOT / name) for name in ("source", "autograder", "tests", "release", ".git", "course.toml")
    ]
    private += [
        str(Path.home() / name) for name in os.listdir(Path.home()) if name not in (".pyenv", ".local")
    ]
    found = attack(server, f"import os\nfound = [path for path in {private!r} if os.path.lexists(path)]")
    assert found == []


def test_names_on_the_way_to_the_environment_hold_nothing_else(server: ForkServer) -> None:
    found = attack(
        server, "import os\nfound = {p: sorted(os.listdir(p)) for p in ('/', '/home', '/etc', '/course')}"
    )
    assert found["/home"] == ["student"]
    assert found["/course"] == ["mlsys_course"]
    assert set(found["/etc"]) <= {
        "fonts",
        "group",
        "hosts",
        "ld.so.cache",
        "localtime",
        "nsswitch.conf",
        "passwd",
    }
    assert not {"opt", "var", "srv", "mnt", "media", "sys", "run", "bin"} & set(found["/"])


def test_the_process_is_nobody_alone_and_without_rights(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import os
        status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
        found = {name: status[name].split() for name in ("Uid", "Gid", "Groups", "CapEff", "CapPrm", "CapBnd",
                 "CapInh", "NoNewPrivs", "Seccomp")}
        found["processes"] = [name for name in os.listdir("/proc") if name.isdigit()]
        found["parent"] = os.getppid()
        """,
    )
    assert found["Uid"] == found["Gid"] == ["65534"] * 4
    assert set(found["Groups"]) <= {"65534"}
    assert {found[name][0] for name in ("CapEff", "CapPrm", "CapBnd", "CapInh")} == {"0" * 16}
    assert found["NoNewPrivs"] == ["1"]
    assert found["Seccomp"] == ["2"]
    assert found["processes"] == ["1"]
    assert found["parent"] == 0


def test_all_namespaces_are_its_own(server: ForkServer) -> None:
    names = ("user", "pid", "mnt", "ipc", "net", "uts")
    source = f"import os\nfound = [os.readlink('/proc/self/ns/' + name) for name in {names!r}]"
    with server.open() as other:  # both at once: the kernel gives numbers out again
        first, second = attack(server, source), run(other, source)
    ours = [os.readlink(f"/proc/self/ns/{name}") for name in names]
    assert not set(first) & set(ours)
    assert not set(first) & set(second)


def test_inherits_no_descriptor_but_its_own_line(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import os
        found = {}
        for number in os.listdir("/proc/self/fd"):
            try:
                found[int(number)] = os.readlink("/proc/self/fd/" + number)
            except OSError:
                pass
        """,
    )
    assert found[0] == "/dev/null"
    assert all("(deleted)" in found[number] for number in (1, 2))
    kinds = [target.split(":")[0] for number, target in found.items() if number > 2]
    # The line to the grader, and what asyncio's loop makes for itself: a poll object and a pair of sockets.
    assert sorted(kinds) == ["anon_inode", "socket", "socket", "socket"]


def test_the_environment_is_clean(server: ForkServer) -> None:
    found = attack(server, "import os\nfound = [dict(os.environ), open('/proc/1/environ').read()]")
    assert "MLSYS_TEST_SECRET" not in found[0]
    assert IN_ENVIRONMENT not in found[1]
    assert not {"USER", "LOGNAME", "PYTHONPATH", "SSH_AUTH_SOCK"} & set(found[0])


SCAN = f"""
    import re
    planted = "{PREFIX}" + format(2 ** 60 + 7, "x").zfill(16)
    found = set()
    for line in open("/proc/self/maps"):
        bounds, mode, *rest = line.split()
        if mode.startswith("r") and rest[-1] not in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
            start, end = (int(part, 16) for part in bounds.split("-"))
            with open("/proc/self/mem", "rb", 0) as memory:
                memory.seek(start)
                try:
                    text = memory.read(end - start)
                except OSError:
                    continue
            for encoded in (text, text[::4]):
                found.update(hit.decode() for hit in re.findall(rb"{PREFIX}[0-9a-f]{{16}}", encoded))
            del text
    control = planted in found
    found = [sorted(found), control]
    """


def test_memory_holds_nothing_of_the_grading_process(server: ForkServer) -> None:
    assert IN_MEMORY.startswith(PREFIX)
    hits, control = attack(server, SCAN)
    assert control, "the scan does not find what is there"
    assert IN_MEMORY not in hits
    assert IN_ENVIRONMENT not in hits


def test_memory_holds_nothing_of_another_submission(server: ForkServer) -> None:
    other = PREFIX + secrets.token_hex(8)
    with server.open({"answers.txt": other.encode()}) as first:
        first.run_cell(f"mine = '{other}'; print(mine)")
        assert first.answers(["mine"])["mine"] == other
        during, control = attack(server, SCAN)
    after, _ = attack(server, SCAN)
    assert control
    assert other not in during
    assert other not in after


def test_a_new_interpreter_sees_no_more(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import subprocess, sys
        ask = "import os, importlib.util as u; print(u.find_spec('autograder'), os.listdir('/proc/self/fd'))"
        done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
        found = [done.stdout, done.stderr]
        """,
    )
    assert found[0].startswith("None ['0', '1', '2', '3']"), found[1]


def test_installed_staff_packages_are_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site-packages"
    (site / "autograder" / "chapters").mkdir(parents=True)
    (site / "autograder" / "__init__.py").write_text("key = 1")
    (site / "autograder" / "chapters" / "answers.py").write_text("key = 25.28")
    (site / "mlsys_autograder-1.0.dist-info").mkdir()
    (site / "mlsys_autograder-1.0.dist-info" / "RECORD").write_text("autograder/chapters/answers.py")
    (site / "__editable__.mlsys_autograder-1.0.pth").write_text(str(ROOT))
    (site / "__editable___mlsys_autograder_1_0_finder.py").write_text("key = 1")
    (site / "harmless.py").write_text("fine = 1")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(sandbox, "PRELOAD", sandbox.REQUIRED)
    with ForkServer() as own, own.open() as child:
        found = run(
            child,
            f"""
            import harmless, importlib.metadata, os
            assert list(importlib.metadata.entry_points(group='mlsys_course.checkers')) == []
            found = [open(os.path.join(top, name)).read() for top, _, names in os.walk({str(site)!r})
                     for name in names if "key" in open(os.path.join(top, name)).read()
                     or {str(ROOT)!r} in open(os.path.join(top, name)).read()]
            """,
        )
        assert found == []
        for module in ("autograder", "autograder.chapters.answers"):
            error = child.run_cell(f"import {module}").error
            assert error is not None
            assert error.ename == "ModuleNotFoundError"


# -- the code that runs on this side ------------------------------------------------------------------------

FOLDER = sandbox.CHILD.parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))
PACKAGES = ("", "child.", "grading.child.", "autograder.grading.child.", "<untrusted half>.", "__main__.")


@pytest.fixture(params=["namespaces", "bubblewrap", "none"])
def any_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ForkServer]:
    """Return a server of each kind that this machine has."""
    if request.param == sandbox.choose():
        yield shared_server()
        return
    if request.param != "none":
        if (why := getattr(sandbox, f"try_{request.param}")()) is not None:
            pytest.skip(why)
        monkeypatch.setattr(forkserver, "choose", lambda: request.param)
    with ForkServer(sandbox=request.param != "none") as own:
        yield own


def test_none_of_its_modules_can_be_imported(any_server: ForkServer) -> None:
    assert len(MODULES) > 10
    names = [f"{package}{module}" for package in PACKAGES for module in MODULES]
    names += [package.rstrip(".") for package in PACKAGES if package]
    found = attack(
        any_server,
        f"""
        import importlib, sys
        def inside(place):
            return "grading/child" in str(place) or "/run/child" in str(place)
        def ours(module):
            spec = getattr(module, "__spec__", None)
            return inside(getattr(module, "__file__", None)) or inside(getattr(spec, "origin", None))
        loaded = [name for name, module in list(sys.modules.items()) if ours(module)]
        staff = [name for name in sys.modules if name.split(".")[0] in ("autograder", "nbgrader")]
        names = []
        for name in {names!r}:
            try:
                module = importlib.import_module(name)
            except ModuleNotFoundError:
                continue
            names.append((name, ours(module), hasattr(module, "_load")))
        places = [place for place in (*sys.path, *sys.path_importer_cache) if inside(place)]
        found = [loaded, staff, [name for name, *bad in names if any(bad)], places]
        """,
    )
    assert found == [[], [], [], []]


def test_no_file_beside_the_notebook_stands_in_for_them(any_server: ForkServer) -> None:
    mark = b"import builtins\nbuiltins.taken = [*getattr(builtins, 'taken', []), __name__]\n"
    files = {f"{folder}{name}.py": mark for name in MODULES for folder in ("", "child/", "<untrusted half>/")}
    with any_server.open(files) as child:
        done = child.run_cell(
            textwrap.dedent("""
            import builtins
            import matplotlib.pyplot as plt
            import numpy as np, pandas as pd
            from IPython.display import clear_output, display
            from mlsys_course import Q_
            listed = !ls
            %pip install x
            display(pd.DataFrame({"a": [1.5]}))
            clear_output()
            plt.plot([1, 2])
            figure = plt.gcf()
            table = pd.DataFrame({"a": [1.5]}, index=["b"])
            days = Q_(25.28, "day")
            def twice(x):
                return 2 * x
            """)
        )
        assert done.error is None
        answers = child.answers(["days", "table", "figure", "twice"])
        assert answers["twice"](answers["days"]) == 2 * answers["days"]
        assert answers["twice"](answers["table"]).equals(2 * answers["table"])
        assert answers["figure"].axes
        assert child.run_cell("1 / 0").error is not None
        found = run(
            child,
            """
            before = getattr(builtins, "taken", [])
            import wire  # the notebook's own
            found = [before, builtins.taken]
            """,
        )
    assert found == [[], ["wire"]]


# -- what can be reached ------------------------------------------------------------------------------------


def test_there_is_no_network_not_even_loopback(server: ForkServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        found = attack(
            server,
            f"""
            import socket
            found = []
            v4, v6 = socket.AF_INET, socket.AF_INET6
            for family, address in ((v4, ("127.0.0.1", {port})), (v4, ("1.1.1.1", 53)),
                                    (v6, ("::1", {port})), (socket.AF_VSOCK, (2, 22))):
                try:
                    with socket.socket(family, socket.SOCK_STREAM) as s:
                        s.settimeout(2)
                        s.connect(address)
                    found.append("connected")
                except OSError as error:
                    found.append(error.strerror)
            """,
        )
    assert found == ["Network is unreachable"] * 4


def test_abstract_sockets_do_not_connect_outside_or_to_another_submission(server: ForkServer) -> None:
    name = secrets.token_hex(8)
    dial = f"""
        import socket
        found = []
        for name in ("outside-{name}", "inside-{name}"):
            with socket.socket(socket.AF_UNIX) as s:
                try:
                    s.connect("\\0" + name)
                    found.append("connected")
                except OSError as error:
                    found.append(type(error).__name__)
        """
    with socket.socket(socket.AF_UNIX) as listener, server.open() as first:
        listener.bind(f"\0outside-{name}")
        listener.listen()
        listen = f"""
            import socket
            s = socket.socket(socket.AF_UNIX)
            s.bind("\\0inside-{name}")
            s.listen()
            found = True
            """
        assert run(first, listen) is True
        assert attack(server, dial) == ["ConnectionRefusedError"] * 2


def test_nothing_is_left_for_the_next_submission(server: ForkServer) -> None:
    leave = """
        import os, pathlib, tempfile
        from multiprocessing import shared_memory
        for folder in (os.environ["HOME"], tempfile.gettempdir(), "/dev/shm", os.getcwd()):
            pathlib.Path(folder, "left").write_text("x")
        block = shared_memory.SharedMemory("left-block", create=True, size=10)
        os.environ["LEFT"] = "x"
        import mlsys_course, numpy, builtins
        mlsys_course.left = numpy.left = builtins.left = 1
        found = True
        """
    look = """
        import os, builtins, tempfile, numpy, mlsys_course
        found = [os.path.join(top, name) for start in (os.environ["HOME"], tempfile.gettempdir(), "/dev/shm")
                 for top, folders, names in os.walk(start) for name in names]
        found += [name for name in os.environ if name == "LEFT"]
        found += [m.__name__ for m in (builtins, numpy, mlsys_course) if hasattr(m, "left")]
        """
    with server.open() as first:
        assert run(first, leave) is True
        assert attack(server, look) == []
    assert attack(server, look) == []


def test_writes_only_into_its_scratch(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import os, sys, numpy, mlsys_course
        found = []
        places = ["/", "/etc", "/usr/lib", "/home", "/old", "/dev", "/course", "/proc/sys/kernel", "/root"]
        places += [os.path.dirname(m.__file__) for m in (os, numpy, mlsys_course)]
        for place in places:
            try:
                open(os.path.join(place, "written"), "w").close()
                found.append(place)
            except OSError:
                pass
        for path in (numpy.__file__, mlsys_course.__file__, os.__file__, "/etc/passwd"):
            for change in (lambda: open(path, "a"), lambda: os.unlink(path), lambda: os.chmod(path, 0o777)):
                try:
                    change()
                    found.append(path)
                except OSError:
                    pass
        """,
    )
    assert found == []


def test_cannot_reach_other_processes_or_the_kernel(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import ctypes, errno, os, signal
        libc = ctypes.CDLL(None, use_errno=True)
        found = {}
        def attempt(name, *arguments):
            ctypes.set_errno(0)
            result = getattr(libc, name)(*arguments)
            found[name] = errno.errorcode.get(ctypes.get_errno(), "") if result == -1 else "worked"
        attempt("ptrace", 16, 2, 0, 0)
        attempt("unshare", 0x10000000)
        attempt("mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None)
        attempt("umount2", b"/proc", 2)
        attempt("chroot", b"/tmp")
        attempt("setns", 0, 0)
        attempt("process_vm_readv", 2, None, 0, None, 0, 0)
        attempt("memfd_create", b"x", 0)
        attempt("sethostname", b"x", 1)
        attempt("shmget", 0, 4096, 0o1600)
        attempt("setuid", 0)
        found["syscall keyctl"] = libc.syscall(250 if os.uname().machine == "x86_64" else 219, 0, -3)
        for number in (0, 2, 3, 4, 5, 100):
            try:
                os.kill(number or -1, signal.SIGKILL)
                found[number] = "worked"
            except ProcessLookupError:
                pass
        """,
    )
    keys = found.pop("syscall keyctl")
    assert keys == -1
    assert set(found.values()) <= {"EPERM", "EINVAL"}
    assert "worked" not in found.values()


def test_everything_it_started_dies_with_it(server: ForkServer) -> None:
    before = at_rest(server)
    assert len(before) == 1
    assert server._process is not None
    with server.open() as child:
        found = run(
            child,
            """
            import os, time
            for _ in range(3):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork():
                        os._exit(0)
                    while True:
                        time.sleep(1)
            time.sleep(0.2)
            found = len([name for name in os.listdir("/proc") if name.isdigit()])
            """,
        )
        assert found >= 4
        assert len(below(server._process.pid) - before) >= 5
    assert at_rest(server) == before


# -- what can be used up ------------------------------------------------------------------------------------


def test_fork_bomb_ends_with_its_own_submission(server: ForkServer) -> None:
    with server.open(limits=Limits(processes=12, cell_wall=20)) as child:
        try:
            done = child.run_cell("import os, time\nwhile True:\n    os.fork()")
            assert done.error is not None
            assert done.error.ename == "BlockingIOError"
        except ChildLost as lost:
            assert "processes" in str(lost) or "memory" in str(lost)
        assert attack(server, "found = 1 + 1") == 2
    assert len(at_rest(server)) == 1


def test_one_large_allocation_is_an_error_in_its_cell(server: ForkServer) -> None:
    with server.open(limits=Limits(memory_bytes=600 << 20)) as child:
        error = child.run_cell("x = bytearray(4 << 30)").error
        assert error is not None
        assert error.ename == "MemoryError"
        assert run(child, "found = 'still here'") == "still here"


def test_memory_of_many_processes_is_counted_together(server: ForkServer) -> None:
    bomb = """
        import os, time
        for _ in range(6):
            if os.fork() == 0:
                hold = b"x" * (200 << 20)
                time.sleep(30)
        time.sleep(30)
        """
    with (
        server.open(limits=Limits(memory_bytes=600 << 20)) as child,
        pytest.raises(ChildLost, match="memory"),
    ):
        child.run_cell(textwrap.dedent(bomb))


def test_disk_is_bounded(server: ForkServer) -> None:
    found = attack(
        server,
        """
        import os
        found, size = [], 0
        for number in range(1000):
            try:
                with open(f"fill{number}", "wb", buffering=0) as file:
                    while True:
                        written = file.write(b"x" * (1 << 18))
                        size += written
                        if written < 1 << 18:
                            break
            except OSError as error:
                found.append(error.strerror)
                if error.errno == 28:
                    break
        found = [sorted(set(found)), size]
        """,
        scratch_bytes=8 << 20,
        file_bytes=3 << 20,
    )
    assert "No space left on device" in found[0]
    assert "File too large" in found[0]
    assert found[1] <= 8 << 20


def test_number_of_files_is_bounded(server: ForkServer) -> None:
    found = attack(
        server,
        """
        found = 0
        try:
            for found in range(100000):
                open(f"many{found}", "w").close()
        except OSError:
            pass
        """,
        scratch_files=300,
    )
    assert found < 300


def test_open_files_are_bounded(server: ForkServer) -> None:
    found = attack(
        server, "import os\nfound = 0\ntry:\n  while True: found = os.dup(0)\nexcept OSError: pass"
    )
    assert found < Limits().open_files


def test_cpu_time_of_forked_processes_counts(server: ForkServer) -> None:
    burn = (
        "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        while True: "
        "pass\ntime.sleep(60)"
    )
    with server.open(limits=Limits(total_cpu=1.0)) as child, pytest.raises(ChildLost, match="longer"):
        child.run_cell(burn)


# -- the machine --------------------------------------------------------------------------------------------


def test_probe_names_the_missing_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sandbox, "try_namespaces", lambda: "making namespaces: Operation not permitted (EPERM)"
    )
    monkeypatch.setattr(sandbox, "_bubblewrap", lambda: None)
    sandbox._choice.cache_clear()
    try:
        line = sandbox.probe()
        with pytest.raises(SandboxUnavailable), ForkServer():
            pass
    finally:
        sandbox._choice.cache_clear()
    assert line is not None
    assert "apt-get install bubblewrap" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("system", "way"), [("Darwin", "any Linux machine"), ("Windows", "WSL 2 (untested)")]
)
def test_probe_elsewhere_names_a_way(monkeypatch: pytest.MonkeyPatch, system: str, way: str) -> None:
    monkeypatch.setattr(sandbox.platform, "system", lambda: system)
    sandbox._choice.cache_clear()
    try:
        line = sandbox.probe()
    finally:
        sandbox._choice.cache_clear()
    assert line is not None
    assert way in line


def test_filter_refuses_foreign_architectures() -> None:
    assert syscalls.filter_program("x86_64") is not None
    assert syscalls.filter_program("aarch64") is not None
    assert syscalls.filter_program("z80") is None


@pytest.mark.parametrize("mode", ["namespaces", "bubblewrap"])
def test_refuses_to_show_the_keys(mode: sandbox.Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forkserver, "choose", lambda: mode)
    plan = sandbox.Plan.make(mode)
    exposed = plan.message()
    exposed["absent"] = [*plan.absent, "/course/mlsys_course"]
    monkeypatch.setattr(sandbox.Plan, "message", lambda self: exposed)
    try:
        with ForkServer() as server, server.open() as child:
            assert mode == "bubblewrap"
            assert child.ended is not None
            assert "would be visible" in child.ended
    except RuntimeError as error:
        assert "would be visible" in str(error)
    plan.close()


def test_ordinary_user_gets_the_same_sandbox(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("this is an ordinary user already: all other tests are about that")
    python = Path("/usr/bin/python3")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    ask = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    if not python.exists() or subprocess.run(ask, capture_output=True, text=True).stdout.strip() != version:
        pytest.skip(f"no Python {version} that other users may run")
    site = next(entry for entry in sys.path if entry.endswith("site-packages"))
    script = f"""
        import os, sys
        sys.path[:0] = [{str(ROOT)!r}, {site!r}]
        os.setgid(65533); os.setuid(65533)
        os.environ["HOME"] = {str(tmp_path)!r}
        from autograder.grading.forkserver import ForkServer
        with ForkServer() as server, server.open() as child:
            child.run_cell("import os; found = [os.getuid(), os.getpid(), os.listdir('/home')]")
            print(server.mode, child.ended, child.answers(["found"])["found"])
            print(child.run_cell("import autograder").error.ename)
        """
    tmp_path.chmod(0o755)
    done = subprocess.run([python, "-c", textwrap.dedent(script)], capture_output=True, text=True, cwd="/")
    if "SandboxUnavailable" in done.stderr:
        pytest.skip(done.stderr.splitlines()[-1])
    assert done.stdout.splitlines() == ["namespaces None [65534, 1, ['student']]", "ModuleNotFoundError"], (
        done.stderr
    )
