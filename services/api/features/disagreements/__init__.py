"""Disagreements about planned assignments, with both sides' words (不同意见)."""
