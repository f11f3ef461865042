"""Administrative regions, education authorities and their reporting calendar (E-01, E-06)."""
