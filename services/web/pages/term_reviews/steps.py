"""The steps of a term review and of its summaries (W-26): what each page asks and says."""

from services.contracts.codes import ContributionKind, EvidenceKind
from services.contracts.files import FileKind
from services.contracts.term_reviews import ContributionDetail, TermReviewDetail
from services.web import clock
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.activity_plans.terms import term_words
from services.web.pages.files.words import files_input
from services.web.pages.term_reviews import words
from services.web.steps import Step, Steps, Subject

HOME: Trail = [("结对", "/pairings"), ("学期考核", "/term-reviews")]
YES_NO = [("true", "合格"), ("false", "不合格")]
TEXTS = [
    Input("handed_on", "哪天交来", "date"),
    Input("practice", "做法", "area", "这学期做了什么。不写学生姓名。", maxlength=2000),
    Input("effect", "成效", "area", "有什么变化。", optional=True, maxlength=2000),
    Input("mentoring", "带徒成果", "area", "徒弟的公开课、获奖、进步。", optional=True, maxlength=2000),
]
REST = [("true", "其余交了总结的都合格，没有奖励")]


def subject(review: TermReviewDetail) -> Subject:
    """Return the review with its steps."""
    path = f"/term-reviews/{review.id}"
    facts = [("状态", review.status.label), ("总结", words.progress(review))]
    trail = [*HOME, (words.title(review), path)]
    return Subject(path, trail, review.version, review.allowed_actions, _steps(review), facts)


def _evidence(review: TermReviewDetail) -> tuple[list[Input], dict[str, object]]:
    kinds = Input("kinds", "查验过、齐全的", "checks", "没有的不勾。", optional=True, choices=choices(EvidenceKind))
    papers = [
        Input(f"papers_{each.value}", f"{each.label}几份", "number", optional=True, maxlength=4)
        for each in EvidenceKind
    ]
    values: dict[str, object] = {f"papers_{each.kind.value}": each.papers or "" for each in review.evidence}
    values["kinds"] = [each.kind.value for each in review.evidence if each.seen]
    return [kinds, *papers], values


def _steps(review: TermReviewDetail) -> Steps:
    name = words.title(review)
    inputs, values = _evidence(review)
    awaited = f"还有{review.awaited_count}份没交，没交的不能评为合格。" if review.awaited_count else "总结都交了。"
    return {
        "check": Step(
            "查验材料", "听课笔记、讲座资料、教案、评课反思", f"查验{name}的材料", "查验结果已登记。",
            [awaited, "系统会记下这学期同类活动有几次，供对照。"], inputs, "登记查验结果", values=values,
        ),
        "decide": Step(
            "定下评定", "每份交来的总结都评定好", f"定下{name}的评定？", "评定已定下。",
            [awaited, "奖励在每份总结里写。本人的总结请别的账号评定。"],
            [Input("rest_qualified", "还没评定的", "checks", optional=True, choices=REST)], "定下评定",
        ),
        "submit": Step(
            "上报", "报给主管教育局", f"上报{name}？", "总结材料已上报，等教育局收阅。",
            [awaited, "上报后，教育局收阅或退回以前不能再改。"], button="上报",
        ),
        "accept": Step(
            "收阅", "看过，不用改", f"收阅{name}？", "已收阅。", ["收阅后学校不能再改；要改的，退回。"], button="收阅",
        ),
        "return": Step(
            "退回", "写明要改什么", f"退回{name}", "已退回，学校改好会再上报。", [],
            [reason("要改什么", "学校看得到，比如：带徒成果要写到每位徒弟。")],
        ),
        "collect": Step(
            "再带入师傅", "有新的师徒，或师傅写了总结", "再从师徒结对带入？", "师傅名单已更新。",
            ["新登记的师傅加进名单；在师徒结对里写好的总结，算交来。", "已经登记的总结不变。"], button="带入",
        ),
        "edit": Step("改期限和结对", "收齐期限、属于哪个结对", "", ""),
        "void": Step(
            "作废", "不要这份考核总结时用，记录会保留", f"作废{name}？", "已作废，可以重新开始。",
            ["作废后，这个学期可以重新开始一份。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def checked_body(body: dict[str, object]) -> dict[str, object]:
    """Return the body of a check from the ticks and numbers of the form."""
    ticked = body.get("kinds") or []
    kinds = [str(each) for each in ticked] if isinstance(ticked, list) else []
    return {"evidence": [{"kind": each, "papers": body.get(f"papers_{each}", 0)} for each in kinds]}


def main_step(review: TermReviewDetail) -> str:
    """Return the one step that gets the solid button: what the review waits for."""
    rated = [each for each in review.contributions if each.kind is not ContributionKind.school and each.handed_on]
    own = any(each.kind is ContributionKind.school and each.handed_on for each in review.contributions)
    wanted = ["accept"]
    if rated and review.checked_on is None:
        wanted.append("check")
    elif rated and (review.decided_on is None or any(each.qualified is None for each in rated)):
        wanted.append("decide")
    elif rated and own:
        wanted.append("submit")
    return next((each for each in wanted if each in review.allowed_actions), "")


def contribution_subject(found: ContributionDetail, *, may_attach: bool) -> Subject:
    """Return one summary with what may be done with it."""
    home = f"/term-reviews/{found.review_id}"
    path = f"/term-reviews/contributions/{found.id}"
    of = f"{found.school.name}{term_words(found.school_year, found.term)}"
    trail = [*HOME, (of, home), (words.who(found), path)]
    facts = [("总结", found.state.label), ("评定", words.judged(found))]
    steps = _contribution_steps(found, may_attach=may_attach)
    return Subject(path, trail, found.version, found.allowed_actions, steps, facts, path)


def _contribution_steps(found: ContributionDetail, *, may_attach: bool) -> Steps:
    name = words.who(found)
    papers = [files_input(FileKind.term_paper, "附件")] if may_attach else []
    values = {each: getattr(found, each) for each in ("practice", "effect", "mentoring", "reward")}
    again = found.handed_on is not None
    verb = "改" if again else "登记"
    lines = ["改过的总结要重新评定。"] if found.qualified is not None else []
    rated = {"qualified": "" if found.qualified is None else str(found.qualified).lower()}
    return {
        "hand-in": Step(
            f"{verb}总结", "做法、成效、带徒成果", f"{verb}{name}", "总结已登记。",
            lines, [*TEXTS, *papers], "保存", values={**values, "handed_on": found.handed_on or clock.today()},
        ),
        "judge": Step(
            "评定", "合格或不合格，合格的可以奖励", f"评定{name}", "已评定。", ["没有奖励就空着。"],
            [
                Input("qualified", "评定", "radio", choices=YES_NO),
                Input("reward", "奖励", hint="比如：评为优秀教研组", optional=True),
                Input("reward_amount", "奖金（元）", optional=True, maxlength=12),
            ], "保存",
            values={**values, **rated, "reward_amount": "" if found.reward_amount is None else found.reward_amount},
        ),
        "void": Step(
            "从名单去掉", "不用交总结时用，记录会保留", f"把{name}从名单去掉？", "已从名单去掉。",
            ["去掉后不再算进应交的份数。"], button="去掉", danger=True,
        ),
    }  # fmt: skip
