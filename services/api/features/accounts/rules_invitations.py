"""When an invitation still opens the door: decisions on plain values."""

from datetime import datetime, timedelta

from services.contracts.codes import InvitationStatus

LIFE = timedelta(days=14)
MOST_AT_ONCE = 1000
WHY_ENDED = {
    InvitationStatus.used: "已经用过",
    InvitationStatus.revoked: "已被收回，或换了新的",
    InvitationStatus.expired: "已过期",
}


def status_of(
    used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationStatus:
    """Used once, taken back, run out after 14 days, or still open."""
    if used_at is not None:
        return InvitationStatus.used
    if revoked_at is not None:
        return InvitationStatus.revoked
    return InvitationStatus.open if now < expires_at else InvitationStatus.expired


def normal_code(typed: str) -> str:
    """A code as it was printed: small letters, half width, groups of four with hyphens, whatever was typed between."""
    plain = "".join(character for character in typed.lower() if character.isascii() and character.isalnum())
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
