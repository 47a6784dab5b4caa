"""`python -m api.smallest_brotli`: what comes in, as small as Brotli makes it, at the lowest priority.

It is a process of its own because compressing takes twenty megabytes, which a process that goes on would not give back.
"""

from __future__ import annotations

import os
import sys

import brotli

LOWEST_PRIORITY = 19

if __name__ == "__main__":
    os.nice(LOWEST_PRIORITY)
    sys.stdout.buffer.write(brotli.compress(sys.stdin.buffer.read(), quality=11))
