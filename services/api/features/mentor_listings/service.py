"""Mentors offered and needs listed, 师徒供需 (W-22.1, W-22.2): what other features and the routes call."""

from services.api.features.mentor_listings.filters import BoardFilter, MentorListingFilter
from services.api.features.mentor_listings.service_change import edit, need, offer, withdraw
from services.api.features.mentor_listings.service_following import pairing_ends, staff_ends
from services.api.features.mentor_listings.service_read import board, detail, page

__all__ = [
    "BoardFilter",
    "MentorListingFilter",
    "board",
    "detail",
    "edit",
    "need",
    "offer",
    "page",
    "pairing_ends",
    "staff_ends",
    "withdraw",
]
