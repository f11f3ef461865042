"""培养情况 and 健康情况: what a person is meant for, and whether somebody can be sent elsewhere."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Title
from services.contracts.persons import PersonDetail
from services.web.amending import amend
from services.web.api_client.persons import PersonsClient
from services.web.entry import Entry, Stored, change, edit
from services.web.filters import choices
from services.web.inputs import Input
from services.web.pages.persons import words
from services.web.pages.persons.views import trail_of
from services.web.visit import Visit, see_other

router = APIRouter()
UNKNOWN = ""
_YES = [("true", "是"), ("false", "不是"), (UNKNOWN, "待核实")]
_CAN = [("true", "能"), ("false", "不能"), (UNKNOWN, "待核实")]
_SOUGHT = [(value, label) for value, label in choices(Title) if value != Title.none.value]
AIMS = [
    Input("is_reserve_cadre", "后备干部", "radio", choices=_YES, optional=True),
    Input("can_mentor", "能不能带教", "radio", "能带徒弟、上示范课", choices=_CAN, optional=True),
    Input("seeks_promotion", "想评的职称", "select", choices=_SOUGHT, blank="没有申报", optional=True),
]
HEALTH = [
    Input("ok", "能不能派去支教", "radio", choices=[("true", "能"), ("false", "暂时不能")]),
    Input("note", "说明", hint="只写和安排有关的，比如“每周要复查”。不写病名和病情。", optional=True, maxlength=200),
]


class About(NamedTuple):
    """One of the two forms: what it asks, says and starts from."""

    title: str
    said: str
    lines: list[str]
    inputs: list[Input]
    start: Callable[[PersonDetail], Mapping[str, object]]
    action: str


def _said(value: bool | None) -> str:  # noqa: FBT001 - the answer of a radio
    return UNKNOWN if value is None else str(value).lower()


def _aims(person: PersonDetail) -> Mapping[str, object]:
    return {
        "is_reserve_cadre": _said(person.is_reserve_cadre),
        "can_mentor": _said(person.can_mentor),
        "seeks_promotion": person.seeks_promotion.value if person.seeks_promotion else "",
    }


def _health(person: PersonDetail) -> Mapping[str, object]:
    told = person.health
    return {"ok": _said(told.ok) if told else "", "note": told.note if told else ""}


FORMS = {
    "describe": About(
        "培养情况", "培养情况已保存。", ["选派、带教和评聘时会用到。不知道的选“待核实”。"], AIMS, _aims, "describe"
    ),
    "health": About(
        "健康情况", "健康情况已保存。", ["只有县里、人社和本人看得到，学校看不到，也不进操作记录和下载的表格。"],
        HEALTH, _health, "tell-health",
    ),
}  # fmt: skip


def _entry(visit: Visit, person: PersonDetail, about: About) -> Entry:
    trail = [*trail_of(visit, person), (about.title, "")]
    title = f"{words.name(person)}的{about.title}"
    return Entry(title, trail, about.inputs, "保存", f"/persons/{person.id}", lines=about.lines)


async def _page(visit: Visit, person_id: UUID, kind: str) -> Response:
    about, person = FORMS[kind], await PersonsClient(visit.api).detail(person_id)
    if about.action not in person.allowed_actions:
        visit.say("现在不能办：不归这个账号办。")
        return see_other(f"/persons/{person_id}")
    return edit(visit, _entry(visit, person, about), Stored(about.start(person), person.version))


async def _save(visit: Visit, person_id: UUID, kind: str) -> Response:
    client, about = PersonsClient(visit.api), FORMS[kind]

    async def send(body: dict[str, object], version: int) -> str:
        await client.act(person_id, kind, {name: value for name, value in body.items() if value}, version)
        visit.say(about.said)
        return f"/persons/{person_id}"

    async def load() -> Stored:
        now = await client.detail(person_id)
        return Stored(about.start(now), now.version)

    return await change(visit, _entry(visit, await client.detail(person_id), about), send, load)


amend(router, "/persons", _page, _save, tuple(FORMS))
