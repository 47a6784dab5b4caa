"""What a page is made of, who reads it, and what stands in the place of an answer."""
