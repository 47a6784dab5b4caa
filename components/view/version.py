"""What an answer depends on besides what is asked, as a text for addresses: whoever has an answer under it has the
answer that would be made now."""

from __future__ import annotations

import hashlib

from components.view.reader import Reader
from data.city.pack import state_of
from data.operations.app_version import app_version


def view_version(reader: Reader) -> str:
    """Sixteen hexadecimal digits that change with the snapshots that answer, how fresh they are, who may see what, the
    city's folder, and the program with its words."""
    state = repr((app_version(), state_of(reader.city), reader.versions.key()))
    return hashlib.sha256(state.encode()).hexdigest()[:16]
