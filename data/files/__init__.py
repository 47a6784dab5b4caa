"""Files of strangers, whatever their kind, as tables of texts: what had to be assumed of them is said."""
