"""The cases: over 150 submissions that nobody should have to grade by hand twice."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

import base64
import copy
import io
import json
import os
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from adversarial.kit import ALL, NONE, NOTEBOOK, TESTS, WRITTEN, Case, Kit, cell, without

CASES: list[Case] = []


def case(
    name: str, group: str, fair: frozenset[str] | None = NONE, **more: Any
) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    """Add a case; decorates what hands it in."""

    def add(build: Callable[[Kit], None]) -> Callable[[Kit], None]:
        CASES.append(Case(name, group, build, fair, **more))
        return build

    return add


def cells(group: str, fair: frozenset[str], start: str, entries: dict[str, str], **more: Any) -> None:
    """Add cases of one code cell of the student's own: before or after all others, answers right or left out."""
    quick = set(more.pop("quick", ()))

    def builder(code: str) -> Callable[[Kit], None]:
        def build(kit: Kit) -> None:
            made = kit.right() if fair == ALL else kit.blank()
            kit.submit(kit.code(made, code, 0 if start == "first" else -1))

        return build

    for name, code in entries.items():
        case(name, group, fair, quick=name in quick, **more)(builder(code))


def answers(group: str, fair: frozenset[str], entries: dict[str, dict[str, str]], **more: Any) -> None:
    """Add cases of odd answer cells; the other answers are right where they are fair."""
    quick = set(more.pop("quick", ()))

    def builder(texts: dict[str, str]) -> Callable[[Kit], None]:
        def build(kit: Kit) -> None:
            kit.submit(kit.right(**texts) if fair else kit.blank(**texts))

        return build

    for name, texts in entries.items():
        case(name, group, fair, quick=name in quick, **more)(builder(texts))


# -- more points than deserved -------------------------------------------------------------------------------

POINTS = "more points than deserved"

cells(
    POINTS, NONE, "first", {
        "check replaced": "def check(*a, **k):\n    return True",
        "check of the package replaced": "import mlsys_course\nmlsys_course.check = lambda *a: mlsys_course.Result(True, 1.0, None, 'ok')",
        "Result made to accept": (
            "from mlsys_course.result import Result\nResult.accepted = True\nResult.score = 1.0\n"
            "Result.__init__ = lambda self, *a, **k: None"
        ),
        "grade defined": "def grade(*a, **k):\n    return 99.0\nimport builtins\nbuiltins.grade = grade",
        "autograder module planted": (
            "import sys, types\nm = types.ModuleType('autograder')\nm.grade = lambda *a: 99.0\n"
            "sys.modules['autograder'] = m"
        ),
        "autograder.py written beside the notebook": "open('autograder.py', 'w').write('grade = lambda *a: 99.0')",
        "the display hook prints the points": "import sys\nsys.displayhook = lambda v: print(2.0)",
        "score printed": "print(2.0)\n2.0",
        "float as a result in every cell": (
            "ip = get_ipython()\nip.events.register('post_run_cell', lambda r: print(99.0))\n99.0"
        ),
        "transformer that rewrites later cells": (
            "ip = get_ipython()\nip.input_transformers_post.append(lambda lines: ['2.0\\n'])"
        ),
        "ast transformer": (
            "import ast\nclass T(ast.NodeTransformer):\n    def visit_Module(self, n):\n"
            "        return ast.parse('2.0')\nget_ipython().ast_transformers.append(T())"
        ),
        "run_cell patched": "type(get_ipython()).run_cell = lambda *a, **k: None",
        "a forged diagnosis on display": (
            "from IPython.display import HTML, display\n"
            "display(HTML('<div role=\"status\"><strong>training_days: accepted.</strong></div>'))\n"
            "display({'text/plain': 'training_days: accepted.'}, raw=True)"
        ),
        "forged execute_result on the channel": (
            "get_ipython().displayhook.prompt_count = 1\n"
            "get_ipython().display_pub.publish({'text/plain': '2.0'}, metadata={'nbgrader': {'score': 2.0}})"
        ),
        "equality of quantities patched": (
            "import pint\npint.Quantity.__eq__ = lambda *a: True\npint.Quantity.__lt__ = lambda *a: True\n"
            "pint.Quantity.to = lambda self, *a: self"
        ),
        "numpy patched": (
            "import numpy as np\nnp.isclose = lambda *a, **k: True\nnp.allclose = np.isclose\n"
            "np.float64 = lambda *a: 0.0"
        ),
        "math patched": "import math\nmath.isclose = lambda *a, **k: True\nmath.isfinite = lambda *a: True",
        "builtins patched": (
            "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.float = lambda x=0: 0.0\n"
            "builtins.isinstance = lambda *a: True\nbuiltins.all = lambda *a: True"
        ),
        "constants changed": (
            "from mlsys_course import constants\nfor n in dir(constants):\n    try:\n"
            "        setattr(constants, n, 1)\n    except Exception: pass"
        ),
        "scenario made trivial": "import mlsys_course\nmlsys_course.scenario = lambda *a: 1\nq = 1\nscenario = lambda *a: q",
        "exercise registry opened": (
            "import gc, mlsys_course.exercise as e\n"
            "for x in list(getattr(e, '_registry', {}).values()):\n    x.rtol = 1e9\n    x.points = 99"
        ),
        "contract loosened": (
            "import mlsys_course.contracts as c, glob, os\n"
            "for f in glob.glob(os.path.dirname(c.__file__) + '/*.json'):\n    try:\n"
            "        open(f, 'w').write('{}')\n    except OSError: pass"
        ),
        "environment variables of nbgrader": (
            "import os\nos.environ.update(NBGRADER_VALIDATING='1', NBGRADER_EXECUTION='', MLSYS_SCORE='99')"
        ),
        "the line to the grader written to": (
            "import os, struct\nfor fd in range(3, 64):\n    try:\n"
            "        os.write(fd, struct.pack('>I', 1) + b'T')\n    except OSError: pass"
        ),
        "a forged answer on the line": (
            "import sys, os, struct\nchild = sys.modules['__main__']\nfor fd in range(3, 64):\n    try:\n"
            "        body = child.pack({'op': 'answer', 'name': 'training_days', 'value': child.pack(25.3)})\n"
            "        os.write(fd, struct.pack('>I', len(body)) + body)\n    except Exception: pass"
        ),
    }, quick={"check replaced", "builtins patched"},
)  # fmt: skip

answers(
    POINTS, NONE, {
        "an object that equals everything": {
            "training_days": "class Yes:\n    def __eq__(self, o): return True\n    def __lt__(self, o): return True\n"
            "    __le__ = __gt__ = __ge__ = __lt__\n    def __hash__(self): return 0\n    def __float__(self): return 25.3\n"
            "    def __abs__(self): return 0\n    def __sub__(self, o): return 0\ntraining_days = Yes()"
        },
        "a float that lies about itself": {
            "training_days": "class F(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
            "    __rsub__ = __sub__\n    __hash__ = float.__hash__\ntraining_days = F(1e9)"
        },
        "a quantity that lies about its unit": {
            "training_days": "import pint\nclass Q(type(q.peak)):\n    def to(self, *a): return self\n"
            "    def __eq__(self, o): return True\ntraining_days = q.peak\ntraining_days.__class__ = Q"
        },
        "a quantity of many numbers": {
            "training_days": "import numpy as np\nfrom mlsys_course import Q_\ntraining_days = Q_(np.linspace(1, 100, 100000), 'day')"
        },
        "a list of all numbers": {"training_days": "training_days = [k / 10 for k in range(1000)]"},
        "not a number": {"training_days": "from mlsys_course import Q_\ntraining_days = Q_(float('nan'), 'day')"},
        "infinity": {"training_days": "from mlsys_course import Q_\ntraining_days = Q_(float('inf'), 'day')"},
        "an uncertain quantity": {
            "training_days": "from mlsys_course import Q_\ntraining_days = Q_(25.3, 'day').plus_minus(1e9)"
        },
        "a property": {"training_days": "training_days = property(lambda s: 25.3)"},
        "a generator": {"training_days": "training_days = (k for k in range(10**9))"},
        "a module": {"training_days": "import mlsys_course as training_days"},
        "the class itself": {"training_days": "from mlsys_course import Result as training_days"},
        "an accepted Result": {
            "training_days": "from mlsys_course import Result\ntraining_days = Result(True, 1.0, None, 'right', 'training_days')"
        },
        "an unreadable that claims to be read": {
            "training_days": "import sys\nT = sys.modules['__main__'].Tagged\ntraining_days = T('quantity', [25.3, [['day', 1]]])"
        },
        "every term is a time and is not": {
            "which_are_times": "class B(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\n"
            "which_are_times = {k: B(1) for k in ['data/bandwidth', 'ops/peak', 'ops/bandwidth']}"
        },
        "a dictionary that answers everything": {
            "which_are_times": "class D(dict):\n    def __missing__(self, k): return True\n    def get(self, *a): return True\n"
            "which_are_times = D()"
        },
        "a function that reads its caller": {
            "iron_law": "import sys, gc\ndef iron_law(*a, **k):\n    f = sys._getframe()\n    while f:\n"
            "        for n, v in {**f.f_globals, **f.f_locals}.items():\n            if n in ('expected', 'key', 'right', 'answer') and callable(v):\n"
            "                return v(*a, **k)\n        f = f.f_back\n    return 0"
        },
        "a function whose result equals everything": {
            "iron_law": "class Y:\n    def __eq__(self, o): return True\n    def __float__(self): return 1.0\n"
            "def iron_law(*a, **k): return Y()"
        },
        "a function that searches memory for a key": {
            "iron_law": "import gc\ndef iron_law(*a, **k):\n    for o in gc.get_objects():\n"
            "        if callable(o) and getattr(o, '__name__', '') in ('iron_law', 'key') and o is not iron_law:\n"
            "            return o(*a, **k)\n    return 0"
        },
        "a function that returns a function": {"iron_law": "def iron_law(*a, **k): return iron_law"},
        "a function with a forged signature": {
            "iron_law": "def iron_law(*a, **k): return 1\nimport inspect\niron_law.__signature__ = 7\niron_law.__name__ = '<b>'"
        },
        "a callable module": {
            "iron_law": "import sys, types\nclass M(types.ModuleType):\n    def __call__(self, *a, **k): return True\niron_law = M('x')"
        },
    }, quick={"an object that equals everything", "a function that reads its caller"},
)  # fmt: skip


def _points(name: str, **more: Any) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    return case(name, POINTS, **more)


@_points("test cells replaced by a number", note="restored", quick=True)
def _(kit: Kit) -> None:
    made = kit.blank()
    for name in TESTS:
        cell(made, f"test_{name}").source = "2.0"
    kit.submit(made)


@_points("points raised in the metadata")
def _(kit: Kit) -> None:
    made = kit.blank()
    for name in TESTS:
        cell(made, f"test_{name}").metadata.nbgrader.points = 1000
    cell(made, WRITTEN).metadata.nbgrader.points = 1000
    kit.submit(made)


@_points("tests turned into answers by metadata")
def _(kit: Kit) -> None:
    made = kit.blank()
    for name in TESTS:
        cell(made, f"test_{name}").metadata.nbgrader.update(grade=False, solution=True, locked=False)
        cell(made, f"test_{name}").source = "1.0"
    kit.submit(made)


@_points("answer cell made a test worth a thousand points")
def _(kit: Kit) -> None:
    made = kit.blank(training_days="1000.0")
    cell(made, "training_days").metadata.nbgrader.update(grade=True, points=1000, solution=True)
    kit.submit(made)


@_points("new test cell of the student's own", note="another version")
def _(kit: Kit) -> None:
    made = kit.blank()
    extra = new_code_cell("1000.0")
    extra.metadata.nbgrader = {"grade": True, "grade_id": "test_bonus", "locked": True, "points": 1000}
    made.cells.append(extra)
    kit.submit(made)


@_points("checksums of the blank notebook on changed tests")
def _(kit: Kit) -> None:
    made = kit.blank()
    for name in TESTS:
        cell(made, f"test_{name}").source = "print('ok')"
        cell(made, f"test_{name}").metadata.nbgrader.checksum = "0" * 32
    kit.submit(made)


@_points("finished outputs handed in")
def _(kit: Kit) -> None:
    made = kit.blank()
    for name in TESTS:
        cell(made, f"test_{name}").outputs = [
            {
                "output_type": "execute_result",
                "data": {"text/plain": "2.0"},
                "metadata": {},
                "execution_count": 1,
            }
        ]
    made.metadata.mlsys = {"keys": {}, "scores": {"test_training_days": 99}}
    kit.submit(made)


@_points("a test cell claims to be another")
def _(kit: Kit) -> None:
    made = kit.right(
        which_are_times="which_are_times = ...",
        iron_law="iron_law = ...",
        training_days="training_days = ...",
    )
    for name in TESTS:
        cell(made, f"test_{name}").metadata.nbgrader.grade_id = "test_training_days"
    kit.submit(made)


@_points("one right answer under three names", fair=frozenset({"training_days"}))
def _(kit: Kit) -> None:
    made = kit.right(which_are_times="which_are_times = training_days", iron_law="iron_law = training_days")
    kit.submit(made)


@_points("skip-execution tags on the tests", fair=NONE)
def _(kit: Kit) -> None:
    made = kit.blank()
    for c in made.cells:
        c.metadata.tags = ["skip-execution", "raises-exception"]
    kit.submit(made)


@_points("the name is rebound between visible and hidden test", fair=NONE)
def _(kit: Kit) -> None:
    made = kit.blank(
        training_days="import threading\ntraining_days = 0\ndef flip():\n    global training_days\n    while True:\n"
        "        training_days = 0\n        training_days = 'x'\nthreading.Thread(target=flip, daemon=True).start()"
    )
    kit.submit(made)


@_points("a dictionary of the namespace that lies", fair=NONE)
def _(kit: Kit) -> None:
    code = (
        "class G(dict):\n    def __missing__(self, k): return -7.0\n    def __getitem__(self, k): return -7.0\n"
        "try:\n    get_ipython().user_ns = G(get_ipython().user_ns)\n    get_ipython().user_global_ns\nexcept Exception: pass"
    )
    kit.submit(kit.code(kit.blank(), code))


# -- reading what is not theirs ------------------------------------------------------------------------------

READ = "reading"
SEARCH = """
import os
hits = []
for top in ("/", "/root", "/home", "/tmp", "/proc/self/cwd/..", "@ROOT@", "@REPOSITORY@"):
    for folder, folders, names in os.walk(top):
        if folder.startswith(("/proc", "/sys", "/usr", "/lib", "/nix")) or len(hits) > 20000:
            folders[:] = []
            continue
        hits += [os.path.join(folder, n) for n in names if n.endswith((".db", ".ipynb", ".py", ".txt", ".toml"))]
for path in hits[:3000]:
    try:
        text = open(path, errors="replace").read(200000)
    except OSError:
        continue
    for word in ("HIDDEN TESTS", "@KEY@", "CANARY-"):
        if word in text:
            print(path, text[text.index(word):][:200])
"""
cells(
    READ, ALL, "last", {
        "the whole file system": SEARCH,
        "the course's folder by name": (
            "import glob\nfor p in glob.glob('@ROOT@/**', recursive=True):\n    try: print(p, open(p).read()[:300])\n"
            "    except OSError as e: print(e)"
        ),
        "keys imported": (
            "try:\n    from autograder.chapters import load\n    print(load())\nexcept ImportError as e:\n    print(e)\n"
            "try:\n    import nbgrader\n    print(nbgrader.__file__)\nexcept ImportError as e:\n    print(e)"
        ),
        "keys through the path": (
            "import sys\nsys.path[:0] = ['@REPOSITORY@', '@ROOT@']\ntry:\n    import autograder\n    print(autograder.__path__)\n"
            "    import autograder.keys\nexcept ImportError as e:\n    print(e)"
        ),
        "entry points": (
            "from importlib.metadata import entry_points\nfor e in entry_points(group='mlsys_course.checkers'):\n    print(e.load())"
        ),
        "environment": "import os\nprint(dict(os.environ))\nprint(open('/proc/self/environ').read())",
        "environments of other processes": (
            "import glob\nfor p in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/[0-9]*/cmdline'):\n"
            "    try: print(p, open(p).read())\n    except OSError as e: print(e)"
        ),
        "own memory": (
            "import re\nfor line in open('/proc/self/maps'):\n    a, m, *r = line.split()\n    if 'r' in m and 'v' not in r[-1]:\n"
            "        s, e = (int(x, 16) for x in a.split('-'))\n        with open('/proc/self/mem', 'rb', 0) as f:\n            try:\n"
            "                f.seek(s); t = f.read(min(e - s, 1 << 26))\n                print(set(re.findall(rb'CANARY-[0-9a-f]{8,}', t)))\n"
            "            except (OSError, ValueError): pass"
        ),
        "all objects": (
            "import gc\nfor o in gc.get_objects():\n    n = getattr(type(o), '__name__', '')\n"
            "    if n in ('Exercise', 'Gradebook', 'Template') : print(n, vars(o))"
        ),
        "open descriptors": (
            "import os\nfor fd in range(0, 256):\n    try: print(fd, os.readlink(f'/proc/self/fd/{fd}'), os.pread(fd, 100, 0))\n"
            "    except OSError: pass"
        ),
        "parents of the working folder": (
            "import os\nfor up in ('..', '../..', '../../..', '/proc/1/root', '/proc/1/cwd', '/proc/self/root/..'):\n"
            "    try: print(up, os.listdir(up))\n    except OSError as e: print(e)"
        ),
        "links to the outside": (
            "import os\nfor n, t in enumerate(['@SECRET_FILE@', '@ROOT@/autograder/gradebook.db', '/etc/shadow']):\n"
            "    os.symlink(t, f'link{n}.csv')\n    try: print(open(f'link{n}.csv').read())\n    except OSError as e: print(e)"
        ),
        "tracing other processes": (
            "import ctypes\nlibc = ctypes.CDLL(None)\nprint([libc.ptrace(16, p, 0, 0) for p in range(1, 40)])"
        ),
        "new namespaces": (
            "import ctypes, os\nlibc = ctypes.CDLL(None)\nprint(libc.unshare(0x10000000), libc.mount(b'/', b'/tmp', None, 4096, None))\n"
            "print(os.path.exists('@SECRET_FILE@'))"
        ),
    }, quick={"the whole file system", "keys imported"},
)  # fmt: skip


@case("links in the submission to secrets", READ, ALL, note="links are not followed", quick=True)
def _(kit: Kit) -> None:
    kit.submit(
        kit.code(kit.right(), "import os\nfor n in os.listdir('.'):\n    print(n, open(n).read())", -1)
    )
    for number, target in enumerate(
        ("@SECRET_FILE@", "@ROOT@/source", "@ROOT@/autograder", "/etc/passwd", "..")
    ):
        (kit.folder / f"data{number}.csv").symlink_to(kit.fill(target))


@case("the notebook is a link to another student's", READ, None, problem="no notebook of this assignment")
def _(kit: Kit) -> None:
    (kit.folder / f"{NOTEBOOK}.ipynb").symlink_to(kit.fill("@VICTIM@"))


@case("the timestamp is a link to a secret", READ, ALL)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    (kit.folder / "timestamp.txt").symlink_to(kit.fill("@SECRET_FILE@"))


@case("a hard link of a secret's name in an archive", READ, ALL)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for kind in (tarfile.LNKTYPE, tarfile.SYMTYPE):
            info = tarfile.TarInfo(f"x{kind.decode()}.csv")
            info.type, info.linkname = kind, kit.fill("@SECRET_FILE@")
            archive.addfile(info)
    (kit.folder / "a.tar.gz").write_bytes(target.getvalue())


# -- stopping the class --------------------------------------------------------------------------------------

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


@case("FIFOs beside the notebook and as timestamp", STOP, ALL, note="no regular file")
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


@case("a timestamp that is none", STOP, ALL)
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    (kit.folder / "timestamp.txt").write_bytes(b"\xff\0yesterday" * 1000)


# -- tampering, leaving something behind ---------------------------------------------------------------------

TAMPER = "tampering"
cells(
    TAMPER, ALL, "last", {
        "the gradebook": (
            "import sqlite3, glob, os\nfor p in ['@ROOT@/autograder/gradebook.db', '../gradebook.db', '../../../gradebook.db']:\n    try:\n"
            "        c = sqlite3.connect(p); c.execute('update grade set auto_score = 99'); c.commit()\n    except Exception as e: print(e)"
        ),
        "the course's files": (
            "import os\nfor top in ('@ROOT@', '@REPOSITORY@', '/home', '/root'):\n    for f, d, n in os.walk(top):\n        for x in n:\n            try: open(os.path.join(f, x), 'w').close()\n            except OSError: pass"
        ),
        "everything that can be written": (
            "import os\nfor f, d, n in os.walk('/'):\n    if f.startswith(('/proc', '/sys', '/dev')): d[:] = []; continue\n    try: open(os.path.join(f, '@CANARY@'), 'w').close()\n    except OSError: pass"
        ),
        "packages of the environment": (
            "import numpy, mlsys_course, os\nfor m in (numpy, mlsys_course, os):\n    try: open(m.__file__, 'a').write('evil = 1')\n    except OSError as e: print(e)\n"
            "    try: os.remove(m.__file__)\n    except OSError as e: print(e)"
        ),
        "start-up files": (
            "import os\nfor p in ('~/.ipython/profile_default/startup/00.py', '~/.bashrc', '~/.config/matplotlib/matplotlibrc', '~/.local/lib/python3.11/site-packages/usercustomize.py', '~/.jupyter/jupyter_config.py'):\n"
            "    p = os.path.expanduser(p)\n    os.makedirs(os.path.dirname(p), exist_ok=True)\n    open(p, 'w').write('evil = 1')"
        ),
        "shared memory, semaphores and queues": (
            "from multiprocessing import shared_memory\ntry:\n    s = shared_memory.SharedMemory('@CANARY@', create=True, size=100)\nexcept OSError as e: print(e)\n"
            "import ctypes\nlibc = ctypes.CDLL(None)\nprint(libc.shmget(0x4d4c, 4096, 0o1666), libc.msgget(0x4d4c, 0o1666), libc.semget(0x4d4c, 1, 0o1666))"
        ),
        "processes left behind": (
            "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork(): os._exit(0)\n        while True: time.sleep(0.2)"
        ),
        "every process killed": "import os, signal\nfor p in list(range(2, 500)):\n    try: os.kill(p, 9)\n    except OSError: pass",
        "priorities, affinity, host name, clock": (
            "import os, socket, time\nfor f in (lambda: os.nice(-20), lambda: socket.sethostname('evil'), lambda: time.clock_settime(0, 0), lambda: os.setuid(0), lambda: os.chroot('/')):\n"
            "    try: f()\n    except OSError as e: print(e)"
        ),
        "sys.modules emptied": "import sys\nsys.modules.clear()",
        "the child's own code patched": (
            "import sys\nm = sys.modules['__main__']\nm.MAX_ITEMS = m.MAX_TEXT = 10**12"
        ),
        "files of odd names": (
            "import os\nfor n in ('-rf', '$(touch @CANARY@)', ';x', '`x`', '\\n', '..x', 'a' * 200, '\\u202e'):\n    open(n, 'w').close()"
        ),
    }, quick={"the gradebook", "everything that can be written"},
)  # fmt: skip
NEXT = {
    "a numpy.py beside the notebook": ("numpy.py", "raise SystemExit"),
    "a sitecustomize beside the notebook": ("sitecustomize.py", "raise SystemExit"),
    "an mlsys_course beside the notebook": ("mlsys_course/__init__.py", "check = lambda *a: 1"),
    "a course.toml of its own": ("course.toml", "personal = true\nsalt = 'x'\nstudent_id = 'perfect'"),
    "an nbgrader_config.py": ("nbgrader_config.py", "raise SystemExit('evil')"),
    "a page with a script": ("index.html", "<script>alert(1)</script>"),
    "a conftest.py": ("conftest.py", "raise SystemExit('evil')"),
}
for _name, (_path, _text) in NEXT.items():

    def _build(kit: Kit, path: str = _path, text: str = _text) -> None:
        kit.submit(kit.right())
        (kit.folder / path).parent.mkdir(exist_ok=True)
        (kit.folder / path).write_text(text)

    case(_name, TAMPER, ALL, quick=_path == "numpy.py")(_build)


# -- eating --------------------------------------------------------------------------------------------------

EAT = "eating resources"
cells(
    EAT, ALL, "last", {
        "disk": "import os\ntry:\n    for k in range(1000):\n        with open(f'f{k}', 'wb') as f:\n            for _ in range(100): f.write(bytes(10**7))\nexcept OSError as e: print(e)",
        "a sparse file of terabytes": "try:\n    f = open('x', 'wb'); f.truncate(1 << 40)\nexcept OSError as e: print(e)",
        "a million files": "try:\n    for k in range(10**6): open(f'n{k}', 'w').close()\nexcept OSError as e: print(e)",
        "a hundred thousand folders deep": "import os\ntry:\n    for _ in range(3000):\n        os.mkdir('d'); os.chdir('d')\nexcept OSError as e: print(e)\nos.chdir('/')",
        "descriptors": "fs = []\ntry:\n    while True: fs.append(open('/dev/null'))\nexcept OSError as e:\n    fs.clear(); print(e)",
        "threads": "import threading, time\ntry:\n    for _ in range(1000): threading.Thread(target=time.sleep, args=(3,), daemon=True).start()\nexcept RuntimeError as e: print(e)",
        "megabytes of output": "print('x' * 50_000_000)",
        "megabytes of HTML": "from IPython.display import HTML, display\nfor _ in range(20): display(HTML('<b>x</b>' * 100_000))",
        "a hundred figures": "import matplotlib.pyplot as plt\nfor _ in range(40):\n    plt.figure(); plt.plot([1, 2]); plt.show()",
        "one array too large": "try:\n    x = bytearray(1 << 36)\nexcept MemoryError as e: print('no')",
    }, quick={"disk"},
)  # fmt: skip


# -- network -------------------------------------------------------------------------------------------------

NET = "network"
cells(
    NET, ALL, "last", {
        "loopback": "import socket\ntry:\n    s = socket.create_connection(('127.0.0.1', @PORT@), 2); s.send(b'GET / HTTP/1.0'); print('connected')\nexcept OSError as e: print(e)",
        "urllib": "import urllib.request\ntry: print(urllib.request.urlopen('http://127.0.0.1:@PORT@/').read())\nexcept OSError as e: print(e)",
        "the gateway and the world": "import socket\nfor a in (('1.1.1.1', 53), ('8.8.8.8', 443), ('169.254.169.254', 80), ('10.0.0.1', 80)):\n    try: socket.create_connection(a, 1); print('connected')\n    except OSError as e: print(e)",
        "raw, packet and unix sockets": "import socket\nfor f, k in ((socket.AF_INET, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_NETLINK, socket.SOCK_RAW)):\n    try: socket.socket(f, k); print('made')\n    except OSError as e: print(e)\ns = socket.socket(socket.AF_UNIX)\ntry: s.connect('\\0@CANARY@'); print('connected')\nexcept OSError as e: print(e)",
        "names": "import socket\ntry: print(socket.getaddrinfo('example.org', 80))\nexcept OSError as e: print(e)",
        "pandas reads an address": "import pandas as pd\ntry: pd.read_csv('http://127.0.0.1:@PORT@/x.csv')\nexcept Exception as e: print(type(e))",
    }, quick={"loopback"},
)  # fmt: skip


# -- live HTML -----------------------------------------------------------------------------------------------

LIVE = "live HTML"
LIVE_HTML = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)></svg><iframe srcdoc='<script>alert(1)</script>'>"
    "</iframe><a href='javascript:alert(1)'>x</a><form action=http://evil.example><button>x</button></form>"
    "<link rel=stylesheet href=http://evil.example/x.css><style>@import 'http://evil.example/y.css'</style>"
    "<img src=http://evil.example/pixel.png><base href=http://evil.example/><meta http-equiv=refresh content='0;url=http://evil.example'>"
    "<object data=http://evil.example></object><div style='position:fixed;background:url(http://evil.example)'>x</div>"
)
WORDS = json.dumps(LIVE_HTML)
cells(
    LIVE, ALL, "last", {
        "printed": f"print({WORDS})",
        "displayed": f"from IPython.display import HTML, display\ndisplay(HTML({WORDS}))\nHTML({WORDS})",
        "as markdown and LaTeX": f"from IPython.display import Markdown, Latex, display\ndisplay(Markdown({WORDS}), Latex('$' + {WORDS} + '$'))",
        "as JavaScript": "from IPython.display import Javascript, display\ndisplay(Javascript('alert(1)'))\nget_ipython().run_cell_magic('javascript', '', 'alert(1)')",
        "as SVG": "from IPython.display import SVG, display\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>'))",
        "as a frame": "from IPython.display import IFrame, YouTubeVideo, display\ndisplay(IFrame('javascript:alert(1)', 1, 1), YouTubeVideo('x'))",
        "as all mime types at once": (
            f"from IPython.display import display\ndisplay({{m: {WORDS} for m in ('text/html', 'text/plain', 'image/svg+xml', 'application/javascript',"
            " 'application/vnd.jupyter.widget-view+json', 'text/latex', 'image/png', 'application/pdf', 'text/x-evil')}, raw=True)"
        ),
        "in an exception": f"raise ValueError({WORDS})",
        "in an exception's class": f"E = type({WORDS}, (Exception,), {{}})\nraise E({WORDS})",
        "in a warning": f"import warnings\nwarnings.warn({WORDS})",
        "in a picture that is none": "import base64\nfrom IPython.display import display\ndisplay({'image/png': base64.b64encode(b'<svg onload=alert(1)>').decode(), 'text/plain': '\" onerror=alert(1) x=\"'}, raw=True)",
        "in a table": f"import pandas as pd\ndf = pd.DataFrame({{{WORDS}: [{WORDS}]}})\nfrom IPython.display import HTML, display\ndisplay(HTML(df.to_html(escape=False)))",
        "in a widget": "import ipywidgets as w\nfrom IPython.display import display\ndisplay(w.HTML('<script>alert(1)</script>'))",
        "in terminal codes": "print('\\x1b]8;;javascript:alert(1)\\x1b\\\\x\\x1b]8;;\\x1b\\\\ \\x1b[31;<script>alert(1)</script>m')",
        "in the cell itself": f"x = {WORDS}  # </code></pre>{LIVE_HTML}\n'''</script>{LIVE_HTML}'''\nNone",
    }, quick={"displayed"},
)  # fmt: skip


def _live(
    name: str, fair: frozenset[str] = ALL, **more: Any
) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    return case(name, LIVE, fair, **more)


@_live("in a written answer", quick=True)
def _(kit: Kit) -> None:
    tricks = "\n\n[x](javascript:alert(1)) ![y](http://evil.example/p.png) $\\href{javascript:alert(1)}{x}$ <javascript:alert(1)>"
    kit.submit(kit.right(explain_utilisation=LIVE_HTML + tricks))


@_live("in attachments")
def _(kit: Kit) -> None:
    made = kit.right(explain_utilisation="![a](attachment:a.svg) ![b](attachment:b.png)")
    svg = base64.b64encode(b"<svg onload=alert(1)>").decode()
    cell(made, WRITTEN).attachments = {
        "a.svg": {"image/svg+xml": svg},
        "b.png": {"image/png": svg, "text/html": LIVE_HTML},
        'c"><script>alert(1)</script>': {"image/png": svg},
    }
    kit.submit(made)


@_live("in a raw cell")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells.append(new_raw_cell(LIVE_HTML))
    made.cells.append(new_raw_cell(LIVE_HTML, metadata={"raw_mimetype": "text/html", "format": "text/html"}))
    kit.submit(made)


@_live("in the metadata")
def _(kit: Kit) -> None:
    made = kit.right()
    made.metadata.title = LIVE_HTML
    made.metadata.kernelspec = {"name": LIVE_HTML, "display_name": LIVE_HTML, "language": LIVE_HTML}
    made.metadata.language_info = {"name": LIVE_HTML, "pygments_lexer": LIVE_HTML}
    made.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"x": LIVE_HTML}}
    for c in made.cells:
        c.metadata.update(collapsed=LIVE_HTML, tags=[LIVE_HTML], name=LIVE_HTML)
        c.id = "<script>alert(1)</script>"
    kit.submit(made)


@_live("in grade_ids")
def _(kit: Kit) -> None:
    made = kit.right()
    extra = new_code_cell("1")
    extra.metadata.nbgrader = {
        "grade_id": LIVE_HTML,
        "grade": True,
        "solution": True,
        "points": 1,
        "comment": LIVE_HTML,
    }
    made.cells.append(extra)
    kit.submit(made)


@_live("in file names")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    for name in (
        "<img src=x onerror=alert(1)>.csv",
        "=HYPERLINK(1).csv",
        "a\nb.csv",
        "$(x).html",
        "\udcff.csv",
    ):
        (kit.folder / name).write_text("x")


@_live("in the answer's own error message", fair=frozenset(ALL - {"training_days"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(training_days=f"raise ValueError({WORDS})"))


@_live("in the answer", fair=frozenset(ALL - {"training_days"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(training_days=f"training_days = {WORDS}"))


@_live("in keys of an answer", fair=frozenset(ALL - {"which_are_times"}))
def _(kit: Kit) -> None:
    kit.submit(kit.right(which_are_times=f"which_are_times = {{{WORDS}: True}}"))


@_live("in a function's name and error", fair=frozenset(ALL - {"iron_law"}))
def _(kit: Kit) -> None:
    kit.submit(
        kit.right(iron_law=f"def iron_law(*a, **k): raise ValueError({WORDS})\niron_law.__name__ = {WORDS}")
    )


for _number, _student in enumerate(
    (
        "<script>alert(1)<",
        "img onerror='alert(1)'",
        'a"onload="alert(1)',
        "{{7*7}}",
        "a*",
        "[z]",
        "x\nInjected: yes",
        "&lt;b&gt;",
    )
):
    case(f"a student's id {_number} that is markup", LIVE, None, student=_student, problem="cannot be a student's id",
         quick=_number == 0)(lambda kit: kit.submit(kit.right()))  # fmt: skip
for _number, _student in enumerate(
    ("Zoë Müller", "学生 七", "=cmd", "@SUM(1)", "-1+1", "z.z-z+z@uni.example", "~root")
):
    case(f"a student's id {_number} that is only odd", LIVE, ALL, student=_student, quick=_number in (0, 2))(
        lambda kit: kit.submit(kit.right())
    )


# -- submissions as people make them -------------------------------------------------------------------------

PEOPLE = "as people make them"


def _people(
    name: str, fair: frozenset[str] | None = ALL, **more: Any
) -> Callable[[Callable[[Kit], None]], Callable[[Kit], None]]:
    return case(name, PEOPLE, fair, **more)


@_people("Colab: ids and metadata of its own", note="found again", quick=True)
def _(kit: Kit) -> None:
    made = kit.right()
    made.metadata = {
        "colab": {"provenance": []},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
    }
    for number, c in enumerate(made.cells):
        c.metadata = {"id": f"Zx{number}", "colab": {"base_uri": "https://localhost:8080/"}, "outputId": "a"}
    kit.submit(made)


@_people("VS Code: metadata cleared", note="found again")
def _(kit: Kit) -> None:
    made = kit.right()
    for c in made.cells:
        c.metadata = {"vscode": {"languageId": "python"}}
        c.pop("id", None)
    made.metadata = {"language_info": {"name": "python"}, "orig_nbformat": 4}
    kit.submit(made)


@_people("tests deleted", note="put back")
def _(kit: Kit) -> None:
    kit.submit(without(kit.right(), *(f"test_{name}" for name in TESTS)))


@_people("everything but the answers deleted", note="put back")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells = [cell(made, name) for name in TESTS]
    kit.submit(made)


@_people("an answer deleted", fair=frozenset(ALL - {"training_days"}), note="not in the notebook")
def _(kit: Kit) -> None:
    kit.submit(without(kit.right(), "training_days"))


@_people("tests moved to the top", note="moved")
def _(kit: Kit) -> None:
    made = kit.right()
    tests = [cell(made, f"test_{name}") for name in TESTS]
    made.cells = tests + [c for c in made.cells if c not in tests]
    kit.submit(made)


@_people("question's cells copied", note="more than once", quick=True)
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells += copy.deepcopy([cell(made, "training_days"), cell(made, "test_training_days")])
    kit.submit(made)


@_people("the whole notebook pasted below itself", note="more than once")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells += copy.deepcopy(made.cells)
    kit.submit(made)


@_people("an answer split over three cells")
def _(kit: Kit) -> None:
    made = kit.right(training_days="rate = q.gpus * q.peak")
    at = made.cells.index(cell(made, "training_days"))
    made.cells[at + 1 : at + 1] = [
        new_code_cell("rate = rate * q.efficiency"),
        new_code_cell("training_days = q.training_ops / rate"),
    ]
    kit.submit(made)


@_people("an answer split, its label on both halves", note="more than once")
def _(kit: Kit) -> None:
    made = kit.right(training_days="rate = q.gpus * q.peak * q.efficiency")
    second = copy.deepcopy(cell(made, "training_days"))
    second.source = "training_days = q.training_ops / rate"
    made.cells.insert(made.cells.index(cell(made, "training_days")) + 1, second)
    kit.submit(made)


@_people("two answers merged into one cell")
def _(kit: Kit) -> None:
    made = kit.right()
    cell(made, "training_days").source += "\n" + cell(made, "which_are_times").source
    kit.submit(without(made, "which_are_times"))


@_people("answer and test merged into one cell")
def _(kit: Kit) -> None:
    made = kit.right()
    cell(made, "training_days").source += "\n" + 'check("training_days", training_days)'
    kit.submit(without(made, "test_training_days"))


@_people("cells in reverse order")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells.reverse()
    kit.submit(made)


@_people("a helper defined below its use", note="order of definition")
def _(kit: Kit) -> None:
    made = kit.right(training_days="training_days = helper()")
    made.cells.append(
        new_code_cell("def helper():\n    return q.training_ops / (q.gpus * q.peak * q.efficiency)")
    )
    kit.submit(made)


@_people("an answer given below all tests", note="read at the end")
def _(kit: Kit) -> None:
    made = kit.right(training_days="training_days = ...")
    made.cells.append(new_code_cell("training_days = q.training_ops / (q.gpus * q.peak * q.efficiency)"))
    kit.submit(made)


@_people("locked cells edited", note="restored")
def _(kit: Kit) -> None:
    made = kit.right()
    cell(made, "imports_iron_law").source = "# my imports\nimport numpy as np"
    cell(made, "numbers_iron_law").source = "q = None"
    kit.submit(made)


@_people("extra cells everywhere")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells = [
        c for old in made.cells for c in (old, new_code_cell("print('here')"), new_markdown_cell("note"))
    ]
    kit.submit(made)


@_people("answers as markdown", fair=frozenset(ALL - {"training_days"}))
def _(kit: Kit) -> None:
    made = kit.right(training_days="25 days")
    cell(made, "training_days").cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        cell(made, "training_days").pop(key, None)
    kit.submit(made)


@_people("a written answer in a new cell below")
def _(kit: Kit) -> None:
    made = kit.right(explain_utilisation="YOUR ANSWER HERE")
    made.cells.append(new_markdown_cell("Because of the recomputed activations."))
    kit.submit(made)


def _document(
    name: str, change: Callable[[Any], Any], fair: frozenset[str] | None = ALL, **more: Any
) -> None:
    def build(kit: Kit) -> None:
        made = kit.right()
        changed = change(made)
        kit.submit(made if changed is None else changed)

    _people(name, fair, **more)(build)


def _set(**values: Any) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made.update(values)

    return change


def _old_three(made: Any) -> Any:
    sheet = [
        {
            "cell_type": "code",
            "input": c.source,
            "language": "python",
            "outputs": [],
            "metadata": c.metadata,
            "prompt_number": 1,
        }
        if c.cell_type == "code"
        else {"cell_type": c.cell_type, "source": c.source, "metadata": c.metadata}
        for c in made.cells
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": sheet}]}


_document("nbformat 3", _old_three)
_document("nbformat 4.0", _set(nbformat_minor=0))
_document("nbformat 4.4 with ids", _set(nbformat_minor=4))
_document("nbformat 4.99", _set(nbformat_minor=99))
_document("nbformat 5, which does not exist yet", _set(nbformat=5))
_document("no nbformat at all", lambda m: {"cells": m.cells})
_document("no kernelspec", _set(metadata={}))
_document("metadata is null", _set(metadata=None))
_document("another kernel", _set(metadata={"kernelspec": {"name": "conda-env-ml-py", "display_name": "ml"}}))
_document(
    "an R kernel by mistake",
    _set(metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}),
)
_document(
    "widget state",
    _set(metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": {}}}}}),
)
_document(
    "sources as lists of lines",
    lambda m: [c.update(source=c.source.splitlines(True)) for c in m.cells] and None,
)


@_people("byte order mark")
def _(kit: Kit) -> None:
    kit.submit(b"\xef\xbb\xbf" + kit.dumps(kit.right()).encode())


@_people("UTF-16", quick=True)
def _(kit: Kit) -> None:
    kit.submit(kit.dumps(kit.right()).encode("utf-16"))


@_people("Windows line ends")
def _(kit: Kit) -> None:
    made = kit.right()
    for c in made.cells:
        c.source = c.source.replace("\n", "\r\n")
    kit.submit(json.dumps(made, indent=1).replace("\n", "\r\n"))


@_people("huge outputs")
def _(kit: Kit) -> None:
    made = kit.right()
    made.cells.append(
        new_code_cell("1", outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}])
    )
    kit.submit(made)


@_people("outputs of odd kinds")
def _(kit: Kit) -> None:
    made = kit.right()
    for c in made.cells:
        if c.cell_type == "code":
            c.outputs = [{"output_type": "pyout"}, 7, None, {"output_type": "display_data", "data": None}]
    kit.submit(made)


@_people("the notebook renamed", note="was taken for")
def _(kit: Kit) -> None:
    kit.submit(kit.right(), "iron law FINAL (2)")


@_people("the notebook in a folder", note="was taken for")
def _(kit: Kit) -> None:
    (kit.folder / "week 6").mkdir()
    kit.submit(kit.right(), f"week 6/{NOTEBOOK}")


@_people("two versions in one folder", note="none of the assignment's notebooks")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    kit.submit(kit.blank(), f"{NOTEBOOK}-Copy1")


@_people("two renamed versions", fair=None, problem="no notebook of this assignment")
def _(kit: Kit) -> None:
    kit.submit(kit.right(), "a")
    kit.submit(kit.blank(), "b")


@_people("a zip file", note="unpacked", quick=True)
def _(kit: Kit) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"homework/{NOTEBOOK}.ipynb", kit.dumps(kit.right()))
        archive.writestr("__MACOSX/._x", b"x")
        archive.writestr("../../../@CANARY@", b"x")
    (kit.folder / "homework.zip").write_bytes(target.getvalue())


@_people("a tar file with paths to the outside", note="points outside")
def _(kit: Kit) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in (
            (f"{NOTEBOOK}.ipynb", kit.dumps(kit.right()).encode()),
            (kit.fill("/@CANARY@"), b"x"),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    (kit.folder / "homework.tgz").write_bytes(target.getvalue())


@_people("a zip bomb beside the notebook", note="unpacks to too much")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    with zipfile.ZipFile(kit.folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(80 << 20))


@_people("only a script", fair=None, problem="no notebook of this assignment")
def _(kit: Kit) -> None:
    (kit.folder / "homework.py").write_text("training_days = 25")


@_people("data beside the notebook")
def _(kit: Kit) -> None:
    (kit.folder / "my data").mkdir()
    (kit.folder / "my data" / "x.csv").write_text("a,b\n1,2\n")
    kit.submit(
        kit.right(
            training_days="import pandas as pd\npd.read_csv('my data/x.csv')\ntraining_days = q.training_ops / (q.gpus * q.peak * q.efficiency)"
        )
    )


@_people("released with another version of the course", note="another version")
def _(kit: Kit) -> None:
    made = kit.right()
    cell(made, "test_training_days").metadata.nbgrader.checksum = "1" * 32
    cell(made, "test_training_days").source = "# last year's text\ncheck('training_days', training_days)"
    kit.submit(made)


@_people("schema versions of every year")
def _(kit: Kit) -> None:
    made = kit.right()
    for number, c in enumerate(made.cells):
        if "nbgrader" in c.metadata:
            c.metadata.nbgrader.schema_version = (1, 2, 3, 99, "x", None)[number % 6]
    kit.submit(made)


RIGHT = "\ntraining_days = q.training_ops / (q.gpus * q.peak * q.efficiency)"
answers(
    PEOPLE, ALL, {
        "warnings": {"training_days": "import warnings, numpy as np\nwarnings.warn('x')\nnp.float64(1) / np.float64(0)" + RIGHT},
        "stderr": {"training_days": "import sys\nprint('x' * 1000, file=sys.stderr)" + RIGHT},
        "a blocking plot": {"training_days": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show(block=True)" + RIGHT},
        "another plotting backend": {"training_days": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()" + RIGHT},
        "magics": {"training_days": "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%config InlineBackend.figure_format = 'svg'\n%time x = 1" + RIGHT},
        "a cell magic above": {"training_days": "%%time" + RIGHT},
        "shell lines": {"training_days": "!ls\n!nvidia-smi\nfiles = !pwd" + RIGHT},
        "pip installs": {"training_days": "!pip install numpy\n%pip install pint\n!apt-get install -y cowsay" + RIGHT},
        "top-level await": {"training_days": "import asyncio\nawait asyncio.sleep(0)" + RIGHT},
        "a slow import": {"training_days": "import pandas.plotting, statistics, sqlite3, asyncio" + RIGHT},
        "a question mark": {"training_days": "scenario?" + RIGHT},
        "tabs and trailing blanks": {"training_days": "if True:\n\ttraining_days = q.training_ops / (q.gpus * q.peak * q.efficiency)   \n\n\n"},
        "another unit": {"training_days": "training_days = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to('hour')"},
        "rounded": {"training_days": "training_days = round((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day'), 1)"},
        "a name shadowed on the way": {"training_days": "list = [1]\nsum = 3\nmax = min = abs = None" + RIGHT},
        "numpy imported as something else": {"training_days": "import numpy as q2, mlsys_course as np" + RIGHT},
        "reset of the namespace in between": {"training_days": "%reset -f\nfrom mlsys_course import scenario\nq = scenario('iron_law')" + RIGHT},
        "a comment in Chinese and an emoji name": {"training_days": "# 训练天数 🎉\nη = q.efficiency\ntraining_days = q.training_ops / (q.gpus * q.peak * η)"},
    }, quick={"warnings", "shell lines"},
)  # fmt: skip
answers(
    PEOPLE, frozenset(ALL - {"training_days"}), {
        "input()": {"training_days": "training_days = float(input('days? '))"},
        "getpass": {"training_days": "import getpass\ntraining_days = getpass.getpass()"},
        "a package that is not there": {"training_days": "import tensorflow\ntraining_days = 1"},
        "a file that is not there": {"training_days": "training_days = open('C:\\\\Users\\\\me\\\\x.csv').read()"},
        "left open": {"training_days": "training_days = (1 +"},
        "untouched": {"training_days": "training_days = ..."},
        "another name": {"training_days": "days = q.training_ops / (q.gpus * q.peak * q.efficiency)"},
        "a debugger": {"training_days": "breakpoint()\ntraining_days = 1"},
    }, quick=(),
)  # fmt: skip
