"""The map panel, its layers and its scales."""
