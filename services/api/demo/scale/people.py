"""The people: ages, titles by years of service and stage, posts, and who may ever go elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from operator import mul
from typing import Any, NamedTuple
from uuid import UUID

from services.api.demo.base import SUBJECTS
from services.api.demo.names import FIRST, ID_CHECK, ID_WEIGHTS, NO_SUCH_REGION, SECOND, SURNAMES
from services.api.demo.scale.places import Place
from services.api.demo.scale.plan import Scale, at
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.service_dated import LEADERS, StaffPosition, StaffTeaching, StaffTitle
from services.api.kernel.bulk_past import Batch, Chain, complete, created
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.personal import PersonalData, masked
from services.api.kernel.pinyin import Spelling, person_sort_key, person_spelling
from services.contracts.codes import Post, Sex, Stage, Title

AGES = ((22, 29, 0.17), (30, 39, 0.31), (40, 49, 0.31), (50, 58, 0.21))
"""From, to, share; on 1 September of the present school year."""
TITLES = (
    (3, ((Title.none, 0.5), (Title.third, 0.2), (Title.second, 0.3))),
    (8, ((Title.none, 0.05), (Title.second, 0.7), (Title.first, 0.25))),
    (16, ((Title.second, 0.3), (Title.first, 0.62), (Title.senior, 0.08))),
    (60, ((Title.second, 0.1), (Title.first, 0.56), (Title.senior, 0.33), (Title.full_senior, 0.01))),
)
"""Up to so many years of service: titles and their shares; a tenth more of juniors are senior."""
WOMEN = {Stage.primary: 0.74, Stage.junior: 0.6}
WOMEN_LEADING, MIDDLE = 0.32, 0.08
MAY_GO = 0.36
"""Who is ever asked to go: five years of about a tenth each, some of them twice."""
ID_NUMBERS_A_DAY = 500
"""Of either sex."""


class Traveller(NamedTuple):
    """Somebody who may go elsewhere, with what an assignment freezes."""

    person_id: UUID
    staff_id: UUID
    sex: Sex
    birth_on: date
    post: Post
    title: Title
    stage: Stage
    subject: str
    hired_on: date


class Crowd:
    """Makes the people of one school after another."""

    def __init__(self, scale: Scale, personal: PersonalData) -> None:
        self._scale, self._personal = scale, personal
        self._born: dict[tuple[date, Sex], int] = {}

    def batch(self, chain: Chain, places: Sequence[Place]) -> tuple[Batch, dict[int, list[Traveller]]]:
        """Everybody of some schools with all rows, and by school who may go elsewhere."""
        rows, travellers = [], {}
        for place in places:
            members = list(self._members(place))
            rows += members
            travellers[place.number] = [
                Traveller(row["person_id"], row["id"], row["sex"], row["birth_on"], row["post"], row["title"],
                          row["stage"], row["subject"], row["hired_on"])
                for row in members if row["post"] is not Post.principal and self._scale.chance.random() < MAY_GO
            ]  # fmt: skip
        count = len(rows)
        found: Columns = {name: [row[name] for row in rows] for name in rows[0]}
        found["version"] = [1] * count
        tables: list[tuple[Any, Columns]] = [
            (Person, _of(found, _PERSON) | {"id": found["person_id"]}), (Staff, _of(found, _STAFF)), *self._dated(found)
        ]  # fmt: skip
        whole = [(model, complete(model, columns)) for model, columns in tables]
        steps = [created(model, columns, "created", found["created_at"]) for model, columns in whole]
        return chain.batch([(model, columns, ()) for model, columns in whole], steps), travellers

    def _dated(self, found: Columns) -> Iterator[tuple[Any, Columns]]:
        """The rows that an employment begins with, as `service_dated.first_rows` makes them."""
        count = len(found["id"])
        shared = _of(found, ("version", "created_at", "person_id", "county_code")) | {"start_on": found["hired_on"]}
        leads = {"leadership": [post in LEADERS for post in found["post"]]}
        ids = [[self._scale.new_id(moment) for moment in found["created_at"]] for _ in range(3)]
        yield StaffPosition, {**shared, "id": ids[0], **_of(found, ("post", "school_id")), **leads}
        yield StaffTeaching, {**shared, "id": ids[1], **_of(found, ("stage", "subject")), "grades": [[]] * count}
        yield StaffTitle, {**shared, "id": ids[2], "title": found["title"]}

    def _members(self, place: Place) -> Iterator[dict[str, Any]]:
        middle = max(round(place.people * MIDDLE), 1)
        for number in range(place.people):
            post = Post.teacher
            if number == 0:
                post = Post.principal
            elif number == 1 and place.people > 15:
                post = Post.vice_principal
            elif number <= middle + 1:
                post = Post.middle
            yield self._member(place, number, post)

    def _member(self, place: Place, number: int, post: Post) -> dict[str, Any]:
        chance, scale = self._scale.chance, self._scale
        stage = place.stages[number % len(place.stages)]
        sex = Sex.female if chance.random() < (WOMEN_LEADING if post in LEADERS else WOMEN[stage]) else Sex.male
        birth_on, hired_on = self._days(leads=post is not Post.teacher)
        name = chance.choice(SURNAMES) + chance.choice(FIRST) + (chance.choice(SECOND) if chance.random() < 0.9 else "")
        spelling, sort_key = _spelled(name)
        subjects = SUBJECTS[stage]
        since = max(at(hired_on), scale.beginning)
        id_number = self._id_number(birth_on, sex)
        return {
            "id": scale.new_id(since), "person_id": scale.new_id(since), "created_at": since,
            "county_code": place.county, "school_id": place.id, "name": name, "pinyin": spelling.pinyin,
            "initials": spelling.initials, "sort_key": sort_key, "sex": sex, "birth_on": birth_on,
            "id_number_cipher": self._personal.encrypt(id_number),
            "id_number_hash": self._personal.match_key(id_number), "id_number_masked": masked(id_number),
            "staff_no": f"{number + 1:03d}", "post": post, "title": self._title(hired_on, stage), "stage": stage,
            "subject": subjects[int(chance.random() ** 1.6 * len(subjects))], "hired_on": hired_on,
        }  # fmt: skip

    def _days(self, *, leads: bool) -> tuple[date, date]:
        """Birthday, and the 1 September of being hired, never later than the school year before the first one."""
        chance, year = self._scale.chance, self._scale.years[-1]
        first, last, _ = chance.choices(AGES, [share for *_, share in AGES])[0]
        age = chance.randint(first, last)
        if leads:
            age = max(age, chance.randint(32, 50))
        born = date(year - age - 1, 9, 2) + timedelta(days=chance.randrange(365))
        hired = born.year + chance.randint(22, 25)
        return born, date(min(hired, year - 1), 9, 1)

    def _title(self, hired_on: date, stage: Stage) -> Title:
        served = self._scale.years[-1] - hired_on.year
        chosen = next(each for most, each in TITLES if served <= most)
        titles, weights = zip(*chosen, strict=True)
        title: Title = self._scale.chance.choices(titles, weights)[0]
        if title is Title.first and stage is Stage.junior and served > 16 and self._scale.chance.random() < 0.1:
            return Title.senior
        return title

    def _id_number(self, birth_on: date, sex: Sex) -> str:
        """One that nobody has: of a region that was never given out, with the right check digit."""
        serial = self._born[birth_on, sex] = self._born.get((birth_on, sex), -1) + 1
        region = int(NO_SUCH_REGION) + serial // ID_NUMBERS_A_DAY
        order = serial % ID_NUMBERS_A_DAY * 2 + (1 if sex is Sex.male else 0)
        digits = f"{region}{birth_on:%Y%m%d}{order:03d}"
        return digits + ID_CHECK[sum(map(mul, ID_WEIGHTS, map(int, digits))) % 11]


_PERSON = (
    "version", "created_at", "county_code", "name", "pinyin", "sort_key", "initials", "sex", "birth_on",
    "id_number_cipher", "id_number_hash", "id_number_masked",
)  # fmt: skip
_STAFF = (
    "version", "created_at", "id", "person_id", "county_code", "school_id", "staff_no", "post", "title", "stage",
    "subject", "hired_on",
)  # fmt: skip


def _of(columns: Columns, names: Sequence[str]) -> Columns:
    return {name: columns[name] for name in names}


@cache
def _spelled(name: str) -> tuple[Spelling, str]:
    return person_spelling(name), person_sort_key(name)
