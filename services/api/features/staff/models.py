"""Tables of people. `person` is the human, `staff` the employment at an authority."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import Post, Sex, Stage, Title


class Person(Entity, table=True):
    """A human. The identity number is encrypted; `id_number_hash` matches, `id_number_masked` is shown.

    `merged_at`: the record was found to be another person's and has gone into that one. Null in what a person is
    meant for (E-07.12 to E-07.14): not known, or no promotion wanted.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name_birth_on", "name", "birth_on"),)

    event_fields: ClassVar[tuple[str, ...]] = ("career_start_on", "confirmed_on", "merged_at")

    county_code: str = Field(max_length=6)
    name: str = Field(max_length=60)
    pinyin: str = Field(max_length=300, index=True)
    sort_key: str = Field(max_length=600, index=True)
    initials: str = Field(max_length=60, index=True)
    sex: Sex = Field(sa_type=code_type(Sex, "sex"))
    birth_on: date
    id_number_cipher: str | None = Field(default=None, max_length=200)
    id_number_hash: str | None = Field(default=None, max_length=64, unique=True)
    id_number_masked: str | None = Field(default=None, max_length=18)
    career_start_on: date | None = None
    confirmed_on: date | None = None
    is_reserve_cadre: bool | None = None
    can_mentor: bool | None = None
    seeks_promotion: Title | None = Field(default=None, sa_type=code_type(Title, "seeks_promotion"))
    merged_at: datetime | None = Field(default=None, sa_type=Instant)


class Staff(Entity, table=True):
    """An employment; a person has at most one open one.

    Post, title, stage and subject are the copy, for today, of the person's dated rows. `merged_at`: the same
    employment stands under the person that the record went into, and this one is not shown any more.
    """

    __tablename__ = "staff"
    __table_args__ = (
        Index("ix_staff_county_school", "county_code", "school_id", "id"),
        Index("ix_staff_county_staff_no", "county_code", "staff_no"),
        Index("ix_staff_person_id", "person_id"),
        Index(
            "uq_staff_open_person",
            "person_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
            sqlite_where=text("ended_on IS NULL"),
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id",
        "school_id",
        "post",
        "title",
        "stage",
        "in_quota",
        "full_time_teacher",
        "hired_on",
        "ended_on",
        "merged_at",
    )

    person_id: UUID = Field(foreign_key="person.id")
    county_code: str = Field(foreign_key="region.code", max_length=6)
    school_id: UUID = Field(foreign_key="school.id", index=True)
    staff_no: str = Field(default="", max_length=200, index=True)
    post: Post = Field(sa_type=code_type(Post, "post"))
    title: Title = Field(sa_type=code_type(Title, "title"))
    stage: Stage = Field(sa_type=code_type(Stage, "stage"))
    subject: str = Field(default="", max_length=200)
    in_quota: bool = True
    full_time_teacher: bool = True
    hired_on: date
    ended_on: date | None = None
    end_reason: str = Field(default="", max_length=500)
    merged_at: datetime | None = Field(default=None, sa_type=Instant)
