"""What a statistics page is asked for: indicator, period, groups and filters, all in the address."""

from dataclasses import dataclass

from services.contracts.accounts import MeOut
from services.contracts.codes import Code, Direction, ExchangeMode, Post, Role, Sex, Stage, Title, YearBasis
from services.web.api_client.base import Query
from services.web.api_client.regions import is_county
from services.web.filters import MONTH, REGION, YEAR, Allowed, Filters, choices
from services.web.months import school_year_of
from services.web.wording import school_year

ROTATION, REPORTING, BALANCE, REFUSALS = "rotation", "reporting", "balance", "refusals"
INDICATORS = {ROTATION: "交流总人数", BALANCE: "双向差额", REPORTING: "月报报送率", REFUSALS: "拒不参加处理数"}
CODES: dict[str, tuple[str, type[Code]]] = {
    "direction": ("方向", Direction),
    "mode": ("方式", ExchangeMode),
    "post": ("职务", Post),
    "sex": ("性别", Sex),
    "stage": ("学段", Stage),
    "title": ("职称", Title),
}
PLACES = {"province": "省", "city": "市", "county": "县区", "township": "乡镇"}
OTHERS = {"school_year": "学年", "month": "月份"}
YEARS_BACK = 5
KNOWN: dict[str, Allowed] = {
    "indicator": tuple(INDICATORS),
    "school_year": YEAR,
    "basis": YearBasis,
    "month": MONTH,
    "region_code": REGION,
    "group": (*CODES, *PLACES, *OTHERS),
    **{name: code for name, (_, code) in CODES.items()},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters with what they mean when left out."""

    filters: Filters
    me: MeOut

    @property
    def indicator(self) -> str:
        """Which number."""
        return self.filters.get("indicator") or ROTATION

    @property
    def region_code(self) -> str:
        """For which region; the own one when none is chosen."""
        return self.filters.get("region_code") or self.me.region_code

    @property
    def groups(self) -> list[tuple[str, str]]:
        """By what it can be grouped here, as choices."""
        fitting = _places(self.region_code, self.me)
        if self.indicator == REFUSALS:
            return [*fitting, ("school_year", "按学年")]
        if self.indicator == REPORTING:
            return [*fitting, *([("township", "按乡镇")] if is_county(self.region_code) else []), ("month", "按月份")]
        return [*fitting, *((name, f"按{label}") for name, (label, _) in CODES.items()), ("school_year", "按学年")]

    @property
    def group(self) -> str:
        """By what it is grouped."""
        known = [name for name, _ in self.groups]
        chosen = self.filters.get("group")
        return chosen if chosen in known else known[0]

    @property
    def group_label(self) -> str:
        """The group in words."""
        labels = {**PLACES, **OTHERS, **{name: label for name, (label, _) in CODES.items()}}
        return labels[self.group]

    @property
    def first_column(self) -> str:
        """The heading of the first column."""
        return "结对" if self.indicator == BALANCE else self.group_label

    @property
    def school_year(self) -> int:
        """The school year, the present one when none is chosen."""
        typed = self.filters.get("school_year")
        return int(typed) if typed else school_year_of()

    def query(self) -> Query:
        """Return the API's parameters."""
        shared = {"region_code": self.filters.get("region_code")}
        year, month = str(self.school_year), self.filters.get("month")
        if self.indicator == REPORTING:
            by_month = self.group == "month" or not month
            return {**shared, "group_by": self.group, **({"school_year": year} if by_month else {"month": month})}
        if self.indicator == REFUSALS:
            return {**shared, "school_year": year, "group_by": self.group, "first_school_year": self._first}
        query = {**shared, "school_year": year, "basis": self.filters.get("basis")}
        if self.indicator == BALANCE:
            return {**query, "limit": 200, "count": True}
        chosen = {name: self.filters.get(name) for name in CODES}
        return {**query, **chosen, "group_by": self.group, "first_school_year": self._first}

    @property
    def _first(self) -> str:
        """The first school year of a series, empty for one year."""
        return str(self.school_year - YEARS_BACK + 1) if self.group == "school_year" else ""


def _places(region_code: str, me: MeOut) -> list[tuple[str, str]]:
    if me.role is None or is_county(region_code):
        return []
    names = ["county"] if not region_code.endswith("0000") else ["city", "county"]
    return [(name, f"按{PLACES[name]}") for name in names]


def years() -> list[tuple[str, str]]:
    """Return the school years for a select."""
    latest = school_year_of()
    return [(str(year), school_year(year)) for year in range(latest, latest - YEARS_BACK, -1)]


def is_office(role: Role | None) -> bool:
    """Whether the role chooses among regions."""
    return role not in {Role.school_reporter, Role.school_leader, Role.teacher, None}


def code_choices(name: str) -> list[tuple[str, str]]:
    """Return a dimension's values for a select."""
    return choices(CODES[name][1])
