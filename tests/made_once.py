"""What several tests begin with and a run makes once: whichever worker asks first makes it, all take copies."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.compiled import NAMES, VARIABLE


def copy_of(name: str, root: Path, make: Callable[[Path], object]) -> None:
    """Bring to `root` what `make` fills an empty folder with; what is changed in `root` reaches no other test.

    Made in a folder of another name, it may not tell its own path in what it leaves. Where making fails, nothing is
    kept and the next who asks tries again.
    """
    shelf = Path(os.environ[VARIABLE]) / "made"
    made = shelf / name
    shelf.mkdir(exist_ok=True)
    with (shelf / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=shelf) as draft:
                make(Path(draft) / name)
                (Path(draft) / name).rename(made)
    # What it compiled lies in the run's own folders, which `root` is given links to by itself.
    shutil.copytree(made, root, ignore=lambda folder, _: NAMES if Path(folder) == made else (), dirs_exist_ok=True)
