"""Whom to call when one cannot get in: public, and never a word on whether an account exists."""

from services.api.features.accounts import queries
from services.api.features.accounts.desk import Desk, Sender
from services.api.features.regions import service as regions
from services.contracts.access import CountyContact

MOST = 10


async def county_contacts(desk: Desk, sender: Sender, q: str) -> list[CountyContact]:
    """Offices and telephones of up to ten counties whose name, or a school's name in them, is like what was typed."""
    desk.rates.charge(f"help:{sender.address}")
    if not q.strip():
        return []
    async with desk.database.reader() as db:
        codes = await queries.counties_meant(db, q, MOST)
        named = await regions.names(db, codes)
        calendars = await regions.calendars(db, codes)
    return [
        CountyContact(
            region_code=code, region_name=named.get(code, code),
            office=calendars[code].contact_office, phone=calendars[code].contact_phone,
        )
        for code in codes
    ]  # fmt: skip
