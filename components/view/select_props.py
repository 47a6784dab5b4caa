"""How every select of a page opens."""

from __future__ import annotations

from typing import Any

#: A select makes its options when it is opened: those of all selects together cost a change of the view 0.2 s. They
#: scroll as any list does: Mantine's own scroll bars go on asking for every frame, sixty a second, once a list was
#: closed within a tenth of a second of its scrolling, as it is by whoever types and presses Enter. A list is as wide as
#: its select: to look whether it must be moved aside would have the page laid out once more, each time it opens.
OPENING: dict[str, Any] = {
    "comboboxProps": {"keepMounted": False, "middlewares": {"shift": False}},
    "withScrollArea": False,
}
