"""Teaching posts that assignments vacate, and who covers them (E-23.5, W-15.4, ND-36)."""
