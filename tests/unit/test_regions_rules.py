"""Region codes, the tree they form, the calendar in force, and how places are spelled."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.regions import rules
from services.api.features.regions.official import official_rows
from services.api.features.regions.rules import NATIONAL, calendar_in_force, chain, next_authority_code
from services.api.kernel.pinyin import person_sort_key, person_spelling, place_spelling

COUNTY, CITY, PROVINCE, NATION = "610304", "610300", "610000", "000000"


def _own(code: str, **changes: Any) -> rules.Calendar:
    return replace(NATIONAL, region_code=code, source_region_code=code, version=4, **changes)


def test_a_county_stands_below_its_city_and_province() -> None:
    assert chain(COUNTY) == [COUNTY, CITY, PROVINCE, NATION]
    assert chain("6102Z1") == ["6102Z1", "610200", PROVINCE, NATION]
    assert chain(PROVINCE) == [PROVINCE, NATION]
    assert chain(NATION) == [NATION]


@pytest.mark.parametrize("upper", [COUNTY, CITY, PROVINCE, "000000"])
def test_a_county_reads_the_calendars_above_it(upper: str) -> None:
    assert rules.stands_above(upper, COUNTY)
    assert not rules.stands_above("610302", COUNTY)


@given(st.sets(st.sampled_from([COUNTY, CITY, PROVINCE, "440000"])))
def test_the_nearest_calendar_up_the_tree_is_in_force(owners: set[str]) -> None:
    found = calendar_in_force(COUNTY, {code: _own(code) for code in owners})
    expected = next((code for code in (COUNTY, CITY, PROVINCE) if code in owners), "000000")
    assert found.source_region_code == expected
    assert found.region_code == COUNTY
    assert found.version == (4 if expected == COUNTY else 0)


def test_a_calendar_without_a_contact_shows_the_nearest_one_that_has() -> None:
    rows = {
        COUNTY: _own(COUNTY, open_day=20),
        PROVINCE: _own(PROVINCE, contact_office="省教育厅", contact_phone="029 6210 0001"),
    }
    found = calendar_in_force(COUNTY, rows)
    assert (found.open_day, found.contact_office) == (20, "省教育厅")


def test_an_authority_gets_the_first_free_code_until_nine_are_taken() -> None:
    assert next_authority_code("610200", ["6102Z1", "6102Z3"]) == "6102Z2"
    assert next_authority_code("500000", []) == "5000Z1"
    assert next_authority_code("610200", [f"6102Z{number}" for number in range(1, 10)]) is None


def test_a_full_name_does_not_say_a_place_twice() -> None:
    assert rules.full_name("陕西省宝鸡市", "陈仓区") == "陕西省宝鸡市陈仓区"
    assert rules.full_name("广东省东莞市", "东莞市直管") == "广东省东莞市直管"


def test_every_official_region_has_its_parent_before_it_and_a_spelling() -> None:
    seen: set[str] = set()
    rows = official_rows()
    for row in rows:
        assert row["parent_code"] is None or row["parent_code"] in seen
        assert row["pinyin"].isascii()
        assert row["pinyin"].isalpha()
        assert len(row["initials"]) == len(row["name"])
        seen.add(row["code"])
    assert len(seen) == len(rows) == 3220


def test_every_city_has_at_least_one_county_level_authority() -> None:
    rows = official_rows()
    parents = {row["parent_code"] for row in rows}
    assert [row["name"] for row in rows if row["level"] == "city" and row["code"] not in parents] == []


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("重庆市", "chongqingshi", "cqs"), ("长沙市", "changshashi", "css"), ("吴川市", "wuchuanshi", "wcs"),
        ("浚县", "xunxian", "xx"), ("乐陵市", "laolingshi", "lls"), ("六安市", "luanshi", "las"),
        ("新都区", "xinduqu", "xdq"), ("ABC学校（2）", "abcxuexiao2", "abcxx2"), ("🙂小学", "xiaoxue", "xx"),
    ],
)  # fmt: skip
def test_places_are_spelled_as_people_there_say_them(name: str, pinyin: str, initials: str) -> None:
    assert place_spelling(name) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "pinyin"), [("单立群", "shanliqun"), ("曾一鸣", "zengyiming"), ("尉迟敏", "yuchimin"), ("长乐", "changle")]
)
def test_surnames_have_readings_of_their_own(name: str, pinyin: str) -> None:
    assert person_spelling(name).pinyin == pinyin


@given(st.text(max_size=80))
def test_any_name_has_a_spelling_that_fits_its_columns(name: str) -> None:
    pinyin, initials = place_spelling(name)
    assert len(pinyin) <= 300
    assert len(initials) <= len(name)


def test_everybody_of_one_surname_stands_together_and_before_those_spelled_longer() -> None:
    people = ["程薇", "陈立群", "谌敏", "成勇", "陈雪", "陈欢", "单立群", "沈一鸣"]
    found = sorted(people, key=person_sort_key)
    assert found[:4] == ["谌敏", "陈欢", "陈立群", "陈雪"] or found[:4] == ["陈欢", "陈立群", "陈雪", "谌敏"]
    assert set(found[4:6]) == {"程薇", "成勇"}
    assert found[6:] == ["单立群", "沈一鸣"]


@given(st.text(max_size=60))
def test_any_name_has_a_sort_key_that_fits(name: str) -> None:
    assert len(person_sort_key(name)) <= 600
