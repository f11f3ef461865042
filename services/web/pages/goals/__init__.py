"""Pages of the goals of an assignment."""
