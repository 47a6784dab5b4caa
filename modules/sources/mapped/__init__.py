"""Any city's files by a mapping in TOML: looked at, proposed, edited, kept for the next delivery. No code a city."""
