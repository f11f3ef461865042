"""The steps of an improvement plan and of its milestones (W-28): what each page asks and says."""

from services.contracts.codes import ImprovementResult, ImprovementStatus
from services.contracts.files import FileKind
from services.contracts.improvement_plans import ImprovementPlanDetail, MilestoneDetail
from services.web import clock
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.files.words import files_input
from services.web.pages.improvement_plans import words
from services.web.steps import Step, Steps, Subject
from services.web.wording import school_year

HOME: Trail = [("结对", "/pairings"), ("改造规划", "/improvement-plans")]


def subject(plan: ImprovementPlanDetail) -> Subject:
    """Return the plan with its steps."""
    path = f"/improvement-plans/{plan.id}"
    facts = [("状态", plan.status.label), ("进度", words.progress(plan))]
    return Subject(path, [*HOME, (words.title(plan), path)], plan.version, plan.allowed_actions, _steps(plan), facts)


def _steps(plan: ImprovementPlanDetail) -> Steps:
    name, open_steps = words.title(plan), plan.milestone_count - plan.done_count
    lacks = words.lacks(plan)
    return {
        "submit": Step(
            "报送规划", "报给主管教育局", f"报送{name}？", "规划已报送，等教育局受理。",
            [f"还差{lacks}，写好才能报送。" if lacks else "报送后，教育局受理或退回以前不能再改。"], button="报送规划",
        ),
        "accept": Step(
            "受理", "受理后开始登记进度", f"受理{name}？", "已受理，学校可以登记进度了。",
            ["受理后，目标、措施和进度安排不再改。要改的，先退回。"], button="受理",
        ),
        "return": Step(
            "退回", "写明要改什么", f"退回{name}", "已退回，学校改好会再报送。",
            ["已经完成的步骤仍算完成。"], [reason("要改什么", "学校和支援学校看得到，比如：进度要写到每个月。")],
        ),
        "close": Step(
            "考核", "期末登记结果，两校都算", f"考核{name}", "考核结果已登记。",
            [f"还有{open_steps}步没完成。" if open_steps else "所有步骤都已完成。", "考核后不能再登记进度。"],
            [
                Input("result", "考核结果", "radio", choices=choices(ImprovementResult)),
                Input("conclusion", "考核意见", "area", "做到了什么、还差什么，两校都看得到。", maxlength=500),
            ], "登记考核结果",
        ),
        "void": Step(
            "作废", "不要这份规划时用，记录会保留", f"作废{name}？", "规划已作废，可以重新起草。",
            ["作废后，这个学年可以重新起草一份。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def main_step(plan: ImprovementPlanDetail) -> str:
    """Return the one step that gets the solid button: what the plan waits for."""
    if plan.status in {ImprovementStatus.draft, ImprovementStatus.returned} and words.lacks(plan):
        return ""
    everything = bool(plan.milestone_count) and plan.done_count == plan.milestone_count
    wanted = ["submit", "accept", *(["close"] if everything else [])]
    return next((each for each in wanted if each in plan.allowed_actions), "")


def milestone_subject(step: MilestoneDetail, *, may_attach: bool) -> Subject:
    """Return a step of the schedule with what may be done with it."""
    plan_path = f"/improvement-plans/{step.plan_id}"
    path = f"/improvement-plans/steps/{step.id}"
    trail = [*HOME, (f"{step.school.name}{school_year(step.school_year)}学年", plan_path), (step.what or "一步", path)]
    facts = [("谁负责", words.who(step)), ("进展", words.step_state(step))]
    return Subject(
        path, trail, step.version, step.allowed_actions, _milestone_steps(step, may_attach=may_attach), facts, plan_path
    )


def _milestone_steps(step: MilestoneDetail, *, may_attach: bool) -> Steps:
    what, again = step.what or "这一步", step.done_on is not None
    papers = [files_input(FileKind.improvement_paper, "材料")] if may_attach else []
    return {
        "done": Step(
            "改完成情况" if again else "登记完成", "哪天完成、做成了什么", f"登记完成：{what}", "已登记完成。",
            ["本校、支援学校和教育局都看得到。"],
            [
                Input("done_on", "哪天完成", "date"),
                Input("note", "做成了什么", "area", "比如：语文、数学各一节，34人听课。不写学生姓名。", optional=True,
                      maxlength=500),
                *papers,
            ],
            "保存", values={"done_on": step.done_on or clock.today(), "note": step.note},
        ),
        "reopen": Step(
            "改回没完成", "登记错了用", f"{what}还没有完成？", "已改回没完成。", ["写过的说明和材料会保留。"],
            button="改回没完成",
        ),
        "edit": Step("改这一步", "内容、期限和责任人", "", ""),
        "void": Step(
            "去掉这一步", "记录会保留", f"去掉“{what}”？", "这一步已去掉。", ["去掉后不再算进进度。"], button="去掉",
            danger=True,
        ),
    }  # fmt: skip
