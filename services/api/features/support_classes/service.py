"""Support classes, 对口教学支援班 (W-25): what other features and the routes call."""

from services.api.features.support_classes.filters import SupportClassFilter
from services.api.features.support_classes.service_change import (
    approve,
    assign,
    create,
    edit,
    end,
    join,
    pairing_ends,
    propose,
    send_back,
    staff,
    start,
    void,
)
from services.api.features.support_classes.service_read import detail, page, people
from services.api.features.support_classes.service_told import IN_PAIRING

__all__ = [
    "IN_PAIRING",
    "SupportClassFilter",
    "approve",
    "assign",
    "create",
    "detail",
    "edit",
    "end",
    "join",
    "page",
    "pairing_ends",
    "people",
    "propose",
    "send_back",
    "staff",
    "start",
    "void",
]
