"""The wall: one page that nobody touches for weeks."""
