"""What the server writes down: lines of text or of JSON, on its output or in a file that is rotated.

A request has an id, that of the server in front (`X-Request-ID`) or one made by chance. Every line that is written
while it is answered carries it, and so does the answer: what a reader saw is found again.
"""

from __future__ import annotations

import fcntl
import logging
import re
import secrets
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import flask
import orjson
from dash import Dash
from gunicorn.config import Config
from gunicorn.glogging import Logger

from api import metrics
from settings import Settings, settings

HEADER = "X-Request-ID"
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
#: Where the id and the route of a request stand for gunicorn, which knows nothing of Flask.
ID_KEY, ROUTE_KEY = "citydeck.request_id", "citydeck.route"
#: Earlier files that stay beside the one that is written.
EARLIER_FILES = 5
TEXT_LINE = "%(asctime)s %(levelname)s %(name)s%(request)s %(message)s"


class JsonLine(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, process; request, fault and fields if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if request := getattr(record, "request_id", ""):
            told["request"] = request
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        return orjson.dumps(told | getattr(record, "fields", {}), default=str).decode()


class TextLine(logging.Formatter):
    """A record as a line of text; what comes from outside cannot begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the fault below it."""
        request = getattr(record, "request_id", "")
        record.request = f" [{request}]" if request else ""
        record.msg, record.args = record.getMessage().replace("\n", "\\n").replace("\r", "\\r"), None
        return super().format(record)


class RotatedFile(WatchedFileHandler):
    """A file that all processes of a server write; beyond its bytes it is renamed, and the oldest of several goes.

    Where something else renames it, such as logrotate, a new one is begun too.
    """

    def __init__(self, path: Path, most_bytes: int) -> None:
        """Makes the folder. Raises OSError where it cannot be written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, encoding="utf-8")
        self._path, self._most_bytes = path, most_bytes

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line; rotate where the file is full."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() >= self._most_bytes:
            self._rotate()

    def _rotate(self) -> None:
        """Rename the files one on, once, however many processes find them full."""
        with self._path.with_name(f".{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._path.exists() or self._path.stat().st_size < self._most_bytes:
                return  # another process has done it
            files = [self._path, *(self._path.with_name(f"{self._path.name}.{n + 1}") for n in range(EARLIER_FILES))]
            for earlier, later in reversed(list(pairwise(files))):
                if earlier.exists():
                    earlier.replace(later)


def _mark_request(record: logging.LogRecord) -> bool:
    """Write the id of the request that is being answered into the record."""
    if not hasattr(record, "request_id"):
        record.request_id = flask.request.environ.get(ID_KEY, "") if flask.has_request_context() else ""
    return True


def configure_logging(chosen: Settings) -> None:
    """Have all of this process written down as the settings say; nothing where a handler is there already."""
    if logging.getLogger().handlers:
        return
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    fault = None
    if chosen.log_file:
        try:
            handler = RotatedFile(Path(chosen.log_file), chosen.log_file_mb * 1_000_000)
        except OSError as error:
            fault = error
    handler.setFormatter(JsonLine() if chosen.log_format == "json" else TextLine(TEXT_LINE))
    handler.addFilter(_mark_request)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    if fault is not None:
        logging.getLogger(__name__).warning("%s cannot be written, so lines go here: %s", chosen.log_file, fault)


class ServerLog(Logger):
    """gunicorn's own log, through the same handlers; it counts requests, and writes a line of each where wanted."""

    def setup(self, cfg: Config) -> None:
        """As gunicorn asks at the start and after a reload."""
        self.cfg = cfg
        self._access_log_enabled = False
        configure_logging(settings())
        self.loglevel = self.LOG_LEVELS.get(cfg.loglevel.lower(), logging.INFO)
        self.error_log.setLevel(self.loglevel)
        self.error_log.propagate = self.access_log.propagate = True

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """After every answer, or what was taken of it."""
        seconds, route = request_time.total_seconds(), environ.get(ROUTE_KEY, "")
        metrics.note_request(route, resp.status_code, seconds)
        if settings().log_requests:
            fields = {
                "method": req.method, "path": req.path, "status": resp.status_code, "seconds": round(seconds, 4),
                "bytes": resp.sent, "route": route,
            }  # fmt: skip
            told = "{method} {path} {status} {seconds} s {bytes} bytes".format(**fields)
            self.access_log.info("%s", told, extra={"request_id": environ.get(ID_KEY, ""), "fields": fields})


def add_request_ids(app: Dash) -> None:
    """Give each request its id and say it in the answer."""

    @app.server.before_request
    def name_request() -> None:
        given, rule = flask.request.headers.get(HEADER, ""), flask.request.url_rule
        flask.request.environ[ID_KEY] = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        flask.request.environ[ROUTE_KEY] = rule.rule if rule else "none"

    @app.server.after_request
    def tell_id(response: flask.Response) -> flask.Response:
        if ID_KEY in flask.request.environ:
            response.headers[HEADER] = flask.request.environ[ID_KEY]
        return response
