"""安排交流: the form that plans an assignment, by itself, under a pairing, for a team; the one that changes a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import SchoolRef
from services.contracts.assignments import AssignmentDetail
from services.contracts.codes import ExchangeMode, Workload
from services.contracts.pairings import PairingDetail
from services.contracts.teams import TeamDetail
from services.web import clock, picking
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.teams import TeamsClient
from services.web.entry import Entry, Stored, change, edit
from services.web.filters import ID
from services.web.forms import Form
from services.web.inputs import Input, coded
from services.web.months import FIRST_MONTH
from services.web.pages.assignments.proposing import PEOPLE, finder, pairing_question, people_at, take_pairing
from services.web.pages.assignments.words import title, who
from services.web.pages.pairings.reach import reach
from services.web.pages.teams.words import way
from services.web.visit import Visit, Visitor
from services.web.wizard import Question, Wizard, check_period, finish, walk

router = APIRouter()
SCHOOLS = "/schools/pick"
HOW = [
    coded("mode", "交流方式", ExchangeMode),
    coded("workload", "工作量", Workload, hint="全职和顶岗的期限不能和别的交流重叠"),
    Input("start_on", "从哪天起", "date"),
    Input("end_on", "到哪天止", "date", "这一天也算在内"),
    Input("subject", "教什么", hint="比如：数学", optional=True),
    Input("receiving_post", "接收学校的岗位", hint="比如：教研组长", optional=True),
]


@dataclass(frozen=True, slots=True)
class Under:
    """What an exchange is planned under, a pairing or a team of one: `chosen`, with the `schools` it may lead to.

    `senders` are the schools whose people may go; `values` are what follows from it; `back` is its page.
    """

    chosen: Input
    schools: Sequence[SchoolRef]
    senders: Sequence[SchoolRef]
    back: str
    values: Mapping[str, object]


async def _under(visit: Visit, pairing_id: str, team_id: str) -> Under | None:
    if ID.fullmatch(team_id):
        return _of_team(await TeamsClient(visit.api).detail(UUID(team_id)))
    if ID.fullmatch(pairing_id):
        return _of_pairing(await PairingsClient(visit.api).detail(UUID(pairing_id)))
    return None


def _of_pairing(pairing: PairingDetail) -> Under:
    sides = [pairing.recipient.school, pairing.supporting.school]
    names = f"{pairing.supporting.school.name}与{pairing.recipient.school.name}"
    chosen = Input("pairing_id", "属于哪对结对", "select", choices=[(str(pairing.id), names)])
    return Under(chosen, sides, sides, f"/pairings/{pairing.id}", {"pairing_id": pairing.id})


def _of_team(team: TeamDetail) -> Under:
    """The pairing is the team's; the first day is that of its school year, or today when that has passed (ND-17)."""
    chosen = Input("team_id", "编入团队", "select", choices=[(str(team.id), team.name or way(team))])
    first_day = max(clock.today(), date(team.school_year, FIRST_MONTH, 1))
    values = {"team_id": team.id, "mode": ExchangeMode.team_two_way.value, "start_on": first_day}
    return Under(chosen, [team.receiving_school], [team.sending_school], f"/teams/{team.id}", values)


async def _wizard(visit: Visit, under: Under | None, form: Form) -> Wizard:
    senders = [] if under is None else [each.id for each in under.senders]
    hint = "姓名、拼音或首字母" if senders else "姓名、拼音、首字母或学校名称"
    person = Input("staff_id", "派谁去", "picker", hint, find=people_at(senders))
    school = Input("receiving_school_id", "到哪所学校", "picker", "名称、拼音、首字母或学校代码", find=SCHOOLS)
    first, back, told = [person], "/assignments", reach(visit.me, "交流")
    if under is not None:
        sides = [(str(each.id), each.name) for each in under.schools]
        first, school = [under.chosen, person], Input("receiving_school_id", "到哪所学校", "radio", choices=sides)
        back, told = under.back, [f"只找得到{'、'.join(each.name for each in under.senders)}的人。"]
    finders = {person.find: finder(visit.api, senders), SCHOOLS: SchoolsClient(visit.api).find}
    pair = None if under is not None else await pairing_question(visit.api, form)
    trail = [("交流支教", "/assignments"), ("安排交流", "")]
    questions = [
        Question("派谁去？", first, told),
        Question("到哪所学校？", [school]),
        *([pair] if pair is not None else []),
        Question("怎么去，做什么？", [HOW[0], HOW[1], *HOW[4:]]),
        Question("从什么时候到什么时候？", HOW[2:4], check=check_period),
    ]
    follows = ["方向由系统按两校的城乡得出。", "安排后，派出学校、接收学校和县区都要确认，都确认了才能到岗。"]
    return Wizard(Entry("安排交流", trail, [], "安排交流", back, finders=finders), questions, follows)


@router.get(PEOPLE)
async def find_anybody(visit: Visitor) -> Response:
    """The answers of the person's picker."""
    return await picking.answer(visit, finder(visit.api, []))


@router.get(PEOPLE + "/{one}")
async def find_at_one(visit: Visitor, one: UUID) -> Response:
    """The same within one school."""
    return await picking.answer(visit, finder(visit.api, [one]))


@router.get(PEOPLE + "/{one}/{other}")
async def find_at_two(visit: Visitor, one: UUID, other: UUID) -> Response:
    """The same within both schools of a pairing."""
    return await picking.answer(visit, finder(visit.api, [one, other]))


@router.get("/assignments/new")
async def new(visit: Visitor, pairing: str = "", team: str = "") -> Response:
    """安排交流."""
    given = visit.request.query_params
    under = await _under(visit, pairing or given.get("pairing_id", ""), team or given.get("team_id", ""))
    values: dict[str, object] = {"workload": Workload.full_time.value, "start_on": clock.today()}
    if under is not None:
        values |= {"receiving_school_id": under.schools[0].id, **under.values}
    wizard = await _wizard(visit, under, Form.of(given))
    return await walk(visit, wizard, values)


@router.post("/assignments/new")
async def plan(visit: Visitor) -> Response:
    """Plan it."""
    typed = await visit.form()
    asked = [str(typed.get(name, "")) for name in ("pairing_id", "team_id")]
    wizard = await _wizard(visit, await _under(visit, *asked), Form.of(typed))

    async def send(body: dict[str, object], key: str) -> str:
        made = await AssignmentsClient(visit.api).plan(take_pairing(body), key)
        visit.say(f"已安排{title(made)}，等三方确认。")
        return f"/assignments/{made.id}"

    return await finish(visit, wizard, send)


def _change(row: AssignmentDetail) -> Entry:
    path = f"/assignments/{row.id}"
    trail = [("交流支教", "/assignments"), (title(row), path), ("修改安排", "")]
    lines = ["改了以后，三方要重新确认。换人请办“换人”；换接收学校，请作废后重新安排。"]
    return Entry(f"修改{who(row)}的安排", trail, HOW, "保存", path, lines=lines)


def _stored(row: AssignmentDetail) -> Stored:
    values = {
        "mode": row.mode.value,
        "workload": row.workload.value,
        "start_on": row.start_on.isoformat(),
        "end_on": row.end_on.isoformat(),
        "subject": row.subject,
        "receiving_post": row.receiving_post,
    }
    return Stored(values, row.version)


@router.get("/assignments/{assignment_id}/edit")
async def edit_page(visit: Visitor, assignment_id: UUID) -> Response:
    """修改安排, while it is planned."""
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    return edit(visit, _change(row), _stored(row))


@router.post("/assignments/{assignment_id}/edit")
async def save(visit: Visitor, assignment_id: UUID) -> Response:
    """Save the plan; a clash shows both sides."""
    client = AssignmentsClient(visit.api)
    entry = _change(await client.detail(assignment_id))

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(assignment_id, body, version)
        visit.say("安排已改好，三方要重新确认。")
        return f"/assignments/{assignment_id}"

    async def load() -> Stored:
        return _stored(await client.detail(assignment_id))

    return await change(visit, entry, send, load)
