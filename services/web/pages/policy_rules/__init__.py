"""规则: what a region checks, how strictly and by which document."""
