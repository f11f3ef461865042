"""Every closed code list, with the Chinese word people see. Names follow requirements §B-N."""

from services.contracts.code import Code as Code
from services.contracts.code_lists import Confidence as Confidence
from services.contracts.codes_access import ClientScope as ClientScope
from services.contracts.codes_access import FieldSet as FieldSet
from services.contracts.codes_access import InvitationChannel as InvitationChannel
from services.contracts.codes_access import InvitationStatus as InvitationStatus
from services.contracts.codes_access import Role as Role
from services.contracts.codes_access import SignInWay as SignInWay
from services.contracts.codes_activities import ActivityPayer as ActivityPayer
from services.contracts.codes_activities import DecisionStatus as DecisionStatus
from services.contracts.codes_activities import PlannedStatus as PlannedStatus
from services.contracts.codes_activities import PlanRepeat as PlanRepeat
from services.contracts.codes_activities import ResponsibleSide as ResponsibleSide
from services.contracts.codes_arrivals import ArrivalItem as ArrivalItem
from services.contracts.codes_arrivals import LivingArrangement as LivingArrangement
from services.contracts.codes_assignment import AssignmentParty as AssignmentParty
from services.contracts.codes_assignment import DisagreementStatus as DisagreementStatus
from services.contracts.codes_assignment import SwapOf as SwapOf
from services.contracts.codes_assignment import VacancyState as VacancyState
from services.contracts.codes_counting import AgeBand as AgeBand
from services.contracts.codes_counting import HonourHeld as HonourHeld
from services.contracts.codes_counting import LengthBand as LengthBand
from services.contracts.codes_counting import Outcome as Outcome
from services.contracts.codes_counting import SubjectGroup as SubjectGroup
from services.contracts.codes_counting import Unit as Unit
from services.contracts.codes_counting import WithoutValue as WithoutValue
from services.contracts.codes_counting import YearBasis as YearBasis
from services.contracts.codes_goals import AppraisalGrade as AppraisalGrade
from services.contracts.codes_goals import GoalSpeaker as GoalSpeaker
from services.contracts.codes_goals import GoalStanding as GoalStanding
from services.contracts.codes_goals import GoalStatus as GoalStatus
from services.contracts.codes_goals import PersonalPlanStatus as PersonalPlanStatus
from services.contracts.codes_goals import SummaryStatus as SummaryStatus
from services.contracts.codes_handover import FeedbackStatus as FeedbackStatus
from services.contracts.codes_handover import HandoverItem as HandoverItem
from services.contracts.codes_handover import HandoverStatus as HandoverStatus
from services.contracts.codes_improvement import GuidanceKind as GuidanceKind
from services.contracts.codes_improvement import ImprovementResult as ImprovementResult
from services.contracts.codes_improvement import ImprovementSide as ImprovementSide
from services.contracts.codes_improvement import ImprovementStatus as ImprovementStatus
from services.contracts.codes_improvement import MilestoneState as MilestoneState
from services.contracts.codes_indicators import ActivityGroup as ActivityGroup
from services.contracts.codes_indicators import BehindKind as BehindKind
from services.contracts.codes_indicators import IndicatorSubject as IndicatorSubject
from services.contracts.codes_indicators import PairShape as PairShape
from services.contracts.codes_indicators import SummaryState as SummaryState
from services.contracts.codes_indicators import SupportItem as SupportItem
from services.contracts.codes_lessons import LessonRating as LessonRating
from services.contracts.codes_lessons import LessonStatus as LessonStatus
from services.contracts.codes_mentor_listings import ListingKind as ListingKind
from services.contracts.codes_mentor_listings import ListingStatus as ListingStatus
from services.contracts.codes_mentor_listings import MentorPurpose as MentorPurpose
from services.contracts.codes_pairing import ActivityType as ActivityType
from services.contracts.codes_pairing import AidArea as AidArea
from services.contracts.codes_pairing import CommitmentMeasure as CommitmentMeasure
from services.contracts.codes_pairing import CommitmentPeriod as CommitmentPeriod
from services.contracts.codes_pairing import CommitmentState as CommitmentState
from services.contracts.codes_pairing import FundSource as FundSource
from services.contracts.codes_pairing import FundType as FundType
from services.contracts.codes_pairing import GoodsCondition as GoodsCondition
from services.contracts.codes_pairing import GoodsType as GoodsType
from services.contracts.codes_pairing import MentorKind as MentorKind
from services.contracts.codes_pairing import MentorPairStatus as MentorPairStatus
from services.contracts.codes_pairing import MentorResult as MentorResult
from services.contracts.codes_pairing import PairCategory as PairCategory
from services.contracts.codes_pairing import PairingStatus as PairingStatus
from services.contracts.codes_pairing import PairLevel as PairLevel
from services.contracts.codes_pairing import PairRelation as PairRelation
from services.contracts.codes_pairing import PairSide as PairSide
from services.contracts.codes_pairing import PromisedBy as PromisedBy
from services.contracts.codes_pairing import SchoolTerm as SchoolTerm
from services.contracts.codes_pairing import SupportGiver as SupportGiver
from services.contracts.codes_pairing import SupportKind as SupportKind
from services.contracts.codes_pairing import SupportStatus as SupportStatus
from services.contracts.codes_partners import PartnerKind as PartnerKind
from services.contracts.codes_people import CertificateType as CertificateType
from services.contracts.codes_people import Degree as Degree
from services.contracts.codes_people import EducationLevel as EducationLevel
from services.contracts.codes_people import HonourLevel as HonourLevel
from services.contracts.codes_people import HonourType as HonourType
from services.contracts.codes_people import RecordKind as RecordKind
from services.contracts.codes_people import ServiceSource as ServiceSource
from services.contracts.codes_periods import PeriodKind as PeriodKind
from services.contracts.codes_periods import PeriodStatus as PeriodStatus
from services.contracts.codes_policy import RuleEffect as RuleEffect
from services.contracts.codes_refusals import DismissalGround as DismissalGround
from services.contracts.codes_refusals import HearingKind as HearingKind
from services.contracts.codes_refusals import RefusalMeasure as RefusalMeasure
from services.contracts.codes_refusals import RefusalStatus as RefusalStatus
from services.contracts.codes_reports import LeaveCategory as LeaveCategory
from services.contracts.codes_reports import LeftCategory as LeftCategory
from services.contracts.codes_reports import PersonState as PersonState
from services.contracts.codes_reports import ReportSection as ReportSection
from services.contracts.codes_reports import ReportStatus as ReportStatus
from services.contracts.codes_resources import ResourceKind as ResourceKind
from services.contracts.codes_sandbox import SandboxScenario as SandboxScenario
from services.contracts.codes_schools import Locality as Locality
from services.contracts.codes_schools import Ownership as Ownership
from services.contracts.codes_schools import PlanStatus as PlanStatus
from services.contracts.codes_schools import RegionLevel as RegionLevel
from services.contracts.codes_schools import SchoolFlag as SchoolFlag
from services.contracts.codes_schools import SchoolKind as SchoolKind
from services.contracts.codes_schools import SchoolType as SchoolType
from services.contracts.codes_schools import Stage as Stage
from services.contracts.codes_schools import SuccessionKind as SuccessionKind
from services.contracts.codes_schools import UrbanRural as UrbanRural
from services.contracts.codes_setup import GroupRole as GroupRole
from services.contracts.codes_staff_moves import HeadcountState as HeadcountState
from services.contracts.codes_staff_moves import StaffMoveKind as StaffMoveKind
from services.contracts.codes_staff_moves import StaffMoveReason as StaffMoveReason
from services.contracts.codes_staff_moves import StaffMoveStatus as StaffMoveStatus
from services.contracts.codes_staff_moves import SurplusMethod as SurplusMethod
from services.contracts.codes_support_classes import ClassPost as ClassPost
from services.contracts.codes_support_classes import SupportClassStatus as SupportClassStatus
from services.contracts.codes_teams import TeamDirection as TeamDirection
from services.contracts.codes_teams import TeamStatus as TeamStatus
from services.contracts.codes_term_plans import PlanSpan as PlanSpan
from services.contracts.codes_term_plans import TermPlanStatus as TermPlanStatus
from services.contracts.codes_term_reviews import ContributionKind as ContributionKind
from services.contracts.codes_term_reviews import ContributionState as ContributionState
from services.contracts.codes_term_reviews import EvidenceKind as EvidenceKind
from services.contracts.codes_term_reviews import TermReviewStatus as TermReviewStatus
from services.contracts.codes_views import AgendaKind as AgendaKind
from services.contracts.codes_views import DayState as DayState
from services.contracts.codes_webhooks import DeliveryKind as DeliveryKind
from services.contracts.codes_webhooks import DeliveryReason as DeliveryReason
from services.contracts.codes_webhooks import DeliveryState as DeliveryState
from services.contracts.codes_webhooks import WebhookHold as WebhookHold
from services.contracts.codes_webhooks import WebhookStatus as WebhookStatus
from services.contracts.codes_webhooks import WebhookStop as WebhookStop


class Sex(Code):
    """GB/T 2261.1."""

    unknown = "0", "未知"
    male = "1", "男"
    female = "2", "女"
    unstated = "9", "未说明"


class Post(Code):
    """E-10.1."""

    principal = "principal", "校长"
    vice_principal = "vice_principal", "副校长"
    same_rank = "same_rank", "校级同职级人员"
    middle = "middle", "中层干部"
    teacher = "teacher", "教师"


class Title(Code):
    """N-09; 正高级 has no verified national code, so our own names are used."""

    none = "none", "未定级"
    third = "third", "三级教师"
    second = "second", "二级教师"
    first = "first", "一级教师"
    senior = "senior", "高级教师"
    full_senior = "full_senior", "正高级教师"


class ExchangeMode(Code):
    """N-05."""

    team_two_way = "team_two_way", "团队式双向交流"
    transfer_exchange = "transfer_exchange", "转任交流"
    shadow_study = "shadow_study", "跟岗学习"
    support_teaching = "support_teaching", "支教"
    retiree_support = "retiree_support", "退休返聘支教"
    cross_site_exchange = "cross_site_exchange", "异地交流"
    recommended_exchange = "recommended_exchange", "推荐交流"
    peripheral_ordered_exchange = "peripheral_ordered_exchange", "外围学校有序交流"
    promotion_exchange = "promotion_exchange", "提拔与晋升交流"
    periodic_two_way = "periodic_two_way", "定期双向交流"
    attachment = "attachment", "挂职锻炼"
    external_study = "external_study", "外派学习"


class Direction(Code):
    """N-06; derived from the two schools, never typed."""

    urban_to_rural = "urban_to_rural", "下派（城→乡）"
    rural_to_urban = "rural_to_urban", "上挂（乡→城）"
    peer = "peer", "同类学校之间"
    out_of_area = "out_of_area", "跨县区"


class Workload(Code):
    """N-07."""

    full_time = "full_time", "全职"
    part_time = "part_time", "兼课"
    post_cover = "post_cover", "顶岗"
    attached = "attached", "跟岗"


class AssignmentStatus(Code):
    """SM-4 plus void."""

    planned = "planned", "待确认"
    confirmed = "confirmed", "待到岗"
    active = "active", "在岗"
    completed = "completed", "已期满"
    incomplete = "incomplete", "未完成"
    terminated = "terminated", "提前结束"
    refused = "refused", "拒不参加"
    void = "void", "已作废"


class NoticeKind(Code):
    """What a message is about."""

    report_returned = "report_returned", "月报退回"
    report_accepted = "report_accepted", "月报受理"
    report_reminder = "report_reminder", "月报提醒"
    report_opened = "report_opened", "月报开放"
    support_given = "support_given", "经费物资等确认"
    support_disputed = "support_disputed", "经费物资有异议"
    plan_accepted = "plan_accepted", "改造规划受理"
    plan_returned = "plan_returned", "改造规划退回"
    plan_closed = "plan_closed", "改造规划考核"


CODE_SETS: dict[str, type[Code]] = {
    "region_level": RegionLevel,
    "locality": Locality,
    "school_flag": SchoolFlag,
    "school_kind": SchoolKind,
    "school_type": SchoolType,
    "urban_rural": UrbanRural,
    "succession_kind": SuccessionKind,
    "stage": Stage,
    "ownership": Ownership,
    "sex": Sex,
    "post": Post,
    "title": Title,
    "exchange_mode": ExchangeMode,
    "direction": Direction,
    "workload": Workload,
    "assignment_status": AssignmentStatus,
    "goal_status": GoalStatus,
    "goal_standing": GoalStanding,
    "goal_speaker": GoalSpeaker,
    "personal_plan_status": PersonalPlanStatus,
    "summary_status": SummaryStatus,
    "appraisal_grade": AppraisalGrade,
    "handover_status": HandoverStatus,
    "feedback_status": FeedbackStatus,
    "handover_item": HandoverItem,
    "arrival_item": ArrivalItem,
    "living_arrangement": LivingArrangement,
    "refusal_status": RefusalStatus,
    "hearing_kind": HearingKind,
    "refusal_measure": RefusalMeasure,
    "sandbox_scenario": SandboxScenario,
    "dismissal_ground": DismissalGround,
    "assignment_party": AssignmentParty,
    "disagreement_status": DisagreementStatus,
    "swap_of": SwapOf,
    "vacancy_state": VacancyState,
    "pair_relation": PairRelation,
    "pair_level": PairLevel,
    "pair_category": PairCategory,
    "pairing_status": PairingStatus,
    "activity_type": ActivityType,
    "activity_payer": ActivityPayer,
    "responsible_side": ResponsibleSide,
    "decision_status": DecisionStatus,
    "plan_repeat": PlanRepeat,
    "planned_status": PlannedStatus,
    "mentor_kind": MentorKind,
    "mentor_pair_status": MentorPairStatus,
    "mentor_result": MentorResult,
    "rule_effect": RuleEffect,
    "aid_area": AidArea,
    "group_role": GroupRole,
    "promised_by": PromisedBy,
    "commitment_measure": CommitmentMeasure,
    "lesson_status": LessonStatus,
    "lesson_rating": LessonRating,
    "resource_kind": ResourceKind,
    "commitment_period": CommitmentPeriod,
    "commitment_state": CommitmentState,
    "plan_span": PlanSpan,
    "term_plan_status": TermPlanStatus,
    "improvement_status": ImprovementStatus,
    "improvement_side": ImprovementSide,
    "improvement_result": ImprovementResult,
    "guidance_kind": GuidanceKind,
    "milestone_state": MilestoneState,
    "term_review_status": TermReviewStatus,
    "contribution_kind": ContributionKind,
    "contribution_state": ContributionState,
    "evidence_kind": EvidenceKind,
    "partner_kind": PartnerKind,
    "support_kind": SupportKind,
    "support_giver": SupportGiver,
    "support_status": SupportStatus,
    "listing_kind": ListingKind,
    "listing_status": ListingStatus,
    "mentor_purpose": MentorPurpose,
    "support_class_status": SupportClassStatus,
    "class_post": ClassPost,
    "staff_move_kind": StaffMoveKind,
    "staff_move_reason": StaffMoveReason,
    "staff_move_status": StaffMoveStatus,
    "surplus_method": SurplusMethod,
    "headcount_state": HeadcountState,
    "webhook_status": WebhookStatus,
    "webhook_stop": WebhookStop,
    "webhook_hold": WebhookHold,
    "delivery_kind": DeliveryKind,
    "delivery_state": DeliveryState,
    "delivery_reason": DeliveryReason,
    "team_direction": TeamDirection,
    "team_status": TeamStatus,
    "school_term": SchoolTerm,
    "fund_type": FundType,
    "fund_source": FundSource,
    "goods_type": GoodsType,
    "goods_condition": GoodsCondition,
    "report_status": ReportStatus,
    "person_state": PersonState,
    "leave_category": LeaveCategory,
    "left_category": LeftCategory,
    "report_section": ReportSection,
    "role": Role,
    "client_scope": ClientScope,
    "field_set": FieldSet,
    "year_basis": YearBasis,
    "unit": Unit,
    "without_value": WithoutValue,
    "age_band": AgeBand,
    "length_band": LengthBand,
    "honour_held": HonourHeld,
    "subject_group": SubjectGroup,
    "outcome": Outcome,
    "pair_shape": PairShape,
    "activity_group": ActivityGroup,
    "summary_state": SummaryState,
    "support_item": SupportItem,
    "indicator_subject": IndicatorSubject,
    "behind_kind": BehindKind,
    "period_kind": PeriodKind,
    "period_status": PeriodStatus,
    "honour_type": HonourType,
    "honour_level": HonourLevel,
    "service_source": ServiceSource,
    "education_level": EducationLevel,
    "degree": Degree,
    "certificate_type": CertificateType,
    "record_kind": RecordKind,
    "invitation_channel": InvitationChannel,
    "invitation_status": InvitationStatus,
    "sign_in_way": SignInWay,
    "confidence": Confidence,
    "day_state": DayState,
    "agenda_kind": AgendaKind,
}
"""What `GET /codes/{set}` serves."""
