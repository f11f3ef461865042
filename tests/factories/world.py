"""Rows for tests: a small world of counties, schools, people, pairings and assignments. All names are invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.improvement_plans.models import ImprovementMilestone, ImprovementPlan
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.features.shared_resources.models import SharedResource
from services.api.features.staff.models import Person, Staff
from services.api.features.term_reviews.models import TermContribution, TermReview
from services.api.kernel.periods import school_year_of
from services.api.kernel.pinyin import person_sort_key
from services.contracts.codes import (
    AssignmentStatus,
    ContributionKind,
    Direction,
    ExchangeMode,
    ImprovementSide,
    LessonRating,
    Locality,
    MentorKind,
    MentorPairStatus,
    PairCategory,
    PairingStatus,
    PairLevel,
    PairRelation,
    PairSide,
    Post,
    ResourceKind,
    SchoolFlag,
    SchoolKind,
    SchoolTerm,
    Sex,
    Stage,
    Title,
    Workload,
)

HOME, NEIGHBOUR, THIRD = "610304", "610302", "440883"
"""Two counties of one city, and one of another province."""
CITY, PROVINCE = "610300", "610000"
STARTED = date(2020, 9, 1)
SURNAMES, GIVEN = "陈林何罗邓韩谢吴", "立群婉清一鸣晓雯志强雨桐"


@dataclass
class World:
    """`urban` and `rural` are schools of the home county, `neighbour` of the same city, `third` far away."""

    urban: School
    rural: School
    neighbour: School
    third: School
    staff: list[Staff] = field(default_factory=list)
    """Three teachers of `urban`, then two of `rural`."""


class Make:
    """Writes rows through the app's own database, so that they leave events."""

    def __init__(self, app: FastAPI) -> None:
        self.app, self._serial = app, 0

    async def add(self, *rows: Any) -> None:
        """Insert rows in one transaction, in the given order; rows of one table that follow each other go together."""
        state = self.app.state
        async with state.database.writer(clock=state.clock) as session:
            for _, same in groupby(rows, type):
                session.add_all(same)
                await session.flush()

    async def school(
        self, county_code: str = HOME, locality: Locality = Locality.urban, *, weak: bool = False, name: str = ""
    ) -> School:
        """A primary school with a dated locality."""
        school, dated = self._school(county_code, locality, weak=weak, name=name)
        await self.add(school, *dated)
        return school

    def _school(
        self, county_code: str, locality: Locality, *, weak: bool = False, name: str = ""
    ) -> tuple[School, list[Any]]:
        self._serial += 1
        school = School(
            code=f"21{county_code[:2]}{self._serial:06d}", name=name or f"第{self._serial}小学",
            pinyin=f"di{self._serial:04d}xiaoxue", initials=f"d{self._serial}xx", county_code=county_code,
            location_code=county_code, township="云坪镇", kind=SchoolKind.primary, stages=[Stage.primary.value],
        )  # fmt: skip
        dated: dict[str, Any] = {
            "school_id": school.id,
            "county_code": county_code,
            "start_on": STARTED,
            "basis": "测试",
        }
        rows: list[Any] = [SchoolLocality(locality=locality, **dated)]
        if weak:
            rows.append(SchoolFlagPeriod(flag=SchoolFlag.weak, **dated))
        return school, rows

    async def teacher(self, school: School, **changes: Any) -> Staff:
        """A person employed at a school."""
        person, staff = self._teacher(school, changes)
        await self.add(person, staff)
        return staff

    def _teacher(self, school: School, changes: dict[str, Any]) -> tuple[Person, Staff]:
        self._serial += 1
        name = SURNAMES[self._serial % len(SURNAMES)] + GIVEN[self._serial % len(GIVEN)]
        sex = Sex.female if self._serial % 2 else Sex.male
        name = changes.pop("name", name)
        person = Person(
            county_code=school.county_code, name=name, pinyin=f"jiaoshi{self._serial}",
            initials=f"js{self._serial}", sort_key=person_sort_key(name), sex=changes.pop("sex", sex),
            birth_on=changes.pop("birth_on", date(1985, 5, 20)),
        )  # fmt: skip
        values: dict[str, Any] = {
            "post": Post.teacher, "title": Title.first, "stage": Stage.primary, "subject": "语文", "hired_on": STARTED,
            **changes,
        }  # fmt: skip
        return person, Staff(person_id=person.id, county_code=school.county_code, school_id=school.id, **values)

    async def county_world(self) -> World:
        """Four schools in three counties and five teachers."""
        made = [
            self._school(HOME, Locality.urban, name="县实验小学"),
            self._school(HOME, Locality.rural, weak=True, name="云坪镇中心小学"),
            self._school(NEIGHBOUR, Locality.rural, name="白果镇小学"),
            self._school(THIRD, Locality.rural, name="沙坝小学"),
        ]
        schools = [school for school, _ in made]
        urban, rural, neighbour, third = schools
        people = [self._teacher(school, {}) for school in (urban, urban, urban, rural, rural)]
        persons, staff = [person for person, _ in people], [each for _, each in people]
        dated = sorted((row for _, rows in made for row in rows), key=lambda row: type(row).__name__, reverse=True)
        await self.add(*schools, *dated, *persons, *staff)
        return World(urban, rural, neighbour, third, staff)

    async def pairing(self, supporting: School, recipient: School, **changes: Any) -> Pairing:
        """An active pairing signed by both."""
        same = supporting.county_code == recipient.county_code
        values: dict[str, Any] = {
            "relation": PairRelation.pairing, "level": PairLevel.intra_county if same else PairLevel.cross_county,
            "category": PairCategory.primary, "start_on": date(2026, 9, 1), "end_on": date(2029, 8, 31),
            "status": PairingStatus.active, "supporting_signed_on": date(2026, 8, 24),
            "recipient_signed_on": date(2026, 8, 26), "status_at": datetime(2026, 8, 26, tzinfo=UTC), **changes,
        }  # fmt: skip
        pairing = Pairing(
            supporting_school_id=supporting.id, recipient_school_id=recipient.id,
            supporting_county_code=supporting.county_code, recipient_county_code=recipient.county_code, **values,
        )  # fmt: skip
        await self.add(pairing)
        return pairing

    async def assignment(self, staff: Staff, sending: School, receiving: School, **changes: Any) -> Assignment:
        """An active full-time assignment of this school year."""
        start = changes.get("start_on", date(2026, 9, 1))
        end = changes.get("end_on", date(2027, 8, 31))
        values: dict[str, Any] = {
            "mode": ExchangeMode.support_teaching, "direction": Direction.urban_to_rural,
            "workload": Workload.full_time, "exclusive": True, "subject": "语文", "start_on": start, "end_on": end,
            "planned_end_on": end, "school_year": school_year_of(start), "status": AssignmentStatus.active,
            "status_at": datetime(2026, 9, 1, tzinfo=UTC), "arrived_on": start, "sex": Sex.female, "age": 41,
            "post": staff.post, "title": staff.title, "stage": staff.stage, **changes,
        }  # fmt: skip
        assignment = Assignment(
            person_id=staff.person_id, staff_id=staff.id, home_county_code=sending.county_code,
            sending_school_id=sending.id, receiving_county_code=receiving.county_code,
            receiving_school_id=receiving.id, **values,
        )  # fmt: skip
        await self.add(assignment)
        return assignment

    async def mentor_pair(self, mentor: Staff, mentee: Staff, **changes: Any) -> MentorPair:
        """A running pair in 语文 of this school year."""
        values: dict[str, Any] = {
            "kind": MentorKind.mentor, "subject": "语文", "start_on": date(2026, 9, 1), "end_on": date(2027, 8, 31),
            "status": MentorPairStatus.active, "status_at": datetime(2026, 9, 1, tzinfo=UTC), **changes,
        }  # fmt: skip
        for side, employed in (("mentor", mentor), ("mentee", mentee)):
            values |= {
                f"{side}_staff_id": employed.id, f"{side}_person_id": employed.person_id,
                f"{side}_school_id": employed.school_id, f"{side}_county_code": employed.county_code,
            }  # fmt: skip
        pair = MentorPair(**values)
        await self.add(pair)
        return pair

    async def lesson_record(self, pairing: Pairing, teacher: Staff, observer: Staff, **changes: Any) -> LessonRecord:
        """A lesson of the recipient school that somebody of the supporting school heard."""
        values: dict[str, Any] = {
            "teacher_side": PairSide.recipient, "class_name": "三年级2班", "subject": "语文", "topic": "古诗二首",
            "held_on": date(2026, 11, 5), "lesson_no": 2, "rating": LessonRating.good, "suggestions": "多让学生读",
            **changes,
        }  # fmt: skip
        for who, employed in (("teacher", teacher), ("observer", observer)):
            values |= {f"{who}_staff_id": employed.id, f"{who}_person_id": employed.person_id}
        record = LessonRecord(
            pairing_id=pairing.id, county_code=observer.county_code, other_county_code=teacher.county_code, **values,
        )  # fmt: skip
        await self.add(record)
        return record

    async def shared_resource(self, pairing: Pairing, **changes: Any) -> SharedResource:
        """A work plan that the supporting school shared, without its file."""
        values: dict[str, Any] = {
            "giver": PairSide.supporting, "kind": ResourceKind.work_plan, "title": "秋季学期工作计划",
            "shared_on": date(2026, 11, 5), **changes,
        }  # fmt: skip
        resource = SharedResource(
            pairing_id=pairing.id, county_code=pairing.supporting_county_code,
            other_county_code=pairing.recipient_county_code, **values,
        )  # fmt: skip
        await self.add(resource)
        return resource

    async def improvement_plan(self, school: School, **changes: Any) -> ImprovementPlan:
        """A whole plan of this school year, still a draft."""
        values: dict[str, Any] = {
            "school_year": 2026, "responsible": "韩校长", "goals": "达到县平均水平", "measures": "送教和培训",
            **changes,
        }  # fmt: skip
        plan = ImprovementPlan(school_id=school.id, county_code=school.county_code, **values)
        await self.add(plan)
        return plan

    async def term_review(self, school: School, **changes: Any) -> TermReview:
        """The review of this autumn term, summaries due on 20 December."""
        values: dict[str, Any] = {
            "school_year": 2026, "term": SchoolTerm.autumn, "due_on": date(2026, 12, 20), **changes,
        }  # fmt: skip
        review = TermReview(school_id=school.id, county_code=school.county_code, **values)
        await self.add(review)
        return review

    async def contribution(self, review: TermReview, **changes: Any) -> TermContribution:
        """A summary that a research group owes."""
        values: dict[str, Any] = {"kind": ContributionKind.group, "who": "语文教研组", **changes}
        if values["kind"] is not ContributionKind.group:
            values["who"] = ""
        found = TermContribution(review_id=review.id, county_code=review.county_code, **values)
        await self.add(found)
        return found

    async def milestone(self, plan: ImprovementPlan, **changes: Any) -> ImprovementMilestone:
        """A step of a plan, due at the end of October."""
        values: dict[str, Any] = {
            "what": "上两节示范课", "due_on": date(2026, 10, 31), "side": ImprovementSide.school,
            "responsible": "教导主任", **changes,
        }  # fmt: skip
        step = ImprovementMilestone(plan_id=plan.id, county_code=plan.county_code, **values)
        await self.add(step)
        return step


def ids(rows: list[Any]) -> set[UUID]:
    """The ids of rows."""
    return {row.id for row in rows}
