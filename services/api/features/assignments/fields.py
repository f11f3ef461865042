"""Who is given which fields of an assignment: the one table that list, detail and exports read (architecture §5).

A field that a set does not name is null in the answer, and a field added to the contract is given to nobody until
it is named here. Paths into parts are dotted. What an assignment never holds at all (ID number, birth date, health,
family, pay) cannot cross here; what is typed about them may stand in `closed_reason`.
"""

from collections.abc import Mapping
from typing import Any

from services.api.kernel.scope import Principal
from services.contracts.codes import FieldSet, Role

_RECORD = frozenset({
    "id", "version", "allowed_actions", "field_set", "person_id", "sending_school", "receiving_school",
    "home_county_code", "receiving_county_code", "mode", "direction", "workload", "subject", "start_on", "end_on",
    "planned_end_on", "arrived_on", "school_year", "status", "extended", "pairing_id", "team_id",
    "confirmations.by", "confirmations.confirmed_at",
    "extensions.from_end_on", "extensions.to_end_on", "extensions.extended_at",
    "corrections.field", "corrections.corrected_at", "links.how", "links.assignment_id",
    "facts.post", "facts.title", "facts.stage", "facts.sending_locality", "facts.receiving_locality",
    "months.month", "months.state", "timeline.at", "timeline.action", "timeline.text", "timeline.bad",
})  # fmt: skip
"""Ids, codes, periods and states."""
_NAMED = _RECORD | {"name", "receiving_post", "links.name"}
_SIDE = _NAMED | {"confirmations.confirmed_by", "extensions.reason", "extensions.extended_by", "timeline.who"}
_WHOLE = _SIDE | {
    "staff_id", "closed_reason", "facts.age", "corrections.was", "corrections.became", "corrections.reason",
    "corrections.corrected_by", "findings.rule_key", "findings.title", "findings.is_met", "findings.text",
    "findings.effect", "findings.source",
}  # fmt: skip

FIELDS: Mapping[FieldSet, frozenset[str]] = {
    FieldSet.home: _WHOLE,
    FieldSet.receiving: _SIDE,
    FieldSet.above: _WHOLE,
    FieldSet.own: _WHOLE,
    FieldSet.identified: _NAMED | {"staff_id"},
    FieldSet.pseudonymous: _RECORD | {"staff_id"},
}
"""The table itself."""
_PARTS: Mapping[FieldSet, Mapping[str, frozenset[str]]] = {
    field_set: {
        whole: frozenset(path.partition(".")[2] for path in held if path.startswith(whole + "."))
        for whole in {path.partition(".")[0] for path in held}
    }
    for field_set, held in FIELDS.items()
}
"""The same for the parts of a field."""


def field_set_of(who: Principal, row: Any) -> FieldSet:
    """What the caller is to an assignment in its scope: the side it is on, or above both.

    `row` has both counties and `sending_school_id`. An office that covers one side only reads as that side does.
    """
    if who.is_client:
        return FieldSet.identified if who.sees_names else FieldSet.pseudonymous
    if who.role is Role.teacher:
        return FieldSet.own
    if who.is_school:
        return FieldSet.home if who.school_id == row.sending_school_id else FieldSet.receiving
    if not who.covers(row.home_county_code):
        return FieldSet.receiving
    is_above = who.region_code != row.home_county_code and who.covers(row.receiving_county_code)
    return FieldSet.above if is_above else FieldSet.home


def shown(values: Mapping[str, Any], field_set: FieldSet) -> dict[str, Any]:
    """The values with null in place of what the set does not hold; parts are plain mappings or lists of them."""
    held, parts = FIELDS[field_set], _PARTS[field_set]
    return {
        name: value
        if name in held and not isinstance(value, dict)
        else _given(value, parts.get(name, frozenset()))
        if isinstance(value, dict | list)
        else None
        for name, value in values.items()
    }


def _given(value: Any, held: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: part if name in held else None for name, part in value.items()}
    return [_given(part, held) if isinstance(part, dict) else None for part in value]
