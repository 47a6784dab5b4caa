"""What keeps an installation sound over the years: looking for damage, mending it, and copies for another machine."""
