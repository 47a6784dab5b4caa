"""Questions about public money."""
