"""How the receiving school looks after who comes to serve: the list at arrival (W-15.5, ND-39)."""
