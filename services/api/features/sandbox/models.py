"""Tables of the sandbox. Its stories' rows are ordinary rows of the features, in invented regions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Instant, code_type, json_type
from services.contracts.codes import SandboxScenario

without_events("sandbox", "which invented regions a system practises in; beginning anew is an event of the client")
without_events("sandbox_story", "how far a story is told; what it tells leaves events of its own")


class Sandbox(Base, table=True):
    """The invented city of a client, from `made_on` (Asia/Shanghai) until it begins anew; the latest `run` is in use.

    Its stories are told of one school year.
    """

    __tablename__ = "sandbox"
    __table_args__ = (UniqueConstraint("client_id", "run"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    client_id: UUID = Field(foreign_key="api_client.id")
    run: int
    city_code: str = Field(foreign_key="region.code", max_length=6, unique=True)
    school_year: int
    made_on: date
    made_at: datetime = Field(sa_type=Instant, nullable=False)


class SandboxStory(Base, table=True):
    """How many steps of a story are told, and the ids of its rows by their part in it."""

    __tablename__ = "sandbox_story"

    sandbox_id: UUID = Field(foreign_key="sandbox.id", primary_key=True)
    scenario: SandboxScenario = Field(sa_type=code_type(SandboxScenario, "scenario"), primary_key=True)
    done: int = 0
    ids: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    told_at: datetime = Field(sa_type=Instant, nullable=False)
