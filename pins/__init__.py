"""What an installation is made of: the pinned packages with their hashes, and what is known of them."""
