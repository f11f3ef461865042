"""Selects of records that may be one person, and of merges."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.api.features.persons.models import PersonDistinct, PersonMerge
from services.api.features.persons.queries import E, P, is_last
from services.api.features.staff import service_people as people
from services.api.kernel.scope import Party, Scope

_DISTINCT: Any = PersonDistinct
_MERGE: Any = PersonMerge
_ONE: Any = aliased(people.Person, name="one")
_OTHER: Any = aliased(people.Person, name="other")


def _pairs(scope: Scope, why: str) -> Select[Any]:
    """Pairs in scope that nobody told apart; two different identity numbers are two persons."""
    told_apart = and_(_DISTINCT.person_id == _ONE.id, _DISTINCT.other_person_id == _OTHER.id)
    one_lacks = or_(_ONE.id_number_hash.is_(None), _OTHER.id_number_hash.is_(None))
    in_scope = [scope.rows([Party(county=each.county_code)]) for each in (_ONE, _OTHER)]
    columns = select(_ONE.id.label("one_id"), _OTHER.id.label("other_id"), literal(why, String).label("why"))
    return columns.where(
        _ONE.id < _OTHER.id, _ONE.merged_at.is_(None), _OTHER.merged_at.is_(None), one_lacks, *in_scope,
        ~exists().where(told_apart),
    )  # fmt: skip


def duplicates(scope: Scope) -> Select[Any]:
    """Pairs and why: name, birthday and sex are the same, or the staff number within a county and one of the two."""
    same_person = and_(_ONE.name == _OTHER.name, _ONE.birth_on == _OTHER.birth_on, _ONE.sex == _OTHER.sex)
    first = _pairs(scope, "same_person").join_from(_ONE, _OTHER, same_person)
    mine: Any = aliased(people.Staff, name="mine")
    theirs: Any = aliased(people.Staff, name="theirs")
    same_number = and_(
        mine.county_code == theirs.county_code, mine.staff_no == theirs.staff_no, mine.staff_no != "",
        mine.merged_at.is_(None), theirs.merged_at.is_(None), mine.person_id < theirs.person_id,
    )  # fmt: skip
    second = (
        _pairs(scope, "same_staff_no")
        .join_from(mine, theirs, same_number)
        .join(_ONE, _ONE.id == mine.person_id)
        .join(_OTHER, _OTHER.id == theirs.person_id)
        .where(or_(_ONE.name == _OTHER.name, _ONE.birth_on == _OTHER.birth_on))
        .where(scope.rows([Party(county=mine.county_code)]))
    )
    both = union_all(first, second).subquery("pairs")
    return select(
        both.c.one_id, both.c.other_id, func.min(both.c.why).label("why"), func.max(both.c.why).label("also")
    ).group_by(both.c.one_id, both.c.other_id)


async def sides(db: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Person → what tells two records apart, with the present or last employment."""
    rows = (
        select(
            P.id, P.version, P.name, P.sex, P.birth_on, P.id_number_masked, P.county_code, E.staff_no, E.school_id,
            E.hired_on,
        )
        .outerjoin(people.Staff, and_(E.person_id == P.id, E.merged_at.is_(None), is_last()))
        .where(P.id.in_(person_ids))
    )  # fmt: skip
    return {row.id: row for row in await db.execute(rows)}


async def told_apart(db: AsyncSession, one_id: UUID, other_id: UUID) -> bool:
    """Whether somebody decided already that these are two persons; the smaller id first."""
    rows = select(_DISTINCT.id).where(_DISTINCT.person_id == one_id, _DISTINCT.other_person_id == other_id)
    return (await db.execute(rows)).first() is not None


def merges(scope: Scope) -> Select[Any]:
    """Merges that concern a county of the caller, whole rows."""
    parties = [Party(county=_MERGE.county_code), Party(county=_MERGE.other_county_code)]
    return select(PersonMerge).where(scope.rows(parties))


async def merge(db: AsyncSession, scope: Scope, merge_id: UUID, *, locked: bool = False) -> PersonMerge | None:
    """One merge in scope."""
    rows = merges(scope).where(_MERGE.id == merge_id)
    return (await db.scalars(rows.with_for_update() if locked else rows)).one_or_none()


MERGE_ID = _MERGE.id


async def rows_of_person(db: AsyncSession, model: Any, person_id: UUID) -> Sequence[Any]:
    """All rows of a table that name a person in `person_id`, locked."""
    rows = select(model).where(model.person_id == person_id).order_by(model.id).with_for_update()
    return (await db.scalars(rows)).all()
