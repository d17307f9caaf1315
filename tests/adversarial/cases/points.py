"""More points than deserved."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell

from adversarial.adding import answers, case, cells
from adversarial.kit import NONE, TESTS, WRITTEN, Kit, cell

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
            # Its number is read, as that of a library of symbols is: a wrong one, which only equality could save.
            "training_days": "class Yes:\n    def __eq__(self, o): return True\n    def __lt__(self, o): return True\n"
            "    __le__ = __gt__ = __ge__ = __lt__\n    def __hash__(self): return 0\n    def __float__(self): return 4.2\n"
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
