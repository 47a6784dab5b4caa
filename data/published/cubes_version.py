"""Which cubes this program makes: a page that asks for one that an older program did not make has to say so."""

from __future__ import annotations

import hashlib
from functools import cache

from settings import ROOT

FOLDER = ROOT / "data" / "publishing" / "cubes"


@cache
def cubes_version(domain: str) -> str:
    """Twelve hex digits that are others as soon as the files by which a domain's cubes are made are others."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.glob(f"{domain}*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
