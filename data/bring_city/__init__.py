"""What writes and validates a city's folder; only the command line needs it."""
