"""Users, sign-in and sessions (E-67)."""
