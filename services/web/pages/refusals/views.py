"""拒不参加处理: the list, recording a case, one with its words, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import RefusalMeasure, RefusalStatus, Role
from services.contracts.refusals import RefusalDetail
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.refusals import RefusalsClient
from services.web.api_client.staff import StaffClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, Trail, blank, change, create, edit
from services.web.filters import ID, TEXT, TRUE, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.assignments.views import school_years
from services.web.pages.refusals import words
from services.web.pages.refusals.steps import FACTS, main_step, subject, year_input
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
LIST = "/refusals"
PICK = "/staff/pick"
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": RefusalStatus, "measure": RefusalMeasure, "school_year": YEAR, "school_id": ID,
    "person_id": ID, "waiting": TRUE,
}  # fmt: skip
SHOWN = ("q", "status", "measure", "school_year")


@router.get(LIST)
async def refusals(visit: Visitor) -> Response:
    """The cases that the caller may read, the latest first."""
    filters = Filters.of(LIST, visit.request.query_params, KNOWN)
    found = await RefusalsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("refusals", filters.query()),
        "states": choices(RefusalStatus),
        "measures": choices(RefusalMeasure),
        "years": [(value, f"{label}学年") for value, label in school_years()],
        "hidden": filters.hidden(*SHOWN),
        "only": "只看还没处理的" if filters.get("waiting") else "",
        "records": visit.me.role in {Role.county_coordinator, Role.school_leader},
        "above": _home(visit)[0] if visit.me.role is not Role.teacher else None,
        "words": words,
    }
    return visit.page("refusals/list.html", context)


def _home(visit: Visit) -> Trail:
    if visit.me.role is Role.teacher:
        return [("我的交流", "/"), ("拒不参加处理", LIST)]
    above = ("人员", "/staff") if visit.me.school else ("交流支教", "/assignments")
    return [above, ("拒不参加处理", LIST)]


async def _entry(visit: Visit, staff_id: str, assignment_id: str) -> Entry:
    """The page for a refused assignment, for one person, or for whoever is picked."""
    lines = [words.DEFERRAL, "登记以后先听取本人陈述，再由区县处理。"]
    trail = [*_home(visit), ("登记", "")]
    if assignment_id:
        task = await AssignmentsClient(visit.api).detail(UUID(assignment_id))
        hidden = [Input("assignment_id", "", "hidden"), Input("staff_id", "", "hidden")]
        inputs = [each for each in FACTS if each.name != "named_in"]
        title = f"登记{task.name or ''}拒不参加到{task.receiving_school.name}的交流"
        return Entry(title, trail, [*inputs, *hidden], "登记", f"/assignments/{assignment_id}", lines=lines)
    inputs = [FACTS[0], year_input(school_year_of(clock.today())), *FACTS[1:]]
    if staff_id:
        person = await StaffClient(visit.api).detail(staff_id)
        back = f"/persons/{person.person_id}?tab=exchange"
        inputs = [*inputs, Input("staff_id", "", "hidden")]
        return Entry(f"登记{person.name or ''}拒不参加交流", trail, inputs, "登记", back, lines=lines)
    who = Input("staff_id", "教师", "picker", "姓名、拼音或首字母", find=PICK)
    finders = {PICK: StaffClient(visit.api).find}
    return Entry("登记拒不参加交流", trail, [who, *inputs], "登记", LIST, lines=lines, finders=finders)


@router.get(f"{LIST}/new")
async def new(visit: Visitor, staff: UUID | None = None, assignment: UUID | None = None) -> Response:
    """登记拒不参加; what is recorded of an assignment already is shown instead."""
    values: dict[str, object] = {"refused_on": clock.today(), "school_year": school_year_of(clock.today())}
    if assignment is not None:
        task = await AssignmentsClient(visit.api).detail(assignment)
        known = await RefusalsClient(visit.api).rows({"person_id": str(task.person_id), "limit": 50})
        there = next((row for row in known.items if row.assignment_id == assignment), None)
        if there is not None:
            return see_other(f"{LIST}/{there.id}")
        values |= {"assignment_id": str(assignment), "staff_id": str(task.staff_id)}
    elif staff is not None:
        values["staff_id"] = str(staff)
    return blank(visit, await _entry(visit, str(staff or ""), str(assignment or "")), values)


@router.post(f"{LIST}/new")
async def record(visit: Visitor) -> Response:
    """Record it; the form carries whom it is about."""
    form = Form.of(await visit.form())
    staff_id, assignment_id = form.value("staff_id"), form.value("assignment_id")
    if assignment_id and not ID.fullmatch(assignment_id):
        return see_other(LIST)
    entry = await _entry(visit, staff_id if ID.fullmatch(staff_id) else "", assignment_id)

    async def send(body: dict[str, object], key: str) -> str:
        made = await RefusalsClient(visit.api).create(body, key)
        visit.say("已登记。下一步：听取本人陈述。")
        return f"{LIST}/{made.id}"

    return await create(visit, entry, send)


@router.get(f"{LIST}/{{refusal_id}}")
async def detail(visit: Visitor, refusal_id: UUID) -> Response:
    """One case: what is recorded, what the person said, what was decided and on what basis."""
    row = await RefusalsClient(visit.api).detail(refusal_id)
    own, main = subject(row, _home(visit)), main_step(row)
    context = {
        "row": row,
        "subject": own,
        "main": main,
        "doing": [(path, step) for path, step in own.doing() if path != f"{own.path}/{main}"],
        "ended": any(each.measure is RefusalMeasure.employment_ended for each in row.measures),
        "words": words,
    }
    return visit.page("refusals/detail.html", context)


def _edit_entry(visit: Visit, row: RefusalDetail) -> Entry:
    path = f"{LIST}/{row.id}"
    inputs = FACTS if row.named_in else [each for each in FACTS if each.name != "named_in"]
    trail = [*_home(visit), (words.title(row), path), ("修改情况", "")]
    return Entry("修改情况", trail, inputs, "保存", path)


def _stored(row: RefusalDetail) -> Stored:
    return Stored({"refused_on": row.refused_on, "named_in": row.named_in, "facts": row.facts}, row.version)


@router.get(f"{LIST}/{{refusal_id}}/edit")
async def edit_page(visit: Visitor, refusal_id: UUID) -> Response:
    """修改情况."""
    row = await RefusalsClient(visit.api).detail(refusal_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能改：可能已经处理，或者不归这个账号办。")
        return see_other(f"{LIST}/{refusal_id}")
    return edit(visit, _edit_entry(visit, row), _stored(row))


@router.post(f"{LIST}/{{refusal_id}}/edit")
async def save(visit: Visitor, refusal_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = RefusalsClient(visit.api)
    row = await client.detail(refusal_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(refusal_id, body, version)
        visit.say("已保存。")
        return f"{LIST}/{refusal_id}"

    async def load() -> Stored:
        return _stored(await client.detail(refusal_id))

    return await change(visit, _edit_entry(visit, row), send, load)


async def _subject(visit: Visit, refusal_id: UUID) -> Subject:
    return subject(await RefusalsClient(visit.api).detail(refusal_id), _home(visit))


@router.get(f"{LIST}/{{refusal_id}}/{{action}}")
async def ask_step(visit: Visitor, refusal_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, refusal_id), action)


@router.post(f"{LIST}/{{refusal_id}}/{{action}}")
async def take_step(visit: Visitor, refusal_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        if not body.get("measures") or RefusalMeasure.appraisal_capped.value not in str(body["measures"]):
            body.pop("capped_year", None)
        return await RefusalsClient(visit.api).act(refusal_id, action, body, version)

    return await act(visit, lambda: _subject(visit, refusal_id), action, send)
