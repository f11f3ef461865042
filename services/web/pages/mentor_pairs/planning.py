"""登记师徒结对: making a pair, and changing its plan."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import MentorKind
from services.contracts.mentor_pairs import MentorPairDetail
from services.web import clock
from services.web.api_client.base import ApiProblem
from services.web.api_client.mentor_listings import MentorListingsClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, choices
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.mentor_pairs import words
from services.web.pages.mentor_pairs.views import HOME, trail_of
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
TICK = "subject_differs"
DIFFERS = Input(TICK, "学科对不上", "checks", optional=True, choices=[("true", "学科不同，照样登记")])
"""Shown once the API has said that the subjects differ."""
BETWEEN = "师傅、徒弟各在一所学校，两校的老师都能找到。"
WITHIN = "同一所学校或同一个县区的两位老师。两校结对的，请从结对页登记。"
YEAR_ENDS = (8, 31)
PLAN = [
    Input("kind", "种类", "radio", choices=choices(MentorKind)),
    Input("subject", "学科", hint="比如：语文", maxlength=80),
    Input("start_on", "从哪天起", "date"),
    Input("end_on", "到哪天止", "date"),
    Input(
        "goal",
        "目标和计划",
        "area",
        "比如：每月听评课两次，期末上一节汇报课。不写学生姓名。",
        optional=True,
        maxlength=2000,
    ),
]


def year_end(today: date) -> date:
    """Return the last day of the school year."""
    return date(school_year_of(today) + 1, *YEAR_ENDS)


def _inputs(pairing: str) -> list[Input]:
    find = f"/mentor-pairs/pick/{pairing}" if pairing else "/mentor-pairs/pick"
    people = [
        Input(f"{side}_staff_id", label, "picker", "姓名、拼音或首字母", find=find)
        for side, label in (("mentor", "师傅"), ("mentee", "徒弟"))
    ]
    return [*people, *PLAN, Input("pairing_id", "结对", "hidden", optional=True)]


def _entry(visit: Visit, pairing: str, *, tick: bool = False) -> tuple[Entry, list[Input]]:
    """The form and its inputs, to which the tick may still be added."""
    client = MentorPairsClient(visit.api)
    inputs = [*_inputs(pairing), *([DIFFERS] if tick else [])]
    back = f"/pairings/{pairing}?tab=mentor_pairs" if pairing else "/mentor-pairs"
    trail = [("结对", "/pairings"), ("师徒", back)] if pairing else HOME
    lines = [BETWEEN if pairing else WITHIN]
    finders = {inputs[0].find: lambda text: client.find(text, pairing)}
    return Entry("登记师徒结对", [*trail, ("登记", "")], inputs, "登记", back, lines=lines, finders=finders), inputs


def _pairing(asked: object) -> str:
    return asked if isinstance(asked, str) and ID.fullmatch(asked) else ""


@router.get("/mentor-pairs/new")
async def new(visit: Visitor) -> Response:
    """登记师徒结对."""
    asked = visit.request.query_params
    today, pairing = clock.today(), _pairing(asked.get("pairing"))
    values = {
        "kind": MentorKind.mentor.value, "start_on": today, "end_on": year_end(today), "pairing_id": pairing,
        **await _of_listings(visit, {"mentor": asked.get("offer", ""), "mentee": asked.get("need", "")}),
    }  # fmt: skip
    return blank(visit, _entry(visit, pairing)[0], values)


async def _of_listings(visit: Visit, listed: Mapping[str, str]) -> dict[str, object]:
    """What a mentor offered and a need listed say already: who, in what, until when."""
    values: dict[str, object] = {}
    ends = []
    for side, listing_id in listed.items():
        if ID.fullmatch(listing_id):
            row = await MentorListingsClient(visit.api).detail(UUID(listing_id))
            ends.append(row.end_on)
            values |= {"subject": row.subject, "end_on": min(ends)}
            if row.staff_id is not None and row.name:
                values[f"{side}_staff_id"] = f"{row.staff_id} {row.name}"
    return values


@router.post("/mentor-pairs/new")
async def make(visit: Visitor) -> Response:
    """Save it; when the subjects differ, the form comes back with a tick."""
    typed = await visit.form()
    entry, inputs = _entry(visit, _pairing(typed.get("pairing_id")), tick=TICK in typed)

    async def send(body: dict[str, object], key: str) -> str:
        try:
            made = await MentorPairsClient(visit.api).create({**body, TICK: bool(body.get(TICK))}, key)
        except ApiProblem as problem:
            _offer_tick(problem, inputs)
            raise
        visit.say(f"已登记{words.title(made)}，{made.subject}。")
        return f"/mentor-pairs/{made.id}"

    return await create(visit, entry, send)


def _offer_tick(problem: ApiProblem, inputs: list[Input]) -> None:
    if problem.code == "mentor_pair.subject_differs" and DIFFERS not in inputs:
        inputs.append(DIFFERS)


def _plan_entry(visit: Visit, pair: MentorPairDetail, inputs: list[Input]) -> Entry:
    path = f"/mentor-pairs/{pair.id}"
    trail = [*trail_of(visit, pair), (words.title(pair), path), ("修改", "")]
    lines = ["选错了人的，请作废后重新登记。"]
    return Entry(f"修改{words.title(pair)}", trail, inputs, "保存", path, lines=lines)


def _stored(pair: MentorPairDetail) -> Stored:
    ticked = ["true"] if pair.subject_differs else []
    return Stored({**{each.name: getattr(pair, each.name) or "" for each in PLAN}, TICK: ticked}, pair.version)


@router.get("/mentor-pairs/{pair_id}/edit")
async def edit_page(visit: Visitor, pair_id: UUID) -> Response:
    """修改."""
    pair = await MentorPairsClient(visit.api).detail(pair_id)
    if "edit" not in pair.allowed_actions:
        visit.say("现在不能修改：可能已经总结或结束，或者不归这个账号办。")
        return see_other(f"/mentor-pairs/{pair_id}")
    inputs = [*PLAN, DIFFERS] if pair.subject_differs else PLAN
    return edit(visit, _plan_entry(visit, pair, inputs), _stored(pair))


@router.post("/mentor-pairs/{pair_id}/edit")
async def save(visit: Visitor, pair_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = MentorPairsClient(visit.api)
    pair = await client.detail(pair_id)
    inputs = [*PLAN, DIFFERS] if pair.subject_differs or TICK in await visit.form() else list(PLAN)

    async def send(body: dict[str, object], version: int) -> str:
        try:
            await client.change(pair_id, {**body, TICK: bool(body.get(TICK))}, version)
        except ApiProblem as problem:
            _offer_tick(problem, inputs)
            raise
        visit.say("师徒结对已改好。")
        return f"/mentor-pairs/{pair_id}"

    async def load() -> Stored:
        return _stored(await client.detail(pair_id))

    return await change(visit, _plan_entry(visit, pair, inputs), send, load)
