"""The start page: what this person must do next."""

from dataclasses import dataclass

from services.contracts.workbench import WorkbenchOut
from services.web.api_client.base import Api


@dataclass(slots=True)
class WorkbenchClient:
    """`workbench`."""

    api: Api

    async def show(self, month: str = "") -> WorkbenchOut:
        """All of a start page; `month` (YYYY-MM) is for offices."""
        return await self.api.get("/workbench", WorkbenchOut, {"month": month})

    async def dismiss_first_week(self) -> None:
        """Put the first week's checklist away."""
        await self.api.send("POST", "/workbench/dismiss-first-week")
