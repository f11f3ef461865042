"""The steps of a team (W-10): what each page asks and says."""

from services.contracts.codes import TeamStatus
from services.contracts.teams import TeamDetail
from services.web.entry import Trail
from services.web.inputs import Input, reason
from services.web.pages.teams import words
from services.web.steps import Step, Steps, Subject

HOME: Trail = [("交流支教", "/assignments"), ("团队", "/teams")]


def subject(team: TeamDetail) -> Subject:
    """Return the team with its steps."""
    path = f"/teams/{team.id}"
    facts = [("状态", team.status.label), ("人数", f"{team.member_count}人"), ("对比", words.gap(team.difference))]
    allowed = [action for action in team.allowed_actions if _makes_sense(action, team)]
    return Subject(
        path, [*HOME, (team.name, path)], team.version, allowed, {**_people(team), **_states(team)}, facts
    )  # fmt: skip


def _makes_sense(action: str, team: TeamDetail) -> bool:
    needs = {"add-members": team.waiting, "remove-members": team.own.members, "set-leader": team.own.members}
    return bool(needs.get(action, True))


def _people(team: TeamDetail) -> Steps:
    members = [words.option(each) for each in team.own.members]
    leaders = [words.option(each) for each in team.own.members if not each.taken_over]
    again = ["团队已确认，换人后按规则可能要重新确认。"] if team.status is TeamStatus.confirmed else []
    led = any(each.is_leader for each in team.own.members)
    return {
        "add-members": Step(
            "加人", f"{len(team.waiting)}人还没有编入", f"{team.name}：加人", "人员已编入团队。",
            ["列出的是这个结对、这个学年、这个方向，还没有编入团队的交流任务。", *again],
            [Input("assignment_ids", "编入的人", "checks", choices=[words.option(each) for each in team.waiting])],
            "编入团队",
        ),
        "remove-members": Step(
            "减人", "交流任务不变，只是不在团队里", f"{team.name}：减人", "人员已退出团队。",
            ["退出团队的人，交流任务照旧。带队人退出后，要另定带队人。", *again],
            [Input("assignment_ids", "退出的人", "checks", choices=members)], "退出团队",
        ),
        "set-leader": Step(
            "换带队人" if led else "定带队人", "从团队成员里选一位", f"{team.name}：定带队人", "带队人已定。",
            [*(each.text + "。" for each in team.findings if each.rule_key == "team.leader_post"), *again],
            [Input("assignment_id", "带队人", "radio", choices=leaders)], "定带队人",
        ),
    }  # fmt: skip


def _states(team: TeamDetail) -> Steps:
    missing = [f"还不符合：{each}。" for each in words.unmet(team)]
    return {
        "confirm": Step(
            "确认团队", "审查人员后确认", f"确认{team.name}？", "团队已确认，等到岗。",
            [*missing, f"共{team.member_count}人，{words.gap(team.difference)}。确认后两边学校都能看到。"],
        ),
        "start": Step(
            "登记到岗", "人到了，开始任职任教", f"{team.name}到岗了？", "已登记到岗。",
            ["至少有一人已在交流任务里确认到岗，才能登记。"],
        ),
        "complete": Step(
            "登记返校", "全队任务结束，回原校", f"{team.name}返校了？", "已登记返校。",
            ["全队的交流任务都办结后才能登记。返校后不能再改人员。"],
        ),
        "void": Step(
            "作废", "登记错了用，记录会保留", f"作废{team.name}？", "团队已作废，记录保留。",
            ["记录会保留，标“已作废”。成员的交流任务照旧，只是不在团队里。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def main_step(team: TeamDetail) -> str:
    """Return the one step that gets the solid button: what the team waits for."""
    waits = {
        TeamStatus.draft: "set-leader" if team.own.members else "add-members", TeamStatus.leader_set: "confirm",
        TeamStatus.confirmed: "start",
    }  # fmt: skip
    wanted = waits.get(team.status, "")
    return wanted if wanted in subject(team).allowed else ""
