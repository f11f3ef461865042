"""The schools: how many of a county, of which kind, town or country, how large, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.api.demo.scale.plan import Scale
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.kernel.bulk_past import Batch, Chain, complete, created
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.pinyin import place_spelling
from services.contracts.codes import Locality, SchoolFlag, SchoolKind, Stage

SCHOOLS_A_COUNTY, FEWEST_COUNTIES = 60, 4
URBAN, WEAK = 0.32, 0.16
SINCE = date(2011, 9, 1)
K = SchoolKind
KINDS = {
    True: ((K.primary, 0.55), (K.junior_secondary, 0.33), (K.nine_year, 0.12)),
    False: ((K.centre_primary, 0.26), (K.village_primary, 0.40), (K.junior_secondary, 0.20), (K.nine_year, 0.14)),
}
SIZES = {
    K.primary: 46, K.junior_secondary: 52, K.nine_year: 48, K.centre_primary: 26, K.village_primary: 10,
}  # fmt: skip
"""People of a middling school; in the country three quarters of it."""
NAMES = {
    K.primary: "小学", K.junior_secondary: "初级中学", K.nine_year: "九年制学校", K.centre_primary: "中心小学",
    K.village_primary: "小学",
}  # fmt: skip
CODE_STARTS = {K.junior_secondary: "31", K.nine_year: "31"}
FIRST = "安平清河石柳双兴永宁东西南北上下大小龙凤白青金玉太和长丰新高"
SECOND = "河山岭桥塬沟泉镇阳坪川湾桥林店集村湖塘溪峰台寨关口田岗井"
STREETS = ("新街", "城关", "东关", "西关", "南街", "北街", "解放", "人民")


class Place(NamedTuple):
    """A school as the rest of the history needs it."""

    number: int
    id: UUID
    code: str
    name: str
    county: str
    kind: SchoolKind
    is_urban: bool
    is_weak: bool
    people: int
    reporter: UUID

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is taught."""
        if self.kind is K.nine_year:
            return (Stage.primary, Stage.junior)
        return (Stage.junior,) if self.kind is K.junior_secondary else (Stage.primary,)

    @property
    def locality(self) -> Locality:
        """城区 or 农村."""
        return Locality.urban if self.is_urban else Locality.rural


@dataclass(frozen=True, slots=True)
class Land:
    """Counties in order, and their schools."""

    counties: tuple[str, ...]
    places: list[Place]
    of_county: dict[str, list[Place]]


def make_land(scale: Scale, counties: list[str]) -> Land:
    """All schools; a small size has fewer counties, in neighbouring cities, so that each still has some schools."""
    wanted = min(len(counties), max(scale.schools // SCHOOLS_A_COUNTY, FEWEST_COUNTIES))
    chosen = tuple(counties[:wanted])
    chance = scale.chance
    shares = scale.shares(scale.schools, [chance.uniform(0.4, 1.8) for _ in chosen])
    drawn = [(county, *_drawn(scale)) for county, count in zip(chosen, shares, strict=True) for _ in range(count)]
    people = scale.shares(scale.staff, [weight for *_, weight in drawn])
    places: list[Place] = []
    names: dict[str, dict[str, int]] = {county: {} for county in chosen}
    for index, ((county, is_urban, kind, _), count) in enumerate(zip(drawn, people, strict=True)):
        code = f"{CODE_STARTS.get(kind, '21')}{county[:2]}{index + 100_000:06d}"
        name = _name(scale, kind, names[county], is_urban=is_urban)
        ids = scale.new_ids(2, scale.beginning)
        weak = not is_urban and chance.random() < WEAK
        places.append(Place(index, ids[0], code, name, county, kind, is_urban, weak, max(count, 1), ids[1]))
    of_county: dict[str, list[Place]] = {county: [] for county in chosen}
    for place in places:
        of_county[place.county].append(place)
    return Land(chosen, places, of_county)


def _drawn(scale: Scale) -> tuple[bool, SchoolKind, float]:
    """Town or country, kind, and how many people in relation to others."""
    chance = scale.chance
    is_urban = chance.random() < URBAN
    kinds, weights = zip(*KINDS[is_urban], strict=True)
    kind = chance.choices(kinds, weights)[0]
    return is_urban, kind, SIZES[kind] * (1 if is_urban else 0.75) * chance.lognormvariate(0, 0.35)


def _name(scale: Scale, kind: SchoolKind, taken: dict[str, int], *, is_urban: bool) -> str:
    """A name that no other school of the county has."""
    chance = scale.chance
    place = chance.choice(STREETS) if is_urban else f"{chance.choice(FIRST)}{chance.choice(SECOND)}镇"
    name = f"{place}{NAMES[kind]}"
    taken[name] = number = taken.get(name, 0) + 1
    return name if number == 1 else f"{place}第{number}{NAMES[kind]}"


def schools_batch(scale: Scale, chain: Chain, places: Sequence[Place]) -> Batch:
    """Schools with their first decisions."""
    moment, count = scale.beginning, len(places)
    spelled = [place_spelling(place.name) for place in places]
    shared: Columns = {"version": [1] * count, "created_at": [moment] * count}
    schools = complete(School, {
        **shared, "id": [place.id for place in places], "code": [place.code for place in places],
        "name": [place.name for place in places], "pinyin": [each.pinyin for each in spelled],
        "initials": [each.initials for each in spelled], "county_code": [place.county for place in places],
        "location_code": [place.county for place in places], "kind": [place.kind for place in places],
        "stages": [[stage.value for stage in place.stages] for place in places],
    })  # fmt: skip
    localities = complete(SchoolLocality, {
        **shared, "id": scale.new_ids(count, moment), "school_id": schools["id"],
        "county_code": schools["county_code"], "locality": [place.locality for place in places],
        "start_on": [SINCE] * count, "basis": ["县区教育行政部门认定"] * count,
    })  # fmt: skip
    weak = [place for place in places if place.is_weak]
    flags = complete(SchoolFlagPeriod, {
        "version": [1] * len(weak), "created_at": [moment] * len(weak), "id": scale.new_ids(len(weak), moment),
        "school_id": [place.id for place in weak], "county_code": [place.county for place in weak],
        "flag": [SchoolFlag.weak] * len(weak), "start_on": [SINCE] * len(weak),
        "basis": ["县区教育行政部门认定"] * len(weak),
    })  # fmt: skip
    return chain.batch(
        [(School, schools, ()), (SchoolLocality, localities, ()), (SchoolFlagPeriod, flags, ())],
        [
            created(School, schools, "created", [moment] * count),
            created(SchoolLocality, localities, "decided", [moment] * count),
            created(SchoolFlagPeriod, flags, "decided", [moment] * len(weak)),
        ],
    )
