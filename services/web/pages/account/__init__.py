"""Sign-in, password, sign-out and the own account."""
