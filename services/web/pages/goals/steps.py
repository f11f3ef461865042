"""The steps of a goal: what each page asks and says."""

from services.contracts.codes import GoalStanding
from services.contracts.goals import GoalDetail
from services.web import clock
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.goals import words
from services.web.steps import Step, Steps, Subject

CONTENT = [
    Input("description", "目标", hint="一句话，比如：带教青年教师", maxlength=80),
    Input("target", "数量", "number", "能数的填数量，比如2；不能数的不填，期满时按文字评", optional=True),
    Input("unit", "单位", hint="比如：人、节、篇", optional=True, maxlength=8),
    Input("measure", "怎么衡量", hint="比如：徒弟能独立上公开课", optional=True),
    Input("due_on", "完成期限", "date", "不填就是交流的最后一天", optional=True),
    Input("weight", "权重（%）", "number", "各项加起来是100，不分就不填", optional=True),
    Input("is_key_task", "重点任务", "checks", optional=True, choices=[("true", "这是重点目标任务")]),
]


def sent(body: dict[str, object]) -> dict[str, object]:
    """Return the body with the tick as it goes to the API."""
    return {**body, "is_key_task": bool(body.get("is_key_task"))}


def values(goal: GoalDetail) -> dict[str, object]:
    """Return what the inputs start from."""
    stored: dict[str, object] = {each.name: getattr(goal, each.name) for each in CONTENT}
    return {**stored, "is_key_task": ["true"] if goal.is_key_task else []}


def tab(goal: GoalDetail) -> str:
    """Return the page that shows all goals of the assignment."""
    return f"/assignments/{goal.assignment_id}?tab=goals"


def subject(goal: GoalDetail) -> Subject:
    """Return the goal with its steps; the page to come back to is the assignment's."""
    name = goal.description or "目标"
    trail = [(words.title(goal), f"/assignments/{goal.assignment_id}"), ("目标与计划", tab(goal))]
    facts = [("目标", name), ("状态", goal.status.label), ("数量", words.number(goal) or "没有数量")]
    steps = {**_agreeing(goal, name), **_coming_along(name), **_judging(goal, name)}
    path = f"/assignment-goals/{goal.id}"
    return Subject(path, trail, goal.version, goal.allowed_actions, steps, facts, home=tab(goal))


def _agreeing(goal: GoalDetail, name: str) -> Steps:
    facts = [line for line in words.lines(goal) if line]
    return {
        "agree": Step(
            "同意", "双方同意后就定下来", f"同意“{name}”？", "已同意这项目标。",
            [*facts, "双方同意后不能直接改；要改，写明原因，双方再同意一次。"], button="同意",
        ),
        "revise": Step(
            "提出改动", "双方同意后换成新的", f"改动“{name}”", "已提出改动，等另一方同意。",
            ["另一方同意以前，原来的目标照旧。"],
            [*CONTENT, reason("为什么改", "两边学校和教师都看得到。不写病情和家庭情况。")], "提出改动",
            values=values(goal),
        ),
        "void": Step(
            "取消目标", "不再算这项目标", f"取消“{name}”？", "目标已取消，记录保留。",
            ["记录会保留，标“已取消”。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def _coming_along(name: str) -> Steps:
    return {
        "progress": Step(
            "登记进展", "期满以前，说做到哪一步了", f"“{name}”进展怎么样？", "进展已登记。",
            ["两边学校、两边教育局和教师都看得到。登记了不能改，有变化再登记一次；达到没有，还是期满时评。"],
            [
                Input("standing", "进展", "radio", choices=choices(GoalStanding)),
                Input("noted_on", "哪天的情况", "date", "不晚于今天"),
                Input("words", "说明", hint="一句话，比如：已带一名徒弟上了两节公开课", optional=True),
            ],
            "登记", values={"noted_on": clock.today()},
        ),
    }  # fmt: skip


def _judging(goal: GoalDetail, name: str) -> Steps:
    found = (
        Input(
            "achieved", f"完成了多少{goal.unit or ''}", "number", f"目标是{goal.target}{goal.unit or ''}，够了就算达到"
        )
        if goal.target is not None
        else Input("met", "达到没有", "radio", choices=[("true", "达到"), ("false", "没有达到")])
    )
    return {
        "judge": Step(
            "评定", "填完成多少，看达到没有", f"评定“{name}”", "目标已评。",
            ["两边学校和教师都看得到。没有达到的，可以据此延期。", *words.said_so_far(goal)],
            [found, Input("judged_on", "哪天评的", "date", "不晚于今天")], "评定",
            values={"judged_on": goal.judged_on or clock.today(), "achieved": goal.achieved},
        ),
    }  # fmt: skip
