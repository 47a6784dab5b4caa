"""One file a domain: the narrow roll-ups that its pages need, built once at publishing."""
