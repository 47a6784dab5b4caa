"""Answered parts of views, cached in a process's memory as they go over the wire.

A wall, a press office and a department look at the same pages: making a figure from a cached result and writing it as
JSON takes several times as long as finding it here.
"""

from __future__ import annotations

import threading
import zlib

from cachetools import LRUCache

#: Bytes of compressed parts that a process keeps.
MOST_BYTES = 4_000_000
#: More than this saves little on a line, and costs the reader who asks first.
LEVEL = 6


class PartCache:
    """Texts by key, the least lately used forgotten beyond that many bytes. Threads share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._texts: LRUCache[str, bytes] = LRUCache(most_bytes, getsizeof=len)
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The text cached under this key, or None."""
        with self._lock:
            return self._texts.get(key)

    def keep(self, key: str, text: bytes) -> None:
        """Cache the text; one that would fill half of the room alone is not."""
        with self._lock:
            if len(text) <= self._texts.maxsize // 2:
                self._texts[key] = text


def deflated(line: bytes) -> bytes:
    """A line as blocks of deflate that end on a whole byte and look back at nothing: such pieces may follow each other
    in one body, whichever they are (RFC 1951, and `Z_FULL_FLUSH` of zlib)."""
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(line) + packing.flush(zlib.Z_FULL_FLUSH)


def inflated(piece: bytes) -> bytes:
    """The line again."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece)


class GzipBody:
    """A body of deflated pieces in the gzip format (RFC 1952): its head, what is added, and its foot."""

    HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

    def __init__(self) -> None:
        self._crc = self._size = 0

    def add(self, piece: bytes, line: bytes | None = None) -> bytes:
        """The piece, counted; `line`: what it was made of, where that is still at hand."""
        line = inflated(piece) if line is None else line
        self._crc, self._size = zlib.crc32(line, self._crc), self._size + len(line)
        return piece

    def foot(self) -> bytes:
        """The end of the last block, and what proves that nothing is missing."""
        return b"\x03\x00" + self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
