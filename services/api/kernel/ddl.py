"""Constraints that no model can express, hand-written per dialect (architecture §4).

The schema test compares a migrated database with these names as well as with the models.
"""

ASSIGNMENT_EXCLUSION = "ex_assignment_person_period"

POSTGRES_EXTENSIONS = ("btree_gist",)
_NO_SHARED_DAY = (
    "EXCLUDE USING gist (person_id WITH =, daterange(start_on, end_on, '[]') WITH &&) "
    "WHERE (exclusive AND status NOT IN ('refused', 'void'))"
)
POSTGRES_CONSTRAINTS: dict[str, tuple[str, str]] = {ASSIGNMENT_EXCLUSION: ("assignment", _NO_SHARED_DAY)}
"""Name → table and definition. SQLite makes the same check inside the locked transaction."""
