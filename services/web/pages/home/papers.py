"""Plans, summaries, handovers and feedback among what is to be done: what each line says and where it leads."""

from dataclasses import dataclass

from services.contracts.workbench import TodoKind


@dataclass(frozen=True, slots=True)
class Paper:
    """`text` stands after the person's name, `on` after the day; `school` says the other side; the link is `path`, the
    id, `after`."""

    text: str
    button: str
    path: str
    after: str = ""
    school: str = "{}"
    on: str = ""


PAPERS: dict[TodoKind, Paper] = {
    "confirm_sending": Paper("的交流安排等本校确认", "去确认", "/assignments/", "/confirm", "到{}", "起"),
    "confirm_receiving": Paper("要来本校，等本校确认", "去确认", "/assignments/", "/confirm", "{}派来", "起"),
    "disagreement_decided": Paper("的不同意见处理好了，等本校确认", "看安排", "/assignments/", "", "{}", "起"),
    "goal_agree": Paper("有目标等你同意", "看目标", "/assignments/", "?tab=goals"),
    "pairing_decide": Paper("新结对等本校确定", "看结对", "/pairings/", "", "和{}", "起"),
    "contacts": Paper("新结对还没填本校的负责领导和联络人", "填联络人", "/pairings/", "/contacts", "和{}", "起"),
    "pairing_negotiate": Paper("新结对可以开始协商了", "开始协商", "/pairings/", "/negotiate", "和{}", "起"),
    "lesson_reflect": Paper("听了你的课，等你写反思", "写反思", "/lesson-records/", "/reflect", "{}", "听的"),
    "plan_accept": Paper("交来个人计划，等本校同意", "看计划", "/personal-plans/"),
    "summary_review": Paper("交来年度总结，等评议", "评议", "/summaries/"),
    "summary_forward": Paper("的总结评议好了，等转送", "转送", "/summaries/", "/forward"),
    "summary_file": Paper("的总结转来了，等入档", "入档", "/summaries/", "/file"),
    "plan_write": Paper("写这一学年的个人计划", "写计划", "/personal-plans/new?assignment="),
    "plan_finish": Paper("个人计划还没交给学校", "接着写", "/personal-plans/"),
    "summary_write": Paper("写年度总结", "写总结", "/summaries/new?assignment="),
    "arrival_arrange": Paper("来本校，等登记生活安排", "去登记", "/arrivals/", "", "{}派来", "起"),
    "handover": Paper("的交流到期，等交接和鉴定", "办交接", "/handovers/", "/hand-over"),
    "feedback_read": Paper("交来了交流反馈，等本校查看", "看反馈", "/handovers/"),
    "term_plan_agree": Paper("这学期的帮扶计划等本校同意", "看计划", "/term-plans/", "", "{}", "送来"),
    "term_plan_finish": Paper("这学期的帮扶计划还没写完", "接着写", "/term-plans/", "", "和{}"),
    "feedback_write": Paper("向原校反馈学到的做法", "写反馈", "/handovers/", "/give-feedback"),
    "term_review": Paper("本学期的考核总结还没上报", "接着办", "/term-reviews/", "", "", "收齐"),
    "class_join": Paper("支援班等本校一起申请", "看申请", "/support-classes/", "", "{}提出"),
    "class_returned": Paper("支援班的申请退回了", "去改", "/support-classes/", "", "和{}"),
    "class_staff": Paper("支援班批准了，等本校派任教师", "派任教师", "/support-classes/", "/assign", "和{}", "批准"),
    "mentor_needs": Paper("等本校派师傅", "看供需", "/pairings/", "?tab=mentor_listings", "{}提出"),
    "mentor_offers": Paper("可以带徒弟，还没人拜师", "看供需", "/pairings/", "?tab=mentor_listings", "{}列出"),
    "refusal_hear": Paper("拒不参加交流，等听取陈述", "登记陈述", "/refusals/", "/hear", "", "拒绝"),
    "refusal_state": Paper("拒不参加交流的登记，等你写陈述", "写陈述", "/refusals/", "/state", "{}", "登记"),
    "move_file": Paper("的调动还没报备案", "报备案", "/staff-moves/", "/file", "到{}", "调动"),
    "move_returned": Paper("的调动备案退回了", "去改", "/staff-moves/", "", "到{}", "调动"),
    "move_held": Paper("的调动到期没办成", "看原因", "/staff-moves/", "", "{}", "调动"),
    "move_coming": Paper("要调来本校", "看调动", "/staff-moves/", "", "从{}", "调来"),
    "summary_finish": Paper("年度总结还没交给学校", "接着写", "/summaries/"),
}
