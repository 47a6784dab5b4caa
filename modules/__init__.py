"""The producers: raw records in, outputs that keep a contract out. Never imports components or pages."""
