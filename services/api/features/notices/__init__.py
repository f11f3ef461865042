"""Messages to schools and offices (E-70)."""
