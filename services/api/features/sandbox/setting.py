"""Where stories begin: schools, their people and accounts, a pairing, somebody in post."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.sandbox.play import Play
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.context import Ctx
from services.api.kernel.personal import PersonalData
from services.contracts.accounts import UserCreate
from services.contracts.assignments import ArriveAssignment, AssignmentCreate
from services.contracts.codes import (
    ExchangeMode,
    Locality,
    PairCategory,
    PairSide,
    Post,
    Role,
    SchoolKind,
    Sex,
    Stage,
    Title,
    Workload,
)
from services.contracts.pairings import PairingCreate, SideContact, SignPairing
from services.contracts.people import StaffCreate
from services.contracts.places import SchoolCreate

SINCE = date(2011, 9, 1)
NAMES = ("沙立群", "沙婉清", "沙一鸣", "沙晓雯", "沙志强", "沙雨桐", "沙望舒", "沙知行")
SUBJECTS = ("语文", "数学", "英语", "物理")
TITLES = (Title.first, Title.second, Title.senior, Title.second)
NO_PASSWORD = "!"  # noqa: S105 - the mark of an account that no password opens
SCHOOLS_A_STORY = 10


Changes = dict[tuple[str, str], int]
PAIRED: Changes = {
    ("pairing", "propose"): 1, ("pairing", "decide"): 1, ("pairing", "contacts"): 2, ("pairing", "negotiate"): 1,
    ("pairing", "sign"): 2, ("pairing", "activate"): 1,
}  # fmt: skip
"""What a new pairing tells."""
POSTED: Changes = {("assignment", "plan"): 1, ("assignment", "confirm"): 3, ("assignment", "arrive"): 1}
"""What somebody in post tells."""


def founded(schools_made: int, people: int) -> Changes:
    """What new schools and their people tell."""
    of_people = ("person", "staff", "staff_position", "staff_teaching", "staff_title")
    made = dict.fromkeys(("school", "school_locality"), schools_made) | dict.fromkeys(of_people, people)
    return {(entity, "created"): count for entity, count in made.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A school of a story: which part it plays, in which county, and how many people work there."""

    part: str
    name: str
    county: int
    is_urban: bool
    people: int = 3


async def set_up(play: Play, *places: Place) -> None:
    """Accounts for the offices, then the schools with their people and a reporter each."""
    for number in sorted({place.county for place in places}):
        await _account(play, f"county{number}", Role.county_coordinator, play.county(number))
    await _account(play, "city", Role.city_supervisor, play.sandbox.city_code)
    for index, place in enumerate(places, 1):
        await _school(play, place, index)


async def _account(play: Play, part: str, role: Role, region_code: str, school_id: UUID | None = None) -> None:
    system = await play.system()
    body = UserCreate(
        username=f"sandbox.{play.sandbox.city_code}.{play.serial}.{part}".replace("_", "-"), name="沙小满", role=role,
        region_code=region_code, school_id=school_id,
    )  # fmt: skip
    made = await accounts.create_user(system, body, "", NO_PASSWORD)
    play.keep("user", part, made.id)


async def _school(play: Play, place: Place, index: int) -> None:
    county, city = play.county(place.county), play.sandbox.city_code
    office = await play.office(place.county)
    body = SchoolCreate(
        code=f"31{city[:2]}{city[2:4]}{play.serial * SCHOOLS_A_STORY + index:04d}", name=place.name,
        county_code=county, kind=SchoolKind.junior_secondary, stages=[Stage.junior],
        locality=Locality.urban if place.is_urban else Locality.rural, since=SINCE,
    )  # fmt: skip
    made = await schools.create(office, body)
    play.keep("school", place.part, made.id)
    play.ids[f"county:{place.part}"] = county
    for number in range(place.people):
        person = await staff.create(office, _person(made.id, number, index), PersonalData(office.settings))
        play.keep("staff", f"{place.part}.{number + 1}", person.id)
    await _account(play, place.part, Role.school_reporter, county, made.id)


def _person(school_id: UUID, number: int, index: int) -> StaffCreate:
    """Nobody has an identity number: none can be anybody's."""
    return StaffCreate(
        name=NAMES[(number + index) % len(NAMES)], sex=Sex.female if number % 2 else Sex.male,
        birth_on=date(1980 + number, 3, 10 + index), school_id=school_id, staff_no=f"{number + 1:03d}",
        post=Post.teacher if number else Post.middle, title=TITLES[number % len(TITLES)], stage=Stage.junior,
        subject=SUBJECTS[number % len(SUBJECTS)], hired_on=SINCE,
    )  # fmt: skip


async def pair(play: Play, supporting: str, recipient: str, county: int, start_on: date) -> None:
    """A pairing of the two schools that runs from its first day."""
    body = PairingCreate(
        supporting_school_id=play.id("school", supporting), recipient_school_id=play.id("school", recipient),
        category=PairCategory.secondary, start_on=start_on, batch="第一批", despite_warnings=True,
    )  # fmt: skip
    row = await pairings.propose(await play.office(county), body)
    play.keep("pairing", f"{supporting}-{recipient}", row.id)
    row = await pairings.decide(await play.office(county), row.id, row.version)
    for side in PairSide:
        named = SideContact(side=side, leader=NAMES[0], liaison=NAMES[1])
        row = await pairings.set_contacts(await play.office(county), row.id, row.version, named)
    row = await pairings.negotiate(await play.office(county), row.id, row.version)
    for side in PairSide:
        signed = SignPairing(side=side, signed_on=play.day)
        row = await pairings.sign(await play.office(county), row.id, row.version, signed)
    await pairings.activate(await play.office(county), row.id, row.version)


@dataclass(frozen=True, slots=True)
class Posting:
    """Somebody of a school who goes to another one for the school year."""

    part: str
    who: str
    to: str
    mode: ExchangeMode = ExchangeMode.support_teaching
    pairing: str | None = None
    team: str | None = None

    @property
    def home(self) -> str:
        """The school that sends."""
        return self.who.split(".")[0]


async def plan(play: Play, office: Ctx, posting: Posting, start_on: date, end_on: date) -> None:
    """An assignment that waits for the three to confirm."""
    body = AssignmentCreate(
        staff_id=play.id("staff", posting.who), receiving_school_id=play.id("school", posting.to), mode=posting.mode,
        workload=Workload.full_time, start_on=start_on, end_on=end_on,
        pairing_id=play.id("pairing", posting.pairing) if posting.pairing else None,
        team_id=play.id("team", posting.team) if posting.team else None,
    )  # fmt: skip
    made = await assignments.plan(office, body)
    play.keep("assignment", posting.part, made.id)


async def confirm(play: Play, caller: Ctx, part: str) -> None:
    """The caller confirms its part of an assignment."""
    assignment_id = play.id("assignment", part)
    await assignments.confirm(caller, assignment_id, await version_of(caller, assignment_id))


async def arrive(play: Play, posting: Posting, arrived_on: date) -> None:
    """The receiving school says that the person has come."""
    school, assignment_id = await play.school(posting.to), play.id("assignment", posting.part)
    version = await version_of(school, assignment_id)
    await assignments.arrive(school, assignment_id, version, ArriveAssignment(arrived_on=arrived_on))


async def version_of(caller: Ctx, assignment_id: UUID) -> int:
    """The version of an assignment as the caller sees it."""
    return (await assignments.detail(caller, assignment_id)).version


async def put_in_post(play: Play, posting: Posting, county: int, start_on: date, end_on: date) -> None:
    """Plan, confirm by all three and arrive on the first day."""
    await plan(play, await play.office(county), posting, start_on, end_on)
    for part in (posting.home, posting.to):
        await confirm(play, await play.school(part), posting.part)
    await confirm(play, await play.office(county), posting.part)
    play.day = max(play.day, start_on)
    await arrive(play, posting, start_on)
