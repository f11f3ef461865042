"""Lessons that were heard: 听课记录, 评课记录 and 评课反思 (E-36, W-22.4)."""
