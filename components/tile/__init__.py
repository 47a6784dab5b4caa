"""One number a reader watches, with its change and its spark line."""
