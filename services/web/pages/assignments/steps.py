"""The steps of an assignment (SM-4): what each page asks and says."""

from services.contracts.assignments import AssignmentDetail
from services.web import clock
from services.web.inputs import Input, reason
from services.web.pages.assignments.words import confirmed, title, unmet, who
from services.web.steps import Step, Subject
from services.web.wording import day, span

ALL_THREE = "三方都确认后才能到岗。"
UNTIL = Input("end_on", "最后一天", "date")
HOME_REASON = reason(hint="会留在记录里，派出一方看得到，接收学校看不到。不写病情和家庭情况。")


def subject(row: AssignmentDetail, top: tuple[str, str]) -> Subject:
    """Return the assignment with its steps; `top` is the page above it."""
    path = f"/assignments/{row.id}"
    facts = [("状态", row.status.label), ("期限", span(row.start_on, row.end_on)), ("三方确认", confirmed(row))]
    steps = {**_before(row), **_serving(row), **_endings(row), **_elsewhere(row)}
    return Subject(path, [top, (title(row), path)], row.version, row.allowed_actions, steps, facts)


def _before(row: AssignmentDetail) -> dict[str, Step]:
    name, term, path = who(row), span(row.start_on, row.end_on), f"/assignments/{row.id}"
    last = min(clock.today(), row.end_on)
    arriving = f"要在{day(row.start_on)}到{day(last)}之间" if last > row.start_on else f"要在{day(row.start_on)}那天"
    return {
        "confirm": Step(
            "确认安排", "三方都确认后，等到岗", f"确认{title(row)}？", f"已确认{name}的安排。",
            [f"{term}，从{row.sending_school.name}到{row.receiving_school.name}。", *unmet(row), ALL_THREE],
            see=("不合适，提不同意见", f"{path}/disagree") if "disagree" in row.allowed_actions else None,
        ),
        "arrive": Step(
            "确认到岗", "到岗后进入月报", f"{name}到岗了吗？",
            f"已确认{name}到岗。住宿、用餐这些，在“生活安排”里登记。",
            [f"{row.sending_school.name}派到{row.receiving_school.name}，{term}。"],
            [Input("arrived_on", "哪天到岗", "date", arriving)], values={"arrived_on": max(last, row.start_on)},
        ),
        "refuse": Step(
            "没有到岗，不来了", "记为拒不参加，要写原因", f"把{name}记为拒不参加？", f"已把{name}记为拒不参加。",
            ["派出学校、派出县区和本人会看到原因，接收学校看不到。"], [HOME_REASON], "记为拒不参加", danger=True,
        ),
    }  # fmt: skip


def _serving(row: AssignmentDetail) -> dict[str, Step]:
    name = who(row)
    return {
        "extend": Step(
            "延期", "写新的最后一天", f"延长{name}的交流？", f"{name}的交流已延期。",
            [f"现在到{day(row.end_on)}为止。原定日期会保留。"],
            [Input("end_on", "新的最后一天", "date", f"要在{day(row.end_on)}之后"), reason()],
        ),
        "complete": Step(
            "期满", "期限已到，办结", f"{name}的交流期满？", f"{name}的交流已期满。",
            [f"到{day(row.end_on)}为止，月报里不再填报这名人员。"],
        ),
    }  # fmt: skip


def _endings(row: AssignmentDetail) -> dict[str, Step]:
    name = who(row)
    last = {"end_on": max(row.start_on, min(clock.today(), row.end_on))}
    return {
        "terminate": Step(
            "提前结束", "写最后一天和原因", f"提前结束{name}的交流？", f"{name}的交流已提前结束。",
            ["提前结束的不算进交流人数。"], [UNTIL, HOME_REASON], danger=True, values=last,
        ),
        "incomplete": Step(
            "记为未完成", "任务没有完成", f"把{name}的交流记为未完成？", f"{name}的交流已记为未完成。",
            ["未完成的不算进交流人数。"], [UNTIL, HOME_REASON], danger=True, values=last,
        ),
        "void": Step(
            "作废", "登记错了用，要写原因", "作废这条记录？", "已作废，记录保留。",
            ["记录会保留，标“已作废”，不算进任何统计。"], [HOME_REASON], danger=True,
        ),
    }  # fmt: skip


def _elsewhere(row: AssignmentDetail) -> dict[str, Step]:
    """Steps with pages of their own (`exchanging`, and the disagreements)."""
    name = who(row)
    told = {
        "disagree": ("提不同意见", "写明哪里不合适，处理好了再确认"),
        "swap": ("互换", "和另一项还没开始的任务换"),
        "substitute": ("换人", "同一所学校换个人去"),
        "relieve": ("中途换人", "从某一天起换个人接着做"),
        "correct-facts": ("改正情况", "登记时写错的职务、职称、城乡等"),
    }
    return {action: Step(text, sub, f"{name}：{text}", "已办好。") for action, (text, sub) in told.items()}
