"""Identity numbers and who may act."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.staff import rules
from services.api.features.staff.rules import STAFF_ACTIONS, Human, StaffFacts, StaffState
from services.api.kernel.personal import masked
from services.contracts.codes import Sex
from tests.support.id_numbers import id_number

BIRTHDAYS = st.dates(date(1940, 1, 1), date(2010, 12, 31))
SEXES = st.sampled_from([Sex.male, Sex.female])


@given(BIRTHDAYS, SEXES, st.integers(0, 99))
def test_a_number_that_agrees_with_birthday_and_sex_is_taken(born: date, sex: Sex, serial: int) -> None:
    assert rules.id_number_problem(id_number(born, sex, serial), born, sex) is None


@given(BIRTHDAYS, SEXES, st.integers(0, 99), st.integers(0, 17))
def test_one_wrong_digit_is_found(born: date, sex: Sex, serial: int, place: int) -> None:
    number = id_number(born, sex, serial)
    wrong = "5" if number[place] != "5" else "6"
    problem = rules.id_number_problem(number[:place] + wrong + number[place + 1 :], born, sex)
    assert problem is not None
    assert problem.code == "staff.id_number"


@pytest.mark.parametrize(
    ("born", "sex", "code"),
    [(date(1985, 5, 21), Sex.female, "staff.id_birth"), (date(1985, 5, 20), Sex.male, "staff.id_sex")],
)
def test_a_number_of_somebody_else_is_found(born: date, sex: Sex, code: str) -> None:
    problem = rules.id_number_problem(id_number(date(1985, 5, 20), Sex.female), born, sex)
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize("sex", [Sex.unknown, Sex.unstated])
def test_a_sex_that_is_not_stated_cannot_disagree(sex: Sex) -> None:
    born = date(1985, 5, 20)
    assert rules.id_number_problem(id_number(born, Sex.female), born, sex) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "身份证号是18位，现在是0位，请再核对"),
        ("610304850520123", "身份证号是18位，现在是15位，请再核对"),
        ("61030419850520123", "身份证号是18位，现在是17位，请再核对"),
        ("610304 19850520 1234", "身份证号是18位，里面有空格或全角字符，请再核对"),
        ("张三张三张三张三张三张三张三张三张三", "身份证号是18位，里面有数字和X以外的字符，请再核对"),
        ("610304198505201231", "身份证号里有一位写错了，请对照证件核对"),
    ],
)
def test_what_is_no_identity_number_is_told_what_is_wrong_with_it(typed: str, words: str) -> None:
    problem = rules.id_number_problem(typed, date(1985, 5, 20), Sex.female)
    assert problem is not None
    assert problem.detail == words


def test_full_width_digits_are_read_as_typed_on_a_phone() -> None:
    number = id_number(date(1985, 5, 20), Sex.female)
    wide = number.translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ"))
    assert rules.id_number_problem(wide, date(1985, 5, 20), Sex.female) is None


def test_a_masked_number_hides_birthday_and_serial() -> None:
    number = id_number(date(1985, 5, 20), Sex.female)
    assert number[6:16] not in masked(number)
    assert len(masked(number)) == 18


def test_the_same_number_with_another_name_is_not_the_same_person() -> None:
    known = Human("陈立群", Sex.male, date(1985, 5, 20))
    assert rules.is_same_human(known, Human("陈 立群", Sex.male, date(1985, 5, 20)))
    assert not rules.is_same_human(known, Human("陈立军", Sex.male, date(1985, 5, 20)))
    assert not rules.is_same_human(known, Human("陈立群", Sex.male, date(1985, 5, 21)))


def test_only_who_employs_may_act_and_only_while_in_service() -> None:
    employer, other = StaffFacts(may_write=True, in_scope=True), StaffFacts(may_write=True, in_scope=False)
    assert STAFF_ACTIONS.allowed(StaffState.in_service, employer) == ["update", "end"]
    assert STAFF_ACTIONS.allowed(StaffState.ended, employer) == []
    assert STAFF_ACTIONS.allowed(StaffState.in_service, other) == []
