"""One folder a domain: (tables, filters) to an Ibis expression. Names are answers."""
