"""What an indicator is made of. Adding one is adding data, no code path.

1. A **source** says what is counted and where its columns are. Its `rows` are the `directory()` that the owning
   feature's service exposes; `seen` is the predicate of region and scope over them (a row stands in one county, so that
   nobody is counted twice). Put it into `sources_<feature>.py`.
2. A **measure** says how rows become a number: rows, distinct persons, or the sum of a column.
3. An **indicator** has a numerator, for a ratio a denominator, and further numbers told beside them (`also`): each a
   `Counted` with the predicate that a row must meet. All of one source are counted in one scan. Put it into
   `indicators_<subject>.py` and add the tuple to `indicators.REGISTRY`.

Predicates are functions of the rows, made of what the owning feature exposes (`assignments.has_outcome`); `NOW` and
`TODAY` are the instant and the day of asking. The dimensions are those of `dimensions.py`; a source says which column
each stands in. A word of the definition that somebody could read in two ways is a `Term`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, bindparam

from services.api.features.policy_rules.service import RuleKind
from services.api.kernel.models import Instant
from services.api.kernel.scope import Permission, Principal, Scope
from services.contracts.codes import Role, Unit, YearBasis
from services.contracts.indicators import Term

NOW: ColumnElement[Any] = bindparam("now", type_=Instant())
TODAY: ColumnElement[Any] = bindparam("today", type_=Date())
Predicate = Callable[[FromClause], ColumnElement[bool]]
Column = Callable[[FromClause], ColumnElement[Any]]
Seen = Callable[[FromClause, Scope, str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Many:
    """A dimension of which a row may have several values: each value with the predicate of having it.

    `none` is the value of rows that have no other.
    """

    values: Mapping[str, Predicate]
    none: str


@dataclass(frozen=True, slots=True)
class Days:
    """When a row is: `first_on` and `last_on` are names of columns of days, both inside; `last_on` "" is the same day,
    and null in it is open-ended. `year` is a column with the school year of the first day."""

    first_on: str
    last_on: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """Rows that belong to a school year and to no day in it: the column with the year."""

    year: str


@dataclass(frozen=True, slots=True)
class Months:
    """Rows that belong to a month: the column with `YYYY-MM`."""

    month: str


@dataclass(frozen=True, slots=True)
class Present:
    """Rows as they are on the day of asking: nothing is kept of other days, so that there is no number of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Rows of one kind.

    `entity` names them to callers who look behind a number, `reads` is what these must be permitted; `key` and
    `person` are columns, and `then` one of days where the key alone is not unique within a year. `dimensions` says how
    each dimension is read from a row; region, `school_year` and `month` come from `county` and `when` by themselves.
    `codes` are columns that are told of a row behind a number: codes, days and states, no facts about a person that a
    system without a legal basis is not given (architecture §5).
    `readers`: the roles that may read all rows in their region, where the permission alone is not enough.
    `frozen`: rows exist for a county and year only once they were frozen; until then there is no number, not 0.
    `made_of`: further entities whose changes can change what is counted. `shared`: a row is counted in every region of
    its sides, so that the number of a region is not what the groups of a larger one say of it.
    """

    entity: str
    unit: Unit
    reads: Permission
    rows: Callable[[], FromClause]
    seen: Seen
    when: Days | Years | Months | Present
    county: str
    dimensions: Mapping[str, Column | Many] = field(default_factory=dict)
    key: str = "id"
    then: str = ""
    person: str = ""
    codes: tuple[str, ...] = ()
    readers: frozenset[Role] | None = None
    frozen: bool = False
    made_of: tuple[str, ...] = ()
    shared: bool = False

    def is_open_to(self, who: Principal) -> bool:
        """Whether somebody may read the rows themselves."""
        return self.reads in who.permissions and (self.readers is None or who.role in self.readers)


@dataclass(frozen=True, slots=True)
class Measure:
    """`rows`: how many; `persons`: how many distinct persons; with `sum_of`: the sum of what it gives for each row."""

    unit: Unit | None = None
    persons: bool = False
    sum_of: Column | None = None

    @property
    def additive(self) -> bool:
        """Whether the numbers of groups add up to the total."""
        return not self.persons


ROWS = Measure()
PERSONS = Measure(Unit.persons, persons=True)


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One number: which rows of a source, and how they are measured. `counts` says it in words.

    `among`: what all its rows meet as well, where that costs less to find out than `where`.
    """

    source: Source
    where: Predicate
    label: str
    counts: str
    measure: Measure = ROWS
    among: Predicate | None = None

    def chosen(self, rows: FromClause) -> ColumnElement[bool]:
        """What rows are looked for by."""
        return (self.among or self.where)(rows)

    @property
    def unit(self) -> Unit:
        """What the number counts."""
        return self.measure.unit or self.source.unit


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Rows that are told beside the number and why they are not in it."""

    reason: str
    label: str
    where: Predicate


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """A number that explains itself. `formula` and `terms` are its definition; `version` goes up whenever it changes.

    `cumulative`: the default is three school years added up instead of one. `threshold` is the rule of the regions that
    the value is held against: a rule in % against a hundred times the ratio, one about each value of a dimension
    (`threshold_by`) only where that is asked for. `dimensions` narrows what a source offers. `small`: whether numbers
    below five are told to nobody who may not read the rows (persons). `cells_apart`: a county’s small number of a
    year is for these people in no number at all, nor in those of larger regions; such an indicator counts rows by
    regions and years only. `owed` names the number in `also` that is 0 where everything was done in time.
    """

    id: str
    name: str
    formula: str
    numerator: Counted
    sources: tuple[str, ...]
    version: int = 1
    denominator: Counted | None = None
    also: Mapping[str, Counted] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    terms: tuple[Term, ...] = ()
    bases: tuple[YearBasis, ...] = (YearBasis.started, YearBasis.in_post)
    dimensions: tuple[str, ...] | None = None
    threshold: RuleKind | None = None
    threshold_by: str = ""
    cumulative: bool = False
    small: bool = True
    cells_apart: bool = False
    owed: str = ""

    @property
    def parts(self) -> dict[str, Counted]:
        """Every number by its name: numerator, denominator, and the others."""
        below = {"denominator": self.denominator} if self.denominator is not None else {}
        return {"numerator": self.numerator, **below, **self.also}

    @property
    def additive(self) -> bool:
        """Whether groups of it add up: no distinct persons, no ratio."""
        return self.denominator is None and self.numerator.measure.additive
