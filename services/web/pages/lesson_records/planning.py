"""记一次听课: recording a lesson, and putting it right."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import LessonRating, Role
from services.contracts.files import FileKind
from services.contracts.lesson_records import LessonRecordDetail
from services.web import clock, picking
from services.web.api_client.lesson_records import LessonRecordsClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import DAY, ID, choices
from services.web.inputs import Input
from services.web.pages.files.words import files_input
from services.web.pages.lesson_records import words
from services.web.pages.lesson_records.views import HOME, trail_of
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
TYPED = [
    Input("held_on", "日期", "date"),
    Input("lesson_no", "第几节", "select", choices=words.LESSON_CHOICES, blank="请选第几节"),
    Input("class_name", "班级", hint="比如：三年级2班", maxlength=80),
    Input("subject", "学科", hint="比如：语文", maxlength=80),
    Input("topic", "课题", hint="比如：古诗二首", maxlength=80),
    Input("rating", "评价", "radio", choices=choices(LessonRating)),
    Input("strengths", "优点", "area", optional=True, maxlength=2000),
    Input("suggestions", "建议", "area", "授课人会看到，写完由授课人写反思。", optional=True, maxlength=2000),
    Input("process", "教学过程", "area", "可以以后再补。不写学生姓名。", optional=True, maxlength=2000),
]
CARRIED = ("pairing_id", "activity_id", "mentor_pair_id")


def _entry(visit: Visit, pairing: str) -> Entry:
    find = f"/lesson-records/pick/{pairing}"
    people = [Input("teacher_staff_id", "授课人", "picker", "姓名、拼音或首字母", find=find)]
    if visit.me.role is not Role.teacher:
        people.insert(0, Input("observer_staff_id", "听课人", "picker", "本校的，姓名、拼音或首字母", find=find))
    hidden = [Input(name, name, "hidden", optional=name != "pairing_id") for name in CARRIED]
    papers = [files_input(FileKind.lesson_paper, "教案或照片")] if "file.write" in visit.me.permissions else []
    sees = "pairing.read" in visit.me.permissions
    back = f"/pairings/{pairing}?tab=lessons" if sees else "/lesson-records"
    trail = [("结对", "/pairings"), ("听评课", back)] if sees else HOME
    lines = ["授课人和听课人各在结对的一所学校。内容只给两位老师、两校和两边的教育局看。"]
    client = LessonRecordsClient(visit.api)
    return Entry(
        "记一次听课", [*trail, ("记一次听课", "")], [*people, *TYPED, *papers, *hidden], "保存", back, lines=lines,
        finders={find: lambda text: client.find(text, pairing)},
    )  # fmt: skip


def _id(asked: object) -> str:
    return asked if isinstance(asked, str) and ID.fullmatch(asked) else ""


@router.get("/lesson-records/new")
async def new(visit: Visitor) -> Response:
    """记一次听课; for which pairing is asked first when there are several."""
    asked = visit.request.query_params
    pairing = _id(asked.get("pairing"))
    if not pairing:
        found = (await LessonRecordsClient(visit.api).pairings()).items
        if len(found) != 1:
            return visit.page("lesson_records/which.html", {"rows": found, "words": words})
        pairing = str(found[0].pairing_id)
    on = asked.get("on", "")
    values: dict[str, object] = {
        "pairing_id": pairing, "held_on": on if DAY.fullmatch(on) else clock.today(),
        "activity_id": _id(asked.get("activity")), "mentor_pair_id": _id(asked.get("mentor_pair")),
    }  # fmt: skip
    if values["mentor_pair_id"]:
        values |= await _of_mentor_pair(visit, UUID(str(values["mentor_pair_id"])))
    return blank(visit, _entry(visit, pairing), values)


async def _of_mentor_pair(visit: Visit, pair_id: UUID) -> dict[str, object]:
    """The mentor hears the mentee, unless it is the mentee's side that records."""
    pair = await MentorPairsClient(visit.api).detail(pair_id)
    learns = pair.mentee.own and not pair.mentor.own
    heard, taught = (pair.mentee, pair.mentor) if learns else (pair.mentor, pair.mentee)
    sides = {"observer_staff_id": heard, "teacher_staff_id": taught}
    return {**{name: f"{side.staff_id} {side.name}" for name, side in sides.items()}, "subject": pair.subject}


@router.post("/lesson-records/new", max_body_size=LARGEST_UPLOADS)
async def make(visit: Visitor) -> Response:
    """Save it."""
    typed = await visit.form()

    async def send(body: dict[str, object], key: str) -> str:
        made = await LessonRecordsClient(visit.api).create(body, key)
        visit.say(f"已记下{words.title(made)}。{words.who(made.teacher)}可以写反思了。")
        return f"/lesson-records/{made.id}"

    return await create(visit, _entry(visit, _id(typed.get("pairing_id"))), send)


@router.get("/lesson-records/pick/{pairing_id}")
async def pick(visit: Visitor, pairing_id: UUID) -> Response:
    """The answers of a picker among the people of a pairing's schools."""
    return await picking.answer(visit, lambda text: LessonRecordsClient(visit.api).find(text, str(pairing_id)))


def _edit_entry(visit: Visit, row: LessonRecordDetail) -> Entry:
    path = f"/lesson-records/{row.id}"
    trail = [*trail_of(visit, row), (words.title(row), path), ("修改", "")]
    return Entry(f"修改：{words.title(row)}", trail, TYPED, "保存", path, lines=["选错了人的，请作废后重新记。"])


def _stored(row: LessonRecordDetail) -> Stored:
    values = {each.name: getattr(row, each.name) or "" for each in TYPED}
    return Stored({**values, "lesson_no": str(row.lesson_no)}, row.version)


@router.get("/lesson-records/{record_id}/edit")
async def edit_page(visit: Visitor, record_id: UUID) -> Response:
    """修改."""
    row = await LessonRecordsClient(visit.api).detail(record_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能修改：授课人可能已写了反思，或者不归这个账号办。")
        return see_other(f"/lesson-records/{record_id}")
    return edit(visit, _edit_entry(visit, row), _stored(row))


@router.post("/lesson-records/{record_id}/edit")
async def save(visit: Visitor, record_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = LessonRecordsClient(visit.api)
    row = await client.detail(record_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(record_id, body, version)
        visit.say("听课记录已改好。")
        return f"/lesson-records/{record_id}"

    async def load() -> Stored:
        return _stored(await client.detail(record_id))

    return await change(visit, _edit_entry(visit, row), send, load)
