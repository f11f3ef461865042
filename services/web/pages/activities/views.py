"""活动: the list, recording one, putting one right, voiding one."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import SchoolRef
from services.contracts.activities import ActivityOut
from services.contracts.codes import ActivityType
from services.contracts.files import FileKind
from services.contracts.pairings import WithReason
from services.contracts.workbench import WorkbenchOut
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.base import ApiError, ApiProblem, Query
from services.web.api_client.joint_work import JointWorkClient
from services.web.api_client.workbench import WorkbenchClient
from services.web.downloads import files
from services.web.filters import ID, MONTH, Filters
from services.web.forms import Form, again
from services.web.pages.activities import forms, words
from services.web.pages.activities.detail import MEETINGS
from services.web.pages.activity_plans import words as plan_words
from services.web.pages.files.words import LABELS
from services.web.pages.meeting_decisions import words as decision_words
from services.web.pages.reports import lines
from services.web.pages.reports.forms import number_of, text_of
from services.web.pages.reviews.queue import months_back
from services.web.uploads import LARGEST_UPLOADS, take
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import day

router = APIRouter()
PHOTO = FileKind.activity_photo


def _school(visit: Visit) -> SchoolRef | None:
    return visit.me.school


@router.get("/activities")
async def activities(visit: Visitor) -> Response:
    """The school's activities, newest first."""
    school = _school(visit)
    filters = Filters.of("/activities", visit.request.query_params, {"month": MONTH, "mentor_pair_id": ID})
    asked = filters.query(school_id=str(school.id) if school else "")
    mine: Query = {"school_id": str(school.id)} if school else {}
    found, joint = await asyncio.gather(ActivitiesClient(visit.api).rows(asked), JointWorkClient(visit.api).of(mine))
    context = {
        "filters": filters,
        "groups": words.by_month(found.items),
        "count": found.count,
        **filters.turns(found),
        "files": files("activities", asked),
        "months": months_back(),
        "words": lines,
        "joint": joint,
        "decision_words": decision_words,
        "plan_words": plan_words,
        "school_id": school.id if school else None,
    }
    return visit.page("activities/list.html", context)


def _back(report: str) -> str:
    """Return where a saved activity leads: the report it was noted from, or the list."""
    try:
        return f"/reports/{UUID(report)}?saved=1#activities"
    except ValueError:
        return "/activities"


def _after(made: ActivityOut, report: str) -> str:
    """Return where a new record leads: a meeting to what it decided, what a rule warns of to the warning."""
    to_look_at = made.type in MEETINGS or made.warnings or made.twin_id
    return f"/activities/{made.id}" if to_look_at and not report else _back(report)


@router.get("/activities/new")
async def new(visit: Visitor) -> Response:
    """记一次活动."""
    school = _school(visit)
    if school is None:
        return see_other("/activities")
    params = visit.request.query_params
    if ID.fullmatch(params.get("planned", "")):
        return await _planned(visit, school, UUID(params["planned"]))
    bench, found = await asyncio.gather(
        WorkbenchClient(visit.api).show(), ActivitiesClient(visit.api).rows({"school_id": str(school.id), "limit": 1})
    )
    last = found.items[0] if found.items else None
    offered = forms.partners(school, bench.pairings)
    like = last if params.get("like") == "last" else None
    form = forms.start_form(offered, params.get("pairing", ""), like, school.id)
    if ID.fullmatch(params.get("mentor_pair", "")):
        known = {"mentor_pair_id": [params["mentor_pair"]], "type": [ActivityType.mentor_meeting.value]}
        form = Form({**form.values, **known})
    return visit.page("activities/new.html", _new_context(form, visit, school, bench, last))


async def _planned(visit: Visit, school: SchoolRef, planned_id: UUID) -> Response:
    """记下来: the form of a planned date, prefilled; a recorded or cancelled one leads to the plans."""
    bench, planned = await asyncio.gather(
        WorkbenchClient(visit.api).show(), JointWorkClient(visit.api).planned_date(planned_id)
    )
    if "record" not in planned.allowed_actions:
        visit.say(f"{day(planned.planned_on)}这次现在不能记：可能已经记过或取消，或者由对方学校记。")
        return see_other(f"/activity-plans/{planned.plan_id}")
    form = forms.planned_form(forms.partners(school, bench.pairings), planned)
    return visit.page("activities/new.html", _new_context(form, visit, school, bench))


def _new_context(
    form: Form, visit: Visit, school: SchoolRef, bench: WorkbenchOut, last: ActivityOut | None = None
) -> dict[str, object]:
    return {
        "form": form,
        "choices": forms.partners(school, bench.pairings),
        "types": forms.TYPES,
        "carried": [(name, form.value(name)) for name in forms.CARRIED if form.value(name)],
        "payers": forms.PAYERS,
        "more_open": forms.more_is_open(form),
        "counts": forms.OWN_COUNTS,
        "sent": words.sent_months(bench.months),
        "last": last,
        "report": form.value("report") or visit.request.query_params.get("report", ""),
        "photo": LABELS[PHOTO],
    }


@router.post("/activities/new", max_body_size=LARGEST_UPLOADS)
async def create(visit: Visitor) -> Response:
    """保存活动."""
    school, typed = _school(visit), await visit.form()
    if school is None:
        return see_other("/activities")
    form, client = Form.of(typed), ActivitiesClient(visit.api)
    await take(visit.api, form, typed, PHOTO)
    activity, status = forms.created(form, school.id), 422
    if activity is not None:
        try:
            made = await client.create(activity, form.value("idempotency_key"))
        except ApiError as error:
            status = form.take(error, names=forms.own_inputs(form))
        else:
            visit.say(words.saved(made))
            return see_other(_after(made, form.value("report")))
    context = _new_context(form, visit, school, await WorkbenchClient(visit.api).show())
    return again(visit, "activities/new.html", context, form, status)


@router.get("/activities/{activity_id}/edit")
async def edit(visit: Visitor, activity_id: UUID) -> Response:
    """修改一次活动; what the other side recorded is to read only."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return visit.page("activities/edit.html", await _edit_context(visit, activity, forms.edit_form(activity)))


async def _edit_context(visit: Visit, activity: ActivityOut, form: Form) -> dict[str, object]:
    report = form.value("report") or visit.request.query_params.get("report", "")
    counts = forms.sides(activity, visit.me.school.id if visit.me.school else None)
    labels = {**forms.LABELS, **forms.MORE, **dict(counts)}
    conflicts = form.conflicts(forms.shown(forms.stored_values(activity)), labels) if form.stale else []
    return {
        "activity": activity,
        "form": form,
        "types": forms.TYPES,
        "payers": forms.PAYERS,
        "more_open": forms.more_is_open(form),
        "counts": counts,
        "note": words.before_change(activity),
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
            changed = await client.change(activity_id, patch, number_of(typed, "version"))
        except ApiError as error:
            status = form.take(error)
        else:
            visit.say(words.changed(changed))
            return see_other(_back(form.value("report")))
    activity = await client.detail(activity_id)
    return again(visit, "activities/edit.html", await _edit_context(visit, activity, form), form, status)


@router.get("/activities/{activity_id}/void")
async def ask_void(visit: Visitor, activity_id: UUID) -> Response:
    """作废这条记录？"""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return visit.page("activities/void.html", _void_context(activity, Form()))


def _void_context(activity: ActivityOut, form: Form) -> dict[str, object]:
    return {"activity": activity, "form": form, "words": lines, "note": words.before_void(activity)}


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
            visit.say("已作废。记录会保留，不再算进结对和以后报的月报。")
            return see_other(_back(text_of(typed, "report")))
    activity = await client.detail(activity_id)
    return again(visit, "activities/void.html", _void_context(activity, form), form, status)
