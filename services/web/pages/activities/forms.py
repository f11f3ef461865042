"""The activity form: what is typed, checked for shape alone; the API decides."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.contracts.codes import ActivityType
from services.contracts.pairings import ActivityCreate, ActivityOut, ActivityPatch, PairingRow
from services.web import clock
from services.web.forms import Form

LABELS = {
    "type": "活动类型",
    "held_on": "哪天",
    "topic": "内容",
    "supporting_count": "支援学校几人",
    "recipient_count": "受援学校几人",
}
TYPES = [(code.value, code.label) for code in ActivityType]
"""The eight most common come first."""
_KNOWN = {code.value: code for code in ActivityType}
HIGHEST = 10_000


def start_form(pairings: list[PairingRow], chosen: str, last: ActivityOut | None) -> Form:
    """Return the empty form, with what the last activity was like when asked for."""
    known = {str(pairing.id) for pairing in pairings}
    pairing = str(last.pairing_id) if last else chosen
    if len(pairings) == 1:
        pairing = str(pairings[0].id)
    values: dict[str, object] = {"pairing_id": pairing if pairing in known else "", "held_on": clock.today()}
    if last:
        values |= {"type": last.type.value, "supporting_count": last.supporting_count}
        values["recipient_count"] = last.recipient_count
    return Form.filled(values)


def stored_values(activity: ActivityOut) -> dict[str, object]:
    """Return the stored values by input."""
    return {name: getattr(activity, name) for name in LABELS}


def edit_form(activity: ActivityOut) -> Form:
    """Return the form of an existing activity."""
    return Form.filled(stored_values(activity))


def shown(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as words, for two versions side by side."""
    code = values["type"]
    label = code.label if isinstance(code, ActivityType) else _KNOWN[str(code)].label if code in _KNOWN else code
    return {**values, "type": label}


def _count(form: Form, name: str) -> int:
    typed = form.value(name).strip() or "0"
    if typed.isdecimal() and int(typed) <= HIGHEST:
        return int(typed)
    form.add(name, "这里填数字，比如3")
    return 0


def _day(form: Form) -> date | None:
    typed = form.value("held_on").strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        form.add("held_on", "日期写成2026-11-18这样" if typed else "请填活动是哪天")
        return None


def _read(form: Form) -> dict[str, object]:
    kind = _KNOWN.get(form.value("type"))
    if kind is None:
        form.add("type", "请选活动类型")
    held_on, topic = _day(form), form.value("topic").strip()
    if not topic:
        form.add("topic", "写一句内容，比如：三年级《秋天的雨》")
    counts = {name: _count(form, name) for name in ("supporting_count", "recipient_count")}
    return {"type": kind, "held_on": held_on, "topic": topic, **counts}


def created(form: Form, host: UUID) -> ActivityCreate | None:
    """Return what to record, or None after saying in the form what is missing."""
    try:
        pairing_id = UUID(form.value("pairing_id"))
    except ValueError:
        form.add("pairing_id", "请选和哪所学校结对的活动")
        pairing_id = host
    fields = _read(form)
    if form.errors:
        return None
    return ActivityCreate.model_construct(pairing_id=pairing_id, host_school_id=host, **fields)  # type: ignore[arg-type]


def corrected(form: Form) -> ActivityPatch | None:
    """Return what to change, or None after saying in the form what is missing; `keep.…` takes the stored value."""
    fields = _read(form)
    if form.errors:
        return None
    kept = {name for name in LABELS if form.value(f"keep.{name}") == "stored"}
    return ActivityPatch.model_construct(**{name: value for name, value in fields.items() if name not in kept})  # type: ignore[arg-type]
