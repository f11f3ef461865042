"""What every feature stands on. The kernel imports no feature."""
