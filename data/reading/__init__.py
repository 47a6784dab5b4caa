"""From a question and a view to an answer."""
