"""What pages say of the reviews of a school's term."""

from services.contracts.codes import ContributionKind, TermReviewStatus
from services.contracts.term_reviews import (
    ContributionOut,
    EvidenceOut,
    TermReviewDetail,
    TermReviewRow,
)
from services.web.pages.activity_plans.terms import term_words
from services.web.wording import day, money

OPEN = frozenset(
    {TermReviewStatus.collecting, TermReviewStatus.checked, TermReviewStatus.decided, TermReviewStatus.returned}
)
PARTS = (("做法", "practice"), ("成效", "effect"), ("带徒成果", "mentoring"))


def title(review: TermReviewRow) -> str:
    """Return 云坪镇中心小学学期考核总结."""
    return f"{review.school.name}学期考核总结"


def term(review: TermReviewRow) -> str:
    """Return 2026–2027学年秋季学期."""
    return term_words(review.school_year, review.term)


def progress(review: TermReviewRow) -> str:
    """Return 应交6份，还差2份，迟交1份."""
    if not review.contribution_count:
        return "还没有名单"
    lacks = f"还差{review.awaited_count}份" if review.awaited_count else "都交了"
    late = f"，迟交{review.late_count}份" if review.late_count else ""
    return f"应交{review.contribution_count}份，{lacks}{late}"


def until(review: TermReviewRow) -> str:
    """Return 12月20日前收齐, or that the day has passed."""
    return f"{day(review.due_on)}前收齐" + ("，已过期" if review.overdue else "")


def who(found: ContributionOut) -> str:
    """Return 语文教研组, 韩志强（师傅）, 学校总结; where names are hidden the kind alone."""
    if found.kind is ContributionKind.school:
        return "学校总结"
    if not found.who:
        return f"一份{found.kind.label}总结"
    return f"{found.who}（师傅）" if found.kind is ContributionKind.mentor else found.who


def judged(found: ContributionOut) -> str:
    """Return 合格，奖励：优秀教研组，300元."""
    if found.kind is ContributionKind.school:
        return "不评定"
    if found.qualified is None:
        return "还没评定" if found.handed_on else ""
    if not found.qualified:
        return "不合格"
    amount = money(found.reward_amount) if found.reward_amount is not None else ""
    reward = "，".join(filter(None, (found.reward, amount)))
    return f"合格，奖励：{reward}" if reward else "合格"


def evidence(review: TermReviewDetail) -> list[tuple[str, str]]:
    """Return each kind of evidence with what was seen: 有，12份，查验时系统里这学期有3次活动."""
    return [(each.kind.label, _seen(each) if review.checked_on else "还没查验") for each in review.evidence]


def _seen(each: EvidenceOut) -> str:
    papers = f"，{each.papers}份" if each.papers else ""
    recorded = f"，查验时系统里这学期有{each.recorded}次活动" if each.recorded else ""
    return f"有{papers}{recorded}" if each.seen else "没有"


def next_step(review: TermReviewDetail) -> str:
    """Return what the school has to do next; empty when it is the county's turn or all is done."""
    if review.status not in OPEN or not review.allowed_actions:
        return ""
    shown = [each for each in review.contributions if each.kind is not ContributionKind.school]
    handed = [each for each in shown if each.handed_on]
    if not shown:
        return "先加上各教研组，师傅从师徒结对带入。"
    if not handed:
        return "登记各教研组和师傅交来的总结，再查验材料。"
    if review.checked_on is None:
        return f"{progress(review)}。材料收好了就查验。"
    if any(each.qualified is None for each in handed):
        return "逐份评定，或者在“定下评定”里勾选其余都合格。"
    if review.decided_on is None:
        return "都评定了，可以定下来。"
    if any(each.kind is ContributionKind.school and not each.handed_on for each in review.contributions):
        return "写好学校总结，就能上报。"
    return "都齐了，可以上报。"
