"""The checks of W-24.4: how much a term, for what, and that the recipient pays nothing. Read once, then pure."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from services.api.features.supports.rules import CENTS, HELD, money_words
from services.api.kernel.scope import prefix_of
from services.contracts.codes import Code, FundType, PairSide, SchoolTerm, SupportStatus
from services.contracts.supports import SupportCheck

C = TypeVar("C", bound=Code)
FILE = Path(__file__).with_name("checks.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """One rule with its source; `least` and `most` are cents, `fund_types` empty for all, `term` None for every."""

    rule: str
    kind: str
    regions: tuple[str, ...]
    source: str
    least: int | None = None
    most: int | None = None
    fund_types: frozenset[FundType] = frozenset()
    term: SchoolTerm | None = None

    def binds(self, county_code: str, term: SchoolTerm) -> bool:
        """Whether it is in force for a giver's county in a term."""
        inside = any(prefix_of(county_code).startswith(prefix_of(region)) for region in self.regions)
        return inside and self.term in {None, term}


@dataclass(frozen=True, slots=True)
class Fund:
    """One fund of the term: who gives it, what for, its plan and what has been paid, in cents."""

    giver: PairSide
    fund_type: FundType
    status: SupportStatus
    planned_cents: int
    given_cents: int | None

    @property
    def paid(self) -> int:
        """What is paid and not contested."""
        return (self.given_cents or 0) if self.status in HELD else 0

    @property
    def arranged(self) -> int:
        """What is paid, or else planned."""
        return self.paid if self.status in HELD else self.planned_cents


@cache
def checks() -> tuple[Check, ...]:
    """All that are configured."""
    return tuple(check_of(each) for each in tomllib.loads(FILE.read_text("utf-8"))["check"])


def check_of(typed: dict[str, Any]) -> Check:
    """One check as it stands in the file. Raises KeyError, StopIteration when it is none."""
    cents = {name: typed[name] * CENTS for name in ("least", "most") if name in typed}
    term = _code(SchoolTerm, typed["term"]) if "term" in typed else None
    return Check(
        typed["rule"], typed["kind"], tuple(typed["regions"]), typed["source"], term=term,
        fund_types=frozenset(_code(FundType, each) for each in typed.get("fund_types", ())), **cents,
    )  # fmt: skip


def _code(codes: type[C], value: str) -> C:
    return next(each for each in codes if each.value == value)


def outcomes(found: Iterable[Check], county_code: str, term: SchoolTerm, funds: Sequence[Fund]) -> list[SupportCheck]:
    """Each check in force for the term, with its arithmetic."""
    return [_outcome(check, funds) for check in found if check.binds(county_code, term)]


def _outcome(check: Check, funds: Sequence[Fund]) -> SupportCheck:
    if check.kind == "recipient_pays_nothing":
        charged = sum(fund.arranged for fund in funds if fund.giver is PairSide.recipient)
        text = f"受援学校要出{money_words(charged)}，帮扶的费用不由受援学校负担" if charged else "受援学校没有出钱"
        return SupportCheck(rule=check.rule, ok=not charged, text=text, source=check.source)
    mine = [fund for fund in funds if fund.giver is PairSide.supporting]
    if check.fund_types:
        mine = [fund for fund in mine if fund.fund_type in check.fund_types]
    arranged, paid = sum(fund.arranged for fund in mine), sum(fund.paid for fund in mine)
    ok = (check.least is None or arranged >= check.least) and (check.most is None or arranged <= check.most)
    return SupportCheck(rule=check.rule, ok=ok, text=_text(check, arranged, paid), source=check.source)


def _text(check: Check, arranged: int, paid: int) -> str:
    """`招生宣传：本学期要1万元至2万元，已安排5,000元（已拨付0元），还差5,000元`."""
    what = "、".join(sorted(each.label for each in check.fund_types)) or "经费"
    said = f"{what}：本学期要{_range(check)}，已安排{money_words(arranged)}（已拨付{money_words(paid)}）"
    if check.least is not None and arranged < check.least:
        return f"{said}，还差{money_words(check.least - arranged)}"
    if check.most is not None and arranged > check.most:
        return f"{said}，多了{money_words(arranged - check.most)}"
    return said


def _range(check: Check) -> str:
    least = money_words(check.least) if check.least is not None else ""
    most = money_words(check.most) if check.most is not None else ""
    if least and most:
        return f"{least}至{most}"
    return f"{least}以上" if least else f"不超过{most}"
