"""Questions about requests for services."""
