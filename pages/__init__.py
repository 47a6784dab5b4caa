"""One file an address. A page lists what stands on it and holds no logic."""
