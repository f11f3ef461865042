"""The sandbox of a system that practises: its invented regions, and the stories played there."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.base import Out, SchoolYear
from services.contracts.codes import SandboxScenario


class SandboxRegion(Out):
    """One of its regions; no other system has rows there."""

    code: str
    name: str


class SandboxChange(Out):
    """Changes to expect in `GET /changes`: how many of this kind of row, by this action."""

    entity: Annotated[str, Field(examples=["assignment"])]
    action: Annotated[str, Field(examples=["confirm"])]
    count: int


class SandboxStep(Out):
    """A step of a story. It is told as of `told_on`, a day in Asia/Shanghai; the changes are written at the time of
    the call. `expect` says what the numbers do.
    """

    name: Annotated[str, Field(examples=["confirm"])]
    title: str
    title_en: Annotated[str, Field(examples=["Both schools and the county confirm"])]
    told_on: date
    done: bool
    changes: list[SandboxChange]
    expect: Annotated[str, Field(examples=["四人到岗：下派2，上挂2，差额0。"])]


class SandboxRow(Out):
    """A row to look at: what it is in the story, and where it is read."""

    what: Annotated[str, Field(examples=["receiving_school"])]
    entity: Annotated[str, Field(examples=["school"])]
    id: UUID
    path: Annotated[str, Field(examples=["/api/v1/schools/019b0c5e-7a10-7c3e-9d51-3f2a6b7c8d9e"])]


class SandboxStoryOut(Out):
    """A scenario with its steps. `next_step` is what `POST …/next` does, null at the end; `statistics` are calls whose
    answers it changes.
    """

    name: SandboxScenario
    title: str
    title_en: Annotated[str, Field(examples=["Teachers change places in two teams"])]
    summary: str
    next_step: Annotated[str | None, Field(examples=["confirm"])]
    steps: list[SandboxStep]
    rows: list[SandboxRow]
    statistics: Annotated[list[str], Field(examples=[["/api/v1/statistics/S-08?school_year=2026"]])]


class SandboxOut(Out):
    """`region_code` is the invented city that the caller sees, `regions` with its counties. `run` counts the resets:
    with another `run` every copy is to be built anew. `resets_left` are those of today in Asia/Shanghai.
    """

    region_code: str
    regions: list[SandboxRegion]
    run: int
    resets_left: int
    school_year: SchoolYear
    stories: list[SandboxStoryOut]
    note: str
