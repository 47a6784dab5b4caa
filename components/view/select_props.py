"""How every select of a page opens."""

from __future__ import annotations

#: A select makes its options when it is opened: those of all selects together cost a change of the view 0.2 s.
DRAWN_OPEN = {"keepMounted": False}
