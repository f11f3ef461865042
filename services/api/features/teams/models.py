"""Tables of teams."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import Post, TeamDirection, TeamStatus

STANDING = text("status <> 'void'")


class Team(Entity, table=True):
    """People of one batch who go from one school of a pairing to the other (E-25).

    The members are the assignments that name the team. `mirror_team_id` is the team of the other direction in the same
    pairing, school year and batch; the link stands on both.
    """

    __tablename__ = "team"
    __table_args__ = (
        Index(
            "uq_team_standing", "pairing_id", "school_year", "batch", "direction", unique=True,
            postgresql_where=STANDING, sqlite_where=STANDING,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "school_year", "direction", "status", "leader_post", "mirror_team_id", "members_at",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    name: str = Field(max_length=80)
    school_year: int
    batch: str = Field(default="", max_length=200)
    direction: TeamDirection = Field(
        default=TeamDirection.from_supporting, sa_type=code_type(TeamDirection, "direction")
    )  # fmt: skip
    status: TeamStatus = Field(default=TeamStatus.draft, sa_type=code_type(TeamStatus, "status"))
    status_at: datetime | None = Field(default=None, sa_type=Instant)
    members_at: datetime | None = Field(default=None, sa_type=Instant)
    """When somebody joined or left last."""
    leader_staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    leader_post: Post | None = Field(default=None, sa_type=code_type(Post, "leader_post"))
    mirror_team_id: UUID | None = Field(default=None, foreign_key="team.id", unique=True)
    closed_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code
