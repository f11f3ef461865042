"""What features that belong to an assignment need of it: its rows beside theirs, and what the caller is to it."""

from dataclasses import dataclass
from typing import Any

from services.api.features.assignments.queries_beside import beside, parties, told_alone
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.codes import Role

__all__ = ["Standing", "assigned", "beside", "parties", "standing", "told_alone"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller is to an assignment.

    `is_self`: the teacher; `sends`, `receives`: acts for that school, `leads` as its leader; `home_office`,
    `receiving_office`: coordinates that county; `decides`: the office that decides between the two.
    """

    is_self: bool
    sends: bool
    receives: bool
    leads: bool
    home_office: bool
    receiving_office: bool
    decides: bool


def standing(who: Principal, row: Any) -> Standing:
    """Of a row that is told beside its assignment, or of an assignment."""
    counties = row.home_county_code, row.receiving_county_code
    acts_for = who.school_id if who.is_school else None
    return Standing(
        is_self=who.role is Role.teacher and who.person_id is not None and who.person_id == row.person_id,
        sends=acts_for is not None and acts_for == row.sending_school_id,
        receives=acts_for is not None and acts_for == row.receiving_school_id,
        leads=who.role is Role.school_leader,
        home_office=coordinates(who, counties[0]),
        receiving_office=coordinates(who, counties[1]),
        decides=decides_between(who, *counties),
    )


def assigned(who: Principal, row: Any) -> dict[str, Any]:
    """The fields of `Assigned` of a row that is told beside its assignment."""
    same = ("assignment_id", "person_id", "home_county_code", "receiving_county_code", "mode", "start_on", "end_on",
            "assignment_status")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        "name": row.person_name if who.sees_names else None,
        "sending_school": SchoolRef(id=row.sending_school_id, code=row.sending_code, name=row.sending_name),
        "receiving_school": SchoolRef(id=row.receiving_school_id, code=row.receiving_code, name=row.receiving_name),
    }
