"""What the feed tells: one entry for each kind of row, filled by the wiring."""

from dataclasses import dataclass

from services.api.kernel.models import Entity


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of row that other systems may keep a copy of.

    Its fields are the model's `event_fields`. `counties` are the columns that name its parties: the same that its
    `event_counties` gives, so that a snapshot and the changes show the same rows.
    """

    model: type[Entity]
    counties: tuple[str, ...] = ("county_code",)

    @property
    def entity(self) -> str:
        """Its name in the feed: that of the table."""
        return str(self.model.__tablename__)


feeds: list[Feed] = []
"""In the order in which rows refer to each other: what is referred to comes first."""


def entities() -> list[str]:
    """The names of all of them."""
    return [feed.entity for feed in feeds]
