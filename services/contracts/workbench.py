"""Start pages and messages: what a caller must do next, and what happened."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.assignments import AssignmentRow
from services.contracts.base import Out
from services.contracts.codes import ImprovementStatus, NoticeKind, ReportStatus, SupportStatus
from services.contracts.pairings import PairingRow
from services.contracts.reports import PersonRow, ReceiptOut, ReportRow, ReturnOut
from services.contracts.statistics import ReportingOut
from services.contracts.term_plans import TermPlanRow


class NoticeOut(Out):
    """A message to a school about one report, support or improvement plan.

    The `…_status` of it is where that stands now: what is still to do.
    """

    id: UUID
    kind: NoticeKind
    report_id: UUID | None
    report_status: ReportStatus | None
    month: str | None
    support_id: UUID | None = None
    support_status: SupportStatus | None = None
    improvement_plan_id: UUID | None = None
    improvement_plan_status: ImprovementStatus | None = None
    school: SchoolRef | None
    created_at: datetime
    read: bool


class ReadOut(Out):
    """How many messages were unread until now."""

    read: int


WorkKey = Literal[
    "reports_waiting",
    "reports_open",
    "reports_overdue",
    "assignments_to_confirm",
    "assignments_not_arrived",
    "assignments_ending",
    "disagreements_waiting",
    "improvement_plans_waiting",
    "term_reviews_waiting",
    "support_classes_waiting",
    "staff_moves_waiting",
    "staff_moves_held",
    "refusals_waiting",
    "pairings_to_start",
    "pairings_unsigned",
    "pairings_ending",
    "pairings_without_plan",
    "commitments_lagging",
    "decisions_overdue",
    "summaries_overdue",
    "supports_disputed",
    "supports_to_pay",
    "successions_held",
    "users_never_signed_in",
    "clients_expiring",
    "webhooks_failing",
]
"""待审月报, 还没报齐, 逾期没报; 待确认, 应到未到, 30天内到期; 不同意见; 待审的改造规划,
待收阅的学期考核总结, 待批的支援班, 待批和到期没办成的调动, 拒不参加待处理; 签齐了等开始, 缺签字, 30天内到期,
这学期没有商定计划; 落后的承诺, 逾期的会议决定, 逾期的年度总结, 有异议的经费物资,
教育局计划给还没拨的经费; 到期没办成的更名撤并; 没登录过的账号,
快到期的接口, 送不到的推送."""


class WorkItem(Out):
    """A worklist: `count` equals the rows that `GET {query}` lists.

    `oldest_days`: calendar days for which the oldest of them has waited, or has been overdue like in its row.
    """

    key: WorkKey
    count: int
    query: str
    oldest_at: datetime | None = None
    oldest_days: int | None = None


TodoKind = Literal[
    "arrival",
    "signature",
    "support",
    "confirm_sending",
    "confirm_receiving",
    "disagreement",
    "disagreement_decided",
    "pairing_decide",
    "contacts",
    "pairing_negotiate",
    "goal_agree",
    "decision",
    "plan_accept",
    "lesson_reflect",
    "summary_review",
    "summary_forward",
    "summary_file",
    "plan_write",
    "plan_finish",
    "summary_write",
    "summary_finish",
    "arrival_arrange",
    "handover",
    "feedback_read",
    "feedback_write",
    "term_plan_agree",
    "term_plan_finish",
    "term_review",
    "class_join",
    "class_returned",
    "class_staff",
    "move_file",
    "move_returned",
    "move_held",
    "move_coming",
    "mentor_needs",
    "mentor_offers",
    "refusal_hear",
    "refusal_state",
]
"""到岗, 签协议; 确认收到, 派出或接收的安排要确认, 答复不同意见, 不同意见处理好了要确认; 新结对要确定、填联络人、
开始协商; 目标等同意; 落实会议决定; 个人计划等同意, 总结等评议、转送、入档,
来的人要安排好生活, 交流结束要交接, 反馈等查看; 学期考核总结要上报;
支援班等一起申请、退回了、要派任教师;
调动要报备案、退回了、到期没办成、有人要调来; 需求等师傅, 师傅还没人拜;
学期帮扶计划等同意、要写完; of a teacher: 计划要写、要改好再交, 总结要写、要改好再交, 反馈要写."""


class TodoOut(Out):
    """What a school must do besides the report, such as saying that a person has arrived, or a teacher must write.

    `id` is that of what is to be dealt with: assignment, agreement's pairing, support, disagreement, decision, plan,
    summary; of what is not begun yet, of a plan to confirm, of goals, arrivals, handovers and
    feedback, the assignment's. `name`
    is the person's, the agreement's number, or the words of the support or the decision; `school` the other side; `on`
    the first day (of an assignment or a pairing), the day the other side signed or gave, the day of the disagreement,
    or the day it was handed in or is due. `amount` is what was paid, in yuan, of funds alone,
    and `giver` who paid or gave: the other school, or an office.
    """

    kind: TodoKind
    id: UUID
    name: str
    school: SchoolRef
    on: date | None
    amount: Decimal | None = None
    giver: str | None = None


FirstStepKey = Literal["schools", "locality", "staff", "accounts", "calendar", "pairing"]
"""学校, 城乡认定, 人员, 账号, 报送日历和联系人, 第一个结对."""


class FirstStep(Out):
    """One line of a new county's first week: `left` of `total` are still to do; `done` when nothing is.

    `schools` are the first of those that something is to be done for, at most three; `GET /schools?missing=` has all.
    """

    key: FirstStepKey
    done: bool
    left: int
    total: int
    schools: list[SchoolRef] = []


class WorkbenchOut(Out):
    """All of a start page in one answer: what this person must do next.

    School roles get `current` (the oldest open month, else the newest; `current_returned`
    says what to put right when it came back), `todos`, `people` (the first of those serving
    here), `pairings` (live), `term_plans` (of this term and school year), `months` and `receipts`; `without_staff` says
    that nothing is due and nobody is registered yet. Offices get `lists` and, for `month` (`?month=`, by default the
    one due next, else the last one opened), `reporting` by township for a county and by county above it.
    A teacher gets the own `assignments` and `todos`.
    `delegated` is the month each school is at that this one reports for; of schools in `taken_over`, which were merged
    or closed and leave months to this one, until the last is accepted. A county coordinator gets `first_week` until
    everything is done, the county's first month was due or `POST /workbench/dismiss-first-week` has put it away; after
    that `staff_base_due`: the school year whose staff the county has not frozen yet.
    """

    today: date
    month: str | None = None
    lists: list[WorkItem] = []
    reporting: ReportingOut | None = None
    current: ReportRow | None = None
    current_people: int = 0
    current_activities: int = 0
    current_goals: int = 0
    current_returned: ReturnOut | None = None
    todos: list[TodoOut] = []
    assignments: list[AssignmentRow] = []
    without_staff: bool = False
    people: list[PersonRow] = []
    pairings: list[PairingRow] = []
    term_plans: list[TermPlanRow] = []
    months: list[ReportRow] = []
    receipts: list[ReceiptOut] = []
    delegated: list[ReportRow] = []
    taken_over: list[UUID] = []
    first_week: list[FirstStep] = []
    staff_base_due: int | None = None
