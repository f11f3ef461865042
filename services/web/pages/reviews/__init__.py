"""The county's side of monthly reports: queue, review, chase list."""
