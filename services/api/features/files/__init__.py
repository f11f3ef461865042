"""Files that belong to activities, pairings and decisions (E-71)."""
