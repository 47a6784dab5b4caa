"""What every page needs of scripts and styles, joined into a few files that are compressed once and kept for ever.

A page of Dash names some twenty scripts and fourteen style sheets; ours would add forty modules. Joined they are a
script of others', one of ours, and a style sheet, each under an address that names its content. They are compressed as
small as they get while the server idles, into the folder of the caches, where the next process finds them; until then
they are compressed as all other answers are. Joined scripts lie there too, under a name that says what they were made
of: to join them takes fifty milliseconds, which each start would wait for.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import logging
import posixpath
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import flask
from dash import Dash, hooks

from api.module_bundle import bundle
from api.routes import FOR_EVER
from api.scripts import ENTRY, FIRST, FOLDER
from api.security import ask_itself
from settings import ROOT

log = logging.getLogger(__name__)
SCRIPT_TAG = re.compile(r'<script src="(/[^"]+)"></script>\n?')
STYLE_TAG = re.compile(r'<link rel="stylesheet" href="(/[^"]+)">\n?')
OUR_TAGS = re.compile(r'(?:<link rel="modulepreload" href="[^"]+">\n?)*<script id="_dash-renderer"[^>]*></script>')
#: Where our own files stand, as in their folder; to ask for each as a browser does takes longer than to read it.
ASSETS = "/assets/"
#: What Dash names on every page for tables of its own: nothing uses it.
UNUSED = ("/dash/dash_table/",)
#: A part of Dash's packages that they ask for when they need it, next to the script that asks.
LATER = re.compile(r"(?:^|/)async-[\w.-]+\.js$")
#: What joins scripts: another program may join the same ones otherwise.
MADE_BY = [Path(__file__).with_name(name).read_bytes() for name in ("bundles.py", "module_bundle.py")]
STYLE_ADDRESS = re.compile(r'url\("(\.\.?/[^"]+)"\)')


def _brotli(body: bytes) -> bytes:
    """As small as it gets, by a process of its own (api/smallest_brotli.py). Raises CalledProcessError."""
    command = [sys.executable, "-m", "api.smallest_brotli"]
    return subprocess.run(command, cwd=ROOT, input=body, stdout=subprocess.PIPE, check=True).stdout


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": _brotli,
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


@dataclass(frozen=True)
class File:
    """One file of a page: its name, content and type."""

    name: str
    body: bytes
    mimetype: str

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with the content."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @property
    def address(self) -> str:
        """Where a browser finds it, for ever."""
        return f"/files/{self.digest}/{self.name}"


class Bundles:
    """The files of the pages of one application, and what they are called in a page."""

    def __init__(self, app: Dash, cache_dir: Path) -> None:
        """Nothing is read before the first page."""
        self._app = app
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._joined: dict[tuple[str, ...], File] = {}
        self._modules: File | None = None
        self._later: dict[str, File] = {}

    def shorten(self, page: str) -> str:
        """The page with one tag in the place of many."""
        with self._lock:
            page = self._replaced(page, SCRIPT_TAG, self._scripts, '<script src="{}"></script>\n')
            page = self._replaced(page, STYLE_TAG, self._styles, '<link rel="stylesheet" href="{}">\n')
            ours = f'<script id="_dash-renderer" type="module" src="{self._our_modules().address}"></script>'
            return OUR_TAGS.sub(ours, page)

    def files(self) -> list[File]:
        """The files that pages named so far, and what these asked for later."""
        return [*self._joined.values(), *([self._modules] if self._modules else []), *self._later.values()]

    def find(self, digest: str, name: str) -> File | None:
        """The file of that address, or the part of Dash's packages that the file of that digest asks for."""
        files = self.files()
        if any(file.digest == digest for file in files):
            return next((file for file in files if (file.digest, file.name) == (digest, name)), self._asked_later(name))
        return None

    def _asked_later(self, name: str) -> File | None:
        if name not in self._later:
            for package, paths in self._app.registered_paths.items():
                for path in paths:
                    if LATER.search(path) and path.rpartition("/")[2] == name and "dash_table" not in path:
                        body = self._read(f"/_dash-component-suites/{package}/{path}")
                        self._later[name] = File(name, body, "text/javascript")
        return self._later.get(name)

    def _replaced(self, page: str, tags: re.Pattern[str], join: Callable[[tuple[str, ...]], File], tag: str) -> str:
        """The page with the tags but the first script, which runs before anything is drawn, as one in their place."""
        found = [each for each in tags.finditer(page) if not each[1].endswith(f"/{FIRST}")]
        if not found:
            return page
        addresses = tuple(each[1] for each in found)
        if addresses not in self._joined:
            self._joined[addresses] = join(addresses)
        for each in reversed(found[1:]):
            page = page[: each.start()] + page[each.end() :]
        first = found[0]
        return page[: first.start()] + tag.format(self._joined[addresses].address) + page[first.end() :]

    def _scripts(self, addresses: tuple[str, ...]) -> File:
        used = [address for address in addresses if not any(name in address for name in UNUSED)]
        # A package's address names its version and when it came here; ours alone change without either.
        sources = [self._read(address) if address.startswith(ASSETS) else address.encode() for address in used]
        # Dash looks for its renderer's name. The first line: what one script says of itself must not hold for all.
        return self._made_once(
            "dash-renderer-and-components.js",
            sources,
            lambda: b";\n" + b"\n;\n".join(self._read(address) for address in used),
        )

    def _styles(self, addresses: tuple[str, ...]) -> File:
        body = "\n".join(_with_whole_addresses(address, self._read(address).decode()) for address in addresses)
        return File("page.css", body.encode(), "text/css")

    def _our_modules(self) -> File:
        if self._modules is None:
            sources = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.js")}
            del sources[FIRST]
            told = [part.encode() for name in sorted(sources) for part in (name, sources[name])]
            self._modules = self._made_once("main.js", told, lambda: bundle(sources, ENTRY).encode())
        return self._modules

    def _made_once(self, name: str, sources: list[bytes], make: Callable[[], bytes]) -> File:
        """The script of that name as another process made it of the same sources; else made, and left for the next."""
        made_of = hashlib.sha256(b"\0".join([*MADE_BY, *sources])).hexdigest()[:12]
        for path in self._cache_dir.glob(f"{made_of}-*-{name}"):
            try:
                file = File(name, path.read_bytes(), "text/javascript")
            except OSError:
                continue
            if path.name == f"{made_of}-{file.digest}-{name}":  # whole, as it was written
                return file
        file = File(name, make(), "text/javascript")
        kept = self._cache_dir / f"{made_of}-{file.digest}-{name}"
        _write_alone(kept, lambda: file.body)
        for older in self._cache_dir.glob(f"*-*-{name}"):
            if older != kept:
                older.unlink(missing_ok=True)
        return file

    def _read(self, address: str) -> bytes:
        """What the application itself answers under that address; a file of ours is what it is."""
        path, _, _ = address.partition("?")
        if path.startswith(ASSETS):
            return (ROOT / path[1:]).read_bytes()
        response = ask_itself(self._app.server, address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} is named by a page and answered by {response.status}")
        return response.data

    def compressed(self, file: File, encoding: str) -> bytes | None:
        """The file as it was compressed before; None where it was not yet."""
        try:
            return self._path(file, encoding).read_bytes()
        except OSError:
            return None

    def compress_all(self) -> None:
        """Compress what is not yet, one process at a time; the least time goes to it."""
        for file in self.files():
            for encoding in COMPRESS:
                path = self._path(file, encoding)
                if not path.exists():
                    _write_alone(path, lambda file=file, encoding=encoding: COMPRESS[encoding](file.body))  # type: ignore[misc]

    def _path(self, file: File, encoding: str) -> Path:
        return self._cache_dir / f"{file.digest}-{file.name}.{encoding}"


def _with_whole_addresses(address: str, style: str) -> str:
    """The style sheet with addresses that hold wherever it lies, and that name the version of what they are of."""
    folder, _, version = address.rpartition("/")[0], None, address.partition("?")[2]

    def whole(found: re.Match[str]) -> str:
        path = posixpath.normpath(f"{folder}/{found[1]}")
        return f'url("{path}?{version}")' if version else f'url("{path}")'

    return STYLE_ADDRESS.sub(whole, style)


def _write_alone(path: Path, make: Callable[[], bytes]) -> None:
    """Write what is made under a name of its own first; nothing where another process is at it, or without room."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            half = path.with_name(f"{path.name}.half")
            half.write_bytes(make())
            half.replace(path)
    except BlockingIOError:
        return
    except (OSError, subprocess.CalledProcessError) as error:
        log.warning("%s cannot be written: %s", path.name, error)


def add_bundles(app: Dash, cache_dir: Path) -> Bundles:
    """Have pages name joined files, and serve these."""
    bundles = Bundles(app, cache_dir)

    @hooks.index()
    def shortened(page: str) -> str:
        return bundles.shorten(page)

    @app.server.get("/files/<digest>/<name>")
    def file(digest: str, name: str) -> flask.Response:
        known = bundles.find(digest, name)
        if known is None:
            flask.abort(404)
        return _served(known, bundles)

    return bundles


def _served(file: File, bundles: Bundles) -> flask.Response:
    response = flask.Response(file.body, mimetype=file.mimetype)
    for encoding in _accepted():
        if (body := bundles.compressed(file, encoding)) is not None:
            response = flask.Response(body, mimetype=file.mimetype, headers={"Content-Encoding": encoding})
            break
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _accepted() -> Iterator[str]:
    return (encoding for encoding in COMPRESS if flask.request.accept_encodings.quality(encoding) > 0)
