"""Papers that the schools of a pairing share, 共享材料, and 示范课教案/讲座资料 (E-38, F-32, W-21.6)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, ShortLine, VersionedOut
from services.contracts.codes import ResourceKind
from services.contracts.files import MOST_FILES
from services.contracts.pairings import TimelineItem

Papers = Annotated[list[UUID], Field(min_length=1, max_length=MOST_FILES)]
"""What is shared: files that the caller has uploaded, at least one."""


class SharedResourceCreate(Body):
    """Share files with the other school. `audience`: for whom they are, 对象."""

    pairing_id: UUID
    kind: ResourceKind
    title: ShortLine
    audience: Annotated[Line, Field(max_length=80)] = ""
    shared_on: Day
    file_ids: Papers


class SharedResourceRow(VersionedOut):
    """One paper in a list. `title` and `audience` are typed text and stay with people."""

    id: UUID
    pairing_id: UUID
    kind: ResourceKind
    title: str | None
    audience: str | None
    giver_school: SchoolRef
    receiver_school: SchoolRef
    shared_on: date
    voided: bool
    file_count: int = 0


class SharedResourceDetail(SharedResourceRow):
    """With what happened."""

    void_reason: str | None
    timeline: list[TimelineItem] = []
