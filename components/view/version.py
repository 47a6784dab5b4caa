"""What an answer depends on besides what is asked, as a text for addresses: whoever has an answer under it has the
answer that would be made now."""

from __future__ import annotations

import hashlib

from components.view.reader import Reader
from data.city.pack import state_of
from data.operations.app_version import app_version
from data.published.snapshots import current_ids
from settings import settings

#: The domain by which cities are compared (`of_every_city` of its questions).
COMPARED_BY = "economy"


def view_version(reader: Reader) -> str:
    """Sixteen hexadecimal digits that change with the snapshots that answer, how fresh they are, who may see what, the
    city's folder, and the program with its words; and with what the cities that it is compared with have published."""
    compared = current_ids(settings().snapshots_dir, COMPARED_BY)
    state = repr((app_version(), state_of(reader.city), reader.versions.key(), compared))
    return hashlib.sha256(state.encode()).hexdigest()[:16]
