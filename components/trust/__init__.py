"""Where numbers come from and how old they are."""
