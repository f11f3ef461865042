"""Persons and employments for the features above: loading, searching, identity numbers."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff import queries, rules
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.queries import named
from services.api.features.staff.queries_dated import all_employments, every_row, people, record, rows_of
from services.api.features.staff.service_reading import facts_of as staff_facts_of
from services.api.kernel.context import Ctx
from services.api.kernel.personal import PersonalData, masked, normal_id_number
from services.api.kernel.pinyin import person_sort_key, person_spelling
from services.api.kernel.problems import Problem, problem_on

__all__ = [
    "Person", "Staff", "all_employments", "allowed_on", "employments_of", "every_row", "find_person",
    "last_employment", "named", "people", "put_name", "put_number", "record", "refuse_wrong_number", "rows_of",
]  # fmt: skip


async def find_person(db: AsyncSession, person_id: UUID, *, locked: bool = False) -> Person | None:
    """The person whoever asks."""
    return await db.get(Person, person_id, with_for_update=locked)


async def employments_of(db: AsyncSession, person_id: UUID, *, locked: bool = False) -> Sequence[Staff]:
    """Every employment that is shown, the open one first, then the one that ended last."""
    return await queries.employments_of(db, person_id, locked=locked)


async def last_employment(db: AsyncSession, person_id: UUID) -> Staff | None:
    """The open employment, else the one that ended last; locked."""
    return next(iter(await queries.employments_of(db, person_id, locked=True)), None)


def allowed_on(ctx: Ctx, county_code: str, school_id: UUID, ended_on: date | None) -> list[str]:
    """What the caller may do with an employment."""
    return rules.STAFF_ACTIONS.allowed(rules.state_of(ended_on), staff_facts_of(ctx, county_code, school_id))


def put_name(person: Person, name: str) -> None:
    """A name with its spellings."""
    person.name, person.sort_key = name, person_sort_key(name)
    person.pinyin, person.initials = person_spelling(name)


def refuse_wrong_number(person: Person, typed: str | None, personal: PersonalData) -> None:
    """Raises 422 on `id_number` when it does not fit birthday and sex; without a typed one the stored one must."""
    number = typed or (personal.decrypt(person.id_number_cipher) if person.id_number_cipher else "")
    problem = rules.id_number_problem(number, person.birth_on, person.sex) if number else None
    if problem is not None:
        raise Problem("request.invalid", errors=[problem])


async def put_number(db: AsyncSession, person: Person, typed: str, personal: PersonalData) -> None:
    """Store an identity number that fits. Raises 409 `staff.id_taken` when it is another person's."""
    number = normal_id_number(typed) or ""
    cipher, key = personal.encrypt(number), personal.match_key(number)
    try:
        async with db.begin_nested():
            person.id_number_cipher, person.id_number_hash, person.id_number_masked = cipher, key, masked(number)
            await db.flush()
    except IntegrityError as error:
        raise problem_on("id_number", "staff.id_taken") from error
