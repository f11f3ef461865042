"""Codes of the sandbox in which integrators practise."""

from services.contracts.code import Code


class SandboxScenario(Code):
    """The stories that can be played there."""

    two_way_team = "two_way_team", "团队式双向交流"
    cross_county = "cross_county", "跨县交流"
    merge = "merge", "学校合并"
    late_month = "late_month", "月报逾期和退回"
    correction = "correction", "更正"
