"""Which Chromium the browser tests drive: `python -m tests.browser.chromium` prints its path, or why there is none.

One that is named or on the PATH comes first, then Playwright's own, then Debian's package where we are root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600
ADVICE = (
    "No Chromium that starts was found, and none could be installed. Install one (Debian: apt-get install chromium), "
    "or name one: CITYDECK_CHROMIUM=/path/to/chromium make test"
)


class NoChromiumError(RuntimeError):
    """No Chromium that starts is here, and none could be brought."""


def starts(path: str) -> bool:
    """Whether that browser opens an empty page without a window."""
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"<html>" in done.stdout


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _run(*command: str) -> bool:
    """Whether the command succeeded; what it says goes to standard error, as our standard output is the path."""
    print(f"chromium: {' '.join(command)}", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command, stdout=sys.stderr, stdin=subprocess.DEVNULL, env=quiet, timeout=INSTALL_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def candidates() -> Iterator[str]:
    """Browsers in the order in which we prefer them; each is only brought when the one before did not start."""
    yield from (found for name in NAMES if (found := shutil.which(name)))
    own = _playwrights_own()
    if Path(own).exists() or _run(sys.executable, "-m", "playwright", "install", "chromium"):
        yield own
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "--quiet")
        if _run("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"):
            yield shutil.which("chromium") or "chromium"


@cache
def find_chromium() -> str:
    """The path of a Chromium that starts, which is tried once a process.

    NoChromiumError when the named one does not, or when there is none at all.
    """
    if named := os.environ.get("CITYDECK_CHROMIUM"):
        if starts(named):
            return named
        raise NoChromiumError(f"CITYDECK_CHROMIUM={named} does not start.")
    for path in candidates():
        if starts(path):
            return path
    raise NoChromiumError(ADVICE)


def main() -> int:
    """Print the path; 1 and the reason when there is none."""
    try:
        print(find_chromium())
    except NoChromiumError as missing:
        print(f"chromium: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
