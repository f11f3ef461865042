"""Events of a person in words: what became of what, with both days or both codes. Pure.

An event holds dates and codes only, so a corrected name or sentence is told without what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.api.kernel.words import whole_day_words
from services.contracts.codes import (
    CertificateType,
    Code,
    Degree,
    EducationLevel,
    HonourLevel,
    HonourType,
    Post,
    ServiceSource,
    Stage,
    Title,
)

KIND_WORDS = {
    "staff_position": "职务", "staff_title": "职称", "staff_teaching": "任教", "staff_honour": "荣誉",
    "service_record": "任教经历", "teacher_certificate": "教师资格", "person_education": "学历",
    "person_relation": "配偶情况", "person_name": "曾用名", "staff": "人事关系", "person": "基本情况",
    "assignment": "交流任务", "mentor_pair": "师徒结对", "mentor_listing": "师徒供需", "lesson_record": "听课记录",
    "refusal": "拒不参加处理", "post_cover": "顶岗", "staff_move": "调动", "support_class_post": "支援班任教",
    "term_contribution": "学期总结",
    "user_account": "账号", "person_unmasking": "查看记录",
}  # fmt: skip
FOLLOW = "follow"
"""The action of a row whose day moved because the row beside it was put right."""
_OF_PERSON = {
    "correct": "改正了基本情况", "created": "登记了人员", "describe": "登记了培养情况",
}  # fmt: skip
_OF_STAFF = {"created": "登记了人事关系", "end": "结束了人事关系", "update": "改正了任职情况"}
_ACTIONS = {
    "update": "改正了{kind}", "void": "作废了一条{kind}", "merge": "合并时并入{kind}",
    "undo-merge": "撤销合并时还原{kind}", "verify": "核实了一条{kind}", "evidence": "给一条{kind}附了材料",
}  # fmt: skip
_WHAT: Mapping[str, tuple[str, type[Code]]] = {
    "staff_position": ("post", Post), "staff_title": ("title", Title), "staff_teaching": ("stage", Stage),
    "staff_honour": ("type", HonourType), "service_record": ("source", ServiceSource),
    "teacher_certificate": ("type", CertificateType), "person_education": ("level", EducationLevel),
}  # fmt: skip
"""Table → the field that says what a row is."""
_BESIDE: Mapping[tuple[str, str], tuple[str, type[Code]]] = {
    ("staff_honour", "level"): ("级别", HonourLevel), ("person_education", "degree"): ("学位", Degree),
    ("service_record", "stage"): ("学段", Stage),
}  # fmt: skip
_DAYS = {
    "start_on": "开始日期", "end_on": "最后一天", "appointed_on": "聘任日期", "term_start_on": "任期开始",
    "term_end_on": "任期结束", "awarded_on": "授予日期", "valid_to": "有效期", "obtained_on": "取得日期",
    "graduated_on": "毕业日期", "career_start_on": "参加工作日期", "confirmed_on": "转正定级日期",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of one row. `row`: the row's own fields as they are now, to say which one it is."""

    table: str
    action: str
    became: Mapping[str, Any]
    was: Mapping[str, Any] = field(default_factory=dict)
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The word for the kind of record."""
        return KIND_WORDS.get(self.table, "记录")

    @property
    def named(self) -> str:
        """Which record: 职称“一级教师”; the kind alone where no code says more."""
        name, codes = _WHAT.get(self.table, ("", Code))
        label = _label(codes, self.row.get(name))
        return f"{self.kind}“{label}”" if label else self.kind


def told(event: Happened) -> str:
    """What a person reads of one event; empty where another event of the same act says it already."""
    if event.table in {"person", "staff"}:
        return _of_person(event) if event.table == "person" else _of_staff(event)
    if event.table == "person_name" and event.action == "change":
        return "改了姓名"
    if event.action in {"correct", FOLLOW}:
        return _corrected(event) if event.action == "correct" else _followed(event)
    if event.action in _ACTIONS:
        return _ACTIONS[event.action].format(kind=event.kind)
    return _begun(event)


def _of_person(event: Happened) -> str:
    text = _OF_PERSON.get(event.action, "")
    return "，".join([text, *_differences(event)]) if text and event.action == "correct" else text


def _of_staff(event: Happened) -> str:
    if event.action == "correct":
        days = [_day(each.get("hired_on")) for each in (event.was, event.became)]
        return f"改正了入职日期：从{days[0]}改为{days[1]}" if "hired_on" in event.became else ""
    return _OF_STAFF.get(event.action, "")


def _corrected(event: Happened) -> str:
    """改正了职称：从二级教师改为一级教师；改正了职称“一级教师”：开始日期从…改为…."""
    name, codes = _WHAT.get(event.table, ("", Code))
    parts = _differences(event)
    if name in event.was:
        parts.insert(0, f"从{_label(codes, event.was[name])}改为{_label(codes, event.became[name])}")
    what = event.kind if name in event.was else event.named
    return f"改正了{what}{'：' if parts else ''}{'，'.join(parts)}"


def _followed(event: Happened) -> str:
    """The day before what begins now, or the day after what ends now."""
    for name, words in (("end_on", "到{day}为止"), ("start_on", "从{day}起")):
        if name in event.became:
            now, before = (words.format(day=_day(each.get(name))) for each in (event.became, event.was))
            return f"{event.named}跟着改为{now}，原来{before}"
    return ""


def _begun(event: Happened) -> str:
    name, codes = _WHAT.get(event.table, ("", Code))
    what = _label(codes, event.became.get(name))
    if event.action != "change":
        return f"登记了{event.kind}{'：' if what else ''}{what}"
    start = event.became.get("start_on")
    if event.table == "staff_teaching" and what:
        return f"任教的学段、学科或年级变了（{_day(start)}起）"
    return f"{event.kind}变为{what}{f'（{_day(start)}起）' if start else ''}" if what else ""


def _differences(event: Happened) -> list[str]:
    """Each changed code beside the main one, then each day: 开始日期从…改为…."""
    days = [name for name in _DAYS if name in event.became]
    names = [*sorted(event.became.keys() - set(days)), *days]
    return [text for name in names if name in event.was and (text := _difference(event, name))]


def _difference(event: Happened, name: str) -> str:
    was, now = event.was[name], event.became[name]
    if (event.table, name) in _BESIDE:
        label, codes = _BESIDE[event.table, name]
        return _said(label, _label(codes, was), _label(codes, now))
    if name == "leadership":
        return "记为领导班子成员" if now else "记为不是领导班子成员"
    day = "取得日期" if (event.table, name) == ("staff_title", "start_on") else _DAYS.get(name, "")
    return _said(day, _day(was), _day(now)) if day else ""


def _said(what: str, was: str, now: str) -> str:
    if was and now:
        return f"{what}从{was}改为{now}"
    return f"补上{what}{now}" if now else f"去掉{what}{was}"


def _label(codes: type[Code], value: Any) -> str:
    return next((code.label for code in codes if code == value), "")


def _day(value: str | None) -> str:
    """A day of an event, an ISO text, with its year: most of them are long ago."""
    return whole_day_words(date.fromisoformat(value)) if value else ""
