"""Pairings, goals, teams, assignments and activities of the demo."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.base import Cast, person_row, staff_row
from services.api.demo.classes import support_classes
from services.api.demo.gifts import batch_rule, fund_rules, gifts
from services.api.demo.improvement import improvement_plans
from services.api.demo.mentor_listings import mentor_listings
from services.api.demo.mentors import mentor_pairs
from services.api.demo.places import SCHOOLS
from services.api.demo.promises import promises
from services.api.demo.setting_up import agreements, leading_groups
from services.api.demo.term_plans import term_plans
from services.api.demo.term_reviews import term_reviews
from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.staff.models import Staff
from services.api.features.supports.models import Support
from services.api.features.teams.models import Team
from services.api.kernel import bulk
from services.api.kernel.clock import SetClock
from services.api.kernel.events import name_action
from services.api.kernel.periods import school_year_period
from services.api.kernel.personal import PersonalData
from services.contracts.codes import (
    ActivityType,
    AssignmentStatus,
    Direction,
    ExchangeMode,
    Locality,
    PairCategory,
    PairingStatus,
    PairLevel,
    PairRelation,
    Stage,
    TeamDirection,
    TeamStatus,
    Workload,
)

LOCALITY = {spec.key: spec.locality for spec in SCHOOLS}
CONFIRMED_BEFORE = timedelta(days=5)
"""So long before they begin this year's postings are confirmed; their history tells the same day."""
WUCHUAN_ROUNDS = ((2012, 18), (2013, 20), (2014, 20))
"""T-02: 58 people in three school years; the split over the years is ours."""

PAIRS: tuple[tuple[str, str, str], ...] = (
    ("guozhen_junior", "fenggeling", "陈教结1号"),
    ("guozhen_primary", "yangping", "陈教结2号"),
    ("guozhen_primary", "panxi", "陈教结3号"),
    ("guozhen_primary", "xiangquan", "陈教结4号"),
    ("guozhen_junior", "xiangong", "陈教结5号"),
    ("guozhen_junior", "tuoshi", "陈教结6号"),
    ("guozhen_junior", "pingtou", "陈教结7号"),
    ("wc_first", "wc_changqi", "吴教结1号"),
    ("wc_second", "wc_qianshui", "吴教结2号"),
    ("wc_junior", "wc_qinba", "吴教结3号"),
    ("tc_first", "tc_wenjia", "铜教结1号"),
    ("tc_first", "tc_abaozhai", "铜教结2号"),
    ("tc_first", "tc_loucun", "铜教结3号"),
    ("jh_first", "jh_chengguan", "嘉教结1号"),
    ("cx_shiyan", "cx_chongshou", "慈教结1号"),
    ("cx_shiyan", "cx_longnan", "慈教结2号"),
    ("cx_shiyan", "cx_taiyang", "慈教结3号"),
)
GOALS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "fenggeling": (("同课异构课例", "节", 12), ("带教青年教师", "人", 6)),
    "yangping": (("低段阅读课例", "节", 4), ("数学分层作业", "套", 10)),
    "panxi": (("低段阅读课例", "节", 4),),
    "jh_chengguan": (("示范课", "节", 8), ("经验交流会", "次", 2), ("业务培训", "次", 1), ("师徒结对", "对", 6)),
    "cx_chongshou": (("师徒结对", "对", 7), ("联席会议", "次", 2)),
    "cx_longnan": (("师徒结对", "对", 7),),
    "cx_taiyang": (("师徒结对", "对", 6),),
    "wc_changqi": (("公开课", "节", 10),),
    "tc_wenjia": (("示范课", "节", 6),),
}
# supporting, recipient, how many go there, how many come back, mode
MOVES: tuple[tuple[str, str, int, int, ExchangeMode], ...] = (
    ("guozhen_junior", "fenggeling", 6, 6, ExchangeMode.team_two_way),
    ("guozhen_primary", "yangping", 2, 0, ExchangeMode.support_teaching),
    ("guozhen_primary", "panxi", 1, 1, ExchangeMode.support_teaching),
    ("wc_first", "wc_changqi", 7, 7, ExchangeMode.team_two_way),
    ("wc_second", "wc_qianshui", 4, 4, ExchangeMode.team_two_way),
    ("wc_junior", "wc_qinba", 4, 4, ExchangeMode.team_two_way),
    ("tc_first", "tc_wenjia", 2, 2, ExchangeMode.shadow_study),
    ("tc_first", "tc_abaozhai", 1, 1, ExchangeMode.shadow_study),
    ("tc_first", "tc_loucun", 1, 1, ExchangeMode.support_teaching),
    ("jh_first", "jh_chengguan", 3, 0, ExchangeMode.support_teaching),
    ("cx_shiyan", "cx_chongshou", 1, 0, ExchangeMode.support_teaching),
    ("cx_shiyan", "cx_longnan", 1, 0, ExchangeMode.support_teaching),
)
HANDED, LEAVING, TOLD = 5, 10, 11
"""Who of the first move leaves in three weeks: the last that went, and the last two that came."""
ACTIVITIES: tuple[tuple[int, ActivityType, dict[Stage, str], int, int], ...] = (
    (9, ActivityType.demo_lesson, {Stage.primary: "三年级《秋天的雨》", Stage.junior: "八年级《背影》"}, 2, 14),
    (16, ActivityType.research_meeting, {Stage.primary: "计算教学", Stage.junior: "一次函数"}, 4, 5),
    (23, ActivityType.mentor_meeting, {Stage.primary: "新课标读书会", Stage.junior: "新课标读书会"}, 3, 6),
)
"""Day of the month (or the Friday before a weekend), type, topic by stage, people of either side."""


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    pairings: dict[tuple[str, str], Pairing] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    unfinished: list[Assignment] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in Shanghai, as UTC."""
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=8)


async def tell_exchange(
    session: AsyncSession, clock: SetClock, cast: Cast, personal: PersonalData, year: int, today: date
) -> Story:  # fmt: skip
    """Write the rounds of the past, then this school year's pairings and postings; what comes in the running
    month is told later."""
    story = Story()
    start = school_year_period(year).start_on
    await _tell_wuchuan_rounds(session, clock, cast, personal)
    clock.put(at(start - timedelta(days=8)))
    for supporting, recipient, number in PAIRS:
        story.pairings[supporting, recipient] = _pairing(cast, supporting, recipient, number, start)
    unsigned = _pairing(cast, "guozhen_primary", "qianhe", "", start)
    unsigned.status, unsigned.supporting_signed_on = PairingStatus.negotiating, today
    unsigned.recipient_signed_on = None
    await bulk.insert_many(session, [*story.pairings.values(), unsigned], "proposed")
    await bulk.insert_many(session, _goals(story), "created")
    told = [each for (_, recipient), pairing in story.pairings.items() for each in promises(recipient, pairing, start)]
    await bulk.insert_many(session, told, "add")
    clock.put(at(start - CONFIRMED_BEFORE))
    await _tell_moves(session, cast, story, today, year)
    await bulk.insert_many(session, story.assignments, "confirm")
    pairs = mentor_pairs(cast, story.pairings)
    await bulk.insert_many(session, pairs, "create")
    await bulk.insert_many(session, mentor_listings(cast, story.pairings), "list")
    reviews, summaries, seen = term_reviews(cast, story.pairings, pairs, today)
    await bulk.insert_many(session, reviews, "create")
    await bulk.insert_many(session, summaries, "add")
    session.add_all(seen)
    await bulk.insert_many(session, agreements(story.pairings), "draft")
    await bulk.insert_many(session, leading_groups(story.pairings), "create")
    await bulk.insert_many(session, term_plans(cast, story.pairings, today), "create")
    classes, posts = support_classes(cast, story.pairings)
    await bulk.insert_many(session, classes, "propose")
    await bulk.insert_many(session, posts, "assign")
    plans, steps = improvement_plans(cast, story.pairings, today)
    await bulk.insert_many(session, plans, "create")
    await bulk.insert_many(session, steps, "add")
    story.activities = _activities(cast, story, today)
    await bulk.insert_many(session, [*fund_rules(start), batch_rule(start)], "set-policy-rule")
    for (_, recipient), pairing in story.pairings.items():
        story.supports += gifts(recipient, pairing, today)
    await bulk.insert_many(session, [each for each in story.supports if each.given_on is None], "plan")
    return story


def _pairing(cast: Cast, supporting: str, recipient: str, number: str, start: date) -> Pairing:
    helper, helped = cast.schools[supporting], cast.schools[recipient]
    same = helper.county_code == helped.county_code
    junior = cast.people[recipient][0][0].stage is Stage.junior
    return Pairing(
        supporting_school_id=helper.id, recipient_school_id=helped.id, supporting_county_code=helper.county_code,
        recipient_county_code=helped.county_code, relation=PairRelation.pairing,
        level=PairLevel.intra_county if same else PairLevel.cross_county,
        category=PairCategory.secondary if junior else PairCategory.primary, batch="本学年第一批",
        basis="县区结对帮扶方案",
        agreement_no=number, start_on=start, end_on=school_year_period(start.year + 2).end_on,
        status=PairingStatus.active, supporting_signed_on=start - timedelta(days=8),
        recipient_signed_on=start - timedelta(days=6), supporting_leader=cast.people[supporting][0][1].name,
        supporting_liaison=cast.people[supporting][1][1].name, supporting_phone=cast.people[supporting][1][1].phone,
        recipient_leader=cast.people[recipient][0][1].name, recipient_liaison=cast.people[recipient][1][1].name,
        recipient_phone=cast.people[recipient][1][1].phone, status_at=at(start - timedelta(days=6)),
    )  # fmt: skip


def _goals(story: Story) -> list[PairingGoal]:
    return [
        PairingGoal(
            pairing_id=pairing.id, county_code=pairing.recipient_county_code, title=title, unit=unit, target=target,
            due_on=pairing.end_on,
        )
        for (_, recipient), pairing in story.pairings.items()
        for title, unit, target in GOALS.get(recipient, ())
    ]  # fmt: skip


async def _tell_moves(session: AsyncSession, cast: Cast, story: Story, today: date, year: int) -> None:
    teams: list[Team] = []
    for supporting, recipient, there, back, mode in MOVES:
        pairing = story.pairings[supporting, recipient]
        ways = ((supporting, recipient, there), (recipient, supporting, back))
        two = _two_teams(cast, pairing, supporting, recipient, year) if mode is ExchangeMode.team_two_way else ()
        teams += two
        for place, (sending, receiving, count) in enumerate(ways):
            team = two[place] if two else None
            rows = [_posting(cast, story, sending, receiving, year, mode, pairing, team) for _ in range(count)]
            if team is not None and rows:
                team.leader_staff_id, team.leader_post = rows[0].staff_id, rows[0].post
            story.assignments += rows
    for leaving in (story.assignments[place] for place in (HANDED, LEAVING, TOLD)):
        leaving.end_on = leaving.planned_end_on = min(leaving.end_on, today + timedelta(days=20))
    await _insert_teams(session, teams)
    story.unfinished = _unfinished(cast, story, today, year)


def _two_teams(cast: Cast, pairing: Pairing, supporting: str, recipient: str, year: int) -> tuple[Team, Team]:
    """A team at work each way, of one batch."""
    shared: dict[str, Any] = {
        "pairing_id": pairing.id, "county_code": pairing.supporting_county_code,
        "other_county_code": pairing.recipient_county_code, "school_year": year, "batch": "第一批",
        "status": TeamStatus.active, "status_at": pairing.status_at,
    }  # fmt: skip
    there = Team(**shared, name=f"{cast.schools[supporting].name}赴{cast.schools[recipient].name}团队")
    back = Team(
        **shared, name=f"{cast.schools[recipient].name}赴{cast.schools[supporting].name}团队",
        direction=TeamDirection.from_recipient,
    )  # fmt: skip
    return there, back


async def _insert_teams(session: AsyncSession, teams: list[Team]) -> None:
    """Insert them, and then what links the two of a pairing, who could not name each other before."""
    await bulk.insert_many(session, teams, "created")
    for there, back in zip(teams[::2], teams[1::2], strict=True):
        for team, mirror in ((there, back), (back, there)):
            stored = await session.get(Team, team.id)
            assert stored is not None
            stored.mirror_team_id = mirror.id
            name_action(session, stored, "link")


def _next_person(cast: Cast, story: Story, school: str) -> Staff:
    """The next of a school who is not away yet; the principal and the reporter stay."""
    place = story.used.get(school, 1) + 1
    story.used[school] = place
    return cast.people[school][place][0]


def _posting(
    cast: Cast, story: Story, sending: str, receiving: str, year: int, mode: ExchangeMode, pairing: Pairing | None,
    team: Team | None = None,
) -> Assignment:  # fmt: skip
    staff = _next_person(cast, story, sending)
    period = school_year_period(year)
    assert period.end_on is not None
    workload = Workload.attached if mode is ExchangeMode.shadow_study else Workload.full_time
    row = assignment_row(cast, staff, sending, receiving, period.start_on, period.end_on, mode, workload)
    row.pairing_id = pairing.id if pairing else None
    row.team_id = team.id if team else None
    return row


def assignment_row(
    cast: Cast, staff: Staff, sending: str, receiving: str, start: date, end: date, mode: ExchangeMode,
    workload: Workload,
) -> Assignment:  # fmt: skip
    """An assignment in post with its frozen facts."""
    home, there = cast.schools[sending], cast.schools[receiving]
    born = next(human.birth_on for key in cast.people for row, human in cast.people[key] if row is staff)
    confirmed = at(start - CONFIRMED_BEFORE)
    facts: dict[str, Any] = {
        "sex": next(human.sex for key in cast.people for row, human in cast.people[key] if row is staff),
        "age": start.year - born.year - ((start.month, start.day) < (born.month, born.day)),
        "post": staff.post, "title": staff.title, "stage": staff.stage,
        "sending_locality": LOCALITY[sending], "receiving_locality": LOCALITY[receiving],
    }  # fmt: skip
    return Assignment(
        person_id=staff.person_id, staff_id=staff.id, home_county_code=home.county_code, sending_school_id=home.id,
        receiving_county_code=there.county_code, receiving_school_id=there.id, mode=mode,
        direction=_direction(sending, receiving), workload=workload,
        exclusive=workload in {Workload.full_time, Workload.post_cover}, subject=staff.subject, start_on=start,
        end_on=end, planned_end_on=end, school_year=start.year, status=AssignmentStatus.active, status_at=at(start),
        arrived_on=start, sending_confirmed_at=confirmed, receiving_confirmed_at=confirmed,
        county_confirmed_at=confirmed, **facts,
    )  # fmt: skip


def _direction(sending: str, receiving: str) -> Direction:
    if LOCALITY[sending] == LOCALITY[receiving]:
        return Direction.peer
    return Direction.urban_to_rural if LOCALITY[sending] is Locality.urban else Direction.rural_to_urban


def _unfinished(cast: Cast, story: Story, today: date, year: int) -> list[Assignment]:
    """One who should have arrived today, and one that waits for the county."""
    arriving = _posting(cast, story, "guozhen_primary", "tianwang", year, ExchangeMode.support_teaching, None)
    waiting = _posting(cast, story, "guozhen_primary", "muyi", year, ExchangeMode.support_teaching, None)
    for row in (arriving, waiting):
        row.start_on, row.arrived_on, row.school_year = today, None, year
    arriving.status = AssignmentStatus.confirmed
    waiting.status, waiting.county_confirmed_at = AssignmentStatus.planned, None
    return [arriving, waiting]


def confirmed_at(rows: Sequence[Assignment], moment: datetime) -> None:
    """Both schools, and where it did so the county, confirm at that moment."""
    for row in rows:
        row.sending_confirmed_at = row.receiving_confirmed_at = row.status_at = moment
        row.county_confirmed_at = moment if row.status is AssignmentStatus.confirmed else None


async def _tell_wuchuan_rounds(session: AsyncSession, clock: SetClock, cast: Cast, personal: PersonalData) -> None:
    """T-02: the completed rounds; the people have retired or left since, which keeps today's rosters clean."""
    for year, number in WUCHUAN_ROUNDS:
        period = school_year_period(year)
        assert period.end_on is not None
        people = [cast.more.next(oldest=50, youngest=30, in_year=year) for _ in range(number)]
        persons = [person_row(human, "440883", personal) for human in people]
        sides = [("wc_first", "wc_changqi"), ("wc_changqi", "wc_first")]
        staff = []
        for place, person in enumerate(persons):
            row = staff_row(person, cast.schools[sides[place % 2][0]], Stage.primary, place + 2)
            row.ended_on, row.end_reason = date(2021, 8, 31), "调离本县"
            staff.append(row)
            cast.people.setdefault("past", []).append((row, people[place]))
        clock.put(at(period.start_on - timedelta(days=10)))
        await bulk.insert_many(session, persons, "created")
        await bulk.insert_many(session, staff, "created")
        postings = [
            assignment_row(
                cast, row, *sides[place % 2], period.start_on, period.end_on, ExchangeMode.team_two_way,
                Workload.full_time,
            )
            for place, row in enumerate(staff)
        ]  # fmt: skip
        for past in postings:
            past.status, past.status_at = AssignmentStatus.completed, at(period.end_on)
        clock.put(at(period.end_on))
        await bulk.insert_many(session, postings, "complete")


def _activities(cast: Cast, story: Story, today: date) -> list[Activity]:
    rows = []
    for number, ((_supporting, recipient), pairing) in enumerate(story.pairings.items()):
        host, stage = cast.schools[recipient], cast.people[recipient][0][0].stage
        first = max(pairing.start_on, (today.replace(day=1) - timedelta(days=40)).replace(day=1))
        for day, kind, topics, helpers, helped in ACTIVITIES[: 1 + number % 3]:
            for held in (_working_day(month.replace(day=day)) for month in _months(first, today)):
                if not pairing.start_on <= held <= today:
                    continue
                rows.append(
                    Activity(
                        pairing_id=pairing.id,
                        host_school_id=host.id,
                        county_code=host.county_code,
                        other_county_code=pairing.supporting_county_code,
                        type=kind,
                        held_on=held,
                        topic=topics[stage],
                        supporting_count=helpers,
                        recipient_count=helped + number % 4,
                    )
                )
    return rows


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.isoweekday() - 5))


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
