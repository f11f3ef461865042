"""Clients: provincial systems with a secret and scopes (E-68)."""
