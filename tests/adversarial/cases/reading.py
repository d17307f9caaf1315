"""Reading what is not theirs."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

import io
import tarfile

from adversarial.adding import case, cells
from adversarial.kit import ALL, NOTEBOOK, Kit

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
            "    import autograder.chapters\nexcept ImportError as e:\n    print(e)"
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


@case("the timestamp is a link to a secret", READ, ALL, problem="timestamp.txt is no file that can be read")
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
