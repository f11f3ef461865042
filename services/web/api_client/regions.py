"""Regions, for choosing a county."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.places import RegionOut
from services.web.api_client.base import Api

MOST = 200


def is_county(region_code: str) -> bool:
    """Whether a code is that of a county or a county-level authority."""
    return not region_code.endswith("00")


def prefix_of(region_code: str) -> str:
    """Return what all codes below a region share: 610000 → 61, 610300 → 6103, 610304 → itself."""
    if region_code.endswith("0000"):
        return region_code[:2]
    return region_code if is_county(region_code) else region_code[:4]


@dataclass(slots=True)
class RegionsClient:
    """`regions`."""

    api: Api

    async def counties(self, region_code: str) -> list[tuple[str, str]]:
        """The counties of a city or province, for a select; none for a county, without asking."""
        if is_county(region_code):
            return []
        prefix = prefix_of(region_code)
        found = await self.api.get("/regions", Page[RegionOut], {"q": prefix, "level": "county", "limit": MOST})
        return [(each.code, each.name) for each in found.items if each.code.startswith(prefix)]
