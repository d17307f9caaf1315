"""Notebooks run in a child as in Jupyter, and a child that misbehaves costs nobody but itself anything."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from sandbox_support import REASON, shared_server

from autograder.grading import forkserver, line, sandbox
from autograder.grading.codec import Missing, Unreadable
from autograder.grading.forkserver import ForkServer
from autograder.grading.limits import Limits
from autograder.grading.outputs import CellRun, Collector, sanitise_html
from autograder.grading.process import Child, ChildLost, Stretch, StudentFunctionError
from mlsys_course.kinds.plot.content import FigureContent
from mlsys_course.units import Q_

QUICK = Limits(cell_wall=0.7, cell_cpu=30, call_wall=0.7, answer_wall=5, grace=1.5)


@pytest.fixture
def server() -> ForkServer:
    return shared_server()


@pytest.fixture
def child(server: ForkServer) -> Iterator[Child]:
    with server.open() as opened:
        yield opened


def run(child: Child, source: str) -> CellRun:
    return child.run_cell(textwrap.dedent(source))


def text_of(done: CellRun, name: str = "stdout") -> str:
    return "".join(o["text"] for o in done.outputs if o["output_type"] == "stream" and o["name"] == name)


def result_of(done: CellRun) -> dict[str, str]:
    (found,) = [o["data"] for o in done.outputs if o["output_type"] == "execute_result"]
    return dict(found)


def kinds_of(done: CellRun) -> list[str]:
    return [output["output_type"] for output in done.outputs]


# -- as in Jupyter ------------------------------------------------------------------------------------------


def test_state_results_and_counts_go_on_from_cell_to_cell(child: Child) -> None:
    first, second = run(child, "days = 25.28\ndays"), run(child, "print(_, __name__); days * 2")
    assert result_of(first)["text/plain"] == "25.28"
    assert text_of(second) == "25.28 __main__\n"
    assert result_of(second)["text/plain"] == "50.56"
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert first.error is None


def test_outputs_are_valid_nbformat(child: Child) -> None:
    sources = ["print(1)", "1 / 0", "import pandas as pd; pd.DataFrame({'a': [1]})"]
    sources += ["import matplotlib.pyplot as plt; plt.plot([1, 2])"]
    sources += ["from IPython.display import HTML, display; display(HTML('x'))"]
    notebook = nbformat.v4.new_notebook()
    for source in sources:
        done = run(child, source)
        cell = nbformat.v4.new_code_cell(source, execution_count=done.execution_count)
        cell.outputs = [nbformat.from_dict(output) for output in done.outputs]
        notebook.cells.append(cell)
    nbformat.validate(notebook)


def test_figures_are_drawn_at_the_end_of_the_cell_and_by_show(child: Child) -> None:
    run(child, "import matplotlib.pyplot as plt")
    drawn = run(child, "plt.plot([1, 2])")
    shown = run(child, "%matplotlib inline\nplt.plot([1, 2])\nplt.show()\nprint('after')")
    assert kinds_of(drawn) == ["execute_result", "display_data"]
    assert drawn.outputs[1]["data"]["image/png"].startswith("iVBOR")
    assert kinds_of(shown) == ["display_data", "stream"]
    blocking = (
        "import matplotlib\nmatplotlib.use('TkAgg')\n%matplotlib qt\nplt.plot([1]); plt.show(block=True)"
    )
    window = run(child, blocking)
    assert window.error is None
    assert "display_data" in kinds_of(window)


def test_tables_and_quantities_have_rich_results(child: Child) -> None:
    table = result_of(run(child, "import pandas as pd\npd.DataFrame({'year': [2012]})"))
    assert '<table border="1" class="dataframe">' in table["text/html"]
    assert "year" in table["text/plain"]
    assert "25.28" in result_of(run(child, "from mlsys_course import Q_\nQ_(25.28, 'day')"))["text/plain"]


def test_displays_are_updated_and_cleared(child: Child) -> None:
    done = run(
        child,
        """
        from IPython.display import clear_output, display
        print("gone")
        clear_output()
        handle = display("first", display_id=True)
        handle.update("second")
        """,
    )
    (only,) = done.outputs
    assert only["data"]["text/plain"] == "'second'"


def test_magics_work_and_shell_lines_are_explained(child: Child) -> None:
    assert "Wall time" in text_of(run(child, "%time sum(range(10))"))
    assert "CPU times" in text_of(run(child, "%%time\nsum(range(10))"))
    for source in (
        "!pip install seaborn",
        "%pip install seaborn",
        "%%bash\npip install seaborn",
        "!!pip install x",
    ):
        done = run(child, source)
        assert done.error is None
        assert "Not run:" in text_of(done), source
    assert "no network" in text_of(run(child, "!pip install seaborn"))


def test_top_level_await_and_tasks_in_the_background(child: Child) -> None:
    run(
        child,
        "import asyncio\nseen = []\nasync def later():\n    await asyncio.sleep(0.05)\n    seen.append(1)",
    )
    assert run(child, "task = asyncio.create_task(later())\nawait asyncio.sleep(0)\n5").error is None
    run(child, "await task")
    assert child.answers(["seen"])["seen"] == [1]


def test_input_is_refused_in_words(child: Child) -> None:
    for source in ("input('name? ')", "import getpass; getpass.getpass()"):
        error = run(child, source).error
        assert error is not None
        assert "nobody can type" in error.evalue


def test_leaving_does_not_stop_the_notebook(child: Child) -> None:
    assert run(child, "exit()").error is None
    assert run(child, "quit").error is None
    error = run(child, "import sys\nsys.exit(3)").error
    assert error is not None
    assert error.ename == "SystemExit"
    assert result_of(run(child, "1 + 1"))["text/plain"] == "2"


def test_errors_have_their_traceback(child: Child) -> None:
    done = run(child, "def f():\n    return 1 / 0\nf()")
    assert done.error is not None
    assert done.error.ename == "ZeroDivisionError"
    assert "return" in "".join(done.error.traceback)
    syntax = run(child, "def (:").error
    assert syntax is not None
    assert syntax.ename == "SyntaxError"


def test_what_is_written_below_python_is_captured(child: Child) -> None:
    done = run(
        child,
        """
        import ctypes, os, sys, warnings
        print("one")
        sys.stdout.flush()
        os.write(1, b"two\\n")
        libc = ctypes.CDLL(None)
        libc.puts(b"three")
        libc.fflush(None)
        os.write(2, b"error\\n")
        warnings.warn("careful")
        sys.stdout.buffer.write(b"four")
        """,
    )
    assert text_of(done) == "one\ntwo\nthree\nfour"
    assert "error\n" in text_of(done, "stderr")
    assert "careful" in text_of(done, "stderr")


def test_files_lie_beside_the_notebook_and_do_not_stand_in_for_libraries(server: ForkServer) -> None:
    files = {"data.csv": b"a\n1\n", "sub/helper.py": b"x = 3\n", "numpy.py": b"raise SystemExit\n"}
    files |= {"statistics.py": b"raise SystemExit\n", "mine.py": b"y = 4\n"}
    with server.open(files, environment={"MLSYS_EXTRA": "1"}) as child:
        done = run(
            child,
            """
            import os, numpy, statistics, mine, sub.helper
            found = [open("data.csv").read(), mine.y, sub.helper.x, statistics.mean([1, 3])]
            found += [os.environ["MLSYS_EXTRA"]]
            """,
        )
        assert done.error is None
        assert child.answers(["found"])["found"] == ["a\n1\n", 4, 3, 2, "1"]


@pytest.mark.parametrize("name", ["/etc/passwd", "../up", "a/../../up", "", ".", "nul\0"])
def test_odd_names_of_files_are_refused(server: ForkServer, name: str) -> None:
    with pytest.raises(ValueError, match="plain relative path"):
        server.open({name: b""})


def test_random_numbers_differ_between_children(server: ForkServer) -> None:
    source = "import random, numpy\nfound = [random.random(), numpy.random.random()]"
    found = []
    for _ in range(2):
        with server.open() as child:
            run(child, source)
            found.append(child.answers(["found"])["found"])
    assert found[0][0] != found[1][0]
    assert found[0][1] != found[1][1]


# -- stretches ----------------------------------------------------------------------------------------------


def requests(child: Child, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return a list that grows with each request to the child."""
    sent: list[bytes] = []
    send = child._line._send

    def counted(data: bytes) -> bool:
        sent.append(data)
        return send(data)

    monkeypatch.setattr(child._line, "_send", counted)
    return sent


def test_cells_and_the_answers_after_them_are_one_request(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.open(limits=Limits(cell_wall=600)) as child:  # no cell takes long, however busy the machine
        sent = requests(child, monkeypatch)
        done = child.stretch(["days = 1\ndays", "1 / 0", "days += 1; print(days)"], ["days", "gpus"])
        assert len(sent) == 1
        assert [run.execution_count for run in done.runs] == [1, 2, 3]
        assert result_of(done.runs[0])["text/plain"] == "1"
        assert done.runs[1].error is not None
        assert text_of(done.runs[2]) == "2\n"
        assert done.answers == {"days": 2, "gpus": Missing("gpus")}
        assert done.ended is None
        assert child.stretch([]).runs == []
        assert len(child.stretch(["pass"] * 300).runs) == 300
        assert child.stretch(["days = 3"]).answers == {}
        assert child.stretch([], ["days"]).answers == {"days": 3}


def test_each_cell_of_a_stretch_has_its_own_time_and_output(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(cell_wall=2.0, grace=3, output_bytes=20_000)
    sources = ["import time; time.sleep(1.2)", "time.sleep(1.2)", "while True: pass", "x = 1", "'a' * 15_000"]
    with server.open(limits=limits) as child:
        sent = requests(child, monkeypatch)
        done = child.stretch([*sources, "'b' * 15_000"], ["x"])
        assert [run.timed_out for run in done.runs] == [False, False, True, False, False, False]
        assert [len(result_of(run)["text/plain"]) for run in done.runs[4:]] == [15_002, 15_002]
        assert done.answers == {"x": 1}
        # A cell that took long is the last of its request: an interrupt that comes late meets no other.
        assert len(sent) >= 4


def test_a_stretch_ends_where_the_process_ends(server: ForkServer) -> None:
    with server.open() as child:
        done = child.stretch(["x = 1", "print(2)\nimport os; os._exit(3)", "x = 3"], ["x"])
        assert [run.killed for run in done.runs] == [False, True]
        assert done.runs[1].error is not None
        assert done.ended == "it ended itself (exit status 3)"
        assert done.answers == {}
        assert child.stretch(["x = 4"], ["x"]) == Stretch([], {}, done.ended)
    with server.open() as child:
        source = "import sys\nsys.stdout._outputs.channel.send({'op': 'done', 'seq': 1, 'more': True})"
        done = child.stretch([source, "x = 2", "x = 3"], ["x"])
        assert "no notebook sends" in str(done.ended)
        assert [run.killed for run in done.runs] == [False, True]


# -- answers and functions ----------------------------------------------------------------------------------


def test_answers_cross(child: Child) -> None:
    run(
        child,
        """
        import matplotlib.pyplot as plt
        from mlsys_course import Q_
        days, todo, figure, loop = Q_(25.28, "day"), ..., plt.figure(), []
        figure.gca().loglog([1, 10], [2, 20])
        loop.append(loop)
        """,
    )
    answers = child.answers(["days", "todo", "figure", "loop", "nothing", "plt"])
    assert answers["days"] == Q_(25.28, "day")
    assert answers["todo"] is ...
    assert isinstance(answers["figure"], FigureContent)
    assert answers["figure"].axes[0].lines[0].y == (2.0, 20.0)
    assert answers["nothing"] == Missing("nothing")
    assert isinstance(answers["loop"], Unreadable)
    assert "contains itself" in answers["loop"].reason


def test_functions_are_called_where_they_live(child: Child) -> None:
    run(
        child,
        """
        from mlsys_course import Q_
        def amdahl(p, s=1):
            return 1 / ((1 - p) + p / s)
        def time(ops, rate):
            return ops / rate
        def back(*values, **named):
            return [values, named]
        def make():
            return lambda x: x + 1
        def noisy(x):
            print("x" * 1_000_000)
            return x
        """,
    )
    found = child.answers(["amdahl", "time", "back", "make", "noisy"])
    assert found["amdahl"](0.5, s=2) == pytest.approx(4 / 3)
    assert found["amdahl"].parameters == ("p", "s")
    assert found["time"](Q_(1, "TFLOP"), Q_(2, "TFLOP/s")) == Q_(0.5, "s")
    assert found["back"](1, [2], key={"a": (3,)}) == [(1, [2]), {"key": {"a": (3,)}}]
    assert found["make"]()(1) == 2
    assert found["noisy"](3) == 3


def test_what_a_function_raises_is_told(child: Child) -> None:
    run(
        child,
        """
        import sys
        class Mine(Exception):
            def __str__(self):
                raise ValueError
        def key(rates): return rates["disk"]
        def leave(): sys.exit()
        def mine(): raise Mine
        async def wait(): return 1
        """,
    )
    found = child.answers(["key", "leave", "mine", "wait"])
    with pytest.raises(StudentFunctionError, match="disk") as caught:
        found["key"]({})
    assert caught.value.learner_type == "KeyError"
    for name, kind in (("leave", "SystemExit"), ("mine", "Mine")):
        with pytest.raises(StudentFunctionError) as caught:
            found[name]()
        assert caught.value.ename == kind
    assert "async def" in found["wait"]().reason
    with pytest.raises(TypeError, match="plain data"):
        found["key"](print)


def test_functions_have_their_time(server: ForkServer) -> None:
    with server.open(limits=QUICK) as child:
        run(child, "import time\ndef slow(): time.sleep(60)\ndef quick(): return 1")
        run(child, "def loop():\n  while True: pass")
        found = child.answers(["slow", "loop", "quick"])
        for name in ("slow", "loop"):
            with pytest.raises(StudentFunctionError) as caught:
                found[name]()
            assert caught.value.ename == "TimeoutError"
        assert found["quick"]() == 1


def test_functions_of_a_lost_child_say_so(server: ForkServer) -> None:
    with server.open() as child:
        run(child, "import os\ndef f(): os._exit(1)")
        function = child.answers(["f"])["f"]
        for _ in range(2):
            with pytest.raises(StudentFunctionError) as caught:
                function()
            assert caught.value.ename == "NotebookEnded"


# -- time and loss ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["while True: pass", "import time; time.sleep(60)", "import asyncio\nawait asyncio.sleep(60)"]
)
def test_long_cells_are_interrupted_and_the_next_one_runs(server: ForkServer, source: str) -> None:
    with server.open(limits=QUICK) as child:
        done = run(child, source)
        assert done.timed_out
        assert not done.killed
        assert done.error is not None
        assert "stopped" in text_of(done, "stderr")
        assert result_of(run(child, "1 + 1"))["text/plain"] == "2"


def test_cells_that_refuse_to_stop_are_killed(server: ForkServer) -> None:
    with server.open(limits=Limits(cell_wall=0.5, grace=0.5)) as child:
        with pytest.raises(ChildLost, match="could not be interrupted") as caught:
            run(child, "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass")
        assert caught.value.run is not None
        assert caught.value.run.timed_out
        assert caught.value.run.killed


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import os; os._exit(7)", "it ended itself \\(exit status 7\\)"),
        ("import ctypes; ctypes.string_at(0)", "it crashed \\(SIGSEGV\\)"),
        ("import os; os.abort()", "it crashed"),
        ("import os; os.close(3)", "it"),
        ("import os; os.write(3, b'\\xff' * 100)", "it sent what no notebook sends"),
        ("import os; os.write(3, b'\\0\\0\\0\\1?')", "it sent what no notebook sends"),
        ("import os; os.write(3, b'\\0\\0\\0\\1N')", "it sent what no notebook sends"),
        ("import os\nwhile True: os.write(3, b'\\0\\0\\0\\1N' * 10000)", "it sent what no notebook sends"),
        ("import sys\nwhile True: sys.stdout._outputs.channel.send({'op': 'update'})", "more output"),
    ],
)
def test_a_lost_child_is_one_sentence(server: ForkServer, source: str, why: str) -> None:
    with server.open(limits=Limits(cell_wall=10)) as child:
        run(child, "answer = 42")
        assert child.answers(["answer"])["answer"] == 42
        with pytest.raises(ChildLost, match=why) as caught:
            run(child, f"print('before', flush=True)\n{source}")
        assert caught.value.run is not None
        assert text_of(caught.value.run).startswith("before")
        with pytest.raises(ChildLost, match=why):
            run(child, "1")
        with pytest.raises(ChildLost, match=why):
            child.answers(["answer"])
    with server.open() as after:
        assert result_of(run(after, "1 + 1"))["text/plain"] == "2"


def test_processes_that_run_on_after_the_cell_do_not_talk(child: Child) -> None:
    done = run(child, "import os\npid = os.fork()\nprint('forked')")
    assert done.error is None
    assert run(child, "os.waitpid(pid, 0)[0] == pid").error is None
    assert child.answers(["pid"])["pid"] > 1


def test_endless_output_is_cut_and_the_notebook_goes_on(server: ForkServer) -> None:
    limits = Limits(cell_wall=1, output_bytes=200_000, output_messages=50)
    with server.open(limits=limits) as child:
        done = run(child, "while True: print('x' * 100)")
        assert done.timed_out
        assert len(text_of(done)) <= 200_000
        assert "left out" in text_of(done, "stderr")
        many = run(child, "for n in range(1000): display(n)")
        assert many.error is None
        assert len(many.outputs) <= 60
        big = run(child, "'y' * 10_000_000")
        assert big.error is None
        assert sum(len(str(output)) for output in big.outputs) < 400_000


def test_forged_replies_do_not_pass_for_others(server: ForkServer) -> None:
    """A child may lie about itself, in the form that is expected and at the time that is expected."""
    answer = "{'op': 'answer', 'name': 'days', 'value': b'N'}"
    for forged in (answer, "{'op': 'done', 'seq': 99}", "{'op': 'done', 'seq': True}"):
        with server.open() as child:
            with pytest.raises(ChildLost, match="no notebook sends"):
                run(child, f"import sys\nfor _ in range(3): sys.stdout._outputs.channel.send({forged})")
            with pytest.raises(ChildLost, match="no notebook sends"):
                child.answers(["days"])


def test_early_end_of_a_cell_is_found_out(server: ForkServer) -> None:
    early = """
        import sys, time
        sys.stdout._outputs.channel.send({"op": "done", "seq": 1, "count": 1, "error": None})
        time.sleep(0.2)
        """
    with server.open() as child:
        assert run(child, early).error is None
        with pytest.raises(ChildLost, match="no notebook sends"):
            run(child, "1")


def test_losing_the_server_loses_the_child_not_the_grader(server: ForkServer) -> None:
    with server.prepare([]) as own:
        with own.open() as child:
            assert own.alive
            own.close()
            with pytest.raises(ChildLost):
                run(child, "while True: pass")
        assert not own.alive
        with pytest.raises(RuntimeError, match="not running"):
            own.open()
    assert server.alive


def test_nothing_survives_a_killed_grader(tmp_path: Path) -> None:
    if REASON is not None:
        pytest.skip(REASON)
    script = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r})
        from autograder.grading.forkserver import ForkServer
        server = ForkServer()
        server.start()
        child = server.open()
        child.run_cell("import os\\nif os.fork() == 0:\\n  while True: pass")
        print(server._process.pid, flush=True)
        child.run_cell("while True: pass")
        """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        pid = int(grader.stdout.readline())
        family = descendants(pid)
        assert len(family) >= 4
        grader.kill()
    deadline = time.monotonic() + 20
    while any(map(is_running, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, family))


def descendants(pid: int) -> set[int]:
    """Return a process and all below it."""
    parents = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
    found: set[int] = set()
    wave = {pid}
    while wave:
        found |= wave
        wave = {number for number, parent in parents.items() if parent in wave} - found
    return found


def is_running(pid: int) -> bool:
    """Say whether a process exists and is more than an entry waiting for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_children_work_side_by_side(server: ForkServer) -> None:
    found: dict[int, Any] = {}

    def work(number: int) -> None:
        with server.open() as child:
            run(child, f"import time; time.sleep(0.1); mine = {number}")
            found[number] = child.answers(["mine"])["mine"]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == {number: number for number in range(4)}


# -- cells that all submissions start with ------------------------------------------------------------------


def test_prepared_cells_run_once_and_every_child_has_them(server: ForkServer) -> None:
    cells = ["import time\nstamp = time.time_ns()\nprint('ready')", "table = [1, 2]\ntable"]
    with server.prepare(cells) as warm:
        assert [text_of(done) for done in warm.prepared] == ["ready\n", ""]
        stamps = []
        for _ in range(2):
            with warm.open() as child:
                done = run(child, "table.append(3)\nlen(table)")
                assert result_of(done)["text/plain"] == "3"
                assert done.execution_count == 3
                stamps.append(child.answers(["stamp"])["stamp"])
        assert stamps[0] == stamps[1]
    with server.open() as child:
        assert child.answers(["stamp"])["stamp"] == Missing("stamp")


def test_a_prepared_cell_that_fails_is_the_courses_fault(server: ForkServer) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        server.prepare(["1 / 0"])
    assert server.alive


# -- without a sandbox, and through bubblewrap --------------------------------------------------------------


def test_without_a_sandbox_the_protocol_is_the_same(tmp_path: Path) -> None:
    with ForkServer(sandbox=False) as unsafe:
        assert unsafe.mode == "none"
        with unsafe.open({"a.txt": b"x"}, QUICK) as child:
            done = run(child, "import os\nfolder = os.getcwd()\nprint(open('a.txt').read())\nos.getuid()")
            assert text_of(done) == "x\n"
            assert result_of(done)["text/plain"] == str(os.getuid())
            folder = child.answers(["folder"])["folder"]
            assert os.path.isdir(folder)
            assert run(child, "while True: pass").timed_out
            error = run(child, "import autograder").error
            assert error is not None
            assert error.ename == "ModuleNotFoundError"
        assert not os.path.exists(folder)


def test_bubblewrap_keeps_the_same_cage(monkeypatch: pytest.MonkeyPatch) -> None:
    why = sandbox.try_bubblewrap() if sandbox.platform.system() == "Linux" else "no Linux"
    if why is not None:
        pytest.skip(why)
    monkeypatch.setattr(forkserver, "choose", lambda: "bubblewrap")
    with ForkServer() as cold, cold.prepare(["start = 1"]) as warm:
        assert warm.alive
        assert warm.mode == "bubblewrap"
        with warm.open({"a.txt": b"x"}, QUICK) as child:
            run(
                child,
                """
                import os
                status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
                found = [os.getuid(), os.getpid(), status["CapEff"].strip(), status["Seccomp"].strip(), start,
                         open("a.txt").read(), sorted(os.listdir("/home")), os.path.exists("/etc/shadow")]
                """,
            )
            found = child.answers(["found"])["found"]
            assert found == [65534, 1, "0" * 16, "2", 1, "x", ["student"], False]
            for module in ("autograder", "nbgrader"):
                error = run(child, f"import {module}").error
                assert error is not None
                assert error.ename == "ModuleNotFoundError"
            assert run(child, "while True: pass").timed_out
            with pytest.raises(ChildLost, match="exit status 3"):
                run(child, "os._exit(3)")


# -- outputs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script>fine", "fine"),
        ("<img src=x onerror=alert(1)>", "<img>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" &#106;avascript:alert(1)">a</a>', "<a>a</a>"),
        ('<iframe src="//x.org">in</iframe>out', "out"),
        ('<svg onload="alert(1)"><script>1</script></svg>after', "after"),
        ('<p style="color: red; background: url(//x.org)">p</p>', "<p>p</p>"),
        ('<form action="//x.org"><input></form>', ""),
        ('<base href="//x.org"><meta http-equiv="refresh">x', "x"),
        ('<style>@import "//x.org";</style><b>x</b>', "<b>x</b>"),
        ("<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", ""),
        ("<td colspan=2>1</td>", "1"),
        ("<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
    ],
)
def test_html_is_reduced_to_what_is_still(html: str, kept: str) -> None:
    assert sanitise_html(html).strip() == kept


@pytest.mark.parametrize(
    "piece", ["<ul><li>", "<div>", "<b><p>", "<p><b></p>", "<b></i>", "<table><td>", "<a href=x>"]
)
def test_html_that_would_take_minutes_is_left_out(piece: str) -> None:
    assert "too deeply nested" in sanitise_html(piece * 30_000)
    sanitise_html((piece * 100) + "</p></li></ul></b></i></div></a>" * 100)


def test_collector_takes_anything_and_keeps_what_is_well_formed() -> None:
    collector = Collector(Limits(output_bytes=10_000))
    odd: list[Any] = [None, 3, "x", [], {}, {"op": "no"}, b"x", ..., True]
    for operation in ("stream", "display", "result", "update", "error", "clear", None):
        for value in odd:
            collector.take(
                {"op": operation, "text": value, "data": value, "ename": value, "traceback": value}
            )
            collector.take({"op": operation, "data": {"text/html": value, "image/png": value}, "id": value})
    for output in collector.outputs:
        nbformat.validate(nbformat.from_dict(output), ref="output", version=4, version_minor=5)


def test_scripts_and_widgets_do_not_come_through(child: Child) -> None:
    done = run(
        child,
        """
        from IPython.display import HTML, SVG, Javascript, Markdown, display
        import ipywidgets
        display(Javascript("alert(1)"), HTML("<script>alert(1)</script><b>x</b>"), ipywidgets.IntSlider())
        display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
        display(Markdown("<script>alert(1)</script> **x**"))
        display({"application/vnd.jupyter.widget-view+json": {}, "text/html": "<iframe>"}, raw=True)
        display({"text/latex": "$\\\\href{javascript:alert(1)}{x}$"}, raw=True)
        """,
    )
    assert done.error is None
    mimes = {mime for output in done.outputs for mime in output["data"]}
    assert mimes <= {"text/plain", "text/html", "text/latex"}
    html = " ".join(output["data"].get("text/html", "") for output in done.outputs)
    assert "script" not in html
    assert "<b>x</b>" in html
    assert "\\href" not in str([output["data"].get("text/latex") for output in done.outputs])


def test_waits_end_even_when_nobody_answers(server: ForkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_SLACK", 0.2)
    with server.open(limits=Limits(cell_wall=0.2, grace=0.1)) as child:
        # The supervisor is told nothing, as if it hung: the grader gives up by itself.
        monkeypatch.setattr(child._line.link, "send", lambda message, fds=(): None)
        with pytest.raises(ChildLost, match="stopped answering"):
            run(child, "while True: pass")
        monkeypatch.undo()
