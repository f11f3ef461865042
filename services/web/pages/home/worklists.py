"""The worklists of an office: what they are called, and the page that shows the same rows."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from services.contracts.workbench import WorkItem, WorkKey

API_PREFIX = "/api/v1"
VIEW = "查看"


@dataclass(frozen=True, slots=True)
class ListKind:
    """How a worklist is shown; an empty `page` means the page of the same name and query as the API's list."""

    title: str
    about: str
    none: str
    action: str = VIEW
    page: str = ""
    urgent: bool = False


KINDS: dict[WorkKey, ListKind] = {
    "reports_waiting": ListKind("待审月报", "", "没有待审月报", "开始审核", "/reviews/start", urgent=True),
    "assignments_to_confirm": ListKind("交流任务待确认", "等县里确认", "都确认了", "去确认", urgent=True),
    "disagreements_waiting": ListKind("不同意见", "有人不同意安排，等处理", "没有不同意见", "去处理", urgent=True),
    "improvement_plans_waiting": ListKind(
        "改造规划待审", "学校报来了，等县里定", "没有待审的规划", "去审", urgent=True
    ),
    "term_reviews_waiting": ListKind(
        "学期考核总结待收阅", "学校报来了，等县里看", "没有待收阅的", "去收阅", urgent=True
    ),
    "support_classes_waiting": ListKind(
        "支援班申请待批", "两校一起报来了，等县里批", "没有待批的支援班", "去批", urgent=True
    ),
    "refusals_waiting": ListKind("拒不参加待处理", "先听取陈述，再作处理", "没有待处理的", "去处理", urgent=True),
    "staff_moves_waiting": ListKind("调动待批", "学校报来了，等批准", "没有待批的调动", "去批", urgent=True),
    "staff_moves_held": ListKind("调动到期没办成", "到了日子，还有事没办完", "没有卡住的"),
    "pairings_to_start": ListKind("结对签齐了", "双方都签了，等你办结对开始", "没有等开始的", "去开始", urgent=True),
    "assignments_not_arrived": ListKind("应到未到", "到岗日到了，学校还没确认", "该到的都到了"),
    "pairings_unsigned": ListKind("协议缺签字", "有一方还没签字", "签字都齐了"),
    "pairings_without_plan": ListKind("没有学期计划", "两校还没商定这学期做什么", "都商定了"),
    "pairings_ending": ListKind("结对30天内到期", "要续签还是结束", "没有快到期的结对"),
    "assignments_ending": ListKind("交流30天内到期", "要延期还是期满", "没有快到期的交流"),
    "commitments_lagging": ListKind("承诺落后或逾期", "比按时间应到的少", "承诺都跟上了"),
    "decisions_overdue": ListKind("会议决定逾期", "过了说好的日子还没办完", "没有逾期的决定"),
    "summaries_overdue": ListKind("年度总结逾期", "交流期满还没交", "没有逾期的总结", page="/summaries?overdue=true"),
    "supports_disputed": ListKind("经费物资有异议", "收的一方说对不上", "没有异议"),
    "supports_to_pay": ListKind("教育局还没拨的经费", "计划给学校的专项经费、以奖代补", "都拨了"),
    "successions_held": ListKind(
        "更名撤并没办成", "到了日子，还有事没办完", "没有卡住的", page="/schools/planned?held=true"
    ),
    "reports_open": ListKind("还没报齐", "待填报、填写中和已退回", "都报齐了", page="/reviews/chase"),
    "reports_overdue": ListKind("逾期没报", "过了截止日还没报", "没有逾期的", page="/reviews/chase?overdue=true"),
    "users_never_signed_in": ListKind("还没登录过的账号", "还没设密码", "都登录过了"),
    "webhooks_failing": ListKind("送不到的变更推送", "多次没有送到，停下了", "推送都正常", "去看看"),
    "clients_expiring": ListKind("快到期的接口", "到期后对方取不到数据", "没有快到期的接口"),
}


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One worklist as the page shows it."""

    title: str
    count: int
    sub: str
    action: str
    href: str
    solid: bool = False


def cards(items: list[WorkItem], *, urgent: bool, deciding: bool) -> list[WorkCard]:
    """Return the worklists of one group; nothing is urgent for who only looks on."""
    chosen = [item for item in items if (KINDS[item.key].urgent and deciding) is urgent]
    first = next((item.key for item in chosen if item.count), None) if urgent else None
    return [_card(item, solid=item.key == first, deciding=deciding) for item in chosen]


def _card(item: WorkItem, *, solid: bool, deciding: bool) -> WorkCard:
    kind = KINDS[item.key]
    href = _href(item, kind)
    if not deciding and kind.action != VIEW:
        return WorkCard(kind.title, item.count, _sub(item, kind), VIEW, href.removesuffix("/start"))
    return WorkCard(kind.title, item.count, _sub(item, kind), kind.action, href, solid)


def _href(item: WorkItem, kind: ListKind) -> str:
    if not kind.page:
        return item.query.removeprefix(API_PREFIX)
    month = parse_qs(urlsplit(item.query).query).get("month", [""])[0]
    return f"{kind.page}{'&' if '?' in kind.page else '?'}month={month}" if month else kind.page


def _sub(item: WorkItem, kind: ListKind) -> str:
    if not item.count:
        return kind.none
    days = item.oldest_days or 0
    if item.key == "reports_waiting":
        return f"最早一份等了{days}天" if days > 0 else "都是今天到的"
    if item.key == "reports_overdue":
        return f"最早的逾期{days}天" if days else kind.about
    return kind.about
