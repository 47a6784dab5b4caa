"""Answered parts are cached as they go over the wire, and any of them make one body."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from api.part_cache import GzipBody, PartCache, deflated, inflated


def test_the_least_lately_used_goes_first() -> None:
    cache = PartCache(most_bytes=10)
    for key in ("a", "b", "c"):
        cache.keep(key, b"xxx")
    assert cache.get("a") == b"xxx"
    cache.keep("d", b"yyyy")
    assert [cache.get(key) for key in ("a", "b", "c", "d")] == [b"xxx", None, b"xxx", b"yyyy"]
    cache.keep("d", b"z")
    cache.keep("e", b"zz")
    assert [cache.get(key) for key in ("a", "c", "d", "e")] == [b"xxx", b"xxx", b"z", b"zz"]
    cache.keep("f", b"too long")
    assert cache.get("f") is None


@given(st.lists(st.binary(max_size=2000), max_size=6), st.data())
def test_pieces_in_any_order_are_one_gzip_body(lines: list[bytes], drawn: st.DataObject) -> None:
    """Each piece is made without its neighbours, and read back in a body with any of them."""
    pieces = [deflated(line) for line in lines]
    assert [inflated(piece) for piece in pieces] == lines
    order = drawn.draw(st.permutations(range(len(lines))))
    body = GzipBody()
    told = [lines[index] if drawn.draw(st.booleans()) else None for index in order]
    added = [body.add(pieces[index], line) for index, line in zip(order, told, strict=True)]
    whole = body.HEAD + b"".join(added) + body.foot()
    assert gzip.decompress(whole) == b"".join(lines[index] for index in order)
