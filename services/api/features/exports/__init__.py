"""Which lists were taken away, by whom."""
