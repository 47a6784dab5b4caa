"""From a checked drop to an immutable snapshot."""
