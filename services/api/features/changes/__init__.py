"""The feed for other systems: what changed after a position, and the whole as a snapshot (architecture §7)."""
