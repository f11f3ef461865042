"""What pages say of a person."""

import re
from datetime import date
from uuid import UUID

from services.contracts.codes import AssignmentStatus, RecordKind, ServiceSource
from services.contracts.person_records import PositionOut, ServiceOut, TeachingOut, TitleOut
from services.contracts.persons import ExchangeOut, MentoringOut, PersonDetail
from services.web.pages.refusals.words import measures as measures
from services.web.wording import day, given, span

NOBODY = "没有姓名"
MISSING = {
    "id_number": "身份证号", "career_start_on": "参加工作日期", "confirmed_on": "转正定级日期", "subject": "任教学科",
    "grades": "任教年级", "educations": "学历和学位", "certificates": "教师资格证",
}  # fmt: skip
SIDES = {
    "name": "姓名", "sex": "性别", "birth_on": "出生日期", "id_number": "身份证号", "career_start_on": "参加工作",
    "confirmed_on": "转正定级", "position": "职务", "title": "职称", "teaching": "任教",
}  # fmt: skip
TABLES = {
    "staff": "人事关系", "staff_position": "职务", "staff_title": "职称", "staff_teaching": "任教",
    "person_name": "曾用名", "staff_honour": "荣誉", "service_record": "任教经历", "teacher_certificate": "教师资格",
    "person_education": "学历", "person_relation": "配偶", "assignment": "交流任务", "mentor_pair": "师徒结对",
    "lesson_record": "听课记录",
    "user_account": "账号", "person": "基本情况", "person_unmasking": "查看记录",
}  # fmt: skip
WHY = {"same_person": "姓名、性别、出生日期都相同", "same_staff_no": "本县工号相同，姓名或出生日期也相同"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATUS = {status.value: status.label for status in AssignmentStatus}


def name(person: PersonDetail) -> str:
    """Return the name, or that there is none to see."""
    return person.name or NOBODY


def missing(person: PersonDetail) -> str:
    """Return what is not known yet, in words."""
    return "、".join(MISSING.get(each, each) for each in person.missing)


def where(position: PositionOut | ServiceOut) -> str:
    """Return the school, registered or as typed."""
    return position.school.name if position.school else position.school_name


def nature(service: ServiceOut) -> str:
    """Return what the school was at the time: 农村、薄弱."""
    return "、".join(each.label for each in (*service.localities, *service.flags))


def status(exchange: ExchangeOut) -> str:
    """Return the state of an exchange."""
    return _STATUS.get(exchange.status, exchange.status)


def exchanged(person: PersonDetail) -> list[ServiceOut]:
    """Return the earlier exchanges that were recorded by hand."""
    kinds = {ServiceSource.exchange, ServiceSource.support, ServiceSource.attachment, ServiceSource.special_support}
    return [each for each in person.services if each.source in kinds]


def moves(counts: dict[str, int]) -> str:
    """Return 人事关系1条、职称1条; what the two persons themselves were made is no content."""
    parts = [f"{TABLES.get(table, table)}{count}条" for table, count in counts.items() if table != "person"]
    return "、".join(parts) or TABLES["person"]


def side(value: str) -> str:
    """Return one side's value as people read it: a day of the API in words, 没有 where there is none."""
    return day(date.fromisoformat(value)) if _DAY.fullmatch(value) else given(value)


def kind_label(kind: str) -> str:
    """Return the word for a kind of record; empty for none."""
    return next((each.label for each in RecordKind if each.value == kind), "")


def until(person: PersonDetail) -> str:
    """Return 人事关系到8月31日 for who has left."""
    job = person.employment
    return f"人事关系到{day(job.ended_on)}" if job and job.ended_on else ""


def appointed(title: TitleOut) -> str:
    """Return 2010年10月1日聘任，岗位等级11级，任期9月1日至…; empty when nothing is known."""
    parts = [f"{day(title.appointed_on)}聘任" if title.appointed_on else ""]
    parts.append(f"岗位等级{title.post_grade}级" if title.post_grade else "")
    parts.append(f"任期{span(title.term_start_on, title.term_end_on)}" if title.term_start_on else "")
    return "，".join(part for part in parts if part)


def verified(service: ServiceOut) -> str:
    """Return 周敏12月3日核实, or that nobody has compared it with the papers."""
    if service.verified_at is None:
        return "还没有核实"
    return f"{service.verified_by or '县里'}{day(service.verified_at)}核实"


def can(value: bool | None, yes: str, no: str) -> str:  # noqa: FBT001 - what is known
    """Return a fact that may be unknown."""
    return "待核实" if value is None else yes if value else no


def work(service: ServiceOut) -> str:
    """Return 支教·小学·语文·每周12课时."""
    hours = f"每周{service.weekly_hours}课时" if service.weekly_hours else ""
    stage = service.stage.label if service.stage else ""
    return "·".join(part for part in (service.source.label, stage, service.subject, hours) if part)


def since(person: PersonDetail) -> list[tuple[str, UUID]]:
    """Return what is so now with its first day, and its record where it may be corrected: 职称：一级教师，9月1日起."""
    told: list[tuple[str, PositionOut | TitleOut | TeachingOut]] = [
        *((f"职务：{each.post.label}", each) for each in person.positions),
        *((f"职称：{each.title.label}", each) for each in person.titles),
        *((f"任教：{each.stage.label}", each) for each in person.teachings),
    ]
    return [
        (f"{text}，{day(row.start_on)}起", row.id)
        for text, row in told
        if row.end_on is None and "correct" in row.allowed_actions
    ]


def mentoring(row: MentoringOut) -> str:
    """Return 带徒弟罗晓雯, 跟师傅陈立群."""
    return f"{'带徒弟' if row.is_mentor else '跟师傅'}{row.name or ''}"
