"""Teams that go between two paired schools (E-25, W-10)."""

from uuid import UUID

from services.contracts.base import Body, Line, SchoolYear, ShortLine, VersionedOut


class TeamCreate(Body):
    """A team of one batch between two paired schools (E-25)."""

    name: ShortLine
    pairing_id: UUID
    school_year: SchoolYear
    batch: Line = ""


class TeamOut(VersionedOut):
    """A team with the number of its members."""

    id: UUID
    name: str
    pairing_id: UUID
    school_year: int
    batch: str
    member_count: int
