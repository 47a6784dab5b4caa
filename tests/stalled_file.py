"""A file that does not open, as on a disk that stalls, for as long as a test needs it."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# linux/fanotify.h
_CLASS_CONTENT, _CLOEXEC, _MARK_ADD, _OPEN_PERM, _HERE = 0x4, 0x1, 0x1, 0x10000, -100


@contextmanager
def stalled(file: Path) -> Iterator[None]:
    """Whoever opens the file waits in the kernel, where no signal but SIGKILL reaches it, until this is left.

    The kernel asks us whether each opening is allowed, and we do not answer (fanotify(7)). Whoever uses this must not
    open the file itself. The test is skipped where the machine does not allow it (CAP_SYS_ADMIN).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.fanotify_mark.argtypes = (ctypes.c_int, ctypes.c_uint, ctypes.c_uint64, ctypes.c_int, ctypes.c_char_p)
    asked = libc.fanotify_init(_CLASS_CONTENT | _CLOEXEC, os.O_RDONLY)
    if asked < 0:
        pytest.skip(f"no file can be made to stall here: {os.strerror(ctypes.get_errno())}")
    try:
        if libc.fanotify_mark(asked, _MARK_ADD, _OPEN_PERM, _HERE, os.fsencode(file)) < 0:
            pytest.skip(f"this file cannot be made to stall: {os.strerror(ctypes.get_errno())}")
        yield
    finally:
        os.close(asked)  # whoever waits may open it now
