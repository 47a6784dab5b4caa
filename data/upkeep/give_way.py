"""The lowest priority of all, for work beside the server that no reader should wait for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

LOWEST_PRIORITY = 19
#: The priority of this process's session.
AUTOGROUP = Path("/proc/self/autogroup")


def give_way() -> None:
    """Have this process, and those that it starts, work while nobody else on the machine does.

    Linux shares a processor among sessions before it looks at the priorities within them (sched(7), "The autogroup
    feature"): a process that gives way in the server's own session still takes as much as the browser beside it. So it
    takes a session of its own, where it leads none, of the lowest priority. Ctrl+C in a terminal does not reach it.
    """
    os.nice(LOWEST_PRIORITY)
    with suppress(PermissionError):  # it leads a session, or a group of somebody else's, already
        os.setsid()
    if os.getsid(0) == os.getpid():  # never the terminal's, which others share
        with suppress(OSError):  # a system without that feature
            AUTOGROUP.write_text(str(LOWEST_PRIORITY), "ascii")
