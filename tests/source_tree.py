"""The project's own Python files as syntax trees, for the tests that keep the house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Rooms whose files ship; tests and benchmarks may reach everywhere.
ROOMS = ("settings", "data", "components", "api", "pages", "modules", "app")


def files_of(room: str) -> list[Path]:
    """The Python files of one room, which is a file or a folder at the root."""
    file = ROOT / f"{room}.py"
    return [file] if file.exists() else sorted((ROOT / room).rglob("*.py"))


def shipped_files() -> list[Path]:
    """Every Python file of every room, gunicorn's and that of `make run`."""
    return [*(file for room in ROOMS for file in files_of(room)), ROOT / "gunicorn.conf.py", ROOT / "serve.py"]


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(file.read_text("utf-8"), filename=str(file))


def where(file: Path, node: ast.AST | None = None) -> str:
    """`path:line` from the root, as a reader would look it up."""
    line = getattr(node, "lineno", None)
    return f"{file.relative_to(ROOT)}" + (f":{line}" if line else "")


def module_name(file: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Each import statement of a file, inside functions too, with the dotted name of what it brings.

    `from pages import fiscal` brings `pages` and `pages.fiscal`: the latter may be a module.
    """
    package = module_name(file).split(".")
    if file.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield node, base
            for alias in node.names:
                yield node, f"{base}.{alias.name}"


def strings_of(file: Path) -> Iterator[tuple[ast.Constant, str]]:
    """Each text constant of a file, docstrings left out."""
    told = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                told.add(first.value)
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            yield node, node.value
