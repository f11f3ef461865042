"""Which features make up the API, what the worker does for them, and who asks whom before something ends."""

from datetime import timedelta
from typing import Any

from services.api.features.accounts import service as accounts
from services.api.features.activities import rules_kinds as activity_rules
from services.api.features.activities import service as activities
from services.api.features.activities import service_entries as activity_entries
from services.api.features.arrivals import rules_kinds as arrival_rules
from services.api.features.arrivals import service as arrivals
from services.api.features.assignments import rules_kinds as assignment_rules
from services.api.features.assignments import service as assignments
from services.api.features.assignments import service_entries as assignment_entries
from services.api.features.clients import service as clients
from services.api.features.commitments import service as commitments
from services.api.features.disagreements import service as disagreements
from services.api.features.files import service as files
from services.api.features.files import service_sweep as files_sweep
from services.api.features.goals import rules_kinds as goal_rules
from services.api.features.goals import service as goals
from services.api.features.handovers import service as handovers
from services.api.features.imports import service as imports
from services.api.features.improvement_plans import service as improvement_plans
from services.api.features.leading_groups import service as leading_groups
from services.api.features.lesson_records import service as lesson_records
from services.api.features.lesson_records import service_entries as lesson_entries
from services.api.features.mentor_listings import service as mentor_listings
from services.api.features.mentor_pairs import rules_kinds as mentor_pair_rules
from services.api.features.mentor_pairs import service as mentor_pairs
from services.api.features.mentor_pairs import service_entries as mentor_pair_entries
from services.api.features.notices import service as notices
from services.api.features.pairings import rules_kinds as pairing_rules
from services.api.features.pairings import service as pairings
from services.api.features.partners import service as partners
from services.api.features.periods import rules_kinds as period_rules
from services.api.features.periods import service_closing as period_closing
from services.api.features.periods import service_correcting as period_correcting
from services.api.features.persons import service as persons
from services.api.features.policy_rules import service as policy_rules
from services.api.features.refusals import rules_kinds as refusal_rules
from services.api.features.refusals import service as refusals
from services.api.features.regions import service as regions
from services.api.features.reports import service as reports
from services.api.features.sandbox import service as sandbox
from services.api.features.schools import service as schools
from services.api.features.shared_resources import service as shared_resources
from services.api.features.staff import service as staff
from services.api.features.staff import service_dated as staff_dated
from services.api.features.staff_bases import rules_kinds as staff_base_rules
from services.api.features.staff_moves import rules_kinds as staff_move_rules
from services.api.features.staff_moves import service as staff_moves
from services.api.features.statistics import rules_kinds as indicator_rules
from services.api.features.summaries import service as summaries
from services.api.features.support_classes import rules_kinds as support_class_rules
from services.api.features.support_classes import service as support_classes
from services.api.features.supports import rules_kinds as support_rules
from services.api.features.supports import service as supports
from services.api.features.supports import service_entries as support_entries
from services.api.features.teams import rules_kinds as team_rules
from services.api.features.teams import service as teams
from services.api.features.term_plans import service as term_plans
from services.api.features.term_reviews import service as term_reviews
from services.api.features.webhooks import service as webhooks
from services.api.kernel import exporting
from services.api.wiring_feeds import FED
from services.contracts.codes import CommitmentMeasure
from services.contracts.files import FileKind

_COUNTED = CommitmentMeasure
MEASURES = [
    commitments.Measure(_COUNTED.activities, activity_entries.times),
    commitments.Measure(_COUNTED.activity_people, activity_entries.person_times),
    commitments.Measure(_COUNTED.lessons, activity_entries.lessons),
    commitments.Measure(_COUNTED.lessons_heard, lesson_entries.heard),
    commitments.Measure(_COUNTED.persons_sent, assignment_entries.sent),
    commitments.Measure(_COUNTED.persons_received, assignment_entries.received),
    commitments.Measure(_COUNTED.mentor_pairs, mentor_pair_entries.running),
    commitments.Measure(_COUNTED.funds, support_entries.funds),
    commitments.Measure(_COUNTED.goods, support_entries.goods),
    commitments.Measure(_COUNTED.resources, shared_resources.shared),
]
"""What commitments can be counted from."""
RULE_KINDS = [
    *pairing_rules.KINDS,
    *mentor_pair_rules.KINDS,
    *team_rules.KINDS,
    *assignment_rules.KINDS,
    *arrival_rules.KINDS,
    *activity_rules.KINDS,
    *goal_rules.KINDS.values(),
    *refusal_rules.KINDS,
    *support_rules.KINDS,
    *support_class_rules.KINDS,
    *staff_move_rules.KINDS,
    *staff_base_rules.KINDS,
    *indicator_rules.KINDS,
    *period_rules.KINDS,
]
"""What regions may make rules of, in the order of the page."""
LONG_WORK = (imports.Importer, webhooks.Sender)
"""What every worker process does in small pieces beside its jobs, without waiting for them; made with database, clock
and settings."""
EVERY_MINUTE, EVERY_HOUR, EVERY_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
JOBS = (
    ("open_reports", reports.open_month, EVERY_MINUTE),
    ("views", accounts.note_ended_views, EVERY_MINUTE),
    ("sessions", accounts.forget_old, EVERY_MINUTE),
    ("present_facts", staff_dated.copy_became_present, EVERY_HOUR),
    ("erase_files", files.erase_due, EVERY_HOUR),
    ("refresh_facts", assignments.refresh_facts, EVERY_HOUR),
    ("mentor_pairs", mentor_pairs.end_run_out, EVERY_HOUR),
    ("webhooks", webhooks.forget, EVERY_HOUR),
)
"""What the worker runs beside its own housekeeping, each in one transaction, and how often."""
CHORES = (
    ("planned_successions", schools.carry_out_due, EVERY_HOUR),
    ("staff_moves", staff_moves.carry_out_due, EVERY_HOUR),
    ("close_periods", period_closing.close_due, EVERY_MINUTE),
    ("correct_periods", period_correcting.correct_due, EVERY_HOUR),
    ("sweep_files", files_sweep.sweep, EVERY_DAY),
)
"""What it runs outside of one transaction."""

authenticator = accounts.authenticator
Quotas, UsageWriter = clients.Quotas, clients.UsageWriter


Questions = list[tuple[list[Any], list[Any]]]


def connect_guards() -> None:
    """Lower features ask the ones above them through lists; fill those once."""
    for asked, answers in [
        *_asked_by_schools(),
        *_asked_by_pairings(),
        *_asked_by_assignments(),
        *_asked_by_others(),
    ]:
        asked[:] = answers


def _asked_by_schools() -> Questions:
    return [
        (
            schools.close_guards,
            [
                pairings.open_of_school,
                assignments.open_of_school,
                mentor_pairs.open_of_school,
                staff_moves.open_of_school,
                improvement_plans.open_of_school,
                term_reviews.open_of_school,
            ],
        ),
        (schools.reporter_hooks, [accounts.reporters]),
        (schools.user_name_hooks, [accounts.names]),
        (schools.sent_month_hooks, [reports.last_sent]),
        (schools.staff_count_hooks, [staff.counts]),
        (
            schools.having_hooks,
            [("staff", staff.schools_with_staff), ("accounts", accounts.schools_with_accounts)],
        ),
        (schools.team_hooks, [staff.leadership]),
        (schools.post_hooks, [staff.posts]),
        (schools.history_hooks, [pairings.school_history, assignments.school_history, reports.school_history]),
        (
            schools.movers,
            [
                schools.DelegationMover(),
                staff.StaffMover(),
                staff_moves.StaffMoveMover(),
                accounts.AccountMover(),
                pairings.PairingMover(),
                assignments.AssignmentMover(),
                mentor_pairs.MentorPairMover(),
                leading_groups.GroupMover(),
                partners.PartnerMover(),
                improvement_plans.ImprovementPlanMover(),
                term_reviews.TermReviewMover(),
                reports.ReportMover(),
            ],
        ),
    ]


def _asked_by_assignments() -> Questions:
    return [
        (assignments.join_team, [teams.joins]),
        (assignments.team_changed, [teams.changed]),
        (assignments.confirm_guards, [disagreements.before_confirming]),
        (
            assignments.plan_followers,
            [
                disagreements.plan_changed,
                goals.plan_changed,
                handovers.plan_changed,
                arrivals.plan_changed,
                refusals.assignment_refused,
            ],
        ),
        (assignments.succession_followers, [disagreements.schools_moved]),
        (assignments.timeline_sources, [disagreements.assignment_moments, handovers.assignment_moments]),
        (assignments.month_hook, [reports.assignment_months]),
        (assignments.step_guards, [goals.before_step]),
    ]


ENDING_WITH_PAIRINGS = (
    leading_groups.pairing_ends,
    partners.pairing_ends,
    activities.pairing_ends,
    teams.pairing_ends,
    term_plans.pairing_ends,
    mentor_listings.pairing_ends,
    support_classes.pairing_ends,
)
"""What ends with a pairing, also when it becomes one with another; mentor pairs go along to that one."""


def _asked_by_pairings() -> Questions:
    return [
        (pairings.end_guards, [assignments.in_post_after]),
        (pairings.group_sources, [leading_groups.of_pairing]),
        (pairings.led_hooks, [leading_groups.leads_both]),
        (pairings.planned_hooks, [term_plans.planned]),
        (pairings.end_followers, [mentor_pairs.pairing_ends, *ENDING_WITH_PAIRINGS]),
        (pairings.joined_followers, [*ENDING_WITH_PAIRINGS]),
        (pairings.renewal_followers, [commitments.take_over]),
        (pairings.mentor_pair_counters, [mentor_pairs.count_of_pairing]),
        (pairings.people_counters, [assignments.people_of_pairing]),
        (pairings.activity_counters, [activities.count_of_pairing]),
        (
            pairings.timeline_sources,
            [
                activities.pairing_moments,
                mentor_pairs.pairing_moments,
                supports.pairing_moments,
            ],
        ),
        (
            pairings.timeline_branches,
            [
                commitments.IN_PAIRING,
                term_plans.IN_PAIRING,
                lesson_records.IN_PAIRING,
                shared_resources.IN_PAIRING,
                support_classes.IN_PAIRING,
                improvement_plans.IN_PAIRING,
            ],
        ),
    ]


def _asked_by_others() -> Questions:
    return [
        (accounts.import_hook, [imports.accounts_of]),
        (clients.secret_followers, [accounts.secret_ends]),
        (clients.sandbox_openers, [sandbox.open_for]),
        (staff.end_guards, [assignments.open_of_staff]),
        (staff.end_followers, [mentor_pairs.staff_ends, mentor_listings.staff_ends]),
        (commitments.measures, MEASURES),
        (policy_rules.kinds, RULE_KINDS),
        (activities.sent_hook, [reports.shown_activities]),
        (
            files.gates,
            [
                (FileKind.activity_photo, activities.file_access),
                (FileKind.pairing_agreement, pairings.file_access),
                (FileKind.mentor_summary, mentor_pairs.file_access),
                (FileKind.decision_basis, schools.file_access),
                (FileKind.service_evidence, persons.file_access),
                (FileKind.support_voucher, supports.file_access),
                (FileKind.summary_paper, summaries.file_access),
                (FileKind.feedback_paper, handovers.file_access),
                (FileKind.improvement_paper, improvement_plans.file_access),
                (FileKind.term_paper, term_reviews.file_access),
                (FileKind.lesson_paper, lesson_records.file_access),
                (FileKind.shared_resource, shared_resources.file_access),
            ],
        ),
        (
            notices.state_hooks,
            [
                ("report_id", reports.states),
                ("support_id", supports.states),
                ("improvement_plan_id", improvement_plans.states),
            ],
        ),
        (exporting.region_names, [regions.names]),
        FED,
    ]
