"""Schools and their dated attributes (E-03, E-04)."""
