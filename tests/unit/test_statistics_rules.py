"""Rules of statistics: reading a request, sorting groups, the metrics of the ledger (S-01, S-23, A-20, A-44)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.assignments import counting
from services.api.features.statistics import rules
from services.api.kernel.problems import Problem
from services.contracts.codes import AssignmentStatus, ExchangeMode, Outcome, ReportStatus

TODAY = date(2026, 12, 3)
KNOWN = ("county", "direction", "mode", "post", "sex")


@pytest.mark.parametrize("text", ["2026", "2026-2027", " 2026 ", None])
def test_a_school_year_is_read_in_both_spellings_and_is_the_present_one_by_default(text: str | None) -> None:
    assert rules.read_school_year(text, TODAY) == 2026
    assert rules.read_school_year("2025-2026", TODAY) == 2025


@pytest.mark.parametrize("text", ["", "26", "2026-2028", "2026-2025", "2026/2027", "1989", "二〇二六", "2026-09"])
def test_another_spelling_is_a_422_that_shows_the_right_one(text: str) -> None:
    with pytest.raises(Problem) as refused:
        rules.read_school_year(text, TODAY)
    assert refused.value.status == 422
    assert "2026-2027" in refused.value.errors[0].detail


@pytest.mark.parametrize("text", ["2027", "2027-2028", "2100"])
def test_a_school_year_that_has_not_begun_names_itself_and_the_latest(text: str) -> None:
    with pytest.raises(Problem) as refused:
        rules.read_school_year(text, TODAY)
    assert refused.value.code == "statistics.year_in_future"
    assert f"{text[:4]}-" in refused.value.detail
    assert "2026-2027" in refused.value.detail


def test_a_school_year_begins_on_1_september() -> None:
    with pytest.raises(Problem):
        rules.read_school_year("2026", date(2026, 8, 31))
    assert rules.read_school_year("2026", date(2026, 9, 1)) == 2026


def test_a_month_may_be_the_present_one_but_no_later_one() -> None:
    assert rules.check_month("2026-12", TODAY) == "2026-12"
    with pytest.raises(Problem) as refused:
        rules.check_month("2027-01", TODAY)
    assert refused.value.code == "statistics.month_in_future"
    assert "2027年1月" in refused.value.detail


def test_dimensions_may_be_repeated_or_separated_by_commas() -> None:
    expected = ["county", "direction", "sex"]
    assert rules.read_dimensions(["county", "direction", "sex"], KNOWN) == expected
    assert rules.read_dimensions(["county,direction", " sex ,county", ""], KNOWN) == expected


def test_an_unknown_dimension_is_named_with_the_allowed_ones() -> None:
    with pytest.raises(Problem) as refused:
        rules.read_dimensions(["county", "shoe_size"], KNOWN)
    assert refused.value.code == "statistics.dimension"
    assert "shoe_size" in refused.value.detail
    assert all(name in refused.value.detail for name in KNOWN)


def test_more_than_four_dimensions_are_too_many() -> None:
    with pytest.raises(Problem) as refused:
        rules.read_dimensions(["county,direction,mode,post,sex"], KNOWN)
    assert refused.value.code == "statistics.too_many_dimensions"


def test_a_township_brings_its_county_along() -> None:
    assert rules.with_county(["month", "township"]) == ["month", "county", "township"]
    assert rules.with_county(["township", "county"]) == ["township", "county"]


@pytest.mark.parametrize(("code", "province", "city"), [("610304", "610000", "610300"), ("6102Z1", "610000", "610200")])
def test_a_county_lies_in_its_city_and_province_even_without_an_official_code(
    code: str, province: str, city: str
) -> None:
    found = [rules.region_of(code, name) for name in ("province", "city", "county")]
    assert found == [province, city, code]


def test_only_people_in_post_or_served_out_are_counted_and_retirees_apart() -> None:
    support, retiree = ExchangeMode.support_teaching, ExchangeMode.retiree_support
    counted = {status for status in AssignmentStatus if counting.outcome_of(status, support) is Outcome.counted}
    assert counted == {AssignmentStatus.active, AssignmentStatus.completed}
    assert counting.outcome_of(AssignmentStatus.active, retiree) is Outcome.retiree
    assert counting.outcome_of(AssignmentStatus.planned, retiree) is Outcome.not_arrived
    assert counting.outcome_of(AssignmentStatus.void, support) is Outcome.never
    assert set(counting.COUNTED) == counted


@st.composite
def counts(draw: st.DrawFn) -> rules.ReportCount:
    reports = draw(st.integers(0, 50))
    some = st.integers(0, reports)
    return rules.ReportCount(draw(st.sampled_from(ReportStatus)), reports, draw(some), draw(some))


@given(st.lists(counts(), max_size=12))
def test_the_metrics_hold_together_for_any_ledger(ledger: list[rules.ReportCount]) -> None:
    metrics = rules.reporting_metrics(ledger)
    expected, actual = metrics["EXPECTED_REPORTS"], metrics["ACTUAL_REPORTS"]
    on_time, late = metrics["ACTUAL_REPORTS_ON_TIME"], metrics["LATE_REPORTS"]
    assert 0 <= on_time <= actual <= expected
    assert on_time + late == actual
    assert sum(metrics["by_status"].values()) == expected
    assert set(metrics["by_status"]) == {status.value for status in ReportStatus}
    assert metrics["OVERDUE_REPORTS"] <= expected - actual
    rates = metrics["REPORTING_RATE"], metrics["REPORTING_RATE_ON_TIME"]
    assert rates == (None, None) if expected == 0 else 0 <= rates[1] <= rates[0] <= 1


def test_a_returned_report_is_expected_but_not_actual_even_if_it_came_in_time() -> None:
    metrics = rules.reporting_metrics([rules.ReportCount(ReportStatus.returned, 2, 2, 1)])
    assert (metrics["EXPECTED_REPORTS"], metrics["ACTUAL_REPORTS"], metrics["ACTUAL_REPORTS_ON_TIME"]) == (2, 0, 0)
    assert metrics["OVERDUE_REPORTS"] == 1
    assert metrics["REPORTING_RATE"] == 0


def test_nothing_expected_has_no_rate_which_is_not_zero() -> None:
    assert rules.rate(0, 0) is None
    assert rules.rate(0, 3) == 0
    assert rules.rate(73, 86) == 0.848837
