"""`make run`: see to it that there is a city to show, then serve it, in one process, as each start waits for both.

`python serve.py` takes gunicorn's arguments. Where something is to be prepared, `python -m modules prepare` does it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from modules.prepared import is_prepared
from settings import ROOT, settings

#: Of `prepare`: all is done, or records are at fault, which the pages tell too.
SERVED = (0, 1)


def prepare() -> int:
    """Bring what the default city lacks; the exit status of what does it, 0 where it lacks nothing."""
    if is_prepared(settings()):
        return 0
    return subprocess.run([sys.executable, "-m", "modules", "prepare"], cwd=ROOT, check=False).returncode


def main(arguments: Sequence[str]) -> None:
    """Prepare, then be gunicorn. SystemExit with the status of `prepare` where it could not be carried out."""
    if (status := prepare()) not in SERVED:
        sys.exit(status)
    from gunicorn.app.wsgiapp import run  # after what may end here

    # A gunicorn that replaces itself starts what stands here.
    sys.argv = [str(Path(sys.executable).with_name("gunicorn")), *arguments]
    run()


if __name__ == "__main__":
    main(sys.argv[1:])
