"""Mentor pairs: 师徒结对 and 一帮一 (E-37, W-22)."""
