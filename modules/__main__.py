"""`python -m modules`: what modules/commands.py lists.

Where everything is prepared, `prepare` ends before it reads the program that would do it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from modules.prepared import is_prepared
from settings import settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks; gives the exit status."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    if asked == ["prepare"] and is_prepared(settings()):
        return 0
    from modules.commands import main as carry_out  # a second and a half of imports

    return carry_out(asked)


if __name__ == "__main__":
    sys.exit(main())
