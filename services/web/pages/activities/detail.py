"""One activity: what was done, who was there, what a meeting decided, its minutes; undoing a void."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.activities import ActivityOut, ActivityPeople
from services.contracts.codes import ActivityType, PairSide
from services.contracts.files import MOST_FILES, FileKind
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.base import ApiError, Query
from services.web.api_client.files import FilesClient
from services.web.api_client.joint_work import JointWorkClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.entry import Entry, Stored, change, edit, version_of
from services.web.forms import Form, again
from services.web.inputs import Input
from services.web.pages.activities import words
from services.web.pages.meeting_decisions import words as decision_words
from services.web.pages.mentor_pairs import words as mentor_words
from services.web.pages.reports import lines
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
MEETINGS = frozenset({ActivityType.joint_meeting, ActivityType.experience_meeting})
MOST_DECISIONS = 100
PHOTOS = "photos"


async def _context(visit: Visit, activity: ActivityOut, *, decided: bool = True) -> dict[str, object]:
    is_meeting = activity.type in MEETINGS and decided
    asked: Query = {"activity_id": str(activity.id), "limit": MOST_DECISIONS}
    found = await JointWorkClient(visit.api).decisions(asked) if is_meeting else None
    return {
        "activity": activity,
        "title": lines.activity_title(activity),
        "facts": words.facts(activity),
        "people": words.people(activity),
        "people_line": lines.activity_people(activity, visit.me.school.id if visit.me.school else None),
        "is_meeting": is_meeting,
        "decisions": found.items if found else [],
        "words": decision_words,
        "may": "edit" in activity.allowed_actions,
        "sees_pairing": "pairing.read" in visit.me.permissions,
        "sees_mentors": "mentor_pair.read" in visit.me.permissions,
    }


@router.get("/activities/{activity_id}")
async def detail(visit: Visitor, activity_id: UUID, view: str = "") -> Response:
    """One activity with its photos; what a meeting decided comes first, its photos have a view of their own."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    with_photos = activity.type not in MEETINGS or view == PHOTOS
    asked = with_photos and activity.file_count
    photos = await FilesClient(visit.api).of(FileKind.activity_photo, activity_id) if asked else []
    context = await _context(visit, activity, decided=view != PHOTOS)
    shown = {"photos": photos, "with_photos": with_photos, "most": MOST_FILES}
    return visit.page("activities/detail.html", {**context, **shown})


@router.get("/activities/{activity_id}/minutes")
async def minutes(visit: Visitor, activity_id: UUID) -> Response:
    """会议记录 or 活动记录 to print (F-28, F-29)."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return visit.page("activities/minutes.html", await _context(visit, activity))


def _restoring(activity: ActivityOut) -> Subject:
    path, name = f"/activities/{activity.id}", lines.activity_title(activity)
    steps = {
        "restore": Step(
            "恢复", "作废错了用", "恢复这条记录？", "已恢复，重新算进结对。", [name, "重新算进结对和以后报的月报。"],
            button="恢复",
        )
    }  # fmt: skip
    facts = [("状态", "已作废" if activity.voided else "有效")]
    return Subject(
        path, [("活动", "/activities"), (name, path)], activity.version, activity.allowed_actions, steps, facts
    )


@router.get("/activities/{activity_id}/restore")
async def ask_restore(visit: Visitor, activity_id: UUID) -> Response:
    """恢复这条记录？"""
    return ask(visit, _restoring(await ActivitiesClient(visit.api).detail(activity_id)), "restore")


@router.post("/activities/{activity_id}/restore")
async def restore(visit: Visitor, activity_id: UUID) -> Response:
    """Undo the void."""
    client = ActivitiesClient(visit.api)

    async def load() -> Subject:
        return _restoring(await client.detail(activity_id))

    async def send(_: dict[str, object], version: int) -> object:
        return await client.restore(activity_id, version)

    return await act(visit, load, "restore", send)


@router.get("/activities/{activity_id}/people")
async def people(visit: Visitor, activity_id: UUID) -> Response:
    """参加的人: everybody of both schools, with a tick."""
    client = ActivitiesClient(visit.api)
    activity = await client.detail(activity_id)
    if "edit" not in activity.allowed_actions:
        return see_other(f"/activities/{activity_id}")
    known = await client.people(activity_id)
    form = Form({"staff_ids": [str(each.staff_id) for each in known.items if each.present]})
    return visit.page("activities/people.html", _people_context(activity, known, form))


def _people_context(activity: ActivityOut, known: ActivityPeople, form: Form) -> dict[str, object]:
    sides = {PairSide.supporting: activity.supporting_school, PairSide.recipient: activity.recipient_school}
    return {
        "activity": activity,
        "title": lines.activity_title(activity),
        "form": form,
        "version": known.version,
        "groups": [
            (school.name, [(str(each.staff_id), words.person(each)) for each in known.items if each.side is side])
            for side, school in sides.items()
        ],
    }


@router.post("/activities/{activity_id}/people")
async def set_people(visit: Visitor, activity_id: UUID) -> Response:
    """Save who was there."""
    form, client = Form.of(await visit.form()), ActivitiesClient(visit.api)
    try:
        await client.put_people(activity_id, {"staff_ids": form.all("staff_ids")}, version_of(form))
    except ApiError as error:
        status = form.take(error)
        activity, known = await client.detail(activity_id), await client.people(activity_id)
        return again(visit, "activities/people.html", _people_context(activity, known, form), form, status)
    visit.say("参加的人已保存。")
    return see_other(f"/activities/{activity_id}")


async def _mentor_entry(visit: Visit, activity: ActivityOut) -> Entry:
    asked: Query = {"pairing_id": str(activity.pairing_id), "limit": MOST_DECISIONS}
    found = await MentorPairsClient(visit.api).rows(asked)
    pairs = [(str(pair.id), f"{mentor_words.title(pair)}，{pair.subject}") for pair in found.items]
    path = f"/activities/{activity.id}"
    inputs = [Input("mentor_pair_id", "哪对师徒的活动", "select", choices=pairs, blank="不是师徒活动", optional=True)]
    trail = [("活动", "/activities"), (lines.activity_title(activity), path), ("记到师徒名下", "")]
    hint = ["记到师徒名下，师徒的页面就能找到这次活动。"] if pairs else ["两校还没有师徒结对，先到结对页面登记。"]
    return Entry("记到师徒名下", trail, inputs, "保存", path, lines=hint)


@router.get("/activities/{activity_id}/mentor-pair")
async def mentor_pair(visit: Visitor, activity_id: UUID) -> Response:
    """记到师徒名下."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    if "edit" not in activity.allowed_actions:
        return see_other(f"/activities/{activity_id}")
    stored = Stored({"mentor_pair_id": str(activity.mentor_pair_id or "")}, activity.version)
    return edit(visit, await _mentor_entry(visit, activity), stored)


@router.post("/activities/{activity_id}/mentor-pair")
async def set_mentor_pair(visit: Visitor, activity_id: UUID) -> Response:
    """Save whose it is, or that it is nobody's."""
    client = ActivitiesClient(visit.api)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(activity_id, {"mentor_pair_id": body.get("mentor_pair_id") or None}, version)
        visit.say("已保存。")
        return f"/activities/{activity_id}"

    async def load() -> Stored:
        fresh = await client.detail(activity_id)
        return Stored({"mentor_pair_id": str(fresh.mentor_pair_id or "")}, fresh.version)

    return await change(visit, await _mentor_entry(visit, await client.detail(activity_id)), send, load)
