"""The people, systems and rows of the authorisation matrix.

A sending school of the home county is paired with a receiving school of another county of the same city;
a third county lies in another province.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.accounts.models import Invitation, SignInSession, User
from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.commitments.models import Commitment
from services.api.features.covers.models import PostCover
from services.api.features.disagreements.models import Disagreement
from services.api.features.goals.models import AssignmentGoal, PersonalPlan
from services.api.features.leading_groups.models import LeadingGroup
from services.api.features.notices.models import Notice
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.partners.models import Partner
from services.api.features.persons.models import PersonMerge, StaffHonour
from services.api.features.schools.models import ReportDelegation, SchoolLocality
from services.api.features.staff.models import Person, Staff
from services.api.features.summaries.models import SupportSummary
from services.api.features.supports.models import Support
from services.api.features.teams.models import Team
from services.api.features.term_plans.models import TermPlan
from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import (
    ActivityType,
    AidArea,
    AssignmentParty,
    ClientScope,
    CommitmentMeasure,
    CommitmentPeriod,
    FundType,
    HonourLevel,
    HonourType,
    ImprovementSide,
    ImprovementStatus,
    InvitationChannel,
    NoticeKind,
    PairSide,
    PartnerKind,
    PersonalPlanStatus,
    PlanSpan,
    PromisedBy,
    Role,
    SchoolTerm,
    SummaryStatus,
    SupportGiver,
    SupportKind,
)
from tests.api.importing import checked, csv_bytes
from tests.api.matrix_joint_work import joint_work_rows
from tests.api.matrix_mentor_listings import mentor_listing
from tests.api.matrix_refusals import refusal
from tests.api.matrix_staff_moves import staff_moves
from tests.api.matrix_statistics import bases_and_periods
from tests.api.matrix_support_classes import support_class
from tests.api.matrix_webhooks import webhook
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.pictures import jpeg

OTHER_PROVINCE = "440000"
STALE = 999
REASON = {"reason": "计划有变"}
_S = ClientScope


_WORDS = {
    "code": HOME, "name": "sex", "suffix": "csv", "kind": "schools", "school_year": "2026", "term": "autumn",
    "rule_key": "mentor_pair.subject", "indicator": "S-01", "scenario": "two_way_team",
}  # fmt: skip
"""What fills a path beside ids."""


@dataclass
class Matrix:
    """Callers by kind, and the ids that fill a route's path."""

    callers: dict[str, Caller]
    ids: dict[str, str]
    world: World
    home_ids: frozenset[str]

    def path(self, template: str) -> str:
        """The route's address with the ids of this world."""
        return template.removeprefix("/api/v1").format_map(self.ids)

    def uuid(self, name: str) -> UUID:
        """The id behind a path parameter."""
        return UUID(self.ids[name])

    async def names_of_people(self, app: FastAPI) -> list[str]:
        """The names of everybody in this world."""
        person: Any = Person
        async with app.state.database.reader() as session:
            return list((await session.scalars(select(person.name))).all())


async def build(make: Make, sign_in: SignIn, worker: Worker) -> Matrix:
    """Rows of every kind, and a caller of every kind."""
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.neighbour)
    assignment = await make.assignment(world.staff[0], world.urban, world.neighbour)
    goal = PairingGoal(pairing_id=pairing.id, county_code=HOME, title="低段阅读课例", unit="节", target=4)
    team = Team(name="团队一", pairing_id=pairing.id, school_year=2026, county_code=HOME, other_county_code=NEIGHBOUR)
    activity, support = _activity(pairing.id, world), _support(pairing.id)
    commitment = _commitment(pairing.id)
    notice = _notice(world, make.app.state.clock.now())
    delegation = ReportDelegation(
        county_code=HOME, school_id=world.rural.id, centre_school_id=world.urban.id, start_on=date(2026, 9, 1),
        basis="测试",
    )  # fmt: skip
    await make.add(goal, team, commitment, activity, support, notice, delegation)
    await worker.run_once()
    callers = await _callers(world, sign_in)
    reporter = callers["reporter_receiving"]
    report = (await reporter.get("/reports?month=2026-11")).json()["items"][0]
    sent = await reporter.post(f"/reports/{report['id']}/submit", {"no_change": True}, version=report["version"])
    assert sent.status_code == 201, sent.text
    rows = {"pairing_id": pairing.id, "assignment_id": assignment.id, "goal_id": goal.id, "team_id": team.id}
    rows |= await support_class(make, pairing.id) | await staff_moves(make, world) | await bases_and_periods(make)
    rows |= await mentor_listing(make, pairing.id, world) | await refusal(make, world.staff[0])
    rows |= {"support_id": support.id} | await joint_work_rows(make, pairing.id, world)
    rows |= {"activity_id": activity.id, "notice_id": notice.id, "report_id": UUID(report["id"])}
    rows |= {"commitment_id": commitment.id, "term_plan_id": await _term_plan(make, pairing.id)}
    rows |= {"group_id": await _group(make, pairing.id), "partner_id": await _partner(make, pairing.id)}
    rows |= await _improvement(make, world, pairing.id) | await _term_review(make, world, pairing.id)
    rows |= await _disputed(make, assignment, world.staff[1].id, reporter.id)
    rows |= {"school_id": world.urban.id, "staff_id": world.staff[0].id, "delegation_id": delegation.id}
    rows |= await _persons(make, world) | await _planned_for(make, assignment.id)
    mentee = await make.teacher(world.neighbour)
    mentor_pair = await make.mentor_pair(world.staff[0], mentee, pairing_id=pairing.id)
    rows |= {"mentor_pair_id": mentor_pair.id, **await _told_between(make, pairing, mentee, world)}
    rows["file_id"] = UUID((await reporter.request("POST", "/files", **photo(str(activity.id)))).json()["id"])
    rows["plan_id"] = await _plan(callers["county_home"], world)
    rows["fact_id"] = await _fact(make, world.urban.id)
    rows["user_id"] = (await sign_in(Role.school_reporter, school=world.urban)).id
    rows |= {"client_id": (await sign_in.client([], PROVINCE)).id, **await webhook(callers["client_changes"])}
    rows["import_id"] = await _import(callers["county_home"], worker)
    rows["invitation_id"], rows["session_id"] = await _ways_in(make, rows["user_id"])
    ids = {name: str(value) for name, value in rows.items()}
    home_ids = frozenset(ids.values()) | {str(world.neighbour.id)} | {str(staff.person_id) for staff in world.staff[:3]}
    return Matrix(callers, ids | _WORDS, world, home_ids)


async def _import(county: Caller, worker: Worker) -> UUID:
    """An upload of the home county, checked, with one row that is right and one that is not."""
    right = ["2161000777", "青石小学", "小学", "小学", "农村", "2020-09-01"]
    headings = ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期"]
    found = await checked(county, worker, "schools", csv_bytes([headings, right, ["1", *right[1:]]]))
    return UUID(found["id"])


async def _planned_for(make: Make, assignment_id: UUID) -> dict[str, UUID]:
    """A goal that waits, a plan and a summary that the receiving school has before it."""
    of: dict[str, Any] = {"assignment_id": assignment_id, "county_code": HOME, "other_county_code": NEIGHBOUR}
    goal = AssignmentGoal(**of, description="带教青年教师", target=2, unit="人", due_on=date(2027, 7, 10))
    plan = PersonalPlan(**of, school_year=2026, goals="教好语文", status=PersonalPlanStatus.submitted)
    summary = SupportSummary(
        **of, school_year=2026, text="教了语文。", status=SummaryStatus.submitted_to_recipient
    )  # fmt: skip
    await make.add(goal, plan, summary)
    return {"assignment_goal_id": goal.id, "personal_plan_id": plan.id, "summary_id": summary.id}


async def _persons(make: Make, world: World) -> dict[str, UUID]:
    """A person with an honour, two records that a merge may be asked of, and a merge of two others."""
    mine = world.staff[0].person_id
    office = User(
        username="qi.laoshi", name="祁老师", role=Role.county_coordinator, region_code=HOME, password_hash="-"
    )
    twins = [await make.teacher(school) for school in (world.urban, world.rural, world.rural, world.rural)]
    honour = StaffHonour(
        county_code=HOME, person_id=mine, type=HonourType.subject_leader, level=HonourLevel.city,
        awarded_on=date(2020, 9, 10),
    )  # fmt: skip
    merge = PersonMerge(
        county_code=HOME, other_county_code=HOME, kept_person_id=twins[2].person_id,
        merged_person_id=twins[3].person_id, reason="登记了两次", merged_at=make.app.state.clock.now(),
        merged_by=office.id,
    )  # fmt: skip
    await make.add(office, honour, merge)
    kept, merged = (each.person_id for each in twins[:2])
    return {"person_id": mine, "record_id": honour.id, "merge_id": merge.id, "kept_id": kept, "merged_id": merged}


async def _ways_in(make: Make, user_id: UUID) -> tuple[UUID, UUID]:
    """An invitation and a sign-in of an account that is none of the callers'."""
    now = make.app.state.clock.now()
    invitation = Invitation(
        user_id=user_id, region_code=HOME, channel=InvitationChannel.link, token_digest="-", code_digest="-",
        expires_at=now + timedelta(days=14),
    )  # fmt: skip
    session = SignInSession(
        id=new_id(), user_id=user_id, created_at=now, last_used_at=now, expires_at=now + timedelta(days=1)
    )
    await make.add(invitation, session)
    return invitation.id, session.id


async def _told_between(make: Make, pairing: Pairing, taught: Staff, world: World) -> dict[str, UUID]:
    """A lesson of the receiving school that the sending one heard, and a paper that it shared."""
    lesson = await make.lesson_record(pairing, taught, world.staff[0])
    paper = await make.shared_resource(pairing)
    return {"mentee_staff_id": taught.id, "lesson_record_id": lesson.id, "shared_resource_id": paper.id}


async def _plan(county: Caller, world: World) -> UUID:
    """A new name from a day to come."""
    school = (await county.get(f"/schools/{world.urban.id}")).json()
    seen = [{"id": school["id"], "version": school["version"]}]
    plan = {"kind": "rename", "on": "2027-03-01", "new_name": "县第一实验小学", "schools": seen, **REASON}
    answer = await county.post("/successions", plan)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["planned"]["id"])


async def _fact(make: Make, school_id: UUID) -> UUID:
    """The first decision on the locality of a school."""
    decided: Any = SchoolLocality
    async with make.app.state.database.reader() as session:
        found: UUID = (await session.scalars(select(decided.id).where(decided.school_id == school_id))).one()
    return found


async def _disputed(make: Make, assignment: Assignment, covering_staff_id: UUID, by: UUID) -> dict[str, UUID]:
    """What the receiving school says against it, and who covers the post."""
    now = make.app.state.clock.now()
    sides = {name: getattr(assignment, name) for name in (
        "home_county_code", "sending_school_id", "receiving_county_code", "receiving_school_id",
    )}  # fmt: skip
    said = Disagreement(
        assignment_id=assignment.id, **sides, raised_by_party=AssignmentParty.receiving_school, raised_by=by,
        raised_at=now, words="这个学期没有课。",
    )  # fmt: skip
    cover = PostCover(
        assignment_id=assignment.id, covering_staff_id=covering_staff_id, county_code=HOME, other_county_code=HOME,
    )  # fmt: skip
    await make.add(said, cover)
    return {"disagreement_id": said.id, "cover_id": cover.id}


async def _group(make: Make, pairing_id: UUID) -> UUID:
    group = LeadingGroup(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, from_on=date(2026, 9, 1),
        members=[{"role": "head", "name": "林立群", "post": "校长"}],
    )  # fmt: skip
    await make.add(group)
    return group.id


async def _partner(make: Make, pairing_id: UUID) -> UUID:
    partner = Partner(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, name="市教师进修学校",
        kind=PartnerKind.training_school, start_on=date(2026, 9, 1),
    )  # fmt: skip
    await make.add(partner)
    return partner.id


def _notice(world: World, now: datetime) -> Notice:
    return Notice(id=new_id(), school_id=world.urban.id, kind=NoticeKind.report_opened, created_at=now)


def _commitment(pairing_id: UUID) -> Commitment:
    return Commitment(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, side=PromisedBy.both,
        aid_area=AidArea.teaching, item="示范课", measure=CommitmentMeasure.activities, unit="次", minimum=2,
        period=CommitmentPeriod.term, start_on=date(2026, 9, 1),
    )  # fmt: skip


async def _term_plan(make: Make, pairing_id: UUID) -> UUID:
    """A draft of the supporting school."""
    plan = TermPlan(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, school_year=2026, span=PlanSpan.autumn,
        drafted_by=PairSide.supporting,
    )  # fmt: skip
    await make.add(plan)
    return plan.id


async def _term_review(make: Make, world: World, pairing_id: UUID) -> dict[str, UUID]:
    """The receiving school's review of the term, begun, and the summary of one of its groups."""
    review = await make.term_review(world.neighbour, pairing_id=pairing_id)
    found = await make.contribution(review)
    return {"term_review_id": review.id, "contribution_id": found.id}


async def _improvement(make: Make, world: World, pairing_id: UUID) -> dict[str, UUID]:
    """A plan of the school that is helped, taken by its county, with a step of the supporting school."""
    plan = await make.improvement_plan(world.neighbour, pairing_id=pairing_id, status=ImprovementStatus.accepted)
    step = await make.milestone(plan, side=ImprovementSide.supporting)
    return {"improvement_plan_id": plan.id, "milestone_id": step.id}


def _activity(pairing_id: UUID, world: World) -> Activity:
    return Activity(
        pairing_id=pairing_id, host_school_id=world.neighbour.id, county_code=NEIGHBOUR, other_county_code=HOME,
        type=ActivityType.demo_lesson, held_on=date(2026, 11, 6), topic="三年级古诗", supporting_count=2,
        recipient_count=12,
    )  # fmt: skip


def _support(pairing_id: UUID) -> Support:
    return Support(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, kind=SupportKind.fund,
        giver=SupportGiver.supporting, school_year=2026, term=SchoolTerm.autumn, purpose="秋季教研",
        planned_cents=1_000_000, fund_type=FundType.teaching_research,
    )  # fmt: skip


async def _callers(world: World, sign_in: SignIn) -> dict[str, Caller]:
    records = [_S.stats_read, _S.records_read, _S.changes_read]
    return {
        "reporter_sending": await sign_in(Role.school_reporter, school=world.urban),
        "reporter_receiving": await sign_in(Role.school_reporter, school=world.neighbour),
        "reporter_third": await sign_in(Role.school_reporter, school=world.third),
        "leader_sending": await sign_in(Role.school_leader, school=world.urban),
        "teacher_sent": await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id),
        "teacher_other": await sign_in(Role.teacher, HOME, person_id=world.staff[2].person_id),
        "county_home": await sign_in(Role.county_coordinator, HOME),
        "county_receiving": await sign_in(Role.county_coordinator, NEIGHBOUR),
        "county_third": await sign_in(Role.county_coordinator, THIRD),
        "city": await sign_in(Role.city_supervisor, CITY),
        "province": await sign_in(Role.province_supervisor, PROVINCE),
        "province_third": await sign_in(Role.province_supervisor, OTHER_PROVINCE),
        "finance": await sign_in(Role.finance, HOME),
        "hr": await sign_in(Role.hr, HOME),
        "auditor": await sign_in(Role.auditor, PROVINCE),
        "administrator": await sign_in(Role.administrator, PROVINCE),
        "administrator_third": await sign_in(Role.administrator, OTHER_PROVINCE),
        "client_without_scope": await sign_in.client([]),
        "client_stats": await sign_in.client([_S.stats_read]),
        "client_records": await sign_in.client([_S.records_read]),
        "client_changes": await sign_in.client([_S.changes_read]),
        "client_identified": await sign_in.client([_S.records_read, _S.records_identified]),
        "client_third": await sign_in.client(records, OTHER_PROVINCE),
    }


def photo(activity_id: str) -> dict[str, Any]:
    """A photo of an activity, as a form."""
    form = {"kind": "activity_photo", "owner_id": activity_id}
    return {"data": form, "files": {"file": ("1.jpg", jpeg(90, 60), "image/jpeg")}}
