"""All kinds, in the order in which a county that moves in needs them."""

from services.api.features.imports.kinds.assignments import ASSIGNMENTS
from services.api.features.imports.kinds.columns import Kind
from services.api.features.imports.kinds.pairings import PAIRINGS
from services.api.features.imports.kinds.schools import SCHOOLS
from services.api.features.imports.kinds.staff import STAFF
from services.api.features.imports.kinds.users import USERS
from services.contracts.imports import ImportKind

KINDS: dict[ImportKind, Kind] = {kind.key: kind for kind in (SCHOOLS, STAFF, USERS, PAIRINGS, ASSIGNMENTS)}
