"""What the browser asks for besides pages, and how whole answers are cached."""
