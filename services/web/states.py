"""One state, one word, one colour, one icon (ui guide §5). Words come from the contracts' code lists."""

from dataclasses import dataclass

from services.contracts.codes import (
    AssignmentStatus,
    Code,
    ContributionState,
    DayState,
    DecisionStatus,
    DeliveryState,
    DisagreementStatus,
    FeedbackStatus,
    GoalStatus,
    HandoverStatus,
    ImprovementStatus,
    LessonStatus,
    ListingStatus,
    MentorPairStatus,
    MilestoneState,
    PairingStatus,
    PersonalPlanStatus,
    PersonState,
    PlannedStatus,
    RefusalStatus,
    ReportStatus,
    StaffMoveStatus,
    SummaryStatus,
    SupportClassStatus,
    SupportStatus,
    TeamStatus,
    TermPlanStatus,
    TermReviewStatus,
    WebhookStatus,
)
from services.web.icons import icon


@dataclass(frozen=True, slots=True)
class StateTag:
    """What a tag shows. `colour` is one of neutral, todo, doing, wait, done, bad, public, closed."""

    text: str
    colour: str
    icon: str


NOT_DUE = StateTag("未到期", "neutral", icon("circle-dashed"))
EXTENDED = StateTag("已延期", "doing", icon("clock-plus"))
CHECKED = StateTag("校内已审", "doing", icon("user-check"))

_LOOKS: dict[Code, tuple[str, str]] = {
    ReportStatus.due: ("todo", icon("clipboard-text")),
    ReportStatus.draft: ("doing", icon("pencil")),
    ReportStatus.submitted: ("wait", icon("send")),
    ReportStatus.accepted: ("done", icon("circle-check")),
    ReportStatus.returned: ("bad", icon("arrow-back-up")),
    ReportStatus.published: ("public", icon("speakerphone")),
}
_PAIRING: dict[Code, tuple[str, str]] = {
    PairingStatus.proposed: ("neutral", icon("circle-dashed")),
    PairingStatus.negotiating: ("todo", icon("messages")),
    PairingStatus.suspended: ("todo", icon("player-pause")),
    PairingStatus.decided: ("doing", icon("flag")),
    PairingStatus.signed: ("wait", icon("writing-sign")),
    PairingStatus.active: ("done", icon("circle-check")),
    PairingStatus.ended: ("closed", icon("player-stop")),
    PairingStatus.void: ("closed", icon("ban")),
}
_ASSIGNMENT: dict[Code, tuple[str, str]] = {
    AssignmentStatus.planned: ("neutral", icon("circle-dashed")),
    AssignmentStatus.confirmed: ("wait", icon("calendar-check")),
    AssignmentStatus.active: ("done", icon("circle-check")),
    AssignmentStatus.completed: ("done", icon("checks")),
    AssignmentStatus.incomplete: ("bad", icon("alert-triangle")),
    AssignmentStatus.refused: ("bad", icon("hand-stop")),
    AssignmentStatus.terminated: ("closed", icon("player-stop")),
    AssignmentStatus.void: ("closed", icon("ban")),
}
_MENTOR_PAIR: dict[Code, tuple[str, str]] = {
    MentorPairStatus.active: ("doing", icon("users")),
    MentorPairStatus.summarised: ("wait", icon("writing-sign")),
    MentorPairStatus.reviewed: ("done", icon("checks")),
    MentorPairStatus.ended: ("closed", icon("player-stop")),
    MentorPairStatus.void: ("closed", icon("ban")),
}
_LESSON: dict[Code, tuple[str, str]] = {
    LessonStatus.recorded: ("wait", icon("writing-sign")),
    LessonStatus.reflected: ("done", icon("checks")),
    LessonStatus.void: ("closed", icon("ban")),
}
_PERSON: dict[Code, tuple[str, str]] = {
    PersonState.at_post: ("done", icon("circle-check")),
    PersonState.on_leave: ("todo", icon("calendar-off")),
    PersonState.left: ("closed", icon("logout")),
    PersonState.problem: ("bad", icon("alert-triangle")),
}
_SUPPORT: dict[Code, tuple[str, str]] = {
    SupportStatus.planned: ("neutral", icon("circle-dashed")),
    SupportStatus.paid: ("wait", icon("send")),
    SupportStatus.handed_over: ("wait", icon("send")),
    SupportStatus.disputed: ("bad", icon("alert-triangle")),
    SupportStatus.confirmed: ("done", icon("circle-check")),
    SupportStatus.void: ("closed", icon("ban")),
}
_IMPROVEMENT: dict[Code, tuple[str, str]] = {
    ImprovementStatus.draft: ("doing", icon("pencil")),
    ImprovementStatus.submitted: ("wait", icon("send")),
    ImprovementStatus.returned: ("bad", icon("arrow-back-up")),
    ImprovementStatus.accepted: ("done", icon("circle-check")),
    ImprovementStatus.running: ("doing", icon("flag")),
    ImprovementStatus.closed: ("closed", icon("checks")),
    ImprovementStatus.void: ("closed", icon("ban")),
}
_TERM_PLAN: dict[Code, tuple[str, str]] = {
    TermPlanStatus.draft: ("doing", icon("pencil")),
    TermPlanStatus.proposed: ("wait", icon("send")),
    TermPlanStatus.returned: ("bad", icon("arrow-back-up")),
    TermPlanStatus.agreed: ("done", icon("circle-check")),
    TermPlanStatus.replaced: ("closed", icon("checks")),
    TermPlanStatus.void: ("closed", icon("ban")),
}
_TERM_REVIEW: dict[Code, tuple[str, str]] = {
    TermReviewStatus.collecting: ("doing", icon("pencil")),
    TermReviewStatus.checked: ("doing", icon("list-details")),
    TermReviewStatus.decided: ("doing", icon("checks")),
    TermReviewStatus.submitted: ("wait", icon("send")),
    TermReviewStatus.accepted: ("done", icon("circle-check")),
    TermReviewStatus.returned: ("bad", icon("arrow-back-up")),
    TermReviewStatus.void: ("closed", icon("ban")),
}
_CONTRIBUTION: dict[Code, tuple[str, str]] = {
    ContributionState.awaited: ("neutral", icon("circle-dashed")),
    ContributionState.in_time: ("done", icon("circle-check")),
    ContributionState.late: ("wait", icon("alert-triangle")),
}
_MILESTONE: dict[Code, tuple[str, str]] = {
    MilestoneState.planned: ("neutral", icon("circle-dashed")),
    MilestoneState.overdue: ("bad", icon("alert-triangle")),
    MilestoneState.done: ("done", icon("circle-check")),
}
_DISAGREEMENT: dict[Code, tuple[str, str]] = {
    DisagreementStatus.open: ("bad", icon("alert-triangle")),
    DisagreementStatus.kept: ("done", icon("checks")),
    DisagreementStatus.changed: ("done", icon("checks")),
    DisagreementStatus.withdrawn: ("closed", icon("arrow-back-up")),
    DisagreementStatus.void: ("closed", icon("ban")),
}
_DAY: dict[Code, tuple[str, str]] = {
    DayState.there: ("done", icon("circle-check")),
    DayState.expected: ("todo", icon("calendar-off")),
    DayState.planned: ("neutral", icon("circle-dashed")),
}
_TEAM: dict[Code, tuple[str, str]] = {
    TeamStatus.draft: ("todo", icon("pencil")),
    TeamStatus.leader_set: ("wait", icon("user-check")),
    TeamStatus.confirmed: ("done", icon("checks")),
    TeamStatus.active: ("doing", icon("users")),
    TeamStatus.completed: ("closed", icon("circle-check")),
    TeamStatus.void: ("closed", icon("ban")),
}
_DECISION: dict[Code, tuple[str, str]] = {
    DecisionStatus.open: ("todo", icon("clock")),
    DecisionStatus.done: ("done", icon("circle-check")),
    DecisionStatus.void: ("closed", icon("ban")),
}
_PLANNED: dict[Code, tuple[str, str]] = {
    PlannedStatus.planned: ("neutral", icon("circle-dashed")),
    PlannedStatus.missed: ("bad", icon("alert-triangle")),
    PlannedStatus.recorded: ("done", icon("circle-check")),
    PlannedStatus.cancelled: ("closed", icon("ban")),
}
_GOAL: dict[Code, tuple[str, str]] = {
    GoalStatus.proposed: ("neutral", icon("circle-dashed")),
    GoalStatus.agreed: ("doing", icon("flag")),
    GoalStatus.met: ("done", icon("checks")),
    GoalStatus.unmet: ("bad", icon("alert-triangle")),
    GoalStatus.replaced: ("closed", icon("arrow-back-up")),
    GoalStatus.void: ("closed", icon("ban")),
}
_PLAN: dict[Code, tuple[str, str]] = {
    PersonalPlanStatus.draft: ("doing", icon("pencil")),
    PersonalPlanStatus.submitted: ("wait", icon("send")),
    PersonalPlanStatus.returned: ("bad", icon("arrow-back-up")),
    PersonalPlanStatus.accepted: ("done", icon("circle-check")),
}
_SUMMARY: dict[Code, tuple[str, str]] = {
    SummaryStatus.draft: ("doing", icon("pencil")),
    SummaryStatus.submitted_to_recipient: ("wait", icon("send")),
    SummaryStatus.returned: ("bad", icon("arrow-back-up")),
    SummaryStatus.reviewed: ("doing", icon("writing-sign")),
    SummaryStatus.forwarded: ("wait", icon("send")),
    SummaryStatus.filed: ("done", icon("checks")),
}
_REFUSAL: dict[Code, tuple[str, str]] = {
    RefusalStatus.open: ("todo", icon("messages")),
    RefusalStatus.heard: ("doing", icon("flag")),
    RefusalStatus.decided: ("bad", icon("hand-stop")),
    RefusalStatus.dismissed: ("done", icon("checks")),
    RefusalStatus.lifted: ("closed", icon("player-stop")),
    RefusalStatus.withdrawn: ("closed", icon("arrow-back-up")),
    RefusalStatus.void: ("closed", icon("ban")),
}
_HANDOVER: dict[Code, tuple[str, str]] = {
    HandoverStatus.open: ("todo", icon("clock")),
    HandoverStatus.handed_over: ("done", icon("checks")),
}
_FEEDBACK: dict[Code, tuple[str, str]] = {
    FeedbackStatus.open: ("todo", icon("clock")),
    FeedbackStatus.filed: ("wait", icon("send")),
    FeedbackStatus.read: ("done", icon("checks")),
}
_STAFF_MOVE: dict[Code, tuple[str, str]] = {
    StaffMoveStatus.decided: ("todo", icon("flag")),
    StaffMoveStatus.filed: ("doing", icon("calendar-check")),
    StaffMoveStatus.returned: ("bad", icon("arrow-back-up")),
    StaffMoveStatus.proposed: ("wait", icon("send")),
    StaffMoveStatus.approved: ("doing", icon("calendar-check")),
    StaffMoveStatus.rejected: ("closed", icon("ban")),
    StaffMoveStatus.moved: ("done", icon("circle-check")),
    StaffMoveStatus.withdrawn: ("closed", icon("arrow-back-up")),
    StaffMoveStatus.void: ("closed", icon("ban")),
}
_SUPPORT_CLASS: dict[Code, tuple[str, str]] = {
    SupportClassStatus.proposed: ("todo", icon("messages")),
    SupportClassStatus.applied: ("wait", icon("send")),
    SupportClassStatus.returned: ("bad", icon("arrow-back-up")),
    SupportClassStatus.approved: ("doing", icon("flag")),
    SupportClassStatus.staffed: ("doing", icon("user-check")),
    SupportClassStatus.running: ("done", icon("circle-check")),
    SupportClassStatus.ended: ("closed", icon("player-stop")),
    SupportClassStatus.void: ("closed", icon("ban")),
}
_LISTING: dict[Code, tuple[str, str]] = {
    ListingStatus.listed: ("doing", icon("flag")),
    ListingStatus.withdrawn: ("closed", icon("ban")),
    ListingStatus.closed: ("closed", icon("player-stop")),
}
_WEBHOOK: dict[Code, tuple[str, str]] = {
    WebhookStatus.active: ("done", icon("circle-check")),
    WebhookStatus.paused: ("todo", icon("player-pause")),
    WebhookStatus.failing: ("bad", icon("alert-triangle")),
    WebhookStatus.void: ("closed", icon("ban")),
}
_DELIVERY: dict[Code, tuple[str, str]] = {
    DeliveryState.waiting: ("wait", icon("send")),
    DeliveryState.confirmed: ("done", icon("circle-check")),
    DeliveryState.dead: ("bad", icon("alert-triangle")),
    DeliveryState.dropped: ("closed", icon("ban")),
}
_BY_TYPE: dict[type[Code], dict[Code, tuple[str, str]]] = {
    GoalStatus: _GOAL,
    PersonalPlanStatus: _PLAN,
    SummaryStatus: _SUMMARY,
    RefusalStatus: _REFUSAL,
    HandoverStatus: _HANDOVER,
    FeedbackStatus: _FEEDBACK,
    ReportStatus: _LOOKS,
    PairingStatus: _PAIRING,
    SupportClassStatus: _SUPPORT_CLASS,
    StaffMoveStatus: _STAFF_MOVE,
    AssignmentStatus: _ASSIGNMENT,
    MentorPairStatus: _MENTOR_PAIR,
    ListingStatus: _LISTING,
    LessonStatus: _LESSON,
    PersonState: _PERSON,
    SupportStatus: _SUPPORT,
    TeamStatus: _TEAM,
    ImprovementStatus: _IMPROVEMENT,
    TermPlanStatus: _TERM_PLAN,
    MilestoneState: _MILESTONE,
    TermReviewStatus: _TERM_REVIEW,
    ContributionState: _CONTRIBUTION,
    DayState: _DAY,
    DisagreementStatus: _DISAGREEMENT,
    DecisionStatus: _DECISION,
    PlannedStatus: _PLANNED,
    WebhookStatus: _WEBHOOK,
    DeliveryState: _DELIVERY,
}


def state_tag(state: Code) -> StateTag:
    """Return how a state looks.

    Raises:
        KeyError: a state without a look; a test walks through all of them.
    """
    colour, drawing = _BY_TYPE[type(state)][state]
    return StateTag(state.label, colour, drawing)
