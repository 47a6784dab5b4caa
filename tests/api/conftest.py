"""A real server that the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.compiled import share_compiled
from tests.serving import Server, serve


@pytest.fixture(scope="session")
def server(riverton: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Riverton under gunicorn, which writes its lines as JSON, of each request one."""
    folder = share_compiled(tmp_path_factory.mktemp("served"))
    lines = {"LOG_FORMAT": "json", "LOG_FILE": str(folder / "citydeck.log"), "LOG_REQUESTS": "true"}
    own = {f"CITYDECK_{name}": value for name, value in lines.items()}
    own |= {"CITYDECK_CACHE_DIR": str(folder / "answers"), "CITYDECK_WALLS_DIR": str(folder / "walls")}
    with serve(riverton | own, folder / "output.txt") as running:
        yield running
