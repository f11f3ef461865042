"""States, calendar and content of the monthly report as plain functions."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.reports.rules import (
    OPEN,
    REPORT_STATES,
    ReportFacts,
    deadlines,
    filling_action,
    is_late,
    is_overdue,
    months_to_open,
    opens_now,
    overdue_days,
    receipt_number,
)
from services.api.features.reports.rules_content import (
    MonthFacts,
    ServingPerson,
    TrackedGoal,
    baseline,
    check,
    project,
    read_count,
    read_day,
)
from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.contracts.codes import PersonState, ReportStatus
from services.contracts.reports import GoalLine, PersonLine, ReportContent

ANNA, BERT, GOAL = new_id(), new_id(), new_id()
YEAR = (date(2026, 9, 1), date(2027, 8, 31))
FACTS = MonthFacts(
    month="2026-11",
    people=(ServingPerson(ANNA, "吴婉清", *YEAR), ServingPerson(BERT, "陈立群", *YEAR)),
    goals=(TrackedGoal(GOAL, "低段阅读课例", "节", 2),),
)
START = baseline(FACTS, None)
SCHOOL, COUNTY = ReportFacts(own_school=True, reviews=False), ReportFacts(own_school=False, reviews=True)


def content(*people: PersonLine, **changes: object) -> ReportContent:
    given_lines = {line.assignment_id: line for line in people}
    lines = [given_lines.get(line.assignment_id, line) for line in START.people]
    return START.model_copy(update={"people": lines, **changes})


def anna(**typed: str) -> PersonLine:
    return PersonLine(assignment_id=ANNA, **typed)


def details(typed: ReportContent) -> dict[str, str]:
    return {error.field: error.detail for error in check(typed, FACTS)[1]}


def test_a_month_opens_on_the_25th_and_is_due_on_the_5th_at_24_in_shanghai() -> None:
    when = deadlines("2026-11", 25, 5, 10)
    assert when.opens_on == date(2026, 11, 25)
    assert when.due_at == datetime(2026, 12, 5, 16, tzinfo=UTC)
    assert when.grace_until == datetime(2026, 12, 10, 16, tzinfo=UTC)


def test_a_day_that_the_month_lacks_is_its_last_one() -> None:
    assert deadlines("2026-02", 31, 5, 10).opens_on == date(2026, 2, 28)
    assert deadlines("2028-01", 25, 31, 31).due_at == datetime(2028, 2, 29, 16, tzinfo=UTC)


def test_december_is_due_in_january() -> None:
    assert deadlines("2026-12", 25, 5, 10).due_at == datetime(2027, 1, 5, 16, tzinfo=UTC)
    assert months_to_open(date(2027, 1, 2)) == ("2026-12", "2027-01")


def test_a_month_opens_until_it_is_due() -> None:
    when = deadlines("2026-11", 25, 5, 10)
    noon = timedelta(hours=4)
    assert not opens_now("2026-11", when, date(2026, 11, 24), datetime(2026, 11, 24, tzinfo=UTC) + noon)
    assert opens_now("2026-11", when, date(2026, 11, 25), datetime(2026, 11, 25, tzinfo=UTC) + noon)
    assert opens_now("2026-11", when, date(2026, 12, 5), when.due_at - timedelta(seconds=1))
    assert not opens_now("2026-11", when, date(2026, 12, 6), when.due_at)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 31), st.integers(1, 28), st.integers(1, 28))
def test_a_month_always_opens_before_it_is_due(day: date, opens: int, due: int, grace: int) -> None:
    when = deadlines(f"{day:%Y-%m}", opens, due, grace)
    assert when.opens_on < when.due_at.date() + timedelta(days=1)
    assert when.due_at <= when.grace_until


def test_late_looks_at_the_first_submission_and_24_o_clock_is_in_time() -> None:
    due = datetime(2026, 12, 5, 16, tzinfo=UTC)
    assert not is_late(due, due)
    assert is_late(due + timedelta(seconds=1), due)
    assert not is_late(None, due)


def test_only_what_was_never_sent_is_overdue() -> None:
    due, later = datetime(2026, 12, 5, 16, tzinfo=UTC), datetime(2026, 12, 7, 1, tzinfo=UTC)
    assert {status for status in ReportStatus if is_overdue(status, due, later)} == {
        ReportStatus.due, ReportStatus.draft
    }  # fmt: skip
    assert overdue_days(ReportStatus.due, date(2026, 12, 5), date(2026, 12, 7)) == 2
    assert overdue_days(ReportStatus.returned, date(2026, 12, 5), date(2026, 12, 7)) == 0
    assert overdue_days(ReportStatus.due, date(2026, 12, 5), date(2026, 12, 1)) == 0


def test_a_receipt_number_says_month_school_and_from_the_second_on_the_revision() -> None:
    assert receipt_number("2026-11", "2161000047", 1) == "202611-2161000047"
    assert receipt_number("2026-11", "2161000047", 3) == "202611-2161000047-3"


@pytest.mark.parametrize("status", list(ReportStatus))
def test_a_school_writes_and_a_county_decides(status: ReportStatus) -> None:
    school, county = REPORT_STATES.allowed(status, SCHOOL), REPORT_STATES.allowed(status, COUNTY)
    assert ("submit" in school) is (status in OPEN)
    assert ("accept" in county) is ("return" in county) is (status is ReportStatus.submitted)
    assert not set(school) & {"accept", "return"}
    assert not set(county) & {"submit", "draft", "mend"}


ACTIONS = st.lists(st.sampled_from(["fill", "submit", "return", "accept", "remind"]), max_size=30)


@given(ACTIONS)
def test_no_history_breaks_the_table(actions: list[str]) -> None:
    status, revision, first_sent = ReportStatus.due, 0, None
    for step, wanted in enumerate(actions):
        action = filling_action(status) if wanted == "fill" else wanted
        facts = SCHOOL if wanted in {"fill", "submit"} else COUNTY
        may = action in REPORT_STATES.allowed(status, facts)
        if not may:
            with pytest.raises(Problem, match=r"state\.illegal"):
                REPORT_STATES.take(status, action, facts)
            continue
        after = REPORT_STATES.take(status, action, facts)
        assert status is not ReportStatus.accepted
        if action == "submit":
            revision, first_sent = revision + 1, first_sent or step + 1
        assert (after in {ReportStatus.due, ReportStatus.draft}) is (revision == 0)
        assert (revision == 0) is (first_sent is None)
        status = after


def test_a_first_month_starts_with_everybody_at_post() -> None:
    assert [line.state for line in START.people] == ["at_post", "at_post"]
    assert START.goals == [GoalLine(goal_id=GOAL, value="2")]
    assert not START.has_problem
    assert not START.plan


def test_a_leave_that_ended_is_over_next_month_and_one_that_goes_on_is_carried() -> None:
    ended = anna(state="on_leave", from_on="2026-10-10", to_on="2026-10-31", category="personal")
    going_on = anna(state="on_leave", from_on="2026-10-10", to_on="2026-11-03", category="personal")
    assert baseline(FACTS, content(ended)).people[0].state == "at_post"
    assert baseline(FACTS, content(going_on)).people[0] == going_on


def test_texts_of_last_month_are_not_carried() -> None:
    last = content(has_problem=True, problem="缺教室", plan="联席会议", public_line="两位老师来校上课")
    assert baseline(FACTS, last) == START


def test_a_draft_follows_who_is_at_the_school() -> None:
    stranger = PersonLine(assignment_id=new_id(), state="left", from_on="2026-11-02")
    draft = ReportContent(people=[stranger, anna(state="problem", note="没有宿舍")], plan="听课")
    shown = project(draft, FACTS, START)
    assert [line.assignment_id for line in shown.people] == [ANNA, BERT]
    assert [line.state for line in shown.people] == ["problem", "at_post"]
    assert shown.plan == "听课"


def test_what_belongs_to_another_state_is_not_sent() -> None:
    typed = anna(state="at_post", from_on="2026-11-01", to_on="x", category="personal", note="感冒")
    sent, errors = check(content(typed), FACTS)
    assert errors == []
    assert sent.people[0] == anna()
    assert check(content(problem="旧的", has_problem=False), FACTS)[0].problem == ""


LEAVE = {"state": "on_leave", "from_on": "2026-11-18", "to_on": "2026-11-20", "category": "official"}


@pytest.mark.parametrize(
    ("changes", "field", "detail"),
    [
        ({"to_on": "2026-11-12"}, "people.0.to_on", "结束日期要在11月18日或之后"),
        ({"to_on": "11月20日"}, "people.0.to_on", "日期写成2026-11-18这样"),
        ({"to_on": "2026-02-30"}, "people.0.to_on", "日期写成2026-11-18这样"),
        ({"from_on": ""}, "people.0.from_on", "要填从哪天"),
        ({"category": "sick"}, "people.0.category", "请选请假类别"),
        ({"from_on": "2026-10-01", "to_on": "2026-10-20"}, "people.0.to_on", "结束日期要在11月1日或之后"),
        ({"from_on": "2026-12-01", "to_on": "2026-12-02"}, "people.0.from_on", "开始日期要在11月30日或之前"),
        ({"from_on": "2026-08-01"}, "people.0.from_on", "要在任务期内：9月1日至2027年8月31日"),
        ({"state": ""}, "people.0.state", "请选吴婉清本月的情况"),
        ({"state": "left", "from_on": ""}, "people.0.from_on", "要填从哪天"),
        ({"state": "problem", "note": ""}, "people.0.note", "写一句是什么问题"),
    ],
)
def test_each_wrong_entry_says_what_to_do(changes: dict[str, str], field: str, detail: str) -> None:
    assert details(content(anna(**{**LEAVE, **changes}))) == {field: detail}


def test_a_leave_may_begin_before_and_end_after_the_month() -> None:
    assert details(content(anna(**{**LEAVE, "from_on": "2026-10-20", "to_on": "2026-12-05"}))) == {}


def test_29_february_is_a_day_in_leap_years_only() -> None:
    assert read_day("2028-02-29") == date(2028, 2, 29)
    assert read_day("2027-02-29") is None
    assert read_day("0001-01-01") is None
    assert read_day("9999-12-31") is None


def test_everybody_and_every_goal_must_be_named_once() -> None:
    twice = ReportContent(people=[anna(), anna()], goals=[GoalLine(goal_id=new_id(), value="1")])
    assert set(details(twice)) == {"people.1.assignment_id", "people", "goals.0.goal_id", "goals"}


@pytest.mark.parametrize("typed", ["", "-1", "三", "1.5", "1e3", "99999999", " 2"])
def test_a_total_is_a_whole_number(typed: str) -> None:
    wrong = content(goals=[GoalLine.model_construct(goal_id=GOAL, value=typed)])
    assert details(wrong) == {"goals.0.value": "这里填数字，比如3"}


def test_full_width_digits_are_digits() -> None:
    assert check(content(goals=[GoalLine(goal_id=GOAL, value="０３")]), FACTS)[0].goals[0].value == "3"


def test_a_problem_without_a_sentence_is_asked_for() -> None:
    assert details(content(has_problem=True)) == {"problem": "写一句要县里帮忙的问题，或选“没有”"}


VISIBLE = st.characters(exclude_categories=["Cc", "Cs", "Cf"])
TYPED = st.text(VISIBLE, max_size=12) | st.sampled_from(
    ["2026-11-18", "2026-11-20", "official", "long_leave", "on_leave"]
)
LINES = st.builds(
    PersonLine,
    assignment_id=st.sampled_from([ANNA, BERT, UUID(int=7)]),
    state=st.sampled_from([*(state.value for state in PersonState), "", "x"]),
    from_on=TYPED, to_on=TYPED, category=TYPED, note=TYPED,
)  # fmt: skip


@given(st.lists(LINES, max_size=4), TYPED, st.booleans())
def test_what_passes_the_check_passes_it_again_unchanged(lines: list[PersonLine], value: str, has: bool) -> None:
    goals = [GoalLine.model_construct(goal_id=GOAL, value=value)]
    sent, errors = check(ReportContent(people=lines, goals=goals, has_problem=has), FACTS)
    if errors:
        assert all(error.detail for error in errors)
    else:
        assert check(sent, FACTS) == (sent, [])
        assert len(sent.people) == len(FACTS.people)
        assert read_count(sent.goals[0].value) is not None
