"""Tampering and leaving something behind, eating the machine, reaching the network."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

from adversarial.adding import case, cells
from adversarial.kit import ALL, Kit

# -- tampering, leaving something behind ------------------------------------------------------------------------

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


# -- eating -----------------------------------------------------------------------------------------------------

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


# -- network ----------------------------------------------------------------------------------------------------

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
