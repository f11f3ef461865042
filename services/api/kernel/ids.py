"""Identifiers: UUIDv7 made by the application (RFC 9562 §5.7)."""

from uuid import UUID, SafeUUID

import uuid_utils

_blank, _put, _UNKNOWN = UUID.__new__, object.__setattr__, SafeUUID.unknown


def new_id() -> UUID:
    """A UUIDv7: sorts by creation time, so that indexes grow at one end."""
    made = _blank(UUID)  # its own constructor takes twice the time, and imports make ten a row
    _put(made, "int", uuid_utils.uuid7().int)
    _put(made, "is_safe", _UNKNOWN)
    return made


def made_id(milliseconds: int, serial: int, noise: int) -> UUID:
    """A UUIDv7 of an instant of the past, the same for the same numbers: for histories that are written as they were.

    `milliseconds` since 1970, 48 bits; `serial` below 2³² sorts ids of one instant; `noise` has 42 bits.
    """
    made = _blank(UUID)
    high = milliseconds << 16 | 0x7000 | serial >> 20
    _put(made, "int", high << 64 | 0b10 << 62 | (serial & 0xFFFFF) << 42 | noise)
    _put(made, "is_safe", _UNKNOWN)
    return made
