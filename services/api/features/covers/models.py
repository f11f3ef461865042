"""The table of who covers a vacated post."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity

NAMED_SQL = text("NOT is_void")


class PostCover(Entity, table=True):
    """Somebody covers the post that an assignment vacates: by an assignment to that school, or a colleague there.

    Nothing is copied: days, schools and persons are those of the rows it names, so that it follows them.
    """

    __tablename__ = "post_cover"
    __table_args__ = (
        CheckConstraint("(covering_assignment_id IS NULL) <> (covering_staff_id IS NULL)", name="one_kind"),
        Index(
            "uq_post_cover_assignment", "assignment_id", "covering_assignment_id", unique=True,
            postgresql_where=NAMED_SQL, sqlite_where=NAMED_SQL,
        ),
        Index(
            "uq_post_cover_staff", "assignment_id", "covering_staff_id", unique=True, postgresql_where=NAMED_SQL,
            sqlite_where=NAMED_SQL,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "covering_assignment_id", "covering_staff_id", "is_void",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id")
    covering_assignment_id: UUID | None = Field(default=None, foreign_key="assignment.id", index=True)
    covering_staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    lessons: str = Field(default="", max_length=200)
    is_void: bool = False

    def event_counties(self) -> tuple[str, str | None]:
        """The county of the vacated post, and where who covers comes from."""
        return self.county_code, self.other_county_code
