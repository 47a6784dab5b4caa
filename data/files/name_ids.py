"""Ids made of names: the same for the same name in every delivery, and different for different names.

A name of letters, digits and blanks of ASCII is its own id (`Parks and Roads` is parks-and-roads). Any other gets ten
hexadecimal digits of its MD5, behind what is left of it in ASCII: 城市管理局 is n-..., `Dept A/B` is dept-a-b-... .
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import duckdb

#: The digest tells names apart and guards nothing; ten digits collide once in a million pairs of a million names.
_DIGITS = 10


def name_id(name: str) -> str:
    """The id of a name; empty for an empty one. Names that differ only in case or blanks are the same name."""
    # Case is folded in ASCII alone: what other letters fold to differs between the libraries that we use.
    tidy = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    folded = "".join(each.lower() if each.isascii() else each for each in tidy)
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", folded):
        return slug
    digest = hashlib.md5(folded.encode(), usedforsecurity=False).hexdigest()[:_DIGITS]
    return f"{slug[:40].strip('-') or 'n'}-{digest}"


def create_name_id(connection: duckdb.DuckDBPyConnection) -> None:
    """The SQL function `name_id(name)`; NULL of NULL."""
    connection.create_function("name_id", name_id, ["VARCHAR"], "VARCHAR")
