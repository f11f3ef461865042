"""更名撤并: choose the kind, fill in, look at what moves, confirm. The plan travels in the form.

A day after today is planned; what stands planned is in `planned.py`.
"""

import json
from collections.abc import Collection
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.places import SchoolDetail
from services.contracts.school_history import Carried, SuccessionPreview
from services.web import clock
from services.web.api_client.base import ApiError, ApiProblem
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.staff import StaffClient
from services.web.api_client.successions import SuccessionsClient
from services.web.entry import Entry, create
from services.web.forms import Form, again, kept_fields
from services.web.inputs import Input, reason
from services.web.pages.schools.fields import CODE
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import day

router = APIRouter()
NOT_FOUND, CONFLICT = 404, 409
LARGEST_PLAN = 200_000
MOST_STAFF = 200
KINDS = {
    "rename": ("更名", "只改名字，学校代码不变。"),
    "merge": ("合并", "和另外一所或几所学校合成一所。人员、账号、结对和在期的交流跟着走。"),
    "split": ("分设", "分出一所新学校，选定的人过去，其余留下。"),
    "close": ("撤销", "不再办学。人员和在办的事转到接收的学校。"),
    "reopen": ("恢复", "撤销或合并过的学校重新办学，用回原来的代码。"),
}
ACROSS = "跨县区的由管着几个县区的市级督导办，跨市的由省级督导办。"
WAYS = [
    ("other", "并入上面选的第一所，用它的代码"),
    ("this", "都并入本校，用本校的代码"),
    ("new", "合成一所新学校，用新代码"),
]
WHAT = {
    "staff": ("人员", "人"), "accounts": ("账号", "个"), "pairings": ("结对", "对"),
    "assignments": ("在期的交流", "人"), "mentor_pairs": ("没结束的师徒", "对"),
    "staff_moves": ("没办完的调动", "项"),
    "improvement_plans": ("没办完的改造规划", "份"), "term_reviews": ("没收阅的学期考核总结", "份"),
    "reports": ("还没报的月报", "份"), "delegations": ("代报", "项"),
}  # fmt: skip
SAID = {("reports", "move"): "由接收学校代报", ("pairings", "end"): "合并后重复，到前一天结束"}
INPUTS = {"to_school_id": "partner_id", "schools": "partner_id", "new_schools": "new_name", "name": "new_name"}
"""Part of a plan → the input that it was typed into, where they differ."""
HAPPENS = {"move": "转过去", "end": "到前一天结束", "stay": "留下", "block": "要先办完"}
MOST_PARTNERS = 9
PICK = "/schools/pick"
BACK = "back"
"""The button 返回修改."""
OF_THE_PREVIEW = {"plan", "idempotency_key", "find", BACK}
"""What the preview's form has beside what was typed."""
DAY = Input("on", "从哪天起", "date", "新名字、新状态的第一天。今天以后的先列入计划，到那天由系统办。")
WHY = reason("原因和依据", "写清文件名和文号，会留在学校的经过里。")


def kinds_for(school: SchoolDetail) -> list[str]:
    """Return the kinds that the school's state leaves open to the caller."""
    if "reopen" in school.allowed_actions:
        return ["reopen"]
    if "succeed" in school.allowed_actions:
        return ["rename", "merge", "split", "close"]
    return ["merge", "close"] if "join" in school.allowed_actions else []


def _partner(number: int) -> str:
    return "partner_id" if number == 1 else f"partner_id_{number}"


def _partners(form: Form) -> list[Input]:
    """A picker for each school to merge with, one more when it was asked for, and the button that asks."""
    named = [number for number in range(1, MOST_PARTNERS + 1) if _touched(form, _partner(number))]
    shown = min(max([1, *named]) + (form.value("find") == "more"), MOST_PARTNERS)
    pickers = [
        Input(
            _partner(number), "要合并的学校" if number == 1 else f"要合并的第{number}所学校", "picker",
            "名称、拼音首字母或代码", optional=number > 1, find=PICK,
        )
        for number in range(1, shown + 1)
    ]  # fmt: skip
    more = [Input("more", "再加一所学校", "more", optional=True)] if shown < MOST_PARTNERS else []
    return [*pickers, *more]


def _touched(form: Form, name: str) -> bool:
    return bool(form.value(name) or form.value(f"{name}_q").strip())


async def _inputs(visit: Visit, school: SchoolDetail, kind: str, form: Form) -> list[Input]:
    new_name = Input("new_name", "新校名", maxlength=80)
    if kind == "rename":
        return [new_name, DAY, WHY]
    if kind == "merge":
        ways = Input("way", "怎么合", "radio", choices=WAYS)
        name = Input("new_name", "合并后的校名", hint="不改名就不填；合成新学校要填", optional=True, maxlength=80)
        code = Input("code", "新学校代码", hint="合成新学校才填，10位数字", optional=True, maxlength=10)
        return [*_partners(form), ways, name, code, DAY, WHY]
    if kind == "split":
        found = await StaffClient(visit.api).rows({"school_id": str(school.id), "limit": MOST_STAFF})
        people = [(str(each.id), f"{each.name or ''} {each.post.label}") for each in found.items]
        name = Input("new_name", "分出学校的名称", maxlength=80)
        staff = Input("staff_ids", "谁过去", "checks", "没选的人留在本校", optional=True, choices=people)
        return [name, CODE, staff, DAY, WHY]
    if kind == "close":
        to = Input("partner_id", "接收学校", "picker", "没有人员和在办的事可以不选", optional=True, find=PICK)
        return [to, DAY, WHY]
    return [Input("new_name", "新校名", hint="还用原来的名字就不填", optional=True, maxlength=80), DAY, WHY]


async def _entry(visit: Visit, school: SchoolDetail, kind: str, form: Form) -> Entry:
    words, what = KINDS[kind]
    lines = [what, *([ACROSS] if kind in {"merge", "close"} else []), "下一步只是预览，什么都不会改。"]
    path = f"/schools/{school.id}"
    trail = [("学校", "/schools"), (school.name, path), ("更名撤并", f"{path}/succession"), (words, "")]
    return Entry(
        f"{words}：{school.name}", trail, await _inputs(visit, school, kind, form), "下一步：看看会怎样",
        f"{path}/succession", [f"学校代码{school.code}"], lines, finders={PICK: SchoolsClient(visit.api).find},
    )  # fmt: skip


def _like(school: SchoolDetail, body: dict[str, object]) -> dict[str, object]:
    """Return a new school of the same kind in the same place."""
    locality = {"locality": school.locality.value} if school.locality else {"locality": "rural"}
    return {
        "code": body.get("code", ""), "name": body.get("new_name", ""), "county_code": school.county_code,
        "location_code": school.location_code, "township": school.township, "kind": school.kind.value,
        "type_code": school.type_code.value if school.type_code else None,
        "stages": [stage.value for stage in school.stages], "grades": school.grades,
        "ownership": school.ownership.value, "urban_rural_code": school.urban_rural_code, **locality,
        "since": body.get("on"),
    }  # fmt: skip


def _plan(school: SchoolDetail, kind: str, body: dict[str, object]) -> dict[str, object]:
    """Return the plan for the API from what was typed; the preview says which versions of the schools it looked at."""
    plan: dict[str, object] = {"kind": kind, "on": body["on"], "reason": body["reason"], "schools": _ids([school.id])}
    partner_id, new_name = str(body.get("partner_id") or ""), body.get("new_name")
    if kind == "split":
        return {**plan, "new_schools": [{**_like(school, body), "staff_ids": body.get("staff_ids") or []}]}
    if kind == "merge":
        plan |= _merged(school, body)
    elif kind == "close" and partner_id:
        plan["to_school_id"] = partner_id
    return {**plan, "new_name": new_name} if new_name and "new_schools" not in plan else plan


def _merged(school: SchoolDetail, body: dict[str, object]) -> dict[str, object]:
    """Which schools go and which one stays; every partner was found by a picker."""
    picked = [str(body[name]) for name in map(_partner, range(1, MOST_PARTNERS + 1)) if body.get(name)]
    partners, this, way = list(dict.fromkeys(picked)), str(school.id), body.get("way")
    if way == "new":
        return {"schools": _ids([this, *partners]), "new_schools": [_like(school, body)]}
    stays, goes = (this, partners) if way == "this" else (partners[0], [this, *partners[1:]])
    return {"schools": _ids(goes), "to_school_id": stays}


def _ids(school_ids: Collection[UUID | str]) -> list[dict[str, object]]:
    return [{"id": str(each)} for each in school_ids]


async def _school(visit: Visit, school_id: UUID, kind: str = "") -> SchoolDetail:
    school = await SchoolsClient(visit.api).detail(school_id)
    if kind and (kind not in KINDS or kind not in kinds_for(school)):
        raise HTTPException(NOT_FOUND)
    return school


@router.get("/schools/{school_id}/succession")
async def choose(visit: Visitor, school_id: UUID) -> Response:
    """Choose the kind."""
    school = await _school(visit, school_id)
    return visit.page("schools/succession.html", {**_choices(school), "form": None})


def _choices(school: SchoolDetail) -> dict[str, object]:
    return {"school": school, "kinds": [(each, *KINDS[each]) for each in kinds_for(school)]}


@router.get("/schools/{school_id}/succession/{kind}")
async def fill_in(visit: Visitor, school_id: UUID, kind: str) -> Response:
    """Ask what the kind needs."""
    school = await _school(visit, school_id, kind)
    form = Form.filled({"on": clock.today(), "way": "other"})
    entry = await _entry(visit, school, kind, form)
    return visit.page("entry.html", _context(entry, form))


def _context(entry: Entry, form: Form) -> dict[str, object]:
    return {"entry": entry, "form": form, "options": {}, "version": None, "conflicts": []}


@router.post("/schools/{school_id}/succession/confirm")
async def confirm(visit: Visitor, school_id: UUID) -> Response:
    """Do it. Whatever was changed in between shows the newest preview again."""
    form = Form.of(await visit.form())
    school = await _school(visit, school_id)
    plan = _read_plan(form.value("plan"))
    client = SuccessionsClient(visit.api)
    try:
        done = await client.create(plan, form.value("idempotency_key"))
    except ApiError as error:
        status = form.take(error, lambda _path: "")
        return await _again(visit, school, plan, form, status)
    words = KINDS[str(plan["kind"])][0]
    if done.planned is not None:
        visit.say(f"{words}已列入计划，{day(done.planned.on)}由系统办。")
        return see_other(f"/schools/planned/{done.planned.id}")
    visit.say(f"{words}已办好。")
    return see_other(f"/schools/{done.made[0].id if done.made else school_id}")


@router.post("/schools/{school_id}/succession/{kind}")
async def look(visit: Visitor, school_id: UUID, kind: str) -> Response:
    """Show what would happen; nothing is written. 返回修改 comes back here with what was typed."""
    school = await _school(visit, school_id, kind)
    form = Form.of(await visit.form())
    entry = await _entry(visit, school, kind, form)
    if form.value(BACK):
        return visit.page("entry.html", _context(entry, form))

    async def send(body: dict[str, object], _key: str) -> Response:
        plan = _plan(school, kind, body)
        try:
            shown = await SuccessionsClient(visit.api).preview(plan)
        except ApiProblem as problem:
            raise _as_asked(problem) from problem
        return await _preview_page(visit, school, plan, shown, Form())

    return await create(visit, entry, send)


def _as_asked(problem: ApiProblem) -> ApiProblem:
    """Name the parts of the plan as the form does: `code` for `new_schools.0.code`."""
    for error in problem.errors:
        last = error.field.rpartition(".")[2]
        error.field = INPUTS.get(last, last)
    return problem


async def _preview_page(
    visit: Visit, school: SchoolDetail, plan: dict[str, object], shown: SuccessionPreview, form: Form
) -> Response:
    """The preview carries what was typed, for 返回修改, and the plan with the versions it looked at."""
    kind = str(plan["kind"])
    seen = {**plan, "schools": [each.model_dump(mode="json") for each in shown.schools]}
    context = {
        "school": school, "kind": kind, "title": KINDS[kind][0], "plan": json.dumps(seen, ensure_ascii=False),
        "shown": shown, "form": form, "words": carried_words, "back": BACK,
        "typed": [pair for pair in kept_fields(await visit.form()) if pair[0] not in OF_THE_PREVIEW],
    }  # fmt: skip
    return visit.page("schools/preview.html", context, CONFLICT if form.errors or form.notice else 200)


def carried_words(carried: Carried) -> tuple[str, str, str]:
    """Return one line of the preview: what, how many and what happens, and who."""
    what, unit = WHAT[carried.what]
    happens = SAID.get((carried.what, carried.happens)) or HAPPENS[carried.happens]
    more = f"等{carried.count}{unit}" if carried.count > len(carried.names) > 0 else ""
    return what, f"{carried.count}{unit}，{happens}", "、".join(carried.names) + more


async def _again(visit: Visit, school: SchoolDetail, plan: dict[str, object], form: Form, status: int) -> Response:
    """The newest preview, which can be confirmed; or only what is wrong."""
    seen = plan.get("schools")
    ids = [str(each.get("id")) for each in seen if isinstance(each, dict)] if isinstance(seen, list) else []
    fresh = {**plan, "schools": _ids(ids)}
    try:
        shown = await SuccessionsClient(visit.api).preview(fresh)
    except ApiError:
        return again(visit, "schools/succession.html", {**_choices(school), "form": form}, form, status)
    return await _preview_page(visit, school, fresh, shown, form)


def _read_plan(typed: str) -> dict[str, object]:
    """Return the plan that the page carried; the API checks every part of it.

    Raises:
        HTTPException: 404, it is not a plan of ours.
    """
    try:
        plan = json.loads(typed) if len(typed) < LARGEST_PLAN else None
    except ValueError:
        plan = None
    if not isinstance(plan, dict) or plan.get("kind") not in KINDS:
        raise HTTPException(NOT_FOUND)
    return plan
