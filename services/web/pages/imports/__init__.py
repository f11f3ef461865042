"""Imports: templates, uploads, what is wrong in them, and letting them in."""
