"""Questions about the economy."""
