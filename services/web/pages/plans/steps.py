"""The steps of a personal plan: what each page asks and says."""

from services.contracts.goals import PersonalPlanDetail
from services.web.inputs import reason
from services.web.pages.goals.words import plan_title
from services.web.pages.goals.words import title as of_assignment
from services.web.pages.plans import words
from services.web.steps import Step, Subject


def tab(plan: PersonalPlanDetail) -> str:
    """Return the page with goals and plans of the assignment."""
    return f"/assignments/{plan.assignment_id}?tab=goals"


def subject(plan: PersonalPlanDetail) -> Subject:
    """Return the plan with its steps."""
    path, name = f"/personal-plans/{plan.id}", words.title(plan)
    trail = [
        (of_assignment(plan), f"/assignments/{plan.assignment_id}"), ("目标与计划", tab(plan)),
        (plan_title(plan.school_year), path),
    ]  # fmt: skip
    lacking = words.missing(plan)
    steps = {
        "submit": Step(
            "交给学校", "接收学校看过后同意或退回", f"把{name}交给{plan.receiving_school.name}？", "计划已交给学校。",
            [*([f"{lacking}，先补上。"] if lacking else []), "交了以后不能再改；要改，请学校退回。"], button="交给学校",
        ),
        "accept": Step(
            "同意", "计划定下来", f"同意{name}？", "已同意这份计划。", ["教师和派出学校会看到。"], button="同意",
        ),
        "return": Step(
            "退回", "写明要改什么", f"退回{name}？", "计划已退回，教师会看到原因。",
            ["教师改好后再交。"], [reason("哪里要改", "教师和派出学校看得到。")], danger=True,
        ),
    }  # fmt: skip
    facts = [("状态", plan.status.label)]
    return Subject(path, trail, plan.version, plan.allowed_actions, steps, facts)


def main_step(plan: PersonalPlanDetail) -> str:
    """Return the one step that gets the solid button."""
    waits = ("accept",) if plan.missing else ("submit", "accept")
    return next((action for action in waits if action in plan.allowed_actions), "")
