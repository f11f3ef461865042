"""Sign-in back-off and who may manage which account: decisions on plain values."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.api.kernel.problems import field_problem
from services.api.kernel.scope import prefix_of
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.access import HandOver
from services.contracts.codes import Code, RegionLevel, Role, SignInWay
from services.contracts.problems import FieldProblem


@dataclass(frozen=True, slots=True)
class BackOff:
    """`free` wrong passwords in a row cost nothing; then each one doubles the wait up to `longest`.

    After `memory` without a wrong password and without a wait the count starts anew.
    """

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta


ACCOUNT = BackOff(5, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""For one account from one address."""
ADDRESS = BackOff(20, timedelta(minutes=2), timedelta(hours=1), timedelta(minutes=15))
"""For all accounts from one address: a whole building may share it, so it forgets soon."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passwords in a row, the end of the wait if there is one, and the last wrong one (UTC)."""

    failures: int = 0
    locked_until: datetime | None = None
    last_at: datetime | None = None


def remembered(tries: Tries, policy: BackOff, now: datetime) -> Tries:
    """The count that still matters now."""
    last = max((at for at in (tries.locked_until, tries.last_at) if at is not None), default=None)
    return tries if last is not None and now - last <= policy.memory else Tries()


def after_failure(tries: Tries, policy: BackOff, now: datetime) -> Tries:
    """The count after one more wrong password."""
    failures = remembered(tries, policy, now).failures + 1
    beyond = failures - policy.free
    if beyond < 0:
        return Tries(failures, None, now)
    doublings = min(beyond, 20)
    return Tries(failures, now + min(policy.first * 2**doublings, policy.longest), now)


def after_success(address: Tries, account: Tries) -> Tries:
    """The address is forgiven what this account's owner mistyped, and no more."""
    return Tries(max(0, address.failures - account.failures), address.locked_until, address.last_at)


def wait(tries: Tries, now: datetime) -> timedelta:
    """How long no password is looked at; zero or less when it is."""
    return tries.locked_until - now if tries.locked_until is not None else timedelta(0)


def left(tries: Tries, policy: BackOff) -> int:
    """How many wrong passwords are left before a wait."""
    return max(1, policy.free - tries.failures)


_WITHOUT_PASSWORD = frozenset({SignInWay.oidc, SignInWay.view})


def password_due(must_set_password: bool, way: SignInWay) -> bool:  # noqa: FBT001 - a column and a column
    """Whether a first password comes before anything else: not for who came in without one."""
    return must_set_password and way not in _WITHOUT_PASSWORD


def account_name(typed: str) -> str:
    """The account name as stored: half width, small letters, no blanks around."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


SCHOOL_ROLES = frozenset({Role.school_reporter, Role.school_leader})
_OF_COUNTY = SCHOOL_ROLES | {Role.teacher, Role.finance, Role.hr}
_MANAGED = {
    Role.administrator: frozenset(Role),
    Role.county_coordinator: _OF_COUNTY,
    Role.school_leader: SCHOOL_ROLES,
}
_LEVELS = {
    Role.county_coordinator: RegionLevel.county,
    Role.city_supervisor: RegionLevel.city,
    Role.province_supervisor: RegionLevel.province,
}


def managed_roles(manager: Role | None) -> frozenset[Role]:
    """The roles whose accounts this role may make and close (E-67)."""
    return _MANAGED.get(manager, frozenset()) if manager is not None else frozenset()


def level_of(region_code: str) -> RegionLevel:
    """The level that the shape of a code says."""
    by_length = {0: RegionLevel.nation, 2: RegionLevel.province, 4: RegionLevel.city}
    return by_length.get(len(prefix_of(region_code)), RegionLevel.county)


def level_wanted(role: Role, region_code: str) -> RegionLevel | None:
    """The level this role needs when the region has another one, else None."""
    wanted = _LEVELS.get(role)
    return wanted if wanted is not None and wanted is not level_of(region_code) else None


class AccountState(Code):
    """Whether an account may sign in."""

    open = "open", "在用"
    disabled = "disabled", "已停用"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What decides over an action on an account."""

    manages_role: bool
    is_self: bool
    of_school: bool = False
    is_administrator: bool = False
    looks_at_administrator: bool = False
    by_school: bool = False


def _may(facts: AccountFacts) -> bool:
    return facts.manages_role and not facts.is_self


def _may_enable(facts: AccountFacts) -> bool:
    return _may(facts) and not facts.by_school


def _may_hand_over(facts: AccountFacts) -> bool:
    return facts.of_school and (facts.is_self or facts.manages_role)


def _may_view(facts: AccountFacts) -> bool:
    return facts.is_administrator and not facts.is_self and not facts.looks_at_administrator


_OPEN, _BOTH = frozenset({AccountState.open}), frozenset(AccountState)
_WHO = "管这个账号的协调人或系统管理员（不能是本人）"
ACCOUNTS: TransitionTable[AccountState, AccountFacts] = TransitionTable(
    "account",
    (
        Transition("disable", "停用", _OPEN, AccountState.disabled, _WHO, _may),
        Transition(
            "enable",
            "启用",
            frozenset({AccountState.disabled}),
            AccountState.open,
            "区县协调人或系统管理员",
            _may_enable,
        ),
        Transition("reset", "重新给登录码", _OPEN, None, _WHO, _may),
        Transition("invite", "邀请", _OPEN, None, _WHO, _may),
        Transition(
            "hand_over", "交接", _OPEN, AccountState.disabled, "学校账号的本人，或管这个账号的人", _may_hand_over
        ),
        Transition("view_as", "以这个身份查看", _OPEN, None, "系统管理员", _may_view),
        Transition("edit", "修改", _BOTH, None, "管这个账号的协调人或系统管理员", lambda facts: facts.manages_role),
    ),
)


_WHO_IS_NEW = {"name": "接手的是新同事时，要填姓名", "username": "接手的是新同事时，要填账号名"}


def successor_problems(body: HandOver) -> list[FieldProblem]:
    """What is wrong with whom a hand-over names, each at its field; empty when it is one colleague, old or new."""
    given = {name for name in _WHO_IS_NEW if getattr(body, name) is not None}
    if body.colleague_id is not None:
        detail = "选了同事，就不填新同事的姓名和账号名，请只留一样"
        return [field_problem("colleague_id", "hand_over.both", detail)] if given else []
    lacking = [field_problem(name, "missing", _WHO_IS_NEW[name]) for name in _WHO_IS_NEW if name not in given]
    if not given:
        lacking.insert(0, field_problem("colleague_id", "missing", "请选接手的同事，或者填新同事的姓名和账号名"))
    return lacking
