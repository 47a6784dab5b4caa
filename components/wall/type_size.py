"""How large type must be to be read from the back of the room.

A letter is legible from 16 minutes of arc of cap height on, and comfortable at 20 to 22 (ISO 9241-303, 5.5.4). The
cap height of our type is 0.72 of its size. Screens are taken as 16:9; sizes are for one that is 1080 CSS pixels high,
and grow with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_ARC_MINUTES = 16.0
AIMED_ARC_MINUTES = 20.0
CAP_HEIGHT = 0.72
HIGH_PX = 1080
MM_PER_INCH = 25.4
#: The smallest type of the style sheets is 11/16 of the root's size: the root is chosen so that this is readable.
SMALLEST_REM = 11 / 16


@dataclass(frozen=True)
class WallType:
    """Type sizes in CSS pixels on a screen 1080 of them high: the least that is allowed and the one aimed at."""

    least_px: int
    aimed_px: int

    @property
    def root_share(self) -> float:
        """The root's font size as a share of the screen's height."""
        return self.least_px / SMALLEST_REM / HIGH_PX


def font_px(screen_inches: float, distance_m: float, arc_minutes: float) -> int:
    """The font size (px of 1080) whose capitals span that angle at that distance, rounded up."""
    high_mm = screen_inches * MM_PER_INCH * 9 / math.hypot(16, 9)
    cap_mm = 2 * distance_m * 1000 * math.tan(math.radians(arc_minutes / 60 / 2))
    return math.ceil(cap_mm / (high_mm / HIGH_PX) / CAP_HEIGHT)


def wall_type(screen_inches: float, distance_m: float) -> WallType:
    """The type for a screen of that diagonal seen from that distance."""
    return WallType(
        font_px(screen_inches, distance_m, LEAST_ARC_MINUTES), font_px(screen_inches, distance_m, AIMED_ARC_MINUTES)
    )
