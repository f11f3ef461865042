"""结对帮扶计划 (F-24) and 互帮共享记录 (F-34) of a pairing, on paper: made of what stands recorded."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.activities import ActivityOut
from services.contracts.assignments import AssignmentRow
from services.contracts.codes import SupportStatus
from services.contracts.mentor_pairs import MentorPairRow
from services.contracts.supports import SupportOut
from services.web.api_client.boards import BoardsClient
from services.web.filters import YEAR, Filters
from services.web.months import school_year_of
from services.web.pages.commitments import words as promises
from services.web.pages.mentor_pairs import words as mentor_words
from services.web.pages.pairings.steps import term, title
from services.web.pages.supports import words as support_words
from services.web.pages.term_plans import words as plan_words
from services.web.pages.term_plans.views import may_draft
from services.web.visit import Visitor
from services.web.wording import school_year

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Given:
    """One line of the record: on which day who gave whom what, what came of it, and where it stands."""

    on: date
    giver: str
    receiver: str
    what: str
    benefit: str
    href: str


def _held(row: ActivityOut) -> Given:
    """Help goes from the supporting school to the recipient, wherever they met."""
    what = f"{row.type.label}：{row.topic}" if row.topic else row.type.label
    got = row.outcome or f"{row.person_times}人次"
    return Given(row.held_on, row.supporting_school.name, row.recipient_school.name, what, got, f"/activities/{row.id}")


def _given(row: SupportOut, on: date) -> Given:
    got = row.use or ("已收到" if row.status is SupportStatus.confirmed else row.status.label)
    return Given(on, row.giver_name, row.receiver_school.name, support_words.title(row), got, f"/supports/{row.id}")


def _sent(row: AssignmentRow) -> Given:
    what = "·".join(filter(None, (row.name, row.subject, row.mode.label)))
    start = row.arrived_on or row.start_on
    return Given(
        start, row.sending_school.name, row.receiving_school.name, what, row.status.label, f"/assignments/{row.id}"
    )


def _mentored(row: MentorPairRow) -> Given:
    result = row.result.label if row.result else row.status.label
    return Given(
        row.start_on, row.mentor.school.name, row.mentee.school.name,
        f"{row.kind.label}：{mentor_words.title(row)}，{row.subject}", result, f"/mentor-pairs/{row.id}",
    )  # fmt: skip


@router.get("/pairings/{pairing_id}/record")
async def record(visit: Visitor, pairing_id: UUID) -> Response:
    """互帮共享记录档案: what each school gave the other, by day (F-34, LQ-18)."""
    filters = Filters.of(f"/pairings/{pairing_id}/record", visit.request.query_params, {"school_year": YEAR})
    told = await BoardsClient(visit.api).record(pairing_id)
    rows = [
        *(_held(each) for each in told.activities),
        *(_given(each, each.given_on) for each in told.supports if each.given_on is not None),
        *(_sent(each) for each in told.assignments),
        *(_mentored(each) for each in told.mentor_pairs),
    ]
    found = sorted({school_year_of(each.on) for each in rows}, reverse=True)
    asked = filters.get("school_year")
    context = {
        "pairing": told.pairing,
        "title": title(told.pairing),
        "filters": filters,
        "years": [(str(each), f"{school_year(each)}学年") for each in found],
        "rows": sorted(
            (each for each in rows if not asked or str(school_year_of(each.on)) == asked), key=lambda each: each.on
        ),
        "is_whole": told.whole,
    }
    return visit.page("pairings/record.html", context)


@router.get("/pairings/{pairing_id}/plan")
async def plan(visit: Visitor, pairing_id: UUID) -> Response:
    """结对帮扶计划: goals, what is promised, what is planned, who answers for it (F-24, W-21.1)."""
    told = await BoardsClient(visit.api).plan(pairing_id)
    pairing = told.agreement.pairing
    context = {"told": told, "found": told.agreement, "pairing": pairing, "title": title(pairing), "term": term,
               "words": promises, "plan_words": plan_words, "may_draft_plan": may_draft(visit, pairing)}  # fmt: skip
    return visit.page("pairings/plan.html", context)
