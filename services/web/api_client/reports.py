"""Monthly reports: what is due, what is typed, what was sent and decided."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.reports import (
    AcceptMany,
    AcceptManyOut,
    DraftOut,
    DraftPut,
    ReceiptOut,
    RemindMany,
    RemindOut,
    ReportDetail,
    ReportRow,
    ReturnReport,
    RevisionList,
    SubmitReport,
    TeamReport,
)
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class ReportsClient:
    """`reports`."""

    api: Api

    async def rows(self, params: Query) -> Page[ReportRow]:
        """One page of reports; `params` are the filters of `GET /reports`."""
        return await self.api.get("/reports", Page[ReportRow], params)

    async def detail(self, report_id: UUID, *, queue: bool = False) -> ReportDetail:
        """Everything about one report; with `queue` its place among those waiting."""
        return await self.api.get(f"/reports/{report_id}", ReportDetail, {"queue": queue or None})

    async def receipt(self, report_id: UUID) -> ReceiptOut:
        """The proof of the last submission."""
        return await self.api.get(f"/reports/{report_id}/receipt", ReceiptOut)

    async def team_month(self, team_id: UUID, month: str) -> TeamReport:
        """A team's month, from the receiving schools' reports."""
        return await self.api.get(f"/reports/teams/{team_id}", TeamReport, {"month": month})

    async def revisions(self, report_id: UUID) -> RevisionList:
        """What was submitted each time, newest first, and what was decided on it."""
        return await self.api.get(f"/reports/{report_id}/revisions", RevisionList)

    async def save_draft(self, report_id: UUID, draft: DraftPut) -> DraftOut:
        """Keep what is typed.

        Raises:
            ApiProblem: 412 `report.draft_changed` when another device saved in between.
        """
        return await self.api.put(f"/reports/{report_id}/draft", DraftOut, draft)

    async def reset_draft(self, report_id: UUID, version: int) -> None:
        """Go back to last month's facts."""
        await self.api.send("POST", f"/reports/{report_id}/reset-draft", if_match=version)

    async def submit(self, report_id: UUID, report: SubmitReport, version: int, key: str) -> ReceiptOut:
        """Send the report.

        Raises:
            ApiProblem: 422 `report.incomplete`, 412 `report.draft_changed`, 409 `report.changed_not_sent`.
        """
        path = f"/reports/{report_id}/submit"
        return await self.api.post(path, ReceiptOut, report, if_match=version, idempotency_key=key or None)

    async def send_back(self, report_id: UUID, decision: ReturnReport, version: int) -> None:
        """Return the report with what to put right."""
        await self.api.send("POST", f"/reports/{report_id}/return", body=decision, if_match=version)

    async def accept(self, report_id: UUID, version: int) -> None:
        """Accept the report; the school can change it no more."""
        await self.api.send("POST", f"/reports/{report_id}/accept", if_match=version)

    async def accept_many(self, items: AcceptMany) -> AcceptManyOut:
        """Accept several, each decided for itself."""
        return await self.api.post("/reports/accept", AcceptManyOut, items)

    async def remind(self, report_ids: list[UUID]) -> RemindOut:
        """Remind the schools of these reports, once a day each."""
        return await self.api.post("/reports/remind", RemindOut, RemindMany(report_ids=report_ids))
