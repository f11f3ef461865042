"""How far a commitment is kept: windows, what is due, states, and the arithmetic in words (E-33.7, W-21.5)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.commitments import rules
from services.api.features.commitments.rules import Entry, Promise
from services.api.features.commitments.templates import templates
from services.api.kernel.periods import Period
from services.contracts.codes import CommitmentMeasure, CommitmentPeriod, CommitmentState

M, P, S = CommitmentMeasure, CommitmentPeriod, CommitmentState
SINCE = date(2026, 9, 1)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def promise(period: CommitmentPeriod = P.term, minimum: int = 4, **changes: object) -> Promise:
    values: dict[str, object] = {
        "measure": M.activities, "kinds": frozenset(), "unit": "次", "minimum": minimum, "maximum": None,
        "period": period, "start_on": SINCE, "last_on": date(2029, 8, 31), **changes,
    }  # fmt: skip
    return Promise(**values)  # type: ignore[arg-type]


def once(day: date, kind: str = "demo_lesson") -> Entry:
    return Entry(kind, day, day, 1)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (P.week, date(2026, 11, 30), date(2026, 12, 6)),
        (P.month, date(2026, 12, 1), date(2026, 12, 31)),
        (P.term, date(2026, 9, 1), date(2027, 1, 31)),
        (P.school_year, date(2026, 9, 1), date(2027, 8, 31)),
        (P.whole, date(2026, 9, 1), date(2029, 8, 31)),
    ],
)
def test_the_window_is_the_period_that_holds_the_day(period: CommitmentPeriod, first: date, last: date) -> None:
    assert rules.window_of(promise(period), date(2026, 12, 3)) == Period(first, last)


def test_the_second_term_begins_in_february_and_ends_with_the_summer() -> None:
    assert rules.window_of(promise(), date(2027, 2, 1)) == Period(date(2027, 2, 1), date(2027, 8, 31))
    assert rules.window_of(promise(), date(2027, 1, 31)).end_on == date(2027, 1, 31)


def test_a_window_is_cut_to_the_days_of_the_commitment() -> None:
    short = promise(start_on=date(2026, 11, 10), last_on=date(2026, 12, 20))
    assert rules.window_of(short, date(2026, 12, 3)) == Period(date(2026, 11, 10), date(2026, 12, 20))
    assert rules.window_of(short, date(2027, 5, 1)) == Period(date(2026, 11, 10), date(2026, 12, 20))
    assert rules.window_of(short, date(2026, 9, 1)).start_on == date(2026, 11, 10)


def test_the_first_and_the_last_day_of_a_window_count_and_their_neighbours_do_not() -> None:
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    month, there = promise(P.month), Entry("attachment", date(2026, 10, 1), date(2026, 11, 1), 1, UUID(int=1))
    assert rules.standing(month, [once(day) for day in days], date(2026, 11, 30)).done == 2
    assert rules.standing(month, [once(date(2026, 11, 30))], date(2026, 11, 29)).done == 0
    assert rules.standing(month, [there, there], date(2026, 11, 1)).done == 1


def test_half_of_the_time_makes_half_of_the_number_due() -> None:
    month = promise(P.month, minimum=4, start_on=date(2026, 11, 1))
    found = rules.standing(month, [once(date(2026, 11, 3))], date(2026, 11, 16))
    assert (found.due, found.elapsed, found.done, found.state) == (2, 0.5, 1, S.behind)
    assert found.words == "本月（11月1日至11月30日）应做4次，时间已过50%，现在应有2次，实有1次。"


def test_while_nothing_is_due_yet_the_words_do_not_ask_for_none() -> None:
    month = promise(P.month, minimum=1, start_on=date(2026, 11, 1))
    words = rules.standing(month, [], date(2026, 11, 22)).words
    assert words == "本月（11月1日至11月30日）应做1次，时间已过70%，到期前做到就行，实有0次。"


def test_the_last_day_still_belongs_to_the_window_and_the_next_one_is_too_late() -> None:
    ends = promise(P.whole, minimum=1, last_on=date(2026, 12, 3))
    assert rules.standing(ends, [], date(2026, 12, 3)).state is S.on_track
    late = rules.standing(ends, [], date(2026, 12, 4))
    assert late.state is S.overdue
    assert late.words == "9月1日至12月3日应做1次，实有0次，期限已过。"
    assert rules.standing(ends, [once(date(2026, 12, 4))], date(2026, 12, 9)).done == 0


def test_only_a_whole_period_before_can_have_fallen_short() -> None:
    late_start = promise(P.month, minimum=1, start_on=date(2026, 11, 2))
    assert rules.standing(late_start, [], date(2026, 12, 3)).missed is None
    found = rules.standing(promise(P.month, minimum=1), [], date(2026, 12, 3))
    assert (found.missed, found.state) == (0, S.overdue)


def test_without_an_end_nothing_is_due_and_the_words_say_so() -> None:
    found = rules.standing(promise(P.whole, minimum=1, last_on=None), [], date(2026, 12, 3))
    assert (found.due, found.elapsed, found.state) == (0, None, S.on_track)
    assert found.words == "应做1次，没有定到哪天，实有0次。"


def test_before_the_first_day_it_says_when_it_begins() -> None:
    found = rules.standing(promise(start_on=date(2027, 2, 1)), [], date(2026, 12, 3))
    assert (found.state, found.words) == (S.on_track, "从2027年2月1日算起，每学期应做4次。")


def test_more_than_the_most_is_met_and_said() -> None:
    found = rules.standing(promise(minimum=1, maximum=2), [once(date(2026, 10, day)) for day in (1, 2, 3)], SINCE)
    assert found.done == 0
    found = rules.standing(
        promise(minimum=1, maximum=2), [once(date(2026, 10, day)) for day in (1, 2, 3)], date(2026, 12, 3)
    )
    assert found.state is S.met
    assert found.words.endswith("实有3次。已超过说好的最多2次。")


@given(st.lists(st.tuples(DAYS, st.integers(0, 400), st.integers(0, 3), st.sampled_from("abc")), max_size=30), DAYS)
def test_done_is_the_recount_of_the_entries(rows: list[tuple[date, int, int, str]], day: date) -> None:
    entries = [
        Entry(kind, first, first + timedelta(days=days), 1, UUID(int=who) if who else None)
        for first, days, who, kind in rows
    ]
    wanted = promise(P.school_year, kinds=frozenset("ab"))
    window = rules.window_of(wanted, day)
    count, people = 0, set()
    for (first, days, who, kind), _ in zip(rows, entries, strict=True):
        there = {first + timedelta(days=each) for each in range(days + 1)}
        if kind in "ab" and any(window.contains(each) and each <= day for each in there):
            people.add(who) if who else None
            count += 0 if who else 1
    assert rules.standing(wanted, entries, day).done == count + len(people)


@given(DAYS, st.integers(1, 50), st.sampled_from(list(P)))
def test_what_is_due_never_shrinks_within_a_window_and_never_exceeds_the_least(
    day: date, minimum: int, period: CommitmentPeriod
) -> None:
    wanted = promise(period, minimum=minimum)
    window = rules.window_of(wanted, day)
    next_day = day + timedelta(days=1)
    now, later = rules.due_by(wanted, window, day)[0], rules.due_by(wanted, window, next_day)[0]
    assert 0 <= now <= later <= minimum


@given(DAYS, st.sampled_from(list(P)))
def test_windows_follow_one_another_without_a_gap(day: date, period: CommitmentPeriod) -> None:
    wanted = promise(period, start_on=date(2025, 9, 1))
    window = rules.window_of(wanted, day)
    assert window.contains(day)
    before = rules.window_before(wanted, window)
    assert before is None or before.end_on == window.start_on - timedelta(days=1)


def test_every_item_of_a_template_names_its_rule_and_article_and_is_within_its_numbers() -> None:
    for template in templates().values():
        assert template.source
        assert len({item.rule for item in template.items}) == len(template.items)
        for item in template.items:
            assert item.article
            assert item.rule[:3] in {"JH-", "CS-", "HZ-", "CI-", "LQ-"}
            assert item.maximum is None or item.maximum >= item.minimum
