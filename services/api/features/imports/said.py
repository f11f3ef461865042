"""What an upload would change, row by row: who, which field, from what to what; encrypted, because it is personal.

It is kept of updated rows only, beside what became of them, and goes with them after 30 days.
"""

import json
from typing import NamedTuple

from services.api.features.imports.kinds.columns import Kind
from services.api.kernel.outcomes import Outcome
from services.api.kernel.personal import PersonalData, masked
from services.api.kernel.spreadsheets import cell
from services.contracts.imports import ImportRowChange, ImportRowStatus


class Said(NamedTuple):
    """A row's own name, and its changes: field, as it was, as it will be; all as people read them."""

    label: str = ""
    changes: list[list[str]] = []


def said(label: str, outcome: Outcome) -> Said:
    """What a planned row changes; empty for all that is no update. Of an identity number only the ends are told."""
    if outcome.status is not ImportRowStatus.update:
        return Said()
    return Said(label, [[name, _told(name, before), _told(name, after)] for name, before, after in outcome.changes])


def _told(name: str, value: object) -> str:
    if name == "id_number" and isinstance(value, str) and value:
        return masked(value)
    return str(cell(value))


def sealed(personal: PersonalData, told: Said) -> str | None:
    """For the table; None for nothing."""
    return personal.encrypt(json.dumps(told, ensure_ascii=False)) if told.changes else None


def opened(personal: PersonalData, stored: str | None) -> Said:
    """From the table."""
    return Said(*json.loads(personal.decrypt(stored))) if stored is not None else Said()


def changes_of(kind: Kind, told: Said) -> list[ImportRowChange]:
    """With the headings of the file."""
    return [
        ImportRowChange(field=name, heading=_heading(kind, name), before=before, after=after)
        for name, before, after in told.changes
    ]


def _heading(kind: Kind, name: str) -> str:
    column = kind.column(name)
    return column.heading if column is not None else ""
