"""Codes of teams (E-25, W-10)."""

from services.contracts.code import Code


class TeamDirection(Code):
    """From which school of the pairing a team goes to the other one."""

    from_supporting = "from_supporting", "支援学校派往受援学校"
    from_recipient = "from_recipient", "受援学校派往支援学校"


class TeamStatus(Code):
    """W-10."""

    draft = "draft", "组建中"
    leader_set = "leader_set", "已定带队人"
    confirmed = "confirmed", "已确认"
    active = "active", "任职任教中"
    completed = "completed", "已返校"
    void = "void", "已作废"
