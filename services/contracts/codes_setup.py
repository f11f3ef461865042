"""Codes of what a pairing is set up with (E-34)."""

from services.contracts.code import Code


class GroupRole(Code):
    """E-34.1: what somebody is in a leading group."""

    head = "head", "组长"
    deputy = "deputy", "副组长"
    member = "member", "成员"
