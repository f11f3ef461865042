"""One person: what is so, what was, who looked; correcting what is wrong, telling what is different from a day on."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.persons import PersonDetail
from services.web import clock, picking
from services.web.amending import amend
from services.web.api_client.base import ApiProblem
from services.web.api_client.persons import PersonsClient
from services.web.entry import Entry, Stored, Trail, change, edit
from services.web.inputs import Input, reason
from services.web.pages.persons import words
from services.web.pages.persons.fields import HUMAN, WORK, different, present
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
TABS = [
    ("", "情况"), ("work", "任职和职称"), ("honours", "荣誉"), ("service", "任教经历"), ("exchange", "交流"),
    ("history", "经过"),
]  # fmt: skip
GONE, NOT_FOUND = 410, 404
SAID = frozenset({"reason", "start_on"})
WRONG_DAY = "只是从哪天起登错了的，改正那一条的日期："
WHY = reason(hint="写依据，比如文件和日期。会留在记录里，不写病情和家庭情况。")


@router.get("/persons/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of a person picker."""
    return await picking.answer(visit, PersonsClient(visit.api).find)


@router.get("/persons/me")
async def own(visit: Visitor, tab: str = "") -> Response:
    """我的资料: what the county knows, what is missing, whom to call."""
    try:
        person = await PersonsClient(visit.api).own()
    except ApiProblem as problem:
        if problem.status != NOT_FOUND:
            raise
        return visit.page("persons/none.html")
    return _page(visit, person, tab, "/persons/me")


@router.get("/persons/{person_id}")
async def detail(visit: Visitor, person_id: UUID, tab: str = "") -> Response:
    """One person; who comes with the address of a merged record is led to the one it went into."""
    try:
        person = await PersonsClient(visit.api).detail(person_id)
    except ApiProblem as problem:
        if problem.status != GONE or not problem.errors:
            raise
        visit.say("这条记录已并入下面这一条。")
        return see_other(f"/persons/{problem.errors[0].params['person_id']}")
    return _page(visit, person, tab, f"/persons/{person_id}")


def _page(visit: Visit, person: PersonDetail, tab: str, path: str) -> Response:
    known = tab if tab in dict(TABS) else ""
    own_page = path == "/persons/me"
    context = {
        "person": person,
        "words": words,
        "base": f"/persons/{person.id}",
        "tab": known,
        "sections": [(text, path + (f"?tab={name}" if name else ""), name == known) for name, text in TABS],
        "own": own_page,
        "trail": None if own_page else trail_of(visit, person)[:1],
        "doing": _doing(person),
    }
    return visit.page("persons/detail.html", context)


def trail_of(visit: Visit, person: PersonDetail) -> Trail:
    """Return where the person's pages stand."""
    return [("人员", "/staff?view=own" if visit.me.school else "/staff"), (words.name(person), f"/persons/{person.id}")]


def _doing(person: PersonDetail) -> list[tuple[str, Step]]:
    """What may be done with the person now; two buttons for what is wrong and what is different."""
    path, allowed = f"/persons/{person.id}", person.allowed_actions
    found = []
    if "correct" in allowed:
        found.append((f"{path}/correct", Step("信息写错了，改正", "换成对的，原来的不算", "", "")))
    if "change" in allowed:
        found.append((f"{path}/change", Step("从某天起变了", "以前的照样保留，比如升职、评职称、改名", "", "")))
    if "unmask" in allowed and person.id_number_masked:
        found.append((f"{path}/unmask", Step("看完整身份证号", "要写原因，谁看过会留下记录", "", "")))
    if "merge" in allowed and person.duplicates:
        found.append(("/persons/duplicates", Step("处理重复记录", f"另有{person.duplicates}条像是同一个人", "", "")))
    job = person.employment
    if job and "update" in job.allowed_actions:
        found.append((f"/staff/{job.id}/edit", Step("改工号等", "工号、是不是专任教师", "", "")))
    if job and "end" in job.allowed_actions:
        step = Step("结束人事关系", "调走、退休或离职时办", "", "", danger=True)
        found.append((f"/staff/{job.id}/end", step))
    return found


def _entry(visit: Visit, person: PersonDetail, action: str) -> Entry:
    name, back = words.name(person), f"/persons/{person.id}"
    links = [(text, f"{back}/records/{row_id}/correct") for text, row_id in words.since(person)]
    wrong_day = [WRONG_DAY] if links else []
    if action == "correct":
        lines = ["只改写错了的。改正以后，从一开始就按对的算。", "是后来才变的，请用“从某天起变了”。", *wrong_day]
        inputs = [*WORK, *HUMAN, WHY]
        trail = [*trail_of(visit, person), ("改正", "")]
        return Entry(f"改正{name}的信息", trail, inputs, "保存改正", back, lines=lines, links=links)
    lines = ["只改变了的。原来的情况到前一天为止，照样保留。", "改名以后，用原来的名字也能找到。", *wrong_day]
    inputs = [Input("start_on", "从哪天起", "date"), *WORK, WHY]
    trail = [*trail_of(visit, person), ("登记变化", "")]
    return Entry(f"从某天起变了：{name}", trail, inputs, "保存变化", back, lines=lines, links=links)


def _stored(person: PersonDetail, typed: dict[str, object] | None = None) -> Stored:
    said = typed or {}
    more = {"reason": said.get("reason", ""), "start_on": said.get("start_on", clock.today())}
    return Stored({**present(person), **more}, person.version)


async def _allowed(visit: Visit, person_id: UUID, action: str) -> PersonDetail | None:
    """The person when the action is allowed now."""
    person = await PersonsClient(visit.api).detail(person_id)
    if action in person.allowed_actions:
        return person
    visit.say("现在不能办：可能已经离职，或者不归这个账号办。")
    return None


async def edit_page(visit: Visit, person_id: UUID, action: str) -> Response:
    """The form of a correction or a change."""
    person = await _allowed(visit, person_id, action)
    if person is None:
        return see_other(f"/persons/{person_id}")
    return edit(visit, _entry(visit, person, action), _stored(person))


async def save(visit: Visit, person_id: UUID, action: str) -> Response:
    """Save it; what is not different is not sent; a clash shows both sides."""
    client = PersonsClient(visit.api)
    person = await _allowed(visit, person_id, action)
    if person is None:
        return see_other(f"/persons/{person_id}")
    typed: dict[str, object] = {}

    async def send(body: dict[str, object], version: int) -> str:
        typed.update(body)
        values = {name: value for name, value in body.items() if name not in SAID}
        said = {name: value for name, value in body.items() if name in SAID}
        made = await client.act(person_id, action, different(values, present(person)) | said, version)
        visit.say(f"{words.name(made)}的信息已{'改正' if action == 'correct' else '登记变化'}。")
        return f"/persons/{person_id}"

    async def load() -> Stored:
        return _stored(await client.detail(person_id), typed)

    return await change(visit, _entry(visit, person, action), send, load)


amend(router, "/persons", edit_page, save)


async def _looking(visit: Visit, person_id: UUID) -> Subject:
    person = await PersonsClient(visit.api).detail(person_id)
    step = Step(
        "看完整身份证号", "", f"看{words.name(person)}的完整身份证号？", "",
        ["只显示这一次。", "你的姓名、时间和原因会留在这个人的记录里。"],
        [reason(hint="比如：办交流补助核对证件")], "看身份证号",
    )  # fmt: skip
    return Subject(
        f"/persons/{person_id}", trail_of(visit, person), person.version, person.allowed_actions, {"unmask": step}
    )


@router.get("/persons/{person_id}/unmask")
async def ask_unmask(visit: Visitor, person_id: UUID) -> Response:
    """Ask why."""
    return ask(visit, await _looking(visit, person_id), "unmask")


@router.post("/persons/{person_id}/unmask")
async def unmask(visit: Visitor, person_id: UUID) -> Response:
    """Show the number once."""
    subject = await _looking(visit, person_id)

    async def send(body: dict[str, object], _version: int) -> Response:
        found = await PersonsClient(visit.api).unmask(person_id, body)
        context = {
            "title": f"{subject.trail[-1][0]}的身份证号",
            "trail": [*subject.trail, ("身份证号", "")],
            "label": "身份证号",
            "secret": found.id_number,
            "pairs": [],
            "lines": ["看过的记录已留下。不要拍照、不要发到群里。"],
            "back": subject.path,
        }
        return visit.page("secret.html", context)

    async def load() -> Subject:
        return subject

    return await act(visit, load, "unmask", send, lambda page: page)
