"""What the browser asks for besides pages, and how whole answers are cached."""

import components.used  # noqa: F401  before Dash, which any file of this room imports
