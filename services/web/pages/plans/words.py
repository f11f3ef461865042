"""What pages say of personal plans."""

from services.contracts.goals import PersonalPlanDetail, PersonalPlanRow
from services.web.inputs import Input
from services.web.pages.goals.words import plan_title
from services.web.wording import day

NOT_SHOWN = "还没有交，只有教师和派出学校看得到。"
FOR_OTHERS = "的内容只给教师、两校和主管的教育局看。"
FIELDS = {"goals": "工作目标", "measures": "主要措施", "teaching_task": "任教任务"}
CONTENT = [
    Input("goals", "工作目标", "area", "这一学年要做到什么。交之前必填。不写学生姓名。", optional=True, maxlength=2000),
    Input(
        "measures",
        "主要措施",
        "area",
        "听课、上公开课、带徒弟、读书写作，怎么做、做几次。交之前必填。",
        optional=True,
        maxlength=2000,
    ),
    Input("teaching_task", "任教任务", hint="交之前必填，比如：三年级三班语文，每周14节", optional=True),
    Input("observed_per_week", "每周听课几节", "number", "比如2", optional=True),
    Input("open_per_month", "每月公开课几节", "number", "公开课、观摩课、交流课都算，比如1", optional=True),
    Input("key_project", "年度重点项目", hint="比如：学习对口学校的德育做法", optional=True),
]
"""A draft may be left half written; what is missing is said when it is handed in."""


def title(plan: PersonalPlanRow) -> str:
    """Return 陈思远2026-2027学年个人交流工作计划."""
    return f"{plan.name or '没有姓名'}{plan_title(plan.school_year)}"


def facts(plan: PersonalPlanRow) -> list[tuple[str, str]]:
    """Return what is no text."""
    return [
        ("任教任务", plan.teaching_task or ""),
        ("每周听课", "" if plan.observed_per_week is None else f"{plan.observed_per_week}节"),
        ("每月公开课", "" if plan.open_per_month is None else f"{plan.open_per_month}节"),
        ("年度重点项目", plan.key_project or ""),
        ("交给学校", day(plan.submitted_on) if plan.submitted_on else "还没有交"),
        ("学校同意", day(plan.accepted_on) if plan.accepted_on else "还没有"),
    ]


def values(plan: PersonalPlanDetail) -> dict[str, object]:
    """Return what the inputs start from."""
    return {each.name: "" if getattr(plan, each.name) is None else getattr(plan, each.name) for each in CONTENT}


def missing(plan: PersonalPlanRow) -> str:
    """Return 还没有写主要措施、任教任务, empty when it can be handed in."""
    return f"还没有写{'、'.join(FIELDS[name] for name in plan.missing)}" if plan.missing else ""
