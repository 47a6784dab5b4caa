"""What people and screens do, which changes: heartbeats of walls, the version of the program."""
