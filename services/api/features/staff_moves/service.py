"""Moves of people between schools (W-17): what other features and the routes call."""

from services.api.features.staff_moves.filters import HeadcountFilter, StaffMoveFilter, SurplusMeasureFilter
from services.api.features.staff_moves.service_change import (
    approve,
    carry_out,
    create,
    edit,
    file,
    postpone,
    propose,
    reject,
    send_back,
    void,
    withdraw,
)
from services.api.features.staff_moves.service_due import carry_out_due
from services.api.features.staff_moves.service_following import StaffMoveMover, open_of_school
from services.api.features.staff_moves.service_headcounts import measure, measures, record, targets, void_measure
from services.api.features.staff_moves.service_headcounts import page as headcounts
from services.api.features.staff_moves.service_read import detail, page

__all__ = [
    "HeadcountFilter", "StaffMoveFilter", "StaffMoveMover", "SurplusMeasureFilter", "approve", "carry_out",
    "carry_out_due", "create", "detail", "edit", "file", "headcounts", "measure", "measures", "open_of_school", "page",
    "postpone", "propose", "record", "reject", "send_back", "targets", "void", "void_measure", "withdraw",
]  # fmt: skip
