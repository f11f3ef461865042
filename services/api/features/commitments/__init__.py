"""What the schools of a pairing promised, and how far it is kept (E-33, W-21)."""
