"""Reviews of a school's term: summaries, evidence, who qualifies (W-26, E-50)."""
