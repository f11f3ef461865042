"""Schools as people and downloads write them."""

import pytest

from services.api.features.imports.kinds.columns import school
from services.api.features.imports.reading.values import WrongCell
from services.api.kernel.outcomes import differs


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2161000123", "2161000123"),
        ("2161000123.0", "2161000123"),
        ("２１６１０００１２３", "2161000123"),
        (" 云坪镇中心小学 ", "云坪镇中心小学"),
        ("云坪镇 中心小学", "云坪镇中心小学"),
        ("云坪镇中心小学（东校区）", "云坪镇中心小学（东校区）"),
        ("2161000123 云坪镇中心小学", "2161000123 云坪镇中心小学"),
        ("2161000123云坪镇中心小学", "2161000123 云坪镇中心小学"),
        ("12345", "12345"),
    ],
)
def test_a_school_is_read_by_code_by_name_or_by_both(typed: str, read: str) -> None:
    assert school(typed) == read


def test_a_code_that_a_spreadsheet_made_a_number_of_is_said() -> None:
    with pytest.raises(WrongCell):
        school("2.161E+09")


def test_only_blanks_and_width_are_no_difference() -> None:
    assert not differs("0917 6210123", "09176210123")
    assert not differs("县教（2026）18号", "县教(2026)18号")
    assert differs("县教〔2026〕18号", "县教〔2026〕19号")
    assert differs(1, 2)
