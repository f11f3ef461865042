"""The forms about a person, told as inputs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.contracts.codes import (
    CertificateType,
    Degree,
    EducationLevel,
    HonourLevel,
    HonourType,
    Locality,
    Post,
    SchoolFlag,
    ServiceSource,
    Sex,
    Stage,
    Title,
)
from services.contracts.persons import PersonDetail
from services.web.filters import choices
from services.web.inputs import Input, coded
from services.web.wording import GRADE_CHOICES

SCHOOLS, PERSONS = "/schools/pick", "/persons/pick"
_YES = [("true", "是"), ("false", "不是")]

WORK: Sequence[Input] = (
    Input("name", "姓名", maxlength=60),
    coded("post", "职务", Post),
    Input("leadership", "领导班子成员", "radio", choices=_YES),
    coded("title", "职称", Title),
    coded("stage", "学段", Stage),
    Input("subject", "学科", optional=True),
    Input("grades", "任教年级", "checks", optional=True, choices=GRADE_CHOICES),
)
HUMAN: Sequence[Input] = (
    Input("sex", "性别", "radio", choices=[(sex.value, sex.label) for sex in (Sex.male, Sex.female)]),
    Input("birth_on", "出生日期", "date"),
    Input(
        "id_number",
        "身份证号",
        hint="不改就空着。改出生日期或性别时，和身份证号要对得上。",
        optional=True,
        maxlength=18,
    ),
    Input("career_start_on", "参加工作日期", "date", optional=True),
    Input("confirmed_on", "转正定级日期", "date", optional=True),
    Input("hired_on", "入职日期", "date", "到本校工作的第一天"),
)
_SCHOOL = [
    Input("school_id", "学校", "picker", "名称、拼音、首字母或学校代码", optional=True, find=SCHOOLS),
    Input("school_name", "学校不在系统里的，填名称", optional=True),
]
RECORDS: Mapping[str, Sequence[Input]] = {
    "position": [
        coded("post", "职务", Post),
        Input("leadership", "领导班子成员", "radio", choices=_YES),
        *_SCHOOL,
        Input("start_on", "从哪天起", "date"),
        Input("end_on", "到哪天为止", "date"),
    ],
    "title": [
        coded("title", "职称", Title),
        Input("start_on", "取得日期", "date"),
        Input("end_on", "到哪天为止", "date"),
        Input("appointed_on", "聘任日期", "date", optional=True),
        Input("post_grade", "岗位等级", "number", "一级到十三级，填1到13", optional=True),
        Input("term_start_on", "任期开始", "date", optional=True),
        Input("term_end_on", "任期结束", "date", optional=True),
    ],
    "teaching": [
        coded("stage", "学段", Stage),
        Input("subject", "学科", optional=True),
        Input("grades", "任教年级", "checks", optional=True, choices=GRADE_CHOICES),
        Input("start_on", "从哪天起", "date"),
        Input("end_on", "到哪天为止", "date"),
    ],
    "honour": [
        coded("type", "荣誉", HonourType),
        coded("level", "级别", HonourLevel),
        Input("awarded_on", "授予日期", "date"),
        Input("valid_to", "有效期到", "date", "长期有效的不填", optional=True),
        Input("document_no", "文号", optional=True),
    ],
    "service": [
        *_SCHOOL,
        coded("source", "来源", ServiceSource),
        Input("start_on", "从哪天起", "date"),
        Input("end_on", "到哪天为止", "date", "现在还在的不填", optional=True),
        coded("stage", "学段", Stage, optional=True),
        Input("subject", "学科", optional=True),
        Input("weekly_hours", "周课时", "number", optional=True),
        coded("locality", "当时的城乡", Locality, hint="学校在系统里的不用填，按当时的认定算。", optional=True),
        Input("flags", "当时的属性", "checks", "学校在系统里的不用选", optional=True, choices=choices(SchoolFlag)),
    ],
    "certificate": [
        coded("type", "教师资格", CertificateType),
        Input("subject", "任教学科", optional=True),
        Input("number", "证书号码", "text", "只有本校、县里和本人看得到", optional=True),
        Input("obtained_on", "取得日期", "date"),
        Input("valid_to", "有效期到", "date", "按注册有效期填", optional=True),
    ],
    "education": [
        coded("level", "学历", EducationLevel),
        coded("degree", "学位", Degree),
        Input("graduated_on", "毕业日期", "date"),
        Input("major", "专业", optional=True),
    ],
    "spouse": [
        Input("spouse_person_id", "配偶", "picker", "姓名、拼音或首字母", optional=True, find=PERSONS),
        Input("spouse_name", "配偶不在系统里的，填姓名", optional=True, maxlength=60),
        Input("spouse_school_id", "配偶的学校", "picker", "名称、拼音、首字母或学校代码", optional=True, find=SCHOOLS),
        coded("spouse_post", "配偶的职务", Post, optional=True),
    ],
}
"""Kind of record → what is asked."""
IN_TURN = frozenset({"position", "title", "teaching"})
"""Kinds of which one follows the other; the last one is what is so now."""
_NOT_NOW = frozenset({"end_on", "school_id", "school_name"})


def asked(kind: str, *, running: bool) -> Sequence[Input]:
    """Return what is asked about a record; what is so now has no last day, and a post of now stays at its school."""
    inputs = RECORDS[kind]
    return [each for each in inputs if each.name not in _NOT_NOW] if running and kind in IN_TURN else inputs


def present(person: PersonDetail) -> dict[str, object]:
    """Return what is so now, as the inputs show it."""
    job = person.employment
    running = next((each for each in person.positions if each.end_on is None), None)
    teaching = next((each for each in person.teachings if each.end_on is None), None)
    return {
        "name": person.name,
        "post": job.post.value if job else None,
        "leadership": "true" if running and running.leadership else "false",
        "title": job.title.value if job else None,
        "stage": job.stage.value if job else None,
        "subject": job.subject if job else "",
        "grades": [str(each) for each in teaching.grades] if teaching else [],
        "sex": person.sex.value,
        "birth_on": person.birth_on,
        "id_number": "",
        "career_start_on": person.career_start_on,
        "confirmed_on": person.confirmed_on,
        "hired_on": job.hired_on if job else None,
    }


def different(body: Mapping[str, object], stored: Mapping[str, object]) -> dict[str, object]:
    """Return what was typed and is not so already; grades that were all unticked are sent empty."""
    changed = {name: value for name, value in body.items() if _plain(value) != _plain(stored.get(name))}
    if stored.get("grades") and "grades" not in body:
        changed["grades"] = []
    return changed


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, list) else "" if value is None else str(value)
