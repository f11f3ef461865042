"""经费与物资: what one school of a pairing gives to the other."""
