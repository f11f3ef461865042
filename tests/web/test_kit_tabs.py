"""Who sees which tabs, on top and at the bottom of a phone."""

from uuid import UUID

import pytest
from fastapi.routing import APIRoute

from services.contracts.accounts import MeOut, SchoolRef
from services.contracts.codes import Role
from services.web import tabs
from services.web.main import ROUTERS

ONE = UUID("0190b0b0-0000-7000-8000-000000000001")
EVERYTHING = [
    "report.read", "activity.read", "staff.read", "pairing.read", "assignment.read", "school.read",
    "statistics.read", "user.manage", "client.manage", "event.read",
]  # fmt: skip


def me(role: Role, permissions: list[str] | None = None) -> MeOut:
    """Somebody of this role; school roles belong to a school."""
    at_school = role in {Role.school_reporter, Role.school_leader, Role.teacher}
    return MeOut(
        id=ONE, kind="user", username="somebody", name="何晓兰", role=role, region_code="610304", region_name="陈仓区",
        school=SchoolRef(id=ONE, code="S1", name="云坪镇中心小学") if at_school else None,
        permissions=EVERYTHING if permissions is None else permissions,
    )  # fmt: skip


def words(shown: tuple[tabs.Tab, ...]) -> list[str]:
    """What the tabs say."""
    return [tab.text for tab in shown]


def test_a_reporter_has_the_five_tabs_of_a_school_and_the_phone_folds_pairings_into_mine() -> None:
    reporter = me(Role.school_reporter)
    assert words(tabs.tabs_of(reporter)) == ["首页", "月报", "活动", "人员", "结对"]
    assert words(tabs.bottom_tabs_of(reporter)) == ["首页", "月报", "活动", "人员", "我的"]
    assert words(tabs.folded_tabs_of(reporter)) == ["结对"]


def test_a_coordinator_finds_the_rest_under_more() -> None:
    coordinator = me(Role.county_coordinator)
    assert words(tabs.bottom_tabs_of(coordinator)) == ["工作台", "月报", "交流支教", "结对", "更多"]
    assert words(tabs.folded_tabs_of(coordinator)) == ["学校与人员", "统计"]


def test_a_tab_shows_only_if_the_api_allows_it() -> None:
    assert words(tabs.tabs_of(me(Role.city_supervisor, ["statistics.read"]))) == ["总览", "统计"]


@pytest.mark.parametrize("role", list(Role))
def test_nobody_has_more_than_five_tabs_at_the_bottom_and_everybody_has_one(role: Role) -> None:
    shown = tabs.bottom_tabs_of(me(role))
    assert 1 <= len(shown) <= 5
    assert shown[-1].path == "/account"
    assert tabs.tabs_of(me(role, []))


@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/", "/"),
        ("/pairings", "/pairings"),
        ("/pairings/7/end", "/pairings"),
        ("/staff/7", "/schools"),
        ("/x", None),
        ("/pairingsx", None),
    ],
)
def test_a_page_belongs_to_the_tab_it_is_below(path: str, active: str | None) -> None:
    assert tabs.active_path(tabs.tabs_of(me(Role.county_coordinator)), path) == active


def test_the_lists_of_a_tab_stand_beside_each_other_as_far_as_the_api_allows_them() -> None:
    office = tabs.lists_beside(me(Role.county_coordinator), "/commitments")
    assert [text for text, _, _ in office] == [
        "列表",
        "看板",
        "承诺项",
        "学期计划",
        "活动",
        "计划的活动",
        "会议决定",
        "师徒供需",
        "支援班",
        "领导小组",
        "外部伙伴",
    ]
    assert [text for text, _, current in office if current] == ["承诺项"]
    school = tabs.lists_beside(me(Role.school_reporter), "/planned-activities")
    assert [path for _, path, _ in school] == ["/activities", "/planned-activities", "/meeting-decisions"]


@pytest.mark.parametrize("path", ["/pairings/new", "/schools", "/"])
def test_other_pages_have_no_lists_beside_them(path: str) -> None:
    assert tabs.lists_beside(me(Role.county_coordinator), path) == []


def test_a_single_list_and_the_lists_of_a_teacher_have_no_row_of_tabs() -> None:
    assert tabs.lists_beside(me(Role.finance, ["support.read"]), "/supports") == []
    assert tabs.lists_beside(me(Role.teacher), "/summaries") == []


@pytest.mark.parametrize("role", [Role.county_coordinator, Role.school_reporter])
def test_every_list_beside_another_is_a_page(role: Role) -> None:
    pages = {route.path for each in ROUTERS for route in each.routes if isinstance(route, APIRoute)}
    allowed = [*EVERYTHING, "mentor_pair.read", "support.read", "improvement_plan.read"]
    for start in ("/activities", "/pairings", "/assignments"):
        beside = tabs.lists_beside(me(role, allowed), start)
        assert start in {path for _, path, _ in beside}
        assert {path for _, path, _ in beside} <= pages


def test_the_lists_of_people_stand_beside_each_other_as_far_as_the_api_allows_them() -> None:
    office = [*EVERYTHING, "staff_move.read", "person.merge"]
    shown = tabs.people_beside(me(Role.county_coordinator, office), "/staff")
    assert [text for text, _, _ in shown] == ["学校", "人员", "编制", "调动", "重复记录", "账号"]
    assert [text for text, _, current in shown if current] == ["人员"]
    school = tabs.people_beside(me(Role.school_reporter, ["staff.read", "staff_move.read"]), "/staff-moves")
    assert [text for text, _, _ in school] == ["交流人员", "本校教职工", "调动"]
    assert tabs.people_beside(me(Role.teacher), "/staff-moves") == []
    assert tabs.people_beside(me(Role.administrator, ["school.read"]), "/schools") == []
