"""What the form that plans an exchange finds by itself: who may go, and the pairing that both schools are in."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingRow
from services.contracts.people import StaffOut
from services.web.api_client.base import Api, ApiError, Query
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.staff import PICKED, StaffClient, staff_option
from services.web.entry import Finder
from services.web.filters import ID
from services.web.forms import Form
from services.web.inputs import Input, Option, picked_id
from services.web.wizard import Question

PEOPLE = "/assignments/people"
PAIR, NONE = "of_pairing", "none"
"""The answer to the question below, which the API calls `pairing_id`; `none` is an answer of its own."""
OVER = frozenset({PairingStatus.ended, PairingStatus.void})
MOST = 200


def people_at(school_ids: Sequence[UUID]) -> str:
    """Return the address that finds people of one school or two, of any without ids."""
    return "/".join([PEOPLE, *map(str, school_ids)])


def finder(api: Api, school_ids: Sequence[UUID]) -> Finder:
    """Return what answers the search for a person: by name, and by the name of a school where no school is fixed."""

    async def find(text: str) -> list[Option]:
        staff = StaffClient(api)
        at: Query = dict(zip(("school_id", "or_school_id"), map(str, school_ids), strict=False))
        people = (await staff.rows({"q": text[:60], "limit": PICKED, **at})).items
        if not people and not at:
            people = (await staff.rows({"at_school": text[:60], "limit": PICKED})).items
        return [_option(each) for each in people]

    return find


def _option(person: StaffOut) -> Option:
    """The review says of which school somebody is."""
    shown = staff_option(person)
    return Option(f"{shown.value}（{person.school.name}）", shown.text, shown.sub)


async def pairing_question(api: Api, form: Form) -> Question | None:
    """Ask for the pairing when both schools are in one that is not over; it is proposed, none is an answer too."""
    staff_id, school_id = picked_id(form.value("staff_id")), picked_id(form.value("receiving_school_id"))
    if not (ID.fullmatch(staff_id) and ID.fullmatch(school_id)):
        return None
    try:
        sender = (await StaffClient(api).detail(staff_id)).school.id
        rows = (await PairingsClient(api).rows({"school_id": school_id, "limit": MOST})).items
    except ApiError:
        return None
    two = {sender, UUID(school_id)}
    live = [row for row in rows if row.status not in OVER and _schools(row) == two]
    if not live:
        return None
    live.sort(key=lambda row: row.status is not PairingStatus.active)
    choices = [*((str(row.id), _named(row)) for row in live), (NONE, "不算在结对里")]
    told = ["两所学校在结对。算在结对里的，月报、看板和协议里才数得到。"]
    return Question("算在哪对结对里？", [Input(PAIR, "结对", "select", choices=choices)], told)


def _schools(row: PairingRow) -> set[UUID]:
    return {row.supporting.school.id, row.recipient.school.id}


def _named(row: PairingRow) -> str:
    return f"{row.supporting.school.name}与{row.recipient.school.name}（{row.status.label}）"


def take_pairing(body: dict[str, object]) -> dict[str, object]:
    """Return the body with the answer under the name that the API knows."""
    answer = body.pop(PAIR, NONE)
    return body if answer == NONE else {**body, "pairing_id": answer}
