"""Approved posts of schools: the door for features that compare people with them."""

from services.api.features.schools.queries_quota import hold, in_scope, with_posts

__all__ = ["hold", "in_scope", "with_posts"]
