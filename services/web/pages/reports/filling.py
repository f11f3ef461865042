"""Filling the monthly report: what each button of the form does. Nothing typed is ever lost on the way."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response

from services.contracts.codes import LeaveCategory, LeftCategory
from services.contracts.reports import DraftOut, DraftPut, ReportContent, SubmitReport
from services.web.api_client.base import ApiError, ApiProblem
from services.web.api_client.reports import ReportsClient
from services.web.filters import choices
from services.web.pages.reports import lines
from services.web.pages.reports.conflict import compare, conflicts, kept_of, merged
from services.web.pages.reports.forms import (
    Paths,
    content_of,
    form_of,
    goal_inputs,
    nudged,
    number_of,
    ordered,
    text_of,
)
from services.web.pages.reports.sheet import Sheet
from services.web.visit import Visit, see_other

ACTIVITY_FORM = re.compile(r"^(?:new|new\?pairing=[0-9a-f-]{36}|[0-9a-f-]{36}/edit)$")
STALE = 412


@dataclass(slots=True)
class Filling:
    """One post of the form."""

    visit: Visit
    report_id: UUID
    typed: FormData

    @property
    def client(self) -> ReportsClient:
        """The API."""
        return ReportsClient(self.visit.api)

    @property
    def content(self) -> ReportContent:
        """What was typed."""
        return content_of(self.typed)

    @property
    def path(self) -> str:
        """The form's own address."""
        return f"/reports/{self.report_id}"

    async def answer(self) -> Response:
        """Do what the pressed button says; Enter in a field keeps what is typed."""
        done = text_of(self.typed, "do")
        if text_of(self.typed, "nudge"):
            return await self._nudge()
        if done.startswith("go:"):
            return await self._leave(done.removeprefix("go:"))
        return await _ACTIONS.get(done, Filling.save)(self)

    async def put(self, content: ReportContent) -> DraftOut:
        """Keep the draft."""
        version = number_of(self.typed, "draft_version")
        draft = DraftPut.model_construct(draft_version=version, content=content)
        return await self.client.save_draft(self.report_id, draft)

    async def save(self) -> Response:
        """保存，下次再填."""
        return await self._save_and_go(self.path + "?saved=1", self.content, "已保存，下次接着填。")

    async def _leave(self, target: str) -> Response:
        """Keep what is typed, then go to an activity's form and come back."""
        if not ACTIVITY_FORM.match(target):
            return await self.save()
        back = f"{'&' if '?' in target else '?'}report={self.report_id}"
        return await self._save_and_go(f"/activities/{target}{back}", self.content)

    async def _nudge(self) -> Response:
        content = nudged(self.content, goal_inputs(self.typed), text_of(self.typed, "nudge"))
        return await self._save_and_go(self.path + "?saved=1#goals", content)

    async def _save_and_go(self, target: str, content: ReportContent, words: str = "") -> Response:
        try:
            await self.put(content)
        except ApiProblem as problem:
            return await self._refused(problem, content)
        if words:
            self.visit.say(words)
        return see_other(target)

    async def reset(self) -> Response:
        """恢复成没有变化."""
        try:
            await self.client.reset_draft(self.report_id, number_of(self.typed, "version"))
        except ApiProblem as problem:
            return await self._refused(problem, self.content)
        self.visit.say("已恢复成没有变化。")
        return see_other(self.path + "?saved=1")

    async def merge(self) -> Response:
        """Keep what was chosen on the page that shows both sides."""
        sheet = Sheet.of(await self.client.detail(self.report_id))
        content = merged(sheet, ordered(sheet.detail, self.content), self.typed)
        return await self._save_and_go(self.path + "?saved=1", content, "已保存选好的内容。")

    async def compare(self) -> Response:
        """Show both sides."""
        sheet = Sheet.of(await self.client.detail(self.report_id))
        return compare(self.visit, sheet, ordered(sheet.detail, self.content), self.typed)

    async def send(self) -> Response:
        """检查并报送."""
        return await self._submit(SubmitReport.model_construct(content=self.content, no_change=False))

    async def send_same(self) -> Response:
        """没有变化，直接报送: the API asks back when something was changed."""
        return await self._submit(SubmitReport.model_construct(content=self.content, no_change=True))

    async def send_same_surely(self) -> Response:
        """The same, after the question was answered."""
        report = SubmitReport.model_construct(content=self.content, no_change=True, discard_changes=True)
        return await self._submit(report)

    async def _submit(self, report: SubmitReport) -> Response:
        report.draft_version = number_of(self.typed, "draft_version")
        try:
            await self._post(report, number_of(self.typed, "version"))
        except ApiProblem as problem:
            return await self._not_sent(problem, report)
        return see_other(self.path + "/receipt")

    async def _post(self, report: SubmitReport, version: int) -> None:
        await self.client.submit(self.report_id, report, version, text_of(self.typed, "idempotency_key"))

    async def _not_sent(self, problem: ApiProblem, report: SubmitReport) -> Response:
        if problem.code == "report.changed_not_sent":
            return self.visit.page("reports/choose.html", self._question(problem), problem.status)
        if problem.status != STALE:
            return await self._refused(problem, report.content or self.content)
        sheet = Sheet.of(await self.client.detail(self.report_id))
        typed = ordered(sheet.detail, self.content)
        if not sheet.editable or conflicts(sheet, typed):
            return compare(self.visit, sheet, typed, self.typed)
        # The page's own autosave came first: what is stored is what was typed.
        report.draft_version = sheet.draft_version
        try:
            await self._post(report, sheet.detail.version)
        except ApiProblem as again:
            return await self._refused(again, report.content or self.content)
        return see_other(self.path + "/receipt")

    def _question(self, problem: ApiProblem) -> dict[str, object]:
        return {"report_id": self.report_id, "question": problem.detail, "kept": kept_of(self.typed)}

    async def _refused(self, error: ApiProblem, sent: ReportContent) -> Response:
        """Show the form again as it was typed, or both sides when it was saved elsewhere."""
        if error.status in {401, 403, 404, 429}:
            raise error
        detail = await self.client.detail(self.report_id)
        sheet, shown = Sheet.of(detail), ordered(detail, sent)
        if error.status == STALE or not sheet.editable:
            return compare(self.visit, sheet, shown, self.typed)
        sheet.content, sheet.form = shown, form_of(shown)
        status = sheet.form.take(error, Paths(sent, shown))
        sheet.name_errors()
        sheet.form.summary = f"还差{len(error.errors)}处，改好就能报送" if error.errors else error.title
        await self._keep_quietly(sheet, sent, status)
        key = "" if error.code == "idempotency.mismatch" else text_of(self.typed, "idempotency_key")
        return form_page(self.visit, sheet, status, key=key)

    async def _keep_quietly(self, sheet: Sheet, sent: ReportContent, status: int) -> None:
        """Keep what could not be sent, so that the page shows what it changes; a full disk is no reason to fail."""
        if status >= 500:
            return
        try:
            draft = await self.put(sent)
        except ApiError:
            return
        sheet.changes, sheet.draft_version = draft.changes, draft.version
        sheet.detail.version, sheet.detail.draft_saved_at = draft.report_version, draft.saved_at


def form_page(visit: Visit, sheet: Sheet, status: int = 200, *, key: str = "", saved: bool = False) -> Response:
    """Render the form."""
    context = {"sheet": sheet, "form": sheet.form, "key": key, "saved": saved, "words": lines}
    categories = {"leave_categories": choices(LeaveCategory), "left_categories": choices(LeftCategory)}
    return visit.page("reports/form.html", {**context, **categories}, status)


async def autosave(visit: Visit, report_id: UUID) -> Response:
    """Save while typing; the answer replaces the save state, the versions and the counts, never a field."""
    filling = Filling(visit, report_id, await visit.form())
    try:
        draft = await filling.put(filling.content)
    except ApiProblem as problem:
        if problem.status != STALE:
            raise
        return visit.page("reports/stale.html", {"report_id": report_id, "detail": problem.detail}, STALE)
    return visit.page("reports/saved.html", _saved(filling, draft))


def _saved(filling: Filling, draft: DraftOut) -> dict[str, object]:
    compared = text_of(filling.typed, "compared")[:4]
    return {"draft": draft, "people": lines.states_text(draft.content.people), "compared": compared}


Action = Callable[[Filling], Awaitable[Response]]


_ACTIONS: dict[str, Action] = {
    "send": Filling.send,
    "no_change": Filling.send_same,
    "no_change_surely": Filling.send_same_surely,
    "save": Filling.save,
    "reset": Filling.reset,
    "merge": Filling.merge,
    "compare": Filling.compare,
}
