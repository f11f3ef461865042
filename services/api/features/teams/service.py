"""Teams that go between two paired schools in equal numbers (E-25, W-10): what other features and the routes call."""

from services.api.features.teams.service_change import (
    add_members,
    complete,
    confirm,
    create,
    edit,
    remove_members,
    set_leader,
    start,
    void,
)
from services.api.features.teams.service_members import changed, joins, pairing_ends
from services.api.features.teams.service_read import detail, named, numbers, page

__all__ = [
    "add_members", "changed", "complete", "confirm", "create", "detail", "edit", "joins", "named", "numbers",
    "page", "pairing_ends", "remove_members", "set_leader", "start", "void",
]  # fmt: skip
