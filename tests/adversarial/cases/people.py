"""Submissions as people make them."""

# ruff: noqa: E501 - the cells of a submission read best as one text each

from __future__ import annotations

import copy
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from adversarial.adding import answers, case
from adversarial.kit import ALL, NOTEBOOK, TESTS, Kit, cell, without

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
    cell(made, "training_days").source += "\n" + 'check("training_days")'
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


@_people("two versions in one folder", note="-Copy1.ipynb is untouched and was left out")
def _(kit: Kit) -> None:
    kit.submit(kit.right())
    kit.submit(kit.blank(), f"{NOTEBOOK}-Copy1")


@_people("two renamed versions", note="b.ipynb is untouched and was left out")
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
