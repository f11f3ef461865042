"""People who move to another school for good, and schools over or under their establishment (W-17)."""
