"""`make bench`: how fast the dashboard is on this machine, as a table. Never a timed test."""
