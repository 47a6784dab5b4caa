"""The ES modules of assets/js as one module: a page asks for one file, and nothing is built.

Each module becomes a function that is run when the first one imports it, and gives what it exports. That takes modules
that are written alike, which eslint and prettier see to; anything else is refused when the server starts. What is
exported is never assigned again, no module imports itself by a circle, and only the entry awaits at its top.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function\*?|const|class) (\w+)", re.MULTILINE)
#: A module that is asked for when it is needed: here it is at hand.
LATER = re.compile(r'\bimport\("(\.[^"]+\.js)"\)')
#: What is left of imports and exports where a module is written in another way.
UNKNOWN = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b", re.MULTILINE)


class ModuleError(ValueError):
    """A module is written in a way that cannot be joined with others."""


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """One module of the modules' sources by path, which runs the entry. Raises ModuleError."""
    parts = [f"{_quoted(name)}: () => {{\n{_body(name, modules)}}},\n" for name in sorted(modules) if name != entry]
    return (
        f"const modules = {{\n{''.join(parts)}}};\nconst made = {{}};\n"
        f"const taken = (name) => (made[name] ??= modules[name]());\n{_statements(entry, modules)}"
    )


def _body(name: str, modules: Mapping[str, str]) -> str:
    exported = [found[2] for found in EXPORT.finditer(modules[name])]
    return f"{_statements(name, modules)}return {{ {', '.join(exported)} }};\n"


def _statements(name: str, modules: Mapping[str, str]) -> str:
    """The module without `import` and `export`."""

    def taken(path: str) -> str:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if other not in modules:
            raise ModuleError(f"{name} imports {path}, which is not there")
        return f"taken({_quoted(other)})"

    def imported(found: re.Match[str]) -> str:
        names = found[2] or "{" + re.sub(r"\b(\w+) as (\w+)", r"\1: \2", found[1]) + "}"
        return f"const {names} = {taken(found[3])};\n"

    text = IMPORT.sub(imported, modules[name])
    text = EXPORT.sub(r"\1 \2", text)
    text = LATER.sub(lambda found: f"Promise.resolve({taken(found[1])})", text)
    if left := UNKNOWN.search(text):
        raise ModuleError(f"{name}: cannot be joined with others: {left[0]}")
    return text


def _quoted(name: str) -> str:
    return f'"{name}"'
