"""Stopping the class."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from adversarial.adding import CASES, answers, case, cells
from adversarial.kit import ALL, NONE, NOTEBOOK, Case, Kit

STOP = "stopping the class"
DEADLY = {
    "endless loop": "while True: pass",
    "endless loop that refuses interruption": (
        "import signal\ntry: signal.signal(signal.SIGINT, signal.SIG_IGN)\nexcept Exception: pass\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "endless sleep": "import time\nwhile True:\n    try: time.sleep(1000)\n    except BaseException: pass",
    "the process ends itself": "import os\nos._exit(0)",
    "sys.exit in a thread and here": "import sys, threading\nthreading.Thread(target=sys.exit).start()\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nos._exit(1)",
    "segmentation fault": "import ctypes\nctypes.string_at(0)",
    "abort": "import os\nos.abort()",
    "stack overflow in C": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "memory": "x = []\nwhile True: x.append(bytearray(50_000_000))",
    "memory in many processes": (
        "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        x = bytearray(b'x') * 200_000_000\n        time.sleep(60)\ntime.sleep(60)"
    ),
    "a loop in C": "sum(range(10**12))",
    "a slow regular expression": "import re\nre.match('(a+)+$', 'a' * 60 + '!')",
    "a huge power": "x = 10 ** 10 ** 9",
    "a descriptor of the grader closed": "import os\nfor fd in range(3, 100):\n    try: os.close(fd)\n    except OSError: pass",
    "a torn frame on the line": (
        "import os\nfor fd in range(3, 100):\n    try: os.write(fd, b'\\xff\\xff\\xff\\xff')\n    except OSError: pass"
    ),
    "a flood of output": "while True: print('x' * 10000)",
    "a flood of messages": "from IPython.display import display\nwhile True: display(1)",
}
cells(STOP, NONE, "first", DEADLY, quick={"the process ends itself", "segmentation fault"})

HARMLESS = {
    "exception": "1 / 0",
    "SystemExit": "raise SystemExit('bye')",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "exit() as people call it": "exit()",
    "an exception whose text fails": "class E(Exception):\n    def __str__(self): raise E\nraise E",
    "a repr that fails": "class R:\n    def __repr__(self): raise ValueError\nR()",
    "a syntax error": "def (:",
    "closed standard streams": "import sys\nsys.stdout.close(); sys.stderr.close()",
    "a megabyte of traceback": "def f(n):\n    return f(n - 1) if n else 1 / 0\nf(900)",
    "threads left running": "import threading, time\nfor _ in range(5): threading.Thread(target=time.sleep, args=(60,)).start()",
    "nul and control characters": "print('a\\0b\\x1b[2J\\x07' * 100)",
    "lone surrogates": "print('\\ud800')",
    "ten thousand lines": "for k in range(10000): print(k)",
}
cells(STOP, ALL, "last", HARMLESS, quick={"exception"})

answers(
    STOP, frozenset(ALL - {"training_days"}), {
        "an answer of a billion digits": {"training_days": "training_days = 1 << 3_000_000"},
        "an answer of four thousand digits": {"training_days": "training_days = 10 ** 4200"},
        "a text of megabytes": {"training_days": "training_days = 'x' * 10**7"},
        "an array of gigabytes": {"training_days": "import numpy as np\ntraining_days = np.zeros(10**8, dtype='u1')"},
        "an array without memory behind it": {
            "training_days": "import numpy as np\ntraining_days = np.broadcast_to(1.0, (10**6, 10**6))"
        },
        "a list that holds itself": {"training_days": "training_days = []\ntraining_days.append(training_days)"},
        "a list a hundred thousand deep": {
            "training_days": "training_days = []\nfor _ in range(100_000): training_days = [training_days]"
        },
        "a bomb of references": {
            "training_days": "training_days = 'lol'\nfor _ in range(30): training_days = [training_days] * 10"
        },
        "keys that collide": {"training_days": "training_days = {k * (2**61 - 1): k for k in range(50_000)}"},
        "a fraction of enormous parts": {
            "training_days": "from fractions import Fraction\ntraining_days = Fraction(3**9000, 2**9001)"
        },
        "a decimal with an enormous exponent": {
            "training_days": "from decimal import Decimal\ntraining_days = Decimal('1E+999999')"
        },
        "a quantity of a huge integer": {
            "training_days": "from mlsys_course import Q_\ntraining_days = Q_(10**4000, 'day')"
        },
        "a unit of an enormous power": {
            "training_days": "from mlsys_course import Q_\ntraining_days = Q_(1.0, 'day') ** 60"
        },
        "an array of objects that are arrays": {
            "training_days": "import numpy as np\ntraining_days = np.empty(3, dtype=object)\nfor k in range(3): training_days[k] = np.zeros(1000)"
        },
        "a table of a thousand columns": {
            "training_days": "import pandas as pd\ntraining_days = pd.DataFrame({str(k): [k] for k in range(1000)})"
        },
        "a figure of a million points": {
            "training_days": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot(range(1_000_000))\ntraining_days = ax"
        },
        "reading it never ends": {
            "training_days": "import pandas as pd\nclass S(pd.Series):\n    @property\n    def array(self):\n        while True: pass\n    values = index = dtype = array\ntraining_days = S([1])"
        },
        "reading it raises SystemExit": {
            "training_days": "import pint\nclass Q(type(q.peak)):\n    @property\n    def _magnitude(self): raise SystemExit\ntry:\n    training_days = Q(1, 'day')\nexcept BaseException:\n    training_days = 7"
        },
    }, quick={"keys that collide"},
)  # fmt: skip
answers(
    STOP, frozenset(ALL - {"iron_law"}), {
        "a function that never returns": {"iron_law": "def iron_law(*a, **k):\n    while True: pass"},
        "a function that ends the process": {"iron_law": "def iron_law(*a, **k):\n    import os\n    os._exit(0)"},
        "a function that recurses for ever": {"iron_law": "def iron_law(*a, **k): return iron_law(*a, **k)"},
        "a function that prints without end": {"iron_law": "def iron_law(*a, **k):\n    while True: print('x' * 10**6)"},
        "a function that returns gigabytes": {"iron_law": "def iron_law(*a, **k): return 'x' * 10**8"},
        "a function that raises a strange error": {
            "iron_law": "class E(BaseException):\n    def __str__(self): return '\\n' * 10**6\ndef iron_law(*a, **k): raise E"
        },
        "a function that forks": {"iron_law": "import os\ndef iron_law(*a, **k):\n    os.fork()\n    return 1"},
    }, quick=(),
)  # fmt: skip


def _file(
    name: str,
    content: Callable[[Kit], bytes],
    problem: str | None,
    fair: frozenset[str] | None = None,
    **more: Any,
) -> None:
    def build(kit: Kit) -> None:
        (kit.folder / f"{NOTEBOOK}.ipynb").write_bytes(content(kit))

    case(name, STOP, fair, problem=problem, **more)(build)


_file("an empty file", lambda k: b"", "empty", quick=True)
_file("half a file", lambda k: k.dumps(k.right()).encode()[:2000], "no valid JSON")
_file(
    "JSON a hundred thousand deep", lambda k: b'{"cells":' + b"[" * 100_000, "nested too deeply", quick=True
)
_file("millions of empty lists", lambda k: b'{"cells": [' + b"[]," * 5_000_000 + b"[]]}", "millions of parts")
_file(
    "a number of a million digits", lambda k: b'{"cells": [], "x": ' + b"1" * 10**6 + b"}", "not a notebook"
)
_file(
    "five thousand cells",
    lambda k: json.dumps({"cells": [{"cell_type": "code", "source": "1"}] * 5000}).encode(),
    "cells",
)
_file("a picture", lambda k: b"\x89PNG\r\n\x1a\n" + bytes(500), "not a notebook")
_file("a web page", lambda k: b"<!DOCTYPE html><title>Sign in</title>", "web page")
_file("random bytes", lambda k: random.Random(1).randbytes(5000), "not a notebook")
_file("a file of gigabytes, sparse", lambda k: b"", "no notebook of this assignment")
_file("unresolved conflicts", lambda k: b'{"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> main\n]}', "conflicts")
_file(
    "cells that are numbers",
    lambda k: b'{"cells": [1, null, "x", [], {}], "metadata": 7, "nbformat": "x"}',
    None,
    NONE,
)


def _sparse(kit: Kit) -> None:
    with (kit.folder / f"{NOTEBOOK}.ipynb").open("wb") as file:
        file.truncate(1 << 36)


CASES[-3] = Case("a file of gigabytes, sparse", STOP, _sparse, None, problem="no notebook of this assignment")


@case("sources that choke a parser", STOP, ALL)
def _(kit: Kit) -> None:
    made = kit.right()
    for text in ("(" * 5000, "-" * 100_000 + "1", "+".join(["1"] * 20_000), "[" * 5000, "x." * 20_000 + "y"):
        made.cells.append(new_code_cell(text))
    for c in made.cells:
        c.metadata.pop("nbgrader", None)
    kit.submit(made)


@case("text that chokes a renderer", STOP, ALL)
def _(kit: Kit) -> None:
    made = kit.right()
    for text in ("[" * 50_000, ">" * 5000, "*a " * 30_000, "<div>" * 20_000, "$" * 30_000, "```" * 30_000):
        made.cells.append(new_markdown_cell(text))
    kit.submit(made)


@case("a FIFO where the notebook should be", STOP, None, problem="no notebook of this assignment", quick=True)
def _(kit: Kit) -> None:
    os.mkfifo(kit.folder / f"{NOTEBOOK}.ipynb")


@case(
    "FIFOs beside the notebook and as timestamp",
    STOP,
    ALL,
    note="no regular file",
    problem="timestamp.txt is no file that can be read",
)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    os.mkfifo(kit.folder / "data.csv")
    os.mkfifo(kit.folder / "timestamp.txt")


@case("devices", STOP, ALL)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    if os.geteuid() == 0:
        os.mknod(kit.folder / "zero.csv", stat.S_IFCHR | 0o666, os.makedev(1, 5))


@case("unreadable for its rights", STOP, ALL)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    (kit.folder / "x.csv").write_text("x")
    (kit.folder / "x.csv").chmod(0)


@case("no folder but a file", STOP, None, problem="not a folder")
def _(kit: Kit) -> None:
    folder = kit.folder
    folder.rmdir()
    folder.write_text("x")


@case("an empty folder", STOP, None, problem="nothing that can be read")
def _(kit: Kit) -> None:
    assert kit.folder.is_dir()


@case("a timestamp that is none", STOP, ALL, problem="which is no time")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    (kit.folder / "timestamp.txt").write_bytes(b"\xff\0yesterday" * 1000)
