"""The text tabs of each role (ui guide §2), as far as their pages exist."""

from dataclasses import dataclass, replace

from services.contracts.accounts import MeOut
from services.contracts.codes import Role
from services.web.icons import icon

BOTTOM_TABS = 4
"""Tabs on the phone before 我的 or 更多."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; pages below `path` or one of `also` belong to it; `needs` is the permission the API must have given."""

    text: str
    path: str
    icon: str
    needs: str = ""
    also: tuple[str, ...] = ()


HOME = Tab("首页", "/", icon("home"))
DESK = Tab("工作台", "/", icon("home"))
OVERVIEW = Tab("总览", "/", icon("home"))
MY_REPORTS = Tab("月报", "/reports", icon("file-text"), "report.read")
ACTIVITIES = Tab(
    "活动", "/activities", icon("calendar-event"), "activity.read",
    ("/meeting-decisions", "/activity-plans", "/planned-activities"),
)  # fmt: skip
_OF_ASSIGNMENTS = (
    "/refusals", "/assignment-goals", "/personal-plans", "/summaries", "/handovers", "/arrivals", "/teams",
)  # fmt: skip
_OF_QUOTAS = ("/staff-moves", "/headcounts", "/surplus-measures")
STAFF = Tab(
    "人员", "/staff", icon("users"), "staff.read",
    ("/persons", *_OF_QUOTAS, "/whereabouts", "/agenda", "/disagreements", "/covers", *_OF_ASSIGNMENTS),
)  # fmt: skip
PAIRINGS = Tab(
    "结对", "/pairings", icon("link"), "pairing.read",
    ("/commitments", "/mentor-pairs", "/mentor-listings", "/lesson-records", "/shared-resources", "/supports",
     "/support-classes", "/improvement-plans", "/term-reviews", "/leading-groups", "/partners", "/term-plans"),
)  # fmt: skip
SUPPORTS = Tab("经费物资", "/supports", icon("coins"), "support.read")
REVIEWS = Tab("月报", "/reviews", icon("file-text"), "report.read")
ASSIGNMENTS = Tab(
    "交流支教", "/assignments", icon("users"), "assignment.read",
    ("/whereabouts", "/agenda", "/disagreements", "/covers", *_OF_ASSIGNMENTS),
)  # fmt: skip
SCHOOLS_AND_STAFF = Tab(
    "学校与人员", "/schools", icon("school"), "school.read",
    ("/staff", "/persons", *_OF_QUOTAS, "/person-merges", "/imports", "/search", "/users"),
)  # fmt: skip
SCHOOLS = Tab("学校", "/schools", icon("school"), "school.read", _OF_QUOTAS)
STATISTICS = Tab("统计", "/statistics", icon("chart-bar"), "statistics.read", ("/staff-bases",))
USERS = Tab("账号", "/users", icon("user-cog"), "user.read")
CLIENTS = Tab("接口", "/clients", icon("plug-connected"), "client.read", ("/codes", "/webhooks"))
EVENTS = Tab("操作记录", "/events", icon("history"), "event.read")
MY_ASSIGNMENTS = Tab(
    "我的交流", "/", icon("users"), "assignment.read", ("/assignments", "/staff-moves", *_OF_ASSIGNMENTS)
)
MY_MENTORING = Tab("师徒结对", "/mentor-pairs", icon("school"), "mentor_pair.read", ("/lesson-records",))
MY_RECORD = Tab("我的资料", "/persons/me", icon("file-text"), "person.read")
CODES = Tab("代码表", "/codes", icon("list-details"), "code.read")
MINE = Tab("我的", "/account", icon("user"), also=("/codes", "/exports", "/policy-rules"))
MORE = Tab("更多", "/account", icon("dots"), also=("/codes", "/exports", "/policy-rules"))

_OF_ACTIVITIES = ("/activities", "/activity-plans", "/planned-activities", "/meeting-decisions")
OFFICE_PAIRINGS = replace(PAIRINGS, also=(*PAIRINGS.also, *_OF_ACTIVITIES))
"""Offices have no tab of activities."""
_SCHOOL = (HOME, MY_REPORTS, ACTIVITIES, STAFF, PAIRINGS)
_SUPERVISOR = (
    OVERVIEW, STATISTICS, REVIEWS, OFFICE_PAIRINGS, replace(ASSIGNMENTS, also=(*ASSIGNMENTS.also, *_OF_QUOTAS)),
)  # fmt: skip
"""Cities and provinces have no tab of schools."""
_BY_ROLE: dict[Role, tuple[Tab, ...]] = {
    Role.school_reporter: _SCHOOL,
    Role.school_leader: _SCHOOL,
    Role.county_coordinator: (DESK, REVIEWS, ASSIGNMENTS, OFFICE_PAIRINGS, SCHOOLS_AND_STAFF, STATISTICS),
    Role.city_supervisor: _SUPERVISOR,
    Role.province_supervisor: _SUPERVISOR,
    Role.administrator: (DESK, SCHOOLS, USERS, CLIENTS, EVENTS),
    Role.auditor: (EVENTS, STATISTICS, SCHOOLS, OFFICE_PAIRINGS, ASSIGNMENTS, USERS, CLIENTS),
    Role.finance: (STATISTICS, SUPPORTS, ASSIGNMENTS, SCHOOLS),
    Role.hr: (STATISTICS, ASSIGNMENTS, SCHOOLS),
    Role.teacher: (MY_ASSIGNMENTS, MY_MENTORING, MY_RECORD, MINE),
}

_WITH_CODES = frozenset(
    {Role.county_coordinator, Role.city_supervisor, Role.province_supervisor, Role.administrator, Role.auditor}
)
_FINDS = frozenset({"school.read", "staff.read", "pairing.read", "user.manage"})
"""Permissions of what the search box finds; each opens one group of its answer."""


def tabs_of(me: MeOut) -> tuple[Tab, ...]:
    """Return the tabs on top: those of the role that the API's permissions open."""
    mine = _BY_ROLE.get(me.role, ()) if me.role else ()
    return tuple(tab for tab in mine if not tab.needs or tab.needs in me.permissions) or (MINE,)


def _without_mine(me: MeOut) -> tuple[Tab, ...]:
    return tuple(tab for tab in tabs_of(me) if tab is not MINE)


def bottom_tabs_of(me: MeOut) -> tuple[Tab, ...]:
    """Return the tabs at the bottom of a phone: four, and 我的, or 更多 where an office has more."""
    tabs = _without_mine(me)
    return (*tabs[:BOTTOM_TABS], MORE if len(tabs) > BOTTOM_TABS and me.school is None else MINE)


def folded_tabs_of(me: MeOut) -> tuple[Tab, ...]:
    """Return what the bottom bar has no room for; the account page lists it."""
    return _without_mine(me)[BOTTOM_TABS:]


def pages_beside(me: MeOut) -> tuple[Tab, ...]:
    """Return pages that are no tab of the role, at no width; the account page lists them."""
    beside = (CODES,) if me.role in _WITH_CODES else ()
    return tuple(tab for tab in beside if tab.needs in me.permissions)


def may_search(me: MeOut) -> bool:
    """Whether the search box would find anything for this person."""
    return not _FINDS.isdisjoint(me.permissions)


def active_path(tabs: tuple[Tab, ...], path: str) -> str | None:
    """Return the path of the tab that a page belongs to: the longest prefix of whole segments."""
    prefixes = [(prefix, tab.path) for tab in tabs for prefix in (tab.path, *tab.also)]
    fitting = [(len(prefix), own) for prefix, own in prefixes if _below(path, prefix)]
    return max(fitting)[1] if fitting else None


def _below(path: str, prefix: str) -> bool:
    return path == prefix or (prefix != "/" and path.startswith(prefix + "/"))


_ACTIVITY_LISTS = (
    ("活动", "/activities", "activity.read"),
    ("计划的活动", "/planned-activities", "activity.read"),
    ("会议决定", "/meeting-decisions", "activity.read"),
)
_PAIRING_LISTS = (
    ("列表", "/pairings", "pairing.read"),
    ("看板", "/pairings/board", "pairing.read"),
    ("承诺项", "/commitments", "pairing.read"),
    ("学期计划", "/term-plans", "pairing.read"),
)
_PAIRING_WORK = (
    ("师徒", "/mentor-pairs", "mentor_pair.read"),
    ("师徒供需", "/mentor-listings", "pairing.read"),
    ("听评课", "/lesson-records", "lesson_record.read"),
    ("共享材料", "/shared-resources", "shared_resource.read"),
    ("经费物资", "/supports", "support.read"),
    ("支援班", "/support-classes", "pairing.read"),
    ("领导小组", "/leading-groups", "pairing.read"),
    ("外部伙伴", "/partners", "pairing.read"),
    ("改造规划", "/improvement-plans", "improvement_plan.read"),
    ("学期考核", "/term-reviews", "term_review.read"),
)
_ASSIGNMENT_LISTS = (
    ("任务", "/assignments", "assignment.read"),
    ("谁在哪里", "/whereabouts", "assignment.read"),
    ("日程", "/agenda", "assignment.read"),
    ("团队", "/teams", "assignment.read"),
    ("生活安排", "/arrivals", "assignment.read"),
    ("个人计划", "/personal-plans", "assignment.read"),
    ("年度总结", "/summaries", "assignment.read"),
    ("交接与反馈", "/handovers", "assignment.read"),
    ("不同意见", "/disagreements", "assignment.read"),
    ("空出的岗位", "/covers", "assignment.read"),
    ("拒不参加", "/refusals", "refusal.read"),
)
_AT_SCHOOL = (_ACTIVITY_LISTS, (*_PAIRING_LISTS, *_PAIRING_WORK), _ASSIGNMENT_LISTS)
_AT_OFFICE = ((*_PAIRING_LISTS, *_ACTIVITY_LISTS, *_PAIRING_WORK), _ASSIGNMENT_LISTS)
_PEOPLE_OF_OFFICE = (
    ("学校", "/schools", "school.read"),
    ("人员", "/staff", "staff.read"),
    ("编制", "/headcounts", "school.read"),
    ("调动", "/staff-moves", "staff_move.read"),
    ("重复记录", "/persons/duplicates", "person.merge"),
    ("账号", "/users", "user.manage"),
)
_PEOPLE_OF_SCHOOL = (
    ("交流人员", "/staff?view=exchange", "staff.read"),
    ("本校教职工", "/staff?view=own", "staff.read"),
    ("编制", "/headcounts", "school.read"),
    ("调动", "/staff-moves", "staff_move.read"),
)
ALONE = 2
"""Fewer lists than these need no row of tabs."""


def lists_beside(me: MeOut, path: str) -> list[tuple[str, str, bool]]:
    """Return the lists of a tab as (text, path, is this one), on each of those lists; nothing on other pages.

    A teacher has each of them in a place of its own.
    """
    if me.role is Role.teacher:
        return []
    for group in _AT_SCHOOL if me.school else _AT_OFFICE:
        if any(own == path for _, own, _ in group):
            shown = [(text, own, own == path) for text, own, needs in group if needs in me.permissions]
            return shown if len(shown) >= ALONE else []
    return []


def people_beside(me: MeOut, here: str) -> list[tuple[str, str, bool]]:
    """Return the lists of 学校与人员, or of a school's 人员, in the same way; nothing for a teacher."""
    if me.role is Role.teacher or "staff.read" not in me.permissions:
        return []
    lists = _PEOPLE_OF_SCHOOL if me.school else _PEOPLE_OF_OFFICE
    return [(text, path, path == here) for text, path, needs in lists if needs in me.permissions]
