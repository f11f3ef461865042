"""The invented regions of a sandbox: a city with three counties, below a province that is no place."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.regions import queries, rules
from services.api.features.regions.models import Region
from services.api.kernel.bulk import insert_unless_there
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem
from services.api.kernel.scope import NATION
from services.contracts.codes import RegionLevel

FIRST_PROVINCE = "990000"
COUNTIES = ("甲县", "乙县", "丙县")
SINCE = date(2000, 1, 1)


async def invent(db: AsyncSession) -> str:
    """The code of a new city with its counties. Raises 409 `sandbox.full`.

    One sandbox after the other: whoever begins at the same time waits for the row of the province.
    """
    await insert_unless_there(db, _region(FIRST_PROVINCE, "沙箱省", RegionLevel.province, NATION))
    await queries.lock(db, FIRST_PROVINCE)
    city = rules.next_sandbox_city(await queries.invented_codes(db))
    if city is None:
        raise Problem("sandbox.full")
    province, name = f"{city[:2]}0000", f"沙箱{city[:4]}市"
    if province != FIRST_PROVINCE:
        await insert_unless_there(db, _region(province, f"沙箱{city[:2]}省", RegionLevel.province, NATION))
    db.add(_region(city, name, RegionLevel.city, province))
    await db.flush()
    _, *counties = codes_of(city)
    db.add_all(
        _region(code, county, RegionLevel.county, city, name) for code, county in zip(counties, COUNTIES, strict=True)
    )
    await db.flush()
    return city


def codes_of(city: str) -> list[str]:
    """The codes of a sandbox's city and its counties."""
    return [city, *(f"{city[:4]}{number:02d}" for number in range(1, len(COUNTIES) + 1))]


def _region(code: str, name: str, level: RegionLevel, parent: str, above: str = "") -> Region:
    pinyin, initials = place_spelling(name)
    return Region(
        code=code, name=name, full_name=f"沙箱省{above}{name}" if parent != NATION else name, level=level,
        parent_code=parent, pinyin=pinyin, initials=initials[:40], official=False, valid_from=SINCE,
    )  # fmt: skip
