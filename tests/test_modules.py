"""How the modules of core hang together: no circles, no file that is too long to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

import mlsys_course
from autograder.building import core
from mlsys_course import chapters

LINES = 900


def test_no_file_of_core_is_longer_than_a_reader_holds(top: Path, tracked: list[Path]) -> None:
    long = {}
    for path in tracked:
        chapter = len(path.parts) > 3 and path.parts[1] == "chapters"
        if path.suffix == ".py" and path.parts[0] not in {"notebooks", "source"} and not chapter:
            lines = (top / path).read_text(encoding="utf-8").count("\n")
            if lines > LINES:
                long[path.as_posix()] = lines
    assert not long


def _modules(top: Path, tracked: list[Path]) -> dict[str, Path]:
    """Return every module of both packages."""
    found = {}
    for path in tracked:
        if path.suffix == ".py" and path.parts[0] in core.PACKAGES:
            parts = path.with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = top / path
    return found


def _imports(module: str, path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """Yield the modules of ours that a module imports, anywhere but under TYPE_CHECKING."""

    def home(package: str, name: str) -> str:
        """Return where ``from package import name`` gets it from: names of the top are found when used."""
        if f"{package}.{name}" in modules:
            return f"{package}.{name}"
        if package == "mlsys_course":
            return mlsys_course._WHERE.get(name) or chapters.exports().get(name, package)
        return package

    def walk(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            if node.level:
                own = module if path.name == "__init__.py" else module.rpartition(".")[0]
                parts = own.split(".")[: len(own.split(".")) + 1 - node.level]
                package = ".".join([*parts, *([package] if package else [])])
            yield from (home(package, alias.name) for alias in node.names)
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    for name in walk(ast.parse(path.read_text(encoding="utf-8"))):
        if name in modules and name != module:
            yield name


def test_no_module_imports_itself_in_a_circle(top: Path, tracked: list[Path]) -> None:
    """Imports inside functions count: they hide a circle from Python, not from the reader."""
    modules = _modules(top, tracked)
    assert len(modules) > 100
    graph = nx.DiGraph()
    for module, path in modules.items():
        graph.add_edges_from((module, other) for other in _imports(module, path, modules))
    assert graph.has_edge("mlsys_course.checking", "mlsys_course.exercise")
    assert graph.has_edge("autograder.marking", "mlsys_course.diagnosis"), "an import in a function"
    circles = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    assert not circles
