"""Activities as counted rows."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, FromClause, case, literal_column

from services.api.features.activities import service_counting as activities
from services.api.features.statistics.counting import Days, Source
from services.api.features.statistics.dimensions import column
from services.api.kernel.scope import Party, Permission, Scope, below, prefix_of
from services.contracts.codes import ActivityGroup, ActivityType, Unit

GROUPS: Mapping[ActivityGroup, tuple[ActivityType, ...]] = {
    ActivityGroup.demo_lesson: (
        ActivityType.demo_lesson, ActivityType.open_lesson, ActivityType.observation_lesson,
        ActivityType.exchange_lesson, ActivityType.report_lesson, ActivityType.same_lesson_diff_design,
    ),
    ActivityGroup.joint_meeting: (ActivityType.joint_meeting,),
    ActivityGroup.send_teaching: (ActivityType.send_teaching, ActivityType.send_training),
    ActivityGroup.research: (
        ActivityType.research_meeting, ActivityType.joint_prep, ActivityType.critique_lesson,
        ActivityType.observe_lesson, ActivityType.class_sit_in, ActivityType.brainstorm, ActivityType.seminar,
        ActivityType.teaching_salon, ActivityType.academic_salon, ActivityType.project_guidance,
        ActivityType.research_project, ActivityType.open_week,
    ),
    ActivityGroup.experience: (ActivityType.experience_meeting, ActivityType.teaching_report,
                               ActivityType.on_site_conference),
    ActivityGroup.training: (ActivityType.teacher_training, ActivityType.lecture),
}  # fmt: skip
"""Which types belong to a kind of S-21; all others are `other`."""


def _group(rows: FromClause) -> ColumnElement[str]:
    # constants, so that GROUP BY sees the same text as the columns
    steps = [(rows.c.type == _text(each), _text(group)) for group, types in GROUPS.items() for each in types]
    return case(*steps, else_=_text(ActivityGroup.other))


def _text(code: ActivityGroup | ActivityType) -> ColumnElement[str]:
    return literal_column(f"'{code.value}'")


def _seen(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    """Regions count what a school of theirs held; a school what its pairings held or were at, as in its list."""
    if scope.principal.is_school:
        return activities.own(rows, scope)
    return scope.rows([Party(rows.c.county_code)]) & below(rows.c.county_code, prefix_of(region_code))


ACTIVITIES = Source(
    entity="activity", unit=Unit.activities, reads=Permission.activity_read, rows=activities.rows, seen=_seen,
    when=Days("held_on"), county="county_code",
    dimensions={
        "activity_group": _group, "activity_type": column("type"), "relation": column("relation"),
        "host_school": column("host_school_id"),
    },
    codes=("pairing_id", "host_school_id", "other_county_code", "type", "held_on", "people"),
    made_of=("activity_pairing", "pairing"),
)  # fmt: skip
