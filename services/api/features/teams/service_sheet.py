"""Teams and their numbers as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

TEAMS = Sheet("teams", "交流团队", columns(
    "团队名称 name", "学年 school_year", "批次 batch", "方向 direction", "派出学校代码 sending_school.code",
    "派出学校 sending_school.name", "接收学校代码 receiving_school.code", "接收学校 receiving_school.name",
    "带队人 leader_name", "带队人职务 leader_post", "人数 member_count", "比另一方向多几人 difference", "状态 status",
    "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
TEAM_NUMBERS = Sheet("team_numbers", "双向交流人数对等表", columns(
    "学年 school_year", "批次 batch", "编入团队 in_team", "支援学校代码 supporting_school.code",
    "支援学校 supporting_school.name", "受援学校代码 recipient_school.code", "受援学校 recipient_school.name",
    "支援学校派往受援学校（城→乡）人数 sent", "受援学校派往支援学校（乡→城）人数 received", "差额 difference",
    "其中校长（城→乡） principals_sent", "其中校长（乡→城） principals_received", "结对编号 pairing_id",
))  # fmt: skip
