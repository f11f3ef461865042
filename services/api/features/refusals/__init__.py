"""Refusals to be exchanged and how the county handles them (W-18, HG-43 to HG-45)."""
