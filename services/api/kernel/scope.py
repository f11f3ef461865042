"""Who is asking, what they may do, and which rows they see (architecture §5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true

from services.api.kernel.maintenance import Paused
from services.api.kernel.region_codes import NATION as NATION
from services.api.kernel.region_codes import below as below
from services.api.kernel.region_codes import lies_in
from services.api.kernel.region_codes import prefix_of as prefix_of
from services.contracts.codes import ClientScope, Role

SYSTEM = "system"
"""The kind of principal that does what time brings, for everybody."""


class Permission(StrEnum):
    """What a route asks for: `noun.verb`."""

    self_read = "self.read"
    region_read = "region.read"
    region_write = "region.write"
    policy_rule_write = "policy_rule.write"
    school_read = "school.read"
    school_write = "school.write"
    school_succeed = "school.succeed"
    staff_read = "staff.read"
    staff_write = "staff.write"
    staff_move_read = "staff_move.read"
    staff_move_write = "staff_move.write"
    person_read = "person.read"
    person_unmask = "person.unmask"
    person_merge = "person.merge"
    pairing_read = "pairing.read"
    pairing_propose = "pairing.propose"
    pairing_act = "pairing.act"
    activity_read = "activity.read"
    activity_write = "activity.write"
    support_read = "support.read"
    support_write = "support.write"
    improvement_plan_read = "improvement_plan.read"
    improvement_plan_write = "improvement_plan.write"
    term_review_read = "term_review.read"
    term_review_write = "term_review.write"
    mentor_pair_read = "mentor_pair.read"
    mentor_pair_write = "mentor_pair.write"
    lesson_record_read = "lesson_record.read"
    lesson_record_write = "lesson_record.write"
    shared_resource_read = "shared_resource.read"
    shared_resource_write = "shared_resource.write"
    file_read = "file.read"
    file_write = "file.write"
    assignment_read = "assignment.read"
    assignment_plan = "assignment.plan"
    assignment_act = "assignment.act"
    goal_write = "goal.write"
    summary_write = "summary.write"
    refusal_read = "refusal.read"
    refusal_write = "refusal.write"
    report_read = "report.read"
    report_submit = "report.submit"
    report_review = "report.review"
    statistics_read = "statistics.read"
    period_read = "period.read"
    period_close = "period.close"
    staff_base_write = "staff_base.write"
    event_read = "event.read"
    change_read = "change.read"
    user_read = "user.read"
    user_manage = "user.manage"
    user_view_as = "user.view_as"
    client_read = "client.read"
    client_manage = "client.manage"
    webhook_read = "webhook.read"
    webhook_write = "webhook.write"
    notice_read = "notice.read"
    code_read = "code.read"
    import_run = "import.run"


_P = Permission
_EVERYBODY = frozenset({_P.self_read, _P.region_read, _P.code_read})
_READERS = _EVERYBODY | {
    _P.school_read,
    _P.staff_read,
    _P.staff_move_read,
    _P.person_read,
    _P.pairing_read,
    _P.activity_read,
    _P.support_read,
    _P.improvement_plan_read,
    _P.term_review_read,
    _P.mentor_pair_read,
    _P.lesson_record_read,
    _P.shared_resource_read,
    _P.file_read,
    _P.assignment_read,
    _P.report_read,
    _P.statistics_read,
}
_SCHOOL = _READERS | {
    _P.notice_read,
    _P.staff_move_write,
    _P.pairing_act,
    _P.activity_write,
    _P.support_write,
    _P.improvement_plan_write,
    _P.term_review_write,
    _P.mentor_pair_write,
    _P.lesson_record_write,
    _P.shared_resource_write,
    _P.file_write,
    _P.assignment_act,
    _P.goal_write,
    _P.summary_write,
    _P.report_submit,
}
_SUPERVISOR = _READERS | {_P.event_read, _P.notice_read, _P.period_read}

_NUMBERS = _EVERYBODY | {_P.assignment_read, _P.statistics_read, _P.period_read, _P.school_read}
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.school_reporter: _SCHOOL | {_P.staff_write, _P.user_read},
    Role.school_leader: _SCHOOL | {_P.user_read, _P.user_manage, _P.refusal_read, _P.refusal_write},
    Role.teacher: _EVERYBODY
    | {
        _P.assignment_read,
        _P.person_read,
        _P.staff_move_read,
        _P.mentor_pair_read,
        _P.mentor_pair_write,
        _P.lesson_record_read,
        _P.lesson_record_write,
        _P.file_read,
        _P.file_write,
        _P.goal_write,
        _P.summary_write,
        _P.refusal_read,
        _P.refusal_write,
    },
    Role.county_coordinator: _READERS
    | {
        _P.period_read,
        _P.refusal_read,
        _P.refusal_write,
        _P.notice_read,
        _P.school_write,
        _P.school_succeed,
        _P.staff_write,
        _P.staff_move_write,
        _P.person_unmask,
        _P.person_merge,
        _P.pairing_propose,
        _P.pairing_act,
        _P.activity_write,
        _P.support_write,
        _P.improvement_plan_write,
        _P.term_review_write,
        _P.mentor_pair_write,
        _P.file_write,
        _P.assignment_plan,
        _P.assignment_act,
        _P.goal_write,
        _P.summary_write,
        _P.report_review,
        _P.event_read,
        _P.user_read,
        _P.user_manage,
        _P.region_write,
        _P.policy_rule_write,
        _P.import_run,
        _P.staff_base_write,
    },
    Role.city_supervisor: _SUPERVISOR
    | {
        _P.refusal_read,
        _P.refusal_write,
        _P.staff_move_write,
        _P.improvement_plan_write,
        _P.term_review_write,
        _P.policy_rule_write,
        _P.school_succeed,
        _P.pairing_propose,
        _P.pairing_act,
        _P.file_write,
        _P.assignment_plan,
        _P.assignment_act,
        _P.goal_write,
        _P.summary_write,
        _P.report_review,
        _P.person_merge,
        _P.import_run,
    },
    Role.province_supervisor: _SUPERVISOR
    | {
        _P.period_close,
        _P.staff_move_write,
        _P.policy_rule_write,
        _P.school_succeed,
        _P.pairing_propose,
        _P.pairing_act,
        _P.file_write,
        _P.assignment_plan,
        _P.assignment_act,
        _P.goal_write,
        _P.summary_write,
        _P.person_merge,
        _P.import_run,
    },
    Role.finance: _NUMBERS | {_P.support_read, _P.support_write},
    Role.hr: _NUMBERS | {_P.staff_read, _P.staff_move_read, _P.person_read},
    Role.auditor: _READERS
    | {_P.event_read, _P.period_read, _P.change_read, _P.user_read, _P.client_read, _P.webhook_read},
    Role.administrator: _EVERYBODY
    | {
        _P.person_read,
        _P.person_unmask,
        _P.school_read,
        _P.school_write,
        _P.school_succeed,
        _P.file_read,
        _P.file_write,
        _P.region_write,
        _P.policy_rule_write,
        _P.user_read,
        _P.user_manage,
        _P.user_view_as,
        _P.client_read,
        _P.client_manage,
        _P.webhook_read,
        _P.webhook_write,
        _P.event_read,
        _P.change_read,
        _P.import_run,
    },
}
"""City and province write only what crosses the level below them, and the city for the schools it runs itself; the
features check that (architecture §5)."""

CLIENT_PERMISSIONS: dict[ClientScope, frozenset[Permission]] = {
    ClientScope.stats_read: frozenset({_P.statistics_read, _P.period_read}),
    ClientScope.records_read: frozenset(
        {
            _P.school_read,
            _P.staff_read,
            _P.staff_move_read,
            _P.person_read,
            _P.pairing_read,
            _P.activity_read,
            _P.support_read,
            _P.improvement_plan_read,
            _P.term_review_read,
            _P.mentor_pair_read,
            _P.lesson_record_read,
            _P.shared_resource_read,
            _P.assignment_read,
            _P.report_read,
        }
    ),
    ClientScope.changes_read: frozenset({_P.event_read, _P.change_read, _P.webhook_read, _P.webhook_write}),
    ClientScope.records_identified: frozenset(),
}

SCHOOL_ROLES = frozenset({Role.school_reporter, Role.school_leader})
WITHOUT_WORDS = frozenset({Role.finance, Role.hr})


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in user or a provincial system."""

    kind: str
    id: UUID
    role: Role | None
    region_code: str
    permissions: frozenset[Permission]
    session_id: UUID | None = None
    school_id: UUID | None = None
    person_id: UUID | None = None
    scopes: frozenset[ClientScope] = field(default_factory=frozenset)
    must_set_password: bool = False
    delegated_school_ids: frozenset[UUID] = frozenset()
    """Schools that its own school reports for today; only what belongs to reports looks at them."""
    name: str = field(default="", repr=False)
    """What a user is called; for the user's own receipt."""
    daily_quota: int | None = None
    """Calls a day of a provincial system; None: what the settings say."""
    viewer_id: UUID | None = None
    """The administrator who looks at the product as this user and may write nothing."""
    paused: Paused | None = None
    """Nobody writes now: maintenance."""
    in_sandbox: bool = False
    """A system that practises on invented rows in regions of its own."""

    @property
    def is_client(self) -> bool:
        """A provincial system rather than a person."""
        return self.kind == "client"

    @property
    def sees_names(self) -> bool:
        """Clients see no names unless a legal basis is recorded for them."""
        return not self.is_client or ClientScope.records_identified in self.scopes

    @property
    def reads_words(self) -> bool:
        """Whether words that people typed about somebody's exchange are for it: not for systems, nor for roles that see
        assignments for numbers and pay and have no part in deciding about them."""
        return not self.is_client and self.role not in WITHOUT_WORDS

    @property
    def prefix(self) -> str:
        """The region prefix it may see."""
        return prefix_of(self.region_code)

    @property
    def is_school(self) -> bool:
        """Acts for one school."""
        return self.role in SCHOOL_ROLES

    def covers(self, region_code: str) -> bool:
        """Whether a region lies in this principal's region."""
        return lies_in(region_code, self.region_code) or (self.kind == SYSTEM and not self.prefix)

    def reports_for(self, school_id: UUID) -> bool:
        """Whether its school is this one or reports for it."""
        return self.is_school and (school_id == self.school_id or school_id in self.delegated_school_ids)

    @property
    def scope(self) -> "Scope":
        """Its predicate over rows."""
        return Scope(self)


@dataclass(frozen=True, slots=True)
class Party:
    """Columns that name one side of a row: its county, and where they exist its school and person."""

    county: Any
    school: Any = None
    person: Any = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A row is visible when any of its parties is in scope; outside it is a 404.

    `with_delegated`: the schools that the caller's school reports for are in scope as well.
    """

    principal: Principal
    with_delegated: bool = False

    @property
    def of_reports(self) -> "Scope":
        """The scope for reports and what belongs to them."""
        return Scope(self.principal, with_delegated=True)

    def rows(self, parties: Sequence[Party]) -> ColumnElement[bool]:
        """The predicate to put into every query."""
        return or_(false(), *(self._party(party) for party in parties))

    def _party(self, party: Party) -> ColumnElement[bool]:
        who = self.principal
        if who.is_school:
            return self._own(party.school) if party.school is not None else false()
        if who.role is Role.teacher:
            return party.person == who.person_id if party.person is not None and who.person_id else false()
        if who.kind == SYSTEM and not who.prefix:
            return true()
        return below(party.county, who.prefix)

    def _own(self, school: Any) -> ColumnElement[bool]:
        who = self.principal
        if self.with_delegated and who.delegated_school_ids:
            return school.in_([who.school_id, *sorted(who.delegated_school_ids)])  # type: ignore[no-any-return]
        return school == who.school_id  # type: ignore[no-any-return]

    def has(self, county_code: str, school_id: UUID | None = None) -> bool:
        """The same question about plain values."""
        if self.principal.is_school:
            return school_id is not None and school_id == self.principal.school_id
        if self.principal.role is Role.teacher:
            return False
        return self.principal.covers(county_code)
