"""Regions, for choosing a county or, from above, any region."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.codes import RegionLevel
from services.contracts.places import RegionOut, RegionSettings
from services.web.api_client.base import Api, Body
from services.web.inputs import Option

MOST = 200
PICKED = 8
"""Answers of a picker; more is a reason to type more."""
NATION, NATION_NAME = "000000", "全国"


def is_county(region_code: str) -> bool:
    """Whether a code is that of a county or a county-level authority."""
    return not region_code.endswith("00")


def prefix_of(region_code: str) -> str:
    """Return what all codes below a region share: 000000 → nothing, 610000 → 61, 610300 → 6103, 610304 → itself."""
    if region_code == NATION:
        return ""
    if region_code.endswith("0000"):
        return region_code[:2]
    return region_code if is_county(region_code) else region_code[:4]


@dataclass(slots=True)
class RegionsClient:
    """`regions`."""

    api: Api

    async def counties(self, region_code: str) -> list[tuple[str, str]]:
        """The counties of a city or province, the provinces of the nation, for a select; none for a county.

        Of a county nothing is asked.
        """
        if is_county(region_code):
            return []
        prefix = prefix_of(region_code)
        asked = {"q": prefix, "level": "county"} if prefix else {"level": "province"}
        found = await self.api.get("/regions", Page[RegionOut], {**asked, "limit": MOST})
        return [(each.code, each.name) for each in found.items if each.code.startswith(prefix)]

    async def settings(self, code: str) -> RegionSettings:
        """The reporting calendar and contact in force."""
        return await self.api.get(f"/regions/{code}/settings", RegionSettings)

    async def put_settings(self, code: str, body: Body, version: int) -> RegionSettings:
        """Give a region its own."""
        return await self.api.put(f"/regions/{code}/settings", RegionSettings, body, if_match=version)

    async def find(self, text: str, within: str) -> list[Option]:
        """Answer a picker's search by name, pinyin, initials or code, with the regions inside one; widest first."""
        asked = "000000" if text.strip() == NATION_NAME else text[:60]
        found = await self.api.get("/regions", Page[RegionOut], {"q": asked, "limit": MOST})
        inside = [each for each in found.items if each.code.startswith(prefix_of(within))]
        order = list(RegionLevel)
        return [option(each) for each in sorted(inside, key=lambda each: order.index(each.level))[:PICKED]]


def option(region: RegionOut) -> Option:
    """Return a region as a picker's answer."""
    name = NATION_NAME if region.code == NATION else region.name
    return Option(f"{region.code} {name}", name, f"{region.full_name or region.name}·{region.code}")
