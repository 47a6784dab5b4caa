"""Snapshots: which one answers, where it comes from and how old it is."""
