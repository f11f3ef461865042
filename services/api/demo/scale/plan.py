"""How much is made, of which time, and the chances and ids that everything is made with."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.api.kernel.clock import SHANGHAI
from services.api.kernel.ids import made_id
from services.api.kernel.periods import school_year_of

SCHOOLS, STAFF, ASSIGNMENTS_A_YEAR, YEARS = 30_000, 1_000_000, 100_000, 5
"""At size 1."""
SMALLEST, LARGEST = 0.001, 1.0
SHANGHAI_AHEAD = timedelta(hours=8)
NOISE_BITS = 42


@dataclass(slots=True)
class Scale:
    """What was asked for. `size` is a factor of the numbers above, `present` the last instant of the history."""

    size: float
    province: str
    seed: int
    present: datetime
    chance: random.Random = field(init=False)
    _serial: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed} {self.size} {self.province}")  # noqa: S311 - invented data

    @property
    def schools(self) -> int:
        """How many schools."""
        return max(round(SCHOOLS * self.size), 30)

    @property
    def staff(self) -> int:
        """How many people, each with one employment."""
        return max(round(STAFF * self.size), 1000)

    @property
    def assignments(self) -> int:
        """How many assignments begin in a school year."""
        return max(round(ASSIGNMENTS_A_YEAR * self.size), 100)

    @property
    def today(self) -> date:
        """The Shanghai day of the present."""
        return self.present.astimezone(SHANGHAI).date()

    @property
    def years(self) -> range:
        """The school years, the present one last."""
        last = school_year_of(self.today)
        return range(last - YEARS + 1, last + 1)

    @property
    def beginning(self) -> datetime:
        """When the system was set up: a month before the first school year."""
        return at(date(self.years[0], 8, 1))

    def new_id(self, moment: datetime) -> UUID:
        """An id of that instant; ids of one instant come in the order in which they were made."""
        self._serial = (self._serial + 1) & 0xFFFFFFFF
        return made_id(int(moment.timestamp() * 1000), self._serial, self.chance.getrandbits(NOISE_BITS))

    def new_ids(self, count: int, moment: datetime) -> list[UUID]:
        """Several."""
        return [self.new_id(moment) for _ in range(count)]

    def shares(self, total: int, weights: list[float]) -> list[int]:
        """`total` divided by weight into whole numbers, none lost."""
        whole, carried, found = sum(weights), 0.0, []
        for weight in weights:
            carried += total * weight / whole
            found.append(int(carried + 1e-9))
            carried -= found[-1]
        found[-1] += total - sum(found)
        return found


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of a day in Shanghai, as UTC."""
    return datetime.combine(day, time(hour, minute), UTC) - SHANGHAI_AHEAD
