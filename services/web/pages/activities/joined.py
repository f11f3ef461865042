"""一起开会的学校: the other pairings that held a meeting too, how many came, and who says it was not there."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.activities import ActivityOut, JoinedOut
from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingRow, PairingSchool
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.base import Query
from services.web.api_client.pairings import PairingsClient
from services.web.entry import Entry, Stored, change, edit
from services.web.inputs import Input, reason
from services.web.pages.reports import lines
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
MOST = 100
STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})
LINES = [
    "写上来了几人，没来开会的空着。几个结对要有同一所支援学校，或同一所受援学校。",
    "会议只记这一次：每个结对各算一次，各校都看得到，没到的学校可以说明没到。",
]


def _others(activity: ActivityOut, row: PairingRow) -> PairingSchool | None:
    """The school of another pairing that would join: the one which is not of this meeting's own pairing."""
    if row.supporting.school.id == activity.supporting_school.id:
        return row.recipient
    return row.supporting if row.recipient.school.id == activity.recipient_school.id else None


async def _inputs(visit: Visit, activity: ActivityOut) -> list[Input]:
    """A number for each school that may have come: of the host's other pairings, and those written down already."""
    schools = {each.pairing_id: each.school.name for each in activity.joined}
    asked: Query = {"school_id": str(activity.host_school_id), "limit": MOST}
    for row in (await PairingsClient(visit.api).rows(asked)).items:
        other = _others(activity, row)
        if row.id != activity.pairing_id and row.status in STARTED and other is not None:
            schools.setdefault(row.id, other.school.name)
    return [Input(f"count_{each.hex}", name, "number", "来了几人", optional=True) for each, name in schools.items()]


def _entry(activity: ActivityOut, inputs: Sequence[Input]) -> Entry:
    path = f"/activities/{activity.id}"
    trail = [("活动", "/activities"), (lines.activity_title(activity), path), ("一起开会的学校", "")]
    told = LINES if inputs else ["两校没有别的结对，没有能一起开会的学校。"]
    return Entry("一起开会的学校", trail, inputs, "保存", path, lines=told)


def _stored(activity: ActivityOut, inputs: Sequence[Input]) -> Stored:
    counts = {f"count_{each.pairing_id.hex}": str(each.count) for each in activity.joined}
    return Stored({each.name: counts.get(each.name, "") for each in inputs}, activity.version)


@router.get("/activities/{activity_id}/joined")
async def joined(visit: Visitor, activity_id: UUID) -> Response:
    """一起开会的学校."""
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    if "edit" not in activity.allowed_actions:
        return see_other(f"/activities/{activity_id}")
    inputs = await _inputs(visit, activity)
    return edit(visit, _entry(activity, inputs), _stored(activity, inputs))


@router.post("/activities/{activity_id}/joined")
async def save(visit: Visitor, activity_id: UUID) -> Response:
    """Save which schools came."""
    client = ActivitiesClient(visit.api)
    activity = await client.detail(activity_id)
    inputs = await _inputs(visit, activity)

    async def send(body: dict[str, object], version: int) -> str:
        came = [
            {"pairing_id": str(UUID(name.removeprefix("count_"))), "count": count} for name, count in body.items()
        ]  # fmt: skip
        await client.change(activity_id, {"joined": came}, version)
        visit.say("一起开会的学校已保存。" if came else "没有别的学校一起开会。")
        return f"/activities/{activity_id}"

    async def load() -> Stored:
        return _stored(await client.detail(activity_id), inputs)

    return await change(visit, _entry(activity, inputs), send, load)


def _subject(activity: ActivityOut, each: JoinedOut) -> Subject:
    name, path = lines.activity_title(activity), f"/activities/{activity.id}"
    steps = {
        "not-there": Step(
            "本校没到", "没到会的说明原因，不算进结对", f"{each.school.name}没有到会？", "已说明没到，不算进这个结对。",
            [name, "主办学校看得到原因。到过会的，以后能改回来。"], [reason()], danger=True,
        ),
        "there": Step(
            "本校到了", "说错了用，重新算进结对", f"{each.school.name}到会了？", "已改回到会。", [name], button="到会了"
        ),
    }  # fmt: skip
    return Subject(
        f"{path}/joined/{each.pairing_id}", [("活动", "/activities"), (name, path)], each.version,
        each.allowed_actions, steps, [("会议", name)], home=path,
    )  # fmt: skip


async def _load(visit: Visit, activity_id: UUID, pairing_id: UUID) -> Subject | None:
    activity = await ActivitiesClient(visit.api).detail(activity_id)
    return next((_subject(activity, each) for each in activity.joined if each.pairing_id == pairing_id), None)


@router.get("/activities/{activity_id}/joined/{pairing_id}/{action}")
async def ask_step(visit: Visitor, activity_id: UUID, pairing_id: UUID, action: str) -> Response:
    """Ask before a step."""
    found = await _load(visit, activity_id, pairing_id)
    return ask(visit, found, action) if found else see_other(f"/activities/{activity_id}")


@router.post("/activities/{activity_id}/joined/{pairing_id}/{action}")
async def take_step(visit: Visitor, activity_id: UUID, pairing_id: UUID, action: str) -> Response:
    """Take a step."""
    known = await _load(visit, activity_id, pairing_id)
    if known is None:
        return see_other(f"/activities/{activity_id}")

    async def send(body: dict[str, object], version: int) -> object:
        return await ActivitiesClient(visit.api).joined(activity_id, pairing_id, action, body, version)

    async def load() -> Subject:
        return await _load(visit, activity_id, pairing_id) or known

    return await act(visit, load, action, send)
