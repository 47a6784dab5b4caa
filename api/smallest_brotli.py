"""`python -m api.smallest_brotli`: what comes in, as small as Brotli makes it, at the lowest priority.

It is a process of its own because compressing takes twenty megabytes, which a process that goes on would not give back.
"""

from __future__ import annotations

import sys

import brotli

from data.upkeep.give_way import give_way

if __name__ == "__main__":
    give_way()
    sys.stdout.buffer.write(brotli.compress(sys.stdin.buffer.read(), quality=11))
