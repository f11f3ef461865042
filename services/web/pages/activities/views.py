"""活动: the list, recording one, putting one right, voiding one."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import SchoolRef
from services.contracts.pairings import ActivityOut, PairingRow, WithReason
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.base import ApiError, ApiProblem
from services.web.filters import MONTH, Filters
from services.web.forms import Form, again
from services.web.pages.activities import forms
from services.web.pages.reports import lines
from services.web.pages.reports.forms import number_of, text_of
from services.web.pages.reviews.queue import months_back
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()


def _school(visit: Visit) -> SchoolRef | None:
    return visit.me.school


@router.get("/activities")
async def activities(visit: Visitor) -> Response:
    """The school's activities, newest first."""
    school = _school(visit)
    filters = Filters.of("/activities", visit.request.query_params, {"month": MONTH})
    found = await ActivitiesClient(visit.api).rows(filters.query(school_id=str(school.id) if school else ""))
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        "next": filters.next(found.next_cursor),
        "months": months_back(),
        "words": lines,
        "school_id": school.id if school else None,
    }
    return visit.page("activities/list.html", context)


def _back(report: str) -> str:
    """Return where a saved activity leads: the report it was noted from, or the list."""
    try:
        return f"/reports/{UUID(report)}?saved=1#activities"
    except ValueError:
        return "/activities"


def partners(school: SchoolRef, pairings: list[PairingRow]) -> list[tuple[str, str]]:
    """Return the pairings for a select, each by the other school."""
    return [
        (str(each.id), (each.recipient if each.supporting.school.id == school.id else each.supporting).school.name)
        for each in pairings
    ]


@router.get("/activities/new")
async def new(visit: Visitor) -> Response:
    """记一次活动."""
    school = _school(visit)
    if school is None:
        return see_other("/activities")
    client, params = ActivitiesClient(visit.api), visit.request.query_params
    pairings, found = await asyncio.gather(
        client.pairings(school.id), client.rows({"school_id": str(school.id), "limit": 1})
    )
    last = found.items[0] if found.items else None
    form = forms.start_form(pairings, params.get("pairing", ""), last if params.get("like") == "last" else None)
    return visit.page("activities/new.html", _new_context(form, partners(school, pairings), visit, last))


def _new_context(
    form: Form, choices: list[tuple[str, str]], visit: Visit, last: ActivityOut | None = None
) -> dict[str, object]:
    report = form.value("report") or visit.request.query_params.get("report", "")
    return {"form": form, "choices": choices, "types": forms.TYPES, "last": last, "report": report}


@router.post("/activities/new")
async def create(visit: Visitor) -> Response:
    """保存活动."""
    school, typed = _school(visit), await visit.form()
    if school is None:
        return see_other("/activities")
    form, client = Form.of(typed), ActivitiesClient(visit.api)
    activity, status = forms.created(form, school.id), 422
    if activity is not None:
        try:
            made = await client.create(activity, form.value("idempotency_key"))
        except ApiError as error:
            status = form.take(error)
        else:
            visit.say(f"已记下{lines.typed_day(made.held_on.isoformat())}的{made.type.label}，月底自动进月报。")
            return see_other(_back(form.value("report")))
    context = _new_context(form, partners(school, await client.pairings(school.id)), visit)
    return again(visit, "activities/new.html", context, form, status)


@router.get("/activities/{activity_id}/edit")
async def edit(visit: Visitor, activity_id: UUID) -> Response:
    """修改一次活动; what the other side recorded is to read only."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return visit.page("activities/edit.html", _edit_context(visit, activity, forms.edit_form(activity)))


def _edit_context(visit: Visit, activity: ActivityOut, form: Form) -> dict[str, object]:
    report = form.value("report") or visit.request.query_params.get("report", "")
    conflicts = form.conflicts(forms.shown(forms.stored_values(activity)), forms.LABELS) if form.stale else []
    return {
        "activity": activity,
        "form": form,
        "types": forms.TYPES,
        "conflicts": conflicts,
        "report": report,
        "words": lines,
    }


@router.post("/activities/{activity_id}/edit")
async def change(visit: Visitor, activity_id: UUID) -> Response:
    """Save the correction; a clash shows both sides."""
    typed = await visit.form()
    form, client = Form.of(typed), ActivitiesClient(visit.api)
    patch, status = forms.corrected(form), 422
    if patch is not None:
        try:
            await client.change(activity_id, patch, number_of(typed, "version"))
        except ApiError as error:
            status = form.take(error)
        else:
            visit.say("活动已改好。")
            return see_other(_back(form.value("report")))
    activity = await client.detail(activity_id)
    return again(visit, "activities/edit.html", _edit_context(visit, activity, form), form, status)


@router.get("/activities/{activity_id}/void")
async def ask_void(visit: Visitor, activity_id: UUID) -> Response:
    """作废这条记录？"""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return visit.page("activities/void.html", {"activity": activity, "form": Form(), "words": lines})


@router.post("/activities/{activity_id}/void")
async def void(visit: Visitor, activity_id: UUID) -> Response:
    """Void it; the record stays."""
    typed = await visit.form()
    form, client = Form.of(typed), ActivitiesClient(visit.api)
    reason, status = form.value("reason").strip(), 422
    if not reason:
        form.add("reason", "要写原因，对方学校会看到")
    else:
        try:
            why = WithReason.model_construct(reason=reason)
            await client.void(activity_id, why, number_of(typed, "version"))
        except ApiError as error:
            status = form.take(error)
            if isinstance(error, ApiProblem) and error.status in {409, 412}:
                visit.say(error.detail)
                return see_other(f"/activities/{activity_id}/edit")
        else:
            visit.say("已作废。记录会保留，不再算进月报。")
            return see_other(_back(text_of(typed, "report")))
    activity = await client.detail(activity_id)
    return again(visit, "activities/void.html", {"activity": activity, "words": lines}, form, status)
