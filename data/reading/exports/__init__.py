"""What an analyst takes away: one file a format, `formats.FORMATS` names them all."""
