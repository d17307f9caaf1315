"""Start the untrusted half by path: ``python -s -S -P -B …/child/__main__.py ROLE FD …``.

Were this folder on `sys.path`, a notebook's ``import wire`` would find it, and a ``wire.py`` beside the
notebook could be taken for it. So the path is left as it is: the files are loaded from where they lie, as a
package of a name that no folder has, and Python forgets that name, and this file's, before other code runs.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import types
from collections.abc import Callable, Sequence

_NAME = "<untrusted half>"


def _load() -> Callable[[Sequence[str]], None]:
    """Load the folder and return what starts a process; no name leads back to it afterwards."""
    folder = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        _NAME, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = package
    try:
        spec.loader.exec_module(package)
        main: Callable[[Sequence[str]], None] = importlib.import_module(f"{_NAME}.roles").main
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _NAME]:
            del sys.modules[name]
        for place in (folder, __file__):
            sys.path_importer_cache.pop(place, None)
        # Both `__main__` and the `__mp_main__` that multiprocessing makes of it would lead back to this file.
        sys.modules["__main__"] = types.ModuleType("__main__")
    return main


if __name__ == "__main__":
    _load()(sys.argv[1:])
