"""Plans that lift a weak school: goals, measures, schedule, progress, result (W-28, F-47)."""
