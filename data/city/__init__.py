"""A city's folder, read: its names, levels, areas and their shapes."""
