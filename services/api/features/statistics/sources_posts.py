"""Schools against their approved posts as counted rows."""

from services.api.features.staff_moves import service_counting as headcounts
from services.api.features.statistics.counting import TODAY, Present, Source
from services.api.features.statistics.dimensions import column
from services.api.features.statistics.sides import seen_from
from services.api.kernel.scope import Permission
from services.contracts.codes import Unit

_SCHOOL = ("county_code", "id")
SCHOOLS_WITH_POSTS = Source(
    entity="school", unit=Unit.schools, reads=Permission.school_read, rows=lambda: headcounts.rows(TODAY),
    seen=seen_from(_SCHOOL, _SCHOOL), when=Present(), county="county_code",
    dimensions={"headcount_state": column("state")}, codes=("state", "approved", "since", "in_quota"),
)  # fmt: skip
