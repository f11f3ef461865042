"""外部伙伴: who helps a pairing or a school beside schools."""
