"""The only reader of environment variables and citydeck.toml."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. Each field is `CITYDECK_<NAME>` in the environment or a key of citydeck.toml."""

    host: str = "127.0.0.1"
    port: int = 8050
    #: Names under which the server may be asked, by spaces; `.example.org` is any name below it. Empty: any name.
    trusted_hosts: str = ""
    default_city: str = "shenzhen"
    #: Cities that are simulated beside a simulated default city, so that a newcomer can compare; keys, by spaces.
    prepare_beside: str = "sanya"
    #: Cities in the order in which walls of several, and the chooser, show them first; keys, by spaces.
    fleet: str = ""
    cities_dir: Path = ROOT / "data" / "cities"
    outputs_dir: Path = ROOT / "data" / "outputs"
    snapshots_dir: Path = ROOT / "data" / "snapshots"
    raw_dir: Path = ROOT / "data" / "raw"
    #: The publishers' own files that evaluations and tests measure on; they are not part of the project.
    real_records: Path = ROOT.parent / "shared" / "data"
    walls_dir: Path = ROOT / "data" / "walls"
    #: Names of the walls that may say how they are, by spaces. Empty: any, up to a hundred.
    known_walls: str = ""
    cache_dir: Path = ROOT / ".cache" / "answers"
    keep_snapshots: int = 30
    #: Deliveries made before the one that is served, and refused ones, are removed beyond this age or these bytes.
    keep_drops_days: int = 30
    keep_drops_mb: int = 5000
    #: How often simulated cities that live go on while they are served; 0: never.
    live_seconds: int = 300
    #: Whether what everybody opens is answered, and what they choose next compiled, after a start and each publication.
    warm_up: bool = True
    #: What a drop may be at most, and for how long after its last change a broken one may still be written.
    largest_manifest_mb: int = 4
    largest_drop_mb: int = 50_000
    largest_unpacked_mb: int = 200_000
    largest_drop_rows: int = 500_000_000
    #: Memory that checking and publishing may take; they take so much only where there are tens of millions of rows.
    publish_memory_mb: int = 3_000
    settle_seconds: int = 60
    #: Answers that are cached at most, and their bytes; the oldest go first.
    cache_answers: int = 20_000
    cache_mb: int = 1_000
    poll_seconds: int = 10
    #: How lines are written: text, or json (one object a line); where, if not on the output; and of each request too.
    log_format: str = "text"
    log_file: str = ""
    log_file_mb: int = 20
    log_requests: bool = False
    #: Whether /metrics answers other machines than this one.
    metrics: bool = False
    workers: int = 2
    threads: int = 8
    #: After how long an answer that is not made counts as waiting for a disk that stalls.
    stall_seconds: int = 20
    development: bool = False


#: How an operator may write them in the environment.
YES_AND_NO = {
    "1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False, "": False,
}  # fmt: skip


def _value(name: str, given: object, default: object) -> object:
    """The given text or TOML value as the type of the default."""
    try:
        if isinstance(default, bool):
            return given if isinstance(given, bool) else YES_AND_NO[str(given).lower()]
        if isinstance(default, int):
            return int(str(given))
        if isinstance(default, Path):
            return Path(str(given))
    except KeyError:
        raise SystemExit(f"citydeck: setting {name} should be true or false, not {given!r}") from None
    except ValueError:
        raise SystemExit(f"citydeck: setting {name} should be a whole number, not {given!r}") from None
    return str(given)


def read_settings(environ: dict[str, str], toml_file: Path) -> Settings:
    """Settings from the environment, then citydeck.toml, then the defaults; `PORT` is short for `CITYDECK_PORT`."""
    try:
        chosen: dict[str, object] = tomllib.loads(toml_file.read_text("utf-8")) if toml_file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SystemExit(f"citydeck.toml cannot be read: {error}") from None
    known = {field.name: field.default for field in fields(Settings)}
    if unknown := sorted(chosen.keys() - known.keys()):
        raise SystemExit(f"citydeck.toml: unknown settings {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if "PORT" in environ:
        chosen["port"] = environ["PORT"]
    for name in known:
        if (text := environ.get(f"CITYDECK_{name.upper()}")) is not None:
            chosen[name] = text
    values = {name: _value(name, given, known[name]) for name, given in chosen.items()}
    _refuse_what_cannot_be(values)
    return Settings(**values)  # type: ignore[arg-type]


#: The least and most of settings that are numbers; the others are at least 0.
LIMITS = {
    "port": (1, 65_535), "workers": (1, 256), "threads": (2, 1_000), "poll_seconds": (1, 3_600),
    "log_file_mb": (1, 100_000), "stall_seconds": (1, 3_600), "cache_mb": (1, 1_000_000), "cache_answers": (1, 10**9),
    "keep_snapshots": (1, 100_000), "publish_memory_mb": (100, 10_000_000),
}  # fmt: skip
#: The only words that some settings know.
WORDS = {"log_format": ("text", "json")}
#: What other texts look like, and what each is called in a sentence.
_CITY, _HOST, _WALL = r"[a-z][a-z0-9_]{1,40}", r"\.?[A-Za-z0-9:_\[\]-]+(\.[A-Za-z0-9_-]+)*", r"[a-z0-9][a-z0-9-]{0,39}"
TEXTS = {
    "host": (_HOST, "an address or name of this machine"),
    "trusted_hosts": (rf"({_HOST}( +|$))*", "names of hosts, by spaces"),
    "default_city": (_CITY, "the key of a city"),
    "prepare_beside": (rf"({_CITY}( +|$))*", "keys of cities, by spaces"),
    "fleet": (rf"({_CITY}( +|$))*", "keys of cities, by spaces"),
    "known_walls": (rf"({_WALL}( +|$))*", "names of walls, by spaces"),
}


def _refuse_what_cannot_be(values: dict[str, object]) -> None:
    """SystemExit with a sentence for a number that makes no sense, a word that is none, and a folder that is a file."""
    for name, value in values.items():
        least, most = LIMITS.get(name, (0, 10**12))
        if isinstance(value, int) and not least <= value <= most:
            raise SystemExit(f"citydeck: setting {name} should be from {least:,} to {most:,}, not {value:,}")
        if name in WORDS and value not in WORDS[name]:
            raise SystemExit(f"citydeck: setting {name} should be {' or '.join(WORDS[name])}, not {value!r}")
        if name in TEXTS and not re.fullmatch(TEXTS[name][0], str(value).strip()):
            raise SystemExit(f"citydeck: setting {name} should be {TEXTS[name][1]}, not {value!r}")
        if isinstance(value, Path) and value.exists() and not value.is_dir():
            raise SystemExit(f"citydeck: setting {name} should be a folder, and {value} is none")


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(dict(os.environ), ROOT / "citydeck.toml")


#: Where prometheus_client looks for the folder in which the processes of one server count.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics(folder: Path) -> None:
    """Have this process and its children count in files of that folder; before prometheus_client is imported."""
    os.environ[_METRICS] = str(folder)


def metrics_folder() -> str | None:
    """The folder in which the processes of this server count; None where this one is alone."""
    return os.environ.get(_METRICS)
