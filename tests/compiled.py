"""What a test run compiles and compresses once for all of its processes, as those of one deployment do.

Files are named by their content, statements by the tables' columns and the program: whichever city they are of.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

#: The variable that tells the workers and servers of a run which folder it is.
VARIABLE = "TESTS_COMPILED_DIR"
#: Folders beside that of the answers: of statements, and of scripts and styles as they are sent.
NAMES = ("statements", "files")


def make_folder() -> Path:
    """Make the folder of this run, for this process and for those that it starts."""
    folder = Path(tempfile.mkdtemp(prefix="citydeck-compiled-"))
    for name in NAMES:
        (folder / name).mkdir()
    os.environ[VARIABLE] = str(folder)
    return folder


def remove_folder(folder: Path) -> None:
    """Remove it at the end of the run."""
    del os.environ[VARIABLE]
    shutil.rmtree(folder)


def share_compiled(root: Path) -> Path:
    """Let whoever keeps answers in a folder of `root` compile for the whole run; `root` comes back.

    Not where a test asks other questions than the program's, or changes those.
    """
    root.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        if not (root / name).exists():
            (root / name).symlink_to(Path(os.environ[VARIABLE]) / name)
    return root
