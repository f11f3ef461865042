"""Schools, their people and the reporting calendars of the demo."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.names import Human, People
from services.api.demo.places import COUNTIES, SCHOOLS, TONGCHUAN_CITY_RUN, SchoolSpec
from services.api.features.regions.models import Region, RegionCalendar
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.service_dated import StaffPosition, StaffTeaching, StaffTitle, first_rows
from services.api.kernel import bulk
from services.api.kernel.personal import PersonalData, masked
from services.api.kernel.pinyin import person_sort_key
from services.contracts.codes import Post, RegionLevel, SchoolFlag, SchoolKind, Stage, Title

SINCE = date(2011, 9, 1)
CONTACTS = {
    "610304": ("陈仓区教育体育局 基础教育股", "周敏", "6210 0123"),
    "440883": ("吴川市教育局 人事股", "梁启明", "6210 0456"),
    "6102Z1": ("铜川新区教育局 教师股", "贺建军", "6210 0789"),
    "6102Z2": ("铜川市教育局 直属学校科", "段小芳", "6210 0780"),
    "431024": ("嘉禾县教育局 基教股", "邝雨宁", "6210 0321"),
    "330282": ("慈溪市教育局 基教科", "孙雅琴", "6210 0654"),
}
SUBJECTS = {
    Stage.primary: ["语文", "数学", "英语", "音乐", "体育", "美术", "科学"],
    Stage.junior: ["语文", "数学", "英语", "物理", "化学", "体育", "历史"],
}
TITLES = (Title.first, Title.second, Title.senior, Title.first, Title.second)
CODE_START = {SchoolKind.junior_secondary: "31", SchoolKind.nine_year: "31"}


@dataclass(slots=True)
class Cast:
    """Everybody and everything the stories speak of, by key."""

    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, list[tuple[Staff, Human]]] = field(default_factory=dict)
    more: People = field(default_factory=People)


def pinyin_of(text: str) -> tuple[str, str]:
    """Full pinyin without spaces, and initials."""
    return "".join(lazy_pinyin(text)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


async def set_up_base(session: AsyncSession, personal: PersonalData, school_year: int) -> Cast:
    """Write regions' calendars, schools and people; returns who is who."""
    cast = Cast()
    await _add_city_run_authority(session)
    await bulk.insert_many(session, [_calendar(code) for code in COUNTIES], "created")
    serial = count(1)
    for spec in SCHOOLS:
        cast.schools[spec.key] = _school(spec, next(serial))
    await bulk.insert_many(session, list(cast.schools.values()), "created")
    dated = [_dated(spec, cast.schools[spec.key]) for spec in SCHOOLS]
    await bulk.insert_many(session, [locality for locality, _ in dated], "decided")
    await bulk.insert_many(session, [flag for _, flag in dated if flag is not None], "decided")
    await _add_people(session, personal, cast, school_year)
    return cast


async def _add_city_run_authority(session: AsyncSession) -> None:
    if await session.get(Region, TONGCHUAN_CITY_RUN) is None:
        pinyin, initials = pinyin_of("铜川市直属学校")
        session.add(
            Region(
                code=TONGCHUAN_CITY_RUN,
                name="铜川市直属学校",
                full_name="陕西省铜川市直属学校",
                level=RegionLevel.county,
                parent_code="610200",
                pinyin=pinyin,
                initials=initials,
                official=False,
                valid_from=date(2026, 1, 1),
            )
        )
        await session.flush()


def _calendar(code: str) -> RegionCalendar:
    office, name, phone = CONTACTS[code]
    return RegionCalendar(
        region_code=code, source="演示设置：月初开放", open_day=1, due_day=5, grace_day=10, review_workdays=3,
        exempt_months=[], contact_office=office, contact_name=name, contact_phone=phone,
    )  # fmt: skip


def _school(spec: SchoolSpec, serial: int) -> School:
    pinyin, initials = pinyin_of(spec.name)
    stages = [Stage.primary.value, Stage.junior.value] if spec.kind is SchoolKind.nine_year else [spec.stage.value]
    return School(
        code=f"{CODE_START.get(spec.kind, '21')}{spec.county_code[:2]}{serial:06d}", name=spec.name, pinyin=pinyin,
        initials=initials, county_code=spec.county_code,
        location_code=spec.county_code if "Z" not in spec.county_code else "610204",
        township=spec.township, kind=spec.kind, stages=stages,
    )  # fmt: skip


def _dated(spec: SchoolSpec, school: School) -> tuple[SchoolLocality, SchoolFlagPeriod | None]:
    same: dict[str, Any] = {
        "school_id": school.id,
        "county_code": spec.county_code,
        "start_on": SINCE,
        "basis": "县区教育行政部门认定",
    }
    flag = SchoolFlagPeriod(flag=SchoolFlag.weak, **same) if spec.weak else None
    return SchoolLocality(locality=spec.locality, **same), flag


async def _add_people(session: AsyncSession, personal: PersonalData, cast: Cast, school_year: int) -> None:
    persons: list[Person] = []
    staff: list[Staff] = []
    for spec in SCHOOLS:
        cast.people[spec.key] = []
        for place in range(spec.people):
            human = cast.more.next(in_year=school_year)
            person = person_row(human, spec.county_code, personal)
            employed = staff_row(person, cast.schools[spec.key], spec.stage, place)
            persons.append(person)
            staff.append(employed)
            cast.people[spec.key].append((employed, human))
    await bulk.insert_many(session, persons, "created")
    await bulk.insert_many(session, staff, "created")
    dated = [row for employed in staff for row in first_rows(employed)]
    for kind in (StaffPosition, StaffTitle, StaffTeaching):
        await bulk.insert_many(session, [row for row in dated if isinstance(row, kind)], "created")


def person_row(human: Human, county_code: str, personal: PersonalData) -> Person:
    """The person of an invented human."""
    pinyin, initials = pinyin_of(human.name)
    return Person(
        county_code=county_code, name=human.name, pinyin=pinyin, initials=initials,
        sort_key=person_sort_key(human.name), sex=human.sex, birth_on=human.birth_on,
        id_number_cipher=personal.encrypt(human.id_number), id_number_hash=personal.match_key(human.id_number),
        id_number_masked=masked(human.id_number),
    )  # fmt: skip


def staff_row(person: Person, school: School, stage: Stage, place: int) -> Staff:
    """The employment; the first of a school is its principal, the second a middle manager."""
    posts = {0: Post.principal, 1: Post.middle, 2: Post.middle}
    subjects = SUBJECTS[stage]
    return Staff(
        person_id=person.id, county_code=school.county_code, school_id=school.id, staff_no=f"{place + 1:03d}",
        post=posts.get(place, Post.teacher), title=Title.senior if place == 0 else TITLES[place % len(TITLES)],
        stage=stage, subject=subjects[place % len(subjects)],
        hired_on=date(max(person.birth_on.year + 23, 1998), 9, 1),
    )  # fmt: skip
