"""The activity form: what is typed, checked for shape alone; the API decides."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.activities import ActivityOut
from services.contracts.codes import ActivityPayer, ActivityType, Code
from services.contracts.joint_work import PlannedOut
from services.contracts.pairings import PairingRow
from services.web import clock
from services.web.filters import choices
from services.web.forms import Form

LABELS = {
    "type": "活动类型",
    "held_on": "哪天",
    "topic": "内容",
    "supporting_count": "支援学校几人",
    "recipient_count": "受援学校几人",
}
MORE = {
    "speaker": "主讲人",
    "subject": "学科",
    "grade": "年级",
    "lessons": "上了几节课",
    "place": "地点",
    "online_link": "网址",
    "cost": "费用（元）",
    "payer": "谁承担",
    "agenda": "议题",
    "outcome": "效果",
}
"""What may be told besides, folded away in the form (F-29)."""
CLEARED = frozenset({"lessons", "cost", "payer"})
"""Emptied, these are sent as null; the others as empty texts."""
PAYERS = choices(ActivityPayer)
CARRIED = ("planned_activity_id", "mentor_pair_id")
"""Hidden inputs: the planned date that is recorded, the mentor pair it belongs to."""
_LEFT_OUT = str.maketrans("", "", ",，元 ")
COUNTS = ("supporting_count", "recipient_count")
OWN_COUNTS = [("own_count", "本校几人"), ("other_count", "对方几人")]
"""A school says who came from its own side and from the other; the API wants the supporting side and the other."""
_T = ActivityType
COMMON = (
    _T.demo_lesson, _T.observe_lesson, _T.research_meeting, _T.joint_prep,
    _T.mentor_meeting, _T.send_teaching, _T.joint_meeting, _T.teacher_training,
)  # fmt: skip
"""The eight most common (ui guide §3); they come first."""
REST: dict[str, tuple[ActivityType, ...]] = {
    "上课评课": (
        _T.open_lesson, _T.observation_lesson, _T.report_lesson, _T.exchange_lesson, _T.critique_lesson,
        _T.class_sit_in, _T.same_lesson_diff_design,
    ),
    "讲座研讨": (
        _T.brainstorm, _T.teaching_report, _T.teaching_salon, _T.open_week, _T.experience_meeting,
        _T.on_site_conference, _T.academic_salon, _T.lecture, _T.seminar,
    ),
    "课题、竞赛、考察": (_T.project_guidance, _T.research_project, _T.send_training, _T.study_visit, _T.contest),
    "学生和慰问": (_T.festival, _T.hand_in_hand, _T.condolence_visit, _T.student_activity),
}  # fmt: skip
"""The others, in groups, each by its name's sound."""
TYPES = [(group, [(code.value, code.label) for code in codes]) for group, codes in {"常用": COMMON, **REST}.items()]
_KNOWN = {code.value: code for code in ActivityType}
HIGHEST = 10_000


def side_of(supporting: UUID, recipient: UUID, school_id: UUID | None) -> str:
    """Return which of the two counts is the school's own; empty for who is neither."""
    return {supporting: COUNTS[0], recipient: COUNTS[1]}.get(school_id, "") if school_id else ""


def sides(activity: ActivityOut, school_id: UUID | None) -> list[tuple[str, str]]:
    """Return the two counts of an activity with their labels, the school's own first."""
    own = side_of(activity.supporting_school.id, activity.recipient_school.id, school_id)
    if not own:
        return [(name, LABELS[name]) for name in COUNTS]
    other = next(name for name in COUNTS if name != own)
    return [(own, OWN_COUNTS[0][1]), (other, OWN_COUNTS[1][1])]


def partners(school: SchoolRef, pairings: list[PairingRow]) -> list[tuple[str, str]]:
    """Return the pairings for a select, each by the other school; the value says which side is the school's own."""
    return [(_choice(each, school.id), _other(each, school.id).name) for each in pairings]


def _choice(pairing: PairingRow, school_id: UUID) -> str:
    return f"{pairing.id} {side_of(pairing.supporting.school.id, pairing.recipient.school.id, school_id)}"


def _other(pairing: PairingRow, school_id: UUID) -> SchoolRef:
    mine, theirs = pairing.supporting.school, pairing.recipient.school
    return theirs if mine.id == school_id else mine


def planned_form(offered: list[tuple[str, str]], planned: PlannedOut) -> Form:
    """Return the form of a planned date: pairing, type, topic and day are known."""
    form = start_form(offered, str(planned.pairing_id), None, planned.pairing_id)
    known = {"type": planned.type.value, "topic": planned.topic or "", "planned_activity_id": planned.id}
    known |= {"held_on": min(planned.planned_on, clock.today())}
    return Form({**form.values, **Form.filled(known).values})


def start_form(offered: list[tuple[str, str]], chosen: str, last: ActivityOut | None, school_id: UUID) -> Form:
    """Return the empty form, with what the last activity was like when asked for."""
    wanted = str(last.pairing_id) if last else chosen
    fitting = [value for value, _ in offered if len(offered) == 1 or value.startswith(f"{wanted} ")]
    values: dict[str, object] = {"pairing_id": fitting[0] if fitting and (wanted or len(offered) == 1) else ""}
    values["held_on"] = clock.today()
    if last:
        asked = zip(OWN_COUNTS, sides(last, school_id), strict=True)
        values |= {"type": last.type.value, **{typed: getattr(last, stored) for (typed, _), (stored, _) in asked}}
    return Form.filled(values)


def stored_values(activity: ActivityOut) -> dict[str, object]:
    """Return the stored values by input."""
    more = {name: getattr(activity, name) for name in MORE}
    return {**{name: getattr(activity, name) for name in LABELS}, **more}


def edit_form(activity: ActivityOut) -> Form:
    """Return the form of an existing activity."""
    return Form.filled(stored_values(activity))


def shown(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as words, for two versions side by side."""
    words = {code.value: code.label for kind in (ActivityType, ActivityPayer) for code in kind}
    told = {name: values[name] for name in ("type", "payer") if name in values}
    return {**values, **{name: _label(words, code) for name, code in told.items()}}


def _label(words: Mapping[str, str], code: object) -> object:
    return code.label if isinstance(code, Code) else words.get(str(code), code)


def more_is_open(form: Form) -> bool:
    """Return whether something that is folded away is filled in or wrong."""
    return any(form.value(name) or form.error(name) for name in MORE)


def _more(form: Form) -> dict[str, object]:
    """Read what may be told besides, as typed: the API judges it."""
    typed = {name: form.value(name).strip() for name in MORE}
    typed["cost"] = unicodedata.normalize("NFKC", typed["cost"]).translate(_LEFT_OUT)
    return {name: None if name in CLEARED and not value else value for name, value in typed.items()}


def _count(form: Form, name: str) -> int:
    typed = form.value(name).strip()
    if typed.isdecimal() and int(typed) <= HIGHEST:
        return int(typed)
    form.add(name, "没有人参加就填0" if not typed else "这里填数字，比如3")
    return 0


def _day(form: Form) -> date | None:
    typed = form.value("held_on").strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        form.add("held_on", "日期写成2026-11-18这样" if typed else "请填活动是哪天")
        return None


def _read(form: Form, inputs: Mapping[str, str]) -> dict[str, object]:
    """Read the form; `inputs` names the input of each count."""
    kind = _KNOWN.get(form.value("type"))
    if kind is None:
        form.add("type", "请选活动类型")
    held_on, topic = _day(form), form.value("topic").strip()
    if not topic:
        form.add("topic", "写一句内容，比如：三年级《秋天的雨》")
    counts = {name: _count(form, typed) for name, typed in inputs.items()}
    return {"type": kind.value if kind else "", "held_on": str(held_on), "topic": topic, **counts}


def own_inputs(form: Form) -> dict[str, str]:
    """Return which input of the new form carries each count, by the side the chosen pairing puts the school on."""
    own, other = (typed for typed, _ in OWN_COUNTS)
    return dict(
        zip(COUNTS, (other, own) if form.value("pairing_id").endswith(COUNTS[1]) else (own, other), strict=True)
    )


def _ids(form: Form) -> list[UUID]:
    """Return the photos that are on the server already."""
    ids = []
    for each in form.all("file_ids"):
        with suppress(ValueError):
            ids.append(UUID(each))
    return ids


def created(form: Form, host: UUID) -> dict[str, object] | None:
    """Return what to record, or None after saying in the form what is missing."""
    try:
        pairing_id = UUID(form.value("pairing_id").partition(" ")[0])
    except ValueError:
        form.add("pairing_id", "请选和哪所学校结对的活动")
        pairing_id = host
    fields = _read(form, own_inputs(form))
    if form.errors:
        return None
    fields["file_ids"] = [str(each) for each in _ids(form)]
    carried = {name: form.value(name) for name in CARRIED if form.value(name)}
    more = {name: value for name, value in _more(form).items() if value}
    return {**fields, **more, **carried, "pairing_id": str(pairing_id), "host_school_id": str(host)}


def corrected(form: Form) -> dict[str, object] | None:
    """Return what to change, or None after saying in the form what is missing; `keep.…` takes the stored value."""
    fields = _read(form, {name: name for name in COUNTS})
    if form.errors:
        return None
    told = {name for name in MORE if name in form.values}
    fields |= {name: value for name, value in _more(form).items() if name in told}
    kept = {name for name in (*LABELS, *MORE) if form.value(f"keep.{name}") == "stored"}
    return {name: value for name, value in fields.items() if name not in kept}
