"""The house rules of docs/architecture.md, kept by walking the syntax trees."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from components.used import USED
from tests.source_tree import ROOMS, ROOT, files_of, imports_of, module_name, shipped_files, strings_of, tree_of, where

#: What each room may import from the others.
MAY_IMPORT = {
    "settings": set(),
    "data": {"settings"},
    "components": {"settings", "data"},
    "api": {"settings", "data", "components"},
    "pages": {"settings", "data", "components"},
    "app": {"settings", "data", "components", "api", "pages"},
    "modules": {"settings", "data"},
}
DOMAINS = sorted(path.name.partition(".")[0] for path in (ROOT / "data" / "contracts").glob("*.odcs.yaml"))
#: What each room of data/ may import from the others: down, never back up.
DATA_ROOMS: dict[str, set[str]] = {
    "city": set(),
    "drops": {"city"},
    "published": {"city", "drops"},
    "publishing": {"city", "drops", "published"},
    "reading": {"city", "drops", "published"},
    "operations": set(),
    "upkeep": {"city", "drops", "published", "publishing", "operations"},
    "files": set(),
    "bring_city": {"city", "drops", "files", "published"},
}
#: The same of components/; files that lie beside the rooms are words, colours and ids, which know no room.
COMPONENT_ROOMS: dict[str, set[str]] = {
    "view": set(),
    "figures": {"view"},
    "trust": {"view"},
    "tile": {"view", "trust"},
    "panel": {"view", "trust", "figures"},
    "map": {"view", "trust", "figures"},
    "shell": {"view", "trust", "tile", "panel", "map", "figures"},
    "wall": {"view", "trust", "tile", "panel", "map", "shell", "figures"},
}
#: Rooms with one file a domain, and the files beside them that belong to no domain.
DOMAIN_ROOMS = {
    "data/publishing/cubes": {"__init__"},
    "pages": {"__init__", "overview", "area", "premises", "service", "data", "wall", "design", "not_found_404"},
}
#: Rooms with one folder a domain, and the folders that belong to none.
DOMAIN_FOLDERS: dict[str, set[str]] = {"modules": {"sources", "simulate"}, "data/reading/queries": set()}
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(")
VAGUE_NAME = re.compile(r"(^|_)(utils?|helpers?|manager|misc|common)(_|$)|(Utils?|Helpers?|Manager|Common)$")
OPENS_FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "read_parquet", "read_csv", "read_file"}


def test_the_rooms_are_where_the_plan_says() -> None:
    assert DOMAINS
    assert [room for room in ROOMS if not files_of(room)] == []


def test_imports_point_one_way() -> None:
    wrong = [
        f"{where(file, node)} imports {name}"
        for room in ROOMS
        for file in files_of(room)
        for node, name in imports_of(file)
        if (top := name.partition(".")[0]) in (*ROOMS, "tests", "benchmarks")
        and top != room
        and top not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize(("house", "rooms"), [("data", DATA_ROOMS), ("components", COMPONENT_ROOMS)])
def test_inside_a_house_imports_point_down(house: str, rooms: dict[str, set[str]]) -> None:
    found = {path.parent.name for path in (ROOT / house).glob("*/__init__.py")}
    assert found == set(rooms)
    wrong = [
        f"{where(file, node)} imports {name}"
        for room, below in rooms.items()
        for file in files_of(f"{house}/{room}")
        for node, name in imports_of(file)
        if name.startswith(f"{house}.") and (other := name.split(".")[1]) in rooms
        if other != room and other not in below
    ]
    assert wrong == []


def test_no_file_imports_itself_by_a_circle() -> None:
    arrows = {module_name(file): {name for _, name in imports_of(file)} for room in ROOMS for file in files_of(room)}
    modules = set(arrows)
    ahead = {module: {name for name in names if name in modules and name != module} for module, names in arrows.items()}
    while leaves := {module for module, names in ahead.items() if not names}:
        ahead = {module: names - leaves for module, names in ahead.items() if module not in leaves}
    assert ahead == {}


def test_mantines_components_come_from_the_file_that_names_those_in_use() -> None:
    files = [file for room in ROOMS for file in files_of(room)]
    importing = {where(file, node) for file in files for node, name in imports_of(file) if "mantine_comp" in name}
    assert [place for place in importing if not place.startswith("components/mantine.py")] == []


def test_elements_come_from_the_file_that_makes_them_faster() -> None:
    files = [file for room in ROOMS for file in files_of(room)]
    importing = {where(file, node) for file in files for node, name in imports_of(file) if name == "dash.html"}
    assert [place for place in importing if not place.startswith("components/html.py")] == []


def test_all_components_that_pages_name_are_among_those_that_a_server_loads() -> None:
    """Elsewhere, as in most tests, a package is whole: a component that is missing would be missed by readers alone."""
    packages = {"html": "dash.html", "dcc": "dash.dcc", "dl": "dash_leaflet", "dmc": "dash_mantine_components"}
    used: dict[str, set[str]] = {package: set() for package in packages.values()}
    for file in (file for room in ROOMS for file in files_of(room)):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr[0].isupper():
                used.get(packages.get(node.value.id, ""), set()).add(node.attr)
    used["dash.dcc"].add("Location")  # Dash's own page container
    used["dash_leaflet"].remove("Map")  # imported by the package beside its list
    assert used == {package: set(names) for package, names in USED.items()}


def test_pages_do_not_import_each_other() -> None:
    wrong = [
        f"{where(file, node)} imports {name}"
        for file in files_of("pages")
        for node, name in imports_of(file)
        if name.startswith("pages.") and (ROOT / "pages" / f"{name.split('.')[1]}.py").exists()
        if name.split(".")[1] != file.stem
    ]
    assert wrong == []


def _domain_of(dotted: str) -> tuple[str, str] | None:
    """(room, domain) of a dotted name that belongs to one domain."""
    for room in (*DOMAIN_ROOMS, *DOMAIN_FOLDERS):
        prefix = room.replace("/", ".") + "."
        if dotted.startswith(prefix) and (domain := dotted.removeprefix(prefix).partition(".")[0]) in DOMAINS:
            return room, domain
    return None


def test_domains_do_not_import_each_other() -> None:
    wrong = []
    for file in [*files_of("data"), *files_of("modules")]:
        own = _domain_of(module_name(file))
        for node, name in imports_of(file):
            other = _domain_of(name)
            if own and other and own[1] != other[1]:
                wrong.append(f"{where(file, node)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize(
    ("room", "foreign"),
    [
        ("data", {"dash", "plotly", "dash_leaflet", "dash_mantine_components"}),
        ("modules", {"dash", "plotly", "dash_leaflet", "dash_mantine_components"}),
        ("components", {"duckdb", "ibis", "pyarrow", "geopandas", "sqlglot"}),
        ("pages", {"duckdb", "ibis", "pyarrow", "geopandas", "sqlglot", "pandas"}),
    ],
)
def test_a_room_does_not_know_the_parts_of_another(room: str, foreign: set[str]) -> None:
    wrong = [
        f"{where(file, node)} imports {name}"
        for file in files_of(room)
        for node, name in imports_of(file)
        if name.partition(".")[0] in foreign
    ]
    assert wrong == []


def test_what_the_reader_sees_opens_no_file() -> None:
    allowed = {"components/text.py", "components/theme.py"}
    wrong = []
    for file in [*files_of("components"), *files_of("pages")]:
        if str(file.relative_to(ROOT)) in allowed:
            continue
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in OPENS_FILES:
                    wrong.append(f"{where(file, node)} calls {called}")
    assert wrong == []


def test_only_settings_reads_the_environment() -> None:
    wrong = [
        where(file, node)
        for file in shipped_files()
        if file.name != "settings.py"
        for node in ast.walk(tree_of(file))
        # That of a request (WSGI's) has another meaning: what its server says of it.
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv", "environb", "putenv"}
            and getattr(node.value, "attr", "") != "request"
        )
        or (isinstance(node, ast.alias) and node.name in {"environ", "getenv"})
    ]
    assert wrong == []


@pytest.mark.parametrize("room", DOMAIN_ROOMS)
def test_a_domain_has_one_word_in_every_room(room: str) -> None:
    """A file of a domain that would grow too long is followed by others, named `<domain>_<what>`."""
    found = {path.stem for path in (ROOT / room).glob("*.py")} - DOMAIN_ROOMS[room]
    found -= {stem for stem in found if stem.startswith(tuple(f"{domain}_" for domain in DOMAINS))}
    assert sorted(found) == DOMAINS


@pytest.mark.parametrize("room", DOMAIN_FOLDERS)
def test_a_domain_has_one_folder_in_every_room_of_folders(room: str) -> None:
    found = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")} - DOMAIN_FOLDERS[room]
    assert sorted(found) == DOMAINS


def test_names_say_what_a_thing_is() -> None:
    vague = [
        where(file) for file in shipped_files() if VAGUE_NAME.search(file.stem) or VAGUE_NAME.search(file.parent.name)
    ]
    vague += [
        f"{where(file, node)} {node.name}"
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ClassDef) and VAGUE_NAME.search(node.name)
    ]
    assert vague == []


def test_functions_and_files_fit_a_screen_and_a_few() -> None:
    long = [where(file) for file in shipped_files() if len(file.read_text("utf-8").splitlines()) >= 400]
    long += [
        f"{where(file, node)} {node.name}"
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


def test_every_colour_comes_from_the_theme() -> None:
    wrong = [
        f"{where(file, node)} {text}"
        for file in shipped_files()
        if file != ROOT / "components" / "theme.py"
        for node, text in strings_of(file)
        if COLOUR.search(text)
    ]
    assert wrong == []


def _own_assets() -> list[Path]:
    """Our own styles and scripts; what others wrote stands in a folder `vendor`."""
    return sorted(
        path
        for path in (ROOT / "assets").rglob("*")
        if path.suffix in {".css", ".js"} and not {"vendor", "vendored"} & set(path.parts)
    )


def test_styles_and_scripts_name_no_colour() -> None:
    assert _own_assets()
    wrong = [
        f"{where(file)}:{number} {line.strip()[:80]}"
        for file in _own_assets()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if COLOUR.search(line)
    ]
    assert wrong == []


def test_callback_ids_are_validated() -> None:
    wrong = [
        where(file, node.value)
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.keyword) and node.arg == "suppress_callback_exceptions"
        if not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    assert wrong == []


def _is_blind(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches everything and does not raise it again."""
    catches_all = handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}
    last = handler.body[-1]
    return catches_all and not (isinstance(last, ast.Raise) and last.exc is None)


def test_no_error_is_caught_blindly() -> None:
    blind = [
        where(file, node)
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ExceptHandler) and _is_blind(node)
    ]
    assert blind == []
