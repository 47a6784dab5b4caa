"""Questions about food safety."""
