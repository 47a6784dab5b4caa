"""Tidy answer to figure, one shape a file. A figure knows a shape, not a domain, and never names a colour."""
