"""The steps of a term plan (W-21.1): what each page asks and says."""

from services.contracts.term_plans import TermPlanDetail
from services.web.inputs import reason
from services.web.pages.term_plans import words
from services.web.pages.term_plans.forms import HOME
from services.web.steps import Step, Steps, Subject

MAIN = ("agree", "propose")


def subject(plan: TermPlanDetail) -> Subject:
    """Return the plan with its steps."""
    path = f"/term-plans/{plan.id}"
    facts = [("状态", plan.status.label), ("措施", f"{plan.measure_count}条")]
    return Subject(path, [*HOME, (words.title(plan), path)], plan.version, plan.allowed_actions, _steps(plan), facts)


def _steps(plan: TermPlanDetail) -> Steps:
    other, lacks = words.OTHER[plan.drafted_by].label, words.lacks(plan)
    replaces = ["同意后，上一版就被这一版代替。"] if plan.revises_id else []
    return {
        "edit": Step("修改", "目标、措施、责任人", "", ""),
        "propose": Step(
            "送对方", f"请{other}同意", "送对方看这份计划？", f"已送出，等{other}同意。",
            [f"还差{lacks}，写好才能送。" if lacks else f"{other}同意前，你可以撤回接着改。"], button="送对方",
        ),
        "withdraw": Step(
            "撤回", "接着改", "撤回这份计划？", "已撤回，可以接着改。", ["改好后再送一次。"], button="撤回",
        ),
        "agree": Step(
            "同意", "计划就商定了", "同意这份计划？", "计划已商定，两校照这份做。",
            [*replaces, "商定后不能直接改。要改的，写明原因另起一版。"], button="同意",
        ),
        "return": Step(
            "退回", "写明要改什么", "退回这份计划", "已退回，对方改好会再送来。",
            inputs=[reason("要改什么", "两校看得到，比如：送教写到每个月。")],
        ),
        "revise": Step(
            "修订", "写明原因，另起一版", "修订这份计划", "新一版已起草，改好后送对方同意。",
            ["新一版从这一版抄过来。对方同意以前，照这一版做。"],
            [reason("为什么修订", "两校看得到，比如：期中停课两周，送教顺延。")], "起草新一版",
        ),
        "void": Step(
            "作废", "不要这份草稿时用，记录会保留", "作废这份计划？", "计划已作废，可以重新起草。",
            inputs=[reason()], danger=True,
        ),
    }  # fmt: skip


def main_step(plan: TermPlanDetail) -> str:
    """Return the one step that gets the solid button: what the plan waits for."""
    if "propose" in plan.allowed_actions and words.lacks(plan):
        return ""
    return next((each for each in MAIN if each in plan.allowed_actions), "")
