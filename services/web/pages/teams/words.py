"""What pages say of teams."""

from services.contracts.codes import TeamDirection
from services.contracts.teams import TeamDetail, TeamFinding, TeamMember, TeamOut
from services.web.wording import school_year, span

RESULTS = {True: "yes", False: "no"}


def year_and_batch(row: TeamOut) -> str:
    """Return 2026–2027学年·第一批."""
    return "·".join(filter(None, (f"{school_year(row.school_year)}学年", row.batch)))


def way(row: TeamOut) -> str:
    """Return 县实验小学 → 云坪镇中心小学."""
    return f"{row.sending_school.name} → {row.receiving_school.name}"


def way_back(row: TeamOut) -> str:
    """Return the way of the other direction."""
    return f"{row.receiving_school.name} → {row.sending_school.name}"


def gap(difference: int) -> str:
    """Return how the numbers of both directions compare."""
    if difference == 0:
        return "两边人数相等"
    return f"比另一边{'多' if difference > 0 else '少'}{abs(difference)}人"


def who(member: TeamMember) -> str:
    """Return the name, or that there is none to see."""
    return member.name or "没有姓名"


def part(member: TeamMember) -> str:
    """Return what somebody is in the team, if it is to be said."""
    if member.taken_over:
        return "已有人接替，不算人数"
    return "带队人" if member.is_leader else ""


def about(member: TeamMember) -> str:
    """Return 中层干部·高级教师·骨干教师."""
    return "·".join([member.post.label, member.title.label, *(each.label for each in member.honours)])


def option(member: TeamMember) -> tuple[str, str]:
    """Return a member as a choice of a form."""
    return str(member.assignment_id), f"{who(member)}（{about(member)}，{span(member.start_on, member.end_on)}）"


def rule(finding: TeamFinding) -> dict[str, str]:
    """Return a rule for the panel of reasons: met or not, what there is, how strict it is and what it rests on."""
    strict = "不符合就不能确认" if finding.effect.value == "refuse" else "只提醒"
    return {
        "result": RESULTS[finding.is_met],
        "what": f"{finding.title}：{finding.text}",
        "sub": f"{strict}。依据：{finding.source}",
    }


def unmet(team: TeamDetail) -> list[str]:
    """Return what is missing, in words."""
    return [f"{each.title}：{each.text}" for each in team.findings if not each.is_met]


def opposite(direction: TeamDirection) -> TeamDirection:
    """Return the way back."""
    there, back = TeamDirection.from_supporting, TeamDirection.from_recipient
    return back if direction is there else there
