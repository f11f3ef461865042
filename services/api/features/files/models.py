"""Tables of files."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.files import FileKind, FileType


class File(Entity, table=True):
    """One upload: who, what for, and which blob. `name` is the one it had on the device; it is shown nowhere.

    The owner is one of `activity_id`, `pairing_id`, `mentor_pair_id`, `about_school_id`, `about_person_id`,
    `support_id`, `support_summary_id`, `assignment_id` (papers of its feedback), `milestone_id`,
    `lesson_record_id`, `shared_resource_id`, `term_contribution_id`; a decision on a school
    or a record of a person is named besides.
    Without an owner it is the uploader's for a day.
    """

    __tablename__ = "file"
    __table_args__ = (Index("ix_file_created", "created_at"),)

    event_fields: ClassVar[tuple[str, ...]] = (
        "kind", "type", "size", "restricted", "activity_id", "pairing_id", "mentor_pair_id", "about_school_id",
        "locality_id", "flag_id",
        "about_person_id", "service_record_id", "support_id", "support_summary_id", "assignment_id",
        "milestone_id", "lesson_record_id", "shared_resource_id", "term_contribution_id", "voided_at",
        "erased_at",
    )  # fmt: skip

    kind: FileKind = Field(sa_type=code_type(FileKind, "kind"))
    type: FileType = Field(sa_type=code_type(FileType, "type"))
    size: int
    digest: str = Field(max_length=64, index=True)
    thumbnail_digest: str | None = Field(default=None, max_length=64, index=True)
    restricted: bool = False
    name: str = Field(default="", max_length=200)
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    activity_id: UUID | None = Field(default=None, foreign_key="activity.id", index=True)
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    mentor_pair_id: UUID | None = Field(default=None, foreign_key="mentor_pair.id", index=True)
    about_school_id: UUID | None = Field(default=None, foreign_key="school.id", index=True)
    locality_id: UUID | None = Field(default=None, foreign_key="school_locality.id", index=True)
    flag_id: UUID | None = Field(default=None, foreign_key="school_flag.id", index=True)
    about_person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    service_record_id: UUID | None = Field(default=None, foreign_key="service_record.id", index=True)
    support_id: UUID | None = Field(default=None, foreign_key="support.id", index=True)
    support_summary_id: UUID | None = Field(default=None, foreign_key="support_summary.id", index=True)
    assignment_id: UUID | None = Field(default=None, foreign_key="assignment.id", index=True)
    milestone_id: UUID | None = Field(default=None, foreign_key="improvement_milestone.id", index=True)
    lesson_record_id: UUID | None = Field(default=None, foreign_key="lesson_record.id", index=True)
    shared_resource_id: UUID | None = Field(default=None, foreign_key="shared_resource.id", index=True)
    term_contribution_id: UUID | None = Field(default=None, foreign_key="term_contribution.id", index=True)
    by_school_id: UUID | None = Field(default=None, foreign_key="school.id")
    uploaded_by: UUID = Field(foreign_key="user_account.id")
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """The owner's counties; the uploader's region before there is one."""
        return self.county_code, self.other_county_code

    @property
    def owner_id(self) -> UUID | None:
        """What it belongs to: the first of the columns that name an owner."""
        owners = (
            self.activity_id, self.pairing_id, self.mentor_pair_id, self.about_school_id, self.about_person_id,
            self.support_id, self.support_summary_id, self.assignment_id, self.milestone_id,
            self.lesson_record_id, self.shared_resource_id, self.term_contribution_id,
        )  # fmt: skip
        return next((each for each in owners if each is not None), None)

    @property
    def part_id(self) -> UUID | None:
        """The decision or record of the owner that it belongs to."""
        return self.locality_id or self.flag_id or self.service_record_id


class FileOpening(Entity, table=True):
    """Somebody opened a restricted file; the event of it is the point."""

    __tablename__ = "file_opening"

    event_fields: ClassVar[tuple[str, ...]] = ("file_id",)

    file_id: UUID = Field(foreign_key="file.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    opened_by: UUID = Field(foreign_key="user_account.id")

    def event_counties(self) -> tuple[str, str | None]:
        """Those of the file."""
        return self.county_code, self.other_county_code
