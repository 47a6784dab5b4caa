"""One panel: a figure or a table, its words for screen readers, its menu."""
