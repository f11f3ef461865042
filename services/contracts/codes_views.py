"""Codes of the views for coordinators: who is where, the board of pairings, the agenda."""

from services.contracts.code import Code


class DayState(Code):
    """What an assignment was on a day: where its person is, or should be."""

    there = "there", "在岗"
    expected = "expected", "应到未到"
    planned = "planned", "待确认"


class AgendaKind(Code):
    """What the agenda of a month shows."""

    assignment_begins = "assignment_begins", "到岗"
    assignment_ends = "assignment_ends", "期满"
    pairing_begins = "pairing_begins", "结对开始"
    pairing_ends = "pairing_ends", "结对到期"
    activity = "activity", "活动"
