"""The month in words, and what is posted as the API's content: no server needed."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from starlette.datastructures import FormData

from services.contracts.reports import GoalLine, PersonLine, ReportContent
from services.web import clock
from services.web.filters import Filters
from services.web.months import month_after, school_year_of
from services.web.pages.reports import lines
from services.web.pages.reports.forms import Paths, content_of, goal_inputs, nudged, number_of
from services.web.pages.reports.year import months_of
from services.web.pages.reviews.queue import CHASE, chase_query, queue_query

ONE, TWO = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def _december() -> None:
    clock.set_now(datetime(2026, 12, 3, 1, 40, tzinfo=UTC))


def person(state: str = "at_post", **fields: str) -> PersonLine:
    return PersonLine(assignment_id=ONE, state=state, **fields)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (person(), "在岗"),
        (
            person("on_leave", from_on="2026-11-18", to_on="2026-11-20", category="personal"),
            "请假 11月18日至20日，事假",
        ),
        (person("on_leave", from_on="2026-11-18", to_on="2026-11-18"), "请假 11月18日"),
        (person("on_leave", from_on="2026-11-28", to_on="2026-12-02"), "请假 11月28日至12月2日"),
        (person("on_leave", from_on="十八号", to_on=""), "请假 十八号"),
        (person("left", from_on="2026-11-18", category="transferred"), "离岗 11月18日起，调动"),
        (person("problem", note="宿舍漏雨"), "有问题 宿舍漏雨"),
        (person("whatever"), "在岗"),
    ],
)
def test_a_persons_month_reads_as_people_say_it(line: PersonLine, words: str) -> None:
    assert lines.line_text(line) == words


def test_a_section_sums_up_what_it_holds() -> None:
    leave = person("on_leave")
    assert lines.states_text([person(), person()]) == "2人在岗"
    assert lines.states_text([person(), leave]) == "在岗1，请假1"
    assert lines.all_states_text([person(), leave]) == "2人：在岗1，请假1"
    assert lines.all_states_text([]) == "没有来校人员"
    assert lines.activities_text(0, 0) == "没有活动"


def posted(*pairs: tuple[str, str]) -> FormData:
    return FormData(list(pairs))


def test_only_what_belongs_to_the_chosen_answer_is_sent() -> None:
    content = content_of(
        posted(
            ("people.0.assignment_id", str(ONE)), ("people.0.state", "left"), ("people.0.from_on", "2026-11-01"),
            ("people.0.left_on", "2026-11-18"), ("people.0.left_category", "transferred"), ("people.0.note", "别的"),
            ("people.1.assignment_id", "no id"), ("people.1.state", "at_post"), ("has_problem", "1"),
            ("problem", " 缺音乐老师 "),
        )
    )  # fmt: skip
    assert content.people == [PersonLine(assignment_id=ONE, state="left", from_on="2026-11-18", category="transferred")]
    assert content.has_problem
    assert content.problem == "缺音乐老师"


def test_text_that_is_too_long_is_left_for_the_api_to_refuse() -> None:
    assert len(content_of(posted(("plan", "长" * 5000))).plan) == 5000


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("", 0), ("-1", 0), ("٣", 0), ("9" * 30, 0), ("三", 0)])
def test_numbers_of_a_form_are_plain_digits(value: str, number: int) -> None:
    assert number_of(posted(("version", value)), "version") == number


@pytest.mark.parametrize(
    ("value", "nudge", "after"), [("2", "1", "3"), ("0", "-1", "0"), ("两", "1", "1"), ("9999", "1", "9999")]
)
def test_a_press_of_plus_or_minus_stays_between_0_and_9999(value: str, nudge: str, after: str) -> None:
    typed = posted(("goals.4.goal_id", str(TWO)), ("goals.4.value", value))
    content = nudged(content_of(typed), goal_inputs(typed), f"goals.4.value:{nudge}")
    assert [line.value for line in content.goals] == [after]


def test_a_nudge_of_nothing_changes_nothing() -> None:
    typed = posted(("goals.0.goal_id", str(TWO)), ("goals.0.value", "2"))
    for odd in ("", ":", "goals.9.value:1", "goals.0.value:5", "people.0.state:1"):
        assert nudged(content_of(typed), goal_inputs(typed), odd).goals[0].value == "2"


def test_the_apis_paths_lead_to_the_inputs_of_the_same_person_and_goal() -> None:
    sent = ReportContent(
        people=[PersonLine(assignment_id=TWO, state="left"), PersonLine(assignment_id=ONE, state="on_leave")],
        goals=[GoalLine(goal_id=UUID(int=7))],
    )
    shown = ReportContent(
        people=[PersonLine(assignment_id=ONE), PersonLine(assignment_id=TWO)],
        goals=[GoalLine(goal_id=UUID(int=9)), GoalLine(goal_id=UUID(int=7))],
    )
    names = Paths(sent, shown)
    assert names("people.0.from_on") == "people.1.left_on"
    assert names("content.people.1.category") == "people.0.leave_category"
    assert names("goals.0.value") == "goals.1.value"
    assert names("people.0.assignment_id") == "people.1.state"
    assert names("people.8.state") == names("goals.8.value") == names("people") == ""
    assert names("problem") == "problem"


def test_months_gone_by_without_a_report_are_none_that_is_to_come() -> None:
    past = [cell["month"] for cell in months_of([], 2026) if cell["past"]]
    assert past == ["2026-09", "2026-10", "2026-11"]


def test_the_strip_runs_from_september_to_august() -> None:
    months = [cell["month"] for cell in months_of([], school_year_of())]
    assert (months[0], months[3], months[4], months[11]) == ("2026-09", "2026-12", "2027-01", "2027-08")
    assert (month_after("2026-12", -1), month_after("2026-12")) == ("2026-11", "2027-01")
    assert (month_after("2027-01", -1), month_after("2027-01")) == ("2026-12", "2027-02")


def test_a_list_keeps_its_filters_in_the_address_and_drops_what_no_link_makes() -> None:
    asked = {"month": "2026-11", "status": "due", "township": "沙坝乡", "county_code": "6102Z1", "overdue": "true"}
    filters = Filters.of("/reviews/chase", asked, CHASE)
    assert filters.values == asked
    assert chase_query(filters)["overdue"] == "true"
    odd = Filters.of("/reviews/chase", {"month": "2026-13", "status": "gone", "county_code": "1; --"}, CHASE)
    assert odd.values == {}
    assert queue_query(odd)["waiting"] == "true"
