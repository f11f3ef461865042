"""Identifiers: UUIDv7 made by the application (RFC 9562 §5.7)."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUIDv7: sorts by creation time, so that indexes grow at one end."""
    return UUID(bytes=uuid_utils.uuid7().bytes)
