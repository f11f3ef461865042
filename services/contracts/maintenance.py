"""Maintenance as people and systems are told of it."""

from datetime import datetime

from pydantic import Field

from services.contracts.base import Out


class MaintenanceOut(Out):
    """Nothing can be changed now. `until` is when it is expected to be over; it may take longer."""

    message: str = Field(examples=["今晚升级，只能看，不能改"])
    since: datetime
    until: datetime | None = None
