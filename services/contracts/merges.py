"""Records that may be one person, and merges of two into one that can be undone."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Out, Reason, VersionedOut
from services.contracts.codes import Sex


class DuplicateSide(Out):
    """One of two records that may be the same person."""

    id: UUID
    version: int
    name: str
    sex: Sex
    birth_on: date
    id_number_masked: str | None
    staff_no: str
    school: SchoolRef | None
    hired_on: date | None
    county_code: str


class Duplicate(Out):
    """Two records and why they may be one person: `same_person` name, birthday and sex; `same_staff_no`."""

    why: list[str]
    one: DuplicateSide
    other: DuplicateSide


class DistinctPersons(Body):
    """Two records are two persons; why."""

    other_person_id: UUID
    reason: Reason


MERGE_FIELDS = (
    "name",
    "sex",
    "birth_on",
    "id_number",
    "career_start_on",
    "confirmed_on",
    "position",
    "title",
    "teaching",
)
MergeField = Literal[
    "name", "sex", "birth_on", "id_number", "career_start_on", "confirmed_on", "position", "title", "teaching"
]


class MergeAsked(Body):
    """`kept` stays, `merged` goes into it. `take` names what is taken from the record that goes."""

    kept_person_id: UUID
    merged_person_id: UUID
    take: Annotated[list[MergeField], Field(max_length=9)] = []
    reason: Reason


class SideBySide(Out):
    """One value on both sides; `differs` when they are not the same."""

    field: str
    kept: str
    merged: str
    differs: bool


class MergePreview(Out):
    """What a merge would do: values side by side, how many rows move, and what stands in the way."""

    kept: DuplicateSide
    merged: DuplicateSide
    values: list[SideBySide]
    moves: dict[str, int]
    obstacles: list[str]


class MergeOut(VersionedOut):
    """A merge; `undone_at` once it was undone."""

    id: UUID
    kept_person_id: UUID
    merged_person_id: UUID
    kept_name: str
    merged_name: str
    moves: dict[str, int]
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str | None
    undo_reason: str
